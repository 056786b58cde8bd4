"""Numbers in running words, as values that can be compared between languages: `34.4 million`, `3 440 万`.

A value is written as a decimal number without an exponent: `34400000`, `687.8`.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from decimal import Decimal

from unres_site.deferred import Pattern, deferred
from unres_site.languages import Language, get_language
from unres_site.languages.numerals import TEN, list_native_signs, read_number

GROUP = 3
"""Digits of a group."""

MYRIAD = 10_000
"""The least sign that multiplies all before it."""

LONGEST = 30
"""Characters of the longest number that is read."""

SEPARATORS = " ,.\u00a0\u2009\u202f٬"
"""What groups of three digits are parted by: `1 012 252 800`, `1.265.500`."""

# matches: 300 724 45
# matches: 900 352
# rejects: 45 724 300
BACKWARD_GROUPS = deferred(r"\d{3}(?: \d{3})* \d{1,3}(?!\d)")
"""Groups of digits in a text that is read from right to left. Shown from right to left, 300 724 45 is 45 724 300."""

# matches: 9.1
# rejects: 12.345
SHORT_PAIR = deferred(r"(?P<first>\d\d?)[.,](?P<second>\d\d?)")
"""Two numbers of one or two digits with a point between them."""

# matches: 2019/20
# rejects: 2019/2020
SHORT_YEAR = deferred(r"(?<!\d)(?P<century>\d\d)\d\d[/–—-](?P<year>\d\d)(?!\d)")
"""Two years of which the second one lacks its century."""


def read_digits(of: Language, text: str) -> tuple[str, ...]:
    """The values of all numbers in digits, in the order of reading.

    A word that multiplies is taken into account. Left out are digits of a name (`COVID-19`) or of a document's symbol
    (`136/8`), and months in a language that numbers them. Two short numbers with a point between them count as two:
    they may be a percentage, a time of day, or the number of a target.
    """
    values: list[str] = []
    for printed, factor in _find_digits(of, text):
        if factor == 1 and printed.isdecimal():  # most numbers
            values.append(_convert_digits(printed))
            continue

        pair = SHORT_PAIR.fullmatch(printed) if factor == 1 else None
        parts = pair.groups() if pair else ()
        if parts:
            values += map(_convert_digits, parts)
        else:
            values.append(_write(_read_digits(of, printed) * factor))

    return tuple(values)


def read_words(of: Language, text: str) -> frozenset[str]:
    """The values that a text may say in other ways than in digits alone.

    These are numbers in words, numerals of the language's own script, and digits that leave something out: `88 to 115
    million`, `1994/95`. The values are guesses. They may explain why digits of another language are missing here, and
    must not be used for anything else.
    """
    values: set[str] = set()
    before: Decimal | None = None
    for printed, factor in _find_digits(of, text):
        number = _read_digits(of, printed)
        if before is not None:  # 88 to 115 million
            values.add(_write(before * factor))
        before = number if factor == 1 else None

    for match in SHORT_YEAR.finditer(text):
        values.add(f"{int(match['century'])}{int(match['year']):02}")

    for match in _compile_words(of.code).finditer(text):
        word = match[0].lower()
        value = of.multipliers.get(word) or _read_native(of, word)
        if value:
            values.add(_write(Decimal(value)))

    return frozenset(values)


def _read_native(of: Language, text: str) -> int | None:
    """The value of native signs: 一千二百五十 is 1,250, 三千四百万 is 34,000,000, 二〇一五 is 2015."""
    if not any(sign in of.multipliers for sign in text):
        return read_number(of, text)

    total = section = unit = 0
    for sign in text:
        value = of.multipliers.get(sign) or of.numerals[sign]
        if value >= MYRIAD:
            total += (section + unit or 1) * value
            section = unit = 0
        elif value >= TEN:
            section += (unit or 1) * value
            unit = 0
        else:
            unit = value

    return total + section + unit


def _find_digits(of: Language, text: str) -> Iterator[tuple[str, int]]:
    """Each number in digits, and the factor that follows it."""
    for name in of.named_numbers:
        text = text.replace(name, " ")

    for match in _make_number_pattern(of.code).finditer(text):
        printed = match["digits"]
        if printed and len(printed) <= LONGEST:
            if of.direction == "rtl" and BACKWARD_GROUPS.fullmatch(printed):
                printed = " ".join(reversed(printed.split(" ")))
            yield printed, of.multipliers.get((match["factor"] or "").lower(), 1)


def _read_digits(of: Language, printed: str) -> Decimal:
    """The value of digits in groups, with or without decimal places."""
    whole, sign, places = printed.rpartition(of.decimal_sign)
    if not sign and len(printed.rpartition(".")[2]) < GROUP:
        whole, _, places = printed.rpartition(".")

    if not whole:
        whole = printed
        places = ""

    places = "".join(str(int(digit)) for digit in places)
    return Decimal(f"{_convert_digits(whole)}.{places}")


def _convert_digits(printed: str) -> str:
    """The digits of any script in ASCII, without zeros before them and what is between them."""
    digits = printed
    if not printed.isascii() or not printed.isdecimal():
        digits = ""
        for sign in filter(str.isdecimal, printed):
            digits += str(int(sign))

    return digits.lstrip("0") or "0"


def _write(value: Decimal) -> str:
    return format(value.normalize(), "f")


@functools.cache
def _make_number_pattern(code: str) -> Pattern:
    """A number in digits with the word that multiplies it, or digits that are not compared."""
    of = get_language(code)
    sign = re.escape(of.decimal_sign)
    parting = "".join(one for one in SEPARATORS if one != of.decimal_sign)
    letter = r"[^\W\d]" if of.spaced else "[A-Za-z]"
    name = rf"(?<={letter})\d{{1,3}}(?!\d)|(?<={letter}[-\u2010\u2011])\d{{1,3}}(?!\d)"
    document = r"\d{1,3}(?=/\d)"
    month = "" if of.spaced else r"|\d{1,2}(?=\s?月)"
    groups = rf"\d{{1,3}}(?:[{parting}]\d{{3}})+(?!\d)|\d+"
    if of.direction == "rtl":
        groups = rf"{BACKWARD_GROUPS.pattern}|{groups}"

    end = r"(?!\w)" if of.spaced else ""
    # matches: 34.4 million
    # matches: COVID-19
    # matches: 1 012 252 800
    # rejects: the Assembly
    return deferred(
        rf"(?=\d)(?:{name}|{document}{month}"
        rf"|(?P<digits>(?:{groups})(?:{sign}\d+|[.,]\d\d?(?!\d))?)"
        rf"(?:\s?(?P<factor>{_list_factors(of)}){end})?)",
        re.IGNORECASE,
    )


@functools.cache
def _compile_words(code: str) -> Pattern:
    """A word that multiplies; in a language without spaces, a number in native signs."""
    of = get_language(code)
    factors = [word for word in of.multipliers if len(word) == 1]
    signs = f"[{list_native_signs(of)}{''.join(factors)}]+"
    # matches: million
    # matches: 一百零四
    # rejects: the Assembly
    return deferred(_list_factors(of) if of.spaced else signs, re.IGNORECASE)


def _list_factors(of: Language) -> str:
    """An alternative of a pattern for the words that multiply."""
    words = sorted(of.multipliers, key=len, reverse=True)
    return "|".join(map(re.escape, words))
