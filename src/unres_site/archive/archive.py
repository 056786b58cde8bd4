"""The archive: a frozen view over all records, that answers what a page asks about other texts.

A symbol is given in its canonical spelling (`Resolution.symbol`). What is asked about a symbol that is not held has an
empty answer, never an error, for most of what resolutions cite is not held.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, groupby
from operator import itemgetter
from types import MappingProxyType
from typing import Generic, TypeVar

from unres_site import symbols
from unres_site.archive.summary import Text
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

    def versions_of(self, texts: Iterable[str]) -> Iterator[T_co]:
        """All records of symbols that are held, in the order of the archive."""
        for symbol in sorted(texts, key=lambda text: self._parsed[text].sort_key):
            yield from self.by_symbol[symbol].values()

    def parsed(self, symbol: str) -> Symbol:
        """The value of a symbol that is held; KeyError for any other."""
        return self._parsed[symbol]

    def _of_sessions(self) -> Iterator[tuple[str, Symbol]]:
        return ((text, symbol) for text in self.by_symbol if (symbol := self._parsed[text]).session)

    def _dates(self) -> Iterator[tuple[str, str | None]]:
        for text, languages in self.by_symbol.items():
            yield text, next((record.adopted_on for record in languages.values() if record.adopted_on), None)
