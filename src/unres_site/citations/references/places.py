"""Places in documents: `第四章，第 24 段`, `annexes I and II`, `paragraph 3 of article 2`.

A place has a path, the largest division first: `chapter4-paragraph24`. Numbers in words, in Han or in Roman numerals
are written in digits, so the path is the same in all languages.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Sequence
from typing import get_args

import msgspec

from unres_site import symbols
from unres_site.citations.numbers.grammar import TATWEEL
from unres_site.citations.references.phrases import begins_word, match_phrases
from unres_site.deferred import Pattern, deferred
from unres_site.languages import Language, get_language
from unres_site.languages.numerals import list_native_signs, read_number
from unres_site.languages.reference_words import PlaceKind
from unres_site.symbols.text import ROMAN_VALUES

KINDS: tuple[PlaceKind, ...] = get_args(PlaceKind)
"""The kinds of places, the largest first."""

# matches: 第 {number} 段
# rejects: annex
PLACEHOLDER = deferred(r"\{(number|letter)\}")

MOST_PLACES = 60
"""Places of the longest range that is read; a longer one has its ends only."""

_ROMAN = r"[IVXLХ]{1,7}(?![A-Za-zА-я0-9/])"
_ARABIC_LETTER = r"(?=[\u0621-\u064a])(?:" + symbols.PART_LETTER + ")"
_LETTERS = "[a-z\u0430-\u044f\u0621-\u064a]{1,2}|[ivx]{1,5}"
_POINT = rf"(?: ?\((?:{_LETTERS})\)| (?:{_LETTERS})\)| ?[㈠-㈩])"

# matches: (a)
# matches: (iv)
# matches: b)
# matches: ㈡
# rejects: (2000)
POINT = deferred(rf"\(?(?P<sign>{_LETTERS})\)|(?P<circled>[㈠-㈩])")

LOOK_ALIKE = {"с": "c", "о": "o", "р": "p", "х": "x", "е": ""}
"""Cyrillic letters that stand for the Latin ones, as no list is so long. A Cyrillic е may be the fifth or the sixth."""

ROMAN_POINTS = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x")
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


class PlaceGrammar(msgspec.Struct, frozen=True):
    """A language's words for places as patterns, with groups for the word, the number and its points.

    words      all words without their numbers: most texts have none
    forms      the word before the number (annex II); if `has_signs`, after it (第 24 段) or after a letter (A 节)
    one     one number of a list                         through  what is between the ends of a range
    kinds   words up to their endings, the longest first, with the kinds that they mean
    bare    kinds of which a place may have no number    joined   what may be between a place and one within it
    """

    words: Pattern
    forms: tuple[Pattern, ...]
    one: Pattern
    through: Pattern
    kinds: tuple[tuple[str, PlaceKind], ...]
    bare: frozenset[PlaceKind]
    joined: Pattern
    has_signs: bool


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
    return _join_places(text, found, grammar) if len(found) > 1 else found


def _read_place(
    match: re.Match[str], grammar: PlaceGrammar, language: Language
) -> Place | None:
    """The place of a match; None for a word that needs a number and has none."""
    kind = _find_kind(match["word"], grammar)
    if kind is None or not begins_word(match.string, match.start()):
        return None
    rank = KINDS.index(kind)
    if not match["number"]:
        if kind not in grammar.bare or _goes_on(match):
            return None
        return Place(match.start(), match.end(), (kind,), rank, rank, is_bare=True)
    *others, last = _read_numbers(match["number"], grammar, language)
    points = [""]
    for group in ("inner", "point", "first"):
        within = _read_points(match.groupdict().get(group), grammar, language)
        points = [before + point for before in points for point in within]
    paths = [f"{kind}{number}" for number in others]
    paths += [f"{kind}{last}{point}" for point in points]
    return Place(*match.span(), tuple(paths), rank, rank, is_bare=False)


def _read_points(
    text: str | None, grammar: PlaceGrammar, language: Language
) -> list[str]:
    """The ends of paths for points: `(a) (ii)` is one, `(a) to (c)` are three. For no points there is an empty one."""
    found: list[tuple[str, ...]] = []
    end = 0
    for match in POINT.finditer(text or ""):
        sign = _read_point(match, language)
        if not sign:
            break
        before, end = match.string[end : match.start()], match.end()
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
    return [chr(one) for one in range(ord(first) + 1, ord(last))]


def _read_point(match: re.Match[str], language: Language) -> str:
    """The sign of a point as a Latin letter, or as a small Roman number; empty if it may be one of two letters."""
    if match["circled"]:
        return ROMAN_POINTS[ord(match["circled"]) - ord("㈠")]
    sign = match["sign"]
    return LOOK_ALIKE[sign] if sign in LOOK_ALIKE else _latinize(sign, language)


def _latinize(sign: str, language: Language) -> str:
    """The Latin letter in the same place of the order of letters that number points (ب is b)."""
    for letters in language.markers:
        if sign in letters:
            return chr(ord("a") + letters.index(sign))
    return sign


def _find_kind(word: str, grammar: PlaceGrammar) -> PlaceKind | None:
    """The kind that a word means."""
    folded = word.lower().replace(TATWEEL, "")
    for stem, kind in grammar.kinds:
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
        is_range = numbers and grammar.through.fullmatch(text, end, found.start())
        if is_range and numbers[-1].isdigit() and number.isdigit():
            between = range(int(numbers[-1]) + 1, int(number))
            if len(between) <= MOST_PLACES:
                numbers += map(str, between)
        numbers.append(number)
        end = found.end()
    return numbers


def _read_one(text: str, language: Language) -> str:
    """A number in digits, a letter as a Latin capital; both for `一.A`."""
    head, _, letter = text.strip().partition(".")
    folded = symbols.fold(head)
    is_letter = len(folded) == 1 and folded not in "IVX"
    value = None if is_letter else ROMAN_VALUES.get(folded)
    if value is None:
        value = read_number(language, head)
    number = folded if value is None else str(value)
    return f"{number}.{letter}" if letter else number


# --- places within places


def _join_places(
    text: str, found: Sequence[Place], grammar: PlaceGrammar
) -> list[Place]:
    joined = [found[0]]
    for place in found[1:]:
        last = joined[-1]
        if place.start < last.end:
            continue
        is_near = grammar.joined.fullmatch(text, last.end, place.start)
        both = _join_two(last, place, grammar) if is_near else None
        if both:
            joined[-1] = both
        else:
            joined.append(place)
    return joined


def _join_two(one: Place, other: Place, grammar: PlaceGrammar) -> Place | None:
    """A place and the one within it, or around it (`paragraph 3 of article 2`); None if neither is within the other."""
    if one.last < other.first and len(one.paths) == 1:
        outer, inner = one, other
    elif other.last < one.first and len(other.paths) == 1 and not grammar.has_signs:
        outer, inner = other, one
    else:
        return None
    paths = tuple(f"{outer.paths[0]}-{path}" for path in inner.paths)
    is_bare = one.is_bare and other.is_bare
    return Place(one.start, other.end, paths, outer.first, inner.last, is_bare)


# --- the grammar of a language


class _Words(msgspec.Struct, frozen=True):
    """A language's words for places: those before a number, after it, after a letter; the signs before it."""

    before: dict[str, PlaceKind] = {}
    after: dict[str, PlaceKind] = {}
    lettered: list[str] = []
    signs: set[str] = msgspec.field(default_factory=set)
    bare: set[PlaceKind] = msgspec.field(default_factory=set)


