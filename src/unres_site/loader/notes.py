"""Notes and their marks: which lines are notes, and which numbers in the text call them.

Two shapes occur. In the seeds' layout a superscript is torn off onto a line of its own, in the text and before the note;
a lone number is a mark while a paragraph stands, a note's number below the rule. Elsewhere marks stick to the word before
them (`报告，1`), and a page's notes stand at its foot with the number on their first line; there the marks are the digits
that call the page's notes in their order.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from unres_site.loader.cleaning import LONE_NUMBER
from unres_site.loader.source import Line

# matches: 1 A/75/345。
# matches: 1/ A/52/456。
# matches: 12 同上。
# rejects: 1. 决定
# rejects: 2015-2030
NOTE_START = re.compile(r"(?P<number>\d{1,3})(?:/\s*|\s+)(?=\S)")

BEFORE_MARK = r"，。；：、,;:)\]）》」』”’»\"!?؛،%"
AFTER_MARK = r"，。；：、,.;:)\]）》」』”’»؛،—–?!《（“「"
"""Signs that may stand before and after a mark; a class of a pattern."""

# matches: 报告，1
# matches: человека1,
# matches: 工作文件2 和其他
# matches: 报告1/并
# rejects: 2020年
# rejects: 第2/2号
# rejects: 总额的3.2%
# rejects: A/75/345
# rejects: COVID-19
INLINE_MARK = re.compile(
    rf"(?<=[^\W\d_A-Z]|[{BEFORE_MARK}])(?P<number>[1-9]\d{{0,2}})"
    rf"(?:/(?![0-9A-Za-z])|(?=$|[\s{AFTER_MARK}])(?![.,]\d|\s\d{{3}}(?!\d)))"
)

# matches: 约1,
# matches: 第11、
# rejects: 2018,
# rejects: 74/181,
BROKEN_NUMBER = re.compile(r"(?:^|[^\d/])\d{1,3}[、，,.]$")

# matches: report.3
# rejects: L.43
# rejects: GC.18/Res.9 от
AFTER_POINT = re.compile(r"(?<=[^\W\d_]{4}\.)(?P<number>[1-9]\d{0,2})(?=\s|$)")

# matches: resolution 72/4; 1
# rejects: paragraph 1
LOOSE_MARK = re.compile(r"(?<=[，。；,;:.)»”] )(?P<number>[1-9]\d{0,2})(?=\s*$|\s(?=[^\W\d]))")


# matches: 74/912;
# matches: 2015–20306 and
# rejects: 2015年
FUSED_MARK = re.compile(rf"(?P<head>[\dIVXL]{{1,6}}/)?(?P<digits>\d{{1,6}})(?=$|[\s{AFTER_MARK}])(?![.,]\d)")

# matches: 2030
# rejects: 1803
YEAR = re.compile(r"(?:19|20)\d\d")

HIGHEST_RESOLUTION = 350
"""No session of the Assembly has numbered as many resolutions; a higher number ends in a mark."""


class Mark(NamedTuple):
    """A note mark as printed, at its offsets."""

    number: str
    start: int
    end: int


class Words(NamedTuple):
    """A stretch of a line that is words; the text between its offsets."""

    start: int
    end: int
    text: str


Piece = Words | Mark


class BodyLine(NamedTuple):
    """A line of the text with its marks set apart. `torn`: the line before it ended in a mark on a line of its own."""

    line: Line
    pieces: tuple[Piece, ...]
    torn: bool = False


class RawNote(NamedTuple):
    """A note as it stands: its number (empty where it is lost), the number's offsets, and the lines of its text."""

    number: str
    label: Words | None
    pieces: tuple[Words, ...]


class Apart(NamedTuple):
    """A text with its notes set apart, both in the order of the source."""

    body: list[BodyLine]
    notes: list[RawNote]


def set_apart(lines: Sequence[Line], ordinals: Sequence[str] = ()) -> Apart:
    """Part notes from text and find the marks. Lines come without page furniture, each knows its page.

    `ordinals` are the signs after which a number is never a mark (第).
    """
    return _torn(lines) if _is_torn(lines) else _attached(lines, tuple(ordinals))


