"""A hash of texts that Python and JavaScript compute alike; `static/search/30-files.js` has the same."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

MULTIPLIER = 31
FINAL_STEPS = ((15, 0x85EBCA6B), (13, 0xC2B2AE35), (16, 1))
MASK = 0xFFFFFFFF


@lru_cache(maxsize=1 << 16)
def hash_text(text: str) -> int:
    """A hash of 32 bits: a polynomial of the UTF-16 units, with the last steps of MurmurHash3 and other shifts.

    Its low bits depend on all units, so its remainder chooses a shard.
    """
    number = 0
    units = text.encode("utf-16-le", "surrogatepass")
    for low, high in zip(units[::2], units[1::2], strict=True):
        number = (number * MULTIPLIER + low + 256 * high) & MASK

    for shift, factor in FINAL_STEPS:
        number = ((number ^ number >> shift) * factor) & MASK

    return number


def hash_units(units: Sequence[NDArray[np.uint16]]) -> NDArray[np.uint64]:
    """`hash_text` of many texts of the same length at once: the first units of all, the second units, and so on."""
    mask = np.uint64(MASK)
    numbers = np.zeros(len(units[0]), dtype=np.uint64)
    for column in units:
        numbers = numbers * np.uint64(MULTIPLIER) + column & mask

    for shift, factor in FINAL_STEPS:
        numbers = (numbers ^ numbers >> np.uint64(shift)) * np.uint64(factor) & mask

    return numbers
