"""What citations are made of: numbers in the form of a resolution's, and the words around them.

Nothing is decided here. `find_numbers` finds what may be a number of a resolution. `find_context_words` finds the words
resolution and decision and the names of organs. `make_grammar` makes the patterns of a language's words.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterable, Iterator
from operator import attrgetter

import msgspec
from msgspec.structs import replace

from unres_site import symbols
from unres_site.citations.phrases import (
    TATWEEL,
    has_any,
    join_words,
    mark_edges,
    match_sign,
)
from unres_site.deferred import Pattern, deferred
from unres_site.languages import get_language
from unres_site.languages.citation_words import CitationWords
from unres_site.languages.numerals import read_number
from unres_site.organs import get_organ

COUNCIL, OTHER, OWN = "council", "other", "own"
KINDS = ("RES", "DEC")
LONGEST_SPECIAL = 8
"""Characters before a number in which a special session may be named."""

_PART = f"(?:{symbols.PART_LETTER})(?![A-Za-z0-9À-ɏЀ-ӿ\u0621-\u064a/’']|-[a-z0-9])"

# matches: 第 49/75 G 号
# matches: 217 A (III)
# matches: 1325(2000)
# matches: 845 (د-9)
# rejects: 12/1234
# rejects: 2019/2020
# rejects: 130 (12)
NUMBER = deferred(
    rf"(?P<first>[0-9](?<![0-9][0-9])[0-9]{{0,3}}+)(?:/(?P<second>[0-9]{{1,3}})(?![0-9/])(?: ?(?P<part>{_PART}))?"
    rf"|(?: ?{_PART})? ?\( ?(?:(?:E?S ?[-‑] ?)?[IVXLХ]{{1,7}}|د ?[إا]? ?ط? ?[-‑] ?[0-9]{{1,2}}"
    rf"|19[4-9][0-9]|20[0-9]{{2}}) ?\)(?: ?{_PART})?)"
)

_HAN_DIGITS = "〇○零一二三四五六七八九十百"

# matches: 一㈠
# matches: 一八一(二)
# matches: 1514(十五)
# matches: 四(一九四六)
# rejects: 1514(XV)
# rejects: 一(A)
HAN_NUMBER = deferred(
    rf"(?<![0-9{_HAN_DIGITS}])(?P<number>[{_HAN_DIGITS}]{{1,8}}|[0-9]{{1,4}}) ?(?P<part>{_PART})?"
    rf" ?(?:\( ?(?P<bracket>[{_HAN_DIGITS}]{{1,4}}) ?\)|(?P<circled>[㈠-㈩]))"
)
"""A number whose session or year is in Han numerals, in brackets or as one sign with its brackets."""

# matches: 一㈠
# matches: 1514(十五)
# rejects: 1514(XV)
HAN_SESSION = deferred(rf"[(㈠-㈩](?:(?<!\()| ?[{_HAN_DIGITS}])")
"""Where a session or year in Han numerals begins: most texts have none."""

# matches: S-
# matches: دإ-
# rejects: 2-
SPECIAL = deferred(r"(?<![A-Za-z0-9/.])(?P<emergency>E?S|د ?[إا] ?(?:ط ?)?)[-‑]$")

# matches: A
# matches: ألف
# rejects: Annex
PART = deferred(_PART)


# matches: 1325
# rejects: annex
DIGITS = deferred(r"[0-9]+")

_LONE = r"[0-9]{2,4}(?![0-9/%]|[.,–‑-][0-9]| ?[(年月日])"


class Number(msgspec.Struct, frozen=True, gc=False):
    """A number that may be a resolution's. organ: where the number's own form tells it (`1325 (2000)`), else None.

    session: empty if the number is alone (resolution 1325)
    parts: the letter of its part or empty, several for a range (`51/211 A to E`).
    """

    start: int
    end: int
    organ: str | None
    session: str
    number: int
    parts: tuple[str, ...]


class ContextWord(msgspec.Struct, frozen=True, gc=False):
    """A word of the context. means: a kind (RES, DEC) or an organ (A, S, E, A/HRC, COUNCIL, OTHER, OWN)."""

    start: int
    end: int
    means: str


class Grammar(msgspec.Struct, frozen=True):
    """A language's words as patterns: `marks` is searched for, the others are matched at a place.

    listed   between members of a list, signs of numbers included     through  between the ends of a range
    joined   between a number and the organ that follows              signed   sign behind a number
    dated    from a number to the year of the date that follows
    lone     numbers alone that are called resolutions (resolutions 1325 and 1820)
    lead     what is before a number in a list, or in brackets
    running  names of organs whose numbers run on through the years
    needed   strings of which a text with a number has one, if the word resolution follows the numbers
    """

    marks: Pattern
    meanings: dict[str, str]
    listed: Pattern
    through: Pattern
    joined: Pattern
    signed: Pattern
    dated: Pattern
    lone: Pattern
    lead: Pattern
    running: tuple[str, ...]
    needed: tuple[str, ...]


def find_context_words(text: str, words: CitationWords) -> list[ContextWord]:
    """The words for resolution, decision and organs in a text, in order."""
    patterns = make_grammar(words)
    found: list[ContextWord] = []
    for mark in patterns.marks.finditer(text):
        word = mark[0].replace(TATWEEL, "")
        found.append(ContextWord(*mark.span(), patterns.meanings[word]))
    return found


def may_have_lone(text: str, words: CitationWords, speaker: str) -> bool:
    """Whether a number alone may be a resolution: an organ speaks or is named whose numbers run through the years."""
    if get_organ(speaker).last_numbers:
        return True
    return has_any(text, make_grammar(words).running)


def find_numbers(text: str, words: CitationWords, speaker: str) -> Iterator[Number]:
    """All numbers in the form of a resolution's, and the letters of parts that follow one (53/243 A and B)."""
    patterns = make_grammar(words)
    if words.kind_follows and not has_any(text, patterns.needed):
        return

    numbers: Iterable[Number] = _find_western_numbers(text)
    others: list[Number] = []
    if may_have_lone(text, words, speaker):
        others += _find_lone_numbers(text, patterns)
    if words.kind_follows and HAN_SESSION.search(text):
        others += _find_han_numbers(text)
    if others:
        numbers = sorted([*numbers, *others], key=attrgetter("start"))
    for number in numbers:
        if number.parts[0]:
            yield from _find_parts(text, number, patterns)
        else:
            yield number


