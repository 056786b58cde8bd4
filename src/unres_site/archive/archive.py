"""The archive: a frozen view over all records, that answers what a page asks about other texts.

A symbol is given in its canonical spelling (`Resolution.symbol`). What is asked about a symbol that is not held has an
empty answer, never an error, for most of what resolutions cite is not held.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, groupby
from operator import itemgetter
from types import MappingProxyType
from typing import Generic, TypeVar

from unres_site import symbols
from unres_site.archive.summary import Text, cites_of, runs_of
from unres_site.symbols import Symbol

T_co = TypeVar("T_co", bound=Text, covariant=True)
"""What an archive holds: records, or their summaries."""


@dataclass(frozen=True)
class Session:
    """The resolutions of one session of one organ (of one year, where an organ counts by years), in their order.

    `address` is the folder of its pages (`A/RES/58`), `first` any of its symbols: it says organ, series and session.
    """

    address: str
    first: Symbol
    symbols: tuple[str, ...]


class Archive(Generic[T_co]):
    """All records of a build, or their summaries.

    Raises SymbolError where a record's symbol is none, and ValueError where two records have the same symbol and the
    same language: the build has reported both before.
    """

    def __init__(self, resolutions: Iterable[T_co]) -> None:
        held: dict[str, dict[str, T_co]] = {}
        for resolution in resolutions:
            versions = held.setdefault(resolution.symbol, {})
            if resolution.language in versions:
                raise ValueError(f"{resolution.symbol} ({resolution.language}) is given twice.")
            versions[resolution.language] = resolution
        self._parsed = {text: symbols.parse(text) for text in held}
        in_order = sorted(held, key=lambda text: self._parsed[text].sort_key)
        self.by_symbol: Mapping[str, Mapping[str, T_co]] = MappingProxyType(
            {text: dict(sorted(held[text].items())) if len(held[text]) > 1 else held[text] for text in in_order}
        )
        """Each symbol in order, in its languages: language code → record, by code."""

    @cached_property
    def ordered(self) -> tuple[T_co, ...]:
        """All records, by symbol (organ, session, number, part), then by language."""
        return tuple(chain.from_iterable(languages.values() for languages in self.by_symbol.values()))

    @cached_property
    def sessions(self) -> tuple[Session, ...]:
        """The sessions, in the order of their symbols."""
        folders: dict[str, list[str]] = {}
        for text, symbol in self._of_sessions():
            folders.setdefault(symbol.session_address, []).append(text)
        return tuple(Session(folder, self._parsed[found[0]], tuple(found)) for folder, found in folders.items())

    @cached_property
    def years(self) -> Mapping[int, tuple[str, ...]]:
        """The symbols adopted in each year, in the order of date, then symbol; a text without a date is in none."""
        dated = sorted(((adopted, text) for text, adopted in self._dates() if adopted), key=itemgetter(0))
        years = groupby(dated, key=lambda entry: int(entry[0][:4]))
        return MappingProxyType({year: tuple(text for _, text in entries) for year, entries in years})

    def holds(self, symbol: str) -> bool:
        """Whether the archive has that symbol, in any language."""
        return symbol in self.by_symbol

    def versions_of(self, texts: Iterable[str]) -> Iterator[T_co]:
        """All records of symbols that are held, in the order of the archive."""
        for symbol in sorted(texts, key=lambda text: self._parsed[text].sort_key):
            yield from self.by_symbol[symbol].values()

    def parsed(self, symbol: str) -> Symbol:
        """The value of a symbol that is held; KeyError for any other."""
        return self._parsed[symbol]

    def citing(self, cited: set[str]) -> Mapping[str, Sequence[str]]:
        """The symbols of the resolutions that cite each of those, in order; none cites itself."""
        found: dict[str, list[str]] = {}
        for text in self.ordered:
            for symbol in cited.intersection(cites_of(text)):
                row = found.setdefault(symbol, [])
                if text.symbol not in {symbol, *row[-1:]}:  # in another language it has been here
                    row.append(text.symbol)
        return {symbol: row for symbol, row in found.items() if row}

    def neighbours(self, symbol: str) -> tuple[str | None, str | None]:
        """The symbols before and after it in its session."""
        return self._neighbours.get(symbol, (None, None))

    def showing(self, changed: set[str], cited: Iterable[str]) -> set[str]:
        """The symbols that are held whose pages show anything of those that changed.

        `changed` are symbols of texts that are new, other than before, or held no more; `cited` is what they cite, and
        what they cited before. Found are they themselves, the nearest in their session, what they cite, and what cites
        them.
        """
        near = chain.from_iterable(map(self._nearest, changed))
        citing = chain.from_iterable(self.citing(changed).values())
        return {*changed, *cited, *near, *citing} & self.by_symbol.keys()

    def _nearest(self, symbol: str) -> Iterator[str]:
        """The symbols before and after it in its session, where it stands or would stand."""
        value = symbols.parse(symbol)
        row = self._rows.get(value.session_address, ()) if value.session else ()
        place = bisect_left(row, value.sort_key, key=lambda text: self._parsed[text].sort_key)
        yield from row[max(0, place - 1) : place]
        yield from row[place + self.holds(symbol) :][:1]

    @cached_property
    def _rows(self) -> Mapping[str, tuple[str, ...]]:
        return {session.address: session.symbols for session in self.sessions}

    @cached_property
    def _neighbours(self) -> Mapping[str, tuple[str | None, str | None]]:
        found: dict[str, tuple[str | None, str | None]] = {}
        for session in self.sessions:
            around = (None, *session.symbols, None)
            found |= {text: (around[place], around[place + 2]) for place, text in enumerate(session.symbols)}
        return found

    def _of_sessions(self) -> Iterator[tuple[str, Symbol]]:
        return ((text, symbol) for text in self.by_symbol if (symbol := self._parsed[text]).session)

    def _dates(self) -> Iterator[tuple[str, str | None]]:
        for text, languages in self.by_symbol.items():
            yield text, next((record.adopted_on for record in languages.values() if record.adopted_on), None)


__all__ = ["Archive", "Session", "cites_of", "runs_of"]
