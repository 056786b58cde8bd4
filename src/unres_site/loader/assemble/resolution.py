"""A clean text to records: title, body, notes, closing and annexes put together, with the symbol and the date read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from itertools import pairwise
from typing import Literal, NamedTuple

from unres_site.errors import Diagnostic
from unres_site.languages import Language, patterns
from unres_site.languages.numerals import read_number
from unres_site.loader.assemble.anchors import Anchors, make_note_anchor
from unres_site.loader.assemble.runs import (
    Context,
    find_spans,
    join_printed,
    join_words,
    make_runs,
)
from unres_site.loader.assemble.structure import make_paragraphs
from unres_site.loader.assemble.vote import read_vote
from unres_site.loader.body.blocks import Block
from unres_site.loader.body.parts import Part
from unres_site.loader.pieces import Mark, Piece, RawNote
from unres_site.loader.refusal import RefusalError
from unres_site.organs import organ_of
from unres_site.records import (
    Annex,
    Field,
    LedgerEntry,
    Note,
    NoteCondition,
    Paragraph,
    Resolution,
    Run,
    Vote,
)
from unres_site.settings import Sidecar
from unres_site.symbols import Symbol, parse_or_none
from unres_site.text.canonical import canonical


class Shared(NamedTuple):
    """What all resolutions of one text share.

    `heads` are the symbols of running heads and masthead with their offsets.
    """

    context: Context
    heads: tuple[tuple[str, int], ...]
    diagnostics: tuple[Diagnostic, ...]
    sidecar: Sidecar
    remark: str


def assemble(part: Part, shared: Shared, ledger: Sequence[LedgerEntry]) -> Resolution:
    """The resolution of a part. Raises RefusalError if it has no symbol."""
    context, found = shared.context, list(shared.diagnostics)
    symbol = _symbol(part, shared, found)
    if symbol is None:
        raise RefusalError(
            context.source.diagnose(
                "symbol-missing", part.formula[0].start if part.formula else part.start
            )
        )
    main, closing, annexed = _divided(part.blocks)
    anchors = Anchors()
    calls = _calls(part)
    stray = [block for block in closing if block.kind not in CLOSING_KINDS]
    body = make_paragraphs(main, anchors, context) + tuple(
        _unread(block, anchors, context, found) for block in stray
    )
    annexes = _annexes(annexed, anchors, context)
    notes = _notes(shared, part, calls, found)
    title_runs = make_runs(part.title, context)
    adopted, meeting = (
        _date(closing, context, found),
        _meeting(closing, context.language),
    )
    old = not organ_of(symbol.organ).titled or not (symbol.session or "").isdigit()
    adopted = adopted or _date_above(part, context, old=old)
    meeting = meeting or _meeting_above(part, context.language)
    fields = [
        *part.fields,
        *_closing_fields(closing, context),
        *_title_fields(part, context),
    ]
    return Resolution(
        symbol=symbol.text,
        language=context.language.code,
        title=canonical(
            "".join(run.text or "" for run in title_runs if run.note is None)
        ),
        adopted_on=adopted,
        meeting=meeting,
        enacting_formula=join_words(part.formula) or _inserted_formula(shared.sidecar),
        title_runs=title_runs,
        body=body,
        notes=notes,
        fields=tuple(sorted(fields, key=lambda field: field.spans)),
        source=context.source.record(),
        ledger=tuple(sorted(ledger, key=lambda entry: entry.spans)),
        annexes=annexes,
        diagnostics=in_order(found),
        topics=tuple(shared.sidecar.topics),
        vote=_vote(closing, notes, context.language),
        remark=shared.remark,
    )


def _inserted_formula(sidecar: Sidecar) -> str:
    """The formula that the sidecar gives, in brackets as an editor's addition; empty if it gives none."""
    return f"[{sidecar.formula}]" if sidecar.formula else ""


def in_order(found: Sequence[Diagnostic]) -> tuple[Diagnostic, ...]:
    """The diagnostics by place, each once."""
    once = {(one.code, one.line, one.column, one.message): one for one in found}
    return tuple(
        sorted(once.values(), key=lambda one: (one.line, one.column, one.code))
    )


# --- symbol


def _symbol(part: Part, shared: Shared, found: list[Diagnostic]) -> Symbol | None:
    """The sidecar's symbol, else that of running head or masthead, else of the title's number and the organ."""
    source = shared.context.source
    at = part.number[1].start if part.number and part.number[1] else part.start
    heads = [
        (symbol, start)
        for text, start in shared.heads
        if (symbol := parse_or_none(text))
    ]
    numbered = _numbered_symbol(part, shared.context.organ)
    printed = next(
        (head for head in heads if numbered is None or head[0] == numbered),
        heads[0] if heads else None,
    )
    best = _best(printed[0] if printed else None, numbered)
    if shared.sidecar.symbol:
        given = parse_or_none(shared.sidecar.symbol)
        if best and given and best != given:
            found.append(
                source.diagnose(
                    "symbol-conflict",
                    printed[1] if printed else at,
                    found=best.text,
                    given=given.text,
                )
            )
        return given
    if printed is None and best:
        found.append(source.diagnose("symbol-inferred", at, symbol=best.text))
    elif best and numbered and best != numbered and part.number:
        found.append(
            source.diagnose(
                "symbol-differs", at, number=part.number[0], symbol=best.text
            )
        )
    return best


