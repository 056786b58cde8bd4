"""The keys of `site.yml` and of a sidecar: one record class a table. A key that has a default may be left out.

What each key must hold is said in the catalogues: `setting.SiteConfig.title` in `messages/en.toml`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

import msgspec
from msgspec import Meta

from unres_site.deferred import deferred
from unres_site.languages import CODES, get_primary_code
from unres_site.messages import Message, get_catalogue, list_interface_languages
from unres_site.organs import list_organ_heads
from unres_site.settings.colours import Scheme

MAX_REMARK = 64_000
"""Characters of a remark: an editor's note of some pages, not a book."""

if TYPE_CHECKING:
    LanguageCode = str
    OrganHead = str
else:
    OrganHead = Literal[list_organ_heads()]
    """The head of an organ's symbols."""
    LanguageCode = Literal[CODES]
    """A code of the registry of languages, so that the JSON Schemas list them all."""

Words = str | dict[LanguageCode, str]
"""One text for all interface languages, or one for each: `title: Archive` or `title: {zh: 文库, en: Archive}`."""

# matches: https://example.org/un/
# matches: http://localhost:8000/
# rejects: javascript:alert(1)
# rejects: https://example.org/un
# rejects: https://example.org//
# rejects: http://[/
# rejects: https://user:password@example.org/
# rejects: "https://example.org/\n"
BASE_ADDRESS = deferred(
    r"^(https?://[^\s<>\"'\\/?#@:\[\]]+(:[0-9]{1,5})?/([^\s<>\"'\\/?#]+/)*)?$(?!\n)"
)
# matches: https://undocs.org/{language}/{symbol}
# rejects: https://undocs.org/
# rejects: https://user:password@undocs.org/{symbol}
# rejects: javascript:{symbol}
OFFICIAL_ADDRESS = deferred(
    r"^https?://[^\s<>\"'\\{}/@]+/([^\s<>\"'\\{}]|\{language\})*\{symbol\}"
    r"([^\s<>\"'\\{}]|\{language\})*$(?!\n)"
)
# matches: https://treaties.un.org/doc/Publication/UNTS/Volume%20{volume}/v{volume}.pdf
# matches: https://example.org/{volume}/{number}
# rejects: https://example.org/
# rejects: https://user:password@example.org/{volume}
# rejects: javascript:{volume}
TREATY_ADDRESS = deferred(
    r"^(https?://[^\s<>\"'\\{}/@]+/([^\s<>\"'\\{}]|\{number\})*\{volume\}"
    r"([^\s<>\"'\\{}]|\{volume\}|\{number\})*)?$(?!\n)"
)
# matches: https://search.example.org/resolutions/_search
# matches: http://localhost:9200/resolutions/_search
# rejects: https://search.example.org/resolutions/
# rejects: https://*/resolutions/_search
# rejects: https://search.example.org; script-src *//_search
# rejects: "https://search.example.org/resolutions/_search\n"
SEARCH_ENDPOINT = deferred(
    r"^(https?://([A-Za-z0-9.-]+|\[[0-9a-f:]+\])(:[0-9]{1,5})?/[^\s<>\"'\\?#;,]*_search)?$(?!\n)"
)
# matches: mailto:archive@example.org
# matches: https://example.org/contact
# rejects: https://user:password@example.org/
# rejects: javascript:alert(1)
CONTACT = deferred(
    r"^(https?://[^\s<>\"'\\/@]+(/[^\s<>\"'\\]*)?|mailto:[^\s<>\"'\\]+)?$(?!\n)"
)

# matches: logo.svg
# matches: images/harbour-2.png
# rejects: ../logo.svg
# rejects: /srv/logo.svg
# rejects: logo.html
# rejects: "logo.svg\n"
IMAGE = deferred(
    r"^(([A-Za-z0-9_-][A-Za-z0-9._-]*/)*[A-Za-z0-9_-][A-Za-z0-9._-]*\.(svg|png|jpe?g|webp|ico))?$(?!\n)"
)
# matches: "#1c5587"
# rejects: "#15c"
# rejects: navy
# rejects: "#1c5587\n"
COLOUR = deferred(r"^(#[0-9A-Fa-f]{6})?$(?!\n)")
# matches: https://github.com/harbours/archive/edit/main/resolutions/{path}
# matches: mailto:archive@example.org?subject={symbol}
# rejects: https://user:password@example.org/{path}
# rejects: https://example.org/{file}
# rejects: javascript:alert(1)
EDIT_ADDRESS = deferred(
    r"^((https?://[^\s<>\"'\\{}/@]+/|mailto:[^\s<>\"'\\{}?]+)"
    r"([^\s<>\"'\\{}]|\{path\}|\{symbol\}|\{language\})*)?$(?!\n)"
)

# matches: A/RES/58/58.html
# matches: A/RES/58/58.html#op10
# matches: topics/小武器.html
# rejects: ../58/58.html
# rejects: /A/RES/58/58.html
# rejects: https://example.org/58.html
# rejects: A/RES/58/58.json
# rejects: "A/RES/58/58.html\n"
PAGE_ADDRESS = deferred(
    r"^(?!\.)[^\s<>\"'\\/?#:%]+(/(?!\.)[^\s<>\"'\\/?#:%]+)*\.html(#[a-zA-Z0-9-]+)?$(?!\n)"
)