def _is_torn(lines: Sequence[Line]) -> bool:
    """Whether superscripts stand on lines of their own: below a rule of spaces, or as most lone numbers do, in the text."""
    lone = [line for line in lines if LONE_NUMBER.fullmatch(line.text)]
    return any(line.ruled for line in lone) or (len(lone) > 1 and all(line.indent == 0 for line in lone))


# --- superscripts on lines of their own


class _TornReader:
    """Reads torn lines one after the other; `zone`: below the rule, where notes stand."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.lines = lines
        self.body: list[BodyLine] = []
        self.notes: list[RawNote] = []
        self.marked: set[int] = set()
        self.zone = False

    def read(self) -> Apart:
        for index, line in enumerate(self.lines):
            previous = self.lines[index - 1] if index else None
            lone = LONE_NUMBER.fullmatch(line.text) is not None
            self._cross(index, line, previous, lone=lone)
            if self.zone:
                self._note_line(line, previous, lone=lone)
            elif lone and self.body:
                self._mark(line)
            else:
                torn = bool(previous and LONE_NUMBER.fullmatch(previous.text))
                self.body.append(BodyLine(line, (Words(line.start, line.end, line.text),), torn))
        return Apart(self.body, self.notes)

    def _cross(self, index: int, line: Line, previous: Line | None, *, lone: bool) -> None:
        """Enter the notes at the rule; leave them where the page turns, with a running head or without."""
        if self.zone and previous is not None:
            turned = line.page != previous.page
            lost_turn = line.gap == 0 and line.indent > 0 and not LONE_NUMBER.fullmatch(previous.text)
            self.zone = not (turned or lost_turn)
        if line.ruled and (lone or NOTE_START.match(line.text)):
            self.zone = True
        elif not self.zone and lone and self._stands_below_a_lost_rule(index):
            self._pull_back_unnumbered(int(line.text))
            self.zone = True

    def _note_line(self, line: Line, previous: Line | None, *, lone: bool) -> None:
        if lone:
            self.notes.append(RawNote(line.text, Words(line.start, line.end, line.text), ()))
            return
        start = NOTE_START.match(line.text)
        expected = str(int(self.notes[-1].number or 0) + 1) if self.notes else None
        if start and (not self.notes or (start["number"] == expected and previous is not None and line.gap > 0 and line.indent == 0)):
            label = Words(line.start, line.start + start.end(), start[0].strip())
            begin = line.start + start.end()
            self.notes.append(RawNote(start["number"], label, (Words(begin, line.end, line.text[start.end() :]),)))
            return
        self.notes[-1] = _longer(self.notes[-1], line)

    def _mark(self, line: Line) -> None:
        self.marked.add(int(line.text))
        last = self.body[-1]
        self.body[-1] = last._replace(pieces=(*last.pieces, Mark(line.text, line.start, line.end)))

    def _stands_below_a_lost_rule(self, index: int) -> bool:
        """Whether the rest of the page is notes though no rule says so: numbers long since marked, each with its text.

        A/RES/62/22 has lost the rule of its second page with notes 1–3: `见第 60/1 号决议，第 94 段。`, `5`, `A/61/162。`
        """
        page = self.lines[index].page
        rest = [line for line in self.lines[index:] if line.page == page]
        numbers = [int(line.text) for line in rest if LONE_NUMBER.fullmatch(line.text)]
        known = {int(note.number) for note in self.notes if note.number}
        if not set(numbers) <= self.marked - known or numbers != list(range(numbers[0], numbers[0] + len(numbers))):
            return False
        texts = [after for line, after in zip(rest, rest[1:], strict=False) if LONE_NUMBER.fullmatch(line.text)]
        shaped = len(texts) == len(numbers) and all(text.indent > 0 and text.gap == 0 for text in texts)
        return shaped and bool(self.body) and self.body[-1].line.text.rstrip().endswith(("。", ".", "؛", ";", "；"))

    def _pull_back_unnumbered(self, number: int) -> None:
        """The line above the first of such notes is a note too, if its number was marked and is missing: note 4 of 62/22."""
        last = self.body[-1]
        known = {note.number for note in self.notes}
        if last.line.gap == 0 and last.line.indent > 0 and number - 1 in self.marked and str(number - 1) not in known:
            self.body.pop()
            self.notes.append(RawNote("", None, (Words(last.line.start, last.line.end, last.line.text),)))


def _torn(lines: Sequence[Line]) -> Apart:
    return _TornReader(lines).read()


def _longer(note: RawNote, line: Line) -> RawNote:
    return note._replace(pieces=(*note.pieces, Words(line.start, line.end, line.text)))


# --- marks that stick to the words


def _attached(lines: Sequence[Line], ordinals: tuple[str, ...]) -> Apart:
    """Part the pages' feet, then find the marks of the notes over the whole text: a note may stand a page after its mark."""
    body: list[Line] = []
    notes: list[RawNote] = []
    for _, group in groupby(lines, key=lambda line: line.page):
        page = list(group)
        foot = _foot(page, body, len(notes))
        body += page[:foot]
        notes += _foot_notes(page[foot:], len(notes))
    marks = _marks(body, len(notes), ordinals)
    return Apart(list(_joined(BodyLine(line, tuple(_split(line, marks.get(index, [])))) for index, line in enumerate(body))), notes)


