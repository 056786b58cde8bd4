"""One resolution of a text or several: a letter opens a part if an enacting formula follows it (49/75 A, B …).

Without such a formula a letter is the heading of a section, and the text has one symbol.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from msgspec.structs import replace

from unres_site.deferred import deferred
from unres_site.languages import Language, patterns
from unres_site.loader.body.blocks import Block
from unres_site.loader.body.layout import find_annex_layout, find_layout
from unres_site.loader.body.opening.openers import begins_with_opener
from unres_site.loader.body.opening.part_heads import (
    Letter,
    cut_pieces,
    read_part_letter,
)
from unres_site.loader.body.opening.rules import RULES
from unres_site.loader.body.reader import BlockReader
from unres_site.loader.front.heading import TitleNumber
from unres_site.loader.front.masthead import read_field_below_title
from unres_site.loader.pieces import Apart, BodyLine, Mark, Piece, RawNote, Words
from unres_site.records import Field

# matches: " A. 港口会议的报告"
# rejects: " A comprehensive"
FIRST_PART_HEAD = deferred(r"(?<=\s)A[.．、]\s*(?=\S)")
"""The letter of the first part within the line of the title that all parts share."""


# matches: 60/41 a
# matches: 75/242B
# rejects: 217 (III)
PART_BEHIND = deferred(r"(?<=\d)\s?[A-Za-z]$")
"""The letter of the first part behind the number that all parts share."""


class Part(NamedTuple):
    """One resolution of a text.

    number   the number before the title (`58/58`), and its words if they are this part's; None where there is none
    letter   the letter of a part, None in a text of one resolution
    adoption the pieces of a line below the number that says when it was adopted
    below    fields between the title and the formula, each by its name: sponsors, report
    heading  the lines of the first part that tell of the adoption of all parts
    title    the pieces of the title; `general` those of the title that all parts share, in the first of them
    """

    start: int
    number: tuple[str, Words | None] | None
    letter: Letter | None
    general: list[Piece]
    title: list[Piece]
    formula: list[Piece]
    blocks: list[Block]
    notes: Sequence[RawNote]
    adoption: Sequence[Piece] = ()
    heading: Sequence[str] = ()
    fields: Sequence[Field] = ()
    below: Sequence[tuple[str, Sequence[Piece]]] = ()


def read_parts(
    apart: Apart, language: Language, formula: int | None, printed: TitleNumber | None
) -> list[Part]:
    """The resolutions of a text, from the line of its title's number (or of its formula) on.

    `formula` is the offset of the first formula's line, None if it is lost; `printed` is the number at the head of the
    first line.
    """
    body, notes = apart
    at = next(
        (index for index, line in enumerate(body) if line.line.start == formula), None
    )
    title_end = at
    is_named = printed is not None and printed.is_named
    if is_named:
        title_end = _find_heading_end(body, at, language)
    elif at is None:
        title_end = _find_title_end(body, language)

    number, title = _split_number(body[:title_end], printed)
    if is_named and (at is None or title_end != at):
        adoption = title
        title = []
    else:
        adoption, title = _read_adoption(title, language, printed)

    title, below = _cut_fields(title, language)
    before = body[title_end:at] if at is not None else body[title_end:]
    after = body[at + 1 :] if at is not None else []
    pieces = list(body[at].pieces) if at is not None else []
    blocks = _read_blocks([*before, *after], language)
    first = Part(
        body[0].line.start, number, None, [], title, pieces, blocks, notes, adoption
    )._replace(below=below)
    cuts = [
        cut
        for index, block in enumerate(blocks)
        if block.kind == "formula" and (cut := _cut(blocks, index, language))
    ]
    if not cuts:
        return [first]

    opening = _make_first(first, cuts[0].start, language)
    return _share_notes([opening, *_read_later_parts(first, cuts)], notes)


def _cut_fields(
    title: Sequence[Piece], language: Language
) -> tuple[list[Piece], list[tuple[str, Sequence[Piece]]]]:
    """The title, and the fields that are printed below it, by their names."""
    starts: list[int] = []
    names: list[str] = []
    for index, piece in enumerate(title):
        words = piece.text if index and isinstance(piece, Words) else ""
        name = read_field_below_title(words, language) if words else None
        if name:
            starts.append(index)
            names.append(name)

    if not starts:
        return list(title), []

    ends = [*starts[1:], len(title)]
    fields = [
        (name, title[start:end])
        for name, start, end in zip(names, starts, ends, strict=True)
    ]
    return list(title[: starts[0]]), fields


def _read_blocks(lines: Sequence[BodyLine], language: Language) -> list[Block]:
    """The blocks of a body and of its annexes. Each annex is read with a layout of its own."""
    whole = find_layout(lines, spaced=language.spaced)
    reader = BlockReader(language, whole, RULES, lines)
    blocks = reader.read()
    while reader.rest:
        own = find_annex_layout(reader.rest, whole)
        reader = BlockReader(language, own, RULES, reader.rest, annexed=True)
        blocks += reader.read()

    return blocks


def _find_title_end(body: Sequence[BodyLine], language: Language) -> int:
    """Index of the line at which the text begins, below a title that no formula ends.

    That is the first line that begins as paragraphs do, or the first below a blank line.
    """
    for index, line in enumerate(body[:LONGEST_HEADING]):
        if begins_with_opener(line.line.text, language) or (index and line.line.gap):
            return index

    return min(1, len(body))


def _find_heading_end(
    body: Sequence[BodyLine], formula: int | None, language: Language
) -> int | None:
    """Index of the line at which the text begins, below a line that names the resolution.

    That is the formula, if the lines above it are those of a heading. Else paragraphs begin above the formula (as in
    S/RES/4 (1946)), or the formula is lost: then the heading ends with the lines that tell of its adoption.
    """
    lines = body[1:formula]
    end = 1
    for index, line in enumerate(lines[:LONGEST_HEADING], 1):
        if _tells_adoption(line.line.text, language):
            end = index + 1

    rest = body[end:formula]
    whole = formula is not None and not any(
        line.line.text.endswith((",", ";", "，", "；", ".", "。")) for line in rest
    )
    return formula if whole else end


def _tells_adoption(text: str, language: Language) -> bool:
    """Whether a line below the heading tells when the text was adopted, or names the document of its draft."""
    if DOCUMENT.fullmatch(text) or patterns.find(
        language, language.masthead.adoption, text
    ):
        return True

    return (
        len(text) <= LONGEST_DATE_LINE
        and patterns.find_date(language, text) is not None
    )


LONGEST_HEADING = 6
"""Lines that tell of the adoption below the number of a resolution, at most."""

LONGEST_DATE_LINE = 40
"""Characters of the longest line that is little more than a date: `on 29 September 1992`."""


def _read_adoption(
    title: Sequence[Piece], language: Language, printed: TitleNumber | None
) -> tuple[list[Piece], list[Piece]]:
    """What follows a line that names the resolution: how it was adopted, and the document of its draft.

    `of 22 November 1967`, `[S/3509]`. The pieces of both, and the rest, which is the title.
    """
    if printed is None or not printed.is_named:
        return [], list(title)

    texts = [piece.text if isinstance(piece, Words) else "" for piece in title]
    end = 0
    for index, text in enumerate(texts):
        if DOCUMENT.fullmatch(text) or patterns.find_date(language, text):
            end = index + 1
        elif _has_date_over_two(texts[index : index + 2], language):
            end = index + 2

    if 0 < end < len(texts) and texts[end].isalpha() and texts[end].islower():
        end += 1  # the last word of a date: `12 марта 2010⏎года`

    return list(title[:end]), list(title[end:])


def _has_date_over_two(texts: Sequence[str], language: Language) -> bool:
    """Whether two lines have a date that neither has alone: `… le 25 mars⏎2024`."""
    if patterns.find_date(language, texts[-1]):
        return False
    return patterns.find_date(language, " ".join(texts)) is not None


# matches: [S/3509]
# matches: (S/3139/Rev.2]
# matches: 〔S/983〕
# rejects: [on the report of the Third Committee]
DOCUMENT = deferred(r"[\[(（〔]\s?[ES]/[^\])）〕]{1,40}[\])）〕]")
"""The document of the draft, below the heading of a resolution."""


class _Cut(NamedTuple):
    """Where a part opens among the blocks: its letter at `start`, its formula at `formula`, its title between them."""

    start: int
    formula: int
    letter: Letter


def _cut(blocks: Sequence[Block], formula: int, language: Language) -> _Cut | None:
    """The part that a formula opens: a letter and perhaps a title are above it, below the formula before; else None."""
    for start in range(formula - 1, max(-1, formula - 4), -1):
        block = blocks[start]
        if block.label is not None or block.kind in ("date", "meeting", "formula"):
            return None
        letter = read_part_letter(block.pieces, language)
        if letter:
            return _Cut(start, formula, letter)

    return None


def _split_number(
    lines: Sequence[BodyLine], printed: TitleNumber | None
) -> tuple[tuple[str, Words] | None, list[Piece]]:
    """The number that opens the title's lines, and the pieces that follow it."""
    pieces = [piece for line in lines for piece in line.pieces]
    if printed is None or not isinstance(pieces[0], Words):
        return None, pieces

    line = lines[0].line
    end = line.start + printed.length
    number = Words(line.start, end, line.text[: printed.length].rstrip())
    return (printed.symbol, number), list(cut_pieces(pieces, end))


