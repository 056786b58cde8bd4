"""A column chart of resolutions by year, as numbers that a template draws in SVG: a small chart for each decade."""

from __future__ import annotations

from collections.abc import Sequence
from operator import attrgetter
from typing import NamedTuple

from unres_site.site.views import YearCard

HEIGHT = 100
"""Units of the highest column; the style sheet sets how large a unit is."""

LOWEST = 2
"""Units of the lowest column, so that it is never too low to be seen."""


class Column(NamedTuple):
    """A year's column: its place within the decade (0 to 9), and its height in units."""

    card: YearCard
    place: int
    height: int


class Decade(NamedTuple):
    """The columns of the years of a decade that have texts; `first` is its first year (`1970`)."""

    first: int
    columns: tuple[Column, ...]


class Chart(NamedTuple):
    """The decades that have texts, in their order, all of one scale: `highest` is the year with the most texts."""

    decades: tuple[Decade, ...]
    height: int
    highest: YearCard


def make_chart(years: Sequence[YearCard]) -> Chart | None:
    """The chart of those years, in any order; None if there is no year."""
    if not years:
        return None

    ordered = sorted(years, key=attrgetter("year"))
    highest = max(ordered, key=attrgetter("count"))
    decades: dict[int, list[Column]] = {}
    for card in ordered:
        place = card.year % 10
        height = max(LOWEST, round(HEIGHT * card.count / highest.count))
        columns = decades.setdefault(card.year - place, [])
        columns.append(Column(card, place, height))

    found = [Decade(first, tuple(columns)) for first, columns in decades.items()]
    return Chart(tuple(found), HEIGHT, highest)