def _joined(lines: Iterable[BodyLine]) -> Iterator[BodyLine]:
    """The lines, one that is nothing but a mark joined to the line before it."""
    held: BodyLine | None = None
    for line in lines:
        if held is not None and all(isinstance(piece, Mark) for piece in line.pieces):
            held = held._replace(pieces=held.pieces + line.pieces)
            continue
        if held is not None:
            yield held
        held = line
    if held is not None:
        yield held


def _foot(page: Sequence[Line], above: Sequence[Line], known: int) -> int:
    """Index of the first line of the page's notes; the page's length where it has none.

    Its notes go on from the number before them, and the first is called in the text above.
    """
    expected = known + 1
    starts = [index for index, line in enumerate(page) if _note_number(line) == expected]
    starts = [index for index in starts if _is_called([*above, *page[:index]], expected)]
    return max(starts, key=lambda index: (_consecutive(page[index:], expected), index), default=len(page))


def _note_number(line: Line) -> int | None:
    match = NOTE_START.match(line.text) or LONE_NUMBER.fullmatch(line.text)
    return int(match[0].strip(" /\t\u3000\xa0")) if match else None


def _is_called(lines: Sequence[Line], number: int) -> bool:
    sign = str(number)
    return any(
        any(mark["number"] == sign for mark in _candidates(line)) or any(rank < 2 for rank, _, _ in _doubtful(line.text, number))
        for line in lines
        if sign in line.text
    )


def _doubtful(text: str, number: int) -> list[tuple[float, int, int]]:
    """Where a mark of that number may be that only its place among the others can tell: rank (0 is best), start and end.

    `2015–20306` is the year 2030 and mark 6, `74/912` resolution 74/91 and mark 2, for no session has 912 resolutions;
    `74/73` may be resolution 74/7 and mark 3. A line break may have parted a mark from its word, or a space.
    """
    sign = str(number)
    found = [(0.0, match.end(0) - len(sign), match.end(0)) for match in LOOSE_MARK.finditer(text) if match["number"] == sign]
    start = NOTE_START.match(text)
    if text == sign or (start and start["number"] == sign):
        found.append((0.0, 0, len(sign)))
    for match in FUSED_MARK.finditer(text):
        if match["digits"].endswith(sign):
            rank = _fused_rank(match["head"], match["digits"], sign) + (0.5 if match.end() < len(text) and text[match.end()].isspace() else 0)
            found.append((rank, match.end() - len(sign), match.end()))
    return found


def _fused_rank(head: str | None, digits: str, sign: str) -> int:
    rest = digits[: -len(sign)]
    if YEAR.fullmatch(rest) or (rest and head and int(digits) > HIGHEST_RESOLUTION):
        return 0
    return 1 if head and rest else 2


def _consecutive(lines: Sequence[Line], first: int) -> int:
    expected = first
    for line in lines:
        expected += _note_number(line) == expected
    return expected - first


def _foot_notes(lines: Sequence[Line], known: int) -> Iterator[RawNote]:
    """The notes of a page's foot: each opens with the number that comes next, other lines go on with the one before."""
    note: RawNote | None = None
    expected = known + 1
    for line in lines:
        if _note_number(line) == expected:
            if note is not None:
                yield note
            start = NOTE_START.match(line.text)
            length = start.end() if start else len(line.text)
            label = Words(line.start, line.start + length, line.text[:length].strip())
            rest = (Words(line.start + length, line.end, line.text[length:]),) if start else ()
            note = RawNote(str(expected), label, rest)
            expected += 1
        elif note is not None:
            note = _longer(note, line)
    if note is not None:
        yield note


