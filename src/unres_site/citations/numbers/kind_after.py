"""Languages that say the kind after the numbers: 第 57/72 号和第 58/58 号决议."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from itertools import pairwise
from operator import attrgetter

from unres_site.citations.numbers.attribution import may_be_of_owner
from unres_site.citations.numbers.context import (
    LONGEST_GAP,
    NEAR,
    NumberContext,
    find_last_before,
)
from unres_site.citations.numbers.grammar import (
    KINDS,
    ContextWord,
    Number,
    make_grammar,
)
from unres_site.citations.phrases import has_any
from unres_site.deferred import deferred
from unres_site.languages.citation_words import CitationWords

CLOSE_KIND = 8
"""Characters after a number within which a word resolution belongs to that number (号两项决议)."""

# matches: 2011年4月29日第
# rejects: 2011年第
DATE_BEFORE = deferred(
    r"((?:19|20)[0-9]{2})[^0-9]{1,3}[0-9]{1,2}[^0-9]{1,3}[0-9]{1,2}[^0-9]{1,4}$"
)

# matches: 日题为“土著妇女”的第
# rejects: 题为“土著妇女”的第
TITLE_BEFORE = deferred(r"(?<=日)[^“”0-9]{2}“[^“”]+”的?第\s?$")
"""A title between a date and its number."""

LONGEST_TITLE = 90
"""Characters of it, with the words around it."""

# matches: ，
# rejects: 、
PAUSE = deferred("[，。；：]")

LONGEST_OLD_GAP = 24
"""Characters from the word of old texts (決議案) to the last number of its list."""

_START = attrgetter("start")


def read_kind_after(
    text: str,
    found: list[Number],
    said: list[ContextWord],
    words: CitationWords,
    speaker: str,
) -> Iterator[tuple[Number, NumberContext]]:
    """The numbers in signs (第, 号), each with the kind that its list ends with and the organ that comes before it."""
    ends = {number.end for number in found}
    kinds = [
        mark
        for mark in said
        if mark.means in KINDS and _is_said_of_numbers(text, mark, ends, words)
    ]
    organs = [mark for mark in said if mark.means not in KINDS]
    named = frozenset(mark.means for mark in organs)
    end = 0
    for number in _find_numbers_in_signs(text, found, words):
        kind = _find_kind_of_list(text, number, kinds, words)
        if kind is None:
            continue

        organ = find_last_before(organs, number.start)
        gap = number.start - max(organ.end, end) if organ else 0
        year = _read_year_before(text, number)
        head = organ.means if organ else None
        yield number, NumberContext(kind, speaker, head, gap, year, named)
        end = number.end


def _read_year_before(text: str, number: Number) -> int | None:
    """The year of the date right before a number."""
    end = number.start
    if "”" in text[max(0, end - 4) : end]:
        title = TITLE_BEFORE.search(text, max(0, end - LONGEST_TITLE), end)
        end = title.start() if title else end

    date = DATE_BEFORE.search(text, max(0, end - NEAR), end)
    return int(date[1]) if date else None


def _find_numbers_in_signs(
    text: str, found: list[Number], words: CitationWords
) -> Iterator[Number]:
    """The numbers that have a sign, or are in one list with a number that has."""
    listed = make_grammar(words).listed
    linked = [False]  # whether a number is in one list with the number before it
    for one, other in pairwise(found):
        between = listed.fullmatch(text, one.end, other.start)
        linked.append(between is not None)

    signed = [_has_sign(text, number, words) for number in found]
    for index in range(1, len(found)):
        signed[index] |= linked[index] and signed[index - 1]

    for index in range(len(found) - 1, 0, -1):
        start = found[index].start
        before = text[start - 2 : start].rstrip()
        opens = before.endswith(words.signs_before)
        signed[index - 1] |= linked[index] and signed[index] and not opens

    for number, has_sign in zip(found, signed, strict=True):
        if has_sign:
            yield number


def _find_kind_of_list(
    text: str, number: Number, kinds: list[ContextWord], words: CitationWords
) -> str | None:
    """The kind that a number's list ends with, a resolution if none is said; None if it is neither (号文件)."""
    patterns = make_grammar(words)
    sign = patterns.signed.match(text, number.end)
    after = sign.end() if sign else number.end
    if _is_in_old_list(text, number, words):
        return "RES"

    kind = _find_next_kind(kinds, number.end)
    if kind and kind.start - after > LONGEST_GAP:
        kind = None

    if kind and kind.start - after <= CLOSE_KIND:
        return kind.means

    ends = not text[after : after + 1].isalnum() or may_be_of_owner(number)
    goes_on = patterns.listed.match(text, after) or (sign and ends)
    if not goes_on:
        return None

    return kind.means if kind else "RES"


def _find_next_kind(kinds: list[ContextWord], offset: int) -> ContextWord | None:
    """The first of the kinds that begins at the offset or after it."""
    index = bisect_left(kinds, offset, key=_START)
    if index < len(kinds):
        return kinds[index]
    return None


def _is_in_old_list(text: str, number: Number, words: CitationWords) -> bool:
    """Whether the word that old texts have before numbers is before this one or its list (決議案一八一五(十七))."""
    before = text[max(0, number.start - LONGEST_OLD_GAP) : number.start]
    if not has_any(before, words.old_resolution):
        return False

    sentence = PAUSE.split(before)[-1]
    return has_any(sentence, words.old_resolution)


def _has_sign(text: str, number: Number, words: CitationWords) -> bool:
    """Whether a number has 第 before it or 号 after it, with at most one space between, or is in an old list."""
    if _is_in_old_list(text, number, words):
        return True

    first = max(0, number.start - 2)
    before = text[first : number.start].rstrip()
    if before.endswith(words.signs_before):
        return True

    after = text[number.end : number.end + 2].lstrip()
    return after.startswith(words.signs_after)


def _is_said_of_numbers(
    text: str, mark: ContextWord, ends: set[int], words: CitationWords
) -> bool:
    """Whether a kind is said of numbers (号决议, 号两项决议, 58/58 决议), and is not a verb (号，决定…)."""
    if mark.start in ends or mark.start - 1 in ends:
        return True

    before = text[max(0, mark.start - CLOSE_KIND) : mark.start].rstrip()
    for sign in words.signs_after:
        if sign in before:
            gap = before.rpartition(sign)[2]
            if not gap or gap.isalnum():
                return True

    return False
