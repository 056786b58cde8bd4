"""In how many texts each phrase is (`terms.phrases`), counted in all texts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from unres_site.search.index.fields import Integers
from unres_site.search.terms.phrases import (
    BITS,
    LONGEST,
    MASK,
    RESTS,
    SHORTEST,
    Keys,
    are_whole,
    join_keys,
)

FEW = 10
"""Texts: a phrase that no more than these have is not in the table."""

KNOWN = 3
"""Texts: from this number on the count of a phrase is known, so that an update knows when more than `FEW` have it."""

PORTION = 8_000_000
"""Places that are sorted at a time, some 64 MB of keys."""

CHUNK = 1 << 16
"""Places or keys that are looked at at a time: the processor's cache holds them, and no new memory is taken."""

WINDOW = 8 * CHUNK
"""Places among which those of a portion are looked for: about a chunk in an archive of 20,000 texts."""


class PhraseCounts(NamedTuple):
    """Phrases and in how many texts each is: arrays of the same length, sorted by key."""

    keys: Keys
    counts: Integers

    def choose(self, chosen: NDArray[np.bool_]) -> PhraseCounts:
        """Some of the phrases."""
        return PhraseCounts(self.keys[chosen], self.counts[chosen])


_AFTER_THREE = np.uint64((1 << RESTS[0] + 2) - 1)
"""The bits of a marked key after its first three characters."""

Work = Callable[[int], PhraseCounts]


def count_phrases(
    texts: Sequence[bytes], run: Callable[[Work, int], Iterable[PhraseCounts]]
) -> PhraseCounts:
    """The phrases that `KNOWN` texts have, or more. `texts` are the places of each text.

    `run` calls a function with all numbers below another, in this process or in several.
    """
    end = bytes(2 * LONGEST)
    places = np.frombuffer(b"".join([*texts, end]), dtype="<u2")
    portion_of = _divide(places)
    portions = int(portion_of.max(initial=0)) + 1

    def count(number: int) -> PhraseCounts:
        return _count_portion(places, portion_of, number)

    return join_counts(run(count, portions))


def join_counts(parts: Iterable[PhraseCounts]) -> PhraseCounts:
    """Counts in one, sorted. No phrase may be in two of them."""
    all_keys = [np.zeros(0, dtype=np.uint64)]
    all_counts = [np.zeros(0, dtype=np.int64)]
    for part in parts:
        all_keys.append(part.keys)
        all_counts.append(part.counts)

    keys = np.concatenate(all_keys)
    counts = np.concatenate(all_counts)
    order = np.argsort(keys, kind="stable")  # fast, as each part is sorted
    return PhraseCounts(keys[order], counts[order])


def _divide(places: NDArray[np.uint16]) -> NDArray[np.int16]:
    """The portion of each place, by its character; -1 for number 0, with which no phrase begins."""
    starts = range(0, len(places), CHUNK)
    sizes = np.zeros(MASK + 1, dtype=np.int64)
    for start in starts:
        numbers = places[start : start + CHUNK] & MASK
        sizes += np.bincount(numbers, minlength=MASK + 1)

    sizes[0] = 0
    portions = (np.cumsum(sizes) // PORTION).astype(np.int16)
    portions[0] = -1
    found = np.empty(len(places), dtype=np.int16)
    for start in starts:
        chunk = slice(start, start + CHUNK)
        found[chunk] = portions[places[chunk] & MASK]

    return found


def _count_portion(
    places: NDArray[np.uint16], portion_of: NDArray[np.int16], number: int
) -> PhraseCounts:
    """The phrases that begin at the places of a portion."""
    keys = np.empty(np.count_nonzero(portion_of == number), dtype=np.uint64)
    size = 0
    for start in range(0, len(places), WINDOW):
        starts = np.flatnonzero(portion_of[start : start + WINDOW] == number)
        found = _list_keys(places, start + starts)
        keys[size : size + len(found)] = found
        size += len(found)

    keys = keys[:size]
    keys.sort()
    return join_counts(_count_sorted(chunk) for chunk in _cut_sorted(keys))


def _list_keys(places: NDArray[np.uint16], starts: NDArray[np.int64]) -> Keys:
    """The keys that begin at some places. 2 bits more say how many of its phrases the text has elsewhere, too.

    Places at which no phrase counts are left out, for sorting takes most of the time: those that have all their phrases
    elsewhere, too, and those that are near the end of a run.
    """
    marks = [places[step:].take(starts) for step in range(LONGEST)]
    numbers = [mark & np.uint16(MASK) for mark in marks]
    elsewhere = marks[0] >> np.uint16(BITS)
    is_counted = elsewhere < len(RESTS)
    for number in numbers[1:SHORTEST]:
        is_counted &= number > 0

    counted = [number[is_counted] for number in numbers]
    return join_keys(counted) << np.uint64(2) | elsewhere[is_counted]


def _cut_sorted(keys: Keys) -> Iterator[Keys]:
    """Sorted keys, some `CHUNK` at a time. All that begin with the same three characters stay together."""
    start = 0
    while start < len(keys):
        last = keys[min(start + CHUNK, len(keys)) - 1]
        end = int(np.searchsorted(keys, last | _AFTER_THREE, "right"))
        yield keys[start:end]
        start = end


def _count_sorted(marked: Keys) -> PhraseCounts:
    """The phrases of sorted keys, which have 2 bits more, that `KNOWN` texts have, or more."""
    repeated = (marked & np.uint64(3)).astype(np.uint8)
    keys = marked >> np.uint64(2)
    difference = keys[1:] ^ keys[:-1]
    found: list[PhraseCounts] = []
    for level, rest in enumerate(RESTS):
        bits = np.uint64(rest)
        is_other = difference >= np.uint64(1 << rest)
        begins = np.flatnonzero(is_other) + 1
        starts = np.concatenate([[0], begins])
        is_counted = (repeated <= level).view(np.uint8)
        counts = np.add.reduceat(is_counted, starts, dtype=np.int64)

        is_known = counts >= KNOWN
        phrases = keys[starts[is_known]] >> bits
        is_whole = are_whole(phrases, SHORTEST + level)
        known = PhraseCounts(phrases << bits, counts[is_known])
        found.append(known.choose(is_whole))

    return join_counts(found)
