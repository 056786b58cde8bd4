"""Which words of a text name documents: document symbols, and numbers of resolutions and decisions.

A symbol (`A/CONF.192/15`) names itself. A number (`58/58`) names a resolution only by the words around it, which are
the language's data (`CitationWords`): see `reading` and `attribution`.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from unres_site import symbols
from unres_site.citations.attribution import find_organ
from unres_site.citations.grammar import is_continuation, make_grammar
from unres_site.citations.reading import read_numbers
from unres_site.deferred import deferred
from unres_site.languages.citation_words import CitationWords

ORGANS = (
    "A|APLC|BWC|CAC|CAT|CCM|CCPR|CCW|CD|CED|CEDAW|CERD|CLCS|CMW|CRC|CRPD|CTOC|DP|E|ECE|FCCC|HRI|HSP|ICCD|ID|IDB|ISBA|JIU"
    "|LOS|NPT|OPCAT|PBC|PCNICC|S|SPLOS|ST|T|TD|TRANS|UNEP|UNW|А|Е"
)
"""Organs whose documents the United Nations' document system holds (А and Е are Cyrillic look-alikes)."""

# matches: 见 A/52/871-S/1998/318。
# matches: NPT/CONF.2010/50 (Vol. I)
# matches: A/75/6(Sect.29)/Corr.1
# rejects: HIV/AIDS
# rejects: and/or
DOCUMENT = deferred(
    rf"(?:{ORGANS})/[A-Z0-9](?:[A-Za-z0-9]|[./‑-](?=[A-Z0-9]))*"
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


class Citation(msgspec.Struct, frozen=True, order=True, gc=False):
    """Words that name documents: half-open span in the text, and their symbols (several for `51/211 A to E`)."""

    start: int
    end: int
    symbols: tuple[str, ...]


def find_citations(text: str, words: CitationWords, organ: str) -> tuple[Citation, ...]:
    """The citations of a run of words in one language, disjoint and in order; white space is single in it.

    `organ` is the organ that speaks (`A`, `S`, `E`, `A/HRC`): "its resolution 16/21" is a resolution of that organ.
    """
    if "/" not in text and "(" not in text:
        return ()
    found = list(_find_resolutions(text, words, organ))
    if SLASH.search(text):
        found += _find_documents(text, words)
    return tuple(sorted(found))


def _find_resolutions(
    text: str, words: CitationWords, speaker: str
) -> Iterator[Citation]:
    """Numbers of resolutions and decisions, by the words around them."""
    for number, context in read_numbers(text, words, speaker):
        if organ := find_organ(number, context):
            cited = []
            for part in number.parts:
                symbol = symbols.write_symbol(
                    organ, context.kind, number.session, number.number, part
                )
                cited.append(symbol)
            yield Citation(number.start, number.end, tuple(cited))


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
