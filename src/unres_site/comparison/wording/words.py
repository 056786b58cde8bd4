"""Which words of a paragraph are new, as a careful editor would mark them.

A paragraph is cut into units. A date, a number, a symbol and a name are one unit each, so none of them is ever cut; all
other units are words. Punctuation and white space belong to the unit before them, and are not compared. Then the
longest common subsequence of units is kept, but for those few between two changes that would only be in a reader's way.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal, NamedTuple

from unres_site.comparison.wording.vocabulary import HAN, Vocabulary
from unres_site.deferred import Pattern, deferred
from unres_site.languages import get_language
from unres_site.languages.numerals import list_native_signs
from unres_site.languages.patterns import join_patterns
from unres_site.languages.spelling import fold_spelling

PieceKind = Literal["same", "old", "new"]

ISLAND, ISLAND_HAN = 6, 3
"""A stretch of fewer letters between two changes is taken into them; of fewer characters where they are Han."""


TAIL = frozenset(" \n\t\u00a0\u202f,.;:，。；：、،؛")
"""Signs at the end of a change that are the same in both texts, and so no part of it."""

SHORT = 2
"""Characters of a unit that a change of one character may take in."""


TIED = 0.5
"""The share of a character's places that make it a part of a word."""

BOUNDARY = "\x1e"
"""Between two paragraphs whose words are compared as one. It is a unit of its own; no text has it."""


class Piece(NamedTuple):
    """Words that both paragraphs have, or only the old one, or only the new one; as printed."""

    kind: PieceKind
    text: str


class Unit(NamedTuple):
    """A word, number, date, symbol or name: as printed, with what follows it up to the next one; and as compared."""

    text: str
    form: str


def split_into_units(text: str, language: str, vocabulary: Vocabulary) -> list[Unit]:
    """The units of a paragraph. Their texts are the whole text."""
    places = list(_find_units(text, language, vocabulary)) or [(0, 0)]
    starts = [start for start, _ in places]
    starts[0] = 0  # what is before the first word belongs to it
    ends = [*starts[1:], len(text)]
    units: list[Unit] = []
    for (word, word_end), start, end in zip(places, starts, ends, strict=True):
        units.append(Unit(text[start:end], _fold(text[word:word_end])))
    return units


@functools.lru_cache(maxsize=1 << 14)  # most words come often
def _fold(word: str) -> str:
    return fold_spelling(word).casefold()


def _find_units(
    text: str, language: str, vocabulary: Vocabulary
) -> Iterator[tuple[int, int]]:
    """Where units start and end."""
    for match in _compile_unit(language).finditer(text):
        start, end = match.span()
        if match.lastgroup == "han":
            for word in vocabulary.split(match[0]):
                yield start, start + len(word)
                start += len(word)
        else:
            yield start, end


# matches: A/RES/58/58
# matches: 58/58
# matches: S/2001/1
# rejects: 58
SYMBOL = r"[A-Z][A-Za-z.]*(?:/[\w.()-]*\w\)?)+|\d+/[\w()/.]*\w\)?"

# matches: 28 820 900
# matches: 12.5%
# rejects: a
NUMBER = r"\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?!\d)|\d+(?:[.,]\d+)*(?:\u00a0?%)?"

# matches: Secretary-General
# matches: l’Assemblée
# rejects: "-"
WORD = r"\w+(?:[’'\u2011-]\w+)*"

# matches: 《行动纲领》
# rejects: 《行动纲领
QUOTED_NAME = "《[^《》]{1,200}》"


@functools.cache
def _compile_unit(code: str) -> Pattern:
    of = get_language(code)
    parts = [BOUNDARY, QUOTED_NAME, join_patterns(of, of.dates), SYMBOL, NUMBER]
    if not of.spaced:
        numeral = (
            rf"第[{list_native_signs(of)}]{{1,8}}|[{list_native_signs(of)}]{{2,20}}"
        )
        parts += [numeral, f"(?P<han>(?:(?!{numeral}){HAN})+)"]
    # matches: 2001 年 12 月 24 日
    # matches: A/RES/58/58
    # matches: 第七十六
    # rejects: ，
    return deferred("|".join((*parts, WORD)))


def compare_words(
    old: str, new: str, language: str, vocabulary: Vocabulary
) -> list[Piece]:
    """The pieces of both paragraphs in the order of reading; what is dropped comes before what is new."""
    old_units = split_into_units(old, language, vocabulary)
    new_units = split_into_units(new, language, vocabulary)
    changes = _find_changes(old_units, new_units, vocabulary)
    return list(_write_pieces(old_units, new_units, changes))


class _Change(NamedTuple):
    """Units of the old paragraph that are replaced by units of the new one: from, to."""

    old: tuple[int, int]
    new: tuple[int, int]


