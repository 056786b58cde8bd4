"""What hosts and machines read of a site: the map of its pages, the feed of what is new, rules and headers.

Map, feed and rules need whole addresses, so they are made only where the configuration says where the site will stand.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast

from unres_site.deferred import deferred
from unres_site.site.markup import escaped
from unres_site.site.views import (
    Card,
    FeedView,
    HeadersView,
    Page,
    RulesView,
    SearchDescriptionView,
    SiteMapIndexView,
    SiteMapView,
)

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    "form-action 'self'; base-uri 'none'; manifest-src 'self'"
)
"""The policy of every page; `frame-ancestors` counts only in a header."""

# matches: https://search.example.org:9200
# rejects: resolutions/_search
ORIGIN = deferred("^https?://[^/]+")

SITE_MAP_LIMIT = 50_000
"""Addresses that one site map may hold, by the protocol of sitemaps.org."""

NAME_LIMIT = 16
"""Characters of a search's short name, by OpenSearch 1.1."""

# matches: "\x00"
# matches: "\x1b"
# rejects: 决议 A/RES/58/58
# rejects: 𠮷
UNFIT_FOR_XML = deferred(r"[\x00-\x08\x0b\x0c\x0e-\x1f]|[\ud800-\udfff]|[\ufffe\uffff]")


def site_map(page: Page) -> bytes:
    """A site map: the addresses of pages."""
    places = "".join(f"<url><loc>{_xml(address)}</loc></url>\n" for address in cast("SiteMapView", page.view).addresses)
    return _document(f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{places}</urlset>')


def site_map_index(page: Page) -> bytes:
    """The map of site maps, where one alone would hold too many addresses."""
    view = cast("SiteMapIndexView", page.view)
    places = "".join(f"<sitemap><loc>{_xml(address)}</loc></sitemap>\n" for address in view.addresses)
    return _document(f'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{places}</sitemapindex>')


def feed(page: Page) -> bytes:
    """An Atom feed of the texts adopted last. Its times are those of adoption: no clock is asked."""
    view = cast("FeedView", page.view)
    entries = "".join(_entry(card, address) for card, address in view.entries)
    newest = max((card.adopted_on or "" for card, _ in view.entries), default="")
    return _document(
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{_xml(view.language)}">\n'
        f"<id>{_xml(view.home)}</id>\n<title>{_xml(view.title)}</title>\n"
        f"<author><name>{_xml(view.title)}</name></author>\n<updated>{_time(newest)}</updated>\n"
        f'<link href="{_xml(view.home)}"/>\n<link rel="self" href="{_xml(view.address)}"/>\n{entries}</feed>'
    )


def _entry(card: Card, address: str) -> str:
    return (
        f'<entry xml:lang="{_xml(card.language)}">\n<id>{_xml(address)}</id>\n'
        f"<title>{_xml(card.symbol)} {_xml(card.title)}</title>\n"
        f'<updated>{_time(card.adopted_on or "")}</updated>\n<link href="{_xml(address)}"/>\n</entry>\n'
    )


def search_description(page: Page) -> bytes:
    """An OpenSearch description, by which a browser offers to search the site; names in it are short."""
    view = cast("SearchDescriptionView", page.view)
    return _document(
        '<OpenSearchDescription xmlns="http://a9.com/-/spec/opensearch/1.1/">\n'
        f"<ShortName>{_xml(view.title[:NAME_LIMIT])}</ShortName>\n<Description>{_xml(view.title)}</Description>\n"
        f"<Language>{_xml(view.language)}</Language>\n<InputEncoding>UTF-8</InputEncoding>\n"
        f'<Image width="16" height="16" type="image/svg+xml">{_xml(view.icon)}</Image>\n'
        f'<Url type="text/html" template="{_xml(view.search)}?q={{searchTerms}}"/>\n</OpenSearchDescription>'
    )


def search_policy(endpoint: str) -> str:
    """The policy of the search page: with an endpoint it may ask this one, and no other page may."""
    origin = ORIGIN.match(endpoint)
    return f"{POLICY}; connect-src {origin[0]}" if origin else POLICY


def rules(page: Page) -> bytes:
    """`robots.txt`: everything may be read, and where the site map is."""
    return f"User-agent: *\nAllow: /\nSitemap: {cast('RulesView', page.view).site_map}\n".encode()


def headers(page: Page) -> bytes:
    """`_headers`, which hosts of static sites such as Netlify and Cloudflare Pages send with every page."""
    view = cast("HeadersView", page.view)
    lines = (
        f"{view.root}*",
        f"  Content-Security-Policy: {search_policy(view.search_endpoint)}; frame-ancestors 'none'",
        "  X-Content-Type-Options: nosniff",
        "  X-Frame-Options: DENY",
        "  Referrer-Policy: strict-origin-when-cross-origin",
    )
    return ("\n".join(lines) + "\n").encode()


def parts(addresses: tuple[str, ...]) -> Iterable[tuple[str, ...]]:
    """The addresses of each site map, in order."""
    return (addresses[at : at + SITE_MAP_LIMIT] for at in range(0, len(addresses), SITE_MAP_LIMIT))


def _document(content: str) -> bytes:
    return f'<?xml version="1.0" encoding="utf-8"?>\n{content}\n'.encode()


def _xml(words: str) -> str:
    return escaped(UNFIT_FOR_XML.sub("\ufffd", words))


def _time(adopted_on: str) -> str:
    """The start of a day, as Atom writes times; of no day the first that there can be."""
    return f"{adopted_on or '1945-10-24'}T00:00:00Z"
