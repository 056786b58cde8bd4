"""The series of resolutions on one item: on the pages of their texts, on pages of their own, and as data."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from operator import attrgetter
from typing import NamedTuple, cast

import msgspec
from markupsafe import Markup

from unres_site.archive import Archive, Branch, Series, Text, make_link
from unres_site.messages import Catalogue
from unres_site.site import addresses
from unres_site.site.editions import Edition
from unres_site.site.html.lists import Link
from unres_site.site.html.markup import escape_words, mark_written
from unres_site.site.series.views import (
    SeriesBranch,
    SeriesCard,
    SeriesData,
    SeriesDataView,
    SeriesGap,
    SeriesListView,
    SeriesView,
)
from unres_site.site.survey import Around
from unres_site.site.views import (
    Card,
    Page,
    ResolutionView,
    SeriesMember,
)
from unres_site.symbols import parse
from unres_site.symbols.value import SortKey

MOST_LISTED = 500
"""Series in the list; the data has all."""

STEP = 12
"""Units of a timeline between two sessions; the style sheet sets how large a unit is."""


# --- on the page of a text


def find_series_address(around: Around) -> str:
    """The page of the series of a text; empty if it has none."""
    if not around.series:
        return ""
    return around.folder + addresses.make_series_address(around.series.first)


def find_gap(around: Around) -> str:
    """What a text recalls as its predecessor, as it seems, if that is not held."""
    held = {card.symbol for card in around.related["cites"]}
    before = make_link(around.text, around.symbol).predecessor
    if not before or before in held:
        return ""

    may_lack = around.series is None or around.series.may_lack(before)
    return before if may_lack else ""


# --- pages of their own, and data


def plan_series(edition: Edition) -> Iterator[Page]:
    """All series of the texts in the edition's language, as data."""
    found: list[SeriesData] = []
    archive = edition.archive
    for series in archive.series:
        held = {
            symbol: archive.by_symbol[symbol][edition.language]
            for symbol in series.symbols
            if edition.language in archive.by_symbol[symbol]
        }
        if len(held) > 1:
            title = [*held.values()][-1].title
            members = tuple(one for one in series.members if one[0] in held)
            gaps = dict.fromkeys(
                gap.symbol for gap in _find_gaps(archive, series, held)
            )
            found.append((title, members, tuple(gaps)))

    page = edition.folder + addresses.SERIES
    yield Page(page, "series", SeriesDataView(tuple(found)))


def encode_series(page: Page) -> bytes:
    """The series as JSON: title, members, and the texts that they recall first and that are not held."""
    written: list[dict[str, object]] = []
    view = cast("SeriesDataView", page.view)
    for title, members, gaps in view.series:
        told = [{"symbol": symbol, "reason": reason} for symbol, reason in members]
        written.append({"title": title, "members": told, "gaps": gaps})

    encoded = msgspec.json.encode(written)
    return msgspec.json.format(encoded, indent=1)


def plan_series_list(edition: Edition) -> Iterator[Page]:
    """Plan the list of series, the longest first. Nothing is planned if the archive has no series."""
    cards = [_make_card(edition, series) for series in edition.archive.series]
    if cards:
        longest = sorted(cards, key=attrgetter("count"), reverse=True)
        listed = tuple(longest[:MOST_LISTED])
        view = SeriesListView(len(cards), listed)
        yield Page(edition.folder + addresses.SERIES_LIST, "series-list", view)


def plan_series_page(edition: Edition) -> Iterator[Page]:
    """A page for each series."""
    archive = edition.archive
    cards = edition.cards
    for series in archive.series:
        card = _make_card(edition, series)
        members = [
            SeriesMember(cards[symbol], reason) for symbol, reason in series.members
        ]
        gaps = tuple(_find_gaps(archive, series, series.symbols))
        branches = [_make_branch(edition, branch) for branch in series.branches]
        view = SeriesView(card, tuple(members), gaps, tuple(branches))
        yield Page(card.address, "series-page", view)


