"""The index read back from its files, by other code than wrote them; and the plain terms that lunr.py is given."""

from __future__ import annotations

import functools
import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np

from tests.texts import resolution
from unres_site.archive import Archive
from unres_site.records import Resolution
from unres_site.search.documents import Document, SearchCard, make_document
from unres_site.search.files import UNSTAMPED
from unres_site.search.files.constant import LUNR, NOTICE
from unres_site.search.index.fields import count_fields
from unres_site.search.terms.counting import (
    TermCounts,
    count_terms,
    map_words,
    name_grams,
)
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
    return tuple(list(_terms(counts)) for counts in count_fields(document))


def _terms(counts: TermCounts) -> Iterator[str]:
    grams = name_grams(np.frombuffer(counts.grams, "<u4"))
    often = np.frombuffer(counts.gram_counts, "<u2").tolist()
    pairs = [
        *zip(grams, often, strict=True),
        *map_words(counts).items(),
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
    counted = []
    for number, fields in enumerate(texts):
        counts = tuple(_count(tuple(terms)) for terms in fields)
        counted.append(SearchedText(make_card(number), counts, ("", b"")))
    return read_files(make_files(counted))


@functools.cache
def _count(terms: tuple[str, ...]) -> TermCounts:
    return count_terms(terms)


@functools.cache
def make_card(number: int) -> SearchCard:
    """A card; those of higher numbers have higher slots."""
    symbol = f"A/RES/{58 + number // 300}/{1 + number % 300}"
    return make_document(resolution(symbol), "zh").card


def read_files(all_files: Iterable[tuple[str, bytes]]) -> ReadIndex:
    """The index that files hold."""
    files = list(all_files)
    values = {
        address: value_of(content)
        for address, content in files
        if address.startswith("search/") and content
    }
    header = values["search/header.js"]
    check_digests(dict(files))
    slots = read_slots(header["slots"])
    texts = {slot: text for text, slot in enumerate(slots)}
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
            _short(symbol, lengths[0], texts),
            _short(title, lengths[1], texts),
            {texts[slot]: count for slot, count in _text(text).items()},
        )
    return ReadIndex(header, postings, shards, lengths, levels)


def value_of(content: bytes) -> Any:  # noqa: ANN401 - any JSON
    """What a file hands over; None if it is not a file of the index."""
    text = content.removeprefix(NOTICE).decode()
    if not text.startswith("unresSearch.receive("):
        return None
    assert text.endswith(");\n")
    return json.loads(f"[{text[len('unresSearch.receive(') : -3]}]")[2]


def digest_of(content: bytes) -> str:
    """The digest that a file says."""
    found: str = json.loads(content.removeprefix(NOTICE).split(b",")[1])
    return found


NUMBERED = ("lengths", "directory", "words")
"""The kinds of files whose digests the header has by number."""

LISTED = ("phrases", "translations")
"""The kinds whose digests are in a file of their own."""


def check_digests(files: dict[str, bytes]) -> None:
    """Each file but the header is said by another one, with the digest that it has itself."""
    said = dict(said_digests(files))
    header, build = (digest_of(files[address]) for address in UNSTAMPED)
    assert header == build
    ends = (*UNSTAMPED, LUNR)
    assert said == {
        address: digest_of(content)
        for address, content in files.items()
        if address not in ends and content
    }


def said_digests(files: dict[str, bytes]) -> Iterator[tuple[str, str]]:
    """The addresses and digests of all files that the header, the directory and the cards lead to."""
    header = value_of(files["search/header.js"])
    lists = {kind: _split(digests) for kind, digests in header["digests"].items()}
    numbered = {kind: lists[kind] for kind in NUMBERED}
    for kind in LISTED:
        if f"search/{kind}.js" in files:
            numbered[kind] = _split(value_of(files[f"search/{kind}.js"]))
    for kind, found in numbered.items():
        for number, digest in enumerate(found):
            yield f"search/{kind}/{number}.js", digest
    yield from _said_by_segments(files, header, lists["texts"])
    for kind in ("dates", "topics", "simplified", *LISTED):
        yield from ((f"search/{kind}.js", digest) for digest in lists[kind])
    for number in range(len(lists["directory"])):
        page = value_of(files[f"search/directory/{number}.js"])
        yield from _said_by_page(number, page)


def _said_by_segments(
    files: dict[str, bytes], header: dict[str, Any], digests: list[str]
) -> Iterator[tuple[str, str]]:
    slots = read_slots(header["slots"])
    segments = sorted({slot // header["segment"] for slot in slots})
    shared = dict(zip(segments, digests, strict=True))
    sizes = header["blocks"]
    for block in {
        slot - slot % sizes[str(slot // header["ofLanguage"])] for slot in slots
    }:
        digest = shared[block // header["segment"]]
        yield f"search/texts/{block}.js", digest
        for *_, address, _, passages in value_of(files[f"search/texts/{block}.js"]):
            if passages:
                name = address.removesuffix(".html")
                yield f"search/passages/{name}.js", passages


def _said_by_page(number: int, page: list[Any]) -> Iterator[tuple[str, str]]:
    groups, shards, pools, digests = page
    names = [f"{number}-pool-{pool}" for pool in range(pools)]
    for group, count in zip(groups.split(" "), numbers(shards), strict=False):
        code = group.encode("utf-16-be").hex()
        names += [f"{code}-{shard}" for shard in range(count)]
    for name, digest in zip(names, _split(digests), strict=True):
        if digest != "-----":
            yield f"search/terms/{name}.js", digest


def _split(digests: str) -> list[str]:
    return [digests[at : at + 5] for at in range(0, len(digests), 5)]


def read_slots(text: str) -> list[int]:
    """The slots of all texts, from runs."""
    found: list[int] = []
    runs = iter(numbers(text))
    for gap, more in zip(runs, runs, strict=True):
        start = (found[-1] + 1 if found else 0) + gap
        found += range(start, start + more + 1)
    return found


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
        standing: dict[int, int] = {}
        start = -4096
        for block in blocks:
            skipped, *rest_of_block = numbers(block)
            start += 4096 * (1 + skipped)
            for place, count in enumerate(layered(rest_of_block, 4096)):
                if count:
                    standing[start + place] = count
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


def _short(text: str, lengths: dict[int, int], texts: dict[int, int]) -> dict[int, int]:
    found = numbers(text)
    third = len(found) // 3
    by_slot = _running(found[:third], found[third : 2 * third])
    standing = {texts[slot]: count for slot, count in by_slot}
    for number, length in zip(standing, found[2 * third :], strict=True):
        assert lengths.setdefault(number, length) == length
    return standing


def _running(gaps: list[int], beyond: list[int]) -> Iterator[tuple[int, int]]:
    number = -1
    for gap, more in zip(gaps, beyond, strict=True):
        number += 1 + gap
        yield number, 1 + more
