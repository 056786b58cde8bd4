"""What the loader promises of every text: its characters are in the record or in the ledger, once each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from unres_site.loader.decode.source import (
    DECOMPOSED,
    LOST_HYPHEN,
    RADICAL,
    SourceText,
    compose,
    find_common,
)
from unres_site.records import Passage, Reading, Resolution, Run, Span, list_passages

Piece = tuple[tuple[Span, ...], str]
"""Spans of the source, and the words that the record has from there."""

PrintedNotes = set[tuple[str, str]]
"""The number and the words of each note that has its spans."""


def pieces(reading: Reading) -> Iterator[Piece]:
    """Every piece of a reading, with its words; copies of notes are left out.

    A note that several parts call is in the first of them. The others have a copy of it, without spans.
    """
    printed: PrintedNotes = set()
    for resolution in reading.resolutions:
        passages = list(list_passages(resolution))
        for passage in passages:
            if not _is_copy(passage, printed):
                yield from _read_passage(passage)
        printed |= {
            (one.number, _join_words(one.runs))
            for one in passages
            if one.kind == "note"
        }
        yield from _read_around(resolution)


def _is_copy(passage: Passage, printed: PrintedNotes) -> bool:
    """Whether it is a note without spans that an earlier part of the text has, word for word."""
    has_spans = passage.label_spans or any(run.spans for run in passage.runs)
    if passage.kind != "note" or passage.label or has_spans:
        return False
    return (passage.number, _join_words(passage.runs)) in printed


def _join_words(runs: Sequence[Run]) -> str:
    """The words of the source in runs: what an editor inserts is not among them."""
    return "".join([run.text or run.note or "" for run in runs if run.insert is None])


def _read_passage(passage: Passage) -> Iterator[Piece]:
    """Label and runs; what an editor inserts is not in the source."""
    yield passage.label_spans, passage.label
    for run in passage.runs:
        if run.insert is None:
            yield run.spans, _join_words([run])
        else:
            assert not run.spans, f"{run.insert!r} is inserted, but has spans"


def _read_around(resolution: Resolution) -> Iterator[Piece]:
    """Fields and ledger."""
    for field in resolution.fields:
        yield field.spans, field.text
    for entry in resolution.ledger:
        if entry.reason != "control-character":
            yield entry.spans, entry.text


def list_controls(reading: Reading) -> Iterator[tuple[Span, str]]:
    """Where the ledgers say that control characters are, and which ones: `U+0000`."""
    for resolution in reading.resolutions:
        for entry in resolution.ledger:
            if entry.reason == "control-character":
                yield from [(span, entry.text) for span in entry.spans]


def tight(text: str) -> str:
    """The text without white space."""
    return "".join(text.split())


def restore(source: SourceText) -> str:
    """The text as it was decoded, with its control characters."""
    signs = list(source.text)
    for at, sign in source.holes:
        signs[at] = sign
    return "".join(signs)


def check(text: str, reading: Reading) -> None:
    """Assert conservation of a text that was read: disjoint spans, equal words, and nothing left over.

    A hyphen that an extractor writes as no character is read as a hyphen, a radical as its character, and a letter with
    its accents as one character.
    """
    text = DECOMPOSED.sub(compose, text)
    text = RADICAL.sub(find_common, LOST_HYPHEN.sub("-", text))
    taken: list[Span] = []
    for (start, end), name in list_controls(reading):
        sign = text[start:end]
        assert name == f"U+{ord(sign):04X}", f"the ledger says {name}, not {sign!r}"
        taken.append((start, end))
    for spans, words in pieces(reading):
        taken += spans
        # control characters within words are in the ledger
        found = tight("".join(text[start:end] for start, end in spans))
        assert found == tight(words), f"the record says {words!r}, the source {found!r}"
    left = _find_left(text, sorted(taken))
    assert not left, f"lost: {left[:80]!r}"


def _find_left(text: str, taken: Sequence[Span]) -> str:
    """What is in none of the spans, without white space; they must be disjoint."""
    left, at = "", 0
    for start, end in taken:
        twice = text[start:at]
        assert start >= at, f"characters {start} to {at} are taken twice: {twice!r}"
        left += text[at:start]
        at = end
    return tight(left + text[at:])
