"""What stages of the loader pass on: lines with their note marks apart, and notes as printed."""

from __future__ import annotations

from typing import NamedTuple

import msgspec

from unres_site.deferred import deferred
from unres_site.languages import list_languages, patterns
from unres_site.loader.decode.source import Line

# matches: 1 A/75/345。
# matches: 1/ A/52/456。
# matches: 12 同上。
# rejects: 1. 决定
# rejects: 58/58. 协助
# rejects: 2015-2030
# rejects: 1 - تقرر
# rejects: 1 135 000 dollars
# rejects: 1 bis. Decides
NOTE_START = deferred(
    r"(?P<number>\d{1,3})(?:/(?!\d)\s*|\s+(?![-‐‑–—]\s|\d{3}(?!\d)|(?:bis|ter|quater)\b))(?=\S)"
)
"""A number and the first word of a note: no Arabic dash, no sum of money, no `1 bis`."""

# matches: 7 décembre 2020
# matches: 30 November 2027
# matches: 2 de diciembre de 2020, relativa a
# rejects: 1 Resolution 2625 (XXV), annex.
# rejects: 3 United Nations, Treaty Series
DATE_START = deferred(r"\d{1,2}\s{1,4}[^\W\d_][^\d.,;:()]{2,23}\s(?:19|20)\d\d(?!\d)")
"""A date begins with a number as a note does."""

# matches: 7 décembre 2020
# matches: 16 декабря 2020 года
# rejects: 2 de diciembre de 2020, relativa a
# rejects: 3 United Nations publication 2015.
DATE = deferred(rf"{DATE_START.pattern}(?:\s[^\W\d]{{1,5}}\.?)?\s*")
"""A whole line that is a date. Such a line below the meeting is not a note: a note ends with a point."""


def is_date(text: str) -> bool:
    """Whether a line is a date; one with a point behind it has the name of a month in some language."""
    if DATE.fullmatch(text):
        return True

    return DATE_START.match(text) is not None and any(
        patterns.read_date(language, text) for language in list_languages()
    )


class Mark(msgspec.Struct, frozen=True, gc=False):
    """A note mark as printed, at its offsets."""

    number: str
    start: int
    end: int


class Words(msgspec.Struct, frozen=True, gc=False):
    """A part of a line that is words: the text between its offsets."""

    start: int
    end: int
    text: str


def take_words(line: Line) -> Words:
    """All words of a line."""
    return Words(line.start, line.end, line.text)


Piece = Words | Mark


class BodyLine(msgspec.Struct, frozen=True):
    """A line of the text with its marks apart. `torn`: a mark on a line of its own precedes it."""

    line: Line
    pieces: list[Piece]
    torn: bool = False


class RawNote(msgspec.Struct, frozen=True):
    """A note as printed: its number (empty if it is lost), the number with its offsets, the lines of its text.

    A copy is a note that an earlier part of the text has, too: the characters are that part's.
    """

    number: str
    label: Words | None
    pieces: list[Words]
    is_copy: bool = False


class Apart(NamedTuple):
    """The text and its notes, both in the order of the source."""

    body: list[BodyLine]
    notes: list[RawNote]
