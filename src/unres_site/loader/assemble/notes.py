"""The notes of a text: as printed, with a number inferred, supplied by the sidecar, or missing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from msgspec.structs import replace

from unres_site.citations import resolve_repeats
from unres_site.errors import Diagnostic
from unres_site.loader.assemble.paragraphs.anchors import Anchors, make_note_anchor
from unres_site.loader.assemble.runs import Context, find_spans, make_runs
from unres_site.loader.body.parts import Part
from unres_site.loader.notes.shapes import find_doubtful_number
from unres_site.loader.pieces import Mark, Piece, RawNote, Words
from unres_site.records import Note, NoteCondition, Run
from unres_site.settings import Sidecar

NOTE_ENDS = "。．.!?？！”»）)؟’"
"""Signs that end a note; a note that ends without one is cut off."""


def make_notes(
    part: Part, sidecar: Sidecar, context: Context, found: list[Diagnostic]
) -> tuple[Note, ...]:
    """The notes in the order of their numbers. Adds to `found` which numbers are inferred and which notes missing."""
    supplied = {note.number: note.text for note in sidecar.notes}
    notes: list[Note] = []
    for index, raw in enumerate(part.notes):
        number = raw.number or _infer_number(part.notes, index)
        notes.append(_make_note(raw, number, supplied, context))
        if not raw.number:
            found.append(_report_inferred(raw, number, context))

    found += _report_doubtful_marks(part, context)
    printed = {note.number for note in notes}
    notes += [
        _make_unprinted_note(mark, supplied, context, found)
        for mark in _find_calls(part)
        if mark.number not in printed
    ]
    return tuple(resolve_repeats(_make_anchors_unique(sorted(notes, key=_get_place))))


def _make_note(
    raw: RawNote, number: str, supplied: dict[str, str], context: Context
) -> Note:
    """A printed note. If it is cut off, the rest is taken from `supplied` and removed there."""
    runs = make_runs(raw.pieces, replace(context, in_note=True))
    if raw.is_copy:
        runs = tuple([replace(run, spans=()) for run in runs])

    condition = _find_condition(raw)
    if condition == "truncated" and number in supplied:
        runs = (*runs, _make_insert(supplied.pop(number)))
        condition = "supplied"

    label = raw.label
    return Note(
        number,
        make_note_anchor(number),
        runs,
        condition,
        label.text if label else None,
        find_spans([label], context.source) if label else (),
    )


def _find_condition(note: RawNote) -> NoteCondition:
    """What the source has done to a note: cut off if it ends without a sign, unnumbered if its number is lost."""
    if not note.number:
        return "unnumbered"

    text = note.pieces[-1].text.rstrip() if note.pieces else ""
    if text.endswith(tuple(NOTE_ENDS)):
        return "complete"
    return "truncated"


def _infer_number(notes: Sequence[RawNote], index: int) -> str:
    """The number of a note that has lost its own: one less than the next, else one more than the last."""
    following = notes[index + 1].number if index + 1 < len(notes) else ""
    if following:
        return str(int(following) - 1)
    if index == 0:
        return "1"

    before = notes[index - 1].number or "0"
    return str(int(before) + 1)


def _report_inferred(raw: RawNote, number: str, context: Context) -> Diagnostic:
    start = raw.pieces[0].start
    return context.source.diagnose("note-number-inferred", start, number=number)


def _report_doubtful_marks(part: Part, context: Context) -> Iterator[Diagnostic]:
    """Marks that may be the end of the number that they follow."""
    for pieces in _list_marked(part):
        for words, mark in pairwise(pieces):
            if not (isinstance(words, Words) and isinstance(mark, Mark)):
                continue

            start = mark.start
            end = mark.end
            is_bare = start == words.end and context.source.text[start:end].isdecimal()
            digits = find_doubtful_number(words.text, mark.number) if is_bare else None
            if digits:
                details = {"digits": digits, "number": mark.number}
                yield context.source.diagnose("note-mark-doubtful", start, **details)


def _list_marked(part: Part) -> list[Sequence[Piece]]:
    """The pieces of the title and of each block."""
    texts = [block.pieces for block in part.blocks]
    return [part.title, *texts]


def _find_calls(part: Part) -> list[Mark]:
    """The first mark of each note, in the order of the text."""
    first: dict[str, Mark] = {}
    for pieces in _list_marked(part):
        for piece in pieces:
            if isinstance(piece, Mark):
                first.setdefault(piece.number, piece)

    return list(first.values())


def _make_unprinted_note(
    mark: Mark, supplied: dict[str, str], context: Context, found: list[Diagnostic]
) -> Note:
    """A note that a mark calls and the text has not: from `supplied`, else missing, which is added to `found`."""
    number = mark.number
    anchor = make_note_anchor(mark.number)
    if number in supplied:
        return Note(number, anchor, (_make_insert(supplied[number]),), "supplied")

    found.append(context.source.diagnose("note-missing", mark.start, number=number))
    return Note(number, anchor, (), "missing")


def _make_insert(text: str) -> Run:
    """Words that the sidecar supplies."""
    return Run(insert=text, reason="")


def _get_place(note: Note) -> int:
    """The number of a note as its place; 0 for letters and stars, which keep their order."""
    if note.number.isdigit():
        return int(note.number)
    return 0


def _make_anchors_unique(notes: Sequence[Note]) -> tuple[Note, ...]:
    """The notes with anchors that differ, though a number may come twice."""
    anchors = Anchors()
    made = []
    for note in notes:
        anchor = anchors.make_unique(note.anchor)
        made.append(note if anchor == note.anchor else replace(note, anchor=anchor))

    return tuple(made)
