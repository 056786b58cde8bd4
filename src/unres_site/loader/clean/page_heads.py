"""The title at the head of each page: beside the symbol, above or below it. Documents have such heads since 2016."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal, NamedTuple

from unres_site.deferred import deferred
from unres_site.loader.decode.source import Line
from unres_site.loader.front import furniture
from unres_site.loader.front.furniture import squeeze
from unres_site.loader.front.heading import Front

# matches: The rule of law…
# rejects: The rule of law
ELLIPSIS = deferred(r"(?:…|\.{3})$")

# matches: 1
# matches: *
# rejects: 2030
MARK = deferred(r"\d{1,2}|\*{1,3}")

REACH = 6
"""Lines above and below a symbol in which a page's head or foot may have its other lines."""

LONGEST_TITLE = 3_000
"""Characters of a title that pages may repeat; the time that a line takes rises with its length."""

SHORTEST_END = 4
"""Characters of the title's first or last words that are enough to know them beside the symbol."""

SHORTEST_PIECE = 12
"""Characters of a line that is enough to know it as words of the title."""


class HeadLine(NamedTuple):
    """A line of a page's head: its index, what it has of the title, and which half of the symbol, or all of it."""

    at: int
    words: str
    symbol: Literal["", "all", "first", "second"]


def find_page_heads(lines: Sequence[Line], front: Front) -> frozenset[int]:
    """Indexes of the lines below the formula that are the title, or a piece of it, at the turn of a page.

    Beside the text's own symbol any piece of the title is one. Above and below it, pieces on lines of their own count
    if together they make the whole title, or its beginning with an ellipsis. A symbol may be split behind its `RES/`.
    """
    found: set[int] = set()
    if len(front.words) > LONGEST_TITLE:
        return frozenset()

    pieces = _Pieces(lines, front)
    for index in front.symbols:
        here = (
            _read_own_head(lines[index].text, index, front)
            if index > front.formula
            else None
        )
        if here is None:
            continue

        above = pieces.take(range(index - 1, max(front.formula, index - REACH), -1))
        below = pieces.take(range(index + 1, min(len(lines), index + REACH)))
        head = next(
            (
                one
                for one in _list_choices(above[::-1], here, below)
                if _is_head(one, front.words)
            ),
            [],
        )
        found.update(
            piece.at for piece in head if piece.words or here.symbol == "first"
        )

    return frozenset(found)


def _list_choices(
    above: Sequence[HeadLine], here: HeadLine, below: Sequence[HeadLine]
) -> Iterator[list[HeadLine]]:
    """The lines that may belong to a symbol, all of them first.

    The last or first line of a page may be words of the title by chance.
    """
    for skipped, taken in itertools.product(
        range(len(above) + 1), range(len(below), -1, -1)
    ):
        yield [*above[skipped:], here, *below[:taken]]


def _read_own_head(text: str, index: int, front: Front) -> HeadLine | None:
    """A line with the text's own symbol and nothing else but a piece of the title; else None."""
    if furniture.find_kinds(text):
        if front.is_own(text):
            return HeadLine(index, "", "all")
        return None

    tight = squeeze(text)
    for symbol in front.own:
        if (rest := _find_rest(symbol, tight, front.words)) is not None:
            return HeadLine(index, rest, "all")

        if (
            rest := _find_rest(symbol[: symbol.index("/res/") + 5], tight, front.words)
        ) is not None:
            return HeadLine(index, rest, "first")

    return None


class _Pieces:
    """Pieces of the title on lines of a text. Each line is looked at once, though many symbols may be near it."""

    def __init__(self, lines: Sequence[Line], front: Front) -> None:
        self._lines = lines
        self._words = front.words
        self._halves = [symbol.partition("/res/")[2] for symbol in front.own]
        self._known: dict[int, HeadLine | Literal["furniture", "text"]] = {}

    def take(self, places: Iterable[int]) -> list[HeadLine]:
        """Pieces of the title on successive lines; other furniture may be between them."""
        found: list[HeadLine] = []
        for index in places:
            if index not in self._known:
                self._known[index] = self._look_at(index)
            piece = self._known[index]
            if piece == "text":
                break
            if isinstance(piece, HeadLine):
                found.append(piece)

        return found

    def _look_at(self, index: int) -> HeadLine | Literal["furniture", "text"]:
        text = self._lines[index].text
        tight = squeeze(text)
        if tight in self._halves:
            return HeadLine(index, "", "second")
        if furniture.find_kinds(text):
            return "furniture"
        if _is_piece(tight, self._words):
            return HeadLine(index, tight, "")

        for half in self._halves:
            if (rest := _find_rest(half, tight, self._words)) is not None:
                return HeadLine(index, rest, "second")

        return "text"


def _find_rest(symbol: str, tight: str, words: str) -> str | None:
    """What is before or behind a symbol, if it is a piece of the title or nothing; else None."""
    rest = tight.removeprefix(symbol)
    if rest != tight and _is_piece(rest, words):
        return rest

    rest = tight.removesuffix(symbol)
    if rest != tight and _is_piece(rest, words):
        return rest

    return None


def _is_piece(tight: str, words: str) -> bool:
    return ELLIPSIS.sub("", tight) in words


def _is_head(pieces: Sequence[HeadLine], words: str) -> bool:
    """Whether lines around a symbol are a page's head: the symbol is whole, and the title is, or enough of it."""
    symbol = [piece.symbol for piece in pieces if piece.symbol]
    found = "".join(piece.words for piece in pieces)
    if symbol == ["first", "second"]:
        return not found or _is_title(found, words, alone=True)
    has_others = len(pieces) > 1
    return symbol == ["all"] and _is_title(found, words, alone=has_others)


def _is_title(found: str, words: str, *, alone: bool) -> bool:
    """Whether words are the title, or enough of it: its beginning with an ellipsis, or, not `alone`, a piece of it."""
    start = ELLIPSIS.sub("", found)
    begins = words.startswith(start) and start != ""
    if begins and (
        _is_mark(words[len(start) :])
        or (start != found and len(start) >= SHORTEST_PIECE)
    ):
        return True

    if alone:
        return False

    ends = found in words and _is_mark(words[words.rindex(found) + len(found) :])
    return len(found) >= (SHORTEST_END if begins or ends else SHORTEST_PIECE)


def _is_mark(rest: str) -> bool:
    """Whether the rest of a title is nothing, or a note mark, which pages do not repeat."""
    return not rest or MARK.fullmatch(rest) is not None