def _numbered_symbol(part: Part, organ: str) -> Symbol | None:
    """The symbol that the number before the title and the part's letter give."""
    if part.number is None:
        return None
    letter = part.letter.letter if part.letter else ""
    return parse_or_none(f"{organ}/RES/{part.number[0]}{letter}")


def _best(printed: Symbol | None, numbered: Symbol | None) -> Symbol | None:
    """The symbol printed in full, but for a part's letter that only the title has."""
    if (
        printed
        and numbered
        and numbered.part
        and printed.text == numbered.text.removesuffix(numbered.part)
    ):
        return numbered
    return printed or numbered


# --- closing

CLOSING_KINDS = ("date", "meeting", "vote")


def _divided(blocks: Sequence[Block]) -> tuple[list[Block], list[Block], list[Block]]:
    """Body, closing with all below it, annexes."""
    annex = next(
        (index for index, block in enumerate(blocks) if block.kind == "annex"),
        len(blocks),
    )
    close = next(
        (
            index
            for index, block in enumerate(blocks)
            if block.kind in ("date", "meeting")
        ),
        annex,
    )
    return list(blocks[:close]), list(blocks[close:annex]), list(blocks[annex:])


def _date(
    closing: Sequence[Block], context: Context, found: list[Diagnostic]
) -> str | None:
    block = next((block for block in closing if block.kind == "date"), None) or next(
        iter(closing), None
    )
    if block is None:
        return None
    text = join_words(block.pieces)
    date = (patterns.read_date if block.kind == "date" else patterns.find_date)(
        context.language, text
    )
    if date and _iso(date) is None:
        found.append(
            context.source.diagnose("date-invalid", block.pieces[0].start, text=text)
        )
    return _iso(date) if date else None


def _date_above(part: Part, context: Context, *, old: bool) -> str | None:
    """The date of the adoption line where the closing has none; of the masthead in texts that have no other (`old`)."""
    lines = _adoption_lines(part)
    lines += [
        field.text for field in part.fields if field.name == "date-issued" and old
    ]
    dates = (
        _iso(date)
        for line in lines
        if (date := patterns.find_date(context.language, line))
    )
    return next((date for date in dates if date), None)


def _adoption_lines(part: Part) -> list[str]:
    """What the heading and the masthead say of the adoption; the number may have its date on its own line."""
    number = part.number[1] if part.number else None
    above = [field.text for field in part.fields if field.name == "adoption"]
    return [
        *([number.text] if number else []),
        join_words(part.adoption),
        *above,
        *part.heading,
    ]


def _meeting_above(part: Part, language: Language) -> int | None:
    """The meeting of the adoption line, where the Security Council's resolutions have it."""
    lines = _adoption_lines(part)
    return next(
        (
            meeting
            for line in lines
            if (meeting := patterns.find_meeting(language, line))
        ),
        None,
    )


def _iso(date: patterns.FoundDate) -> str | None:
    """The date as ISO 8601 writes it; None where the calendar has no such day."""
    try:
        return dt.date(*date).isoformat()
    except ValueError:
        return None


def _meeting(closing: Sequence[Block], language: Language) -> int | None:
    for block in closing:
        if block.kind == "meeting" and (
            match := patterns.find(language, language.meetings, block.one_line)
        ):
            return read_number(language, match["number"])
    return None


def _vote(
    closing: Sequence[Block], notes: Sequence[Note], language: Language
) -> Vote | Literal["unanimous", "without-vote"] | None:
    """The vote of the closing; only notes that the closing calls tell of it."""
    told = [block for block in closing if block.kind in CLOSING_KINDS]
    called = {
        piece.number
        for block in told
        for piece in block.pieces
        if isinstance(piece, Mark)
    }
    called |= {block.one_line.split()[-1] for block in told}
    texts = [
        "".join(run.text or "" for run in note.runs)
        for note in notes
        if note.number in called
    ]
    return read_vote([block.one_line for block in told], texts, language)


def _closing_fields(closing: Sequence[Block], context: Context) -> list[Field]:
    return [
        Field(
            block.kind,
            join_printed(block.pieces, context.source),
            find_spans(block.pieces, context.source),
        )
        for block in closing
        if block.kind in CLOSING_KINDS
    ]


def _title_fields(part: Part, context: Context) -> list[Field]:
    """The number before the title, a part's letter, the title of all parts, the formula: what no run covers."""
    number = part.number[1] if part.number else None
    groups: list[tuple[str, Sequence[Piece]]] = [
        ("number", [number] if number else []),
        ("adoption", part.adoption),
        ("general-title", part.general),
        ("part", [part.letter.words] if part.letter else []),
        ("enacting-formula", part.formula),
    ]
    return [
        Field(
            name,
            join_printed(pieces, context.source),
            find_spans(pieces, context.source),
        )
        for name, pieces in groups
        if pieces
    ]


