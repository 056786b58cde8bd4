"""Dates that contradict each other: that of the closing, of the heading, and the session or year in the symbol."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from unres_site.damage.evidence import Damage, Evidence
from unres_site.languages import patterns
from unres_site.organs import get_organ
from unres_site.records import Field
from unres_site.symbols.text import ROMAN_VALUES

HEADING_FIELDS = ("number", "adoption")
"""Fields above the text that may say when it was adopted."""


def find_differing_dates(text: Evidence) -> Iterator[Damage]:
    """A date of adoption above the text that is another than the one below it."""
    adopted = text.resolution.adopted_on
    if adopted is None or not any(
        field.name in ("date", "meeting") for field in text.resolution.fields
    ):
        return
    for field in text.resolution.fields:
        date = _read_date(field, text) if field.name in HEADING_FIELDS else None
        if date is not None and date != adopted:
            yield Damage(
                "date-differs", field.spans[0][0], {"date": date, "other": adopted}
            )


def find_dates_outside_the_session(text: Evidence) -> Iterator[Damage]:
    """A date of adoption in a year in which the session of the symbol did not meet, or other than its year."""
    adopted = text.resolution.adopted_on
    session = text.symbol.session
    if adopted is None or session is None or not text.symbol.is_numbered:
        return
    if not _includes(text.symbol.organ, session, int(adopted[:4])):
        details = {"date": adopted, "symbol": text.symbol.text}
        yield Damage("date-outside", _find_date_place(text), details)


def _includes(organ: str, session: str, year: int) -> bool:
    """Whether a session, or a year in its place, may have a resolution of that year; unknown sessions may."""
    number = int(session) if session.isdigit() else ROMAN_VALUES.get(session)
    if number is None:
        return True
    if number >= FIRST_YEAR:
        return number == year
    sessions = get_organ(organ).sessions
    return sessions is None or sessions.includes(number, year)


FIRST_YEAR = 1946
"""A number from this on is a year and no session."""


def _read_date(field: Field, text: Evidence) -> str | None:
    """The date in a field as ISO 8601 writes it."""
    found = patterns.find_date(text.language, field.text)
    try:
        return dt.date(*found).isoformat() if found else None
    except ValueError:
        return None


def _find_date_place(text: Evidence) -> int:
    """Where the date of adoption is printed: in the closing, or else above the text."""
    for name in ("date", "meeting", *HEADING_FIELDS):
        for field in text.resolution.fields:
            if field.name == name and _read_date(field, text):
                return field.spans[0][0]
    return text.title.start
