"""Patterns of a language's words, written as people write them.

    {year} {month} {day}   parts of a date; months by name or number, as the language's data say
    {number}               a number in digits or in the language's numerals, with an ordinal's ending (`41st`, `9-е`)
    {numeral}              a roman, Arabic or native number or a letter
    {division}             the number of an article or a chapter: the same, or in words
    {symbol}               the number of a resolution (`242 (1967)`)
    {page}                 the number of a page, or of pages
    {count} {states}       a number of States that voted, and their names
    {any}                  anything, on one line
    [ … ] [ … | … ]        optional; alternatives

A space may be several, and in a language that is not spaced white space may be between any two parts.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Sequence
from itertools import chain
from typing import NamedTuple

from unres_site.deferred import Pattern, deferred
from unres_site.languages import Language, get_language
from unres_site.languages.numerals import (
    list_native_signs,
    make_words_pattern,
    read_number,
)
from unres_site.languages.spelling import add_forms, find_unfolded_length, fold_spelling
from unres_site.organs.fragments import PRINTED_BRACKETED, PRINTED_SLASHED

# matches: {day} {month}
# rejects: {
PART = deferred(
    r"\{(?P<placeholder>[a-z]+)\}|(?P<sign>[\[\]|])|(?P<space> +)|(?P<word>[^{}\[\]| ]+)"
)

# matches: 1  2
# rejects: 12
WHITE = deferred(r"\s+")

# matches: تشرين الثاني/ نوفمبر
# rejects: تشرين
SLASH = deferred(r"(?<!\s)\s*/\s*")

SYMBOL_NUMBER = rf"(?P<symbol>{PRINTED_SLASHED}|{PRINTED_BRACKETED}|\d{{1,4}})"

# matches: * * *
# matches: ***
# rejects: * 见
ASTERISKS = deferred(r"\*(?:\s*\*)+")

# matches: (?P<year>
# rejects: (?:
GROUP_NAME = deferred(r"\?P<[a-z]+>")

VARYING = frozenset("/()")
"""Signs with which a word of a pattern has more than one spelling."""

LONGEST_LINE = 300
"""Characters of the longest line that a pattern is tried on, so that its time is bounded."""

LONGEST_SPECIAL = 300
"""Characters of the longest line that may be special."""


class FoundDate(NamedTuple):
    """A date as printed: year, month (1–12) and day, unchecked."""

    year: int
    month: int
    day: int


# --- from patterns to regular expressions


@functools.cache
def compile_pattern(code: str, pattern: str, *, capitals: bool = False) -> Pattern:
    """The regular expression of a pattern in a language. It is used with `fullmatch`, so it is linear in a line."""
    # matches: 2044 年 12 月 1 日
    # matches: 1 December 2044
    # matches: 60-е пленарное заседание
    # matches: 附件一
    # rejects: 大会决定保存文书
    # rejects: the thirteenth of December
    # longest: LONGEST_LINE
    return deferred(
        make_expression(get_language(code), pattern), re.IGNORECASE if capitals else 0
    )


def make_expression(of: Language, pattern: str) -> str:
    """The regular expression of a pattern, as text."""
    glue = "" if of.spaced else r"\s*"
    joined = glue.join(_make_part(of, match) for match in PART.finditer(pattern))
    # `.*?` takes white space too. With \s* beside it a line of spaces would take the third power of its length.
    return joined.replace(rf"{glue}.*?", ".*?").replace(rf".*?{glue}", ".*?")


def _make_part(of: Language, match: re.Match[str]) -> str:
    """The regular expression of one part of a pattern."""
    if name := match["placeholder"]:
        return _list_placeholders(of.code)[name]
    if sign := match["sign"]:
        return {"[": "(?:", "]": ")?", "|": "|"}[sign]
    if match["space"]:
        return r"\s+"

    word = re.escape(fold_spelling(match["word"])).replace("/", r"\s*/\s*")
    return word.replace(r"\(", r"[(（]\s*").replace(r"\)", r"\s*[)）]")


@functools.cache
def _list_placeholders(code: str) -> dict[str, str]:
    """The regular expression of each placeholder in a language."""
    of = get_language(code)
    signs = list_native_signs(of)
    native = rf"|[{signs}]+" if signs else ""
    words = make_words_pattern(of)
    months = "|".join(map(_make_month, sorted(of.months, key=len, reverse=True)))
    return {
        "year": rf"(?P<year>\d{{4}}{native})",
        "month": rf"(?P<month>{months}{native})",
        "day": rf"(?P<day>\d{{1,2}}{native})(?:\s?er|ᵉʳ|º|st|nd|rd|th)?",
        "number": rf"(?P<number>\d{{1,5}}(?:\s?[-\u2010\u2011]?[^\W\d]{{1,3}}\.?|\.?[ªºª°])?{native}{words})",
        "numeral": rf"(?:[IVXL]+|\d{{1,2}}|[A-Z]{native})",
        "division": rf"(?P<division>[IVXL]+(?![a-z])|\d{{1,3}}(?:er)?|[A-Z](?![a-z]){native}{_count_words(of)}{words})",
        "symbol": _make_symbol_number(signs),
        "page": r"\d{1,3}",
        "any": ".*?",
        "count": rf"(?P<count>\d{{1,3}}{native}{_count_words(of)})",
        "states": r"(?P<states>[^()（）]{1,400})",
    }


def _count_words(of: Language) -> str:
    """Alternatives for numbers of States in words, the longest first; each begins with `|`."""
    words = sorted(of.vote.counts, key=len, reverse=True)
    return "".join(f"|{re.escape(word)}" for word in words)


def _make_symbol_number(signs: str) -> str:
    """A resolution's number in digits or, in a language that has such signs, in its own numerals: `四(一九四六)`."""
    if not signs:
        return SYMBOL_NUMBER

    native = rf"[{signs}]{{1,8}}(?:\s?[(（]\s?[{signs}]{{1,4}}\s?[)）])?"
    return SYMBOL_NUMBER.removesuffix(")") + rf"|{native})"


