"""What of a resolution is searched: its symbol, its title, every paragraph and note as a passage with an address."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from unres_site import records, symbols
from unres_site.records import PassagePlace, Resolution, Run
from unres_site.search.terms.tokens import normalize, symbol_terms, tokenize


class Cited(NamedTuple):
    """A symbol that a passage cites in other words than its own, and where they stand: UTF-16 units, half-open.

    `A/60/88 和 Corr.2` cites A/60/88/Corr.2 by the last six of its characters.
    """

    symbol: str
    start: int
    end: int


class SearchPassage(NamedTuple):
    """A piece of text that a query is found in.

    anchor   its address within the page, empty for the title
    place    where it stands
    number   as it is called there: `3`, `3(a)`, a note's number, an annex's label; empty where it has none
    text     its words as they are read: with what an editor supplies, without what is struck and without note marks
    cited    what it cites and no term of its own text says
    """

    anchor: str
    place: PassagePlace
    number: str
    text: str
    cited: tuple[Cited, ...] = ()


class Card(NamedTuple):
    """What a list of results shows of a text, and what it is filtered by.

    `address` is its page below the site's root, `organ` and `session` are as in its symbol.
    """

    symbol: str
    language: str
    title: str
    adopted_on: str
    organ: str
    session: str
    address: str
    topics: tuple[str, ...]


class CardColumns(NamedTuple):
    """What the cards of all texts hold, a list for each thing, but for titles and addresses, which are long."""

    symbols: list[str]
    languages: list[str]
    dates: list[str]
    organs: list[str]
    sessions: list[str]
    topics: list[tuple[str, ...]]


def columns_of(cards: Sequence[Card]) -> CardColumns:
    """The columns of texts in their order."""
    return CardColumns(
        symbols=[card.symbol for card in cards],
        languages=[card.language for card in cards],
        dates=[card.adopted_on for card in cards],
        organs=[card.organ for card in cards],
        sessions=[card.session for card in cards],
        topics=[card.topics for card in cards],
    )


class Document(NamedTuple):
    """A resolution as the search sees it."""

    card: Card
    passages: tuple[SearchPassage, ...]


def document_of(resolution: Resolution, first_language: str) -> Document:
    """The document of a record. Raises SymbolError where its symbol is none."""
    symbol = symbols.parse(resolution.symbol)
    folder = "" if resolution.language == first_language else f"{resolution.language}/"
    card = Card(
        symbol=resolution.symbol,
        language=resolution.language,
        title=resolution.title,
        adopted_on=resolution.adopted_on or "",
        organ=symbol.organ,
        session=symbol.session or "",
        address=f"{folder}{symbol.address}.html",
        topics=resolution.topics,
    )
    return Document(card, tuple(_passages(resolution)))


def _passages(resolution: Resolution) -> Iterator[SearchPassage]:
    """The passages in reading order. One without words is left out; the title is searched as the record has it."""
    yield SearchPassage("", "title", "", resolution.title)
    for passage in records.passages(resolution):
        text = passage.text.rstrip()
        if text and passage.place != "title":
            number = passage.annex or passage.number
            yield SearchPassage(passage.anchor, passage.place, number, text, _cited_in_other_words(passage.runs, text))


def symbol_spellings(symbol: str) -> tuple[str, ...]:
    """The spellings that the symbol field is made of: `A/RES/49/75G`, `49/75 G`, `ARES4975G`."""
    return symbol, symbols.parse(symbol).short, symbol.replace("/", "").replace("-", "")


def _cited_in_other_words(runs: tuple[Run, ...], text: str) -> tuple[Cited, ...]:
    """What the runs of a passage cite that no term of its text says."""
    found = list(_cited(runs))
    if not found:
        return ()
    said = frozenset(tokenize(text))
    return tuple([one for one in found if _key(one.symbol) not in said])


def _cited(runs: tuple[Run, ...]) -> Iterator[Cited]:
    """What runs cite in words that do not by themselves say it."""
    at = 0
    for run in runs:
        words = run.words
        end = at + len(words.encode("utf-16-le", "surrogatepass")) // 2
        yield from (Cited(symbol, at, end) for symbol in run.cites if not _says(words, symbol))
        at = end


@lru_cache(maxsize=1 << 14)
def _says(words: str, symbol: str) -> bool:
    return _key(symbol) in tokenize(words)


@lru_cache(maxsize=1 << 14)
def _key(symbol: str) -> str:
    return next(iter(symbol_terms(normalize(symbol))), "")
