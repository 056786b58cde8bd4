"""Lines to blocks. The first rule that knows decides whether a line opens a block or continues the one before."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from unres_site.deferred import deferred
from unres_site.languages import Language, patterns
from unres_site.loader.body.blocks import GO_ON, Block, Opening, list_words_from_end
from unres_site.loader.body.context import BodyContext, Rules
from unres_site.loader.body.layout import Layout
from unres_site.loader.body.opening.divisions import opens_annex
from unres_site.loader.body.opening.part_heads import find_part_heads
from unres_site.loader.body.opening.tables import find_tables
from unres_site.loader.pieces import BodyLine, Piece, Words, take_words
from unres_site.text.labels import Label
from unres_site.text.punctuation import find_ending

# matches: 之規定。一九六〇年十二月十四日，
# matches: of the matter. 1 December 2044
# rejects: of the matter.
SENTENCE_END = deferred(r"[。.]\s*(?P<rest>[^。.\s][^。.]{5,40})$")
"""The end of a sentence, and what follows it on the last line of a text: it may be the date."""

# matches: - All parties stop the fighting
# matches: • Keep the lamps lit
# rejects: -5 degrees
BULLET_HEAD = deferred(r"[-–—•·]\s+(?=\S)")
"""The sign before an item of a list that has no numbers."""

MOST_TORN = 40
"""Marks that split one line, at most."""


class BlockReader:
    """Reads the lines of a body into blocks, by rules.

    It stops at the head of an annex, which is read apart: `rest` are the lines that it leaves. `annexed` says that its
    own lines are those of an annex; its head is the first of them.
    """

    def __init__(
        self,
        language: Language,
        layout: Layout,
        rules: Rules,
        lines: Sequence[BodyLine],
        *,
        annexed: bool = False,
    ) -> None:
        self.context = BodyContext(language, layout, lines, annexed=annexed)
        self.rest: Sequence[BodyLine] = ()
        self.rules = rules
        self.ordinary = [entry for entry in rules if entry[2] != "special"]
        self.flowing = [entry for entry in rules if not entry[2]]

    def read(self) -> list[Block]:
        """The blocks of the lines, in order."""
        context = self.context
        layout = self.context.layout
        special = patterns.find_special_lines(
            context.language, [line.line.text for line in context.lines]
        )
        is_narrow = layout.indent - layout.margin == 1
        is_plain = is_narrow and not layout.apart and not context.annexed
        margin = layout.indent if is_plain else 0
        tables = find_tables(context.lines)
        in_tables = {index for start, end in tables for index in range(start, end)}
        starts = {start for start, _ in tables}
        heads = set(find_part_heads(context.lines, special, context.language))
        for index, line in enumerate(context.lines):
            context.index = index
            flows = context.flows
            if index in special and context.blocks and opens_annex(context, line):
                self.rest = context.lines[index:]
                break

            if index in in_tables:
                self._take(line, Opening("table") if index in starts else GO_ON)
            elif index in heads:
                self._take(line, Opening("heading"))
            elif index in special:
                self._read_halves(_split_closing(line, context.language))
            elif index + 1 in special and SENTENCE_END.search(line.line.text):
                self._read_halves(_split_behind_sentence(line, context.language))
            elif flows and line.line.indent < margin and context.last is not None:
                context.last.pieces += (
                    line.pieces
                )  # the rule `at the margin`, for most lines of an indented text
            else:
                self._take(
                    line,
                    self._ask(line, self.flowing if flows else self.ordinary),
                )

            context.ending = None
            context.above = (
                [*context.above[-MOST_TORN:], line.line.text]
                if line.torn
                else [line.line.text]
            )
            context.previous = line

        self._finish()
        return context.blocks

    def _read_halves(self, halves: Sequence[BodyLine]) -> None:
        for half in halves:
            self._take(half, self._ask(half, self.rules))
            self.context.ending = None

    def _ask(self, line: BodyLine, rules: Rules) -> Opening:
        for _, rule, _ in rules:
            opening = rule(self.context, line)
            if opening is not None:
                return opening

        return GO_ON

    def _take(self, line: BodyLine, opening: Opening) -> None:
        """Give the line to the last block, or open a block with it."""
        context = self.context
        if opening.go_on and context.last is not None:
            context.last.pieces.extend(line.pieces)
            return

        if opening.waits and opening.label is not None:
            context.waiting.append((opening.label, line))
            return

        self._restart_lists()
        pieces = list(line.pieces)
        label = None
        words = None
        if opening.label is not None and isinstance(pieces[0], Words):
            label = opening.label
            words, pieces = _cut_label(pieces, label)
        elif context.waiting and opening.kind == "paragraph":
            label, number = context.waiting.popleft()
            words, _ = _cut_label(number.pieces, label)

        if label is not None:
            depth, label = context.sequences.take(label, chapeau=context.chapeau)
        else:
            depth = _find_depth(context, line, opening)

        context.last = Block(opening.kind, label, words, depth, pieces)
        context.opened_by = line
        context.blocks.append(context.last)

    def _restart_lists(self) -> None:
        """Below a heading or a formula numbers may start again."""
        last = self.context.last
        if last is not None and (last.is_heading or last.kind == "formula"):
            self.context.sequences.restart()

    def _finish(self) -> None:
        """Numbers without a paragraph become blocks of their own; all blocks learn how they end."""
        context = self.context
        for label, number in context.waiting:
            words, _ = _cut_label(number.pieces, label)
            context.blocks.append(Block("paragraph", label, words, 0, []))

        for block in context.blocks:
            block.signs = find_ending(list_words_from_end(block.pieces))


def _find_depth(context: BodyContext, line: BodyLine, opening: Opening) -> int:
    """The depth of what has no number: a quotation, a table, the item of a list with bullets; 0 for all else."""
    if opening.kind == "quotation":
        return context.quotation_depth
    if opening.kind == "table":
        return context.table_depth

    is_item = opening.kind == "paragraph" and BULLET_HEAD.match(line.line.text)
    if is_item:
        return context.bullet_depth

    return 0


def _split_closing(line: BodyLine, language: Language) -> Sequence[BodyLine]:
    """The date and the meeting of a line that has both; else the line."""
    at = patterns.find_closing_cut(language, line.line.text)
    if at is None:
        return (line,)
    return _split_at(line, at)


def _split_behind_sentence(line: BodyLine, language: Language) -> Sequence[BodyLine]:
    """The end of the text and the date of a line that has both (`…規定。一九六〇年十二月十四日，`); else the line."""
    end = SENTENCE_END.search(line.line.text)
    if end is None or not patterns.read_date(language, end["rest"]):
        return (line,)
    return _split_at(line, end.start("rest"))


def _split_at(line: BodyLine, at: int) -> Sequence[BodyLine]:
    """Two halves of a line; the line itself if it has marks."""
    whole = line.line
    if len(line.pieces) > 1:
        return (line,)

    middle = whole.start + at
    first = replace(whole, end=middle, text=whole.text[:at])
    second = replace(whole, start=middle, text=whole.text[at:])
    return [BodyLine(half, [take_words(half)]) for half in (first, second)]


def _cut_label(pieces: list[Piece], label: Label) -> tuple[Words, list[Piece]]:
    """The words of the label, and the pieces without them: digits of a label are not a note mark (`OP2.`)."""
    first = pieces[0]
    assert isinstance(first, Words)  # noqa: S101  (a label is at the head of a line's words)
    words = Words(first.start, first.start + len(label.text), label.text)
    end = first.start + label.length
    rest = [piece for piece in pieces if piece.end > end]
    if rest and isinstance(rest[0], Words):
        cut = max(0, end - rest[0].start)
        rest[0] = Words(rest[0].start + cut, rest[0].end, rest[0].text[cut:])

    return words, rest
