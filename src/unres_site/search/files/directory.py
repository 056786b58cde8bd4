"""The pages of the directory of shards: how many shards each group of terms has, and their digests."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import msgspec
import numpy as np

from unres_site.search.files.scripts import NO_FILE, make_script, split_digests
from unres_site.search.index.numbers import encode_numbers
from unres_site.search.index.sharding import (
    ShardDirectory,
    list_groups,
    name_pools,
    name_shards,
)


class DirectoryPage(msgspec.Struct, frozen=True, array_like=True):
    """A page as its file has it.

    groups   those with shards of their own, separated by spaces
    shards   the number of shards of each, encoded (`index.numbers`)
    pools    their number
    digests  of the pools, then of the shards of each group, joined
    """

    groups: str
    shards: str
    pools: int
    digests: str


def make_pages(
    directory: ShardDirectory, digests: Mapping[str, str], wanted: Sequence[int]
) -> Iterator[tuple[str, bytes]]:
    """The files of the wanted pages. `digests` has that of each shard that is not empty."""
    groups = list_groups(directory)
    for page in wanted:
        names = _name_all(page, groups[page], directory)
        value = DirectoryPage(
            groups=" ".join(groups[page]),
            shards=_encode_shards(groups[page], directory),
            pools=directory.pools[page],
            digests="".join(digests.get(name, NO_FILE) for name in names),
        )
        yield make_script(f"directory/{page}", value)


def read_digests(
    page: int, groups: Sequence[str], directory: ShardDirectory, value: DirectoryPage
) -> dict[str, str]:
    """The digests of the shards that a page has, without those of empty ones."""
    names = _name_all(page, groups, directory)
    pairs = zip(names, split_digests(value.digests), strict=True)
    return {name: digest for name, digest in pairs if digest != NO_FILE}


def _name_all(page: int, groups: Sequence[str], directory: ShardDirectory) -> list[str]:
    """The names of all shards of a page, in order: its pools, and those of each group."""
    names = name_pools(page, directory)
    for group in groups:
        names += name_shards(group, directory)
    return names


def _encode_shards(groups: Sequence[str], directory: ShardDirectory) -> str:
    """How many shards each group has."""
    shards = [directory.shards[group] for group in groups]
    return encode_numbers(np.array(shards, dtype=np.int64))[0]
