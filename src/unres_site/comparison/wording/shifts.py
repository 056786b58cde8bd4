"""Terms that took the place of others from one text to the next: 分区域 → 次区域.

Two words that were exchanged in a paragraph are such terms if that happened several times, or if the old text has one
of them alone and the new text the other one, several times each.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from unres_site.comparison.aligning.paragraphs import ComparedParagraph
from unres_site.comparison.wording.words import FIRST_HAN, TAIL, Piece

TIMES = 2
"""How often a term must have taken the place of another one, or each text must have its own one."""

LONGEST_TERM = 24
"""Characters of a term; more is a passage."""

LONGEST_PART = 4
"""Han characters that were exchanged within a term; with more it is another term."""

SIGNS_AROUND = "".join(TAIL) + "“”«»\"'()（）"
"""Signs around words that do not belong to a term."""

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

    words_old = _join(old)
    words_new = _join(new)
    found: list[Shift] = []
    for (before, after), places in exchanged.items():
        is_old_only = _is_only_in(before, words_old, words_new)
        if is_old_only and _is_only_in(after, words_new, words_old):
            having = [at for at, one in enumerate(new) if after in one.text]
            found.append(Shift(before, after, tuple(having)))
        elif len(places) >= TIMES and _is_whole(before, after):
            found.append(Shift(before, after, tuple(places)))

    shortest_first = sorted(found, key=lambda one: len(one.old + one.new))
    kept = _drop_covered(shortest_first)
    return sorted(kept, key=lambda one: (-len(one.places), one.old, one.new))


def _find_exchanged(pieces: Sequence[Piece]) -> Iterator[tuple[str, str]]:
    """Old words and the new ones at their place, without numbers."""
    for before, after in pairwise(pieces):
        if before.kind != "old" or after.kind != "new":
            continue

        old = before.text.strip(SIGNS_AROUND)
        new = after.text.strip(SIGNS_AROUND)
        if any(map(str.isnumeric, old + new)):
            continue

        if max(len(old), len(new)) <= LONGEST_TERM:
            yield old, new
        if new >= FIRST_HAN:
            yield from _find_parts(old, new)


class _Gap(NamedTuple):
    """What is between two stretches that two terms have in common: where it starts and ends in both."""

    old_start: int
    old_end: int
    new_start: int
    new_end: int


def _find_parts(old: str, new: str) -> Iterator[tuple[str, str]]:
    """Terms of Han characters that were exchanged; a single character with what is behind it, else before it."""
    for gap in _find_gaps(old, new):
        old_part = old[gap.old_start : gap.old_end]
        new_part = new[gap.new_start : gap.new_end]
        shortest = min(len(old_part), len(new_part))
        longest = max(len(old_part), len(new_part))
        if shortest == 0 or longest > LONGEST_PART:
            continue
        if shortest > 1:
            yield old_part, new_part
            continue

        behind = old[gap.old_end : gap.old_end + BESIDE]
        behind_new = new[gap.new_end : gap.new_end + BESIDE]
        before = old[max(0, gap.old_start - BESIDE) : gap.old_start]
        if behind == behind_new and behind.isalpha():
            yield old_part + behind, new_part + behind
        elif new[: gap.new_start].endswith(before) and before.isalpha():
            yield before + old_part, before + new_part


def _find_gaps(old: str, new: str) -> Iterator[_Gap]:
    """What is before, between and after the stretches that two terms have in common."""
    from rapidfuzz.distance import Indel  # noqa: PLC0415 - few builds compare texts

    old_start = new_start = 0
    for block in Indel.opcodes(old, new):
        if block.tag == "equal":
            yield _Gap(old_start, block.src_start, new_start, block.dest_start)
            old_start = block.src_end
            new_start = block.dest_end

    yield _Gap(old_start, len(old), new_start, len(new))


def _join(paragraphs: Iterable[ComparedParagraph]) -> str:
    return "\n".join(one.text for one in paragraphs)


def _is_only_in(term: str, words: str, others: str) -> bool:
    """Whether some words have a term several times, and others never."""
    return words.count(term) >= TIMES and term not in others


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
