"""Queries by chance, the same each time, and which made-up texts have what they ask for.

Truth is read from the made-up texts, not from what a program has read of them: a query of Han characters is to be found
if they are in one passage, in this order, with any white space; a symbol in the text that has it and
in those that cite it.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from benchmarks import corpus, search_corpus

SHORTEST, LONGEST = 2, 8
SYMBOLS = 100

# matches: 小武器
# rejects: 武，器
HAN = re.compile("[\u4e00-\u9fff]+")

# matches: A/58/138。
# rejects: 第 58/58 号
DOCUMENT = re.compile(r"[A-Z]+/[0-9]+/[0-9]+")

SPELLINGS = ("A/RES/{}", "{}", "第{}号决议", "第 {} 号")


class Query(NamedTuple):
    """What a reader types. A query for a symbol has the symbol's one spelling as texts cite it."""

    text: str
    symbol: str = ""


def draw(total: int, count: int) -> list[Query]:
    """So many pieces of texts, and a fifth as many symbols, at most 100."""
    dice = random.Random(f"queries of {total}")  # noqa: S311 - dice, no secrets
    symbols = (_symbol(dice, total) for _ in range(min(SYMBOLS, count // 5)))
    return [*(_piece(dice, total) for _ in range(count)), *symbols]


def _piece(dice: random.Random, total: int) -> Query:
    passages = list(
        search_corpus.passages(search_corpus.make(dice.randrange(total), total))
    )
    while True:
        runs = HAN.findall(dice.choice(passages))
        length = dice.randint(SHORTEST, LONGEST)
        long = [run for run in runs if len(run) >= length]
        if long:
            run = dice.choice(long)
            start = dice.randint(0, len(run) - length)
            return Query(run[start : start + length])


def _symbol(dice: random.Random, total: int) -> Query:
    text = search_corpus.make(dice.randrange(total), total)
    if text.notes and dice.random() < 0.5:  # noqa: PLR2004 - as many documents as resolutions
        symbol = DOCUMENT.findall(dice.choice(text.notes))[0]
        return Query(symbol, symbol)
    return Query(dice.choice(SPELLINGS).format(text.number.short), text.number.short)


def truth(total: int, queries: Sequence[Query]) -> list[list[int]]:
    """For each query the numbers of the texts that have what it asks for, counted from 0."""
    found: list[list[int]] = [[] for _ in queries]
    for index in range(total):
        text = search_corpus.make(index, total)
        words, symbols = "\n".join(search_corpus.passages(text)), set(_symbols(text))
        for query, texts in zip(queries, found, strict=True):
            if query.symbol in symbols if query.symbol else query.text in words:
                texts.append(index)
    return found


def _symbols(text: corpus.Text) -> Iterator[str]:
    """The text's own number and all that it cites."""
    yield text.number.short
    for row in (*text.preamble, *text.operative):
        yield from (piece.short for piece in row if isinstance(piece, corpus.Number))
    for note in text.notes:
        yield from DOCUMENT.findall(note)
