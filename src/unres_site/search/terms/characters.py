"""Characters of whole texts at a time, as arrays: normal forms, Han and what is in no term.

A look-up in an array takes a tenth of the time of a loop over a text's characters. An array has an element for each
UTF-16 unit; the tables of units are filled as texts need them.
"""

from __future__ import annotations

import unicodedata
from functools import cache
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from unres_site.search.terms.simplified import load_table, simplify
from unres_site.search.terms.tokens import BLANKS, IDLE, normalize

Units = NDArray[np.uint16]
"""UTF-16 units of a text."""

Traits = NDArray[np.uint8]
"""What each unit of a text is, by bits."""

HAN_RANGES = (
    (0x3005, 0x3005),
    (0x3007, 0x3007),
    (0x3400, 0x4DBF),
    (0x4E00, 0x9FFF),
    (0xF900, 0xFAFF),
)
"""The Han characters of the basic plane, as in `tokens.HAN`; first and last."""

COMPATIBLE = (
    (0x2E80, 0x2FDF),
    (0x3190, 0x319F),
    (0x3200, 0x33FF),
    (0xD800, 0xDFFF),
    (0xF900, 0xFAFF),
)
"""Units whose normal form may be Han: radicals, enclosed characters, duplicates, surrogates; first and last."""

_UNKNOWN, _GONE, _SPECIAL = 0, 0xFFFE, 0xFFFF
"""Values of the table of normal forms: a unit that no text had yet, one whose form is empty, one with another form."""

VOWELS = range(0x064B, 0x0653)
"""Arabic vowel marks. They are dropped, and never keep another mark from being joined with its letter: no mark that is
joined has their combining classes (27 to 34)."""

HAN, BLANK, IDLE_UNIT, _KNOWN = 1, 2, 4, 8
"""Bits of the table of traits, in which 0 is unknown, too: a Han character, white space, what is in no term."""

BREAK = 1
"""A control character. It separates terms and is in none, not even as white space."""

_HANGUL = "HANGUL "

_HALF, _HALF_MASK = 0xD800, 0xF800
"""The first unit that is half of a character, and the bits that all of them share."""


Number = TypeVar("Number", bound=np.integer[Any])


def list_different(numbers: NDArray[Number]) -> NDArray[Number]:
    """The numbers of an array, each once, ascending.

    NumPy's `unique` does the same, but takes up to a hundred times as long, unless it counts, too (2.4).
    """
    found: NDArray[Number] = np.unique(numbers, return_counts=True)[0]
    return found


def are_different(ordered: NDArray[Number]) -> NDArray[np.bool_]:
    """Whether each of some sorted numbers is another one than that before it."""
    found = np.ones(len(ordered), dtype=np.bool_)
    found[1:] = ordered[1:] != ordered[:-1]
    return found


def order_numbers(numbers: NDArray[np.uint32]) -> NDArray[np.intp]:
    """The order in which numbers are ascending. Equal ones keep their order.

    NumPy sorts numbers of 16 bits by radix, which takes half the time, so the lower halves of the numbers are sorted,
    and then the upper ones.
    """
    lower = numbers.astype(np.uint16)
    upper = (numbers >> np.uint32(16)).astype(np.uint16)
    by_lower = np.argsort(lower, kind="stable")
    return by_lower[np.argsort(upper[by_lower], kind="stable")]


def find_suspects(text: str) -> str:
    """The characters of a text whose normal forms may have traditional ones, each once, sorted."""
    units = encode(text)
    found = decode(units[_is_suspect()[units]])
    return "".join(sorted(set(found)))


@cache
def _is_suspect() -> NDArray[np.bool_]:
    """Traditional characters, and what may become one: compatibility forms, and units beyond the basic plane."""
    suspect = np.zeros(0x10000, dtype=np.bool_)
    suspect[list(load_table())] = True
    for first, last in COMPATIBLE:
        suspect[first : last + 1] = True

    return suspect


def is_han_unit(unit: int) -> bool:
    """Whether a UTF-16 unit is a Han character by itself."""
    return _make_han_bytes()[unit] == 1


def find_units(text: str) -> Units:
    """The units of `normalize(text)`, simplified."""
    units = find_normal_units(text)
    if units is None:
        return encode(simplify(normalize(text)))
    return units


def find_normal_units(text: str) -> Units | None:
    """The units of `normalize(text)`, simplified; None if the characters can't be normalized one by one.

    They can't if some have two units, or if Hangul letters are left. Marks are joined with their letters first. Few
    characters have a form of several units; these are replaced.
    """
    normal = _map_units(text)
    special = _list_special(text, normal)
    if not special:
        return _drop_gone(normal)

    if any(map(_is_joining, special)):
        text = unicodedata.normalize("NFKC", text)
        special = _list_special(text, _map_units(text))

    for char in special:
        text = text.replace(char, normalize(char))

    normal = _map_units(text)
    if _SPECIAL in normal:
        return None
    return _drop_gone(normal)


