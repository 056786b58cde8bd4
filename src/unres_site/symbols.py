"""Document symbols of the United Nations: read in any spelling, ordered, written, and turned into addresses.

A symbol is a value. `parse` reads what people and documents write (`58/58`, `第 58/58 号决议`, `A/RES/217(III)A`,
`a_res_58_58`), and `Symbol.text` is the one canonical spelling, without blanks. Two canonical spellings never differ
by case alone, so addresses don't either. Nothing here knows whether a document exists.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache, total_ordering
from urllib.parse import quote

from unres_site.errors import SymbolError

LONGEST = 80
"""Characters of the longest text that is read as a symbol; the longest real symbols have some 40."""

OFFICIAL_PATTERN = "https://undocs.org/{language}/{symbol}"
"""Where the United Nations shows a document."""

FIRST_SLASHED_SESSION = 31
"""Since this session (1976) the Assembly numbers 31/1, 31/2 …; before it 1 (I) … 3541 (XXX)."""

RESERVED = frozenset({"AR", "ASSETS", "EN", "ES", "FR", "RU", "SEARCH", "SERIES", "STATIC", "TOPICS", "YEARS", "ZH"})
"""Folders of a site beside those of symbols: no organ is called so, and no address may fall into one."""

ORGANS = ("A", "A/HRC", "E", "S")
"""Organs whose resolutions and decisions are numbered by session or year."""

YEAR_DIGITS = 4

_ROMAN = tuple(
    tens + units
    for tens in ("", "X", "XX", "XXX", "XL", "L", "LX", "LXX", "LXXX", "XC")
    for units in ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")
)
_ROMAN_VALUES = {roman: value for value, roman in enumerate(_ROMAN) if value}

_INVISIBLE = (0xAD, 0x61C, 0xFEFF, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x206A))
_LOOKALIKES = str.maketrans(
    dict(zip("АВЕІКМНОРСТХ", "ABEIKMHOPCTX", strict=True))
    | {chr(zero + digit): str(digit) for zero in (0x0660, 0x06F0) for digit in range(10)}
    | dict.fromkeys("‐‑‒–—―−", "-")
    | dict.fromkeys("_⁄∕", "/")
    | dict.fromkeys(map(chr, _INVISIBLE))
)


def fold(text: str) -> str:
    """One spelling of what is written alike: width, case, look-alike letters, Arabic digits, dashes, blanks."""
    return " ".join(unicodedata.normalize("NFKC", text).upper().translate(_LOOKALIKES).split())


_SERIES_WORDS = {
    fold(word): series
    for series, words in {
        "RES": "RES. RESOLUTION RÉSOLUTION RESOLUCIÓN РЕЗОЛЮЦИЯ 决议 決議 قرار القرار",
        "DEC": "DEC. DECISION DÉCISION DECISIÓN РЕШЕНИЕ 决定 決定 مقرر المقرر",
    }.items()
    for word in words.split()
}
_SERIES_WORD = "|".join(re.escape(word) for word in _SERIES_WORDS)

# matches: 第 58/58 号决议
# matches: 第58/58号
# rejects: 58/58
NUMBERED = re.compile(rf"^第 ?(?P<core>[^第号號]+)[号號] ?(?P<word>{_SERIES_WORD})?$")

# matches: RESOLUTION 58/58
# matches: UNGA RES. 58/58
# rejects: A/RES/58/58
SPOKEN = re.compile(rf"^(?:UN |UNGA |UNSC )?(?P<word>{_SERIES_WORD}) (?P<core>.+)$")

# matches: 1514 (د-15)
# matches: دإ-10/2
# matches: دإط-10/15
# rejects: 10/2
ARABIC_SESSION = re.compile(r"د ?(?:([إا]) ?(ط ?)?)?- ?(?=[0-9])")

_PREFIX = r"^(?:(?P<organ>A/HRC|A|S|E)[/ -]?(?P<series>RES|DEC)[/ -]?)?"
_NUMBER = r"0{0,3}(?P<number>[1-9][0-9]{0,4})"

# matches: A/RES/49/75 G
# matches: ES-10/15
# matches: A RES 58 58
# rejects: A/58/462
# rejects: 2003/12/31
SLASHED = re.compile(
    rf"{_PREFIX}(?:(?P<special>E?S)-?)?0?(?P<session>[1-9][0-9]{{0,3}})(?P<between> ?[/ -] ?){_NUMBER} ?(?P<part>[A-Z]?)$"
)

# matches: ARES5858
# matches: ARES4975G
# rejects: ARES58
COMPACT = re.compile(
    rf"^(?P<organ>A)(?P<series>RES|DEC)(?:(?P<special>E?S)-?)?(?P<session>[1-9][0-9]){_NUMBER}(?P<part>[A-Z]?)$"
)

# matches: 217 A (III)
# matches: A/RES/217(III)A
# matches: 3201 (S-VI)
# rejects: 1325 (2000)
ROMAN = re.compile(
    rf"{_PREFIX}{_NUMBER} ?(?P<first>[A-Z]?) ?\( ?(?:(?P<special>E?S) ?- ?)?(?P<session>[IVXLC]{{1,8}}|[1-9][0-9]?) ?\)"
    r" ?(?P<part>[A-Z]?)$"
)

# matches: 1325 (2000)
# matches: S/RES/1325(2000)
# rejects: 2758 (XXVI)
YEAR = re.compile(rf"{_PREFIX}{_NUMBER} ?\( ?(?P<session>19[4-9][0-9]|20[0-9]{{2}}) ?\)$")

# matches: NPT/CONF.2010/50 (VOL. I)
# rejects: A/60/88 AND CORR.2
BLANK = re.compile(r" ?([/()]) ?|(?<=\.) |(?<=PART) |(?<=RESUMPTION) |(?<=[0-9]) (?=[A-Z]$)")

# matches: A/52/871-S/1998/318
# rejects: S-10/2
COMPOUND = re.compile(r"(?<=[0-9A-Z)])-(?=[A-Z]{1,8}/)")

# matches: A/CONF.192/15
# matches: A/AC.109/2020/L.1/ADD.1
# matches: GC(64)/RES/15
# rejects: A/../15
# rejects: A/60/88.JSON/1
# rejects: A/60/88 AND CORR.2
DOCUMENT = re.compile(
    r"^[A-Z]{1,10}[0-9]{0,3}(?:\([0-9]{1,3}\))?"
    r"(?:/[A-Z0-9]{1,16}(?:\.[0-9IVX][A-Z0-9]{0,7}|-[A-Z0-9]{1,8})*(?:\([A-Z0-9.-]{1,16}\)[A-Z]?)?)+$"
)

# matches: A/58/462
# rejects: HIV/AIDS
DIGIT_AT_END = re.compile(r"[0-9][^/]*$")

# matches: A/60/123456
# rejects: A/60/12345
LONG_NUMBER = re.compile(r"[0-9]{6}")

# matches: A/60/88/CORR.2
# rejects: A/RES/58/58
MIXED_CASE = re.compile(r"\b(?:ADD|AMEND|CORR|DECL?|MOD|PART|RES|RESUMPTION|REV|SUB|VOL)(?=[.0-9IVX])")

# matches: A/60
# rejects: A
DIGITS = re.compile(r"([0-9]+)")

# matches: 58
# matches: S-10
# matches: 50(Vol.I)
# rejects: CONF.192
NUMERIC = re.compile(r"^((?:E?S-)?[0-9]+)(\(.*\))?$")

# matches: Corr.2
# matches: Rev.1
# rejects: L.23
SUFFIX = re.compile(r"^(?:Add|Amend|Corr|Mod|Rev|Summary)\b")

SortKey = tuple[str, int, int, str, int, tuple[str | int, ...], str]
"""Organ, kind of session (regular, special, emergency), session, series, number, text with numbers as numbers, text."""


@total_ordering
@dataclass(frozen=True, slots=True)
class Symbol:
    """A document symbol; made by `parse` or `numbered`, ordered by organ, session, number and part.

    text      canonical, without blanks: `A/RES/49/75G`, `A/52/871-S/1998/318`, `A/60/88/Corr.2`
    organ     `A`, `S`, `E`, `A/HRC`; of other documents the first component
    series    `RES`, `DEC`, else the components between organ and numbers: `CONF.192`, `PRST`, or empty
    session   as in the symbol: `58`, `S-10`, `XXVI`, `2000` (a year, where there are no sessions); None without one
    number    within the session or the series; None without one
    part      letter of a resolution, or the rest of a document's symbol (`Corr.2`, `L.23/Add.1`); else empty
    """

    organ: str
    series: str
    session: str | None
    number: int | None
    part: str
    text: str

    def __str__(self) -> str:
        return self.text

    def __lt__(self, other: Symbol) -> bool:
        return self.sort_key < other.sort_key

    @property
    def is_numbered(self) -> bool:
        """Whether this is a resolution or decision of an organ that numbers them by session or year."""
        return self.organ in ORGANS and self.series in {"RES", "DEC"} and len(self.part) <= 1

    @property
    def is_resolution(self) -> bool:
        """Whether this is a resolution's own symbol: neither a decision's nor its corrigendum's."""
        return self.is_numbered and self.series == "RES"

    @property
    def components(self) -> tuple[str, ...]:
        """What stands between the slashes."""
        return tuple(self.text.split("/"))

    @property
    def members(self) -> tuple[str, ...]:
        """The symbols that a compound joins (`A/52/871`, `S/1998/318`); of any other, its own alone."""
        return tuple(COMPOUND.split(self.text))

    @property
    def short(self) -> str:
        """As people say it: `49/75 G`, `217 A (III)`, `1325 (2000)`; of other documents the whole symbol."""
        if not self.is_numbered:
            return self.text
        part = f" {self.part}" if self.part else ""
        if _is_bracketed(self.organ, self.session or ""):
            return f"{self.number}{part} ({self.session})"
        return f"{self.session}/{self.number}{part}"

    @property
    def address(self) -> str:
        """Path without extension, relative to the site's root, as `A/RES/49/75G`.

        No two differ by case alone, none has `.` or `..` for a component, none ends in `index`.
        """
        return self.text

    @property
    def session_address(self) -> str:
        """Folder of the organ's session, as `A/RES/58`, `A/RES/XXVI`, `S/RES/2000`."""
        return "/".join(filter(None, (self.organ, self.series, self.session)))

    @property
    def sort_key(self) -> SortKey:
        """What the order of symbols is made of; equal for equal symbols only."""
        pieces = DIGITS.split(self.text)
        natural = tuple(int(piece) if at % 2 else piece for at, piece in enumerate(pieces))
        kind, session = _session_value(self.session or "")
        return (self.organ, kind, session, self.series, self.number or 0, natural, self.text)


