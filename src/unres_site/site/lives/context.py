"""What the template of a series' paragraphs gets besides page and view: a picture and the rows of a table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple, cast

from unres_site.comparison.aligning.paragraphs import list_compared
from unres_site.comparison.lives import Life, LifeStep, Member, trace
from unres_site.messages import Catalogue
from unres_site.records import Resolution
from unres_site.site import addresses
from unres_site.site.html.lists import Link
from unres_site.site.html.markup import (
    escape_words,
    mark_written,
    write_language_attributes,
)
from unres_site.site.lives.views import LivesView
from unres_site.site.rendering.contexts import Context, Setting
from unres_site.site.since.data import compare_records
from unres_site.site.since.rows import SIGNS, name_place
from unres_site.site.views import Page

LENGTH = 60
"""Characters of a paragraph that name it."""

WIDTH, HEIGHT = 24, 2
"""Units of a cell of the picture."""

GAP = 3
"""Units between two columns."""

HIGHEST = 240
"""Units of the height at which a picture is shown; it is pressed together if it is higher."""


QUIET = ("first", "kept")
"""Kinds without a sign."""


class Picture(NamedTuple):
    """A cell for each paragraph of each text: its size in units, and a path for each kind."""

    width: int
    height: int
    paths: Mapping[str, str]

    @property
    def shown_height(self) -> int:
        """The height at which it is shown."""
        return min(self.height, HIGHEST)


def describe_lives(page: Page, setting: Setting) -> Context:
    """The picture, the counts and the rows of a series' paragraphs."""
    view = cast("LivesView", page.view)
    records = [cast("Resolution", record) for record in reversed(page.records)]
    lives = trace(_align(view, records))
    language = records[0].language
    writer = _Writer(view, setting.words, addresses.make_linker(page.address))
    steps = Counter[str](step.kind for life in lives for step in life)
    return {
        "spoken": write_language_attributes(setting.words, language),
        "picture": _draw(lives, len(records)),
        "counts": [(kind, SIGNS[kind], steps[kind]) for kind in SIGNS if steps[kind]],
        "total": len(lives),
        "rows": mark_written("\n".join(map(writer.write, lives))),
        "last": view.texts[-1][0],
    }


def _align(view: LivesView, records: Sequence[Resolution]) -> list[Member]:
    """The texts with their paragraphs and their alignments."""
    members: list[Member] = []
    for (_, since), record in zip(view.texts, records, strict=True):
        if since < 0:
            members.append(Member(list_compared(record)))
        else:
            found = compare_records(record, records[since]).paragraphs
            members.append(Member(found.new, since, found))

    return members


def _draw(lives: Sequence[Life], texts: int) -> Picture:
    """A row for each life, a column for each text."""
    paths: dict[str, list[str]] = {}
    for row, life in enumerate(lives):
        for step in life:
            start = f"M{step.text * WIDTH} {row * HEIGHT}"
            width = WIDTH - GAP
            path = f"{start}h{width}v{HEIGHT}h{-width}z"
            paths.setdefault(step.kind, []).append(path)

    written = {kind: "".join(found) for kind, found in paths.items()}
    return Picture(texts * WIDTH - GAP, len(lives) * HEIGHT, written)


class _Writer:
    """Writes the rows of the table."""

    def __init__(self, view: LivesView, words: Catalogue, link: Link) -> None:
        self._cards = [card for card, _ in view.texts]
        self._pages = [link(card.address) for card in self._cards]
        self._since = [
            link(addresses.make_address_beside(card.address, addresses.SINCE_ENDING))
            if since >= 0
            else ""
            for card, since in view.texts
        ]
        self._names = {kind: escape_words(words(f"since.{kind}")) for kind in SIGNS}

    def write(self, life: Life) -> str:
        """The row of a life: how its last paragraph begins, its first and last text, a cell for each text."""
        last = life[-1]
        shown = last.paragraph.text
        if len(shown) > LENGTH:
            shown = f"{shown[:LENGTH].rstrip()}…"

        page = f"{self._pages[last.text]}#{last.paragraph.anchor}"
        name = f'<a href="{escape_words(page)}">{escape_words(shown)}</a>'

        texts = self._cards[life[0].text].short
        if last.text != life[0].text:
            texts += f"–{self._cards[last.text].short}"

        span = f'<span dir="ltr">{escape_words(texts)}</span>'

        cells = "".join(self._write_cells(life))
        return f'<tr><th scope="row">{name} {span}</th>{cells}</tr>'

    def _write_cells(self, life: Life) -> Iterator[str]:
        steps = {step.text: step for step in life}
        for text in range(len(self._cards)):
            if text in steps:
                yield self._write_cell(steps[text])
            else:
                yield "<td></td>"

    def _write_cell(self, step: LifeStep) -> str:
        """What became of a paragraph in a text. It leads to the words that changed, a first one to the text."""
        one = step.paragraph
        short = self._cards[step.text].short
        page = self._since[step.text] or self._pages[step.text]
        target = escape_words(f"{page}#{one.anchor}")
        name = escape_words(name_place(one))
        anchor = escape_words(f"{short}:{one.anchor}")
        sign = ""
        if step.kind not in QUIET:
            sign = f'<b title="{self._names[step.kind]}">{SIGNS[step.kind]}</b>'

        return f'<td class="{step.kind}" id="{anchor}">{sign}<a href="{target}">{name}</a></td>'
