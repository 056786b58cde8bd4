"""What pages are made from. A page is its address, its records and its view; the same ones always give the same bytes.

A view has all that a page shows of other texts (their cards). So a page is rendered again only if its records, its
view, its templates or the configuration have changed. Addresses are paths from the root of the site, with `/`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Literal, NamedTuple

import msgspec

from unres_site.archive import CitedCount, Mention, SeriesReason, SessionGaps, Text
from unres_site.errors import Diagnostic, Severity

SessionForm = Literal["regular", "special", "emergency", "year", "conference"]


class Card(msgspec.Struct, frozen=True, array_like=True):
    """A resolution in one language as lists, neighbours and citers name it.

    short   its symbol as people say it (`58/58`)
    title   empty where the text has none
    others  the other languages that it is held in, in the order of lists
    """

    symbol: str
    short: str
    title: str
    language: str
    adopted_on: str | None
    address: str
    others: tuple[str, ...] = ()


class SessionCard(msgspec.Struct, frozen=True, array_like=True):
    """A session as lists name it: `number` is `58`, `10` (special) or `2000` (year), `years` its first and last."""

    address: str
    organ: str
    form: SessionForm
    number: str
    count: int
    years: tuple[int, int] | None


class SessionName(msgspec.Struct, frozen=True, array_like=True):
    """A session as the pages of its texts name it: nothing that changes when another text is added to it."""

    address: str
    form: SessionForm
    number: str


class YearCard(msgspec.Struct, frozen=True, array_like=True):
    """A year with resolutions, as lists name it."""

    address: str
    year: int
    count: int

    @property
    def decade(self) -> int:
        """The first year of its decade: 1970."""
        return self.year - self.year % 10


class TopicCard(msgspec.Struct, frozen=True, array_like=True):
    """A topic as lists name it: its name, the language of the name (empty if unknown), how many resolutions have it."""

    address: str
    name: str
    language: str
    count: int


class OrganCount(msgspec.Struct, frozen=True, array_like=True):
    """How many resolutions of an organ are held, and the first and last year of their adoption, if any is known."""

    organ: str
    count: int
    years: tuple[int, int] | None


class LanguageCount(msgspec.Struct, frozen=True, array_like=True):
    """How many texts or diagnostics there are in a language of the site, and the address of its page."""

    language: str
    count: int
    address: str


class Holdings(NamedTuple):
    """What the archive holds, by organ and by language of the site."""

    organs: tuple[OrganCount, ...]
    languages: tuple[LanguageCount, ...]


class HomeView(msgspec.Struct, frozen=True):
    """The latest texts, all sessions and all years, newest first, and what is held.

    `total` counts symbols, `series` series.
    """

    total: int
    latest: tuple[Card, ...]
    sessions: tuple[SessionCard, ...]
    years: tuple[YearCard, ...]
    organs: tuple[OrganCount, ...]
    languages: tuple[LanguageCount, ...]
    topics: tuple[TopicCard, ...] = ()
    series: int = 0


class SessionsView(msgspec.Struct, frozen=True):
    """All sessions, newest first within an organ."""

    sessions: tuple[SessionCard, ...]


class SessionView(msgspec.Struct, frozen=True):
    """One session with its resolutions in order, and what is missing of it."""

    session: SessionCard
    cards: tuple[Card, ...]
    previous: SessionCard | None
    next: SessionCard | None
    gaps: SessionGaps


class YearsView(msgspec.Struct, frozen=True):
    """All years, newest first."""

    years: tuple[YearCard, ...]


class YearView(msgspec.Struct, frozen=True):
    """One year with its resolutions by date."""

    year: YearCard
    cards: tuple[Card, ...]
    previous: YearCard | None
    next: YearCard | None


class TopicsView(msgspec.Struct, frozen=True):
    """All topics, by name."""

    topics: tuple[TopicCard, ...]


class TopicView(msgspec.Struct, frozen=True):
    """One topic with its resolutions, the newest first; `identifier` is that of the UNBIS Thesaurus, if it has one."""

    topic: TopicCard
    cards: tuple[Card, ...]
    identifier: str


class Citer(msgspec.Struct, frozen=True, array_like=True):
    """A resolution that cites another one, and the passages in which it does."""

    card: Card
    mentions: tuple[Mention, ...]


class CitedDocument(msgspec.Struct, frozen=True, array_like=True):
    """A document that resolutions cite.

    count  how many do, and in which years
    card   its own, if it is held
    feed   the address of the feed of texts that cite it, if there is one
    """

    symbol: str
    count: CitedCount
    card: Card | None = None
    feed: str = ""


class CitedView(msgspec.Struct, frozen=True):
    """The documents that are cited most, held or not; `total` and `missing` count all of them and those not held."""

    total: int
    missing: int
    not_held: tuple[CitedDocument, ...]
    held: tuple[CitedDocument, ...]


class CitedListView(msgspec.Struct, frozen=True):
    """All cited documents, each with its count and whether it is held."""

    rows: tuple[tuple[str, CitedCount, bool], ...]


class SeriesMember(msgspec.Struct, frozen=True, array_like=True):
    """A resolution of a series, and why it is there."""

    card: Card
    reason: SeriesReason


class AgreedPlace(msgspec.Struct, frozen=True, array_like=True):
    """Another place that has a paragraph: the card of the text, and the anchor of the paragraph there."""

    card: Card
    anchor: str


class AgreedView(msgspec.Struct, frozen=True, array_like=True):
    """A paragraph that texts with other titles have word for word: its anchor, and the places that have it.

    A paragraph that `is_common` is in too many texts to list them.
    """

    anchor: str
    places: tuple[AgreedPlace, ...] = ()
    is_common: bool = False


class ResolutionView(msgspec.Struct, frozen=True, array_like=True):
    """What surrounds a resolution's text.

    related  cards of other texts by the name of their relation (see `archive.relations`)
    held     the addresses of the cited symbols that are held
    differences  what the text has otherwise than other languages of its resolution
    source  the address of the source text, which a file's resolutions share
    citers  the resolutions that cite it, with the passages
    series  the resolutions on its item, in order, itself among them; empty if there is no other
    gap     the likely predecessor that it recalls, if that is not held
    series_address  the page of its series; empty if it is in none
    since   the text that it is compared with on the page of what is new, if there is one
    places  the addresses of places in cited texts that are held, by symbol and path (`A/RES/60/1#paragraph4`)
    instruments  the pages of instruments, by the folded names that the text has
    agreed  the paragraphs that texts with other titles have, too; of a text with a predecessor they are on the page of
            what is new
    """

    card: Card
    organ: str
    session: SessionName | None
    related: dict[str, tuple[Card, ...]]
    held: dict[str, str]
    differences: tuple[Diagnostic, ...] = ()
    source: str = ""
    citers: tuple[Citer, ...] = ()
    places: dict[str, str] = {}
    series: tuple[SeriesMember, ...] = ()
    gap: str = ""
    series_address: str = ""
    since: Card | None = None
    instruments: dict[str, str] = {}
    agreed: tuple[AgreedView, ...] = ()

    def find_first(self, relation: str) -> Card | None:
        """The first text of a relation, if there is any."""
        return next(iter(self.related[relation]), None)


class KindCount(msgspec.Struct, frozen=True):
    """How often a diagnostic was found."""

    code: str
    severity: Severity
    count: int


class TextQuality(msgspec.Struct, frozen=True):
    """All diagnostics of one file.

    If its text is not published, there are no cards, and `source` has the lines that the diagnostics open.
    """

    file: str
    cards: tuple[Card, ...]
    diagnostics: tuple[Diagnostic, ...]
    source: str = ""


class Reports(NamedTuple):
    """The diagnostics of texts in the order of their places, and by the folder of the session of their texts."""

    diagnostics: tuple[Diagnostic, ...]
    by_session: Mapping[str, tuple[TextQuality, ...]]


class QualityCount(msgspec.Struct, frozen=True):
    """How many diagnostics the texts of a session have; `address` is that of the page that shows them."""

    address: str
    session: SessionCard
    count: int


class QualityView(msgspec.Struct, frozen=True):
    """How many diagnostics of each kind; those of files that belong to no session; the sessions that have any.

    `others` counts the diagnostics of other languages.
    """

    kinds: tuple[KindCount, ...]
    texts: tuple[TextQuality, ...]
    sessions: tuple[QualityCount, ...]
    others: tuple[LanguageCount, ...] = ()


class SessionQualityView(msgspec.Struct, frozen=True):
    """All diagnostics of one session's texts in a language, by file; the languages that have such a page."""

    session: SessionCard
    texts: tuple[TextQuality, ...]
    languages: tuple[str, ...]


