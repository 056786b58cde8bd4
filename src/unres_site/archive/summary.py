"""A resolution without its text: what lists, neighbours, citers and the report of quality need to know of it.

An archive of summaries answers what an archive of records does, at a hundredth of the size: so a build keeps the texts
of twenty thousand records out of memory.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain

import msgspec

from unres_site.errors import Diagnostic
from unres_site.records import Paragraph, Resolution, Run, Source


class Summary(msgspec.Struct, frozen=True, array_like=True):
    """The fields of a `Resolution` by their names, and `cites`: the symbols that it cites, in the order of reading.

    Of its `source` it knows the file alone: so it changes only with what others show of the text.
    """

    symbol: str
    language: str
    title: str
    adopted_on: str | None
    source: Source
    cites: tuple[str, ...]
    diagnostics: tuple[Diagnostic, ...] = ()


Text = Resolution | Summary
"""What an archive is made of."""


def summary_of(resolution: Resolution) -> Summary:
    """The summary of a record."""
    return Summary(
        resolution.symbol,
        resolution.language,
        resolution.title,
        resolution.adopted_on,
        Source(resolution.source.file, "", "", 0),
        cites_of(resolution),
        resolution.diagnostics,
    )


def runs_of(resolution: Resolution) -> Iterator[Run]:
    """All runs of a record as they are read: title, paragraphs with what stands below them, annexes, notes."""
    yield from resolution.title_runs
    yield from _runs_below(resolution.body)
    for annex in resolution.annexes:
        yield from annex.title_runs
        yield from _runs_below(annex.body)
    for note in resolution.notes:
        yield from note.runs


def cites_of(text: Text) -> tuple[str, ...]:
    """The symbols that a text cites, each once, in the order of reading."""
    if isinstance(text, Summary):
        return text.cites
    return tuple(dict.fromkeys(chain.from_iterable(run.cites for run in runs_of(text) if run.cites)))


def _runs_below(paragraphs: Iterable[Paragraph]) -> Iterator[Run]:
    for paragraph in paragraphs:
        yield from paragraph.runs
        if paragraph.children:
            yield from _runs_below(paragraph.children)
