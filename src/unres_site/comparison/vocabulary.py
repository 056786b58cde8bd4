"""The words of a language without spaces, as far as two texts and the language's data tell them."""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Iterable
from itertools import pairwise

from unres_site.deferred import Pattern, deferred
from unres_site.languages import get_language

HAN = r"[\u3400-\u4dbf\u4e00-\u9fff]"


class Vocabulary:
    """Which characters belong together: those of words that the language's data know, and pairs that come often.

    `forms` are the folded words of all paragraphs of the two texts that are compared.
    """

    def __init__(self, language: str, forms: Iterable[str]) -> None:
        self._known = _compile_known(language)
        self._pairs: Counter[tuple[str, str]] = Counter()
        for form in forms:
            self._pairs.update(pairwise(form))

    def split(self, words: str) -> list[str]:
        """Words without spaces in pieces: known words, and single characters."""
        return self._known.findall(words)

    def count_pair(self, first: str, second: str) -> int:
        """How often two characters are next to each other."""
        return self._pairs[first, second]


@functools.cache
def _compile_known(code: str) -> Pattern:
    """A known word of the language, or any Han character."""
    of = get_language(code)
    known = {*of.unbroken.split(), *of.openers, *of.opening.words}
    longest_first = sorted(known, key=lambda word: (-len(word), word))
    # matches: 朝鲜
    # matches: 的
    # rejects: a
    return deferred("|".join((*longest_first, HAN)))
