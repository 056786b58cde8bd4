"""The texts of a state with those that changed, in the order of their slots."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np

from unres_site.search.documents import CardColumns, SearchCard, list_columns
from unres_site.search.index.fields import FIELDS
from unres_site.search.index.slots import assign_slots, find_place
from unres_site.search.updating.changes import TextChange
from unres_site.search.updating.state import (
    SearchState,
    change_stem,
    list_stems,
    list_texts,
    pack_numbers,
    unpack_numbers,
)

Columns = list[list[Any]]
"""What a state has of each text: the columns of its card, the place of its symbol, the lengths of its fields."""


def change_texts(state: SearchState, changes: Sequence[TextChange]) -> SearchState:
    """The state with the changed texts. Sizes, words, phrases and digests are still those of before."""
    columns = _change_columns(state, changes)
    *cards, places = columns[: -len(FIELDS)]
    symbols, languages, *_ = cards
    slots = assign_slots(
        dict(zip(symbols, places, strict=True)),
        list(zip(symbols, languages, strict=True)),
    )

    order = np.argsort(slots).tolist()
    ordered = _select(columns, order)
    *cards, places = ordered[: -len(FIELDS)]
    lengths = ordered[-len(FIELDS) :]
    return SearchState(
        texts=CardColumns(*cards),
        places=pack_numbers(places),
        slots=pack_numbers(np.sort(slots)),
        lengths=tuple(pack_numbers(field) for field in lengths),
        sizes=dict(state.sizes),
        stems=_change_stems(state.stems, changes),
        accented=state.accented,
        pieces=state.pieces,
        digests=dict(state.digests),
        phrases=state.phrases,
    )


def _select(columns: Columns, places: Sequence[int]) -> Columns:
    """The values at these places of each column."""
    selected: Columns = []
    for column in columns:
        selected.append([column[place] for place in places])

    return selected


def _change_columns(state: SearchState, changes: Sequence[TextChange]) -> Columns:
    """The columns of all texts. Those of changed texts are at the end."""
    columns: Columns = [
        *(list(column) for column in state.texts),
        unpack_numbers(state.places).tolist(),
    ]
    columns += [unpack_numbers(field).tolist() for field in state.lengths]
    changed = {(change.symbol, change.language) for change in changes}
    texts = list_texts(state)
    kept = [at for at, text in enumerate(texts) if text not in changed]
    columns = _select(columns, kept)

    for change in changes:
        if not change.card or not change.now:
            continue
        values = [*_list_values(change.card), find_place(change.symbol)]
        values += [counts.length for counts in change.now]
        for column, value in zip(columns, values, strict=True):
            column.append(value)

    return columns


def _list_values(card: SearchCard) -> list[Any]:
    """The value of a card in each column."""
    return [column[0] for column in list_columns([card])]


def find_slots(
    changes: Sequence[TextChange], before: SearchState, now: SearchState
) -> list[TextChange]:
    """The changes with their slots, ascending. Raises ValueError if a text that is not new gets another slot."""
    old = _map_slots(before)
    new = _map_slots(now)
    for text in old.keys() & new.keys():
        if old[text] != new[text]:
            raise ValueError(f"{text} has another slot")

    slots = old | new
    found: list[TextChange] = []
    for change in changes:
        slot = slots[change.symbol, change.language]
        found.append(change._replace(slot=slot))

    return sorted(found, key=lambda change: change.slot)


def _map_slots(state: SearchState) -> dict[tuple[str, str], int]:
    """The slot of each text, by its symbol and language."""
    slots = unpack_numbers(state.slots).tolist()
    return dict(zip(list_texts(state), slots, strict=True))


def _change_stems(
    stems: list[tuple[str, str, int]], changes: Sequence[TextChange]
) -> list[tuple[str, str, int]]:
    difference = Counter[tuple[str, str]]()
    for change in changes:
        difference.update(list_stems(change.now or ()))
        difference.subtract(list_stems(change.before or ()))

    if not any(difference.values()):
        return stems

    found = list(stems)
    for pair, count in difference.items():
        if count:
            change_stem(found, pair, count)
    return found
