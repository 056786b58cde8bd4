"""Whether a label continues an open list or opens a new one.

Position and numbering decide what a paragraph is, so a label counts only in a sequence: `(i)` follows `(h)` or opens a
list of Roman numbers, and a line that a break tore off at `5. ` opens nothing unless paragraph 4 came before.
"""

from __future__ import annotations

from typing import NamedTuple

from msgspec.structs import replace

from unres_site.text.labels import OUTERMOST, Family, Label, ListPlace

DEEPEST = 6
"""Levels below an operative paragraph; no resolution has more than three."""

NUMERALS: tuple[Family, ...] = ("number", "roman", "circled")
"""Families that count in numerals; a text that mixes them in one list goes on counting."""

Readings = tuple[ListPlace, ...]
"""The lists that a label may belong to. `a)` with a Cyrillic letter is in two alphabets until `b)` or `б)` follows."""


class _Place(NamedTuple):
    """The level of a label's list, 0 for operative paragraphs, and the readings that fit there."""

    depth: int
    readings: Readings


class Sequences:
    """Which lists are open, from the outermost to the innermost, and how far each has come."""

    def __init__(self, *, annexed: bool = False) -> None:
        self._annexed = annexed
        """Whether the paragraphs are those of an annex: there `1)` is not the number of an operative paragraph."""
        self._levels: list[Readings] = []
        self._carried = 0
        """The last operative number above the last heading."""
        self._resumed = 0
        """The number that comes next if the last one, which skipped some, was misread."""
        self._bracketed = False
        """Whether operative numbers have brackets, `1)`: the first number of the text has them, and no colon above."""

    @property
    def operative(self) -> int:
        """The last operative number, 0 before the first."""
        for family, place in self._levels[0] if self._levels else ():
            if family in OUTERMOST:
                return place

        return 0

    def fits(self, label: Label, *, chapeau: bool) -> bool:
        """Whether the label comes next in an open list or opens one; `chapeau`: the text before ends with a colon."""
        return self._find_place(label, chapeau=chapeau) is not None

    def take(self, label: Label, *, chapeau: bool) -> tuple[int, Label]:
        """The depth of the label (0 for an operative paragraph), and the label with the readings that fit there.

        It becomes the last of its list.
        """
        place = self._find_place(label, chapeau=chapeau)
        depth, readings = place or self._force(label)
        if place and depth == 0 and label.family == "number":
            self._bracketed = True
            label = replace(label, number=str(readings[0][1]))

        before = self.operative
        above = self._levels[:depth]
        if depth and not above:
            above = [(("operative", 0),)]

        self._levels = [*above, readings]
        if depth == 0:
            self._resumed = before + 2 if before and self.operative > before + 1 else 0

        return depth, replace(label, readings=readings)

    def restart(self) -> None:
        """Below a heading or in an annex, numbers start again or go on from those above."""
        self._carried = self.operative or self._carried
        self._levels = []

    def _find_place(self, label: Label, *, chapeau: bool) -> _Place | None:
        """The place of a label that comes next in a list, or opens one; after a colon it rather opens one."""
        if chapeau and (opening := self._find_opening(label, chapeau=True)):
            return opening
        if label.family == "number" and self._continues_bracketed(label):
            return _Place(0, (("operative", self.operative + 1),))

        for depth in reversed(range(len(self._levels))):
            before = self._levels[depth]
            if depth == 0 and self._resumed:
                before = (*before, ("operative", self._resumed - 1))
            readings = tuple(
                [one for one in label.readings if (one[0], one[1] - 1) in before]
            )
            if readings:
                return _Place(depth, readings)

        return self._find_opening(label, chapeau=chapeau) or self._find_mixed(label)

    def _continues_bracketed(self, label: Label) -> bool:
        """Whether `2)` is the next operative number of a text that has them in brackets, and of no inner list."""
        inner = {family for readings in self._levels[1:] for family, _ in readings}
        _, place = label.readings[0]
        is_next = place == self.operative + 1
        return self._bracketed and is_next and "number" not in inner

    def _find_mixed(self, label: Label) -> _Place | None:
        """The place of `(ii)` after `(1)`: the next number of an inner list, in other numerals than those before."""
        numbers = [place for family, place in label.readings if family in NUMERALS]
        for depth in reversed(range(1, len(self._levels))):
            for family, place in self._levels[depth]:
                if family in NUMERALS and place + 1 in numbers:
                    return _Place(depth, tuple((one, place + 1) for one in NUMERALS))

        return None

    def _find_opening(self, label: Label, *, chapeau: bool) -> _Place | None:
        """The place of a label that is the first of a list. An operative one can only open the outermost list."""
        if label.readings[0] == ("number", 1) and self._may_open_bracketed(chapeau):
            return _Place(0, (("operative", 1),))

        carried = ("operative", self._carried + 1)
        first = tuple(
            [
                one
                for one in label.readings
                if one[1] == 1 or (one == carried and not self._levels)
            ]
        )
        if not first:
            return None

        if first[0][0] in OUTERMOST:
            if not self._levels:
                return _Place(0, first)
            return None

        return _Place(self._next_depth, first)

    def _may_open_bracketed(self, chapeau: bool) -> bool:  # noqa: FBT001  (asked at one place)
        """Whether `1)` opens the operative part: no number is above it, nor a colon."""
        return not chapeau and not self._levels and not self._annexed

    def _force(self, label: Label) -> _Place:
        """The place of a label out of sequence: in the open list of its family, else by its kind."""
        for depth in reversed(range(len(self._levels))):
            families = {family for family, _ in self._levels[depth]}
            readings = tuple([one for one in label.readings if one[0] in families])
            if readings:
                return _Place(depth, readings)

        is_outer = label.family in (*OUTERMOST, "decimal")
        return _Place(0 if is_outer else self._next_depth, label.readings)

    @property
    def _next_depth(self) -> int:
        """The level of a list that opens here."""
        depth = max(1, len(self._levels))
        return min(depth, DEEPEST)