def _unread(
    block: Block, anchors: Anchors, context: Context, found: list[Diagnostic]
) -> Paragraph:
    """A block below the closing that is no note and no annex: published in its place, and reported."""
    pieces = [*([block.label_words] if block.label_words else []), *block.pieces]
    text = join_words(pieces)
    short = text if len(text) <= 24 else f"{text[:23]}…"  # noqa: PLR2004
    found.append(context.source.diagnose("unread-line", pieces[0].start, text=short))
    return Paragraph("unread", anchors.counted("x"), None, make_runs(pieces, context))


# --- title, annexes


def _annexes(
    blocks: Sequence[Block], anchors: Anchors, context: Context
) -> tuple[Annex, ...]:
    starts = [index for index, block in enumerate(blocks) if block.kind == "annex"]
    found = []
    for count, (start, end) in enumerate(pairwise([*starts, len(blocks)]), 1):
        anchor = anchors.open_annex(count)
        rest = list(blocks[start + 1 : end])
        title = (
            rest.pop(0)
            if rest and rest[0].label is None and not rest[0].ends_with("。.；;，,")
            else None
        )
        label = blocks[start]
        found.append(
            Annex(
                anchor,
                join_printed(label.pieces, context.source),
                find_spans(label.pieces, context.source),
                make_runs(title.pieces, context) if title else (),
                make_paragraphs(rest, anchors, context),
            )
        )
    return tuple(found)


# --- notes

NOTE_ENDS = "。．.!?？！”»）)؟’"


def _note_condition(note: RawNote) -> NoteCondition:
    """What the source has done to a note: cut off if it ends without a sign, unnumbered if its number is lost."""
    if not note.number:
        return "unnumbered"
    text = note.pieces[-1].text.rstrip() if note.pieces else ""
    return "complete" if text.endswith(tuple(NOTE_ENDS)) else "truncated"


def _calls(part: Part) -> list[Mark]:
    """The first mark of each note, in the order of the text."""
    first: dict[str, Mark] = {}
    for pieces in (part.title, *[block.pieces for block in part.blocks]):
        for piece in pieces:
            if isinstance(piece, Mark):
                first.setdefault(piece.number, piece)
    return list(first.values())


def _notes(
    shared: Shared, part: Part, calls: Sequence[Mark], found: list[Diagnostic]
) -> tuple[Note, ...]:
    """The notes in the order of their numbers, as read, inferred, missing or supplied."""
    context = shared.context
    supplied = {note.number: note.text for note in shared.sidecar.notes}
    made: list[Note] = []
    for index, raw in enumerate(part.notes):
        number = raw.number or _inferred_number(part.notes, index)
        condition = _note_condition(raw)
        label = raw.label
        runs = make_runs(raw.pieces, context)
        if number in supplied and condition == "truncated":
            runs, condition = (
                (*runs, Run(insert=supplied.pop(number), reason="")),
                "supplied",
            )
        made.append(
            Note(
                number,
                make_note_anchor(number),
                runs,
                condition,
                label.text if label else None,
                find_spans([label], context.source) if label else (),
            )
        )
        if not raw.number:
            found.append(
                context.source.diagnose(
                    "note-number-inferred", raw.pieces[0].start, number=number
                )
            )
    numbers = {note.number for note in made}
    made += _missing(
        [mark for mark in calls if mark.number not in numbers], supplied, found, context
    )
    return _unique(
        sorted(made, key=lambda note: int(note.number) if note.number.isdigit() else 0)
    )


def _missing(
    marks: Sequence[Mark],
    supplied: dict[str, str],
    found: list[Diagnostic],
    context: Context,
) -> list[Note]:
    made: list[Note] = []
    for mark in marks:
        if mark.number in supplied:
            made.append(
                Note(
                    mark.number,
                    make_note_anchor(mark.number),
                    (Run(insert=supplied[mark.number], reason=""),),
                    "supplied",
                )
            )
            continue
        made.append(Note(mark.number, make_note_anchor(mark.number), (), "missing"))
        found.append(
            context.source.diagnose("note-missing", mark.start, number=mark.number)
        )
    return made


def _inferred_number(notes: Sequence[RawNote], index: int) -> str:
    """The number of a note that has lost its own: one less than the next, else one more than the last."""
    if index + 1 < len(notes) and notes[index + 1].number:
        return str(int(notes[index + 1].number) - 1)
    return str(int(notes[index - 1].number or 0) + 1 if index else 1)


def _unique(notes: Sequence[Note]) -> tuple[Note, ...]:
    """The notes with anchors that differ, though a number may come twice."""
    anchors = Anchors()
    return tuple(
        note
        if (anchor := anchors.unique(note.anchor)) == note.anchor
        else _moved(note, anchor)
        for note in notes
    )


def _moved(note: Note, anchor: str) -> Note:
    return Note(
        note.number, anchor, note.runs, note.condition, note.label, note.label_spans
    )
