"""Several resolutions of one text: each but the first opens with a heading of its own, above its formula.

A heading begins with the masthead, if there is one; else with the line of the title's number.
"""

from __future__ import annotations

from collections.abc import Sequence

from unres_site.deferred import deferred
from unres_site.languages import Language, patterns
from unres_site.loader.decode.source import Line
from unres_site.loader.front.formula import (
    Formula,
    FormulaPlace,
    find_formulas,
    is_formula,
    list_first_signs,
    read_formula,
    split_behind_comma,
)
from unres_site.loader.front.heading import (
    LONGEST_TITLE,
    Front,
    read_front,
    read_title_number,
)
from unres_site.loader.front.masthead import find_field_names
from unres_site.text.labels import read_label
from unres_site.text.punctuation import COMMAS

LONGEST_MASTHEAD = 24
"""Lines of the longest masthead with its title, above the formula of a later resolution of a text."""

MOST_UNKNOWN = 3
"""Lines of a masthead, at most, that follow each other and open no field: the middle of a long report."""

LONGEST_FIRST = 20
"""Lines of paragraph 1 within which a sentence must end."""

OF_MASTHEAD = frozenset(
    ("organ", "symbol", "distribution", "session", "agenda-item", "adoption")
)
"""Fields that only a masthead has; a date or words in brackets may be a closing's."""

# matches: Resolution 1514 (XV), annex.
# matches: 第六十三届会议临时议程。
# rejects: [on the report of the Third Committee (A/58/462)]
SENTENCE_OVER = deferred(r"[.;。；؛][”»」』)）]?$")
"""The end of a paragraph or a note: what is above it belongs to the text before."""


def split_at_headings(whole: FormulaPlace) -> list[FormulaPlace]:
    """The resolutions of a text, in its order; each may be in another language."""
    if whole.at is None:
        return [whole]

    lines = _split_behind_formulas(whole)
    starts = [0]
    formulas = [whole.at]
    below = whole.at + 1
    own: Front | None = None
    above = whole.at
    for formula in find_formulas(lines[below:]):
        at = below + formula
        own = own or _read_front(lines, starts[-1], formulas[-1], whole.formula)
        start = _find_start(lines, above, at, own)
        above = at
        if start is not None:
            starts.append(start)
            formulas.append(at)
            own = None

    return _cut(whole, lines, starts, formulas)


def _cut(
    whole: FormulaPlace,
    lines: Sequence[Line],
    starts: Sequence[int],
    formulas: Sequence[int],
) -> list[FormulaPlace]:
    """The places of formulas in lines that are cut where resolutions start."""
    ends = [*starts[1:], len(lines)]
    found: list[FormulaPlace] = []
    for start, at, end in zip(starts, formulas, ends, strict=True):
        own = lines[start:end]
        told = read_formula(lines[at].text) or whole.formula
        first = own[0].start if start else 0
        last = lines[end].start if end < len(lines) else None
        found.append(FormulaPlace(own, at - start, told, first, last))

    return found


def _split_behind_formulas(whole: FormulaPlace) -> list[Line]:
    """The lines; one below the first formula is split if it begins with a formula, below the number of a title.

    An example: `58/58. Assistance to States`, `The General Assembly, recalling its resolution …`.
    """
    first = whole.at or 0
    signs = list_first_signs()
    made = list(whole.lines[: first + 1])
    for line in whole.lines[first + 1 :]:
        may_begin = line.text[0] in signs
        halves = split_behind_comma(line, is_formula) if may_begin else None
        language = whole.formula.language
        if halves and _find_number_above(made, first, len(made), language) is not None:
            made += halves
        else:
            made.append(line)

    return made


def _find_start(
    lines: Sequence[Line], above: int, formula: int, before: Front
) -> int | None:
    """Index of the line that opens the heading of a formula; None if the formula has no heading of its own.

    The formula above it is at `above`, and `before` is the front of the text before.
    """
    told = read_formula(lines[formula].text)
    if told is None:
        return None

    language = told.language
    heading = _find_number_above(lines, above, formula, language)
    if heading is None and lines[formula].text[-1] in COMMAS:
        heading = _find_symbol_above(lines, above, formula, before, language)

    if heading is None:
        return None

    own = _read_front(lines, heading, formula, told)
    return _find_masthead_above(lines, above, heading, own, language)


