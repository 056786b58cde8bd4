"""What the finders of damage look at, and what they hand back."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from unres_site.loader.assemble.runs import Context
from unres_site.loader.body.blocks import Block
from unres_site.loader.body.parts import Part
from unres_site.loader.pieces import Mark
from unres_site.records import LedgerEntry
from unres_site.symbols import Symbol


class Text(NamedTuple):
    """A resolution as it was read, for the finders.

    `calls` are the first marks of each note, in the order of the text; `heads` the symbols of running heads and
    masthead with their offsets; `dated` and `met` say whether the date and the meeting were found.
    """

    part: Part
    calls: Sequence[Mark]
    context: Context
    symbol: Symbol
    heads: Sequence[tuple[str, int]]
    ledger: Sequence[LedgerEntry]
    dated: bool
    met: bool

    @property
    def main(self) -> list[Block]:
        """The paragraphs and headings above the closing and the annexes."""
        blocks = self.part.blocks
        end = next((at for at, block in enumerate(blocks) if block.kind in ("date", "meeting", "annex")), len(blocks))
        return list(blocks[:end])

    def untouched(self, start: int, end: int) -> bool:
        """Whether no correction and no control character stands there."""
        edited = any(edit.start <= end and start <= edit.end for edit in self.context.edits)
        holes = self.context.source.holes
        return not edited and bisect_left(holes, (start, "")) == bisect_left(holes, (end, ""))


class Find(NamedTuple):
    """A damage: its code, the offset at which it shows, and the words that fill its sentence."""

    code: str
    offset: int
    details: dict[str, str]


Finder = Callable[[Text], Iterator[Find]]
