"""The archive as pages see it: texts, sessions and years as cards, diagnostics by session."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import cached_property
from itertools import chain, groupby, islice
from typing import NamedTuple

from unres_site.archive import Archive, Relations, Session, Text
from unres_site.errors import Diagnostic
from unres_site.settings import SiteConfig
from unres_site.site import addresses
from unres_site.site.views import Card, SessionCard, SessionForm, SessionName, TextQuality, YearCard
from unres_site.symbols import Symbol

FIRST_YEAR = 1945
"""No session has a number so high: one that has is a year, as in S/RES/1325(2000)."""

ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}


class Around(NamedTuple):
    """All that pages of one text may show: the text, its symbol and card, and cards of its related texts by relation.

    `text_of` gives the related text of a card, for a page that is made from its record, too.
    """

    text: Text
    symbol: Symbol
    card: Card
    related: Mapping[str, tuple[Card, ...]]
    text_of: Callable[[Card], Text]


class Survey:
    """The archive as pages see it: every text and session as a card, made once.

    Of the texts' own pages those of the symbols `only` are planned; all of them, where that is None.
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
        self._planned = archive.ordered if only is None else tuple(archive.versions_of(only))
        self._relations = Relations(archive, self._planned)
        self.cards = {
            symbol: {language: self._card(record) for language, record in languages.items()}
            for symbol, languages in archive.by_symbol.items()
        }
        self.first = {
            symbol: versions.get(config.language) or next(iter(versions.values()))
            for symbol, versions in self.cards.items()
        }
        self._named: dict[str, Mapping[str, Card]] = {}
        self.sessions = {session.address: self._session(session) for session in archive.sessions}
        self.years = {
            year: YearCard(addresses.year_address(year), year, len(found)) for year, found in archive.years.items()
        }
        found = chain.from_iterable(record.diagnostics for record in archive.ordered)
        self.diagnostics = tuple(sorted(found if diagnostics is None else diagnostics, key=_place))
        self.quality = self._quality()

    @cached_property
    def texts(self) -> tuple[Around, ...]:
        """The texts whose own pages are planned, each with its related texts."""
        return tuple(map(self._around, self._planned))

    def _around(self, text: Text) -> Around:
        cards = self._named_in(text.language)
        related = dict[str, tuple[Card, ...]]()
        for relation in self._relations.rows:
            found = self._relations.find(relation, text)
            if relation.languages:
                related[relation.name] = tuple(card for symbol in found for card in self.cards[symbol].values())
            else:
                related[relation.name] = tuple(cards[symbol] for symbol in found if symbol in cards)
        card = self.cards[text.symbol][text.language]
        return Around(text, self.archive.parsed(text.symbol), card, related, self._text_of)

    def _text_of(self, card: Card) -> Text:
        return self.archive.by_symbol[card.symbol][card.language]

    def _named_in(self, language: str) -> Mapping[str, Card]:
        """All texts by symbol: the card in that language, else in the one that lists name it in."""
        if language not in self._named:
            own = {symbol: versions[language] for symbol, versions in self.cards.items() if language in versions}
            self._named[language] = {**self.first, **own}
        return self._named[language]

    def listed(self, symbols: Sequence[str]) -> tuple[Card, ...]:
        """The cards of a list of texts, each once, in the site's language where it is held."""
        return tuple(map(self.first.__getitem__, symbols))

    def latest(self, count: int) -> tuple[Card, ...]:
        """The texts adopted last, the newest first."""
        newest = chain.from_iterable(reversed(symbols) for symbols in reversed(tuple(self.archive.years.values())))
        return self.listed(tuple(islice(newest, count)))

    @property
    def newest_sessions(self) -> tuple[SessionCard, ...]:
        """By organ and form in the order of the archive; within them the newest first."""
        rows: dict[tuple[str, SessionForm], list[SessionCard]] = {}
        for card in self.sessions.values():
            rows.setdefault((card.organ, card.form), []).append(card)
        return tuple(chain.from_iterable(reversed(row) for row in rows.values()))

    @property
    def newest_years(self) -> tuple[YearCard, ...]:
        """The newest first."""
        return tuple(reversed(self.years.values()))

    def _card(self, record: Text) -> Card:
        symbol = self.archive.parsed(record.symbol)
        address = addresses.resolution_address(symbol, record.language, self.config.language)
        return Card(record.symbol, symbol.short, record.title, record.language, record.adopted_on, address)

    def _quality(self) -> dict[str, list[TextQuality]]:
        """The diagnostics of each file, by the address of its texts' session; by none where it has none."""
        folders, cards = dict[str, str](), defaultdict[str, list[Card]](list)
        for record in self.archive.ordered if self.diagnostics else ():
            symbol, file = self.archive.parsed(record.symbol), record.source.file
            folders.setdefault(file, symbol.session_address if symbol.session else "")
            cards[file].append(self.cards[record.symbol][record.language])
        texts: dict[str, list[TextQuality]] = {address: [] for address in ("", *self.sessions)}
        for file, found in groupby(self.diagnostics, key=lambda found: found.file):
            texts[folders.get(file, "")].append(TextQuality(file, tuple(cards.get(file, ())), tuple(found)))
        return {address: found for address, found in texts.items() if found}

    def _session(self, session: Session) -> SessionCard:
        dates = sorted(card.adopted_on[:4] for card in self.listed(session.symbols) if card.adopted_on)
        years = (int(dates[0]), int(dates[-1])) if dates else None
        form, number = session_form(session.first.session or "")
        address = addresses.session_address(session.address)
        return SessionCard(address, session.first.organ, form, number, len(session.symbols), years)


def session_name(symbol: Symbol) -> SessionName | None:
    """The session of a symbol, if it has one."""
    if not symbol.session:
        return None
    return SessionName(addresses.session_address(symbol.session_address), *session_form(symbol.session))


def session_form(session: str) -> tuple[SessionForm, str]:
    """What a symbol's session is called by: `S-10` is special session 10, `XXI` the 21st, `2000` a year."""
    head, _, tail = session.rpartition("-")
    number = str(_roman(tail)) if set(tail) <= ROMAN.keys() else tail
    if head:
        return ("emergency" if head == "ES" else "special"), number
    return ("year" if number.isdecimal() and int(number) >= FIRST_YEAR else "regular"), number


def _roman(numeral: str) -> int:
    values = [ROMAN[letter] for letter in numeral]
    return sum(-one if one < after else one for one, after in zip(values, [*values[1:], 0], strict=True))


def _place(found: Diagnostic) -> tuple[str, int, int, str]:
    return found.file, found.line, found.column, found.code
