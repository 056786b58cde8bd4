"""Superscripts torn off onto lines of their own, as in the seeds.

A lone number is a mark while a paragraph stands, and a note's number below the rule.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from unres_site.loader.cleaning import LONE_NUMBER
from unres_site.loader.pieces import NOTE_START, Apart, BodyLine, Mark, RawNote, Words
from unres_site.loader.source import Line


def is_torn(lines: Sequence[Line]) -> bool:
    """Whether superscripts stand on lines of their own: below a rule of spaces, or, as most do, in the text."""
    lone = [line for line in lines if LONE_NUMBER.fullmatch(line.text)]
    return any(line.ruled for line in lone) or (len(lone) > 1 and all(line.indent == 0 for line in lone))


# --- superscripts on lines of their own


LONGEST_NUMBER = 3
"""Digits of the highest number of a note."""

LONGEST_NOTE = 4
"""Lines of the longest note that is known for one without its number."""

LONGEST_FOOT = 120
"""Lines of the longest foot of a page that is known for one without its rule."""


class TornReader:
    """Reads torn lines one after the other; `zone`: below the rule, where notes stand."""

    def __init__(self, lines: Sequence[Line], formula: int) -> None:
        self.lines = lines
        self.formula = formula
        self.body: list[BodyLine] = []
        self.notes: list[RawNote] = []
        self.marked: set[int] = set()
        self.zone = False

    def read(self) -> Apart:
        """Text and notes of the lines."""
        for index, line in enumerate(self.lines):
            previous = self.lines[index - 1] if index else None
            lone = len(line.text) <= LONGEST_NUMBER and LONE_NUMBER.fullmatch(line.text) is not None
            if self.zone or lone or line.ruled:
                self._cross(index, line, previous, lone=lone)
            if self.zone:
                self._note_line(index, previous, lone=lone)
            elif lone and self.body:
                self._mark(line)
            else:
                torn = previous is not None and len(previous.text) <= LONGEST_NUMBER and previous.text.isdigit()
                self.body.append(BodyLine(line, [Words(line.start, line.end, line.text)], torn))
        return Apart(self.body, self.notes)

    def _cross(self, index: int, line: Line, previous: Line | None, *, lone: bool) -> None:
        """Enter the notes at the rule; leave them where the page turns, with a running head or without."""
        if self.zone and previous is not None:
            bare = bool(self.notes) and not self.notes[-1].pieces
            turned = line.page != previous.page and not bare
            opens = line.indent > 0 and (line.gap == 0 or line.indent > 1)
            lost_turn = opens and not LONE_NUMBER.fullmatch(previous.text)
            self.zone = not (turned or lost_turn)
        if line.start <= self.formula:
            return
        if line.ruled and (lone or NOTE_START.match(line.text)):
            self.zone = True
        elif not self.zone and lone and self._stands_below_a_lost_rule(index):
            self._pull_back_unnumbered(int(line.text))
            self.zone = True

    def _note_line(self, index: int, previous: Line | None, *, lone: bool) -> None:
        line = self.lines[index]
        if lone:
            self.notes.append(RawNote(line.text, Words(line.start, line.end, line.text), []))
            return
        start = NOTE_START.match(line.text)
        expected = str(int(self.notes[-1].number or 0) + 1) if self.notes else None
        if start and (
            not self.notes
            or (start["number"] == expected and previous is not None and line.gap > 0 and line.indent == 0)
        ):
            label = Words(line.start, line.start + start.end(), start[0].strip())
            begin = line.start + start.end()
            self.notes.append(RawNote(start["number"], label, [Words(begin, line.end, line.text[start.end() :])]))
            return
        if previous is not None and self._has_lost_its_number(index):
            self.notes.append(RawNote("", None, []))
        self.notes[-1].pieces.append(Words(line.start, line.end, line.text))

    def _has_lost_its_number(self, index: int) -> bool:
        """Whether a note without a number opens: indented below a blank line, short, and the next number is marked."""
        line, last = self.lines[index], self.notes[-1]
        if line.indent != 1 or not line.gap or not last.pieces or not last.number:
            return False
        below = self.lines[index + 1 : index + 1 + LONGEST_NOTE]
        over = any(one.page != line.page or one.indent or LONE_NUMBER.fullmatch(one.text) for one in below)
        return int(last.number) + 1 in self.marked and (over or len(below) < LONGEST_NOTE)

    def _mark(self, line: Line) -> None:
        self.marked.add(int(line.text))
        self.body[-1].pieces.append(Mark(line.text, line.start, line.end))

    def _stands_below_a_lost_rule(self, index: int) -> bool:
        """Whether the rest of the page is notes though no rule says so: numbers long since marked, each with its text.

        A/RES/62/22 has lost the rule of its second page with notes 1–3: `见第 60/1 号决议，第 94 段。`, `5`,
        `A/61/162。`
        """
        page = self.lines[index].page
        if int(self.lines[index].text) not in self.marked:
            return False
        rest = [line for line in self.lines[index : index + LONGEST_FOOT] if line.page == page]
        numbers = [int(line.text) for line in rest if LONE_NUMBER.fullmatch(line.text)]
        known = {int(note.number) for note in self.notes if note.number}
        if not set(numbers) <= self.marked - known or numbers != list(range(numbers[0], numbers[0] + len(numbers))):
            return False
        texts = [after for line, after in pairwise(rest) if LONE_NUMBER.fullmatch(line.text)]
        shaped = len(texts) == len(numbers) and all(text.indent > 0 and text.gap == 0 for text in texts)
        return shaped and bool(self.body) and self.body[-1].line.text.rstrip().endswith(("。", ".", "؛", ";", "；"))

    def _pull_back_unnumbered(self, number: int) -> None:
        """The line above the first of such notes is one too, if its number is marked and missing: note 4 of 62/22."""
        last = self.body[-1]
        known = {note.number for note in self.notes}
        alone = len(last.pieces) == 1 and last.line.gap == 0 and last.line.indent > 0
        if alone and number - 1 in self.marked and str(number - 1) not in known:
            self.body.pop()
            self.notes.append(RawNote("", None, [Words(last.line.start, last.line.end, last.line.text)]))
