"""A written list of subjects in six languages, for words that an archive does not teach: `glossary.txt`."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

from unres_site.deferred import deferred
from unres_site.search.terms.stems import make_term
from unres_site.search.terms.tokens import normalize

LANGUAGES = ("en", "fr", "es", "ru", "ar", "zh")
"""The languages of the columns."""

GLOSSARY = Path(__file__).parent / "glossary.txt"

UNSPACED = "zh"
"""The language whose words are looked up as they are written."""

SHORT = 2
"""Letters of a word by which nothing is looked up: most are prepositions."""

FUNCTION_WORDS = frozenset({"the", "des", "les", "del", "las", "los"})
"""Longer ones."""

# matches: arms
# rejects: 2030
WORD = deferred(r"[^\W\d_]+")

Subject = dict[str, list[str]]
"""The words for a subject in each language, those that are shown first."""


@cache
def read_glossary() -> tuple[Subject, ...]:
    """The subjects in their order."""
    lines = GLOSSARY.read_text("utf-8").splitlines()
    return tuple(_read_subject(line) for line in lines if not line.startswith("#"))


@cache
def list_translations(hub: str) -> tuple[tuple[str, str, str], ...]:
    """What is looked up, the language of its translation, and the translation: to the hub and from it."""
    return tuple(_find_translations(hub)) if hub in LANGUAGES else ()


def _find_translations(hub: str) -> Iterator[tuple[str, str, str]]:
    for subject in read_glossary():
        for language in LANGUAGES:
            if language == hub:
                continue
            for words in subject[language]:
                yield make_key(words, language), hub, subject[hub][0]
            for words in subject[hub]:
                yield make_key(words, hub), language, subject[language][0]


def make_key(words: str, language: str) -> str:
    """What some words are looked up by: their stems, or the words themselves in Chinese."""
    if language == UNSPACED:
        return words
    found = [
        word
        for word in WORD.findall(normalize(words))
        if len(word) > SHORT and word not in FUNCTION_WORDS
    ]
    return " ".join(make_term(word, language) for word in found)


def _read_subject(line: str) -> Subject:
    cells = [cell.strip() for cell in line.split("|")]
    return {
        language: cell.split("/")
        for language, cell in zip(LANGUAGES, cells, strict=True)
    }
