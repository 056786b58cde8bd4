"""What the assignment leaves over.

Two left-overs may be like another paragraph together. One may be like a paragraph that has a mate. And left-overs that
introduce lists belong together if the lists do.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from unres_site.comparison.aligning.assignment import Values
from unres_site.comparison.aligning.found import FoundSoFar, Left
from unres_site.comparison.aligning.likeness import Weights
from unres_site.comparison.aligning.pairs import Mates, Pair
from unres_site.comparison.aligning.paragraphs import ComparedParagraph

JOINED = ((0.45, 0.15, 0.0), (0.38, 0.18, 0.2))
"""Score, lead and likeness of the rest from which a left-over was split off from a paragraph that has a mate, or merged
into it."""

FRESH = 0.1
"""The share of what both have in common that the mate must lack: else the mate and the left-over say the same, and only
one of them became the other paragraph."""

PROMISING, TOGETHER, MORE_TERMS = 0.3, 0.41, 0.05
"""The scores that one and both of two left-overs beside each other must have to be parts of one paragraph, and how much
more like it both must be by terms than the one is."""

SHARE = 0.75
"""How much of what two left-overs are more alike together is added to the score of one of them."""

MOST_ITEMS = 0.5
"""The share of the shorter list's items that must have their mates in the other list."""


class _Direction(NamedTuple):
    """Which text has the parts and which one the wholes, and the mates of each: a merger, or a split."""

    parts: Sequence[ComparedParagraph]
    wholes: Sequence[ComparedParagraph]
    mates_of_part: Mates
    mates_of_whole: Mates

    def has_left_of_kind(self, part: int, kind: str) -> bool:
        """Whether there is such a part, without a mate."""
        if part in self.mates_of_part or not 0 <= part < len(self.parts):
            return False
        return self.parts[part].kind == kind


def pair_joined(
    state: FoundSoFar, scores: Values, left: Left, weights: Weights
) -> None:
    """Pair a left-over with the paragraph that it is much more like than all others, though that one has a mate."""
    merger = _Direction(state.old, state.new, state.new_of, state.old_of)
    for old, new, score in _find_joined(merger, scores, left, weights):
        state.add(Pair(old, new, score, is_part=True))

    split = _Direction(state.new, state.old, state.old_of, state.new_of)
    turned = Left(left.new, left.old)
    for new, old, score in _find_joined(split, scores.T, turned, weights):
        state.add(Pair(old, new, score, is_part=True))


def _find_joined(
    way: _Direction, scores: Values, left: Left, weights: Weights
) -> Iterator[tuple[int, int, float]]:
    """Part, whole and score of each left-over that joins a paragraph; `left.old` are the parts."""
    for row, column, score, lead in list_leads(scores):
        part = left.old[row]
        whole = left.new[column]
        if part in way.mates_of_part or whole not in way.mates_of_whole:
            continue

        mates = [way.parts[mate] for mate in way.mates_of_whole[whole]]
        fresh = weights.measure_fresh(way.parts[part], way.wholes[whole], mates)
        rest = weights.measure_rest(way.parts[part], way.wholes[whole])
        if joins(score, lead, rest, fresh):
            yield part, whole, score


def list_leads(scores: Values) -> Iterator[tuple[int, int, float, float]]:
    """Row, column, score and lead of the highest score of each row, if a row has several."""
    if scores.shape[1] > 1:
        for row, values in enumerate(scores):
            column = int(values.argmax())
            score = float(values[column])
            second = float(np.partition(values, -2)[-2])
            yield row, column, score, score - second


def joins(score: float, lead: float, rest: float, fresh: float) -> bool:
    """Whether a left-over was split off from a paragraph that has a mate, or merged into it."""
    return fresh >= FRESH and any(
        score >= least and lead >= margin and rest >= other
        for least, margin, other in JOINED
    )


def pair_together(state: FoundSoFar, weights: Weights) -> None:
    """Pair two left-overs beside each other with the paragraph that both together are more like than one of them.

    One of them is known to be like it, but not enough to be counted. All three are of one kind.
    """
    merger = _Direction(state.old, state.new, state.new_of, state.old_of)
    split = _Direction(state.new, state.old, state.old_of, state.new_of)
    weak = [pair for pair in state.pairs if not pair.counts]
    for pair in weak:
        if pair.likeness < PROMISING:
            continue
        found = pair._replace(counts=True)
        beside = _find_beside(merger, pair.old, pair.new, pair.likeness, weights)
        if beside is not None:
            state.add(found)
            state.add(found._replace(old=beside, is_part=True))
            continue

        beside = _find_beside(split, pair.new, pair.old, pair.likeness, weights)
        if beside is not None:
            state.add(found)
            state.add(found._replace(new=beside, is_part=True))


def _find_beside(
    way: _Direction, part: int, whole: int, score: float, weights: Weights
) -> int | None:
    """The left-over before or behind a part that is another part of the same paragraph; None if neither is."""
    kind = way.wholes[whole].kind
    if whole in way.mates_of_whole or not way.has_left_of_kind(part, kind):
        return None

    likely = [
        beside for beside in (part - 1, part + 1) if way.has_left_of_kind(beside, kind)
    ]
    if not likely:
        return None

    alone = weights.measure_joined([way.parts[part]], way.wholes[whole])
    for beside in likely:
        first = min(part, beside)
        both = weights.measure_joined(way.parts[first : first + 2], way.wholes[whole])
        more_terms = both.cosine - alone.cosine
        more_signs = both.ratio - alone.ratio
        together = score + SHARE * (more_terms + more_signs) / 2
        if more_signs > 0 and more_terms >= MORE_TERMS and together >= TOGETHER:
            return beside

    return None


def pair_introductions(state: FoundSoFar) -> None:
    """Pair paragraphs without a mate that introduce lists, if the lists share enough items.

    Enough is a share of `MOST_ITEMS` of the shorter list.
    """
    for old in state.lists_old:
        for new in state.lists_new:
            if old in state.new_of or new in state.old_of:
                continue
            share = state.share_items(old, new)
            if share >= MOST_ITEMS:
                state.add(Pair(old, new, share))
