"""Feet of pages: where the notes begin whose number stands on their first line, and where they end.

Their numbers go on from page to page, and each is called in the text above. Where a page ends its furniture tells;
where it is lost, the notes end with a sentence below which the text goes on.
"""

from __future__ import annotations

import bisect
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from unres_site.deferred import deferred
from unres_site.loader.decode.source import Line
from unres_site.loader.notes import marks
from unres_site.loader.notes.styles import BARE, Style, value
from unres_site.loader.pieces import RawNote, Words, is_date

MOST_LOST = 40
"""Notes that may be lost at once."""

LONGEST_NOTE = 4
"""Lines of the longest note that stands alone at the foot of a page."""

LONGEST_REST = 12
"""Lines of the longest rest of a note below the end of a sentence."""

MOST_FEET = 60
"""Feet that are looked for in what stands between two turns of a page that are known."""

# matches: A/61/162。
# matches: United Nations, Treaty Series, vol. 2624, No. 46745.
# matches: (United Nations publication, Sales No. E.96.IV.13).
# rejects: Resolution 2200 A (XXI), annex.
# rejects: 《大会正式记录，
NOTE_OVER = deferred(r"(?:[。！？]|[\d)\]”»][.؟!?])[”»）)]?\s*$")
"""How the last line of a note ends beyond doubt."""

# matches: Resolution 2200 A (XXI), annex.
# matches: приложение.
# matches: A/CONF.157/24 (Part I), chap. III.
# rejects: United Nations, Treaty Series, vol.
WORD_OVER = deferred(r"(?:[^\W\d_]{5}|\b[A-ZА-Я]{1,5})[.؟!?]\s*$")
"""How it ends, too; but the word may be one cut short (paras., No. E.), and numbers follow."""

# matches: 75 and 76
# matches: XII.
# matches: (A/75/345)
# matches: 93.I.8
# rejects: 12. Requests
# rejects: Recalling
NUMBERS_FOLLOW = deferred(r"(?!\d{1,3}\s?[.．、]\s)[\d(\[（]|[IVXLC]+\b")

# matches: or to adopt a religion
# matches: и принимает к сведению
# matches: 12. Requests the Secretary-General
# matches: 4．重申
# rejects: 10 See resolution
# rejects: “Recalling
FIRST = deferred(r"^(?:\d{1,3}\s?[.．、](?!\d)|[^\W\d_])")
"""A paragraph's number, or the first letter of a line."""


def goes_on(last: str, text: str) -> bool:
    """Whether a line goes on with a note whose last line is `last`: its sentence is not over, or numbers follow it."""
    if NOTE_OVER.search(last):
        return False
    return WORD_OVER.search(last) is None or NUMBERS_FOLLOW.match(text) is not None


def is_text(text: str) -> bool:
    """Whether a line can open no sentence of a note: it has a paragraph's number, or opens with a small letter."""
    match = FIRST.match(text)
    return match is not None and (match[0][0].isdecimal() or match[0].islower())


class Sheet(NamedTuple):
    """Lines up to a turn of the page that is known.

    `numbers` are those that may open a note there; `calls` those of notes that digits of the line may call, and `first`
    the first lines that do.
    """

    lines: Sequence[Line]
    numbers: Sequence[int | None]
    calls: Sequence[set[int]]
    first: dict[int, int]


def sheet(lines: Sequence[Line], formula: int, style: Style) -> Sheet:
    """The lines with what is asked about them; no note stands above the offset `formula`."""
    numbers = [_label(line, style) if line.start > formula else None for line in lines]
    calls = [_calls(line, style) for line in lines]
    first: dict[int, int] = {}
    for index, found in enumerate(calls):
        for number in found:
            first.setdefault(number, index)
    return Sheet(lines, numbers, calls, first)


def _label(line: Line, style: Style) -> int | None:
    """The number that opens a line as a note's does; a date opens none."""
    if line.text[0].isalpha():
        return None
    number = style.number(line.text)
    return None if number is None or is_date(line.text) else number


def _calls(line: Line, style: Style) -> set[int]:
    if style is BARE:
        return marks.possible_calls(line)
    return {value(match[0]) for match in style.calls(line.text)}


