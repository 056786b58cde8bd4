"""Lines to blocks: where each paragraph, heading and closing line begins.

One table, `RULES`, holds the rules in their order; the first that knows decides whether a line opens a block or goes on
with the one before. What layout says (an indent) comes first, what numbering says next, and only where both are silent
(after a page's turn whose head was lost, or in a text without indents) the ends of lines and sentences are weighed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import zip_longest
from typing import Literal, NamedTuple

from unres_site.languages import Language, patterns
from unres_site.loader.canonical import FULL_WIDTH, HAN
from unres_site.loader.frame import formula
from unres_site.loader.layout import Layout
from unres_site.loader.numbering import Label, Sequences, label
from unres_site.loader.pieces import BodyLine, Mark, Piece, Words
from unres_site.loader.source import Line

BlockKind = Literal["paragraph", "heading", "formula", "date", "meeting", "annex"]

COMMAS = "，,،"
ENDS = "；;؛。.:：？！?!"
COLONS = ":："
CLOSERS = "”’»」』）)]》\"'"
"""Signs that may stand after the one that ends a sentence."""

INVISIBLE = "\u200b\u200c\u200d\u200e\u200f\u2060\u00ad "
"""Signs without width that extractors leave at the ends of lines."""

# matches: A
# matches: IV
# matches: 十二
# matches: B.
# rejects: AB 类
SECTION_NUMBER = re.compile(r"(?:[A-Z]|[IVXL]{1,6}|[一二三四五六七八九十]{1,3})[.．、]?")

# matches: 大
# matches: COVID-19
# rejects: ，
FIRST_WORD = re.compile(rf"[{HAN}]|[^\s{HAN}{FULL_WIDTH}]+")


class Opening(NamedTuple):
    """What a line opens. `go_on`: nothing, it belongs to the block before."""

    kind: BlockKind
    label: Label | None = None
    go_on: bool = False


GO_ON = Opening("paragraph", go_on=True)


class Block(NamedTuple):
    """A paragraph, a heading or a line of the closing.

    `depth` is 0 for paragraphs and operative numbers, more for sub-paragraphs.
    """

    kind: BlockKind
    label: Label | None
    label_words: Words | None
    depth: int
    pieces: list[Piece]

    @property
    def tail(self) -> str:
        """The last words of it, without white space at their end."""
        return next((piece.text.rstrip() for piece in reversed(self.pieces) if isinstance(piece, Words)), "")

    def ends_with(self, signs: str) -> bool:
        """Whether the last sign, closing quotes and brackets apart, is one of `signs`."""
        return any(sign in signs for sign in ends(self.pieces))


def ends(pieces: Sequence[Piece]) -> tuple[str, ...]:
    """The last sign of the words, and the last but for closing quotes and brackets; empty where there are no words."""
    for piece in reversed(pieces):
        if isinstance(piece, Words) and (text := piece.text.rstrip(INVISIBLE)):
            inner = text.rstrip(CLOSERS)[-1:] if text[-1] in CLOSERS else ""
            return (text[-1], inner) if inner else (text[-1],)
    return ()


MARGIN = 2.9
"""Width by which a line may fall short of the full one for its signs' sake alone: no sign opens a line in Chinese."""


