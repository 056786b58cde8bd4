"""Whether a label continues an open list or opens a new one.

Position and numbering decide what a paragraph is, so a label counts only in a sequence: `(i)` follows `(h)` or opens a
list of Roman numbers, and a line that a break tore off at `5. ` opens nothing unless paragraph 4 came before.
"""

from __future__ import annotations

from unres_site.text.labels import OUTERMOST, Label, ListPlace

DEEPEST = 6
"""Levels below an operative paragraph; no resolution has more than three."""


class Sequences:
    """Which lists are open, innermost last, and how far each has come.

    A list may be read in several ways as long as its labels allow: `a)` with a Cyrillic letter opens both alphabets.
    """

    def __init__(self) -> None:
        self._levels: list[tuple[ListPlace, ...]] = []
        self._carried = 0
        self._resumed = 0
        """The number that comes next if the last one, which skipped some, was misread."""

    @property
    def operative(self) -> int:
        """The last operative number, 0 before the first."""
        for family, place in self._levels[0] if self._levels else ():
            if family in OUTERMOST:
                return place
        return 0

    def fits(self, label: Label, *, chapeau: bool) -> bool:
        """Whether the label comes next in an open list or opens one; `chapeau`: the text before ends with a colon."""
        return self._place(label, chapeau=chapeau) is not None

    def take(self, label: Label, *, chapeau: bool) -> int:
        """Depth of the label (0 for an operative paragraph); it becomes the last of its list."""
        depth, readings = self._place(label, chapeau=chapeau) or self._forced(label)
        before = self.operative
        above: list[tuple[ListPlace, ...]] = self._levels[:depth] or [(("operative", 0),)] * bool(depth)
        self._levels = [*above, readings]
        if depth == 0:
            self._resumed = before + 2 if before and self.operative > before + 1 else 0
        return depth

    def restart(self) -> None:
        """A heading or an annex stands here: numbers begin anew, or go on as before it."""
        self._carried = self.operative or self._carried
        self._levels = []

    def _place(self, label: Label, *, chapeau: bool) -> tuple[int, tuple[ListPlace, ...]] | None:
        if chapeau and (first := self._opening(label)):
            return first
        for depth in reversed(range(len(self._levels))):
            before = self._levels[depth]
            if depth == 0 and self._resumed:
                before = (*before, ("operative", self._resumed - 1))
            if readings := tuple([one for one in label.readings if (one[0], one[1] - 1) in before]):
                return depth, readings
        return self._opening(label)

    def _opening(self, label: Label) -> tuple[int, tuple[ListPlace, ...]] | None:
        """The place of a label that is the first of a list; an operative one opens the outermost."""
        carried = ("operative", self._carried + 1)
        first = tuple(one for one in label.readings if one[1] == 1 or (one == carried and not self._levels))
        if not first:
            return None
        if first[0][0] in OUTERMOST:
            return (0, first) if not self._levels else None
        return min(max(1, len(self._levels)), DEEPEST), first

    def _forced(self, label: Label) -> tuple[int, tuple[ListPlace, ...]]:
        """A label out of sequence: the level of its family, where one is open, else by its kind."""
        for depth in reversed(range(len(self._levels))):
            families = {family for family, _ in self._levels[depth]}
            if readings := tuple(reading for reading in label.readings if reading[0] in families):
                return depth, readings
        outer = label.readings[0][0] in (*OUTERMOST, "decimal")
        return (0 if outer else min(max(1, len(self._levels)), DEEPEST)), label.readings
