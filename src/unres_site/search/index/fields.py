"""The index: which term stands how often in which field of which text. Lunr's own data, before any score.

Texts are counted from 0 in the archive's order. Terms need no number: a query puts those that it uses in the order of
their UTF-16 units, which is JavaScript's, so that sums of scores run as in a whole index.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from unres_site.search.documents import Document, symbol_spellings
from unres_site.search.terms.counting import Counts, add_terms, count_terms, count_text, term_of
from unres_site.search.terms.tokens import normalize, symbol_terms, tokens

FIELDS = {"symbol": 10, "title": 5, "text": 1}
"""The fields of a text, in order, with the weight that a term's score has in each."""

TEXT = 2
"""The place of the field that is rounded: its lengths are many, and near enough to one of a few."""

Integers = NDArray[np.int64]
FieldCounts = tuple[Counts, ...]
"""The terms of one text, counted, a field of `FIELDS` each."""

BREAK = "\n\0\n"
"""Stands between two passages, so that no term has characters of both."""


class Standings(NamedTuple):
    """Where terms stand in one field: term, text and how often; the terms are numbers. In any order, or sorted."""

    terms: NDArray[np.uint32]
    texts: NDArray[np.uint32]
    counts: NDArray[np.uint16]


class Gathered(NamedTuple):
    """All texts' terms by field, as they come: grams by their numbers, words by their places in `words`.

    lengths   of each field in each text
    """

    grams: tuple[Standings, ...]
    in_words: tuple[Standings, ...]
    words: list[str]
    lengths: tuple[Integers, ...]


class Stretch(NamedTuple):
    """Some terms in order, as text and as numbers, and where they stand in each field, sorted by term and text."""

    names: list[str]
    numbers: NDArray[np.uint32]
    fields: tuple[Standings, ...]


def field_counts(document: Document) -> FieldCounts:
    """The counted terms of a text by field. The symbol's are there once each, however many spellings share them."""
    symbol = dict.fromkeys(chain.from_iterable(map(tokens, symbol_spellings(document.card.symbol))))
    card = document.card
    text = count_text(BREAK.join(one.text for one in document.passages if one.place != "title"), card.language)
    cited = chain.from_iterable(passage.cited for passage in document.passages)
    more = [term for one in cited for term in symbol_terms(normalize(one.symbol))]
    return count_terms(symbol), count_text(card.title, card.language), add_terms(text, more) if more else text


def gather(texts: Sequence[FieldCounts]) -> Gathered:
    """The terms of all texts, in their order."""
    words = sorted({word for fields in texts for counts in fields for word in counts.words})
    places = {word: place for place, word in enumerate(words)}
    by_field = [[fields[field] for fields in texts] for field in range(len(FIELDS))]
    lengths = [np.array([counts.length for counts in field], dtype=np.int64) for field in by_field]
    return Gathered(
        grams=tuple(map(_gram_standings, by_field)),
        in_words=tuple(_word_standings(field, places) for field in by_field),
        words=words,
        lengths=tuple(lengths),
    )


def gram_stretch(gathered: Gathered, first: int, last: int) -> Stretch:
    """The grams from one number to another, last excluded."""
    fields = tuple(_sorted(_between(field, first, last)) for field in gathered.grams)
    numbers = _different(fields)
    return Stretch(list(map(term_of, numbers.tolist())), numbers, fields)


def word_stretch(gathered: Gathered) -> Stretch:
    """All other terms, in the order of Python's strings."""
    fields = tuple(map(_sorted, gathered.in_words))
    return Stretch(gathered.words, np.arange(len(gathered.words), dtype=np.uint32), fields)


def _gram_standings(field: list[Counts]) -> Standings:
    return _standings(
        [np.frombuffer(counts.grams, dtype="<u4") for counts in field],
        [np.frombuffer(counts.gram_counts, dtype="<u2") for counts in field],
    )


def _word_standings(field: list[Counts], places: dict[str, int]) -> Standings:
    return _standings(
        [np.array([places[word] for word in counts.words], dtype=np.uint32) for counts in field],
        [np.array(counts.word_counts, dtype=np.uint16) for counts in field],
    )


def _standings(terms: list[NDArray[np.uint32]], counts: list[NDArray[np.uint16]]) -> Standings:
    texts = np.repeat(np.arange(len(terms), dtype=np.uint32), [len(one) for one in terms])
    nothing = np.zeros(0, dtype=np.uint32)
    return Standings(np.concatenate([nothing, *terms]), texts, np.concatenate([nothing.astype(np.uint16), *counts]))


def _between(field: Standings, first: int, last: int) -> Standings:
    chosen = (field.terms >= first) & (field.terms < last)
    return Standings(field.terms[chosen], field.texts[chosen], field.counts[chosen])


def _different(fields: Sequence[Standings]) -> NDArray[np.uint32]:
    return np.unique(np.concatenate([field.terms for field in fields]))


def _sorted(field: Standings) -> Standings:
    """By term, then by text, whose order they have already. Numbers sort in a tenth of the time of an argsort."""
    keys = field.terms.astype(np.uint64) << np.uint64(32) | np.arange(len(field.terms), dtype=np.uint64)
    keys.sort()
    order = keys & np.uint64(0xFFFFFFFF)
    return Standings(field.terms[order], field.texts[order], field.counts[order])
