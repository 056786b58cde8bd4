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