class Reader:
    """Reads body lines into blocks; holds what the rules ask about: the blocks so far, the lists open, the layout."""

    def __init__(self, language: Language, layout: Layout) -> None:
        self.language = language
        self.layout = layout
        self.blocks: list[Block] = []
        self.sequences = Sequences()
        self.previous: BodyLine | None = None
        self.following: BodyLine | None = None
        self.above: list[str] = []
        """The line before as it stood on its page: what torn marks have parted belongs together."""
        self.last: Block | None = None
        """The block that is being read."""
        self.ends: tuple[str, ...] = ()
        """The signs that it ends with so far."""

    def read(self, lines: Sequence[BodyLine]) -> list[Block]:
        """The blocks of the lines, in order."""
        for line, self.following in zip_longest(lines, lines[1:]):
            self._take(line, self._opening(line))
            self.ends = ends(line.pieces) or self.ends
            self.above = [*self.above, line.line.text] if line.torn else [line.line.text]
            self.previous = line
        return self.blocks

    def _opening(self, line: BodyLine) -> Opening:
        special = patterns.is_special(self.language, line.line.text)
        rules = RULES if special else ORDINARY_RULES
        return next(opening for _, rule in rules if (opening := rule(self, line)) is not None)

    def _take(self, line: BodyLine, opening: Opening) -> None:
        if opening.go_on and self.last is not None:
            self.last.pieces.extend(line.pieces)
            return
        if self.last is not None and (_is_heading(self.last) or self.last.kind == "formula"):
            self.sequences.restart()
        label, pieces = opening.label, list(line.pieces)
        words = None
        depth = 0
        if label is not None:
            depth = self.sequences.take(label, chapeau=self.chapeau)
            words, pieces = _cut(pieces, label)
        self.last = Block(opening.kind, label, words, depth, pieces)
        self.blocks.append(self.last)
        self.ends = ()

    @property
    def chapeau(self) -> bool:
        """Whether the block before ends with a colon, so that a list opens."""
        return self.last is not None and self.closed(COLONS)

    def indent_says(self, line: BodyLine) -> bool | None:
        """Whether the indent opens a paragraph; None where it does not tell.

        It does not in a text without indents, nor in the seeds' layout where a page turned and its furniture was lost:
        there the line follows without a blank one, and two spaces may open a paragraph or not, while one never does.
        """
        at = line.line
        if not self.layout.indent:
            return None
        if at.gap == 0 and self.layout.indent == 1 and self.previous is not None:
            return False if at.indent <= 1 else None
        if self.layout.indent > 1 and self.previous is not None and not self._stands_apart(at, self.previous.line):
            return None
        return at.indent >= self.layout.indent

    def _stands_apart(self, line: Line, above: Line) -> bool:
        """Whether a line of a laid-out text need not be the hanging continuation of a sub-paragraph."""
        over = "；;؛。.:：" if self.sequences.operative else ENDS + COMMAS
        return self.closed(over) or (line.page == above.page and line.gap > 0)

    def closed(self, signs: str) -> bool:
        """Whether the block before ends with one of the signs, or there is none before."""
        return self.last is None or any(sign in signs for sign in self.ends)

    def short(self, line: BodyLine, share: float = 0.0) -> bool:
        """Whether the line before was left short: this one's first word, and a share of the line, would have fitted."""
        if self.previous is None:
            return True
        word = FIRST_WORD.match(line.line.text)
        measure = self.layout.measure
        room = self.layout.full - sum(map(measure, self.above)) - len(self.above) + 1
        return room > (measure(word[0]) if word else 2) + max(MARGIN, share * self.layout.full)


def _cut(pieces: list[Piece], label: Label) -> tuple[Words, list[Piece]]:
    """The label's words, and the pieces without them."""
    first = pieces[0]
    assert isinstance(first, Words)  # noqa: S101  (a label is at the head of a line's words)
    words = Words(first.start, first.start + len(label.text), label.text)
    rest = Words(first.start + label.length, first.end, first.text[label.length :])
    return words, ([rest] if rest.text else []) + pieces[1:]


# --- the rules, in the order in which they are asked


def _closing(reader: Reader, line: BodyLine) -> Opening | None:
    """A date or a meeting on a line of its own, after a sentence that is over or beside the other of the two."""
    last = reader.last
    kind = _closing_kind(reader, line)
    if last is None or kind is None:
        return None
    beside = reader.following and _closing_kind(reader, reader.following) not in (None, kind)
    return Opening(kind) if beside or last.kind in ("date", "meeting") or reader.closed("。.؛;；") else None


