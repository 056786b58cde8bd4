"""The forms of a name: how it is shown, and whether it is only a word for a kind of instrument."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from unres_site.archive.instruments.namings import WORD, Name, cut_ending, fold_name
from unres_site.languages import get_language

Key = tuple[str, Name]
"""A name in a language."""


def choose_form(forms: Mapping[str, int], code: str) -> str:
    """The form in which a name is shown: the most frequent one in the nominative, if any text has one."""
    shown = {one: forms[one] for one in forms if is_nominative(one, code)}
    return choose_most(shown or forms)


def is_nominative(name: str, code: str) -> bool:
    """Whether the first word of a name that is one for a kind of instrument is in the nominative."""
    nominatives = get_language(code).instruments.nominatives
    stems = _list_stems(code)
    for word in WORD.findall(name.lower()):
        if cut_ending(word, code) in stems:
            return word in nominatives

    return False


@cache
def _list_stems(code: str) -> frozenset[str]:
    """The words for kinds of instruments, without their endings."""
    nominatives = get_language(code).instruments.nominatives
    return frozenset([cut_ending(word, code) for word in nominatives])


def choose_most(counts: Mapping[str, int]) -> str:
    """The most frequent words; the first in alphabetical order of several."""
    return min(counts, key=lambda words: (-counts[words], words))


@cache
def is_bare(key: Key) -> bool:
    """Whether a name is only a word for a kind of instrument."""
    code, words = key
    if words in _fold_heads(code):
        return True

    return any(_begins_as(words, head) for head in _split_heads(code))


@cache
def _fold_heads(code: str) -> frozenset[Name]:
    """The words for kinds of instruments, as names are folded."""
    heads = get_language(code).instruments.heads
    return frozenset([fold_name(head.replace("*", ""), code) for head in heads])


@cache
def _split_heads(code: str) -> list[list[str]]:
    """The beginnings of the words of each head."""
    heads = get_language(code).instruments.heads
    return [[part.rstrip("*") for part in head.lower().split()] for head in heads]


def _begins_as(words: Name, head: list[str]) -> bool:
    """Whether each word begins as that of a head does (`программ*`)."""
    return len(words) == len(head) and all(
        word.startswith(part[: len(word)])
        for word, part in zip(words, head, strict=True)
    )
