"""Lines to blocks: where each paragraph, heading and closing line begins.

One table, `RULES`, holds the rules in their order; the first that knows decides whether a line opens a block or goes on
with the one before. What layout says (an indent) comes first, what numbering says next, and only where both are silent
(after a page's turn whose head was lost, or in a text without indents) the ends of lines and sentences are weighed.
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Callable, Sequence
from typing import Literal

import msgspec
from msgspec.structs import replace

from unres_site.deferred import deferred
from unres_site.languages import Language, patterns
from unres_site.loader.body.layout import NEAR, Layout
from unres_site.loader.body.numbering import Label, Sequences
from unres_site.loader.canonical import FULL_WIDTH, HAN
from unres_site.loader.decode.source import Line
from unres_site.loader.pieces import BodyLine, Mark, Piece, Words

BlockKind = Literal["paragraph", "heading", "formula", "date", "meeting", "annex"]

COMMAS = "，,،"
ENDS = "；;؛。.:：？！?!"
COLONS = ":："
CLOSERS = "”’»」』）)]》\"'"
"""Signs that may stand after the one that ends a sentence."""

INVISIBLE = "\u200b\u200c\u200d\u200e\u200f\u2060\u00ad "
"""Signs without width that extractors leave at the ends of lines."""

# matches: 大
# matches: COVID-19
# rejects: ，
FIRST_WORD = deferred(rf"[{HAN}]|[^\s{HAN}{FULL_WIDTH}]+")


class Opening(msgspec.Struct, frozen=True):
    """What a line opens. `go_on`: nothing, it belongs to the block before; `waits`: a number whose words come later."""

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
    """What it ends with, once it is read whole; asked for often."""

    @property
    def tail(self) -> str:
        """The last words of it, without white space at their end."""
        return next((piece.text.rstrip() for piece in reversed(self.pieces) if isinstance(piece, Words)), "")

    def ends_with(self, signs: str) -> bool:
        """Whether the last sign, closing quotes and brackets apart, is one of `signs`."""
        return is_among(ends(self.pieces) if self.signs is None else self.signs, signs)

    @property
    def is_heading(self) -> bool:
        """Whether it has no number and no sign at its end."""
        return (
            self.label is None
            and self.kind in ("paragraph", "heading")
            and not self.ends_with(ENDS + COMMAS)
            and not isinstance(self.pieces[-1], Mark)
        )


def ends(pieces: Sequence[Piece]) -> str:
    """The last sign of the words, and the last but for closing quotes and brackets; empty where there are no words."""
    for piece in reversed(pieces):
        if isinstance(piece, Words) and (text := piece.text.rstrip(INVISIBLE)):
            return text[-1] + text.rstrip(CLOSERS)[-1:] if text[-1] in CLOSERS else text[-1]
    return ""


def is_among(ending: str, signs: str) -> bool:
    """Whether one of the two signs that `ends` tells is among these."""
    return ending != "" and (ending[0] in signs or ending[-1] in signs)


MOST_TORN = 40
"""Marks that one line is parted by at most."""

AHEAD = 16
"""Lines that are looked at beyond the one that is read."""

MARGIN = 2.9
"""Width by which a line may fall short of the full one for its signs' sake alone: no sign opens a line in Chinese."""


