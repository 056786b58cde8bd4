"""The words of a language without spaces, as far as two texts and the language's data tell them."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Sequence
from itertools import accumulate
from typing import NamedTuple

from unres_site.deferred import Pattern, deferred
from unres_site.languages import get_language
from unres_site.languages.spelling import fold_spelling

HAN = r"[\u3400-\u4dbf\u4e00-\u9fff]"


class HanRun(NamedTuple):
    """Words without spaces: where each one starts, and how it is compared."""

    starts: Sequence[int]
    forms: Sequence[str]


class Vocabulary:
    """Which characters belong together: those of words that the language's data know, and pairs that come often.

    `forms` are the folded words of all paragraphs of the two texts that are compared.
    """

    def __init__(self, language: str, forms: Iterable[str]) -> None:
        self._language = language
        self._words = "\n".join(set(forms))

    def split(self, words: str) -> HanRun:
        """Words without spaces in pieces: known words, and single characters."""
        return _split(words, self._language)

    def count(self, character: str) -> int:
        """How often a character is in the texts."""
        return self._words.count(character)

    def count_pair(self, first: str, second: str) -> int:
        """How often two characters are next to each other."""
        return self._words.count(first + second)  # few pairs are asked for


@functools.lru_cache(maxsize=1 << 12)  # both sides of a change have most of it
def _split(words: str, language: str) -> HanRun:
    found = _find_words(words, language)
    starts = accumulate(map(len, found[:-1]), initial=0)
    return HanRun(list(starts), list(map(fold_word, found)))


@functools.lru_cache(maxsize=1 << 14)  # most words come often
def fold_word(word: str) -> str:
    """A word in the spelling and the small letters in which words are compared."""
    return fold_spelling(word).casefold()


def _find_words(words: str, language: str) -> list[str]:
    """From the left the longest known word that is there, else one character."""
    found: list[str] = []
    start = 0
    for match in _compile_known(language).finditer(words):
        found += words[start : match.start()]
        found.append(match[0])
        start = match.end()

    found += words[start:]
    return found


@functools.cache
def _compile_known(code: str) -> Pattern:
    of = get_language(code)
    known = {*of.unbroken.split(), *of.openers, *of.opening.words} - {""}
    longest_first = sorted(known, key=lambda word: (-len(word), word))
    # matches: 朝鲜
    # rejects: 的
    return deferred("|".join(map(re.escape, longest_first)) or "(?!)")
