"""What the words around a number say about it: resolution or decision, of which organ, of which year."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from operator import attrgetter

import msgspec

from unres_site.citations.numbers.grammar import ContextWord
from unres_site.organs import get_organ

LONGEST_GAP = 400
"""Characters from one number of a list to the next, or to its word resolution: titles may come between."""
NEAR = 40
"""Characters within which an organ and a number belong together, no matter what is between them.

A date and a word of a list are nearer.
"""

_END = attrgetter("end")


class NumberContext(msgspec.Struct, frozen=True, gc=False):
    """What is said about a number.

    kind       RES or DEC
    speaker    the organ whose text it is
    organ      the organ named for it, if any
    gap        characters from that name to the number; 0 if the grammar ties them together
    year       of the date beside it
    named      all organs named in the text, however far away
    is_shared  whether the year is that of the next number's date
    """

    kind: str
    speaker: str
    organ: str | None
    gap: int
    year: int | None
    named: frozenset[str]
    is_shared: bool = False

    @property
    def hint(self) -> str | None:
        """The organ named nearby, else the organ that speaks, unless bare numbers are its own anyway."""
        if self.organ and self.gap <= NEAR:
            return self.organ
        if not get_organ(self.speaker).bare_slashed:
            return self.speaker
        return None


def find_last_before(marks: Sequence[ContextWord], offset: int) -> ContextWord | None:
    """The last mark that ends at the offset or before it."""
    index = bisect_right(marks, offset, key=_END)
    return marks[index - 1] if index else None
