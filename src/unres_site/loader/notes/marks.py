"""Marks that stick to the word before them: which digits of a text call its notes.

The first calls are the longest rising sequence of candidates; a later call must look like a mark beyond doubt.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from unres_site.deferred import deferred
from unres_site.loader.decode.source import Line
from unres_site.loader.notes.increasing import find_longest_increasing
from unres_site.loader.notes.styles import AFTER_MARK, Style, value
from unres_site.loader.pieces import DATE_START, NOTE_START, BodyLine, Mark, Piece, Words
from unres_site.text.canonical import HAN
from unres_site.text.labels import OPERATIVE

BEFORE_MARK = r"，。；：、,;:)\]）》」』”’»\"!?؛،%"
"""Signs that may stand before a mark; a class of a pattern."""

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
LOOSE_MARK = deferred(r" (?<=[，。；,;:.)»”] ) {0,40}(?P<number>[1-9]\d{0,2})(?=\s*$|\s{1,40}(?=[^\W\d]|\d{1,3}/\d))")

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
AFTER_CAPITALS = deferred(rf"[A-ZА-Я](?<=[^\W\d_]{{3}})(?P<number>[1-9]\d{{0,2}})(?=$|[\s{AFTER_MARK}])(?![.,]\d)")

# matches: 报告，1并铭记
# matches: 宣言》10由
# rejects: 第1段
# rejects: 报告，1 并
BEFORE_HAN = deferred(rf"[，。；》”）,;](?P<number>[1-9]\d{{0,2}})(?=[{HAN}])")
"""A mark between a sign and a word without a space, as PyMuPDF extracts it; or the number of things counted."""

# matches: 的报告9和关于
# matches: Cartagena29y la
# matches: 报告 3 第8段
# rejects: 12月9日
BETWEEN_WORDS = deferred(
    rf"(?P<number>[1-9](?:(?<=[^\W\d_A-Z]{{3}}[1-9])|(?<=[{HAN}] [1-9]))\d{{0,2}})(?=[^\W\d_A-Z{HAN}]|[和及与的]| ?第)"
)

# matches: 报告，8 其中
# rejects: 宣言
DIGIT = deferred(r"\d")
"""Most lines have none, and no mark."""

# matches: 宣言》1
# rejects: 约8
# rejects: 第4、5 段
# rejects: 3,5 %
UNNOTED_MARK = deferred(
    rf"(?:(?<=[；;，。》」』”’»\"!?؛])|(?<=[^\W\d][,.:)،])|(?<=[^\W\d_A-Z{HAN}]))(?P<number>[1-9]\d{{0,2}})(?=$|[\s{AFTER_MARK}])(?![.,]\d)"
)
"""A mark beyond doubt: the only shape in which one is read whose note is lost."""

# matches: 74/912;
# matches: 2015–20306 and
# rejects: 2015年
FUSED_MARK = deferred(rf"\d{{1,6}}(?=$|[\s{AFTER_MARK}])(?![.,]\d)")

# matches: 第74/
# rejects: 第74
FUSED_HEAD = deferred(r"[\dIVXL]{1,6}/$")
"""What stands before such digits, if they are the number of a resolution."""

# matches: 2030
# rejects: 1803
YEAR = deferred(r"(?:19|20)\d\d")

# matches: of 3 September
# matches: , de 9 de diciembre
# matches: от 20
# rejects: , and
DATED = deferred(r",?\s?(?:[^\W\d]{1,3}\s)?\d")
"""What follows a whole number of a resolution: its date. A mark would stand behind the date."""

SENTENCE_SIGNS = "，；。,;.،؛》”»"
"""Signs after which a number alone on the next line is a mark, if it comes next."""

DOUBTFUL = 2
"""Rank from which on digits are a mark only where nothing else is."""

HIGHEST_RESOLUTION = 350
"""No session of the Assembly has numbered as many resolutions; a higher number ends in a mark."""

ODD_MARKS = (
    *((LOOSE_MARK, 0.0), (AFTER_CAPITALS, 0.5), (WIDE_MARK, 0.5)),
    *((PARTED_MARK, 1.25), (BEFORE_HAN, 1.5), (BETWEEN_WORDS, 1.75)),
)
"""Shapes of marks that only their place can tell from other numbers, by their rank (0 is best)."""

NARROW_MARKS = tuple(entry for entry in ODD_MARKS if entry[0] not in (WIDE_MARK, PARTED_MARK))
"""Those that a line without two spaces side by side may have."""

Stretch = tuple[str, int, int]
"""A mark in a line: its number, and its start and end there."""


def marked(lines: Sequence[Line], notes: Collection[int], ordinals: tuple[str, ...]) -> Iterator[BodyLine]:
    """The lines with the marks of these notes set apart; after `ordinals` (第) no digits are a mark.

    So are marks that go on from the last of them beyond doubt: their notes are lost.
    """
    found = _marks(lines, notes, ordinals)
    for index, line in enumerate(lines):
        stretches = found.get(index)
        words = split_at_marks(line, stretches) if stretches else [Words(line.start, line.end, line.text)]
        yield BodyLine(line, list(words))


def signed(lines: Sequence[Line], notes: Collection[int], style: Style) -> Iterator[BodyLine]:
    """The lines with the marks of a style set apart; of one that may be something else, those of the notes alone."""
    for line in lines:
        found = [(value(match[0]), match) for match in style.calls(line.text)]
        stretches = [
            (str(number), match.start(), match.end()) for number, match in found if style.enough or number in notes
        ]
        yield BodyLine(line, list(split_at_marks(line, stretches)))


def possible_calls(line: Line) -> set[int]:
    """The numbers of notes that digits of the line may call, by `_candidates` or as `_doubtful` has it."""
    text = line.text
    if not DIGIT.search(text):
        return set()
    found = {int(match["number"]) for match in _candidates(line)}
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
                int(sign) for sign in suffixes if sign[0] != "0" and _fused_rank(digits, sign, headed=headed) < DOUBTFUL
            )
    return found


def sure_calls(line: Line) -> set[int]:
    """The numbers of notes that digits of the line call by their shape alone."""
    return {int(match["number"]) for match in _candidates(line)}


def _doubtful(text: str, number: int) -> list[tuple[float, int, int]]:
    """Where a mark of that number may be that only its place can tell: rank (0 is best), start and end.

    `2015–20306` is the year 2030 and mark 6, `74/912` resolution 74/91 and mark 2, for no session has 912 resolutions;
    `74/73` may be resolution 74/7 and mark 3. A line break may have parted a mark from its word, or a space.
    """
    sign = str(number)
    found = [
        (rank + _dated(text, match.start("number")), match.start("number"), match.end("number"))
        for pattern, rank in ODD_MARKS
        for match in pattern.finditer(text)
        if match["number"] == sign
    ]
    start = NOTE_START.match(text)
    if text == sign or (start and start["number"] == sign):
        found.append((_dated(text, 0), 0, len(sign)))
    for match in FUSED_MARK.finditer(text):
        if match[0].endswith(sign) and (match.start() or (len(match[0]) > len(sign) and not OPERATIVE.match(text))):
            cited = 0.5 if DATED.match(text, match.end()) else 0.0
            rank = _fused_rank(match[0], sign, headed=_is_headed(match)) + cited
            found.append((rank, match.end() - len(sign), match.end()))
    return found


def _dated(text: str, start: int) -> float:
    """What is added to the rank of digits that may be the day of a date."""
    return 0.75 if DATE_START.match(text, start) else 0.0


def _is_headed(match: re.Match[str]) -> bool:
    """Whether digits are the number of a resolution of some session."""
    start = match.start()
    return FUSED_HEAD.search(match.string, max(0, start - 7), start) is not None


def _fused_rank(digits: str, sign: str, *, headed: bool) -> int:
    rest = digits[: -len(sign)]
    if YEAR.fullmatch(rest) or (rest and headed and int(digits) > HIGHEST_RESOLUTION):
        return 0
    return 1 if headed and rest else 2


class _Candidate(NamedTuple):
    """Digits that may be a mark: their line, their match, their number."""

    line: int
    match: re.Match[str]
    number: int


def _candidates(line: Line) -> list[re.Match[str]]:
    text = line.text
    if not DIGIT.search(text):
        return []
    strict = [*INLINE_MARK.finditer(text), *(AFTER_POINT.finditer(text) if "." in text else ())]
    return strict and [
        match for match in strict if not BROKEN_NUMBER.search(text, max(0, match.start() - 6), match.start())
    ]


def _marks(lines: Sequence[Line], notes: Collection[int], ordinals: tuple[str, ...]) -> dict[int, list[Stretch]]:
    """Where marks are in the lines: the first calls of the notes, in their order, and later ones.

    A first call that the longest rising sequence lacks may stick to a number between its neighbours.
    """
    highest = max(notes, default=0)
    found = [
        _Candidate(index, match, int(match["number"]))
        for index, line in enumerate(lines if notes else ())
        for match in _candidates(line)
        if int(match["number"]) <= highest and not line.text.endswith(ordinals, 0, match.start())
    ]
    found.sort(key=lambda candidate: (candidate.line, candidate.match.start()))
    first = {found[index] for index in find_longest_increasing([candidate.number for candidate in found])}
    chosen: dict[int, list[Stretch]] = {}
    reached = 0
    for candidate in found:
        if candidate in first:
            reached = candidate.number
        elif candidate.number > reached or not _calls_again(candidate.match):
            continue
        chosen.setdefault(candidate.line, []).append(
            (str(candidate.number), candidate.match.start(), candidate.match.end())
        )
    for number in sorted(set(range(1, highest + 1)) - {candidate.number for candidate in first}):
        _fill(chosen, lines, first, number, lost=number not in notes)
    last = max(((one.line, one.match.end()) for one in first), default=(0, 0))
    for index, stretch in _without_notes(lines, last, highest) if notes else _all_without_notes(lines):
        chosen.setdefault(index, []).append(stretch)
    return {index: sorted(marks, key=lambda mark: mark[1]) for index, marks in chosen.items()}


def _fill(
    chosen: dict[int, list[Stretch]], lines: Sequence[Line], first: set[_Candidate], number: int, *, lost: bool
) -> None:
    """Find the first call of a note that sticks to a number, between the first calls of its neighbours.

    Where the note is lost, too, only what can be no number of its own is taken for one.
    """
    above = max(((one.line, one.match.end()) for one in first if one.number < number), default=(0, 0))
    below = min(((one.line, one.match.start()) for one in first if one.number > number), default=(len(lines), 0))
    found = [
        (rank, index, start, end)
        for index in range(above[0], min(below[0] + 1, len(lines)))
        for rank, start, end in (_stuck if lost else _doubtful)(lines[index].text, number)
        if above <= (index, start) < below
        if all(end <= begun or ended <= start for _, begun, ended in chosen.get(index, ()))
    ]
    if found:
        _, index, start, end = min(found)
        chosen.setdefault(index, []).append((str(number), start, end))


def _all_without_notes(lines: Sequence[Line]) -> list[tuple[int, Stretch]]:
    """Marks beyond doubt in a text that has lost all its notes, with their lines.

    The first may be in doubt, `2020,1`: it is one if several come after it.
    """
    found = list(_without_notes(lines, (0, 0), 0))
    if found:
        return found
    found = list(_without_notes(lines, (0, 0), 1))
    if len(found) < SEVERAL:
        return []
    above = ((index, match) for index in range(found[0][0] + 1) for match in _candidates(lines[index]))
    ones = [(index, match) for index, match in above if match["number"] == "1"]
    first = [
        (index, ("1", match.start(), match.end()))
        for index, match in ones
        if (index, match.start()) < (found[0][0], found[0][1][1])
    ]
    return [*first[-1:], *found]


SEVERAL = 3
"""Marks in a row that are no chance."""


def _without_notes(lines: Sequence[Line], above: tuple[int, int], number: int) -> Iterator[tuple[int, Stretch]]:
    """Marks that go on from a number below the place `above`, though no notes have theirs; with their lines."""
    at, start = above
    for index in range(at, len(lines)):
        text, begin = lines[index].text, start if index == at else 0
        if begin == 0 and text == str(number + 1) and index and lines[index - 1].text[-1] in SENTENCE_SIGNS:
            number += 1
            yield index, (text, 0, len(text))
        while found := _beyond_doubt(text, number + 1, begin):
            number, begin = number + 1, found[1]
            yield index, (str(number), *found)


def _beyond_doubt(text: str, number: int, begin: int) -> tuple[int, int] | None:
    """Start and end of the first digits from `begin` on that can only be a mark of that number."""
    sign = str(number)
    if sign not in text or len(text) > LONGEST_LINE:
        return None
    found = [(match.start(), match.end()) for match in UNNOTED_MARK.finditer(text, begin) if match["number"] == sign]
    found += [(start, end) for _, start, end in _stuck(text, number) if start >= begin]
    return min(found, default=None)


LONGEST_LINE = 2000
"""Characters of the longest line in which marks without notes are looked for."""


def _stuck(text: str, number: int) -> list[tuple[float, int, int]]:
    """Where a mark of that number sticks to a year, `20201`: rank 0, start and end.

    Not to a resolution's number, for decisions have as high ones: 74/571.
    """
    sign = str(number)
    return [
        (0.0, match.end() - len(sign), match.end())
        for match in FUSED_MARK.finditer(text)
        if match[0].endswith(sign) and YEAR.fullmatch(match[0].removesuffix(sign)) and not _is_headed(match)
    ]


def _calls_again(match: re.Match[str]) -> bool:
    """Whether digits that call no new note are a mark all the same: right after a sign, or before white space."""
    text, end = match.string, match.end()
    return not text[match.start() - 1].isalpha() or (
        end < len(text) and (text[end].isspace() or text[match.start() - 1] < "\u3000")
    )


def split_at_marks(line: Line, marks: Sequence[Stretch]) -> Iterator[Piece]:
    """The words and marks of a line."""
    at = 0
    for number, start, end in marks:
        if start > at:
            yield Words(line.start + at, line.start + start, line.text[at:start])
        yield Mark(number, line.start + start, line.start + end)
        at = end
    if at < len(line.text) or not marks:
        yield Words(line.start + at, line.end, line.text[at:])
