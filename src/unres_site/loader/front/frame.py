"""What stands around the text: the language, the enacting formula, the title and its number, the masthead."""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from msgspec.structs import replace

from unres_site.deferred import deferred
from unres_site.languages import Language, languages, patterns
from unres_site.loader.decode.source import Line
from unres_site.loader.front import furniture, titles
from unres_site.loader.front.furniture import COLUMN_GAP, RUNNING_HEAD
from unres_site.records import Field, Span

# matches: 58/58. 协助各国
# matches: 75/242 B. 财务报告
# matches: 73/8.
# matches: 1514 (XV). Declaration
# matches: 四九八(五).中华人民共和国
# matches: ES-10/15. Advisory opinion
# matches: 75/278 إعلان
# rejects: 58/58
# rejects: 2015. 12
TITLE_NUMBER = deferred(
    r"(?P<symbol>(?:E?S-)?\d{1,3}/\d{1,4}(?:\s?[A-Z])?|\d{1,4}(?:\s?[A-Z])?\s?\([IVXLS\d-]+\)(?:\s?[A-Z])?|[〇○一二三四五六七八九十]{1,5}\s?\([一二三四五六七八九十]{1,3}\))(?:\s?[.．](?!\d)\s*|\s+(?=[^\W\d]))"
)

# matches: reports of      the Council
# rejects: 58/58.  Title
GUTTER = deferred(r"\S\s{3,}(?=\S)")

# matches: 大会，
# rejects: 大会
COMMA = deferred(r"[,，،]")

FORMULA_LENGTH = 40
"""No line longer than this is looked up as a formula (characters)."""


class Formula(NamedTuple):
    """An enacting formula on a line of its own: the language and the organ that it tells."""

    language: Language
    organ: str


class TitleNumber(NamedTuple):
    """The number that opens a title: as a symbol's text (`58/58`, `75/242 B`), and its length in the line."""

    symbol: str
    length: int


@functools.cache
def _formulas() -> dict[str, Formula]:
    return {
        spelling: Formula(language, organ)
        for language in languages()
        for organ, all_words in language.formulas.items()
        for words in all_words
        for spelling in (words, words.upper())
    }


@functools.cache
def _formula_heads() -> tuple[str, ...]:
    return tuple({words.split()[0] for words in _formulas()})


@functools.cache
def _formula_firsts() -> frozenset[str]:
    return patterns.spellings({head[0] for head in _formula_heads()})


def formula(text: str) -> Formula | None:
    """The formula that a line is (with or without its comma), or None."""
    if len(text) > FORMULA_LENGTH:
        return None
    text = patterns.folded(text) if patterns.FORMS.match(text) else text
    if not text.startswith(_formula_heads()):
        return None
    return _formulas().get(" ".join(text.rstrip(" ,，،:：").split()))


def is_backwards(text: str) -> bool:
    """Whether a line is a formula whose signs or words stand in the order of sight: `العامة الجمعية إن`."""
    bare = patterns.folded(text).strip(" ,،")
    return any(formula(turned) for turned in (bare[::-1], " ".join(reversed(bare.split()))) if turned != bare)


def formula_index(lines: Sequence[Line]) -> int | None:
    """Index of the line that is the formula; None where there is none.

    It ends with a comma; an organ's name above the title does not. In A/RES/1514 (XV) `大會` stands in the masthead,
    `大會，` below the title; A/RES/498 (V) has both without, the last of them is the formula.
    """
    firsts = _formula_firsts()
    found = [index for index, line in enumerate(lines) if line.text[0] in firsts and formula(line.text)]
    closed = (index for index in found if lines[index].text.endswith((",", "，", "،")))
    first = next(closed, None)
    if first is not None or not found:
        return first
    return max(index for index in found if index <= found[0] + HIGHEST_MASTHEAD)


def formula_apart(lines: Sequence[Line]) -> list[Line]:
    """The lines; the first that opens with a formula and goes on (`大会，回顾…`) parted behind it."""
    for index, line in enumerate(lines):
        head, comma, rest = _parted(line.text)
        if rest.strip() and formula(head):
            cut = len(head) + len(comma)
            at = line.start + cut + len(rest) - len(rest.lstrip())
            parted = [
                replace(line, end=line.start + cut, text=head + comma),
                replace(line, start=at, text=rest.lstrip(), gap=0),
            ]
            return [*lines[:index], *parted, *lines[index + 1 :]]
    return list(lines)


def _parted(text: str) -> tuple[str, str, str]:
    """A text at its first comma."""
    found = COMMA.search(text)
    return (text[: found.start()], found[0], text[found.end() :]) if found else (text, "", "")


HIGHEST_MASTHEAD = 12
"""Lines within which an organ's name may be followed by the formula in the same words."""


