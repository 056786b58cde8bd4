"""The addresses of pages, and the links between them.

All links within the site are relative: it works on any host, in any folder, and from a disk.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from urllib.parse import quote, urlsplit

from unres_site.archive.file_names import make_file_name
from unres_site.deferred import deferred
from unres_site.languages import CODES
from unres_site.records import Resolution
from unres_site.settings import SiteConfig
from unres_site.symbols import Symbol, make_official_link

# matches: /
# matches: " "
# rejects: A
# rejects: (
NOT_IN_SYMBOL = deferred(r"[^\w.()-]+")
"""What the name of a file can't have of a symbol."""

HOME = "index.html"
SESSIONS = "sessions.html"
YEARS = "years/index.html"
TOPICS = "topics/index.html"
SEARCH = "search.html"
ABOUT = "about.html"
QUALITY = "quality.html"
CITED = "cited.html"
CITED_LIST = "cited.csv"
SERIES = "series.json"
INBOX = "inbox.html"
SERIES_LIST = "series/index.html"
INSTRUMENTS = "instruments/index.html"
INSTRUMENT_FOLDER = "instruments/"
DIAGNOSTICS = "diagnostics.html"
MISSING = "404.html"
STYLE = "assets/site.css"
SCRIPT = "assets/site.js"
ICON = "icon.svg"
"""The icon of a site that names none, in `static/`."""
SITE_MAP = "sitemap.xml"
FEED = "feed.xml"
SEARCH_DESCRIPTION = "opensearch.xml"
RULES = "robots.txt"
HEADERS = "_headers"
RECORD_ENDING = ".json"
SOURCE_ENDING = ".txt"
SINCE_ENDING = ".since.html"
SINCE_DATA_ENDING = ".since.json"
SINCE_TABLE_ENDING = ".since.csv"
LIVES_ENDING = ".paragraphs.html"
RESOLUTION_SCHEMA = "schema/resolution.json"
COMPARISON_SCHEMA = "schema/comparison.json"
SITE_SCHEMA = "schema/site.json"
SIDECAR_SCHEMA = "schema/sidecar.json"

WAYS_UP = ("../", "../../", "../../../", "../../../../")
"""The relative paths to the root from pages of any depth. 404.html tries them all if it does not know the root."""

_SAFE = "/()!$&',;=@*+~"

# matches: 58.csl.json
# matches: A/RES/217(III)A.html
# rejects: 小武器.html
# rejects: a%b.html
UNQUOTED = deferred(r"[A-Za-z0-9_.\-/()!$&',;=@*+~]*")
"""An address that is the same in a URL: `_SAFE`, and what needs no quotes anywhere."""


def make_folder(language: str, first: str) -> str:
    """The folder of a language's pages: `en/`; nothing for the site's first language."""
    if language == first:
        return ""
    return f"{language}/"


def split_language(address: str, first: str) -> tuple[str, str]:
    """The language of a page, and its address without that language's folder."""
    head, _, rest = address.partition("/")
    if head in CODES:
        return (head, rest)
    return (first, address)


def make_resolution_address(symbol: Symbol, language: str, first: str) -> str:
    """The page of a resolution: `A/RES/58/58.html`; in another language than the first, `en/A/RES/58/58.html`."""
    return f"{make_folder(language, first)}{symbol.address}.html"


def make_address_beside(page: str, ending: str) -> str:
    """A file beside a page: `A/RES/58/58.json`, `A/RES/58/58.txt`."""
    return page.removesuffix(".html") + ending


def make_reference_address(page: str, ending: str, first: str) -> str:
    """A file for reference managers: `A/RES/58/58.ris`, but `cite/A-RES/58/58.csl.json`.

    Below a folder `RES` each `.json` is a record, so that programs need not tell it from others. So no JSON of another
    form is there. `first` is the site's first language.
    """
    if not ending.endswith(".json"):
        return make_address_beside(page, ending)

    language, rest = split_language(page, first)
    path = make_address_beside(rest.replace("/RES/", "-RES/"), ending)
    return f"{make_folder(language, first)}cite/{path}"


def make_session_address(folder: str) -> str:
    """The list of a session: `A/RES/58/index.html`."""
    return f"{folder}/index.html"


def make_session_quality_address(folder: str) -> str:
    """The diagnostics of a session's texts: `A/RES/58/quality.html`."""
    return f"{folder}/quality.html"


def make_site_map_address(number: int) -> str:
    """One of several site maps, counted from 1: `sitemap-1.xml`."""
    return SITE_MAP.replace(".", f"-{number}.")


