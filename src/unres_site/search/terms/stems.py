"""The stems of words, by which `resolutions` is found as `resolution`. Only the builder stems; the browser looks up.

The term of a word carries the language of its text, for the same letters may be the stems of other words in another
language: `climat~en` is the term of climate, `climat~fr` that of climat. Words with digits, and words of no language,
are their own terms.

The two libraries of the field stem some words differently, so stems are never computed twice: the vocabulary has the
stem of each word (`index.vocabulary`).
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Protocol

from unres_site.languages import get_language


class WordStemmer(Protocol):
    """What PyStemmer has for a language."""

    def stemWord(self, word: str) -> str:  # noqa: N802 - the library names it so
        """The stem of a word in small letters."""


SIGN = "~"
"""Separates the stem and the language of a term. No word and no symbol has it."""


PLURALS = {"en": {"women": "woman", "men": "man", "children": "child"}}
"""Plurals that no stemmer knows, by language."""


MOST_KNOWN = 1 << 17
"""Words whose terms are kept in memory."""


@lru_cache(maxsize=MOST_KNOWN)
def make_term(word: str, language: str) -> str:
    """The term of a word in normal form in a text of a language; empty for no language."""
    if not language or not word.isalpha():
        return word
    return f"{stem(word, language)}{SIGN}{language}"


def get_stem(term: str) -> str:
    """A term without its language."""
    return term.partition(SIGN)[0]


def stem(word: str, language: str) -> str:
    """The stem of a word in normal form; the word itself if it has digits or the language has no stemmer.

    `language` is a code, or empty for words of no language.
    """
    if not word.isalpha() or (stemmer := _make_stemmer(language)) is None:
        return word

    singular = PLURALS.get(language, {}).get(word, word)
    return stemmer.stemWord(singular) or word


@cache
def _make_stemmer(code: str) -> WordStemmer | None:
    """The stemmer of a language, or None if it has none."""
    name = get_language(code).stemmer if code else ""
    if not name:
        return None
    # an archive of Chinese texts needs no stemmer
    import Stemmer  # noqa: PLC0415

    # `make_term` keeps what it made: another cache would only take time
    found: WordStemmer = Stemmer.Stemmer(name, 0)
    return found
