"""A clean text to records: title, body, notes, closing and annexes put together, with the symbol and the date read."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from unres_site.errors import Diagnostic, SymbolError
from unres_site.languages import Language, patterns
from unres_site.loader import damage
from unres_site.loader.blocks import Block
from unres_site.loader.canonical import canonical
from unres_site.loader.notes import BodyLine, Mark, RawNote, Words
from unres_site.loader.runs import Context, make_runs, plain, spans
from unres_site.loader.structure import Anchors, paragraphs
from unres_site.records import Annex, Field, LedgerEntry, Note, Paragraph, Resolution, Run
from unres_site.settings import Sidecar
from unres_site.symbols import Symbol, parse


class Part(NamedTuple):
    """One resolution as it stands in its text.

    heads   symbols of running heads and masthead with their offsets
    number  the number before the title with its length in the title's first line; None where there is none
    """

    organ: str
    fields: list[Field]
    heads: Sequence[tuple[str, int]]
    number: tuple[str, Words] | None
    title: list[BodyLine]
    formula: BodyLine
    blocks: list[Block]
    letter: tuple[str, Words] | None = None


class Reader(NamedTuple):
    """What all parts of one text share."""

    context: Context
    notes: Sequence[RawNote]
    ledger: tuple[LedgerEntry, ...]
    diagnostics: tuple[Diagnostic, ...]
    sidecar: Sidecar
    remark: str


def assemble(part: Part, reader: Reader) -> Resolution | Diagnostic:
    """The resolution of a part; a diagnostic of severity error where it has no symbol."""
    context, found = reader.context, list(reader.diagnostics)
    symbol = _symbol(part, reader, found)
    if symbol is None:
        return context.source.diagnose("symbol-missing", part.formula.line.start)
    main, closing, annexed = _divided(part.blocks)
    anchors = Anchors()
    stray = [block for block in closing if block.kind not in ("date", "meeting")]
    body = paragraphs(main, anchors, context) + tuple(_unread(block, anchors, context, found) for block in stray)
    annexes = _annexes(annexed, anchors, context)
    notes = _notes(reader, part, found)
    title_runs = make_runs(_pieces(part.title, part.number[1] if part.number else None), context)
    adopted, meeting = _date(closing, context, found), _meeting(closing, context.language)
    found += damage.found(part.blocks, reader.notes, context, closed=bool(adopted and meeting))
    fields = [*part.fields, *_closing_fields(closing, context), *_title_fields(part, context)]
    return Resolution(
        symbol=symbol.text,
        language=context.language.code,
        title=canonical("".join(run.text or "" for run in title_runs if run.note is None)),
        adopted_on=adopted,
        meeting=meeting,
        enacting_formula=part.formula.line.text,
        title_runs=title_runs,
        body=body,
        notes=notes,
        fields=tuple(fields),
        source=context.source.record(),
        ledger=reader.ledger,
        annexes=annexes,
        diagnostics=tuple(sorted(set_of(found), key=lambda one: (one.line, one.column, one.code))),
        topics=tuple(reader.sidecar.topics),
        remark=reader.remark,
    )


def set_of(found: Sequence[Diagnostic]) -> list[Diagnostic]:
    """The diagnostics, each once."""
    seen: dict[tuple[str, int, int, str], Diagnostic] = {(one.code, one.line, one.column, one.message): one for one in found}
    return list(seen.values())


# --- symbol


def _symbol(part: Part, reader: Reader, found: list[Diagnostic]) -> Symbol | None:
    """The sidecar's symbol, else that of running head or masthead, else of the title's number and the formula's organ."""
    source = reader.context.source
    printed = next(((symbol, at) for text, at in part.heads if (symbol := _parsed(text))), None)
    numbered = _numbered_symbol(part)
    if part.letter and numbered:
        numbered = _parsed(f"{numbered.text}{part.letter[0]}")
        printed = None
    if reader.sidecar.symbol:
        given = _parsed(reader.sidecar.symbol)
        best = printed[0] if printed else numbered
        if best and given and best != given:
            found.append(source.diagnose("symbol-conflict", printed[1] if printed else part.formula.line.start, found=best.text, given=given.text))
        return given
    if printed and numbered and printed[0] != numbered and numbered.text.startswith(printed[0].text):
        return numbered
    if printed:
        if numbered and numbered != printed[0] and part.number and not printed[0].text.startswith(numbered.text):
            found.append(source.diagnose("symbol-differs", part.number[1].start, number=part.number[0], symbol=printed[0].text))
        return printed[0]
    if numbered:
        at = part.letter[1] if part.letter else part.number[1] if part.number else None
        found.append(source.diagnose("symbol-inferred", at.start if at else 0, symbol=numbered.text))
    return numbered


def _numbered_symbol(part: Part) -> Symbol | None:
    return _parsed(f"{part.organ}/RES/{part.number[0]}") if part.number else None


def _parsed(text: str) -> Symbol | None:
    try:
        return parse(text)
    except SymbolError:
        return None


# --- closing


def _divided(blocks: Sequence[Block]) -> tuple[list[Block], list[Block], list[Block]]:
    """Body, closing with what stands below it, annexes."""
    annex = next((index for index, block in enumerate(blocks) if block.kind == "annex"), len(blocks))
    close = next((index for index, block in enumerate(blocks) if block.kind in ("date", "meeting")), annex)
    return list(blocks[:close]), list(blocks[close:annex]), list(blocks[annex:])


