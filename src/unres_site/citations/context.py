"""What the words around a number say of it: resolution or decision, of which organ, of which year.

Languages differ in one thing that matters: the word resolution stands before a list of numbers or behind it. Facts
settle what words leave open: session N of the Assembly lies in the years 1945+N and 1946+N, and the Human Rights
Council has held three sessions a year since 2006.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator
from itertools import compress, pairwise
from operator import attrgetter, itemgetter
from typing import TypeVar

import msgspec

from unres_site.citations.grammar import COUNCIL, KINDS, OTHER, Grammar, Mark, Number, grammar, marks, numbers
from unres_site.deferred import deferred
from unres_site.languages.citation_words import CitationWords

REACH = 400
"""Characters from one number of a list to the next, or to its word resolution: titles may stand between."""
NEAR = 40
"""Characters within which an organ and a number belong together, whatever stands between."""
ADJACENT = 4
"""Characters between an organ and the number that is its own beyond doubt (委员会在第 …)."""
SPOKEN_FOR = 8
"""Characters after a number within which its own word resolution stands (号两项决议)."""

YEAR_DIGITS = 4
FIRST_SLASHED_SESSION, LAST_SESSION = 31, 99
FIRST_YEAR, COUNCIL_FIRST_YEAR, COUNCIL_SESSIONS_A_YEAR = 1945, 2006, 3
LAST_COUNCIL_SESSION = 59
"""Undated numbers of later sessions are the Assembly's, whose own have long passed there."""

# matches: “2030 Agenda”
# matches: 题为《行动纲领》的
# rejects: “2030 Agenda
QUOTED = deferred("“[^“”]*”|”[^“”]*“|«[^«»]*»|《[^《》]*》|„[^„“”]*[“”]")

# matches: 2011年4月29日第
# rejects: 2011年第
DATE_BEFORE = deferred(r"((?:19|20)[0-9]{2})[^0-9]{1,3}[0-9]{1,2}[^0-9]{1,3}[0-9]{1,2}[^0-9]{1,4}$")
LONGEST_DATE = 24


_START, _END = attrgetter("start"), attrgetter("end")
_T = TypeVar("_T", Number, Mark)


class Context(msgspec.Struct, frozen=True, gc=False):
    """What is said of a number. gap: characters from the organ's name to it; 0 where the name is grammatically its own.

    named: all organs that are named around, however far.
    """

    kind: str
    organ: str | None
    gap: int
    year: int | None
    named: frozenset[str]


def numbers_in_context(text: str, words: CitationWords) -> Iterator[tuple[Number, Context]]:
    """The numbers that are called resolutions or decisions, each with what is said of it.

    What stands in quotation marks is a title: its words say something of its own numbers, and nothing of others.
    """
    found = list(numbers(text, words))
    if not found:
        return
    contexts = _said_behind if words.kind_follows else _said_before
    quoted = [span.span() for span in QUOTED.finditer(text)]
    if not quoted:
        yield from contexts(text, found, marks(text, words), words)
        return
    said = _by_quotation(marks(text, words), quoted)
    for quotation, members in _by_quotation(found, quoted).items():
        yield from contexts(text, members, said[quotation], words)


def _by_quotation(things: list[_T], quoted: list[tuple[int, int]]) -> defaultdict[int, list[_T]]:
    """Numbers or marks by the quotation that they stand in, counted from 1; 0 is outside of all."""
    found: defaultdict[int, list[_T]] = defaultdict(list)
    for thing in things:
        last = bisect_right(quoted, thing.start, key=itemgetter(0))
        found[last if last and thing.start < quoted[last - 1][1] else 0].append(thing)
    return found


def organ_of(number: Number, context: Context) -> str | None:
    """The organ that the number is of; None where it is none whose resolutions have symbols."""
    hint = context.organ if context.gap <= NEAR else None
    if number.organ:
        return _organ_of_bracketed(number.organ, context.organ, hint)
    if hint == OTHER or (context.organ == OTHER and context.year is not None):
        return "A" if _is_the_assemblys_all_the_same(number, context) else None
    if not number.session.isdigit():
        return "A/HRC" if context.organ in {"A/HRC", COUNCIL} else "A"
    if len(number.session) == YEAR_DIGITS:
        return "E" if context.organ in {"E", COUNCIL} or (hint is None and "E" in context.named) else None
    return _organ_by_session(number, context, says_council=hint in {"A/HRC", COUNCIL})


def _organ_of_bracketed(organ: str, said: str | None, hint: str | None) -> str | None:
    """Sessions after XXX can only be the Economic and Social Council's, which must be named for any."""
    if organ == "E":
        return organ if said == "E" else None
    return "E" if (organ, hint) == ("A", "E") else organ


def _organ_by_session(number: Number, context: Context, *, says_council: bool) -> str | None:
    """The Assembly or the Human Rights Council, for a number of a regular session: by its date, else by the words."""
    session, year = int(number.session), context.year
    if year is None:
        of_council = says_council and session <= LAST_COUNCIL_SESSION
    elif _fits_assembly(session, year):
        of_council = False
    else:
        of_council = says_council or (session - 1) // COUNCIL_SESSIONS_A_YEAR + COUNCIL_FIRST_YEAR == year
    if of_council:
        return "A/HRC" if context.named & {"A/HRC", COUNCIL} else None
    return "A" if _may_be_of_assembly(number) else None


