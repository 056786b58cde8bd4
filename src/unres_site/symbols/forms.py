"""Reads a symbol from what people write: tries one form after the other and takes the first that fits."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from unres_site.deferred import deferred
from unres_site.errors import SymbolError
from unres_site.languages import CODES, list_languages
from unres_site.organs import Organ, list_organs
from unres_site.organs.fragments import (
    HEADS,
    LATIN_PART,
    NUMBERED_HEADS,
    ROMAN_SESSION,
    SERIES,
    SPECIAL,
    YEAR,
)
from unres_site.symbols.text import ROMAN, ROMAN_VALUES, fold
from unres_site.symbols.value import COMPOUND, Symbol, make_symbol

LONGEST = 80
"""Characters of the longest text that is read as a symbol; the longest real symbols have some 40."""

RESERVED = frozenset(
    {
        "ASSETS",
        "SCHEMA",
        "SEARCH",
        "SERIES",
        "STATIC",
        "TOPICS",
        "YEARS",
        *(code.upper() for code in CODES),
    }
)
"""Folders of a site that are not of symbols. No symbol may begin with one: its page would be in that folder."""

YEAR_DIGITS = 4

# matches: 第 58/58 号决议
# matches: 第58/58号
# rejects: 58/58
NUMBERED = deferred(r"^第 ?(?P<core>[^第号號]+)[号號] ?(?P<word>[^ ]*)$")

# matches: RESOLUTION 58/58
# matches: UNGA RES. 58/58
# matches: ECOSOC DECISION 2018/1
# rejects: A/RES/58/58
# rejects: 58/58
SPOKEN = deferred(r"^(?:(?P<organ>[A-Z.]+) )?(?P<word>[^\W\d]+\.?) (?P<core>.+)$")

_PREFIX = rf"^(?:(?P<organ>{HEADS}) ?[/-]? ?(?P<series>{SERIES}) ?[/-]? ?)?"
_PART = f"(?:{LATIN_PART})"
_NUMBER = r"0{0,3}(?P<number>[1-9][0-9]{0,4})"

# matches: A/RES/49/75 G
# matches: ES-10/15
# matches: A RES 58 58
# rejects: A/58/462
# rejects: 2003/12/31
SLASHED = deferred(
    rf"{_PREFIX}(?:(?P<special>{SPECIAL})-?)?0?(?P<session>[1-9][0-9]{{0,3}})(?P<between> ?[/ -] ?){_NUMBER}"
    rf" ?(?P<part>{_PART}?)$"
)

# matches: ARES5858
# matches: ARES4975G
# rejects: ARES58
COMPACT = deferred(
    rf"^(?P<organ>[A-Z]+?)(?P<series>{SERIES})(?:(?P<special>{SPECIAL})-?)?"
    rf"(?P<session>[1-9][0-9]){_NUMBER}(?P<part>{_PART}?)$"
)

# matches: 217 A (III)
# matches: A/RES/217(III)A
# matches: 3201 (S-VI)
# rejects: 1325 (2000)
BRACKETED = deferred(
    rf"{_PREFIX}{_NUMBER} ?(?P<first>{_PART}?) ?\( ?(?:(?P<special>{SPECIAL}) ?- ?)?"
    rf"(?P<session>{ROMAN_SESSION}|[1-9][0-9]?) ?\) ?(?P<part>{_PART}?)$"
)

# matches: 1325 (2000)
# matches: S/RES/1325(2000)
# rejects: 2758 (XXVI)
YEAR_IN_BRACKETS = deferred(rf"{_PREFIX}{_NUMBER} ?\( ?(?P<session>{YEAR}) ?\)$")

# matches: A/CONF.224/RES/1
# rejects: A/CONF.192/15
CONFERENCE = deferred(
    rf"^(?P<organ>{NUMBERED_HEADS})\.(?P<session>[1-9][0-9]{{0,2}}) ?/ ?(?P<series>{SERIES}) ?/ ?{_NUMBER}$"
)

# matches: NPT/CONF.2010/50 (VOL. I)
# rejects: A/60/88 AND CORR.2
BLANK = deferred(
    r" (?=[/()])|(?<=[/(.]) |(?<=PART) |(?<=RESUMPTION) |(?<=[0-9]) (?=[A-Z]{1,2}$)"
)

# matches: A/CONF.192/15
# matches: A/AC.109/2020/L.1/ADD.1
# matches: GC(64)/RES/15
# matches: UNEP/OZL.PRO.28/12
# rejects: A/../15
# rejects: A/60/88.JSON/1
# rejects: A/60/88 AND CORR.2
DOCUMENT = deferred(
    r"^[A-Z]{1,10}[0-9]{0,3}(?:\([0-9]{1,3}\))?"
    r"(?:/[A-Z0-9]{1,16}(?:\.[A-Z]{1,6}(?=\.)|\.[0-9IVX][A-Z0-9]{0,7}|-[A-Z0-9]{1,8})*(?:\([A-Z0-9.-]{1,16}\)[A-Z]?)?)+$"
)

# matches: A/58/462
# matches: A/C.6/64/SR.1-28/CORRIGENDUM
# rejects: HIV/AIDS
DIGIT_AT_END = deferred(r"[0-9][^/]*(?:/CORRIGENDUM)?$")

# matches: A/60/123456
# rejects: A/60/12345
LONG_NUMBER = deferred(r"[0-9]{6}")

# matches: A/60/88/CORR.2
# rejects: A/RES/58/58
MIXED_CASE = deferred(
    r"\bCORRIGENDUM$|\b(?:ADD|AMEND|CORR|DECL?|MOD|PART|RES|RESUMPTION|REV|SECT|SUB|VOL)(?=[.0-9IVX])"
)

# matches: 58
# matches: S-10
# matches: 50(Vol.I)
# rejects: CONF.192
NUMERIC = deferred(r"^((?:E?S-)?[0-9]+)(\(.*\))?$")

# matches: Corr.2
# matches: Rev.1
# rejects: L.23
SUFFIX = deferred(r"^(?:Add|Amend|Corr|Mod|Rev|Summary)\b")


# matches: CON
# matches: COM1.2
# rejects: CONF.192
# rejects: CN.4
DEVICE = deferred(r"(?:CON|PRN|AUX|NUL|CLOCK\$|COM[0-9]|LPT[0-9])(?![^.])")
"""A name that Windows keeps for a device, with any ending. A page of that name could not be a file there."""


def parse(text: str) -> Symbol:
    """The symbol that a text is, in any spelling; raises SymbolError.

    Without an organ, `58/58`, `S-10/2` and `217 A (III)` are the Assembly's, `1325 (2000)` the Security Council's, and
    `1503 (XLVIII)` the Economic and Social Council's. Resolutions are meant unless a word or the symbol says decision.
    """
    if len(text) > LONGEST:
        raise SymbolError("symbol-too-long", characters=len(text), limit=LONGEST)
    return _parse(text)


def parse_or_none(text: str) -> Symbol | None:
    """The symbol that a text is; None if it is not one."""
    try:
        return parse(text)
    except SymbolError:
        return None


@lru_cache(maxsize=1 << 16)
def _parse(text: str) -> Symbol:
    core, series = _strip_words(fold(text))
    for read in (
        _read_slashed,
        _read_roman,
        _read_year,
        _read_compact,
        _read_conference,
    ):
        if symbol := read(core, series):
            return symbol

    if symbol := _read_document(BLANK.sub("", core)):
        return symbol

    raise SymbolError("not-a-symbol", text=repr(text))


def _strip_words(text: str) -> tuple[str, str]:
    """A folded text without the words around a number, and the series that they name.

    `第 58/58 号决议` is `58/58`. An organ's short name becomes the head of its symbols: `ECOSOC DECISION 2018/1` is
    `E/DEC/2018/1`.
    """
    found = NUMBERED.search(text)
    series = _find_series(found["word"] or "RES") if found else None
    if found and series:
        return found["core"].strip(), series

    found = SPOKEN.search(text)
    series = _find_series(found["word"]) if found else None
    if found and series:
        core = found["core"].strip()
        short = found["organ"]
        if short is None or short == "UN":
            return core, series
        head = _list_heads_by_short_name().get(short)
        if head:
            return f"{head}/{series}/{core}", series

    return text, "RES"


def _find_series(word: str) -> str | None:
    """The series that a folded word names, `RES` or `DEC`; None for any other word."""
    return _list_series_by_word().get(word)


@cache
def _list_series_by_word() -> dict[str, str]:
    """What people call resolutions and decisions in any language, folded, and the series that they mean."""
    found: dict[str, str] = {"RES": "RES", "DEC": "DEC"}
    for language in list_languages():
        for series, words in language.series.items():
            for word in words:
                found[fold(word)] = series
    return found


@cache
def _list_heads_by_short_name() -> dict[str, str]:
    """The heads of organs' symbols by the short names that people write before a number (UNGA, ECOSOC)."""
    heads: dict[str, str] = {}
    for head, organ in list_organs().items():
        for short in organ.abbreviations:
            heads[fold(short)] = head
    return heads


