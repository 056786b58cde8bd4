"""The archive: a frozen view over all records, that answers what a page asks about other texts.

A symbol is given in its canonical spelling (`Resolution.symbol`). What is asked about a symbol that is not held has an
empty answer, never an error, for most of what resolutions cite is not held.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, groupby
from types import MappingProxyType

from unres_site import symbols
from unres_site.records import Paragraph, Resolution, Run
from unres_site.symbols import Symbol

Languages = Mapping[str, Resolution]
"""One resolution in its languages: language code → record, by code."""

NOT_HELD: Languages = MappingProxyType({})


@dataclass(frozen=True)
class Session:
    """The resolutions of one session of one organ (of one year, where an organ counts by years), in their order.

    `address` is the folder of its pages (`A/RES/58`), `first` any of its symbols: it says organ, series and session.
    """

    address: str
    first: Symbol
    symbols: tuple[str, ...]


class Archive:
    """All records of a build.

    Raises SymbolError where a record's symbol is none, and ValueError where two records have the same symbol and the
    same language: the build has reported both before.
    """

    def __init__(self, resolutions: Iterable[Resolution]) -> None:
        held: dict[str, dict[str, Resolution]] = defaultdict(dict)
        for resolution in resolutions:
            if resolution.language in held[resolution.symbol]:
                raise ValueError(f"{resolution.symbol} ({resolution.language}) is given twice.")
            held[resolution.symbol][resolution.language] = resolution
        self._parsed = {text: symbols.parse(text) for text in held}
        in_order = sorted(held, key=lambda text: self._parsed[text].sort_key)
        self.by_symbol: Mapping[str, Languages] = MappingProxyType(
            {text: MappingProxyType(dict(sorted(held[text].items()))) for text in in_order}
        )

    @cached_property
    def ordered(self) -> tuple[Resolution, ...]:
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
        dated = sorted((adopted, place, text) for place, (text, adopted) in enumerate(self._dates()) if adopted)
        years = groupby(dated, key=lambda entry: int(entry[0][:4]))
        return MappingProxyType({year: tuple(text for _, _, text in entries) for year, entries in years})

    def holds(self, symbol: str) -> bool:
        """Whether the archive has that symbol, in any language."""
        return symbol in self.by_symbol

    def languages_of(self, symbol: str) -> tuple[str, ...]:
        """The languages that a symbol is held in, by code."""
        return tuple(self.by_symbol.get(symbol, NOT_HELD))

    def in_language(self, symbol: str, language: str) -> Resolution | None:
        """The record in that language, else in the first other one by code, else None."""
        languages = self.by_symbol.get(symbol, NOT_HELD)
        return languages.get(language) or next(iter(languages.values()), None)

    def parsed(self, symbol: str) -> Symbol:
        """The value of a symbol that is held; KeyError for any other."""
        return self._parsed[symbol]

    def citing(self, symbol: str) -> tuple[str, ...]:
        """The symbols of the resolutions that cite it, in order; none cites itself."""
        return self._citing.get(symbol, ())

    def neighbours(self, symbol: str) -> tuple[str | None, str | None]:
        """The symbols before and after it in its session."""
        return self._neighbours.get(symbol, (None, None))

    @cached_property
    def _citing(self) -> Mapping[str, tuple[str, ...]]:
        found: dict[str, dict[str, None]] = defaultdict(dict)
        for resolution in self.ordered:
            for cited in cites_of(resolution):
                if cited != resolution.symbol:
                    found[cited][resolution.symbol] = None
        return {cited: tuple(citing) for cited, citing in found.items()}

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


def runs_of(resolution: Resolution) -> Iterator[Run]:
    """All runs of a record as they are read: title, paragraphs with what stands below them, annexes, notes."""
    yield from resolution.title_runs
    yield from _runs_below(resolution.body)
    for annex in resolution.annexes:
        yield from annex.title_runs
        yield from _runs_below(annex.body)
    for note in resolution.notes:
        yield from note.runs


def cites_of(resolution: Resolution) -> tuple[str, ...]:
    """The symbols that a record cites, each once, in the order of reading."""
    return tuple(dict.fromkeys(chain.from_iterable(run.cites for run in runs_of(resolution) if run.cites)))


def _runs_below(paragraphs: Iterable[Paragraph]) -> Iterator[Run]:
    for paragraph in paragraphs:
        yield from paragraph.runs
        if paragraph.children:
            yield from _runs_below(paragraph.children)


__all__ = ["Archive", "Session", "cites_of", "runs_of"]
