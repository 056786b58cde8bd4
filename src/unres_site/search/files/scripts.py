"""The files that a browser searches with: classic scripts, for a page from a disk may load nothing else.

    search/header.js             what every query needs: the number of texts, where terms are, filters
    search/lengths/0.js …        lengths of texts, which scores need
    search/terms/5c0f-3.js …     terms with their postings (`postings`), in shards by their beginnings (`grouping`)
    search/words/0.js …          the words in order, with their stems (`vocabulary`)
    search/texts/0.js …          symbols, titles, dates, addresses: what a list of results shows
    search/simplified.js         traditional characters and their simplified ones (`simplified`), for queries in these
    search/dates.js              all dates, for sorting
    search/topics.js             the texts of each topic, where there are any
    search/passages/A/RES/58/58.js   the paragraphs and notes of one text, for checks and snippets; where it has
                                 traditional characters, these with their simplified ones at the end

Each calls `unresSearch.receive(name, value)`, the name being its path without `search/` and `.js`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, groupby
from typing import NamedTuple

import msgspec
import numpy as np

from unres_site.search.documents import Card, Columns, Document
from unres_site.search.index.entries import entries
from unres_site.search.index.fields import (
    FIELDS,
    TEXT,
    Gathered,
    Integers,
    Stretch,
    gram_stretch,
    word_stretch,
)
from unres_site.search.index.numbers import spell
from unres_site.search.index.sharding import POOLED, Directory, directory, group_of, pool_names, shard_names, shards
from unres_site.search.index.vocabulary import pieces
from unres_site.search.terms.counting import suspects
from unres_site.search.terms.simplified import pairs_in
from unres_site.search.terms.tokens import normalize

BLOCK = 4
"""Texts in a block of symbols and titles: ten results are seldom neighbours."""

STRETCH = 8192
"""Texts whose lengths are in a file together."""

PORTION = 3_000_000
"""Postings that are put in order at a time, some 100 MB of numbers."""

_json = msgspec.json.encode

Groups = dict[str, list[tuple[str, str]]]
"""By the beginning that their terms share: terms and their entries."""

Shown = list[str]
"""What a list of results shows of a text: symbol, title, date, address, language."""

Work = Callable[[int], "Portion"]


class Portion(NamedTuple):
    """A part of the terms: the size of each group, the shards of the large groups, the entries of the small ones."""

    sizes: dict[str, int]
    shards: list[tuple[str, str]]
    small: Groups


class Terms(NamedTuple):
    """The shards of all terms: address, content; and the bytes of each group."""

    files: Iterator[tuple[str, bytes]]
    sizes: dict[str, int]


def term_files(gathered: Gathered, spread: Callable[[Work, int], Iterable[Portion]]) -> Terms:
    """The shards. `spread` maps a function over the numbers below another, in this process or in several."""
    cuts = _cuts(gathered)
    portions = list(spread(lambda number: portion(gathered, cuts, number), len(cuts)))
    sizes = {group: size for one in portions for group, size in one.sizes.items()}
    small = {group: found for one in portions for group, found in one.small.items()}
    where = directory(sizes)
    named = chain(chain.from_iterable(one.shards for one in portions), shards(small, where, pool_names(where)))
    return Terms((script(f"terms/{name}", content) for name, content in named), sizes)


def portion(gathered: Gathered, cuts: Sequence[int], number: int) -> Portion:
    """The terms between two cuts; the last portion is the words."""
    if number == len(cuts) - 1:
        stretch: Stretch = word_stretch(gathered)
    else:
        stretch = gram_stretch(gathered, cuts[number], cuts[number + 1])
    groups: Groups = {}
    for term, entry in entries(stretch, gathered.lengths):
        groups.setdefault(group_of(term), []).append((term, entry))
    sizes = {group: len("!".join(entry for _, entry in found).encode()) + 1 for group, found in groups.items()}
    large = {group: found for group, found in groups.items() if sizes[group] > POOLED}
    small = {group: found for group, found in groups.items() if sizes[group] <= POOLED}
    where = directory(sizes)
    names = chain.from_iterable(shard_names(group, where) for group in large)
    return Portion(sizes, list(shards(large, where, names)), small)


def word_files(words: Iterable[str], stems: Iterable[tuple[str, str]]) -> tuple[list[str], list[tuple[str, bytes]]]:
    """The first word of each piece of the vocabulary, and the files."""
    found = list(pieces(words, stems))
    return [first for first, _ in found], [script(f"words/{place}", text) for place, (_, text) in enumerate(found)]


def header_file(texts: Columns, lengths: Sequence[Integers], **more: object) -> tuple[str, bytes]:
    """The header, with `more` of what it holds."""
    return script("header", {**header(texts, lengths), **more})


def header(texts: Columns, lengths: Sequence[Integers]) -> dict[str, object]:
    """What every query needs. Sessions, years and organs are runs of texts: value, number of texts.

    levels    the lengths that the text field has, as gaps (see `numbers`)
    averages  of the length of each field
    """
    levels: Integers = np.unique(lengths[TEXT])
    return {
        "texts": len(texts.symbols),
        "block": BLOCK,
        "fields": list(FIELDS),
        "boosts": list(FIELDS.values()),
        "averages": [int(field.sum()) / max(1, len(field)) for field in lengths],
        "levels": spell(levels - np.concatenate([[0], levels[:-1]]))[0],
        "stretch": STRETCH,
        "organs": _stretches(texts.organs),
        "sessions": _stretches(texts.sessions),
        "years": _stretches(date[:4] for date in texts.dates),
        "topics": any(texts.topics),
    }


def length_files(lengths: Integers) -> Iterator[tuple[str, bytes]]:
    """The length of each text's text field, as the place of its level."""
    _, places = np.unique(lengths, return_inverse=True)
    for start in range(0, len(places), STRETCH):
        yield script(f"lengths/{start // STRETCH}", spell(places[start : start + STRETCH])[0])


