"""Where pages stand, and how one links to another.

All links within the site are relative: it works on any host, in any folder, and from a disk.
"""

from __future__ import annotations

from functools import lru_cache
from urllib.parse import quote, urlsplit

from unres_site.settings import SiteConfig
from unres_site.symbols import Symbol, official_address, parse

HOME = "index.html"
SESSIONS = "sessions.html"
YEARS = "years/index.html"
SEARCH = "search.html"
ABOUT = "about.html"
QUALITY = "quality.html"
MISSING = "404.html"
STYLE = "assets/site.css"
SCRIPT = "assets/site.js"
ICON = "assets/icon.svg"
SITE_MAP = "sitemap.xml"
FEED = "feed.xml"
SEARCH_DESCRIPTION = "opensearch.xml"
RULES = "robots.txt"
HEADERS = "_headers"
RESOLUTION_SCHEMA = "schema/resolution.json"
SITE_SCHEMA = "schema/site.json"
SIDECAR_SCHEMA = "schema/sidecar.json"

_SAFE = "/()!$&',;=@*+~"


def resolution_address(symbol: Symbol, language: str, first: str) -> str:
    """The page of a resolution: `A/RES/58/58.html`; in another language than the first, `en/A/RES/58/58.html`."""
    return f"{'' if language == first else language + '/'}{symbol.address}.html"


def record_address(page: str) -> str:
    """The record beside a page: `A/RES/58/58.json`."""
    return page.removesuffix(".html") + ".json"


def session_address(folder: str) -> str:
    """The list of a session: `A/RES/58/index.html`."""
    return f"{folder}/index.html"


def session_quality_address(folder: str) -> str:
    """The diagnostics of a session's texts: `A/RES/58/quality.html`."""
    return f"{folder}/quality.html"


def site_map_address(number: int) -> str:
    """One of several site maps, counted from 1: `sitemap-1.xml`."""
    return SITE_MAP.replace(".", f"-{number}.")


def year_address(year: int) -> str:
    """The list of a year: `years/2003.html`."""
    return f"years/{year}.html"


def relative(origin: str, target: str) -> str:
    """The link from the page at `origin` to `target`, quoted for HTML attributes and HTTP alike: `../58/58.html`."""
    for folder, up in _ways_up(origin.rpartition("/")[0]):
        if target.startswith(folder):
            return up + _quoted(target[len(folder) :])
    raise AssertionError("the root holds every address")


def root(origin: str) -> str:
    """The way from the page at `origin` up to the root of the site: `../../../`, or nothing."""
    return "../" * origin.count("/")


@lru_cache(maxsize=65536)
def official(symbol: str, pattern: str, language: str) -> str:
    """Where the United Nations shows a document, by the pattern of the configuration; SymbolError where it is none."""
    return official_address(parse(symbol), pattern, language)


def from_host(config: SiteConfig, target: str) -> str:
    """The link to `target` from a page that may be shown at any address, as 404.html is: `/archive/A/RES/58/58.html`.

    It begins at the host's root with the path of `base_address`. Without one no such link can be known: it is the
    relative one of a page at the root.
    """
    return host_root(config) + _quoted(target)


def host_root(config: SiteConfig) -> str:
    """The path of the site on its host, `/archive/`; nothing where it is not known."""
    return urlsplit(config.base_address).path


def absolute(config: SiteConfig, target: str) -> str | None:
    """The whole address of a page on its host, or None where the configuration does not say which host that is.

    The home page's is the site's own.
    """
    return config.base_address + _quoted("" if target == HOME else target) if config.base_address else None


@lru_cache(maxsize=4096)
def _ways_up(folder: str) -> tuple[tuple[str, str], ...]:
    """The folders around a page, its own first, each with the way up to it: `A/RES/` with `../`."""
    names = folder.split("/") if folder else []
    around = ("".join(f"{name}/" for name in names[:depth]) for depth in range(len(names), -1, -1))
    return tuple((outer, "../" * up) for up, outer in enumerate(around))


@lru_cache(maxsize=65536)
def _quoted(address: str) -> str:
    return quote(address, safe=_SAFE)
