"""What the words around a number say about it: resolution or decision, of which organ, of which year.

Languages differ in one thing that matters: the word resolution comes before a list of numbers or after it. What words
leave open is settled by facts about the organs (`organs`): how they number, and in which years they hold which session.
A number about which nothing is said is of the organ that speaks.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise
from operator import attrgetter, itemgetter
from typing import TypeVar

import msgspec
from msgspec.structs import replace

from unres_site.citations.grammar import (
    COUNCIL,
    KINDS,
    OTHER,
    OWN,
    Grammar,
    Mark,
    Number,
    grammar,
    marks,
    numbers,
)
from unres_site.deferred import deferred
from unres_site.languages.citation_words import CitationWords
from unres_site.organs import Organ, organs
from unres_site.organs import organ_of as find_organ
from unres_site.symbols.text import ROMAN_VALUES

REACH = 400
"""Characters from one number of a list to the next, or to its word resolution: titles may come between."""
NEAR = 40
"""Characters within which an organ and a number belong together, no matter what is between them."""
ADJACENT = 4
"""Characters between an organ and a number that is certainly its own (委员会在第 …)."""
CLOSE_KIND = 8
"""Characters after a number within which a word resolution belongs to that number (号两项决议)."""

YEAR_DIGITS = 4

# matches: “2030 Agenda”
# matches: 题为《行动纲领》的
# rejects: “2030 Agenda
QUOTED = deferred("“[^“”]*”|”[^“”]*“|«[^«»]*»|《[^《》]*》|„[^„“”]*[“”]")

# matches: 2011年4月29日第
# rejects: 2011年第
DATE_BEFORE = deferred(
    r"((?:19|20)[0-9]{2})[^0-9]{1,3}[0-9]{1,2}[^0-9]{1,3}[0-9]{1,2}[^0-9]{1,4}$"
)
LONGEST_DATE = 24


_START, _END = attrgetter("start"), attrgetter("end")
_T = TypeVar("_T", Number, Mark)


class Context(msgspec.Struct, frozen=True, gc=False):
    """What is said about a number.

    kind      RES or DEC
    speaker   the organ whose text it is
    organ     the organ named for it, if any
    gap       characters from that name to the number; 0 if the grammar ties them together
    year      of the date beside it
    named     all organs named in the text, however far away
    """

    kind: str
    speaker: str
    organ: str | None
    gap: int
    year: int | None
    named: frozenset[str]

    @property
    def hint(self) -> str | None:
        """The organ named nearby, else the organ that speaks, unless bare numbers are its own anyway."""
        if self.organ and self.gap <= NEAR:
            return self.organ
        return self.speaker if not find_organ(self.speaker).bare_slashed else None


def numbers_in_context(
    text: str, words: CitationWords, speaker: str
) -> Iterator[tuple[Number, Context]]:
    """The numbers that are called resolutions or decisions, each with what is said about it.

    Words in quotation marks are a title. They tell about the numbers inside the quotation, not about others.
    """
    found = list(numbers(text, words))
    if not found:
        return
    contexts = _kind_after if words.kind_follows else _kind_before
    said = [
        replace(mark, means=speaker) if mark.means == OWN else mark
        for mark in marks(text, words)
    ]
    quoted = [span.span() for span in QUOTED.finditer(text)]
    if not quoted:
        yield from contexts(text, found, said, words, speaker)
        return
    marks_inside = _by_quotation(said, quoted)
    for quotation, members in _by_quotation(found, quoted).items():
        yield from contexts(text, members, marks_inside[quotation], words, speaker)


def _by_quotation(
    things: list[_T], quoted: list[tuple[int, int]]
) -> defaultdict[int, list[_T]]:
    """Numbers or marks by the quotation that they are in, counted from 1; 0 is outside of all."""
    found: defaultdict[int, list[_T]] = defaultdict(list)
    for thing in things:
        last = bisect_right(quoted, thing.start, key=itemgetter(0))
        found[last if last and thing.start < quoted[last - 1][1] else 0].append(thing)
    return found


# --- which organ


def organ_of(number: Number, context: Context) -> str | None:
    """The head of the organ that the number is of; None for a body whose resolutions have no such symbols."""
    if number.organ:
        return _organ_of_bracketed(number, context)
    if context.hint == OTHER or (context.organ == OTHER and context.year is not None):
        return _owner().head if _is_of_owner_after_all(number, context) else None
    if not number.session.isdigit():
        return _organ_by_special_session(context)
    return (
        _organ_by_year(context)
        if len(number.session) == YEAR_DIGITS
        else _organ_by_session(number, context)
    )


@cache
def _owner() -> Organ:
    """The organ that bare numbers with a session are of (58/58): the General Assembly."""
    return next(organ for organ in organs().values() if organ.bare_slashed)


@cache
def _rivals() -> tuple[Organ, ...]:
    """The other organs that number by session and slash: the Human Rights Council."""
    return tuple(
        organ
        for organ in organs().values()
        if organ.slashed == "session" and not organ.bare_slashed
    )


def _organ_of_bracketed(number: Number, context: Context) -> str | None:
    """The organ of a number with a Roman session or a year in brackets: the one named, if it may have such a number.

    Else it is the organ that such bare numbers are of, unless that one counts only if it is named.
    """
    owner = find_organ(number.organ or "")
    named = find_organ((owner.must_be_named and context.organ) or context.hint or "")
    session = number.session.rpartition("-")[2]
    if named.may_have_bracketed(owner.bracketed, ROMAN_VALUES.get(session, 0)):
        return named.head
    return None if owner.must_be_named else owner.head


def _organ_by_special_session(context: Context) -> str:
    for rival in _rivals():
        if (context.organ or context.hint) in {rival.head, COUNCIL}:
            return rival.head
    return _owner().head


def _organ_by_year(context: Context) -> str | None:
    """The organ that numbers by year and slash (2018/1) and is named, nearby or somewhere in the text."""
    for head, organ in organs().items():
        is_named = (
            context.organ in {head, COUNCIL}
            or context.hint == head
            or _is_named_far(context, head)
        )
        if organ.slashed == "year" and is_named:
            return head
    return None


def _is_named_far(context: Context, head: str) -> bool:
    """Whether no organ is named nearby, but that one is somewhere in the text."""
    return context.hint is None and head in context.named


def _organ_by_session(number: Number, context: Context) -> str | None:
    """The organ of a number of a regular session: by its date, else by the words."""
    for rival in _rivals():
        if _is_of_rival(rival, int(number.session), context):
            is_named = {context.speaker, *context.named} & {rival.head, COUNCIL}
            return rival.head if is_named else None
    return _owner().head if _may_be_of_owner(number) else None


def _is_of_rival(rival: Organ, session: int, context: Context) -> bool:
    assert rival.sessions is not None  # noqa: S101  (an organ that numbers by session has them; a test holds it)
    is_hinted = context.hint in {rival.head, COUNCIL}
    if context.year is None:
        return is_hinted and session <= rival.sessions.last
    if _is_year_of_owner(session, context.year):
        return False
    return is_hinted or rival.sessions.includes(session, context.year)


def _is_of_owner_after_all(number: Number, context: Context) -> bool:
    """Whether the name of another body nearby is only part of a title (关于…论坛的第 62/270 号)."""
    if not _may_be_of_owner(number):
        return False
    return (
        context.gap > ADJACENT
        if context.year is None
        else _is_year_of_owner(int(number.session), context.year)
    )


def _may_be_of_owner(number: Number) -> bool:
    sessions = _owner().sessions
    if sessions is None or not number.session.isdigit():
        return False
    return (
        _owner().owns_slashed(int(number.session))
        and int(number.session) <= sessions.last
    )


def _is_year_of_owner(session: int, year: int) -> bool:
    sessions = _owner().sessions
    return sessions is not None and sessions.includes(session, year)


# --- languages that say the kind after the numbers: 第 57/72 号和第 58/58 号决议


def _kind_after(
    text: str, found: list[Number], said: list[Mark], words: CitationWords, speaker: str
) -> Iterator[tuple[Number, Context]]:
    """The numbers in signs (第, 号), each with the kind that its list ends with and the organ that comes before it."""
    patterns = grammar(words)
    ends = {number.end for number in found}
    kinds = [
        mark
        for mark in said
        if mark.means in KINDS and _is_said_of_numbers(text, mark, ends, words)
    ]
    organs = [mark for mark in said if mark.means not in KINDS]
    named = frozenset(mark.means for mark in organs)
    end = 0
    for number in _numbers_in_signs(text, found, words):
        kind = _kind_of_list(text, number, kinds, patterns)
        if kind is None:
            continue
        organ = _last_before(organs, number.start)
        gap = number.start - max(organ.end, end) if organ else 0
        year = _year_before(text, number)
        yield (
            number,
            Context(kind, speaker, organ.means if organ else None, gap, year, named),
        )
        end = number.end


def _last_before(marks: Sequence[Mark], offset: int) -> Mark | None:
    """The last mark that ends at the offset or before it."""
    index = bisect_right(marks, offset, key=_END)
    return marks[index - 1] if index else None


def _year_before(text: str, number: Number) -> int | None:
    """The year of the date right before a number."""
    date = DATE_BEFORE.search(text, max(0, number.start - LONGEST_DATE), number.start)
    return int(date[1]) if date else None


def _numbers_in_signs(
    text: str, found: list[Number], words: CitationWords
) -> Iterator[Number]:
    """The numbers that have a sign, or are in one list with a number that has."""
    listed = grammar(words).listed
    linked = [
        False,
        *(
            bool(listed.fullmatch(text, one.end, other.start))
            for one, other in pairwise(found)
        ),
    ]
    signed = [_has_sign(text, number, words) for number in found]
    for index in range(1, len(found)):
        signed[index] |= linked[index] and signed[index - 1]
    for index in range(len(found) - 1, 0, -1):
        opens = (
            text[found[index].start - 2 : found[index].start]
            .rstrip()
            .endswith(words.signs_before)
        )
        signed[index - 1] |= linked[index] and signed[index] and not opens
    for number, has_sign in zip(found, signed, strict=True):
        if has_sign:
            yield number


def _kind_of_list(
    text: str, number: Number, kinds: list[Mark], patterns: Grammar
) -> str | None:
    """The kind that a number's list ends with, a resolution if none is said; None if it is neither (号文件)."""
    sign = patterns.signed.match(text, number.end)
    after = sign.end() if sign else number.end
    index = bisect_left(kinds, number.end, key=_START)
    kind = (
        kinds[index]
        if index < len(kinds) and kinds[index].start - after <= REACH
        else None
    )
    if kind and kind.start - after <= CLOSE_KIND:
        return kind.means
    ends = not text[after : after + 1].isalnum() or _may_be_of_owner(number)
    goes_on = patterns.listed.match(text, after) or (sign and ends)
    return (kind.means if kind else "RES") if goes_on else None


