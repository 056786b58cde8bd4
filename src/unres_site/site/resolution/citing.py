"""How a resolution is cited: lines for readers, files for their programs, and what search engines read in the page."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple
from urllib.parse import quote

import msgspec

from unres_site.deferred import deferred
from unres_site.languages import get_language, get_primary_code
from unres_site.organs import get_organ
from unres_site.symbols import Symbol

ACCESS_DATE = "{access}"
"""The day of reading in a citation; a script fills it in, because no build can know it."""

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
BLUEBOOK_MONTHS = (
    "Jan.",
    "Feb.",
    "Mar.",
    "Apr.",
    "May",
    "June",
    "July",
    "Aug.",
    "Sept.",
    "Oct.",
    "Nov.",
    "Dec.",
)
"""Months in citations. They are English for texts of any language."""

# matches: 50 % & more_or_less {so}
# matches: a\\b
# rejects: 协助各国制止小武器
TEX_SPECIAL = deferred(r"[&%$#_{}\\~^]")
TEX_NAMED = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}
"""How TeX writes signs. BibTeX counts a brace after a backslash, too, so that `\\{` would swallow all that follows."""

# matches: https://example.org/{so}
# rejects: https://example.org/a_b?c=%20
UNFIT_FOR_URL = deferred(r"[\s{}\\]")


class Translated(NamedTuple):
    """A resolution in another language: its title there, and the whole address of its page."""

    language: str
    title: str
    address: str


class Work(NamedTuple):
    """What a citation needs of a resolution.

    author    the organ, in the language of the text
    english   the title in English, empty where the text is not held in it
    date      ISO, empty if it is not known
    address   of the page, or of the official document if the site has no address of its own
    translations  the resolution in its other languages
    """

    symbol: Symbol
    title: str
    language: str
    author: str
    date: str
    address: str
    english: str = ""
    translations: tuple[Translated, ...] = ()


def cite_gbt(work: Work) -> str:
    """GB/T 7714-2025, as a report on the network. A Chinese title has a wide colon after it."""
    date = f" ({work.date})" if work.date else " "
    is_chinese = get_primary_code(work.language) == "zh"
    colon = "：" if is_chinese else ": "
    document = f"{work.author}. {work.title}{colon}{work.symbol.text}[R/OL]."
    return f"{document}{date}[{ACCESS_DATE}]. {work.address}"


def cite_oscola(work: Work) -> str:
    """OSCOLA (Oxford)."""
    symbol = work.symbol
    organ = get_organ(symbol.organ).cited_as.oscola
    number = _choose_number(symbol)
    date = _write_date(work.date, "({day} {month} {year})", MONTHS)
    return f"{organ} Res {number}{date} UN Doc {symbol.text}"


def cite_bluebook(work: Work) -> str:
    """The Bluebook."""
    symbol = work.symbol
    organ = get_organ(symbol.organ).cited_as.bluebook
    number = _choose_number(symbol)
    date = _write_date(work.date, "({month} {day}, {year})", BLUEBOOK_MONTHS)
    return f"{organ} Res. {number}, U.N. Doc. {symbol.text}{date}."


def cite_apa(work: Work) -> str:
    """The APA's manual, with the English title where it is known."""
    symbol = work.symbol
    organ = get_organ(symbol.organ).cited_as.apa
    date = _write_date(work.date, "({month} {day}, {year})", MONTHS)
    document = (
        f"Resolution {symbol.short}, {work.english or work.title}, {symbol.text}{date}"
    )
    return f"{organ}, {document}. {work.address}"


def cite_chicago(work: Work) -> str:
    """The Chicago Manual of Style, as a note, with the English title where it is known."""
    symbol = work.symbol
    organ = get_organ(symbol.organ).cited_as.apa
    date = _write_date(work.date, "({month} {day}, {year})", BLUEBOOK_MONTHS)
    title = work.english or work.title
    document = f"Resolution {symbol.short}, {title}, {symbol.text}{date}"
    return f"{organ}, {document}, {work.address}."


def make_meta(work: Work) -> tuple[tuple[str, str], ...]:
    """The work as Highwire's names and contents of `meta` elements, which Zotero and Google Scholar read.

    Zotero takes a work with an institution as a report. An author would be split there into a first and a last name.
    """
    fields = (
        ("citation_title", work.title),
        ("citation_technical_report_institution", work.author),
        ("citation_technical_report_number", work.symbol.text),
        ("citation_publication_date", work.date.replace("-", "/")),
        ("citation_language", work.language),
        ("citation_public_url", work.address),
    )
    return tuple((name, content) for name, content in fields if content)


