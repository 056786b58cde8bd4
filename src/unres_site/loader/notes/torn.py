"""Superscripts torn off onto lines of their own, as in the seeds.

A lone number is a mark within a paragraph, and the number of a note below the rule. Where the rule is lost, with the
blanks at the ends of lines, the order of the numbers tells the notes.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from unres_site.deferred import deferred
from unres_site.loader.decode.source import Line
from unres_site.loader.notes.feet import goes_on
from unres_site.loader.notes.styles import Style
from unres_site.loader.pieces import Apart, BodyLine, Mark, RawNote, Words, take_words

LONGEST_NOTE = 4
"""A note that has lost its number is recognized if it has no more lines."""

LONGEST_FOOT = 120
"""The foot of a page that has lost its rule is recognized if it has no more lines."""

FEW = 2
"""More notes than this are recognized though one of them, or its mark, is lost."""

# matches: 月 4 日人类博爱国际日
# rejects: 6 月 18 日
# rejects: 月球协定
REST_OF_DATE = deferred(r"月\s*\d")
"""What follows the number of a month in Chinese."""

SENTENCE_ENDS = ("。", ".", "؛", ";", "；")


class Zone(NamedTuple):
    """How far notes are read: the number of the last note, and its last words (None: none yet)."""

    number: int | None
    last: str | None


class TornReader:
    """Reads torn lines one after the other. `zone` is whether the line is below the rule, among the notes.

    `numbers` are those that are alone on their lines.
    """

    def __init__(
        self,
        lines: Sequence[Line],
        numbers: Sequence[int | None],
        formula: int,
        style: Style,
    ) -> None:
        indents = {line.indent for line in lines}
        self.lines = lines
        self.numbers = numbers
        self.formula = formula
        self.style = style
        self.margin = min(indents, default=0)
        self.indented = len(indents) > 1
        self.body: list[BodyLine] = []
        self.notes: list[RawNote] = []
        self.marked: set[int] = set()
        self.noted: set[int] = set()
        self.zone = False

    def read(self) -> Apart:
        """Text and notes of the lines."""
        before: int | None = None
        for index, (line, number) in enumerate(
            zip(self.lines, self.numbers, strict=True)
        ):
            if self.zone or number is not None or line.ruled:
                self._cross(index, line, number)
            if self.zone:
                self._note_line(index, number)
            elif number is not None and self.body and not self._is_words(index, number):
                self._mark(line, number)
            else:
                self.body.append(
                    BodyLine(
                        line,
                        [take_words(line)],
                        before is not None,
                    )
                )

            before = number

        return Apart(self.body, self.notes)

    def _cross(self, index: int, line: Line, number: int | None) -> None:
        """Enter the notes at the rule; leave them where the page turns, with a running head or without."""
        if self.zone and index and self.notes:
            last = self.notes[-1]
            words = last.pieces[-1].text if last.pieces else None
            self.zone = not self._leaves(
                line, number, self.lines[index - 1], Zone(int(last.number or 0), words)
            )

        if line.start <= self.formula:
            return

        if line.ruled and (number is not None or self.style.label.match(line.text)):
            self.zone = True
        elif (
            not self.zone
            and number is not None
            and self._is_below_a_lost_rule(index, number)
        ):
            self._pull_back_unnumbered(number)
            self.zone = True

    def _leaves(
        self, line: Line, number: int | None, previous: Line, zone: Zone
    ) -> bool:
        """Whether the notes are over: the page turned, or an indent opens a paragraph.

        In a text without indents: all notes that are called are above, and the last is complete.
        """
        if zone.last is None:
            return False
        if line.page != previous.page:
            return True

        if self.indented:
            inner = line.indent - self.margin
            return number is None and (inner > 1 or (inner > 0 and line.gap == 0))

        expected = max(self.marked, default=0) <= (zone.number or 0)
        return (
            expected and number is None and not goes_on(zone.last.rstrip(), line.text)
        )

    def _note_line(self, index: int, number: int | None) -> None:
        line = self.lines[index]
        if number is not None:
            self._open_note(number, take_words(line), [])
            return

        expected = int(self.notes[-1].number or 0) + 1 if self.notes else None

        start = self.style.label.match(line.text)
        opened = self.style.read_number(line.text) if start else None
        at_margin = line.gap > 0 and line.indent == self.margin
        alone = expected in self.numbers[index + 1 : index + LONGEST_FOOT]
        is_next = opened == expected and at_margin and not alone
        if start and opened is not None and (is_next or not self.notes):
            begin = line.start + start.end()
            label = Words(line.start, begin, start[0].strip())
            rest = Words(begin, line.end, line.text[start.end() :])
            self._open_note(opened, label, [rest])
            return

        if index and self._has_lost_its_number(index):
            self.notes.append(RawNote("", None, []))

        self.notes[-1].pieces.append(take_words(line))

    def _open_note(self, number: int, label: Words, pieces: list[Words]) -> None:
        self.noted.add(number)
        self.notes.append(RawNote(str(number), label, pieces))

    def _has_lost_its_number(self, index: int) -> bool:
        """Whether a note without a number opens: indented below a blank line, short, and the next number is marked."""
        line = self.lines[index]
        last = self.notes[-1]
        if (
            line.indent != self.margin + 1
            or not line.gap
            or not last.pieces
            or not last.number
        ):
            return False

        below = self.lines[index + 1 : index + 1 + LONGEST_NOTE]
        over = any(
            one.page != line.page
            or one.indent > self.margin
            or self.style.read_alone(one.text) is not None
            for one in below
        )
        return int(last.number) + 1 in self.marked and (
            over or len(below) < LONGEST_NOTE
        )

    def _is_words(self, index: int, number: int) -> bool:
        """Whether a number alone on its line belongs to the words, not to a note.

        It does if the next line has the rest of a date, or the mark that is expected: `4` below `21`.
        """
        if index + 1 < len(self.lines) and REST_OF_DATE.match(
            self.lines[index + 1].text
        ):
            return True

        following = max(self.marked, default=0) + 1
        below = self.numbers[index + 1 : index + 2]
        return (
            number > following
            and below == [following]
            and not self.lines[index + 1].gap
        )

    def _mark(self, line: Line, number: int) -> None:
        mark = Mark(str(number), line.start, line.end)
        self.marked.add(number)
        self.body[-1].pieces.append(mark)

    def _is_below_a_lost_rule(self, index: int, number: int) -> bool:
        """Whether the rest of the page is notes though no rule says so: numbers long since marked, each with its text.

        They are all that were marked and have no note yet, though one of many may have lost its mark, or itself; or
        several of them, below the end of a sentence: A/RES/62/22 has lost the rule of its second page with notes 1–3:
        `见第 60/1 号决议，第 94 段。`, `5`, `A/61/162。`
        """
        open_marks = self.marked - self.noted
        if number not in open_marks or self._comes_again(index, number):
            return False

        numbers = self._list_numbers_below(index)
        if not numbers or numbers[-1] != max(open_marks):
            return False

        odd = (
            len(set(numbers) - open_marks) + numbers[-1] - numbers[0] + 1 - len(numbers)
        )
        if odd > (len(numbers) > FEW):
            return False

        latest = max(self.noted, default=0)
        if number == min((one for one in open_marks if one > latest), default=0):
            return True

        return len(numbers) > 1 and self.body[-1].line.text.endswith(SENTENCE_ENDS)

    def _comes_again(self, index: int, number: int) -> bool:
        """Whether the number is alone again on the page, before a new one: then this is a second mark."""
        page = self.lines[index].page
        newest = max(self.marked)
        for at in range(index + 1, min(index + LONGEST_FOOT, len(self.lines))):
            line = self.lines[at]
            below = self.numbers[at]
            if line.page != page or (below is not None and below > newest):
                return False
            if below == number:
                return True

        return False

    def _list_numbers_below(self, index: int) -> list[int]:
        """The numbers of the notes from a line on, if they go on from it, skip one at most, and each has its text."""
        zone = Zone(None, None)
        numbers: list[int] = []
        for at in range(index, min(index + LONGEST_FOOT, len(self.lines))):
            line = self.lines[at]
            number = self.numbers[at]
            if at > index and self._leaves(line, number, self.lines[at - 1], zone):
                break

            if number is None:
                if zone.last is None and (
                    line.gap or (self.indented and line.indent == self.margin)
                ):
                    return []

                zone = Zone(zone.number, line.text)
                continue

            if numbers and (number - numbers[-1] not in (1, 2) or zone.last is None):
                return []
            numbers.append(number)
            zone = Zone(number, None)

        if zone.last is not None:
            return numbers

        return []

    def _pull_back_unnumbered(self, number: int) -> None:
        """The line above the first of such notes is one too, if its number is marked and missing: note 4 of 62/22."""
        last = self.body[-1]
        alone = (
            len(last.pieces) == 1
            and last.line.gap == 0
            and last.line.indent > self.margin
        )
        if alone and number - 1 in self.marked - self.noted:
            self.body.pop()
            self.notes.append(
                RawNote(
                    "", None, [Words(last.line.start, last.line.end, last.line.text)]
                )
            )
