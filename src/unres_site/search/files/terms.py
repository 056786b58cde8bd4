"""The files of terms: shards with postings, and the vocabulary."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from unres_site.search.files.scripts import make_script, read_digest
from unres_site.search.index.entries import make_entries
from unres_site.search.index.portions import Portion, divide_postings
from unres_site.search.index.postings import ArchivePostings, TermRange
from unres_site.search.index.sharding import (
    POOLED,
    choose_group,
    fill_shards,
    make_directory,
    measure_entry,
)
from unres_site.search.index.slots import TextTable
from unres_site.search.index.vocabulary import make_pieces

Groups = dict[str, list[tuple[str, str]]]
"""For each group of terms, the terms in order with their entries."""


class PortionShards(NamedTuple):
    """The shards of a portion of the terms.

    sizes   of each group, in bytes
    shards  of the large groups: name, content
    small   the small groups, which share pools with those of other portions
    """

    sizes: dict[str, int]
    shards: list[tuple[str, str]]
    small: Groups


Work = Callable[[Portion], PortionShards]
Files = Iterator[tuple[str, bytes]]


class ShardList:
    """What is known of the shards once all are made: the size of each group in bytes, the digest of each shard."""

    def __init__(self) -> None:
        self.sizes: dict[str, int] = {}
        self.digests: dict[str, str] = {}

    def make_file(self, name: str, content: str) -> tuple[str, bytes]:
        """The file of a shard."""
        file = make_script(f"terms/{name}", content)
        self.digests[name] = read_digest(file[1])
        return file


def make_shards(
    postings: ArchivePostings,
    table: TextTable,
    run: Callable[[Work, Sequence[Portion]], Iterable[PortionShards]],
    shards: ShardList,
) -> Files:
    """The files of all shards. `run` calls a function with each portion, in this process or in several.

    `shards` is filled while the files are taken.
    """
    divided = divide_postings(postings)

    def make(portion: Portion) -> PortionShards:
        return make_portion(divided.select(portion), table)

    small: Groups = {}
    for found in run(make, divided.list_portions()):
        shards.sizes |= found.sizes
        small |= found.small
        for name, content in found.shards:
            yield shards.make_file(name, content)
    for name, content in fill_shards(small, make_directory(shards.sizes)):
        yield shards.make_file(name, content)


def make_portion(terms: TermRange, table: TextTable) -> PortionShards:
    """The shards of the terms of a portion."""
    groups: Groups = defaultdict(list)
    sizes = defaultdict[str, int](int)
    for term, entry in make_entries(terms, table):
        size = measure_entry(entry)
        group = choose_group(term, size)
        groups[group].append((term, entry))
        sizes[group] += size

    small: Groups = {}
    large: Groups = {}
    for group, found in groups.items():
        chosen = small if sizes[group] <= POOLED else large
        chosen[group] = found
    shards = fill_shards(large, make_directory(sizes))
    return PortionShards(sizes, list(shards), small)


def make_words(
    words: Iterable[str], stems: Iterable[tuple[str, str]], accented: Iterable[str]
) -> tuple[list[str], list[tuple[str, bytes]]]:
    """The first word of each piece of the vocabulary (`make_pieces`), and the files."""
    firsts: list[str] = []
    files: list[tuple[str, bytes]] = []
    for first, text in make_pieces(words, stems, accented):
        files.append(make_script(f"words/{len(firsts)}", text))
        firsts.append(first)
    return firsts, files
