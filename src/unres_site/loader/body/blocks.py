"""Blocks: what lines of the body become. A block is a paragraph, a heading or a line of the closing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import msgspec

from unres_site.loader.body.numbering import Label
from unres_site.loader.pieces import Mark, Piece, Words

BlockKind = Literal["paragraph", "heading", "formula", "date", "meeting", "annex"]

COMMAS = "，,،"
ENDS = "；;؛。.:：？！?!"
COLONS = ":："
CLOSERS = "”’»」』）)]》\"'"
"""Signs that may stand after the one that ends a sentence."""

INVISIBLE = "\u200b\u200c\u200d\u200e\u200f\u2060\u00ad "
"""Signs without width that extractors leave at the ends of lines."""


class Opening(msgspec.Struct, frozen=True):
    """What a line opens.

    go_on  nothing: the line continues the block before
    waits  a number whose words come later
    """

    kind: BlockKind
    label: Label | None = None
    go_on: bool = False
    waits: bool = False


GO_ON = Opening("paragraph", go_on=True)


class Block(msgspec.Struct):
    """A paragraph, a heading or a line of the closing.

    `depth` is 0 for paragraphs and operative numbers, more for sub-paragraphs.
    """

    kind: BlockKind
    label: Label | None
    label_words: Words | None
    depth: int
    pieces: list[Piece]
    signs: str | None = None
    """How it ends (see `find_ending`), set once the block is complete."""

    @property
    def tail(self) -> str:
        """The last words, without white space at their end."""
        return next((piece.text.rstrip() for piece in reversed(self.pieces) if isinstance(piece, Words)), "")

    def ends_with(self, signs: str) -> bool:
        """Whether the last sign, closing quotes and brackets apart, is one of `signs`."""
        return is_among(find_ending(self.pieces) if self.signs is None else self.signs, signs)

    @property
    def is_heading(self) -> bool:
        """Whether it has no number and no sign at its end."""
        return (
            self.label is None
            and self.kind in ("paragraph", "heading")
            and not self.ends_with(ENDS + COMMAS)
            and not isinstance(self.pieces[-1], Mark)
        )


def find_ending(pieces: Sequence[Piece]) -> str:
    """The last sign of the words; where it closes a quotation or brackets, the sign before follows it.

    Empty if there are no words. Examples: `；`, `”。`.
    """
    for piece in reversed(pieces):
        text = piece.text.rstrip(INVISIBLE) if isinstance(piece, Words) else ""
        if text:
            return text[-1] + text.rstrip(CLOSERS)[-1:] if text[-1] in CLOSERS else text[-1]
    return ""


def is_among(ending: str, signs: str) -> bool:
    """Whether one of the two signs that `find_ending` gives is among these."""
    return ending != "" and (ending[0] in signs or ending[-1] in signs)
