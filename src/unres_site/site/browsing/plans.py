"""Plans of the pages by which readers find texts: home, sessions, years, topics, and the page for missing addresses."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeVar

from unres_site.deferred import deferred
from unres_site.site import addresses
from unres_site.site.editions import Edition
from unres_site.site.views import (
    HomeView,
    MissingView,
    Page,
    SessionCard,
    SessionsView,
    SessionView,
    TopicsView,
    TopicView,
    YearsView,
    YearView,
)

T = TypeVar("T")

LATEST = 20
"""Texts on the home page."""

# matches: "1006290"
# rejects: disarmament
UNBIS = deferred(r"[0-9]{7}")
"""An identifier of the UNBIS Thesaurus."""


def plan_home(edition: Edition) -> Iterator[Page]:
    """The first page: what is newest, and the ways in."""
    latest = edition.list_own_latest(LATEST)
    count = len(edition.cards)
    view = HomeView(
        count,
        latest,
        edition.newest_sessions,
        edition.newest_years,
        *edition.holdings,
        tuple(edition.topics.values()),
        len(edition.archive.series),
    )
    yield Page(edition.folder + addresses.HOME, "home", view)


def plan_sessions(edition: Edition) -> Iterator[Page]:
    """The list of sessions."""
    view = SessionsView(edition.newest_sessions)
    yield Page(edition.folder + addresses.SESSIONS, "sessions", view)


def plan_session(edition: Edition) -> Iterator[Page]:
    """A page for each session, with the sessions before and after it of the same organ and form."""
    cards = tuple(edition.sessions.values())
    archive = edition.archive
    for found, gaps, (card, before, after) in zip(
        archive.sessions, archive.gaps, _add_neighbours(cards), strict=True
    ):
        previous = before if before and _is_same_row(before, card) else None
        following = after if after and _is_same_row(after, card) else None
        listed = edition.list_cards(found.symbols)
        view = SessionView(card, listed, previous, following, gaps)
        yield Page(card.address, "session", view)


def plan_years(edition: Edition) -> Iterator[Page]:
    """The list of years."""
    view = YearsView(edition.newest_years)
    yield Page(edition.folder + addresses.YEARS, "years", view)


def plan_year(edition: Edition) -> Iterator[Page]:
    """A page for each year."""
    years = tuple(edition.years.values())
    for card, before, after in _add_neighbours(years):
        symbols = edition.archive.years[card.year]
        cards = edition.list_cards(symbols)
        view = YearView(card, cards, before, after)
        yield Page(card.address, "year", view)


def plan_topics(edition: Edition) -> Iterator[Page]:
    """The list of topics; there is none if no text has a topic."""
    if not edition.topics:
        return

    view = TopicsView(tuple(edition.topics.values()))
    yield Page(edition.folder + addresses.TOPICS, "topics", view)


def plan_topic(edition: Edition) -> Iterator[Page]:
    """A page for each topic."""
    for topic, card in edition.topics.items():
        symbols = edition.archive.topics[topic]
        cards = edition.list_newest(symbols, card.count)
        identifier = topic if UNBIS.fullmatch(topic) else ""
        view = TopicView(card, cards, identifier)
        yield Page(card.address, "topic", view)


def plan_missing(edition: Edition) -> Iterator[Page]:
    """The page that a host shows for an address that does not exist."""
    view = MissingView(edition.newest_sessions)
    yield Page(edition.folder + addresses.MISSING, "missing", view)


def _is_same_row(one: SessionCard, other: SessionCard) -> bool:
    """Whether two sessions are of one organ and one form, regular or special."""
    return (one.organ, one.form) == (other.organ, other.form)


def _add_neighbours(row: Sequence[T]) -> Iterator[tuple[T, T | None, T | None]]:
    """Each item with the one before it and the one after it."""
    before = (None, *row)[:-1]
    after = (*row, None)[1:]
    return zip(row, before, after, strict=True)
