"""Languages that say the kind before the numbers: resolutions 57/72 of 22 November 2002 and 58/58."""

from __future__ import annotations

from collections.abc import Iterator

from unres_site.citations.context import (
    LONGEST_GAP,
    NEAR,
    NumberContext,
    find_last_before,
)
from unres_site.citations.grammar import (
    KINDS,
    ContextWord,
    Grammar,
    Number,
    make_grammar,
)
from unres_site.languages.citation_words import CitationWords

POSSESSIVES = ("’s", "'s", "’", "'")
"""What may be between an organ and the word resolution: the Council’s resolution 16/21."""


def read_kind_before(
    text: str,
    found: list[Number],
    said: list[ContextWord],
    words: CitationWords,
    speaker: str,
) -> Iterator[tuple[Number, NumberContext]]:
    """The numbers after a word resolution, each with the organ named before the list or after the number."""
    patterns = make_grammar(words)
    organs = [mark for mark in said if mark.means not in KINDS]
    named = frozenset(mark.means for mark in organs)
    for kind, members in _divide_into_lists(found, said):
        first = _find_organ_before_list(text, kind, members[0], organs, words)
        last = _find_organs_after_numbers(text, members, organs, patterns)
        years = _read_years(text, members, patterns)
        for number, organ, year in zip(members, last, years, strict=True):
            yield (
                number,
                NumberContext(kind.means, speaker, organ or first, 0, year, named),
            )


def _divide_into_lists(
    found: list[Number], said: list[ContextWord]
) -> Iterator[tuple[ContextWord, list[Number]]]:
    """Each word resolution or decision that a number follows, and the numbers of its list."""
    kinds = [mark for mark in said if mark.means in KINDS]
    kind, members, end = None, list[Number](), 0
    for number in found:
        last = find_last_before(said, number.start)
        before = find_last_before(kinds, number.start)
        if last and before and before.start >= end and number.start - last.end <= NEAR:
            if kind:
                yield kind, members
            kind, members = before, []
        elif not kind or number.start - end > LONGEST_GAP:
            continue
        members.append(number)
        end = number.end
    if kind:
        yield kind, members


def _find_organ_before_list(
    text: str,
    kind: ContextWord,
    number: Number,
    organs: list[ContextWord],
    words: CitationWords,
) -> str | None:
    """The organ named right before the word resolution, or between it and its first number."""
    organ = find_last_before(organs, number.start)
    if organ is None:
        return None
    if organ.start >= kind.end:
        return organ.means
    between = text[organ.end : kind.start].strip(" ,،")
    return organ.means if between in ("", *POSSESSIVES, *words.own) else None


def _find_organs_after_numbers(
    text: str, members: list[Number], organs: list[ContextWord], patterns: Grammar
) -> list[str | None]:
    """For each number of a list the organ that follows it or a later one: 2019/19 and 2019/20 of the Council."""
    starts = {organ.start: organ.means for organ in organs}
    means: str | None = None
    hints = []
    for number in reversed(members):
        date = patterns.dated.match(text, number.end)
        end = date.end() if date else number.end
        joined = patterns.joined.match(text, end)
        if joined and joined.end() in starts:
            means = starts[joined.end()]
        hints.append(means)
    return hints[::-1]


def _read_years(
    text: str, members: list[Number], patterns: Grammar
) -> list[int | None]:
    """The year of each number of a list, its own or that of the next (33/12 and 33/13 of 29 September 2016)."""
    years = list[int | None]()
    start, year = -1, None
    for number in reversed(members):
        date = patterns.dated.match(text, number.end)
        if date:
            year = int(date[1])
        elif start < 0 or not patterns.listed.fullmatch(text, number.end, start):
            year = None  # the date of the next number is not shared
        years.append(year)
        start = number.start
    return years[::-1]
