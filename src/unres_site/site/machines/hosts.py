"""What hosts and machines read of a site: the map of its pages, the feed of what is new, rules and headers.

Map, feed and rules need whole addresses, so they are made only if the configuration gives the address of the site.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import cast
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from markupsafe import escape

from unres_site.deferred import deferred
from unres_site.languages import get_language
from unres_site.messages import get_catalogue
from unres_site.search.files import FOLDERS, UNSTAMPED
from unres_site.site.machines.views import (
    FeedView,
    HeadersView,
    MapEntry,
    RulesView,
    SearchDescriptionView,
    SiteMapIndexView,
    SiteMapView,
)
from unres_site.site.names import name_text
from unres_site.site.views import Card, Page

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; manifest-src 'self'"
)
"""The policy of every page; `frame-ancestors` counts only in a header."""

# matches: https://search.example.org:9200
# rejects: resolutions/_search
ORIGIN = deferred("^https?://[^/]+")

SITE_MAPS = "http://www.sitemaps.org/schemas/sitemap/0.9"
XHTML = "http://www.w3.org/1999/xhtml"
ATOM = "http://www.w3.org/2005/Atom"
OPEN_SEARCH = "http://a9.com/-/spec/opensearch/1.1/"

SITE_MAP_LIMIT = 50_000
"""Addresses that one site map may hold, by the protocol of sitemaps.org; those of other languages count, too."""

NAME_LIMIT = 16
"""Characters of a search's short name, by OpenSearch 1.1."""

# matches: "\x00"
# matches: "\x1b"
# rejects: 决议 A/RES/58/58
# rejects: 𠮷
UNFIT_FOR_XML = deferred(r"[\x00-\x08\x0b\x0c\x0e-\x1f]|[\ud800-\udfff]|[\ufffe\uffff]")


def write_site_map(page: Page) -> bytes:
    """A site map: the addresses of pages, and of the same pages in other languages.

    It may have hundreds of thousands of addresses, so it is put together as text.
    """
    lines = ['<?xml version="1.0" encoding="utf-8"?>', f'<urlset xmlns="{SITE_MAPS}"']
    lines[-1] += f' xmlns:xhtml="{XHTML}">'
    for entry in cast("SiteMapView", page.view).entries:
        lines.append(f"<url><loc>{escape(entry.address)}</loc>")
        for tag, address in entry.alternates:
            whole = escape(address)
            lines.append(
                f'<xhtml:link rel="alternate" hreflang="{tag}" href="{whole}"/>'
            )

        lines.append("</url>")

    lines.append("</urlset>\n")
    return "\n".join(lines).encode()


def write_site_map_index(page: Page) -> bytes:
    """The map of site maps, where one alone would hold too many addresses."""
    root = Element("sitemapindex", xmlns=SITE_MAPS)
    for address in cast("SiteMapIndexView", page.view).addresses:
        _add(_add(root, "sitemap"), "loc", address)

    return _write_document(root)


def write_feed(page: Page) -> bytes:
    """An Atom feed of the texts adopted last. Its times are those of adoption: no clock is asked."""
    view = cast("FeedView", page.view)
    root = Element("feed", {"xmlns": ATOM, "xml:lang": get_language(view.language).tag})
    _add(root, "id", view.home)
    _add(root, "title", view.title)
    _add(_add(root, "author"), "name", view.title)
    _add(
        root,
        "updated",
        _write_time(
            max((card.adopted_on or "" for card, _ in view.entries), default="")
        ),
    )
    _add(root, "link", href=view.home)
    _add(root, "link", rel="self", href=view.address)
    for card, address in view.entries:
        _add_entry(root, view.language, card, address)

    return _write_document(root)


def _add_entry(root: Element, language: str, card: Card, address: str) -> None:
    named = card.language if card.title else language
    entry = SubElement(root, "entry", {"xml:lang": get_language(named).tag})
    _add(entry, "id", address)
    name = name_text(get_catalogue(language), card.symbol, card.title)
    _add(entry, "title", f"{card.symbol} {name}")
    _add(entry, "updated", _write_time(card.adopted_on or ""))
    _add(entry, "link", href=address)


