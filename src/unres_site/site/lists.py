"""Lists as HTML: resolutions, and diagnostics. They are most of the lines of a large site."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache

from markupsafe import Markup

from unres_site.errors import Diagnostic, describe
from unres_site.messages import Catalogue
from unres_site.site.markup import escaped, language_attributes, written
from unres_site.site.views import Card, SessionCard, SessionName

Link = Callable[[str], str]
"""The link from a page to an address of the site."""


def cards(words: Catalogue, found: Iterable[Card], link: Link) -> Markup:
    """A list of resolutions: symbol, title, date."""
    return written("\n".join(['<ol class="cards">', *[_card(words, card, link) for card in found], "</ol>"]))


def _card(words: Catalogue, card: Card, link: Link) -> str:
    return f'<li><a href="{escaped(link(card.address))}">{_named(words, card)}</li>'


@lru_cache(maxsize=65536)
def _named(words: Catalogue, card: Card) -> str:
    """What a card says, wherever it stands: a text is listed by session and year, and on the pages that it cites."""
    date = f" {time(words, card.adopted_on)}" if card.adopted_on else ""
    title = f'<span class="title"{language_attributes(words, card.language)}>{escaped(card.title)}</span>'
    return f'<span class="symbol">{escaped(card.short)}</span> {title}</a>{date}'


def title(words: Catalogue, card: Card) -> Markup:
    """A card's title; it says its language where that is not the interface's."""
    spoken = language_attributes(words, card.language)
    return written(f"<span{spoken}>{escaped(card.title)}</span>" if spoken else escaped(card.title))


def time(words: Catalogue, adopted_on: str) -> str:
    """A date (ISO) in words."""
    return f'<time datetime="{escaped(adopted_on)}">{escaped(words.date(adopted_on))}</time>'


def session_name(words: Catalogue, session: SessionCard | SessionName) -> str:
    """What a session is called: `第 58 届会议`, `2000 年`."""
    return words(f"sessions.{session.form}", number=session.number)


def diagnostics(words: Catalogue, found: Iterable[Diagnostic]) -> Markup:
    """A list of diagnostics in plain words, each with its place."""
    return written("\n".join(['<ul class="diagnostics">', *[_diagnostic(words, one) for one in found], "</ul>"]))


def _diagnostic(words: Catalogue, found: Diagnostic) -> str:
    place = found.file
    if found.line:
        place = words("quality.place", file=found.file, line=found.line, column=found.column)
    return (
        f'<li class="{found.severity}"><span class="severity">{escaped(words(f"quality.{found.severity}"))}</span> '
        f'{escaped(words.sentence(describe(found)))} <span class="quiet">{escaped(place)}</span></li>'
    )
