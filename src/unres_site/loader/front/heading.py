"""The heading of a text: where its title begins, the number before the title, and its own symbols."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from unres_site.deferred import deferred
from unres_site.languages import Language, patterns
from unres_site.languages.numerals import read_number
from unres_site.loader.decode.source import Line
from unres_site.loader.front.formula import Formula, FormulaPlace
from unres_site.loader.front.furniture import squeeze
from unres_site.loader.front.masthead import is_masthead_line
from unres_site.organs import get_organ, list_organ_heads
from unres_site.organs.fragments import PRINTED_BRACKETED, PRINTED_SLASHED
from unres_site.symbols.heads import RUNNING_HEAD, find_heads, strip_head

# matches: 58/58. 协助各国
# matches: 75/242 B. 财务报告
# matches: 73/8.
# matches: 1514 (XV). Declaration
# matches: 四九八(五).中华人民共和国
# matches: ES-10/15. Advisory opinion
# matches: 75/278 إعلان
# matches: 2018/1. Awards
# matches: 60/41 a. Forest policy
# matches: 72/906 - المد
# rejects: 2019/2020 budget
# rejects: 58/58
# rejects: 2015. 12
TITLE_NUMBER = deferred(
    rf"(?P<symbol>{PRINTED_SLASHED}|{PRINTED_BRACKETED}|[〇○一二三四五六七八九十]{{1,5}}\s?\([一二三四五六七八九十]{{1,3}}\))(?P<part>\s?[a-z](?=[.．]\s))?"
    r"(?:\s?[.．](?!\d)\s*|\s?[-‐–—]\s+(?=[^\W\d])|\s+(?=[^\W\d]))"
)

# matches: 四九八(五)
# matches: 九百七十一（一九四八）
# matches: 四
# rejects: 58/58
NATIVE_NUMBER = deferred(
    r"(?P<number>[〇○零一二三四五六七八九十百]{1,8})(?:\s?[(（]\s?(?P<bracket>[〇○零一二三四五六七八九十]{1,4})\s?[)）])?"
)

FULL_WIDTH = str.maketrans("０１２３４５６７８９／（）", "0123456789/()")

# matches: 969 (1992)
# matches: 971(1948)
# rejects: 498(V)
YEAR_IN_BRACKETS = deferred(r"\((?:19|20)\d\d\)$")

# matches: 1972. Report on harbours
# rejects: 58/58. Report
NUMBER_ALONE = deferred(r"(?P<number>\d{1,4})[.．]\s*(?=[^\W\d_])")

# matches: 1972 (XIII)
# rejects: 1972 (2003)
NUMBER_AND_SESSION = deferred(r"(?P<number>\d{1,4})\s?\([IVXLC]{1,7}\)")

HIGHEST_HEADING = 8
"""Lines within which the heading of a text without a formula must be."""

LONGEST_TITLE = 8
"""Lines of the longest title."""

MOST_OWN = 60
"""Symbols of its own that a text may have: those of its parts, in several spellings, and of its corrigenda."""


class TitleNumber(NamedTuple):
    """The number that opens a title: as a symbol's text (`58/58`, `75/242 B`), and its length in the line.

    `is_named`: the line names the resolution (`Resolution 242 (1967)`), so that no title follows it on the line.
    """

    symbol: str
    length: int
    is_named: bool


class Front(NamedTuple):
    """What is printed above the body of a text; later pages may repeat it.

    title    index of the line that opens the title; the lines above it are the masthead
    formula  index of the enacting formula, which ends the title; that of the heading if the formula is lost
    number   the number at the head of the title; None where it is lost
    words    the title without its number, squeezed; a note mark may be at its end
    own      the text's own symbols, squeezed
    symbols  indexes of the lines that have a symbol of a resolution
    """

    title: int
    formula: int
    number: TitleNumber | None
    words: str
    own: frozenset[str]
    symbols: frozenset[int]

    def is_own(self, text: str) -> bool:
        """Whether a line has the text's own symbol."""
        tight = squeeze(text)
        for symbol in self.own:
            _, found, rest = tight.partition(symbol)
            if found:
                return not rest[:1].isdigit() or _has_head(text, symbol)

        return False


def _has_head(text: str, symbol: str) -> bool:
    """Whether a line has the symbol itself: `A/RES/75/90` does not have `A/RES/75/9`, but in `A/RES/75/9 2/3` it is."""
    heads = [squeeze(head) for head, _ in find_heads(text)]
    return symbol in heads


def read_front(opening: FormulaPlace, language: Language) -> Front:
    """The front of a text, from its first line to its formula."""
    lines = opening.lines
    end = opening.at if opening.at is not None else min(HIGHEST_HEADING, len(lines))

    title, number = _find_title(lines, language, end, opening.at)
    length = number.length if number else 0
    words = " ".join([line.text for line in lines[title:end]])
    symbols = [index for index, line in enumerate(lines) if "RES" in line.text]
    with_symbols = frozenset(symbols)
    own = _collect_own_symbols(lines, with_symbols, title, number)
    text = squeeze(words[length:])
    return Front(title, end, number, text, own, with_symbols)