def card_files(cards: Sequence[Card]) -> Iterator[tuple[str, bytes]]:
    """Symbols and titles in blocks."""
    for start in range(0, len(cards), BLOCK):
        yield card_file(start // BLOCK, [shown(card) for card in cards[start : start + BLOCK]])


def card_file(block: int, cards: Sequence[Shown]) -> tuple[str, bytes]:
    """The file of one block."""
    return script(f"texts/{block}", cards)


def shown(card: Card) -> Shown:
    """What a block has of a card."""
    return [card.symbol, card.title, card.adopted_on, card.address, card.language]


def date_file(texts: Columns) -> tuple[str, bytes]:
    """All dates, as runs: date, number of texts."""
    return script("dates", _stretches(texts.dates))


def topic_files(texts: Columns) -> Iterator[tuple[str, bytes]]:
    """The texts of each topic, where there are any."""
    topics: dict[str, list[int]] = {}
    for number, found in enumerate(texts.topics):
        for topic in found:
            topics.setdefault(topic, []).append(number)
    if topics:
        gaps = {topic: np.diff(np.array([-1, *numbers])) - 1 for topic, numbers in sorted(topics.items())}
        yield script("topics", [[topic, spell(numbers)[0]] for topic, numbers in gaps.items()])


def passage_file(document: Document) -> tuple[str, bytes]:
    """The paragraphs and notes of one text; at the end, if it has any, its traditional characters (see `pairs_in`)."""
    text = "\n".join(passage.text for passage in document.passages)
    pairs = pairs_in(normalize(suspects(text)))
    found: list[object] = [_trimmed(passage) for passage in document.passages]
    return script(f"passages/{document.card.address.removesuffix('.html')}", [*found, pairs] if pairs else found)


def script(name: str, value: object) -> tuple[str, bytes]:
    """The address and content of a file that hands a value over by its name."""
    return f"search/{name}.js", b"unresSearch.receive(%b,%b);\n" % (_json(name), _json(value))


def _cuts(gathered: Gathered) -> list[int]:
    """The grams where portions begin, each at another first character; and the end of all."""
    firsts = np.bincount(gathered.grams[TEXT].terms >> 16, minlength=1)
    portions = np.cumsum(firsts) // PORTION
    starts = np.flatnonzero(np.diff(portions)) + 1
    return [0, *(int(start) << 16 for start in starts), 1 << 32]


def where_terms_are(where: Directory) -> dict[str, object]:
    """Groups in two lists: those of one character by gaps between their code points, the others as text."""
    single = sorted(ord(group) for group in where.shards if len(group) == 1)
    double = sorted(group for group in where.shards if len(group) > 1)
    gaps = np.diff(np.array([0, *single]))
    return {
        "pools": where.pools,
        "singles": spell(gaps * 16 + np.array([_exponent(where, chr(code)) for code in single], dtype=np.int64))[0],
        "doubles": "".join(double),
        "parts": spell(np.array([_exponent(where, group) for group in double], dtype=np.int64))[0],
    }


def _exponent(where: Directory, group: str) -> int:
    return where.shards[group].bit_length() - 1


def _trimmed(passage: tuple[object, ...]) -> list[object]:
    return list(passage if passage[-1] else passage[:-1])


def _stretches(values: Iterable[str]) -> list[tuple[str, int]]:
    return [(value, len(list(group))) for value, group in groupby(values)]