def numbered(organ: str, series: str, session: str, number: int, part: str = "") -> Symbol:
    """The symbol of a resolution (series `RES`) or decision (`DEC`): organ `A`, `A/HRC`, `E` or `S`.

    session: `58`, `S-10`, `XXVI`, `S-VI`, or a year (`2000`) for the Security Council and, since 1978, `E`.
    """
    tail = f"{number}({session}){part}" if _is_bracketed(organ, session) else f"{session}/{number}{part}"
    return Symbol(organ, series, session, number, part, f"{organ}/{series}/{tail}")


def parse(text: str) -> Symbol:
    """The symbol that a text is, in any spelling; raises SymbolError.

    Without an organ, `58/58`, `S-10/2` and `217 A (III)` are the Assembly's, `1325 (2000)` the Security Council's, and
    `1503 (XLVIII)` the Economic and Social Council's. Resolutions are meant unless a word or the symbol says decision.
    """
    if len(text) > LONGEST:
        raise SymbolError(f"A text of {len(text)} characters is not a document symbol; the longest have {LONGEST}.")
    return _parse(text)


def spellings(symbol: Symbol) -> tuple[str, ...]:
    """The ways people write a symbol, the canonical one first; each is read as that symbol by `parse`."""
    if not symbol.is_numbered:
        return (symbol.text,)
    short, bare = symbol.short, symbol.short.replace(" ", "")
    chinese, english = {"RES": ("决议", "resolution"), "DEC": ("决定", "decision")}[symbol.series]
    spoken = (short, bare, f"第 {short} 号{chinese}", f"第{bare}号{chinese}", f"第{bare}号", f"{english} {short}")
    compact = re.sub(r"[/-]", "", symbol.text)
    candidates = dict.fromkeys((symbol.text, f"{symbol.organ}/{symbol.series}/{short}", *spoken, compact))
    return tuple(spelling for spelling in candidates if _is_spelling(spelling, symbol))


