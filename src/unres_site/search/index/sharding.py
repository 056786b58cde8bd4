"""Which shard a term is in. A browser reckons it from the term and one small directory, in `30-files.js`.

Terms that begin alike are a group: all that begin with one Han character, or with the same two others. A group has
1, 2, 4 … shards as its terms need room, chosen by a number made of the rest of the term. Small groups share pools.

The number of shards follows from the group's own terms alone, so a changed text moves few of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from unres_site.search.terms.counting import is_han_unit

BASIC = 0xFFFF
"""The last code point that is one unit."""

ROOM = 3_500
"""Bytes of a shard, before any compression; more where one term needs more."""

POOLED = ROOM // 4
"""Bytes of a group that still goes to a pool."""

PRIME = 31
MIXERS = ((15, 0x85EBCA6B), (13, 0xC2B2AE35), (16, 1))
MASK = 0xFFFFFFFF


class Directory(NamedTuple):
    """The groups with shards of their own and how many each has, a power of 2; and the number of pools."""

    shards: Mapping[str, int]
    pools: int


def group_of(term: str) -> str:
    """The beginning of a term that its group shares."""
    first, second = ord(term[0]), ord(term[1:2] or " ")
    return term[:1] if first > BASIC or (is_han_unit(first) and second <= BASIC) else term[:2]


@lru_cache(maxsize=1 << 16)
def mixed(text: str) -> int:
    """A number below 2 to the 32 made of a text's UTF-16 units, its low bits as good as its high ones."""
    number = 0
    units = text.encode("utf-16-le", "surrogatepass")
    for low, high in zip(units[::2], units[1::2], strict=True):
        number = (number * PRIME + low + 256 * high) & MASK
    for shift, factor in MIXERS:
        number = ((number ^ number >> shift) * factor) & MASK
    return number


def directory(sizes: Mapping[str, int]) -> Directory:
    """The directory for groups of so many bytes."""
    own = {group: _shards_for(size) for group, size in sorted(sizes.items()) if size > POOLED}
    return Directory(own, _shards_for(sum(size for size in sizes.values() if size <= POOLED)))


def shard_of(term: str, where: Directory) -> str:
    """The name of the shard that a term is in: units of its group in hexadecimal and a number, or a pool's number."""
    group = group_of(term)
    shards = where.shards.get(group)
    if shards is None:
        return f"pool-{mixed(group) % where.pools}"
    return f"{hexadecimal(group)}-{mixed(term[len(group) :]) % shards}"


def hexadecimal(group: str) -> str:
    """A group as a part of an address, which no host or disk takes for another one."""
    return group.encode("utf-16-be", "surrogatepass").hex()


def shard_names(group: str, where: Directory) -> list[str]:
    """The shards of a group; where it has none of its own, the pool that it is in."""
    shards = where.shards.get(group)
    if shards is None:
        return [f"pool-{mixed(group) % where.pools}"]
    return [f"{hexadecimal(group)}-{number}" for number in range(shards)]


def pool_names(where: Directory) -> list[str]:
    """The names of all pools."""
    return [f"pool-{number}" for number in range(where.pools)]


def shards(
    groups: Mapping[str, list[tuple[str, str]]], where: Directory, names: Iterable[str]
) -> Iterator[tuple[str, str]]:
    """The contents of the shards of those names, which hold these groups: entries with their terms, in order."""
    found: dict[str, list[str]] = {name: [] for name in names}
    for group in sorted(groups):
        contents = [found[name] for name in shard_names(group, where)]
        for term, entry in groups[group]:
            contents[mixed(term[len(group) :]) % len(contents)].append(entry)
    return ((name, "!".join(content)) for name, content in found.items())


def _shards_for(size: int) -> int:
    return 1 << max(0, -(-size // ROOM) - 1).bit_length()
