"""Which words of a text name documents: document symbols, and numbers of resolutions and decisions.

A symbol (`A/CONF.192/15`) names itself. A number (`58/58`) names a resolution only by the words around it, which are
the language's data (`CitationWords`): see `reading` and `attribution`.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator
from operator import attrgetter

import msgspec

from unres_site import symbols
from unres_site.citations.numbers.attribution import find_organ
from unres_site.citations.numbers.grammar import (
    is_continuation,
    make_grammar,
    may_have_lone,
)
from unres_site.citations.numbers.reading import read_numbers
from unres_site.citations.phrases import match_phrases
from unres_site.citations.references.attaching import REPEATED, Holder, attach_places
from unres_site.citations.references.named import (
    BEFORE_SYMBOL,
    DIGIT,
    Found,
    find_named,
)
from unres_site.citations.references.place_grammar import list_place_words
from unres_site.deferred import Pattern, deferred
from unres_site.languages import Language, get_language
from unres_site.languages.citation_words import CitationWords
from unres_site.organs import get_organ
from unres_site.records import Reference

ORGANS = (
    "A|APLC|BWC|CAC|CAT|CCM|CEB|CCPR|CCW|CD|CED|CEDAW|CERD|CLCS|CMW|CRC|CRPD|CTOC|DP|E|ECE|FCCC|HRI|HSP|ICCD|ID|IDB|ISBA|JIU"
    "|LOS|NPT|OPCAT|PBC|PCNICC|S|SPLOS|ST|T|TD|TRANS|UNEP|UNW|А|Е"
)
"""Organs whose documents the United Nations' document system holds (А and Е are Cyrillic look-alikes)."""

# matches: 见 A/52/871-S/1998/318。
# matches: NPT/CONF.2010/50 (Vol. I)
# matches: A/75/6(Sect.29)/Corr.1
# matches: ICCD/COP(14)/23/Add.1
# rejects: HIV/AIDS
# rejects: and/or
# matches: S/RES/1325 (2000)
# matches: A/RES/217 A (III)
DOCUMENT = deferred(
    r"(?:[AEST]/(?:RES|DEC)/[0-9]{1,4}(?: ?[A-Z])? ?\((?:(?:E?S-)?[IVXL]{1,7}|(?:19|20)[0-9]{2})\)"
    r"(?: ?[A-Z](?![A-Za-z0-9./-]))?)"
    rf"|(?:{ORGANS})/[A-Z0-9](?:[A-Za-z0-9]|[./‑-](?=[A-Z0-9])|\([0-9]{{1,3}}\)(?=/))*"
    r"(?: ?\((?:[Pp]art|Vol\.|Sect\.) ?[0-9IVX]{1,5}[A-Z]?\)(?:/(?:Add|Corr|Rev)\.[0-9]{1,3})*)?"
)

# matches: A/52/871
# rejects: 58/58
SLASH = deferred(r"/(?<=[A-ZАЕ].)")
"""A slash behind a capital: most paragraphs have none."""

# matches: Corr.2
# matches: Add.1/Corr.1
# rejects: L.2
SUFFIX = deferred(
    r"(?P<kind>Add|Amend|Corr|Rev)\.[0-9]{1,3}(?:-[0-9]{1,3})?(?:/(?:Add|Corr)\.[0-9]{1,3})?"
)


# matches: 第 1325（2000）号决议
# matches: A／75／345
# matches: القرار ٧٤/١
# rejects: 第 1325(2000)号决议
OTHER_SIGNS = deferred("[（／０-９٠-٩۰-۹]")
"""A wide sign, as numbers and symbols have it in copies of Chinese web pages, or an Arabic digit."""

ASCII_SIGNS = str.maketrans(
    "（／０１２３４５６７８９）٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹",
    "(/0123456789)01234567890123456789",
)


class Citation(msgspec.Struct, frozen=True, gc=False):
    """Words that name documents: half-open span in the text, and their symbols (several for `51/211 A to E`).

    refers   what words refer to that name no document by its symbol; then there are no symbols
    """

    start: int
    end: int
    symbols: tuple[str, ...]
    refers: Reference | None = None


def find_citations(
    text: str, language: Language, organ: str, *, in_note: bool = False
) -> tuple[Citation, ...]:
    """The citations of a run of words in one language, disjoint and in order; white space is single in it.

    `organ` is the organ that speaks (`A`, `S`, `E`, `A/HRC`): "its resolution 16/21" is a resolution of that organ.
    Only notes repeat what the note before cites (`Ibid.`).
    """
    words = language.citations
    found: list[Citation] = []
    if OTHER_SIGNS.search(text):
        text = text.translate(ASCII_SIGNS)

    if "/" in text or "(" in text or may_have_lone(text, words, organ):
        found += _find_resolutions(text, words, organ)
        if SLASH.search(text):
            found += _find_documents(text, words)

    cited = _drop_overlaps(found)
    if not _may_refer(text, language.code):
        return tuple(cited)

    referred = list(_find_references(text, cited, language, in_note=in_note))
    if not referred:
        return tuple(cited)

    return tuple(_drop_overlaps(cited + referred))


