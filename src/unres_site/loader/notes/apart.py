"""Notes and their marks: which lines are notes, and which numbers in the text call them.

Two shapes occur. In the seeds' layout superscripts are torn off onto lines of their own (`torn`). Elsewhere marks stick
to the word before them (`marks`), and a page's notes stand at its foot with the number on their first line.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from unres_site.loader.decode.source import Line
from unres_site.loader.notes import marks, raised
from unres_site.loader.notes.feet import Feet, sheet
from unres_site.loader.notes.styles import BARE, Style, style_of
from unres_site.loader.notes.torn import TornReader
from unres_site.loader.pieces import Apart, BodyLine, Mark, RawNote


def set_apart(lines: Sequence[Line], ordinals: Sequence[str], formula: int) -> Apart:
    """Part notes from text and find the marks. Lines come without page furniture, each knows its page.

    No note stands above the enacting formula, whose line begins at the offset `formula`. `ordinals` are the signs after
    which a number is never a mark (第).
    """
    style = style_of(lines)
    numbers = style.alone_in(lines)
    if style is BARE and raised.is_raised(lines, numbers):
        return _with_marks(*raised.part(lines, numbers, formula), tuple(ordinals), style)
    if _is_torn(lines, numbers):
        return _torn(TornReader(lines, numbers, formula, style), tuple(ordinals))
    return _attached(lines, tuple(ordinals), formula, style)


def _is_torn(lines: Sequence[Line], numbers: Sequence[int | None]) -> bool:
    """Whether numbers stand on lines of their own: below a rule of spaces, or, as most do, in the text."""
    lone = [line for line, number in zip(lines, numbers, strict=True) if number is not None]
    if any(line.ruled for line in lone):
        return True
    if len(lone) < 2 or {line.indent for line in lone} != {min(line.indent for line in lines)}:  # noqa: PLR2004
        return False
    return not raised.open_lines(lines, [number for number in numbers if number is not None])


def _torn(reader: TornReader, ordinals: tuple[str, ...]) -> Apart:
    """Torn notes, with marks that stick to their words where none was torn off."""
    apart = reader.read()
    if not apart.notes or any(isinstance(piece, Mark) for line in apart.body for piece in line.pieces):
        return apart
    return Apart(list(marks.marked([line.line for line in apart.body], _numbers(apart.notes), ordinals)), apart.notes)


def _attached(lines: Sequence[Line], ordinals: tuple[str, ...], formula: int, style: Style) -> Apart:
    """Part the pages' feet, then find the marks over the whole text: a note may stand a page after its mark."""
    feet = Feet(style)
    for _, group in groupby(lines, key=lambda line: line.page):
        feet.take(sheet(list(group), formula, style))
    return _with_marks(feet.body, feet.notes, ordinals, style)


def _with_marks(body: Sequence[Line], notes: list[RawNote], ordinals: tuple[str, ...], style: Style) -> Apart:
    """The lines of the text with the marks of the notes set apart."""
    if style is BARE:
        found = marks.marked(body, _numbers(notes), ordinals)
    else:
        found = marks.signed(body, _numbers(notes), style)
    return Apart(list(_joined(found)), notes)


def _numbers(notes: Sequence[RawNote]) -> set[int]:
    return {int(note.number) for note in notes if note.number}


def _joined(lines: Iterable[BodyLine]) -> Iterator[BodyLine]:
    """The lines, one that is nothing but a mark joined to the line before it."""
    held: BodyLine | None = None
    for line in lines:
        first = line.pieces[0]
        if held is not None and isinstance(first, Mark) and all(isinstance(piece, Mark) for piece in line.pieces):
            held.pieces.extend(line.pieces)
            continue
        if held is not None:
            yield held
        held = line
    if held is not None:
        yield held
