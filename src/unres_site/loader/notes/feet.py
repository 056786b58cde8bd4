"""Notes at the feet of pages, each with its number on its first line: where they begin and where they end.

Their numbers continue from page to page, and each number is called in the text above. Page furniture shows where a page
ends. Where it is lost, the notes end at the end of a sentence below which the text continues.
"""

from __future__ import annotations

import bisect
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from msgspec.structs import replace

from unres_site.deferred import deferred
from unres_site.loader.decode.source import Line
from unres_site.loader.notes import shapes
from unres_site.loader.notes.styles import BARE, Style, read_value
from unres_site.loader.pieces import RawNote, Words, is_date, take_words

MOST_LOST = 40
"""Notes that may be lost at once, between two that are there."""

LONGEST_NOTE = 4
"""Lines of the longest note that is alone at the foot of a page."""

LONGEST_REST = 12
"""Lines of a note below the end of a sentence in it, at most."""

MOST_FEET = 60
"""Feet that are looked for between two known turns of the page, at most."""

# matches: A/61/162。
# matches: United Nations, Treaty Series, vol. 2624, No. 46745.
# matches: (United Nations publication, Sales No. E.96.IV.13).
# rejects: Resolution 2200 A (XXI), annex.
# rejects: 《大会正式记录，
NOTE_OVER = deferred(r"(?:[。！？]|[\d)\]”»][.؟!?])[”»）)]?\s*$")
"""The end of the last line of a note, without doubt."""

# matches: Resolution 2200 A (XXI), annex.
# matches: приложение.
# matches: A/CONF.157/24 (Part I), chap. III.
# rejects: United Nations, Treaty Series, vol.
WORD_OVER = deferred(r"(?:[^\W\d_]{5}|\b[A-ZА-Я]{1,5})[.؟!?]\s*$")
"""The end of it, with a doubt: the word may be an abbreviation (paras., No. E.), and numbers follow."""

# matches: 75 and 76
# matches: XII.
# matches: (A/75/345)
# matches: 93.I.8
# rejects: 12. Requests
# rejects: Recalling
NUMBERS_FOLLOW = deferred(r"(?!\d{1,3}\s?[.．、]\s)[\d(\[（]|[IVXLC]+\b")

# matches: See resolution 59/1. [2]
# rejects: See resolution 59/1.
SENTENCE_END = deferred(r"(?<=[.。؛;])\s+(?=\S)")

# matches: or to adopt a religion
# matches: и принимает к сведению
# matches: 12. Requests the Secretary-General
# matches: 4．重申
# matches: 1 - تحيط علما
# rejects: 10 See resolution
# rejects: “Recalling
FIRST = deferred(r"^(?:\d{1,3}\s?(?:[.．、](?!\d)|[-‐‑–—]\s)|[^\W\d_])")
"""A paragraph's number, or the first letter of a line."""


def goes_on(last: str, text: str) -> bool:
    """Whether a line continues a note whose last line is `last`: its sentence is not complete, or numbers follow it."""
    if NOTE_OVER.search(last):
        return False
    return WORD_OVER.search(last) is None or NUMBERS_FOLLOW.match(text) is not None


def is_text(text: str) -> bool:
    """Whether a line can't begin a sentence of a note: it has a paragraph's number, or begins with a small letter."""
    match = FIRST.match(text)
    if match is None:
        return False

    first = match[0]
    return first[0].isdecimal() or first.islower()


class Sheet(NamedTuple):
    """The lines up to a known turn of the page.

    numbers  for each line the number of the note that it may open, or None
    calls    for each line the numbers of the notes that it may call
    first    for each number the index of the first line that may call it
    """

    lines: Sequence[Line]
    numbers: Sequence[int | None]
    calls: Sequence[set[int]]
    first: dict[int, int]


def read_sheet(lines: Sequence[Line], formula: int, style: Style) -> Sheet:
    """The lines with their numbers and calls; no note is above the offset `formula`."""
    lines = [part for line in lines for part in _split_at_labels(line, lines, style)]
    numbers = [
        _read_label(line, style) if line.start > formula else None for line in lines
    ]
    calls = [_list_calls(line, style) for line in lines]
    first: dict[int, int] = {}
    for index, found in enumerate(calls):
        for number in found:
            first.setdefault(number, index)

    return Sheet(lines, numbers, calls, first)


