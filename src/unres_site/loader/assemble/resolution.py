"""A clean text to records: title, body, notes, closing and annexes put together, with the symbol and the date read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, NoReturn

from unres_site.citations import settle_rivals
from unres_site.errors import Diagnostic
from unres_site.languages import Language
from unres_site.loader.assemble.notes import make_notes
from unres_site.loader.assemble.paragraphs.anchors import Anchors
from unres_site.loader.assemble.paragraphs.annexes import make_annexes
from unres_site.loader.assemble.paragraphs.structure import make_paragraphs
from unres_site.loader.assemble.printed.adoption import (
    CLOSING_KINDS,
    find_date,
    find_meeting,
    find_vote,
)
from unres_site.loader.assemble.printed.fields import make_fields
from unres_site.loader.assemble.printed.symbol import find_symbol, make_example
from unres_site.loader.assemble.runs import Context, join_words, make_runs
from unres_site.loader.body.blocks import Block
from unres_site.loader.body.parts import Part
from unres_site.loader.front.heading import read_title_number
from unres_site.loader.pieces import Words
from unres_site.loader.refusal import RefusalError
from unres_site.organs import get_organ
from unres_site.records import LedgerEntry, Paragraph, Resolution, Run
from unres_site.settings import Sidecar
from unres_site.symbols import Symbol
from unres_site.text.canonical import make_canonical
from unres_site.text.labels import read_label

LONGEST_QUOTE = 24
"""Characters of an unread line that its diagnostic shows."""


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
    context = shared.context
    found = list(shared.diagnostics)
    symbol = find_symbol(part, shared.heads, shared.sidecar, context, found)
    if symbol is None:
        at = part.formula[0].start if part.formula else part.start
        example = make_example(context.organ)
        raise RefusalError(
            context.source.diagnose("symbol-missing", at, example=example)
        )

    main, closing, annexed = _divide_blocks(part.blocks)
    anchors = Anchors()
    _refuse_second_formula(main, context)
    body = make_paragraphs(main, anchors, context)
    _refuse_second_heading(_list_from_first_paragraph(main), context)
    _refuse_second_heading(closing, context)
    body += _make_unread(closing, anchors, context, found)
    annexes = make_annexes(annexed, anchors, context)
    notes = make_notes(part, shared.sidecar, context, found)
    adopted = find_date(part, closing, context, found, old=_is_old(symbol))
    meeting = find_meeting(part, closing, context, found)
    vote = find_vote(closing, notes, context, found)
    title_runs = make_runs(part.title, context)
    return Resolution(
        symbol=symbol.text,
        language=context.language.code,
        title=_join_title(title_runs),
        adopted_on=adopted,
        meeting=meeting,
        enacting_formula=join_words(part.formula) or _insert_formula(shared.sidecar),
        title_runs=title_runs,
        body=settle_rivals(body),
        notes=notes,
        fields=make_fields(part, closing, context),
        source=context.source.describe(),
        ledger=tuple(sorted(ledger, key=lambda entry: entry.spans)),
        annexes=annexes,
        diagnostics=sort_diagnostics(found),
        topics=tuple(shared.sidecar.topics),
        vote=vote,
        remark=shared.remark,
        series=shared.sidecar.series,
    )


def sort_diagnostics(found: Sequence[Diagnostic]) -> tuple[Diagnostic, ...]:
    """The diagnostics by place, each once."""
    once: dict[tuple[object, ...], Diagnostic] = {}
    for one in found:
        once[one.code, one.line, one.column, one.message] = one

    in_order = sorted(once.values(), key=lambda one: (one.line, one.column, one.code))
    return tuple(in_order)


def _divide_blocks(
    blocks: Sequence[Block],
) -> tuple[Sequence[Block], Sequence[Block], Sequence[Block]]:
    """Body, closing with all below it, annexes. The volumes of an organ print the closing below the annexes."""
    annex = _find_block(blocks, ("annex",), len(blocks))
    close = _find_block(blocks, ("date", "meeting"), len(blocks))
    if close > annex:
        return blocks[:annex], blocks[close:], blocks[annex:close]
    return blocks[:close], blocks[close:annex], blocks[annex:]


def _find_block(blocks: Sequence[Block], kinds: Sequence[str], default: int) -> int:
    """The index of the first block of one of the kinds; `default` if there is none."""
    for index, block in enumerate(blocks):
        if block.kind in kinds:
            return index

    return default


def _refuse_second_formula(main: Sequence[Block], context: Context) -> None:
    """Raises RefusalError at an enacting formula that opens no part: what is below it is another resolution.

    An annex may have formulas: it may be a draft.
    """
    for block in main:
        if block.kind == "formula":
            text = shorten(block.one_line)
            start = block.pieces[0].start
            raise RefusalError(
                context.source.diagnose("second-formula", start, text=text)
            )


def _list_from_first_paragraph(main: Sequence[Block]) -> Sequence[Block]:
    """The blocks from operative paragraph 1 to the end. If no paragraph has the number 1, there are none."""
    for index, block in enumerate(main):
        if block.label and ("operative", 1) in block.label.readings:
            return main[index:]

    return ()


def _refuse_second_heading(blocks: Sequence[Block], context: Context) -> None:
    """Raises RefusalError where a heading with a number, and paragraphs from 1 on, are among blocks below a resolution.

    They are a resolution that has lost its formula: with one it would be a record of its own. The paragraph above may
    have swallowed them: then the heading is below the end of a sentence.
    """
    language = context.language
    heading: Words | None = None
    for block in blocks:
        may_open = block.label is None
        if heading and block.label and ("operative", 1) in block.label.readings:
            _refuse_at(heading, context)
        for piece in block.pieces:
            if not isinstance(piece, Words):
                continue
            if may_open and read_title_number(piece.text, language):
                heading = piece
            elif heading and _is_first_paragraph(piece.text, language):
                _refuse_at(heading, context)
            may_open = piece.text.rstrip().endswith((".", "。"))


def _refuse_at(heading: Words, context: Context) -> NoReturn:
    """Raises RefusalError at the heading of a second resolution."""
    text = shorten(heading.text.strip())
    raise RefusalError(
        context.source.diagnose("second-heading", heading.start, text=text)
    )


def _is_first_paragraph(text: str, language: Language) -> bool:
    """Whether a line opens paragraph 1."""
    label = read_label(text, language)
    return label is not None and ("operative", 1) in label.readings


def _make_unread(
    closing: Sequence[Block],
    anchors: Anchors,
    context: Context,
    found: list[Diagnostic],
) -> tuple[Paragraph, ...]:
    """Paragraphs of kind `unread`: the blocks below the closing that do not belong to it.

    A diagnostic for each of them is added to `found`.
    """
    made: list[Paragraph] = []
    for block in closing:
        if block.kind in CLOSING_KINDS:
            continue
        label = [block.label_words] if block.label_words else []
        pieces = [*label, *block.pieces]
        text = shorten(join_words(pieces))
        start = pieces[0].start
        found.append(context.source.diagnose("unread-line", start, text=text))
        runs = make_runs(pieces, context)
        made.append(Paragraph("unread", anchors.make_counted("x"), None, runs))

    return tuple(made)


def shorten(text: str) -> str:
    """The text, cut to what a diagnostic shows."""
    if len(text) <= LONGEST_QUOTE:
        return text
    return text[: LONGEST_QUOTE - 1] + "…"


def _is_old(symbol: Symbol) -> bool:
    """Whether the masthead may have the only date of a text.

    It may if the organ's resolutions have no titles, or if the session is not a plain number (`XXVI`, `S-10`).
    """
    session = symbol.session or ""
    has_plain_session = session.isdigit()
    return not (has_plain_session and get_organ(symbol.organ).titled)


def _join_title(runs: Sequence[Run]) -> str:
    """The words of the title, without marks."""
    words = [run.text or "" for run in runs if run.note is None]
    return make_canonical("".join(words))


def _insert_formula(sidecar: Sidecar) -> str:
    """The formula that the sidecar gives, in brackets as an editor's addition; empty if it gives none."""
    if sidecar.formula:
        return f"[{sidecar.formula}]"
    return ""
