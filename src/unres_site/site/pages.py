"""Which pages there are: a table of kinds, each with what it plans and how its pages become bytes.

A new kind of page is a row of `KINDS` and, where it has words of its own, a template. Planning is pure and reads no
text: it puts together cards, so that the plan of a large archive costs little beside its rendering.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import chain, groupby, islice
from typing import NamedTuple, TypeVar

from unres_site.archive import Archive, Session, Text, cites_of
from unres_site.errors import Diagnostic, Severity
from unres_site.settings import SiteConfig
from unres_site.site import addresses, contexts, exports
from unres_site.site.contexts import Context, Setting
from unres_site.site.views import (
    Card,
    HomeView,
    KindCount,
    NoView,
    Page,
    QualityCount,
    QualityView,
    ResolutionView,
    SessionCard,
    SessionForm,
    SessionQualityView,
    SessionsView,
    SessionView,
    TextQuality,
    YearCard,
    YearsView,
    YearView,
)

T = TypeVar("T")

LATEST = 20
"""Texts on the home page."""

FIRST_YEAR = 1945
"""No session has a number so high: one that has is a year, as in S/RES/1325(2000)."""

SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info")
ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}


class Survey:
    """The archive as pages see it: every text and session as a card, made once."""

    def __init__(self, archive: Archive[Text], config: SiteConfig, diagnostics: Sequence[Diagnostic] | None) -> None:
        self.archive = archive
        self.config = config
        self.cards = {
            symbol: {language: self._card(record) for language, record in languages.items()}
            for symbol, languages in archive.by_symbol.items()
        }
        self.first = {
            symbol: versions.get(config.language) or next(iter(versions.values()))
            for symbol, versions in self.cards.items()
        }
        self.sessions = {session.address: self._session(session) for session in archive.sessions}
        self.years = {
            year: YearCard(addresses.year_address(year), year, len(found)) for year, found in archive.years.items()
        }
        found = chain.from_iterable(record.diagnostics for record in archive.ordered)
        self.diagnostics = tuple(sorted(found if diagnostics is None else diagnostics, key=_place))
        self.quality = self._quality()

    def card(self, symbol: str, language: str) -> Card:
        """A text in that language, else in the one that lists name it in; KeyError where it is not held."""
        return self.cards[symbol].get(language) or self.first[symbol]

    def listed(self, symbols: Sequence[str]) -> tuple[Card, ...]:
        """The cards of a list of texts, each once, in the site's language where it is held."""
        return tuple(map(self.first.__getitem__, symbols))

    def _card(self, record: Text) -> Card:
        symbol = self.archive.parsed(record.symbol)
        address = addresses.resolution_address(symbol, record.language, self.config.language)
        return Card(record.symbol, symbol.short, record.title, record.language, record.adopted_on, address)

    def _quality(self) -> dict[str, list[TextQuality]]:
        """The diagnostics of each file, by the address of its texts' session; by none where it has none."""
        folders, cards = dict[str, str](), defaultdict[str, list[Card]](list)
        for record in self.archive.ordered if self.diagnostics else ():
            symbol, file = self.archive.parsed(record.symbol), record.source.file
            folders.setdefault(file, symbol.session_address if symbol.session else "")
            cards[file].append(self.cards[record.symbol][record.language])
        texts: dict[str, list[TextQuality]] = {address: [] for address in ("", *self.sessions)}
        for file, found in groupby(self.diagnostics, key=lambda found: found.file):
            texts[folders.get(file, "")].append(TextQuality(file, tuple(cards.get(file, ())), tuple(found)))
        return {address: found for address, found in texts.items() if found}

    def _session(self, session: Session) -> SessionCard:
        dates = sorted(card.adopted_on[:4] for card in self.listed(session.symbols) if card.adopted_on)
        years = (int(dates[0]), int(dates[-1])) if dates else None
        form, number = session_form(session.first.session or "")
        address = addresses.session_address(session.address)
        return SessionCard(address, session.first.organ, form, number, len(session.symbols), years)


