"""Facts around a text that contradict each other: dates, meetings, sessions, and the symbols of the masthead."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from unres_site.damage.evidence import Damage, Evidence
from unres_site.languages import patterns
from unres_site.languages.numerals import find_misread_number
from unres_site.organs import get_organ
from unres_site.records import Field
from unres_site.symbols import FIRST_YEAR, parse_or_none
from unres_site.symbols.text import ROMAN_VALUES

HEADING_FIELDS = ("number", "adoption")
"""Fields above the text that may say when it was adopted."""

DATED_FIELDS = (*HEADING_FIELDS, "date")
"""Fields above and below the text that may say so."""

MEETING_FIELDS = ("adoption", "meeting")
"""Fields that may say at which meeting."""


def find_differing_dates(text: Evidence) -> Iterator[Damage]:
    """A date of adoption, above the text or below it, that is another than the first one below it."""
    adopted = text.resolution.adopted_on
    if adopted is None or not any(
        field.name in ("date", "meeting") for field in text.resolution.fields
    ):
        return

    for field in text.resolution.fields:
        date = _read_date(field, text) if field.name in DATED_FIELDS else None
        if date is not None and date != adopted:
            yield Damage(
                "date-differs", field.spans[0][0], {"date": date, "other": adopted}
            )


def find_early_issues(text: Evidence) -> Iterator[Damage]:
    """A masthead that was issued before the text was adopted."""
    adopted = text.resolution.adopted_on
    for field in text.resolution.fields:
        if field.name != "date-issued":
            continue

        issued = _read_date(field, text)
        if adopted and issued and issued < adopted:
            details = {"date": issued, "other": adopted}
            yield Damage("issued-before", field.spans[0][0], details)


def find_differing_meetings(text: Evidence) -> Iterator[Damage]:
    """A meeting, above the text or below it, that is not the one of the record. Misread ones are not compared."""
    meeting = text.resolution.meeting
    for field in text.resolution.fields:
        if field.name not in MEETING_FIELDS or find_misread_number(field.text):
            continue

        other = patterns.find_meeting(text.language, field.text)
        if meeting and other and other != meeting:
            details = {"number": str(other), "other": str(meeting)}
            yield Damage("meeting-differs", field.spans[0][0], details)


def find_differing_sessions(text: Evidence) -> Iterator[Damage]:
    """A session in the masthead that is another than that of the symbol."""
    session = _read_session(text.symbol.session or "")
    if session is None or get_organ(text.symbol.organ).numbered_head:
        return

    for field in text.resolution.fields:
        if field.name != "session":
            continue

        named = patterns.read_session(text.language, field.text)
        if named is not None and named != session:
            details = {"session": str(named), "symbol": text.symbol.text}
            yield Damage("session-differs", field.spans[0][0], details)


def find_foreign_symbols(text: Evidence) -> Iterator[Damage]:
    """A line of the masthead that is the symbol of another document: of a draft, a decision, a report."""
    for field in text.resolution.fields:
        if field.name != "other":
            continue

        found = parse_or_none(field.text)
        if found and found != text.symbol:
            details = {"found": found.text, "symbol": text.symbol.text}
            yield Damage("masthead-symbol", field.spans[0][0], details)


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
    number = _read_session(session)
    if number is None:
        return True
    if number >= FIRST_YEAR:
        return number == year

    sessions = get_organ(organ).sessions
    return sessions is None or sessions.includes(number, year)


def _read_session(session: str) -> int | None:
    """The number of a session, or a year, in a symbol; None for special sessions."""
    if session.isdigit():
        return int(session)
    return ROMAN_VALUES.get(session)


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
