"""A column chart of resolutions by year, as numbers that a template draws in SVG."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from unres_site.site.views import YearCard

HEIGHT = 28
"""Units of the highest column."""

STEP = 12
"""Units from one year to the next."""

FEW = 12
"""So many years or fewer are all named below their columns; of more only the decades."""

NARROWEST = 10
"""Years that the axis shows at least, so that one year alone is no wall."""


class Column(NamedTuple):
    """A year's column: its left edge and height in units, its number of texts, and what stands below it."""

    year: int
    texts: int
    left: int
    height: int
    label: str


class Chart(NamedTuple):
    """All years from the first to the last, empty ones too; width and height in units; the most in one year."""

    columns: tuple[Column, ...]
    width: int
    height: int
    first: int
    last: int
    most: int


def chart(years: Sequence[YearCard]) -> Chart | None:
    """The chart of those years, in any order; None where there is no year."""
    if not years:
        return None
    counts = {card.year: card.count for card in years}
    first, last, most = min(counts), max(counts), max(counts.values())
    columns = tuple(
        Column(
            year,
            counts.get(year, 0),
            place * STEP,
            round(HEIGHT * counts.get(year, 0) / most),
            _label(year, last - first),
        )
        for place, year in enumerate(range(first, last + 1))
    )
    return Chart(columns, STEP * max(len(columns), NARROWEST), HEIGHT, first, last, most)


def _label(year: int, span: int) -> str:
    return str(year) if span < FEW or year % 10 == 0 else ""
