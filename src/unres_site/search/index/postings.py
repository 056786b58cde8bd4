"""Postings: which term occurs how often in which text, for each field.

Texts are numbered from 0 in the order of their slots (`slots`). A term needs no lasting number. A query sorts its terms
by UTF-16 units, as JavaScript does, so scores are added in the same order as in an index of all terms.

The postings of an archive stay with its texts. They are sorted by term a portion at a time (`portions`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import count
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from unres_site.search.index.fields import FIELDS, FieldCounts, Integers
from unres_site.search.terms.counting import TermCounts
from unres_site.search.terms.stems import make_term

TermNumbers = NDArray[np.uint32]
Counts = NDArray[np.uint16]


class Postings(NamedTuple):
    """The postings of one field: three arrays of the same length.

    terms   a number for each term: for grams that of `find_gram`, for words the place in a list
    texts   the text's number
    counts  how often the term occurs in the text
    """

    terms: TermNumbers
    texts: NDArray[np.uint32]
    counts: Counts


class FieldTerms(NamedTuple):
    """The terms of one field, an array for each text: their numbers, ascending, and how often each occurs."""

    terms: list[TermNumbers]
    counts: list[Counts]


class ArchivePostings(NamedTuple):
    """The postings of all texts for each field, in the order of the texts.

    grams    those of grams
    words    the list of all words, sorted
    in_words those of words
    lengths  of each field in each text: how many terms it has
    """

    grams: tuple[FieldTerms, ...]
    words: list[str]
    in_words: tuple[FieldTerms, ...]
    lengths: tuple[Integers, ...]


class TermRange(NamedTuple):
    """Some terms in order.

    names    the terms
    numbers  their numbers in the postings, ascending
    fields   their postings in each field, sorted by term and then by text
    """

    names: list[str]
    numbers: TermNumbers
    fields: tuple[Postings, ...]


def collect_postings(texts: Sequence[FieldCounts]) -> ArchivePostings:
    """The postings of texts in the order of their slots."""
    by_field = tuple(zip(*texts, strict=True)) or ((),) * len(FIELDS)
    numbers = WordNumbers()
    numbered = [_number_words(field, numbers) for field in by_field]
    words, places = numbers.order_terms()
    return ArchivePostings(
        grams=tuple(map(_collect_grams, by_field)),
        words=words,
        in_words=tuple(_order_terms(field, places) for field in numbered),
        lengths=tuple(map(_collect_lengths, by_field)),
    )


class WordNumbers:
    """A number for each different word of a language, and for each term that is no word, in the order of the texts."""

    def __init__(self) -> None:
        numbers = count()
        self._of_language = defaultdict[str, defaultdict[str, int]](
            lambda: defaultdict(numbers.__next__)
        )

    def list_numbers(self, counts: TermCounts) -> list[int]:
        """The numbers of the words of a field, and then of its other terms."""
        words = self._of_language[counts.language]
        others = self._of_language[""]
        numbers = list(map(words.__getitem__, counts.list_words()))
        numbers += map(others.__getitem__, counts.list_others())
        return numbers

    def order_terms(self) -> tuple[list[str], TermNumbers]:
        """All terms, sorted, and for each number the place of its term among them."""
        terms: dict[int, str] = {}
        for language, words in self._of_language.items():
            for word, number in words.items():
                terms[number] = make_term(word, language)

        ordered = sorted(set(terms.values()))
        places = {term: place for place, term in enumerate(ordered)}
        of_number = [places[terms[number]] for number in range(len(terms))]
        return ordered, np.array(of_number, dtype=np.uint32)


def _collect_lengths(field: Sequence[TermCounts]) -> Integers:
    """The length of a field in each text."""
    return np.array([counts.length for counts in field], dtype=np.int64)


def _collect_grams(field: Iterable[TermCounts]) -> FieldTerms:
    found = FieldTerms([], [])
    for one in field:
        found.terms.append(np.frombuffer(one.grams, dtype="<u4"))
        found.counts.append(np.frombuffer(one.gram_counts, dtype="<u2"))

    return found


def _number_words(field: Iterable[TermCounts], numbers: WordNumbers) -> FieldTerms:
    """The words and other terms of each text by their numbers, in any order."""
    found = FieldTerms([], [])
    for one in field:
        found.terms.append(np.array(numbers.list_numbers(one), dtype=np.uint32))
        counts = one.word_counts + one.other_counts
        found.counts.append(np.frombuffer(counts, dtype="<u2"))

    return found


def _order_terms(field: FieldTerms, places: TermNumbers) -> FieldTerms:
    """A field in which each number has its place instead. A text may have several words of one term."""
    found = FieldTerms([], [])
    for numbers, counts in zip(*field, strict=True):
        terms = places[numbers]
        order = np.argsort(terms)
        found.terms.append(terms[order])
        found.counts.append(counts[order])

    return found
