"""Numbers of pages that are alone on their lines, with no other furniture beside them: `2` between two paragraphs.

A lone number may be a note's mark or the number of a note as well. Those of pages count on through the whole text, at
like distances; and notes of the same numbers, if there are any, have marks and numbers of their own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from unres_site.loader.decode.source import Line
from unres_site.loader.front.furniture import LONE_NUMBER
from unres_site.loader.notes.shapes import find_sure_calls
from unres_site.loader.pieces import NOTE_START, is_date

FIRST_NUMBERS = (1, 2, 3)
"""Numbers with which a series of pages may begin: first pages often have none."""

SHORTEST_PAGE = 15
"""Lines of the shortest page."""

MOST_UNLIKE = 1.6
"""How much longer than the middle one a page may be, or how much shorter."""


def find_page_numbers(lines: Sequence[Line]) -> frozenset[int]:
    """Indexes of the lines that are numbers of pages and nothing else."""
    places = _find_lone_numbers(lines)
    first = min(places, default=0)
    if first not in FIRST_NUMBERS:
        return frozenset()

    series = _list_series(places, first)
    numbers = range(first, first + len(series))
    are_pages = _may_be_pages(series, lines) and _have_own_notes(numbers, lines)
    return frozenset(series if are_pages else ())


def _find_lone_numbers(lines: Sequence[Line]) -> dict[int, int]:
    """The line of each number that is alone, once in the text, and below a blank line or at the end of a page."""
    found: list[tuple[int, int]] = []
    for index, line in enumerate(lines):
        text = line.text
        if len(text) <= 3 and text[0] != "0" and LONE_NUMBER.fullmatch(text):  # noqa: PLR2004
            found.append((int(text), index))

    count = Counter([number for number, _ in found])
    return {
        number: index
        for number, index in found
        if count[number] == 1 and (lines[index].gap or _ends_page(lines, index))
    }


def _ends_page(lines: Sequence[Line], index: int) -> bool:
    """Whether a form feed follows a line, or the end of the text."""
    if index + 1 == len(lines):
        return True

    return lines[index + 1].page != lines[index].page


def _list_series(places: dict[int, int], first: int) -> list[int]:
    """The lines of a number and of those that follow it one by one, each below the one before."""
    series: list[int] = []
    number = first
    while number in places and places[number] > (series[-1] if series else 0):
        series.append(places[number])
        number += 1

    return series


def _may_be_pages(series: Sequence[int], lines: Sequence[Line]) -> bool:
    """Whether the numbers divide the text into pages: all but the first and the last are about as long."""
    if len(series) > 1 and all(_ends_page(lines, index) for index in series):
        return True
    if len(series) == 1 and lines[series[0]].text != "1":
        return False

    lengths = [below - above for above, below in pairwise(series)]
    lengths = lengths or [series[0]]
    middle = median(lengths)
    is_like = all(
        middle / MOST_UNLIKE <= length <= middle * MOST_UNLIKE for length in lengths
    )
    longest = middle * MOST_UNLIKE
    return (
        min(lengths) >= SHORTEST_PAGE
        and is_like
        and series[0] <= 2 * longest
        and len(lines) - series[-1] <= longest
    )


def _have_own_notes(numbers: Sequence[int], lines: Sequence[Line]) -> bool:
    """Whether the text calls the notes of these numbers elsewhere, and has them elsewhere, or does neither."""
    called: set[int] = set()
    noted: set[int] = set()
    for line in lines:
        called |= find_sure_calls(line)
        note = NOTE_START.match(line.text)
        if note and not is_date(line.text):
            noted.add(int(note["number"]))

    return all((number in called) == (number in noted) for number in numbers)
