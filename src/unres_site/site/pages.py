"""Which pages there are: a table of kinds, each with what it plans and how its pages become bytes.

A new kind of page is a row of `KINDS` and, if it is HTML, a template. Planning is pure and reads no record: it only
puts cards together, so that it takes little time beside rendering.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from functools import partial
from itertools import chain
from typing import NamedTuple

import msgspec
from msgspec.structs import replace

from unres_site.archive import Archive, Text
from unres_site.errors import Diagnostic
from unres_site.settings import SiteConfig
from unres_site.site import addresses
from unres_site.site.browsing import plans as browsing
from unres_site.site.browsing.citers import (
    find_citers,
    find_places,
    plan_cited,
    plan_cited_list,
    write_cited_list,
)
from unres_site.site.editions import Edition
from unres_site.site.instruments.plans import (
    plan_instrument_list,
    plan_instrument_pages,
)
from unres_site.site.instruments.register import KeptPages
from unres_site.site.instruments.views import InstrumentsView, InstrumentView
from unres_site.site.lives.context import describe_lives
from unres_site.site.lives.plans import plan_lives
from unres_site.site.lives.views import LivesView
from unres_site.site.machines import exports, hosting, hosts
from unres_site.site.machines.views import (
    FeedView,
    HeadersView,
    RulesView,
    SearchDescriptionView,
    SiteMapIndexView,
    SiteMapView,
)
from unres_site.site.rendering import contexts
from unres_site.site.rendering.contexts import Context, Setting
from unres_site.site.reports import quality
from unres_site.site.reports.inbox import plan_inbox
from unres_site.site.reports.inbox_views import InboxView
from unres_site.site.resolution import citing
from unres_site.site.series.context import describe_series
from unres_site.site.series.plans import (
    encode_series,
    find_gap,
    find_series_address,
    plan_series,
    plan_series_list,
    plan_series_page,
)
from unres_site.site.series.views import (
    SeriesDataView,
    SeriesListView,
    SeriesView,
)
from unres_site.site.sessions import make_session_name
from unres_site.site.since.context import describe_since
from unres_site.site.since.data import (
    encode_comparison_schema,
    encode_since,
    encode_since_table,
)
from unres_site.site.since.plans import plan_since
from unres_site.site.since.views import SinceDataView, SinceView
from unres_site.site.survey import Around, Survey
from unres_site.site.views import (
    CitedListView,
    CitedView,
    HomeView,
    MissingView,
    NoView,
    Page,
    QualityView,
    RedirectView,
    ResolutionView,
    SessionQualityView,
    SessionsView,
    SessionView,
    TopicsView,
    TopicView,
    YearsView,
    YearView,
)

# --- plans, one for each kind of page


def make_resolution(around: Around) -> Page:
    """The page of a text."""
    view = partial(view_resolution, around)
    return Page(around.card.address, "resolution", view, (around.text,))


def view_resolution(around: Around) -> ResolutionView:
    """What surrounds a text; related texts are named in its own language if they are held in it."""
    related = dict(around.related)
    held = {card.symbol: card.address for card in related["cites"]}
    return ResolutionView(
        around.card,
        around.symbol.organ,
        make_session_name(around.symbol, around.folder),
        related,
        held,
        around.differences,
        around.source,
        find_citers(around),
        find_places(around),
        around.members,
        find_gap(around),
        find_series_address(around),
        around.predecessor,
        {name: around.folder + page for name, page in around.names.items()},
        () if around.predecessor else around.agreed,
    )


def make_source(around: Around) -> Page | None:
    """The source text of a file, beside the page of the first of its resolutions."""
    beside = addresses.make_address_beside(around.card.address, addresses.SOURCE_ENDING)
    if beside != around.source:
        return None
    return Page(beside, "source", NoView(), (around.text,))


def plan_texts(
    make: Callable[[Around], Page | None],
) -> Callable[[Survey], Iterator[Page]]:
    """The plan of a kind that has a page for each text, or for some of them.

    Such a page may show only what it is given. So it is stale only when its text or a related text has changed.
    """

    def plan_each(survey: Survey) -> Iterator[Page]:
        for around in survey.texts:
            page = make(around)
            if page is not None:
                yield page

    return plan_each


def plan_beside(kind: str, ending: str) -> Callable[[Survey], Iterator[Page]]:
    """The plan of a kind that has a file beside the page of each text."""

    def make(around: Around) -> Page:
        address = addresses.make_address_beside(around.card.address, ending)
        return Page(address, kind, NoView(), (around.text,))

    return plan_texts(make)


def plan_reference(kind: str, ending: str) -> Callable[[Survey], Iterator[Page]]:
    """The plan of a kind that has a file for reference managers for each text."""

    def plan_each(survey: Survey) -> Iterator[Page]:
        first = survey.config.language
        for around in survey.texts:
            page = around.card.address
            address = addresses.make_reference_address(page, ending, first)
            yield Page(address, kind, NoView(), (around.text,))

    return plan_each


def plan_one(kind: str, address: str) -> Callable[[Survey], Iterator[Page]]:
    """The plan of a kind that has one page, which shows nothing of the texts."""
    return lambda _: iter((Page(address, kind, NoView()),))


def plan_in_editions(
    plan_edition: Callable[[Edition], Iterator[Page]],
) -> Callable[[Survey], Iterator[Page]]:
    """The plan of a kind that has its pages in each language of the site."""
    return lambda survey: chain.from_iterable(map(plan_edition, survey.editions))


def plan_one_in_editions(kind: str, address: str) -> Callable[[Survey], Iterator[Page]]:
    """The plan of a kind that has one page in each language, which shows nothing of the texts."""
    return plan_in_editions(
        lambda edition: iter((Page(edition.folder + address, kind, NoView()),))
    )


def plan_all_lives(survey: Survey) -> Iterator[Page]:
    """The plan of the pages of all series' paragraphs."""
    return plan_texts(partial(plan_lives, survey.config.language))(survey)