def two_columns(lines: Sequence[Line]) -> Line | None:
    """The first of many lines beside which words of a second column stand, all at one place; None in a sound text."""
    apart = (line for line in lines if line.indent >= SECOND or "   " in line.text)
    right = [(line, column) for line in apart if (column := _second_column(line))]
    place = Counter(column for _, column in right).most_common(1)[0][0] if right else 0
    beside = [line for line, column in right if abs(column - place) <= 1]
    return beside[0] if len(beside) > max(FEWEST_BESIDE, len(lines) // 5) else None


def _second_column(line: Line) -> int:
    """Where words of a second column stand on a line, behind a gap or alone; 0 where none do."""
    gap = GUTTER.search(line.text)
    start = gap.end() if gap else 0
    column = line.indent + start
    return column if column >= SECOND and len(line.text) - start > NARROWEST else 0


SECOND = 30
"""Columns from which on a second column of words may stand."""

FEWEST_BESIDE = 8
"""More lines than a masthead or a small table has."""

NARROWEST = 20
"""Characters of a column of words; one of numbers is narrower."""


def title_number(text: str, language: Language) -> TitleNumber | None:
    """The number at the head of a title's line: `58/58. `; or a line that names the resolution: `第408(1977)号决议`."""
    if match := TITLE_NUMBER.match(text):
        return TitleNumber(match["symbol"], match.end())
    if named := patterns.find(language, language.title_numbers, text):
        return TitleNumber(named["symbol"], len(text))
    return None


def title_index(lines: Sequence[Line], language: Language, end: int) -> int | None:
    """Index of the line that opens the title, above the formula at `end`: the last with a number.

    Where none has, the number is lost: the title is what stands between the masthead and the formula. None where that
    is nothing.
    """
    numbered = (index for index in reversed(range(end)) if title_number(lines[index].text, language))
    at = next(numbered, None)
    return _unnumbered_title(lines, language, end) if at is None else at


def front(lines: Sequence[Line], language: Language, end: int) -> titles.Front:
    """What stands above the formula at `end`, and may be said again on later pages."""
    at = title_index(lines, language, end)
    if at is None:
        return titles.front(lines, end, end, "", "")
    number = title_number(lines[at].text, language)
    words = " ".join(line.text for line in lines[at:end])
    symbol, length = number or ("", 0)
    return titles.front(lines, at, end, symbol, words[length:])


def _unnumbered_title(lines: Sequence[Line], language: Language, end: int) -> int | None:
    first = end
    while first and end - first < LONGEST_TITLE and not _is_masthead(lines[first - 1].text, language):
        first -= 1
    return first if first < end else None


LONGEST_TITLE = 8
"""Lines of the longest title."""


def _is_masthead(text: str, language: Language) -> bool:
    """Whether a line is a masthead's: a field, the end of one in brackets, or page furniture."""
    if text.endswith("]") or {"job", "page"}.issuperset(furniture.kinds(text) or ("number",)):
        return True
    return any(_field_name(entry, language, ()) for entry in _entries(text, language))


class Cell(NamedTuple):
    """A masthead's entry: a line of it, or a column of a line where columns were kept."""

    text: str
    span: Span


def cells(lines: Sequence[Line], language: Language) -> Iterator[Cell]:
    """The entries of a masthead, column by column."""
    for line in lines:
        at = 0
        for part in _entries(line.text, language):
            at = line.text.index(part, at)
            yield Cell(part, (line.start + at, line.start + at + len(part)))
            at += len(part)


def _entries(text: str, language: Language) -> list[str]:
    """The columns of a masthead's line; where one space was left between them (`United Nations A/RES/78/5`), too."""
    found: list[str] = []
    for column in COLUMN_GAP.split(text):
        rest = column
        while (first := furniture.opening(rest)) and _field_name(rest[len(first) :].strip(), language, ()) in BESIDE:
            found.append(first)
            rest = rest[len(first) :].strip()
        found.append(rest)
    return found


BESIDE = frozenset({"organ", "symbol", "distribution", "date-issued"})
"""Fields that stand in the second column of a masthead."""


def masthead(lines: Sequence[Line], language: Language) -> list[Field]:
    """The lines above the title as fields; a line that nothing takes goes on with the field before it."""
    fields: list[Field] = []
    for cell in cells(lines, language):
        name = _field_name(cell.text, language, fields)
        if name is not None or not fields:
            fields.append(Field(name or "other", cell.text, (cell.span,)))
        else:
            last = fields[-1]
            fields[-1] = Field(last.name, f"{last.text} {cell.text}", (*last.spans, cell.span))
    return fields


def _field_name(text: str, language: Language, before: Sequence[Field]) -> str | None:
    """Which field a line of the masthead is, or None for one that goes on."""
    if RUNNING_HEAD.fullmatch(text):
        return "symbol"
    last = before[-1] if before else None
    if last is not None and last.name == "report" and last.text.count("[") > last.text.count("]"):
        return None
    if text.startswith(("[", "(")):
        return "report"
    if patterns.date(language, text):
        return "date-issued"
    words = language.masthead
    table = (
        ("agenda-item", words.agenda_item),
        ("session", words.session),
        ("adoption", words.adoption),
        ("distribution", words.distribution),
        ("organ", words.organ),
    )
    return next((name for name, known in table if patterns.find(language, known, text, capitals=True)), None)
