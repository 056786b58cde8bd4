"""Left-overs that are parts of longer paragraphs, which have a counterpart already: split off or merged in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import NamedTuple

from unres_site.comparison.aligning.found import FoundSoFar
from unres_site.comparison.aligning.likeness import Weights
from unres_site.comparison.aligning.pairs import Mates, Pair
from unres_site.comparison.aligning.paragraphs import ComparedParagraph

NEXT = 0.7
"""What the share is multiplied with that is enough for a left-over next to a part of the longer paragraph."""

LONGER, SHORTEST = 1.15, 8
"""How much longer that one is, and the characters that the left-over must have."""


class _Whole:
    """A paragraph that others may be parts of.

    place   its index
    length  the length of its form
    beside  the indexes of what is next to its mates
    """

    def __init__(
        self,
        place: int,
        whole: ComparedParagraph,
        parts: Sequence[ComparedParagraph],
        mates: Sequence[int],
        weights: Weights,
    ) -> None:
        self.place = place
        self.length = len(whole.form)
        self.beside = {mate + step for mate in mates for step in (-1, 1)}
        self._whole = whole
        self._weights = weights
        self._mates = [parts[mate] for mate in mates]

    @cached_property
    def rest(self) -> set[str]:
        """The terms that its mates lack."""
        rest = set(self._weights.list_of(self._whole))
        for mate in self._mates:
            rest.difference_update(self._weights.list_of(mate))

        return rest

    def has_words_of(self, part: ComparedParagraph) -> bool:
        """Whether it has all terms of a paragraph but those of its opening and its digits."""
        words = part.form.removeprefix(part.opening)
        held = self._weights.list_undated(self._whole.form)
        return set(held).issuperset(self._weights.list_undated(words))


def pair_parts(state: FoundSoFar, weights: Weights, least: float) -> None:
    """Pair left-overs with the longer paragraphs that they were split off from or merged into.

    `least` is the share of a left-over that must be in the rest of the longer one.
    """
    left_old, left_new = state.list_left()
    if left_new:
        wholes = _list_wholes(state.old, state.new, state.new_of, weights)
        for new in left_new:
            found = _find_whole(state.new[new], new, wholes, weights, least)
            if found:
                state.add(Pair(found.whole, new, found.share, is_part=True))

    if left_old:
        wholes = _list_wholes(state.new, state.old, state.old_of, weights)
        for old in left_old:
            found = _find_whole(state.old[old], old, wholes, weights, least)
            if found:
                state.add(Pair(old, found.whole, found.share, is_part=True))


def _list_wholes(
    wholes: Sequence[ComparedParagraph],
    parts: Sequence[ComparedParagraph],
    parts_of: Mates,
    weights: Weights,
) -> list[_Whole]:
    """The paragraphs of one text that have a mate in the other, and words of their own."""
    found: list[_Whole] = []
    for index in sorted(parts_of):
        whole = wholes[index]
        mates = [parts[mate] for mate in parts_of[index]]
        if any(mate.form == whole.form for mate in mates):
            continue
        found.append(_Whole(index, whole, parts, parts_of[index], weights))

    return found


class _Share(NamedTuple):
    """The place of a longer paragraph, and the share of a left-over that is in its rest."""

    whole: int
    share: float


def _find_whole(
    part: ComparedParagraph,
    index: int,
    wholes: Iterable[_Whole],
    weights: Weights,
    least: float,
) -> _Share | None:
    """The paragraph whose rest has the largest share of a left-over; None if no share is large enough.

    Any share is enough next to a mate if the left-over has no words besides its opening that the longer one lacks: it
    recalls one more resolution. `index` is the place of the left-over in its text.
    """
    length = len(part.form)
    if length < SHORTEST:
        return None

    terms = set(weights.list_of(part))
    total = weights.add_up(terms)
    best: _Share | None = None
    for whole in wholes:
        if whole.length <= LONGER * length:
            continue

        share = weights.add_up(terms & whole.rest) / total
        enough = least
        if index in whole.beside:
            enough = 0.0 if whole.has_words_of(part) else least * NEXT
        is_best = best is None or share > best.share
        if share >= enough and is_best:
            best = _Share(whole.place, share)

    return best
