"""The site in one language: an edition has a home, lists and reports of its own, and names each text once.

Every language that has texts and a catalogue has an edition. That of the site's first language is at the root, the
others are in folders of their own (`en/`). All editions list the same texts: a text that is not held in the language of
the edition is named in another one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from heapq import nlargest
from itertools import chain

from unres_site.archive import Archive, Session, Text
from unres_site.languages import get_primary_code
from unres_site.messages import list_interface_languages
from unres_site.settings import SiteConfig
from unres_site.site import addresses
from unres_site.site.names import name_topic
from unres_site.site.sessions import read_session_form
from unres_site.site.views import (
    Card,
    Holdings,
    Reports,
    SessionCard,
    SessionForm,
    TopicCard,
    YearCard,
)

DEFAULT_ORDER = ("en", "fr", "es", "ru", "zh", "ar")
"""The order of languages after those that `site.yml` names."""


def order_languages(config: SiteConfig, codes: Iterable[str]) -> tuple[str, ...]:
    """Languages in the order of lists: as `site.yml` says, else the site's first one before all others.

    A variant follows its language.
    """
    named = (*config.languages, config.language, *DEFAULT_ORDER)
    places = {code: place for place, code in reversed([*enumerate(named)])}

    def rank(code: str) -> tuple[int, str]:
        return places.get(get_primary_code(code), len(named)), code

    return tuple(sorted(codes, key=rank))


def choose_frame(language: str, first: str) -> str:
    """The language of the frame around a text: the text's own, or the site's first one if it has no catalogue."""
    primary = get_primary_code(language)
    if primary in list_interface_languages():
        return primary
    return first


def choose_version(versions: Mapping[str, Card], language: str) -> Card:
    """The version that a reader of a language is shown: in it, else in a variant of it, else the first one."""
    if language in versions:
        return versions[language]

    primary = get_primary_code(language)
    near = (
        card for code, card in versions.items() if get_primary_code(code) == primary
    )
    return next(near, next(iter(versions.values())))


def choose_newest(
    archive: Archive[Text], symbols: Iterable[str], count: int
) -> list[str]:
    """So many texts, the newest first; those without a date are last."""
    dates = archive.dates
    return nlargest(count, symbols, key=lambda symbol: dates.get(symbol, ""))


class Edition:
    """The site in one language.

    language  its code
    folder    where its pages are: `en/`, or nothing for the first language
    cards     the card of each symbol, in this language where it is held in it
    reports   the diagnostics of each language's texts
    holdings  how much is held, in all languages
    sessions  by their folder within an edition (`A/RES/58`)
    """

    def __init__(
        self,
        archive: Archive[Text],
        config: SiteConfig,
        language: str,
        cards: Mapping[str, Card],
        reports: Mapping[str, Reports],
        holdings: Holdings,
    ) -> None:
        self.archive = archive
        self.config = config
        self.language = language
        self.cards = cards
        self.reports = reports
        self.holdings = holdings
        self.folder = addresses.make_folder(language, config.language)
        self.sessions = {
            session.address: self._make_session_card(session)
            for session in archive.sessions
        }
        self.years = {
            year: self._make_year_card(year, symbols)
            for year, symbols in archive.years.items()
        }

    def list_cards(self, symbols: Iterable[str]) -> tuple[Card, ...]:
        """The cards of a list of texts, each once."""
        return tuple(map(self.cards.__getitem__, symbols))

    def list_own_latest(self, count: int) -> tuple[Card, ...]:
        """The texts in this language that were adopted last; of all texts if there is none in it."""
        newest: list[Card] = []
        for symbols in reversed(tuple(self.archive.years.values())):
            cards = self.list_cards(reversed(symbols))
            newest += [card for card in cards if self._is_own(card)]
            if len(newest) >= count:
                break

        return tuple(newest[:count]) or self.list_latest(count)

    def _is_own(self, card: Card) -> bool:
        """Whether a card is in the language of the edition, or in a variant of it."""
        return get_primary_code(card.language) == self.language

    def list_latest(self, count: int) -> tuple[Card, ...]:
        """The texts adopted last, the newest first."""
        newest: list[str] = []
        for symbols in reversed(tuple(self.archive.years.values())):
            if len(newest) >= count:
                break
            newest += reversed(symbols)

        return self.list_cards(newest[:count])

    def list_newest(self, symbols: Iterable[str], count: int) -> tuple[Card, ...]:
        """Texts, the newest first; those without a date are last."""
        return self.list_cards(choose_newest(self.archive, symbols, count))

    @cached_property
    def topics(self) -> Mapping[str, TopicCard]:
        """The topics by their words or identifiers, in the order of their names."""
        cards: dict[str, TopicCard] = {}
        for topic, symbols in self.archive.topics.items():
            name, language = name_topic(self.config, topic, self.language)
            address = self.folder + addresses.make_topic_address(topic)
            cards[topic] = TopicCard(address, name, language, len(symbols))

        by_name = sorted(cards, key=lambda topic: cards[topic].name.casefold())
        return {topic: cards[topic] for topic in by_name}

    @cached_property
    def newest_sessions(self) -> tuple[SessionCard, ...]:
        """By organ and form in the order of the archive; within them the newest first."""
        rows: dict[tuple[str, SessionForm], list[SessionCard]] = {}
        for card in self.sessions.values():
            row = rows.setdefault((card.organ, card.form), [])
            row.insert(0, card)

        return tuple(chain.from_iterable(rows.values()))

    @cached_property
    def newest_years(self) -> tuple[YearCard, ...]:
        """The newest first."""
        return tuple(reversed(self.years.values()))

    def _make_session_card(self, session: Session) -> SessionCard:
        cards = self.list_cards(session.symbols)
        found = [int(card.adopted_on[:4]) for card in cards if card.adopted_on]
        years = (min(found), max(found)) if found else None
        first = session.first
        form, number = read_session_form(first)
        address = self.folder + addresses.make_session_address(session.address)
        return SessionCard(
            address, first.organ, form, number, len(session.symbols), years
        )

    def _make_year_card(self, year: int, symbols: Sequence[str]) -> YearCard:
        address = self.folder + addresses.make_year_address(year)
        return YearCard(address, year, len(symbols))
