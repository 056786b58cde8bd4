"""Labels before paragraphs (`3.`, `(a)`, `㈠`), and the lists that each may belong to.

A label alone does not say what it is: `(i)` is the ninth letter or the first Roman number. So a label has several
readings, and the code that reads a list keeps those that continue the list.
"""

from __future__ import annotations

import functools
import re
from typing import Literal

import msgspec

from unres_site.deferred import deferred
from unres_site.languages import Language
from unres_site.languages.spelling import MARKS, fold_spelling

Family = Literal[
    "operative",
    "decimal",
    "letter",
    "roman",
    "number",
    "native",
    "circled",
    "ideograph",
    "preambular",
    "part",
    "chapter",
    "section",
    "article",
]
"""A kind of label; the labels of one list are of one family. The last four head the divisions of a statute."""

ListPlace = tuple[Family, int]
"""A family, and a place in its order from 1."""

OUTERMOST: tuple[Family, ...] = ("operative", "ideograph", "preambular")
"""Families of operative paragraphs, whose lists are in no other list."""


class Label(msgspec.Struct, frozen=True, gc=False):
    """A label at the head of a line.

    text      as printed: `3.`, `(a)`, `1 -`
    number    the number itself: `3`, `(a)`, `㈠`
    length    characters of the line that it takes, with the space after it
    readings  the lists it may belong to, each with its place from 1: `(i)` is the ninth letter or the first Roman
    """

    text: str
    number: str
    length: int
    readings: tuple[ListPlace, ...]

    @property
    def family(self) -> Family:
        """The family of its first reading."""
        return self.readings[0][0]


# matches: 12. 请秘书长
# matches: 1 - تحيط علما
# matches: 1 -
# matches: 3．
# matches: 3、重申
# matches: 1° Prend note
# rejects: 10° de latitude
# rejects: 3、4 段
# rejects: 12.5 亿
# rejects: 12 月
OPERATIVE = deferred(
    r"(?P<number>\d{1,3})(?:\s?[.．](?!\d)|、(?!\s?\d)|\s{0,2}[-‐‑–—](?=\s|$)|\s?°(?=\s{1,4}[A-ZÀ-Þ]))(?:\s+|(?=\D)|$)"
)

# matches: 1.1 联合国
# rejects: 1. 联合国
# rejects: 1.649.200 dólares
DECIMAL = deferred(r"(?P<number>\d{1,3}(?:\.\d{1,2}){1,3})\.?(?:\s+|$)")

# matches: (a) 回顾
# matches: (ii) Termination
# matches: （b）
# matches: b) Восстановить
# matches: （ａ）点灯
# rejects: (a 回顾
# rejects: (联合国)
ALPHABETIC = deferred(
    r"(?P<open>[(（])?\s?(?P<number>[a-zａ-ｚа-яё]{1,4}|[A-Z])\s?(?P<close>[)）])\s*"
)

# matches: (1) Withdrawal
# matches: ’1‘ إعداد
# matches: 1) решает
# rejects: 1. решает
NUMERIC = deferred(r"(?P<open>[(（’‘'])?\s?(?P<number>\d{1,3})\s?[)）‘’']\s*")

# matches: ㈠ 审议
# rejects: 一、
CIRCLED = deferred(r"(?P<number>[㈠-㈩①-⑳])\s*")

# matches: (十一) 审议
# matches: 七、所有国家
# matches: 一.断定
# rejects: 一切国家
IDEOGRAPH = deferred(
    r"(?:[(（](?P<inner>[一二三四五六七八九十]{1,3})[)）]|(?P<number>[一二三四五六七八九十]{1,3})[.．、])\s*"
)

# matches: (أ) وضع
# matches: (هـ) ضمان
# rejects: أ وضع
NATIVE = deferred(rf"[(（]\s?(?P<number>(?:[^\W\d_][{MARKS}]*){{1,2}})\s?[)）]\s*")

# matches: أ- سحب
# matches: هـ - ضمان
# rejects: أ وضع
DASHED_LETTER = deferred(rf"(?P<number>[\u0621-\u064a][{MARKS}]*)\s?[-–—](?=\s)\s*")
"""An Arabic letter before a dash."""

IDEOGRAPH_NUMBER = "[一二三四五六七八九十]{1,3}"
"""A number up to 99 in Han numerals; part of a pattern."""

# matches: PP1. Guided by
# matches: OP12 Decides
# matches: PP3: Recalling
# rejects: OP Decides
DRAFTED = deferred(r"(?P<number>(?P<part>PP|OP)\s?(?P<place>\d{1,3}))(?:[.:)]\s*|\s+)")
"""A number as drafts and web copies print it, with the part of the resolution."""

# matches: (甲) 各方
# matches: 乙、各方
# rejects: 甲方
STEM = deferred(
    r"(?:[(（](?P<inner>[甲乙丙丁戊己庚辛壬癸])[)）]|(?P<number>[甲乙丙丁戊己庚辛壬癸])[.．、])\s*"
)
"""A heavenly stem, the Chinese counterpart of (a), (b), (c)."""

STEMS = "甲乙丙丁戊己庚辛壬癸"

ROMAN_UNITS = ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")
ROMAN = {
    tens + units: 10 * ten + unit
    for ten, tens in enumerate(("", "x", "xx"))
    for unit, units in enumerate(ROMAN_UNITS)
    if tens or units
}
IDEOGRAPHS = {
    "一": 1,
    "二": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
}


LAST_LETTER = "\u0460"
"""The first character after the letters of labels without brackets: those are Latin and Cyrillic."""


