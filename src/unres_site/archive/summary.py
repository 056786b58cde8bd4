"""A resolution without its text: what lists, neighbours, citers and the report of quality need to know of it.

An archive of summaries answers the same questions as an archive of records, and is a hundred times smaller. So a build
of twenty thousand records need not keep their texts in memory.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from unres_site.archive.instruments.namings import Naming, find_namings
from unres_site.archive.mentions import Mention, find_mentions, list_anchors
from unres_site.archive.recalled import find_item, find_predecessor, find_recalled
from unres_site.archive.series import SeriesFacts
from unres_site.errors import Diagnostic
from unres_site.records import Resolution, Run, Source, list_passages
from unres_site.symbols import Symbol

_encode_mentions = msgspec.msgpack.Encoder().encode
_decode_mentions = msgspec.msgpack.Decoder(tuple[Mention, ...]).decode
_encode_namings = msgspec.msgpack.Encoder().encode
_decode_namings = msgspec.msgpack.Decoder(tuple[Naming, ...]).decode


class Summary(msgspec.Struct, frozen=True, array_like=True):
    """The fields of a `Resolution` by their names, and `cites`: the symbols that it cites, in the order of reading.

    mentions     where it cites resolutions, encoded: few builds need those of more than a few texts (`list_mentions`).
                 No relation may depend on them (`pipeline.requoting`)
    item         the item that it asks to include in a later agenda
    recalled     the resolutions of its organ that it recalls, a likely predecessor first
    series       the series that an editor says it is of
    namings      the instruments that it names, encoded too (`list_namings`)
    anchors      the addresses that places in it may have (`mentions.find_anchor`), with a space between
    predecessor  the one of the recalled that seems to be its predecessor

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
    mentions: bytes = b""
    anchors: str = ""
    item: str = ""
    recalled: tuple[str, ...] = ()
    series: str = ""
    namings: bytes = b""
    predecessor: str = ""


Text = Resolution | Summary
"""What an archive is made of."""


def summarize(resolution: Resolution) -> Summary:
    """The summary of a record."""
    mentions = tuple(find_mentions(resolution))
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
        _encode_mentions(mentions),
        list_anchors(resolution),
        find_item(resolution),
        find_recalled(resolution.symbol, mentions),
        resolution.series,
        _encode_namings(find_namings(resolution)),
        find_predecessor(resolution, mentions),
    )


def make_full_title(text: Text) -> str:
    """The title that the parts of a resolution share, and the part's own: `Lighthouses — Report of the meeting`."""
    titles = (text.general_title, text.title)
    return " — ".join(filter(None, titles))


def list_runs(resolution: Resolution) -> Iterator[Run]:
    """All runs of a record in reading order."""
    for passage in list_passages(resolution):
        yield from passage.runs


def list_mentions(text: Text) -> tuple[Mention, ...]:
    """The passages in which a text cites resolutions."""
    if isinstance(text, Summary):
        if text.mentions:
            return _decode_mentions(text.mentions)
        return ()

    return tuple(find_mentions(text))


def group_mentions(text: Text) -> dict[str, tuple[Mention, ...]]:
    """The same by what they cite."""
    grouped: dict[str, list[Mention]] = {}
    for mention in list_mentions(text):
        grouped.setdefault(mention.symbol, []).append(mention)

    return {symbol: tuple(found) for symbol, found in grouped.items()}


def list_namings(text: Text) -> tuple[Naming, ...]:
    """The names of instruments in a text."""
    if isinstance(text, Summary):
        if text.namings:
            return _decode_namings(text.namings)
        return ()

    return find_namings(text)


def make_link(text: Text, symbol: Symbol) -> SeriesFacts:
    """What a text says of its series."""
    if isinstance(text, Summary):
        item, recalled = text.item, text.recalled
        predecessor = text.predecessor
    else:
        mentions = tuple(find_mentions(text))
        item, recalled = find_item(text), find_recalled(text.symbol, mentions)
        predecessor = find_predecessor(text, mentions)

    return SeriesFacts(
        symbol,
        text.language,
        text.title,
        item,
        recalled,
        text.series,
        predecessor,
    )


def get_anchors(text: Text) -> str:
    """The addresses that places in a text may have."""
    if isinstance(text, Summary):
        return text.anchors
    return list_anchors(text)


def list_cited(text: Text) -> tuple[str, ...]:
    """The symbols that a text cites, each once, in the order of reading."""
    if isinstance(text, Summary):
        return text.cites

    symbols: dict[str, None] = {}
    for run in list_runs(text):
        symbols.update(dict.fromkeys(run.cites))

    return tuple(symbols)