def _make_month(name: str) -> str:
    """The pattern of a month; of two names (`تشرين الثاني/نوفمبر`) the second may be in brackets."""
    first, slash, second = _make_word(name).partition(r"\s*/\s*")
    if not slash:
        return first
    return rf"{first}(?:{slash}{second}|\s*\({second}\))"


@functools.cache
def _fold_months(code: str) -> dict[str, int]:
    """The language's months by their folded names."""
    return {
        fold_spelling(name): month for name, month in get_language(code).months.items()
    }


def _make_word(text: str) -> str:
    return (
        re.escape(fold_spelling(text)).replace(r"\ ", r"\s+").replace("/", r"\s*/\s*")
    )


def join_patterns(of: Language, alternatives: tuple[str, ...]) -> str:
    """Patterns as one regular expression without named groups, to be part of a larger one."""
    return "|".join(
        _remove_names(make_expression(of, pattern)) for pattern in alternatives
    )


def _remove_names(expression: str) -> str:
    return GROUP_NAME.sub("?:", expression)


# --- lines


def find(
    of: Language, patterns: tuple[str, ...], line: str, *, capitals: bool = False
) -> re.Match[str] | None:
    """The match of the first pattern that takes the whole line, without its closing point or comma.

    With `capitals` the line may be in capitals where the pattern is not, as in mastheads before 1997.
    """
    if len(line) > LONGEST_LINE:
        return None

    text = fold_spelling(line.rstrip(" .,，。،"))
    if "(" not in text:
        text = text.rstrip(")")

    for needed, pattern in _compile_patterns(of.code, patterns, capitals):
        if needed in text and (match := pattern.fullmatch(text)):
            return match

    return None


@functools.cache
def _compile_patterns(
    code: str,
    patterns: tuple[str, ...],
    capitals: bool,  # noqa: FBT001  (by position the cache is quicker)
) -> tuple[tuple[str, Pattern], ...]:
    """For each pattern a word that every match has, and the expression, which is compiled when a line has that word."""
    made: list[tuple[str, Pattern]] = []
    for pattern in patterns:
        needed = find_needed_word(pattern)
        if capitals and needed.lower() != needed.upper():
            needed = ""  # the line may have it in capitals
        made.append((needed, compile_pattern(code, pattern, capitals=capitals)))

    return tuple(made)


@functools.cache
def find_needed_word(pattern: str) -> str:
    """The longest word that all matches of a pattern have (`号决议` of `第{symbol}号决议`), folded; empty if none."""
    depth = 0
    needed = ""
    for part in PART.finditer(pattern):
        sign = part["sign"]
        word = fold_spelling(part["word"] or "")
        depth += {"[": 1, "]": -1}.get(sign, 0)
        if depth == 0 and sign == "|":
            return ""
        is_fixed = depth == 0 and VARYING.isdisjoint(word)
        if is_fixed and len(word) > len(needed):
            needed = word

    return needed


def _list_division_heads(of: Language) -> tuple[str, ...]:
    return tuple(chain.from_iterable(of.divisions.values()))


def find_special_lines(of: Language, lines: Sequence[str]) -> set[int]:
    """Indexes of the lines that may be a date, a meeting, an annex's head, a formula or asterisks."""
    firsts = _list_first_signs(of.code)
    known = _compile_special(of.code)
    found: set[int] = set()
    for index, line in enumerate(lines):
        may_be = len(line) <= LONGEST_SPECIAL and (
            line[0] in firsts or line[0].isdigit()
        )
        if may_be and known.fullmatch(fold_spelling(line)):
            found.add(index)

    return found


