"""When, at which meeting and by which vote a text was adopted: its closing tells, else its heading or masthead."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Literal

from unres_site.errors import Diagnostic
from unres_site.languages import Language, patterns
from unres_site.languages.numerals import (
    find_misread_number,
    read_number,
    restore_digits,
)
from unres_site.loader.assemble.printed.vote import find_miscounted_side, read_vote
from unres_site.loader.assemble.runs import Context, join_words
from unres_site.loader.body.blocks import Block
from unres_site.loader.body.parts import Part
from unres_site.loader.pieces import Mark
from unres_site.records import Note, Vote

CLOSING_KINDS = ("date", "meeting", "vote", "distribution")
"""Kinds of blocks that a closing is made of, and a note on the reissue below it."""

HIGHEST_MEETING = 9999
"""The highest number of a meeting that a misread one may be; a higher one has a digit too many."""


def find_date(
    part: Part,
    closing: Sequence[Block],
    context: Context,
    found: list[Diagnostic],
    *,
    old: bool,
) -> str | None:
    """The date of adoption as ISO 8601 writes it; None if the text has none.

    A day that the calendar does not have is added to `found`. `old`: the date of the masthead counts if there is no
    other.
    """
    date = _read_closing_date(closing, context, found)
    return date or _find_date_above(part, context, old=old)


def _read_closing_date(
    closing: Sequence[Block], context: Context, found: list[Diagnostic]
) -> str | None:
    """The date of the closing: in its block for the date, else anywhere in its first block."""
    if not closing:
        return None

    dated = [block for block in closing if block.kind == "date"]
    block = dated[0] if dated else closing[0]
    text = join_words(block.pieces)
    read = patterns.read_date if dated else patterns.find_date
    date = read(context.language, text)
    if date is None:
        return None

    iso = _format_iso(date)
    if iso is None:
        start = block.pieces[0].start
        found.append(context.source.diagnose("date-invalid", start, text=text))

    return iso


def _find_date_above(part: Part, context: Context, *, old: bool) -> str | None:
    """The date of the adoption line; in an `old` text also that of the masthead."""
    lines = _list_adoption_lines(part)
    if old:
        lines += [field.text for field in part.fields if field.name == "date-issued"]

    for line in lines:
        date = patterns.find_date(context.language, line)
        iso = _format_iso(date) if date else None
        if iso:
            return iso

    return None


def _format_iso(date: patterns.FoundDate) -> str | None:
    """The date as ISO 8601 writes it; None where the calendar has no such day."""
    try:
        return dt.date(*date).isoformat()
    except ValueError:
        return None


def find_meeting(
    part: Part, closing: Sequence[Block], context: Context, found: list[Diagnostic]
) -> int | None:
    """The number of the meeting; None if the text has none.

    Resolutions of the Security Council have it in the adoption line above the text. A number that is misread in the
    closing is added to `found`.
    """
    meeting = _read_closing_meeting(closing, context, found)
    return meeting or _find_meeting_above(part, context.language)


def _read_closing_meeting(
    closing: Sequence[Block], context: Context, found: list[Diagnostic]
) -> int | None:
    language = context.language
    meetings = [block for block in closing if block.kind == "meeting"]
    for block in meetings:
        match = patterns.find(language, language.meetings, block.one_line)
        if match:
            return read_number(language, match["number"])

    for block in meetings:
        text = block.one_line
        misread = find_misread_number(text)
        match = patterns.find(language, language.meetings, restore_digits(text))
        if misread and match:
            number = read_number(language, match["number"])
            if number is None or number > HIGHEST_MEETING:
                return None

            details = {"label": misread[0], "number": str(number)}
            start = block.pieces[0].start
            found.append(context.source.diagnose("meeting-misread", start, **details))
            return number

    return None


def _find_meeting_above(part: Part, language: Language) -> int | None:
    for line in _list_adoption_lines(part):
        meeting = patterns.find_meeting(language, line)
        if meeting:
            return meeting

    return None


def _list_adoption_lines(part: Part) -> list[str]:
    """What heading and masthead say of the adoption; the number may have its date on its own line."""
    number = part.number[1] if part.number else None
    lines = [number.text] if number else []
    lines.append(join_words(part.adoption))
    lines += [field.text for field in part.fields if field.name == "adoption"]
    lines += part.heading
    return lines


def find_vote(
    closing: Sequence[Block],
    notes: Sequence[Note],
    context: Context,
    found: list[Diagnostic],
) -> Vote | Literal["unanimous", "without-vote"] | None:
    """The vote that the closing tells, and those of the notes that the closing calls.

    A roll call that names more or fewer States than the vote counts is added to `found`.
    """
    language = context.language
    told = [block for block in closing if block.kind in CLOSING_KINDS]
    called = _find_called_numbers(told)
    texts = [_join_note(note) for note in notes if note.number in called]
    lines = [block.one_line for block in told]
    vote = read_vote(lines, texts, language)
    miscounted = (
        find_miscounted_side(lines, vote, language) if isinstance(vote, Vote) else None
    )

    if miscounted:
        named, count = map(str, miscounted)
        start = told[-1].pieces[0].start
        found.append(
            context.source.diagnose("roll-call-count", start, named=named, count=count)
        )

    return vote


def _find_called_numbers(blocks: Sequence[Block]) -> set[str]:
    """The numbers of notes that blocks call: by marks, or by a last word that was not read as a mark."""
    called = set()
    for block in blocks:
        called.add(block.one_line.split()[-1])
        for piece in block.pieces:
            if isinstance(piece, Mark):
                called.add(piece.number)

    return called


def _join_note(note: Note) -> str:
    """The words of a note."""
    words = [run.text or "" for run in note.runs]
    return "".join(words)
