"""Two columns of words side by side: a text that an extractor has mixed up and that can't be read in order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from unres_site.deferred import deferred
from unres_site.loader.decode.source import Line

# matches: reports of      the Council
# rejects: 58/58.  Title
GUTTER = deferred(r"\S\s{3,}(?=\S)")

SECOND = 30
"""Columns from the left edge at which a second column of words may begin."""

FEWEST_BESIDE = 8
"""More lines than a masthead or a small table has."""

NARROWEST = 20
"""Characters of a column of words; a column of numbers is narrower."""


def find_second_column(lines: Sequence[Line]) -> Line | None:
    """Return the first line that has words in a second column, or None.

    A column begins at one place on many lines.
    """
    right: list[tuple[Line, int]] = []
    for line in lines:
        if line.indent >= SECOND or "   " in line.text:
            column = _find_second_column(line)
            if column:
                right.append((line, column))

    if not right:
        return None

    place = Counter(column for _, column in right).most_common(1)[0][0]
    beside = [line for line, column in right if abs(column - place) <= 1]
    if len(beside) > max(FEWEST_BESIDE, len(lines) // 5):
        return beside[0]

    return None


def _find_second_column(line: Line) -> int:
    """The column at which words of a second column begin on a line, after a gap or alone; 0 where none do."""
    gap = GUTTER.search(line.text)
    start = gap.end() if gap else 0
    column = line.indent + start
    if column >= SECOND and len(line.text) - start > NARROWEST:
        return column
    return 0
