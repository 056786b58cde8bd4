"""What the words around a number say about it: resolution or decision, of which organ, of which year.

Languages differ in one thing that matters: the word resolution comes before a list of numbers or after it. Facts settle
what words leave open. Session N of the Assembly is in the years 1945+N and 1946+N. The Human Rights Council has held
three sessions a year since 2006. A number about which nothing is said is of the organ that speaks.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise
from operator import attrgetter, itemgetter
from typing import TypeVar

import msgspec
from msgspec.structs import replace

from unres_site.citations.grammar import COUNCIL, KINDS, OTHER, OWN, Grammar, Mark, Number, grammar, marks, numbers
from unres_site.deferred import deferred
from unres_site.languages.citation_words import CitationWords

REACH = 400
"""Characters from one number of a list to the next, or to its word resolution: titles may come between."""
NEAR = 40
"""Characters within which an organ and a number belong together, no matter what is between them."""
ADJACENT = 4
"""Characters between an organ and a number that is certainly its own (委员会在第 …)."""
CLOSE_KIND = 8
"""Characters after a number within which a word resolution belongs to that number (号两项决议)."""

YEAR_DIGITS = 4
FIRST_SLASHED_SESSION, LAST_SESSION = 31, 99
FIRST_YEAR, COUNCIL_FIRST_YEAR, COUNCIL_SESSIONS_A_YEAR = 1945, 2006, 3
LAST_COUNCIL_SESSION = 59
"""A number of a later session without a date is the Assembly's, which passed these sessions long ago."""

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
        """The organ named nearby, or else the organ that speaks. The Assembly is what is assumed without a hint."""
        if self.organ and self.gap <= NEAR:
            return self.organ
        return self.speaker if self.speaker != "A" else None


def numbers_in_context(text: str, words: CitationWords, speaker: str) -> Iterator[tuple[Number, Context]]:
    """The numbers that are called resolutions or decisions, each with what is said about it.

    Words in quotation marks are a title. They tell about the numbers inside the quotation, not about others.
    """
    found = list(numbers(text, words))
    if not found:
        return
    contexts = _kind_after if words.kind_follows else _kind_before
    said = [replace(mark, means=speaker) if mark.means == OWN else mark for mark in marks(text, words)]
    quoted = [span.span() for span in QUOTED.finditer(text)]
    if not quoted:
        yield from contexts(text, found, said, words, speaker)
        return
    marks_inside = _by_quotation(said, quoted)
    for quotation, members in _by_quotation(found, quoted).items():
        yield from contexts(text, members, marks_inside[quotation], words, speaker)


def _by_quotation(things: list[_T], quoted: list[tuple[int, int]]) -> defaultdict[int, list[_T]]:
    """Numbers or marks by the quotation that they are in, counted from 1; 0 is outside of all."""
    found: defaultdict[int, list[_T]] = defaultdict(list)
    for thing in things:
        last = bisect_right(quoted, thing.start, key=itemgetter(0))
        found[last if last and thing.start < quoted[last - 1][1] else 0].append(thing)
    return found


# --- which organ


def organ_of(number: Number, context: Context) -> str | None:
    """The organ that the number is of; None for an organ whose resolutions have no symbols."""
    hint = context.hint
    if number.organ:
        return _organ_of_bracketed(number.organ, context.organ or hint, hint)
    if hint == OTHER or (context.organ == OTHER and context.year is not None):
        return "A" if _is_of_assembly_after_all(number, context) else None
    if not number.session.isdigit():
        return "A/HRC" if (context.organ or hint) in {"A/HRC", COUNCIL} else "A"
    if len(number.session) == YEAR_DIGITS:
        return "E" if context.organ in {"E", COUNCIL} or hint == "E" or _is_named_far(context, "E") else None
    return _organ_by_session(number, context, says_council=hint in {"A/HRC", COUNCIL})


def _is_named_far(context: Context, organ: str) -> bool:
    """Whether no organ is named nearby, but that one is somewhere in the text."""
    return context.hint is None and organ in context.named


def _organ_of_bracketed(organ: str, said: str | None, hint: str | None) -> str | None:
    """The organ of a number with a Roman session or a year in brackets.

    Sessions after XXX can only be the Economic and Social Council's, and then it must be named.
    """
    if organ == "E":
        return organ if said == "E" else None
    return "E" if (organ, hint) == ("A", "E") else organ


def _organ_by_session(number: Number, context: Context, *, says_council: bool) -> str | None:
    """The Assembly or the Human Rights Council, for a number of a regular session: by its date, else by the words."""
    session, year = int(number.session), context.year
    if year is None:
        of_council = says_council and session <= LAST_COUNCIL_SESSION
    elif _is_year_of_assembly(session, year):
        of_council = False
    else:
        of_council = says_council or (session - 1) // COUNCIL_SESSIONS_A_YEAR + COUNCIL_FIRST_YEAR == year
    if of_council:
        return "A/HRC" if {context.speaker, *context.named} & {"A/HRC", COUNCIL} else None
    return "A" if _may_be_of_assembly(number) else None


