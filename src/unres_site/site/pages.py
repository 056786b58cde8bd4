"""Which pages there are: a table of kinds, each with what it plans and how its pages become bytes.

A new kind of page is a row of `KINDS` and, where it has words of its own, a template. Planning is pure and reads no
text: it puts together cards, so that the plan of a large archive costs little beside its rendering.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from itertools import chain
from typing import NamedTuple, TypeVar

import msgspec

from unres_site.archive import Archive, Text
from unres_site.errors import Diagnostic, Severity
from unres_site.settings import SiteConfig, site_title
from unres_site.site import addresses, contexts, exports, hosts
from unres_site.site.contexts import Context, Setting
from unres_site.site.survey import Around, Survey, session_name
from unres_site.site.views import (
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


def resolution(around: Around) -> Page:
    """The page of a text; related texts are named in its own language if they are held in it."""
    related = dict(around.related)
    held = {card.symbol: card.address for card in related.pop("cites")}
    view = ResolutionView(around.card, around.symbol.organ, session_name(around.symbol), related, held)
    return Page(around.card.address, "resolution", view, (around.text,))


def record(around: Around) -> Page:
    """The record of a text, as JSON beside its page."""
    return Page(addresses.record_address(around.card.address), "record", NoView(), (around.text,))


def each_text(page: Callable[[Around], Page | None]) -> Callable[[Survey], Iterator[Page]]:
    """The plan of a kind that has a page for each text, or for some of them.

    Such a page may show no more than it is given: so it is stale only when its text or a related text has changed.
    """
    return lambda survey: (found for around in survey.texts if (found := page(around)))


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
    """A kind of page: its plan, the type of its views, and its template with what that needs, or its encoder."""

    plan: Callable[[Survey], Iterator[Page]]
    view: type[msgspec.Struct]
    template: str | None = None
    context: Callable[[Page, Setting], Context] = contexts.nothing
    encode: Callable[[Page], bytes] | None = None


KINDS: dict[str, Kind] = {
    "home": Kind(home, HomeView, "home.html", contexts.home),
    "sessions": Kind(sessions, SessionsView, "sessions.html"),
    "session": Kind(session, SessionView, "session.html", contexts.session),
    "years": Kind(years, YearsView, "years.html"),
    "year": Kind(year, YearView, "year.html", contexts.year),
    "resolution": Kind(each_text(resolution), ResolutionView, "resolution.html", contexts.resolution),
    "record": Kind(each_text(record), NoView, encode=exports.record_bytes),
    "search": Kind(single("search", addresses.SEARCH), NoView, "search.html", contexts.search),
    "about": Kind(single("about", addresses.ABOUT), NoView, "about.html", contexts.about),
    "quality": Kind(quality, QualityView, "quality.html"),
    "session-quality": Kind(session_quality, SessionQualityView, "session-quality.html"),
    "missing": Kind(missing, MissingView, "404.html"),
    "site-map": Kind(site_map, SiteMapView, encode=hosts.site_map),
    "site-map-index": Kind(
        lambda _: iter(()), SiteMapIndexView, encode=hosts.site_map_index
    ),  # planned with the maps that it names
    "feed": Kind(feed, FeedView, encode=hosts.feed),
    "search-description": Kind(search_description, SearchDescriptionView, encode=hosts.search_description),
    "rules": Kind(rules, RulesView, encode=hosts.rules),
    "headers": Kind(headers, HeadersView, encode=hosts.headers),
    "resolution-schema": Kind(
        single("resolution-schema", addresses.RESOLUTION_SCHEMA), NoView, encode=exports.resolution_schema
    ),
    "site-schema": Kind(single("site-schema", addresses.SITE_SCHEMA), NoView, encode=exports.site_schema),
    "sidecar-schema": Kind(single("sidecar-schema", addresses.SIDECAR_SCHEMA), NoView, encode=exports.sidecar_schema),
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
