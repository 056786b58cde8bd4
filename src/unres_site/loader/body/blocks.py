"""Blocks: what lines of the body become. A block is a paragraph, a heading or a line of the closing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal

import msgspec

from unres_site.deferred import deferred
from unres_site.loader.pieces import Mark, Piece, Words
from unres_site.text.labels import Label
from unres_site.text.punctuation import COMMAS, ENDS, find_ending, is_among, is_join

# matches: A
# matches: IV
# matches: 十二
# matches: B.
# rejects: AB 类
SECTION_NUMBER = deferred(r"(?:[A-Z]|[IVXL]{1,6}|[一二三四五六七八九十]{1,3})[.．、]?")

BlockKind = Literal[
    "paragraph",
    "quotation",
    "heading",
    "formula",
    "date",
    "meeting",
    "vote",
    "distribution",
    "annex",
    "table",
]


class Opening(msgspec.Struct, frozen=True):
    """What a line opens.

    go_on  nothing: the line continues the block before
    waits  a number whose words come later
    """

    kind: BlockKind
    label: Label | None = None
    go_on: bool = False
    waits: bool = False


MOST_JOINED = 60
"""Pieces at the end of a paragraph, at most, that are marks and what joins them."""

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
        return next(
            (
                piece.text.rstrip()
                for piece in reversed(self.pieces)
                if isinstance(piece, Words)
            ),
            "",
        )

    @property
    def one_line(self) -> str:
        """The words in one line, to be compared with patterns: words that a hyphen breaks are joined."""
        return join_lines(
            [piece.text for piece in self.pieces if isinstance(piece, Words)]
        )

    def ends_with(self, signs: str) -> bool:
        """Whether the last sign, closing quotes and brackets apart, is one of `signs`."""
        return is_among(
            find_ending(list_words_from_end(self.pieces))
            if self.signs is None
            else self.signs,
            signs,
        )

    @property
    def is_heading(self) -> bool:
        """Whether it has no number and no sign at its end, or is the number of a section."""
        return (
            self.label is None
            and self.kind in ("paragraph", "heading")
            and (self.is_number_alone or not self.ends_with(ENDS + COMMAS))
            and not isinstance(self.pieces[-1], Mark)
        )

    @property
    def is_number_alone(self) -> bool:
        """Whether its words are the number of a section and no more."""
        if len(self.pieces) != 1:
            return False

        return SECTION_NUMBER.fullmatch(self.tail) is not None


def list_words_from_end(pieces: Sequence[Piece]) -> Iterator[str]:
    """The words of pieces, from the last to the first, without what joins two of the last marks (`，1、2`)."""
    last_marks = len(pieces) - MOST_JOINED
    for index in range(len(pieces) - 1, -1, -1):
        piece = pieces[index]
        if isinstance(piece, Mark):
            continue
        is_joint = index > last_marks and _is_between_marks(pieces, index)
        if not (is_joint and is_join(piece.text)):
            yield piece.text


def _is_between_marks(pieces: Sequence[Piece], index: int) -> bool:
    return (
        0 < index < len(pieces) - 1
        and isinstance(pieces[index - 1], Mark)
        and isinstance(pieces[index + 1], Mark)
    )


def join_lines(texts: Sequence[str]) -> str:
    """Lines as one, to be compared with patterns: `at the 1612th meet-`, `ing by` is `at the 1612th meeting by`."""
    joined = ""
    for text in texts:
        broken = joined[-1:] == "-" and text[:1].islower()
        joined = joined[:-1] + text if broken else f"{joined} {text}"

    return joined.strip()
