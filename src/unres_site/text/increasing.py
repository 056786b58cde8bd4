"""The longest increasing subsequence: numbers that are in order, of those that are not all in order."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence


def find_longest_increasing(numbers: Sequence[int]) -> list[int]:
    """Indexes of the longest strictly increasing subsequence, the last one first.

    Of several that are equally long, the one with the smallest numbers.
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
            tails[at] = number
            ends[at] = index

    chain: list[int] = []
    index = ends[-1] if ends else -1
    while index >= 0:
        chain.append(index)
        index = before[index]

    return chain
