"""The symbol itself: a value with one canonical text, an order and an address."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache, total_ordering

from unres_site.deferred import deferred
from unres_site.organs import get_organ, list_organs
from unres_site.symbols.text import ROMAN_VALUES

# matches: A/52/871-S/1998/318
# rejects: S-10/2
COMPOUND = deferred(r"(?<=[0-9A-Z)])-(?=[A-Z]{1,8}/)")

# matches: A/60
# rejects: A
DIGITS = deferred(r"([0-9]+)")

LETTERS = 2
"""Letters of a part at most: after Z come AA, BB … (53/77 AA)."""

FIRST_YEAR = 1946
"""In the place of a session a number from this one on is a year, as in S/RES/1325(2000)."""

SortKey = tuple[str, int, int, str, int, tuple[str | int, ...], str]
"""Organ, kind of session (regular, special, emergency), session, series, number, text with numbers as numbers, text."""


@total_ordering
@dataclass(frozen=True, slots=True)
class Symbol:
    """A document symbol; made by `parse` or `make_symbol`, ordered by organ, session, number and part.

    text      canonical, without blanks: `A/RES/49/75G`, `A/52/871-S/1998/318`, `A/60/88/Corr.2`
    organ     head of an organ's symbols: `A`, `S`, `E`, `A/HRC`; of other documents the first component
    series    `RES`, `DEC`, else the components between organ and numbers: `CONF.192`, `PRST`, or empty
    session   as in the symbol: `58`, `S-10`, `XXVI`, `2000` (a year, if there are no sessions), a conference's number
              (`224` of A/CONF.224); None without one
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
        return (
            self.organ in list_organs()
            and self.series in {"RES", "DEC"}
            and len(self.part) <= LETTERS
        )

    @property
    def members(self) -> tuple[str, ...]:
        """The symbols that a compound joins (`A/52/871`, `S/1998/318`); of any other, its own alone."""
        return tuple(COMPOUND.split(self.text))

    @property
    def short(self) -> str:
        """As people say it: `49/75 G`, `217 A (III)`, `1325 (2000)`; of other documents the whole symbol."""
        if not self.is_numbered or get_organ(self.organ).numbered_head:
            return self.text

        part = f" {self.part}" if self.part else ""
        if _is_bracketed(self.organ, self.session or ""):
            return f"{self.number}{part} ({self.session})"
        return f"{self.session}/{self.number}{part}"

    @property
    def is_continued(self) -> bool:
        """Whether numbers go on from one session to the next, as of the Security Council; else each begins with 1."""
        return _is_bracketed(self.organ, self.session or "")

    @property
    def is_special(self) -> bool:
        """Whether this is of a special or an emergency special session: S-10, ES-10, S-VI."""
        return "S-" in (self.session or "")

    @property
    def address(self) -> str:
        """Path without extension, relative to the site's root, as `A/RES/49/75G`.

        No two differ by case alone, none has `.` or `..` for a component, none ends in `index`.
        """
        return self.text

    @property
    def session_address(self) -> str:
        """Folder of the organ's session, as `A/RES/58`, `A/RES/XXVI`, `S/RES/2000`, `A/CONF.224/RES`."""
        return _name_session(
            self.organ, self.series, self.session, is_numbered=self.is_numbered
        )

    @property
    def sort_key(self) -> SortKey:
        """What the order of symbols is made of; equal for equal symbols only."""
        natural: list[str | int] = []
        for index, piece in enumerate(DIGITS.split(self.text)):
            is_number = index % 2 == 1
            natural.append(int(piece) if is_number else piece)

        kind, session = _rank_session(self.session or "")
        return (
            self.organ,
            kind,
            session,
            self.series,
            self.number or 0,
            tuple(natural),
            self.text,
        )


def make_symbol(
    organ: str, series: str, session: str, number: int, part: str = ""
) -> Symbol:
    """The symbol of a resolution (series `RES`) or decision (`DEC`): `organ` is the head of its symbols.

    session: `58`, `S-10`, `XXVI`, `S-VI`, or a year (`2000`) for the Security Council and, since 1978, `E`.
    """
    return Symbol(
        organ,
        series,
        session,
        number,
        part,
        write_symbol(organ, series, session, number, part),
    )


def write_symbol(
    organ: str, series: str, session: str, number: int, part: str = ""
) -> str:
    """The text of that symbol. To make the symbol too would take longer."""
    if get_organ(organ).numbered_head:
        return f"{organ}.{session}/{series}/{number}{part}"
    if _is_bracketed(organ, session):
        return f"{organ}/{series}/{number}({session}){part}"
    return f"{organ}/{series}/{session}/{number}{part}"


def _is_bracketed(organ: str, session: str) -> bool:
    """Whether the session is in brackets behind the number: Roman sessions, and the Security Council's years."""
    if get_organ(organ).bracketed == "year":
        return True

    number = session.removeprefix("E").removeprefix("S-")
    return number in ROMAN_VALUES


@lru_cache(maxsize=1024)  # it is asked for some ten times a text, and texts share it
def _name_session(
    organ: str, series: str, session: str | None, *, is_numbered: bool
) -> str:
    """The address of a session."""
    if is_numbered and get_organ(organ).numbered_head:
        return f"{organ}.{session}/{series}"

    fields = (organ, series, session)
    return "/".join(field for field in fields if field)


@lru_cache
def _rank_session(session: str) -> tuple[int, int]:
    """Kind (0 regular, 1 special, 2 emergency special) and number of a session."""
    special, _, number = session.rpartition("-")
    kind = len(special)  # of "", "S" and "ES"
    if number in ROMAN_VALUES:
        return kind, ROMAN_VALUES[number]

    digits = "".join(filter(str.isdecimal, number))
    return kind, int(digits or 0)
