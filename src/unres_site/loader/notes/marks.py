"""Marks that follow their word directly: which digits of a text call its notes.

The first calls are the longest rising sequence of candidates; a later call must look like a mark beyond doubt.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Collection, Iterable, Iterator, Sequence
from operator import itemgetter
from typing import NamedTuple

from unres_site.loader.decode.source import Line
from unres_site.loader.notes.shapes import (
    DIGITS,
    Stretch,
    find_candidates,
    find_doubtful,
    find_stuck,
)
from unres_site.loader.notes.styles import Style, read_value
from unres_site.loader.notes.unnoted import find_all_unnoted, find_unnoted
from unres_site.loader.pieces import BodyLine, Mark, Piece, Words, take_words
from unres_site.text.increasing import find_longest_increasing


def set_marks_apart(
    lines: Sequence[Line], notes: Collection[int], ordinals: tuple[str, ...]
) -> Iterator[BodyLine]:
    """The lines with the marks of these notes set apart; after `ordinals` (第) no digits are a mark.

    So are marks that go on from the last of them beyond doubt: their notes are lost.
    """
    found = _find_marks(lines, notes, ordinals)
    for index, line in enumerate(lines):
        stretches = found.get(index)
        words = split_at_marks(line, stretches) if stretches else [take_words(line)]
        yield BodyLine(line, list(words))


def set_signs_apart(
    lines: Sequence[Line], notes: Collection[int], style: Style
) -> Iterator[BodyLine]:
    """The lines with the marks of a style set apart; of one that may be something else, those of the notes alone."""
    for line in lines:
        found = [(read_value(match[0]), match) for match in style.find_calls(line.text)]
        stretches = [
            (str(number), match.start(), match.end())
            for number, match in found
            if style.enough or number in notes
        ]
        yield BodyLine(line, list(split_at_marks(line, stretches)))


UNSURE = 1
"""With this rank or a higher one, the best place may be no mark: its digits may all be of one number."""


class _Candidate(NamedTuple):
    """Digits that may be a mark: their line, their match, their number."""

    line: int
    match: re.Match[str]
    number: int


def _find_marks(
    lines: Sequence[Line], notes: Collection[int], ordinals: tuple[str, ...]
) -> dict[int, list[Stretch]]:
    """Where marks are in the lines: the first calls of the notes, in their order, and later ones.

    A first call that the longest increasing subsequence lacks may follow a number directly, between its neighbours.
    """
    highest = max(notes, default=0)
    found = _find_candidates(lines, highest, ordinals) if notes else []
    numbers = [candidate.number for candidate in found]
    first = {found[index] for index in find_longest_increasing(numbers)}
    chosen: dict[int, list[Stretch]] = {}
    reached = 0
    for candidate in found:
        if candidate in first:
            reached = candidate.number
        elif candidate.number > reached or not _calls_again(candidate.match):
            continue

        chosen.setdefault(candidate.line, []).append(
            (str(candidate.number), candidate.match.start(), candidate.match.end())
        )

    missing = set(range(1, highest + 1)) - {candidate.number for candidate in first}
    having = _find_lines(lines, {str(number) for number in missing})
    for number in sorted(missing):
        places = [(index, lines[index].text) for index in having[str(number)]]
        _fill(chosen, places, first, number, lost=number not in notes)

    last = max([(one.line, one.match.end()) for one in first], default=(0, 0))
    unnoted = find_unnoted(lines, last, highest) if notes else find_all_unnoted(lines)

    for index, stretch in unnoted:
        chosen.setdefault(index, []).append(stretch)

    for marks in chosen.values():
        marks.sort(key=itemgetter(1))

    return chosen


def _find_candidates(
    lines: Sequence[Line], highest: int, ordinals: tuple[str, ...]
) -> list[_Candidate]:
    """The digits that may be the mark of a note up to the highest, in the order of the text."""
    found: list[_Candidate] = []
    for index, line in enumerate(lines):
        for match in find_candidates(line):
            number = int(match["number"])
            is_ordinal = line.text.endswith(ordinals, 0, match.start())
            is_word = is_ordinal or _goes_on_as_date(lines, index, match)
            if number <= highest and not is_word:
                found.append(_Candidate(index, match, number))

    found.sort(key=_get_place)
    return found


def _goes_on_as_date(lines: Sequence[Line], index: int, match: re.Match[str]) -> bool:
    """Whether digits at the end of a line are the number of a month or a day: `2018 年 4`, `月 26 日`."""
    is_last = match.end() == len(match.string)
    if not is_last or index + 1 == len(lines):
        return False

    below = lines[index + 1]
    return below.text.startswith(("月", "日"))


def _get_place(candidate: _Candidate) -> tuple[int, int]:
    return candidate.line, candidate.match.start()


def _find_lines(lines: Sequence[Line], signs: set[str]) -> dict[str, list[int]]:
    """For each string of digits the indexes of the lines that have it, also within longer numbers."""
    found: dict[str, list[int]] = {sign: [] for sign in signs}
    longest = max(map(len, signs), default=0)
    for index, line in enumerate(lines if signs else ()):
        parts: set[str] = set()
        for digits in DIGITS.findall(line.text):
            for start in range(len(digits)):
                stop = min(len(digits), start + longest)
                parts.update(digits[start:end] for end in range(start + 1, stop + 1))

        for sign in parts & signs:
            found[sign].append(index)

    return found


def _fill(
    chosen: dict[int, list[Stretch]],
    lines: Sequence[tuple[int, str]],
    first: set[_Candidate],
    number: int,
    *,
    lost: bool,
) -> None:
    """Find the first call of a note directly behind a number, between the first calls of its neighbours.

    `lines` are those that have the number's digits: index and text.
    Where the note is lost, too, only what can be no number of its own is taken for one.
    """
    above = max(
        ((one.line, one.match.end()) for one in first if one.number < number),
        default=(0, 0),
    )
    below = min(
        ((one.line, one.match.start()) for one in first if one.number > number),
        default=(sys.maxsize, 0),
    )
    find = find_stuck if lost else find_doubtful
    found: list[tuple[float, int, int, int]] = []
    for index, text in lines:
        if not above[0] <= index <= below[0]:
            continue

        taken = chosen.get(index, ())
        for rank, start, end in find(text, number):
            is_between = above < (index, start) < below
            if is_between and not _overlaps(start, end, taken):
                found.append((rank, index, start, end))

    if found and not _is_ambiguous(found):
        _, index, start, end = min(found)
        chosen.setdefault(index, []).append((str(number), start, end))


def _is_ambiguous(found: Sequence[tuple[float, int, int, int]]) -> bool:
    """Whether several places are as good as the best, and none of them is sure (rank, line, start and end of each)."""
    best, *_ = min(found)
    equal = [one for one in found if one[0] == best]
    return best >= UNSURE and len(equal) > 1


def _overlaps(start: int, end: int, taken: Iterable[Stretch]) -> bool:
    """Whether a part of the characters from start to end is within a mark already."""
    for _, first, last in taken:
        if start < last and first < end:
            return True

    return False


def _calls_again(match: re.Match[str]) -> bool:
    """Whether digits that call no new note are a mark all the same: right after a sign, or before white space."""
    before = match.string[match.start() - 1]
    if not before.isalpha():
        return True

    after = match.string[match.end() : match.end() + 1]
    return after != "" and (after.isspace() or before < "\u3000")


def split_at_marks(line: Line, marks: Sequence[Stretch]) -> Iterator[Piece]:
    """The words and marks of a line."""
    at = 0
    for number, start, end in marks:
        if start > at:
            yield Words(line.start + at, line.start + start, line.text[at:start])
        yield Mark(number, line.start + start, line.start + end)
        at = end

    if at < len(line.text) or not marks:
        yield Words(line.start + at, line.end, line.text[at:])