def _split_at_labels(line: Line, lines: Sequence[Line], style: Style) -> Iterator[Line]:
    """The line, or its parts if the next note begins within it (`[1] See resolution 59/1. [2] See A/60/1.`)."""
    number = style.read_number(line.text) if style.may_open(line.text) else None

    start = 0
    for end in SENTENCE_END.finditer(line.text) if number is not None else ():
        label = style.label.match(line.text, end.end())
        following = (
            read_value(label[0])
            if label and not line.text[label.end()].islower()
            else None
        )
        if (
            number is not None
            and following == number + 1
            and _is_next_note(following, lines, style)
        ):
            yield _cut(line, start, end.start())
            start = end.end()
            number = following

    yield _cut(line, start, len(line.text)) if start else line


def _cut(line: Line, start: int, end: int) -> Line:
    """Characters `start` to `end` of a line, as a line."""
    gap = 0 if start else line.gap
    return replace(
        line,
        start=line.start + start,
        end=line.start + end,
        text=line.text[start:end],
        gap=gap,
    )


def _is_next_note(number: int, lines: Sequence[Line], style: Style) -> bool:
    """Whether a note may begin within a line: the text calls it, and no line begins with its number."""
    if any(
        style.may_open(line.text) and style.read_number(line.text) == number
        for line in lines
    ):
        return False

    return style is not BARE or any(
        number in shapes.find_sure_calls(line) for line in lines
    )


def _read_label(line: Line, style: Style) -> int | None:
    """The number of the note that a line may open; a date opens none."""
    if not style.may_open(line.text):
        return None

    number = style.read_number(line.text)
    if number is None or is_date(line.text):
        return None
    return number


def _list_calls(line: Line, style: Style) -> set[int]:
    if style is BARE:
        return shapes.find_possible_calls(line)
    return {read_value(match[0]) for match in style.find_calls(line.text)}


