"""The characters of symbols: spellings that mean the same, Roman numbers, letters of parts."""

from __future__ import annotations

import re
import unicodedata

from unres_site.deferred import deferred
from unres_site.organs.fragments import LATIN_PART

ROMAN = tuple(
    tens + units
    for tens in ("", "X", "XX", "XXX", "XL", "L", "LX", "LXX", "LXXX", "XC")
    for units in ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")
)
"""Roman numbers by value, 0 to 99."""

ROMAN_VALUES = {roman: value for value, roman in enumerate(ROMAN) if value}

_INVISIBLE = (
    0xAD,
    0x61C,
    0xFEFF,
    *range(0x200B, 0x2010),
    *range(0x202A, 0x202F),
    *range(0x2060, 0x206A),
)
_LOOKALIKES = str.maketrans(
    dict(zip("АВЕІКМНОРСТХ", "ABEIKMHOPCTX", strict=True))
    | {
        chr(zero + digit): str(digit)
        for zero in (0x0660, 0x06F0)
        for digit in range(10)
    }
    | dict.fromkeys("‐‑‒–—―−", "-")
    | dict.fromkeys("_⁄∕", "/")
    | dict.fromkeys(map(chr, _INVISIBLE))
)
_ARABIC_LETTERS = """
    ألف باء جيم دال هاء واو زاي حاء طاء ياء كاف لام ميم
    نون سين عين فاء صاد قاف راء شين تاء ثاء خاء ذال ضاد
"""
_ARABIC_PARTS = dict(
    zip(_ARABIC_LETTERS.split(), "ABCDEFGHIJKLMNOPQRSTUVWXYZ", strict=True)
)
_ARABIC_PARTS = {
    f"{name} {name}": letter * 2 for name, letter in _ARABIC_PARTS.items()
} | _ARABIC_PARTS

PART_LETTER = (
    rf"{LATIN_PART}|[АВЕІКМНОРСТХ]|(?=[\u0621-\u064a])(?:{'|'.join(_ARABIC_PARTS)})"
)
"""Pattern of a part's letter as printed: Latin, Cyrillic that looks like it, or the name of an Arabic letter."""

# matches: 1514 (د-15)
# matches: دإ-10/2
# matches: دإط-10/15
# rejects: 10/2
ARABIC_SESSION = deferred(r"د ?(?:([إا]) ?(ط ?)?)?- ?(?=[0-9])")

# matches: 60/236 ألف
# matches: ألف
# rejects: 60/236 A
# rejects: المؤلف
ARABIC_PART = deferred(
    rf"(?:(?<=[0-9)])|(?<![^ ])) ?({'|'.join(_ARABIC_PARTS)})(?![^ ()])"
)


def fold(text: str) -> str:
    """The text in one spelling, for comparing: width, case, spaces, dashes, look-alikes, Arabic digits and letters."""
    capitals = unicodedata.normalize("NFKC", text).upper()
    folded = " ".join(capitals.translate(_LOOKALIKES).split())
    if folded.isascii():
        return folded

    folded = ARABIC_SESSION.sub(_latinize_session, folded)
    return ARABIC_PART.sub(lambda part: _ARABIC_PARTS[part[1]], folded)


def _latinize_session(found: re.Match[str]) -> str:
    """`ES-`, `S-` or nothing, for the Arabic letters before a session's number."""
    special, emergency = found.groups()
    if emergency:
        return "ES-"
    return "S-" if special else ""
