"""What a page has around a text, as HTML: facts, citations, the ledger, and links to the pages before and after."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from markupsafe import Markup

from unres_site.languages import language as language_of
from unres_site.messages import Catalogue
from unres_site.organs import organ_of
from unres_site.records import LedgerEntry, Resolution, Vote
from unres_site.site.exports import ACCESS_DATE, BLOCKS, CITATIONS, Work
from unres_site.site.lists import Link, session_name, time
from unres_site.site.markup import escaped, language_attributes, written
from unres_site.site.views import Card, ResolutionView

PRINTED_FIELDS = {
    "agenda-item": "resolution.agenda_item",
    "report": "resolution.report",
}
"""Fields of a masthead that are shown as they are printed, and the keys of their names."""

Neighbour = tuple[str, str, str]
"""A page before or after another: the link to it, its symbol and its name."""


def facts(
    words: Catalogue, record: Resolution, view: ResolutionView, link: Link
) -> Markup:
    """What is known of a resolution besides its text, as the entries of a list."""
    entries = []
    for key, value in _find_facts(words, record, view, link):
        name = escaped(words(key))
        entries.append(f"<div><dt>{name}</dt>{value}</div>")
    return written("\n".join(entries))


def _find_facts(
    words: Catalogue, record: Resolution, view: ResolutionView, link: Link
) -> Iterator[tuple[str, str]]:
    """The facts in their order: the key of the fact's name, and its value as HTML."""
    yield from _find_adoption_facts(words, record, view)
    if view.session:
        name = escaped(session_name(words, view.session))
        address = escaped(link(view.session.address))
        yield "resolution.session", f'<dd><a href="{address}">{name}</a></dd>'
    spoken = language_attributes(words, record.language)
    for field in record.fields:
        if field.name in PRINTED_FIELDS:
            yield PRINTED_FIELDS[field.name], f"<dd{spoken}>{escaped(field.text)}</dd>"
    if record.topics:
        yield "resolution.topics", f"<dd>{escaped(words.join(record.topics))}</dd>"
    languages = view.related["languages"]
    if len(languages) > 1:
        others = [
            _link_version(card, link)
            for card in languages
            if card.language != record.language
        ]
        yield "resolution.languages", f"<dd>{words.join(others)}</dd>"


def _find_adoption_facts(
    words: Catalogue, record: Resolution, view: ResolutionView
) -> Iterator[tuple[str, str]]:
    """When, where and how it was adopted."""
    if record.adopted_on:
        yield "resolution.adopted", f"<dd>{time(words, record.adopted_on)}</dd>"
    if record.meeting:
        key = (
            "resolution.meeting_number"
            if organ_of(view.organ).plenary
            else "resolution.meeting_plain"
        )
        yield (
            "resolution.meeting",
            f"<dd>{escaped(words(key, number=record.meeting))}</dd>",
        )
    if record.vote:
        yield "resolution.vote", f"<dd>{escaped(_say_vote(words, record.vote))}</dd>"


def _say_vote(words: Catalogue, vote: Vote | str) -> str:
    """The vote in a sentence: `12 for, none against`."""
    if isinstance(vote, str):
        return words(f"resolution.vote_{vote.replace('-', '_')}")
    counts = {
        "for": vote.in_favour,
        "against": vote.against,
        "abstaining": vote.abstaining,
    }
    told = [
        words(f"resolution.vote_{side}", number=count) for side, count in counts.items()
    ]
    if vote.not_participating:
        told.append(
            words("resolution.vote_not_participating", number=vote.not_participating)
        )
    return words.join(told)


def _link_version(card: Card, link: Link) -> str:
    """The link to the resolution in another language."""
    language = language_of(card.language)
    tag, name = escaped(language.tag), escaped(language.name)
    return f'<a href="{escaped(link(card.address))}" lang="{tag}" hreflang="{tag}">{name}</a>'


def neighbours(
    words: Catalogue,
    label: str,
    previous: Neighbour | None,
    following: Neighbour | None,
) -> Markup:
    """Links to the page before and to the page after; nothing if there is neither."""
    links = ""
    if previous:
        links += _link_neighbour(words("list.previous"), "prev", previous)
    if following:
        links += _link_neighbour(words("list.next"), "next", following)
    if not links:
        return written("")
    return written(
        f'<nav class="neighbours" aria-label="{escaped(label)}">\n{links}</nav>'
    )


def _link_neighbour(label: str, relation: str, neighbour: Neighbour) -> str:
    link, symbol, name = map(escaped, neighbour)
    shown = f'<span class="quiet">{escaped(label)}</span> {symbol} <bdi>{name}</bdi>'
    return f'<a rel="{relation}" href="{link}">{shown}</a>\n'


def ledger(words: Catalogue, entries: Iterable[LedgerEntry]) -> Markup:
    """What was taken out of a text, in its order, each with the reason."""
    lines = ["<ul>"]
    for entry in entries:
        reason = escaped(words(f"ledger.{entry.reason}"))
        lines.append(
            f'<li><span class="quiet">{reason}</span> <code>{escaped(entry.text)}</code></li>'
        )
    lines.append("</ul>")
    return written("\n".join(lines))


def citations(words: Catalogue, work: Work) -> Markup:
    """How to cite a work: a line in each format for readers, and a block to open in each for programs."""
    day = escaped(words("resolution.access_date"))
    today = f"<span data-today>{day}</span>"
    found = ['<dl class="citations">']
    for key, cite in CITATIONS.items():
        name = escaped(words(f"citation.{key}"))
        citation = escaped(cite(work)).replace(ACCESS_DATE, today)
        found.append(f"<dt>{name}</dt><dd>{citation}</dd>")
    found.append("</dl>")
    for key, write in BLOCKS.items():
        name = escaped(words(f"citation.{key}"))
        found.append(
            f"<details><summary>{name}</summary>\n<pre>{escaped(write(work))}</pre></details>"
        )
    return written("\n".join(found))
