"""The archive as pages see it: texts as cards, diagnostics by session, the site in each language."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import cached_property
from itertools import chain, groupby

from unres_site.archive import (
    AgreedParagraph,
    Archive,
    Mention,
    Relations,
    Series,
    Text,
    find_agreed,
    group_mentions,
    make_full_title,
)
from unres_site.errors import Diagnostic
from unres_site.settings import SiteConfig
from unres_site.site import addresses
from unres_site.site.editions import (
    Edition,
    choose_frame,
    choose_version,
    order_languages,
)
from unres_site.site.holdings import count_holdings
from unres_site.site.html.diagnostics import keep_lines
from unres_site.site.instruments.register import (
    KeptPages,
    keep_pages,
    list_text_names,
)
from unres_site.site.views import (
    AgreedPlace,
    AgreedView,
    Card,
    Reports,
    SeriesMember,
    TextQuality,
)

DIFFERENCE = "languages-"
"""How the codes of diagnostics begin that compare the languages of a resolution."""


class Around:
    """All that the pages of one text may show. What takes time is found when a view asks for it.

    text     the text itself
    symbol   its parsed symbol
    card     its card
    folder   the folder of the language whose frame is around the text: `en/`
    source   the address of the source text: beside the page of the first resolution of its file
    series   the series that it is in, if there is one
    """

    def __init__(self, survey: Survey, text: Text) -> None:
        first = survey.config.language
        self._survey = survey
        self.text = text
        self.symbol = survey.archive.get_symbol(text.symbol)
        self.card = survey.cards[text.symbol][text.language]
        self.folder = addresses.make_folder(choose_frame(text.language, first), first)
        self.source = survey.find_source(text)
        self.series = survey.archive.series_of.get(text.symbol)

    @cached_property
    def related(self) -> Mapping[str, tuple[Card, ...]]:
        """Cards of other texts, by the name of their relation (see `archive.relations`)."""
        return self._survey.find_related(self.text)

    @cached_property
    def predecessor(self) -> Card | None:
        """The text that it is compared with."""
        return self.before_of(self.card)

    @cached_property
    def agreed(self) -> tuple[AgreedView, ...]:
        """Its paragraphs that texts with other titles have, too."""
        return tuple(self._survey.list_agreed(self.text))

    @property
    def differences(self) -> tuple[Diagnostic, ...]:
        """What the text has otherwise than other languages of its resolution."""
        return self._survey.list_differences(self.text)

    @property
    def members(self) -> tuple[SeriesMember, ...]:
        """The members of its series, in the language of the text where they are held in it."""
        return self._survey.list_members(self.series, self.text.language)

    @property
    def names(self) -> Mapping[str, str]:
        """The pages of the instruments that it names, by folded name, below the folder of a language."""
        return self._survey.list_names(self.text)

    def text_of(self, card: Card) -> Text:
        """The text of a related card, for a page that is made from its record too."""
        return self._survey.archive.by_symbol[card.symbol][card.language]

    def mentions_of(self, text: Text) -> Mapping[str, tuple[Mention, ...]]:
        """The passages in which a text cites resolutions, by what they cite."""
        return self._survey.group_mentions(text)

    def before_of(self, card: Card) -> Card | None:
        """The text with which a text of a series is compared."""
        return self._survey.find_before(card)


class Survey:
    """The archive as pages see it. The card of each text is made once.

    Only the own pages of the symbols `only` are planned; of all symbols, if that is None. `read_source` gives the text
    of a file that is not published, `kept` what depends on the pages before.
    """

    def __init__(
        self,
        archive: Archive[Text],
        config: SiteConfig,
        diagnostics: Sequence[Diagnostic] | None,
        only: AbstractSet[str] | None = None,
        read_source: Callable[[str], str] | None = None,
        kept: KeptPages | None = None,
    ) -> None:
        self.archive = archive
        self.kept = kept or keep_pages(archive, config, {})
        self.config = config
        self._read_source = read_source or (lambda _: "")
        self._planned = (
            archive.ordered if only is None else tuple(archive.list_versions(only))
        )
        self._relations = Relations(archive, self._planned)
        self.cards = self._make_cards()
        self._mentions: dict[tuple[str, str], Mapping[str, tuple[Mention, ...]]] = {}
        self._members: dict[tuple[str, str], tuple[SeriesMember, ...]] = {}
        self._before: dict[str, tuple[str, ...]] = {}
        planned = {text.symbol for text in self._planned}
        self._names = list_text_names(self.kept.instruments, planned)
        self._named: dict[str, Mapping[str, Card]] = {}
        sorted_diagnostics = self._sort_diagnostics(diagnostics)
        self._differences = self._group_differences(sorted_diagnostics)
        codes = self._list_languages()
        holdings = count_holdings(archive, codes, config.language)
        reports = self._make_reports(codes, sorted_diagnostics)
        self.editions = tuple(
            Edition(archive, config, code, self._list_cards_in(code), reports, holdings)
            for code in codes
        )

    @cached_property
    def languages(self) -> tuple[str, ...]:
        """The languages of the editions, in the order of lists."""
        return tuple(edition.language for edition in self.editions)

    def _list_languages(self) -> tuple[str, ...]:
        first = self.config.language
        held = {text.language for text in self.archive.ordered}
        return order_languages(
            self.config, {first, *(choose_frame(code, first) for code in held)}
        )

    # --- texts

    @cached_property
    def texts(self) -> tuple[Around, ...]:
        """The texts whose own pages are planned."""
        return tuple([Around(self, text) for text in self._planned])

    def find_related(self, text: Text) -> dict[str, tuple[Card, ...]]:
        """The cards of related texts, by the name of the relation."""
        related: dict[str, tuple[Card, ...]] = {}
        for relation in self._relations.rows:
            found = self._relations.find(relation, text)
            cards = (
                self._list_versions(found)
                if relation.languages
                else self._name_in(text.language, found)
            )
            related[relation.name] = tuple(cards)
        return related

    def list_agreed(self, text: Text) -> Iterator[AgreedView]:
        """The paragraphs of a planned text that texts with other titles have, too, with the cards of these."""
        for one in self._agreed[text.symbol, text.language]:
            places = tuple(
                AgreedPlace(self.cards[symbol][text.language], anchor)
                for symbol, anchor in one.places
            )
            yield AgreedView(one.anchor, places, one.is_common)

    @cached_property
    def _agreed(self) -> Mapping[tuple[str, str], tuple[AgreedParagraph, ...]]:
        return find_agreed(self.archive, self._planned)

    def list_differences(self, text: Text) -> tuple[Diagnostic, ...]:
        """What a text has otherwise than other languages of its resolution."""
        return tuple(self._differences.get((text.source.file, text.symbol), ()))

    def list_names(self, text: Text) -> Mapping[str, str]:
        """The pages of the instruments that a planned text names, by folded name."""
        return self._names.get((text.symbol, text.language), {})

    def find_source(self, text: Text) -> str:
        """The address of the text that a record was read from."""
        first = self._firsts[text.source.file]
        page = self.cards[first.symbol][first.language].address
        return addresses.make_address_beside(page, addresses.SOURCE_ENDING)

    @cached_property
    def _firsts(self) -> dict[str, Text]:
        """The first text of each file."""
        firsts: dict[str, Text] = {}
        for text in self.archive.ordered:
            firsts.setdefault(text.source.file, text)
        return firsts

    def group_mentions(self, text: Text) -> Mapping[str, tuple[Mention, ...]]:
        """The passages in which a text cites texts of the archive, by what they cite; decoded once for each text."""
        key = text.symbol, text.language
        if key not in self._mentions:
            self._mentions[key] = {
                symbol: found
                for symbol, found in group_mentions(text).items()
                if symbol in self.archive.by_symbol
            }
        return self._mentions[key]

    # --- series

    def list_members(
        self, series: Series | None, language: str
    ) -> tuple[SeriesMember, ...]:
        """The members of a series, each in that language where it is held in it; made once for all of its texts."""
        if series is None:
            return ()
        key = series.first, language
        if key not in self._members:
            cards = self._list_cards_in(language)
            members = [
                SeriesMember(cards[one], reason) for one, reason in series.members
            ]
            self._members[key] = tuple(members)
        return self._members[key]

    def find_before(self, own: Card) -> Card | None:
        """The text of the last session before, in the same language; of several parts the one of the same letter."""
        held = [
            self.cards[symbol][own.language]
            for symbol in self._list_before(own.symbol)
            if own.language in self.cards[symbol]
        ]
        part = self.archive.get_symbol(own.symbol).part
        for card in held:
            if self.archive.get_symbol(card.symbol).part == part:
                return card
        return held[0] if held else None

    def _list_before(self, symbol: str) -> tuple[str, ...]:
        """The members of its series that are the last before a text; found once for all of them."""
        series = self.archive.series_of.get(symbol)
        if series and symbol not in self._before:
            self._before |= series.predecessors
        return self._before.get(symbol, ())

    # --- cards

    def _list_versions(self, symbols: Iterable[str]) -> Iterator[Card]:
        """The cards of symbols in all their languages."""
        for symbol in symbols:
            yield from self.cards[symbol].values()

    def _name_in(self, language: str, symbols: Iterable[str]) -> Iterator[Card]:
        """The cards of the symbols that are held: in that language, else in the one that its readers are shown."""
        cards = self._list_cards_in(language)
        for symbol in symbols:
            if symbol in cards:
                yield cards[symbol]

    def _list_cards_in(self, language: str) -> Mapping[str, Card]:
        """The card of each symbol that a reader of that language is shown."""
        if language not in self._named:
            self._named[language] = {
                symbol: choose_version(versions, language)
                for symbol, versions in self.cards.items()
            }
        return self._named[language]

    def _make_cards(self) -> dict[str, dict[str, Card]]:
        """The cards of each symbol by language, in the order of lists."""
        cards: dict[str, dict[str, Card]] = {}
        for symbol, versions in self.archive.by_symbol.items():
            held = tuple(versions)
            if len(held) > 1:
                held = order_languages(self.config, held)
            cards[symbol] = {
                language: self._make_card(versions[language], held) for language in held
            }
        return cards

    def _make_card(self, text: Text, held: tuple[str, ...]) -> Card:
        symbol = self.archive.get_symbol(text.symbol)
        address = addresses.make_resolution_address(
            symbol, text.language, self.config.language
        )
        return Card(
            text.symbol,
            symbol.short,
            make_full_title(text),
            text.language,
            text.adopted_on,
            address,
            tuple(code for code in held if code != text.language),
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

    def _group_differences(
        self, diagnostics: Sequence[Diagnostic]
    ) -> dict[tuple[str, str], list[Diagnostic]]:
        """The differences between languages, by file and symbol of the text that they are shown with."""
        grouped: dict[tuple[str, str], list[Diagnostic]] = {}
        for one in diagnostics:
            if one.code.startswith(DIFFERENCE):
                key = (one.file, one.details["symbol"])
                grouped.setdefault(key, []).append(one)
        return grouped

    def _make_reports(
        self, codes: Iterable[str], diagnostics: Sequence[Diagnostic]
    ) -> dict[str, Reports]:
        """The report of each language, on its own texts; files that are not published are in that of the first one."""
        first = self.config.language
        texts = self._list_texts_of({one.file for one in diagnostics})
        found: dict[str, list[Diagnostic]] = {code: [] for code in codes}
        for one in diagnostics:
            own = texts.get(one.file)
            found[choose_frame(own[0].language, first) if own else first].append(one)
        return {
            code: Reports(tuple(own), self._group_diagnostics(own, texts))
            for code, own in found.items()
        }

    def _list_texts_of(self, files: AbstractSet[str]) -> dict[str, list[Text]]:
        """The texts of files, in the order of the archive; a file that is not published has none."""
        found: dict[str, list[Text]] = {}
        for text in self.archive.ordered:
            if text.source.file in files:
                found.setdefault(text.source.file, []).append(text)
        return found

    def _make_quality(
        self, file: str, cards: Sequence[Card], found: tuple[Diagnostic, ...]
    ) -> TextQuality:
        """The diagnostics of a file. A text without a page has its lines here."""
        is_shown = bool(cards) or not any(one.line for one in found)
        source = "" if is_shown else keep_lines(self._read_source(file), found)
        return TextQuality(file, tuple(cards), found, source)

    def _group_diagnostics(
        self, diagnostics: Iterable[Diagnostic], texts: Mapping[str, Sequence[Text]]
    ) -> dict[str, tuple[TextQuality, ...]]:
        """The diagnostics of each file, by the folder of its texts' session; by an empty one if it has none."""
        grouped: dict[str, list[TextQuality]] = {"": []}
        for listed in self.archive.sessions:
            grouped[listed.address] = []
        for file, found in groupby(diagnostics, key=lambda diagnostic: diagnostic.file):
            own = texts.get(file, ())
            cards = [self.cards[text.symbol][text.language] for text in own]
            session = self._find_session(own[0]) if own else ""
            grouped[session].append(self._make_quality(file, cards, tuple(found)))
        return {session: tuple(found) for session, found in grouped.items() if found}

    def _find_session(self, text: Text) -> str:
        """The folder of the session of a text; empty if its symbol has none."""
        symbol = self.archive.get_symbol(text.symbol)
        return symbol.session_address if symbol.session else ""


def _get_place(found: Diagnostic) -> tuple[str, int, int, str]:
    return found.file, found.line, found.column, found.code
