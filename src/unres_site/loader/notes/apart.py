"""Notes and their marks: which lines are notes, and which numbers in the text call them.

There are two shapes. In the seeds' layout superscripts are torn off onto lines of their own (`torn`). Elsewhere a mark
follows its word directly (`marks`), and the notes of a page are at its foot, each with the number on its first line.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from msgspec.structs import replace

from unres_site.languages import Language
from unres_site.loader.decode.source import Line
from unres_site.loader.notes import marks, raised, volume
from unres_site.loader.notes.feet import Feet, read_sheet
from unres_site.loader.notes.styles import BARE, Style, find_style
from unres_site.loader.notes.torn import TornReader
from unres_site.loader.pieces import Apart, BodyLine, Mark, Piece, RawNote

FEWEST_TORN = 2
"""Numbers at the margin that show notes to be torn off, where no rule of spaces is above one of them."""


def set_apart(lines: Sequence[Line], language: Language, formula: int) -> Apart:
    """Separate notes from text and find the marks. The lines have no page furniture, and each has its page.

    No note is above the enacting formula, whose line begins at the offset `formula`.
    """
    style = find_style(lines)
    apart = _separate(lines, language, formula, style)
    if style.shown:
        return _show_all_signs(apart, style)

    return apart


def _show_all_signs(apart: Apart, style: Style) -> Apart:
    """Notes and marks with the signs that are printed for their numbers."""
    body = [_show_signs(line, style) for line in apart.body]
    notes = [replace(note, number=style.show(note.number)) for note in apart.notes]
    return Apart(body, notes)


def _show_signs(line: BodyLine, style: Style) -> BodyLine:
    pieces: list[Piece] = []
    for piece in line.pieces:
        if isinstance(piece, Mark):
            pieces.append(replace(piece, number=style.show(piece.number)))
        else:
            pieces.append(piece)

    return replace(line, pieces=pieces)


def _separate(
    lines: Sequence[Line], language: Language, formula: int, style: Style
) -> Apart:
    """Notes and text, by the way in which the numbers of notes are set."""
    ordinals = language.citations.signs_before
    numbers = style.read_each_alone(lines)
    if style is BARE and raised.is_raised(lines, numbers):
        return _add_marks(*raised.divide(lines, numbers, formula), ordinals, style)
    if _is_torn(lines, numbers):
        return _read_torn(TornReader(lines, numbers, formula, style), ordinals)

    before = volume.find_last_number_before(lines, formula, style, language.note_words)
    return _read_attached(lines, ordinals, formula, style, before)


def _is_torn(lines: Sequence[Line], numbers: Sequence[int | None]) -> bool:
    """Whether numbers are on lines of their own: below a rule of spaces, or at the margin of the text."""
    lone: list[Line] = []
    found: list[int] = []
    for line, number in zip(lines, numbers, strict=True):
        if number is not None:
            lone.append(line)
            found.append(number)

    if any(line.ruled for line in lone):
        return True

    margin = min(line.indent for line in lines)
    at_margin = all(line.indent == margin for line in lone)
    if len(lone) < FEWEST_TORN or not at_margin:
        return False

    return not raised.open_lines(lines, found)


def _read_torn(reader: TornReader, ordinals: tuple[str, ...]) -> Apart:
    """Torn notes; the marks follow their words directly if none was torn off."""
    apart = reader.read()
    if not apart.notes or _has_marks(apart.body):
        return apart

    lines = [line.line for line in apart.body]
    body = marks.set_marks_apart(lines, _list_numbers(apart.notes), ordinals)
    return Apart(list(body), apart.notes)


def _has_marks(body: Sequence[BodyLine]) -> bool:
    """Whether a mark was found on one of the lines."""
    for line in body:
        if any(isinstance(piece, Mark) for piece in line.pieces):
            return True

    return False


def _read_attached(
    lines: Sequence[Line],
    ordinals: tuple[str, ...],
    formula: int,
    style: Style,
    before: int,
) -> Apart:
    """Separate the feet of pages, then find the marks in the whole text: a note may be a page after its mark.

    `before` is the number of the last note of the text before, in a volume that counts on from text to text.
    """
    feet = Feet(style, before)
    for _, group in groupby(lines, key=lambda line: line.page):
        feet.take(read_sheet(list(group), formula, style))

    return _add_marks(feet.body, feet.notes, ordinals, style, before)


def _add_marks(
    body: Sequence[Line],
    notes: list[RawNote],
    ordinals: tuple[str, ...],
    style: Style,
    before: int = 0,
) -> Apart:
    """The lines of the text with the marks of the notes apart."""
    found: Iterable[BodyLine]
    if style is BARE and before:
        found = volume.set_volume_marks_apart(body, _list_numbers(notes))
    elif style is BARE:
        found = _find_bare_marks(body, notes, ordinals)
    else:
        found = marks.set_signs_apart(body, _list_numbers(notes), style)

    return Apart(list(_join_marks(found)), notes)


def _find_bare_marks(
    body: Sequence[Line], notes: list[RawNote], ordinals: tuple[str, ...]
) -> Iterable[BodyLine]:
    """Marks that follow their words; in a text that has none of its own, those that go on from another text."""
    found = list(marks.set_marks_apart(body, _list_numbers(notes), ordinals))
    if notes or _has_marks(found) or not volume.has_marks(body):
        return found
    return volume.set_volume_marks_apart(body, ())


def _list_numbers(notes: Sequence[RawNote]) -> set[int]:
    numbers = [note.number for note in notes if note.number]
    return set(map(int, numbers))


def _join_marks(lines: Iterable[BodyLine]) -> Iterator[BodyLine]:
    """The lines; a line that is only a mark is joined to the line before it."""
    held: BodyLine | None = None
    for line in lines:
        is_mark = all(isinstance(piece, Mark) for piece in line.pieces)
        if is_mark and held is not None:
            held.pieces.extend(line.pieces)
            continue
        if held is not None:
            yield held
        held = line

    if held is not None:
        yield held
