"""The files about texts: the header, lengths, symbols and titles, dates, topics."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from unres_site.search.documents import CardColumns, SearchCard
from unres_site.search.files.scripts import make_runs, script
from unres_site.search.index.fields import FIELDS, TEXT, Integers
from unres_site.search.index.numbers import encode_numbers

BLOCK = 4
"""Texts in a block of symbols and titles. Results are seldom neighbours, so larger blocks would be loaded in vain."""

STRETCH = 8192
"""Texts in a file of lengths."""

ShownCard = list[str]
"""What a list of results shows of a text: symbol, title, date, address, language."""


def header_file(
    texts: CardColumns, lengths: Sequence[Integers], **more: object
) -> tuple[str, bytes]:
    """The header, with `more` values."""
    return script("header", {**make_header(texts, lengths), **more})


def make_header(texts: CardColumns, lengths: Sequence[Integers]) -> dict[str, object]:
    """What every query needs to know of the texts. `lengths` are those of each field.

    averages  of the length of each field
    levels    the different lengths of the text field, ascending, as differences (see `numbers`)
    organs    and sessions and years: runs of texts with the same value
    """
    levels: Integers = np.unique(lengths[TEXT])
    return {
        "texts": len(texts.symbols),
        "block": BLOCK,
        "fields": list(FIELDS),
        "boosts": list(FIELDS.values()),
        "averages": [int(field.sum()) / max(1, len(field)) for field in lengths],
        "levels": encode_numbers(np.diff(levels, prepend=0))[0],
        "stretch": STRETCH,
        "organs": make_runs(texts.organs),
        "sessions": make_runs(texts.sessions),
        "years": make_runs(date[:4] for date in texts.dates),
        "topics": any(texts.topics),
    }


def length_files(lengths: Integers) -> Iterator[tuple[str, bytes]]:
    """The length of each text's text field, as its place among the levels."""
    _, places = np.unique(lengths, return_inverse=True)
    for start in range(0, len(places), STRETCH):
        encoded, _ = encode_numbers(places[start : start + STRETCH])
        yield script(f"lengths/{start // STRETCH}", encoded)


def card_files(cards: Sequence[SearchCard]) -> Iterator[tuple[str, bytes]]:
    """Symbols and titles in blocks."""
    for start in range(0, len(cards), BLOCK):
        block = cards[start : start + BLOCK]
        yield card_file(start // BLOCK, [shown_card(card) for card in block])


def card_file(block: int, cards: Sequence[ShownCard]) -> tuple[str, bytes]:
    """The file of one block."""
    return script(f"texts/{block}", cards)


def shown_card(card: SearchCard) -> ShownCard:
    """What a block has of a card."""
    return [
        card.symbol,
        card.title,
        card.adopted_on,
        card.address,
        card.language,
    ]


def date_file(texts: CardColumns) -> tuple[str, bytes]:
    """All dates, as runs of texts."""
    return script("dates", make_runs(texts.dates))


def topic_files(texts: CardColumns) -> Iterator[tuple[str, bytes]]:
    """The texts of each topic as gaps between their numbers; no file if there is no topic."""
    topics: dict[str, list[int]] = {}
    for number, found in enumerate(texts.topics):
        for topic in found:
            topics.setdefault(topic, []).append(number)
    if topics:
        yield script(
            "topics",
            [
                [topic, _encode_gaps(numbers)]
                for topic, numbers in sorted(topics.items())
            ],
        )


def _encode_gaps(numbers: Sequence[int]) -> str:
    gaps = np.diff(numbers, prepend=-1) - 1
    text, _ = encode_numbers(gaps)
    return text
