"""Which words of a paragraph are new, as a careful editor would mark them.

A paragraph is cut into units. A date, a number, a symbol and a name are one unit each, so none of them is ever cut; all
other units are words. Punctuation and white space belong to the unit before them, and are not compared. Then the
longest common subsequence of units is kept, but for those few between two changes that would only be in a reader's way.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Literal, NamedTuple

from unres_site.comparison.wording.vocabulary import (
    HAN,
    Vocabulary,
    fold_word,
    split_han,
)
from unres_site.deferred import Pattern, deferred
from unres_site.languages import get_language
from unres_site.languages.numerals import list_native_signs
from unres_site.languages.patterns import join_patterns
from unres_site.languages.spelling import fold_with_places

PieceKind = Literal["same", "old", "new"]

ISLAND, ISLAND_HAN = 6, 3
"""A stretch of fewer letters between two changes is taken into them; of fewer characters where they are Han."""


TAIL = frozenset(" \n\t\u00a0\u202f,.;:，。；：、،؛")
"""Signs at the end of a change that are the same in both texts, and so no part of it."""

FIRST_HAN = "\u3400"
"""The first character of languages without spaces."""

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


class Units(NamedTuple):
    """The words, numbers, dates, symbols and names of a paragraph, in two lists of the same length.

    texts  each as printed, with what follows it up to the next one; together they are the whole paragraph
    forms  each as it is compared
    """

    texts: list[str]
    forms: list[str]


@functools.lru_cache(maxsize=1 << 10)  # the text before and the text after have it
def split_into_units(text: str, language: str) -> Units:
    """The units of a paragraph."""
    starts: list[int] = []
    forms: list[str] = []
    folded = fold_with_places(text)  # as the names of months are
    for match in _compile_unit(language).finditer(folded.text):
        start = match.start()
        if match.lastgroup == "han":
            run = split_han(match[0], language)
            starts += [start + place for place in run.starts]
            forms += run.forms
        else:
            starts.append(start)
            forms.append(fold_word(match[0]))

    if not starts:
        return Units([text], [""])

    starts = [folded.places[start] for start in starts]
    starts[0] = 0  # what is before the first word belongs to it
    texts = [text[start:end] for start, end in pairwise([*starts, len(text)])]
    return Units(texts, forms)


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
# matches: المقسم
# rejects: "-"
WORD = r"\w+(?:[’'\u2011-]\w+)*"

# matches: 《行动纲领》
# rejects: 《行动纲领
QUOTED_NAME = "《[^《》]{1,200}》"


@functools.cache
def _compile_unit(code: str) -> Pattern:
    of = get_language(code)
    dates = join_patterns(of, of.dates)
    parts = [BOUNDARY, QUOTED_NAME, dates, SYMBOL, NUMBER]

    if not of.spaced:
        signs = list_native_signs(of)
        numeral = rf"第[{signs}]{{1,8}}|[{signs}]{{2,20}}"
        parts.append(numeral)
        parts.append(f"(?P<han>(?:(?!{numeral}){HAN})+)")

    # matches: 2001 年 12 月 24 日
    # matches: A/RES/58/58
    # matches: 第七十六
    # rejects: ，
    return deferred("|".join((*parts, WORD)))


def compare_words(
    old: str, new: str, language: str, vocabulary: Vocabulary
) -> list[Piece]:
    """The pieces of both paragraphs in the order of reading; what is dropped comes before what is new."""
    old_units = split_into_units(old, language)
    new_units = split_into_units(new, language)
    changes = _find_changes(old_units, new_units, vocabulary)
    return list(_write_pieces(old_units.texts, new_units.texts, changes))


class _Change(NamedTuple):
    """Units of the old paragraph that are replaced by units of the new one: where both start and end."""

    old_start: int
    old_end: int
    new_start: int
    new_end: int

    @property
    def old(self) -> slice:
        """The replaced units."""
        return slice(self.old_start, self.old_end)

    @property
    def new(self) -> slice:
        """The units that take their place."""
        return slice(self.new_start, self.new_end)

    @property
    def is_one_sided(self) -> bool:
        """Whether units are only dropped, or only added."""
        return self.old_start == self.old_end or self.new_start == self.new_end

    def join(self, later: _Change) -> _Change:
        """One change from the start of this one to the end of a later one."""
        return self._replace(old_end=later.old_end, new_end=later.new_end)


def _find_changes(old: Units, new: Units, vocabulary: Vocabulary) -> list[_Change]:
    """The changes, in order. A small island between two of them is a part of both."""
    changes: list[_Change] = []
    for replaced in _find_replaced(old.forms, new.forms):
        change = _widen(replaced, old, new, vocabulary)
        if not changes:
            changes.append(change)
            continue

        between = old.forms[changes[-1].old_end : change.old_start]
        if _is_island(between):
            changes[-1] = changes[-1].join(change)
        else:
            changes.append(change)

    return changes


def _find_replaced(old: Sequence[str], new: Sequence[str]) -> list[_Change]:
    """What is between the forms that both paragraphs have in the same order."""
    from rapidfuzz.distance import Indel  # noqa: PLC0415 - few builds compare texts

    changes: list[_Change] = []
    for code in Indel.opcodes(old, new):
        if code.tag == "equal":
            continue

        change = _Change(
            old_start=code.src_start,
            old_end=code.src_end,
            new_start=code.dest_start,
            new_end=code.dest_end,
        )
        if changes and changes[-1].old_end == change.old_start:
            changes[-1] = changes[-1].join(change)
        else:
            changes.append(change)

    return changes


def _widen(change: _Change, old: Units, new: Units, vocabulary: Vocabulary) -> _Change:
    """A change of one character with the character beside it that makes a word of it: `支援`, not `援`."""
    forms = old.forms[change.old] + new.forms[change.new]
    texts = old.texts[change.old] + new.texts[change.new]
    if not any(map(_is_part_of_word, texts, forms)):
        return change
    if change.is_one_sided and len(forms) > 1:
        return change

    ties_before, ties_after = _count_ties(change, old, new, vocabulary)
    strongest = max(ties_before, ties_after)
    if not strongest:
        return change
    if len(forms) == 1 and not _is_tied(forms[0], strongest, vocabulary):
        return change

    if ties_before > ties_after:
        return change._replace(
            old_start=change.old_start - 1,
            new_start=change.new_start - 1,
        )

    return change._replace(
        old_end=change.old_end + 1,
        new_end=change.new_end + 1,
    )


def _count_ties(
    change: _Change, old: Units, new: Units, vocabulary: Vocabulary
) -> tuple[int, int]:
    """How often the ends of a change are beside the character before it, and beside the one after it.

    Where they are now counts only if a single character is replaced: it is seldom a word. A character that is more
    often beside the one on its other side belongs to that one: `疫` to `疫情`, not to `冠状病毒病` before it.
    """
    sides = [old.forms[change.old], new.forms[change.new]]
    here = 0 if [len(side) for side in sides] == [1, 1] else 1
    ties_before = ties_after = 0
    place = change.old_start - 1
    if place >= 0 and _is_short(old.texts[place], old.forms[place]):
        last = old.forms[place][-1]
        ties = [
            vocabulary.count_pair(last, side[0][0]) - here for side in sides if side
        ]
        if max(ties) >= _count_tie(old, place - 1, vocabulary):
            ties_before = sum(ties)

    place = change.old_end
    if place < len(old.forms) and _is_short(old.texts[place], old.forms[place]):
        first = old.forms[place][0]
        ties = [
            vocabulary.count_pair(side[-1][-1], first) - here for side in sides if side
        ]
        if max(ties) >= _count_tie(old, place, vocabulary):
            ties_after = sum(ties)

    return ties_before, ties_after


def _count_tie(units: Units, place: int, vocabulary: Vocabulary) -> int:
    """How often the end of a unit is beside the start of the next one; 0 if there is none, or something between."""
    if (
        not 0 <= place < len(units.forms) - 1
        or units.texts[place] != units.forms[place]
    ):
        return 0
    return vocabulary.count_pair(units.forms[place][-1], units.forms[place + 1][0])


def _is_tied(character: str, ties: int, vocabulary: Vocabulary) -> bool:
    """Whether a character, dropped or new alone, is most often beside the same one: `需` in `需要`, not `又`."""
    return ties > 1 and ties >= TIED * vocabulary.count(character)


def _is_part_of_word(text: str, form: str) -> bool:
    """Whether a unit is one character of a language without spaces, with nothing behind it."""
    return len(form) == 1 and form >= FIRST_HAN and text == form


def _is_short(text: str, form: str) -> bool:
    """Whether a unit is one or two characters of a language without spaces, with nothing behind them."""
    return text == form and form[:1] >= FIRST_HAN and len(form) <= SHORT


def _is_island(between: Sequence[str]) -> bool:
    """Whether these forms between two changes are too little to be read on their own."""
    is_han = any(form[:1] >= FIRST_HAN for form in between)
    least = ISLAND_HAN if is_han else ISLAND
    return sum(map(len, between)) < least


def _write_pieces(
    old: Sequence[str], new: Sequence[str], changes: Iterable[_Change]
) -> Iterator[Piece]:
    """The pieces of both paragraphs. What is the same is as the new one prints it."""
    at = 0
    tail = ""
    for change in changes:
        same = tail + "".join(new[at : change.new_start])
        dropped = "".join(old[change.old])
        added = "".join(new[change.new])
        if at < change.new_start:
            before = old[change.old_start - 1]
            same, dropped, added = _move_space(before, same, dropped, added)

        tail = _find_common_tail(dropped, added)
        end = -len(tail) or None
        yield from _make_pieces(same, dropped[:end], added[:end])
        at = change.new_end

    rest = tail + "".join(new[at:])
    yield from _make_pieces(rest, "", "")


def _move_space(
    before: str, same: str, dropped: str, added: str
) -> tuple[str, str, str]:
    """What is the same, dropped and added: other white space before a change is a part of it.

    `before` is the same as the old text prints it.
    """
    old_space = before[len(before.rstrip()) :]
    new_space = same[len(same.rstrip()) :]
    if old_space == new_space:
        return same, dropped, added

    if added:
        same = same.rstrip()
        added = new_space + added

    if dropped:
        dropped = old_space + dropped

    return same, dropped, added


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
