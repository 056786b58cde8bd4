"""A table of the text: its cells by row and column, if the columns can be told; else its lines as they are printed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from operator import attrgetter
from typing import NamedTuple

from unres_site.loader.assemble.runs import Context, make_runs
from unres_site.loader.body.layout import count_columns
from unres_site.loader.body.opening.tables import CELL_GAP, FIGURE
from unres_site.loader.pieces import Piece, Words
from unres_site.records import Paragraph, Run

NEXT_CELL = "\t"
NEXT_ROW = "\n"
"""What is between two cells, and between two rows, in the runs of a table."""


class TableCell(NamedTuple):
    """A cell with its place on the line, in columns from `left` to `right`."""

    left: float
    right: float
    pieces: list[Piece]

    @property
    def text(self) -> str:
        """Its words."""
        words = [one.text for one in self.pieces if isinstance(one, Words)]
        return "".join(words)


TableRow = list[TableCell]


def make_table(pieces: Sequence[Piece], anchor: str, context: Context) -> Paragraph:
    """The pieces of a table as a paragraph: of kind `table`, or `preformatted` if its columns can't be told."""
    rows = list(_divide_rows(pieces, context.source.text))
    lefts = _find_columns(rows)
    if lefts is None:
        runs = tuple(_make_lines(rows, context))
        return Paragraph("preformatted", anchor, None, runs)

    placed = [_place_cells(row, lefts) for row in rows]
    runs = tuple(_make_cells(placed, context))
    return Paragraph("table", anchor, None, runs, head=_count_header_rows(placed))


def _divide_rows(pieces: Sequence[Piece], text: str) -> Iterator[TableRow]:
    """The lines of a table, each divided into cells."""
    row: TableRow = []
    line = -1
    for piece in pieces:
        start = text.rfind("\n", 0, piece.start) + 1
        if start != line and row:
            yield row
            row = []

        line = start
        if not isinstance(piece, Words):
            if not row:  # a mark alone opens a line
                left = count_columns(text[start : piece.start])
                right = left + count_columns(text[piece.start : piece.end])
                row.append(TableCell(left, right, []))

            row[-1].pieces.append(piece)
            continue

        row += _divide_words(piece, text[start : piece.start])

    if row:
        yield row


def _divide_words(words: Words, before: str) -> Iterator[TableCell]:
    """The cells in words; `before` is what is on the line before them."""
    length = len(words.text)
    gaps = [gap.span() for gap in CELL_GAP.finditer(words.text)]
    gaps.append((length, length))
    at = 0
    for start_of_gap, end_of_gap in gaps:
        text = words.text[at:start_of_gap]
        if text:
            left = count_columns(before + words.text[:at])
            right = left + count_columns(text)
            start = words.start + at
            piece = Words(start, start + len(text), text)
            yield TableCell(left, right, [piece])

        at = end_of_gap


def _find_columns(rows: Sequence[TableRow]) -> list[float] | None:
    """The left edges of the columns; None if two cells of a row are in one column, so that they can't be told.

    Cells that overlap are in one column. A row of one cell may reach over several, so it is not asked.
    """
    cells = [cell for row in rows if len(row) > 1 for cell in row]
    edges: list[list[float]] = []
    for cell in sorted(cells, key=attrgetter("left")):
        if edges and cell.left < edges[-1][1]:
            edges[-1][1] = max(edges[-1][1], cell.right)
        else:
            edges.append([cell.left, cell.right])

    lefts = [left for left, _ in edges]
    for row in rows:
        places = [_find_place(cell, lefts) for cell in row]
        if len(set(places)) < len(places):
            return None

    return lefts if len(lefts) > 1 else None


def _find_place(cell: TableCell, lefts: Sequence[float]) -> int:
    """The index of the column in which a cell begins."""
    begun = [left for left in lefts if left <= cell.left]
    return max(len(begun) - 1, 0)


def _place_cells(row: TableRow, lefts: Sequence[float]) -> list[TableCell | None]:
    """The cells of a row by column."""
    places: list[TableCell | None] = [None] * len(lefts)
    for cell in row:
        places[_find_place(cell, lefts)] = cell

    return places


def _count_header_rows(rows: Sequence[Sequence[TableCell | None]]) -> int:
    """How many rows are headers: those above the first row with a figure; none if no row has one."""
    for index, row in enumerate(rows):
        if any(cell and FIGURE.fullmatch(cell.text) for cell in row[1:]):
            return index

    return 0


def _make_cells(
    rows: Sequence[Sequence[TableCell | None]], context: Context
) -> Iterator[Run]:
    """The runs of all cells, with a tab after each but the last of its row, and a line feed after that one."""
    for row in rows:
        for index, cell in enumerate(row):
            after = NEXT_ROW if index == len(row) - 1 else NEXT_CELL
            if cell:
                yield from make_runs(cell.pieces, context)
            yield Run(text=after)


def _make_lines(rows: Sequence[TableRow], context: Context) -> Iterator[Run]:
    """The runs of all lines as they are printed, with the spaces before and between their cells."""
    margin = min(row[0].left for row in rows)
    for row in rows:
        at = margin
        for cell in row:
            runs = make_runs(cell.pieces, context)
            yield Run(text=" " * max(round(cell.left - at), 1 if at > margin else 0))
            yield from runs
            at = cell.left + sum(
                count_columns(run.text or run.note or "") for run in runs
            )

        yield Run(text=NEXT_ROW)
