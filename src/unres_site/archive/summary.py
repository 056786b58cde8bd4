"""A resolution without its text: what lists, neighbours, citers and the report of quality need to know of it.

An archive of summaries answers what an archive of records does, at a hundredth of the size: so a build keeps the texts
of twenty thousand records out of memory.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from unres_site.errors import Diagnostic
from unres_site.records import Resolution, Run, Source, list_passages


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


def summarize(resolution: Resolution) -> Summary:
    """The summary of a record."""
    return Summary(
        resolution.symbol,
        resolution.language,
        resolution.title,
        resolution.adopted_on,
        Source(resolution.source.file, "", "", 0),
        list_cited(resolution),
        resolution.diagnostics,
    )


def list_runs(resolution: Resolution) -> Iterator[Run]:
    """All runs of a record in reading order."""
    for passage in list_passages(resolution):
        yield from passage.runs


def list_cited(text: Text) -> tuple[str, ...]:
    """The symbols that a text cites, each once, in the order of reading."""
    if isinstance(text, Summary):
        return text.cites
    return tuple({symbol: None for run in list_runs(text) for symbol in run.cites})