def _read_slashed(core: str, series: str) -> Symbol | None:
    """`58/58`, `A/RES/S-10/2`, `E/RES/2018/1`."""
    found = SLASHED.search(core)
    if not found:
        return None

    head = found["organ"]
    session = found["session"]
    organ = list_organs()[head] if head else _find_slashed_owner(found)
    before_slash = "year" if len(session) == YEAR_DIGITS else "session"
    if organ is None or organ.slashed != before_slash:
        return None

    return _make_found(organ, found, series, session, found["part"])


def _find_slashed_owner(found: re.Match[str]) -> Organ | None:
    """The organ whose number this is, if no organ is named; its special sessions are its own too."""
    if "/" not in found["between"]:
        return None

    session = int(found["session"])
    for organ in list_organs().values():
        if organ.owns_slashed(session) or (found["special"] and organ.bare_slashed):
            return organ

    return None


def _read_roman(core: str, series: str) -> Symbol | None:
    """`217 A (III)`, `A/RES/3201(S-VI)`."""
    found = BRACKETED.search(core)
    if not found or (found["first"] and found["part"]):
        return None

    head = found["organ"]
    session = found["session"]
    if session.isdigit():
        session = ROMAN[int(session)]

    value = ROMAN_VALUES.get(session, 0)
    organ = list_organs()[head] if head else _find_bracketed_owner(value)
    if not value or organ is None or organ.bracketed != "session":
        return None

    part = found["first"] + found["part"]
    return _make_found(organ, found, series, session, part)


