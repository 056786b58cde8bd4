"""What the loader promises of every text: its characters are in the record or in the ledger, once each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from unres_site.loader.decode.source import LOST_HYPHEN, RADICAL, common
from unres_site.records import Note, Paragraph, Reading, Resolution, Run, Span


def spans_of(reading: Reading) -> Iterator[tuple[tuple[Span, ...], str]]:
    """Every piece of a reading that has spans, with its words."""
    for resolution in reading.resolutions:
        yield from _resolution(resolution)
        for entry in resolution.ledger:
            yield entry.spans, entry.text if entry.reason != "control-character" else ""


def _resolution(resolution: Resolution) -> Iterator[tuple[tuple[Span, ...], str]]:
    yield from _runs(resolution.title_runs)
    yield from _paragraphs(resolution.body)
    for field in resolution.fields:
        yield field.spans, field.text
    for note in resolution.notes:
        yield from _note(note)
    for annex in resolution.annexes:
        yield annex.label_spans, annex.label
        yield from _runs(annex.title_runs)
        yield from _paragraphs(annex.body)


def _note(note: Note) -> Iterator[tuple[tuple[Span, ...], str]]:
    yield note.label_spans, note.label or ""
    yield from _runs(note.runs)


def _paragraphs(paragraphs: Sequence[Paragraph]) -> Iterator[tuple[tuple[Span, ...], str]]:
    for paragraph in paragraphs:
        yield paragraph.label_spans, paragraph.label or ""
        yield from _runs(paragraph.runs)
        yield from _paragraphs(paragraph.children)


def _runs(runs: Sequence[Run]) -> Iterator[tuple[tuple[Span, ...], str]]:
    for run in runs:
        if run.insert is None:
            yield run.spans, run.text if run.text is not None else run.note or ""


def tight(text: str) -> str:
    """The text without white space."""
    return "".join(text.split())


def check(text: str, reading: Reading) -> None:
    """Assert conservation of a text that was read: disjoint spans, equal words, and nothing left over.

    A hyphen that an extractor writes as no character is read as a hyphen, a radical as its character.
    """
    text = RADICAL.sub(common, LOST_HYPHEN.sub("-", text))
    taken: list[Span] = []
    for spans, words in spans_of(reading):
        taken += spans
        found = tight("".join(text[start:end] for start, end in spans))
        assert not words or found == tight(words), f"the record says {words!r}, the source {found!r}"
    taken.sort()
    left, at = "", 0
    for start, end in taken:
        assert start >= at, f"characters {start} to {at} are taken twice: {text[start:at]!r}"
        left += text[at:start]
        at = end
    left += text[at:]
    assert not left.strip(), f"lost: {tight(left)[:80]!r}"
