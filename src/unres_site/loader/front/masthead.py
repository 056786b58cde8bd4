"""The masthead: the lines above the title (organ, symbol, date, session, agenda item) as fields."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from unres_site.languages import Language, patterns
from unres_site.loader.decode.source import Line
from unres_site.loader.front import furniture
from unres_site.loader.front.furniture import COLUMN_GAP
from unres_site.records import Field, Span
from unres_site.symbols import parse_or_none
from unres_site.symbols.heads import RUNNING_HEAD

BESIDE = frozenset({"organ", "symbol", "distribution", "date-issued"})
"""Fields that may be in the second column of a masthead."""


class Cell(NamedTuple):
    """An entry of a masthead: a line of it, or one column of a line."""

    text: str
    span: Span


def read_masthead(lines: Sequence[Line], language: Language) -> list[Field]:
    """The lines above the title as fields; a line that opens no field continues the one before it."""
    fields: list[Field] = []
    for cell in _list_cells(lines, language):
        name = _name_field(cell.text, language, fields)
        if name is not None or not fields:
            fields.append(Field(name or "other", cell.text, (cell.span,)))
        else:
            last = fields[-1]
            fields[-1] = Field(
                last.name, f"{last.text} {cell.text}", (*last.spans, cell.span)
            )

    return fields


def is_masthead_line(text: str, language: Language) -> bool:
    """Whether a line belongs to a masthead: a field, the end of one in brackets, or page furniture."""
    if text.endswith("]") or {"job", "page"}.issuperset(
        furniture.find_kinds(text) or ("number",)
    ):
        return True

    return any(
        _name_field(entry, language, ()) for entry in _list_entries(text, language)
    )


def find_field_names(text: str, language: Language) -> set[str]:
    """The names of the fields that a line of a masthead opens, one for each of its columns."""
    found: set[str] = set()
    for entry in _list_entries(text, language):
        if name := _name_field(entry, language, ()):
            found.add(name)

    return found


def _list_cells(lines: Sequence[Line], language: Language) -> Iterator[Cell]:
    for line in lines:
        at = 0
        for entry in _list_entries(line.text, language):
            at = line.text.index(entry, at)
            end = at + len(entry)
            yield Cell(entry, (line.start + at, line.start + end))
            at = end


def _list_entries(text: str, language: Language) -> list[str]:
    """The columns of a masthead's line, also where one space is left between them: `United Nations A/RES/78/5`."""
    found: list[str] = []
    for column in COLUMN_GAP.split(text):
        rest = column
        while first := furniture.find_opening(rest):
            behind = rest[len(first) :].strip()
            if _name_field(behind, language, ()) not in BESIDE:
                break
            found.append(first)
            rest = behind
        found.append(rest)

    return found


def _name_field(text: str, language: Language, before: Sequence[Field]) -> str | None:
    """The name of the field that a line opens; None for a line that continues the one before."""
    if RUNNING_HEAD.fullmatch(text):
        return "symbol"

    last = before[-1] if before else None
    if (
        last is not None
        and last.name == "report"
        and last.text.count("[") > last.text.count("]")
    ):
        return None
    if text.startswith(("[", "(")):
        return read_field_below_title(text, language) or "report"
    if patterns.read_date(language, text):
        return "date-issued"
    if text[0].isupper() and "/" in text and parse_or_none(text):
        return "other"

    return _find_worded_field(text, language)


def read_field_below_title(text: str, language: Language) -> str | None:
    """The name of the field that a line below the title opens: `[Sponsors: …]`, `[on the report of …]`; else None."""
    words = text.strip("[]()［］（）〔〕 ")
    if patterns.find(language, language.masthead.sponsors, words, capitals=True):
        return "sponsors"

    is_report = words != text and patterns.find(
        language, language.masthead.report, words, capitals=True
    )
    return "report" if is_report else None


def _find_worded_field(text: str, language: Language) -> str | None:
    """The name of the field that the language's own words tell."""
    words = language.masthead
    table = (
        ("agenda-item", words.agenda_item),
        ("session", words.session),
        ("adoption", words.adoption),
        ("distribution", words.distribution),
        ("organ", words.organ),
        ("sponsors", words.sponsors),
    )
    for name, known in table:
        if patterns.find(language, known, text, capitals=True):
            return name

    return None