def session_form(session: str) -> tuple[SessionForm, str]:
    """What a symbol's session is called by: `S-10` is special session 10, `XXI` the 21st, `2000` a year."""
    head, _, tail = session.rpartition("-")
    number = str(_roman(tail)) if set(tail) <= ROMAN.keys() else tail
    if head:
        return ("emergency" if head == "ES" else "special"), number
    return ("year" if number.isdecimal() and int(number) >= FIRST_YEAR else "regular"), number


def _roman(numeral: str) -> int:
    values = [ROMAN[letter] for letter in numeral]
    return sum(-one if one < after else one for one, after in zip(values, [*values[1:], 0], strict=True))


# --- plans, one for each kind of page


def home(survey: Survey) -> Iterator[Page]:
    """The first page: what is newest, and the ways in."""
    newest = chain.from_iterable(reversed(symbols) for symbols in reversed(tuple(survey.archive.years.values())))
    latest = survey.listed(tuple(islice(newest, LATEST)))
    view = HomeView(len(survey.archive.by_symbol), latest, _newest_sessions(survey), _newest_years(survey))
    yield Page(addresses.HOME, "home", view)


def sessions(survey: Survey) -> Iterator[Page]:
    """The list of sessions."""
    yield Page(addresses.SESSIONS, "sessions", SessionsView(_newest_sessions(survey)))


def session(survey: Survey) -> Iterator[Page]:
    """A page a session, with its neighbours of the same organ and form."""
    for found, before, after in _with_neighbours(survey.archive.sessions):
        card = survey.sessions[found.address]
        around = (survey.sessions[near.address] if near else None for near in (before, after))
        previous, following = (near if near and _same_row(near, card) else None for near in around)
        yield Page(card.address, "session", SessionView(card, survey.listed(found.symbols), previous, following))


def years(survey: Survey) -> Iterator[Page]:
    """The list of years."""
    yield Page(addresses.YEARS, "years", YearsView(_newest_years(survey)))


def year(survey: Survey) -> Iterator[Page]:
    """A page a year."""
    for card, before, after in _with_neighbours(tuple(survey.years.values())):
        yield Page(card.address, "year", YearView(card, survey.listed(survey.archive.years[card.year]), before, after))


def resolution(survey: Survey) -> Iterator[Page]:
    """A page a text; its neighbours, citers and citations in its own language where they are held in it."""
    for record in survey.archive.ordered:
        card = survey.cards[record.symbol][record.language]
        yield Page(card.address, "resolution", _around(survey, record, card), record)


def record(survey: Survey) -> Iterator[Page]:
    """The record of each text, as JSON beside its page."""
    nothing = NoView()
    for text in survey.archive.ordered:
        address = survey.cards[text.symbol][text.language].address
        yield Page(addresses.record_address(address), "record", nothing, text)


def quality(survey: Survey) -> Iterator[Page]:
    """How much of what was found, texts that are not published, and the way to the other texts by session."""
    counts = Counter((SEVERITIES.index(found.severity), found.code) for found in survey.diagnostics)
    kinds = tuple(KindCount(code, SEVERITIES[rank], counts[rank, code]) for rank, code in sorted(counts))
    sessions = tuple(
        QualityCount(addresses.session_quality_address(address), survey.sessions[address], _count(texts))
        for address, texts in survey.quality.items()
        if address
    )
    yield Page(addresses.QUALITY, "quality", QualityView(kinds, tuple(survey.quality.get("", ())), sessions))


def session_quality(survey: Survey) -> Iterator[Page]:
    """All diagnostics of a session's texts, in plain words."""
    for address, texts in survey.quality.items():
        if address:
            view = SessionQualityView(survey.sessions[address], tuple(texts))
            yield Page(addresses.session_quality_address(address), "session-quality", view)


