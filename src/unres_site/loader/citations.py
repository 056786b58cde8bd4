"""Which words of a text name documents: document symbols, and numbers of resolutions and decisions.

A symbol (`A/CONF.192/15`) names itself. A number (`58/58`) names a resolution only by the words around it: the word
resolution or decision, which stands before or after a whole list of numbers; an organ; a date. Which words these are
is the language's data (`CitationWords`); what they mean is here. Facts settle what words leave open: session N of the
Assembly lies in the years 1945+N and 1946+N, and the Human Rights Council has held three sessions a year since 2006.
"""

from __future__ import annotations

import functools
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from unres_site import symbols
from unres_site.errors import SymbolError
from unres_site.languages.citation_words import CitationWords

ORGANS = (
    "A|APLC|BWC|CAC|CAT|CCM|CCPR|CCW|CD|CED|CEDAW|CERD|CLCS|CMW|CRC|CRPD|CTOC|DP|E|ECE|FCCC|HRI|HSP|ICCD|ID|IDB|ISBA|JIU"
    "|LOS|NPT|OPCAT|PBC|PCNICC|S|SPLOS|ST|T|TD|TRANS|UNEP|UNW"
)
"""Organs whose documents the United Nations' document system holds; what looks alike elsewhere is no citation."""

REACH = 400
"""Characters from one number of a list to the next, or to its word resolution: titles may stand between."""
NEAR = 40
"""Characters within which an organ and a number belong together, whatever stands between."""
SPOKEN_FOR = 8
"""Characters after a number within which its own word resolution stands (第 1 和 2 号两项决议)."""

COUNCIL, OTHER = "council", "other"
KINDS = ("RES", "DEC")
TATWEEL = "\u0640"
"""Stretches an Arabic word between any two letters, and means nothing."""
YEAR_DIGITS = 4
FIRST_SLASHED_SESSION, LAST_SESSION = 31, 150
COUNCIL_SESSIONS = 60
"""Undated numbers of a session from here on are the Assembly's, not the Human Rights Council's."""

_PART = f"(?:{symbols.PART_LETTER})(?![A-Za-z0-9À-ɏЀ-ӿ\u0621-\u064a/’']|-[a-z0-9])"

# matches: 见 A/52/871-S/1998/318。
# matches: NPT/CONF.2010/50 (Vol. I)
# matches: A/75/6(Sect.29)/Corr.1
# rejects: HIV/AIDS
# rejects: and/or
DOCUMENT = re.compile(
    rf"(?:{ORGANS})/[A-Z0-9](?:[A-Za-z0-9]|[./‑-](?=[A-Z0-9]))*"
    r"(?: ?\((?:[Pp]art|Vol\.|Sect\.) ?[0-9IVX]{1,5}[A-Z]?\)(?:/(?:Add|Corr|Rev)\.[0-9]{1,3})*)?"
)

# matches: Corr.2
# matches: Add.1/Corr.1
# rejects: L.2
SUFFIX = re.compile(r"(?P<kind>Add|Amend|Corr|Rev)\.[0-9]{1,3}(?:-[0-9]{1,3})?(?:/(?:Add|Corr)\.[0-9]{1,3})?")

# matches: 第 49/75 G 号
# matches: 217 A (III)
# matches: 1325(2000)
# matches: 845 (د-9)
# rejects: 2003/12/31
# rejects: 2019/2020
# rejects: 130 (12)
NUMBER = re.compile(
    rf"(?P<first>[0-9][0-9]{{0,3}})(?:/(?P<second>[0-9]{{1,3}})(?![0-9/])(?: ?(?P<part>{_PART}))?"
    rf"|(?: ?{_PART})? ?\( ?(?:(?:E?S ?[-‑] ?)?[IVXLХ]{{1,7}}|د ?[إا]? ?ط? ?[-‑] ?[0-9]{{1,2}}"
    rf"|19[4-9][0-9]|20[0-9]{{2}}) ?\)(?: ?{_PART})?)"
)

