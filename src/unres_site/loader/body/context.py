"""What is known where a line is read. The rules ask it; only `BlockReader` changes it."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Callable, Sequence
from typing import Literal

from unres_site.deferred import deferred
from unres_site.languages import Language
from unres_site.loader.body.blocks import Block, Opening, list_words_from_end
from unres_site.loader.body.layout import NEAR, Layout
from unres_site.loader.body.numbering import Sequences
from unres_site.loader.decode.source import Line
from unres_site.loader.pieces import BodyLine, Mark
from unres_site.text.canonical import FULL_WIDTH, HAN
from unres_site.text.labels import Label
from unres_site.text.punctuation import COMMAS, ENDS, find_ending, is_among

# matches: 大
# matches: COVID-19
# rejects: ，
FIRST_WORD = deferred(rf"[{HAN}]|[^\s{HAN}{FULL_WIDTH}]+")

AHEAD = 16
"""Lines after the one that is read at which a rule may look."""

MARGIN = 2.9
"""Width by which a full line may be short because of its signs: in Chinese no sign opens a line."""


class BodyContext:
    """The blocks so far, the lists that are open, the layout, and the lines around the one that is read.

    lines      all lines of the body; `index` is that of the line that is read
    previous   the line before it
    above      the same line as it was on its page: torn marks have split it into several
    last       the block that is being read; `opened_by` is its first line
    waiting    numbers in a column of their own, above the paragraphs that they belong to
    annexed    whether the lines are those of an annex
    """

    def __init__(
        self,
        language: Language,
        layout: Layout,
        lines: Sequence[BodyLine],
        *,
        annexed: bool = False,
    ) -> None:
        self.language = language
        self.layout = layout
        self.lines = lines
        self.index = 0
        self.blocks: list[Block] = []
        self.sequences = Sequences(annexed=annexed)
        self.previous: BodyLine | None = None
        self.opened_by: BodyLine | None = None
        self.waiting: deque[tuple[Label, BodyLine]] = deque()
        self.above: list[str] = []
        self.last: Block | None = None
        self.annexed = annexed
        self.ending: str | None = None
        """How the last block ends so far, once a rule has asked."""

    @property
    def following(self) -> BodyLine | None:
        """The line after the one that is read."""
        below = self.index + 1
        if below < len(self.lines):
            return self.lines[below]
        return None

    @property
    def ahead(self) -> Sequence[BodyLine]:
        """The next lines, as many as the first items of a list may have."""
        below = self.index + 1
        return self.lines[below : below + AHEAD]

    @property
    def flows(self) -> bool:
        """Whether the last block is a paragraph with words, and no number waits for its own."""
        last = self.last
        return (
            last is not None
            and last.kind == "paragraph"
            and bool(last.pieces)
            and not self.waiting
        )

    @property
    def chapeau(self) -> bool:
        """Whether the last block ends with a colon, so that a list opens."""
        return self.last is not None and self.is_closed(":：")

    @property
    def quotation_depth(self) -> int:
        """The depth of a quoted paragraph: one below the paragraph that introduces the quotation."""
        if self.last is None:
            return 0
        if self.last.kind == "quotation":
            return self.last.depth
        return self.last.depth + 1

    @property
    def bullet_depth(self) -> int:
        """The depth of an item with a bullet: one below the paragraph that ends with a colon, as the item before it."""
        last = self.last
        if last is None or last.kind != "paragraph":
            return 0
        if self.chapeau:
            return last.depth + 1
        if last.label is None:
            return last.depth

        return 0

    @property
    def table_depth(self) -> int:
        """The depth of a table: one below the paragraph that it follows."""
        last = self.last
        if last is None or last.kind == "annex" or last.is_heading:
            return 0
        if last.kind == "table":
            return last.depth
        return last.depth + 1

    @property
    def broken_at_mark(self) -> bool:
        """Whether the line before is a mark: an extractor broke the line there, and its words continue."""
        if self.previous is None:
            return False

        mark = self.previous.pieces[-1]
        return isinstance(mark, Mark) and mark.start >= self.previous.line.end

    def is_closed(self, signs: str) -> bool:
        """Whether the last block ends with one of `signs`. Before the first block it is true."""
        if self.last is None:
            return True

        if self.ending is None:
            self.ending = find_ending(list_words_from_end(self.last.pieces))

        return is_among(self.ending, signs)

    def indent_says(self, line: BodyLine) -> bool | None:
        """Whether the indent of a line opens a paragraph; None if it does not tell.

        It does not tell in a text without indents. Nor does it in the seeds' layout where a page turned and its
        furniture was lost: there the line follows without a blank one, and a line with two spaces may open a paragraph
        or not, while one with fewer never does.
        """
        at = line.line
        layout = self.layout
        if not layout.indent:
            return None

        step = layout.indent - layout.margin
        if self.previous is None:
            return at.indent >= layout.indent
        if step == 1 and layout.spread and at.gap == 0:
            return False if at.indent <= layout.indent else None
        if step > 1 and not self._is_apart(at, self.previous.line):
            return None

        return at.indent >= layout.indent

    def _is_apart(self, line: Line, above: Line) -> bool:
        """Whether a line of a laid-out text need not be the hanging rest of a sub-paragraph."""
        if line.page == above.page and line.gap > 0:
            return True

        ends = "；;؛。.:：" if self.sequences.operative else ENDS + COMMAS
        return self.is_closed(ends)

    def was_left_short(self, line: BodyLine, share: float = 0.0) -> bool:
        """Whether the line before was left short: the first word of this one, and a share of a line, had room."""
        least = max(MARGIN, share * self.layout.full)
        return self._measure_room(line) > least

    def fits(self, line: BodyLine) -> bool:
        """Whether the first word of this line had just room on the line before."""
        return self._measure_room(line) >= 0

    def _measure_room(self, line: BodyLine) -> float:
        """The width that is left on the line before, with the first word of this one on it."""
        if self.previous is None:
            return math.inf

        layout = self.layout
        opens = layout.first is not None and self.previous is self.opened_by
        full = layout.first if opens and layout.first is not None else layout.full

        used = sum(map(layout.measure, self.above)) + len(self.above) - 1
        word = FIRST_WORD.match(line.line.text)
        return full - used - (layout.measure(word[0]) if word else 2)

    def is_left_short(self, line: BodyLine) -> bool:
        """Whether there is room for more on the line."""
        width = self.layout.measure(line.line.text)
        return self.layout.full - width > MARGIN

    def is_too_wide(self, line: BodyLine) -> bool:
        """Whether the line is as wide as one that continues, and wider than an indented first line can be.

        A line wider than all others was joined at a hyphen by the extractor; it tells nothing.
        """
        first = self.layout.first
        full = self.layout.full
        return (
            first is not None
            and first + NEAR < self.layout.measure(line.line.text) < full + NEAR
        )


Rule = Callable[[BodyContext, BodyLine], Opening | None]
"""Decides whether a line opens a block or continues one; None if the rule does not know."""

Rules = Sequence[tuple[str, Rule, Literal["", "special", "after"]]]
"""Rules by name in the order in which they are asked, and which lines ask them.

special  lines that may be something else than a paragraph's words (see `patterns.find_special_lines`)
after    lines that follow something else than a paragraph with words
(empty)  all lines
"""
