"""The rows of a comparison as HTML: old and new paragraphs beside each other, with signs for what became of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import NamedTuple

from markupsafe import Markup

from unres_site.comparison.aligning.paragraphs import ComparedParagraph
from unres_site.comparison.comparing import Alignment
from unres_site.comparison.rows import Row
from unres_site.comparison.wording.marking import split_side
from unres_site.comparison.wording.words import Piece
from unres_site.messages import Catalogue
from unres_site.site.html.markup import escape_words, mark_written
from unres_site.site.resolution.agreed import SIGNS_BEHIND

SIGNS = {
    "kept": "\N{FULLWIDTH EQUALS SIGN}",
    "changed": "≠",
    "moved": "⇅",
    "split": "⋔",
    "merged": "⋎",
    "new": "\N{FULLWIDTH PLUS SIGN}",
    "dropped": "\N{MINUS SIGN}",
}
"""What a reader sees of a kind besides its colour."""

TAGS = {"same": "{}", "old": "<del>{}</del>", "new": "<ins>{}</ins>"}
"""How pieces are marked."""


class Side(NamedTuple):
    """One of the two texts: the link to its page, without a fragment, and the links to its notes by their numbers."""

    page: str
    notes: Mapping[str, str]


class Sides(NamedTuple):
    """The earlier text and the later one."""

    old: Side
    new: Side


def make_sides(notes: Alignment, old: str, new: str) -> Sides:
    """The sides of a comparison with these pages. Notes of the later text are read here, the others on their page."""
    notes_old = {one.number: f"{old}#{one.anchor}" for one in notes.old}
    notes_new = {one.number: f"#{one.anchor}" for one in notes.new}
    return Sides(Side(old, notes_old), Side(new, notes_new))


class RowWriter:
    """Writes the rows of one alignment. `pieces` has the words of the rows whose words changed."""

    def __init__(
        self,
        words: Catalogue,
        found: Alignment,
        pieces: Mapping[Row, Sequence[Piece]],
        sides: Sides,
    ) -> None:
        self._words = words
        self._found = found
        self._pieces = pieces
        self._sides = sides

    def write(self, rows: Iterable[Row]) -> Markup:
        """All rows; those that are kept are folded, several at a time."""
        written: list[str] = []
        for is_kept, group in groupby(rows, key=lambda row: row.kind == "kept"):
            listed = list(group)
            if is_kept:
                written.append(self._fold(listed))
            else:
                written += map(self._write_row, listed)

        return mark_written("\n".join(written))

    def _fold(self, rows: Sequence[Row]) -> str:
        """Kept paragraphs that can be unfolded."""
        first = self.name_new(rows[0].new[0])
        last = self.name_new(rows[-1].new[0])
        shown = escape_words(first if first == last else f"{first}–{last}")
        sentence = self._words.plural("since.kept_here", len(rows))
        told = escape_words(sentence)
        sign = _write_sign("kept")
        head = f"{sign} {told} <span>{shown}</span>"
        inner = "\n".join(map(self._write_kept, rows))
        return f'<details class="kept"><summary>{head}</summary>\n{inner}\n</details>'

    def _write_kept(self, row: Row) -> str:
        """A kept paragraph: its number then and now, and its words once."""
        one = self._found.old[row.old[0]]
        other = self._found.new[row.new[0]]
        then = ""
        if _name(one) != _name(other):
            then = f" {_write_link(one, self._sides.old)}"

        number = f"{_write_link(other, self._sides.new)}{then}"
        marks = _write_marks(other, self._sides.new)
        body = f"{number} {escape_words(other.text)}{marks}"
        return f'<p class="{other.kind}" id="{escape_words(other.anchor)}">{body}</p>'

    def _write_row(self, row: Row) -> str:
        """Write a row with an old and a new side. One of them may be empty."""
        label = escape_words(self._words(f"since.{row.kind}"))
        if row.is_moved and row.kind != "moved":
            label = f"{label}, {escape_words(self._words('since.moved'))}"

        sign = f'<p class="sign">{_write_sign(row.kind)} <span>{label}</span></p>'
        old = self._write_side(row, "old")
        new = self._write_side(row, "new")
        anchor = self._make_anchor(row)
        return (
            f'<div class="row {row.kind}" id="{anchor}">\n{sign}\n{old}\n{new}\n</div>'
        )

    def _make_anchor(self, row: Row) -> str:
        """The address of a row: that of its first new paragraph; of a dropped one the old address after `old-`."""
        if row.new:
            new = self._found.new[row.new[0]]
            return escape_words(new.anchor)

        old = self._found.old[row.old[0]]
        return f"old-{escape_words(old.anchor)}"

    def _write_side(self, row: Row, side: str) -> str:
        """The paragraphs of a side."""
        is_old = side == "old"
        if is_old:
            own = self._sides.old
            shown = [self._found.old[index] for index in row.old]
        else:
            own = self._sides.new
            shown = [self._found.new[index] for index in row.new]

        texts = [escape_words(one.text) for one in shown]
        if row in self._pieces:
            split = split_side(self._pieces[row], side)
            texts = ["".join(map(_write_piece, pieces)) for pieces in split]

        written: list[str] = []
        for at, (one, text) in enumerate(zip(shown, texts, strict=True)):
            number = _write_link(one, own)
            marks = _write_marks(one, own)
            is_further = at and not is_old  # the first one has the address of the row
            anchor = f' id="{escape_words(one.anchor)}"' if is_further else ""
            written.append(f'<p class="{one.kind}"{anchor}>{number} {text}{marks}</p>')

        if shown and row.perhaps:
            written.append(self._write_perhaps(row.perhaps, is_old=is_old))

        inner = "".join(written)
        return f'<div class="{side}">{inner}</div>'

    def _write_perhaps(self, others: Iterable[int], *, is_old: bool) -> str:
        """What a paragraph may belong to, though it is too little alike to be counted."""
        links: list[str] = []
        for index in others:
            one = (self._found.new if is_old else self._found.old)[index]
            anchor = one.anchor if is_old else f"old-{one.anchor}"
            name = escape_words(_name(one))
            links.append(f'<a href="#{escape_words(anchor)}">{name}</a>')

        told = escape_words(self._words("since.perhaps"))
        return f'<p class="perhaps">{told} {" ".join(links)}</p>'

    def name_new(self, index: int) -> str:
        """What a new paragraph is called."""
        one = self._found.new[index]
        return _name(one)


def _name(one: ComparedParagraph) -> str:
    """What a paragraph is called: by its number, or by its address if it has none."""
    return one.number or one.anchor


def _write_link(one: ComparedParagraph, side: Side) -> str:
    """The number of a paragraph, which leads to it on its page."""
    target = escape_words(f"{side.page}#{one.anchor}")
    name = escape_words(_name(one))
    return f'<a class="number" href="{target}">{name}</a>'


def _write_marks(one: ComparedParagraph, side: Side) -> str:
    """The marks of the notes of a paragraph. A mark whose note is not held is plain."""
    written: list[str] = []
    for number in dict.fromkeys(one.notes):
        mark = escape_words(number)
        if number in side.notes:
            mark = f'<a href="{escape_words(side.notes[number])}">{mark}</a>'
        written.append(f"<sup>{mark}</sup>")

    return " ".join(written)


def _write_sign(kind: str) -> str:
    return f'<b aria-hidden="true">{SIGNS[kind]}</b>'


def _write_piece(piece: Piece) -> str:
    if not piece.text:  # a boundary was all that is new
        return ""
    return TAGS[piece.kind].format(escape_words(piece.text))


def name_place(one: ComparedParagraph) -> str:
    """What lists call a paragraph: its number without the sign behind it (`3.`, `3 -`), or its address."""
    return one.number.rstrip(SIGNS_BEHIND) or one.anchor


def list_row_links(found: Alignment, rows: Iterable[Row]) -> Iterator[tuple[str, str]]:
    """Address within the page and name of each row, for totals that lead to their paragraphs."""
    for row in rows:
        if row.new:
            one = found.new[row.new[0]]
            address = f"#{one.anchor}"
        else:
            one = found.old[row.old[0]]
            address = f"#old-{one.anchor}"
        yield address, name_place(one)
