"""Shapes of marks: digits of a line that may call a note.

A mark follows its word directly, and only its shape and its place tell it from other numbers.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from itertools import chain

from unres_site.deferred import deferred
from unres_site.languages import list_languages
from unres_site.loader.decode.source import Line
from unres_site.loader.notes.styles import AFTER_MARK
from unres_site.loader.pieces import DATE_START, NOTE_START
from unres_site.text.canonical import HAN
from unres_site.text.labels import OPERATIVE

BEFORE_MARK = r"，。；：、,;:)\]）》」』”’»\"!?؛،%"
"""Signs that may precede a mark; a class of a pattern."""

SIGNS_APART = frozenset(" \t\u00a0\u3000-‐‑–—/(（")
"""Signs behind which digits are a number of their own."""

# matches: 报告，1
# matches: 工作文件2 和其他
# matches: 报告1/并
# rejects: 年1 月8 日
# rejects: 总额的3.2%
# rejects: A/75/345
# rejects: COVID-19
INLINE_MARK = deferred(
    rf"(?P<number>[1-9](?<=(?:[^\W\d_A-Z]|[{BEFORE_MARK}])[1-9])\d{{0,2}})"
    rf"(?:/(?![0-9A-Za-z])|(?=$|[\s{AFTER_MARK}])(?![.,]\d|\s\d{{3}}(?!\d)|\s[月日]))"
)

# matches: 约1,
# matches: 第11、
# rejects: 2018,
# rejects: 74/181,
BROKEN_NUMBER = deferred(r"(?:^|[^\d/])\d{1,3}[、，,.]$")

# matches: report.3
# rejects: L.43
# rejects: GC.18/Res.9 от
AFTER_POINT = deferred(r"(?P<number>[1-9](?<=[^\W\d_]{4}\.[1-9])\d{0,2})(?=\s|$)")

# matches: resolution 72/4; 1
# matches: 8 August 1967,             1  in particular
# rejects: paragraph 1
# rejects: 数额：   1 234
LOOSE_MARK = deferred(
    r" (?<=[，。；,;:.)»”] ) {0,40}(?P<number>[1-9]\d{0,2})(?=\s*$|\s{1,40}(?=[^\W\d]|\d{1,3}/\d))"
)

NUMBER_APART = rf"(?P<number>[1-9]\d{{0,2}})(?=\s*$|\s{{1,40}}(?=[^\W\d]|\d{{1,3}}/\d)|[{AFTER_MARK}])(?![.,]\d)"
"""A number that words follow, or another resolution's number; part of a pattern."""

# matches: Paz Árabe  10 y
# matches: reports of 2013   2   and
# rejects: paragraph 1 of
# rejects: 通盘决策  12 345 600
PARTED_MARK = deferred(rf"  (?<=\S  ) {{0,40}}{NUMBER_APART}")

# matches: Sustainable Development       1 is our road map
# matches: INTERPOL      1, de 1997
# rejects: 71,   de   2   de
WIDE_MARK = deferred(rf"     (?<=\S     ) {{0,40}}{NUMBER_APART}")
"""A mark that columns have parted from its word; narrower gaps set a line to its full width."""

# matches: INTERPOL1, de 1997
# matches: OSCE2 and
# rejects: COVID-19,
# rejects: G20
AFTER_CAPITALS = deferred(
    rf"[A-ZА-Я](?<=[^\W\d_]{{3}})(?P<number>[1-9]\d{{0,2}})(?=$|[\s{AFTER_MARK}])(?![.,]\d)"
)

# matches: 报告，1并铭记
# matches: 宣言》10由
# rejects: 第1段
# rejects: 报告，1 并
BEFORE_HAN = deferred(rf"[，。；》”）,;](?P<number>[1-9]\d{{0,2}})(?=[{HAN}])")
"""A mark between a sign and a word without a space, as PyMuPDF extracts it; or the number of things counted."""

# matches: 的报告9和关于
# matches: Cartagena29y la
# matches: 报告 3 第8段
# matches: 第45/3号2和
# rejects: 12月9日
BETWEEN_WORDS = deferred(
    rf"(?P<number>[1-9](?:(?<=[^\W\d_A-Z]{{3}}[1-9])|(?<=[{HAN}] [1-9])|(?<=\d[号號][1-9]))\d{{0,2}})"
    rf"(?=[^\W\d_A-Z{HAN}]|[和及与的]| ?第)"
)

# matches: 报告，8 其中
# rejects: 宣言
DIGIT = deferred(r"\d")
"""Most lines have none, and no mark."""

# matches: 74/912
# rejects: ７４
DIGITS = deferred(r"[0-9]+")

# matches: 第 74
# rejects: 第 74 号
DIGITS_AT_END = deferred(r"\d{1,6}$")

# matches: 74/912;
# matches: 2015–20306 and
# rejects: 2015年
FUSED_MARK = deferred(rf"\d{{1,6}}(?=$|[\s{AFTER_MARK}])(?![.,]\d)")

