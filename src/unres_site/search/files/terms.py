"""The files of terms: shards with postings, and the vocabulary."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from unres_site.search.files.scripts import make_script, read_digest
from unres_site.search.index.entries import make_entries
from unres_site.search.index.fields import TEXT
from unres_site.search.index.postings import (
    ArchivePostings,
    TermRange,
    select_grams,
    select_words,
)
from unres_site.search.index.sharding import (
    POOLED,
    choose_group,
    fill_shards,
    find_beginning,
    make_directory,
    measure_entry,
)
from unres_site.search.index.slots import TextTable
from unres_site.search.index.vocabulary import make_pieces

PORTION = 3_000_000
"""Postings that are sorted at a time, some 100 MB of numbers."""

Groups = dict[str, list[tuple[str, str]]]
"""For each group of terms, the terms in order with their entries."""


class Portion(NamedTuple):
    """A part of the terms.

    sizes   of each group, in bytes
    shards  of the large groups: name, content
    small   the small groups, which share pools with those of other portions
    """

    sizes: dict[str, int]
    shards: list[tuple[str, str]]
    small: Groups


class Cut(NamedTuple):
    """The terms of a portion: grams from one number up to another, or words from one place up to another."""

    select: Callable[[ArchivePostings, int, int], TermRange]
    first: int
    last: int


Work = Callable[[Cut], Portion]
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
    run: Callable[[Work, Sequence[Cut]], Iterable[Portion]],
    shards: ShardList,
) -> Files:
    """The files of all shards. `run` calls a function with each cut, in this process or in several.

    `shards` is filled while the files are taken.
    """
    small: Groups = {}
    for portion in run(
        lambda cut: make_portion(postings, table, cut), list_cuts(postings)
    ):
        shards.sizes |= portion.sizes
        small |= portion.small
        for name, content in portion.shards:
            yield shards.make_file(name, content)
    for name, content in fill_shards(small, make_directory(shards.sizes)):
        yield shards.make_file(name, content)


def make_portion(postings: ArchivePostings, table: TextTable, cut: Cut) -> Portion:
    """The shards of the terms of a cut."""
    groups: Groups = defaultdict(list)
    terms = cut.select(postings, cut.first, cut.last)
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
    return Portion(sizes, list(shards), small)


def list_cuts(postings: ArchivePostings) -> list[Cut]:
    """All terms in portions. No group of terms is in two."""
    first_characters = np.arange(1 << 16)
    sizes = np.bincount(postings.grams[TEXT].terms >> 16, minlength=1 << 16)
    grams = [int(at) << 16 for at in _find_cuts(sizes, first_characters)]
    groups = [find_beginning(word) for word in postings.words]
    sizes = np.bincount(postings.in_words[TEXT].terms, minlength=len(groups))
    _, numbers = np.unique(groups, return_inverse=True)
    words = _find_cuts(sizes, numbers).tolist()
    return [
        *(Cut(select_grams, *pair) for pair in _pair(grams)),
        *(Cut(select_words, *pair) for pair in _pair(words)),
    ]


def _find_cuts(sizes: NDArray[np.intp], groups: NDArray[np.intp]) -> NDArray[np.intp]:
    """Places at which portions start, and the end. `sizes` and `groups` are those of the place's postings.

    A portion starts where a group does.
    """
    portions = np.cumsum(sizes) // PORTION
    starts = np.flatnonzero(np.diff(groups)) + 1
    is_full = np.diff(portions[starts - 1], prepend=0) > 0
    return np.array([0, *starts[is_full], len(sizes)])


def _pair(cuts: Sequence[int]) -> Iterator[tuple[int, int]]:
    return pairwise(cuts)


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
