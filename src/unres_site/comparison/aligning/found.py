"""What is known while two texts are aligned: the pairs that are found so far."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from unres_site.comparison.aligning.lists import Lists, find_lists
from unres_site.comparison.aligning.pairs import Mates, Pair
from unres_site.comparison.aligning.paragraphs import ComparedParagraph


class Left(NamedTuple):
    """The indexes of the old and of the new paragraphs that have no mate."""

    old: list[int]
    new: list[int]


@dataclass
class FoundSoFar:
    """The pairs that are found, and the mates of each paragraph. `above` has the mates of the paragraphs above."""

    old: Sequence[ComparedParagraph]
    new: Sequence[ComparedParagraph]
    above: Mates
    pairs: list[Pair] = field(default_factory=list)
    new_of: dict[int, list[int]] = field(default_factory=dict)
    old_of: dict[int, list[int]] = field(default_factory=dict)

    def add(self, pair: Pair) -> None:
        """Note a pair; if it counts, its paragraphs have mates from now on."""
        if pair.likeness < 1:
            pair = pair._replace(likeness=round(pair.likeness, 4))

        self.pairs.append(pair)
        if pair.counts:
            self.new_of.setdefault(pair.old, []).append(pair.new)
            self.old_of.setdefault(pair.new, []).append(pair.old)

    def list_left(self) -> Left:
        """The paragraphs that have no mate."""
        old = [index for index in range(len(self.old)) if index not in self.new_of]
        new = [index for index in range(len(self.new)) if index not in self.old_of]
        return Left(old, new)

    def list_pairs(self) -> Iterator[Pair]:
        """The pairs that count, and the others whose two paragraphs have found no mate since."""
        for pair in self.pairs:
            is_free = pair.old not in self.new_of and pair.new not in self.old_of
            if pair.counts or is_free:
                yield pair

    def have_paired_parents(self, old: int, new: int) -> bool:
        """Whether the paragraphs above two paragraphs belong together."""
        return self.new[new].parent in self.above.get(self.old[old].parent, ())

    @cached_property
    def lists_old(self) -> Lists:
        """The lists of the old text, by the paragraphs that introduce them."""
        return find_lists(self.old)

    @cached_property
    def lists_new(self) -> Lists:
        """The lists of the new text, by the paragraphs that introduce them."""
        return find_lists(self.new)

    def share_items(self, old: int, new: int) -> float:
        """The share of the shorter list's items whose mate is in the other list; 0 if a paragraph introduces none."""
        items_old = self.lists_old.get(old, ())
        items_new = self.lists_new.get(new, ())
        if not items_old or not items_new:
            return 0.0

        mates = {mate for item in items_old for mate in self.new_of.get(item, ())}
        return len(mates.intersection(items_new)) / min(len(items_old), len(items_new))
