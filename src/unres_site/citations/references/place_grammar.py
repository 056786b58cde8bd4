"""The patterns of a language's words for places: `annex II`, `第 24 段`, `subparagraph (a) of paragraph 3`."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable

import msgspec

from unres_site import symbols
from unres_site.citations.phrases import (
    Guarded,
    list_needed,
    match_phrases,
    match_row,
)
from unres_site.deferred import Pattern, deferred
from unres_site.languages import Language, get_language
from unres_site.languages.numerals import list_native_signs
from unres_site.languages.reference_words import PlaceKind

# matches: 第 {number} 段
# rejects: annex
PLACEHOLDER = deferred(r"\{(number|letter)\}")

_ROMAN = r"[IVXLХ]{1,7}(?![A-Za-zА-я0-9/])"
_ARABIC_LETTER = r"(?=[\u0621-\u064a])(?:" + symbols.PART_LETTER + ")"
LETTERS = "[a-z\u0430-\u044f\u0621-\u064a]{1,2}|[ivx]{1,5}"
_LETTER = r" [«“]?[a-z\u0430-\u044f](?![^\W_])[»”]?"
_POINT = rf"(?: ?\((?:{LETTERS})\)| (?:{LETTERS})\)| ?[㈠-㈩])"


class PlaceGrammar(msgspec.Struct, frozen=True):
    """A language's words for places as patterns, with groups for the word, the number and its points.

    words   all words without their numbers: most texts have none
    forms   the word before the number (annex II); if `has_signs`, after it (第 24 段) or after a letter (A 节)
    one     one number of a list                         through  what is between the ends of a range
    kinds   words up to their endings, the longest first, with the kinds that they mean
    bare    kinds of which a place may have no number    joined   what may be between a place and one within it
    beside  what may be between two places in a list
    """

    words: Pattern
    forms: tuple[Pattern | Guarded, ...]
    one: Pattern
    through: Pattern
    kinds: tuple[tuple[str, PlaceKind], ...]
    bare: frozenset[PlaceKind]
    joined: Pattern
    beside: Pattern
    has_signs: bool


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
            word = tail.strip()
            lead = head.strip()
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
    between = _match_between(language)
    return PlaceGrammar(
        # matches: 段
        # matches: annex
        # rejects: 届
        words=deferred(match_phrases(list_place_words(language))),
        forms=_make_forms(language, words, one, through),
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
        joined=deferred(rf"[,，،、]? ?(?:{between})?"),
        # matches: " and "
        # matches: 至
        # rejects: ", "
        beside=deferred(rf"{through}| ?(?:{match_row(language.citations.lists)}) ?"),
        has_signs=bool(words.signs),
    )


def _make_forms(
    language: Language, words: _Words, one: str, through: str
) -> tuple[Pattern | Guarded, ...]:
    """The patterns of a word with its number and its points. `one` is that of a number, `through` that of a range."""
    number = _match_list(one, through, words.signs, language)
    listed = _match_point_list(language, through)
    ended = match_phrases(language.references.points)
    points = f"(?P<point>(?:{listed})?(?: ?(?:{ended}))?)"
    first = _match_first(language, listed, _match_between(language))
    begins = match_phrases(language.references.begins)
    # matches: annexes I and II
    # matches: приложение
    # matches: subparagraphs (a) and (c) of paragraph 12
    # matches: subparagraph b of paragraph 3
    # matches: paragraphs from 3 to 5
    # rejects: report
    before = deferred(
        rf"{first}(?P<word>{match_phrases(words.before)})"
        rf"(?: ?(?:(?:{begins}) (?=[0-9IVX]))?(?P<number>{number}){points})?"
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
    if not words.signs:
        return (before,)

    return (
        Guarded(list_needed(words.before), before),
        Guarded(list_needed(words.after), after),
        Guarded(list_needed(words.lettered), lettered),
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
    """Points before the place that they are in: `subparagraphs (a) and (c) of`, `subparagraph b of`."""
    of = language.references
    outer = rf" (?:{between})?" if of.genitive else f" {between}"
    points = rf"(?P<first>{listed})|(?P<letter>{_LETTER})"
    words = match_phrases(of.subpoints)
    return rf"(?:(?:{words})(?:{points}){outer})?"


def _match_list(
    one: str, through: str, signs: Iterable[str], language: Language
) -> str:
    """A list of numbers: `I and II`, `5 to 8`, `5 和第 6`."""
    lists = match_phrases(map(str.strip, language.citations.lists))
    written_signs = match_phrases(signs)
    sign = rf"(?:(?:{written_signs}) ?)?"
    between = rf"(?:{through}| ?(?:{lists}) ?)"
    return rf"{one}(?:{between}{sign}{one}){{0,20}}"
