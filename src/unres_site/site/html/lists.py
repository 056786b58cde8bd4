"""Lists of resolutions and of diagnostics as HTML. Most lines of a large site are in such lists."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache

from markupsafe import Markup

from unres_site.languages import get_language, get_primary_code
from unres_site.messages import Catalogue
from unres_site.site import addresses
from unres_site.site.html.markup import (
    NO_BREAK,
    break_title,
    escape_words,
    mark_written,
    write_language_attributes,
)
from unres_site.site.names import name_text
from unres_site.site.views import Card, SessionCard, SessionName
from unres_site.text.canonical import make_canonical

UNDATED = "9999"
"""Sorts after every date."""

MONTH = 7
"""Characters of the month in an ISO date."""

ORDINAL_SESSIONS = ("regular", "special", "emergency")
"""Sessions that some languages name by an ordinal number (`58e session`)."""

Link = Callable[[str], str]
"""The link from a page to an address of the site."""


def write_cards(
    words: Catalogue, first: str, found: Iterable[Card], link: Link
) -> Markup:
    """A list of resolutions: symbol, title, date, other languages. `first` is the site's first language."""
    rows = [_write_row(words, first, card, link, card.adopted_on) for card in found]
    return mark_written(_write_rows(rows))


def write_calendar(
    words: Catalogue, first: str, found: Iterable[Card], link: Link
) -> Markup:
    """The same by months and days, with marks to jump to a month. Texts without a date are at the end.

    Texts of one day keep their order. A row does not repeat the date that is above it.
    """
    months = _group_by_day(found)
    pieces = [_write_jumps(words, months)]
    for month, days in months.items():
        anchor = _make_month_anchor(month)
        name = _name_month(words, month)
        pieces.append(f'<section class="month">\n<h2 id="{anchor}">{name}</h2>')
        for day, cards in days.items():
            rows = [_write_row(words, first, card, link, None) for card in cards]
            head = f"<h3>{escape_words(words.date(day))}</h3>\n" if day else ""
            pieces.append(f'<div class="day">\n{head}{_write_rows(rows)}\n</div>')

        pieces.append("</section>")

    return mark_written("\n".join(pieces))


Days = dict[str, list[Card]]
"""Texts by the day of their adoption (ISO); by an empty text if it is not known."""


def _group_by_day(found: Iterable[Card]) -> dict[str, Days]:
    """Texts by month (`2020-12`) and day; those without a date are below an empty month and an empty day."""
    months: dict[str, Days] = {}
    for card in sorted(found, key=lambda card: card.adopted_on or UNDATED):
        day = card.adopted_on or ""
        months.setdefault(day[:MONTH], {}).setdefault(day, []).append(card)

    return months


def _write_jumps(words: Catalogue, months: Iterable[str]) -> str:
    """Links to the months of a list; nothing if there is only one."""
    names = [(_make_month_anchor(month), _name_month(words, month)) for month in months]
    if len(names) == 1:
        return ""

    links = [f'<a href="#{anchor}">{name}</a>' for anchor, name in names]
    label = escape_words(words("list.months"))
    lines = "\n".join(links)
    return f'<nav class="jumps" aria-label="{label}">\n{lines}\n</nav>'


def _make_month_anchor(month: str) -> str:
    return f"m{month or 'undated'}"


def _name_month(words: Catalogue, month: str) -> str:
    """The month as a heading, for HTML."""
    name = words.month(f"{month}-01") if month else words("list.undated")
    return escape_words(name)


def _write_rows(rows: Iterable[str]) -> str:
    return "\n".join(['<ol class="cards">', *rows, "</ol>"])


def _write_row(
    words: Catalogue, first: str, card: Card, link: Link, adopted_on: str | None
) -> str:
    """What a list says of a resolution, the same in every list.

    A long list has hundreds of rows, and each sign more is some hundred bytes of the page: so there are few classes.
    """
    address = escape_words(link(card.address))
    symbol = escape_words(card.short)
    title = write_title(words, card)
    name = f"<b>{symbol}</b> {title}"
    date = f" {write_time(words, adopted_on)}" if adopted_on else ""
    badges = _write_badges(card, first, link) if card.others else ""
    return f'<li><a href="{address}">{name}</a>{date}{badges}</li>'


def _write_badges(card: Card, first: str, link: Link) -> str:
    """Links to a resolution in its other languages: `En Fr`."""
    address = addresses.split_language(card.address, first)[1]
    badges: list[str] = []
    for code in card.others:
        badge = escape_words(get_language(code).badge)
        other = escape_words(link(addresses.make_folder(code, first) + address))
        badges.append(f' <a href="{other}">{badge}</a>')

    return "".join(badges)


def write_title(words: Catalogue, card: Card) -> Markup:
    """What a text is called. One in another language than the interface's says so: `[fr] Financement`.

    A text without a title is named in the language of the interface.
    """
    if card.title:
        return _write_title(words, card.title, card.language)
    name = escape_words(name_text(words, card.symbol, ""))
    return _add_language(words, card.language, name)


@lru_cache(
    maxsize=1 << 14
)  # most titles come again: each session has texts on the same items
def _write_title(words: Catalogue, title: str, language: str) -> Markup:
    name = break_title(language, title)
    spoken = write_language_attributes(words, language)
    if spoken:
        name = f"<span{spoken}>{name}</span>"

    return _add_language(words, language, name)


def _add_language(words: Catalogue, language: str, name: str) -> Markup:
    """A name for HTML, with the language before it if that is not the one of the interface."""
    if get_primary_code(language) != words.language:
        name = f'<span class="quiet">[{escape_words(language)}]</span> {name}'

    return mark_written(name)


@lru_cache(maxsize=1024)  # lists name the same days again and again
def write_time(words: Catalogue, adopted_on: str) -> str:
    """A date (ISO) in words."""
    date = escape_words(words.date(adopted_on))
    return f'<time datetime="{escape_words(adopted_on)}">{date}</time>'


def name_session(words: Catalogue, session: SessionCard | SessionName) -> str:
    """What a session is called: `第 58 届会议`, `58e session`, `2000 年`."""
    number = str(session.number)
    if session.form in ORDINAL_SESSIONS:
        number = words(
            "ordinal.first" if number == "1" else "ordinal.other", number=number
        )

    return words(f"sessions.{session.form}", number=number)


def write_session_heading(
    words: Catalogue, organ: str, session: SessionCard | SessionName
) -> Markup:
    """The same as a heading: a line ends before the session, and not beside its number."""
    own = name_session(words, session)
    number = str(session.number)
    held = own.replace(f" {number}", f"{NO_BREAK}{number}")
    held = held.replace(f"{number} ", f"{number}{NO_BREAK}")
    whole = name_session_of(words, organ, session)
    before = escape_words(whole.removesuffix(own))
    return mark_written(f"{before}<wbr>{escape_words(held)}")


def name_session_of(
    words: Catalogue, organ: str, session: SessionCard | SessionName
) -> str:
    """The session of an organ, which is given by its name: `大会第 58 届会议`, `安全理事会 1991 年`."""
    named = words(
        "sessions.of_organ", organ=organ, session=name_session(words, session)
    )
    return make_canonical(named)  # has the space between a name in Han and a digit