def _is_of_assembly_after_all(number: Number, context: Context) -> bool:
    """Whether the name of another body nearby is only part of a title (关于…论坛的第 62/270 号)."""
    if not _may_be_of_assembly(number):
        return False
    return context.gap > ADJACENT if context.year is None else _is_year_of_assembly(int(number.session), context.year)


def _may_be_of_assembly(number: Number) -> bool:
    return number.session.isdigit() and FIRST_SLASHED_SESSION <= int(number.session) <= LAST_SESSION


def _is_year_of_assembly(session: int, year: int) -> bool:
    return year - FIRST_YEAR - session in {0, 1}


# --- languages that say the kind after the numbers: 第 57/72 号和第 58/58 号决议


def _kind_after(
    text: str, found: list[Number], said: list[Mark], words: CitationWords, speaker: str
) -> Iterator[tuple[Number, Context]]:
    """The numbers in signs (第, 号), each with the kind that its list ends with and the organ that comes before it."""
    patterns = grammar(words)
    ends = {number.end for number in found}
    kinds = [mark for mark in said if mark.means in KINDS and _is_said_of_numbers(text, mark, ends, words)]
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
        yield number, Context(kind, speaker, organ.means if organ else None, gap, year, named)
        end = number.end


def _last_before(marks: Sequence[Mark], offset: int) -> Mark | None:
    """The last mark that ends at the offset or before it."""
    index = bisect_right(marks, offset, key=_END)
    return marks[index - 1] if index else None


def _year_before(text: str, number: Number) -> int | None:
    """The year of the date right before a number."""
    date = DATE_BEFORE.search(text, max(0, number.start - LONGEST_DATE), number.start)
    return int(date[1]) if date else None


def _numbers_in_signs(text: str, found: list[Number], words: CitationWords) -> Iterator[Number]:
    """The numbers that have a sign, or are in one list with a number that has."""
    listed = grammar(words).listed
    linked = [False, *(bool(listed.fullmatch(text, one.end, other.start)) for one, other in pairwise(found))]
    signed = [_has_sign(text, number, words) for number in found]
    for index in range(1, len(found)):
        signed[index] |= linked[index] and signed[index - 1]
    for index in range(len(found) - 1, 0, -1):
        opens = text[found[index].start - 2 : found[index].start].rstrip().endswith(words.signs_before)
        signed[index - 1] |= linked[index] and signed[index] and not opens
    for number, has_sign in zip(found, signed, strict=True):
        if has_sign:
            yield number


def _kind_of_list(text: str, number: Number, kinds: list[Mark], patterns: Grammar) -> str | None:
    """The kind that a number's list ends with, a resolution if none is said; None if it is neither (号文件)."""
    sign = patterns.signed.match(text, number.end)
    after = sign.end() if sign else number.end
    index = bisect_left(kinds, number.end, key=_START)
    kind = kinds[index] if index < len(kinds) and kinds[index].start - after <= REACH else None
    if kind and kind.start - after <= CLOSE_KIND:
        return kind.means
    ends = not text[after : after + 1].isalnum() or _may_be_of_assembly(number)
    goes_on = patterns.listed.match(text, after) or (sign and ends)
    return (kind.means if kind else "RES") if goes_on else None


def _has_sign(text: str, number: Number, words: CitationWords) -> bool:
    before = text[max(0, number.start - 2) : number.start].rstrip()
    after = text[number.end : number.end + 2].lstrip()
    return before.endswith(words.signs_before) or after.startswith(words.signs_after)


def _is_said_of_numbers(text: str, mark: Mark, ends: set[int], words: CitationWords) -> bool:
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


def _lists(found: list[Number], said: list[Mark]) -> Iterator[tuple[Mark, list[Number]]]:
    """Each word resolution or decision that a number follows, and the numbers of its list."""
    kinds = [mark for mark in said if mark.means in KINDS]
    kind, members, end = None, list[Number](), 0
    for number in found:
        last, before = _last_before(said, number.start), _last_before(kinds, number.start)
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


def _organ_before_list(text: str, kind: Mark, number: Number, organs: list[Mark], words: CitationWords) -> str | None:
    """The organ named right before the word resolution, or between it and its first number."""
    organ = _last_before(organs, number.start)
    if organ is None:
        return None
    between = text[organ.end : kind.start].strip(" ’'s,،")
    return organ.means if organ.start >= kind.end or between in ("", *words.own) else None


def _organs_after_numbers(text: str, members: list[Number], organs: list[Mark], patterns: Grammar) -> list[str | None]:
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