class MissingView(msgspec.Struct, frozen=True):
    """Where a reader may go on from a page that is not there: all sessions."""

    sessions: tuple[SessionCard, ...]


class RedirectView(msgspec.Struct, frozen=True):
    """The address where a page is now, perhaps with the place on it."""

    target: str


class NoView(msgspec.Struct, frozen=True):
    """Of a page that shows nothing of the texts."""


class Page(msgspec.Struct, frozen=True, dict=True):
    """One file of the site.

    kind       names its row of `pages.KINDS`
    shown      its view, or a function that makes it
    records    the texts that it is made from
    languages  those of the site, in the order of lists; of pages that readers see
    source     the text that its first record was read from, if pages of its kind show that
    group      pages of one group are made one after the other, in one process: what one needs is at hand for the next
    is_same    whether its view is known to be that of the last build, so that it need not be made to be compared

    A page is planned with summaries in place of its records. It is given records and source when it is rendered.
    """

    address: str
    kind: str
    shown: msgspec.Struct | Callable[[], msgspec.Struct]
    records: tuple[Text, ...] = ()
    languages: tuple[str, ...] = ()
    source: str = ""
    group: str = ""
    is_same: bool = False

    @cached_property
    def view(self) -> msgspec.Struct:
        """All that the page shows of texts, made when it is first asked for: before a first build, in a worker."""
        return self.shown if isinstance(self.shown, msgspec.Struct) else self.shown()

    def complete(self) -> Page:
        """The same page with its view, not with what makes it."""
        return msgspec.structs.replace(self, shown=self.view)

    @property
    def record(self) -> Text | None:
        """The text that the page is about, the first of its records."""
        return self.records[0] if self.records else None