def _sort_words(places: dict[PlaceKind, tuple[str, ...]]) -> _Words:
    words = _Words()
    for kind, phrases in places.items():
        for phrase in phrases:
            head, sign, tail = (*PLACEHOLDER.split(phrase), "", "")[:3]
            word, lead = tail.strip(), head.strip()
            if not sign:
                words.bare.add(kind)
            if not word:
                words.before[lead] = kind
                continue
            words.after[word] = kind
            if sign == "letter":
                words.lettered.append(word)
            else:
                words.signs.add(lead)
    return words


def list_place_words(language: Language) -> list[str]:
    """A language's words for places, without their numbers."""
    words = _sort_words(language.references.places)
    return [*words.before, *words.after]


@functools.cache
def make_place_grammar(code: str) -> PlaceGrammar:
    """The patterns of a language's words for places."""
    language = get_language(code)
    words = _sort_words(language.references.places)
    one = _match_one(language)
    through = f" ?(?:{match_phrases(map(str.strip, language.citations.through))}) ?"
    number = _match_list(one, through, words.signs, language)
    listed = _match_point_list(language, through)
    ended = match_phrases(language.references.points)
    points = f"(?P<point>(?:{listed})?(?: ?(?:{ended}))?)"
    between = _match_between(language)
    first = _match_first(language, listed, between)
    # matches: annexes I and II
    # matches: приложение
    # matches: subparagraphs (a) and (c) of paragraph 12
    # rejects: report
    before = deferred(
        rf"{first}(?P<word>{match_phrases(words.before)})(?: ?(?P<number>{number}){points})?"
    )
    # matches: 第 24(b)段
    # rejects: 第 24 届
    after = deferred(
        rf"(?:{match_phrases(words.signs)}) ?(?P<number>{number})(?P<inner>{listed})?"
        rf" ?(?P<word>{match_phrases(words.after)}){points}"
    )
    # matches: A 节
    # rejects: 第 24 段
    lettered = deferred(
        rf"(?P<number>[A-Z])(?<![A-Za-z0-9.].) ?(?P<word>{match_phrases(words.lettered)}){points}"
    )
    return PlaceGrammar(
        # matches: 段
        # matches: annex
        # rejects: 届
        words=deferred(match_phrases(list_place_words(language))),
        forms=(before, after, lettered) if words.signs else (before,),
        # matches: 24
        # matches: IV
        # rejects: annex
        one=deferred(one),
        # matches: " to "
        # rejects: " and "
        through=deferred(through),
        kinds=_list_stems(words),
        bare=frozenset(words.bare),
        # matches: ", "
        # rejects: ;
        joined=deferred(rf"[,，،、] ?| ?(?:{between})?"),
        has_signs=bool(words.signs),
    )