def write_ris(work: Work) -> str:
    """RIS, type STAT; a line a field. Zotero reads M1 as the number of the law, DA as the day it was enacted."""
    fields = (
        ("TY", "STAT"),
        ("AU", _join_lines(work.author)),
        ("TI", _join_lines(work.title)),
        ("PY", work.date[:4]),
        ("DA", work.date.replace("-", "/")),
        ("M1", work.symbol.text),
        ("LA", work.language),
        ("UR", work.address),
    )
    lines = [f"{tag}  - {words}" for tag, words in fields if words]
    lines.append("ER  - ")
    return "\n".join(lines)


def write_bibtex(work: Work) -> str:
    """BibTeX, type misc, which every style knows."""
    fields = (
        ("author", f"{{{_escape_tex(_join_lines(work.author))}}}"),
        ("title", f"{{{_escape_tex(_join_lines(work.title))}}}"),
        ("howpublished", _escape_tex(work.symbol.text)),
        ("year", work.date[:4]),
        ("date", work.date),
        ("url", UNFIT_FOR_URL.sub(lambda sign: quote(sign[0]), work.address)),
    )
    key = work.symbol.text.replace("/", "-")
    lines = [f"  {name} = {{{words}}}" for name, words in fields if words]
    return f"@misc{{{key},\n" + ",\n".join(lines) + "\n}"


def write_csl(work: Work) -> str:
    """CSL-JSON, type legislation."""
    item: dict[str, Any] = {
        "id": work.symbol.text,
        "type": "legislation",
        "title": _join_lines(work.title),
        "author": [{"literal": work.author}],
        "number": work.symbol.text,
        "authority": work.author,
        "language": work.language,
        "URL": work.address,
    }
    if work.date:
        parts = [int(part) for part in work.date.split("-")]
        item["issued"] = {"date-parts": [parts]}

    return msgspec.json.encode([item]).decode()


Format = Callable[[Work], str]

CITATIONS: Mapping[str, Format] = {
    "gbt": cite_gbt,
    "oscola": cite_oscola,
    "bluebook": cite_bluebook,
    "apa": cite_apa,
    "chicago": cite_chicago,
}
"""Formats for readers by their key in the catalogue (`citation.gbt`): one line each."""


class CitationFormat(NamedTuple):
    """A file for reference managers beside a page: how its name ends, and what is in it."""

    ending: str
    write: Format


REFERENCES: Mapping[str, CitationFormat] = {
    "ris": CitationFormat(".ris", write_ris),
    "bibtex": CitationFormat(".bib", write_bibtex),
    "csl": CitationFormat(".csl.json", write_csl),
}
"""Formats for programs by their key in the catalogue. Each is a kind of page of that name."""


def make_linked_data(work: Work) -> dict[str, Any]:
    """The work in schema.org's words, for the page's JSON-LD block. It names the same work in its other languages."""
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Legislation",
        "legislationIdentifier": work.symbol.text,
        "name": work.title,
        "inLanguage": get_language(work.language).tag,
        "legislationPassedBy": {"@type": "Organization", "name": work.author},
        "url": work.address,
    }
    if work.date:
        data["legislationDate"] = work.date

    if work.translations:
        data["workTranslation"] = [
            {
                "@type": "Legislation",
                "inLanguage": get_language(one.language).tag,
                "name": one.title,
                "url": one.address,
            }
            for one in work.translations
        ]

    return data


def _write_date(date: str, form: str, months: Sequence[str]) -> str:
    """An ISO date in that form, after a space; nothing for no date."""
    if not date:
        return ""

    year, month, day = date.split("-")
    name = months[int(month) - 1]
    return " " + form.format(year=year, month=name, day=int(day))


def _choose_number(symbol: Symbol) -> str:
    """The number that lawyers cite: `1325` if the organ does not begin again each year, else `58/58`."""
    if get_organ(symbol.organ).continuous and symbol.number:
        return str(symbol.number)
    return symbol.short


def _join_lines(words: str) -> str:
    """Words on one line: a line feed would begin another field."""
    return " ".join(words.split())


def _escape_tex(words: str) -> str:
    """Words with TeX's special characters escaped."""

    def escape(found: re.Match[str]) -> str:
        return TEX_NAMED.get(found[0], f"\\{found[0]}")

    return TEX_SPECIAL.sub(escape, words)
