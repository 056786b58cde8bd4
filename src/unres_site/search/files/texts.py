"""The files about texts: the header, lengths, symbols and titles, dates, topics."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import NamedTuple

import msgspec
import numpy as np

from unres_site.archive.file_names import make_file_name
from unres_site.search.documents import CardColumns, SearchCard
from unres_site.search.files.scripts import (
    make_digest,
    make_runs,
    make_script,
    read_digest,
)
from unres_site.search.index.fields import FIELDS, TEXT, Integers
from unres_site.search.index.lengths import count_digits
from unres_site.search.index.numbers import encode_numbers
from unres_site.search.index.slots import LANGUAGE, TextTable

CARDS = 8
"""Texts in a file of symbols and titles, on average at most. Results are seldom neighbours: more are loaded in vain."""

SEGMENT = 512
"""Slots whose files of symbols and titles have one digest. The header has the digest of each segment."""

STRETCH = 32_768
"""Texts in a file of lengths."""

ShownCard = list[str | int]
"""What a list of results shows of a text: symbol, title, date, address, language, the digest of its passages.

Before the address is the length of its text field, which is not shown. If few texts are found, a browser has the
lengths for their scores from the cards that it shows, and loads no file of lengths.
"""


BlockSizes = dict[int, int]
"""For each language by its place in the order of slots, how many slots have one file of symbols and titles."""


class Segment(NamedTuple):
    """The files of a segment, and the digest that they share."""

    number: int
    digest: str
    files: list[tuple[str, bytes]]


def make_header_file(
    texts: CardColumns, table: TextTable, **more: object
) -> tuple[str, bytes]:
    """The header, with `more` values."""
    return make_script("header", {**make_header(texts, table), **more})


def make_build_file(header: bytes) -> tuple[str, bytes]:
    """What tells a browser whether a header that it has is that of the build. `header` is the header's file."""
    return make_script("build", "", read_digest(header))


def make_header(texts: CardColumns, table: TextTable) -> dict[str, object]:
    """What every query needs to know of the texts.

    slots       of all texts: runs of neighbours, each as the gap before it and its length minus 1
    ofLanguage  how many slots each language has; the slots of a resolution's texts differ by multiples of it
    blocks      how many slots have one file of symbols and titles, by the language's place
    averages    of the length of each field
    levels      the different lengths of the text field, ascending, as differences (see `numbers`)
    digits      how many binary digits these have before all that follow are 0
    organs      and sessions, years and languages: runs of texts with the same value
    """
    levels: Integers = np.unique(table.lengths[TEXT])
    return {
        "texts": len(texts.symbols),
        "slots": _encode_slots(table.slots),
        "ofLanguage": LANGUAGE,
        "blocks": choose_blocks(table.slots),
        "segment": SEGMENT,
        "fields": list(FIELDS),
        "boosts": list(FIELDS.values()),
        "averages": [int(field.sum()) / max(1, len(field)) for field in table.lengths],
        "levels": encode_numbers(np.diff(levels, prepend=0))[0],
        "digits": count_digits(len(texts.symbols)),
        "stretch": STRETCH,
        "organs": make_runs(texts.organs),
        "sessions": make_runs(texts.sessions),
        "years": make_runs(date[:4] for date in texts.dates),
        "languages": make_runs(texts.languages),
        "topics": any(texts.topics),
    }


def _encode_slots(slots: Integers) -> str:
    """The runs of slots: for each the gap before it, and its length less one."""
    gaps = np.diff(slots, prepend=-1) - 1
    is_first = gaps > 0
    is_first[:1] = True
    starts = np.flatnonzero(is_first)
    lengths = np.diff(starts, append=len(slots))
    pairs = np.stack([gaps[starts], lengths - 1], axis=1)
    numbers = pairs.reshape(-1).astype(np.int64)
    return encode_numbers(numbers)[0]


def make_length_files(lengths: Integers) -> Iterator[tuple[str, bytes]]:
    """The length of each text's text field, as its place among the levels."""
    _, places = np.unique(lengths, return_inverse=True)
    for start in range(0, len(places), STRETCH):
        encoded, _ = encode_numbers(places[start : start + STRETCH])
        yield make_script(f"lengths/{start // STRETCH}", encoded)


def choose_blocks(slots: Integers) -> BlockSizes:
    """The sizes of blocks for some texts, powers of 2. The texts of a language that has few are far apart."""
    languages = slots // LANGUAGE
    return {
        language: _choose_block(slots[languages == language])
        for language in np.unique(languages).tolist()
    }


def _choose_block(slots: Integers) -> int:
    block = CARDS
    while block < SEGMENT:
        blocks = np.unique(slots // (2 * block))
        if len(slots) > CARDS * len(blocks):
            break
        block *= 2

    return block


def find_block(slot: int, sizes: BlockSizes) -> int:
    """The first slot of the block of a slot."""
    return slot - slot % sizes[slot // LANGUAGE]


def make_segments(
    cards: Mapping[int, ShownCard], sizes: BlockSizes
) -> Iterator[Segment]:
    """The segments of symbols and titles. `cards` has those of whole segments by slot, ascending."""
    for number, in_segment in groupby(cards.items(), lambda pair: pair[0] // SEGMENT):
        segment = list(in_segment)
        size = sizes[number * SEGMENT // LANGUAGE]
        digest = make_digest(msgspec.json.encode([size, segment]))
        files = []
        for block, in_block in groupby(
            segment, lambda pair: find_block(pair[0], sizes)
        ):
            shown = [card for _, card in in_block]
            files.append(make_script(f"texts/{block}", shown, digest))
        yield Segment(number, digest, files)


def show_card(card: SearchCard, length: int) -> ShownCard:
    """What a block has of a card. The length is that of the text field."""
    return [
        card.symbol,
        card.title,
        card.adopted_on,
        length,
        card.address,
        card.language,
        card.passages,
    ]


def make_date_file(texts: CardColumns) -> tuple[str, bytes]:
    """All dates, as runs of texts."""
    return make_script("dates", make_runs(texts.dates))


def make_topic_files(texts: CardColumns) -> Iterator[tuple[str, bytes]]:
    """The file of topics: the numbers of each topic's texts, as deltas, and the name of its page.

    An archive without topics has no such file.
    """
    topics: dict[str, list[int]] = {}
    for number, found in enumerate(texts.topics):
        for topic in found:
            topics.setdefault(topic, []).append(number)
    if topics:
        yield make_script(
            "topics",
            [
                [topic, _encode_gaps(numbers), make_file_name(topic)]
                for topic, numbers in sorted(topics.items())
            ],
        )


def _encode_gaps(numbers: Sequence[int]) -> str:
    gaps = np.diff(numbers, prepend=-1) - 1
    text, _ = encode_numbers(gaps)
    return text
