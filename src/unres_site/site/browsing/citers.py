"""Who cites a resolution, where and how; what resolutions cite, and what of it the archive does not hold."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator, Mapping
from io import StringIO
from itertools import chain, groupby
from typing import cast

from markupsafe import Markup

from unres_site.archive import Mention, find_anchor, get_anchors
from unres_site.messages import Catalogue
from unres_site.site import addresses
from unres_site.site.editions import Edition
from unres_site.site.html.lists import Link, write_title
from unres_site.site.html.markup import (
    escape_words,
    mark_written,
    write_language_attributes,
)
from unres_site.site.machines.hosting import list_cited_feeds
from unres_site.site.names import name_passage
from unres_site.site.survey import Around, Survey
from unres_site.site.views import (
    Card,
    CitedDocument,
    CitedListView,
    CitedView,
    Citer,
    Page,
)

MOST_QUOTED = 40
"""If more resolutions cite a text, their words are not shown: the page would be too large."""

MOST_MENTIONS = 4
"""Passages of one citing resolution that are shown."""

MOST_CITED = 300
"""Cited documents on the page of those that are held, and as many of those that are not. The list has all."""

COLUMNS = ("symbol", "held", "texts", "first_year", "last_year")


def find_citers(around: Around) -> tuple[Citer, ...]:
    """The resolutions that cite a text, with the passages in which they do."""
    own = around.card.symbol
    citers: list[Citer] = []
    for card in around.related["cited_by"]:
        mentions = around.mentions_of(around.text_of(card))
        citers.append(Citer(card, mentions.get(own, ())))

    return tuple(citers)


def quote_again(
    citers: Iterable[Citer],
    symbol: str,
    mentions: Mapping[tuple[str, str], Mapping[str, tuple[Mention, ...]]],
) -> tuple[Citer, ...]:
    """The resolutions that cite a symbol, some of them with other passages.

    `mentions` are those of texts by their symbol and language, then by what they cite.
    """
    found: list[Citer] = []
    for citer in citers:
        own = mentions.get((citer.card.symbol, citer.card.language))
        if own is None:
            found.append(citer)
        else:
            found.append(Citer(citer.card, own.get(symbol, ())))

    return tuple(found)


def find_places(around: Around) -> dict[str, str]:
    """The addresses of the places in held texts to which a text refers, by symbol and path."""
    return locate_places(
        around.mentions_of(around.text),
        around.related["cites"],
        lambda card: get_anchors(around.text_of(card)),
    )


def locate_places(
    mentions: Mapping[str, tuple[Mention, ...]],
    cited: Iterable[Card],
    read_anchors: Callable[[Card], str],
) -> dict[str, str]:
    """The same from the text's passages, and the held texts that it cites; `read_anchors` gives their anchors."""
    found: dict[str, str] = {}
    for card in cited:
        ours = mentions.get(card.symbol, ())
        for path in chain.from_iterable(mention.places for mention in ours):
            anchor = find_anchor(path, read_anchors(card))
            if anchor:
                found[f"{card.symbol}#{path}"] = f"{card.address}#{anchor}"

    return found


def list_cited_documents(
    edition: Edition, limit: int
) -> tuple[tuple[CitedDocument, ...], tuple[CitedDocument, ...], int]:
    """The most cited documents that are not held, those that are, and how many are not held in all."""
    not_held: list[CitedDocument] = []
    held: list[CitedDocument] = []
    missing = 0
    feeds = list_cited_feeds(edition)
    for symbol, count in edition.archive.cited.items():
        card = edition.cards.get(symbol)
        missing += card is None
        found = held if card else not_held
        if len(found) < limit:
            found.append(CitedDocument(symbol, count, card, feeds.get(symbol, "")))

    return tuple(not_held), tuple(held), missing


def plan_cited(edition: Edition) -> Iterator[Page]:
    """The documents that resolutions cite most: those that are not held, for who looks for texts, and the others."""
    not_held, held, missing = list_cited_documents(edition, MOST_CITED)
    total = len(edition.archive.cited)
    view = CitedView(total, missing, not_held, held)
    address = edition.folder + addresses.CITED
    yield Page(address, "cited", view)


def plan_cited_list(survey: Survey) -> Iterator[Page]:
    """All cited documents as a table for programs."""
    archive = survey.archive
    rows = [
        (symbol, count, symbol in archive.by_symbol)
        for symbol, count in archive.cited.items()
    ]
    yield Page(addresses.CITED_LIST, "cited-list", CitedListView(tuple(rows)))


def write_cited_list(page: Page) -> bytes:
    """All cited documents as comma-separated values."""
    view = cast("CitedListView", page.view)
    written = StringIO()
    table = csv.writer(written, lineterminator="\n")
    table.writerow(COLUMNS)
    for symbol, (texts, first, last), is_held in view.rows:
        table.writerow((symbol, int(is_held), texts, first or "", last or ""))

    return written.getvalue().encode()


def write_citers(words: Catalogue, citers: Iterable[Citer], link: Link) -> Markup:
    """The resolutions that cite a text by year, the latest first, with the passages in which they do."""
    ordered = sorted(citers, key=_get_year, reverse=True)
    is_quoted = len(ordered) <= MOST_QUOTED
    pieces: list[str] = []
    for year, same_year in groupby(ordered, key=_get_year):
        if year:
            pieces.append(f"<h3>{year}</h3>")
        rows = [
            _write_citer(words, one, link, is_quoted=is_quoted) for one in same_year
        ]
        pieces += ['<ul class="citers">', *rows, "</ul>"]

    return mark_written("\n".join(pieces))


def _get_year(citer: Citer) -> str:
    return (citer.card.adopted_on or "")[:4]


def _write_citer(words: Catalogue, citer: Citer, link: Link, *, is_quoted: bool) -> str:
    """A resolution and its passages."""
    card = citer.card
    address = escape_words(link(card.address))
    symbol = f'<b class="symbol">{escape_words(card.short)}</b>'
    head = f'<a href="{address}">{symbol} {write_title(words, card)}</a>'
    places = [
        _write_mention(words, card, one, address, is_quoted=is_quoted)
        for one in citer.mentions[:MOST_MENTIONS]
    ]
    rest = len(citer.mentions) - len(places)
    more = f' <span class="quiet">+{rest}</span>' if rest else ""
    listed = f"<ul>{''.join(places)}</ul>" if places else ""
    return f"<li>{head}{more}{listed}</li>"


def _write_mention(
    words: Catalogue, card: Card, mention: Mention, address: str, *, is_quoted: bool
) -> str:
    """A passage: where on the page at that address, what it does, and its words."""
    address = f"{address}#{escape_words(mention.anchor)}"
    act = escape_words(words(f"act.{mention.kind}"))
    place = escape_words(name_passage(words, mention.anchor, mention.number))
    quoted = ""
    if is_quoted:
        spoken = write_language_attributes(words, card.language)
        quoted = f" <q{spoken}>{escape_words(mention.words)}</q>"

    return f'<li><a href="{address}">{place}</a> <span class="quiet">{act}</span>{quoted}</li>'


def list_link_titles(cards: Iterable[Card]) -> dict[str, str]:
    """What the link to a cited text says of it, by symbol: its number, its title and its date."""
    titles: dict[str, str] = {}
    for card in cards:
        date = f" ({card.adopted_on})" if card.adopted_on else ""
        titles[card.symbol] = f"{card.short} {card.title}{date}"

    return titles
