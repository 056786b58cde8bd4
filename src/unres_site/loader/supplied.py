"""What a sidecar says of the enacting formula, for texts that have lost it or print one that no data file has."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from unres_site.languages import (
    Language,
    get_language,
    get_primary_code,
    list_languages,
)
from unres_site.languages.spelling import fold_spelling
from unres_site.loader.body.opening.openers import begins_with_opener
from unres_site.loader.decode.source import Line
from unres_site.loader.front.formula import (
    Formula,
    FormulaPlace,
    find_opening,
    read_formula,
    split_behind,
)
from unres_site.loader.front.heading import find_heading_without_formula
from unres_site.settings import Sidecar
from unres_site.symbols import parse_or_none

SAMPLE = 200
"""Lines that are enough to tell the language of a text."""


def find_supplied_formula(
    lines: Sequence[Line], sidecar: Sidecar
) -> FormulaPlace | None:
    """The line that has the words of the sidecar's `formula`, or begins with them; None if no line does."""
    if not sidecar.formula:
        return None

    wanted = _strip_signs(sidecar.formula)
    parted = split_behind(lines, lambda text: _strip_signs(text) == wanted)
    for index, line in enumerate(parted):
        if _strip_signs(line.text) == wanted:
            return FormulaPlace(parted, index, _make_formula(lines, sidecar))

    return None


def find_conflicts(
    lines: Sequence[Line], sidecar: Sidecar
) -> Iterator[tuple[int, dict[str, str]]]:
    """Where a sidecar's organ, language or formula is another than the formula of the text tells.

    Each is the offset of the formula, with the `key`, what is `given`, and what is `found` there.
    """
    printed = find_opening(lines)
    if printed is None or printed.at is None:
        return

    line = printed.lines[printed.at]
    told = printed.formula
    if sidecar.organ and not sidecar.formula and sidecar.organ != told.organ:
        yield line.start, _tell("organ", sidecar.organ, told.organ)

    code = get_primary_code(sidecar.language or told.language.code)
    if sidecar.language and code != told.language.code:
        yield line.start, _tell("language", sidecar.language, told.language.code)

    if sidecar.formula and not find_supplied_formula(lines, sidecar):
        yield line.start, _tell("formula", sidecar.formula, line.text)


def _tell(key: str, given: str, found: str) -> dict[str, str]:
    return {"key": key, "given": given, "found": found}


def open_without_formula(
    lines: Sequence[Line], sidecar: Sidecar
) -> FormulaPlace | None:
    """A text without a formula: the heading or the sidecar tells the organ; None if neither does."""
    if found := find_heading_without_formula(lines, order_languages(lines)):
        return found

    if sidecar.organ:
        return FormulaPlace(lines, None, _make_formula(lines, sidecar))
    return None


def replace_organ(opening: FormulaPlace, sidecar: Sidecar) -> FormulaPlace:
    """The place of a formula with the organ that the sidecar gives, if it gives one."""
    if not sidecar.organ:
        return opening
    return opening._replace(formula=opening.formula._replace(organ=sidecar.organ))


def _make_formula(lines: Sequence[Line], sidecar: Sidecar) -> Formula:
    """The language and the organ, from the sidecar's keys and, for what they leave out, from the text."""
    known = read_formula(sidecar.formula or "")
    symbol = parse_or_none(sidecar.symbol or "")
    organ = (
        sidecar.organ
        or (known.organ if known else "")
        or (symbol.organ if symbol else "")
    )
    if sidecar.language:
        return Formula(get_language(get_primary_code(sidecar.language)), organ)

    return Formula(known.language if known else order_languages(lines)[0], organ)


def order_languages(lines: Sequence[Line]) -> list[Language]:
    """All languages; first those in which most lines begin with a word that opens paragraphs."""

    def count_openers(language: Language) -> int:
        opens = [begins_with_opener(line.text, language) for line in lines[:SAMPLE]]
        return opens.count(True)

    return sorted(list_languages(), key=count_openers, reverse=True)


def _strip_signs(text: str) -> str:
    """The words of a formula without the sign at their end."""
    folded = fold_spelling(text)
    words = folded.rstrip(" ,，،:：.;").split()
    return " ".join(words)
