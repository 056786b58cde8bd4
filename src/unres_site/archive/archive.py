"""All records together, in order: by symbol, by session, by year.

Each symbol is given in its canonical spelling (`Resolution.symbol`).
"""

from __future__ import annotations

from bisect import insort
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from functools import cached_property
from itertools import groupby
from operator import itemgetter
from types import MappingProxyType
from typing import Generic, NamedTuple, TypeVar

import msgspec

from unres_site import symbols
from unres_site.archive.agreed.hashes import (
    HashesByFile,
    ParagraphHashes,
    hash_paragraphs,
)
from unres_site.archive.cited import (
    CitedCount,
    Citing,
    count_cited,
    update_cited,
)
from unres_site.archive.connections import update_series
from unres_site.archive.missing import (
    SessionGaps,
    SessionSymbols,
    find_gaps,
    find_missing_languages,
)
from unres_site.archive.series import Series, find_series
from unres_site.archive.summary import Text, list_cited, make_link
from unres_site.languages import get_primary_code
from unres_site.records import Resolution
from unres_site.symbols import Symbol
from unres_site.symbols.value import SortKey

T_co = TypeVar("T_co", bound=Text, covariant=True)
"""What an archive holds: records, or their summaries."""


class Session(NamedTuple):
    """The resolutions of one session of one organ in their order; of one year, if the organ counts by years.

    `address` is the folder of its pages (`A/RES/58`), `first` any of its symbols: it says organ, series and session.
    """

    address: str
    first: Symbol
    symbols: tuple[str, ...]


class KnownFacts(msgspec.Struct, frozen=True, array_like=True):
    """What a build keeps of an archive, so that the next one finds only what has changed: see the same names there."""

    series: tuple[Series, ...]
    cited: dict[str, CitedCount]
    symbols: tuple[Symbol, ...] = ()


class Change(NamedTuple):
    """What has changed since another build.

    before  the texts of files that changed, as they were; that of a new file is not here
    now     the same as they are; that of a file that is gone is not here
    known   what that build kept of its archive
    hashes  the paragraphs of both
    """

    before: tuple[Text, ...]
    now: tuple[Text, ...]
    known: KnownFacts
    hashes: tuple[ParagraphHashes, ...] = ()

    @property
    def texts(self) -> tuple[Text, ...]:
        """All of them."""
        return self.before + self.now

    def keeps(self, facts: Callable[[Text], Hashable]) -> bool:
        """Whether the texts had the same facts before as they have now."""
        before = set(map(facts, self.before))
        now = set(map(facts, self.now))
        return before == now