class _Candidate(NamedTuple):
    """Digits that may be a mark: their line, their match, their number."""

    line: int
    match: re.Match[str]
    number: int


def _candidates(line: Line) -> list[re.Match[str]]:
    text = line.text
    strict = [*INLINE_MARK.finditer(text), *AFTER_POINT.finditer(text)]
    return [match for match in strict if not BROKEN_NUMBER.search(text, max(0, match.start() - 6), match.start())]


def _marks(lines: Sequence[Line], notes: int, ordinals: tuple[str, ...]) -> dict[int, list[Stretch]]:
    """Where marks are in the lines, as (number, start, end): those that call the notes first, in their order, and later calls.

    The first calls are the longest rising sequence of candidates; one that it lacks may stick to a number between its neighbours.
    """
    if not notes:
        return {}
    found = [
        _Candidate(index, match, int(match["number"]))
        for index, line in enumerate(lines)
        for match in _candidates(line)
        if int(match["number"]) <= notes and not line.text.endswith(ordinals, 0, match.start())
    ]
    found.sort(key=lambda candidate: (candidate.line, candidate.match.start()))
    first = _rising(found)
    chosen: dict[int, list[Stretch]] = {}
    reached = 0
    for candidate in found:
        if candidate in first:
            reached = candidate.number
        elif candidate.number > reached or not _calls_again(candidate.match):
            continue
        chosen.setdefault(candidate.line, []).append((str(candidate.number), candidate.match.start(), candidate.match.end()))
    for number in sorted(set(range(1, notes + 1)) - {candidate.number for candidate in first}):
        _fill(chosen, lines, first, number)
    return {index: sorted(marks, key=lambda mark: mark[1]) for index, marks in chosen.items()}


Stretch = tuple[str, int, int]
"""A mark in a line: its number, and its start and end there."""


def _fill(chosen: dict[int, list[Stretch]], lines: Sequence[Line], first: set[_Candidate], number: int) -> None:
    """Find the first call of a note that sticks to a number, between the first calls of its neighbours."""
    above = max(((one.line, one.match.end()) for one in first if one.number < number), default=(0, 0))
    below = min(((one.line, one.match.start()) for one in first if one.number > number), default=(len(lines), 0))
    found = [
        (rank, index, start, end)
        for index in range(above[0], min(below[0] + 1, len(lines)))
        for rank, start, end in _doubtful(lines[index].text, number)
        if above <= (index, start) < below
    ]
    if found:
        _, index, start, end = min(found)
        chosen.setdefault(index, []).append((str(number), start, end))


def _rising(candidates: Sequence[_Candidate]) -> set[_Candidate]:
    """The longest strictly rising sequence of numbers; where several are as long, the one whose numbers are the smallest."""
    tails: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for index, candidate in enumerate(candidates):
        at = bisect.bisect_left(tails, candidate.number)
        before.append(ends[at - 1] if at else -1)
        if at == len(tails):
            tails.append(candidate.number)
            ends.append(index)
        elif candidate.number < tails[at]:
            tails[at], ends[at] = candidate.number, index
    chain: set[_Candidate] = set()
    index = ends[-1] if ends else -1
    while index >= 0:
        chain.add(candidates[index])
        index = before[index]
    return chain


def _calls_again(match: re.Match[str]) -> bool:
    """Whether digits that call no new note are a mark all the same: right after a sign, or before white space in the line."""
    text, end = match.string, match.end()
    return not text[match.start() - 1].isalpha() or end < len(text) and (text[end].isspace() or text[match.start() - 1] < "\u3000")


def _split(line: Line, marks: Sequence[Stretch]) -> Iterator[Piece]:
    at = 0
    for number, start, end in marks:
        if start > at:
            yield Words(line.start + at, line.start + start, line.text[at:start])
        yield Mark(number, line.start + start, line.start + end)
        at = end
    if at < len(line.text) or not marks:
        yield Words(line.start + at, line.end, line.text[at:])
