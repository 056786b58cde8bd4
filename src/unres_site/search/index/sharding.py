"""Which shard a term is in. `static/search/30-files.js` computes the same from the term and a page of the directory.

A term with a long entry is a group of its own, with one shard: a query that has the term loads no other entry, and
queries for other terms do not load it. Long entries are asked for often, for many texts have their terms. The name of
such a group is the term and `!`.

All other terms that begin alike are a group: those that begin with the same Han character, or with the same two other
characters. A group has as many shards as its size needs; a hash of the rest of the term chooses one. Small groups
share pools.

The directory says how many shards each group has. It has pages; a hash of the terms' beginning chooses one. A page has
pools of its own, for those of its groups that are small. The number of a group's shards depends on this group alone,
and the number of a page's pools on the groups of this page, so a changed text moves few terms to other shards.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from unres_site.search.index.hashing import hash_text
from unres_site.search.terms.characters import is_han_unit

BASIC = "\uffff"
"""The last character that is one UTF-16 unit."""

ROOM = 8_000
"""Bytes of a shard before compression, on average at most."""

POOLED = 3_000
"""Bytes of the largest group that is put into a pool."""

LONG = 4_000
"""Bytes of the largest entry that shares a shard. Not less than `POOLED`, so a group of one term is in no pool."""

LONGEST_NAME = 40
"""UTF-16 units of the longest term that is a group: 4 characters each in a file's name, which has 255 at most."""

ALONE = "!"
"""The end of the name of a group that is one term. No term has it, for it separates entries."""

PAGE = 600_000
"""Bytes of the entries whose shards share a page of the directory."""


class ShardDirectory(NamedTuple):
    """How many shards there are.

    shards  of each group with shards of its own
    pools   of each page
    """

    shards: Mapping[str, int]
    pools: Sequence[int]


def measure_entry(entry: str) -> int:
    """The size of an entry and its separator in a shard, in bytes; 0 for no entry."""
    return len(entry.encode()) + 1 if entry else 0


def choose_group(term: str, size: int) -> str:
    """The group of a term whose entry has a size in bytes."""
    if size > LONG and len(term) <= LONGEST_NAME:
        return term + ALONE
    return find_beginning(term)


def find_group(term: str, directory: ShardDirectory) -> str:
    """The group that a term is in."""
    alone = term + ALONE
    return alone if alone in directory.shards else find_beginning(term)


def find_beginning(term: str) -> str:
    """The beginning that a term shares with its group; that of the name of a group is the same."""
    first = term[0]
    if first > BASIC or (_is_han(first) and term[1:2] <= BASIC):
        return first
    return term[:2].removesuffix(ALONE)


@lru_cache(maxsize=1 << 16)
def _is_han(character: str) -> bool:
    """Whether a character of the basic plane is Han. Most terms begin with the same few."""
    return is_han_unit(ord(character))


def make_directory(sizes: Mapping[str, int]) -> ShardDirectory:
    """The directory for groups of these sizes in bytes."""
    pages = _round_up(_count_parts(sum(sizes.values()), PAGE))
    own: dict[str, int] = {}
    pooled = [0] * pages
    for group, size in sorted(sizes.items()):
        if group.endswith(ALONE):
            own[group] = 1
        elif size > POOLED:
            own[group] = _count_parts(size, ROOM)
        else:
            pooled[hash_text(group) % pages] += size
    return ShardDirectory(own, [_count_parts(size, ROOM) for size in pooled])


def find_page(term: str, directory: ShardDirectory) -> int:
    """The number of the page that has a term, or a group."""
    return hash_text(find_beginning(term)) % len(directory.pools)


def find_shard(term: str, directory: ShardDirectory) -> str:
    """The name of the shard that a term is in."""
    group = find_group(term, directory)
    shards = directory.shards.get(group)
    if shards is None:
        return _find_pool(group, directory)
    return _name_shard(group, _choose_shard(term, group, shards))


def name_shards(group: str, directory: ShardDirectory) -> list[str]:
    """The shards of a group; for a small group, its pool.

    A name is the group in hexadecimal and a number, or the page, `pool` and a number.
    """
    shards = directory.shards.get(group)
    if shards is None:
        return [_find_pool(group, directory)]
    return [_name_shard(group, number) for number in range(shards)]


def name_pools(page: int, directory: ShardDirectory) -> list[str]:
    """The pools of a page."""
    return [f"{page}-pool-{number}" for number in range(directory.pools[page])]


def list_groups(directory: ShardDirectory) -> list[list[str]]:
    """For each page its groups with shards of their own, sorted."""
    pages: list[list[str]] = [[] for _ in directory.pools]
    for group in sorted(directory.shards):
        pages[find_page(group, directory)].append(group)
    return pages


def fill_shards(
    groups: Mapping[str, list[tuple[str, str]]], directory: ShardDirectory
) -> Iterator[tuple[str, str]]:
    """The shards of some groups and their contents, without empty ones.

    `groups` has the terms of each group, sorted, with their entries; all groups of a pool must be there.
    """
    found: dict[str, list[str]] = {}
    for group in sorted(groups):
        names = name_shards(group, directory)
        if len(names) == 1:
            entries = [entry for _, entry in groups[group]]
            found.setdefault(names[0], []).extend(entries)
            continue
        for term, entry in groups[group]:
            name = names[_choose_shard(term, group, len(names))]
            found.setdefault(name, []).append(entry)
    for name, entries in found.items():
        yield name, join_entries(entries)


def join_entries(entries: Sequence[str]) -> str:
    """The content of a shard."""
    return "!".join(entries)


def _name_shard(group: str, number: int) -> str:
    """The name of a shard of a group that has shards of its own."""
    return f"{_encode_group(group)}-{number}"


def _find_pool(group: str, directory: ShardDirectory) -> str:
    """The name of the pool that a small group is in."""
    page = find_page(group, directory)
    number = hash_text(group) // len(directory.pools) % directory.pools[page]
    return f"{page}-pool-{number}"


def _choose_shard(term: str, group: str, shards: int) -> int:
    """The number of the shard of a term, by the rest of the term after its group."""
    return hash_text(term[len(group) :]) % shards


def _encode_group(group: str) -> str:
    """A group as a part of an address that every host and disk keeps apart from all others."""
    return group.encode("utf-16-be", "surrogatepass").hex()


def _count_parts(size: int, room: int) -> int:
    """How many parts a size in bytes needs, at least one."""
    return max(1, -(-size // room))


def _round_up(count: int) -> int:
    """The next power of 2. Another number of pages moves all groups, so it seldom changes."""
    return 1 << (count - 1).bit_length()