class Archive(Generic[T_co]):
    """All records of a build, or their summaries. If the `change` since another build is known, that saves time.

    `read_hashes` gives the paragraphs of summaries.
    `unused` are symbols of numbers and parts that an organ has not used: they are not missing.

    Raises SymbolError if the symbol of a record is not a symbol, and ValueError if two records have the same symbol and
    language. The build reports both before it makes an archive.
    """

    def __init__(
        self,
        texts: Iterable[T_co],
        change: Change | None = None,
        read_hashes: Callable[[], HashesByFile] = dict,
        unused: Iterable[str] = (),
    ) -> None:
        self._change = change
        self._read_hashes = read_hashes
        self._unused = tuple(map(symbols.parse, unused))
        held: dict[str, dict[str, T_co]] = {}
        for text in texts:
            versions = held.setdefault(text.symbol, {})
            if text.language in versions:
                raise ValueError(f"{text.symbol} ({text.language}) is given twice.")
            versions[text.language] = text

        known = {one.text: one for one in change.known.symbols} if change else {}
        self._parsed = {one: known.get(one) or symbols.parse(one) for one in held}
        ordered: dict[str, Mapping[str, T_co]] = {}
        for symbol in self._order(held, known):
            ordered[symbol] = dict(sorted(held[symbol].items()))

        self.by_symbol: Mapping[str, Mapping[str, T_co]] = MappingProxyType(ordered)
        """Each symbol in order, with its languages: language code → record, by code."""

    @cached_property
    def ordered(self) -> tuple[T_co, ...]:
        """All records, by symbol (organ, session, number, part), then by language."""
        texts: list[T_co] = []
        for versions in self.by_symbol.values():
            texts += versions.values()

        return tuple(texts)

    @cached_property
    def hashed(self) -> tuple[tuple[T_co, ParagraphHashes], ...]:
        """All records, each with its paragraphs; a summary whose paragraphs are not known has none."""
        files = self._read_hashes()
        found: list[tuple[T_co, ParagraphHashes]] = []
        for text in self.ordered:
            if isinstance(text, Resolution):
                hashes = hash_paragraphs(text)
            else:
                hashes = _choose_hashes(text, files.get(text.source.file, ()))
            found.append((text, hashes))

        return tuple(found)

    @cached_property
    def sessions(self) -> tuple[Session, ...]:
        """The sessions, in the order of their symbols."""
        folders: dict[str, list[str]] = {}
        for text in self.by_symbol:
            symbol = self._parsed[text]
            if symbol.session:
                folders.setdefault(symbol.session_address, []).append(text)

        sessions: list[Session] = []
        for folder, found in folders.items():
            first = self._parsed[found[0]]
            sessions.append(Session(folder, first, tuple(found)))

        return tuple(sessions)

    @cached_property
    def years(self) -> Mapping[int, tuple[str, ...]]:
        """The symbols adopted in each year, in the order of date, then symbol. A text without a date is in none."""
        dated = [(date, symbol) for symbol, date in self.dates.items()]
        dated.sort(key=itemgetter(0))
        years: dict[int, tuple[str, ...]] = {}
        for year, same_year in groupby(dated, key=_read_year):
            years[year] = tuple([symbol for _, symbol in same_year])

        return MappingProxyType(years)

    @cached_property
    def organs(self) -> Mapping[str, tuple[str, ...]]:
        """The symbols of each organ (`A/HRC`), in their order."""
        organs: dict[str, list[str]] = {}
        for text in self.by_symbol:
            organ = self._parsed[text].organ
            organs.setdefault(organ, []).append(text)

        return {organ: tuple(found) for organ, found in organs.items()}

    @cached_property
    def topics(self) -> Mapping[str, tuple[str, ...]]:
        """The symbols of each topic, in their order: those that have it in any language."""
        topics: dict[str, dict[str, None]] = {}
        for text in self.ordered:
            for topic in text.topics:
                topics.setdefault(topic, {})[text.symbol] = None

        return {topic: tuple(found) for topic, found in topics.items()}

    @cached_property
    def series(self) -> tuple[Series, ...]:
        """All series, by their first members."""
        links = [make_link(text, self._parsed[text.symbol]) for text in self.ordered]
        change = self._change
        if change is None:
            return find_series(links)

        changed = [make_link(text, symbols.parse(text.symbol)) for text in change.texts]
        return update_series(change.known.series, links, changed)

    @property
    def known(self) -> KnownFacts:
        """What the next build need not find again."""
        parsed = tuple([self._parsed[symbol] for symbol in self.by_symbol])
        return KnownFacts(self.series, dict(self.cited), parsed)

    @cached_property
    def series_of(self) -> Mapping[str, Series]:
        """The series of each symbol that is in one."""
        found: dict[str, Series] = {}
        for series in self.series:
            found |= dict.fromkeys(series.symbols, series)

        return found

    @cached_property
    def series_gaps(self) -> Mapping[str, tuple[tuple[str, str], ...]]:
        """What members of a series take up, as it seems, and is not held: member and symbol, by the series' first."""
        found: dict[str, tuple[tuple[str, str], ...]] = {}
        for series in self.series:
            lacking = [
                (text.symbol, before)
                for text in self.list_versions(series.symbols)
                for before in [make_link(text, self._parsed[text.symbol]).predecessor]
                if before and before not in self.by_symbol and series.may_lack(before)
            ]
            if lacking:
                found[series.first] = tuple(lacking)

        return found

    @cached_property
    def gaps(self) -> tuple[SessionGaps, ...]:
        """What is missing of each session, in the order of `sessions`."""
        cited: dict[str, list[Symbol]] = {}
        special = [one for one in self._parsed.values() if one.is_special]
        for text in self._sort_cited():
            symbol = symbols.parse(text)
            cited.setdefault(symbol.session_address, []).append(symbol)
            if symbol.is_special:
                special.append(symbol)

        rows: list[SessionSymbols] = []
        for session in self.sessions:
            held = [self._parsed[symbol] for symbol in session.symbols]
            rows.append(
                SessionSymbols(session.address, held, cited.get(session.address, ()))
            )

        return find_gaps(rows, special, self._unused)

    def _sort_cited(self) -> list[str]:
        """The resolutions that are cited and not held, in the order of symbols."""
        found = [
            symbol
            for symbol in self.cited
            if "/RES/" in symbol and symbol not in self.by_symbol
        ]
        return sorted(found, key=_get_sort_key)

    @cached_property
    def missing_languages(self) -> Mapping[str, Mapping[str, tuple[str, ...]]]:
        """The symbols that lack a language which most of their session have, by session and language."""
        found: dict[str, Mapping[str, tuple[str, ...]]] = {}
        for session in self.sessions:
            held = {
                symbol: map(get_primary_code, self.by_symbol[symbol])
                for symbol in session.symbols
            }
            missing = find_missing_languages(held)
            if missing:
                found[session.address] = missing

        return found

    @cached_property
    def cited(self) -> Mapping[str, CitedCount]:
        """How many resolutions cite each symbol, itself not counted, and in which years: the most cited first."""
        if self._change is None:
            return count_cited(self._list_citing())

        changed = self._find_changed_citations(self._change)
        rows = self._list_citing() if changed else ()
        return update_cited(self._change.known.cited, rows, changed)

    def _list_citing(self) -> list[Citing]:
        """What each resolution cites, in the order of symbols."""
        rows: list[Citing] = []
        for own in self.by_symbol:
            date = self.dates.get(own)
            year = int(date[:4]) if date else None
            rows.append(Citing(year, self._collect_cited(own)))

        return rows

    def _find_changed_citations(self, change: Change) -> set[str]:
        """The symbols that resolutions cite whose citations or dates have changed."""
        facts = set(map(_list_citing_facts, change.before))
        facts ^= set(map(_list_citing_facts, change.now))
        changed = {symbol for symbol, *_ in facts}
        texts = [text for text in change.texts if text.symbol in changed]
        texts += self.list_versions(changed & self.by_symbol.keys())
        cited: set[str] = set()
        for text in texts:
            cited.update(list_cited(text))

        return cited

    def _collect_cited(self, own: str) -> set[str]:
        """The symbols that a resolution cites in any language, itself not counted."""
        found: set[str] = set()
        for text in self.by_symbol[own].values():
            found.update(list_cited(text))

        found.discard(own)
        return found

    def list_versions(self, texts: Iterable[str]) -> Iterator[T_co]:
        """All records of these symbols, in the order of the archive. Raises KeyError for a symbol that is not here."""
        for symbol in self._sort(texts):
            yield from self.by_symbol[symbol].values()

    def get_symbol(self, symbol: str) -> Symbol:
        """The parsed symbol of a record that is here. Raises KeyError for any other."""
        return self._parsed[symbol]

    def _order(self, held: Iterable[str], known: Iterable[str]) -> list[str]:
        """The symbols that are held, in order. Those that another build had are known in their order."""
        asked = set(held)
        ordered = [symbol for symbol in known if symbol in asked]
        for symbol in self._sort(asked.difference(ordered)):
            insort(ordered, symbol, key=lambda text: self._parsed[text].sort_key)

        return ordered

    def _sort(self, texts: Iterable[str]) -> list[str]:
        return sorted(texts, key=lambda text: self._parsed[text].sort_key)

    @cached_property
    def dates(self) -> Mapping[str, str]:
        """The date of each symbol, in the first language that has one; without the symbols that have none."""
        dates: dict[str, str] = {}
        for symbol, versions in self.by_symbol.items():
            for text in versions.values():
                if text.adopted_on:
                    dates.setdefault(symbol, text.adopted_on)

        return dates


def _choose_hashes(text: Text, of_file: Iterable[ParagraphHashes]) -> ParagraphHashes:
    """Those of the text among the paragraphs of all texts of its file."""
    for hashes in of_file:
        if (hashes.symbol, hashes.language) == (text.symbol, text.language):
            return hashes

    return ParagraphHashes(text.symbol, text.language)


def _get_sort_key(symbol: str) -> SortKey:
    return symbols.parse(symbol).sort_key


def _list_citing_facts(
    text: Text,
) -> tuple[str, str, str, str | None, tuple[str, ...]]:
    """Symbol, language, file, date and citations of a text."""
    cited = list_cited(text)
    return text.symbol, text.language, text.source.file, text.adopted_on, cited


def _read_year(dated: tuple[str, str]) -> int:
    """The year of an ISO date that comes with a symbol."""
    date, _ = dated
    return int(date[:4])
