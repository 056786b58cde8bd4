"""What an archive does not have: numbers between those that it has, parts, and languages.

A number is missing if it must exist: a higher one of the same session is held, or a text cites it. So no number is
asked for that was never used, but for those that an organ itself has left out; an archivist can name these.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import NamedTuple

import msgspec

from unres_site.organs import get_organ
from unres_site.symbols import Symbol, write_symbol

USUAL = 0.5
"""The share of a session's resolutions that are held in a language, from which the others lack it."""


class SessionSymbols(NamedTuple):
    """The parsed symbols that are held of a session, in order, and those that are cited and not held."""

    address: str
    held: Sequence[Symbol]
    cited: Sequence[Symbol] = ()


class SessionGaps(msgspec.Struct, frozen=True, array_like=True):
    """What is missing of a session.

    held    how many numbers are held
    ranges  the first and the last of numbers that are missing one after another
    parts   the symbols of parts that are missing, of resolutions of which other parts are held
    cited   the symbols of others that texts cite
    """

    address: str
    held: int
    ranges: tuple[tuple[int, int], ...] = ()
    parts: tuple[str, ...] = ()
    cited: tuple[str, ...] = ()

    @property
    def count(self) -> int:
        """How many resolutions and parts are missing."""
        found = len(self.parts) + len(self.cited)
        for first, last in self.ranges:
            found += last - first + 1

        return found


def find_gaps(
    rows: Sequence[SessionSymbols],
    special: Iterable[Symbol] = (),
    unused: Iterable[Symbol] = (),
) -> tuple[SessionGaps, ...]:
    """What is missing of each session, in the given order: that of the symbols.

    `special` are resolutions of special sessions that are held or cited. Where numbers run on from session to session,
    these have numbers between those of the regular sessions: 3201 (S-VI) comes before 3203 (XXIX).
    `unused` are numbers and parts that an organ has not used.
    """
    elsewhere = {(symbol.organ, symbol.number) for symbol in special}
    left_out = {symbol.text for symbol in unused}
    missing: list[list[int]] = [[] for _ in rows]
    for place, row in enumerate(rows):
        before = rows[place - 1] if place else None
        for number in _list_missing(before, row):
            if row.held[0].is_continued and (row.held[0].organ, number) in elsewhere:
                continue
            is_earlier = before and _is_of_year(number, before.held[0])
            found = place - 1 if is_earlier else place
            if not left_out or _name_number(rows[found], number) not in left_out:
                missing[found].append(number)

    return tuple(
        _describe(row, numbers, left_out)
        for row, numbers in zip(rows, missing, strict=True)
    )


def _name_number(row: SessionSymbols, number: int) -> str:
    """The symbol of a number of a session."""
    first = row.held[0]
    return write_symbol(first.organ, first.series, first.session or "", number)


def _describe(
    row: SessionSymbols, missing: Iterable[int], left_out: AbstractSet[str]
) -> SessionGaps:
    """What is missing of a session. `missing` are its numbers that are not held, `left_out` the symbols not used."""
    numbers = {symbol.number or 0 for symbol in row.held}
    ranges = tuple(_find_ranges(missing))
    parts = _find_parts(row)
    cited = _find_cited(row, numbers, ranges)
    return SessionGaps(
        row.address,
        len(numbers),
        ranges,
        parts=tuple(part for part in parts if part not in left_out),
        cited=tuple(symbol for symbol in cited if symbol not in left_out),
    )


def _list_missing(before: SessionSymbols | None, row: SessionSymbols) -> Iterator[int]:
    """The numbers that are not held, up to the highest one that is."""
    numbers = {symbol.number or 0 for symbol in row.held}
    first = _find_start(before, row) + 1
    for number in range(first, max(numbers)):
        if number not in numbers:
            yield number


def _find_start(before: SessionSymbols | None, row: SessionSymbols) -> int:
    """The number before the first one that the session must have.

    If numbers go on from session to session, those between one session and the next are asked for, too; they count as
    the later one's, if the organ does not tell the year of a number. Decisions do not begin with 1.
    """
    first = row.held[0]
    if not first.is_continued and first.series == "RES":
        return 0
    if first.is_continued and before and _follows(before.held[0], first):
        return max(symbol.number or 0 for symbol in before.held)

    return first.number or 0


def _follows(one: Symbol, other: Symbol) -> bool:
    """Whether a regular session is the next one of the same organ."""
    organ, kind, session, series, *_ = one.sort_key
    wanted = (organ, kind, session + 1, series)
    return kind == 0 and other.sort_key[:4] == wanted


def _is_of_year(number: int, symbol: Symbol) -> bool:
    """Whether the organ of a symbol adopted a number in the year of that symbol."""
    organ = get_organ(symbol.organ)
    year = organ.find_year(number)
    return str(year) == symbol.session


def _find_ranges(numbers: Iterable[int]) -> Iterator[tuple[int, int]]:
    """The ranges of numbers that come one after another."""
    ranges: list[tuple[int, int]] = []
    for number in sorted(numbers):
        if ranges and ranges[-1][1] == number - 1:
            first, _ = ranges.pop()
            ranges.append((first, number))
        else:
            ranges.append((number, number))

    yield from ranges


def _find_parts(row: SessionSymbols) -> Iterator[str]:
    """The missing parts of resolutions held in part: those before the last held one, and those that are cited."""
    parts: dict[int, list[Symbol]] = {}
    for symbol in row.held:
        parts.setdefault(symbol.number or 0, []).append(symbol)

    for held in parts.values():
        letters = {symbol.part for symbol in held}
        if "" not in letters:
            whole = held[-1].text.removesuffix(held[-1].part)
            for letter in _list_letters(max(letters, key=_rank_part)):
                if letter not in letters:
                    yield whole + letter

    last = {number: _rank_part(held[-1].part) for number, held in parts.items()}
    for symbol in row.cited:
        known = last.get(symbol.number or 0)
        if known and symbol.part and _rank_part(symbol.part) > known:
            yield symbol.text


def _rank_part(part: str) -> tuple[int, str]:
    """The place of a part: AA and BB come after Z."""
    return len(part), part


def _list_letters(last: str) -> Iterator[str]:
    """The letters of parts up to one: A, B, C; up to BB: A to Z, AA, BB."""
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    for length in range(1, len(last) + 1):
        for letter in alphabet:
            part = letter * length
            if _rank_part(part) > _rank_part(last):
                return
            yield part


def _find_cited(
    row: SessionSymbols, numbers: Iterable[int], ranges: Iterable[tuple[int, int]]
) -> Iterator[str]:
    """The cited resolutions whose numbers are neither held nor in the ranges."""
    listed = set(numbers)
    for first, last in ranges:
        listed.update(range(first, last + 1))

    for symbol in row.cited:
        if symbol.number not in listed:
            yield symbol.text


def find_missing_languages(
    held: Mapping[str, Iterable[str]],
) -> dict[str, tuple[str, ...]]:
    """The symbols that lack a language in which most others are held, by language.

    `held` has the languages of each symbol of a session.
    """
    holders: defaultdict[str, set[str]] = defaultdict(set)
    for symbol, languages in held.items():
        for language in languages:
            holders[language].add(symbol)

    missing: dict[str, tuple[str, ...]] = {}
    for language, symbols in sorted(holders.items()):
        if len(held) * USUAL <= len(symbols) < len(held):
            lacking = [symbol for symbol in held if symbol not in symbols]
            missing[language] = tuple(lacking)

    return missing


__all__ = ["SessionGaps", "SessionSymbols", "find_gaps", "find_missing_languages"]
