"""What a page has around a text, as HTML: facts, citations, the ledger, and links to the pages before and after."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from markupsafe import Markup

from unres_site.languages import get_language
from unres_site.messages import Catalogue
from unres_site.organs import get_organ
from unres_site.records import LedgerEntry, Resolution, Vote
from unres_site.site.html.lists import Link, write_time
from unres_site.site.html.markup import (
    escape_words,
    mark_written,
    write_language_attributes,
)
from unres_site.site.resolution.citing import ACCESS_DATE, CITATIONS, Work
from unres_site.site.views import Card, ResolutionView

PRINTED_FIELDS = {
    "agenda-item": "resolution.agenda_item",
    "report": "resolution.report",
    "sponsors": "resolution.sponsors",
}
"""Fields of a masthead that are shown as they are printed, and the keys of their names."""

Neighbour = tuple[str, str, Markup]
"""A page before or after another: the link to it, its symbol and its name (HTML)."""


def write_facts(
    words: Catalogue,
    record: Resolution,
    view: ResolutionView,
    link: Link,
    official: str,
    topics: Sequence[Markup],
) -> Markup:
    """What is known of a resolution besides its text, as the entries of a list; at last the official document.

    `topics` are links.
    """
    document = f'<a href="{escape_words(official)}">{escape_words(record.symbol)}</a>'
    facts = [
        *_find_facts(words, record, view, link, topics),
        ("resolution.official", f"<dd>{document}</dd>"),
    ]
    entries = []
    for key, value in facts:
        name = escape_words(words(key))
        entries.append(f"<div><dt>{name}</dt>{value}</div>")

    return mark_written("\n".join(entries))


def _find_facts(
    words: Catalogue,
    record: Resolution,
    view: ResolutionView,
    link: Link,
    topics: Sequence[Markup],
) -> Iterator[tuple[str, str]]:
    """The facts in their order: the key of the fact's name, and its value as HTML."""
    yield from _find_adoption_facts(words, record, view)
    spoken = write_language_attributes(words, record.language)
    for field in record.fields:
        if field.name in PRINTED_FIELDS:
            yield (
                PRINTED_FIELDS[field.name],
                f"<dd{spoken}>{escape_words(field.text)}</dd>",
            )

    if topics:
        yield "resolution.topics", f"<dd>{words.join(topics)}</dd>"

    languages = view.related["languages"]
    if len(languages) > 1:
        others = [card for card in languages if card.language != record.language]
        versions = words.join([_link_version(card, link) for card in others])
        yield "resolution.languages", f"<dd>{versions}</dd>"
        own = get_language(record.language).name
        pairs = words.join([_link_pair(card, own, link, words) for card in others])
        yield "resolution.beside", f"<dd>{pairs}</dd>"


def _find_adoption_facts(
    words: Catalogue, record: Resolution, view: ResolutionView
) -> Iterator[tuple[str, str]]:
    """When, where and how it was adopted."""
    if record.adopted_on:
        yield "resolution.adopted", f"<dd>{write_time(words, record.adopted_on)}</dd>"

    if record.meeting:
        key = (
            "resolution.meeting_number"
            if get_organ(view.organ).plenary
            else "resolution.meeting_plain"
        )
        yield (
            "resolution.meeting",
            f"<dd>{escape_words(words(key, number=record.meeting))}</dd>",
        )

    if record.vote:
        yield (
            "resolution.vote",
            f"<dd>{escape_words(_say_vote(words, record.vote))}</dd>",
        )


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
    language = get_language(card.language)
    address = escape_words(link(card.address))
    tag = escape_words(language.tag)
    name = escape_words(language.name)
    return f'<a href="{address}" lang="{tag}" hreflang="{tag}">{name}</a>'


def _link_pair(card: Card, own: str, link: Link, words: Catalogue) -> str:
    """The link to this page with another language beside its own; `static/parallel/` shows them.

    Without scripts it leads to this page as it is.
    """
    language = get_language(card.language)
    attributes = {
        "href": f"?with={card.language}",
        "lang": language.tag,
        "hreflang": language.tag,
        "data-beside": link(card.address),
        "data-own": own,
        "data-failed": words("resolution.beside_failed"),
    }
    written = [f' {name}="{escape_words(text)}"' for name, text in attributes.items()]
    return f"<a{''.join(written)}>{escape_words(language.name)}</a>"


def write_neighbours(
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
        return mark_written("")

    return mark_written(
        f'<nav class="neighbours" aria-label="{escape_words(label)}">\n{links}</nav>'
    )


def _link_neighbour(label: str, relation: str, neighbour: Neighbour) -> str:
    link, symbol, name = neighbour
    label = f'<span class="quiet">{escape_words(label)}</span>'
    shown = f"{label} {escape_words(symbol)} <bdi>{name}</bdi>"
    return f'<a rel="{relation}" href="{escape_words(link)}">{shown}</a>\n'


def write_ledger(words: Catalogue, entries: Iterable[LedgerEntry]) -> Markup:
    """What was taken out of a text, in its order, each with the reason."""
    lines = ["<ul>"]
    for entry in entries:
        reason = escape_words(words(f"ledger.{entry.reason}"))
        lines.append(
            f'<li><span class="quiet">{reason}</span> <code>{escape_words(entry.text)}</code></li>'
        )

    lines.append("</ul>")
    return mark_written("\n".join(lines))


def write_citations(words: Catalogue, work: Work) -> Markup:
    """How to cite a work: a line in each format."""
    day = escape_words(words("resolution.access_date"))
    today = f"<span data-today>{day}</span>"
    # signs between Latin letters and digits would change sides in a page that is written from right to left
    is_right_to_left = get_language(words.language).direction == "rtl"
    direction = ' dir="ltr"' if is_right_to_left else ""
    found = ['<dl class="citations">']
    for key, cite in CITATIONS.items():
        name = escape_words(words(f"citation.{key}"))
        citation = escape_words(cite(work)).replace(ACCESS_DATE, today)
        found.append(f"<dt>{name}</dt><dd{direction}>{citation}</dd>")

    found.append("</dl>")
    return mark_written("\n".join(found))
