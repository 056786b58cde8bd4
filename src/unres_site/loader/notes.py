"""Notes and their marks: which lines are notes, and which numbers in the text call them.

Two shapes occur. In the seeds' layout superscripts are torn off onto lines of their own (`torn`). Elsewhere marks stick
to the word before them (`marks`), and a page's notes stand at its foot with the number on their first line.
"""

from __future__ import annotations

import bisect
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from unres_site.loader import marks
from unres_site.loader.cleaning import LONE_NUMBER
from unres_site.loader.pieces import NOTE_START, Apart, BodyLine, Mark, RawNote, Words
from unres_site.loader.source import Line
from unres_site.loader.torn import TornReader, is_torn


def set_apart(lines: Sequence[Line], ordinals: Sequence[str], formula: int) -> Apart:
    """Part notes from text and find the marks. Lines come without page furniture, each knows its page.

    No note stands above the enacting formula, whose line begins at the offset `formula`. `ordinals` are the signs after
    which a number is never a mark (第).
    """
    return _torn(lines, tuple(ordinals), formula) if is_torn(lines) else _attached(lines, tuple(ordinals), formula)


def _torn(lines: Sequence[Line], ordinals: tuple[str, ...], formula: int) -> Apart:
    """Torn notes, with marks that stick to their words where none was torn off."""
    apart = TornReader(lines, formula).read()
    if not apart.notes or any(isinstance(piece, Mark) for line in apart.body for piece in line.pieces):
        return apart
    return Apart(list(marks.marked([line.line for line in apart.body], len(apart.notes), ordinals)), apart.notes)


def _attached(lines: Sequence[Line], ordinals: tuple[str, ...], formula: int) -> Apart:
    """Part the pages' feet, then find the marks over the whole text: a note may stand a page after its mark."""
    body: list[Line] = []
    notes: list[RawNote] = []
    called: set[int] = set()
    for _, group in groupby(lines, key=lambda line: line.page):
        page = list(group)
        foot = _foot(page, called, len(notes), formula)
        body += page[:foot]
        called.update(number for line in page[:foot] for number in marks.possible_calls(line))
        notes += _foot_notes(page[foot:], len(notes))
    return Apart(list(_joined(marks.marked(body, len(notes), ordinals))), notes)


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
        return len(page)
    most = _consecutive(page[starts[0] :], expected)
    last = bisect.bisect_left(starts, 1, key=lambda start: _consecutive(page[start:], expected) < most)
    return starts[last - 1]


def _note_number(line: Line) -> int | None:
    match = NOTE_START.match(line.text) or LONE_NUMBER.fullmatch(line.text)
    return int(match[0].strip(" /\t\u3000\xa0")) if match else None


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
            rest = [Words(line.start + length, line.end, line.text[length:])] if start else []
            note = RawNote(str(expected), label, rest)
            expected += 1
        elif note is not None:
            note.pieces.append(Words(line.start, line.end, line.text))
    if note is not None:
        yield note