def _list_stems(words: _Words) -> tuple[tuple[str, PlaceKind], ...]:
    """The words up to their endings, the longest first, with their kinds."""
    stems = {
        word.partition("*")[0].lower(): kind
        for word, kind in (words.before | words.after).items()
    }
    return tuple(sorted(stems.items(), key=lambda stem: (-len(stem[0]), stem)))


def _match_one(language: Language) -> str:
    """A number of a place: in digits, Roman, in the language's numerals or words; or a letter."""
    signs = list_native_signs(language)
    native = rf"|[{signs}]{{1,4}}" if signs else ""
    words = [word for word in language.numerals if len(word) > 1]
    ordinals = "|".join(sorted(map(re.escape, words), key=len, reverse=True))
    spoken = rf"|(?:{ordinals})(?: (?:{ordinals}))?(?![^\W_])" if words else ""
    digits = r"[0-9]{1,3}(?![0-9])(?:\.[0-9]{1,2})?"
    letter = r"[A-ZА-Я](?![A-Za-zА-я0-9/])"
    arabic = rf"{_ARABIC_LETTER}(?![^\W_])"
    number = rf"{digits}|{_ROMAN}|{letter}{native}{spoken}|{arabic}"
    return rf"(?:{number})(?:\.[A-Z](?![^\W_]))?"


def _match_point_list(language: Language, through: str) -> str:
    """One point or a list of them: `(a)`, `a) ii)`, `(a), (c) and (d)`, `(a) to (c)`."""
    lists = match_phrases(map(str.strip, language.citations.lists))
    between = rf"(?:{through}| ?(?:{lists}){{1,2}} ?)"
    return rf"{_POINT}{{1,3}}(?:{between}{_POINT}{{1,3}}){{0,10}}"


def _match_between(language: Language) -> str:
    """What is between a place and the one that it is in: `of the`."""
    of = language.references
    return rf"(?:{match_phrases(of.of)}) (?:(?:{match_phrases(of.determiners)}) ?)?"


def _match_first(language: Language, listed: str, between: str) -> str:
    """Points before the place that they are in: `subparagraphs (a) and (c) of`."""
    of = language.references
    outer = rf" (?:{between})?" if of.genitive else f" {between}"
    return rf"(?:(?:{match_phrases(of.subpoints)})(?P<first>{listed}){outer})?"


def _match_list(
    one: str, through: str, signs: Iterable[str], language: Language
) -> str:
    """A list of numbers: `I and II`, `5 to 8`, `5 和第 6`."""
    lists = match_phrases(map(str.strip, language.citations.lists))
    sign = rf"(?:(?:{match_phrases(signs)}) ?)?"
    return rf"{one}(?:(?:{through}| ?(?:{lists}) ?){sign}{one}){{0,20}}"
