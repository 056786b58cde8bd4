"""Spellings in which two printings of the same words are equal. They are for comparing, not for display."""

from __future__ import annotations

import functools
import unicodedata
from collections.abc import Collection, Sequence
from itertools import chain
from typing import NamedTuple

from unres_site.deferred import deferred

# matches: ⼤会
# matches: ﺍﻟﺠﻤﻌﻴﺔ
# rejects: 大会
FORMS = deferred(r"[\u2e80-\u2fdf\ufb50-\ufdff\ufe70-\ufefc]")
"""Radicals and joined letters that mean common characters."""

MARKS = (
    "\u00ad\u0640\u061c\u064b-\u0652\u0670\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069"
)
"""What may be left out of a word: vowel signs, tatweel, soft hyphens, direction signs and signs without width."""

# matches: إنّ
# matches: هـ
# matches: أ
# matches: １
# rejects: ان
# rejects: 大会
LOOSE = deferred(rf"[{MARKS}أإآٱ\u2e80-\u2fdf\ufb50-\ufdff\ufe70-\ufefc\uff10-\uff19]")
"""Signs that may be missing or different in another printing of a word."""

SIMPLE = str.maketrans(
    dict.fromkeys(
        [
            0xAD,
            0x640,
            0x61C,
            0x670,
            0x2060,
            *range(0x64B, 0x653),
            *range(0x200B, 0x2010),
        ]
    )
    | dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])
    | dict.fromkeys(map(ord, "أإآٱ"), "ا")
    | {0xFF10 + digit: str(digit) for digit in range(10)}
)
"""Nothing for each of `MARKS`; alif for alif with hamza or madda; common digits for those of the width of Han signs."""

RADICALS = str.maketrans(
    "⼾⺟⺠⻄⻅⻆⻉⻋⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻨⻩⻬⻮⻰⻳⺁⺄⺈⺊⺌⺍⺎⺒⺓⺝⺧⺩⺪⺫⺬⺻⺼⻁⻑⻗⻧⻪⻫⻭⻯⻱⻲",
    "户母民西见角贝车长门青韦页风飞食马骨鬼鱼鸟麦黄齐齿龙龟厂乙刀卜小小兀巳幺月牛王疋目示聿肉虎長雨卤黾斉歯竜龜亀",
)
"""Radicals of simplified characters that Unicode maps to another character (⼾) or to none.

The others are those of Unicode's EquivalentUnifiedIdeograph.txt.
"""


def fold_forms(text: str) -> str:
    """The text with common characters in place of radicals and joined letters."""
    if not FORMS.search(text):
        return text
    return unicodedata.normalize("NFKC", text.translate(RADICALS))


def fold_spelling(text: str) -> str:
    """The text with common characters, and without vowel signs, tatweel, hamza on alif and signs of direction."""
    if not LOOSE.search(text):
        return text
    return fold_forms(text).translate(SIMPLE)


class FoldedText(NamedTuple):
    """A folded text, and for each of its characters the place in the text that it comes from."""

    text: str
    places: Sequence[int]


def fold_with_places(text: str) -> FoldedText:
    """Fold the characters of a text, each by itself."""
    if not LOOSE.search(text):
        return FoldedText(text, range(len(text)))

    folded = [fold_spelling(sign) for sign in text]
    places: list[int] = []
    for place, signs in enumerate(folded):
        places += [place] * len(signs)

    return FoldedText("".join(folded), places)


def find_unfolded_length(text: str, length: int) -> int:
    """How many characters of a text become `length` characters when they are folded."""
    for count in range(length, len(text)):
        if len(fold_spelling(text[:count])) >= length:
            return count

    return len(text)


def add_forms(signs: Collection[str]) -> frozenset[str]:
    """The signs, and those that mean one of them in another printing."""
    forms = [form for form, sign in _list_forms() if sign in signs]
    return frozenset([*signs, *forms])


@functools.cache
def _list_forms() -> tuple[tuple[str, str], ...]:
    """Radicals, joined letters and letters with hamza, each with the first of the signs that it means."""
    signs = "".join(
        map(
            chr,
            chain(range(0x0620, 0x0640), range(0x2E80, 0x2FE0), range(0xFB50, 0xFF00)),
        )
    )
    return tuple((form, fold_spelling(form)[:1]) for form in LOOSE.findall(signs))
