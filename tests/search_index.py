"""The index read back from its files, by other code than wrote them; and the plain terms that lunr.py is given."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from tests.texts import resolution
from unres_site.archive import Archive
from unres_site.records import Resolution
from unres_site.search.documents import Document, document_of
from unres_site.search.files.constant import NOTICE
from unres_site.search.index.fields import field_counts
from unres_site.search.terms.counting import TermCounts, count_terms, term_of
from unres_site.search.texts import (
    SearchedText,
    make_files,
    prepare_document,
    prepare_text,
)

Postings = tuple[dict[int, int], ...]
"""Where a term occurs: for each field in order, text → how often."""

FieldTerms = tuple[list[str], ...]
"""The terms of one text, a list a field, in any order."""

CARD = document_of(resolution("A/RES/58/1"), "zh").card
LIMIT = 60_000
LAYERS = {0: (0, 1), 1: (2, 6), 2: (3, 4), 3: (4, 3), 4: (9, 2)}


class ReadIndex(NamedTuple):
    """What a browser has once it has loaded every shard."""

    header: dict[str, Any]
    postings: dict[str, Postings]
    shards: dict[str, list[str]]
    lengths: dict[int, dict[int, int]]
    levels: list[int]


def field_terms(document: Document) -> FieldTerms:
    """The terms of a text by field, each as often as it is counted there."""
    return tuple(list(_terms(counts)) for counts in field_counts(document))


def _terms(counts: TermCounts) -> Iterator[str]:
    grams = [
        int.from_bytes(counts.grams[at : at + 4], "little")
        for at in range(0, len(counts.grams), 4)
    ]
    often = [
        int.from_bytes(counts.gram_counts[at : at + 2], "little")
        for at in range(0, len(counts.gram_counts), 2)
    ]
    pairs = [
        *zip(map(term_of, grams), often, strict=True),
        *zip(counts.words, counts.word_counts, strict=True),
    ]
    return (term for term, count in pairs for _ in range(count))


def read_index(documents: Iterable[Document]) -> ReadIndex:
    """The index of documents, written and read back."""
    return read_files(
        make_files([prepare_document(document) for document in documents])
    )


def files_of_archive(
    archive: Archive[Resolution], first_language: str = "zh"
) -> dict[str, bytes]:
    """All files of an archive's search by address; no address may come twice."""
    files = list(
        make_files([prepare_text(record, first_language) for record in archive.ordered])
    )
    found = dict(files)
    assert len(found) == len(files)
    return found


def index_of_terms(texts: Sequence[FieldTerms]) -> ReadIndex:
    """The index of terms that were made up."""
    counted = [
        SearchedText(CARD, tuple(map(count_terms, fields)), ("", b""))
        for fields in texts
    ]
    return read_files(make_files(counted))


def read_files(files: Iterable[tuple[str, bytes]]) -> ReadIndex:
    """The index that files hold."""
    values = {
        address: value_of(content)
        for address, content in files
        if address.startswith("search/") and content
    }
    header = values["search/header.js"]
    shards = {
        address.removeprefix("search/terms/").removesuffix(".js"): value.split("!")
        for address, value in values.items()
        if address.startswith("search/terms/") and value
    }
    postings: dict[str, Postings] = {}
    lengths: dict[int, dict[int, int]] = {0: {}, 1: {}}
    names = sorted(
        (name for name in values if "/lengths/" in name),
        key=lambda name: int(name.split("/")[2][:-3]),
    )
    levels = [place for name in names for place in numbers(values[name])]
    for entry in (entry for shard in shards.values() for entry in shard):
        term, *fields = entry.split(" ")
        text, title, symbol = [*fields, "", ""][:3]
        postings[term] = (
            _short(symbol, lengths[0]),
            _short(title, lengths[1]),
            _text(text),
        )
    return ReadIndex(header, postings, shards, lengths, levels)


def value_of(content: bytes) -> Any:  # noqa: ANN401 - any JSON
    """What a file hands over; None if it is not a file of the index."""
    text = content.removeprefix(NOTICE).decode()
    if not text.startswith("unresSearch.receive("):
        return None
    assert text.endswith(");\n")
    return json.loads(f"[{text[len('unresSearch.receive(') : -3]}]")[1]


def numbers(text: str) -> list[int]:
    """The numbers of a text."""
    units = iter(map(_number, text))
    return [
        LIMIT * next(units) + next(units) if number == LIMIT else number
        for number in units
    ]


def _number(char: str) -> int:
    code = ord(char)
    assert char not in '"\\ !#'
    assert not 0xD800 <= code < 0xE000
    if code < 127:
        return code - 36 - (code > 92)
    return code - 70 - 0x800 * (code > 0xD800)


def layered(found: list[int], length: int) -> list[int]:
    """The list of that length that is written in layers."""
    base, together = LAYERS[found[0]]
    if not base:
        return found[1:]
    packed = -(-length // together)
    digits = [
        number // base**place % base
        for number in found[1 : 1 + packed]
        for place in range(together)
    ][:length]
    open_ones = [place for place, digit in enumerate(digits) if digit == base - 1]
    if open_ones:
        for place, rest in zip(
            open_ones, layered(found[1 + packed :], len(open_ones)), strict=True
        ):
            digits[place] += rest
    return digits


def _text(text: str) -> dict[int, int]:
    if text.startswith("#"):
        _, having, *blocks = text.split("#")
        each = [count for block in blocks for count in layered(numbers(block), 4096)]
        standing = {number: count for number, count in enumerate(each) if count}
        assert numbers(having) == [len(standing)]
        return standing
    found = numbers(text)
    length = next(
        count
        for count in range(len(found) + 1)
        if count + sum(n & 1 for n in found[:count]) == len(found)
    )
    rest = iter(found[length:])
    return dict(
        _running(
            [number >> 1 for number in found[:length]],
            [1 + next(rest) if n & 1 else 0 for n in found[:length]],
        )
    )


def _short(text: str, lengths: dict[int, int]) -> dict[int, int]:
    found = numbers(text)
    third = len(found) // 3
    standing = dict(_running(found[:third], found[third : 2 * third]))
    for number, length in zip(standing, found[2 * third :], strict=True):
        assert lengths.setdefault(number, length) == length
    return standing


def _running(gaps: list[int], beyond: list[int]) -> Iterator[tuple[int, int]]:
    number = -1
    for gap, more in zip(gaps, beyond, strict=True):
        number += 1 + gap
        yield number, 1 + more