# matches: S-
# matches: دإ-
# rejects: 2-
SPECIAL = re.compile(r"(?<![A-Za-z0-9/.])(?P<emergency>E?S|د ?[إا] ?(?:ط ?)?)[-‑]$")

# matches: “2030 Agenda”
# matches: 题为《行动纲领》的
# rejects: “2030 Agenda
QUOTED = re.compile("“[^“”]*”|”[^“”]*“|«[^«»]*»|《[^《》]*》|„[^„“”]*[“”]")

# matches: 2011年4月29日第
# rejects: 2011年第
DATE_BEFORE = re.compile(r"((?:19|20)[0-9]{2})[^0-9]{1,3}[0-9]{1,2}[^0-9]{1,3}[0-9]{1,2}[^0-9]{1,4}$")
LONGEST_DATE = 24


# matches: A
# matches: ألف
# rejects: Annex
PART = re.compile(_PART)


class Citation(NamedTuple):
    """Words that name documents: half-open span in the text, and their symbols (several for `51/211 A to E`)."""

    start: int
    end: int
    symbols: tuple[str, ...]


class _Number(NamedTuple):
    """A number that may be a resolution's. organ: where the number's own form tells it (`1325 (2000)`), else None."""

    start: int
    end: int
    organ: str | None
    session: str
    number: int
    parts: tuple[str, ...]


class _Mark(NamedTuple):
    """A word of the context. means: a kind (RES, DEC) or an organ (A, S, E, A/HRC, COUNCIL, OTHER)."""

    start: int
    end: int
    means: str


class _Context(NamedTuple):
    """What the words around a number say of it. near: whether the organ is said of this very number."""

    kind: str
    organ: str | None
    near: bool
    year: int | None


_Said = tuple[_Number, _Context]


class _Grammar(NamedTuple):
    """A language's words as patterns: `marks` is searched for, the others are matched at a place."""

    marks: re.Pattern[str]
    meanings: dict[str, str]
    listed: re.Pattern[str]
    through: re.Pattern[str]
    joined: re.Pattern[str]
    signed: re.Pattern[str]
    dated: re.Pattern[str]


def find_citations(text: str, words: CitationWords) -> tuple[Citation, ...]:
    """The citations of a run of words in one language, disjoint and in order; white space is single in it."""
    if "/" not in text and "(" not in text:
        return ()
    grammar = _grammar(words)
    found = [*_documents(text, grammar), *_resolutions(text, words, grammar)]
    return tuple(sorted(found))


def _documents(text: str, grammar: _Grammar) -> Iterator[Citation]:
    """Document symbols, and the suffixes that follow one in a list (A/60/88 和 Corr.2)."""
    for found in DOCUMENT.finditer(text):
        if not _continues(text, found.start()) and (symbol := _parsed(found[0])):
            yield Citation(found.start(), found.end(), (symbol.text,))
            yield from _suffixes(text, found.end(), symbol.text, grammar)


def _suffixes(text: str, at: int, head: str, grammar: _Grammar) -> Iterator[Citation]:
    while (between := grammar.listed.match(text, at)) and (found := SUFFIX.match(text, between.end())):
        stem = head.split(f"/{found['kind']}.", maxsplit=1)[0]
        if symbol := _parsed(f"{stem}/{found[0]}"):
            yield Citation(found.start(), found.end(), (symbol.text,))
        at = found.end()


def _resolutions(text: str, words: CitationWords, grammar: _Grammar) -> Iterator[Citation]:
    """Numbers of resolutions and decisions, by the words around them."""
    numbers = list(_numbers(text, grammar))
    if not numbers:
        return
    marks = _marks(text, grammar)
    councils = any(mark.means in {"A/HRC", COUNCIL} for mark in marks)
    for number, context in (_contexts_after if words.kind_follows else _contexts_before)(text, numbers, marks, words):
        if organ := _organ(number, context, councils=councils):
            cited = (
                symbols.numbered(organ, context.kind, number.session, number.number, part) for part in number.parts
            )
            yield Citation(number.start, number.end, tuple(symbol.text for symbol in cited))