def _find_western_numbers(text: str) -> Iterator[Number]:
    """The numbers in digits with a slash, or with a session or year in brackets."""
    for found in NUMBER.finditer(text):
        is_slashed = found["second"] is not None
        special = _find_special(text, found.start()) if is_slashed else None
        start = special.start() if special else found.start()
        if is_continuation(text, start):
            continue
        number = (
            _read_slashed(found, special)
            if is_slashed
            else _read_bracketed(*found.span(), found[0])
        )
        if number:
            yield number


def _find_han_numbers(text: str) -> Iterator[Number]:
    """The numbers with Han numerals, read as if they were in digits: `一㈠` as `1(1)`."""
    chinese = get_language("zh")
    for found in HAN_NUMBER.finditer(text):
        session = found["bracket"] or unicodedata.normalize("NFKC", found["circled"])
        number = read_number(chinese, found["number"])
        within = read_number(chinese, session.strip("()"))
        written = f"{number}{found['part'] or ''}({within})"
        if read := _read_bracketed(*found.span(), written):
            yield read


def _find_lone_numbers(text: str, patterns: Grammar) -> Iterator[Number]:
    """The numbers alone that are called resolutions."""
    for found in patterns.lone.finditer(text):
        for digits in DIGITS.finditer(text, *found.span("numbers")):
            yield Number(*digits.span(), None, "", int(digits[0]), ("",))


def _find_special(text: str, at: int) -> re.Match[str] | None:
    """What says that the number at this offset is one of a special session (`S-`), right before it."""
    if not at or text[at - 1] not in "-‑":
        return None
    return SPECIAL.search(text, max(0, at - LONGEST_SPECIAL), at)


def is_continuation(text: str, at: int) -> bool:
    """Whether the text at this offset continues a word or number. A Han character may come right before a symbol."""
    before = text[at - 1] if at else " "
    if before in "/.-_‑":
        return True
    return before.isalnum() and (before.isascii() or not text[at].isascii())


@functools.cache
def make_grammar(words: CitationWords) -> Grammar:
    """The patterns of a language's words."""
    meanings = dict(_list_meanings(words))
    date = rf"(?:{_match_any(words.dates)})[0-9]{{1,2}}[^0-9]{{2,30}}((?:19|20)[0-9]{{2}})(?![0-9])"
    after = _match_any(words.signs_after)
    return Grammar(
        # matches: 第 58/58 号决议
        # matches: General Assembly resolution
        # matches: GA res.
        # rejects: 秘书长的报告
        # rejects: GATT measures.
        marks=deferred(_match_any(map(mark_edges, meanings))),
        meanings=meanings,
        # matches: " 和 "
        # matches: " and "
        # rejects: 58/241
        listed=deferred(_match_listed(words)),
        # matches: " to "
        # matches: 至
        # rejects: " and "
        through=deferred(rf" ?(?:{_match_any(words.through)}) ?"),
        # matches: " of the "
        # rejects: 58/241
        joined=deferred(_match_any(words.joins)),
        # matches: " 号"
        # rejects: 第
        signed=deferred(rf" ?(?:{after})"),
        # matches: " of 15 December 1994"
        # rejects: " of December 1994"
        dated=deferred(date),
        # matches: resolutions 1325 and 1820
        # matches: 第 1325 号决议
        # rejects: resolution 58/58
        # rejects: 第 1325 号文件
        lone=deferred(_match_lone(words)),
        # matches: "57/72 and "
        # matches: (
        # rejects: "on the "
        lead=deferred(_match_lead(words)),
        running=_list_running(words),
        needed=(*words.signs_before, *words.signs_after, *words.old_resolution),
    )