def _make_first(part: Part, end: int, language: Language) -> Part:
    """The part that the text opens with: its letter is in the title, below or behind the title of all parts."""
    blocks = part.blocks[:end]
    pieces = list(_split_at_first_letter(part.title))
    for at, piece in enumerate(pieces):
        letter = read_part_letter([piece], language)
        if letter:
            title = [*letter.title, *pieces[at + 1 :]]
            return part._replace(
                letter=letter, general=pieces[:at], title=title, blocks=blocks
            )

    return part._replace(blocks=blocks)


def _split_at_first_letter(title: Sequence[Piece]) -> Iterator[Piece]:
    """The pieces of a title; one that has the letter of the first part within it is split there."""
    for piece in title:
        match = FIRST_PART_HEAD.search(piece.text) if isinstance(piece, Words) else None
        if match is None or not isinstance(piece, Words):
            yield piece
            continue
        cut = piece.start + match.start()
        yield Words(piece.start, cut, piece.text[: match.start()])
        yield Words(cut, piece.end, piece.text[match.start() :])


def _read_later_parts(first: Part, cuts: Sequence[_Cut]) -> list[Part]:
    number = (PART_BEHIND.sub("", first.number[0]), None) if first.number else None

    ends = [cut.start for cut in cuts[1:]] + [len(first.blocks)]
    named = [first.number[1].text] if first.number and first.number[1] else []

    heading = [
        *named,
        " ".join(piece.text for piece in first.adoption if isinstance(piece, Words)),
    ]
    made = []
    for cut, end in zip(cuts, ends, strict=True):
        title = list(cut.letter.title)
        for block in first.blocks[cut.start + 1 : cut.formula]:
            title += block.pieces
        blocks = first.blocks[cut.formula + 1 : end]
        formula = first.blocks[cut.formula].pieces
        start = cut.letter.words.start
        made.append(
            Part(
                start,
                number,
                cut.letter,
                [],
                title,
                formula,
                blocks,
                (),
                heading=heading,
            )
        )

    return made


def _list_called_notes(part: Part) -> set[str]:
    """The numbers of the notes that the title and the paragraphs of a part call."""
    called: set[str] = set()
    for pieces in (part.title, *[block.pieces for block in part.blocks]):
        called.update([piece.number for piece in pieces if isinstance(piece, Mark)])

    return called


def _share_notes(found: Sequence[Part], notes: Sequence[RawNote]) -> list[Part]:
    """Each note goes to the first part that calls it; a later part that calls it has a copy without spans."""
    owners: set[str] = set()
    made = []
    for part in found:
        called = _list_called_notes(part)
        own = []
        for note in notes:
            if note.number in called & owners:
                own.append(replace(note, label=None, is_copy=True))
            elif note.number in called:
                own.append(note)

        owners |= called
        made.append(part._replace(notes=own))

    orphans = [note for note in notes if note.number not in owners]
    made[-1] = made[-1]._replace(notes=[*made[-1].notes, *orphans])
    return made
