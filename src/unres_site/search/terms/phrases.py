"""The phrases of a text: each 3 to 5 neighbouring Han characters. The index counts in how many texts each is.

A phrase has a key, a number of 60 bits: 12 for each character, 0 where there is none. Keys sort as their phrases do, a
phrase before all that continue it. Characters have the numbers of `ALPHABET`. Phrases with other ones are not counted.

A text keeps its characters, 16 bits each. The lower 12 are the character's number, or 0 between two runs of Han. The
upper ones say how many of the phrases that begin here the text has elsewhere, too, so that each phrase counts once.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from unres_site.search.terms.characters import Units, list_different
from unres_site.search.terms.tokens import BLANKS

SHORTEST, LONGEST = 3, 5
"""Characters of a phrase."""

BITS = 12
"""Of a character in a key."""

MASK = (1 << BITS) - 1

RESTS = tuple(BITS * (LONGEST - length) for length in range(SHORTEST, LONGEST + 1))
"""For each length of a phrase the bits of its key that are 0: 24, 12, 0."""

_ROWS, _COLUMNS = range(0xB0, 0xDC), range(0xA1, 0xFF)
_COMMON = bytes(byte for row in _ROWS for column in _COLUMNS for byte in (row, column))

ALPHABET = "\0\u3007" + _COMMON.decode("gb2312", "ignore")[: MASK - 1]
"""The character of each number. From number 2 on they are the first ones of GB 2312, common ones before rare ones."""

BLANK = 0xFFFF
"""The number of white space, which is left out."""

Keys = NDArray[np.uint64]


def mark_places(parts: Sequence[Units]) -> bytes:
    """The characters of a text as it keeps them: uint16, little-endian. Runs of Han are separated by a 0.

    `parts` are the units of its parts (`characters.find_units`). No phrase has characters of two parts.
    """
    numbers = _number_characters(parts)
    return (numbers | _find_repeated(numbers) << BITS).astype("<u2").tobytes()


def list_keys(places: bytes) -> Keys:
    """The keys of all phrases of a text, each once, ascending."""
    numbers = np.frombuffer(places, dtype="<u2") & np.uint16(MASK)
    keys = _list_places(numbers)
    found: list[Keys] = []
    for length, rest in zip(range(SHORTEST, LONGEST + 1), RESTS, strict=True):
        phrases = keys >> np.uint64(rest)
        found.append(phrases[are_whole(phrases, length)] << np.uint64(rest))

    return list_different(np.concatenate(found))


def join_keys(characters: Sequence[Units]) -> Keys:
    """The keys of characters by number, of places side by side: all first ones, all second ones, up to `LONGEST`.

    After a 0 a key may go on with characters of the next run (`are_whole`).
    """
    keys = characters[0].astype(np.uint64)
    for following in characters[1:]:
        keys = keys << np.uint64(BITS) | following

    return keys


def are_whole(phrases: Keys, length: int) -> NDArray[np.bool_]:
    """Whether no character of a phrase is 0. `phrases` are the beginnings of keys, of that many characters."""
    found = np.ones(len(phrases), dtype=np.bool_)
    for place in range(length):
        found &= phrases >> np.uint64(BITS * place) & np.uint64(MASK) > 0

    return found


def read_phrase(key: int) -> str:
    """The phrase of a key."""
    phrase = ""
    for place in reversed(range(LONGEST)):
        number = key >> BITS * place & MASK
        if number:
            phrase += ALPHABET[number]

    return phrase


def _list_places(numbers: Units) -> Keys:
    """For each place of a text the key of `LONGEST` characters that begins there."""
    length = len(numbers)
    padded = np.zeros(length + LONGEST, dtype=np.uint16)
    padded[:length] = numbers
    shifted = [padded[step : step + length] for step in range(LONGEST)]
    return join_keys(shifted)


def _number_characters(parts: Sequence[Units]) -> Units:
    """The numbers of the characters of a text without white space; a 0 at the end and between two runs of Han."""
    end = np.zeros(1, dtype=np.uint16)
    numbers = np.concatenate([number_units(np.append(part, end)) for part in parts])
    numbers = numbers[numbers != BLANK]
    is_kept = numbers > 0
    is_kept[1:] |= is_kept[:-1]
    kept: Units = numbers[is_kept]
    return kept


def _find_repeated(numbers: Units) -> Units:
    """For each place how many of its phrases of 3, 4 and 5 characters the text has elsewhere, too.

    One place of each phrase is left out. The beginnings of a repeated phrase are repeated, so the number says which.
    """
    keys = _list_places(numbers)
    order = np.argsort(keys)
    ordered = keys[order]
    difference = ordered[1:] ^ ordered[:-1]
    repeated = np.zeros(len(numbers), dtype=np.uint16)
    for rest in RESTS:
        repeated[1:] += difference < np.uint64(1 << rest)

    found = np.zeros_like(repeated)
    found[order] = repeated
    return found


def number_units(units: Units) -> Units:
    """The number of each unit in the alphabet, `BLANK` for white space, 0 for all others."""
    numbers: Units = _make_number_table()[units]
    return numbers


@cache
def _make_number_table() -> Units:
    """The table of `number_units`: shape (65536,)."""
    numbers = np.zeros(0x10000, dtype=np.uint16)
    for number, char in enumerate(ALPHABET):
        numbers[ord(char)] = number

    for unit in range(len(numbers)):
        if BLANKS.match(chr(unit)):
            numbers[unit] = BLANK

    return numbers
