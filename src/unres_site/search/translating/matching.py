"""Which terms of two languages are in the same paragraphs, by the Dice coefficient of samples of their paragraphs."""

from __future__ import annotations

from collections import defaultdict
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from unres_site.search.index.fields import Integers
from unres_site.search.translating.occurrences import (
    LEAST,
    Occurrences,
    may_be_frequent,
)

SAMPLE = 16
"""Paragraphs of a term that are looked at."""

RATIO = 3
"""A term that is in this many times as many paragraphs as another one is not a translation of it."""

ENOUGH, POSSIBLE = 0.6, 0.3
"""The Dice coefficient of a translation, at least, and of a possible one."""

MOST = 3
"""Translations of a term, at most."""

NEAR_BEST = 0.5
"""A possible translation has at least this share of the best one's coefficient."""

CHANCE = 0.5
"""Is added to the number of paragraphs: two terms may be in the same three by chance."""


Shares = NDArray[np.float64]


class TermPairs(NamedTuple):
    """Terms of two languages that are in the same paragraphs, by their places, and how alike each two are.

    The Dice coefficient of each pair is at least `POSSIBLE`, and both are in at least `LEAST` of the same paragraphs.
    """

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
    ours = _sample(one, shared)
    theirs = _sample(other, shared)
    left, right = _join(ours, theirs)
    counts, other_counts = ours.counts[left], theirs.counts[right]
    is_near = (counts <= RATIO * other_counts) & (other_counts <= RATIO * counts)
    terms = max(1, len(other.keys))
    numbers = (left * terms + right)[is_near]
    numbers = numbers[may_be_frequent(numbers.astype(np.uint64))]
    pairs, both = np.unique(numbers, return_counts=True)
    left = pairs // terms
    right = pairs % terms
    dice = _compute_dice(ours.counts[left], theirs.counts[right], both)
    is_possible = (dice >= POSSIBLE) & (both >= LEAST)
    return TermPairs(left[is_possible], right[is_possible], dice[is_possible])


def choose_best(pairs: TermPairs, target: Occurrences) -> dict[int, str]:
    """For each term of `one` what its best translation is; of equal ones the longest."""
    ordered = _order_pairs(pairs, target)
    is_best = _rank_in_group(ordered.one) == 0
    best = _keep_pairs(ordered, is_best & (ordered.dice >= ENOUGH))
    return {
        term: target.shown[place]
        for term, place in zip(best.one.tolist(), best.other.tolist(), strict=True)
    }


def list_possible(pairs: TermPairs, target: Occurrences) -> dict[int, list[str]]:
    """For each term of `one` its possible translations, the best first."""
    ordered = _order_pairs(pairs, target)
    ranks = _rank_in_group(ordered.one)
    best = ordered.dice[np.arange(len(ranks)) - ranks]
    chosen = _keep_pairs(ordered, (ranks < MOST) & (ordered.dice >= NEAR_BEST * best))
    found = defaultdict[int, list[str]](list)
    for term, place in zip(chosen.one.tolist(), chosen.other.tolist(), strict=True):
        found[term].append(target.shown[place])

    return dict(found)


def _order_pairs(pairs: TermPairs, target: Occurrences) -> TermPairs:
    """The pairs by their first term, the best of each first; of equal ones the longest."""
    lengths = np.array([len(shown) for shown in target.shown], dtype=np.int64)
    order = np.lexsort((pairs.other, -lengths[pairs.other], -pairs.dice, pairs.one))
    return _keep_pairs(pairs, order)


def _keep_pairs(pairs: TermPairs, chosen: Integers | NDArray[np.bool_]) -> TermPairs:
    return TermPairs(pairs.one[chosen], pairs.other[chosen], pairs.dice[chosen])


def _rank_in_group(ordered: Integers) -> Integers:
    """The place of each item among its equals, which are neighbours."""
    _, starts, groups = np.unique(ordered, return_index=True, return_inverse=True)
    ranks: Integers = np.arange(len(ordered)) - starts[groups]
    return ranks


def _sample(found: Occurrences, shared: Integers) -> _Sampled:
    is_shared = np.isin(found.paragraphs, shared)
    terms = found.terms[is_shared]
    paragraphs = found.paragraphs[is_shared]
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
    fewest = np.minimum(counts, other_counts)
    most = np.maximum(counts, other_counts)
    share = np.minimum(both / (np.minimum(fewest, SAMPLE) + CHANCE), 1)
    dice: Shares = 2 * share * fewest / (fewest + most)
    return dice
