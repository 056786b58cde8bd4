"""Terms that took the place of others from one text to the next: 分区域 → 次区域.

Two words that were exchanged in a paragraph are such terms if that happened several times, or if the old text has one
of them alone and the new text the other one, several times each.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from unres_site.comparison.aligning.paragraphs import ComparedParagraph
from unres_site.comparison.wording.words import TAIL, Piece

TIMES = 2
"""How often a term must have taken the place of another one, or each text must have its own one."""

LONGEST_TERM = 24
"""Characters of a term; more is a passage."""

LONGEST_PART = 4
"""Han characters that were exchanged within a term; with more it is another term."""

SIGNS_AROUND = "".join(TAIL) + "“”«»\"'()（）"
"""Signs around words that are no part of a term."""

BESIDE = 2
"""Characters that stayed beside those that were exchanged, and make a term with them."""


class Shift(NamedTuple):
    """A term that took the place of another one, and the indexes of new paragraphs in which it did."""

    old: str
    new: str
    places: tuple[int, ...]


Marked = tuple[int, Sequence[Piece]]
"""The pieces of a row whose words changed, and the index of its new paragraph."""


def list_shifts(
    marked: Iterable[Marked],
    old: Sequence[ComparedParagraph],
    new: Sequence[ComparedParagraph],
) -> list[Shift]:
    """The terms that took the place of others, those in most places first."""
    exchanged: dict[tuple[str, str], list[int]] = {}
    for place, pieces in marked:
        for terms in dict.fromkeys(_find_exchanged(pieces)):
            exchanged.setdefault(terms, []).append(place)
    words = [_join(old), _join(new)]
    found: list[Shift] = []
    for (before, after), places in exchanged.items():
        if _is_only_in(before, words) and _is_only_in(after, words[::-1]):
            having = [at for at, one in enumerate(new) if after in one.text]
            found.append(Shift(before, after, tuple(having)))
        elif len(places) >= TIMES and _is_whole(before, after):
            found.append(Shift(before, after, tuple(places)))
    kept = _drop_covered(sorted(found, key=lambda one: len(one.old + one.new)))
    return sorted(kept, key=lambda one: (-len(one.places), one.old, one.new))


def _find_exchanged(pieces: Sequence[Piece]) -> Iterator[tuple[str, str]]:
    """Old words and the new ones at their place, without numbers."""
    for before, after in pairwise(pieces):
        if (before.kind, after.kind) != ("old", "new"):
            continue
        old, new = (one.text.strip(SIGNS_AROUND) for one in (before, after))
        if any(map(str.isnumeric, old + new)):
            continue
        if max(len(old), len(new)) <= LONGEST_TERM:
            yield old, new
        if new >= "\u3400":
            yield from _find_parts(old, new)


def _find_parts(old: str, new: str) -> Iterator[tuple[str, str]]:
    """Terms of Han characters that were exchanged; a single character with what is behind it, else before it."""
    from rapidfuzz.distance import Indel  # noqa: PLC0415 - few builds compare texts

    blocks = [one for one in Indel.opcodes(old, new) if one.tag == "equal"]
    ends = [(0, 0), *((one.src_end, one.dest_end) for one in blocks)]
    starts = [
        *((one.src_start, one.dest_start) for one in blocks),
        (len(old), len(new)),
    ]
    for (old_start, new_start), (old_end, new_end) in zip(ends, starts, strict=True):
        parts = old[old_start:old_end], new[new_start:new_end]
        if not all(0 < len(part) <= LONGEST_PART for part in parts):
            continue
        if min(map(len, parts)) > 1:
            yield parts
            continue
        behind = old[old_end : old_end + BESIDE]
        before = old[max(0, old_start - BESIDE) : old_start]
        if behind == new[new_end : new_end + BESIDE] and behind.isalpha():
            yield parts[0] + behind, parts[1] + behind
        elif new[:new_start].endswith(before) and before.isalpha():
            yield before + parts[0], before + parts[1]


def _join(paragraphs: Iterable[ComparedParagraph]) -> str:
    return "\n".join(one.text for one in paragraphs)


def _is_only_in(term: str, words: Sequence[str]) -> bool:
    """Whether the first words have a term several times, and the second ones never."""
    return words[0].count(term) >= TIMES and term not in words[1]


def _is_whole(old: str, new: str) -> bool:
    """Whether two terms are more than a character that changed."""
    return min(len(old), len(new)) > 1


def _drop_covered(shifts: Iterable[Shift]) -> list[Shift]:
    """The shifts without those whose terms have the terms of an earlier one in them; the shortest are given first."""
    kept: list[Shift] = []
    for one in shifts:
        if not any(other.old in one.old and other.new in one.new for other in kept):
            kept.append(one)
    return kept
