"""Which words of the paragraphs of a comparison are new and which are dropped."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain

from unres_site.comparison.aligning.paragraphs import ComparedParagraph
from unres_site.comparison.comparing import Alignment
from unres_site.comparison.rows import Row
from unres_site.comparison.wording.vocabulary import Vocabulary
from unres_site.comparison.wording.words import BOUNDARY, Piece, compare_words

MARKED = ("changed", "split", "merged")
"""Kinds of rows whose words differ."""


def mark_rows(
    found: Alignment, rows: Iterable[Row], language: str
) -> dict[Row, list[Piece]]:
    """The pieces of each row whose words changed. `BOUNDARY` is between the paragraphs of a side."""
    forms = [one.form for one in chain(found.old, found.new)]
    vocabulary = Vocabulary(forms)
    marked: dict[Row, list[Piece]] = {}
    for row in rows:
        if row.kind in MARKED:
            old = _join(found.old, row.old)
            new = _join(found.new, row.new)
            marked[row] = compare_words(old, new, language, vocabulary)

    return marked


def _join(paragraphs: Sequence[ComparedParagraph], indexes: Iterable[int]) -> str:
    """The words of several paragraphs."""
    return BOUNDARY.join([paragraphs[index].text for index in indexes])


def split_side(pieces: Iterable[Piece], side: str) -> list[list[Piece]]:
    """The pieces of one side (`old` or `new`) by its paragraphs, with those of the other side that are beside them."""
    paragraphs: list[list[Piece]] = [[]]
    for piece in pieces:
        first, *others = piece.text.split(BOUNDARY)
        is_other = piece.kind not in ("same", side)
        if is_other:
            paragraphs[-1].append(Piece(piece.kind, piece.text.replace(BOUNDARY, " ")))
            continue
        paragraphs[-1].append(Piece(piece.kind, first))
        paragraphs += [[Piece(piece.kind, text)] for text in others]

    return paragraphs
