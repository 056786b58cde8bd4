"""How alike paragraphs are: matrices with a row for each old paragraph and a column for each new one."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, KeysView, Mapping, Sequence
from typing import NamedTuple

import numpy as np
from rapidfuzz import fuzz, process
from rapidfuzz.distance import Indel

from unres_site.comparison.aligning.assignment import Values
from unres_site.comparison.aligning.paragraphs import ComparedParagraph, list_terms
from unres_site.deferred import deferred

MOST_OF_A_TERM = 3
"""If a paragraph has a term more often, it counts as if it had it so often."""

FLOOR = 0.05
"""The weight of a term that every paragraph has."""

LEAST_RATIO = 20
"""Ratios below this, in per cent, count as 0: no pair is made of them."""

# matches: "2001"
# rejects: a
DIGITS = deferred(r"\d+")

SHORTEST_WORDS = 20
"""Characters besides digits from which on a paragraph can be told from others without its digits."""

Counts = Mapping[str, int]
"""How often a paragraph has each of its terms."""


def measure_ratios(
    old: Sequence[ComparedParagraph], new: Sequence[ComparedParagraph]
) -> Values:
    """The share of characters that each two paragraphs have in common, in their order (Indel ratio), 0 to 1.

    Digits don't count. Dates and numbers follow the calendar, and many paragraphs recall the same resolutions.
    """
    found = process.cdist(
        [_drop_digits(one.form) for one in old],
        [_drop_digits(one.form) for one in new],
        scorer=fuzz.ratio,
        dtype=np.float32,
        score_cutoff=LEAST_RATIO,
    )
    return np.asarray(found, np.float64) / 100


def _drop_digits(form: str) -> str:
    """A form without its digits, or as it is if little else is left: a note that is a symbol (`A/54/2000`)."""
    words = DIGITS.sub("", form)
    if len(words) >= SHORTEST_WORDS:
        return words
    return form


class TermLikeness(NamedTuple):
    """How alike each two paragraphs are by their weighted terms, 0 to 1.

    cosines   the cosine of the angle between them, as vectors of weighted counts
    coverage  the weighted share of the shorter one's terms that the other one has
    """

    cosines: Values
    coverage: Values


class JoinedLikeness(NamedTuple):
    """How alike paragraphs are, read as one, to another: by their weighted terms, and by their characters; 0 to 1."""

    cosine: float
    ratio: float


class Weights:
    """How much a term tells: those of few paragraphs tell most. Paragraphs without a same one are counted."""

    def __init__(
        self, paragraphs: Sequence[ComparedParagraph], *, spaced: bool
    ) -> None:
        self._spaced = spaced
        self._counts: dict[str, Counts] = {}
        holders: Counter[str] = Counter()
        for paragraph in paragraphs:
            form = paragraph.form
            if form not in self._counts:
                self._counts[form] = _count_terms(form, spaced=spaced)
            holders.update(self._counts[form].keys())

        total = len(paragraphs) + 1
        by_count = [math.log(total / (count + 1)) + FLOOR for count in range(total)]
        self._weights: dict[str, float] = {}
        for term, count in holders.items():
            self._weights[term] = by_count[count]

    def list_undated(self, form: str) -> list[str]:
        """The terms of a form without its digits."""
        return list_terms(DIGITS.sub("", form), spaced=self._spaced)

    def measure_rest(self, old: ComparedParagraph, new: ComparedParagraph) -> float:
        """How alike two paragraphs are without the longest words that both have, 0 to 1 (Indel ratio of units)."""
        one = old.form.split() if self._spaced else old.form
        other = new.form.split() if self._spaced else new.form
        same = [
            block.src_end - block.src_start
            for block in Indel.opcodes(one, other)
            if block.tag == "equal"
        ]
        longest = max(same, default=0)
        rest = len(one) + len(other) - 2 * longest
        if rest:
            return 2 * (sum(same) - longest) / rest
        return 1.0

    def measure_fresh(
        self,
        part: ComparedParagraph,
        whole: ComparedParagraph,
        mates: Iterable[ComparedParagraph],
    ) -> float:
        """The share of the terms which a part and its whole have in common that no mate of the whole has, 0 to 1."""
        common = self.list_of(part) & self.list_of(whole)
        fresh = common.difference(*map(self.list_of, mates))
        return self.add_up(fresh) / (self.add_up(common) or 1.0)

    def measure_joined(
        self, parts: Sequence[ComparedParagraph], whole: ComparedParagraph
    ) -> JoinedLikeness:
        """How alike paragraphs, read as one in their order or against it, are to another one."""
        forms = [part.form for part in parts]
        joint = " " if self._spaced else ""
        counts = _count_terms(joint.join(forms), spaced=self._spaced)
        known = {term: counts[term] for term in counts.keys() & self._weights.keys()}
        products, _ = self._multiply([known], [self._counts[whole.form]])
        lengths = self._measure([known, self._counts[whole.form]])

        words = _drop_digits(whole.form)
        ratios = [
            fuzz.ratio(_drop_digits(joint.join(order)), words)
            for order in (forms, forms[::-1])
        ]
        return JoinedLikeness(
            cosine=float(products[0, 0]) / math.sqrt(math.prod(lengths)),
            ratio=max(ratios) / 100,
        )

    def add_up(self, terms: Iterable[str]) -> float:
        """The weight of terms."""
        return sum(map(self._weights.__getitem__, terms))

    def list_of(self, paragraph: ComparedParagraph) -> KeysView[str]:
        """The terms of a paragraph, which is one of those that were counted."""
        return self._counts[paragraph.form].keys()

    def compare(
        self, old: Sequence[ComparedParagraph], new: Sequence[ComparedParagraph]
    ) -> TermLikeness:
        """How alike each two paragraphs are by their terms."""
        counts_old = [self._counts[one.form] for one in old]
        counts_new = [self._counts[one.form] for one in new]
        products, shared = self._multiply(counts_old, counts_new)

        lengths_old = self._measure(counts_old)
        lengths_new = self._measure(counts_new)
        lengths = np.outer(lengths_old, lengths_new)

        sums_old = [self.add_up(counts) for counts in counts_old]
        sums_new = [self.add_up(counts) for counts in counts_new]
        shorter = np.minimum.outer(sums_old, sums_new)

        return TermLikeness(
            cosines=products / np.sqrt(lengths),
            coverage=shared / shorter,
        )

    def _multiply(
        self, old: Sequence[Counts], new: Sequence[Counts]
    ) -> tuple[Values, Values]:
        """The product of each two paragraphs' weighted counts, and the weight of the terms that they share.

        The few holders of each term are looked up: to multiply matrices takes a hundred times as long.
        """
        in_old = set[str]().union(*old)
        holders: dict[str, list[tuple[int, int]]] = {}
        for column, counts in enumerate(new):
            for term in in_old & counts.keys():
                holder = (column, counts[term])
                holders.setdefault(term, []).append(holder)

        shape = len(old), len(new)
        products = np.zeros(shape)
        shared = np.zeros(shape)
        for row, counts in enumerate(old):
            product = [0.0] * len(new)
            common = [0.0] * len(new)
            for term in counts.keys() & holders.keys():
                weight = self._weights[term]
                squared = weight * weight * counts[term]
                for column, other in holders[term]:
                    product[column] += squared * other
                    common[column] += weight

            products[row] = product
            shared[row] = common

        return products, shared

    def _measure(self, counted: Iterable[Counts]) -> list[float]:
        """The squared lengths of paragraphs as vectors of weighted counts."""
        lengths: list[float] = []
        for counts in counted:
            length = 0.0
            for term, count in counts.items():
                length += (self._weights[term] * count) ** 2
            lengths.append(length)

        return lengths


def _count_terms(form: str, *, spaced: bool) -> Counts:
    """How often a form has each of its terms, at most `MOST_OF_A_TERM` times."""
    counted = Counter(list_terms(form, spaced=spaced))
    for term, count in counted.items():
        if count > MOST_OF_A_TERM:
            counted[term] = MOST_OF_A_TERM

    return counted
