"""What a sidecar says of the enacting formula, for texts that have lost it or print one that no data file has."""

from __future__ import annotations

from collections.abc import Sequence

from unres_site.languages import Language, languages
from unres_site.languages import language as language_of
from unres_site.languages.spelling import fold_spelling
from unres_site.loader.body.openers import begins_with_opener
from unres_site.loader.decode.source import Line
from unres_site.loader.front.formula import Formula, FormulaPlace, read_formula, split_behind
from unres_site.settings import Sidecar
from unres_site.symbols import parse_or_none


def find_supplied_formula(lines: Sequence[Line], sidecar: Sidecar) -> FormulaPlace | None:
    """The line that has the words of the sidecar's `formula`, or begins with them; None if no line does."""
    if not sidecar.formula:
        return None
    wanted = _bare(sidecar.formula)
    parted = split_behind(lines, lambda text: _bare(text) == wanted)
    for index, line in enumerate(parted):
        if _bare(line.text) == wanted:
            formula = _supplied_formula(lines, sidecar)
            return FormulaPlace(parted, index, formula) if formula else None
    return None


def open_without_formula(lines: Sequence[Line], sidecar: Sidecar) -> FormulaPlace | None:
    """A text without a formula whose organ the sidecar gives; None if it gives none or the language is unknown."""
    formula = _supplied_formula(lines, sidecar) if sidecar.organ else None
    return FormulaPlace(lines, None, formula) if formula else None


def replace_organ(opening: FormulaPlace, sidecar: Sidecar) -> FormulaPlace:
    """The place of a formula with the organ that the sidecar gives, if it gives one."""
    if not sidecar.organ:
        return opening
    return opening._replace(formula=opening.formula._replace(organ=sidecar.organ))


def _supplied_formula(lines: Sequence[Line], sidecar: Sidecar) -> Formula | None:
    """The language and the organ, from the sidecar's keys and, for what they leave out, from the text."""
    known = read_formula(sidecar.formula or "")
    symbol = parse_or_none(sidecar.symbol or "")
    organ = sidecar.organ or (known.organ if known else "") or (symbol.organ if symbol else "")
    if sidecar.language:
        language: Language | None = language_of(sidecar.language)
    else:
        language = known.language if known else _guess(lines)
    return Formula(language, organ) if language else None


def _guess(lines: Sequence[Line]) -> Language | None:
    """The language in which most lines begin with a word that opens paragraphs; None if no line does."""
    best, most = None, 0
    for language in languages():
        count = sum(begins_with_opener(line.text, language) for line in lines)
        if count > most:
            best, most = language, count
    return best


def _bare(text: str) -> str:
    """The words of a formula without the sign at their end."""
    return " ".join(fold_spelling(text).rstrip(" ,，،:：.;").split())
