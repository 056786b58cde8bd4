"""The head of a part: its letter, and perhaps its title, above an enacting formula of its own (49/75 A, B …)."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from unres_site.deferred import deferred
from unres_site.languages import Language
from unres_site.loader.front.formula import read_formula
from unres_site.loader.pieces import BodyLine, Piece, Words
from unres_site.text.labels import read_label
from unres_site.text.punctuation import COMMAS, ENDS, is_among

LATIN_LETTERS = str.maketrans("АВСЕНКМОРТХ", "ABCEHKMOPTX")
"""Cyrillic capitals that number sections and parts, and look like Latin ones."""

LETTERS_BY_PLACE = "АБВГДЕЖЗИК"
"""Cyrillic capitals in their order, of which some look like no Latin letter."""

HIGHEST_HEAD = 3
"""Lines above a formula in which the letter of its part may be."""

# matches: A
# matches: B.
# matches: A. 港口会议的报告
# matches: C　Port week
# matches: В
# matches: b. Harbour policy
# matches: б. Политика
# matches: باء - أسبوع الموانئ
# rejects: A comprehensive report
# rejects: b
PART_HEAD = deferred(
    r"(?P<letter>[A-ZА-Я]|[\u0621-\u064a]{2,4})(?:\s?[.．、]?$|\s?[.．、]\s*|\u3000\s*|\s[-–—]\s+)"
    r"|(?P<small>[a-zа-я])[.．]\s+(?=\S)"
)


class Letter(NamedTuple):
    """What opens a part: its letter, the words of the letter, and its title on the same line, if there is one."""

    letter: str
    words: Words
    title: Sequence[Piece] = ()


def find_part_heads(
    lines: Sequence[BodyLine], special: Collection[int], language: Language
) -> Iterator[int]:
    """Indexes of the lines that open a part: a letter above a formula, below a blank line or the end of a sentence.

    `special` has the indexes of all lines that may be a formula.
    """
    for formula in special:
        if read_formula(lines[formula].line.text) is None:
            continue

        for at in range(formula - 1, max(0, formula - 1 - HIGHEST_HEAD), -1):
            text = lines[at].line.text
            if at in special or (is_among(text[-1], ENDS + COMMAS) and len(text) > 2):  # noqa: PLR2004
                break
            if not lines[at].line.gap and lines[at - 1].line.text[-1].isalpha():
                continue
            if read_part_letter(lines[at].pieces, language):
                yield at
                break


def read_part_letter(pieces: Sequence[Piece], language: Language) -> Letter | None:
    """The letter that pieces begin with: `B`, `B. Title`, `b. Title`, `(b) Title`; None for other words."""
    first = pieces[0] if pieces else None
    if not isinstance(first, Words):
        return None

    found = _read_letter(first.text, language)
    if found is None:
        return None

    letter, length = found
    cut = first.start + length
    words = Words(first.start, cut, first.text[:length].rstrip())
    return Letter(letter, words, [*cut_pieces([first], cut), *pieces[1:]])


def cut_pieces(pieces: Sequence[Piece], offset: int) -> Iterator[Piece]:
    """The pieces from an offset on."""
    for piece in pieces:
        if piece.start >= offset:
            yield piece
        elif isinstance(piece, Words):
            rest = piece.text[offset - piece.start :]
            if rest.strip():
                yield Words(offset, piece.end, rest)


def _read_letter(text: str, language: Language) -> tuple[str, int] | None:
    """The letter at the head of a line as symbols have it, and its length with what follows it; None for others."""
    match = PART_HEAD.match(text)
    if match:
        printed = match["letter"] or match["small"].upper()
        letter = _convert_letter(printed, language)
        return (letter, match.end()) if letter else None

    label = read_label(text, language)
    for family, place in label.readings if label else ():
        if label and family in {"letter", "native"} and "A" <= chr(64 + place) <= "Z":
            return chr(64 + place), label.length

    return None


def _convert_letter(printed: str, language: Language) -> str | None:
    """The letter of a part as symbols have it.

    Cyrillic ones look like it, or are counted by their place; Arabic ones are words. None for other words.
    """
    if printed in language.part_letters:
        return chr(ord("A") + language.part_letters.index(printed))

    letter = printed.translate(LATIN_LETTERS)
    if letter in LETTERS_BY_PLACE:
        letter = chr(ord("A") + LETTERS_BY_PLACE.index(letter))

    if "A" <= letter <= "Z":
        return letter

    return None
