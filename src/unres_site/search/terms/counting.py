"""How often each term occurs in a text: the terms of `tokens`, simplified and stemmed, counted.

A term of one or two Han characters of the basic plane is a gram, a number of 32 bits: the UTF-16 units of both, the
second 0 if there is none. Grams sort as their terms do. All other terms are called words here: symbols, words, and Han
characters beyond the basic plane.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache

import msgspec
import numpy as np
from numpy.typing import NDArray

from unres_site.search.terms.characters import (
    drop_han,
    find_grams,
    find_normal_units,
    is_han_unit,
    make_han_table,
)
from unres_site.search.terms.simplified import simplify
from unres_site.search.terms.stems import make_term
from unres_site.search.terms.tokens import (
    count_items,
    list_date_terms,
    list_item_terms,
    normalize,
)

MOST = 0xFFFF
"""The highest count of a term in a text. A term that occurs more often is counted as if it occurred this often."""

LONGEST_GRAM = 2
"""Characters of a gram, at most."""

LAST_UNIT = 0xFFFF
"""The last character of the basic plane."""

Grams = NDArray[np.uint32]


class TermCounts(msgspec.Struct, frozen=True, array_like=True):
    """The terms of one field of one text.

    grams        ascending: uint32, little-endian
    gram_counts  how often each occurs: uint16, little-endian, at most `MOST`
    words        the other terms, sorted as Python sorts strings
    word_counts  how often each occurs, at most `MOST`
    length       of the field: the number of all its terms, each as often as it occurs
    stems        the words that are not their own terms, each with its term; sorted
    phrases      of the text field, the characters of title and text (`phrases.mark_places`), for the table of counts
    """

    grams: bytes
    gram_counts: bytes
    words: tuple[str, ...]
    word_counts: tuple[int, ...]
    length: int
    stems: tuple[tuple[str, str], ...] = ()
    phrases: bytes = b""


def count_text(text: str, language: str = "") -> TermCounts:
    """The counted terms of a text. Words of a language that has a stemmer are stemmed."""
    units = find_normal_units(text)
    if units is None:
        normal = simplify(normalize(text))
        items = list(count_items(normal))
        grams, words = _split_terms(_list_han_terms(items))
        others = [item for item in items if item[0] != "han"]
    else:
        is_han = make_han_table()[units]
        grams, words = find_grams(units, is_han), Counter[str]()
        normal = units.tobytes().decode("utf-16-le", "surrogatepass")
        others = list(count_items(drop_han(units, is_han)))
    stems: dict[str, str] = {}
    for kind, found, count in others:
        terms = _list_stemmed_terms(kind, found, language)
        for term in terms:
            words[term] += count
        if kind == "word" and terms[0] != found:
            stems[found] = terms[0]
    words.update(list_date_terms(normal))
    return _pack(grams, words, stems)


def _list_han_terms(items: Iterable[tuple[str, str, int]]) -> Iterator[str]:
    """The terms of Han among counted items, each as often as it occurs."""
    for kind, found, count in items:
        if kind == "han":
            for term in list_item_terms(kind, found):
                yield from [term] * count


def count_terms(terms: Iterable[str]) -> TermCounts:
    """The counts of given terms."""
    return _pack(*_split_terms(terms), {})


def add_terms(counts: TermCounts, terms: list[str]) -> TermCounts:
    """Counts with a few more words."""
    if not terms:
        return counts
    words = Counter(dict(zip(counts.words, counts.word_counts, strict=True)))
    words.update(terms)
    names, word_counts = _list_words(words)
    return msgspec.structs.replace(
        counts,
        words=names,
        word_counts=word_counts,
        length=counts.length + len(terms),
    )


def find_gram(term: str) -> int | None:
    """The gram of a term; None if it is a word."""
    units = [ord(char) for char in term]
    if len(units) > LONGEST_GRAM or max(units, default=0) > LAST_UNIT:
        return None
    if not all(is_han_unit(unit) for unit in units):
        return None
    first, second = [*units, 0][:2]
    return first << 16 | second


def name_gram(gram: int) -> str:
    """The term of a gram."""
    first = chr(gram >> 16)
    second = gram & 0xFFFF
    return first + chr(second) if second else first


def _split_terms(terms: Iterable[str]) -> tuple[Grams, Counter[str]]:
    """All grams among some terms, and the words, counted."""
    words, grams = Counter[str](), list[int]()
    for term in terms:
        gram = find_gram(term)
        if gram is None:
            words[term] += 1
        else:
            grams.append(gram)
    return np.array(grams, dtype=np.uint32), words


@lru_cache(maxsize=1 << 16)
def _list_stemmed_terms(kind: str, found: str, language: str) -> tuple[str, ...]:
    """The terms of an item. The first term of a word says its language."""
    terms = tuple(list_item_terms(kind, found))
    if kind != "word":
        return terms
    first, *others = terms
    return make_term(first, language), *others


def _pack(grams: Grams, words: Counter[str], stems: dict[str, str]) -> TermCounts:
    different, counts = np.unique(grams, return_counts=True)
    names, word_counts = _list_words(words)
    return TermCounts(
        grams=different.astype("<u4").tobytes(),
        gram_counts=np.minimum(counts, MOST).astype("<u2").tobytes(),
        words=names,
        word_counts=word_counts,
        length=len(grams) + words.total(),
        stems=tuple(sorted(stems.items())),
    )


def _list_words(words: Counter[str]) -> tuple[tuple[str, ...], tuple[int, ...]]:
    """The words, sorted, and how often each occurs."""
    names = sorted(words)
    counts = [min(words[word], MOST) for word in names]
    return tuple(names), tuple(counts)