def _find_changes(
    old: Sequence[Unit], new: Sequence[Unit], vocabulary: Vocabulary
) -> list[_Change]:
    """The changes, in order. A small island between two of them is a part of both."""
    changes: list[_Change] = []
    for replaced in _find_replaced(old, new):
        change = _widen(replaced, old, new, vocabulary)
        if changes and _is_island(old, changes[-1], change):
            changes[-1] = _join_changes(changes[-1], change)
        else:
            changes.append(change)
    return changes


def _find_replaced(old: Sequence[Unit], new: Sequence[Unit]) -> list[_Change]:
    """What is between the units that both paragraphs have in the same order."""
    from rapidfuzz.distance import Indel  # noqa: PLC0415 - few builds compare texts

    codes = Indel.opcodes([one.form for one in old], [one.form for one in new])
    changes: list[_Change] = []
    for code in codes:
        if code.tag == "equal":
            continue
        change = _Change(
            (code.src_start, code.src_end), (code.dest_start, code.dest_end)
        )
        if changes and changes[-1].old[1] == change.old[0]:
            changes[-1] = _join_changes(changes[-1], change)
        else:
            changes.append(change)
    return changes


def _join_changes(first: _Change, last: _Change) -> _Change:
    """One change from the start of the first to the end of the last."""
    return _Change((first.old[0], last.old[1]), (first.new[0], last.new[1]))


def _widen(
    change: _Change, old: Sequence[Unit], new: Sequence[Unit], vocabulary: Vocabulary
) -> _Change:
    """A change of one character with the character beside it that makes a word of it: `支援`, not `援`."""
    dropped, added = old[slice(*change.old)], new[slice(*change.new)]
    units = [*dropped, *added]
    if not any(map(_is_part_of_word, units)):
        return change
    if (not dropped or not added) and len(units) > 1:
        return change
    (old_start, old_end), (new_start, new_end) = change
    ties_before = ties_after = 0
    if old_start and _is_short(old[old_start - 1]):
        before = old[old_start - 1].form[-1]
        ties_before = sum(vocabulary.count_pair(before, one.form[0]) for one in units)
    if old_end < len(old) and _is_short(old[old_end]):
        after = old[old_end].form[0]
        ties_after = sum(vocabulary.count_pair(one.form[-1], after) for one in units)
    if not ties_before and not ties_after:
        return change
    if len(units) == 1 and not _is_tied(
        units[0].form, max(ties_before, ties_after), vocabulary
    ):
        return change
    if ties_before > ties_after:
        return _Change((old_start - 1, old_end), (new_start - 1, new_end))
    return _Change((old_start, old_end + 1), (new_start, new_end + 1))


def _is_tied(character: str, ties: int, vocabulary: Vocabulary) -> bool:
    """Whether a character, dropped or new alone, is most often beside the same one: `需` in `需要`, not `又`."""
    return ties > 1 and ties >= TIED * vocabulary.count(character)


def _is_part_of_word(unit: Unit) -> bool:
    """Whether a unit is one character of a language without spaces."""
    return len(unit.form) == 1 and _is_short(unit)


def _is_short(unit: Unit) -> bool:
    """Whether a unit is one or two characters of a language without spaces, with nothing behind them."""
    is_word = unit.form[:1] >= "\u3400" and unit.text == unit.form
    return is_word and len(unit.form) <= SHORT


def _is_island(old: Sequence[Unit], before: _Change, after: _Change) -> bool:
    """Whether what is between two changes is too little to be read on its own."""
    between = old[before.old[1] : after.old[0]]
    forms = [one.form for one in between]
    is_han = any(form[:1] >= "\u3400" for form in forms)
    return sum(map(len, forms)) < (ISLAND_HAN if is_han else ISLAND)


def _write_pieces(
    old: Sequence[Unit], new: Sequence[Unit], changes: Iterable[_Change]
) -> Iterator[Piece]:
    """The pieces of both paragraphs. What is the same is as the new one prints it."""
    at, tail = 0, ""
    for change in changes:
        same = tail + _join(new[at : change.new[0]])
        dropped = _join(old[slice(*change.old)])
        added = _join(new[slice(*change.new)])
        tail = _find_common_tail(dropped, added)
        end = -len(tail) or None
        yield from _make_pieces(same, dropped[:end], added[:end])
        at = change.new[1]
    yield from _make_pieces(tail + _join(new[at:]), "", "")


def _join(units: Iterable[Unit]) -> str:
    return "".join([one.text for one in units])


def _find_common_tail(old: str, new: str) -> str:
    """The punctuation and white space with which both texts end."""
    length = 0
    while length < min(len(old), len(new)):
        sign = old[-1 - length]
        if sign != new[-1 - length] or sign not in TAIL:
            break
        length += 1
    return old[len(old) - length :]


def _make_pieces(same: str, old: str, new: str) -> Iterator[Piece]:
    if same:
        yield Piece("same", same)
    if old:
        yield Piece("old", old)
    if new:
        yield Piece("new", new)
