"""The enacting formula (`大会，`, `The Security Council,`): it ends the title and tells the language and the organ."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from typing import NamedTuple

from msgspec.structs import replace

from unres_site.deferred import deferred
from unres_site.languages import Language, list_languages
from unres_site.languages.spelling import add_forms, fold_spelling
from unres_site.loader.decode.source import Line

# matches: 大会，
# rejects: 大会
COMMA = deferred(r"[,，،]")

SIGNS_AROUND = 4
"""Signs and vowel marks that a line may have beside the words of a formula, at most."""

HIGHEST_MASTHEAD = 12
"""Lines between an organ's name in the masthead and the formula in the same words, at most."""


LONGEST_WORD = 12
"""Characters of a line of a masthead that a point may end: `Distr.`"""


class Formula(NamedTuple):
    """What an enacting formula tells: the language of the text and the organ (`A`, `S`)."""

    language: Language
    organ: str


class FormulaPlace(NamedTuple):
    """The lines of a text or of one resolution in it.

    at       index of the line that is the formula; None if the text has lost it
    formula  what the formula tells, or else the heading
    start    offset of the first character that belongs to the resolution
    end      offset behind the last one; None for the end of the text
    """

    lines: Sequence[Line]
    at: int | None
    formula: Formula
    start: int = 0
    end: int | None = None


@functools.cache
def _list_formulas() -> dict[str, Formula]:
    """All formulas by their folded words, also in capitals."""
    known: dict[str, Formula] = {}
    for language in list_languages():
        for organ, spellings in language.formulas.items():
            for words in map(fold_spelling, spellings):
                known[words] = known[words.upper()] = Formula(language, organ)

    return known


@functools.cache
def _list_first_words() -> tuple[str, ...]:
    first_words = {words.split()[0] for words in _list_formulas()}
    return tuple(first_words)


@functools.cache
def _find_longest() -> int:
    """Characters of the longest line that is compared with the formulas; vowel signs make one half as long again."""
    longest = max(map(len, _list_formulas()))
    return longest * 3 // 2 + SIGNS_AROUND


@functools.cache
def list_first_signs() -> frozenset[str]:
    """The signs that formulas begin with; few other lines do."""
    signs = {word[0] for word in _list_first_words()}
    return add_forms(signs)


def read_formula(text: str) -> Formula | None:
    """The formula that a line is, with or without its comma; None for other lines."""
    if len(text) > _find_longest():
        return None

    text = fold_spelling(text)
    if not text.startswith(_list_first_words()):
        return None
    return _list_formulas().get(" ".join(text.rstrip(" ,，،:：.;").split()))


def is_formula(text: str) -> bool:
    """Whether a line is a formula, with or without its comma."""
    return read_formula(text) is not None


def is_backwards(text: str) -> bool:
    """Whether a line is a formula with its signs or its words in visual order: `العامة الجمعية إن`."""
    bare = fold_spelling(text).strip(" ,،")
    signs_turned = bare[::-1]
    words_turned = " ".join(reversed(bare.split()))
    turned = {signs_turned, words_turned} - {bare}
    return any(map(read_formula, turned))


def find_opening(lines: Sequence[Line]) -> FormulaPlace | None:
    """The first formula of a text; None where there is none.

    Where no line is a formula, or a resolution is above the first, the first line that begins with one (`大会，回顾…`)
    is split behind it.
    """
    index = _find_line(lines)
    if index is None or _has_text(lines[:index]):
        lines = split_behind(lines, is_formula)
        index = _find_line(lines)

    if index is None:
        return None

    formula = read_formula(lines[index].text)
    assert formula is not None  # noqa: S101  (the line was found by it)
    return FormulaPlace(lines, index, formula)


def find_formulas(lines: Sequence[Line]) -> list[int]:
    """Indexes of all lines that are a formula."""
    signs = list_first_signs()
    return [
        index
        for index, line in enumerate(lines)
        if line.text[0] in signs and read_formula(line.text)
    ]


def _find_line(lines: Sequence[Line]) -> int | None:
    """Index of the line that is the formula.

    It ends with a comma; an organ's name above the title does not. In A/RES/1514 (XV) `大會` is in the masthead and
    `大會，` below the title. A/RES/498 (V) has both without a comma; there the last one above the text is the formula.
    In S/RES/65 (1948) the formula has none, but another resolution of the same file may.
    """
    found = find_formulas(lines)
    for at, index in enumerate(found):
        if lines[index].text.endswith((",", "，", "،")):
            return next(
                (above for above in found[:at] if _has_text(lines[above:index])), index
            )

    last = None
    for index in found:
        is_below_text = last is not None and _has_text(lines[last:index])
        if is_below_text or index > found[0] + HIGHEST_MASTHEAD:
            break
        last = index

    return last


def _has_text(lines: Sequence[Line]) -> bool:
    """Whether sentences end in the lines. Then they are the text of a resolution, and not a masthead."""
    ends = [
        line
        for line in lines
        if len(line.text) > LONGEST_WORD
        and line.text.endswith((".", ";", "。", "；", "؛"))
    ]
    return len(ends) > 1


def split_behind(
    lines: Sequence[Line], is_opening: Callable[[str], bool]
) -> list[Line]:
    """The lines; the first that begins with a formula and a comma, and goes on, is split behind the comma."""
    for index, line in enumerate(lines):
        if halves := split_behind_comma(line, is_opening):
            return [*lines[:index], *halves, *lines[index + 1 :]]

    return list(lines)


def split_behind_comma(
    line: Line, is_opening: Callable[[str], bool]
) -> list[Line] | None:
    """Two halves of a line that begins with a formula and a comma, and goes on; None for other lines."""
    comma = COMMA.search(line.text)
    if comma is None or not is_opening(line.text[: comma.start()]):
        return None

    rest = line.text[comma.end() :].lstrip()
    if not rest:
        return None

    head = replace(line, end=line.start + comma.end(), text=line.text[: comma.end()])
    start = line.start + len(line.text) - len(rest)
    return [head, replace(line, start=start, text=rest, gap=0)]
