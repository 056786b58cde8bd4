"""Which shard a term is in. `static/search/30-files.js` computes the same from the term and a small directory.

Terms that begin alike are a group: those that begin with the same Han character, or with the same two other characters.
A group has 1, 2, 4 … shards, as many as its size needs; a hash of the rest of the term chooses one. Small groups share
pools.

The number of a group's shards depends on this group alone, so a changed text moves few terms to other shards.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from unres_site.search.terms.characters import is_han_unit

BASIC = 0xFFFF
"""The last code point that is one UTF-16 unit."""

ROOM = 3_500
"""Bytes of a shard before compression. A shard is larger if one of its terms is."""

POOLED = ROOM // 4
"""Bytes of the largest group that is put into a pool."""

POOL = "pool-"
"""The beginning of a pool's name."""

MULTIPLIER = 31
FINAL_STEPS = ((15, 0x85EBCA6B), (13, 0xC2B2AE35), (16, 1))
MASK = 0xFFFFFFFF


class ShardDirectory(NamedTuple):
    """The groups with shards of their own, each with their number, a power of 2; and the number of pools."""

    shards: Mapping[str, int]
    pools: int


def group_of(term: str) -> str:
    """The beginning of a term that its group shares."""
    first, second = ord(term[0]), ord(term[1:2] or " ")
    is_one_character = first > BASIC or (is_han_unit(first) and second <= BASIC)
    return term[:1] if is_one_character else term[:2]


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


def make_directory(sizes: Mapping[str, int]) -> ShardDirectory:
    """The directory for groups of these sizes in bytes."""
    own: dict[str, int] = {}
    pooled = 0
    for group, size in sorted(sizes.items()):
        if size > POOLED:
            own[group] = _count_shards(size)
        else:
            pooled += size
    return ShardDirectory(own, _count_shards(pooled))


def shard_of(term: str, directory: ShardDirectory) -> str:
    """The name of the shard that a term is in: its group in hexadecimal and a number, or a pool and its number."""
    group = group_of(term)
    names = shard_names(group, directory)
    return names[hash_text(term[len(group) :]) % len(names)]


def shard_names(group: str, directory: ShardDirectory) -> list[str]:
    """The shards of a group; for a small group, its pool."""
    shards = directory.shards.get(group)
    if shards is None:
        return [f"{POOL}{hash_text(group) % directory.pools}"]
    return [f"{_hexadecimal(group)}-{number}" for number in range(shards)]


def pool_names(directory: ShardDirectory) -> list[str]:
    """The names of all pools."""
    return [f"{POOL}{number}" for number in range(directory.pools)]


def fill_shards(
    groups: Mapping[str, list[tuple[str, str]]],
    directory: ShardDirectory,
    names: Iterable[str],
) -> Iterator[tuple[str, str]]:
    """The shards with these names and their contents. `groups` has the terms of each group, sorted, with entries."""
    found: dict[str, list[str]] = {name: [] for name in names}
    for group in sorted(groups):
        shards = [found[name] for name in shard_names(group, directory)]
        for term, entry in groups[group]:
            shards[hash_text(term[len(group) :]) % len(shards)].append(entry)
    for name, entries in found.items():
        yield name, "!".join(entries)


def _hexadecimal(group: str) -> str:
    """A group as a part of an address that every host and disk keeps apart from all others."""
    return group.encode("utf-16-be", "surrogatepass").hex()


def _count_shards(size: int) -> int:
    """The power of 2 that is enough for a size in bytes."""
    full = -(-size // ROOM)
    return 1 << max(0, full - 1).bit_length()