def _is_the_assemblys_all_the_same(number: Number, context: Context) -> bool:
    """Whether the name of another body nearby is only part of a title (关于…论坛的第 62/270 号)."""
    if not _may_be_of_assembly(number):
        return False
    return context.gap > ADJACENT if context.year is None else _fits_assembly(int(number.session), context.year)


def _may_be_of_assembly(number: Number) -> bool:
    return number.session.isdigit() and FIRST_SLASHED_SESSION <= int(number.session) <= LAST_SESSION


def _fits_assembly(session: int, year: int) -> bool:
    return year - FIRST_YEAR - session in {0, 1}


def _said_behind(
    text: str, found: list[Number], said: list[Mark], words: CitationWords
) -> Iterator[tuple[Number, Context]]:
    """For languages that say the kind behind the numbers and set these in signs: 第 57/72 号和第 58/58 号决议."""
    patterns = grammar(words)
    ends = {number.end for number in found}
    kinds = [mark for mark in said if mark.means in KINDS and _is_said_of_numbers(text, mark, ends, words)]
    organs = [mark for mark in said if mark.means not in KINDS]
    named = frozenset(mark.means for mark in organs)
    end = 0
    for number in _set_in_signs(text, found, words):
        if kind := _kind_behind(text, number, kinds, patterns):
            organ = organs[at - 1] if (at := bisect_right(organs, number.start, key=_END)) else None
            gap = number.start - max(organ.end, end) if organ else 0
            date = DATE_BEFORE.search(text, max(0, number.start - LONGEST_DATE), number.start)
            year = int(date[1]) if date else None
            yield number, Context(kind, organ.means if organ else None, gap, year, named)
            end = number.end


def _set_in_signs(text: str, found: list[Number], words: CitationWords) -> Iterator[Number]:
    """The numbers that have a sign, or are listed with one that has."""
    listed = grammar(words).listed
    linked = [False, *(bool(listed.fullmatch(text, one.end, other.start)) for one, other in pairwise(found))]
    signed = [_has_sign(text, number, words) for number in found]
    for at in range(1, len(found)):
        signed[at] |= linked[at] and signed[at - 1]
    for at in range(len(found) - 1, 0, -1):
        opens = text[found[at].start - 2 : found[at].start].rstrip().endswith(words.signs_before)
        signed[at - 1] |= linked[at] and signed[at] and not opens
    return compress(found, signed)


def _kind_behind(text: str, number: Number, kinds: list[Mark], patterns: Grammar) -> str | None:
    """The kind that a number's list ends with, a resolution where none is said; None where it is neither (号文件)."""
    sign = patterns.signed.match(text, number.end)
    after = sign.end() if sign else number.end
    at = bisect_left(kinds, number.end, key=_START)
    kind = kinds[at] if at < len(kinds) and kinds[at].start - after <= REACH else None
    if kind and kind.start - after <= SPOKEN_FOR:
        return kind.means
    ends = not text[after : after + 1].isalnum() or _may_be_of_assembly(number)
    goes_on = patterns.listed.match(text, after) or (sign and ends)
    return (kind.means if kind else "RES") if goes_on else None


def _has_sign(text: str, number: Number, words: CitationWords) -> bool:
    before = text[max(0, number.start - 2) : number.start].rstrip()
    after = text[number.end : number.end + 2].lstrip()
    return before.endswith(words.signs_before) or after.startswith(words.signs_after)


def _is_said_of_numbers(text: str, mark: Mark, ends: set[int], words: CitationWords) -> bool:
    """Whether a kind is said of numbers (号决议, 号两项决议, 58/58 决议), and no verb (号，决定…)."""
    before = text[max(0, mark.start - SPOKEN_FOR) : mark.start].rstrip()
    gaps = [before.rpartition(sign)[2] for sign in words.signs_after if sign in before]
    return mark.start in ends or mark.start - 1 in ends or any(not gap or gap.isalnum() for gap in gaps)


def _said_before(
    text: str, found: list[Number], said: list[Mark], words: CitationWords
) -> Iterator[tuple[Number, Context]]:
    """For languages that say the kind before the numbers: resolutions 57/72 of 22 November 2002 and 58/58."""
    patterns = grammar(words)
    organs = [mark for mark in said if mark.means not in KINDS]
    named = frozenset(mark.means for mark in organs)
    for kind, members in _lists(found, said):
        first = _organ_said_first(text, kind, members[0], organs, words)
        last = _organs_said_last(text, members, organs, patterns)
        for number, organ, year in zip(members, last, _years(text, members, patterns), strict=True):
            yield number, Context(kind.means, organ or first, 0, year, named)


def _lists(found: list[Number], said: list[Mark]) -> Iterator[tuple[Mark, list[Number]]]:
    """Each word resolution or decision that a number follows, and the numbers that it reaches."""
    kinds = [mark for mark in said if mark.means in KINDS]
    kind, members, end = None, list[Number](), 0
    for number in found:
        last = said[at - 1] if (at := bisect_right(said, number.start, key=_END)) else None
        before = kinds[at - 1] if (at := bisect_right(kinds, number.start, key=_END)) else None
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


def _organ_said_first(text: str, kind: Mark, number: Number, organs: list[Mark], words: CitationWords) -> str | None:
    """The organ named right before the word resolution, or between it and its first number."""
    at = bisect_right(organs, number.start, key=_END)
    organ = organs[at - 1] if at else None
    if organ and (organ.start >= kind.end or text[organ.end : kind.start].strip(" ’'s,،") in ("", *words.own)):
        return organ.means
    return None


def _organs_said_last(text: str, members: list[Number], organs: list[Mark], patterns: Grammar) -> list[str | None]:
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