def _may_refer(text: str, code: str) -> bool:
    """Whether a text may refer to more than symbols: it has a digit, which is found soon, or a word for that."""
    if DIGIT.search(text):
        return True

    return make_signal(code).search(text) is not None


@functools.cache
def make_signal(code: str) -> Pattern:
    """A language's words that refer to more than symbols."""
    language = get_language(code)
    of = language.references
    words = (*of.own, *of.repeats, *list_place_words(language))
    # matches: annex
    # matches: 本决议
    # rejects: report
    return deferred(match_phrases(words))


def _drop_overlaps(found: list[Citation]) -> list[Citation]:
    """The citations in order, without those that begin within another."""
    if len(found) < 2:  # noqa: PLR2004 - one overlaps nothing
        return found

    ordered = sorted(found, key=attrgetter("start"))
    kept: list[Citation] = []
    for one in ordered:
        if not kept or one.start >= kept[-1].end:
            kept.append(one)

    return kept


def _find_references(
    text: str, cited: list[Citation], language: Language, *, in_note: bool
) -> Iterator[Citation]:
    """What words refer to besides symbols: first all that places may be in, then the places."""
    holders = [Holder(one.start, one.end, one.symbols) for one in cited]
    spans = [(one.start, one.end) for one in cited]
    for one in find_named(text, spans, language, in_note=in_note):
        if _is_within(one, cited):
            continue
        kind = one.refers.kind
        refers = one.refers
        if kind == "record":
            refers = _find_symbol_of_record(text, one, cited)
        elif kind != "treaty":
            of = (REPEATED,) if kind == "repeat" else ()
            holders.append(Holder(one.start, one.end, of, own=kind == "own"))
        yield Citation(one.start, one.end, (), refers)

    for one in attach_places(text, holders, language, in_note=in_note):
        yield Citation(one.start, one.end, (), one.refers)


def _is_within(one: Found, cited: list[Citation]) -> bool:
    """Whether words are a citation that was found before, or have a part of one."""
    for other in cited:
        if one.start < other.end and other.start < one.end:
            return True

    return False


def _find_symbol_of_record(
    text: str, record: Found, cited: list[Citation]
) -> Reference:
    """A record with its symbol, or that of a document in it, which follows."""
    for one in cited:
        if one.start >= record.end:
            is_its = BEFORE_SYMBOL.fullmatch(text, record.end, one.start)
            return Reference("record", of=one.symbols if is_its else ())

    return Reference("record")


def _find_resolutions(
    text: str, words: CitationWords, speaker: str
) -> Iterator[Citation]:
    """Numbers of resolutions and decisions, by the words around them."""
    for number, context in read_numbers(text, words, speaker):
        organ = find_organ(number, context)
        session = number.session or _find_year(organ, number.number)
        if organ and session:
            cited = []
            for part in number.parts:
                symbol = symbols.write_symbol(
                    organ, context.kind, session, number.number, part
                )
                cited.append(symbol)
            yield Citation(number.start, number.end, tuple(cited))
        elif session:
            name = text[number.start : number.end]
            yield Citation(number.start, number.end, (), Reference("other", name=name))


def _find_year(organ: str | None, number: int) -> str:
    """The year of a number that runs on through the years; empty if it is not known."""
    year = get_organ(organ).find_year(number) if organ else None
    return str(year or "")


def _find_documents(text: str, words: CitationWords) -> Iterator[Citation]:
    """Document symbols, and the suffixes that follow one in a list (A/60/88 和 Corr.2)."""
    for found in DOCUMENT.finditer(text):
        if is_continuation(text, found.start()):
            continue
        symbol = symbols.parse_or_none(found[0])
        if symbol:
            yield Citation(found.start(), found.end(), (symbol.text,))
            yield from _find_suffixes(text, found.end(), symbol.text, words)


def _find_suffixes(
    text: str, at: int, head: str, words: CitationWords
) -> Iterator[Citation]:
    """The suffixes that follow a symbol in a list, each as the whole symbol that it means."""
    listed = make_grammar(words).listed
    while between := listed.match(text, at):
        found = SUFFIX.match(text, between.end())
        if not found:
            break
        stem = head.split(f"/{found['kind']}.", maxsplit=1)[0]
        if symbol := symbols.parse_or_none(f"{stem}/{found[0]}"):
            yield Citation(found.start(), found.end(), (symbol.text,))
        at = found.end()
