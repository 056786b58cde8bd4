"""What the session of a symbol is called."""

from __future__ import annotations

from unres_site.organs import get_organ
from unres_site.site import addresses
from unres_site.site.views import SessionForm, SessionName
from unres_site.symbols import FIRST_YEAR, Symbol

ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}


def make_session_name(symbol: Symbol, folder: str) -> SessionName | None:
    """The session of a symbol, if it has one, as the site in the language of that folder has it."""
    if not symbol.session:
        return None

    address = addresses.make_session_address(symbol.session_address)
    return SessionName(folder + address, *read_session_form(symbol))


def read_session_form(symbol: Symbol) -> tuple[SessionForm, str]:
    """What a symbol's session is called by: `S-10` is special session 10, `XXI` the 21st, `2000` a year."""
    session = symbol.session or ""
    if get_organ(symbol.organ).numbered_head:
        return "conference", session

    head, _, tail = session.rpartition("-")
    number = str(_read_roman(tail)) if set(tail) <= ROMAN.keys() else tail
    if head:
        return ("emergency" if head == "ES" else "special"), number

    return (
        "year" if number.isdecimal() and int(number) >= FIRST_YEAR else "regular"
    ), number


def _read_roman(numeral: str) -> int:
    """The value of a Roman numeral: a digit before a greater one is subtracted."""
    total, before = 0, 0
    for digit in reversed(numeral):
        value = ROMAN[digit]
        total += value if value >= before else -value
        before = value

    return total