def find_heading_without_formula(
    lines: Sequence[Line], likely: Sequence[Language]
) -> FormulaPlace | None:
    """What a heading tells of a text that has lost its formula: `Resolution 969 (1992)`; None if no line is one.

    Only the Security Council has the year in brackets. `likely` are the languages, the likeliest first: some call a
    resolution by the same word.
    """
    for line in lines[:HIGHEST_HEADING]:
        for language in likely:
            number = read_title_number(line.text, language)
            if number and number.is_named and YEAR_IN_BRACKETS.search(number.symbol):
                return FormulaPlace(
                    lines, None, Formula(language, _find_organ_with_years())
                )

    return None


def _find_organ_with_years() -> str:
    """The organ that numbers its resolutions with the year in brackets."""
    return next(
        head for head in list_organ_heads() if get_organ(head).bracketed == "year"
    )


def _find_title(
    lines: Sequence[Line], language: Language, end: int, formula: int | None
) -> tuple[int, TitleNumber | None]:
    """Index of the line that opens the title, and its number: the last line with a number above the formula.

    In a text without a formula it is the first such line among those above `end`.
    Where no line has one, the number is lost. The title is then what is between the masthead and the formula.
    """
    for index in reversed(range(end)) if formula is not None else range(end):
        number = _read_number(lines, index, language)
        if number and number.is_named and formula is not None:
            return _find_title_start(lines, language, index, number)
        if number:
            return index, number

    if formula is None:
        return next(
            (at for at in range(end) if not is_masthead_line(lines[at].text, language)),
            0,
        ), None

    first = end
    while (
        first
        and end - first < LONGEST_TITLE
        and not is_masthead_line(lines[first - 1].text, language)
    ):
        first -= 1

    return first, None


def _read_number(
    lines: Sequence[Line], index: int, language: Language
) -> TitleNumber | None:
    """The number at the head of a line, for which its session may be on a line above."""
    text = lines[index].text
    return _read_number_with_session(lines[:index], text) or read_title_number(
        text, language
    )


def _find_title_start(
    lines: Sequence[Line], language: Language, named: int, number: TitleNumber
) -> tuple[int, TitleNumber]:
    """Where a title begins that has, on the line `named`, nothing but the name of a resolution.

    That line is the heading, or the end of a title with a number of its own (`75/7. Implementation of General
    Assembly⏎resolution 64/236`).
    """
    index = named
    while index and not lines[index].gap and named - index < LONGEST_TITLE:
        index -= 1
        own = _read_number(lines, index, language)
        if own and not own.is_named:
            return index, own

    return named, number


def _read_number_with_session(above: Sequence[Line], text: str) -> TitleNumber | None:
    """The number `1972. ` at the head of a title whose session is on a line above: `1972 (XIII)`."""
    match = NUMBER_ALONE.match(text)
    if match is None:
        return None

    for line in above:
        whole = NUMBER_AND_SESSION.fullmatch(line.text)
        if whole and whole["number"] == match["number"]:
            return TitleNumber(line.text, match.end(), is_named=False)

    return None


def read_title_number(text: str, language: Language) -> TitleNumber | None:
    """The number at the head of a title's line (`58/58. `), or of a line that names the resolution.

    An example of the second: `第408(1977)号决议`.
    """
    text = text.translate(FULL_WIDTH)
    if named := patterns.find(language, language.title_numbers, text, capitals=True):
        return TitleNumber(
            write_in_digits(named["symbol"], language), len(text), is_named=True
        )

    if match := TITLE_NUMBER.match(text):
        number = write_in_digits(match["symbol"], language) + (match["part"] or "")
        return TitleNumber(number, match.end(), is_named=False)

    return None


def write_in_digits(symbol: str, language: Language) -> str:
    """A number that is printed in Han numerals as symbols have it: `九百七十一(一九四八)` is `971(1948)`."""
    match = NATIVE_NUMBER.fullmatch(symbol)
    number = read_number(language, match["number"]) if match else None
    if match is None or number is None:
        return symbol
    if not match["bracket"]:
        return str(number)

    bracket = read_number(language, match["bracket"])
    if bracket is None:
        return symbol

    return f"{number}({bracket})"


def _collect_own_symbols(
    lines: Sequence[Line],
    symbols: frozenset[int],
    title: int,
    number: TitleNumber | None,
) -> frozenset[str]:
    """The symbols of the masthead, of lines that are nothing else, and of the title's number; squeezed.

    Lines may have the symbols of any number of documents; the first `MOST_OWN` of them count.
    """
    own: set[str] = set()
    for index in sorted(symbols):
        text = lines[index].text
        heads: list[str] = []
        if index < title:
            heads += [match[0] for match in RUNNING_HEAD.finditer(text)]
        if RUNNING_HEAD.fullmatch(text):
            heads.append(text)
        own.update([squeeze(strip_head(head)) for head in heads])
        if len(own) >= MOST_OWN:
            break

    if number:
        own |= {squeeze(f"{organ}/RES/{number.symbol}") for organ in list_organ_heads()}

    return frozenset(own)
