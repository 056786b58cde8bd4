"""The archive as pages see it: texts, sessions and years as cards, diagnostics by session."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import cached_property
from itertools import chain, groupby
from typing import NamedTuple

from unres_site.archive import Archive, Relations, Session, Text
from unres_site.errors import Diagnostic
from unres_site.organs import get_organ
from unres_site.settings import SiteConfig
from unres_site.site import addresses
from unres_site.site.views import (
    Card,
    SessionCard,
    SessionForm,
    SessionName,
    TextQuality,
    YearCard,
)
from unres_site.symbols import Symbol

DIFFERENCE = "languages-"
"""How the codes of diagnostics begin that compare the languages of a resolution."""

FIRST_YEAR = 1945
"""No session has a number so high: one that has is a year, as in S/RES/1325(2000)."""

ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}


class Around(NamedTuple):
    """All that the pages of one text may show.

    text     the text itself
    symbol   its parsed symbol
    card     its card
    related  cards of other texts, by the name of their relation (see `archive.relations`)
    text_of  gives the text of a related card, for a page that is made from its record too
    differences  what the text has otherwise than other languages of its resolution
    """

    text: Text
    symbol: Symbol
    card: Card
    related: Mapping[str, tuple[Card, ...]]
    text_of: Callable[[Card], Text]
    differences: tuple[Diagnostic, ...] = ()


class Survey:
    """The archive as pages see it. The card of each text and session is made once.

    Only the own pages of the symbols `only` are planned; of all symbols, if that is None.
    """

    def __init__(
        self,
        archive: Archive[Text],
        config: SiteConfig,
        diagnostics: Sequence[Diagnostic] | None,
        only: AbstractSet[str] | None = None,
    ) -> None:
        self.archive = archive
        self.config = config
        self._planned = (
            archive.ordered if only is None else tuple(archive.list_versions(only))
        )
        self._relations = Relations(archive, self._planned)
        self.cards = self._make_cards()
        self.first = {
            symbol: self._choose_version(versions)
            for symbol, versions in self.cards.items()
        }
        self._named: dict[str, Mapping[str, Card]] = {}
        self.sessions = {
            session.address: self._make_session_card(session)
            for session in archive.sessions
        }
        self.years = {
            year: _make_year_card(year, symbols)
            for year, symbols in archive.years.items()
        }
        self.diagnostics = self._sort_diagnostics(diagnostics)
        self.quality = self._group_diagnostics()
        self._differences = self._group_differences()

    # --- texts

    @cached_property
    def texts(self) -> tuple[Around, ...]:
        """The texts whose own pages are planned, each with its related texts."""
        return tuple(map(self._look_around, self._planned))

    def _look_around(self, text: Text) -> Around:
        symbol = self.archive.get_symbol(text.symbol)
        card = self.cards[text.symbol][text.language]
        related = dict[str, tuple[Card, ...]]()
        for relation in self._relations.rows:
            found = self._relations.find(relation, text)
            cards = (
                self._list_versions(found)
                if relation.languages
                else self._name_in(text.language, found)
            )
            related[relation.name] = tuple(cards)
        differences = self._differences.get((text.source.file, text.symbol), ())
        return Around(text, symbol, card, related, self._get_text, tuple(differences))

    def _get_text(self, card: Card) -> Text:
        return self.archive.by_symbol[card.symbol][card.language]

    def _list_versions(self, symbols: Iterable[str]) -> Iterator[Card]:
        """The cards of symbols in all their languages."""
        for symbol in symbols:
            yield from self.cards[symbol].values()

    def _name_in(self, language: str, symbols: Iterable[str]) -> Iterator[Card]:
        """The cards of the symbols that the archive has: in that language, else the card that lists show."""
        cards = self._list_cards_in(language)
        for symbol in symbols:
            if symbol in cards:
                yield cards[symbol]

    def _list_cards_in(self, language: str) -> Mapping[str, Card]:
        if language not in self._named:
            named = dict(self.first)
            for symbol, versions in self.cards.items():
                if language in versions:
                    named[symbol] = versions[language]
            self._named[language] = named
        return self._named[language]

    def _make_cards(self) -> dict[str, dict[str, Card]]:
        cards: dict[str, dict[str, Card]] = {}
        for symbol, versions in self.archive.by_symbol.items():
            cards[symbol] = {
                language: self._make_card(text) for language, text in versions.items()
            }
        return cards

    def _make_card(self, text: Text) -> Card:
        symbol = self.archive.get_symbol(text.symbol)
        address = addresses.make_resolution_address(
            symbol, text.language, self.config.language
        )
        return Card(
            text.symbol,
            symbol.short,
            text.title,
            text.language,
            text.adopted_on,
            address,
        )

    def _choose_version(self, versions: Mapping[str, Card]) -> Card:
        """The card in the site's language, else in the first language by its code."""
        first = next(iter(versions.values()))
        return versions.get(self.config.language, first)

    # --- lists

    def list_cards(self, symbols: Iterable[str]) -> tuple[Card, ...]:
        """The cards of a list of texts, each once, in the site's language if it is held in it."""
        return tuple([self.first[symbol] for symbol in symbols])

    def list_latest(self, count: int) -> tuple[Card, ...]:
        """The texts adopted last, the newest first."""
        newest: list[str] = []
        for symbols in reversed(tuple(self.archive.years.values())):
            if len(newest) >= count:
                break
            newest += reversed(symbols)
        return self.list_cards(newest[:count])

    @property
    def newest_sessions(self) -> tuple[SessionCard, ...]:
        """By organ and form in the order of the archive; within them the newest first."""
        rows: dict[tuple[str, SessionForm], list[SessionCard]] = {}
        for card in self.sessions.values():
            row = rows.setdefault((card.organ, card.form), [])
            row.insert(0, card)
        return tuple(chain.from_iterable(rows.values()))

    @property
    def newest_years(self) -> tuple[YearCard, ...]:
        """The newest first."""
        return tuple(reversed(self.years.values()))

    def _make_session_card(self, session: Session) -> SessionCard:
        cards = self.list_cards(session.symbols)
        found = [int(card.adopted_on[:4]) for card in cards if card.adopted_on]
        years = (min(found), max(found)) if found else None
        form, number = read_session_form(session.first)
        address = addresses.make_session_address(session.address)
        return SessionCard(
            address, session.first.organ, form, number, len(session.symbols), years
        )

    # --- diagnostics

    def _sort_diagnostics(
        self, given: Sequence[Diagnostic] | None
    ) -> tuple[Diagnostic, ...]:
        """The diagnostics of the whole build by place; those of the records, if none are given."""
        if given is not None:
            return tuple(sorted(given, key=_get_place))
        found = chain.from_iterable(text.diagnostics for text in self.archive.ordered)
        return tuple(sorted(found, key=_get_place))

    def _group_differences(self) -> dict[tuple[str, str], list[Diagnostic]]:
        """The differences between languages, by file and symbol of the text that they are shown with."""
        grouped: dict[tuple[str, str], list[Diagnostic]] = {}
        for one in self.diagnostics:
            if one.code.startswith(DIFFERENCE):
                key = (one.file, one.details["symbol"])
                grouped.setdefault(key, []).append(one)
        return grouped

    def _group_diagnostics(self) -> dict[str, list[TextQuality]]:
        """The diagnostics of each file, by the address of its texts' session; by an empty one if it has none."""
        if not self.diagnostics:
            return {}
        sessions: dict[str, str] = {}
        cards: dict[str, list[Card]] = {}
        for text in self.archive.ordered:
            symbol, file = self.archive.get_symbol(text.symbol), text.source.file
            sessions.setdefault(file, symbol.session_address if symbol.session else "")
            cards.setdefault(file, []).append(self.cards[text.symbol][text.language])
        grouped: dict[str, list[TextQuality]] = {
            address: [] for address in ("", *self.sessions)
        }
        for file, found in groupby(
            self.diagnostics, key=lambda diagnostic: diagnostic.file
        ):
            quality = TextQuality(file, tuple(cards.get(file, ())), tuple(found))
            grouped[sessions.get(file, "")].append(quality)
        return {address: texts for address, texts in grouped.items() if texts}