def _make_card(edition: Edition, series: Series) -> SeriesCard:
    first = series.symbols[0]
    last = series.symbols[-1]
    begun = edition.archive.dates.get(first)
    ended = edition.archive.dates.get(last)
    years = None
    if begun and ended:
        years = int(begun[:4]), int(ended[:4])

    address = edition.folder + addresses.make_series_address(first)
    return SeriesCard(address, edition.cards[last], len(series.members), years)


def _make_branch(edition: Edition, branch: Branch) -> SeriesBranch:
    series = edition.archive.series_of.get(branch.other)
    address = _make_card(edition, series).address if series else ""
    member = edition.cards[branch.member]
    other = edition.cards[branch.other]
    return SeriesBranch(member, other, branch.reason, address)


def _find_gaps(
    archive: Archive[Text], series: Series, symbols: Container[str]
) -> Iterator[SeriesGap]:
    """What these texts of a series take up, as it seems, and the archive does not hold, each once."""
    found: dict[str, str] = {}
    for own, gap in archive.series_gaps.get(series.first, ()):
        if own in symbols:
            found.setdefault(gap, archive.get_symbol(own).short)

    for gap, short in found.items():
        yield SeriesGap(gap, parse(gap).short, short)


# --- what the page of a series shows


class Point(NamedTuple):
    """A point of a timeline: its distance from the left in units, what it is called, and its page, if it is held."""

    left: int
    name: str
    address: str


class Timeline(NamedTuple):
    """The points of a timeline, and its width in units."""

    points: tuple[Point, ...]
    width: int


SeriesRow = SeriesMember | SeriesGap
"""A member of a series, or what is not held of it."""


def list_rows(view: SeriesView) -> tuple[SeriesRow, ...]:
    """The members and the gaps in the order of their symbols."""
    rows: list[SeriesRow] = [*view.members, *view.gaps]
    return tuple(sorted(rows, key=_rank_row))


def make_timeline(rows: Iterable[SeriesRow]) -> Timeline:
    """The timeline of these rows by session. Special sessions are beside the regular one before them."""
    listed = tuple(rows)
    sessions: list[int] = []
    for row in listed:
        _, kind, session, *_ = _rank_row(row)
        is_regular = kind == 0 or not sessions
        sessions.append(session if is_regular else sessions[-1])

    first = min(sessions)
    points: list[Point] = []
    for session, row in zip(sessions, listed, strict=True):
        points.append(_make_point(row, (session - first) * STEP))

    return Timeline(tuple(points), points[-1].left)


def _make_point(row: SeriesRow, left: int) -> Point:
    if isinstance(row, SeriesGap):
        return Point(left, row.short, "")
    return Point(left, row.card.short, row.card.address)


def _rank_row(row: SeriesRow) -> SortKey:
    symbol = row.card.symbol if isinstance(row, SeriesMember) else row.symbol
    return parse(symbol).sort_key


def write_series(words: Catalogue, view: ResolutionView, link: Link) -> Markup:
    """The row of a series: year and symbol of each member, what is not held, the series' page; else nothing."""
    if not view.series:
        return mark_written("")

    gap = view.gap
    pieces = [_write_member(words, view.card, member, link) for member in view.series]
    if gap:
        told = escape_words(words("item_series.gap", symbol=parse(gap).short))
        pieces.append(f'<span class="quiet">{told}</span>')

    address = escape_words(link(view.series_address))
    whole = escape_words(words("item_series.whole"))
    pieces.append(f'<a href="{address}">{whole}</a>')
    return mark_written(" · ".join(pieces))


def _write_member(words: Catalogue, own: Card, member: SeriesMember, link: Link) -> str:
    card = member.card
    year = (card.adopted_on or "")[:4]
    shown = escape_words(f"{year} {card.short}".strip())
    if card.symbol == own.symbol:
        return f'<b aria-current="page">{shown}</b>'

    reason = escape_words(words(f"item_series.{member.reason}"))
    address = escape_words(link(card.address))
    return f'<a href="{address}" title="{reason}">{shown}</a>'