def plan_none(_: Survey) -> Iterator[Page]:
    """The plan of a kind whose pages are planned with those of the kind above it."""
    yield from ()


# --- the table


class Kind(NamedTuple):
    """A kind of page: its plan, the type of its views, and its template with what that needs, or its encoder.

    `encode` makes the bytes of a page from the page alone, `write` its words from the setting, too. `shows_source` says
    whether a page shows the source text of its record.
    """

    plan: Callable[[Survey], Iterator[Page]]
    view: type[msgspec.Struct]
    template: str | None = None
    context: Callable[[Page, Setting], Context] = contexts.add_nothing
    encode: Callable[[Page], bytes] | None = None
    write: Callable[[Page, Setting], str] | None = None
    shows_source: bool = False


KINDS: dict[str, Kind] = {
    "home": Kind(
        plan_in_editions(browsing.plan_home),
        HomeView,
        "home.html",
        contexts.describe_home,
    ),
    "sessions": Kind(
        plan_in_editions(browsing.plan_sessions), SessionsView, "sessions.html"
    ),
    "session": Kind(
        plan_in_editions(browsing.plan_session),
        SessionView,
        "session.html",
        contexts.describe_session,
    ),
    "years": Kind(plan_in_editions(browsing.plan_years), YearsView, "years.html"),
    "year": Kind(
        plan_in_editions(browsing.plan_year),
        YearView,
        "year.html",
        contexts.describe_year,
    ),
    "topics": Kind(plan_in_editions(browsing.plan_topics), TopicsView, "topics.html"),
    "topic": Kind(plan_in_editions(browsing.plan_topic), TopicView, "topic.html"),
    "resolution": Kind(
        plan_texts(make_resolution),
        ResolutionView,
        "resolution.html",
        contexts.describe_resolution,
        shows_source=True,
    ),
    "source": Kind(
        plan_texts(make_source),
        NoView,
        encode=exports.encode_source,
        shows_source=True,
    ),
    "record": Kind(
        plan_beside("record", addresses.RECORD_ENDING),
        NoView,
        encode=exports.encode_record,
    ),
    "since": Kind(plan_since, SinceView, "since.html", describe_since),
    "since-data": Kind(plan_none, SinceDataView, encode=encode_since),
    "since-table": Kind(plan_none, NoView, encode=encode_since_table),
    "lives": Kind(plan_all_lives, LivesView, "lives.html", describe_lives),
    **{
        name: Kind(
            plan_reference(name, ending), NoView, write=contexts.refer_with(write)
        )
        for name, (ending, write) in citing.REFERENCES.items()
    },
    "search": Kind(
        plan_one_in_editions("search", addresses.SEARCH),
        NoView,
        "search.html",
        contexts.describe_search,
    ),
    "about": Kind(
        plan_one_in_editions("about", addresses.ABOUT),
        NoView,
        "about.html",
        contexts.describe_about,
    ),
    "series": Kind(plan_in_editions(plan_series), SeriesDataView, encode=encode_series),
    "series-list": Kind(
        plan_in_editions(plan_series_list), SeriesListView, "series-list.html"
    ),
    "series-page": Kind(
        plan_in_editions(plan_series_page),
        SeriesView,
        "series.html",
        describe_series,
    ),
    "instruments": Kind(plan_instrument_list, InstrumentsView, "instruments.html"),
    "instrument": Kind(plan_instrument_pages, InstrumentView, "instrument.html"),
    "cited": Kind(
        plan_in_editions(plan_cited), CitedView, "cited.html", contexts.describe_cited
    ),
    "cited-list": Kind(plan_cited_list, CitedListView, encode=write_cited_list),
    "inbox": Kind(
        plan_in_editions(plan_inbox),
        InboxView,
        "inbox.html",
        contexts.describe_inbox,
    ),
    "quality": Kind(
        plan_in_editions(quality.plan_quality),
        QualityView,
        "quality.html",
        contexts.describe_quality,
    ),
    "session-quality": Kind(
        plan_in_editions(quality.plan_session_quality),
        SessionQualityView,
        "session-quality.html",
        contexts.describe_quality,
    ),
    "diagnostics": Kind(
        plan_one_in_editions("diagnostics", addresses.DIAGNOSTICS),
        NoView,
        "diagnostics.html",
        contexts.describe_diagnostics,
    ),
    "missing": Kind(plan_in_editions(browsing.plan_missing), MissingView, "404.html"),
    "site-map": Kind(hosting.plan_site_map, SiteMapView, encode=hosts.write_site_map),
    "site-map-index": Kind(
        plan_none, SiteMapIndexView, encode=hosts.write_site_map_index
    ),
    "feed": Kind(
        plan_in_editions(hosting.plan_feeds), FeedView, encode=hosts.write_feed
    ),
    "search-description": Kind(
        plan_in_editions(hosting.plan_search_description),
        SearchDescriptionView,
        encode=hosts.write_search_description,
    ),
    "redirect": Kind(
        hosting.plan_redirects,
        RedirectView,
        "redirect.html",
        contexts.describe_redirect,
    ),
    "rules": Kind(hosting.plan_rules, RulesView, encode=hosts.write_rules),
    "headers": Kind(hosting.plan_headers, HeadersView, encode=hosts.write_headers),
    "resolution-schema": Kind(
        plan_one("resolution-schema", addresses.RESOLUTION_SCHEMA),
        NoView,
        encode=exports.encode_resolution_schema,
    ),
    "comparison-schema": Kind(
        plan_one("comparison-schema", addresses.COMPARISON_SCHEMA),
        NoView,
        encode=encode_comparison_schema,
    ),
    "site-schema": Kind(
        plan_one("site-schema", addresses.SITE_SCHEMA),
        NoView,
        encode=exports.encode_site_schema,
    ),
    "sidecar-schema": Kind(
        plan_one("sidecar-schema", addresses.SIDECAR_SCHEMA),
        NoView,
        encode=exports.encode_sidecar_schema,
    ),
}


def plan(
    archive: Archive[Text],
    config: SiteConfig,
    diagnostics: Sequence[Diagnostic] | None = None,
    only: AbstractSet[str] | None = None,
    read_source: Callable[[str], str] | None = None,
    kept: KeptPages | None = None,
) -> tuple[Page, ...]:
    """All pages of the site, in a fixed order. With `only`, texts have pages of their own only for these symbols.

    The archive has all symbols of `only`. `diagnostics` are those of the whole build, also of texts that are not
    published; if they are None, those of the records are taken. `read_source` gives the text of a file.
    `kept` is what depends on the pages that were published before; None if there are none.
    """
    survey = Survey(archive, config, diagnostics, only, read_source, kept)
    pages: list[Page] = []
    for kind in KINDS.values():
        pages += _plan_kind(kind, survey)

    return tuple(pages)


def _plan_kind(kind: Kind, survey: Survey) -> Iterator[Page]:
    """The pages of a kind. Those that readers see lead to the other languages of the site."""
    for page in kind.plan(survey):
        yield replace(page, languages=survey.languages) if kind.template else page