def _match_listed(words: CitationWords) -> str:
    """What is between two members of a list, with the signs of numbers."""
    before = _match_any(words.signs_before)
    after = _match_any(words.signs_after)
    between = _match_any(words.lists)
    return rf"(?: ?(?:{after}))? ?(?:{between}) ?(?:{before})? ?"


def _match_lead(words: CitationWords) -> str:
    """What is right before a number that is called a resolution by a word further away."""
    leading = (*words.lists, *words.through, *words.own, *words.signs_before)
    begins = r"(?:(?<![^\W_])|(?![^\W_]))"  # of a word, or of a sign anywhere
    return rf"{begins}(?:{_match_any(word.strip() for word in leading)}|[(;:]) ?$"


def _list_running(words: CitationWords) -> tuple[str, ...]:
    """The names of organs whose numbers run on through the years."""
    found: list[str] = []
    for head, names in words.organs:
        if get_organ(head).last_numbers:
            found += names
    return tuple(found)


def _match_lone(words: CitationWords) -> str:
    """Numbers alone, with the word resolution before them, or behind them and their sign."""
    kinds = _match_any(map(mark_edges, words.resolution))
    before = _match_any(words.signs_before)
    after = _match_any(words.signs_after)
    listed = _match_listed(words)
    numbers = rf"(?P<numbers>{_LONE}(?:{listed}{_LONE}){{0,9}})"
    if words.kind_follows:
        return rf"(?:{before}) ?{numbers} ?(?:{after}) ?(?:{kinds})"
    organs = _match_any(map(mark_edges, _list_running(words)))
    organ = rf"(?:(?:{organs})[^\W\d_]{{0,3}} )?"
    return rf"(?:{kinds})[^\W\d_]{{0,3}} {organ}(?:(?:{before}) ?)?{numbers}"


def _read_slashed(found: re.Match[str], special: re.Match[str] | None) -> Number | None:
    """A number with a slash (58/58, S-10/2); None if it is zero."""
    start, end = found.span()
    session, number = str(int(found["first"])), int(found["second"])
    if not number:
        return None
    if special:
        start = special.start()
        kind = symbols.fold(special[0] + session).split("-")[0]
        session = f"{kind}-{session}"
    part = symbols.fold(found["part"]) if found["part"] else ""
    return Number(start, end, None, session, number, (part,))


def _read_bracketed(start: int, end: int, written: str) -> Number | None:
    """A number with its session or year in brackets (217 (III), 1325 (2000)); None if it is not a symbol."""
    symbol = symbols.parse_or_none(written)
    if not symbol or symbol.session is None or symbol.number is None:
        return None
    parts = (symbol.part,)
    return Number(start, end, symbol.organ, symbol.session, symbol.number, parts)


def _find_parts(text: str, number: Number, patterns: Grammar) -> Iterator[Number]:
    """A number with a part, widened to its range of parts; then the other parts of its list, each with its own span."""
    first = number.parts[0]
    last = _find_part_after(text, number.end, patterns.through)
    if last and symbols.fold(last[0]) > first:
        codes = range(ord(first), ord(symbols.fold(last[0])) + 1)
        letters = tuple(map(chr, codes))
        number = replace(number, end=last.end(), parts=letters)
    yield number
    while part := _find_part_after(text, number.end, patterns.listed):
        start, end = part.span()
        letter = symbols.fold(part[0])
        number = replace(number, start=start, end=end, parts=(letter,))
        yield number


def _find_part_after(text: str, at: int, between: Pattern) -> re.Match[str] | None:
    """The letter of a part that follows the words `between`, which begin at the offset."""
    gap = between.match(text, at)
    return PART.match(text, gap.end()) if gap else None


def _list_meanings(words: CitationWords) -> Iterator[tuple[str, str]]:
    """Each word of the context as it is printed, with the kind or organ that it means."""
    rows = (
        (words.resolution, "RES"),
        (words.decision, "DEC"),
        (words.own if words.kind_follows else (), OWN),
        *((printed, head) for head, printed in words.organs),
        (words.council, COUNCIL),
        (words.others, OTHER),
    )
    for printed, means in rows:
        for word in printed:
            yield word, means


def _match_any(words: Iterable[str]) -> str:
    """A pattern for any of the words, the longest first. If there are none, it never matches."""
    return join_words(words, match_sign) or r"(?!)"
