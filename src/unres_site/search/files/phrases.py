"""The files of the table of counts: the phrases that more than `FEW` texts have, and in how many each is.

A file has its phrases in order, as two texts: characters, and numbers (`index.numbers`). A phrase of three has all its
characters there. A longer one has its last, because it follows its beginning. Its number is three times a count, and 1
or 2 more for as many characters beyond three. The count of a longer phrase is the difference to that of its beginning.

    小武器 in 90 texts, 小武器和 in 80, 小武器的 in 12         小武器和的        270 31 235

The first three characters choose the file. The number of files is the power of 2 that the phrases need, so that a
changed text seldom changes it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np
from numpy.typing import NDArray

from unres_site.search.files.scripts import make_script
from unres_site.search.index.fields import Integers
from unres_site.search.index.hashing import hash_units
from unres_site.search.index.numbers import decode_numbers, encode_numbers
from unres_site.search.index.phrases import PhraseCounts
from unres_site.search.terms.phrases import (
    ALPHABET,
    BITS,
    LONGEST,
    MASK,
    RESTS,
    SHORTEST,
    Keys,
    number_units,
)

LISTING = "phrases"
"""The name of the list of the files' digests. Few queries need these, so they are not in the header."""

ROOM = 2_000
"""Phrases of a file on average, at most. Smaller files would be more, and a changed text changes most of them."""

LEVELS = len(RESTS)

PackedPhrases = list[str]
"""What a file holds: characters and numbers."""

_CODES = np.array([ord(char) for char in ALPHABET], dtype="<u2")


def count_files(phrases: int) -> int:
    """The number of files for a number of phrases."""
    full = -(-phrases // ROOM)
    if full:
        return 1 << (full - 1).bit_length()
    return 0


def write_files(
    table: PhraseCounts, files: int, numbers: Iterable[int]
) -> Iterator[tuple[str, bytes]]:
    """Those of `files` files that have some numbers, from a table with all their phrases."""
    file_of = choose_files(table.keys, files)
    # numbers of two bytes are sorted in a tenth of the time
    order = np.argsort(file_of.astype(np.min_scalar_type(files)), kind="stable")
    ordered = PhraseCounts(table.keys[order], table.counts[order])
    edges = np.searchsorted(file_of[order], np.arange(files + 1))
    for number in numbers:
        start = edges[number]
        end = edges[number + 1]
        held = PhraseCounts(ordered.keys[start:end], ordered.counts[start:end])
        yield make_script(f"phrases/{number}", pack_phrases(held))


def choose_files(keys: Keys, files: int) -> Integers:
    """The number of the file of each phrase."""
    units = [_find_code(keys, place) for place in range(SHORTEST)]
    remainders: Keys = hash_units(units) % np.uint64(files)
    return remainders.astype(np.int64)


def pack_phrases(held: PhraseCounts) -> PackedPhrases:
    """What a file holds of phrases, which are sorted."""
    levels = _list_levels(held.keys)
    beginnings = _find_beginnings(levels)
    counts = np.where(levels, held.counts[beginnings] - held.counts, held.counts)
    numbers, _ = encode_numbers(LEVELS * counts + levels)
    return [_write_characters(held.keys, levels), numbers]


def unpack_phrases(packed: PackedPhrases) -> PhraseCounts:
    """The phrases of a file, sorted."""
    characters, encoded = packed
    counts, levels = np.divmod(decode_numbers(encoded), LEVELS)
    beginnings = _find_beginnings(levels)
    for level in range(1, LEVELS):
        is_level = levels == level
        counts[is_level] = counts[beginnings[is_level]] - counts[is_level]

    return PhraseCounts(_read_keys(characters, levels, beginnings), counts)


def _list_levels(keys: Keys) -> Integers:
    """For each phrase its number of characters beyond three."""
    levels = np.zeros(len(keys), dtype=np.int64)
    for rest in RESTS[1:]:
        levels += keys >> np.uint64(rest) & np.uint64(MASK) > 0

    return levels


def _find_beginnings(levels: Integers) -> Integers:
    """For each phrase the place of the phrase without its last character; of one of three characters its own."""
    places = np.arange(len(levels))
    beginnings = places.copy()
    for level in range(1, LEVELS):
        last = np.maximum.accumulate(np.where(levels == level - 1, places, 0))
        beginnings = np.where(levels == level, last, beginnings)

    return beginnings


def _write_characters(keys: Keys, levels: Integers) -> str:
    """All characters of phrases of three, the last one of longer phrases."""
    cells = np.zeros((len(keys), SHORTEST), dtype="<u2")
    for place in range(SHORTEST):
        cells[:, place] = _find_code(keys, place)

    for level in range(1, LEVELS):
        is_level = levels == level
        cells[is_level] = 0
        cells[is_level, 0] = _find_code(keys[is_level], SHORTEST - 1 + level)

    return cells[cells > 0].tobytes().decode("utf-16-le")


def _read_keys(characters: str, levels: Integers, beginnings: Integers) -> Keys:
    units = np.frombuffer(characters.encode("utf-16-le"), dtype="<u2")
    numbers = number_units(units).astype(np.uint64)
    ends = np.cumsum(np.where(levels == 0, SHORTEST, 1))
    keys: Keys = numbers[ends - 1] << _shift_of(levels)
    is_whole = levels == 0
    for place in range(1, SHORTEST):
        shift = np.uint64(RESTS[0] + BITS * place)
        keys[is_whole] |= numbers[ends[is_whole] - 1 - place] << shift

    for level in range(1, LEVELS):
        is_level = levels == level
        keys[is_level] |= keys[beginnings[is_level]]

    return keys


def _shift_of(levels: Integers) -> Keys:
    """The bits after the last character of a phrase."""
    shifts: Keys = np.array(RESTS, dtype=np.uint64)[levels]
    return shifts


def _find_code(keys: Keys, place: int) -> NDArray[np.uint16]:
    """The UTF-16 unit of one character of each phrase, counted from 0."""
    shift = np.uint64(BITS * (LONGEST - 1 - place))
    codes: NDArray[np.uint16] = _CODES[keys >> shift & np.uint64(MASK)]
    return codes
