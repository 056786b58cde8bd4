"""What the template of a comparison gets besides page, view and record."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple, cast

from markupsafe import Markup, escape

from unres_site.archive.agreed.finding import MOST
from unres_site.comparison.comparing import Alignment
from unres_site.comparison.rows import Row, arrange
from unres_site.comparison.totals import add_up
from unres_site.comparison.wording.marking import mark_rows
from unres_site.messages import Catalogue
from unres_site.site import addresses
from unres_site.site.html.markup import write_language_attributes
from unres_site.site.rendering.contexts import Context, Setting
from unres_site.site.resolution.agreed import FEW_AGREED, list_agreed
from unres_site.site.resolution.apparatus import write_neighbours
from unres_site.site.since.data import compare_records, get_records
from unres_site.site.since.rows import (
    SIGNS,
    RowWriter,
    Sides,
    list_row_links,
    make_sides,
)
from unres_site.site.since.views import SinceView
from unres_site.site.views import Page

MOST_SHOWN = 24
"""Links to rows of a kind that are shown; more are folded."""

MINUS = "\N{MINUS SIGN}"


class Count(NamedTuple):
    """How many rows a kind has: its sign, what it is called, the number, and address and name of each row."""

    kind: str
    sign: str
    name: str
    number: int
    links: Sequence[tuple[str, str]]


def describe_since(page: Page, setting: Setting) -> Context:
    """The rows of a comparison, its totals, and the ways to other comparisons."""
    view = cast("SinceView", page.view)
    words = setting.words
    link = addresses.make_linker(page.address)
    found = compare_records(*get_records(page))
    pages = link(view.earlier.address), link(view.card.address)
    sides = make_sides(found.notes, *pages)
    paragraphs, notes = (
        _Marked(one, view.card.language, words, sides) for one in found
    )
    near = [
        (link(address), "", escape(words("since.step"))) if address else None
        for address in (view.before, view.after)
    ]
    return {
        "spoken": write_language_attributes(words, view.card.language),
        "parts": paragraphs.write_parts(),
        "notes": notes.write_all(),
        "neighbours": write_neighbours(words, words("since.others"), *near),
        "data_link": link(_place_beside(view, addresses.SINCE_DATA_ENDING)),
        "table_link": link(_place_beside(view, addresses.SINCE_TABLE_ENDING)),
        "agreed": list_agreed(get_records(page)[0], view.agreed, link),
        "few_agreed": FEW_AGREED,
        "most_places": MOST,
        **paragraphs.describe_totals(),
    }


def _place_beside(view: SinceView, ending: str) -> str:
    return addresses.make_address_beside(view.card.address, ending)


class _Marked:
    """An alignment with its rows and the words that changed in them."""

    def __init__(
        self, found: Alignment, language: str, words: Catalogue, sides: Sides
    ) -> None:
        self._found = found
        self._language = language
        self._words = words
        self._rows = arrange(found)
        self._pieces = mark_rows(found, self._rows, language)
        self._writer = RowWriter(words, found, self._pieces, sides)

    def write_all(self) -> Markup:
        """All rows."""
        return self._writer.write(self._rows)

    def write_parts(self) -> dict[str, Markup]:
        """The rows of the preamble and those of the operative part with the annexes."""
        start = 0
        for at, row in enumerate(self._rows, 1):
            if row.new and self._found.new[row.new[0]].kind == "preambular":
                start = at

        rows = self._rows
        while start < len(rows) and _is_of_preamble(self._found, rows[start]):
            start += 1

        return {
            "preamble": self._writer.write(rows[:start]),
            "operative": self._writer.write(rows[start:]),
        }

    def describe_totals(self) -> Context:
        """The counts of each kind, the words, openings, requests and terms."""
        totals = add_up(self._found, self._rows, self._pieces, self._language)
        requests = [Row("new", (), (index,)) for index in totals.requests]
        return {
            "most_shown": MOST_SHOWN,
            "counts": tuple(self._list_counts()),
            "totals": totals,
            "growth": _write_percent(
                totals.words[1] - totals.words[0], totals.words[0]
            ),
            "share": _write_percent(totals.kept, totals.words[1]).lstrip("+"),
            "openings": tuple((one, *self._link(one.place)) for one in totals.openings),
            "shifts": [
                (one, [self._link(place) for place in one.places])
                for one in totals.shifts
            ],
            "requests": tuple(list_row_links(self._found, requests)),
        }

    def _link(self, index: int) -> tuple[str, str]:
        """Address and name of the row of a new paragraph."""
        row = Row("new", (), (index,))
        return next(iter(list_row_links(self._found, [row])))

    def _list_counts(self) -> Iterator[Count]:
        for kind, sign in SIGNS.items():
            rows = [row for row in self._rows if row.kind == kind]
            if rows:
                links = tuple(list_row_links(self._found, rows))
                name = self._words(f"since.{kind}")
                yield Count(kind, sign, name, len(rows), links)


def _is_of_preamble(found: Alignment, row: Row) -> bool:
    """Whether a row has nothing but preambular paragraphs of the old text."""
    if row.new:
        return False

    first = found.old[row.old[0]]
    return first.kind == "preambular"


def _write_percent(part: int, whole: int) -> str:
    """Write a share in per cent with its sign: `+36 %`, `−8 %`. The result is empty if the whole is 0."""
    if not whole:
        return ""

    percent = round(100 * part / whole)
    sign = MINUS if percent < 0 else "+"
    return f"{sign}{abs(percent)}\u00a0%"
