"""The contents of a resolution: links to its parts, sections and annexes, with the numbers of their paragraphs.

The numbers of a section are written as their range. `static/js/contents.js` makes a link of each where a reader opens
the range: a page of 375 paragraphs need not carry all links twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from markupsafe import Markup

from unres_site.messages import Catalogue
from unres_site.records import Annex, Paragraph, Resolution
from unres_site.site.html.markup import break_title, escape_words, mark_written

MOST_SHOWN = 40
"""Links by number below a part without sections; of more numbers only the range is written."""


class Section(NamedTuple):
    """A stretch of paragraphs below one heading, or before the first one.

    anchor   of the heading; of the first paragraph where there is none
    name     the heading with its label; empty where there is none
    numbers  anchor and number of each numbered operative paragraph
    """

    anchor: str
    name: str
    numbers: list[tuple[str, str]]


class Voice(NamedTuple):
    """The language of a text, and its attributes in HTML, which are empty where it is the interface's."""

    language: str
    spoken: str


def find_operative_start(body: Sequence[Paragraph]) -> int:
    """Where the operative part begins: at its first paragraph, or at the headings just before it."""
    kinds = [paragraph.kind for paragraph in body]
    if "operative" not in kinds:
        return len(body)

    start = kinds.index("operative")
    while start and kinds[start - 1] == "heading":
        start -= 1

    return start


def list_sections(body: Iterable[Paragraph]) -> tuple[Section, ...]:
    """The sections of a part of a text, in the order of reading."""
    sections: list[Section] = []
    for paragraph in body:
        if paragraph.kind == "heading":
            sections.append(Section(paragraph.anchor, name_heading(paragraph), []))
        elif not sections:
            sections.append(Section(paragraph.anchor, "", []))

        if paragraph.kind == "operative" and paragraph.number:
            sections[-1].numbers.append((paragraph.anchor, paragraph.number))

    return tuple(sections)


def name_heading(heading: Paragraph) -> str:
    """A heading in one line, with its label: `二 能力建设`."""
    words = "".join([run.words for run in heading.runs])
    return f"{heading.label or ''} {words}".strip()


def write_contents(words: Catalogue, record: Resolution, spoken: str) -> Markup:
    """The entries of the contents, as items of a list.

    `spoken` has the attributes of the text's language, empty where that is the interface's.
    """
    start = find_operative_start(record.body)
    voice = Voice(record.language, spoken)
    items: list[str] = []
    for key, part in (
        ("resolution.preamble", record.body[:start]),
        ("resolution.operative", record.body[start:]),
    ):
        if part:
            items.append(_write_part(words(key), list_sections(part), voice))

    items += [_write_annex(annex, voice) for annex in record.annexes]
    if record.notes:
        items.append(_write_item("notes", escape_words(words("resolution.notes"))))

    return mark_written("\n".join(items))


def _write_part(name: str, sections: Sequence[Section], voice: Voice) -> str:
    """A part of the text with its sections below it."""
    first = sections[0]
    below = ""
    if not first.name:
        below = _write_numbers(first.numbers)
        sections = sections[1:]

    if sections:
        items = "\n".join([_write_section(one, voice) for one in sections])
        below += f"\n<ol>\n{items}\n</ol>\n"

    return _write_item(first.anchor, escape_words(name), below)


def _write_section(section: Section, voice: Voice) -> str:
    numbers = _write_numbers(section.numbers, most_shown=0)
    name = _break_heading(voice.language, section.name)
    return _write_item(section.anchor, name, numbers, voice.spoken)


def _write_annex(annex: Annex, voice: Voice) -> str:
    """An annex; its headings are folded behind the first and the last of their labels."""
    headings = [one for one in annex.body if one.kind == "heading"]
    below = ""
    if headings:
        items = [_write_heading(one, voice.language) for one in headings]
        labels = [(one.label or name_heading(one)).rstrip(" .") for one in headings]
        name = escape_words(_name_range(labels))
        links = f"<ol{voice.spoken}>{''.join(items)}</ol>"
        below = f" <details><summary>{name}</summary>{links}</details>"

    return _write_item(annex.anchor, escape_words(annex.label), below, voice.spoken)


def _write_heading(heading: Paragraph, language: str) -> str:
    name = name_heading(heading)
    return _write_item(heading.anchor, _break_heading(language, name))


def _break_heading(language: str, name: str) -> str:
    """A heading for HTML, with places where a line may end; none is in its label."""
    label, space, words = name.partition(" ")
    if not space:
        return break_title(language, name)
    return escape_words(label) + space + break_title(language, words)


def _write_item(anchor: str, name: str, below: str = "", spoken: str = "") -> str:
    """An entry; its name and what is below it are HTML."""
    link = f'<a href="#{escape_words(anchor)}"{spoken}>{name}</a>'
    return f"<li>{link}{below}</li>"


def _write_numbers(
    numbers: Sequence[tuple[str, str]], most_shown: int = MOST_SHOWN
) -> str:
    """Links to paragraphs by their numbers; the range alone where there are more than `most_shown`."""
    if not numbers:
        return ""

    if len(numbers) > most_shown:
        name = _name_range([number for _, number in numbers])
        return f' <span class="range">{escape_words(name)}</span>'

    links = " ".join([_link_number(anchor, number) for anchor, number in numbers])
    return f" <p>{links}</p>"


def _name_range(names: Sequence[str]) -> str:
    """The first and the last of several names: `10–55`."""
    first = names[0]
    last = names[-1]
    if len(names) == 1:
        return first
    return f"{first}–{last}"


@lru_cache(maxsize=8192)
def _link_number(anchor: str, number: str) -> str:
    target = escape_words(anchor)
    words = escape_words(number)
    return f'<a href="#{target}">{words}</a>'