BaseAddress = Annotated[str, Meta(max_length=500, pattern=BASE_ADDRESS.pattern)]
OfficialAddress = Annotated[str, Meta(max_length=500, pattern=OFFICIAL_ADDRESS.pattern)]
TreatyAddress = Annotated[str, Meta(max_length=500, pattern=TREATY_ADDRESS.pattern)]
SearchEndpoint = Annotated[str, Meta(max_length=500, pattern=SEARCH_ENDPOINT.pattern)]
Contact = Annotated[str, Meta(max_length=500, pattern=CONTACT.pattern)]
Image = Annotated[str, Meta(max_length=200, pattern=IMAGE.pattern)]
Colour = Annotated[str, Meta(pattern=COLOUR.pattern)]
EditAddress = Annotated[str, Meta(max_length=500, pattern=EDIT_ADDRESS.pattern)]
PageAddress = Annotated[str, Meta(max_length=400, pattern=PAGE_ADDRESS.pattern)]
Compression = Literal["gzip", "brotli"]
LinkedFolder = Annotated[str, Meta(min_length=1, max_length=1000)]
FormulaWords = Annotated[str, Meta(min_length=1, max_length=200)]
Topic = Annotated[str, Meta(min_length=1, max_length=200)]
SeriesName = Annotated[str, Meta(max_length=200)]
InstrumentName = Annotated[str, Meta(min_length=1, max_length=200)]
InstrumentNames = Annotated[
    tuple[InstrumentName, ...], Meta(min_length=1, max_length=20)
]
NamedInstrument = Annotated[dict[LanguageCode, InstrumentNames], Meta(min_length=1)]
Topics = Annotated[tuple[Topic, ...], Meta(max_length=50)]
"""Each topic has pages and a feed, so one text may not have thousands."""


class SiteConfig(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The site as a whole: the keys of `site.yml`. Every key may be left out."""

    title: Words = msgspec.field(default_factory=str)
    description: Words = ""
    base_address: BaseAddress = ""
    language: LanguageCode = "zh"
    languages: tuple[LanguageCode, ...] = ()
    official_address: OfficialAddress = "https://undocs.org/{language}/{symbol}"
    treaty_address: TreatyAddress = ""
    search_endpoint: SearchEndpoint = ""
    compressed: tuple[Compression, ...] = ()
    linked_folders: tuple[LinkedFolder, ...] = ()
    publish_by_link: bool = False
    organs: dict[str, Words] = {}
    topics: dict[Topic, Words] = {}
    instruments: tuple[NamedInstrument, ...] = ()
    not_instruments: dict[LanguageCode, tuple[InstrumentName, ...]] = {}
    unused: tuple[str, ...] = ()
    license: Words = ""
    contact: Contact = ""
    logo: Image = ""
    icon: Image = ""
    accent: Colour | dict[Scheme, Colour] = ""
    home: Words = ""
    footer: Words = ""
    edit_address: EditAddress = ""
    moved: dict[PageAddress, PageAddress] = {}


class Correction(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Words of one source line that an editor replaces; the source file stays as it is."""

    line: Annotated[int, Meta(ge=1)]
    find: Annotated[str, Meta(min_length=1, max_length=1000)]
    replace: Annotated[str, Meta(max_length=1000)]
    why: Annotated[str, Meta(min_length=1, max_length=2000)]


class SuppliedNote(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The text of a note that the source has lost."""

    number: Annotated[str, Meta(min_length=1, max_length=16)]
    text: Annotated[str, Meta(min_length=1, max_length=20_000)]


class Sidecar(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a text lacks: the keys of `62-22.yml` beside `62-22.txt`. Every key may be left out."""

    symbol: str | None = None
    organ: OrganHead | None = None
    formula: FormulaWords | None = None
    language: LanguageCode | None = None
    topics: Topics = ()
    series: SeriesName = ""
    corrections: tuple[Correction, ...] = ()
    notes: tuple[SuppliedNote, ...] = ()


def explain_key(record: type[msgspec.Struct], key: str) -> Message:
    """The message that says what a key must hold: `setting.Correction.line`."""
    words: dict[str, str] = {}
    if key == "language":
        words = {
            "languages": ", ".join(CODES),
            "interface": ", ".join(list_interface_languages()),
        }

    if key == "organ":
        words = {"organs": ", ".join(list_organ_heads())}

    return Message(f"setting.{record.__name__}.{key}", words)


def choose_words(words: Words, language: str) -> str:
    """The words in that language or variant, else in English, else the first there are."""
    if isinstance(words, str):
        return words
    return words.get(find_language(words, language), "")


def find_language(words: Words, language: str) -> str:
    """The code of the language in which `choose_words` finds words; empty if the configuration does not say it."""
    if isinstance(words, str):
        return ""

    for code in (language, get_primary_code(language), "en"):
        if words.get(code):
            return code

    return next(iter(words), "")


def get_site_title(config: SiteConfig, language: str) -> str:
    """The name of the site in a language of the interface; the catalogue's where the configuration gives none."""
    given = choose_words(config.title, language)
    return given or get_catalogue(language)("site.title")
