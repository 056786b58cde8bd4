"""What the archive does not have, on one page: what an archivist may look for next."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from unres_site.archive import SessionGaps
from unres_site.site import addresses
from unres_site.site.editions import Edition
from unres_site.site.reports.inbox_views import GapRow, InboxView, LanguageRow
from unres_site.site.views import CitedDocument, Page
from unres_site.symbols import parse

MOST_CITED = 50
"""Cited resolutions that are shown; `cited.csv` has all."""

MOST_LACKING = 60
"""Resolutions that are shown of those of a session that lack a language."""


def plan_inbox(edition: Edition) -> Iterator[Page]:
    """The page of all that is missing."""
    cited = islice(_list_cited(edition), MOST_CITED)
    gaps = [
        GapRow(edition.sessions[gaps.address], gaps)
        for gaps in edition.archive.gaps
        if gaps.count
    ]
    languages = tuple(_list_languages(edition))
    view = InboxView(tuple(cited), tuple(gaps), languages)
    yield Page(edition.folder + addresses.INBOX, "inbox", view)


def _list_cited(edition: Edition) -> Iterator[CitedDocument]:
    """The resolutions that are cited and not held, the most cited first."""
    archive = edition.archive
    for symbol, count in archive.cited.items():
        if "/RES/" in symbol and symbol not in archive.by_symbol:
            yield CitedDocument(symbol, count)


def _list_languages(edition: Edition) -> Iterator[LanguageRow]:
    for session, missing in edition.archive.missing_languages.items():
        for language, symbols in missing.items():
            cards = edition.list_cards(symbols[:MOST_LACKING])
            card = edition.sessions[session]
            yield LanguageRow(card, language, len(symbols), cards)


class Missing(NamedTuple):
    """What is missing, as it is shown within its session, and its symbol, if it is one resolution that is known."""

    shown: str
    symbol: str = ""


def write_numbers(gaps: SessionGaps) -> tuple[Missing, ...]:
    """The numbers and parts that are missing of a session: `57`, `59–240`, `245 B`."""
    written: list[Missing] = []
    for first, last in gaps.ranges:
        shown = str(first) if first == last else f"{first}–{last}"
        written.append(Missing(shown))

    for text in (*gaps.parts, *gaps.cited):
        symbol = parse(text)
        written.append(Missing(f"{symbol.number} {symbol.part}".strip(), text))

    return tuple(written)