def suffixes(symbol: Symbol) -> tuple[str, ...]:
    """The ends of a symbol that name it to a reader: `A/RES/58/241`, `RES/58/241`, `58/241`; the whole one first.

    Of a compound also the symbols it joins. Every end has a slash or a bracket: a number alone names nothing.
    """
    ends = (member[at:] for member in (symbol.text, *symbol.members) for at in _starts(member))
    return tuple(dict.fromkeys(end for end in ends if "/" in end or "(" in end))


def official_address(symbol: Symbol, language: str, pattern: str = OFFICIAL_PATTERN) -> str:
    """Where the United Nations shows the document, quoted for a URL; the pattern names `{language}` and `{symbol}`."""
    quoted = quote(symbol.text, safe="/()")
    return pattern.replace("{language}", quote(language, safe="")).replace("{symbol}", quoted)


@lru_cache(maxsize=1 << 16)
def _parse(text: str) -> Symbol:
    core, series = _without_words(fold(text))
    for read in (_slashed, _roman, _year, _compact):
        if symbol := read(core, series):
            return symbol
    if symbol := _document(BLANK.sub(r"\1", core)):
        return symbol
    raise SymbolError(f"{text!r} is not a document symbol; write it like A/RES/58/58 or A/CONF.192/15.")


def _without_words(text: str) -> tuple[str, str]:
    """A folded text without the words around a number (第 … 号决议, RESOLUTION …), and the series they name."""
    found = NUMBERED.search(text) or SPOKEN.search(text)
    core = found["core"].strip() if found else text
    series = _SERIES_WORDS[found["word"]] if found and found["word"] else "RES"
    return ARABIC_SESSION.sub(_latin_session, core), series


