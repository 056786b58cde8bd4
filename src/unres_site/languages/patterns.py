"""Patterns of a language's words, written as people write them.

    {year} {month} {day}   parts of a date; months by name or number, as the language's data say
    {number}               a number in digits or in the language's numerals, with an ordinal's ending (`41st`, `9-е`)
    {numeral}              a roman, Arabic or native number or a letter
    {symbol}               the number of a resolution (`242 (1967)`)
    {page}                 the number of a page, or of pages
    {any}                  anything, on one line
    [ … ] [ … | … ]        optional; alternatives

A space may be several, and in a language that is not spaced white space may stand between any two parts.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Collection, Sequence
from itertools import chain
from typing import NamedTuple

from unres_site.deferred import deferred
from unres_site.languages import Language, language
from unres_site.organs.fragments import PRINTED_BRACKETED, PRINTED_SLASHED

# matches: {day} {month}
# rejects: {
PART = deferred(r"\{(?P<placeholder>[a-z]+)\}|(?P<sign>[\[\]|])|(?P<space> +)|(?P<word>[^{}\[\]| ]+)")

# matches: 41st
# rejects: st
DIGITS = deferred(r"\d+")

# matches: 1  2
# rejects: 12
WHITE = deferred(r"\s+")

# matches: تشرين الثاني/ نوفمبر
# rejects: تشرين
SLASH = deferred(r"(?<!\s)\s*/\s*")

# matches: ⼤会
# matches: ﺍﻟﺠﻤﻌﻴﺔ
# rejects: 大会
FORMS = deferred(r"[\u2e80-\u2fdf\ufb50-\ufdff\ufe70-\ufefc]")
"""Radicals and joined letters that stand for common characters."""

SYMBOL_NUMBER = rf"(?P<symbol>{PRINTED_SLASHED}|{PRINTED_BRACKETED}|\d{{1,4}})"


class FoundDate(NamedTuple):
    """A date as printed: its year, month (1–12) and day, unchecked."""

    year: int
    month: int
    day: int


@functools.cache
def compiled(code: str, pattern: str, *, capitals: bool = False) -> re.Pattern[str]:
    """The regular expression of a pattern in a language; it is used with `fullmatch`, so it is linear in a line."""
    # matches: 2044 年 12 月 1 日
    # matches: 1 December 2044
    # matches: 60-е пленарное заседание
    # matches: 附件一
    # rejects: 大会决定保存文书
    # rejects: December 2044
    # longest: LONGEST_LINE
    return deferred(_expression(language(code), pattern), re.IGNORECASE if capitals else 0)


def _expression(of: Language, pattern: str) -> str:
    glue = "" if of.spaced else r"\s*"
    parts = [_part(of, match) for match in PART.finditer(pattern)]
    # `.*?` takes white space, too; with \s* beside it a line of spaces would take the third power of its length.
    return glue.join(parts).replace(rf"{glue}.*?", ".*?").replace(rf".*?{glue}", ".*?")


def _part(of: Language, match: re.Match[str]) -> str:
    if name := match["placeholder"]:
        return _placeholders(of)[name]
    if sign := match["sign"]:
        return {"[": "(?:", "]": ")?", "|": "|"}[sign]
    if match["space"]:
        return r"\s+"
    return re.escape(match["word"]).replace("/", r"\s*/\s*").replace(r"\(", r"[(（]\s*").replace(r"\)", r"\s*[)）]")


@functools.cache
def _placeholders_of(code: str) -> dict[str, str]:
    of = language(code)
    signs = "".join(sign for sign in of.numerals if len(sign) == 1)
    words = "".join(f"|{re.escape(word)}" for word in of.numerals if len(word) > 1)
    native = rf"|[{signs}]+" if signs else ""
    months = "|".join(_word(month) for month in sorted(of.months, key=len, reverse=True))
    return {
        "year": rf"(?P<year>\d{{4}}{native})",
        "month": rf"(?P<month>{months}{native})",
        "day": rf"(?P<day>\d{{1,2}}{native})(?:er|º|st|nd|rd|th)?",
        "number": rf"(?P<number>\d{{1,5}}(?:\s?[-\u2010\u2011]?[^\W\d]{{1,2}}|\.?[ªºª°])?{native}{words})",
        "numeral": rf"(?:[IVXL]+|\d{{1,2}}|[A-Z]{native})",
        "symbol": SYMBOL_NUMBER,
        "page": r"\d{1,3}",
        "any": ".*?",
    }


def _placeholders(of: Language) -> dict[str, str]:
    return _placeholders_of(of.code)


def _word(text: str) -> str:
    return re.escape(text).replace(r"\ ", r"\s+").replace("/", r"\s*/\s*")


def folded(text: str) -> str:
    """The text with common characters for radicals and joined letters: to be looked at, never to be shown."""
    return unicodedata.normalize("NFKC", text.translate(RADICALS)) if FORMS.search(text) else text


RADICALS = str.maketrans(
    "⼾⺟⺠⻄⻅⻆⻉⻋⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻨⻩⻬⻮⻰⻳", "户母民西见角贝车长门青韦页风飞食马骨鬼鱼鸟麦黄齐齿龙龟"
)
"""Radicals of simplified characters, whose compatibility mapping is another one (⼾) or none.

