"""Places in documents: `第四章，第 24 段`, `annexes I and II`, `paragraph 3 of article 2`.

A place has a path, the largest division first: `chapter4-paragraph24`. Numbers in words, in Han or in Roman numerals
are written in digits, so the path is the same in all languages.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import get_args

import msgspec

from unres_site import symbols
from unres_site.citations.phrases import TATWEEL, begins_word
from unres_site.citations.references.place_grammar import (
    LETTERS,
    PlaceGrammar,
    make_place_grammar,
)
from unres_site.deferred import deferred
from unres_site.languages import Language
from unres_site.languages.numerals import read_number
from unres_site.languages.reference_words import PlaceKind
from unres_site.symbols.text import ROMAN_VALUES
from unres_site.text.labels import ROMAN

KINDS: tuple[PlaceKind, ...] = get_args(PlaceKind)
"""The kinds of places, the largest first."""

MOST_PLACES = 60
"""Places of the longest range that is read; a longer one has its ends only."""

# matches: (a)
# matches: (iv)
# matches: b)
# matches: ㈡
# matches: «б»
# rejects: (2000)
POINT = deferred(rf"[(«“]?(?P<sign>{LETTERS})[)»”]|(?P<circled>[㈠-㈩])")

LOOK_ALIKE = {"с": "c", "о": "o", "х": "x", "е": ""}
"""The Latin letter for a Cyrillic one of a list. A Cyrillic е may be the fifth letter or the sixth; р and p are both
the sixteenth."""

ROMAN_POINTS = tuple(ROMAN)[:10]
"""What Chinese texts print as ㈠, ㈡ …"""


class Place(msgspec.Struct, frozen=True, gc=False):
    """Words that name places. A bare one has no number (`annex`): it counts only beside what it is in.

    paths  of several places if the words list them
    rank   of the kind that comes first in a path, and of the one that comes last: 0 for parts, 8 for paragraphs
    """

    start: int
    end: int
    paths: tuple[str, ...]
    first: int
    last: int
    is_bare: bool


def find_places(text: str, language: Language) -> list[Place]:
    """The places that words name, in order. A place within another one is one with it: `article 2, paragraph 3`."""
    grammar = make_place_grammar(language.code)
    if not grammar.words.search(text):
        return []

    found: list[Place] = []
    for pattern in grammar.forms:
        for match in pattern.finditer(text):
            place = _read_place(match, grammar, language)
            if place:
                found.append(place)

    found.sort(key=lambda place: place.start)
    if len(found) > 1:
        return _join_places(text, found, grammar)

    return found


def _read_place(
    match: re.Match[str], grammar: PlaceGrammar, language: Language
) -> Place | None:
    """The place of a match; None for a word that needs a number and has none."""
    kind = _find_kind(match["word"], language.code)
    if kind is None or not begins_word(match.string, match.start()):
        return None

    rank = KINDS.index(kind)
    if not match["number"]:
        if kind not in grammar.bare or _goes_on(match):
            return None
        return Place(match.start(), match.end(), (kind,), rank, rank, is_bare=True)

    *others, last = _read_numbers(match["number"], grammar, language)
    points = [""]
    groups = match.groupdict()
    if letter := groups.get("letter"):
        points = [f"-{_latinize(letter.strip(' «“»”'), language)}"]

    for group in ("inner", "point", "first"):
        within = _read_points(groups.get(group), grammar, language)
        points = [before + point for before in points for point in within]

    paths = [f"{kind}{number}" for number in others]
    paths += [f"{kind}{last}{point}" for point in points]
    return Place(*match.span(), tuple(paths), rank, rank, is_bare=False)


def _read_points(
    text: str | None, grammar: PlaceGrammar, language: Language
) -> list[str]:
    """The ends of paths for points: `(a) (ii)` is one, `(a) to (c)` are three. For no points there is an empty one."""
    if not text:
        return [""]

    found: list[tuple[str, ...]] = []
    end = 0
    for match in POINT.finditer(text):
        sign = _read_point(match, language)
        if not sign:
            break
        before = match.string[end : match.start()]
        end = match.end()
        if found and not before.strip():
            found[-1] += (sign,)
            continue
        last = found[-1] if found else ("",)
        outer = last[:-1] if sign in ROMAN_POINTS else ()
        if grammar.through.fullmatch(before):
            found += [(*outer, one) for one in _list_between(last[-1], sign)]
        found.append((*outer, sign))

    return ["".join(f"-{sign}" for sign in signs) for signs in found] or [""]


def _list_between(first: str, last: str) -> list[str]:
    """The letters between two letters; none if one of them is not a single letter."""
    if len(first) != 1 or len(last) != 1:
        return []

    codes = range(ord(first) + 1, ord(last))
    return [chr(code) for code in codes]


def _read_point(match: re.Match[str], language: Language) -> str:
    """The sign of a point as a Latin letter, or as a small Roman number; empty if it may be one of two letters."""
    if match["circled"]:
        return ROMAN_POINTS[ord(match["circled"]) - ord("㈠")]

    sign = match["sign"]
    if sign in LOOK_ALIKE:
        return LOOK_ALIKE[sign]
    return _latinize(sign, language)


def _latinize(sign: str, language: Language) -> str:
    """The Latin letter in the same place of the order of letters that number points (ب is b)."""
    for letters in language.markers:
        if sign in letters:
            return chr(ord("a") + letters.index(sign))

    return sign


@lru_cache(maxsize=1 << 10)
def _find_kind(word: str, code: str) -> PlaceKind | None:
    """The kind that a word of a language means."""
    folded = word.lower().replace(TATWEEL, "")
    for stem, kind in make_place_grammar(code).kinds:
        if folded.startswith(stem):
            return kind

    return None


def _goes_on(match: re.Match[str]) -> bool:
    """Whether a word goes on after the match: `annexed`."""
    after = match.string[match.end() : match.end() + 1]
    return after.isalpha() and not _is_han(after)


def _is_han(sign: str) -> bool:
    return "\u3400" <= sign <= "\u9fff"


def _read_numbers(text: str, grammar: PlaceGrammar, language: Language) -> list[str]:
    """The numbers of a list, with those between the ends of a range: `5, 7 to 9`."""
    numbers: list[str] = []
    end = 0
    for found in grammar.one.finditer(text):
        number = _read_one(found[0], language)
        if numbers and grammar.through.fullmatch(text, end, found.start()):
            numbers += _list_numbers_between(numbers[-1], number)
        numbers.append(number)
        end = found.end()

    return numbers


def _list_numbers_between(first: str, last: str) -> list[str]:
    """The numbers between two in digits; none of a range that is too long."""
    if not first.isdigit() or not last.isdigit():
        return []

    between = range(int(first) + 1, int(last))
    if len(between) <= MOST_PLACES:
        return list(map(str, between))
    return []


def _read_one(text: str, language: Language) -> str:
    """A number in digits, a letter as a Latin capital; both for `一.A`."""
    head, _, letter = text.strip().partition(".")
    folded = symbols.fold(head)
    is_letter = len(folded) == 1 and folded not in "IVX"
    value = None if is_letter else ROMAN_VALUES.get(folded)
    if value is None:
        value = read_number(language, head)

    number = folded if value is None else str(value)
    if letter:
        return f"{number}.{letter}"

    return number


# --- places beside each other and within each other


def _join_places(
    text: str, found: Sequence[Place], grammar: PlaceGrammar
) -> list[Place]:
    joined = [found[0]]
    for place in found[1:]:
        last = joined[-1]
        if place.start < last.end:
            continue
        both = _join_two(text, last, place, grammar)
        if both:
            joined[-1] = both
        else:
            joined.append(place)

    return joined


def _join_two(
    text: str, one: Place, other: Place, grammar: PlaceGrammar
) -> Place | None:
    """Two places as one: one is within the other, or they are members of a list; None if they are neither."""
    nested: Place | None = None
    if grammar.joined.fullmatch(text, one.end, other.start):
        nested = _join_nested(one, other, grammar)

    if nested or not grammar.beside.fullmatch(text, one.end, other.start):
        return nested

    is_range = grammar.through.fullmatch(text, one.end, other.start)
    return _join_row(one, other, grammar, is_range=is_range is not None)


def _join_nested(one: Place, other: Place, grammar: PlaceGrammar) -> Place | None:
    """A place and the one within it, or around it (`paragraph 3 of article 2`); None if neither is within the other.

    What follows a list is within its last member: `articles 5 and 7, paragraph 2`.
    """
    if one.last < other.first:
        outer = one
        inner = other
    elif other.last < one.first and len(other.paths) == 1 and not grammar.has_signs:
        outer = other
        inner = one
    else:
        return None

    *others, last = outer.paths
    paths = (*others, *(f"{last}-{path}" for path in inner.paths))
    is_bare = one.is_bare and other.is_bare
    return Place(one.start, other.end, paths, outer.first, inner.last, is_bare)


def _join_row(
    one: Place, other: Place, grammar: PlaceGrammar, *, is_range: bool
) -> Place | None:
    """Two places of one kind in a list (`paragraph 3 and paragraph 5`), or all from one to the other."""
    is_alone = one.first == one.last or grammar.has_signs
    is_alike = one.last == other.first == other.last
    if not is_alone or not is_alike or one.is_bare or other.is_bare:
        return None

    kind = KINDS[one.last]
    outer, _, first = one.paths[-1].rpartition(kind)
    last = other.paths[0].removeprefix(kind)
    within = _list_numbers_between(first, last) if is_range else []
    paths = [f"{outer}{kind}{number}" for number in within]
    paths += [f"{outer}{path}" for path in other.paths]
    return Place(
        one.start, other.end, (*one.paths, *paths), one.first, one.last, is_bare=False
    )
