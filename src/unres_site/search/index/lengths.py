"""Lengths of texts, rounded to a few levels, so that a browser loads them in a few kilobytes."""

from __future__ import annotations

import numpy as np

from unres_site.search.index.fields import Integers

BITS = 106_000
"""For the lengths of all texts, some 13 KB: at 20,000 texts for 39 levels, at 8,000 for 4,096."""

FEWEST, MOST = 32, 4096
"""Levels."""

BITS_PER_TEXT = 20
"""At most; more would be more levels than `MOST`."""

ROUNDS = 12
"""Steps of the search for levels. Further ones change little."""


def round_lengths(lengths: Integers) -> Integers:
    """Each length as the nearest of some levels, int64 of shape (texts,). Few different lengths stay as they are.

    This is k-means in one dimension. The first levels divide the sorted lengths evenly. Each round moves a level to the
    mean of the lengths that are nearest to it.
    """
    most = _count_levels(len(lengths))
    if len(np.unique(lengths)) <= most:
        return lengths

    ordered = np.sort(lengths)
    levels = np.unique(ordered[np.linspace(0, len(ordered) - 1, most).astype(np.int64)])
    sums = np.concatenate([[0], np.cumsum(ordered)])
    for _ in range(ROUNDS):
        inner_edges = np.searchsorted(ordered, _find_boundaries(levels))
        edges = np.unique(np.concatenate([[0], inner_edges, [len(ordered)]]))
        levels = (sums[edges[1:]] - sums[edges[:-1]]) // np.diff(edges)

    nearest: Integers = levels[
        np.searchsorted(_find_boundaries(levels), lengths, side="right")
    ]
    return nearest


def _count_levels(texts: int) -> int:
    bits = min(BITS_PER_TEXT, BITS / max(1, texts))
    return max(FEWEST, min(MOST, int(2**bits)))


def _find_boundaries(levels: Integers) -> Integers:
    """Between each two levels the length that is as near to one as to the other by ratio: their harmonic mean."""
    low = levels[:-1]
    high = levels[1:]
    boundaries: Integers = 2 * high * low // np.maximum(high + low, 1) + 1
    return boundaries