def make_year_address(year: int) -> str:
    """The list of a year: `years/2003.html`."""
    return f"years/{year}.html"


def make_topic_address(topic: str) -> str:
    """The page of a topic, by its words or identifier: `topics/小武器.html`, `topics/1006290.html`."""
    return f"topics/{make_file_name(topic)}.html"


def make_instrument_address(name: str) -> str:
    """The page of an instrument, by its name: `instruments/巴黎协定.html`."""
    return f"instruments/{make_file_name(name)}.html"


def make_series_address(first: str) -> str:
    """The page of a series, by the symbol of its first member: `series/A-RES-58-58.html`."""
    return f"series/{first.replace('/', '-')}.html"


def make_feed_address(page: str) -> str:
    """The feed beside a list: `topics/1006290.xml`; that of a session is `A/RES/58/feed.xml`."""
    folder, _, name = page.rpartition("/")
    if name == HOME:
        return f"{folder}/{FEED}" if folder else FEED
    return page.removesuffix(".html") + ".xml"


def make_organ_feed_address(organ: str) -> str:
    """The feed of an organ: `feeds/A-HRC.xml`."""
    return f"feeds/{organ.replace('/', '-')}.xml"


def make_cited_feed_address(symbol: str) -> str:
    """The feed of texts that cite a document: `feeds/cited-A-RES-70-1.xml`."""
    return f"feeds/cited-{NOT_IN_SYMBOL.sub('-', symbol)}.xml"


def make_linker(origin: str) -> Callable[[str], str]:
    """A function that gives the link from the page at `origin` to any address: `../58/58.html`.

    Links are quoted for HTML attributes and HTTP alike. A page asks for about thirty, all from one folder.
    """
    here = origin.rpartition("/")[0]

    def link(target: str) -> str:
        there, _, name = target.rpartition("/")
        way = _find_way(here, there)
        return way + _quote(name)

    return link


def find_root(origin: str) -> str:
    """The relative path from the page at `origin` up to the root of the site: `../../../`, or nothing."""
    return "../" * origin.count("/")


def find_icon(config: SiteConfig) -> str:
    """The address of the icon that browsers show beside the title of a page."""
    return f"assets/{config.icon or ICON}"


def make_edit_address(config: SiteConfig, record: Resolution) -> str:
    """Where a mistake in a text can be mended or reported; empty if the configuration does not say it."""
    address = config.edit_address
    if not address:
        return ""

    words = {
        "path": record.source.file,
        "symbol": record.symbol,
        "language": record.language,
    }
    for name, word in words.items():
        address = address.replace(f"{{{name}}}", quote(word, safe="/"))

    return address


@lru_cache(maxsize=16384)
def link_official(symbol: str, pattern: str, language: str) -> str:
    """Where the United Nations shows a document (its canonical symbol), by the pattern of the configuration."""
    return make_official_link(symbol, pattern, language)


def link_treaty(name: str, pattern: str) -> str:
    """Where an entry of the Treaty Series is (`2149/37517`), by the pattern of the configuration; empty without one."""
    volume, _, number = name.partition("/")
    return pattern.replace("{volume}", volume).replace("{number}", number)


def link_from_host(config: SiteConfig, target: str) -> str:
    """The link to `target` from a page that may be shown at any address, as 404.html is: `/archive/A/RES/58/58.html`.

    It begins at the root of the host with the path of `base_address`. Without a `base_address` the path is not known:
    the link is then relative, as on a page at the root.
    """
    return find_host_root(config) + _quote(target)


def find_host_root(config: SiteConfig) -> str:
    """The path of the site on its host, `/archive/`; nothing where it is not known."""
    return urlsplit(config.base_address).path


def make_absolute(config: SiteConfig, target: str) -> str | None:
    """The whole address of a page on its host; None if the configuration has no `base_address`.

    The address of the home page is that of the site.
    """
    if not config.base_address:
        return None
    if target == HOME:
        return config.base_address

    return config.base_address + _quote(target)


@lru_cache(maxsize=65536)
def _find_way(here: str, there: str) -> str:
    """The relative path from a folder to another, `../58/`; nothing if they are the same."""
    ups = here.split("/") if here else []
    downs = there.split("/") if there else []
    while ups and downs and ups[0] == downs[0]:
        del ups[0]
        del downs[0]

    folders = [f"{name}/" for name in downs]
    return "../" * len(ups) + _quote("".join(folders))


@lru_cache(maxsize=65536)
def _quote(address: str) -> str:
    if UNQUOTED.fullmatch(address):
        return address
    return quote(address, safe=_SAFE)