The others are those of Unicode's EquivalentUnifiedIdeograph.txt.
"""


def find(of: Language, patterns: tuple[str, ...], line: str, *, capitals: bool = False) -> re.Match[str] | None:
    """The match of the first pattern that takes the whole line (a closing point or comma apart).

    With `capitals` the line may be in capitals where the pattern is not, as in mastheads before 1997.
    """
    if len(line) > LONGEST_LINE:
        return None
    text = folded(line.rstrip(" .,，。،"))
    text = text if "(" in text else text.rstrip(")")
    for pattern in _all_compiled(of.code, patterns, capitals):
        if match := pattern.fullmatch(text):
            return match
    return None


@functools.cache
def _all_compiled(code: str, patterns: tuple[str, ...], capitals: bool) -> tuple[re.Pattern[str], ...]:  # noqa: FBT001  (by position the cache is quicker)
    return tuple(compiled(code, pattern, capitals=capitals) for pattern in patterns)


# matches: * * *
# matches: ***
# rejects: * 见
ASTERISKS = deferred(r"\*(?:\s*\*)+")

# matches: (?P<year>
# rejects: (?:
GROUP_NAME = deferred(r"\?P<[a-z]+>")


def expression(of: Language, alternatives: tuple[str, ...]) -> str:
    """Patterns as one expression without names, to be part of a larger one."""
    return "|".join(GROUP_NAME.sub("?:", _expression(of, pattern)) for pattern in alternatives)


@functools.cache
def _special(code: str) -> re.Pattern[str]:
    """All that a line alone may be but words: date, meeting, annex, formula, asterisks; to look once, not ten times."""
    of = language(code)
    known = expression(of, (*of.dates, *of.meetings, *of.annexes, *of.annex_heads))
    formulas = [_word(words) for of_organ in of.formulas.values() for words in of_organ]
    beside = GROUP_NAME.sub("?:", _beside(code).pattern)
    joined = "|".join([known, *formulas, beside, ASTERISKS.pattern])
    # matches: 1 December 2044.
    # matches: 大会，
    # matches: * * *
    # rejects: The General Assembly decides
    # longest: LONGEST_SPECIAL
    return deferred(rf"(?:{joined})[ .,，。،:：)]*")


@functools.cache
def _beside(code: str) -> re.Pattern[str]:
    """A date and a meeting on one line, in either order."""
    of = language(code)
    pair = [
        "|".join(GROUP_NAME.sub("?:", _expression(of, pattern)) for pattern in patterns if "{any}" not in pattern)
        for patterns in (of.dates, of.meetings)
    ]
    ways = (
        rf"(?:{first})[\s,，،]*(?P<{name}>{second})"
        for name, (first, second) in zip("md", (pair, pair[::-1]), strict=True)
    )
    # matches: 60th plenary meeting 1 December 2044
    # matches: 2044 年 12 月 1 日 第 60 次全体会议
    # rejects: 1 December 2044
    # longest: LONGEST_LINE
    return deferred("|".join(ways))


def closing_apart(of: Language, line: str) -> int | None:
    """Where the second of the two begins on a line that has both a date and a meeting; None on others."""
    match = _beside(of.code).fullmatch(line.rstrip(" .。"))
    return match.start(match.lastgroup) if match and match.lastgroup else None


LONGEST_LINE = 300
"""Characters of the longest line that a pattern is tried on, so that its time is bounded."""

LONGEST_SPECIAL = 120
"""Characters of the longest line that may be special."""


def special(of: Language, lines: Sequence[str]) -> set[int]:
    """Which lines may be a date, a meeting, an annex's head, a formula or asterisks, and not a paragraph's words."""
    firsts, known = _first_signs(of.code), _special(of.code)
    return {
        index
        for index, line in enumerate(lines)
        if (line[0] in firsts or line[0].isdigit()) and len(line) <= LONGEST_SPECIAL and known.fullmatch(folded(line))
    }


@functools.cache
def _first_signs(code: str) -> frozenset[str]:
    """The signs that special lines open with, digits apart: few other lines do."""
    of = language(code)
    firsts = [PART.match(pattern) for pattern in (*of.dates, *of.meetings, *of.annexes, *of.annex_heads)]
    signs = {first["word"][0] for first in firsts if first and first["word"]}
    signs |= {words[0] for known in (*of.formulas.values(), of.months, of.numerals) for words in known} | {"*"}
    return spellings(signs | {sign.upper() for sign in signs})


def spellings(signs: Collection[str]) -> frozenset[str]:
    """The signs, and the radicals and joined letters that stand for one of them."""
    return frozenset([*signs, *(form for form, sign in _forms() if sign in signs)])


@functools.cache
def _forms() -> tuple[tuple[str, str], ...]:
    """All radicals and joined letters, each with the sign that it stands for, or the first of those."""
    signs = "".join(map(chr, chain(range(0x2E80, 0x2FE0), range(0xFB50, 0xFF00))))
    return tuple((form, folded(form)[:1]) for form in FORMS.findall(signs))


def value(of: Language, text: str) -> int | None:
    """What a number printed in digits or in the language's numerals is worth; None where it is neither.

    Native signs are read by place (`九四七` is 947) unless ten or hundred stands among them (`十二` is 12).
    """
    digits = DIGITS.match(text)
    if digits:
        return int(digits[0])
    if text in of.numerals:
        return of.numerals[text]
    if not text or any(sign not in of.numerals for sign in text):
        return None
    values = [of.numerals[sign] for sign in text]
    return _multiplied(values) if max(values) >= 10 else int("".join(map(str, values)))  # noqa: PLR2004


def _multiplied(values: list[int]) -> int:
    total, unit = 0, 0
    for worth in values:
        if worth >= 10:  # noqa: PLR2004  (ten or hundred)
            total, unit = total + (unit or 1) * worth, 0
        else:
            unit = worth
    return total + unit


def date(of: Language, line: str) -> FoundDate | None:
    """The date that a line is, or None."""
    match = find(of, of.dates, line)
    return _date(of, match) if match else None


def dated(of: Language, text: str) -> FoundDate | None:
    """The first date within a text (`принятая … на его 6283-м заседании 12 марта 2010 года`), or None."""
    matches = (compiled(of.code, pattern).search(text, 0, LONGEST_LINE) for pattern in of.dates)
    return next((_date(of, match) for match in matches if match), None)


def met(of: Language, text: str) -> int | None:
    """The number of the first meeting within a text (`安全理事会第4956次会议通过`), or None."""
    ways = (pattern for pattern in of.meetings if "{any}" not in pattern)
    matches = (compiled(of.code, pattern).search(text, 0, LONGEST_LINE) for pattern in ways)
    return next((value(of, match["number"]) for match in matches if match), None)


def _date(of: Language, match: re.Match[str]) -> FoundDate | None:
    folded = SLASH.sub("/", WHITE.sub(" ", match["month"]))
    month = of.months.get(folded) or value(of, match["month"])
    year, day = value(of, match["year"]), value(of, match["day"])
    return FoundDate(year, month, day) if year and month and day else None