def _latin_session(found: re.Match[str]) -> str:
    special, emergency = found.groups()
    return "ES-" if emergency else "S-" if special else ""


def _slashed(core: str, series: str) -> Symbol | None:
    found = SLASHED.search(core)
    if not found:
        return None
    organ, special, session = found["organ"], found["special"], found["session"]
    if organ is None and ("/" not in found["between"] or not (special or int(session) >= FIRST_SLASHED_SESSION)):
        return None
    if organ == "S" or (len(session) == YEAR_DIGITS) != (organ == "E"):
        return None
    session = f"{special}-{session}" if special else session
    return numbered(organ or "A", found["series"] or series, session, int(found["number"]), found["part"])


def _roman(core: str, series: str) -> Symbol | None:
    found = ROMAN.search(core)
    if not found or (found["first"] and found["part"]) or found["organ"] in {"S", "A/HRC"}:
        return None
    session = _ROMAN[int(found["session"])] if found["session"].isdigit() else found["session"]
    if session not in _ROMAN_VALUES:
        return None
    organ = found["organ"] or ("E" if _ROMAN_VALUES[session] >= FIRST_SLASHED_SESSION else "A")
    session = f"{found['special']}-{session}" if found["special"] else session
    return numbered(organ, found["series"] or series, session, int(found["number"]), found["first"] + found["part"])


def _year(core: str, series: str) -> Symbol | None:
    found = YEAR.search(core)
    if not found or found["organ"] not in {None, "S"}:
        return None
    return numbered("S", found["series"] or series, found["session"], int(found["number"]))


def _compact(core: str, _series: str) -> Symbol | None:
    found = COMPACT.search(core)
    if not found:
        return None
    session = f"{found['special']}-{found['session']}" if found["special"] else found["session"]
    return numbered("A", found["series"], session, int(found["number"]), found["part"])


def _document(core: str) -> Symbol | None:
    """Any other document, or several joined by hyphens: the fields are those of the first."""
    members = COMPOUND.split(core)
    if not all(map(_is_document, members)):
        return None
    text = MIXED_CASE.sub(lambda found: found[0].capitalize(), core)
    organ, *rest = COMPOUND.split(text)[0].split("/")
    series, session, number, part = _document_fields(rest)
    symbol = Symbol(organ, series, session, number, part, text)
    return None if symbol.is_numbered else symbol


def _is_document(core: str) -> bool:
    fits = DOCUMENT.search(core) and DIGIT_AT_END.search(core) and not LONG_NUMBER.search(core)
    return bool(fits) and core.split("/")[0] not in RESERVED


def _document_fields(rest: list[str]) -> tuple[str, str | None, int | None, str]:
    """Series, session, number and part, from the components after the organ."""
    numeric = [NUMERIC.search(component) for component in rest]
    first = next((at for at, found in enumerate(numeric) if found), len(rest))
    series, tail = "/".join(rest[:first]), rest[first:]
    two = numeric[first : first + 2]
    session = None
    if len(tail) > 1 and (two[1] or not SUFFIX.search(tail[1])):
        session, *tail = tail
    found = NUMERIC.search(tail[0]) if tail else None
    if found and found[1].isdigit():
        return series, session, int(found[1]), "/".join(filter(None, (found[2], *tail[1:])))
    return series, session, None, "/".join(tail)


def _is_bracketed(organ: str, session: str) -> bool:
    """Whether the session stands in brackets behind the number: Roman sessions, and the Security Council's years."""
    return organ == "S" or session.removeprefix("E").removeprefix("S-") in _ROMAN_VALUES


def _session_value(session: str) -> tuple[int, int]:
    """Kind (0 regular, 1 special, 2 emergency special) and number of a session."""
    special, _, number = session.rpartition("-")
    value = _ROMAN_VALUES.get(number) or int("".join(filter(str.isdecimal, number)) or 0)
    return len(special), value


def _is_spelling(text: str, symbol: Symbol) -> bool:
    try:
        return parse(text) == symbol
    except SymbolError:
        return False


def _starts(text: str) -> list[int]:
    return [0, *(at + 1 for at, sign in enumerate(text) if sign == "/")]