def _date(closing: Sequence[Block], context: Context, found: list[Diagnostic]) -> str | None:
    block = next((block for block in closing if block.kind == "date"), None)
    if block is None:
        return None
    text = plain(block.pieces)
    date = patterns.date(context.language, text)
    try:
        return datetime.date(*date).isoformat() if date else None
    except ValueError:
        found.append(context.source.diagnose("date-invalid", block.pieces[0].start, text=text))
        return None


def _meeting(closing: Sequence[Block], language: Language) -> int | None:
    for block in closing:
        if block.kind == "meeting" and (match := patterns.find(language, language.meetings, plain(block.pieces))):
            return patterns.value(language, match["number"])
    return None


def _closing_fields(closing: Sequence[Block], context: Context) -> list[Field]:
    return [
        Field(block.kind, plain(block.pieces), spans(block.pieces, context.source))
        for block in closing
        if block.kind in ("date", "meeting")
    ]


def _title_fields(part: Part, context: Context) -> list[Field]:
    """The number before the title, the part's letter, the formula: printed, and covered by no run."""
    words = [("number", part.number[1])] if part.number else []
    words += [("part", part.letter[1])] if part.letter else []
    formula = Field("enacting-formula", part.formula.line.text, spans(part.formula.pieces, context.source))
    return [*(Field(name, word.text, spans([word], context.source)) for name, word in words), formula]


def _unread(block: Block, anchors: Anchors, context: Context, found: list[Diagnostic]) -> Paragraph:
    """What stands below the closing and is no note and no annex: published where it stands, and reported."""
    pieces = [*([block.label_words] if block.label_words else []), *block.pieces]
    text = plain(pieces)
    short = text if len(text) <= 24 else f"{text[:23]}…"  # noqa: PLR2004
    found.append(context.source.diagnose("unread-line", pieces[0].start, text=short))
    return Paragraph("unread", anchors.counted("x"), None, make_runs(pieces, context))


# --- title, annexes


def _pieces(lines: Sequence[BodyLine], number: Words | None) -> list[Words | Mark]:
    """The pieces of title lines without the number at their head."""
    pieces = [piece for line in lines for piece in line.pieces]
    if number is None or not pieces:
        return pieces
    first = pieces[0]
    if not isinstance(first, Words):
        return pieces
    length = number.end - first.start
    rest = Words(number.end, first.end, first.text[length:])
    return ([rest] if rest.text.strip() else []) + pieces[1:]


def _annexes(blocks: Sequence[Block], anchors: Anchors, context: Context) -> tuple[Annex, ...]:
    starts = [index for index, block in enumerate(blocks) if block.kind == "annex"]
    found = []
    for count, (start, end) in enumerate(pairwise([*starts, len(blocks)]), 1):
        anchor = anchors.unique(f"annex{count}")
        anchors.section = anchor
        rest = list(blocks[start + 1 : end])
        title = rest.pop(0) if rest and rest[0].label is None and not rest[0].ends_with("。.；;，,") else None
        label = blocks[start]
        found.append(
            Annex(
                anchor,
                plain(label.pieces),
                spans(label.pieces, context.source),
                make_runs(title.pieces, context) if title else (),
                paragraphs(rest, anchors, context),
            )
        )
    return tuple(found)


# --- notes


def _notes(reader: Reader, part: Part, found: list[Diagnostic]) -> tuple[Note, ...]:
    """The notes in the order of their numbers, as read, inferred, missing or supplied."""
    context = reader.context
    supplied = {note.number: note.text for note in reader.sidecar.notes}
    made: list[Note] = []
    for index, raw in enumerate(reader.notes):
        number = raw.number or _inferred_number(reader.notes, index)
        condition = damage.note_condition(raw)
        label = raw.label
        runs = make_runs(raw.pieces, context)
        if number in supplied and condition == "truncated":
            runs, condition = (*runs, Run(insert=supplied.pop(number), reason="")), "supplied"
        made.append(Note(number, f"fn{number}", runs, condition, label.text if label else None, spans([label], context.source) if label else ()))
        if not raw.number:
            found.append(context.source.diagnose("note-number-inferred", raw.pieces[0].start, number=number))
    made += _missing(part, {note.number for note in made}, supplied, found, context)
    return _unique(sorted(made, key=lambda note: (int(note.number) if note.number.isdigit() else 0)))


def _missing(part: Part, known: set[str], supplied: dict[str, str], found: list[Diagnostic], context: Context) -> list[Note]:
    marks = [piece for line in part.title for piece in line.pieces if isinstance(piece, Mark)]
    marks += [piece for block in part.blocks for piece in block.pieces if isinstance(piece, Mark)]
    made: list[Note] = []
    for mark in marks:
        if mark.number in known:
            continue
        known.add(mark.number)
        if mark.number in supplied:
            made.append(Note(mark.number, f"fn{mark.number}", (Run(insert=supplied[mark.number], reason=""),), "supplied"))
            continue
        made.append(Note(mark.number, f"fn{mark.number}", (), "missing"))
        found.append(context.source.diagnose("note-missing", mark.start, number=mark.number))
    return made


def _inferred_number(notes: Sequence[RawNote], index: int) -> str:
    """The number of a note that has lost its own: one less than the next, else one more than the last."""
    if index + 1 < len(notes) and notes[index + 1].number:
        return str(int(notes[index + 1].number) - 1)
    return str(int(notes[index - 1].number or 0) + 1 if index else 1)


def _unique(notes: Sequence[Note]) -> tuple[Note, ...]:
    """The notes with anchors that differ, though a number may come twice."""
    anchors = Anchors()
    return tuple(note if (anchor := anchors.unique(note.anchor)) == note.anchor else _moved(note, anchor) for note in notes)


def _moved(note: Note, anchor: str) -> Note:
    return Note(note.number, anchor, note.runs, note.condition, note.label, note.label_spans)
