"""A column chart of resolutions by year, as numbers that a template draws in SVG."""

from __future__ import annotations

from collections.abc import Sequence
from operator import attrgetter
from typing import NamedTuple

from unres_site.site.views import YearCard

HEIGHT = 100
"""Units of the highest column; the style sheet sets how large a unit is."""

LOWEST = 2
"""Units of the lowest column."""

NARROWEST = 12
"""Years that the axis has at least, so that the column of a single year does not fill the chart."""


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


def make_chart(years: Sequence[YearCard]) -> Chart | None:
    """The chart of those years, in any order; None if there is no year. A column is never too low to be seen."""
    if not years:
        return None
    ordered = sorted(years, key=attrgetter("year"))
    first, last = ordered[0].year, ordered[-1].year
    most = max(card.count for card in years)
    start = min(first, last - NARROWEST + 1)
    width = last - start + 1
    columns = []
    for card in ordered:
        height = max(LOWEST, round(HEIGHT * card.count / most))
        columns.append(Column(card.year, card.count, card.year - start, height))
    return Chart(tuple(columns), width, HEIGHT, start, first, last, most)
