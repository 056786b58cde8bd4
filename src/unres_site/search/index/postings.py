"""Postings: which term occurs how often in which text, for each field.

Texts are numbered from 0 in the order of their slots (`slots`). A term needs no lasting number. A query sorts its terms
by UTF-16 units, as JavaScript does, so scores are added in the same order as in an index of all terms.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import count
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from unres_site.search.index.fields import FIELDS, FieldCounts, Integers
from unres_site.search.terms.characters import list_different
from unres_site.search.terms.counting import MOST, TermCounts, name_grams
from unres_site.search.terms.stems import make_term

TermNumbers = NDArray[np.uint32]


class Postings(NamedTuple):
    """The postings of one field: three arrays of the same length.

    terms   a number for each term: for grams that of `find_gram`, for others the place in a list
    texts   the text's number
    counts  how often the term occurs in the text
    """

    terms: TermNumbers
    texts: NDArray[np.uint32]
    counts: NDArray[np.uint16]


class ArchivePostings(NamedTuple):
    """The postings of all texts for each field, in the order of the texts.

    grams    those of grams
    words    the list of all other terms, sorted
    in_words those of these terms; several of a term and a text count together
    lengths  of each field in each text: how many terms it has
    """

    grams: tuple[Postings, ...]
    words: list[str]
    in_words: tuple[Postings, ...]
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
        in_words=tuple(field._replace(terms=places[field.terms]) for field in numbered),
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


def select_grams(postings: ArchivePostings, first: int, last: int) -> TermRange:
    """The grams from one number up to another, which is excluded."""
    fields = _sort_terms(postings.grams, first, last)
    different = [_list_sorted(field.terms) for field in fields]
    numbers = list_different(np.concatenate(different))
    return TermRange(name_grams(numbers), numbers, fields)


def _list_sorted(terms: TermNumbers) -> TermNumbers:
    """The different numbers of sorted ones."""
    is_other = np.ones(len(terms), dtype=np.bool_)
    is_other[1:] = terms[1:] != terms[:-1]
    return terms[is_other]


def select_words(postings: ArchivePostings, first: int, last: int) -> TermRange:
    """The words from one place in the list up to another, which is excluded."""
    fields = _sort_terms(postings.in_words, first, last)
    fields = tuple(map(_add_counts, fields))
    numbers = np.arange(first, last, dtype=np.uint32)
    return TermRange(postings.words[first:last], numbers, fields)


def _collect_grams(field: Iterable[TermCounts]) -> Postings:
    terms = []
    counts = []
    for one in field:
        terms.append(np.frombuffer(one.grams, dtype="<u4"))
        counts.append(np.frombuffer(one.gram_counts, dtype="<u2"))

    return _join_texts(terms, counts)


def _number_words(field: Iterable[TermCounts], numbers: WordNumbers) -> Postings:
    """The postings of words and other terms by their numbers. A text may have several words of one term."""
    terms = []
    counts = []
    for one in field:
        terms.append(np.array(numbers.list_numbers(one), dtype=np.uint32))
        counts.append(np.frombuffer(one.word_counts + one.other_counts, dtype="<u2"))

    return _join_texts(terms, counts)


def _add_counts(field: Postings) -> Postings:
    """Sorted postings, in which the counts of one term in one text are added."""
    is_other = np.ones(len(field.terms), dtype=np.bool_)
    is_other[1:] = field.terms[1:] != field.terms[:-1]
    is_other[1:] |= field.texts[1:] != field.texts[:-1]
    starts = np.flatnonzero(is_other)
    sums = np.add.reduceat(field.counts, starts, dtype=np.uint32)
    counts = np.minimum(sums, MOST).astype(np.uint16)
    return Postings(field.terms[starts], field.texts[starts], counts)


def _join_texts(terms: list[TermNumbers], counts: list[NDArray[np.uint16]]) -> Postings:
    """One array of each from the arrays of all texts."""
    no_terms = np.zeros(0, dtype=np.uint32)
    no_counts = np.zeros(0, dtype=np.uint16)
    numbers = np.arange(len(terms), dtype=np.uint32)
    texts = np.repeat(numbers, [len(one) for one in terms])
    all_terms = np.concatenate([no_terms, *terms])
    all_counts = np.concatenate([no_counts, *counts])
    return Postings(all_terms, texts, all_counts)


def _sort_terms(
    fields: Iterable[Postings], first: int, last: int
) -> tuple[Postings, ...]:
    """The postings of each field whose terms are from `first` to before `last`, sorted by term."""
    chosen = (_select_terms(field, first, last) for field in fields)
    return tuple(map(_sort, chosen))


def _select_terms(field: Postings, first: int, last: int) -> Postings:
    """The postings of the terms from `first` to before `last`."""
    is_below = field.terms < last
    chosen = is_below & (field.terms >= first)
    return Postings(
        field.terms[chosen],
        field.texts[chosen],
        field.counts[chosen],
    )


def _sort(field: Postings) -> Postings:
    """Postings sorted by term. Those of one term keep the order of the texts.

    NumPy sorts numbers of 16 bits by radix, which takes half the time, so the lower halves of the terms are sorted, and
    then the upper ones.
    """
    lower = field.terms.astype(np.uint16)
    upper = (field.terms >> np.uint32(16)).astype(np.uint16)
    by_lower = np.argsort(lower, kind="stable")
    order = by_lower[np.argsort(upper[by_lower], kind="stable")]
    return Postings(field.terms[order], field.texts[order], field.counts[order])