def _closing_kind(reader: Reader, line: BodyLine) -> Literal["date", "meeting"] | None:
    text = line.line.text
    if len(text) > LONGEST_CLOSING:
        return None
    if patterns.find(reader.language, reader.language.meetings, text):
        return "meeting"
    return "date" if patterns.date(reader.language, text) else None


LONGEST_CLOSING = 80
"""Characters of the longest line that is looked at as a date or a meeting."""


def _annex(reader: Reader, line: BodyLine) -> Opening | None:
    """`附件` alone on a line after the closing."""
    last = reader.last
    if last is None or not patterns.find(reader.language, reader.language.annexes, line.line.text):
        return None
    allowed = last.kind in ("date", "meeting", "annex") or any(block.kind == "annex" for block in reader.blocks)
    return Opening("annex") if allowed else None


def _after_closing(reader: Reader, line: BodyLine) -> Opening | None:
    """Whatever follows a closing line opens a block of its own."""
    return (
        Opening("paragraph", label(line.line.text, reader.language))
        if reader.last and reader.last.kind in ("date", "meeting", "annex")
        else None
    )


def _formula(reader: Reader, line: BodyLine) -> Opening | None:
    """An enacting formula that comes again; `parts` tells whether it opens a resolution of its own."""
    if reader.last is None or formula(line.line.text) is None:
        return None
    return Opening("formula") if reader.closed("。.؛;；") or _is_heading(reader.last) else None


def _asterisks(reader: Reader, line: BodyLine) -> Opening | None:  # noqa: ARG001  (all rules have one signature)
    return Opening("heading") if patterns.ASTERISKS.fullmatch(line.line.text) else None


def _below_asterisks(reader: Reader, line: BodyLine) -> Opening | None:
    if reader.last and reader.last.kind in ("heading", "formula"):
        return Opening("paragraph", label(line.line.text, reader.language))
    return None


def _at_the_margin(reader: Reader, line: BodyLine) -> Opening | None:
    """In an indented text a line at the margin goes on."""
    return GO_ON if reader.last and reader.indent_says(line) is False else None


def _numbered(reader: Reader, line: BodyLine) -> Opening | None:
    """A label that the indent opens, or that comes next in its list after a sentence that could end there."""
    found = label(line.line.text, reader.language)
    if found is None or not isinstance(line.pieces[0], Words):
        return None
    if reader.indent_says(line):
        return Opening("paragraph", found)
    if reader.sequences.fits(found, chapeau=reader.chapeau) and _may_end_here(reader, found):
        return Opening("paragraph", found)
    if (
        found.readings[0][0] == "operative"
        and reader.closed("；;؛。.")
        and 0 < found.readings[0][1] - reader.sequences.operative <= MAXIMUM_GAP
    ):
        return Opening("paragraph", found)
    return None


MAXIMUM_GAP = 30
"""Numbers that may be lost at once (a lost page); a number further on is no paragraph's."""


def _may_end_here(reader: Reader, found: Label) -> bool:
    """Whether the text before a label that comes next may be over: any end will do for the next of a list."""
    last = reader.last
    if last is None or reader.closed(ENDS + COMMAS):
        return True
    first = found.readings[0][1] == 1
    return (not first and last.depth > 0) or _heading_so_far(reader)


def _indented(reader: Reader, line: BodyLine) -> Opening | None:
    return Opening("paragraph") if reader.indent_says(line) else None


def _first(reader: Reader, line: BodyLine) -> Opening | None:  # noqa: ARG001
    return Opening("paragraph") if reader.last is None else None


def _around_headings(reader: Reader, line: BodyLine) -> Opening | None:
    """Without indents: a section's number alone on its line, and what follows a heading."""
    title = _heading_so_far(reader)
    if SECTION_NUMBER.fullmatch(line.line.text) and (reader.closed("；;؛。.") or title):
        return Opening("paragraph")
    if title and reader.last and (SECTION_NUMBER.fullmatch(reader.last.tail) or _is_opener(reader, line)):
        return Opening("paragraph")
    return None


