"""Blocks to paragraphs: which are preambular and which operative, which stand below which, and their addresses.

Position and numbering decide (201 of the opening words of Chinese paragraphs occur in both parts): a paragraph without
a
number that ends with a comma and stands before the first number of its section is preambular, with any other end it is
operative; one without a sign at its end is a heading.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from unres_site.deferred import deferred
from unres_site.loader.assemble.runs import Context, find_spans, make_runs
from unres_site.loader.body.blocks import Block
from unres_site.records import Paragraph, ParagraphKind
from unres_site.text.labels import Label
from unres_site.text.punctuation import COLONS, COMMAS, ENDS

# matches: A 部分
# matches: 二、
# matches: IV
# matches: 十二 海洋环境
# rejects: 其他
SECTION = deferred(r"(?P<number>[A-Z]|[IVXL]{1,6}|[一二三四五六七八九十]{1,3})(?=[\s.．、]|$)")


def kinds(blocks: Sequence[Block]) -> list[ParagraphKind]:
    """The kind of each block, section by section: a heading opens a section, which may have a preamble of its own."""
    found: list[ParagraphKind] = []
    section: list[Block] = []
    for block in blocks:
        if _is_heading(block):
            found += [*_section_kinds(section), "heading"]
            section = []
        else:
            section.append(block)
    return found + _section_kinds(section)


def _is_heading(block: Block) -> bool:
    sectional = block.label is None or block.label.readings[0][0] == "ideograph"
    return block.kind == "heading" or (sectional and not block.ends_with(ENDS + COMMAS))


def _section_kinds(blocks: Sequence[Block]) -> list[ParagraphKind]:
    first = next((index for index, block in enumerate(blocks) if block.label is not None and block.depth == 0), None)
    last_comma = max((index for index, block in enumerate(blocks[:first]) if block.ends_with(COMMAS)), default=-1)
    lists = [block.depth > 0 for block in [*blocks[1:], *blocks[:1]]]
    return [
        "operative"
        if block.label is None and block.ends_with(COLONS) and not listed
        else _kind(block, index, first, last_comma)
        for index, (block, listed) in enumerate(zip(blocks, lists, strict=True))
    ]


def _kind(block: Block, index: int, first: int | None, last_comma: int) -> ParagraphKind:
    if block.depth > 0:
        return "subparagraph"
    if block.label is not None:
        return "operative"
    before_numbers = first is None or index < first
    if before_numbers and index <= last_comma:
        return "preambular"
    return "preambular" if first is not None and index < first and not block.ends_with(COLONS) else "operative"


class Anchors:
    """Addresses within a page, each given once: the first is `op1`, later ones take the section's or annex's name."""

    def __init__(self) -> None:
        self._given: set[str] = set()
        self._counts: dict[str, int] = {}
        self._section = ""
        self._annex = ""

    def open_section(self, number: str) -> None:
        """Later addresses that are taken already are told apart by this section's number, where it has one."""
        self._section = number or self._section

    def open_annex(self, count: int) -> str:
        """The address of an annex; later ones begin with it, for the annex's paragraph 2 is no `op2`."""
        self._annex = self._section = ""
        anchor = self.unique(f"annex{count}")
        self._annex = f"{anchor}-"
        return anchor

    def counted(self, prefix: str) -> str:
        """`pp1`, `pp2`, … for what has no number of its own."""
        self._counts[prefix] = self._counts.get(prefix, 0) + 1
        return self.unique(f"{prefix}{self._counts[prefix]}")

    def unique(self, wanted: str) -> str:
        """The address wanted, or the nearest that is free."""
        wanted = wanted if wanted.startswith(self._annex) else f"{self._annex}{wanted}"
        free = wanted if wanted.casefold() not in self._given else next(self._free(wanted))
        self._given.add(free.casefold())
        return free

    def _free(self, wanted: str) -> Iterator[str]:
        return (candidate for candidate in self._others(wanted) if candidate.casefold() not in self._given)

    def _others(self, wanted: str) -> Iterator[str]:
        if self._section:
            wanted = f"{self._annex}{self._section}-{wanted.removeprefix(self._annex)}"
            yield wanted
        while True:
            self._counts[wanted] = self._counts.get(wanted, 1) + 1
            yield f"{wanted}-{self._counts[wanted]}"


class _Node(msgspec.Struct):
    kind: ParagraphKind
    anchor: str
    block: Block
    children: list[_Node]


def paragraphs(blocks: Sequence[Block], anchors: Anchors, context: Context) -> tuple[Paragraph, ...]:
    """The paragraphs of a body or an annex, sub-paragraphs as children."""
    return tuple(_paragraph(node, context) for node in _tree(blocks, anchors))


def _tree(blocks: Sequence[Block], anchors: Anchors) -> list[_Node]:
    roots: list[_Node] = []
    path: list[_Node] = []
    numbered = any(block.label is not None and block.depth == 0 for block in blocks)
    for kind, block in zip(kinds(blocks), blocks, strict=True):
        depth = min(block.depth, len(path))
        if kind == "heading":
            anchors.open_section(_section(block))
        node = _Node(kind, _anchor(kind, block, path[:depth], anchors, numbered=numbered), block, [])
        (path[depth - 1].children if depth else roots).append(node)
        path = [*path[:depth], node]
    return roots


def _section(block: Block) -> str:
    """What a section's heading is numbered: `A`, `IV`, `2` for 二、; empty where it has no number."""
    if block.label is not None:
        return str(block.label.readings[0][1])
    found = SECTION.match(block.tail)
    return found["number"] if found else ""


def _anchor(kind: ParagraphKind, block: Block, above: Sequence[_Node], anchors: Anchors, *, numbered: bool) -> str:
    if kind in COUNTED:
        return anchors.counted(COUNTED[kind])
    if block.label is None:
        return anchors.counted("u" if numbered else "op")
    if block.label.readings[0][0] == "decimal":
        return anchors.unique(f"op{block.label.number}")
    if above:
        return anchors.unique(f"{above[-1].anchor}-{slug(block.label)}")
    return anchors.unique(f"op{slug(block.label)}")


COUNTED: dict[ParagraphKind, str] = {"preambular": "pp", "heading": "h", "unread": "x"}
"""Paragraphs that have no number of their own, and what their addresses begin with."""


def slug(label: Label) -> str:
    """A label as part of an address, the same in all languages: `(a)` and `(أ)` are `a`, `㈠` and `(1)` are `1`."""
    family, place = label.readings[0]
    if family == "decimal":
        return label.number
    if family == "roman" or (family == "letter" and len(label.readings) > 1):
        return label.number.strip("()（） ")
    if family in ("letter", "native"):
        return chr(ord("a") + (place - 1) % 26) * (1 + (place - 1) // 26)
    return str(place)


def _number(node: _Node) -> str | None:
    """The number of a paragraph; that of a heading is as printed (`一、`, `I.`)."""
    label = node.block.label
    return None if label is None else label.text if node.kind == "heading" else label.number


def _paragraph(node: _Node, context: Context) -> Paragraph:
    block = node.block
    return Paragraph(
        kind=node.kind,
        anchor=node.anchor,
        number=_number(node),
        runs=make_runs(block.pieces, context),
        children=tuple([_paragraph(child, context) for child in node.children]) if node.children else (),
        label=block.label.text if block.label else None,
        label_spans=find_spans([block.label_words], context.source) if block.label_words else (),
    )
