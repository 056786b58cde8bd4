"""A written list of subjects in six languages, for words that an archive does not teach: `glossary.txt`."""

from __future__ import annotations

from collections import defaultdict
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

PART = 2
"""Words of a part of a subject by which it is looked up, at least."""

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
def list_translations(hub: str) -> dict[tuple[str, str], list[str]]:
    """The translations to the hub and from it, by what is looked up and by their language."""
    found = defaultdict[tuple[str, str], list[str]](list)
    parts = defaultdict[tuple[str, str], list[str]](list)
    for subject in read_glossary() if hub in LANGUAGES else ():
        for one, other in _pair_languages(hub):
            for words in subject[one]:
                key = make_key(words, one)
                found[key, other] += subject[other]
                for part in _list_parts(key):
                    parts[part, other] += ["", *subject[other]]

    return {**parts, **found}


def _list_parts(key: str) -> list[str]:
    """The neighbouring stems of a longer key: `financial flows` of `illicit financial flows`."""
    stems = key.split()
    lengths = range(PART, len(stems))
    return [
        " ".join(stems[at : at + length])
        for length in lengths
        for at in range(len(stems) - length + 1)
    ]


def _pair_languages(hub: str) -> list[tuple[str, str]]:
    """The hub and each other language, in both directions."""
    others = [language for language in LANGUAGES if language != hub]
    return [(one, hub) for one in others] + [(hub, one) for one in others]


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
