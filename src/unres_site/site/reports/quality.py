"""Plans of the report of quality: how many diagnostics of each kind, and the texts of each session that have any."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from unres_site.errors import Severity
from unres_site.site import addresses
from unres_site.site.editions import Edition
from unres_site.site.views import (
    KindCount,
    LanguageCount,
    Page,
    QualityCount,
    QualityView,
    Reports,
    SessionQualityView,
)

SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info")


def plan_quality(edition: Edition) -> Iterator[Page]:
    """How many diagnostics of each kind there are; texts of no session; links to the texts of each session."""
    reports = edition.reports[edition.language]
    sessions: list[QualityCount] = []
    for session, texts in reports.by_session.items():
        if session:
            page = edition.folder + addresses.make_session_quality_address(session)
            count = sum(len(text.diagnostics) for text in texts)
            sessions.append(QualityCount(page, edition.sessions[session], count))

    view = QualityView(
        _count_kinds(reports),
        reports.by_session.get("", ()),
        tuple(sessions),
        tuple(_count_other_reports(edition)),
    )
    yield Page(edition.folder + addresses.QUALITY, "quality", view)


def _count_other_reports(edition: Edition) -> Iterator[LanguageCount]:
    """How many diagnostics the texts of other languages have."""
    for code, reports in edition.reports.items():
        if reports.diagnostics and code != edition.language:
            folder = addresses.make_folder(code, edition.config.language)
            page = folder + addresses.QUALITY
            yield LanguageCount(code, len(reports.diagnostics), page)


def _count_kinds(reports: Reports) -> tuple[KindCount, ...]:
    """How many diagnostics of each kind there are: errors, then warnings, then the rest."""
    counts = Counter(
        (SEVERITIES.index(found.severity), found.code) for found in reports.diagnostics
    )
    kinds: list[KindCount] = []
    for (rank, code), count in sorted(counts.items()):
        kinds.append(KindCount(code, SEVERITIES[rank], count))

    return tuple(kinds)


def plan_session_quality(edition: Edition) -> Iterator[Page]:
    """All diagnostics of a session's texts in one language, in plain words."""
    for session, texts in edition.reports[edition.language].by_session.items():
        if session:
            languages = [
                code
                for code, reports in edition.reports.items()
                if session in reports.by_session
            ]
            address = edition.folder + addresses.make_session_quality_address(session)
            card = edition.sessions[session]
            view = SessionQualityView(card, texts, tuple(languages))
            yield Page(address, "session-quality", view)
