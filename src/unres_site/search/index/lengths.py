"""Lengths of texts, rounded to a few binary digits, so that a browser loads them in a few kilobytes."""

from __future__ import annotations

import numpy as np

from unres_site.search.index.fields import Integers

BITS = 80_000
"""For the digits of all texts' lengths: where texts are few, their lengths stay as they are."""

FEWEST = 4
"""Digits: a length differs by a sixteenth at most. Lucene keeps as many."""


def count_digits(texts: int) -> int:
    """How many binary digits of a length are kept, counted from the first that is not 0."""
    return max(FEWEST, BITS // max(1, texts))


def round_lengths(lengths: Integers) -> Integers:
    """Each length as the nearest one with few digits, int64 of shape (texts,): 6,762 is 6,656 (1101 and nine 0)."""
    _, digits = np.frexp(lengths)
    dropped = np.maximum(digits.astype(np.int64) - count_digits(len(lengths)), 0)
    half = (1 << dropped) >> 1
    rounded: Integers = (lengths + half) >> dropped << dropped
    return rounded
