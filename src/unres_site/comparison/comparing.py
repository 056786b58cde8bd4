"""Two records to their comparison."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from unres_site.comparison.aligning.pairs import Mates, Pair
from unres_site.comparison.aligning.paragraphs import (
    ComparedParagraph,
    list_compared,
    list_compared_notes,
)
from unres_site.comparison.links import Link, make_links
from unres_site.languages import get_language
from unres_site.records import Resolution


class Alignment(NamedTuple):
    """Two lists of paragraphs, the links between them, and the indexes of those that no link counts for."""

    old: tuple[ComparedParagraph, ...]
    new: tuple[ComparedParagraph, ...]
    links: tuple[Link, ...]
    dropped: tuple[int, ...]
    added: tuple[int, ...]


class Comparison(NamedTuple):
    """What is new in a resolution since an earlier one: its paragraphs, and its notes."""

    paragraphs: Alignment
    notes: Alignment


def compare(earlier: Resolution, later: Resolution) -> Comparison:
    """Compare two resolutions in one language."""
    old = list_compared(earlier)
    new = list_compared(later)
    found, pairs = compare_lists(old, new, later.language)
    old_notes = list_compared_notes(earlier, old)
    new_notes = list_compared_notes(later, new)
    notes, _ = compare_lists(old_notes, new_notes, later.language, _list_mates(pairs))
    return Comparison(found, notes)


def compare_lists(
    old: Sequence[ComparedParagraph],
    new: Sequence[ComparedParagraph],
    language: str,
    above: Mates | None = None,
) -> tuple[Alignment, list[Pair]]:
    """Compare two lists of paragraphs in one language; the pairs that were found, too.

    `above` has the mates of the paragraphs that notes belong to.
    """
    from unres_site.comparison.aligning.alignment import align  # noqa: PLC0415 - it brings numpy

    pairs = align(old, new, spaced=get_language(language).spaced, above=above)
    return _describe(tuple(old), tuple(new), pairs), pairs


def _list_mates(pairs: list[Pair]) -> Mates:
    """The new paragraphs of each old one."""
    mates: dict[int, list[int]] = {}
    for pair in pairs:
        if pair.counts:
            mates.setdefault(pair.old, []).append(pair.new)

    return mates


def _describe(
    old: tuple[ComparedParagraph, ...],
    new: tuple[ComparedParagraph, ...],
    pairs: list[Pair],
) -> Alignment:
    """The alignment that pairs make of two lists."""
    counted = [pair for pair in pairs if pair.counts]
    with_mate = {pair.old for pair in counted}
    dropped = [index for index in range(len(old)) if index not in with_mate]

    with_mate = {pair.new for pair in counted}
    added = [index for index in range(len(new)) if index not in with_mate]

    return Alignment(
        old,
        new,
        links=tuple(make_links(old, new, pairs)),
        dropped=tuple(dropped),
        added=tuple(added),
    )
