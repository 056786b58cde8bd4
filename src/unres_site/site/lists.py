"""Lists of resolutions and of diagnostics as HTML. Most lines of a large site are in such lists."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache

from markupsafe import Markup

from unres_site.errors import Diagnostic, describe
from unres_site.messages import Catalogue
from unres_site.site.markup import escape_words, mark_written, write_language_attributes
from unres_site.site.views import Card, SessionCard, SessionName

Link = Callable[[str], str]
"""The link from a page to an address of the site."""


def write_cards(words: Catalogue, found: Iterable[Card], link: Link) -> Markup:
    """A list of resolutions: symbol, title, date."""
    lines = ['<ol class="cards">']
    for card in found:
        address = escape_words(link(card.address))
        lines.append(f'<li><a href="{address}">{_describe(words, card)}</li>')
    lines.append("</ol>")
    return mark_written("\n".join(lines))


def _describe(words: Catalogue, card: Card) -> str:
    """What a list says of a resolution, the same in every list: by session, by year, and on pages that it cites."""
    spoken = write_language_attributes(words, card.language)
    symbol = f'<span class="symbol">{escape_words(card.short)}</span>'
    title = f'<span class="title"{spoken}>{escape_words(card.title)}</span>'
    date = f" {write_time(words, card.adopted_on)}" if card.adopted_on else ""
    return f"{symbol} {title}</a>{date}"


def write_title(words: Catalogue, card: Card) -> Markup:
    """A card's title, with its language if it is not the language of the interface."""
    spoken = write_language_attributes(words, card.language)
    if not spoken:
        return mark_written(escape_words(card.title))
    return mark_written(f"<span{spoken}>{escape_words(card.title)}</span>")


@lru_cache(maxsize=1024)  # lists name the same days again and again
def write_time(words: Catalogue, adopted_on: str) -> str:
    """A date (ISO) in words."""
    date = escape_words(words.date(adopted_on))
    return f'<time datetime="{escape_words(adopted_on)}">{date}</time>'


def name_session(words: Catalogue, session: SessionCard | SessionName) -> str:
    """What a session is called: `第 58 届会议`, `2000 年`."""
    return words(f"sessions.{session.form}", number=session.number)


def write_diagnostics(words: Catalogue, found: Iterable[Diagnostic]) -> Markup:
    """A list of diagnostics in plain words, each with its place."""
    lines = ['<ul class="diagnostics">']
    lines += [_write_diagnostic(words, one) for one in found]
    lines.append("</ul>")
    return mark_written("\n".join(lines))


def _write_diagnostic(words: Catalogue, found: Diagnostic) -> str:
    place = found.file
    if found.line:
        place = words(
            "quality.place", file=found.file, line=found.line, column=found.column
        )
    severity = f'<span class="severity">{escape_words(words(f"quality.{found.severity}"))}</span>'
    sentence = escape_words(words.sentence(describe(found)))
    return f'<li class="{found.severity}">{severity} {sentence} <span class="quiet">{escape_words(place)}</span></li>'