def _drop_gone(normal: Units) -> Units:
    """The normal forms without the empty ones."""
    is_kept = normal != _GONE
    kept: Units = normal if is_kept.all() else normal[is_kept]
    return kept


def has_pairs(units: Units) -> bool:
    """Whether a text has characters of two units, or halves of them."""
    return bool((units & np.uint16(_HALF_MASK) == _HALF).any())


def encode(text: str) -> Units:
    """The units of a text."""
    return np.frombuffer(text.encode("utf-16-le", "surrogatepass"), dtype="<u2")


def decode(units: Units) -> str:
    """The text of some units."""
    encoded: bytes = units.astype("<u2", copy=False).tobytes()
    return encoded.decode("utf-16-le", "surrogatepass")


def _list_special(text: str, normal: Units) -> set[str]:
    """The characters of a text whose normal form is not one unit, or that may join their neighbours."""
    special = encode(text)[normal == _SPECIAL]
    return {chr(unit) for unit in special.tolist()}


def _map_units(text: str) -> Units:
    """The normal form of each unit of a text, `_GONE` or `_SPECIAL`."""
    units = encode(text)
    table = _make_normal_forms()
    normal: Units = table[units]
    unknown = units[normal == _UNKNOWN]
    if len(unknown):
        for unit in np.unique(unknown):
            table[unit] = _find_normal_unit(chr(unit))
        normal = table[units]

    return normal


def _find_normal_unit(char: str) -> int:
    """The normal form of a character that joins no neighbour, if that is one unit; else `_GONE` or `_SPECIAL`."""
    if char == "\0":
        return BREAK

    if _is_joining(char):
        return _SPECIAL

    normal = simplify(normalize(char))
    if not normal:
        return _GONE

    unit = ord(normal) if len(normal) == 1 else _SPECIAL
    if _UNKNOWN < unit < _GONE:
        return unit
    return _SPECIAL


def _is_joining(char: str) -> bool:
    """Whether a character may be joined with its neighbours in a normal form, or is half of one."""
    if ord(char) in VOWELS:
        return False
    if unicodedata.category(char) in {"Mn", "Mc", "Me", "Cs"}:
        return True
    return unicodedata.name(char, "").startswith(_HANGUL)


@cache
def _make_normal_forms() -> Units:
    """The table of normal forms, filled by `_map_units`."""
    return np.zeros(0x10000, dtype=np.uint16)


@cache
def _make_han_table() -> NDArray[np.bool_]:
    """For each unit whether it is a Han character by itself: shape (65536,)."""
    table = np.zeros(0x10000, dtype=np.bool_)
    for first, last in HAN_RANGES:
        table[first : last + 1] = True

    return table


@cache
def _make_han_bytes() -> bytes:
    """The table of Han as bytes, in which looking up one unit is faster."""
    return _make_han_table().tobytes()


def find_traits(units: Units) -> Traits:
    """What each unit is: `HAN`, `BLANK`, `IDLE_UNIT`, as bits."""
    table = _make_trait_table()
    traits: Traits = table[units]
    unknown = units[traits == _UNKNOWN]
    if len(unknown):
        for unit in np.unique(unknown).tolist():
            table[unit] = _find_trait(unit)
        traits = table[units]

    return traits


def _find_trait(unit: int) -> int:
    char = chr(unit)
    found = _KNOWN
    if is_han_unit(unit):
        found |= HAN
    if BLANKS.match(char):
        found |= BLANK
    if IDLE.match(char):
        found |= IDLE_UNIT

    return found


def find_grams(units: Units, traits: Traits) -> NDArray[np.uint32]:
    """The gram of each Han character, then those of each two neighbours. White space between them is ignored."""
    is_han = traits & HAN > 0
    if not is_han.any():
        return np.zeros(0, dtype=np.uint32)

    is_blank = traits & BLANK > 0
    if is_blank.any():
        units = units[~is_blank]
        is_han = is_han[~is_blank]

    singles = units.astype(np.uint32) << 16
    pairs = singles[:-1] | units[1:]
    are_pairs = is_han[:-1] & is_han[1:]
    return np.concatenate([singles[is_han], pairs[are_pairs]])


def drop_han(units: Units, traits: Traits) -> str:
    """A text with one break in place of each run of Han and of characters that are in no term."""
    is_dropped = traits & (HAN | IDLE_UNIT) > 0
    is_kept = ~is_dropped
    is_kept[1:] |= is_kept[:-1]  # the first unit of a run becomes the break
    return decode(np.where(is_dropped, np.uint16(BREAK), units)[is_kept])


@cache
def _make_trait_table() -> Traits:
    """The table of traits, filled by `find_traits`."""
    return np.zeros(0x10000, dtype=np.uint8)
