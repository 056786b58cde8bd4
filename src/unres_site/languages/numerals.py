"""Numbers in digits, in native signs (`九四七`) and in words (`sexagésima tercera`)."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence

from unres_site.deferred import Pattern, deferred
from unres_site.languages import Language, get_language
from unres_site.languages.spelling import fold_spelling

# matches: 41st
# rejects: st
DIGITS = deferred(r"\d+")

# matches: i520th
# matches: 30i6th
# matches: 283 3rd
# rejects: 1520th
# rejects: 12 5th
MISREAD = deferred(
    r"(?<![^\W_])(?=[\diIlO|]{0,4}(?:\d[iIlO|]|[iIlO|]\d))[\diIlO|]{3,5}(?=(?:st|nd|rd|th)\b|[ .-])"
    r"|(?<!\S)\d{3} \d(?=(?:st|nd|rd|th)\b)"
)
"""A number of three to five digits of which some were recognized as letters, or between which a space was."""

LIKE_DIGITS = str.maketrans("iIlO|", "11101", " ")

NOTHING = "(?!)"
"""A pattern that nothing matches: the words of a language whose numerals are all signs."""

TEN = 10
"""The least numeral that multiplies the one before it."""


def read_number(of: Language, text: str) -> int | None:
    """The value of a number in digits or in the language's numerals; None for anything else.

    Native signs are read by place (`九四七` is 947) unless ten or hundred is among them (`十二` is 12). The values of
    words are added up (`sexagésima tercera` is 63).
    """
    digits = DIGITS.match(text)
    if digits:
        return int(digits[0])

    numerals = _fold_numerals(of.code)
    folded = fold_spelling(text).lower()
    if folded in numerals:
        return numerals[folded]
    if not folded or any(sign not in numerals for sign in folded):
        return _add_words(of, folded)

    values = [numerals[sign] for sign in folded]
    if max(values) >= TEN:
        return _multiply(values)

    by_place = "".join(map(str, values))
    return int(by_place)


def _multiply(values: list[int]) -> int:
    """The value of signs with ten or hundred among them: 二百三十 is 2 × 100 + 3 × 10."""
    total = unit = 0
    for number in values:
        if number < TEN:
            unit = number
        else:
            total += (unit or 1) * number
            unit = 0

    return total + unit


def _add_words(of: Language, text: str) -> int | None:
    """The value of several words; None if one of them is not a numeral."""
    total = end = 0
    while end < len(text):
        found = _compile_next_word(of.code).match(text, end)
        if found is None:
            return None
        total += _fold_numerals(of.code)[found["word"]]
        end = found.end()

    return total or None


def find_misread_number(text: str) -> re.Match[str] | None:
    """The first number in a text that was recognized with letters or a space in it: `i520th`, `283 3rd`."""
    return MISREAD.search(text)


def restore_digits(text: str) -> str:
    """The text with the digits of such numbers: `1520th`, `2833rd`."""

    def restore(misread: re.Match[str]) -> str:
        return misread[0].translate(LIKE_DIGITS)

    return MISREAD.sub(restore, text)


def list_native_signs(of: Language) -> str:
    """The numerals of one sign, for a class of a pattern."""
    signs = [numeral for numeral in of.numerals if len(numeral) == 1]
    return "".join(signs)


def make_words_pattern(of: Language) -> str:
    """An alternative of a pattern for numbers of up to four words (`deux cent soixante-dix-neuvième`), or nothing."""
    words = _list_words(of.code)
    if not words:
        return ""

    alternatives = []
    for word in words:
        first = word[0]
        rest = re.escape(word[1:])
        alternatives.append(f"[{first}{first.upper()}]{rest}")

    one = "|".join(alternatives)
    join = _compile_joins(of.code).pattern
    return rf"|(?:{one})(?:(?:{join})(?:{one})){{0,3}}"


@functools.cache
def _fold_numerals(code: str) -> dict[str, int]:
    """The language's numerals by their folded words."""
    return {
        fold_spelling(word).lower(): number
        for word, number in get_language(code).numerals.items()
    }


@functools.cache
def _list_words(code: str) -> Sequence[str]:
    """The numerals that are words, the longest first: `two hundred` before `two`."""
    words = [word for word in _fold_numerals(code) if len(word) > 1]
    return sorted(words, key=len, reverse=True)


@functools.cache
def _compile_next_word(code: str) -> Pattern:
    """The next word of a number, with what joins it to the one before."""
    join = _compile_joins(code).pattern
    words = "|".join(map(re.escape, _list_words(code))) or NOTHING
    # matches: third
    # matches: " third"
    # rejects: lighthouse
    return deferred(rf"(?:{join})?(?P<word>{words})(?=(?:{join})|$)")


@functools.cache
def _compile_joins(code: str) -> Pattern:
    """What is between the words of a number."""
    joins = map(re.escape, get_language(code).numeral_joins)
    # matches: " "
    # rejects: tercera
    return deferred("|".join(joins) or r"\s")
