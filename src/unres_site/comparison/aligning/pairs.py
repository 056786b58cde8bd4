"""What an alignment gives: pairs of paragraphs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

Mates = Mapping[int, Sequence[int]]
"""The new paragraphs that belong to an old one, by their indexes; or the other way round."""


class Pair(NamedTuple):
    """Two paragraphs that belong together.

    old, new  their indexes
    likeness  how alike they are, 0 to 1; of a part: how much of it is in the whole
    is_part   whether one was split off from the other or merged into it; the other has a further mate
    counts    whether they are alike enough; else they may belong together
    """

    old: int
    new: int
    likeness: float
    is_part: bool = False
    counts: bool = True


def count_between(pairs: Sequence[Pair], old: int, new: int) -> list[Pair]:
    """The pairs; one that did not count does if the paragraphs before it are a pair, and those behind it.

    `old` and `new` are the numbers of paragraphs. Before the first and behind the last ones are the ends of the texts.
    """
    counted = {(pair.old, pair.new) for pair in pairs if pair.counts}
    counted |= {(-1, -1), (old, new)}
    found: list[Pair] = []
    for pair in pairs:
        if pair.counts:
            found.append(pair)
            continue

        before = pair.old - 1, pair.new - 1
        behind = pair.old + 1, pair.new + 1
        is_between = before in counted and behind in counted
        found.append(pair._replace(counts=is_between))

    return found