def _make_year_card(year: int, symbols: Sequence[str]) -> YearCard:
    return YearCard(addresses.make_year_address(year), year, len(symbols))


def make_session_name(symbol: Symbol) -> SessionName | None:
    """The session of a symbol, if it has one."""
    if not symbol.session:
        return None
    return SessionName(
        addresses.make_session_address(symbol.session_address),
        *read_session_form(symbol),
    )


def read_session_form(symbol: Symbol) -> tuple[SessionForm, str]:
    """What a symbol's session is called by: `S-10` is special session 10, `XXI` the 21st, `2000` a year."""
    session = symbol.session or ""
    if get_organ(symbol.organ).numbered_head:
        return "conference", session
    head, _, tail = session.rpartition("-")
    number = str(_read_roman(tail)) if set(tail) <= ROMAN.keys() else tail
    if head:
        return ("emergency" if head == "ES" else "special"), number
    return (
        "year" if number.isdecimal() and int(number) >= FIRST_YEAR else "regular"
    ), number


def _read_roman(numeral: str) -> int:
    """The value of a Roman numeral: a digit before a greater one is subtracted."""
    total, before = 0, 0
    for digit in reversed(numeral):
        value = ROMAN[digit]
        total += value if value >= before else -value
        before = value
    return total


def _get_place(found: Diagnostic) -> tuple[str, int, int, str]:
    return found.file, found.line, found.column, found.code