def _make_found(
    organ: Organ, found: re.Match[str], series: str, session: str, part: str
) -> Symbol:
    """The symbol that a match of `SLASHED` or `BRACKETED` shows. `series` is used where the match names none."""
    special = found["special"]
    whole = f"{special}-{session}" if special else session
    named = found["series"] or series
    number = int(found["number"])
    return make_symbol(organ.head, named, whole, number, part)


def _read_year(core: str, series: str) -> Symbol | None:
    """`1325 (2000)`, `S/RES/1325(2000)`."""
    found = YEAR_IN_BRACKETS.search(core)
    if not found:
        return None

    head = found["organ"]
    year = found["session"]
    organ = list_organs()[head] if head else _find_bracketed_owner(int(year))

    if organ is None or organ.bracketed != "year":
        return None

    series = found["series"] or series
    return make_symbol(organ.head, series, year, int(found["number"]))


def _find_bracketed_owner(value: int) -> Organ | None:
    """The organ whose number has this session or year in brackets, if no organ is named."""
    for organ in list_organs().values():
        if organ.owns_bracketed(value):
            return organ
    return None


def _read_compact(core: str, _series: str) -> Symbol | None:
    """`ARES5858`: read only of an organ whose numbers need no name, with a session of two digits."""
    found = COMPACT.search(core)
    organ = list_organs().get(found["organ"]) if found else None
    if not found or organ is None or not organ.bare_slashed:
        return None

    session = found["session"]
    if found["special"]:
        session = f"{found['special']}-{session}"

    number = int(found["number"])
    return make_symbol(organ.head, found["series"], session, number, found["part"])


def _read_conference(core: str, _series: str) -> Symbol | None:
    """`A/CONF.224/RES/1`."""
    found = CONFERENCE.search(core)
    if not found:
        return None
    number = int(found["number"])
    return make_symbol(found["organ"], found["series"], found["session"], number)


def _read_document(core: str) -> Symbol | None:
    """Any other document, or several joined by hyphens: the fields are those of the first."""
    members = COMPOUND.split(core)
    if not all(map(_is_document, members)):
        return None

    text = MIXED_CASE.sub(lambda found: found[0].capitalize(), core)
    organ, *rest = COMPOUND.split(text)[0].split("/")
    series, session, number, part = _split_fields(rest)
    symbol = Symbol(organ, series, session, number, part, text)
    return None if symbol.is_numbered else symbol


def _is_document(core: str) -> bool:
    """Whether a folded text is the symbol of one document, whose address can be a file's path."""
    if not DOCUMENT.search(core) or not DIGIT_AT_END.search(core):
        return False

    names = core.split("/")
    if LONG_NUMBER.search(core) or names[0] in RESERVED:
        return False

    return not any(map(DEVICE.match, names))


def _split_fields(rest: list[str]) -> tuple[str, str | None, int | None, str]:
    """Series, session, number and part, from the components after the organ."""
    first = 0
    while first < len(rest) and not NUMERIC.search(rest[first]):
        first += 1

    series = "/".join(rest[:first])
    tail = rest[first:]
    session = None
    if len(tail) > 1 and _follows_session(tail[1]):
        session, *tail = tail

    found = NUMERIC.search(tail[0]) if tail else None
    if not found or not found[1].isdigit():
        return series, session, None, "/".join(tail)

    others = tail[1:]
    if found[2]:
        others.insert(0, found[2])

    return series, session, int(found[1]), "/".join(others)


def _follows_session(component: str) -> bool:
    """Whether the component before this one is a session: this one is a number, or at least no suffix."""
    return bool(NUMERIC.search(component)) or not SUFFIX.search(component)
