"""Damage to notes: cut ones, ones that nothing calls, marks that skip numbers."""

from __future__ import annotations

from collections.abc import Iterator

from unres_site.damage.evidence import Damage, Evidence
from unres_site.deferred import deferred
from unres_site.organs import get_organ
from unres_site.records import Note

# matches: Resolution 60/1. 2 See A/CONF.192/15
# matches: 第 60/1 号决议。2 见 A/CONF.192/15
# rejects: A/58/1, para. 2
INNER_NOTE = deferred(r"[.。] ?(?P<number>\d{1,3})\.? ")
"""The number of a note behind the end of another one."""


def find_cut_notes(text: Evidence) -> Iterator[Damage]:
    """A note that ends without a sign: note 7 of A/RES/62/22 ends with `7 月 9 日至 20 日，纽`."""
    for note in text.resolution.notes:
        printed = [span for run in note.runs for span in run.spans]
        if note.condition == "truncated" or (note.condition == "supplied" and printed):
            spans = printed or note.label_spans
            if spans:
                offset, end = text.find_last_sign(spans)
                yield Damage(
                    "note-truncated", offset, {"number": note.number, "end": f"“{end}”"}
                )


def find_doubled_notes(text: Evidence) -> Iterator[Damage]:
    """A note within the words of another one, which it followed when a page was extracted twice."""
    words = {note.number: _join_words(note) for note in text.resolution.notes}
    for number, printed in words.items():
        for match in INNER_NOTE.finditer(printed):
            inner = match["number"]
            twice = inner in words and inner != number and bool(words[inner])
            if twice and printed.startswith(words[inner], match.end()):
                at = _find_start(text, number)
                yield Damage("note-doubled", at, {"number": inner, "other": number})


def _join_words(note: Note) -> str:
    return "".join([run.text or "" for run in note.runs])


def _find_start(text: Evidence, number: str) -> int:
    """The offset of a note that has words."""
    note = next(one for one in text.resolution.notes if one.number == number)
    spans = [*note.label_spans, *(span for run in note.runs for span in run.spans)]
    start, _ = spans[0]
    return start


def find_uncalled_notes(text: Evidence) -> Iterator[Damage]:
    """Notes that nothing calls: a mark that the extractor took for a page number, or text lost with its marks."""
    closing = [
        field.text
        for field in text.resolution.fields
        if field.name in ("date", "meeting")
    ]
    called = {*text.calls, *map(_find_mark_at_end, closing)}
    for note in text.resolution.notes:
        if (
            note.number not in called
            and note.condition != "unnumbered"
            and note.label_spans
        ):
            yield Damage(
                "note-unmarked", note.label_spans[0][0], {"number": note.number}
            )


def _find_mark_at_end(words: str) -> str:
    """The mark at the end of a closing: its last word, or the digits behind its point (`票通过。1`)."""
    last = words.rsplit(maxsplit=1)[-1]
    before = last.rstrip("0123456789")
    digits = last.removeprefix(before)
    return digits or last


def find_note_gaps(text: Evidence) -> Iterator[Damage]:
    """A mark that skips numbers whose notes are lost too: a page, or paragraphs with their marks, as 1–3 of 62/22.

    The first number may be any in a part, and in the volumes of an organ whose texts count on.
    """
    known = {note.number for note in text.resolution.notes if _is_numbered(note)}
    last = None if text.symbol.part or not get_organ(text.symbol.organ).titled else 0

    for called, mark in text.calls.items():
        if not called.isdigit():
            continue

        number = int(called)
        if (
            last is not None
            and number > last + 1
            and any(str(one) not in known for one in range(last + 1, number))
        ):
            yield Damage(
                "note-gap", mark.spans[0][0], {"number": called, "before": str(last)}
            )

        last = max(last or 0, number)


def _is_numbered(note: Note) -> bool:
    """Whether the source has the note with its number."""
    if note.condition == "supplied":
        return any(run.insert is None for run in note.runs)
    return note.condition not in ("missing", "unnumbered")
