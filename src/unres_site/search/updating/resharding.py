"""The shards that change with some entries, and with the number of shards that a group of terms needs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from unres_site.search.files.directory import make_pages
from unres_site.search.files.scripts import make_address, make_script, read_digest
from unres_site.search.index.sharding import (
    ALONE,
    ShardDirectory,
    find_group,
    find_page,
    find_shard,
    join_entries,
    name_shards,
)
from unres_site.search.updating.published import PublishedIndex

Shards = dict[str, dict[str, str]]
"""By the name of a shard: its entries by their terms."""


TouchedShards = dict[str, int]
"""Shards that may change, each with the page that has it before, or would have it."""


class Resharding(NamedTuple):
    """What changes.

    shards  the files of changed shards
    pages   the files of changed pages of the directory, by number
    gone    the addresses of files that no longer exist
    """

    shards: list[tuple[str, bytes]]
    pages: dict[int, tuple[str, bytes]]
    gone: set[str]


def reshard(
    before: PublishedIndex,
    after: ShardDirectory,
    entries: Mapping[str, str],
    groups: Iterable[str],
) -> Resharding:
    """The change of shards with some entries.

    `entries` are the changed ones by their terms, empty for removed terms; `groups` are all groups, before and after.
    """
    moved = _find_moved(before.directory, after, groups)
    touched = {**_find_edited(before.directory, after, entries), **moved}
    shards = _fill_touched(before, after, entries, touched, moved)
    files: dict[str, tuple[str, bytes]] = {}
    digests: dict[str, str] = {}
    for name, shard in sorted(shards.items()):
        ordered = [shard[term] for term in sorted(shard)]
        address, content = make_script(f"terms/{name}", join_entries(ordered))
        files[name] = address, content
        digests[name] = read_digest(content)

    gone: set[str] = set()
    for name, page in touched.items():
        if name not in files and before.has_shard(name, page):
            gone.add(make_address(f"terms/{name}"))
    for page in range(len(after.pools), len(before.directory.pools)):
        gone.add(make_address(f"directory/{page}"))

    pages = _change_pages(before, after, digests, touched)
    return Resharding(list(files.values()), pages, gone)


def _find_edited(
    before: ShardDirectory, after: ShardDirectory, terms: Iterable[str]
) -> TouchedShards:
    """The shards of changed entries, where they were and where they are now."""
    found: TouchedShards = {}
    for term in terms:
        page_after = _find_old_page(find_group(term, after), before, after)
        found[find_shard(term, after)] = page_after
        found[find_shard(term, before)] = find_page(term, before)
    return found


def _find_moved(
    before: ShardDirectory, after: ShardDirectory, groups: Iterable[str]
) -> TouchedShards:
    """The shards of groups whose shards are others than before.

    A pool may be among them that loses or gains a group and keeps the others.
    """
    found: TouchedShards = {}
    for group in groups:
        # a term becomes or leaves a group of its own only with a changed entry
        if group.endswith(ALONE):
            continue
        shards = before.shards.get(group)
        if shards and shards == after.shards.get(group):
            continue

        names_before = name_shards(group, before)
        names_after = name_shards(group, after)
        if names_before != names_after:
            found |= dict.fromkeys(names_after, _find_old_page(group, before, after))
            found |= dict.fromkeys(names_before, find_page(group, before))
    return found


def _find_old_page(group: str, before: ShardDirectory, after: ShardDirectory) -> int:
    """The page that had the shards of a group, if there were any. The name of a pool has the number of its page."""
    is_own = group in after.shards
    return find_page(group, before if is_own else after)


def _fill_touched(
    before: PublishedIndex,
    after: ShardDirectory,
    entries: Mapping[str, str],
    touched: TouchedShards,
    moved: TouchedShards,
) -> Shards:
    """The touched shards that are not empty. Only a moved one has entries that go elsewhere without being changed."""
    found: Shards = defaultdict(dict)
    for name, page in touched.items():
        shard = before.shard(name, page)
        if name not in moved:
            found[name] |= shard
            continue
        for term, entry in shard.items():
            found[find_shard(term, after)][term] = entry

    for term, entry in entries.items():
        found[find_shard(term, before.directory)].pop(term, None)
        found[find_shard(term, after)].pop(term, None)
        if entry:
            found[find_shard(term, after)][term] = entry

    return {name: shard for name, shard in found.items() if shard}


def _change_pages(
    before: PublishedIndex,
    after: ShardDirectory,
    digests: Mapping[str, str],
    touched: Mapping[str, int],
) -> dict[int, tuple[str, bytes]]:
    """The pages of the touched shards, with new digests; all pages, if there are more or fewer than before."""
    number_before, number_after = len(before.directory.pools), len(after.pools)
    if number_before == number_after:
        read = wanted = sorted(set(touched.values()))
    else:
        read, wanted = [*range(number_before)], [*range(number_after)]

    found: dict[str, str] = {}
    for page in read:
        found |= before.digests(page)
    kept = {name: digest for name, digest in found.items() if name not in touched}
    files = make_pages(after, {**kept, **digests}, wanted)
    return dict(zip(wanted, files, strict=True))
