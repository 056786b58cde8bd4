"""The words of a language that is written with spaces, and the pairs of neighbours among them, by their stems."""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

import numpy as np

from unres_site.deferred import deferred
from unres_site.search.index.fields import Integers
from unres_site.search.terms.stems import get_stem, make_term
from unres_site.search.terms.tokens import normalize
from unres_site.search.translating.occurrences import (
    LEAST,
    Occurrences,
    count_paragraphs,
    join_occurrences,
    keep_items,
    may_be_frequent,
)
from unres_site.search.translating.paragraphs import NumberedParagraphs

SHORT = 3
"""Letters of a stem that may be a preposition or an article."""

OFTEN, VERY_OFTEN = 0.08, 0.4
"""The share of paragraphs that have a word which says nothing by itself: a short one, any."""

# matches: arms
# rejects: 2030
# rejects: 武器
LETTERS = deferred(r"[^\W\d_\u3400-\u9fff]+")


class WordRun(NamedTuple):
    """The words of all paragraphs in their order: the places of their stems, and the numbers of their paragraphs."""

    keys: list[str]
    shown: list[str]
    terms: Integers
    paragraphs: Integers


def list_words(paragraphs: NumberedParagraphs, language: str) -> Occurrences:
    """The words and pairs of words of some paragraphs."""
    run = _read_words(paragraphs, language)
    return join_occurrences([_list_singles(run), _list_pairs(run)])


def _read_words(paragraphs: NumberedParagraphs, language: str) -> WordRun:
    spelled: list[str] = []
    numbers: list[int] = []
    for number, text in paragraphs.items():
        words = LETTERS.findall(normalize(text))
        spelled += words
        numbers += [number] * len(words)

    counts = Counter(spelled)
    terms = {word: make_term(word, language) for word in counts}
    shown: dict[str, str] = {}
    for word, _ in sorted(counts.items(), key=lambda pair: (pair[1], pair[0])):
        shown[terms[word]] = word  # the most frequent word is last

    keys = sorted(shown)
    places = {key: place for place, key in enumerate(keys)}
    place_of = {word: places[term] for word, term in terms.items()}
    places_of = map(place_of.__getitem__, spelled)
    items = np.fromiter(places_of, dtype=np.int64, count=len(spelled))
    run = WordRun(
        keys, [shown[key] for key in keys], items, np.array(numbers, np.int64)
    )
    return _drop_function_words(run, len(paragraphs))


def _drop_function_words(run: WordRun, paragraphs: int) -> WordRun:
    """The words that say something by themselves."""
    _, _, counts = count_paragraphs(run.terms, run.paragraphs, len(run.keys))
    is_short = np.array(
        [len(get_stem(key)) <= SHORT for key in run.keys], dtype=np.bool_
    )
    limits = np.where(is_short, OFTEN, VERY_OFTEN) * paragraphs
    is_kept = (counts <= limits)[run.terms]
    return WordRun(run.keys, run.shown, run.terms[is_kept], run.paragraphs[is_kept])


def _list_singles(run: WordRun) -> Occurrences:
    items, paragraphs, counts = count_paragraphs(
        run.terms, run.paragraphs, len(run.keys)
    )
    is_kept = counts >= LEAST
    places = np.flatnonzero(is_kept).tolist()
    return Occurrences(
        [run.keys[place] for place in places],
        [run.shown[place] for place in places],
        *keep_items(is_kept, items, paragraphs),
    )


def _list_pairs(run: WordRun) -> Occurrences:
    """The pairs of words that are neighbours in a paragraph, once the other words are dropped."""
    words = len(run.keys)
    is_pair = run.paragraphs[:-1] == run.paragraphs[1:]
    numbers: Integers = run.terms[:-1] * words + run.terms[1:]
    is_pair &= may_be_frequent(numbers.astype(np.uint64))
    different, items = np.unique(numbers[is_pair], return_inverse=True)
    items, paragraphs, counts = count_paragraphs(
        items, run.paragraphs[:-1][is_pair], len(different)
    )
    is_kept = counts >= LEAST
    pairs = [divmod(number, words) for number in different[is_kept].tolist()]
    return Occurrences(
        [f"{run.keys[one]} {run.keys[other]}" for one, other in pairs],
        [f"{run.shown[one]} {run.shown[other]}" for one, other in pairs],
        *keep_items(is_kept, items, paragraphs),
    )
