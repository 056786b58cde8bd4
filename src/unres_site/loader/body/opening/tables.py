"""Tables among the lines of a body: lines of several cells, with two or more spaces between them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from unres_site.deferred import deferred
from unres_site.loader.pieces import BodyLine

# matches: "   "
# matches: \t
# rejects: "a b"
CELL_GAP = deferred(r"\s*(?:\t|\s{3,})\s*")
"""White space between two cells of a table."""

# matches: 0.006
# matches: 10,033.50
# matches: –
# rejects: 2043
# rejects: Borealia
FIGURE = deferred(r"[-–—]|(?!(?:19|20)\d\d$)[(+-]?\d[\d\s.,%()]*")
"""A cell that is a figure, or a dash in its place; a year alone is rather a header."""

FEWEST_ROWS = 3
"""Rows of the smallest table."""

FEWEST_CELLS = 3
"""Cells of a row that can't be a number and its paragraph."""

LONGEST_CELL = 40
"""Characters of a cell in a row of two; longer ones are two columns of a text."""


LONGEST_HEADER = 90
"""Characters of the header above a table."""


def find_tables(lines: Sequence[BodyLine]) -> list[tuple[int, int]]:
    """The tables as half-open intervals of line indexes."""
    rows = [index for index, line in enumerate(lines) if _is_row(line.line.text)]
    if len(rows) < FEWEST_ROWS:
        return []

    return [
        (_find_header(group[0], lines), group[-1] + 1)
        for group in _group_rows(rows, lines)
        if len(group) >= FEWEST_ROWS and _has_figures(group, lines)
    ]


def _find_header(first: int, lines: Sequence[BodyLine]) -> int:
    """The index of the header of two words above a table's first row (`Member State   Percentage`), or of that row."""
    above = lines[first - 1].line if first else None
    if above is None or lines[first].line.gap or len(above.text) > LONGEST_HEADER:
        return first
    if CELL_GAP.search(above.text):
        return first - 1
    return first


def split_cells(text: str) -> list[str]:
    """The cells of a line."""
    return CELL_GAP.split(text)


def _is_row(text: str) -> bool:
    if "   " not in text and "\t" not in text:
        return False

    cells = split_cells(text)
    if len(cells) >= FEWEST_CELLS:
        return True
    return len(cells[1]) <= LONGEST_CELL and FIGURE.fullmatch(cells[1]) is not None


def _group_rows(rows: Sequence[int], lines: Sequence[BodyLine]) -> Iterator[list[int]]:
    """Rows that follow each other; one line of one cell may be between two, if it is as short as a header."""
    group = [rows[0]]
    for above, row in pairwise(rows):
        between = lines[above + 1 : row]
        if len(between) > 1 or any(
            len(one.line.text) > LONGEST_CELL for one in between
        ):
            yield group
            group = []

        group.append(row)

    yield group


def _has_figures(group: Sequence[int], lines: Sequence[BodyLine]) -> bool:
    """Whether at least half of the rows have a figure after their first cell. Columns of words are not a table."""
    with_figures = 0
    for row in group:
        cells = split_cells(lines[row].line.text)
        with_figures += any(map(FIGURE.fullmatch, cells[1:]))

    return with_figures * 2 >= len(group)
