"""The fields of a text: what is printed outside of title, paragraphs and notes, with its places in the source."""

from __future__ import annotations

from collections.abc import Sequence

from unres_site.loader.assemble.printed.adoption import CLOSING_KINDS
from unres_site.loader.assemble.runs import Context, find_spans, join_printed
from unres_site.loader.body.blocks import Block
from unres_site.loader.body.parts import Part
from unres_site.loader.pieces import Piece
from unres_site.records import Field


def make_fields(
    part: Part, closing: Sequence[Block], context: Context
) -> tuple[Field, ...]:
    """The fields of masthead, heading and closing, in the order of the source."""
    told = [block for block in closing if block.kind in CLOSING_KINDS]
    fields = [
        *part.fields,
        *[_make_field(block.kind, block.pieces, context) for block in told],
        *_make_heading_fields(part, context),
    ]
    return tuple(sorted(fields, key=lambda field: field.spans))


def _make_heading_fields(part: Part, context: Context) -> list[Field]:
    """What surrounds the title: its number, a part's letter, the title of all parts, the formula."""
    number = part.number[1] if part.number else None
    named: list[tuple[str, Sequence[Piece]]] = [
        ("number", [number] if number else []),
        ("adoption", part.adoption),
        ("general-title", part.general),
        ("part", [part.letter.words] if part.letter else []),
        *part.below,
        ("enacting-formula", part.formula),
    ]
    return [_make_field(name, pieces, context) for name, pieces in named if pieces]


def _make_field(name: str, pieces: Sequence[Piece], context: Context) -> Field:
    text = join_printed(pieces, context.source)
    return Field(name, text, find_spans(pieces, context.source))
