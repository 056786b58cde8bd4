"""Which texts are compared with their predecessors in their series: plans of the page, the JSON and the table.

All three are made from the two records, so they are stale if one of the two has changed, and only then.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import dropwhile

from unres_site.site import addresses
from unres_site.site.series.plans import find_series_address
from unres_site.site.since.views import SinceView
from unres_site.site.survey import Around
from unres_site.site.views import Card, NoView, Page


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
    """A page of a comparison. Its group is its series, whose comparisons the lives of its paragraphs need, too."""
    address = addresses.make_address_beside(around.card.address, ending)
    texts = around.text, around.text_of(earlier)
    return Page(address, kind, view, texts, group=find_series_address(around))


def find_predecessor(around: Around) -> Card | None:
    """The text that a text is compared with."""
    return around.before_of(around.card)


def _find_before(around: Around, earlier: Card) -> str:
    """The page that compares the predecessor with its own predecessor."""
    if not around.before_of(earlier):
        return ""
    return addresses.make_address_beside(earlier.address, addresses.SINCE_ENDING)


def _find_after(around: Around) -> str:
    """The page that compares the next text of the series with this one."""
    for card in _list_later(around):
        if around.before_of(card) == around.card:
            return addresses.make_address_beside(card.address, addresses.SINCE_ENDING)
    return ""


def _list_later(around: Around) -> Iterator[Card]:
    """The members of the series that come after a text, in its language."""
    own = around.card
    cards = (one.card for one in around.members)
    for card in dropwhile(own.__ne__, cards):
        if card != own and card.language == own.language:
            yield card


def _list_languages(card: Card, earlier: Card) -> tuple[str, ...]:
    """The languages in which both texts are held."""
    both = {card.language, *card.others} & {earlier.language, *earlier.others}
    return tuple(sorted(both))
