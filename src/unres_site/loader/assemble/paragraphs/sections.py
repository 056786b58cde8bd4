"""Headings of sections: a number and its title are one heading, also if they are on two lines (`二`, `能力建设`)."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence

from unres_site import symbols
from unres_site.deferred import deferred
from unres_site.languages import Language, get_language
from unres_site.languages.spelling import fold_spelling
from unres_site.loader.assemble.paragraphs.kinds import is_heading
from unres_site.loader.body.blocks import Block
from unres_site.loader.body.opening.divisions import read_division_label
from unres_site.loader.body.opening.part_heads import LATIN_LETTERS
from unres_site.loader.pieces import Words
from unres_site.text.labels import (
    IDEOGRAPH_NUMBER,
    ROMAN,
    Label,
    ListPlace,
    read_ideographs,
)

# matches: A 部分
# matches: 二、
# matches: IV
# matches: 十二 海洋环境
# rejects: 其他
# rejects: Annex
SECTION = deferred(
    rf"(?P<number>[IVXL]{{1,7}}|[A-ZА-Я]|{IDEOGRAPH_NUMBER})(?=[\s.．、:：]|$)"
)

# matches: أولا - لمحة عامة
# matches: ألف
# rejects: (أ) عام
NATIVE_SECTION = deferred(r"(?P<number>[^\W\d_]\S{1,9})(?=[\s.:،]|$)")
"""A word that may number a section, as Arabic has them."""

# matches: ". Harbours"
# matches: " - لمحة"
# matches: 、总则
# rejects: Harbours
SEPARATOR = deferred(r"\s*[.．、:：–—-]\s*|\s+")


def join_headings(blocks: Sequence[Block], of: Language) -> list[Block]:
    """The blocks, in which each section's number and title are one heading with a label."""
    found: list[Block] = []
    for block in blocks:
        heading = _read_heading(block, of) if is_heading(block) else block
        before = found[-1] if found else None
        if before and _is_number_alone(before) and _is_title(heading):
            found[-1] = Block(
                "heading",
                before.label,
                before.label_words,
                0,
                heading.pieces,
                heading.signs,
            )
        else:
            found.append(heading)

    return [_add_words(block) for block in found]


def _is_number_alone(block: Block) -> bool:
    if block.kind != "heading":
        return False
    return block.label is not None and not block.pieces


def _is_title(block: Block) -> bool:
    return is_heading(block) and block.label is None


def _add_words(block: Block) -> Block:
    """The block; a number without a title is the words of its heading, which has no label before them then."""
    if not _is_number_alone(block) or block.label_words is None:
        return block
    return Block("heading", block.label, None, 0, [block.label_words], block.signs)


def _read_heading(block: Block, of: Language) -> Block:
    """A heading with its section's number as its label, if it begins with one."""
    first = block.pieces[0] if block.pieces else None
    if block.label is not None or not isinstance(first, Words):
        return block

    label = read_section_label(first.text, of) or _read_division(first.text, of)
    if label is None:
        return block

    printed = Words(first.start, first.start + len(label.text), label.text)
    pieces = block.pieces[1:]
    rest = first.text[label.length :]
    if rest.strip():
        start = first.start + label.length
        pieces.insert(0, Words(start, first.end, rest))

    return Block("heading", label, printed, 0, pieces, block.signs)


def read_section_label(text: str, of: Language) -> Label | None:
    """The number of a section that a heading begins with, or is; None if it has none.

    One letter and one space are not enough: `A new harbour`.
    """
    match = SECTION.match(text) or (NATIVE_SECTION.match(text) if of.sections else None)
    readings = _read_places(match["number"], of) if match else ()
    if match is None or not readings:
        return None

    separator = SEPARATOR.match(text, match.end())
    length = separator.end() if separator else match.end()
    gap = separator[0] if separator else ""
    if gap == " " and readings[0][0] == "letter" and length < len(text.rstrip()):
        return None

    printed = text[: match.end()] + gap.rstrip()
    return Label(printed, printed, length, readings)


def _read_division(text: str, of: Language) -> Label | None:
    """The number of an article or a chapter (`Article 2.`), with the sign between it and its title."""
    label = read_division_label(text, of)
    if label is None:
        return None

    separator = SEPARATOR.match(text, label.length)
    gap = separator[0] if separator else ""
    printed = label.text + gap.rstrip()
    return Label(printed, printed, label.length + len(gap), label.readings)


def _read_places(number: str, of: Language) -> tuple[ListPlace, ...]:
    """The lists of sections that a number may belong to: by letters or by numbers."""
    found: list[ListPlace] = []
    if number.lower() in ROMAN:
        found.append(("ideograph", ROMAN[number.lower()]))

    letter = symbols.fold(number).translate(LATIN_LETTERS)
    if len(letter) == 1 and "A" <= letter <= "Z":
        found.append(("letter", ord(letter) - ord("A") + 1))

    if value := read_ideographs(number):
        found.append(("ideograph", value))

    if word := _list_section_words(of.code).get(fold_spelling(number)):
        found.append(("ideograph", word))

    return tuple(found)


@functools.cache
def _list_section_words(code: str) -> dict[str, int]:
    """The words that number sections, by their folded spelling."""
    return {
        fold_spelling(word): place
        for place, word in enumerate(get_language(code).sections, 1)
    }


class SectionLevels:
    """The sections that are open, from the outermost to the innermost, each with the address of its heading."""

    def __init__(self) -> None:
        self._open: list[tuple[ListPlace, str]] = []

    def enter(self, label: Label) -> str:
        """The address of a section: `s2`, `sB`, or `s2-1` within another one; that of an article is `art2` anywhere."""
        place = self._choose(label)
        if place[0] == "article":
            return f"art{place[1]}"

        for depth in range(len(self._open)):
            if self._open[depth][0][0] == place[0]:
                self._open = self._open[:depth]
                break

        above = f"{self._open[-1][1]}-" if self._open else "s"
        address = above + _name(place)
        self._open.append((place, address))
        return address

    def _choose(self, label: Label) -> ListPlace:
        """The reading that continues an open list, or is the first of one, or else the first reading."""
        following = {(family, place + 1) for (family, place), _ in self._open}
        for readings in (
            self._list_readings(label, following),
            self._list_readings(label, {("letter", 1), ("ideograph", 1)}),
        ):
            for reading in readings:
                return reading

        return label.readings[0]

    @staticmethod
    def _list_readings(label: Label, places: set[ListPlace]) -> Iterator[ListPlace]:
        return (reading for reading in label.readings if reading in places)


def _name(place: ListPlace) -> str:
    """A place as part of an address: letters as capitals, numbers as digits."""
    family, number = place
    if family == "letter":
        return chr(ord("A") + number - 1)
    return str(number)