def _marks(text: str, grammar: _Grammar) -> list[_Mark]:
    """Kinds and organs in order, but for those in quotation marks: these stand in titles."""
    quoted = [span.span() for span in QUOTED.finditer(text)]
    found = (
        _Mark(*mark.span(), grammar.meanings[mark[0].replace(TATWEEL, "")]) for mark in grammar.marks.finditer(text)
    )
    return [
        mark for mark in found if not ((at := bisect_right(quoted, (mark.start,))) and mark.start < quoted[at - 1][1])
    ]


def _numbers(text: str, grammar: _Grammar) -> Iterator[_Number]:
    """All numbers in the form of a resolution's, and the letters of parts that follow one (53/243 A and B)."""
    for found in NUMBER.finditer(text):
        special = SPECIAL.search(text, max(0, found.start() - 8), found.start()) if found["second"] else None
        start = special.start() if special else found.start()
        if _continues(text, start):
            continue
        number = _slashed(found, start, special) if found["second"] else _bracketed(found)
        if number:
            yield from _with_parts(text, number, grammar)


def _slashed(found: re.Match[str], start: int, special: re.Match[str] | None) -> _Number | None:
    session, number = str(int(found["first"])), int(found["second"])
    if special:
        session = f"{symbols.fold(special[0] + session).split('-')[0]}-{session}"
    part = symbols.fold(found["part"]) if found["part"] else ""
    return _Number(start, found.end(), None, session, number, (part,)) if number else None


def _bracketed(found: re.Match[str]) -> _Number | None:
    symbol = _parsed(found[0])
    if not symbol or symbol.session is None or symbol.number is None:
        return None
    return _Number(*found.span(), symbol.organ, symbol.session, symbol.number, (symbol.part,))


def _with_parts(text: str, number: _Number, grammar: _Grammar) -> Iterator[_Number]:
    """The number itself, widened to a range of parts, then the further parts of its list, each where it stands."""
    first = number.parts[0]
    if first and (through := _part_after(text, number.end, grammar.through)) and through[1] > first:
        parts = tuple(map(chr, range(ord(first), ord(through[1]) + 1)))
        number = number._replace(end=through[0].end(), parts=parts)
    yield number
    while first and (listed := _part_after(text, number.end, grammar.listed)):
        number = number._replace(start=listed[0].start(), end=listed[0].end(), parts=(listed[1],))
        yield number


def _part_after(text: str, at: int, between: re.Pattern[str]) -> tuple[re.Match[str], str] | None:
    if (gap := between.match(text, at)) and (part := PART.match(text, gap.end())):
        return part, symbols.fold(part[0])
    return None


def _contexts_after(text: str, numbers: list[_Number], marks: list[_Mark], words: CitationWords) -> Iterator[_Said]:
    """For languages that say the kind behind the numbers and set these in signs: 第 57/72 号和第 58/58 号决议."""
    grammar = _grammar(words)
    kinds = [mark for mark in marks if mark.means in KINDS and _stands_behind_sign(text, mark, words)]
    organs = [mark for mark in marks if mark.means not in KINDS]
    end, year = -1, None
    for number in numbers:
        kind = _kind_after(text, number, kinds, grammar)
        listed = end >= 0 and grammar.listed.fullmatch(text, end, number.start)
        if kind and (listed or _has_sign(text, number, words)):
            organ = organs[at - 1] if (at := bisect_right(organs, number.start, key=_end)) else None
            near = organ is not None and number.start - max(organ.end, end) <= NEAR
            date = DATE_BEFORE.search(text, max(0, number.start - LONGEST_DATE), number.start)
            year = int(date[1]) if date else year if listed else None
            yield number, _Context(kind, organ.means if organ else None, near, year)
            end = number.end


