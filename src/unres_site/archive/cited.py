"""How many resolutions cite each document, and in which years."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from itertools import chain
from operator import attrgetter
from typing import NamedTuple


class CitedCount(NamedTuple):
    """How many resolutions cite a document, and the years of the first and the last that are dated."""

    texts: int
    first: int | None
    last: int | None


class Citing(NamedTuple):
    """A resolution that cites others: the year of its adoption, if that is known, and the symbols that it cites."""

    year: int | None
    cited: AbstractSet[str]


def count_cited(rows: Sequence[Citing]) -> dict[str, CitedCount]:
    """How many resolutions cite each symbol: the most cited first, then by symbol."""
    cited = chain.from_iterable(row.cited for row in rows)
    counts = Counter(cited)
    dated = [row for row in rows if row.year]
    dated.sort(key=attrgetter("year"))
    last = _note_years(dated)
    first = _note_years(reversed(dated))
    found: dict[str, CitedCount] = {}
    for symbol, count in counts.items():
        found[symbol] = CitedCount(count, first.get(symbol), last.get(symbol))

    return _rank(found)


def update_cited(
    before: Mapping[str, CitedCount],
    rows: Iterable[Citing],
    changed: AbstractSet[str],
) -> dict[str, CitedCount]:
    """The same from the counts before a change. Only these symbols are cited by texts that changed."""
    kept = {symbol: count for symbol, count in before.items() if symbol not in changed}
    if not changed:
        return kept

    citing = [Citing(row.year, row.cited & changed) for row in rows]
    counted = count_cited(citing)
    return _rank(kept | counted)


def _note_years(rows: Iterable[Citing]) -> dict[str, int | None]:
    """The year of the last row in which each symbol is cited."""
    years: dict[str, int | None] = {}
    for year, symbols in rows:
        years.update(dict.fromkeys(symbols, year))

    return years


def _rank(counts: Mapping[str, CitedCount]) -> dict[str, CitedCount]:
    """The most cited first, then by symbol."""
    ranked = sorted(counts)
    ranked.sort(key=lambda symbol: counts[symbol].texts, reverse=True)
    return {symbol: counts[symbol] for symbol in ranked}


__all__ = ["CitedCount", "Citing", "count_cited", "update_cited"]