# matches: 第74/
# rejects: 第74
# rejects: A/CONF.192/
FUSED_HEAD = deferred(r"(?<![A-Za-z\d.])[\dIVXL]{1,6}/$")
"""What precedes such digits, if they are the number of a resolution."""

# matches: 2030
# rejects: 1803
YEAR = deferred(r"(?:19|20)\d\d")

# matches: 1946
# rejects: 1913
RECENT_YEAR = deferred(r"(?:19[4-9]|20\d)\d")
"""A year from the time of the United Nations: no mark ends it."""

# matches: 2018 年 4 月 26 日
# matches: 4 月 26
# matches: 15 octobre 1996
# matches: 2 de diciembre de 2020
# matches: 2532 (2020)
# matches: 1514 (XV)
# rejects: 10 Member States
# rejects: 第 3 段
WHOLE = deferred(
    rf"\d{{1,4}}(?=\s?(?:[年月日]|\((?:(?:19|20)\d\d|[IVXL]{{1,6}})\)))|月\s?\d{{1,2}}(?!\d)|{DATE_START.pattern}"
)
"""A date, a part of one, or the number of a resolution: none of its digits is a mark."""

# matches: of 3 September
# matches: , de 9 de diciembre
# matches: от 20
# rejects: , and
DATED = deferred(r",?\s?(?:[^\W\d]{1,3}\s)?\d")
"""What follows a whole number of a resolution: its date. A mark would follow the date."""

# matches: of 3 September
# matches: , de 9 de diciembre
# matches: du 1er octobre
# rejects: et 74/5
DATE_FOLLOWS = deferred(r",?\s?[^\W\d]{1,3}\s\d{1,2}(?:er|º)?\s[^\W\d]")
"""A date behind a whole number of a resolution."""

# matches: " votes to none"
# rejects: , the
WORD_FOLLOWS = deferred(r"\s[^\W\d]")

LONG_NUMBER = 3
"""A number of so many digits is too long for a day, and seldom counts things."""

DOUBTFUL = 2
"""Digits of this rank or a higher one are a mark only if no others can be."""

HIGHEST_RESOLUTION = 350
"""No session of the Assembly has numbered as many resolutions; a higher number ends in a mark."""

BEFORE_NUMBER = 24
"""Characters before a number in which it is called a decision."""

ODD_MARKS = (
    *((LOOSE_MARK, 0.0), (AFTER_CAPITALS, 0.5), (WIDE_MARK, 0.5)),
    *((PARTED_MARK, 1.25), (BEFORE_HAN, 1.5), (BETWEEN_WORDS, 1.75)),
)
"""Shapes of marks that only their place can tell from other numbers, by their rank (0 is best)."""

NARROW_MARKS = tuple(
    entry for entry in ODD_MARKS if entry[0] not in (WIDE_MARK, PARTED_MARK)
)
"""Those that a line without two spaces side by side may have."""

Stretch = tuple[str, int, int]
"""A mark in a line: its number, and its start and end there."""


def find_possible_calls(line: Line) -> set[int]:
    """The numbers of notes that digits of the line may call, by `find_candidates` or as `find_doubtful` has it."""
    text = line.text
    if not DIGIT.search(text):
        return set()

    found = {int(match["number"]) for match in find_candidates(line)}
    for pattern, _ in ODD_MARKS if "  " in text else NARROW_MARKS:
        found.update([int(match["number"]) for match in pattern.finditer(text)])

    if start := NOTE_START.match(f"{text} ."):
        found.add(int(start["number"]))

    for match in FUSED_MARK.finditer(text):
        digits = match[0]
        if len(digits) > 1:
            headed = _is_headed(match)
            suffixes = (digits[-length:] for length in range(1, min(4, len(digits))))
            found.update(
                int(sign)
                for sign in suffixes
                if sign[0] != "0"
                and _rank_fused(digits, sign, headed=headed) < DOUBTFUL
            )

    return found


def find_sure_calls(line: Line) -> set[int]:
    """The numbers of notes that digits of the line call by their shape alone."""
    candidates = find_candidates(line)
    return {int(match["number"]) for match in candidates}


def find_doubtful(text: str, number: int) -> list[tuple[float, int, int]]:
    """Where a mark of that number may be that only its place can tell: rank (0 is best), start and end.

    `2015–20306` is the year 2030 and mark 6, `74/912` resolution 74/91 and mark 2, for no session has 912 resolutions;
    `74/73` may be resolution 74/7 and mark 3. A line break may have parted a mark from its word, or a space.
    """
    sign = str(number)
    if sign not in text:
        return []

    found = [
        (rank, *match.span("number"))
        for pattern, rank in ODD_MARKS
        for match in pattern.finditer(text)
        if match["number"] == sign
    ]
    start = NOTE_START.match(text)
    if text == sign or (start and start["number"] == sign):
        found.append((0.0, 0, len(sign)))

    found += _find_fused(text, sign)
    if found:
        return [one for one in found if not _is_of_whole(text, *one[1:])]

    return []


