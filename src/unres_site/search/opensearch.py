"""The archive for an OpenSearch or Elasticsearch server, for archives that are too large for a browser.

A document is a resolution with all that a result shows and all that filters need. Its paragraphs and notes are nested
passages. `own` has the terms of its own symbol and `passages.symbols` those of the symbols that a passage cites, as
`terms.tokens` makes them of every spelling. Texts are indexed twice: as single characters, for phrases of any length,
and as pairs of neighbours (`.pairs`), for texts that have only a part of a phrase. Traditional characters count as
simplified ones. `static/endpoint/` has the questions to the server.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from unres_site.records import Resolution
from unres_site.search.documents import SearchPassage, make_document, spell_symbol
from unres_site.search.terms.simplified import join_table
from unres_site.search.terms.tokens import list_symbol_terms, normalize, scan

FULL = 8_000_000
"""Bytes of a file of documents. Servers take requests of up to 100 MB and recommend smaller ones."""

_TEXT = {
    "type": "text",
    "analyzer": "characters",
    "fields": {"pairs": {"type": "text", "analyzer": "pairs"}},
}
_KEYWORD = {"type": "keyword"}
_KEPT = {"type": "keyword", "index": False, "doc_values": False}
"""For fields that are only shown."""


def index_definition() -> bytes:
    """Settings and mappings: the body of `PUT /{index}`, as JSON."""
    names = ("symbol", "own", "session", "year", "organ", "topic", "language")
    passages = {
        "type": "nested",
        "properties": {
            "text": _TEXT,
            "symbols": _KEYWORD,
            **dict.fromkeys(("anchor", "place", "number"), _KEPT),
            "cited": {"type": "object", "enabled": False},
        },
    }
    properties = {
        **dict.fromkeys(names, _KEYWORD),
        "address": _KEPT,
        "adopted": {"type": "date", "format": "strict_date"},
        "order": {"type": "integer"},
        "title": _TEXT,
        "passages": passages,
    }
    return _encode_json(
        {
            "settings": {"analysis": _make_analysis()},
            "mappings": {"dynamic": "strict", "properties": properties},
        }
    )


def _make_analysis() -> dict[str, Any]:
    """Each Han character is a token, or each two neighbours. Full width becomes half width, and all letters small."""
    read = {"type": "custom", "tokenizer": "standard", "char_filter": ["simplified"]}
    rows = [f"{one} => {other}" for one, other in zip(*join_table(), strict=True)]
    return {
        "char_filter": {"simplified": {"type": "mapping", "mappings": rows}},
        "analyzer": {
            "characters": read | {"filter": ["cjk_width", "lowercase"]},
            "pairs": read | {"filter": ["cjk_width", "lowercase", "cjk_bigram"]},
        },
    }


def write_bulk_files(
    texts: Iterable[Resolution], first_language: str, index: str
) -> Iterator[bytes]:
    """Bodies of `POST /_bulk` that put texts, in the archive's order, into an index."""
    waiting: list[bytes] = []
    size = 0
    for order, text in enumerate(texts):
        lines = _write_lines(text, first_language, index, order)
        if waiting and size + len(lines) > FULL:
            yield b"".join(waiting)
            waiting = []
            size = 0
        waiting.append(lines)
        size += len(lines)

    if waiting:
        yield b"".join(waiting)


def _write_lines(
    resolution: Resolution, first_language: str, index: str, order: int
) -> bytes:
    document = make_document(resolution, first_language)
    card = document.card
    found = {
        "symbol": card.symbol,
        "own": _own(card.symbol),
        "title": card.title,
        "adopted": card.adopted_on or None,
        "year": card.adopted_on[:4] or None,
        "session": card.session or None,
        "organ": card.organ,
        "topic": list(card.topics),
        "language": card.language,
        "address": card.address,
        "order": order,
        "passages": [
            _make_passage(passage)
            for passage in document.passages
            if passage.place != "title"
        ],
    }
    name = card.address.removesuffix(".html")
    action = {"index": {"_index": index, "_id": name}}
    return _encode_json(action) + _encode_json(found)


def _own(symbol: str) -> list[str]:
    terms: list[str] = []
    for spelling in spell_symbol(symbol):
        terms += list_symbol_terms(normalize(spelling))

    return list(dict.fromkeys(terms))


def _make_passage(passage: SearchPassage) -> dict[str, Any]:
    terms: list[str] = []
    for kind, found in scan(normalize(passage.text)):
        if kind == "symbol":
            terms += list_symbol_terms(found)

    for one in passage.cited:
        terms += list_symbol_terms(normalize(one.symbol))

    return {
        "anchor": passage.anchor,
        "place": passage.place,
        "number": passage.number,
        "text": passage.text,
        "symbols": list(dict.fromkeys(terms)),
        "cited": [list(one) for one in passage.cited],
    }


def _encode_json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
