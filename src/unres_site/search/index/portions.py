"""The postings of an archive sorted by term, a portion of the terms at a time: the numbers of all would fill memory.

No group of terms (`sharding`) is in two portions.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from unres_site.search.index.fields import TEXT, Integers
from unres_site.search.index.postings import (
    ArchivePostings,
    FieldTerms,
    Postings,
    TermNumbers,
    TermRange,
)
from unres_site.search.index.sharding import find_beginning
from unres_site.search.terms.characters import (
    are_different,
    list_different,
    order_numbers,
)
from unres_site.search.terms.counting import MOST, name_grams

PORTION = 3_000_000
"""Postings that are sorted at a time, some 100 MB of numbers."""

TEXTS = 500
"""Texts whose postings are counted at a time."""

Kind = Literal["grams", "words"]
"""The kinds of terms (`counting`)."""


class DividedField(NamedTuple):
    """A field's terms, and where portions start among those of each text: shape (texts, portions + 1)."""

    terms: FieldTerms
    starts: Integers


class Portion(NamedTuple):
    """Its place among the portions of grams, or among those of words."""

    kind: Kind
    place: int


class DividedPostings(NamedTuple):
    """The postings of an archive in portions.

    fields  each field's grams, and each field's words
    words   the list of all words
    """

    fields: Mapping[Kind, Sequence[DividedField]]
    words: Sequence[str]

    def list_portions(self) -> list[Portion]:
        """All portions: first those of grams, then those of words."""
        portions: list[Portion] = []
        for kind, fields in self.fields.items():
            _, ends = fields[TEXT].starts.shape
            portions += [Portion(kind, place) for place in range(ends - 1)]

        return portions

    def select(self, portion: Portion) -> TermRange:
        """The terms of a portion."""
        divided = self.fields[portion.kind]
        fields = tuple([_sort(_select(field, portion.place)) for field in divided])
        if portion.kind == "words":
            fields = tuple(map(_add_counts, fields))
        different = [field.terms[are_different(field.terms)] for field in fields]
        numbers = list_different(np.concatenate(different))
        return TermRange(self._name_terms(portion.kind, numbers), numbers, fields)

    def _name_terms(self, kind: Kind, numbers: TermNumbers) -> list[str]:
        if kind == "grams":
            return name_grams(numbers)
        return [self.words[number] for number in numbers.tolist()]


def divide_postings(postings: ArchivePostings) -> DividedPostings:
    """The postings in portions."""
    sizes = _count_numbers(postings.grams[TEXT], 1 << 16, 16)
    firsts = _find_firsts(sizes, np.arange(len(sizes)))
    grams = firsts.astype(np.uint32) << np.uint32(16)

    sizes = _count_numbers(postings.in_words[TEXT], len(postings.words))
    groups = [find_beginning(word) for word in postings.words]
    _, group_of = np.unique(groups, return_inverse=True)
    words = _find_firsts(sizes, group_of).astype(np.uint32)
    return DividedPostings(
        fields={
            "grams": [_divide(field, grams) for field in postings.grams],
            "words": [_divide(field, words) for field in postings.in_words],
        },
        words=postings.words,
    )


def _count_numbers(field: FieldTerms, numbers: int, shift: int = 0) -> Integers:
    """How many postings have each number below `numbers`. So many of its lower bits are cut off before."""
    found = np.zeros(numbers, dtype=np.int64)
    for start in range(0, len(field.terms), TEXTS):
        terms = np.concatenate(field.terms[start : start + TEXTS])
        found += np.bincount(terms >> np.uint32(shift), minlength=numbers)

    return found


def _find_firsts(sizes: Integers, groups: NDArray[np.intp]) -> Integers:
    """The numbers at which portions start, from the size and the group of each number.

    A portion starts where a group does.
    """
    portions = np.cumsum(sizes) // PORTION
    starts = np.flatnonzero(np.diff(groups)) + 1
    is_full = np.diff(portions[starts - 1], prepend=0) > 0
    return np.array([0, *starts[is_full]])


def _divide(field: FieldTerms, firsts: TermNumbers) -> DividedField:
    """A field in portions, which start at these numbers."""
    starts = [[*terms.searchsorted(firsts), len(terms)] for terms in field.terms]
    return DividedField(
        field, np.array(starts, dtype=np.int64).reshape(-1, len(firsts) + 1)
    )


def _select(field: DividedField, place: int) -> Postings:
    """The postings of a portion, in the order of texts."""
    starts = field.starts[:, place]
    ends = field.starts[:, place + 1]
    texts = np.flatnonzero(ends > starts)  # few titles have terms of a portion
    terms = [np.zeros(0, dtype=np.uint32)]
    counts = [np.zeros(0, dtype=np.uint16)]
    for text, start, end in zip(
        texts.tolist(), starts[texts].tolist(), ends[texts].tolist(), strict=True
    ):
        terms.append(field.terms.terms[text][start:end])
        counts.append(field.terms.counts[text][start:end])

    return Postings(
        np.concatenate(terms),
        np.repeat(texts.astype(np.uint32), (ends - starts)[texts]),
        np.concatenate(counts),
    )


def _sort(field: Postings) -> Postings:
    """Postings sorted by term. Those of one term keep the order of the texts."""
    order = order_numbers(field.terms)
    return Postings(field.terms[order], field.texts[order], field.counts[order])


def _add_counts(field: Postings) -> Postings:
    """Sorted postings, in which the counts of one term in one text are added."""
    starts = np.flatnonzero(are_different(field.terms) | are_different(field.texts))
    sums = np.add.reduceat(field.counts, starts, dtype=np.uint32)
    counts = np.minimum(sums, MOST).astype(np.uint16)
    return Postings(field.terms[starts], field.texts[starts], counts)
