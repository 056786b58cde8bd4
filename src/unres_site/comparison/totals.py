"""What a comparison comes to: how many words are kept, which openings and terms changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from unres_site.archive.mentions import find_act
from unres_site.comparison.aligning.paragraphs import UNCOMPARED, ComparedParagraph
from unres_site.comparison.comparing import Alignment
from unres_site.comparison.rows import Row
from unres_site.comparison.wording.shifts import Marked, Shift, list_shifts
from unres_site.comparison.wording.words import Piece
from unres_site.languages import get_language
from unres_site.languages.openings import find_opening_length


class ChangedOpening(NamedTuple):
    """Opening words that became others, and the place of the new paragraph in its text."""

    old: str
    new: str
    place: int


class Totals(NamedTuple):
    """What a comparison comes to.

    words     the words of the old text and of the new one; characters in a language without spaces
    kept      the words of the new text that are in the old one, in the same paragraph
    openings  the opening words that changed
    requests  the indexes of new paragraphs that request something
    shifts    terms that took the place of others
    """

    words: tuple[int, int]
    kept: int
    openings: tuple[ChangedOpening, ...]
    requests: tuple[int, ...]
    shifts: tuple[Shift, ...]


def add_up(
    found: Alignment,
    rows: Sequence[Row],
    pieces: Mapping[Row, Sequence[Piece]],
    language: str,
) -> Totals:
    """The totals of an alignment; `pieces` are those of the rows whose words changed."""
    old = [count_words(one.text, language) for one in found.old]
    new = [count_words(one.text, language) for one in found.new]

    kept = 0
    marked: list[Marked] = []
    for row in rows:
        if row in pieces:
            kept += _count_same(pieces[row], language)
            marked.append((row.new[0], pieces[row]))
        elif row.old:
            kept += sum([new[at] for at in row.new])

    return Totals(
        words=(sum(old), sum(new)),
        kept=kept,
        openings=tuple(_list_openings(found, rows, language)),
        requests=tuple(_list_requests(found, language)),
        shifts=tuple(list_shifts(marked, found.old, found.new)),
    )


@lru_cache(maxsize=1 << 12)  # the text before and the text after have most paragraphs
def count_words(text: str, language: str) -> int:
    """The words of a text; its letters and digits in a language without spaces."""
    if get_language(language).spaced:
        return len(text.split())
    return len(UNCOMPARED.sub("", text))


def _count_same(pieces: Iterable[Piece], language: str) -> int:
    same = [piece.text for piece in pieces if piece.kind == "same"]
    return sum(count_words(text, language) for text in same)


def _list_openings(
    found: Alignment, rows: Iterable[Row], language: str
) -> Iterator[ChangedOpening]:
    for row in rows:
        if row.kind != "changed":
            continue

        place = row.new[0]
        earlier = found.old[row.old[0]]
        later = found.new[place]
        if earlier.opening == later.opening:
            continue

        old = _read_opening(earlier, language)
        new = _read_opening(later, language)
        if old and new:
            yield ChangedOpening(old, new, place)


def _read_opening(paragraph: ComparedParagraph, language: str) -> str:
    length = find_opening_length(language, paragraph.text)
    return paragraph.text[:length].strip()


def _list_requests(found: Alignment, language: str) -> Iterator[int]:
    for index in found.added:
        one = found.new[index]
        if one.kind != "operative":
            continue
        if find_act(one.text, language) == "requests":
            yield index
