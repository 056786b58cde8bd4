"""The page of a series' paragraphs: planned with the last text of the series, made from the records of all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from unres_site.site import addresses
from unres_site.site.editions import choose_frame
from unres_site.site.html.lists import Link
from unres_site.site.lives.views import LivesView
from unres_site.site.series.plans import find_series_address
from unres_site.site.survey import Around
from unres_site.site.views import Card, Page, ResolutionView, SeriesMember

FEWEST = 2
"""Texts of a series in a language that has a page of its paragraphs."""


def plan_lives(first: str, around: Around) -> Page | None:
    """The page that is made with a text, if that is the last one of its series in its language; else None.

    `first` is the first language of the site. The records begin with the last text.
    """
    members = around.members
    held = list_compared_cards(around.card, members, first)
    if around.series is None or not held or held[-1] != around.card:
        return None

    texts: list[tuple[Card, int]] = []
    for card in held:
        before = around.before_of(card)
        texts.append((card, held.index(before) if before else -1))

    series = find_series_address(around)
    view = LivesView(tuple(texts), series, _list_languages(members))
    records = tuple(map(around.text_of, reversed(held)))
    return Page(make_lives_address(series), "lives", view, records, group=series)


def make_lives_address(series: str) -> str:
    """The page of the paragraphs of a series, beside that of the series."""
    return addresses.make_address_beside(series, addresses.LIVES_ENDING)


def link_lives(view: ResolutionView, first: str, link: Link) -> str:
    """The link to a text's paragraphs in their series, to which their anchors are added; empty if there is none."""
    if not list_compared_cards(view.card, view.series, first):
        return ""
    return f"{link(make_lives_address(view.series_address))}#{view.card.short}:"


def list_compared_cards(
    own: Card, members: Iterable[SeriesMember], first: str
) -> list[Card]:
    """List the texts of a series in the language of `own`, if the series has a page of paragraphs in that language.

    It has none if it holds fewer than `FEWEST` texts in the language, or if the language has no pages of its own.
    """
    if choose_frame(own.language, first) != own.language:
        return []

    held = [one.card for one in members if one.card.language == own.language]
    return held if len(held) >= FEWEST else []


def _list_languages(members: Iterable[SeriesMember]) -> tuple[str, ...]:
    counts = Counter[str]()
    for one in members:
        card = one.card
        counts.update((card.language, *card.others))

    codes = [code for code, count in counts.items() if count >= FEWEST]
    return tuple(sorted(codes))
