"""Which pages there are: a table of kinds, each with what it plans and how its pages become bytes.

A new kind of page is a row of `KINDS` and, where it has words of its own, a template. Planning is pure and reads no
text: it puts together cards, so that the plan of a large archive costs little beside its rendering.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from itertools import chain
from typing import NamedTuple, TypeVar

from unres_site.archive import Archive, Text, cites_of
from unres_site.errors import Diagnostic, Severity
from unres_site.settings import SiteConfig, site_title
from unres_site.site import addresses, contexts, exports, hosts
from unres_site.site.contexts import Context, Setting
from unres_site.site.survey import Survey
from unres_site.site.views import (
    Card,
    FeedView,
    HeadersView,
    HomeView,
    KindCount,
    MissingView,
    NoView,
    Page,
    QualityCount,
    QualityView,
    ResolutionView,
    RulesView,
    SearchDescriptionView,
    SessionCard,
    SessionName,
    SessionQualityView,
    SessionsView,
    SessionView,
    SiteMapIndexView,
    SiteMapView,
    TextQuality,
    YearsView,
    YearView,
)

T = TypeVar("T")

LATEST = 20
"""Texts on the home page."""

FED = 50
"""Texts in the feed."""

SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info")
# --- plans, one for each kind of page


def home(survey: Survey) -> Iterator[Page]:
    """The first page: what is newest, and the ways in."""
    latest, count = survey.latest(LATEST), len(survey.archive.by_symbol)
    view = HomeView(count, latest, survey.newest_sessions, survey.newest_years)
    yield Page(addresses.HOME, "home", view)


def sessions(survey: Survey) -> Iterator[Page]:
    """The list of sessions."""
    yield Page(addresses.SESSIONS, "sessions", SessionsView(survey.newest_sessions))


def session(survey: Survey) -> Iterator[Page]:
    """A page a session, with its neighbours of the same organ and form."""
    for found, before, after in _with_neighbours(survey.archive.sessions):
        card = survey.sessions[found.address]
        around = (survey.sessions[near.address] if near else None for near in (before, after))
        previous, following = (near if near and _same_row(near, card) else None for near in around)
        yield Page(card.address, "session", SessionView(card, survey.listed(found.symbols), previous, following))


def years(survey: Survey) -> Iterator[Page]:
    """The list of years."""
    yield Page(addresses.YEARS, "years", YearsView(survey.newest_years))


def year(survey: Survey) -> Iterator[Page]:
    """A page a year."""
    for card, before, after in _with_neighbours(tuple(survey.years.values())):
        yield Page(card.address, "year", YearView(card, survey.listed(survey.archive.years[card.year]), before, after))


def resolution(survey: Survey) -> Iterator[Page]:
    """A page a text; its neighbours, citers and citations in its own language where they are held in it."""
    for record in survey.planned:
        card = survey.cards[record.symbol][record.language]
        yield Page(card.address, "resolution", _around(survey, record, card), record)


def record(survey: Survey) -> Iterator[Page]:
    """The record of each text, as JSON beside its page."""
    nothing = NoView()
    for text in survey.planned:
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


def missing(survey: Survey) -> Iterator[Page]:
    """The page for addresses that are none."""
    yield Page(addresses.MISSING, "missing", MissingView(survey.newest_sessions))


def site_map(survey: Survey) -> Iterator[Page]:
    """The map of all pages that a search engine should know, in several files where one may not hold them all."""
    base = survey.config.base_address
    parts = tuple(hosts.parts(_on_host(survey, _public(survey)))) if base else ()
    if len(parts) == 1:
        yield Page(addresses.SITE_MAP, "site-map", SiteMapView(parts[0]))
    elif parts:
        names = [addresses.site_map_address(number) for number, _ in enumerate(parts, 1)]
        yield Page(addresses.SITE_MAP, "site-map-index", SiteMapIndexView(_on_host(survey, names)))
        yield from (Page(name, "site-map", SiteMapView(part)) for name, part in zip(names, parts, strict=True))


def feed(survey: Survey) -> Iterator[Page]:
    """The feed of the texts adopted last."""
    config, latest = survey.config, survey.latest(FED)
    if config.base_address:
        whole = _on_host(survey, (card.address for card in latest))
        home, address = _on_host(survey, (addresses.HOME, addresses.FEED))
        title = site_title(config)
        view = FeedView(title, config.language, home, address, tuple(zip(latest, whole, strict=True)))
        yield Page(addresses.FEED, "feed", view)


def search_description(survey: Survey) -> Iterator[Page]:
    """How a browser may search this site from its own box."""
    config = survey.config
    if config.base_address:
        title = site_title(config)
        view = SearchDescriptionView(title, config.language, *_on_host(survey, (addresses.ICON, addresses.SEARCH)))
        yield Page(addresses.SEARCH_DESCRIPTION, "search-description", view)


def rules(survey: Survey) -> Iterator[Page]:
    """What robots may read."""
    if survey.config.base_address:
        yield Page(addresses.RULES, "rules", RulesView(*_on_host(survey, (addresses.SITE_MAP,))))


def headers(survey: Survey) -> Iterator[Page]:
    """The headers that a host should send."""
    root = addresses.host_root(survey.config) or "/"
    yield Page(addresses.HEADERS, "headers", HeadersView(root, survey.config.search_endpoint))


def single(kind: str, address: str) -> Callable[[Survey], Iterator[Page]]:
    """The plan of a kind that has one page, which shows nothing of the texts."""
    return lambda _: iter((Page(address, kind, NoView()),))


def _around(survey: Survey, record: Text, card: Card) -> ResolutionView:
    archive, cards = survey.archive, survey.named(record.language)
    symbol = archive.parsed(record.symbol)
    session = survey.sessions[symbol.session_address] if symbol.session else None
    previous, following = archive.neighbours(record.symbol)
    return ResolutionView(
        card=card,
        organ=symbol.organ,
        session=SessionName(session.address, session.form, session.number) if session else None,
        languages=tuple(survey.cards[record.symbol].values()),
        previous=cards[previous] if previous else None,
        next=cards[following] if following else None,
        cited_by=tuple(map(cards.__getitem__, survey.citing.get(record.symbol, ()))),
        held={cited: cards[cited].address for cited in cites_of(record) if cited in cards and cited != record.symbol},
    )


def _count(texts: Sequence[TextQuality]) -> int:
    return sum(len(text.diagnostics) for text in texts)


def _public(survey: Survey) -> Iterator[str]:
    """The pages that one may come to from outside."""
    yield from (addresses.HOME, addresses.SESSIONS, addresses.YEARS, addresses.ABOUT)
    yield from (session.address for session in survey.sessions.values())
    yield from (year.address for year in survey.years.values())
    yield from (card.address for versions in survey.cards.values() for card in versions.values())


def _on_host(survey: Survey, found: Iterable[str]) -> tuple[str, ...]:
    return tuple(addresses.absolute(survey.config, address) or "" for address in found)


def _same_row(one: SessionCard, other: SessionCard) -> bool:
    return (one.organ, one.form) == (other.organ, other.form)


def _with_neighbours(row: Sequence[T]) -> Iterator[tuple[T, T | None, T | None]]:
    return zip(row, (None, *row), (*row[1:], None), strict=False)


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
    "search": Kind(single("search", addresses.SEARCH), "search.html", contexts.search),
    "about": Kind(single("about", addresses.ABOUT), "about.html", contexts.about),
    "quality": Kind(quality, "quality.html"),
    "session-quality": Kind(session_quality, "session-quality.html"),
    "missing": Kind(missing, "404.html"),
    "site-map": Kind(site_map, encode=hosts.site_map),
    "site-map-index": Kind(lambda _: iter(()), encode=hosts.site_map_index),  # planned with the maps that it names
    "feed": Kind(feed, encode=hosts.feed),
    "search-description": Kind(search_description, encode=hosts.search_description),
    "rules": Kind(rules, encode=hosts.rules),
    "headers": Kind(headers, encode=hosts.headers),
    "resolution-schema": Kind(
        single("resolution-schema", addresses.RESOLUTION_SCHEMA), encode=exports.resolution_schema
    ),
    "site-schema": Kind(single("site-schema", addresses.SITE_SCHEMA), encode=exports.site_schema),
    "sidecar-schema": Kind(single("sidecar-schema", addresses.SIDECAR_SCHEMA), encode=exports.sidecar_schema),
}


def plan(
    archive: Archive[Text],
    config: SiteConfig,
    diagnostics: Sequence[Diagnostic] | None = None,
    only: AbstractSet[str] | None = None,
) -> tuple[Page, ...]:
    """All pages of the site, in a fixed order; of texts' own pages those of the symbols `only`, which are held.

    `diagnostics` are those of the whole build, unpublished texts among them; without them, those of the records.
    """
    survey = Survey(archive, config, diagnostics, only)
    return tuple(chain.from_iterable(kind.plan(survey) for kind in KINDS.values()))
