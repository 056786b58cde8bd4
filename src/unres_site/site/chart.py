"""A column chart of resolutions by year, as numbers that a template draws in SVG."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from unres_site.site.views import YearCard

HEIGHT = 100
"""Units of the highest column; the page sets how high and wide the units are."""

NARROWEST = 12
"""Years that the axis has room for at least, so that one year alone is no wall."""


class Column(NamedTuple):
    """A year's column: its number of texts, its place on the axis (0 is the first) and its height in units."""

    year: int
    texts: int
    place: int
    height: int


class Chart(NamedTuple):
    """The years that have texts, on an axis from `start` to `last`; width in years, height in units.

    `first` is the first year that has a text, `most` the most texts in one year.
    """

    columns: tuple[Column, ...]
    width: int
    height: int
    start: int
    first: int
    last: int
    most: int


def chart(years: Sequence[YearCard]) -> Chart | None:
    """The chart of those years, in any order; None where there is no year. A year with any text can be seen."""
    if not years:
        return None
    counts = {card.year: card.count for card in sorted(years, key=lambda card: card.year)}
    first, last, most = min(counts), max(counts), max(counts.values())
    start = min(first, last - NARROWEST + 1)
    columns = tuple(
        Column(year, count, year - start, max(2, round(HEIGHT * count / most))) for year, count in counts.items()
    )
    return Chart(columns, last - start + 1, HEIGHT, start, first, last, most)