@functools.cache
def _compile_special(code: str) -> Pattern:
    """All that a special line may be, in one expression, so that each line is tried once."""
    of = get_language(code)
    known = join_patterns(of, (*of.dates, *of.meetings, *of.closings, *of.annexes))
    known += f"|(?i:{join_patterns(of, of.annexes)})"
    known += f"|(?:{join_patterns(of, _list_division_heads(of))})(?!\\w).*"
    formulas = map(_make_word, chain.from_iterable(of.formulas.values()))
    joined = "|".join(
        [
            known,
            *formulas,
            _remove_names(_compile_date_and_meeting(code).pattern),
            ASTERISKS.pattern,
        ]
    )
    # matches: 1 December 2044.
    # matches: 大会，
    # matches: * * *
    # rejects: The General Assembly decides
    # longest: LONGEST_SPECIAL
    return deferred(rf"(?:{joined})[ .,，。،:：)]*")


@functools.cache
def _list_first_signs(code: str) -> frozenset[str]:
    """The signs that special lines begin with, except digits. Few other lines begin with them."""
    of = get_language(code)
    signs = {"*"}
    for pattern in (
        *of.dates,
        *of.meetings,
        *of.closings,
        *of.annexes,
        *_list_division_heads(of),
    ):
        first = PART.match(pattern)
        if first and first["word"]:
            signs.add(fold_spelling(first["word"])[0])

    for words in (*of.formulas.values(), of.months, of.numerals):
        signs.update(fold_spelling(word)[0] for word in words)

    return add_forms(signs | {sign.upper() for sign in signs})


@functools.cache
def _compile_date_and_meeting(code: str) -> Pattern:
    """A date and a meeting on one line, in either order."""
    of = get_language(code)
    date = join_patterns(of, _select_bounded(of.dates))
    meeting = join_patterns(of, _select_bounded(of.meetings))
    # matches: 60th plenary meeting 1 December 2044
    # matches: 2044 年 12 月 1 日 第 60 次全体会议
    # rejects: 1 December 2044
    # longest: LONGEST_LINE
    return deferred(
        rf"(?:{date})[\s,，،]*(?P<m>{meeting})|(?:{meeting})[\s,，،]*(?P<d>{date})"
    )


def _select_bounded(patterns: Iterable[str]) -> tuple[str, ...]:
    """The patterns without `{any}`: they fit no other words."""
    bounded = [pattern for pattern in patterns if "{any}" not in pattern]
    return tuple(bounded)


def find_closing_cut(of: Language, line: str) -> int | None:
    """The offset of the second one on a line that has a date and a meeting; None for other lines."""
    match = _compile_date_and_meeting(of.code).fullmatch(
        fold_spelling(line.rstrip(" .。"))
    )
    if match and match.lastgroup:
        return find_unfolded_length(line, match.start(match.lastgroup))
    return None


# --- numbers, dates and meetings


def read_date(of: Language, line: str) -> FoundDate | None:
    """The date that a line is, or None."""
    match = find(of, of.dates, line)
    if match:
        return _read_parts_of_date(of, match)
    return None


def find_date(of: Language, text: str) -> FoundDate | None:
    """The first date within a text (`принятая … на его 6283-м заседании 12 марта 2010 года`), or None."""
    text = fold_spelling(text[:LONGEST_LINE])
    for pattern in of.dates:
        if match := compile_pattern(of.code, pattern).search(text):
            return _read_parts_of_date(of, match)

    return None


def find_meeting(of: Language, text: str) -> int | None:
    """The number of the first meeting within a text (`安全理事会第4956次会议通过`), or None."""
    text = fold_spelling(text[:LONGEST_LINE])
    for pattern in _select_bounded(of.meetings):
        if match := compile_pattern(of.code, pattern).search(text):
            return read_number(of, match["number"])

    return None


def read_session(of: Language, line: str) -> int | None:
    """The number of the regular session that a line of the masthead is, `Sixty-first session`; None for others."""
    match = find(of, of.masthead.session, line, capitals=True)
    number = match.groupdict().get("number") if match else None
    if number:
        return read_number(of, number)
    return None


def _read_parts_of_date(of: Language, match: re.Match[str]) -> FoundDate | None:
    """The date of the groups year, month and day; None if one of them is not a number or a month."""
    name = WHITE.sub(" ", match["month"])
    name = SLASH.sub("/", name.replace("(", "/").removesuffix(")"))
    month = _fold_months(of.code).get(name) or read_number(of, match["month"])
    year = read_number(of, match["year"])
    day = read_number(of, match["day"])
    if not year or not month or not day:
        return None

    return FoundDate(year, month, day)
