"""What the loader promises of every text: its characters are in the record or in the ledger, once each."""

from __future__ import annotations

from collections.abc import Iterator

from unres_site.loader.decode.source import LOST_HYPHEN, RADICAL, common
from unres_site.records import Reading, Resolution, Span, list_passages

Piece = tuple[tuple[Span, ...], str]
"""Spans of the source, and the words that the record has from there."""


def pieces(reading: Reading) -> Iterator[Piece]:
    """Every piece of a reading that has spans, with its words."""
    for resolution in reading.resolutions:
        yield from _read(resolution)
        for field in resolution.fields:
            yield field.spans, field.text
        for entry in resolution.ledger:
            yield entry.spans, entry.text if entry.reason != "control-character" else ""


def _read(resolution: Resolution) -> Iterator[Piece]:
    """Labels and runs; what an editor inserts is not in the source."""
    for passage in list_passages(resolution):
        yield passage.label_spans, passage.label
        for run in passage.runs:
            if run.insert is None:
                yield run.spans, run.text if run.text is not None else run.note or ""


def tight(text: str) -> str:
    """The text without white space."""
    return "".join(text.split())


def check(text: str, reading: Reading) -> None:
    """Assert conservation of a text that was read: disjoint spans, equal words, and nothing left over.

    A hyphen that an extractor writes as no character is read as a hyphen, a radical as its character. A note that
    several parts call is in the first of them; the others have its words again, without spans.
    """
    text = RADICAL.sub(common, LOST_HYPHEN.sub("-", text))
    taken: list[Span] = []
    read = list(pieces(reading))
    known = {words for spans, words in read if spans}
    for spans, words in read:
        taken += spans
        if not spans and words in known:
            continue
        found = tight("".join(text[start:end] for start, end in spans))
        assert not words or found == tight(words), (
            f"the record says {words!r}, the source {found!r}"
        )
    taken.sort()
    left, at = "", 0
    for start, end in taken:
        assert start >= at, (
            f"characters {start} to {at} are taken twice: {text[start:at]!r}"
        )
        left += text[at:start]
        at = end
    left += text[at:]
    assert not left.strip(), f"lost: {tight(left)[:80]!r}"
