"""Texts of a volume: their notes are below the closing and count on from the text before (`66 Ibid.`).

The first number is not 1, and often a space is before a mark: `the Port of Fog 66 and`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from unres_site.deferred import deferred
from unres_site.loader.decode.source import Line
from unres_site.loader.notes.marks import split_at_marks
from unres_site.loader.notes.styles import BARE, Style
from unres_site.loader.pieces import DATE_START, BodyLine, take_words
from unres_site.text.increasing import find_longest_increasing
from unres_site.text.labels import OPERATIVE

# matches: the application of Japan, 17
# matches: of 6 May,5 submitted
# matches: the Port of Fog 66 and
# matches: by 14 votes to none. 52
# matches: of 31 March 52 and 27 October
# rejects: S/4389
# rejects: resolution 143 (1960)
# rejects: 1,135
# rejects: 10-68
CALL = deferred(
    r"(?<![\d/.\-–(])(?<!\d,)(?P<number>[1-9]\d{0,2})(?![\d/\-–(])(?![.,]\d)(?!\s?\(\d)(?!\s[^\W\d_]{3,12}\.?\s(?:19|20)\d\d)"
)
"""Digits that may be a mark. The day of a date is not one."""

# matches: "paragraph "
# matches: "Articles "
# rejects: "Fog "
COUNTED = deferred(
    r"\b(?:[Pp]aragraphs?|[Aa]rticles?|[Rr]esolutions?|Chapter|Nos?\.|and|to|of|by|with|from|on|than|items?) $"
)
"""Words after which a number is not a mark."""

# matches: United Nations, 113
# matches: the Secretary-General; 4
# rejects: in paragraph 4
# rejects: 1,135
AT_END = deferred(
    r"(?<!\d)[,;.:] ?(?P<number>[1-9]\d{0,2})$|(?<=\d)[,;.:] (?P<other>[1-9]\d{0,2})$"
)
"""A number behind a sign at the end of a line."""

# matches: 17 Ibid., Seventh Year
# matches: 4 “The situation
# matches: 1 《大会正式记录
# rejects: 3 abstentions (Syria,
NOTE_OPENS = deferred(r"\d{1,3}\s+[^\w\s]{0,3}[^\W\d_a-zа-я]")
"""The first line of a note: its words begin with a capital, in a script that has capitals."""


LONGEST_NOTE = 8
"""Lines of the longest note of a volume."""

MOST_SKIPPED = 2
"""Notes of a volume that may be lost between two others."""


class Call(NamedTuple):
    """Digits that may be a mark: their line, start and end in it, and their number."""

    line: int
    start: int
    end: int
    number: int


def find_last_number_before(
    lines: Sequence[Line], formula: int, style: Style, words: tuple[str, ...]
) -> int:
    """The number of the last note of the text before in the volume; 0 for a text that is from no volume.

    The notes of such a text are its last lines. They count up by one from a number above 1. The text calls one of them,
    or one begins with `words`, with which notes begin.
    """
    if style is not BARE:
        return 0

    notes = _find_last_notes(lines, formula)
    if not notes:
        return 0

    first, index = notes[-1]
    above = lines[:index]
    if first <= 1 or _has_notes_below(above, first):
        return 0
    if _find_calls(above, {number for number, _ in notes}):
        return first - 1

    texts = [lines[at].text.removeprefix(str(number)) for number, at in notes]
    told = any(text.lstrip().startswith(words) for text in texts)
    return first - 1 if told else 0


def _find_last_notes(lines: Sequence[Line], formula: int) -> list[tuple[int, int]]:
    """The last notes that count up, from the last to the first: the number of each and the index of its line."""
    found: list[tuple[int, int]] = []
    below = len(lines)
    for index in reversed(range(len(lines))):
        if lines[index].start <= formula or below - index > LONGEST_NOTE:
            break

        above = found[-1][0] if found else 0
        number = _note_number(lines, index, above)
        if number is None or (above and number >= above):
            continue
        if above and number < above - 1 - MOST_SKIPPED:
            break
        found.append((number, index))
        below = index

    return found


def _note_number(lines: Sequence[Line], index: int, above: int) -> int | None:
    """The number of the note that a line opens: below a blank line, or below the end of a sentence.

    Where the number right before that of the note below opens a line that is set apart, its words may be misread.
    """
    line = lines[index]
    number = BARE.read_number(line.text)
    if number is None or DATE_START.match(line.text):
        return None
    if line.gap and above and number == above - 1:
        return number
    if not NOTE_OPENS.match(line.text):
        return None

    over = not lines[index - 1].text[-1:].isalpha() if index else True
    return number if line.gap or over else None


def _has_notes_below(lines: Sequence[Line], first: int) -> bool:
    """Whether lines open the note before that number, or many with lower numbers, as at the feet of earlier pages."""
    found = {
        BARE.read_number(line.text)
        for line in lines
        if NOTE_OPENS.match(line.text) and not DATE_START.match(line.text)
    }
    found |= set(BARE.read_each_alone(lines))
    return (
        first - 1 in found
        or sum(number in found for number in range(1, first)) * 3 >= first
    )


def has_marks(lines: Sequence[Line]) -> bool:
    """Whether a text without notes has marks of a volume.

    They rise and the first is not 1; or all are higher than a text's own marks would be, as some call a note again.
    """
    numbers = [call.number for call in _find_calls_at_ends(lines)]
    if not numbers or numbers[0] == 1:
        return False

    return numbers == sorted(numbers) or min(numbers) > len(numbers)


def set_volume_marks_apart(
    lines: Sequence[Line], notes: Collection[int]
) -> Iterator[BodyLine]:
    """The lines with their marks apart: the longest increasing subsequence of the digits that may call these notes.

    A mark that ends a paragraph may call a note again, or one that is lost.
    """
    found = _find_calls(lines, notes)
    numbers = [call.number for call in found]
    calls = {found[index] for index in find_longest_increasing(numbers)}
    calls.update(_find_calls_at_ends(lines))
    by_line: dict[int, list[tuple[str, int, int]]] = {}
    for call in sorted(calls):
        mark = (str(call.number), call.start, call.end)
        by_line.setdefault(call.line, []).append(mark)

    for index, line in enumerate(lines):
        if index in by_line:
            yield BodyLine(line, list(split_at_marks(line, by_line[index])))
        else:
            yield BodyLine(line, [take_words(line)])


def _find_calls(lines: Sequence[Line], numbers: Collection[int]) -> list[Call]:
    """The digits that may call one of these notes."""
    found: list[Call] = []
    for index, line in enumerate(lines if numbers else ()):
        for match in CALL.finditer(line.text):
            start = match.start()
            number = int(match["number"])
            if start and number in numbers and not COUNTED.search(line.text, 0, start):
                found.append(Call(index, start, match.end(), number))

    return found


def _find_calls_at_ends(lines: Sequence[Line]) -> Iterator[Call]:
    """The numbers behind a sign at the end of a paragraph: above a blank line, the page's turn or a numbered line."""
    for index, (line, below) in enumerate(pairwise(lines)):
        over = below.gap or below.page != line.page or OPERATIVE.match(below.text)
        match = AT_END.search(line.text) if over else None
        if match and match.lastgroup:
            yield Call(
                index,
                match.start(match.lastgroup),
                match.end(),
                int(match[match.lastgroup]),
            )
