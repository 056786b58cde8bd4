"""The shards that change with some entries, and with the number of shards that a group of terms needs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from unres_site.search.index.sharding import (
    POOL,
    ShardDirectory,
    pool_names,
    shard_names,
    shard_of,
)
from unres_site.search.updating.published import PublishedIndex

Shards = dict[str, dict[str, str]]
"""By the name of a shard: its entries by their terms. An empty entry is a removed term."""


def reshard(
    before: PublishedIndex,
    after: ShardDirectory,
    entries: Mapping[str, str],
    groups: Iterable[str],
) -> tuple[list[tuple[str, str]], set[str]]:
    """The changed shards, name and content, and the names of the shards that no longer exist.

    `entries` are the changed ones by their terms; `groups` are all groups of terms, before and after.
    """
    old, new = _moved_shards(before.directory, after, groups)
    shards = _edit_shards(before, entries)
    for name in old:
        shards.setdefault(name, dict(before.shard(name)))
    found: Shards = {name: {} for name in new}
    for name, shard in shards.items():
        if name not in old:
            found[name] = shard
    for name in old:
        for term, entry in shards[name].items():
            found[shard_of(term, after)][term] = entry
    return [
        (name, _join_entries(shard)) for name, shard in sorted(found.items())
    ], old - found.keys()


def _moved_shards(
    before: ShardDirectory, after: ShardDirectory, groups: Iterable[str]
) -> tuple[set[str], set[str]]:
    """The shards that held or may hold terms of a group whose number of shards changed: before, after."""
    pools_changed = before.pools != after.pools
    old = set(pool_names(before)) if pools_changed else set[str]()
    new = set(pool_names(after)) if pools_changed else set[str]()
    for group in groups:
        is_moved = before.shards.get(group) != after.shards.get(group)
        if is_moved or (pools_changed and group not in before.shards):
            old.update(shard_names(group, before))
            new.update(shard_names(group, after))
    if (
        not pools_changed
    ):  # the pools stay; those that lose or gain a group are among both
        pools = {name for name in old | new if name.startswith(POOL)}
        old |= pools
        new |= pools
    return old, new


def _edit_shards(before: PublishedIndex, entries: Mapping[str, str]) -> Shards:
    """The shards of some terms with other entries, by the directory of before."""
    shards: Shards = {}
    for term, entry in entries.items():
        name = shard_of(term, before.directory)
        if name not in shards:
            shards[name] = dict(before.shard(name))
        shards[name][term] = entry
    return shards


def _join_entries(shard: Mapping[str, str]) -> str:
    entries = [shard[term] for term in sorted(shard)]
    return "!".join(filter(None, entries))
