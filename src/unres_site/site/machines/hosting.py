"""Plans of the files that hosts and machines read: site map, feeds, description of the search, rules, headers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import islice

from unres_site.archive import Archive, Text, list_cited
from unres_site.messages import get_catalogue
from unres_site.settings import SiteConfig, get_site_title
from unres_site.site import addresses
from unres_site.site.editions import Edition, choose_newest
from unres_site.site.html.lists import name_session_of
from unres_site.site.machines import hosts
from unres_site.site.machines.views import (
    FeedView,
    HeadersView,
    MapEntry,
    RulesView,
    SearchDescriptionView,
    SiteMapIndexView,
    SiteMapView,
)
from unres_site.site.names import name_organ
from unres_site.site.survey import Survey
from unres_site.site.translations import Translation, list_alternates
from unres_site.site.views import Card, Page, RedirectView
from unres_site.symbols import parse

FED = 50
"""Texts in a feed."""

FED_DOCUMENTS = 100
"""Documents with a feed of the texts that cite them: those that are cited most."""


def plan_site_map(survey: Survey) -> Iterator[Page]:
    """The map of all pages that a search engine should know; in several files if there are too many for one."""
    if not survey.config.base_address:
        return

    parts = tuple(hosts.split_site_map(_list_map_entries(survey)))
    if len(parts) == 1:
        yield Page(addresses.SITE_MAP, "site-map", SiteMapView(parts[0]))
    else:
        names = [
            addresses.make_site_map_address(number) for number, _ in enumerate(parts, 1)
        ]
        yield Page(
            addresses.SITE_MAP,
            "site-map-index",
            SiteMapIndexView(_make_absolute(survey.config, names)),
        )
        for name, part in zip(names, parts, strict=True):
            yield Page(name, "site-map", SiteMapView(part))


def _list_map_entries(survey: Survey) -> Iterator[MapEntry]:
    """The pages that a search engine should know, each with the same page in other languages."""
    config = survey.config
    for versions in _list_public(survey):
        found = [
            Translation(code, address, is_same=True)
            for code, address in versions.items()
        ]
        alternates: list[tuple[str, str]] = []
        for tag, address in list_alternates(found, config.language):
            alternates.append((tag, addresses.make_absolute(config, address) or ""))
        for whole in _make_absolute(config, versions.values()):
            yield MapEntry(whole, tuple(alternates))


def _list_public(survey: Survey) -> Iterator[Mapping[str, str]]:
    """The addresses of the pages that a search engine should know, by language."""
    lists = [addresses.HOME, addresses.SESSIONS, addresses.YEARS, addresses.ABOUT]
    folders = [session.address for session in survey.archive.sessions]
    lists += map(addresses.make_session_address, folders)
    lists += map(addresses.make_year_address, survey.archive.years)
    if survey.archive.topics:
        lists += [
            addresses.TOPICS,
            *map(addresses.make_topic_address, survey.archive.topics),
        ]

    for address in lists:
        yield {one.language: one.folder + address for one in survey.editions}

    for cards in survey.cards.values():
        yield {language: card.address for language, card in cards.items()}


def plan_feeds(edition: Edition) -> Iterator[Page]:
    """Feeds of the texts adopted last: of all, and of each organ, session and topic."""
    config = edition.config
    if not config.base_address:
        return

    words = get_catalogue(edition.language)
    title = get_site_title(config, edition.language)
    home = edition.folder + addresses.HOME
    yield make_feed(edition, title, home, edition.list_latest(FED))

    def name_list(part: str) -> str:
        return words("list.part", whole=title, part=part)

    organs = {
        organ: name_organ(config, words, organ, edition.language)
        for organ in edition.archive.organs
    }
    for organ, symbols in edition.archive.organs.items():
        page = edition.folder + addresses.SESSIONS
        feed = edition.folder + addresses.make_organ_feed_address(organ)
        cards = edition.list_newest(symbols, FED)
        yield make_feed(edition, name_list(organs[organ]), page, cards, feed)

    for session in edition.archive.sessions:
        card = edition.sessions[session.address]
        name = name_session_of(words, organs[card.organ], card)
        cards = edition.list_newest(session.symbols, FED)
        yield make_feed(edition, name_list(name), card.address, cards)

    for topic, found in edition.topics.items():
        cards = edition.list_newest(edition.archive.topics[topic], FED)
        yield make_feed(edition, name_list(found.name), found.address, cards)

    yield from _plan_cited_feeds(edition, name_list)


def _plan_cited_feeds(
    edition: Edition, name_list: Callable[[str], str]
) -> Iterator[Page]:
    """Feeds of the texts that cite a document, for the documents that are cited most."""
    words = get_catalogue(edition.language)
    page = edition.folder + addresses.CITED
    feeds = list_cited_feeds(edition)
    citing = _list_newest_citing(edition.archive)
    for symbol, feed in feeds.items():
        name = words("cited.feed", symbol=parse(symbol).short)
        cards = edition.list_cards(citing[symbol])
        yield make_feed(edition, name_list(name), page, cards, feed)


def list_cited_feeds(edition: Edition) -> dict[str, str]:
    """The addresses of the feeds of texts that cite a document, by its symbol; none if the site has no address."""
    feeds: dict[str, str] = {}
    if edition.config.base_address:
        for symbol in islice(edition.archive.cited, FED_DOCUMENTS):
            feed = edition.folder + addresses.make_cited_feed_address(symbol)
            if feed not in feeds.values():
                feeds[symbol] = feed

    return feeds


@lru_cache(maxsize=1)  # all languages of a site have feeds of the same texts
def _list_newest_citing(archive: Archive[Text]) -> dict[str, list[str]]:
    """The newest texts that cite each of the documents that are cited most."""
    citing: dict[str, dict[str, None]] = {
        symbol: {} for symbol in islice(archive.cited, FED_DOCUMENTS)
    }
    for text in archive.ordered:
        for symbol in list_cited(text):
            if symbol in citing and symbol != text.symbol:
                citing[symbol][text.symbol] = None

    return {
        symbol: choose_newest(archive, found, FED) for symbol, found in citing.items()
    }


def make_feed(
    edition: Edition, title: str, page: str, cards: Sequence[Card], feed: str = ""
) -> Page:
    """The feed of the newest texts of a list, which is a page of its own; beside it, if no address is given."""
    address = feed or addresses.make_feed_address(page)
    whole = _make_absolute(edition.config, (card.address for card in cards))
    home, own = _make_absolute(edition.config, (page, address))
    entries = tuple(zip(cards, whole, strict=True))
    view = FeedView(title, edition.language, home, own, entries)
    return Page(address, "feed", view)


def plan_search_description(edition: Edition) -> Iterator[Page]:
    """How a browser may search this site from its own box."""
    config = edition.config
    if config.base_address:
        search = edition.folder + addresses.SEARCH
        icon, search = _make_absolute(config, (addresses.find_icon(config), search))
        title = get_site_title(config, edition.language)
        view = SearchDescriptionView(title, edition.language, icon, search)
        address = edition.folder + addresses.SEARCH_DESCRIPTION
        yield Page(address, "search-description", view)


def plan_redirects(survey: Survey) -> Iterator[Page]:
    """A page at each address that has a successor, which leads there."""
    for address, target in survey.config.moved.items():
        if "#" not in address:
            yield Page(address, "redirect", RedirectView(target))

    for address, target in _list_followed(survey):
        if address not in survey.config.moved:
            yield Page(address, "redirect", RedirectView(target))


def _list_followed(survey: Survey) -> Iterator[tuple[str, str]]:
    """The published addresses of series and instruments that are a part of another one now, and its address."""
    for edition in survey.editions:
        for one in survey.kept.instruments:
            for former in one.former:
                yield edition.folder + former, edition.folder + one.page

        for series in survey.archive.series:
            page, *others = map(addresses.make_series_address, series.symbols)
            for other in others:
                if edition.folder + other in survey.kept.published:
                    yield edition.folder + other, edition.folder + page


def plan_rules(survey: Survey) -> Iterator[Page]:
    """What robots may read."""
    if survey.config.base_address:
        (site_map,) = _make_absolute(survey.config, (addresses.SITE_MAP,))
        yield Page(addresses.RULES, "rules", RulesView(site_map))


def plan_headers(survey: Survey) -> Iterator[Page]:
    """The headers that a host should send."""
    root = addresses.find_host_root(survey.config) or "/"
    yield Page(
        addresses.HEADERS, "headers", HeadersView(root, survey.config.search_endpoint)
    )


def _make_absolute(config: SiteConfig, found: Iterable[str]) -> tuple[str, ...]:
    """Whole addresses on the host of the site; empty ones if the configuration does not name it."""
    whole: list[str] = []
    for address in found:
        absolute = addresses.make_absolute(config, address)
        whole.append(absolute or "")

    return tuple(whole)
