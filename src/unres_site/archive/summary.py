"""A resolution without its text: what lists, neighbours, citers and the report of quality need to know of it.

An archive of summaries answers the same questions as an archive of records, and is a hundred times smaller. So a build
of twenty thousand records need not keep their texts in memory.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from unres_site.errors import Diagnostic
from unres_site.records import Resolution, Run, Source, list_passages


class Summary(msgspec.Struct, frozen=True, array_like=True):
    """The fields of a `Resolution` by their names, and `cites`: the symbols that it cites, in the order of reading.

    Its `source` has only the file. So a summary changes only if something changes that other pages show of the text.
    """

    symbol: str
    language: str
    title: str
    adopted_on: str | None
    source: Source
    cites: tuple[str, ...]
    diagnostics: tuple[Diagnostic, ...] = ()
    general_title: str = ""
    topics: tuple[str, ...] = ()


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
        resolution.general_title,
        resolution.topics,
    )


def make_full_title(text: Text) -> str:
    """The title that the parts of a resolution share, and the part's own: `Lighthouses — Report of the meeting`."""
    return " — ".join(filter(None, (text.general_title, text.title)))


def list_runs(resolution: Resolution) -> Iterator[Run]:
    """All runs of a record in reading order."""
    for passage in list_passages(resolution):
        yield from passage.runs


def list_cited(text: Text) -> tuple[str, ...]:
    """The symbols that a text cites, each once, in the order of reading."""
    if isinstance(text, Summary):
        return text.cites
    symbols: dict[str, None] = {}
    for run in list_runs(text):
        symbols.update(dict.fromkeys(run.cites))
    return tuple(symbols)