IMAGE_TYPES = {
    "svg": "image/svg+xml",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "webp": "image/webp",
    "ico": "image/vnd.microsoft.icon",
}
"""The types of images, by the ends of their names."""


def write_search_description(page: Page) -> bytes:
    """An OpenSearch description, by which a browser offers to search the site; names in it are short."""
    view = cast("SearchDescriptionView", page.view)
    root = Element("OpenSearchDescription", xmlns=OPEN_SEARCH)
    _add(root, "ShortName", view.title[:NAME_LIMIT])
    _add(root, "Description", view.title)
    _add(root, "Language", view.language)
    _add(root, "InputEncoding", "UTF-8")
    kind = IMAGE_TYPES[view.icon.rpartition(".")[2]]
    _add(
        root,
        "Image",
        view.icon,
        width="16",
        height="16",
        type=kind,
    )
    _add(root, "Url", type="text/html", template=f"{view.search}?q={{searchTerms}}")
    return _write_document(root)


def make_search_policy(endpoint: str) -> str:
    """The policy of the search page: with an endpoint it may ask this one, and no other page may."""
    origin = ORIGIN.match(endpoint)
    own = "connect-src 'self'"
    if origin:
        return POLICY.replace(own, f"{own} {origin[0]}")
    return POLICY


def write_rules(page: Page) -> bytes:
    """`robots.txt`: everything may be read, and where the site map is."""
    view = cast("RulesView", page.view)
    rules = f"User-agent: *\nAllow: /\nSitemap: {view.site_map}\n"
    return rules.encode()


def write_headers(page: Page) -> bytes:
    """`_headers`, which hosts of static sites such as Netlify and Cloudflare Pages send with every page."""
    view = cast("HeadersView", page.view)
    lines = (
        f"{view.root}*",
        f"  Content-Security-Policy: {make_search_policy(view.search_endpoint)}; frame-ancestors 'none'",
        "  X-Content-Type-Options: nosniff",
        "  X-Frame-Options: DENY",
        "  Referrer-Policy: strict-origin-when-cross-origin",
        *_list_unstamped(view.root),
        *_list_cached_folders(view.root),
    )
    return ("\n".join(lines) + "\n").encode()


def _list_unstamped(root: str) -> Iterator[str]:
    """The lines for the files of the search that a browser must ask for again."""
    for address in UNSTAMPED:
        yield f"{root}{address}"
        yield "  Cache-Control: no-cache"


def _list_cached_folders(root: str) -> Iterator[str]:
    """The lines for the files of the search that a browser may keep for as long as it likes."""
    for folder in FOLDERS:
        yield f"{root}search/{folder}/*"
        yield "  Cache-Control: public, max-age=31536000, immutable"


def split_site_map(entries: Iterable[MapEntry]) -> Iterator[tuple[MapEntry, ...]]:
    """The entries of each site map, in order."""
    part = list[MapEntry]()
    held = 0
    for entry in entries:
        weight = 1 + len(entry.alternates)
        if part and held + weight > SITE_MAP_LIMIT:
            yield tuple(part)
            part = []
            held = 0

        part.append(entry)
        held += weight

    yield tuple(part)


def _add(parent: Element, name: str, text: str = "", **attributes: str) -> Element:
    """A new last child, with text that XML can hold."""
    child = SubElement(parent, name, attributes)
    child.text = UNFIT_FOR_XML.sub("\ufffd", text) or None
    return child


def _write_document(root: Element) -> bytes:
    """A whole XML document, one element a line."""
    indent(root, "")
    content: bytes = tostring(root, "utf-8", xml_declaration=True)
    return content + b"\n"


def _write_time(adopted_on: str) -> str:
    """The start of a day, as Atom writes times; for a text without a date, the day the Charter came into force."""
    return f"{adopted_on or '1945-10-24'}T00:00:00Z"