def single(kind: str, address: str) -> Callable[[Survey], Iterator[Page]]:
    """The plan of a kind that has one page, which shows nothing of the texts."""
    return lambda _: iter((Page(address, kind, NoView()),))


def _around(survey: Survey, record: Text, card: Card) -> ResolutionView:
    archive, cards, language = survey.archive, survey.cards, record.language
    symbol = archive.parsed(record.symbol)
    previous, following = archive.neighbours(record.symbol)
    return ResolutionView(
        card=card,
        organ=symbol.organ,
        session=survey.sessions.get(symbol.session_address) if symbol.session else None,
        languages=tuple(cards[record.symbol].values()),
        previous=survey.card(previous, language) if previous else None,
        next=survey.card(following, language) if following else None,
        cited_by=tuple([survey.card(citing, language) for citing in archive.citing(record.symbol)]),
        held={
            cited: survey.card(cited, language).address
            for cited in cites_of(record)
            if cited in cards and cited != record.symbol
        },
    )


def _count(texts: Sequence[TextQuality]) -> int:
    return sum(len(text.diagnostics) for text in texts)


def _newest_sessions(survey: Survey) -> tuple[SessionCard, ...]:
    """By organ and form in the order of the archive; within them the newest first."""
    rows: dict[tuple[str, SessionForm], list[SessionCard]] = {}
    for card in survey.sessions.values():
        rows.setdefault((card.organ, card.form), []).append(card)
    return tuple(chain.from_iterable(reversed(row) for row in rows.values()))


def _newest_years(survey: Survey) -> tuple[YearCard, ...]:
    return tuple(reversed(survey.years.values()))


def _same_row(one: SessionCard, other: SessionCard) -> bool:
    return (one.organ, one.form) == (other.organ, other.form)


def _with_neighbours(row: Sequence[T]) -> Iterator[tuple[T, T | None, T | None]]:
    return zip(row, (None, *row), (*row[1:], None), strict=False)


def _place(found: Diagnostic) -> tuple[str, int, int, str]:
    return found.file, found.line, found.column, found.code


# --- the table


class Kind(NamedTuple):
    """A kind of page: its plan, and its template with what that needs, or the function that encodes it."""

    plan: Callable[[Survey], Iterator[Page]]
    template: str | None = None
    context: Callable[[Page, Setting], Context] = contexts.nothing
    encode: Callable[[Page], bytes] | None = None


KINDS: Mapping[str, Kind] = {
    "home": Kind(home, "home.html", contexts.home),
    "sessions": Kind(sessions, "sessions.html"),
    "session": Kind(session, "session.html", contexts.session),
    "years": Kind(years, "years.html"),
    "year": Kind(year, "year.html", contexts.year),
    "resolution": Kind(resolution, "resolution.html", contexts.resolution),
    "record": Kind(record, encode=exports.record_bytes),
    "search": Kind(single("search", addresses.SEARCH), "search.html"),
    "about": Kind(single("about", addresses.ABOUT), "about.html", contexts.about),
    "quality": Kind(quality, "quality.html"),
    "session-quality": Kind(session_quality, "session-quality.html"),
    "missing": Kind(single("missing", addresses.MISSING), "404.html"),
    "resolution-schema": Kind(
        single("resolution-schema", addresses.RESOLUTION_SCHEMA), encode=exports.resolution_schema
    ),
    "site-schema": Kind(single("site-schema", addresses.SITE_SCHEMA), encode=exports.site_schema),
    "sidecar-schema": Kind(single("sidecar-schema", addresses.SIDECAR_SCHEMA), encode=exports.sidecar_schema),
}


def plan(
    archive: Archive[Text], config: SiteConfig, diagnostics: Sequence[Diagnostic] | None = None
) -> tuple[Page, ...]:
    """All pages of the site, in a fixed order.

    `diagnostics` are those of the whole build, unpublished texts among them; without them, those of the records.
    """
    survey = Survey(archive, config, diagnostics)
    return tuple(chain.from_iterable(kind.plan(survey) for kind in KINDS.values()))
