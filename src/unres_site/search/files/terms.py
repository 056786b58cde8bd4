"""The files of terms: shards, the vocabulary, and where each shard is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

import numpy as np

from unres_site.search.files.scripts import script
from unres_site.search.index.entries import make_entries
from unres_site.search.index.fields import TEXT
from unres_site.search.index.numbers import encode_numbers
from unres_site.search.index.postings import ArchivePostings, gram_range, word_range
from unres_site.search.index.sharding import (
    POOLED,
    ShardDirectory,
    fill_shards,
    group_of,
    make_directory,
    pool_names,
    shard_names,
)
from unres_site.search.index.vocabulary import make_pieces

PORTION = 3_000_000
"""Postings that are sorted at a time, some 100 MB of numbers."""

EXPONENTS = 16
"""The number of shards is 2 to the power of a number below this."""

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


Work = Callable[[int], Portion]


class TermFiles(NamedTuple):
    """The shards of all terms, address and content, and the size of each group in bytes."""

    files: Iterator[tuple[str, bytes]]
    sizes: dict[str, int]


def term_files(
    postings: ArchivePostings, run: Callable[[Work, int], Iterable[Portion]]
) -> TermFiles:
    """The shards. `run` calls a function with all numbers below another, in this process or in several."""
    cuts = _find_cuts(postings)
    portions = list(run(lambda number: make_portion(postings, cuts, number), len(cuts)))
    sizes: dict[str, int] = {}
    small: Groups = {}
    for portion in portions:
        sizes.update(portion.sizes)
        small.update(portion.small)
    return TermFiles(_write_shards(portions, small, make_directory(sizes)), sizes)


def _write_shards(
    portions: Iterable[Portion], small: Groups, directory: ShardDirectory
) -> Iterator[tuple[str, bytes]]:
    for portion in portions:
        for name, content in portion.shards:
            yield script(f"terms/{name}", content)
    for name, content in fill_shards(small, directory, pool_names(directory)):
        yield script(f"terms/{name}", content)


def make_portion(
    postings: ArchivePostings, cuts: Sequence[int], number: int
) -> Portion:
    """The grams between two cuts. The last portion has the words."""
    is_last = number == len(cuts) - 1
    terms = (
        word_range(postings)
        if is_last
        else gram_range(postings, cuts[number], cuts[number + 1])
    )
    groups: Groups = {}
    for term, entry in make_entries(terms, postings.lengths):
        groups.setdefault(group_of(term), []).append((term, entry))
    sizes = {group: _size(found) for group, found in groups.items()}
    directory = make_directory(sizes)
    small = {group: found for group, found in groups.items() if sizes[group] <= POOLED}
    large = {group: found for group, found in groups.items() if sizes[group] > POOLED}
    names = [name for group in large for name in shard_names(group, directory)]
    return Portion(sizes, list(fill_shards(large, directory, names)), small)


def _size(entries: Iterable[tuple[str, str]]) -> int:
    """The size of entries and their separators, in bytes."""
    separator = 1
    return sum(len(entry.encode()) + separator for _, entry in entries)


def _find_cuts(postings: ArchivePostings) -> list[int]:
    """The grams at which portions start, each with another first character; and a number above all grams."""
    first_characters = np.bincount(postings.grams[TEXT].terms >> 16, minlength=1)
    portions = np.cumsum(first_characters) // PORTION
    starts = np.flatnonzero(np.diff(portions)) + 1
    return [0, *(int(start) << 16 for start in starts), 1 << 32]


def word_files(
    words: Iterable[str], stems: Iterable[tuple[str, str]]
) -> tuple[list[str], list[tuple[str, bytes]]]:
    """The first word of each piece of the vocabulary, and the files."""
    found = list(make_pieces(words, stems))
    files = [script(f"words/{number}", text) for number, (_, text) in enumerate(found)]
    return [first for first, _ in found], files


def encode_directory(directory: ShardDirectory) -> dict[str, object]:
    """The directory as the header has it.

    singles  groups of one character: the gaps between their code points, times 16, plus the exponent of their shards
    doubles  groups of two characters, as text; `parts` are the exponents of their shards
    """
    groups = sorted(directory.shards)
    singles = [group for group in groups if len(group) == 1]
    doubles = [group for group in groups if len(group) > 1]
    gaps = np.diff([ord(group) for group in singles], prepend=0)
    return {
        "pools": directory.pools,
        "singles": encode_numbers(
            gaps.astype(np.int64) * EXPONENTS + _exponents(directory, singles)
        )[0],
        "doubles": "".join(doubles),
        "parts": encode_numbers(_exponents(directory, doubles))[0],
    }


def _exponents(
    directory: ShardDirectory, groups: Iterable[str]
) -> np.typing.NDArray[np.int64]:
    exponents = [directory.shards[group].bit_length() - 1 for group in groups]
    return np.array(exponents, dtype=np.int64)
