"""Which paragraphs of an earlier and a later resolution belong together.

Six steps, each for the paragraphs that are left over by those before:

    1. paragraphs of the same form
    2. paragraphs that are each other's most alike by characters, if they are alike enough
    3. a paragraph that is surely a part of a longer one, which has a counterpart already: split off or merged in
    4. the best assignment by terms, characters, coverage, opening words and place; a weak pair counts only if each is
       about the best one of all for the other
    5. those that are alike another one together, those that are like one with a mate, and those whose lists belong
       together
    6. a paragraph that is likely to be a part of a longer one
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np

from unres_site.comparison.aligning.assignment import Values, assign
from unres_site.comparison.aligning.fit import Fit
from unres_site.comparison.aligning.found import FoundSoFar, Left
from unres_site.comparison.aligning.joined import (
    pair_introductions,
    pair_joined,
    pair_together,
)
from unres_site.comparison.aligning.likeness import Weights, measure_ratios
from unres_site.comparison.aligning.pairs import Mates, Pair, count_between
from unres_site.comparison.aligning.paragraphs import ComparedParagraph
from unres_site.comparison.aligning.parts import pair_parts

SURE = 0.72
"""The ratio from which two paragraphs that are each other's most alike belong together."""

LEAST = 0.25
"""The score below which no pair is made."""

WEAK = 0.5
"""The score below which each of a pair must be about the best one of all for the other."""

ABOUT = 0.03
"""How much lower than the best one's the score of a weak pair may be."""

COVERAGE = 0.25
"""The share of coverage in the score; the rest is half of terms, half of characters."""

SAME_OPENING, SAME_PARENT, SAME_LIST = 0.08, 0.06, 0.2
"""What is added to the score if the openings are the same and no other paragraph has it (less, if some have it), if the
paragraphs above are a pair, and if both introduce lists that have all their items in common (less, if some)."""

OTHER_KIND, OTHER_PLACE = 0.08, 0.08
"""What is taken off if one is preambular and the other operative, and per length of the text between the places."""

WITHIN = 0.5
"""The share of a left-over's weight that must be in the rest of a longer paragraph."""

SURELY_WITHIN = 0.8
"""The share from which a left-over is a part of it even if it fits another paragraph, too."""


def align(
    old: Sequence[ComparedParagraph],
    new: Sequence[ComparedParagraph],
    *,
    spaced: bool,
    above: Mates | None = None,
) -> list[Pair]:
    """The pairs of paragraphs of two texts in one language, in the order of the new one.

    `spaced` says whether the language has spaces between words. `above` has the mates of the paragraphs that `parent`
    means; by default they are among the paragraphs that are aligned.
    """
    state = FoundSoFar(old, new, {})
    state.above = state.new_of if above is None else above
    _pair_same(state)

    left = state.list_left()
    if all(left):
        left_old = [old[index] for index in left.old]
        left_new = [new[index] for index in left.new]
        ratios = measure_ratios(left_old, left_new)
        _pair_most_alike(state, ratios, left)
        if any(state.list_left()):
            weights = Weights((*left_old, *left_new), spaced=spaced)
            pair_parts(state, weights, SURELY_WITHIN)
            _pair_assigned(state, ratios, left, weights)
            pair_introductions(state)
            pair_parts(state, weights, WITHIN)

    pairs = sorted(state.list_pairs(), key=lambda pair: (pair.new, pair.old))
    return count_between(pairs, len(old), len(new))


def _pair_same(state: FoundSoFar) -> None:
    """Pair paragraphs of one form; of several, those whose paragraphs above and places fit best."""
    by_form: dict[str, list[int]] = {}
    for index, paragraph in enumerate(state.new):
        by_form.setdefault(paragraph.form, []).append(index)

    stretch = len(state.new) / max(1, len(state.old))
    for old, paragraph in enumerate(state.old):
        likely = old * stretch
        ranked: list[tuple[bool, float, int]] = []
        for new in by_form.get(paragraph.form, ()):
            if new in state.old_of:
                continue
            is_elsewhere = not state.have_paired_parents(old, new)
            ranked.append((is_elsewhere, abs(likely - new), new))

        if ranked:
            _, _, best = min(ranked)
            state.add(Pair(old, best, 1.0))


def _pair_most_alike(state: FoundSoFar, ratios: Values, left: Left) -> None:
    """Pair those that are each other's most alike by characters.

    Paragraphs that introduce lists are left to the assignment if several of them are so alike.
    """
    left_old, left_new = left
    best_new = ratios.argmax(axis=1)
    best_old = ratios.argmax(axis=0)
    for row, old in enumerate(left_old):
        column = int(best_new[row])
        ratio = float(ratios[row, column])
        if ratio < SURE or best_old[column] != row:
            continue

        new = left_new[column]
        if old in state.lists_old and new in state.lists_new:
            likely = (ratios[row] >= SURE).sum() + (ratios[:, column] >= SURE).sum()
            if likely > len((old, new)):
                continue

        state.add(Pair(old, new, ratio))


