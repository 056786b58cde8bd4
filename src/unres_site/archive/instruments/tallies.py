"""What is counted of names over all texts. All counts are sums, so a text can be taken away again."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping
from itertools import chain, combinations
from typing import TypeVar

import msgspec

from unres_site.archive.instruments.forms import Key
from unres_site.archive.instruments.named import Versions
from unres_site.archive.instruments.namings import Naming

T = TypeVar("T", bound=Hashable)

Pair = tuple[Key, Key]
"""Names of two languages, in their order."""

LEAST_SHARED = 3
"""Passages that have two names in two languages, and no others, so that they mean one instrument."""

LONGEST_SHORT = 9
"""Words of a name that may be short for another; Han characters count as words."""


def add(counts: dict[T, int], one: T, by: int) -> None:
    """Add a number to the count of something. A count of 0 is removed."""
    count = counts.get(one, 0) + by
    if count:
        counts[one] = count
    else:
        del counts[one]


class NameTally(msgspec.Struct, array_like=True, gc=False):
    """How many texts have a name.

    printed    by how they print it
    notes      by the note that defines it
    documents  by the document in which it is defined
    short      those in which it has no note and is short for a longer one
    """

    printed: dict[str, int] = {}
    notes: dict[str, int] = {}
    documents: dict[str, int] = {}
    short: int = 0

    @property
    def total(self) -> int:
        """All texts that have it."""
        return sum(self.printed.values())

    @property
    def defined(self) -> int:
        """Those that define it."""
        return sum(self.notes.values())

    def add(self, key: Key, naming: Naming, by: int) -> None:
        """Count a naming of a text."""
        add(self.printed, naming.name, by)
        if naming.mark and naming.note:
            add(self.notes, naming.note, by)
            if naming.document:
                add(self.documents, naming.document, by)
        may_be_short = not naming.mark and len(key[1]) <= LONGEST_SHORT
        if may_be_short and (naming.whole or naming.longer):
            self.short += by


def count_names(
    tallies: dict[Key, NameTally], texts: Iterable[Versions], by: int
) -> None:
    """Count the names of texts."""
    for key, naming in chain.from_iterable(one.rows for one in chain(*texts)):
        if key not in tallies:
            tallies[key] = NameTally()
        tallies[key].add(key, naming, by)
        if not tallies[key].printed:
            del tallies[key]


class PairTally(msgspec.Struct, array_like=True, gc=False):
    """How often names of two languages are at one place, and no others of their languages.

    defined   where the same note of a resolution defines both
    shared    the passages that have both
    treaties  how often each name is defined by a treaty
    """

    defined: dict[Pair, int] = {}
    shared: dict[Pair, int] = {}
    treaties: dict[str, dict[Key, int]] = {}

    def add(
        self, versions: Versions, known: set[Key], noted: set[Key], by: int
    ) -> None:
        """Count the pairs of a symbol's texts among the names that are `known`; notes define those that are `noted`."""
        marks, anchors = _Places(), _Places()
        for key, naming in chain.from_iterable(one.rows for one in versions):
            if key in known and key not in noted:
                for anchor, _ in naming.passages:
                    anchors.add(anchor, key)
            elif key in known and naming.mark:
                marks.add(naming.mark, key)
                if naming.treaty:
                    self._add_treaty(naming.treaty, key, by)

        for pair in marks.list_pairs():
            add(self.defined, pair, by)
        for pair in anchors.list_pairs():
            add(self.shared, pair, by)

    def _add_treaty(self, treaty: str, key: Key, by: int) -> None:
        keys = self.treaties.setdefault(treaty, {})
        add(keys, key, by)
        if not keys:
            del self.treaties[treaty]

    def list_in_order(self) -> list[Pair]:
        """The pairs that are defined alike, then those in the same passages; the most frequent first."""
        defined = dict(self.defined)
        places = _Places()
        for treaty, keys in self.treaties.items():
            for key in keys:
                places.add(treaty, key)
        for pair in places.list_pairs():
            add(defined, pair, 1)
        often = {
            pair: count for pair, count in self.shared.items() if count >= LEAST_SHARED
        }
        return [*_sort_pairs(defined), *_sort_pairs(often)]


def _sort_pairs(pairs: Mapping[Pair, int]) -> list[Pair]:
    return sorted(pairs, key=lambda pair: (-pairs[pair], pair))


class _Places:
    """The names at places that languages have in common."""

    def __init__(self) -> None:
        self._places: dict[str, dict[str, set[Key]]] = {}

    def add(self, place: str, key: Key) -> None:
        """Note a name at a place."""
        names = self._places.setdefault(place, {})
        names.setdefault(key[0], set()).add(key)

    def list_pairs(self) -> Iterator[Pair]:
        """The pairs of names that are the only ones of their language at a place, for each place."""
        for by_language in self._places.values():
            if len(by_language) > 1:
                single = [
                    next(iter(one)) for one in by_language.values() if len(one) == 1
                ]
                yield from combinations(sorted(single), 2)
