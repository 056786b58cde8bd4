"""What the pages of series show, and their data: `views` for these pages."""

from __future__ import annotations

import msgspec

from unres_site.archive import SeriesReason
from unres_site.site.views import Card, SeriesMember

SeriesData = tuple[str, tuple[tuple[str, SeriesReason], ...], tuple[str, ...]]
"""A series: its title, its members with their reasons, and what they recall first and is not held."""


class SeriesDataView(msgspec.Struct, frozen=True):
    """All series of the texts in one language."""

    series: tuple[SeriesData, ...]


class SeriesCard(msgspec.Struct, frozen=True, array_like=True):
    """A series as lists name it: by its last member. `years` are those of the first member and the last."""

    address: str
    last: Card
    count: int
    years: tuple[int, int] | None


class SeriesListView(msgspec.Struct, frozen=True):
    """The longest series, and how many there are."""

    total: int
    series: tuple[SeriesCard, ...]


class SeriesGap(msgspec.Struct, frozen=True, array_like=True):
    """A likely predecessor that is not held: its symbol, its short form, and that of the member that recalls it."""

    symbol: str
    short: str
    recalled_by: str


class SeriesBranch(msgspec.Struct, frozen=True, array_like=True):
    """A text of another series, or of none, that is near to a member; `address` is the page of its series, if any."""

    member: Card
    other: Card
    reason: SeriesReason
    address: str = ""


class SeriesView(msgspec.Struct, frozen=True):
    """A series: its members in order, what is not held of it, and where it branches."""

    series: SeriesCard
    members: tuple[SeriesMember, ...]
    gaps: tuple[SeriesGap, ...]
    branches: tuple[SeriesBranch, ...]
