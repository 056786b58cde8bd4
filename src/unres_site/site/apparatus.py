"""What stands around a text, as HTML: facts, citations, what was taken out of it, and the way on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache

from markupsafe import Markup

from unres_site.languages import language as language_of
from unres_site.messages import Catalogue
from unres_site.organs import organ_of
from unres_site.records import LedgerEntry, Resolution
from unres_site.site.exports import ACCESS_DATE, BLOCKS, CITATIONS, Format, Work
from unres_site.site.lists import Link, session_name, time
from unres_site.site.markup import escaped, language_attributes, written
from unres_site.site.views import Card, ResolutionView

Neighbour = tuple[str, str, str]
"""A page before or after another: the link to it, its symbol and its name."""


def facts(words: Catalogue, record: Resolution, view: ResolutionView, link: Link) -> Markup:
    """What is known of a resolution besides its text, as the entries of a list."""
    found = _facts(words, record, view, link)
    return written("\n".join([f"<div><dt>{escaped(words(key))}</dt>{value}</div>" for key, value in found]))


def _facts(words: Catalogue, record: Resolution, view: ResolutionView, link: Link) -> Iterator[tuple[str, str]]:
    if record.adopted_on:
        yield "resolution.adopted", f"<dd>{time(words, record.adopted_on)}</dd>"
    if record.meeting:
        key = "resolution.meeting_number" if organ_of(view.organ).plenary else "resolution.meeting_plain"
        yield "resolution.meeting", f"<dd>{escaped(words(key, number=record.meeting))}</dd>"
    if session := view.session:
        name = escaped(session_name(words, session))
        yield "resolution.session", f'<dd><a href="{escaped(link(session.address))}">{name}</a></dd>'
    spoken = language_attributes(words, record.language)
    for field in record.fields:
        if field.name in _PRINTED:
            yield _PRINTED[field.name], f"<dd{spoken}>{escaped(field.text)}</dd>"
    if record.topics:
        yield "resolution.topics", f"<dd>{escaped(words.join(record.topics))}</dd>"
    if len(view.languages) > 1:
        others = [_version(card, link) for card in view.languages if card.language != record.language]
        yield "resolution.languages", f"<dd>{words.join(others)}</dd>"


_PRINTED = {"agenda-item": "resolution.agenda_item", "report": "resolution.report"}
"""Fields that are shown as they are printed, and the keys of their names."""


def _version(card: Card, link: Link) -> str:
    language = language_of(card.language)
    tag, name = escaped(language.tag), language.name
    return f'<a href="{escaped(link(card.address))}" lang="{tag}" hreflang="{tag}">{escaped(name)}</a>'


def neighbours(words: Catalogue, label: str, previous: Neighbour | None, following: Neighbour | None) -> Markup:
    """The way on from a page: to the one before it and the one after; nothing where there is neither."""
    if not (previous or following):
        return written("")
    before = _neighbour(words("list.previous"), "prev", previous) if previous else ""
    after = _neighbour(words("list.next"), "next", following) if following else ""
    return written(f'<nav class="neighbours" aria-label="{escaped(label)}">\n{before}{after}</nav>')


def _neighbour(label: str, relation: str, there: Neighbour) -> str:
    link, symbol, name = map(escaped, there)
    there_is = f'<span class="quiet">{escaped(label)}</span> {symbol} <bdi>{name}</bdi>'
    return f'<a rel="{relation}" href="{link}">{there_is}</a>\n'


def ledger(words: Catalogue, entries: Iterable[LedgerEntry]) -> Markup:
    """What was taken out of a text, and why, in its order."""
    lines = [
        f'<li><span class="quiet">{escaped(words(f"ledger.{entry.reason}"))}</span> '
        f"<code>{escaped(entry.text)}</code></li>"
        for entry in entries
    ]
    return written("\n".join(["<ul>", *lines, "</ul>"]))


def citations(words: Catalogue, work: Work) -> Markup:
    """How to cite a work: a line in each format for readers, a block to open in each for programs."""
    lines, blocks, today = _formats(words)
    cited = [f"{before}{escaped(cite(work)).replace(ACCESS_DATE, today)}</dd>" for before, cite in lines]
    opened = [f"{before}{escaped(write(work))}</pre></details>" for before, write in blocks]
    return written("\n".join(['<dl class="citations">', *cited, "</dl>", *opened]))


Openings = list[tuple[str, Format]]
"""Formats of citations, each with what stands before its words."""


@lru_cache
def _formats(words: Catalogue) -> tuple[Openings, Openings, str]:
    """The formats for readers, those for programs, and the words for the day of access."""
    lines = [(f"<dt>{escaped(words(f'citation.{key}'))}</dt><dd>", cite) for key, cite in CITATIONS.items()]
    blocks = [
        (f"<details><summary>{escaped(words(f'citation.{key}'))}</summary>\n<pre>", write)
        for key, write in BLOCKS.items()
    ]
    return lines, blocks, f"<span data-today>{escaped(words('resolution.access_date'))}</span>"
