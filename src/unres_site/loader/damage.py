"""Damage that a text shows: lost characters, notes cut off, numbers that skip, signs of the wrong width.

Each finder looks for one kind and says where; what is sound in the corpus must stay silent.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from unres_site.errors import Diagnostic
from unres_site.loader.blocks import COLONS, COMMAS, ENDS, Block
from unres_site.loader.canonical import HAN
from unres_site.loader.pieces import Mark, RawNote, Words
from unres_site.loader.runs import Context
from unres_site.records import NoteCondition

# matches: 秘书长 近关于
# rejects: 秘书长最近
# rejects: 第 58
LOST_GLYPH = re.compile(rf"(?<=[{HAN}])[ \u00a0]+(?=[{HAN}])")

# matches: 宣言,
# rejects: 宣言，
# rejects: S/1998/318,
MIXED_WIDTH = re.compile(rf"(?<=[{HAN}》”])[,;?!]")

NOTE_ENDS = "。．.!?？！”»）)؟’"


def found(blocks: Sequence[Block], notes: Sequence[RawNote], context: Context, *, closed: bool) -> Iterator[Diagnostic]:
    """All damage of a resolution's text and notes."""
    words = [piece for block in blocks for piece in block.pieces if isinstance(piece, Words)]
    words += [piece for note in notes for piece in note.pieces]
    if not context.language.spaced:
        yield from _lost_glyphs(words, context)
        yield from _mixed_width(words, context)
    yield from _cut_notes(notes, context)
    yield from _unmarked(blocks, notes, context)
    yield from _gaps(blocks, context)
    yield from _open_paragraphs(blocks, context)
    if not closed:
        yield context.source.diagnose("closing-missing", max(0, len(context.source.text.rstrip()) - 1))


def note_condition(note: RawNote) -> NoteCondition:
    """What the source has done to a note: cut off where it ends without a sign, unnumbered where its number is lost."""
    if not note.number:
        return "unnumbered"
    text = note.pieces[-1].text.rstrip() if note.pieces else ""
    return "complete" if text.endswith(tuple(NOTE_ENDS)) else "truncated"


def _lost_glyphs(words: Sequence[Words], context: Context) -> Iterator[Diagnostic]:
    """A space between two Han characters of one line, where the extractor had no glyph: `秘书长 近` in A/RES/62/22."""
    corrected = {edit.start for edit in context.edits} | {edit.end for edit in context.edits}
    for piece in words:
        for match in LOST_GLYPH.finditer(piece.text):
            at = piece.start + match.start()
            if corrected.isdisjoint(range(at, piece.start + match.end() + 1)):
                left, right = piece.text[match.start() - 1], piece.text[match.end()]
                yield context.source.diagnose("lost-glyph", at, left=left, right=right)


def _mixed_width(words: Sequence[Words], context: Context) -> Iterator[Diagnostic]:
    """A half-width sign after Han: `宣言,` in A/RES/58/58."""
    corrected = {edit.start for edit in context.edits}
    for piece in words:
        for match in MIXED_WIDTH.finditer(piece.text):
            if piece.start + match.start() not in corrected:
                yield context.source.diagnose("mixed-width", piece.start + match.start(), sign=match[0])


def _cut_notes(notes: Sequence[RawNote], context: Context) -> Iterator[Diagnostic]:
    for note in notes:
        if note_condition(note) == "truncated":
            last = note.pieces[-1] if note.pieces else note.label
            if last is not None:
                end = last.text.rstrip()[-8:] if note.pieces else note.number
                yield context.source.diagnose(
                    "note-truncated", last.start + len(last.text.rstrip()) - 1, number=note.number, end=f"“{end}”"
                )


def _unmarked(blocks: Sequence[Block], notes: Sequence[RawNote], context: Context) -> Iterator[Diagnostic]:
    """Notes that nothing calls, where marks were found at all."""
    marked = {piece.number for block in blocks for piece in block.pieces if isinstance(piece, Mark)}
    for note in notes:
        if marked and note.number and note.number not in marked and note.label:
            yield context.source.diagnose("note-unmarked", note.label.start, number=note.number)


def _gaps(blocks: Sequence[Block], context: Context) -> Iterator[Diagnostic]:
    """Operative numbers that skip, go back or come twice, within a section."""
    last, fresh = 0, True
    for block in blocks:
        if block.label is None or block.depth:
            fresh = (
                fresh
                or block.kind in ("heading", "annex")
                or (block.label is None and not block.ends_with(ENDS + COMMAS))
            )
            continue
        family, number = block.label.readings[0]
        if family in ("operative", "ideograph"):
            if number != last + 1 and not (fresh and number == 1) and block.label_words:
                yield context.source.diagnose(
                    "number-gap", block.label_words.start, number=str(number), before=str(last)
                )
            last, fresh = number, False


def _open_paragraphs(blocks: Sequence[Block], context: Context) -> Iterator[Diagnostic]:
    """Numbered paragraphs that end without a sign: something is lost after them."""
    for block in blocks:
        if (
            block.kind == "paragraph"
            and block.label is not None
            and block.tail
            and not block.ends_with(ENDS + COMMAS + COLONS)
        ):
            last = next(piece for piece in reversed(block.pieces) if isinstance(piece, Words))
            end = last.start + len(last.text.rstrip()) - 1
            yield context.source.diagnose("paragraph-open", max(last.start, end), end=f"“{last.text.rstrip()[-8:]}”")
