"""What of a resolution is searched: its symbol, its title, every paragraph and note as a passage with an address."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from unres_site import records, symbols
from unres_site.archive import make_full_title
from unres_site.deferred import deferred
from unres_site.organs import get_organ
from unres_site.records import PassagePlace, Resolution, Run, Vote
from unres_site.search.terms.tokens import (
    list_known_terms,
    list_symbol_terms,
    normalize,
    scan,
    tokenize,
)

# The number of an agenda item, in normal form, and the letter of its part.
# matches: 73
# matches: 73 (b)
# rejects: (b)
AGENDA_ITEM = deferred(r"([0-9]{1,3})(?: ?\(([a-z])\))?")

MOST_KNOWN = 1 << 16
"""Cited symbols whose terms are kept in memory: an archive of 20,000 texts cites as many, and not in any order."""


class Cited(NamedTuple):
    """A symbol that a passage cites in other words than its spelling.

    start, end  the place of these words in UTF-16 units, half-open

    `A/60/88 和 Corr.2` cites A/60/88/Corr.2 by its last six characters.
    """

    symbol: str
    start: int
    end: int


class SearchPassage(NamedTuple):
    """A piece of text in which a query is found.

    anchor   its address within the page, empty for the title
    place    its kind of place in the resolution
    number   its printed number or label: `3`, `3(a)`, that of a note, that of its annex; empty if it has none
    text     its words, with those that an editor supplies, without deleted ones and note marks
    cited    the symbols that it cites and that are not terms of its text
    """

    anchor: str
    place: PassagePlace
    number: str
    text: str
    cited: tuple[Cited, ...] = ()


class SearchCard(NamedTuple):
    """What a list of results shows of a text, and what it is filtered by.

    `address` is its page below the site's root, `organ` and `session` are as in its symbol. `passages` is the digest of
    the file of its passages, empty before that is made.
    """

    symbol: str
    language: str
    title: str
    adopted_on: str
    organ: str
    session: str
    address: str
    topics: tuple[str, ...]
    passages: str = ""


class CardColumns(NamedTuple):
    """The cards of all texts as columns, without titles and addresses, which are long."""

    symbols: list[str]
    languages: list[str]
    dates: list[str]
    organs: list[str]
    sessions: list[str]
    topics: list[tuple[str, ...]]


def list_columns(cards: Sequence[SearchCard]) -> CardColumns:
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
    """A resolution as the search sees it.

    facts  terms for what is printed around the text (`list_facts`)
    """

    card: SearchCard
    passages: tuple[SearchPassage, ...]
    facts: tuple[str, ...] = ()


def make_document(resolution: Resolution, first_language: str) -> Document:
    """The document of a record. Raises SymbolError if its symbol can't be parsed."""
    symbol = symbols.parse(resolution.symbol)
    folder = "" if resolution.language == first_language else f"{resolution.language}/"

    title = make_full_title(resolution)
    card = SearchCard(
        symbol=resolution.symbol,
        language=resolution.language,
        title=title,
        adopted_on=resolution.adopted_on or "",
        organ=symbol.organ,
        session=_find_session(symbol),
        address=f"{folder}{symbol.address}.html",
        topics=resolution.topics,
    )
    passages = tuple(_list_passages(resolution))
    return Document(card, passages, tuple(list_facts(resolution)))


def list_facts(resolution: Resolution) -> Iterator[str]:
    """The terms of a text's date, meeting, agenda items and vote.

        2003年12月8日   adopted on that day; the same term as that of a date in the text
        71次会议         the number of the plenary meeting
        73b议程          an agenda item
        152-4-31票       votes for, against, abstentions

    They begin with a digit, because terms that begin with Han characters are in other shards than words.
    `static/grammar/10-facts.js` makes the same terms of what a reader types in any of the languages.
    """
    if resolution.adopted_on:
        year, month, day = map(int, resolution.adopted_on.split("-"))
        yield f"{year}年{month}月{day}日"

    if resolution.meeting:
        yield f"{resolution.meeting}次会议"

    items = normalize(resolution.get_field("agenda-item") or "")
    for number, letter in AGENDA_ITEM.findall(items):
        yield f"{number}{letter}议程"

    vote = resolution.vote
    if isinstance(vote, Vote):
        yield f"{vote.in_favour}-{vote.against}-{vote.abstaining}票"


def _list_passages(resolution: Resolution) -> Iterator[SearchPassage]:
    """The passages in reading order. One without words is left out; the title is searched as the record has it."""
    yield SearchPassage("", "title", "", make_full_title(resolution))
    for passage in records.list_passages(resolution):
        text = passage.text.rstrip()
        if text and passage.place != "title":
            number = passage.annex or passage.number
            yield SearchPassage(
                passage.anchor,
                passage.place,
                number,
                text,
                _find_cited(passage.runs, text),
            )


def _find_session(symbol: symbols.Symbol) -> str:
    """What the filter of sessions has for a symbol: `58`, `S-10`, `2000`, `A/CONF.224`; empty for none."""
    if get_organ(symbol.organ).numbered_head:
        return f"{symbol.organ}.{symbol.session}"
    return symbol.session or ""


def spell_symbol(symbol: str) -> tuple[str, ...]:
    """The spellings that the symbol field is made of: `A/RES/49/75G`, `49/75 G`, `ARES4975G`."""
    short = symbols.parse(symbol).short
    compact = symbol.replace("/", "").replace("-", "")
    return symbol, short, compact


def _find_cited(runs: tuple[Run, ...], text: str) -> tuple[Cited, ...]:
    """The symbols that the runs of a passage cite and that are not terms of its text."""
    found = list(_list_cited(runs))
    if not found:
        return ()

    terms = frozenset(tokenize(text))
    return tuple([one for one in found if _find_main_term(one.symbol) not in terms])


def _list_cited(runs: tuple[Run, ...]) -> Iterator[Cited]:
    """The symbols that are not terms of the run that cites them."""
    for place, run in enumerate(runs):
        for symbol in run.cites:
            if not _has_term(run.words, symbol):
                start = sum(_count_units(before.words) for before in runs[:place])
                yield Cited(symbol, start, start + _count_units(run.words))


def _count_units(words: str) -> int:
    """The length of words in UTF-16 units."""
    return len(words.encode("utf-16-le", "surrogatepass")) // 2


@lru_cache(maxsize=MOST_KNOWN)
def _has_term(words: str, symbol: str) -> bool:
    """Whether words have the main term of a symbol, which is in no item of Han characters."""
    main = _find_main_term(symbol)
    for kind, found in scan(normalize(words)):
        if kind != "han" and main in list_known_terms(kind, found):
            return True

    return False


@lru_cache(maxsize=MOST_KNOWN)
def _find_main_term(symbol: str) -> str:
    """The term that a query for a symbol asks for."""
    return next(iter(list_symbol_terms(normalize(symbol))), "")