class Reader:
    """Reads body lines into blocks; holds what the rules ask about: the blocks so far, the lists open, the layout."""

    def __init__(self, language: Language, layout: Layout, rules: Rules) -> None:
        self.language = language
        self.layout = layout
        self.rules = rules
        self.ordinary = [entry for entry in rules if entry[2] != "special"]
        self.flowing = [entry for entry in rules if not entry[2]]
        self.blocks: list[Block] = []
        self.sequences = Sequences()
        self.previous: BodyLine | None = None
        self.opening: BodyLine | None = None
        """The line that opened the last block."""
        self.lines: Sequence[BodyLine] = ()
        self.index = 0
        """Which of the lines is read."""
        self.waiting: deque[tuple[Label, BodyLine]] = deque()
        """Numbers that stand in a column of their own, above the paragraphs that they belong to."""
        self.above: list[str] = []
        """The line before as it stood on its page: what torn marks have parted belongs together."""
        self.last: Block | None = None
        """The block that is being read."""
        self.annexed = False
        """Whether an annex stands above."""
        self._ends: str | None = None
        """The signs that it ends with so far, once they were asked for."""

    def read(self, lines: Sequence[BodyLine]) -> list[Block]:
        """The blocks of the lines, in order."""
        self.lines = lines
        special = patterns.special(self.language, [line.line.text for line in lines])
        margin = self.layout.indent if self.layout.indent - self.layout.margin == 1 else 0
        for self.index, line in enumerate(lines):
            if self.index in special:
                for half in self._closing_apart(line):
                    self._take(half, self._opening(half, self.rules))
                    self._ends = None
            elif line.line.indent < margin and self.last is not None and self._flows:
                self.last.pieces += line.pieces  # as the rule `at the margin` says: most lines of an indented text
            else:
                self._take(line, self._opening(line, self.flowing if self._flows else self.ordinary))
            self._ends = None
            self.above = [*self.above[-MOST_TORN:], line.line.text] if line.torn else [line.line.text]
            self.previous = line
        for label, number in self.waiting:
            self.blocks.append(Block("paragraph", label, _cut(number.pieces, label)[0], 0, []))
        for block in self.blocks:
            block.signs = ends(block.pieces)
        return self.blocks

    @property
    def following(self) -> BodyLine | None:
        """The line after the one that is read."""
        return self.lines[self.index + 1] if self.index + 1 < len(self.lines) else None

    @property
    def ahead(self) -> Sequence[BodyLine]:
        """The lines after it, so many as a list's first items may have."""
        return self.lines[self.index + 1 : self.index + 1 + AHEAD]

    def _closing_apart(self, line: BodyLine) -> Sequence[BodyLine]:
        """The date and the meeting of a line that has both, or the line."""
        whole = line.line
        at = patterns.closing_apart(self.language, whole.text)
        if at is None or len(line.pieces) > 1:
            return (line,)
        middle = whole.start + at
        halves = (replace(whole, end=middle, text=whole.text[:at]), replace(whole, start=middle, text=whole.text[at:]))
        return [BodyLine(half, [Words(half.start, half.end, half.text)]) for half in halves]

    @property
    def _flows(self) -> bool:
        """Whether a paragraph with words stands before, and no number waits for its own."""
        last = self.last
        return last is not None and last.kind == "paragraph" and bool(last.pieces) and not self.waiting

    def _opening(self, line: BodyLine, rules: Rules) -> Opening:
        for _, rule, _ in rules:
            if (opening := rule(self, line)) is not None:
                return opening
        return GO_ON

    def _take(self, line: BodyLine, opening: Opening) -> None:
        if opening.go_on and self.last is not None:
            self.last.pieces.extend(line.pieces)
            return
        if opening.waits and opening.label is not None:
            self.waiting.append((opening.label, line))
            return
        if self.last is not None and (self.last.is_heading or self.last.kind == "formula"):
            self.sequences.restart()
        if opening.kind == "annex":
            self.sequences = Sequences()
            self.annexed = True
        pieces = list(line.pieces)
        label = opening.label if isinstance(pieces[0], Words) else None
        words = None
        depth = 0
        if label is not None:
            depth = self.sequences.take(label, chapeau=self.chapeau)
            words, pieces = _cut(pieces, label)
        elif self.waiting and opening.kind == "paragraph":
            label, number = self.waiting.popleft()
            depth = self.sequences.take(label, chapeau=self.chapeau)
            words, _ = _cut(number.pieces, label)
        self.last = Block(opening.kind, label, words, depth, pieces)
        self.opening = line
        self.blocks.append(self.last)

    @property
    def chapeau(self) -> bool:
        """Whether the block before ends with a colon, so that a list opens."""
        return self.last is not None and self.closed(COLONS)

    @property
    def broken_at_mark(self) -> bool:
        """Whether a mark on a line of its own stands above: an extractor broke the line there, and its words go on."""
        mark = self.previous.pieces[-1] if self.previous is not None else None
        return isinstance(mark, Mark) and self.previous is not None and mark.start >= self.previous.line.end

    def indent_says(self, line: BodyLine) -> bool | None:
        """Whether the indent opens a paragraph; None where it does not tell.

        It does not in a text without indents, nor in the seeds' layout where a page turned and its furniture was lost:
        there the line follows without a blank one, and two spaces may open a paragraph or not, while one never does.
        """
        at = line.line
        if not self.layout.indent:
            return None
        step = self.layout.indent - self.layout.margin
        if at.gap == 0 and self.layout.spread and step == 1 and self.previous is not None:
            return False if at.indent <= self.layout.indent else None
        if step > 1 and self.previous is not None and not self._stands_apart(at, self.previous.line):
            return None
        return at.indent >= self.layout.indent

    def _stands_apart(self, line: Line, above: Line) -> bool:
        """Whether a line of a laid-out text need not be the hanging continuation of a sub-paragraph."""
        over = "；;؛。.:：" if self.sequences.operative else ENDS + COMMAS
        return self.closed(over) or (line.page == above.page and line.gap > 0)

    def closed(self, signs: str) -> bool:
        """Whether the block before ends with one of the signs, or there is none before."""
        if self.last is None:
            return True
        if self._ends is None:
            self._ends = ends(self.last.pieces)
        return is_among(self._ends, signs)

    def short(self, line: BodyLine, share: float = 0.0) -> bool:
        """Whether the line before was left short: this one's first word, and a share of the line, would have fitted."""
        return self._room(line) > max(MARGIN, share * self.layout.full)

    def fits(self, line: BodyLine) -> bool:
        """Whether this one's first word would just have fitted on the line before."""
        return self._room(line) >= 0

    def _room(self, line: BodyLine) -> float:
        """The width that the line before would still have had, with this one's first word on it."""
        if self.previous is None:
            return math.inf
        word = FIRST_WORD.match(line.line.text)
        measure = self.layout.measure
        first = self.layout.first
        full = first if first is not None and self.previous is self.opening else self.layout.full
        return full - sum(map(measure, self.above)) - len(self.above) + 1 - (measure(word[0]) if word else 2)

    def left_short(self, line: BodyLine) -> bool:
        """Whether more could stand on the line."""
        return self.layout.full - self.layout.measure(line.line.text) > MARGIN

    def too_wide(self, line: BodyLine) -> bool:
        """Whether the line is as wide as one that goes on, and wider than one that opens a paragraph, indented, can be.

        What is wider than any line was joined at a hyphen as it was extracted, and tells nothing.
        """
        layout = self.layout
        return layout.first is not None and layout.first + NEAR < layout.measure(line.line.text) < layout.full + NEAR


def _cut(pieces: list[Piece], label: Label) -> tuple[Words, list[Piece]]:
    """The label's words, and the pieces without them."""
    first = pieces[0]
    assert isinstance(first, Words)  # noqa: S101  (a label is at the head of a line's words)
    words = Words(first.start, first.start + len(label.text), label.text)
    rest = Words(first.start + label.length, first.end, first.text[label.length :])
    return words, ([rest] if rest.text else []) + pieces[1:]


Rule = Callable[[Reader, BodyLine], Opening | None]
"""Decides whether a line opens a block or goes on; None where it does not know."""

Rules = Sequence[tuple[str, Rule, Literal["", "special", "after"]]]
"""Rules by name in the order in which they are asked, and which lines need ask them.

`special` lines alone, or only those `after` something else than a paragraph with words.
"""