def _kind_after(text: str, number: _Number, kinds: list[_Mark], grammar: _Grammar) -> str | None:
    """The kind that a number's list ends with, a resolution where none is said; None where it is neither (号文件)."""
    sign = grammar.signed.match(text, number.end)
    after = sign.end() if sign else number.end
    at = bisect_left(kinds, number.end, key=_start)
    kind = kinds[at] if at < len(kinds) and kinds[at].start - after <= REACH else None
    if kind and kind.start - after <= SPOKEN_FOR:
        return kind.means
    goes_on = grammar.listed.match(text, after) or (
        sign and (_may_be_of_assembly(number) or not text[after : after + 1].isalnum())
    )
    return (kind.means if kind else "RES") if goes_on else None


def _has_sign(text: str, number: _Number, words: CitationWords) -> bool:
    before = text[max(0, number.start - 2) : number.start].rstrip()
    after = text[number.end : number.end + 2].lstrip()
    return before.endswith(words.signs_before) or after.startswith(words.signs_after)


def _stands_behind_sign(text: str, mark: _Mark, words: CitationWords) -> bool:
    """Whether a kind is said of numbers (号决议, 号两项决议), and no verb (号，决定…)."""
    before = text[max(0, mark.start - SPOKEN_FOR) : mark.start].rstrip()
    gaps = [before.rpartition(sign)[2] for sign in words.signs_after if sign in before]
    return any(not gap or gap.isalnum() for gap in gaps)


def _contexts_before(text: str, numbers: list[_Number], marks: list[_Mark], words: CitationWords) -> Iterator[_Said]:
    """For languages that say the kind before the numbers: resolutions 57/72 of 22 November 2002 and 58/58."""
    grammar = _grammar(words)
    organs = [mark for mark in marks if mark.means not in KINDS]
    for kind, members in _lists(numbers, marks):
        said = _organ_said_first(text, kind, members[0], organs, words)
        hints = _organs_said_last(text, members, organs, grammar)
        years = _years(text, members, grammar)
        for number, hint, year in zip(members, hints, years, strict=True):
            organ = hint or said
            yield number, _Context(kind.means, organ, organ is not None, year)


def _lists(numbers: list[_Number], marks: list[_Mark]) -> Iterator[tuple[_Mark, list[_Number]]]:
    """Each word resolution or decision that a number follows, and the numbers that it reaches."""
    kind, members, end = None, list[_Number](), 0
    for number in numbers:
        last = bisect_right(marks, number.start, key=_end)
        said = next((mark for mark in reversed(marks[:last]) if mark.means in KINDS), None)
        if said and said.start >= end and number.start - marks[last - 1].end <= NEAR:
            if kind:
                yield kind, members
            kind, members = said, []
        elif not kind or number.start - end > REACH:
            continue
        members.append(number)
        end = number.end
    if kind:
        yield kind, members


def _years(text: str, numbers: list[_Number], grammar: _Grammar) -> list[int | None]:
    """The year of each number of a list, its own or that of the next (33/12 and 33/13 of 29 September 2016)."""
    years = list[int | None]()
    start, year = -1, None
    for number in reversed(numbers):
        date = grammar.dated.match(text, number.end)
        shared = start >= 0 and grammar.listed.fullmatch(text, number.end, start)
        year = int(date[1]) if date else year if shared else None
        years.append(year)
        start = number.start
    return years[::-1]


def _organ_said_first(text: str, kind: _Mark, number: _Number, organs: list[_Mark], words: CitationWords) -> str | None:
    """The organ named right before the word resolution, or between it and its first number."""
    at = bisect_right(organs, number.start, key=_end)
    organ = organs[at - 1] if at else None
    if organ and (organ.start >= kind.end or text[organ.end : kind.start].strip(" ’'s,،") in ("", *words.own)):
        return organ.means
    return None


def _organs_said_last(text: str, numbers: list[_Number], organs: list[_Mark], grammar: _Grammar) -> list[str | None]:
    """For each number of a list the organ that follows it or a later one: 2019/19 and 2019/20 of the Council."""
    starts = {organ.start: organ.means for organ in organs}
    means: str | None = None
    hints = []
    for number in reversed(numbers):
        date = grammar.dated.match(text, number.end)
        joined = grammar.joined.match(text, date.end() if date else number.end)
        means = (starts.get(joined.end()) if joined else None) or means
        hints.append(means)
    return hints[::-1]


