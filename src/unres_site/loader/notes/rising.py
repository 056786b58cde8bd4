"""The longest rising sequence of numbers: the first calls of notes among the numbers of a text."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence


def rising(numbers: Sequence[int]) -> list[int]:
    """Indices, last first, of the longest strictly rising sequence.

    Where several are as long, the one whose numbers are the smallest.
    """
    tails: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for index, number in enumerate(numbers):
        at = bisect_left(tails, number)
        before.append(ends[at - 1] if at else -1)
        if at == len(tails):
            tails.append(number)
            ends.append(index)
        elif number < tails[at]:
            tails[at], ends[at] = number, index
    chain: list[int] = []
    index = ends[-1] if ends else -1
    while index >= 0:
        chain.append(index)
        index = before[index]
    return chain
