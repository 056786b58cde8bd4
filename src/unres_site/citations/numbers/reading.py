"""The numbers of a text that are called resolutions or decisions, each with its context.

Languages differ in one thing that matters: the word resolution comes before a list of numbers or after it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator
from operator import itemgetter
from typing import TypeVar

from msgspec.structs import replace

from unres_site.citations.numbers.context import NumberContext
from unres_site.citations.numbers.grammar import (
    OWN,
    ContextWord,
    Number,
    find_context_words,
    find_numbers,
)
from unres_site.citations.numbers.kind_after import read_kind_after
from unres_site.citations.numbers.kind_before import read_kind_before
from unres_site.deferred import deferred
from unres_site.languages.citation_words import CitationWords

# matches: “2030 Agenda”
# matches: 题为《行动纲领》的
# rejects: “2030 Agenda
QUOTED = deferred("“[^“”]*”|”[^“”]*“|«[^«»]*»|《[^《》]*》|„[^„“”]*[“”]")

_T = TypeVar("_T", Number, ContextWord)


def read_numbers(
    text: str, words: CitationWords, speaker: str
) -> Iterator[tuple[Number, NumberContext]]:
    """The numbers that are called resolutions or decisions, each with what is said about it.

    Words in quotation marks are a title. They tell about the numbers inside the quotation, not about others.
    """
    found = list(find_numbers(text, words, speaker))
    if not found:
        return

    read = read_kind_after if words.kind_follows else read_kind_before
    said = [
        replace(mark, means=speaker) if mark.means == OWN else mark
        for mark in find_context_words(text, words)
    ]
    quoted = [span.span() for span in QUOTED.finditer(text)]
    if not quoted:
        yield from read(text, found, said, words, speaker)
        return

    marks_inside = _divide_by_quotation(said, quoted)
    for quotation, members in _divide_by_quotation(found, quoted).items():
        yield from read(text, members, marks_inside[quotation], words, speaker)


def _divide_by_quotation(
    things: list[_T], quoted: list[tuple[int, int]]
) -> defaultdict[int, list[_T]]:
    """Numbers or marks by the quotation that they are in, counted from 1; 0 is outside of all."""
    found: defaultdict[int, list[_T]] = defaultdict(list)
    for thing in things:
        quotation = bisect_right(quoted, thing.start, key=itemgetter(0))
        if quotation:
            _, end = quoted[quotation - 1]
            if thing.start >= end:
                quotation = 0
        found[quotation].append(thing)

    return found
