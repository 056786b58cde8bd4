"""The files that a browser searches with: classic scripts, for a page from a disk may load nothing else.

    search/header.js             the number and lengths of texts, sessions and years, the first term of each shard
    search/terms/0.js …          terms in order, with their postings; a query loads the shards of its own terms
    search/texts/0.js …          symbols, titles, dates, addresses: what a list of results shows
    search/dates.js              all dates, for sorting
    search/passages/A/RES/58/58.js   the paragraphs and notes of one text, for checks and snippets

Each calls `unresSearch.receive(name, value)`, the name being its path without `search/` and `.js`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from itertools import groupby

from unres_site.search.documents import Document
from unres_site.search.index import FIELDS, Index, Postings

Shard = tuple[int, list[list[object]]]
"""The rank of the first term, then for each term its name and a list of gaps and counts a field."""

SHARD_CHARACTERS = 16_000
"""Characters of JSON in a shard of terms, about 4 KB compressed; a single term may need more."""

BLOCK = 64
"""Texts in a block of symbols and titles."""


def shard_files(index: Index, documents: Sequence[Document]) -> Iterator[tuple[str, bytes]]:
    """All files, in a fixed order: address below the site's root, content."""
    shards = list(term_shards(index))
    yield _script("header", header(index, documents, [str(terms[0][0]) for _, terms in shards]))
    for number, shard in enumerate(shards):
        yield _script(f"terms/{number}", shard)
    for start in range(0, len(documents), BLOCK):
        yield _script(f"texts/{start // BLOCK}", [_entry(one) for one in documents[start : start + BLOCK]])
    yield _script("dates", [document.adopted_on for document in documents])
    for document in documents:
        yield _script(f"passages/{document.address.removesuffix('.html')}", [_trimmed(p) for p in document.passages])


def header(index: Index, documents: Sequence[Document], first_terms: list[str]) -> dict[str, object]:
    """What every query needs. Sessions and years are runs of texts: value, number of texts."""
    return {
        "texts": len(documents),
        "block": BLOCK,
        "fields": list(FIELDS),
        "boosts": list(FIELDS.values()),
        "lengths": index.lengths,
        "sessions": _stretches([document.session for document in documents]),
        "years": _stretches([document.adopted_on[:4] for document in documents]),
        "shards": first_terms,
    }


def term_shards(index: Index) -> Iterator[Shard]:
    """The terms in order, cut where a shard is full."""
    terms: list[list[object]] = []
    start = size = 0
    for rank, (term, postings) in enumerate(index.postings.items()):
        entry: list[object] = [term, *_gaps(postings)]
        entry_size = len(_json(entry))
        if terms and size + entry_size > SHARD_CHARACTERS:
            yield start, terms
            terms, start, size = [], rank, 0
        terms.append(entry)
        size += entry_size
    if terms:
        yield start, terms


def _gaps(postings: Postings) -> Iterator[list[int]]:
    for field in postings:
        numbers = list(field)
        gaps = (number - before for number, before in zip(numbers, [0, *numbers], strict=False))
        yield [value for pair in zip(gaps, field.values(), strict=True) for value in pair]


def _entry(document: Document) -> list[str]:
    return [document.symbol, document.title, document.adopted_on, document.address, document.language]


def _trimmed(passage: tuple[object, ...]) -> list[object]:
    return list(passage if passage[-1] else passage[:-1])


def _stretches(values: list[str]) -> list[tuple[str, int]]:
    return [(value, len(list(group))) for value, group in groupby(values)]


def _script(name: str, value: object) -> tuple[str, bytes]:
    return f"search/{name}.js", f"unresSearch.receive({_json(name)},{_json(value)});\n".encode()


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