class Feet:
    """Finds the feet of sheets one after the other: `called` are the numbers called in the text so far."""

    def __init__(self, style: Style) -> None:
        self.style = style
        self.body: list[Line] = []
        self.notes: list[RawNote] = []
        self.called: set[int] = set()

    def take(self, page: Sheet) -> None:
        """Part the lines of a sheet into text and notes."""
        at, end = self._complete(page), len(page.lines)
        for _ in range(MOST_FEET):
            start = self._start(page, at)
            self._text(page, at, start)
            at = self._notes(page, start)
            if at == end:
                return
        self._text(page, at, end)

    def _complete(self, page: Sheet) -> int:
        """Give the last note the lines at the head of a sheet if its number stands alone above the page's furniture."""
        count = 0
        while self.notes and count < min(LONGEST_NOTE, len(page.lines)) and (count or not self.notes[-1].pieces):
            line = page.lines[count]
            if page.numbers[count] is not None or (count and not goes_on(page.lines[count - 1].text, line.text)):
                break
            self.notes[-1].pieces.append(Words(line.start, line.end, line.text))
            count += 1
        return count

    @property
    def last(self) -> int:
        """The number of the last note so far."""
        return int(self.notes[-1].number) if self.notes else 0

    def _text(self, page: Sheet, start: int, end: int) -> None:
        self.body += page.lines[start:end]
        self.called.update(*page.calls[start:end])

    def _is_called(self, page: Sheet, number: int, index: int) -> bool:
        """Whether the note of that number is called above a line."""
        return number in self.called or page.first.get(number, index) < index

    def _start(self, page: Sheet, at: int) -> int:
        """Index of the first line of the next notes, from `at` on; the sheet's length where there are none.

        They go on from the number before them, and the first is called in the text above. Of several lines that could
        be the first, the last is it from which as many notes follow as from the first.
        """
        expected = self.last + 1
        starts = [
            index
            for index in range(at, len(page.lines))
            if page.numbers[index] == expected and self._is_called(page, expected, index)
        ]
        if not starts:
            return self._start_further_on(page, at)
        most = _consecutive(page.numbers[starts[0] :], expected)
        last = bisect.bisect_left(starts, 1, key=lambda start: _consecutive(page.numbers[start:], expected) < most)
        return starts[last - 1]

    def _start_further_on(self, page: Sheet, at: int) -> int:
        """Index of the first line of notes whose numbers skip some, for earlier notes are lost.

        Two notes or more stand there, or one that ends with the page.
        """
        skipping = range(self.last + 2, self.last + 2 + MOST_LOST)
        for index in range(at, len(page.lines)):
            number = page.numbers[index]
            if number is None or number not in skipping:
                continue
            several = _consecutive(page.numbers[index : index + 2 * LONGEST_NOTE], number) > 1
            ends = several or len(page.lines) - index <= LONGEST_NOTE
            if ends and self._may_follow(page, range(self.last + 1, number), number, index, several=several):
                return index
        return len(page.lines)

    def _may_follow(self, page: Sheet, lost: Sequence[int], number: int, index: int, *, several: bool) -> bool:
        """Whether a note may come next though those before it are lost: it is called, and they are.

        A single one may have lost its mark, too, if the next note follows (`several`): a date is no note.
        """
        if not self._is_called(page, number, index):
            return False
        return all(self._is_called(page, one, index) for one in lost) or (several and len(lost) == 1)

    def _notes(self, page: Sheet, start: int) -> int:
        """Read the notes of a foot: each opens with the number that comes next. The index of the line below them.

        Where the next number is nowhere, one that is further on and called in the text opens one too.
        """
        end = len(page.lines)
        if start == end:
            return end
        opens = [*self._opening(page, start), end]
        for at, below in pairwise(opens):
            over = _over(page.lines[at:below])
            self.notes.append(_note(page.lines[at : at + over], self.style))
            if at + over < below:
                return at + over
        return end

    def _opening(self, page: Sheet, start: int) -> Iterator[int]:
        """The lines that open a note, from the first on."""
        latest = {number: index for index, number in enumerate(page.numbers)}
        expected = page.numbers[start] or 0
        for index in range(start, len(page.lines)):
            number = page.numbers[index] or 0
            skipped = range(expected, number) if 0 < number - expected <= MOST_LOST else ()
            nowhere = all(latest.get(one, -1) < index for one in skipped)
            several = latest.get(number + 1, -1) > index
            if number == expected or (
                skipped and nowhere and self._may_follow(page, skipped, number, start, several=several)
            ):
                yield index
                expected = number + 1


def _consecutive(numbers: Sequence[int | None], first: int) -> int:
    expected = first
    for number in numbers:
        expected += number == expected
    return expected - first


def _over(lines: Sequence[Line]) -> int:
    """How many of the lines are the note that opens with the first: the text may go on below it.

    It does beyond doubt below the end of a sentence where no sentence of a note can open, or where too much follows.
    """
    for index in range(1, len(lines)):
        over = not goes_on(lines[index - 1].text, lines[index].text)
        if over and (is_text(lines[index].text) or len(lines) - index > LONGEST_REST):
            return index
    return len(lines)


def _note(lines: Sequence[Line], style: Style) -> RawNote:
    """The note that stands on the lines."""
    line = lines[0]
    start = style.label.match(line.text)
    length = start.end() if start else len(line.text)
    label = Words(line.start, line.start + length, line.text[:length].strip())
    rest = [Words(line.start + length, line.end, line.text[length:])] if start else []
    rest += [Words(one.start, one.end, one.text) for one in lines[1:]]
    return RawNote(str(style.number(line.text)), label, rest)
