"""A comparison as rows to be read from top to bottom: in the order of the new text, what was dropped in its place."""

from __future__ import annotations

from typing import Literal, NamedTuple

from unres_site.comparison.comparing import Alignment
from unres_site.comparison.links import LinkKind

RowKind = Literal[LinkKind, "new", "dropped"]


class Row(NamedTuple):
    """Paragraphs that are read beside each other.

    kind      what became of them; never `perhaps`: such paragraphs are new and dropped, each in a row of its own
    old, new  their indexes
    is_moved  whether they are in another place
    perhaps   the indexes on the other side that may belong to a new or a dropped paragraph
    """

    kind: RowKind
    old: tuple[int, ...]
    new: tuple[int, ...]
    is_moved: bool = False
    perhaps: tuple[int, ...] = ()


def arrange(found: Alignment) -> list[Row]:
    """The rows of an alignment. A dropped paragraph comes after the one that it followed in the old text."""
    rows = [
        Row(link.kind, link.old, link.new, link.is_moved)
        for link in found.links
        if link.kind != "perhaps"
    ]
    rows += [_make_new(found, index) for index in found.added]
    rows.sort(key=lambda row: row.new)

    for index in found.dropped:
        place = _find_place(rows, index)
        rows.insert(place, _make_dropped(found, index))

    return rows


def _make_new(found: Alignment, index: int) -> Row:
    perhaps: tuple[int, ...] = ()
    for link in found.links:
        if link.kind == "perhaps" and index in link.new:
            perhaps += link.old

    return Row("new", (), (index,), perhaps=perhaps)


def _make_dropped(found: Alignment, index: int) -> Row:
    perhaps: tuple[int, ...] = ()
    for link in found.links:
        if link.kind == "perhaps" and index in link.old:
            perhaps += link.new

    return Row("dropped", (index,), (), perhaps=perhaps)


def _find_place(rows: list[Row], dropped: int) -> int:
    """Where a dropped paragraph is put: below the last of those that came before it and did not move."""
    place = 0
    nearest = -1
    for at, row in enumerate(rows):
        if row.is_moved:
            continue

        before = [index for index in row.old if index < dropped]
        last = max(before, default=-1)
        if last > nearest:
            place = at + 1
            nearest = last

    return place