class Feet:
    """Finds the feet of sheets, one after the other. `called` are the numbers that the text has called so far."""

    def __init__(self, style: Style, before: int = 0) -> None:
        self.style = style
        self.before = before
        """The number of the last note of the texts before, in a volume that counts on from text to text."""
        self.body: list[Line] = []
        self.notes: list[RawNote] = []
        self.called: set[int] = set()

    def take(self, page: Sheet) -> None:
        """Divide the lines of a sheet into text and notes."""
        at = self._complete_last(page)
        end = len(page.lines)
        for _ in range(MOST_FEET):
            start = self._start(page, at)
            self._join_text(page, at, start)
            at = self._read_notes(page, start)
            if at == end:
                return

        self._join_text(page, at, end)

    def _complete_last(self, page: Sheet) -> int:
        """The first lines of a sheet that belong to the last note, if its number is alone above the page furniture.

        Adds them to the note and returns how many they are.
        """
        count = 0
        while (
            self.notes
            and count < min(LONGEST_NOTE, len(page.lines))
            and (count or not self.notes[-1].pieces)
        ):
            line = page.lines[count]
            if page.numbers[count] is not None or (
                count and not goes_on(page.lines[count - 1].text, line.text)
            ):
                break

            self.notes[-1].pieces.append(take_words(line))
            count += 1

        return count

    @property
    def last(self) -> int:
        """The number of the last note so far."""
        if not self.notes:
            return self.before
        return int(self.notes[-1].number)

    def _join_text(self, page: Sheet, start: int, end: int) -> None:
        self.body += page.lines[start:end]
        self.called.update(*page.calls[start:end])

    def _is_called(self, page: Sheet, number: int, index: int) -> bool:
        """Whether the note of that number is called above a line; in a volume its place tells enough."""
        return (
            self.before > 0
            or number in self.called
            or page.first.get(number, index) < index
        )

    def _start(self, page: Sheet, at: int) -> int:
        """Index of the first line of the next notes, from `at` on; the length of the sheet if there are none.

        Their numbers continue from the last note, and the text above calls the first of them. Several lines may have
        that number. Then the notes begin at the last of those lines that has as many notes below it as the first has.
        """
        expected = self.last + 1
        starts = [
            index
            for index in range(at, len(page.lines))
            if page.numbers[index] == expected
            and self._is_called(page, expected, index)
        ]
        if not starts:
            return self._start_further_on(page, at)

        most = _count_consecutive(page.numbers[starts[0] :], expected)
        last = bisect.bisect_left(
            starts,
            1,
            key=lambda start: _count_consecutive(page.numbers[start:], expected) < most,
        )
        return starts[last - 1]

    def _start_further_on(self, page: Sheet, at: int) -> int:
        """Index of the first line of notes whose numbers skip some, because earlier notes are lost.

        At least two notes are there, or one that ends with the page.
        """
        skipping = range(self.last + 2, self.last + 2 + MOST_LOST)
        for index in range(at, len(page.lines)):
            number = page.numbers[index]
            if number is None or number not in skipping:
                continue

            several = (
                _count_consecutive(
                    page.numbers[index : index + 2 * LONGEST_NOTE], number
                )
                > 1
            )
            ends = several or len(page.lines) - index <= LONGEST_NOTE
            if ends and self._may_follow(
                page, range(self.last + 1, number), number, index, several=several
            ):
                return index

        return len(page.lines)

    def _may_follow(
        self,
        page: Sheet,
        lost: Sequence[int],
        number: int,
        index: int,
        *,
        several: bool,
    ) -> bool:
        """Whether a note may come next though those before it are lost: the text calls it and them.

        A single lost note may have lost its mark, too, if another note follows (`several`).
        """
        if not self._is_called(page, number, index):
            return False

        return all(self._is_called(page, one, index) for one in lost) or (
            several and len(lost) == 1
        )

    def _read_notes(self, page: Sheet, start: int) -> int:
        """Read the notes of a foot; return the index of the line below them."""
        end = len(page.lines)
        if start == end:
            return end

        opens = [*self._find_opening(page, start), end]
        for at, below in pairwise(opens):
            over = _count_lines(page.lines[at:below])
            self.notes.append(_note(page.lines[at : at + over], self.style))
            if at + over < below:
                return at + over

        return end

    def _find_opening(self, page: Sheet, start: int) -> Iterator[int]:
        """Indexes of the lines that open a note: each has the next number.

        If the next number is missing below, a higher number that the text calls opens a note.
        """
        latest = {number: index for index, number in enumerate(page.numbers)}
        expected = page.numbers[start] or 0
        for index in range(start, len(page.lines)):
            number = page.numbers[index] or 0
            skipped = (
                range(expected, number) if 0 < number - expected <= MOST_LOST else ()
            )
            nowhere = all(latest.get(one, -1) < index for one in skipped)
            several = latest.get(number + 1, -1) > index
            if number == expected or (
                skipped
                and nowhere
                and self._may_follow(page, skipped, number, start, several=several)
            ):
                yield index
                expected = number + 1


def _count_consecutive(numbers: Sequence[int | None], first: int) -> int:
    expected = first
    for number in numbers:
        expected += number == expected

    return expected - first


def _count_lines(lines: Sequence[Line]) -> int:
    """How many of the lines belong to the note that the first line opens; the text may continue below it.

    The note ends at the end of a sentence if the next line can't begin a sentence of a note, or if too much follows.
    """
    for index in range(1, len(lines)):
        over = not goes_on(lines[index - 1].text, lines[index].text)
        if over and (is_text(lines[index].text) or len(lines) - index > LONGEST_REST):
            return index

    return len(lines)


def _note(lines: Sequence[Line], style: Style) -> RawNote:
    """The note that the lines are. If its first line has no label, all of that line is the label."""
    first = lines[0]
    label = style.label.match(first.text)
    length = label.end() if label else len(first.text)
    cut = first.start + length
    printed = Words(first.start, cut, first.text[:length].strip())
    rest = [take_words(line) for line in lines[1:]]
    if label:
        rest.insert(0, Words(cut, first.end, first.text[length:]))

    return RawNote(str(style.read_number(first.text)), printed, rest)
