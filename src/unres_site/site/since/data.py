"""The comparison of a text with its predecessor for programs: JSON with its schema, and a table."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import cast

import msgspec

from unres_site.comparison.aligning.paragraphs import ComparedParagraph
from unres_site.comparison.comparing import Alignment, Comparison, compare
from unres_site.comparison.links import LinkKind
from unres_site.comparison.recent import keep_recent
from unres_site.comparison.rows import Row, arrange
from unres_site.records import Resolution
from unres_site.site.machines.exports import encode_schema
from unres_site.site.since.views import SinceDataView
from unres_site.site.views import AgreedView, Page

COLUMNS = ("kind", "moved", "from", "to", "old_text", "new_text")
"""The head of the table."""

MOST_KEPT = 100
"""Comparisons that are kept."""

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""Signs with which a formula begins."""


class LinkData(msgspec.Struct, frozen=True, omit_defaults=True):
    """Paragraphs that belong together, by their anchors on the pages of the two texts.

    kind   kept: the same words but for punctuation; changed: other words; moved: the same words in another place;
           split: one became several; merged: several became one; perhaps: too little alike to be counted
    moved  whether a paragraph with other words is in another place, too
    """

    old: tuple[str, ...] = msgspec.field(name="from")
    new: tuple[str, ...] = msgspec.field(name="to")
    kind: LinkKind
    moved: bool = False


class NotesData(msgspec.Struct, frozen=True):
    """What became of the notes; `new` and `dropped` are those that no link counts for."""

    links: tuple[LinkData, ...]
    new: tuple[str, ...]
    dropped: tuple[str, ...]


class PlaceData(msgspec.Struct, frozen=True):
    """A paragraph of another text."""

    symbol: str
    paragraph: str


class AgreedData(msgspec.Struct, frozen=True, omit_defaults=True):
    """A paragraph that texts with other titles have word for word, and where they have it.

    A paragraph that is `common` is in more than a hundred places, which are not listed.
    """

    paragraph: str
    places: tuple[PlaceData, ...]
    common: bool = False


class ComparisonData(msgspec.Struct, frozen=True):
    """What is new in a resolution (`symbol`) since an earlier one (`since`), in one language.

    `new` and `dropped` are the paragraphs that no link counts for: a link that is `perhaps` does not count. `agreed`
    are paragraphs of the resolution that other texts have, too.
    """

    symbol: str
    language: str
    since: str
    links: tuple[LinkData, ...]
    new: tuple[str, ...]
    dropped: tuple[str, ...]
    notes: NotesData
    agreed: tuple[AgreedData, ...]


def encode_since(page: Page) -> bytes:
    """The comparison of a page's two records as JSON, one line, in UTF-8."""
    record, earlier = get_records(page)
    paragraphs, notes = compare_records(record, earlier)
    data = ComparisonData(
        record.symbol,
        record.language,
        earlier.symbol,
        _list_links(paragraphs),
        _name(paragraphs.new, paragraphs.added),
        _name(paragraphs.old, paragraphs.dropped),
        NotesData(
            _list_links(notes),
            _name(notes.new, notes.added),
            _name(notes.old, notes.dropped),
        ),
        tuple(map(_describe_agreed, cast("SinceDataView", page.view).agreed)),
    )
    return msgspec.json.encode(data) + b"\n"


def encode_since_table(page: Page) -> bytes:
    """The rows of the comparison as CSV, in UTF-8 after a mark by which spreadsheets know that."""
    written = io.StringIO()
    table = csv.writer(written, lineterminator="\n")
    table.writerow(COLUMNS)
    for found in compare_records(*get_records(page)):
        for row in arrange(found):
            table.writerow(_make_cells(found, row))

    return written.getvalue().encode("utf-8-sig")


def encode_comparison_schema(_: Page) -> bytes:
    """The JSON Schema of a comparison. The docstrings of its classes describe it."""
    return encode_schema("Comparison", msgspec.json.schema(ComparisonData))


def get_records(page: Page) -> tuple[Resolution, Resolution]:
    """The record of a page, and that of the predecessor."""
    record, earlier = page.records
    return cast("Resolution", record), cast("Resolution", earlier)


@keep_recent(MOST_KEPT)
def compare_records(record: Resolution, earlier: Resolution) -> Comparison:
    """What is new in a record since an earlier one. All files of a series that need it are made one after the other."""
    return compare(earlier, record)


def _list_links(found: Alignment) -> tuple[LinkData, ...]:
    return tuple(
        LinkData(
            _name(found.old, link.old),
            _name(found.new, link.new),
            link.kind,
            link.is_moved and link.kind != "moved",
        )
        for link in found.links
    )


def _describe_agreed(one: AgreedView) -> AgreedData:
    places = tuple(PlaceData(two.card.symbol, two.anchor) for two in one.places)
    return AgreedData(one.anchor, places, one.is_common)


def _name(
    paragraphs: Sequence[ComparedParagraph], indexes: Iterable[int]
) -> tuple[str, ...]:
    """The anchors of paragraphs."""
    anchors = [paragraphs[index].anchor for index in indexes]
    return tuple(anchors)


def _make_cells(found: Alignment, row: Row) -> tuple[str, ...]:
    """A row of the table: anchors and words of the paragraphs, several with a space or a line feed between."""
    return (
        row.kind,
        "yes" if row.is_moved else "",
        " ".join(_name(found.old, row.old)),
        " ".join(_name(found.new, row.new)),
        _join_texts(found.old, row.old),
        _join_texts(found.new, row.new),
    )


def _join_texts(paragraphs: Sequence[ComparedParagraph], indexes: Iterable[int]) -> str:
    """Their words. A spreadsheet takes words that begin with one of some signs for a formula: a quote prevents that."""
    text = "\n".join(paragraphs[index].text for index in indexes)
    if text.startswith(FORMULA):
        return f"'{text}"
    return text
