"""What the files for hosts and programs show of the site: `views` for them."""

from __future__ import annotations

import msgspec

from unres_site.site.views import Card


class MapEntry(msgspec.Struct, frozen=True, array_like=True):
    """The whole address of a page, and that of the page in each of its languages by tag; none if it has one alone."""

    address: str
    alternates: tuple[tuple[str, str], ...] = ()


class SiteMapView(msgspec.Struct, frozen=True):
    """Pages that a search engine should know."""

    entries: tuple[MapEntry, ...]


class SiteMapIndexView(msgspec.Struct, frozen=True):
    """Whole addresses of site maps."""

    addresses: tuple[str, ...]


class FeedView(msgspec.Struct, frozen=True):
    """The texts adopted last with their whole addresses; `home` and `address` are the site's and the feed's own."""

    title: str
    language: str
    home: str
    address: str
    entries: tuple[tuple[Card, str], ...]


class SearchDescriptionView(msgspec.Struct, frozen=True):
    """The site's name, its language and its icon, and the whole address of its search page."""

    title: str
    language: str
    icon: str
    search: str


class RulesView(msgspec.Struct, frozen=True):
    """The whole address of the site map."""

    site_map: str


class HeadersView(msgspec.Struct, frozen=True):
    """The path of the site on its host, `/archive/`, and what its search page may ask."""

    root: str
    search_endpoint: str