def _has_sign(text: str, number: Number, words: CitationWords) -> bool:
    before = text[max(0, number.start - 2) : number.start].rstrip()
    after = text[number.end : number.end + 2].lstrip()
    return before.endswith(words.signs_before) or after.startswith(words.signs_after)


def _is_said_of_numbers(
    text: str, mark: Mark, ends: set[int], words: CitationWords
) -> bool:
    """Whether a kind is said of numbers (号决议, 号两项决议, 58/58 决议), and is not a verb (号，决定…)."""
    if mark.start in ends or mark.start - 1 in ends:
        return True
    before = text[max(0, mark.start - CLOSE_KIND) : mark.start].rstrip()
    for sign in words.signs_after:
        if sign in before:
            gap = before.rpartition(sign)[2]
            if not gap or gap.isalnum():
                return True
    return False


# --- languages that say the kind before the numbers: resolutions 57/72 of 22 November 2002 and 58/58


def _kind_before(
    text: str, found: list[Number], said: list[Mark], words: CitationWords, speaker: str
) -> Iterator[tuple[Number, Context]]:
    """The numbers after a word resolution, each with the organ named before the list or after the number."""
    patterns = grammar(words)
    organs = [mark for mark in said if mark.means not in KINDS]
    named = frozenset(mark.means for mark in organs)
    for kind, members in _lists(found, said):
        first = _organ_before_list(text, kind, members[0], organs, words)
        last = _organs_after_numbers(text, members, organs, patterns)
        years = _years(text, members, patterns)
        for number, organ, year in zip(members, last, years, strict=True):
            yield number, Context(kind.means, speaker, organ or first, 0, year, named)


