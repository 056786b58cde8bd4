"""The annexes of a text: label, title and paragraphs of each."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from unres_site.loader.assemble.paragraphs.anchors import Anchors
from unres_site.loader.assemble.paragraphs.structure import make_paragraphs
from unres_site.loader.assemble.runs import (
    Context,
    find_spans,
    join_printed,
    make_runs,
)
from unres_site.loader.body.blocks import Block
from unres_site.records import Annex, Run

PARAGRAPH_ENDS = "。.；;，,"
"""Signs that end a paragraph; a title has none of them at its end."""


def make_annexes(
    blocks: Sequence[Block], anchors: Anchors, context: Context
) -> tuple[Annex, ...]:
    """The annexes, each from its label to the next label."""
    starts = [index for index, block in enumerate(blocks) if block.kind == "annex"]
    annexes: list[Annex] = []
    for start, end in pairwise([*starts, len(blocks)]):
        anchor = anchors.open_annex(len(annexes) + 1)
        label = blocks[start]
        rest = blocks[start + 1 : end]
        annexes.append(_make_annex(anchor, label, rest, anchors, context))

    return tuple(annexes)


def _make_annex(
    anchor: str,
    label: Block,
    rest: Sequence[Block],
    anchors: Anchors,
    context: Context,
) -> Annex:
    printed = join_printed(label.pieces, context.source)
    spans = find_spans(label.pieces, context.source)
    title: tuple[Run, ...] = ()
    if rest and _is_title(rest[0]):
        title = make_runs(rest[0].pieces, context)
        rest = rest[1:]

    body = make_paragraphs(rest, anchors, context)
    return Annex(anchor, printed, spans, title, body)


def _is_title(block: Block) -> bool:
    """Whether the first block of an annex is its title."""
    return block.label is None and not block.ends_with(PARAGRAPH_ENDS)
