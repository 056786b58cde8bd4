"""Lists as HTML: resolutions, and diagnostics. They are most of the lines of a large site."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from markupsafe import Markup

from unres_site.errors import Diagnostic, describe
from unres_site.messages import Catalogue
from unres_site.site.markup import escaped, language_attributes, written
from unres_site.site.views import Card, SessionCard, SessionName

Link = Callable[[str], str]
"""The link from a page to an address of the site."""


def cards(words: Catalogue, found: Iterable[Card], link: Link) -> Markup:
    """A list of resolutions: symbol, title, date."""
    lines = ['<ol class="cards">']
    for card in found:
        address = escaped(link(card.address))
        lines.append(f'<li><a href="{address}">{_describe(words, card)}</li>')
    lines.append("</ol>")
    return written("\n".join(lines))


def _describe(words: Catalogue, card: Card) -> str:
    """What a list says of a resolution, the same in every list: by session, by year, and on pages that it cites."""
    spoken = language_attributes(words, card.language)
    symbol = f'<span class="symbol">{escaped(card.short)}</span>'
    title = f'<span class="title"{spoken}>{escaped(card.title)}</span>'
    date = f" {time(words, card.adopted_on)}" if card.adopted_on else ""
    return f"{symbol} {title}</a>{date}"


def title(words: Catalogue, card: Card) -> Markup:
    """A card's title, with its language where that is not the interface's."""
    spoken = language_attributes(words, card.language)
    if not spoken:
        return written(escaped(card.title))
    return written(f"<span{spoken}>{escaped(card.title)}</span>")


def time(words: Catalogue, adopted_on: str) -> str:
    """A date (ISO) in words."""
    date = escaped(words.date(adopted_on))
    return f'<time datetime="{escaped(adopted_on)}">{date}</time>'


def session_name(words: Catalogue, session: SessionCard | SessionName) -> str:
    """What a session is called: `第 58 届会议`, `2000 年`."""
    return words(f"sessions.{session.form}", number=session.number)


def diagnostics(words: Catalogue, found: Iterable[Diagnostic]) -> Markup:
    """A list of diagnostics in plain words, each with its place."""
    lines = ['<ul class="diagnostics">']
    lines += [_write_diagnostic(words, one) for one in found]
    lines.append("</ul>")
    return written("\n".join(lines))


def _write_diagnostic(words: Catalogue, found: Diagnostic) -> str:
    place = found.file
    if found.line:
        place = words(
            "quality.place", file=found.file, line=found.line, column=found.column
        )
    severity = (
        f'<span class="severity">{escaped(words(f"quality.{found.severity}"))}</span>'
    )
    sentence = escaped(words.sentence(describe(found)))
    return f'<li class="{found.severity}">{severity} {sentence} <span class="quiet">{escaped(place)}</span></li>'
