"""Lengths of texts, rounded to a few levels, so that a browser loads them in a few kilobytes."""

from __future__ import annotations

import numpy as np

from unres_site.search.index.fields import Integers

BITS = 106_000
"""For the lengths of all texts, some 13 KB: at 20,000 each may be one of 39, at 8,000 one of 4,096."""

FEWEST, MOST = 32, 4096
"""Levels."""

ROUNDS = 12


def rounded(lengths: Integers) -> Integers:
    """Each length as the nearest of some levels, which are set where lengths are many; few texts keep theirs.

    Levels start where they part the sorted lengths evenly, and move to the mean of what is nearest to them.
    """
    most = max(FEWEST, min(MOST, int(2 ** min(20, BITS / max(1, len(lengths))))))
    if len(np.unique(lengths)) <= most:
        return lengths
    ordered = np.sort(lengths)
    levels = np.unique(ordered[np.linspace(0, len(ordered) - 1, most).astype(np.int64)])
    totals = np.concatenate([[0], np.cumsum(ordered)])
    for _ in range(ROUNDS):
        edges = np.concatenate([[0], np.searchsorted(ordered, _middles(levels)), [len(ordered)]])
        edges = np.unique(edges)
        levels = (totals[edges[1:]] - totals[edges[:-1]]) // np.diff(edges)
    nearest: Integers = levels[np.searchsorted(_middles(levels), lengths, side="right")]
    return nearest


def _middles(levels: Integers) -> Integers:
    """Between each two levels, where one is as near as the other by ratio: their harmonic mean."""
    middles: Integers = 2 * levels[1:] * levels[:-1] // np.maximum(levels[1:] + levels[:-1], 1) + 1
    return middles
