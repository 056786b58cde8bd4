"""Which texts are compared with their predecessors in their series: plans of the page, the JSON and the table.

All three are made from the two records, so they are stale if one of the two has changed, and only then.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from unres_site.archive import Series
from unres_site.site import addresses
from unres_site.site.series.plans import find_series_address
from unres_site.site.since.views import SinceView
from unres_site.site.survey import Around
from unres_site.site.views import Card, NoView, Page
from unres_site.symbols import parse


def make_since(around: Around) -> Page | None:
    """The page of what is new in a text; None if it has no predecessor in its language."""
    earlier = find_predecessor(around)
    if earlier is None:
        return None
    view = SinceView(
        around.card,
        earlier,
        _find_before(around, earlier),
        _find_after(around),
        find_series_address(around),
        _list_languages(around.card, earlier),
    )
    return _plan(around, earlier, "since", addresses.SINCE_ENDING, view)


def plan_since_data(kind: str, ending: str) -> Callable[[Around], Page | None]:
    """The plan of a kind that has the comparison of each text that has a predecessor as data."""

    def make(around: Around) -> Page | None:
        earlier = find_predecessor(around)
        if earlier is None:
            return None
        return _plan(around, earlier, kind, ending, NoView())

    return make


def _plan(
    around: Around, earlier: Card, kind: str, ending: str, view: SinceView | NoView
) -> Page:
    address = addresses.make_address_beside(around.card.address, ending)
    return Page(address, kind, view, (around.text, around.text_of(earlier)))


def find_predecessor(around: Around) -> Card | None:
    """The text that a text is compared with."""
    if not around.series:
        return None
    return choose_before(around.series, around.card, around.members)


def choose_before(
    series: Series, own: Card, members: Mapping[str, Card]
) -> Card | None:
    """The text of the last session before, in the same language; of several parts the one of the same letter."""
    cards = [members[symbol] for symbol in series.list_before(own.symbol)]
    held = [card for card in cards if card.language == own.language]
    part = parse(own.symbol).part
    same = [card for card in held if parse(card.symbol).part == part]
    return next(iter((*same, *held)), None)


def _find_before(around: Around, earlier: Card) -> str:
    """The page that compares the predecessor with its own predecessor."""
    if not around.series or not choose_before(around.series, earlier, around.members):
        return ""
    return addresses.make_address_beside(earlier.address, addresses.SINCE_ENDING)


def _find_after(around: Around) -> str:
    """The page that compares the next text of the series with this one."""
    for card in _list_later(around):
        if around.series and around.card == choose_before(
            around.series, card, {**around.members, around.card.symbol: around.card}
        ):
            return addresses.make_address_beside(card.address, addresses.SINCE_ENDING)
    return ""


def _list_later(around: Around) -> Iterable[Card]:
    """The members of the series that come after a text, in its language."""
    symbols = around.series.symbols if around.series else ()
    place = symbols.index(around.card.symbol) if symbols else 0
    later = [around.members[symbol] for symbol in symbols[place + 1 :]]
    return [card for card in later if card.language == around.card.language]


def _list_languages(card: Card, earlier: Card) -> tuple[str, ...]:
    """The languages in which both texts are held."""
    both = {card.language, *card.others} & {earlier.language, *earlier.others}
    return tuple(sorted(both))
