"""Cuts a text or a query into its terms. `static/search/10-tokens.js` gives the same, code point for code point.

Both are held to `tests/data/search/tokens.json`, the specification in examples. In short:

    小武器           小 武 器 小武 武器        each character (for queries of one), each two neighbours
    Small arms      small arms               words: letters and digits of any script but Han
    A/RES/49/75 G   49/75g 49/75 a/res/49/75g a/res/49 …     symbols whole, without their part, by their beginnings
    ARES5858        ares5858 58/58           a symbol without its slashes
    2003年12月8日   2003年12月8日 2003年12月 12月8日     a date and its parts, after the terms of all items

Patterns use ASCII letters and fixed ranges if they can, because Python and JavaScript follow different versions of
Unicode. Their classes of letters and marks agree on every code point that Python knows.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

from unres_site.deferred import deferred
from unres_site.organs.fragments import (
    FOLDED_BRACKETED,
    FOLDED_DOCUMENT,
    FOLDED_OWNERS,
    FOLDED_SERIES,
    FOLDED_SLASHED,
)

HAN = "々〇\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
BLANK = r"\t-\r \x85\u1680\u2028\u2029"
"""White space that a normal form may have; JavaScript's `\\s` and Python's differ beyond it."""

TATWEEL = "\u0640"
"""A stroke that lengthens an Arabic word in print. It is not a letter."""

MOST_KNOWN = 1 << 17
"""Items whose terms are kept in memory."""

DIGITS = frozenset("0123456789")

_SYMBOL = (
    f"(?:{FOLDED_SERIES})?(?:{FOLDED_SLASHED}|{FOLDED_BRACKETED})|{FOLDED_DOCUMENT}"
)

# matches: 58/58
# matches: 小武器
# rejects: ，。
SCAN = deferred(
    rf"(?P<symbol>{_SYMBOL})|(?P<han>[{HAN}](?:[{BLANK}]*[{HAN}])*)|(?P<word>[^\W_{HAN}]+)"
)

KINDS = ("symbol", "han", "word")
"""The kinds of items, in the order of the groups of `SCAN`."""

# matches: 8日
# rejects: 日，
WORD = deferred(rf"[^\W_{HAN}]+")

# A character that is in no word and in no symbol, if it is not Han. A run of them counts as one.
# matches: ，。
# rejects: 58/58
IDLE = deferred("[^\\w/.() -]")

# A character that may be dropped or replaced: no letter, ASCII digit, white space or common punctuation.
# matches: "\u200d"
# matches: ٥٨
# rejects: 第 1 段,“引文”。
RARE = deferred("[^\\w\\s!-~、-】‘-”]|[\u0640\u0660-\u0669\u06f0-\u06f9]")

# matches: 武 器
# rejects: 武器
BLANKS = deferred(rf"[{BLANK}]+")

# A compound symbol is cut where a second organ begins.
# matches: a/52/871-s/1998/318
# rejects: a/res/s-10/2
COMPOUND = deferred("-(?=[a-z]+/)")

# matches: a/res/58/58
# matches: 1325(2000)
# rejects: a/58/58
NUMBERED = deferred(f"^({FOLDED_SERIES})?({FOLDED_SLASHED}|{FOLDED_BRACKETED})$")

# matches: 217a(iii)
# matches: 217(iii)a
# rejects: 49/75g
OLD = deferred(r"^([0-9]{1,4})([a-z]?)(\([a-z0-9-]+\))([a-z]?)$")

# matches: 49/75g
# matches: 217(iii)a
# rejects: 58/58
PART = deferred("([0-9)])[a-z]$")

# matches: ares5858
# rejects: ares58
COMPACT = deferred(rf"^(?:{FOLDED_OWNERS})res([0-9]{{2}})([0-9]{{1,3}})([a-z]?)$")

_GAP = f"[{BLANK}]{{0,2}}"
_DAY = f"{_GAP}([0-9]{{1,2}}){_GAP}日"

# A date of digits with its month and its year, its day, or both.
# matches: 2003 年 12 月 8 日
# matches: 2003年12月
# matches: 12月8日
# rejects: 12月
# rejects: a12月8日
DATE = deferred(
    rf"(?<![^\W_{HAN}])(?:([0-9]{{4}}){_GAP}年{_GAP}([0-9]{{1,2}}){_GAP}月(?:{_DAY})?|([0-9]{{1,2}}){_GAP}月{_DAY})"
)

MONTH = "月"
"""The character that every date has."""

BEFORE_MONTH, FROM_MONTH = 13, 8
"""The most characters of a date before `MONTH`, and from it on."""


def normalize(text: str) -> str:
    """The form in which texts and queries are compared.

    NFKC and lower case; one small sigma; Arabic digits as 0–9; without marks, tatweel and invisible characters.
    """
    lower = unicodedata.normalize("NFKC", text).lower().replace("\u03c2", "\u03c3")
    if lower.isascii():
        return lower
    return RARE.sub(_replace_rare, lower)


def tokenize(text: str) -> list[str]:
    """All terms of a text in its order, each as often as it occurs. Any string has some or none."""
    terms: list[str] = []
    normal = normalize(text)
    for kind, found in scan(normal):
        terms += list_item_terms(kind, found)

    return terms + list_date_terms(normal)


def scan(normal: str) -> Iterator[tuple[str, str]]:
    """The items of a normal form: the kind, `symbol`, `han` or `word`, and the text."""
    for match in SCAN.finditer(normal):
        yield match.lastgroup or "", match[0]


def count_items(normal: str) -> Iterator[tuple[str, str, int]]:
    """The different items of `scan`: kind, text, and how often each occurs. It takes half the time of `scan`."""
    for texts, count in Counter(SCAN.findall(normal)).items():
        for kind, found in zip(KINDS, texts, strict=True):
            if found:
                yield kind, found, count


def list_item_terms(kind: str, found: str) -> Iterator[str]:
    """The terms of an item of `scan`."""
    if kind == "han":
        yield from _list_han_terms(BLANKS.sub("", found))
    elif kind == "symbol":
        yield from list_symbol_terms(found)
        yield from WORD.findall(found)
    else:
        yield from _list_word_terms(found)


@lru_cache(maxsize=MOST_KNOWN)
def list_known_terms(kind: str, found: str) -> tuple[str, ...]:
    """The same, kept for the next text that has the item."""
    return tuple(list_item_terms(kind, found))


def list_date_terms(normal: str) -> list[str]:
    """The terms of the dates in a normal form: each date as a whole, its year with its month, its month with its day.

    Only the surroundings of `MONTH` are searched, which takes a thirtieth of the time of searching everywhere.
    """
    terms: list[str] = []
    end = 0
    at = normal.find(MONTH)
    while at >= 0:
        start = max(end, at - BEFORE_MONTH)
        found = DATE.search(normal, start, at + FROM_MONTH)
        if found:
            terms += _parts_of_date(found)
        end = found.end() if found else end
        at = normal.find(MONTH, max(end, at + 1))

    return terms


def _parts_of_date(found: re.Match[str]) -> Iterator[str]:
    year, month, day, lone_month, lone_day = found.groups()
    if year and day:
        yield f"{year}年{month}月{day}日"

    if year:
        yield f"{year}年{month}月"

    if day or lone_day:
        yield f"{month or lone_month}月{day or lone_day}日"


def list_symbol_terms(symbol: str) -> list[str]:
    """The terms of a symbol in normal form, each once. A query for the symbol asks for the first."""
    whole = symbol.replace(" ", "")
    parts = COMPOUND.split(whole)
    found = [whole] if len(parts) > 1 else []
    for part in parts:
        found += _list_single_symbol_terms(part)

    return [term for term in dict.fromkeys(found) if not DIGITS.isdisjoint(term)]


def _list_single_symbol_terms(symbol: str) -> Iterator[str]:
    numbered = NUMBERED.match(symbol)
    if numbered:
        number = OLD.sub(r"\1\3\2\4", numbered[2])
        yield number
        yield PART.sub(r"\1", number)
        yield (numbered[1] or "") + number
    else:
        yield symbol

    yield from _list_beginnings(symbol)


def _list_beginnings(symbol: str) -> Iterator[str]:
    """The beginnings that end before a slash, the longest first, without the organ alone."""
    slashes = [place for place, char in enumerate(symbol) if char == "/"]
    for place in reversed(slashes[1:]):
        yield symbol[:place]


def _list_han_terms(run: str) -> Iterator[str]:
    yield from run
    for first, second in pairwise(run):
        yield first + second


def _list_word_terms(word: str) -> Iterator[str]:
    yield word
    compact = COMPACT.match(word)
    if compact:
        yield from list_symbol_terms(f"{compact[1]}/{compact[2]}{compact[3]}")


def _replace_rare(match: re.Match[str]) -> str:
    char = match[0]
    if char.isdecimal():
        return chr(ord("0") + unicodedata.decimal(char))

    category = unicodedata.category(char)
    is_invisible = category == "Cf" or category.startswith("M")
    if is_invisible or char == TATWEEL:
        return ""
    return char
