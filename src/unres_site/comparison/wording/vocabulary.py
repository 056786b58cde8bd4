"""The words of a language without spaces, as far as two texts and the language's data tell them."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator, Mapping, Sequence

from unres_site.languages import get_language

HAN = r"[\u3400-\u4dbf\u4e00-\u9fff]"


class Vocabulary:
    """Which characters belong together: those of words that the language's data know, and pairs that come often.

    `forms` are the folded words of all paragraphs of the two texts that are compared.
    """

    def __init__(self, language: str, forms: Iterable[str]) -> None:
        self._language = language
        self._words = "\n".join(set(forms))

    def split(self, words: str) -> Sequence[str]:
        """Words without spaces in pieces: known words, and single characters."""
        return _split(words, self._language)

    def count(self, character: str) -> int:
        """How often a character is in the texts."""
        return self._words.count(character)

    def count_pair(self, first: str, second: str) -> int:
        """How often two characters are next to each other."""
        return self._words.count(first + second)  # few pairs are asked for


@functools.lru_cache(maxsize=1 << 12)  # both sides of a change have most of it
def _split(words: str, language: str) -> tuple[str, ...]:
    return tuple(_find_words(words, _list_known(language)))


def _find_words(words: str, known: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """From the left the longest known word that is there, else one character."""
    start = 0
    while start < len(words):
        found = words[start]
        for word in known.get(found, ()):
            if words.startswith(word, start):
                found = word
                break

        yield found
        start += len(found)


@functools.cache
def _list_known(code: str) -> Mapping[str, Sequence[str]]:
    """The known words of a language by their first character, the longest first."""
    of = get_language(code)
    known = {*of.unbroken.split(), *of.openers, *of.opening.words} - {""}
    by_first: dict[str, list[str]] = {}
    for word in sorted(known, key=lambda word: (-len(word), word)):
        by_first.setdefault(word[0], []).append(word)
    return by_first
