"""Blocks to paragraphs: which are below which, and their addresses."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from unres_site.languages import Language
from unres_site.loader.assemble.paragraphs.anchors import Anchors, make_slug
from unres_site.loader.assemble.paragraphs.kinds import find_kinds
from unres_site.loader.assemble.paragraphs.sections import SectionLevels, join_headings
from unres_site.loader.assemble.paragraphs.tables import make_table
from unres_site.loader.assemble.runs import Context, find_spans, make_runs
from unres_site.loader.body.blocks import Block
from unres_site.records import Paragraph, ParagraphKind

COUNTED: dict[ParagraphKind, str] = {
    "preambular": "pp",
    "quotation": "q",
    "heading": "h",
    "table": "t",
}
"""Paragraphs that have no number of their own, and what their addresses begin with."""


class _Node(msgspec.Struct):
    """A block with its place in the tree of paragraphs."""

    kind: ParagraphKind
    anchor: str
    block: Block
    children: list[_Node]


def make_paragraphs(
    blocks: Sequence[Block], anchors: Anchors, context: Context
) -> tuple[Paragraph, ...]:
    """The paragraphs of a body or an annex, sub-paragraphs as children."""
    language = context.language
    nodes = _make_tree(join_headings(blocks, language), anchors, language)
    return tuple(_make_paragraph(node, context) for node in nodes)


def _make_tree(
    blocks: Sequence[Block], anchors: Anchors, language: Language
) -> list[_Node]:
    roots: list[_Node] = []
    path: list[_Node] = []
    numbered = any(block.label is not None and block.depth == 0 for block in blocks)
    kinds = find_kinds(blocks, language)
    levels = SectionLevels()
    for index, (kind, block) in enumerate(zip(kinds, blocks, strict=True)):
        while path and path[-1].block.depth >= block.depth:
            path.pop()
        if kind == "heading" and block.label is not None:
            anchor = anchors.make_unique(levels.enter(block.label))
            anchors.open_section(anchor, _find_first_number(blocks, kinds, index + 1))
        else:
            anchor = _anchor_paragraph(kind, block, path, anchors, numbered=numbered)

        node = _Node(kind, anchor, block, [])
        siblings = path[-1].children if path else roots
        siblings.append(node)
        if kind != "table":  # what is below a table belongs to the paragraph above it
            path.append(node)

    return roots


def _find_first_number(
    blocks: Sequence[Block], kinds: Sequence[ParagraphKind], start: int
) -> str | None:
    """The address that the first number of a section would have elsewhere; None in a section without numbers."""
    for kind, block in zip(kinds[start:], blocks[start:], strict=True):
        if kind == "heading":
            return None
        if block.label is not None and block.depth == 0:
            return f"op{make_slug(block.label)}"

    return None


def _anchor_paragraph(
    kind: ParagraphKind,
    block: Block,
    above: Sequence[_Node],
    anchors: Anchors,
    *,
    numbered: bool,
) -> str:
    """The address of a paragraph; `numbered` says whether others of the body have numbers."""
    if kind in COUNTED:
        return anchors.make_counted(COUNTED[kind])
    if block.label is None and above:
        return anchors.make_counted(f"{above[-1].anchor}-")
    if block.label is None:
        return anchors.make_counted("u" if numbered else "op")

    slug = make_slug(block.label)
    if above and block.label.family != "decimal":
        return anchors.make_unique(f"{above[-1].anchor}-{slug}")

    return anchors.make_numbered(f"op{slug}")


def _make_paragraph(node: _Node, context: Context) -> Paragraph:
    block = node.block
    if node.kind == "table":
        return make_table(block.pieces, node.anchor, context)

    label = block.label if block.label_words else None
    number = None
    if label is not None:
        number = label.text if node.kind == "heading" else label.number

    return Paragraph(
        kind=node.kind,
        anchor=node.anchor,
        number=number,
        runs=make_runs(block.pieces, context),
        children=tuple([_make_paragraph(child, context) for child in node.children])
        if node.children
        else (),
        label=label.text if label else None,
        label_spans=find_spans([block.label_words], context.source)
        if block.label_words
        else (),
    )
