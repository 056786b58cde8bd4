"""Which texts are compared with their predecessors in their series: plans of the page, the JSON and the table.

All three are made from the two records. Page and JSON also have what other texts have word for word (`archive.agreed`).
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import dropwhile

from unres_site.site import addresses
from unres_site.site.series.plans import find_series_address
from unres_site.site.since.views import (
    SinceDataView,
    SinceView,
)
from unres_site.site.survey import Around, Survey
from unres_site.site.views import AgreedView, Card, NoView, Page

SinceViews = SinceView | SinceDataView | NoView


def plan_since(survey: Survey) -> Iterator[Page]:
    """The page of what is new in each text that has a predecessor, the same as data, and as a table."""
    for around in survey.texts:
        earlier = around.predecessor
        if earlier is None:
            continue

        views = around.agreed
        yield _make_since(around, earlier, views)
        yield _plan(
            around,
            earlier,
            "since-data",
            addresses.SINCE_DATA_ENDING,
            SinceDataView(views),
        )
        yield _plan(
            around, earlier, "since-table", addresses.SINCE_TABLE_ENDING, NoView()
        )


def _make_since(around: Around, earlier: Card, agreed: tuple[AgreedView, ...]) -> Page:
    """The page of what is new in a text since an earlier one."""
    view = SinceView(
        around.card,
        earlier,
        _find_before(around, earlier),
        _find_after(around),
        find_series_address(around),
        _list_languages(around.card, earlier),
        agreed,
    )
    return _plan(around, earlier, "since", addresses.SINCE_ENDING, view)


def _plan(
    around: Around, earlier: Card, kind: str, ending: str, view: SinceViews
) -> Page:
    """A page of a comparison. Its group is its series, whose comparisons the lives of its paragraphs need, too."""
    address = addresses.make_address_beside(around.card.address, ending)
    texts = around.text, around.text_of(earlier)
    return Page(address, kind, view, texts, group=find_series_address(around))


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