def _find_fused(text: str, sign: str) -> Iterator[tuple[float, int, int]]:
    """Where these digits end a number, or follow a number and a sign directly: rank, start and end."""
    for match in FUSED_MARK.finditer(text):
        digits = match[0]
        start = match.start()
        end = match.end()
        if not digits.endswith(sign):
            continue

        headed = _is_headed(match)
        if digits == sign:
            is_mark = start > 0 and text[start - 1] not in SIGNS_APART
        elif start == 0 and OPERATIVE.match(text):
            is_mark = False
        else:
            is_mark = not _is_whole_number(match, headed=headed)

        if is_mark:
            rank = float(_rank_fused(digits, sign, headed=headed))
            rank += 0.5 if DATED.match(text, end) else 0.0
            rank += headed and _names_decision(match)
            yield rank, end - len(sign), end


def _is_whole_number(match: re.Match[str], *, headed: bool) -> bool:
    """Whether no mark ends these digits: a year, a dated resolution, a day or a few things (`13 votes`)."""
    text = match.string
    start = match.start()
    end = match.end()
    if RECENT_YEAR.fullmatch(match[0]) and (not headed or YEAR.match(text, start - 5)):
        return True
    if headed:
        return DATE_FOLLOWS.match(text, end) is not None

    is_short = len(match[0]) < LONG_NUMBER
    return is_short and WORD_FOLLOWS.match(text, end) is not None


def find_doubtful_number(before: str, number: str) -> str | None:
    """The number that ends in a mark behind these words (`73/101`: `101`), if its shape does not tell the two apart."""
    match = DIGITS_AT_END.search(before)
    if match is None or YEAR.fullmatch(match[0]):
        return None

    whole = match[0] + number
    is_too_high = int(whole) > HIGHEST_RESOLUTION and not _names_decision(match)
    if _is_headed(match) and is_too_high:
        return None

    return whole


def _is_of_whole(text: str, start: int, end: int) -> bool:
    """Whether digits are a part of a date, or of a number with its session or year."""
    return any(
        whole.start() <= start and end <= whole.end() for whole in WHOLE.finditer(text)
    )


def _is_headed(match: re.Match[str]) -> bool:
    """Whether digits are the number of a resolution of some session."""
    start = match.start()
    return FUSED_HEAD.search(match.string, max(0, start - 7), start) is not None


def _rank_fused(digits: str, sign: str, *, headed: bool) -> int:
    rest = digits[: -len(sign)]
    if YEAR.fullmatch(rest) or (rest and headed and int(digits) > HIGHEST_RESOLUTION):
        return 0
    return 1 if headed and rest else 2


@functools.cache
def _list_decision_words() -> tuple[str, ...]:
    """The words for decisions in all languages."""
    words = [language.citations.decision for language in list_languages()]
    return tuple(chain.from_iterable(words))


def _names_decision(match: re.Match[str]) -> bool:
    """Whether digits may be the number of a decision, which may be higher than that of any resolution: 74/571."""
    start = match.start()
    above = match.string[max(0, start - BEFORE_NUMBER) : start]
    return any(word in above for word in _list_decision_words())


def find_candidates(line: Line) -> list[re.Match[str]]:
    """Digits that have the shape of a mark.

    One that follows digits and a comma is the rest of a number, unless it comes next after a mark (`，10、11`).
    """
    text = line.text
    if not DIGIT.search(text):
        return []

    strict = [
        *INLINE_MARK.finditer(text),
        *(AFTER_POINT.finditer(text) if "." in text else ()),
    ]
    found: list[re.Match[str]] = []
    for match in strict:
        is_broken = BROKEN_NUMBER.search(text, max(0, match.start() - 6), match.start())
        if not is_broken or (found and _continues_marks(found[-1], match)):
            found.append(match)

    return found


def _continues_marks(before: re.Match[str], match: re.Match[str]) -> bool:
    """Whether a mark has the number after another one that is right before it, itself after a sign."""
    text = match.string
    start = before.start()
    is_next = (
        before.end() + 1 == match.start()
        and int(match["number"]) == int(before["number"]) + 1
    )
    return is_next and start > 0 and text[start - 1] in "，。；,;.”》"


def find_stuck(text: str, number: int) -> list[tuple[float, int, int]]:
    """Where a mark of that number follows a year directly, `20201`: rank 0, start and end.

    Not to a resolution's number, for decisions have as high ones: 74/571.
    """
    sign = str(number)
    if sign not in text:
        return []

    return [
        (0.0, match.end() - len(sign), match.end())
        for match in FUSED_MARK.finditer(text)
        if match[0].endswith(sign)
        and YEAR.fullmatch(match[0].removesuffix(sign))
        and not _is_headed(match)
    ]
