"""Damage to pages and titles: lost pages, pages of another text, titles without their number, texts not final."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from typing import NamedTuple

from unres_site.damage.evidence import Damage, Evidence
from unres_site.deferred import deferred
from unres_site.languages import patterns
from unres_site.organs import get_organ
from unres_site.symbols import find_heads, parse_or_none, strip_head

# matches: 2/5
# rejects: 58-241
PAGE_OF = deferred(r"(?P<page>\d{1,3})/(?P<total>\d{1,3})", re.ASCII)

# matches: 12
# matches: - 3 -
# rejects: 58/58
PAGE_ALONE = deferred(r"[-–— ]*(?P<page>\d{1,3})[-–— ]*", re.ASCII)


# matches: \n\n 3 \n\nof the report
# matches: \n1 135 000\n
# matches: \n2/3\n
# rejects: \n3. Requests\n
# rejects: \n2030\n
LONE_NUMBER = deferred(
    r"^[ \t\u3000]*(?P<number>\d{1,3}(?:/\d{1,3}|(?:[ ,.]\d{3}){0,4}))[ \t\u3000]*$",
    re.MULTILINE,
)
"""A number that is all of a line of the source, or a page's number with that of all pages."""

# matches: " \n\n月 4 日"
# matches: \n2 \n，relativo
# rejects: \n\nthe report
GOES_ON = deferred(r"\s*(?:[月日]|\d{1,3}[ \t\u3000]*$)", re.MULTILINE)
"""What follows a number whose line a torn mark has broken off: `2` and the mark `1` above it, `月 4 日` below."""

PRINTED_AS_LINES = ("table", "preformatted", "unread")
"""Kinds of paragraphs in which a number may be a line, or that have a diagnostic of their own."""

HIGHEST_FIRST_PAGE = 20
"""A first page number above this one is that of a volume: no text loses that many pages at its beginning."""


class _PageNumber(NamedTuple):
    """A printed page number, and how many pages there are if that is printed too; its line's offsets."""

    page: int
    total: int | None
    start: int
    end: int


def _find_page_numbers(text: Evidence) -> Iterator[_PageNumber]:
    for entry in text.resolution.ledger:
        start = entry.spans[0][0]
        end = entry.spans[-1][1]
        for word in entry.text.split():
            found = PAGE_OF.fullmatch(word)
            # A head may break its symbol: A/RES/ above, 75/1 below.
            of_symbol = text.symbol.short.startswith(word)
            if found and not of_symbol:
                yield _PageNumber(int(found["page"]), int(found["total"]), start, end)
        for cell in entry.text.split("  ") if entry.reason == "page-number" else ():
            if found := PAGE_ALONE.fullmatch(cell.strip()):
                yield _PageNumber(int(found["page"]), None, start, end)


def find_lost_pages(text: Evidence) -> Iterator[Damage]:
    """Page numbers that skip. The seeds print them on even pages alone, others on all; a volume counts on."""
    numbers = list(_find_page_numbers(text))
    all_printed = any(number.page % 2 or number.total for number in numbers)
    step = 1 if all_printed else 2
    of_volume = (
        bool(numbers) and numbers[0].page > HIGHEST_FIRST_PAGE and not numbers[0].total
    )
    last = 0 if text.is_first and not of_volume else None
    below = 0
    for index, (page, total, start, end) in enumerate(numbers):
        if last is not None and page > last + (step if last else max(2, page % 2 * 3)):
            here = _find_next_word(text, below) if total else start
            yield Damage(
                "page-missing",
                here,
                {"page": str(last + 1 if all_printed else page - 1)},
            )
        last = page
        below = end
        is_last = index == len(numbers) - 1
        if (
            is_last
            and total
            and page < total
            and text.resolution.get_field("part") is None
        ):
            yield Damage("page-missing", start, {"page": str(page + 1)})


def _find_next_word(text: Evidence, offset: int) -> int:
    rest = text.source[offset:]
    white = len(rest) - len(rest.lstrip())
    return offset + white


def find_lone_numbers(text: Evidence) -> Iterator[Damage]:
    """A number alone on its line that became words of a paragraph or a heading: a page's number, or a lost note's mark.

    Each paragraph has one diagnostic at most.
    """
    if not text.paragraphs:
        return

    start = text.paragraphs[0].start
    end = max(_find_ends(text))
    lone = [
        (match.start("number"), match["number"])
        for match in LONE_NUMBER.finditer(text.source, start, end)
        if not GOES_ON.match(text.source, match.end())
    ]
    for paragraph in text.paragraphs if lone else ():
        if paragraph.kind in PRINTED_AS_LINES:
            continue
        uncited = [
            span for run in paragraph.words if not run.cites for span in run.spans
        ]
        for first, last in uncited:
            at = bisect_left(lone, (first, ""))
            if at < len(lone) and lone[at][0] < last:
                yield Damage("unread-line", lone[at][0], {"text": lone[at][1]})
                break


def _find_ends(text: Evidence) -> Iterator[int]:
    for paragraph in text.paragraphs:
        yield paragraph.start
        for _, end in paragraph.spans[-1:]:
            yield end


def find_other_heads(text: Evidence) -> Iterator[Damage]:
    """A running head with the number of another resolution than the title's: its page is not of this text."""
    own = text.symbol
    numbered = (
        parse_or_none(f"{own.organ}/RES/{text.number.rstrip(' .．')}")
        if text.number
        else None
    )

    expected = numbered or own
    for head, offset in _find_printed_heads(text):
        found = parse_or_none(head)
        if found and (found.session, found.number) != (
            expected.session,
            expected.number,
        ):
            yield Damage(
                "head-differs", offset, {"found": found.text, "symbol": expected.text}
            )


def _find_printed_heads(text: Evidence) -> Iterator[tuple[str, int]]:
    """The symbols of masthead and running heads, with their offsets."""
    for field in text.resolution.fields:
        if field.name == "symbol":
            yield strip_head(field.text), field.spans[0][0]

    for entry in text.resolution.ledger:
        if entry.reason == "running-head":
            for head, at in find_heads(entry.text):
                yield head, entry.spans[0][0] + at


def find_title_damage(text: Evidence) -> Iterator[Damage]:
    """A title without its number, or none at all, where all resolutions of the organ have both."""
    if not get_organ(text.symbol.organ).titled:
        return

    spans = text.title.spans
    if not spans:
        formula = [
            field
            for field in text.resolution.fields
            if field.name == "enacting-formula"
        ]
        yield Damage("title-missing", formula[0].spans[0][0] if formula else 0, {})
    elif text.number is None:
        yield Damage("title-unnumbered", spans[0][0], {"number": text.symbol.short})


def find_provisional_texts(text: Evidence) -> Iterator[Damage]:
    """A line of the masthead that says that the text is not final: `ADVANCE UNEDITED VERSION`."""
    known = text.language.other_documents.provisional
    for field in text.resolution.fields:
        if field.name == "other" and patterns.find(
            text.language, known, field.text, capitals=True
        ):
            yield Damage("provisional", field.spans[0][0], {"text": field.text})
