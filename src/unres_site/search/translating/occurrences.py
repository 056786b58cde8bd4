"""In which paragraphs each term of a language is: words and pairs of words, or pieces of Chinese."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from unres_site.search.index.fields import Integers
from unres_site.search.terms.characters import list_different

LEAST = 3
"""Paragraphs that a term is in, at least. Fewer teach nothing."""


BUCKETS = 20
"""Bits of the number of a bucket (`may_be_frequent`)."""


MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)
"""Spreads numbers over the buckets: 2**64 divided by the golden ratio (Knuth, The Art of Computer Programming, 6.4)."""


class Occurrences(NamedTuple):
    """The terms of a language, and the paragraphs that have them.

    keys        what a term is looked up by: `small~en arm~en`, `小武器`
    shown       how a reader writes it: `small arms`
    terms       the place of a term among `keys`, for each of its paragraphs; ascending
    paragraphs  the number of each; ascending for each term
    """

    keys: list[str]
    shown: list[str]
    terms: Integers
    paragraphs: Integers


def join_occurrences(parts: Sequence[Occurrences]) -> Occurrences:
    """The terms of all parts."""
    joined = Occurrences([], [], np.zeros(0, np.int64), np.zeros(0, np.int64))
    for part in parts:
        joined = Occurrences(
            joined.keys + part.keys,
            joined.shown + part.shown,
            np.concatenate([joined.terms, part.terms + len(joined.keys)]),
            np.concatenate([joined.paragraphs, part.paragraphs]),
        )

    return joined


def may_be_frequent(numbers: NDArray[np.uint64]) -> NDArray[np.bool_]:
    """Whether each number may occur `LEAST` times. Those that do not seldom pass, where others share their bucket.

    To sort numbers takes ten times as long as to count them in buckets, and most of them occur once.
    """
    buckets = numbers * MULTIPLIER >> np.uint64(64 - BUCKETS)
    places = buckets.astype(np.int64)
    counts = np.bincount(places, minlength=1 << BUCKETS)
    return counts[places] >= LEAST


def count_paragraphs(
    items: Integers, paragraphs: Integers, different: int
) -> tuple[Integers, Integers, Integers]:
    """The paragraphs of items, each once: items, paragraphs, and in how many each of the `different` items is."""
    limit = int(paragraphs.max(initial=0)) + 1
    pairs = list_different(items * limit + paragraphs)
    found = pairs // limit
    return found, pairs % limit, np.bincount(found, minlength=different)


def keep_items(
    is_kept: NDArray[np.bool_], items: Integers, paragraphs: Integers
) -> tuple[Integers, Integers]:
    """The occurrences of the items that are kept, with new numbers."""
    numbers = np.cumsum(is_kept) - 1
    chosen = is_kept[items]
    return numbers[items[chosen]], paragraphs[chosen]
