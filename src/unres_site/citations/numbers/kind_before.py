"""Languages that say the kind before the numbers: resolutions 57/72 of 22 November 2002 and 58/58."""

from __future__ import annotations

from collections.abc import Iterator

from unres_site.citations.numbers.attribution import list_rivals
from unres_site.citations.numbers.context import (
    LONGEST_GAP,
    NEAR,
    NumberContext,
    find_last_before,
)
from unres_site.citations.numbers.grammar import (
    COUNCIL,
    KINDS,
    ContextWord,
    Grammar,
    Number,
    make_grammar,
)
from unres_site.deferred import deferred
from unres_site.languages.citation_words import CitationWords

# matches: "s "
# matches: "ями "
# rejects: " on the "
ENDING = deferred(r"[^\s\d]{0,6} ?")
"""The ending of a word for resolutions or of an organ's name, before a number."""

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
    before: tuple[int, str, str | None] = (0, "", None)
    named_numbers = [
        number for number in found if _is_led_to(text, number, said, patterns)
    ]
    for kind, members in _divide_into_lists(named_numbers, said):
        first = _find_organ_before_list(text, kind, members[0], organs, words)
        first = first or _find_organ_of_other_kind(text, kind, before, words)
        before = members[-1].end, kind.means, first
        last = _find_organs_after_numbers(text, members, organs, words)
        years = _read_years(text, members, patterns)
        for number, organ, (year, is_shared) in zip(members, last, years, strict=True):
            head = organ or first
            yield (
                number,
                NumberContext(kind.means, speaker, head, 0, year, named, is_shared),
            )


def _is_led_to(
    text: str, number: Number, said: list[ContextWord], patterns: Grammar
) -> bool:
    """Whether a number has a date, or comes right after a word for resolutions, an organ, or a word of a list.

    Else it may be a ratio (a decision on a 50/50 share), unless its own form tells its organ.
    """
    if number.organ or patterns.dated.match(text, number.end):
        return True

    last = find_last_before(said, number.start)
    if last and ENDING.fullmatch(text, last.end, number.start):
        return True

    start = max(0, number.start - NEAR)
    return patterns.lead.search(text[start : number.start]) is not None


def _divide_into_lists(
    found: list[Number], said: list[ContextWord]
) -> Iterator[tuple[ContextWord, list[Number]]]:
    """Each word resolution or decision that a number follows, and the numbers of its list."""
    kinds = [mark for mark in said if mark.means in KINDS]
    kind = None
    members = list[Number]()
    end = 0
    for number in found:
        last = find_last_before(said, number.start)
        before = find_last_before(kinds, number.start)
        if last and before and before.start >= end and number.start - last.end <= NEAR:
            if kind:
                yield kind, members
            kind = before
            members = []
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
    if between in ("", *POSSESSIVES, *words.own):
        return organ.means

    return _find_organ_reported_to(between, organ, organs, words)


def _find_organ_of_other_kind(
    text: str,
    kind: ContextWord,
    before: tuple[int, str, str | None],
    words: CitationWords,
) -> str | None:
    """The organ of the list right before, if it has the other kind: the Council's resolution 24/33 and decision 25/117.

    `before` is the end of that list, its kind and its organ.
    """
    end, other, organ = before
    is_joined = text[end : kind.start] in words.lists
    if is_joined and other != kind.means:
        return organ

    return None


def _find_organ_reported_to(
    between: str, organ: ContextWord, organs: list[ContextWord], words: CitationWords
) -> str | None:
    """The organ to which something was reported under a resolution, which then is its own.

    This holds for organs that have few resolutions of others to follow, such as the Human Rights Council.
    """
    if between not in words.under:
        return None

    named = {mark.means for mark in organs}
    for rival in list_rivals():
        is_council = organ.means == COUNCIL and rival.head in named
        if organ.means == rival.head or is_council:
            return rival.head

    return None


def _find_organs_after_numbers(
    text: str, members: list[Number], organs: list[ContextWord], words: CitationWords
) -> list[str | None]:
    """For each number of a list the organ that follows it or a later one: 2019/19 and 2019/20 of the Council."""
    patterns = make_grammar(words)
    starts = {organ.start: organ.means for organ in organs}
    means: str | None = None
    hints = []
    for number in reversed(members):
        date = patterns.dated.match(text, number.end)
        end = date.end() if date else number.end
        joined = patterns.joined.match(text, end)
        if joined and joined.end() in starts:
            means = starts[joined.end()]
        hints.append(means or _find_subject(text, end, starts, words))

    return hints[::-1]


def _find_subject(
    text: str, offset: int, starts: dict[int, str], words: CitationWords
) -> str | None:
    """The organ that acts at an offset: in its resolution 45/12, the Human Rights Council decided."""
    heads = [rival.head for rival in list_rivals()]
    for join in words.subjects:
        means = starts.get(offset + len(join))
        if means in heads and text.startswith(join, offset):
            return means

    return None


def _read_years(
    text: str, members: list[Number], patterns: Grammar
) -> list[tuple[int | None, bool]]:
    """The year of each number of a list, its own or that of the next (33/12 and 33/13 of 29 September 2016).

    With each year, whether it is that of the next.
    """
    years = list[tuple[int | None, bool]]()
    start = -1
    year = None
    for number in reversed(members):
        date = patterns.dated.match(text, number.end)
        if date:
            year = int(date[1])
        elif start < 0 or not patterns.listed.fullmatch(text, number.end, start):
            year = None  # the date of the next number is not shared
        years.append((year, date is None))
        start = number.start

    return years[::-1]
