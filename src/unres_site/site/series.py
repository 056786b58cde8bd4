"""The series of resolutions on one item, on the pages of their texts and as data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import cast

import msgspec
from markupsafe import Markup

from unres_site.archive import Series, are_near, find_series, make_link
from unres_site.archive.series import Link as TextLink
from unres_site.messages import Catalogue
from unres_site.site import addresses
from unres_site.site.editions import Edition
from unres_site.site.lists import Link
from unres_site.site.markup import escape_words, mark_written
from unres_site.site.survey import Around
from unres_site.site.views import Card, Page, SeriesListView, SeriesMember
from unres_site.symbols import parse
from unres_site.symbols.value import SortKey

NEAR = ("series", "cites", "cited_by")
"""The relations by which members of a series are found."""


def find_members(around: Around) -> tuple[SeriesMember, ...]:
    """The series of a text, itself among its members; empty if it has none."""
    cards = {around.card.symbol: around.card}
    for name in NEAR:
        cards |= {card.symbol: card for card in around.related[name]}
    links = [
        make_link(around.text_of(card), parse(card.symbol)) for card in cards.values()
    ]
    own, *others = links
    if not any(are_near(own, other) for other in others):  # as of most texts
        return ()
    for series in find_series(links):
        if around.card.symbol in dict(series.members):
            return tuple(
                SeriesMember(cards[symbol], reason) for symbol, reason in series.members
            )
    return ()


def find_gap(around: Around) -> str:
    """What a text recalls first, if it is not held."""
    recalled = make_link(around.text, around.symbol).recalled[:1]
    held = {card.symbol for card in around.related["cites"]}
    return "".join(symbol for symbol in recalled if symbol not in held)


def plan_series(edition: Edition) -> Iterator[Page]:
    """All series of the texts in the edition's language."""
    archive = edition.archive
    texts: list[tuple[str, str, str, tuple[str, ...]]] = []
    gaps: dict[str, str] = {}
    for text in archive.ordered:
        if text.language != edition.language:
            continue
        link = make_link(text, archive.get_symbol(text.symbol))
        texts.append((text.symbol, text.title, link.item, link.recalled))
        for recalled in link.recalled[:1]:
            if recalled not in archive.by_symbol:
                gaps[text.symbol] = recalled
    view = SeriesListView(edition.language, tuple(texts), gaps)
    yield Page(edition.folder + addresses.SERIES, "series", view)


def encode_series(page: Page) -> bytes:
    """The series as JSON: title, members, and the texts that they recall first and that are not held."""
    view = cast("SeriesListView", page.view)
    links = [
        TextLink(parse(symbol), view.language, title, item, recalled)
        for symbol, title, item, recalled in view.texts
    ]
    titles = {link.symbol.text: link.title for link in links}
    found = sorted(find_series(links), key=_rank_first)
    written = [_describe_series(series, titles, view.gaps) for series in found]
    return msgspec.json.format(msgspec.json.encode(written), indent=1)


def _rank_first(series: Series) -> SortKey:
    """The place of the first member, by which series are in order."""
    return parse(series.members[0][0]).sort_key


def _describe_series(
    series: Series, titles: Mapping[str, str], gaps: Mapping[str, str]
) -> dict[str, object]:
    """A series as JSON, with the title of its last member."""
    symbols = [symbol for symbol, _ in series.members]
    members = [
        {"symbol": symbol, "reason": reason} for symbol, reason in series.members
    ]
    missing = dict.fromkeys(gaps[symbol] for symbol in symbols if symbol in gaps)
    return {"title": titles[symbols[-1]], "members": members, "gaps": tuple(missing)}


def write_series(
    words: Catalogue, own: Card, members: tuple[SeriesMember, ...], gap: str, link: Link
) -> Markup:
    """The row of a series: year and symbol of each member, and what is not held; nothing without a series."""
    if not members:
        return mark_written("")
    pieces = [_write_member(words, own, member, link) for member in members]
    if gap:
        told = escape_words(words("item_series.gap", symbol=parse(gap).short))
        pieces.append(f'<span class="quiet">{told}</span>')
    return mark_written(" · ".join(pieces))


def _write_member(words: Catalogue, own: Card, member: SeriesMember, link: Link) -> str:
    card = member.card
    year = (card.adopted_on or "")[:4]
    shown = escape_words(f"{year} {card.short}".strip())
    if card.symbol == own.symbol:
        return f'<b aria-current="page">{shown}</b>'
    reason = escape_words(words(f"item_series.{member.reason}"))
    address = escape_words(link(card.address))
    return f'<a href="{address}" title="{reason}">{shown}</a>'