def _heading_so_far(reader: Reader) -> bool:
    """Whether the block before reads like a heading: short, without a sign, after a sentence or a heading."""
    last, before = reader.last, reader.blocks[-2] if len(reader.blocks) > 1 else None
    if last is None or not _is_heading(last) or len(last.pieces) > 2:  # noqa: PLR2004  (a heading may wrap once)
        return False
    words = "".join(piece.text if isinstance(piece, Words) else "," for piece in last.pieces)
    after = before is not None and (
        before.kind in ("date", "meeting") or before.ends_with("；;؛。.") or _is_heading(before)
    )
    return after and not any(sign in words for sign in COMMAS + "；;。؛")


def _between_numbers(reader: Reader, line: BodyLine) -> Opening | None:
    """A heading between two numbered paragraphs: the sentence before is over, the next line has the next number."""
    if (
        reader.following is None
        or not reader.closed("；;؛。.")
        or Block("paragraph", None, None, 0, [*line.pieces]).ends_with(ENDS + COMMAS)
    ):
        return None
    after = label(reader.following.line.text, reader.language)
    fits = after is not None and after.readings[0][0] == "operative" and reader.sequences.fits(after, chapeau=False)
    return Opening("paragraph") if fits else None


def _sentence_over(reader: Reader, line: BodyLine) -> Opening | None:
    """The sentence before is over and its line was left short, or the next opens as paragraphs without a number do.

    Within numbered paragraphs only a semicolon or a colon is the end of one; a point may be the end of a sentence.
    After a comma the word that follows tells in languages with spaces (a thousand of the corpus's preambular paragraphs
    against twenty commas at the end of a line inside one), the short line in Chinese.
    """
    opening = Opening("paragraph", label(line.line.text, reader.language))
    numbered = reader.sequences.operative > 0
    short, opener = reader.short(line), _is_opener(reader, line)
    capital = line.line.text.lstrip("“«\"'([ ")[:1].isupper()
    if reader.closed("；;؛" + COLONS):
        return opening if short or (opener and not reader.chapeau and not numbered) else None
    if numbered:
        return opening if reader.closed("。.") and reader.short(line, share=0.2) else None
    if not reader.closed(ENDS + COMMAS):
        return None
    if reader.language.spaced:
        return opening if opener or (short and capital and not reader.closed(COMMAS)) else None
    return opening if opener or short else None


def _go_on(reader: Reader, line: BodyLine) -> Opening | None:  # noqa: ARG001
    return GO_ON


RULES: tuple[tuple[str, Callable[[Reader, BodyLine], Opening | None]], ...] = (
    ("closing", _closing),
    ("annex", _annex),
    ("formula", _formula),
    ("asterisks", _asterisks),
    ("after closing", _after_closing),
    ("below asterisks", _below_asterisks),
    ("at the margin", _at_the_margin),
    ("numbered", _numbered),
    ("indented", _indented),
    ("first", _first),
    ("around headings", _around_headings),
    ("between numbers", _between_numbers),
    ("sentence over", _sentence_over),
    ("go on", _go_on),
)


ORDINARY_RULES = RULES[4:]
"""The rules for lines that are no date, meeting, annex, formula or row of asterisks: nearly all."""


def _is_heading(block: Block) -> bool:
    """Unnumbered and without a sign at its end."""
    return (
        block.label is None
        and block.kind in ("paragraph", "heading")
        and not block.ends_with(ENDS + COMMAS)
        and not isinstance(block.pieces[-1], Mark)
    )


def _is_opener(reader: Reader, line: BodyLine) -> bool:
    text = line.line.text
    if not reader.language.spaced:
        return text.startswith(reader.language.openers)
    word = text.split(" ", 1)[0].rstrip(",")
    return word in reader.language.openers or (word[:1].isupper() and word.endswith(reader.language.opener_endings))
