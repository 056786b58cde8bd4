"""The words of a language without spaces, as far as two texts and the language's data tell them."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Sequence
from itertools import accumulate
from typing import NamedTuple

from unres_site.languages import get_language
from unres_site.languages.spelling import fold_spelling

HAN = r"[\u3400-\u4dbf\u4e00-\u9fff]"


class HanRun(NamedTuple):
    """Words without spaces: where each one starts, and how it is compared."""

    starts: Sequence[int]
    forms: Sequence[str]


class Vocabulary:
    """Which characters belong together: pairs that come often in two texts that are compared.

    `forms` are the folded words of all their paragraphs.
    """

    def __init__(self, forms: Iterable[str]) -> None:
        self._words = "\n".join(set(forms))

    def count(self, character: str) -> int:
        """How often a character is in the texts."""
        return self._words.count(character)

    def count_pair(self, first: str, second: str) -> int:
        """How often two characters are next to each other."""
        return self._words.count(first + second)  # few pairs are asked for


@functools.lru_cache(maxsize=1 << 12)  # both sides of a change have most of it
def split_han(words: str, language: str) -> HanRun:
    """Words without spaces in pieces: words that the language's data know, and single characters."""
    found = _find_words(words, language)
    starts = accumulate(map(len, found[:-1]), initial=0)
    return HanRun(list(starts), list(map(fold_word, found)))


@functools.lru_cache(maxsize=1 << 14)  # most words come often
def fold_word(word: str) -> str:
    """A word in the spelling and the small letters in which words are compared, without white space within it."""
    folded = fold_spelling(word).casefold()
    return "".join(folded.split()) or folded  # a boundary is nothing but white space


def _find_words(words: str, language: str) -> list[str]:
    """From the left the longest known word that is there, else one character."""
    known = _group_known(language)
    found: list[str] = []
    start, end = 0, len(words)
    while start < end:
        word = words[start]
        if word in known:
            word = _choose_known(words, start, known[word])
        found.append(word)
        start += len(word)

    return found


def _choose_known(words: str, start: int, known: Sequence[str]) -> str:
    """The first of the known words that is at that place, else the character there."""
    for word in known:
        if words.startswith(word, start):
            return word

    return words[start]


@functools.cache
def _group_known(code: str) -> dict[str, list[str]]:
    """The known words of a language by their first characters, the longest first."""
    of = get_language(code)
    known = {*of.unbroken.split(), *of.openers, *of.opening.words} - {""}
    grouped: dict[str, list[str]] = {}
    for word in sorted(known, key=len, reverse=True):
        grouped.setdefault(word[0], []).append(word)

    return grouped