def _pair_assigned(
    state: FoundSoFar, ratios: Values, left: Left, weights: Weights
) -> None:
    """Pair what is left over by the assignment of the highest scores."""
    left_old, left_new = left
    rows = [row for row, old in enumerate(left_old) if old not in state.new_of]
    columns = [at for at, new in enumerate(left_new) if new not in state.old_of]
    if not rows or not columns:
        return

    free = Left(
        [left_old[row] for row in rows], [left_new[column] for column in columns]
    )
    old, new = free
    part = ratios[np.ix_(rows, columns)]
    scores = _score(state, part, free, weights)

    leads = scores - _find_others(scores)
    distances = _measure_distances(state, free)
    is_best = leads >= -ABOUT
    is_possible = (scores >= LEAST) & ((scores >= WEAK) | is_best)

    for row, column in assign(np.where(is_possible, scores, 0.0)):
        fit = Fit(
            float(scores[row, column]),
            float(leads[row, column]),
            float(distances[row, column]),
            weights.measure_rest(state.old[old[row]], state.new[new[column]]),
        )
        likeness = min(1.0, fit.score)
        state.add(Pair(old[row], new[column], likeness, counts=fit.counts))

    pair_together(state, weights)
    pair_joined(state, scores, free, weights)


def _find_others(scores: Values) -> Values:
    """For each two paragraphs the highest score that one of them has with another paragraph."""
    in_row = _find_others_in_row(scores)
    in_column = _find_others_in_row(scores.T).T
    return np.maximum(in_row, in_column)


def _find_others_in_row(scores: Values) -> Values:
    """For each value the highest of the others in its row; 0 if there is none above it."""
    nothing = np.zeros((len(scores), 1))
    ordered = np.sort(np.hstack((scores, nothing)), axis=1)
    others: Values = np.where(
        scores == ordered[:, -1:], ordered[:, -2:-1], ordered[:, -1:]
    )
    return others


def _score(state: FoundSoFar, ratios: Values, left: Left, weights: Weights) -> Values:
    """How well each two of the paragraphs fit."""
    left_old, left_new = left
    old = [state.old[index] for index in left_old]
    new = [state.new[index] for index in left_new]
    terms = weights.compare(old, new)
    alike = (terms.cosines + ratios) / 2
    scores: Values = np.asarray((1 - COVERAGE) * alike + COVERAGE * terms.coverage)

    rarity = _weigh_openings((*state.old, *state.new))
    for row, one in enumerate(left_old):
        for column, other in enumerate(left_new):
            scores[row, column] += _judge(state, one, other, rarity)

    for row, one in enumerate(left_old):
        if one in state.lists_old:
            shares = [state.share_items(one, other) for other in left_new]
            scores[row] += SAME_LIST * np.array(shares)

    scores -= OTHER_PLACE * _measure_distances(state, left)
    return scores


def _weigh_openings(paragraphs: Sequence[ComparedParagraph]) -> dict[str, float]:
    """How rare each opening is: 0 if all paragraphs have it, 1 if two have it."""
    total = len(paragraphs)
    most = math.log(max(total / 2, 2))
    counts = Counter(one.opening for one in paragraphs)
    rarity: dict[str, float] = {}
    for opening, count in counts.items():
        own = math.log(total / count)
        rarity[opening] = min(1.0, own / most)

    return rarity


def _judge(state: FoundSoFar, old: int, new: int, rarity: Mapping[str, float]) -> float:
    """What openings, kinds and paragraphs above say of two paragraphs."""
    one = state.old[old]
    other = state.new[new]
    score = 0.0
    if one.opening == other.opening:
        score += SAME_OPENING * rarity[one.opening]

    if one.kind != other.kind:
        score -= OTHER_KIND

    if state.have_paired_parents(old, new):
        score += SAME_PARENT

    return score


def _measure_distances(state: FoundSoFar, left: Left) -> Values:
    """How far each two are from the place that the pairs around them make likely, in lengths of the new text."""
    anchors = sorted([(pair.old, pair.new) for pair in state.pairs])
    old_places = [-1, *(old for old, _ in anchors), len(state.old)]
    new_places = [-1, *(new for _, new in anchors), len(state.new)]

    left_old, left_new = left
    likely = np.interp(left_old, old_places, new_places)
    distances = np.abs(np.subtract.outer(likely, left_new))
    return np.asarray(distances / len(state.new))