def _read_front(
    lines: Sequence[Line], start: int, formula: int, told: Formula
) -> Front:
    """The front that begins at a line and ends with a formula."""
    place = FormulaPlace(lines[start : formula + 1], formula - start, told)
    return read_front(place, told.language)


def _find_number_above(
    lines: Sequence[Line], above: int, formula: int, language: Language
) -> int | None:
    """Index of the line with the number of a title above a formula, and below the formula `above`."""
    for index in range(formula - 1, max(above + 1, formula - LONGEST_TITLE), -1):
        if read_title_number(lines[index].text, language) and _may_open(
            lines, index, language
        ):
            return index

    return None


def _may_open(lines: Sequence[Line], index: int, language: Language) -> bool:
    """Whether a heading may begin at a line: below a blank line, a sign, a masthead or a closing."""
    before = lines[index - 1].text
    return (
        lines[index].gap > 0
        or not before[-1].isalpha()
        or _is_closing(before, language)
        or _is_of_masthead(before, language)
    )


def _is_closing(text: str, language: Language) -> bool:
    """Whether a line is the date or the meeting below a text."""
    meeting = patterns.find(language, language.meetings, text)
    return meeting is not None or patterns.read_date(language, text) is not None


def _is_of_masthead(text: str, language: Language) -> bool:
    """Whether a line has a field that is in no other place than a masthead."""
    return not OF_MASTHEAD.isdisjoint(find_field_names(text, language))


def _find_symbol_above(
    lines: Sequence[Line], above: int, formula: int, before: Front, language: Language
) -> int | None:
    """Index of the line with another symbol than that of the text before, above a title without a number."""
    for index in range(formula - 1, max(above, formula - LONGEST_MASTHEAD), -1):
        text = lines[index].text
        if SENTENCE_OVER.search(text) or text[-1] in COMMAS:
            return None
        if "RES" in text and "symbol" in find_field_names(text, language):
            return None if before.is_own(text) else index

    return None


def _find_masthead_above(
    lines: Sequence[Line], above: int, heading: int, own: Front, language: Language
) -> int:
    """Index of the first line of the masthead above a heading; that of the heading if there is none.

    Fields that are in mastheads alone tell it. Other lines (an issue date, the middle of a report) may be between two.
    """
    start = heading
    for index in range(heading - 1, max(above, heading - LONGEST_MASTHEAD), -1):
        text = lines[index].text
        names = find_field_names(text, language)
        is_of_another = "symbol" in names and not own.is_own(text)
        if is_of_another or _ends_text(text, language):
            break
        if not OF_MASTHEAD.isdisjoint(names):
            start = index
        elif start - index > MOST_UNKNOWN:
            break

    return start


def _ends_text(text: str, language: Language) -> bool:
    """Whether a line is the end of a paragraph or a note, or the meeting below a text."""
    if SENTENCE_OVER.search(text):
        return True
    return patterns.find(language, language.meetings, text) is not None


def find_text_above(
    lines: Sequence[Line], title: int, language: Language
) -> Line | None:
    """The line that opens a resolution above the title of another, which has the first formula; None if there is none.

    Its paragraph 1 tells it: a masthead has none.
    """
    for index, line in enumerate(lines[:title]):
        label = read_label(line.text, language)
        below = lines[index : min(title, index + LONGEST_FIRST)]
        if (
            label
            and ("operative", 1) in label.readings
            and any(SENTENCE_OVER.search(one.text) for one in below)
        ):
            return _find_numbered(lines[:index], language) or lines[0]

    return None


def _find_numbered(lines: Sequence[Line], language: Language) -> Line | None:
    """The first line that begins with the number of a title."""
    for line in lines:
        if read_title_number(line.text, language):
            return line

    return None
