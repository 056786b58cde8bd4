"""Which blocks are preambular, which operative, and which are headings.

Position and numbering decide (201 of the opening words of Chinese paragraphs occur in both parts). A paragraph without
a number that ends with a comma before the first number of its section is preambular; with another end it is operative;
without a sign at its end it is a heading.
"""

from __future__ import annotations

from collections.abc import Sequence

from unres_site.languages import Language
from unres_site.loader.body.blocks import Block
from unres_site.loader.body.opening.openers import is_opener
from unres_site.records import ParagraphKind
from unres_site.text.punctuation import COLONS, COMMAS, ENDS, LIST_GOES_ON, SEMICOLONS

LONGEST_OPENING_HEADING = 60
"""Characters of the longest heading that begins with a word that opens paragraphs: `Recognizing …`."""


def find_kinds(blocks: Sequence[Block], language: Language) -> list[ParagraphKind]:
    """The kind of each block. A heading opens a section, which may have a preamble of its own."""
    found: list[ParagraphKind] = []
    section: list[Block] = []
    items = _find_items(blocks)
    for index, block in enumerate(blocks):
        heading = is_heading(block) and index not in items
        if heading and not _is_cut_paragraph(block, language):
            found += [*_find_section_kinds(section, language), "heading"]
            section = []
        else:
            section.append(block)

    return found + _find_section_kinds(section, language)


def is_heading(block: Block) -> bool:
    """Whether a block has a section's number or none, and no sign at its end."""
    if block.kind == "heading" or block.is_number_alone:
        return True
    if block.kind in ("quotation", "table"):
        return False

    sectional = block.label is None or block.label.family == "ideograph"
    return (
        sectional
        and not block.ends_with(ENDS + COMMAS)
        and not LIST_GOES_ON.search(block.tail)
    )


def _is_cut_paragraph(block: Block, language: Language) -> bool:
    """Whether a block without a sign at its end is a long paragraph that has lost its end: an opener begins it."""
    if block.label is not None or block.kind != "paragraph":
        return False

    words = block.one_line
    return len(words) > LONGEST_OPENING_HEADING and is_opener(words, language)


def _find_items(blocks: Sequence[Block]) -> set[int]:
    """Indexes of items without a number and without a sign, which only their place tells from headings.

    They are between two numbers, below a colon, and the last item ends with a semicolon.
    """
    found: set[int] = set()
    start: int | None = None
    for index, block in enumerate(blocks):
        if block.label is not None and block.depth == 0:
            if start is not None and blocks[index - 1].ends_with(SEMICOLONS):
                found.update(range(start, index))
            start = index + 1 if block.ends_with(COLONS) else None
        elif (
            block.label is not None or block.kind == "heading" or block.ends_with("。.")
        ):
            start = None

    return found


def _find_section_kinds(
    blocks: Sequence[Block], language: Language
) -> list[ParagraphKind]:
    first = next(
        (index for index, block in enumerate(blocks) if _opens_operative_part(block)),
        None,
    )
    last_comma = max(
        (index for index, block in enumerate(blocks[:first]) if _ends_preamble(block)),
        default=-1,
    )
    found: list[ParagraphKind] = []
    for index, block in enumerate(blocks):
        has_list = index + 1 < len(blocks) and blocks[index + 1].depth > 0
        if block.label is None and block.ends_with(COLONS) and not has_list:
            is_preambular = index < (first or 0) and _is_participle(block, language)
            found.append("preambular" if is_preambular else "operative")
        else:
            found.append(_find_kind(block, index, first, last_comma))

    return found


def _is_participle(block: Block, language: Language) -> bool:
    """Whether a block begins with a participle, as paragraphs of the preamble do: `Noting with concern:`."""
    word = block.one_line.partition(" ")[0].rstrip(",:")
    return word.endswith(language.opener_endings) and is_opener(word, language)


def _ends_preamble(block: Block) -> bool:
    return block.ends_with(COMMAS) and block.kind != "quotation"


def _opens_operative_part(block: Block) -> bool:
    if block.label is None or block.depth:
        return False
    return not _is_drafted(block)


def _is_drafted(block: Block) -> bool:
    """Whether a paragraph has a number of the preamble, as drafts and web copies print: `PP1.`."""
    return block.label is not None and block.label.family == "preambular"


def _find_kind(
    block: Block, index: int, first: int | None, last_comma: int
) -> ParagraphKind:
    """The kind of a block in its section; `first` is the index of the first number, `last_comma` of the last comma."""
    if block.kind in ("quotation", "table"):
        return block.kind
    if block.depth > 0:
        return "subparagraph"

    if block.label is not None:
        return "preambular" if _is_drafted(block) else "operative"

    if first is None:
        return "preambular" if index <= last_comma else "operative"

    if index < first and (index <= last_comma or not block.ends_with(COLONS)):
        return "preambular"

    return "operative"
