"""How well two left-over paragraphs fit, and whether that is enough for a pair."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

COUNTED = 0.41
"""The score from which a pair counts; below, it is shown as one that may belong together."""

ALONE, NEAR = ((0.25, 0.10), (0.33, 0.06)), 0.02
"""A pair in its place, so near, counts from each lower score if all other scores of its two paragraphs are lower by the
margin beside it."""

UNSURE, FAR, LEADING = 0.55, 0.1, 0.05
"""A pair below the first score that is so far from its place counts only if its score leads by so much."""

ONE_NAME = 0.09
"""Below this likeness of the rest an unsure pair does not count: it is alike by one long name."""

BESIDES = ((0.28, 0.36), (0.36, 0.25))
"""A pair counts from each lower score, too, if its paragraphs are as alike without the longest words of both."""


class Fit(NamedTuple):
    """How well two left-overs fit.

    score     how alike they are, with what is added and taken off
    lead      how much higher the score is than all others that one of the two has
    distance  how far they are from the place that the pairs around them make likely, in lengths of the new text
    rest      how alike they are without the longest words that both have, 0 to 1
    """

    score: float
    lead: float
    distance: float
    rest: float

    @property
    def counts(self) -> bool:
        """Whether they are a pair that counts."""
        if self.distance <= NEAR and self._has_one_of(ALONE, self.lead):
            return True
        if self.score >= UNSURE:
            return True
        if self.rest < ONE_NAME or (self.distance > FAR and self.lead < LEADING):
            return False
        return self.score >= COUNTED or self._has_one_of(BESIDES, self.rest)

    def _has_one_of(self, limits: Iterable[tuple[float, float]], value: float) -> bool:
        """Whether the score and another value reach both limits of a line."""
        return any(self.score >= least and value >= other for least, other in limits)
