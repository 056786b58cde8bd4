"""The pieces of Chinese paragraphs that may be words: 2 to 5 characters that have different neighbours."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from unres_site.search.index.fields import Integers
from unres_site.search.terms.simplified import simplify
from unres_site.search.terms.tokens import normalize
from unres_site.search.translating.occurrences import (
    LEAST,
    Occurrences,
    count_paragraphs,
    join_occurrences,
    keep_items,
    may_be_frequent,
)
from unres_site.search.translating.paragraphs import NumberedParagraphs

SHORTEST, LONGEST = 2, 5
"""Characters of a piece."""

SAME = 0.8
"""If a larger share of a piece's occurrences has the same neighbour, the piece is only a part of a word."""

FUNCTION = (
    "的和在对为并以与及等了所其各又或而于从向就将被把是不有该本此这那之年月日第号"
)
"""Characters with which no word begins or ends, or few."""

FIRST, LAST = 0x4E00, 0x9FFF
"""Han characters of modern texts."""


def list_pieces(paragraphs: NumberedParagraphs) -> Occurrences:
    """The pieces of some paragraphs."""
    units, numbers = _read_characters(paragraphs)
    lengths = range(SHORTEST, LONGEST + 1)
    return join_occurrences(
        [_list_pieces(units, numbers, length) for length in lengths]
    )


def _read_characters(paragraphs: NumberedParagraphs) -> tuple[Integers, Integers]:
    """All characters, 0 for one that is not Han and around each paragraph, and the paragraph of each."""
    texts = [f"{simplify(normalize(text))}\0" for text in paragraphs.values()]
    encoded = ("\0" + "".join(texts)).encode("utf-16-le", "surrogatepass")
    units = np.frombuffer(encoded, dtype="<u2").astype(np.int64)
    sizes = [len(text.encode("utf-16-le", "surrogatepass")) // 2 for text in texts]
    numbers = np.repeat(np.array(list(paragraphs), dtype=np.int64), sizes)
    is_han = (units >= FIRST) & (units <= LAST)
    return np.where(is_han, units, 0), np.append(numbers[:1], numbers)


def _list_pieces(units: Integers, numbers: Integers, length: int) -> Occurrences:
    """The pieces of one length."""
    places = _find_places(units, length)
    keys = np.zeros(len(places), dtype=np.uint64)
    for step in range(length):
        code = np.maximum(units[places + step] - FIRST, 0).astype(np.uint64)
        keys = keys * np.uint64(LAST - FIRST + 1) + code

    is_chosen = may_be_frequent(keys)
    places = places[is_chosen]
    keys = keys[is_chosen]
    _, first, items = np.unique(keys, return_index=True, return_inverse=True)
    found, paragraphs, counts = count_paragraphs(items, numbers[places], len(first))
    is_kept = counts >= LEAST
    frequent = is_kept[items]
    for beside in (places - 1, places + length):
        neighbours = units[beside[frequent]]
        is_kept &= ~_have_one_neighbour(items[frequent], neighbours, len(first))

    texts = [_write(units[at : at + length]) for at in places[first[is_kept]].tolist()]
    return Occurrences(texts, texts, *keep_items(is_kept, found, paragraphs))


def _find_places(units: Integers, length: int) -> Integers:
    """Where a piece of some length may begin."""
    is_inside = np.ones(len(units) - length, dtype=np.bool_)
    for step in range(length):
        is_inside &= units[step : step + len(is_inside)] > 0

    function = np.array([ord(char) for char in FUNCTION])
    is_function = np.isin(units, function)
    is_inside &= ~is_function[: len(is_inside)]
    is_inside &= ~is_function[length - 1 : length - 1 + len(is_inside)]
    return np.flatnonzero(is_inside)


def _have_one_neighbour(
    items: Integers, neighbours: Integers, different: int
) -> NDArray[np.bool_]:
    """Whether nearly all occurrences of an item have the same character beside them."""
    totals = np.bincount(items, minlength=different)
    pairs, counts = np.unique(items * (LAST + 1) + neighbours, return_counts=True)
    is_character = pairs % (LAST + 1) > 0
    most = np.zeros(different, dtype=np.int64)
    np.maximum.at(most, pairs[is_character] // (LAST + 1), counts[is_character])
    return most > SAME * totals


def _write(units: Integers) -> str:
    return "".join(map(chr, units.tolist()))
