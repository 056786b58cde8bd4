"""Notes and their marks: which lines are notes, and which numbers in the text call them.

Two shapes occur. In the seeds' layout superscripts are torn off onto lines of their own (`torn`). Elsewhere marks stick
to the word before them (`marks`), and a page's notes stand at its foot with the number on their first line.
"""

from __future__ import annotations

import bisect
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from unres_site.loader.furniture import LONE_NUMBER
from unres_site.loader.notes import marks
from unres_site.loader.notes.styles import style_of
from unres_site.loader.notes.torn import TornReader
from unres_site.loader.pieces import NOTE_START, Apart, BodyLine, Mark, RawNote, Words
from unres_site.loader.source import Line


def set_apart(lines: Sequence[Line], ordinals: Sequence[str], formula: int) -> Apart:
    """Part notes from text and find the marks. Lines come without page furniture, each knows its page.

    No note stands above the enacting formula, whose line begins at the offset `formula`. `ordinals` are the signs after
    which a number is never a mark (第).
    """
    style = style_of(lines)
    numbers = style.alone_in(lines)
    if _is_torn(lines, numbers):
        return _torn(TornReader(lines, numbers, formula, style), tuple(ordinals))
    return _attached(lines, tuple(ordinals), formula)


def _is_torn(lines: Sequence[Line], numbers: Sequence[int | None]) -> bool:
    """Whether numbers stand on lines of their own: below a rule of spaces, or, as most do, in the text."""
    lone = [line for line, number in zip(lines, numbers, strict=True) if number is not None]
    if any(line.ruled for line in lone):
        return True
    return len(lone) > 1 and {line.indent for line in lone} == {min(line.indent for line in lines)}


def _torn(reader: TornReader, ordinals: tuple[str, ...]) -> Apart:
    """Torn notes, with marks that stick to their words where none was torn off."""
    apart = reader.read()
    if not apart.notes or any(isinstance(piece, Mark) for line in apart.body for piece in line.pieces):
        return apart
    return Apart(list(marks.marked([line.line for line in apart.body], _numbers(apart.notes), ordinals)), apart.notes)


def _attached(lines: Sequence[Line], ordinals: tuple[str, ...], formula: int) -> Apart:
    """Part the pages' feet, then find the marks over the whole text: a note may stand a page after its mark."""
    body: list[Line] = []
    notes: list[RawNote] = []
    called: set[int] = set()
    for _, group in groupby(lines, key=lambda line: line.page):
        page = list(group)
        foot = _foot(page, called, _last(notes), formula)
        body += page[:foot]
        called.update(number for line in page[:foot] for number in marks.possible_calls(line))
        notes += _foot_notes(page[foot:], called)
    return Apart(list(_joined(marks.marked(body, _numbers(notes), ordinals))), notes)


def _numbers(notes: Sequence[RawNote]) -> set[int]:
    return {int(note.number) for note in notes if note.number}


def _last(notes: Sequence[RawNote]) -> int:
    return int(notes[-1].number) if notes else 0


def _joined(lines: Iterable[BodyLine]) -> Iterator[BodyLine]:
    """The lines, one that is nothing but a mark joined to the line before it."""
    held: BodyLine | None = None
    for line in lines:
        if held is not None and all(isinstance(piece, Mark) for piece in line.pieces):
            held.pieces.extend(line.pieces)
            continue
        if held is not None:
            yield held
        held = line
    if held is not None:
        yield held


def _foot(page: Sequence[Line], called: set[int], known: int, formula: int) -> int:
    """Index of the first line of the page's notes; the page's length where it has none.

    Its notes go on from the number before them, and the first is called in the text above (`called`: on earlier pages).
    Of several lines that could be the first, the last is it from which as many notes follow as from the first.
    """
    expected = known + 1
    starts = [index for index, line in enumerate(page) if _note_number(line) == expected and line.start > formula]
    if starts and expected not in called:
        above = (index for index, line in enumerate(page) if expected in marks.possible_calls(line))
        call = next(above, len(page))
        starts = [index for index in starts if index > call]
    if not starts:
        return _later_foot(page, called, known, formula)
    most = _consecutive(page[starts[0] :], expected)
    last = bisect.bisect_left(starts, 1, key=lambda start: _consecutive(page[start:], expected) < most)
    return starts[last - 1]


def _later_foot(page: Sequence[Line], called: set[int], known: int, formula: int) -> int:
    """Index of the first line of notes whose numbers skip some, for earlier notes are lost.

    Two notes or more stand there, or one that ends with the page.
    """
    skipping = range(known + 2, known + 2 + MOST_LOST)
    starts = [(index, _note_number(line)) for index, line in enumerate(page) if line.start > formula]
    above, read = set(called), 0
    for index, number in starts:
        if number is None or number not in skipping:
            continue
        above.update(call for line in page[read:index] for call in marks.possible_calls(line))
        read = index
        several = _consecutive(page[index : index + 2 * LONGEST_NOTE], number) > 1
        last = several or len(page) - index <= LONGEST_NOTE
        if last and _may_follow(range(known + 1, number), number, above, several=several):
            return index
    return len(page)


def _may_follow(lost: Sequence[int], number: int, called: set[int], *, several: bool) -> bool:
    """Whether a note may come next though those before it are lost: it is called, and they are.

    A single one may have lost its mark, too, if the next note follows (`several`): a date is no note.
    """
    return number in called and (called.issuperset(lost) or (several and len(lost) == 1))


MOST_LOST = 40
"""Notes that may be lost at once."""

LONGEST_NOTE = 4
"""Lines of the longest note that stands alone at the foot of a page."""


def _note_number(line: Line) -> int | None:
    match = NOTE_START.match(line.text) or LONE_NUMBER.fullmatch(line.text)
    return int(match[0].strip(" /\t\u3000\xa0")) if match else None


def _consecutive(lines: Sequence[Line], first: int) -> int:
    expected = first
    for line in lines:
        expected += _note_number(line) == expected
    return expected - first


def _foot_notes(lines: Sequence[Line], called: set[int]) -> Iterator[RawNote]:
    """The notes of a page's foot: each opens with the number that comes next, other lines go on with the one before.

    Where the next number is nowhere, one that is further on and called in the text (`called`) opens one too.
    """
    note: RawNote | None = None
    numbers = [_note_number(line) or 0 for line in lines]
    latest = {number: index for index, number in enumerate(numbers)}
    expected = numbers[0] if numbers else 0
    for index, (line, number) in enumerate(zip(lines, numbers, strict=True)):
        skipped = range(expected, number) if 0 < number - expected <= MOST_LOST else ()
        nowhere = all(latest.get(one, -1) < index for one in skipped)
        several = latest.get(number + 1, -1) > index
        lost = skipped and nowhere and _may_follow(skipped, number, called, several=several)
        if number == expected or lost:
            if note is not None:
                yield note
            note = _note(line)
            expected = number + 1
        elif note is not None:
            note.pieces.append(Words(line.start, line.end, line.text))
    if note is not None:
        yield note


def _note(line: Line) -> RawNote:
    """The note that a line opens."""
    start = NOTE_START.match(line.text)
    length = start.end() if start else len(line.text)
    label = Words(line.start, line.start + length, line.text[:length].strip())
    rest = [Words(line.start + length, line.end, line.text[length:])] if start else []
    return RawNote(str(_note_number(line)), label, rest)