def _may_be_of_assembly(number: _Number) -> bool:
    return number.session.isdigit() and FIRST_SLASHED_SESSION <= int(number.session) <= LAST_SESSION


def _organ(number: _Number, context: _Context, *, councils: bool) -> str | None:
    """The organ that the number is of; None where it is none whose resolutions have symbols.

    councils: whether the run names the Human Rights Council or a council at all.
    """
    hint = context.organ if context.near else None
    if number.organ:
        return "E" if (number.organ, hint) == ("A", "E") else number.organ
    if hint == OTHER:
        return "A" if _may_be_of_assembly(number) and _fits_assembly(int(number.session), context.year) else None
    if not number.session.isdigit():
        return "A/HRC" if context.organ in {"A/HRC", COUNCIL} else "A"
    if len(number.session) == YEAR_DIGITS:
        return None if hint == "A/HRC" else "E"
    return _organ_by_session(number, context, hint, councils=councils)


def _organ_by_session(number: _Number, context: _Context, hint: str | None, *, councils: bool) -> str | None:
    """The Assembly or the Human Rights Council, for a number of a regular session: by its date, else by the words."""
    session = int(number.session)
    of_assembly = _may_be_of_assembly(number)
    says_council = hint in {"A/HRC", COUNCIL}
    if context.year is None:
        if says_council and session < COUNCIL_SESSIONS:
            return "A/HRC"
    elif not _fits_assembly(session, context.year):
        fits_council = (session - 1) // 3 + 2006 == context.year
        if says_council or fits_council:
            return "A/HRC" if councils else None
    return "A" if of_assembly else None


def _fits_assembly(session: int, year: int | None) -> bool:
    return year is not None and year - 1945 - session in {0, 1}


def _continues(text: str, at: int) -> bool:
    """Whether what starts here is only the rest of a longer word or number."""
    before = text[at - 1] if at else " "
    return before in "/.-_‑" or (before.isascii() and before.isalnum())


def _parsed(text: str) -> symbols.Symbol | None:
    try:
        return symbols.parse(text)
    except SymbolError:
        return None


def _start(mark: _Mark) -> int:
    return mark.start


def _end(mark: _Mark) -> int:
    return mark.end


@functools.cache
def _grammar(words: CitationWords) -> _Grammar:
    meanings = dict(_meanings(words))
    date = rf"(?:{_any(words.dates)})[0-9]{{1,2}}[^0-9]{{2,30}}((?:19|20)[0-9]{{2}})(?![0-9])"
    return _Grammar(
        marks=re.compile(_any(meanings)),
        meanings=meanings,
        listed=re.compile(
            rf"(?: ?(?:{_any(words.signs_after)}))? ?(?:{_any(words.lists)}) ?(?:{_any(words.signs_before)})? ?"
        ),
        through=re.compile(rf" ?(?:{_any(words.through)}) ?"),
        joined=re.compile(_any(words.joins)),
        signed=re.compile(rf" ?(?:{_any(words.signs_after)})"),
        dated=re.compile(date),
    )


def _meanings(words: CitationWords) -> Iterator[tuple[str, str]]:
    rows = (
        (words.resolution, "RES"),
        (words.decision, "DEC"),
        (words.own if words.kind_follows else (), "A"),
        (words.assembly, "A"),
        (words.security_council, "S"),
        (words.economic_council, "E"),
        (words.rights_council, "A/HRC"),
        (words.council, COUNCIL),
        (words.others, OTHER),
    )
    return ((word, means) for printed, means in rows for word in printed)


def _any(words: Iterable[str]) -> str:
    """A pattern for any of the words, the longest first; for none at all, one that never matches."""
    return "|".join(map(_stretched, sorted(words, key=len, reverse=True))) or r"(?!)"


def _stretched(word: str) -> str:
    """A pattern for a word; Arabic letters may be stretched."""
    return "".join(f"{re.escape(sign)}{TATWEEL}*" if sign >= "\u0620" else re.escape(sign) for sign in word)