def read_label(line: str, language: Language) -> Label | None:
    """The label that a line opens with, or None."""
    first = line[:1]
    if first.isdigit():
        return _read_decimal(line) or _read_operative(line) or _read_numeric(line)
    if first in "(（’‘'":
        return (
            _read_alphabetic(line, language)
            or _read_numeric(line)
            or _read_ideograph(line)
            or _read_stem(line)
        )
    if first >= "①":
        return _read_circled(line) or _read_ideograph(line) or _read_stem(line)

    if first < LAST_LETTER:
        drafted = _read_drafted(line) if first in "PO" else None
        return drafted or _read_alphabetic(line, language)

    is_arabic = "\u0621" <= first <= "\u064a"
    if is_arabic:
        return _read_dashed(line, language)

    return None


def _make_label(match: re.Match[str], number: str, *readings: ListPlace) -> Label:
    printed = match[0].strip()
    return Label(printed, number, match.end(), readings)


def _read_drafted(line: str) -> Label | None:
    match = DRAFTED.match(line)
    if match is None:
        return None

    family: Family = "preambular" if match["part"] == "PP" else "operative"
    return _make_label(match, match["number"], (family, int(match["place"])))


def _read_stem(line: str) -> Label | None:
    match = STEM.match(line)
    if match is None:
        return None

    sign = match["inner"] or match["number"]
    number = f"({sign})" if match["inner"] else sign
    return _make_label(match, number, ("letter", STEMS.index(sign) + 1))


def _read_operative(line: str) -> Label | None:
    match = OPERATIVE.match(line)
    if match is None:
        return None

    number = int(match["number"])
    return _make_label(match, str(number), ("operative", number))


def _read_decimal(line: str) -> Label | None:
    match = DECIMAL.match(line)
    if match is None:
        return None

    number = match["number"]
    last = number.rpartition(".")[2]
    return _make_label(match, number, ("decimal", int(last)))


def _read_numeric(line: str) -> Label | None:
    match = NUMERIC.match(line)
    if match is None:
        return None
    return _make_label(match, match[0].strip(), ("number", int(match["number"])))


def _read_circled(line: str) -> Label | None:
    match = CIRCLED.match(line)
    if match is None:
        return None

    number = match["number"]
    first = "㈠" if number >= "㈠" else "①"
    place = ord(number) - ord(first) + 1
    return _make_label(match, number, ("circled", place))


def _read_ideograph(line: str) -> Label | None:
    match = IDEOGRAPH.match(line)
    if match is None:
        return None

    worth = read_ideographs(match["inner"] or match["number"])
    if not worth:
        return None
    if match["inner"]:
        return _make_label(match, match[0].strip(), ("circled", worth))

    return _make_label(match, match["number"], ("ideograph", worth))


def read_ideographs(text: str) -> int:
    """The value of a number in Han numerals up to 99; 0 for other words, and for `十十` and `一二`."""
    tens, ten, units = text.rpartition("十")
    if any(part and part not in IDEOGRAPHS for part in (tens, units)):
        return 0

    value = IDEOGRAPHS.get(units, 0)
    if ten:
        value += 10 * IDEOGRAPHS.get(tens, 1)

    return value


def _read_alphabetic(line: str, language: Language) -> Label | None:
    match = ALPHABETIC.match(line) or (NATIVE.match(line) if language.markers else None)
    if match is None:
        return None

    text = match["number"].translate(FULL_WIDTH)
    readings: list[ListPlace] = []
    if (place := _read_letter(text.lower().translate(LOOKALIKES))) is not None:
        readings.append(("letter", place))

    if text in ROMAN:
        readings.append(("roman", ROMAN[text]))

    readings += _list_native_readings(text, language)
    if readings:
        return _make_label(match, match[0].strip(), *readings)

    return None


def _read_dashed(line: str, language: Language) -> Label | None:
    match = DASHED_LETTER.match(line)
    if match is None:
        return None

    readings = _list_native_readings(match["number"], language)
    if readings:
        return _make_label(match, match["number"], *readings)
    return None


def _list_native_readings(text: str, language: Language) -> list[ListPlace]:
    """The places of a letter in the orders of the language's own letters."""
    letter = fold_spelling(text)
    orders = _list_native_orders(language.code, language.markers)
    return [("native", order[letter]) for order in orders if letter in order]


def _read_letter(text: str) -> int | None:
    """`a` is 1, `z` 26, `aa` 27, `bb` and `ab` 28; None for anything else."""
    if not text.isascii() or not text.isalpha():
        return None

    place = ord(text[-1]) - ord("a") + 1
    rounds = len(text) - 1
    is_one_letter = len(set(text)) == 1
    is_second_round = rounds == 1 and text[0] == "a"
    if is_one_letter or is_second_round:
        return place + 26 * rounds

    return None


FULL_WIDTH = {place: place - 0xFEE0 for place in range(ord("ａ"), ord("ｚ") + 1)}
"""Letters of the width of Han signs, as the common ones."""

LOOKALIKES = str.maketrans("асехор", "acexop")
"""Cyrillic letters that texts use for the Latin ones in `а)`, `с)`."""


@functools.cache
def _list_native_orders(
    code: str,  # noqa: ARG001  (the code is the key)
    markers: tuple[str, ...],
) -> tuple[dict[str, int], ...]:
    """The places of a language's own letters from 1, by the folded letter; one order for each of the markers."""
    orders: list[dict[str, int]] = []
    for order in markers:
        places: dict[str, int] = {}
        for place, sign in enumerate(order, 1):
            places[fold_spelling(sign)] = place
        orders.append(places)

    return tuple(orders)
