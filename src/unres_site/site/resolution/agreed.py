"""The paragraphs of a text that texts with other titles have word for word, as a list."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from unres_site.records import Resolution, list_passages
from unres_site.site.html.lists import Link
from unres_site.site.views import AgreedView

SIGNS_BEHIND = ". -–"
"""What may be printed behind a number."""

FEW_AGREED = 6
"""How many paragraphs that are also elsewhere are shown with all their places; more are folded."""


class AgreedRow(NamedTuple):
    """A paragraph that is also elsewhere: address and name of its place; by title, address and name of each other."""

    address: str
    name: str
    titles: Mapping[str, Sequence[tuple[str, str]]]


def list_agreed(
    record: Resolution, agreed: Iterable[AgreedView], link: Link
) -> list[AgreedRow]:
    """The paragraphs that are also elsewhere, with their places by title; too many places are left out."""
    names = {
        one.anchor: (one.label or one.number or "").rstrip(SIGNS_BEHIND)
        for one in list_passages(record)
    }
    rows: list[AgreedRow] = []
    for one in agreed:
        titles: dict[str, list[tuple[str, str]]] = {}
        for place in one.places:
            card = place.card
            named = f"{card.short}:{place.anchor}"
            there = f"{link(card.address)}#{place.anchor}"
            titles.setdefault(card.title, []).append((there, named))

        name = names.get(one.anchor) or one.anchor
        rows.append(AgreedRow(f"#{one.anchor}", name, titles))

    return rows