def _lists(
    found: list[Number], said: list[Mark]
) -> Iterator[tuple[Mark, list[Number]]]:
    """Each word resolution or decision that a number follows, and the numbers of its list."""
    kinds = [mark for mark in said if mark.means in KINDS]
    kind, members, end = None, list[Number](), 0
    for number in found:
        last, before = (
            _last_before(said, number.start),
            _last_before(kinds, number.start),
        )
        if last and before and before.start >= end and number.start - last.end <= NEAR:
            if kind:
                yield kind, members
            kind, members = before, []
        elif not kind or number.start - end > REACH:
            continue
        members.append(number)
        end = number.end
    if kind:
        yield kind, members


def _organ_before_list(
    text: str, kind: Mark, number: Number, organs: list[Mark], words: CitationWords
) -> str | None:
    """The organ named right before the word resolution, or between it and its first number."""
    organ = _last_before(organs, number.start)
    if organ is None:
        return None
    between = text[organ.end : kind.start].strip(" ’'s,،")
    return (
        organ.means if organ.start >= kind.end or between in ("", *words.own) else None
    )


def _organs_after_numbers(
    text: str, members: list[Number], organs: list[Mark], patterns: Grammar
) -> list[str | None]:
    """For each number of a list the organ that follows it or a later one: 2019/19 and 2019/20 of the Council."""
    starts = {organ.start: organ.means for organ in organs}
    means: str | None = None
    hints = []
    for number in reversed(members):
        date = patterns.dated.match(text, number.end)
        joined = patterns.joined.match(text, date.end() if date else number.end)
        means = (starts.get(joined.end()) if joined else None) or means
        hints.append(means)
    return hints[::-1]


def _years(text: str, members: list[Number], patterns: Grammar) -> list[int | None]:
    """The year of each number of a list, its own or that of the next (33/12 and 33/13 of 29 September 2016)."""
    years = list[int | None]()
    start, year = -1, None
    for number in reversed(members):
        date = patterns.dated.match(text, number.end)
        shared = start >= 0 and patterns.listed.fullmatch(text, number.end, start)
        year = int(date[1]) if date else year if shared else None
        years.append(year)
        start = number.start
    return years[::-1]
