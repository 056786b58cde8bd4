"""The stems of words, by which `resolutions` is found as `resolution`. Only the builder stems; the browser looks up.

The two libraries of the field stem some words differently, so a stem is no thing to reckon twice: the builder writes
beside each word of the archive what stands for it (`vocabulary`).
"""

from __future__ import annotations

from functools import cache
from typing import Protocol

STEMMERS = {"en": "english", "fr": "french", "es": "spanish", "ru": "russian", "ar": "arabic"}


class Stemmer(Protocol):
    """What snowballstemmer has for a language."""

    def stemWord(self, word: str) -> str:  # noqa: N802 - the library names it so
        """The stem of a word in small letters."""


def stem(word: str, language: str) -> str:
    """The stem of a word in normal form; the word itself where it has digits, or the language has no stems."""
    if language not in STEMMERS or not word.isalpha():
        return word
    return _stemmer(language).stemWord(word) or word


@cache
def _stemmer(language: str) -> Stemmer:
    # an archive of Chinese texts needs none of it
    import snowballstemmer  # noqa: PLC0415

    found: Stemmer = snowballstemmer.stemmer(STEMMERS[language])
    return found
