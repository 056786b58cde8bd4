"""Which terms of two languages are in the same paragraphs, by the Dice coefficient of samples of their paragraphs."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from unres_site.search.index.fields import Integers
from unres_site.search.translating.occurrences import LEAST, Occurrences

SAMPLE = 16
"""Paragraphs of a term that are looked at."""

RATIO = 3
"""A term that is in so many times as many paragraphs as another one is no translation of it."""

ENOUGH = 0.6
"""The Dice coefficient of a translation, at least."""


CHANCE = 0.5
"""Is added to the number of paragraphs: two terms may be in the same three by chance."""


Shares = NDArray[np.float64]


class TermPairs(NamedTuple):
    """Terms of two languages that are in the same paragraphs, by their places, and how alike each two are."""

    one: Integers
    other: Integers
    dice: Shares


class _Sampled(NamedTuple):
    """The paragraphs of terms that both languages have: in how many each term is, and the first ones."""

    counts: Integers
    terms: Integers
    paragraphs: Integers


def match_terms(one: Occurrences, other: Occurrences) -> TermPairs:
    """The pairs that may be translations of each other."""
    shared = np.intersect1d(one.paragraphs, other.paragraphs)
    ours, theirs = _sample(one, shared), _sample(other, shared)
    left, right = _join(ours, theirs)
    counts, other_counts = ours.counts[left], theirs.counts[right]
    is_near = (counts <= RATIO * other_counts) & (other_counts <= RATIO * counts)
    terms = max(1, len(other.keys))
    pairs, both = np.unique((left * terms + right)[is_near], return_counts=True)
    left, right = pairs // terms, pairs % terms
    dice = _compute_dice(ours.counts[left], theirs.counts[right], both)
    is_enough = dice >= ENOUGH
    return TermPairs(left[is_enough], right[is_enough], dice[is_enough])


def choose_best(pairs: TermPairs, target: Occurrences) -> dict[int, str]:
    """For each term of `one` what its best translation is; of equal ones the longest."""
    lengths = np.array([len(shown) for shown in target.shown], dtype=np.int64)
    order = np.lexsort((pairs.other, -lengths[pairs.other], -pairs.dice, pairs.one))
    terms, first = np.unique(pairs.one[order], return_index=True)
    best = pairs.other[order[first]].tolist()
    return {
        term: target.shown[place]
        for term, place in zip(terms.tolist(), best, strict=True)
    }


def _sample(found: Occurrences, shared: Integers) -> _Sampled:
    is_shared = np.isin(found.paragraphs, shared)
    terms, paragraphs = found.terms[is_shared], found.paragraphs[is_shared]
    counts = np.bincount(terms, minlength=len(found.keys))
    starts = np.cumsum(counts) - counts
    ranks = np.arange(len(terms)) - starts[terms]
    is_taken = (ranks < SAMPLE) & (counts[terms] >= LEAST)
    return _Sampled(counts, terms[is_taken], paragraphs[is_taken])


def _join(one: _Sampled, other: _Sampled) -> tuple[Integers, Integers]:
    """All pairs of a term of one and a term of the other in the same paragraph."""
    order = np.argsort(other.paragraphs, kind="stable")
    paragraphs = other.paragraphs[order]
    starts = np.searchsorted(paragraphs, one.paragraphs)
    lengths = np.searchsorted(paragraphs, one.paragraphs, side="right") - starts
    total = int(lengths.sum())
    steps = np.arange(total) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    places = order[np.repeat(starts, lengths) + steps]
    return np.repeat(one.terms, lengths), other.terms[places]


def _compute_dice(counts: Integers, other_counts: Integers, both: Integers) -> Shares:
    """The Dice coefficient of pairs, less for those in few paragraphs. `both` counts the paragraphs of both samples."""
    fewest, most = np.minimum(counts, other_counts), np.maximum(counts, other_counts)
    share = np.minimum(both / (np.minimum(fewest, SAMPLE) + CHANCE), 1)
    dice: Shares = 2 * share * fewest / (fewest + most)
    return dice
