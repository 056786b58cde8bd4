"""Lists of resolutions and of diagnostics as HTML. Most lines of a large site are in such lists."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache

from markupsafe import Markup

from unres_site.errors import Diagnostic, describe
from unres_site.languages import get_language, get_primary_code
from unres_site.messages import Catalogue, Message
from unres_site.site import addresses
from unres_site.site.markup import (
    escape_words,
    isolate_words,
    mark_written,
    write_language_attributes,
)
from unres_site.site.names import name_text
from unres_site.site.views import Card, SessionCard, SessionName

Link = Callable[[str], str]
"""The link from a page to an address of the site."""


def write_cards(
    words: Catalogue, first: str, found: Iterable[Card], link: Link
) -> Markup:
    """A list of resolutions: symbol, title, date, other languages. `first` is the site's first language."""
    lines = ['<ol class="cards">']
    for card in found:
        address = escape_words(link(card.address))
        badges = _write_badges(card, first, link) if card.others else ""
        lines.append(f'<li><a href="{address}">{_describe(words, card)}{badges}</li>')
    lines.append("</ol>")
    return mark_written("\n".join(lines))


def _describe(words: Catalogue, card: Card) -> str:
    """What a list says of a resolution, the same in every list: by session, by year, and on pages that it cites."""
    symbol = f'<span class="symbol">{escape_words(card.short)}</span>'
    title = f'<span class="title">{write_title(words, card)}</span>'
    date = f" {write_time(words, card.adopted_on)}" if card.adopted_on else ""
    return f"{symbol} {title}</a>{date}"


def _write_badges(card: Card, first: str, link: Link) -> str:
    """Links to a resolution in its other languages: `En Fr`."""
    address = addresses.split_language(card.address, first)[1]
    badges: list[str] = []
    for code in card.others:
        language = get_language(code)
        tag, badge = escape_words(language.tag), escape_words(language.badge)
        other = escape_words(link(addresses.make_folder(code, first) + address))
        badges.append(f'<a href="{other}" lang="{tag}" hreflang="{tag}">{badge}</a>')
    return f' <span class="badges">{" ".join(badges)}</span>'


def write_title(words: Catalogue, card: Card) -> Markup:
    """What a text is called. One in another language than the interface's says so: `[fr] Financement`.

    A text without a title is named in the language of the interface.
    """
    title = escape_words(name_text(words, card.symbol, card.title))
    spoken = write_language_attributes(words, card.language)
    if spoken and card.title:
        title = f"<span{spoken}>{title}</span>"
    if get_primary_code(card.language) != words.language:
        title = f'<span class="quiet">[{escape_words(card.language)}]</span> {title}'
    return mark_written(title)


@lru_cache(maxsize=1024)  # lists name the same days again and again
def write_time(words: Catalogue, adopted_on: str) -> str:
    """A date (ISO) in words."""
    date = escape_words(words.date(adopted_on))
    return f'<time datetime="{escape_words(adopted_on)}">{date}</time>'


def name_session(words: Catalogue, session: SessionCard | SessionName) -> str:
    """What a session is called: `第 58 届会议`, `2000 年`."""
    return words(f"sessions.{session.form}", number=session.number)


def _isolate_details(words: Catalogue, message: Message) -> Message:
    """A message whose words keep their own direction; those that are keys of messages stay as they are."""
    direction = get_language(words.language).direction
    isolated: dict[str, str] = {}
    for name, word in message.words.items():
        is_key = word in words.messages
        isolated[name] = word if is_key else isolate_words(word, direction)
    return Message(message.key, isolated)


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
    sentence = escape_words(words.sentence(_isolate_details(words, describe(found))))
    return f'<li class="{found.severity}">{severity} {sentence} <span class="quiet">{escape_words(place)}</span></li>'
