"""Page furniture out of the text, into the ledger: running heads, page numbers, job numbers, rules, bullets.

What is furniture is told by shape and by place: a lone number is a page number only beside other furniture or at a
page's
turn. Each rule of `RULES` is a small function; the first that takes a line wins, and the table shows their order.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from typing import NamedTuple

from unres_site.loader.source import Line, SourceText
from unres_site.records import LedgerEntry, LedgerReason

# matches: A/RES/58/241
# matches: A/RES/75/242 B
# matches: S/RES/1325 (2000)
# rejects: A/RES/58/241的
# rejects: A/58/138
RUNNING_HEAD = re.compile(r"[AS]/RES/(?:S-|ES-)?\d{1,4}(?:/\d{1,4})?(?:\s?[A-Z])?(?:\s?\([IVXL\d]+\))?(?!\S)", re.ASCII)

# matches: 20-17648
# matches: 18-18418 (E)     071118
# matches: *1818418*
# matches: 03-45678
# matches: 20-17658 1/2
# matches: 2/2 20-17658
# rejects: 2015-2030
JOB_NUMBER = re.compile(
    r"\d{2}-\d{5}(?:\s*\([A-Z]\))?(?:\s+\d{6})?(?:\s\d{1,3}/\d{1,3})?|\d{1,3}/\d{1,3}\s\d{2}-\d{5}|\*\d{7}\*|\d{6}",
    re.ASCII,
)

# matches: 2/5
# matches: - 3 -
# rejects: 58/241.
PAGE_NUMBER = re.compile(r"\d{1,3}/\d{1,3}|[-–—]\s?\d{1,3}\s?[-–—]|[Pp]age\s\d{1,3}(?:\sof\s\d{1,3})?", re.ASCII)

# matches: 3
# rejects: 3.
LONE_NUMBER = re.compile(r"\d{1,3}", re.ASCII)

# matches: __________________
# matches: ─────
# rejects: * * *
RULE = re.compile(r"[_‗―─—=]{4,}|-{6,}")

# matches: - 回顾以往
# matches: • Recalling
# rejects: -3
BULLET = re.compile(r"[-•·▪‣]\s+(?=\S)")
BULLETS = "-•·▪‣"

# matches: 20-17700      1/4
# rejects: 20-17700 1/4
COLUMN_GAP = re.compile(r"\s{2,}")


# matches: 18-18418 (E)     071118
# matches: Page 2 of 5
# matches: A/RES/58/241
# rejects: 大会，
# rejects: 1. Takes note
FURNITURE_SIGNS = re.compile(r"[A-Z\d\s/().*_‗―─—=–-]+|[Pp]age[\sof\d]+")
"""What furniture is written with; a line with other signs need not be looked at."""


class Clean(NamedTuple):
    """The lines that are text, the ledger of the others, and the symbols of the running heads with their offsets."""

    lines: list[Line]
    ledger: list[LedgerEntry]
    heads: list[tuple[str, int]]


class Place(NamedTuple):
    """A line among its neighbours.

    `before` are the reasons for which the lines just above were taken out, nearest last.
    """

    line: Line
    before: Sequence[LedgerReason]
    previous: Line | None
    following: Line | None
    masthead: bool
    title: str
    pages: frozenset[str]


def clean(source: SourceText, lines: Sequence[Line], title: Callable[[Line], bool], words: str = "") -> Clean:
    """Part text and furniture.

    `title` tells the line that opens the title: above it stands the masthead, not furniture. `words` are the title's,
    which some documents repeat at the head of each page (A/RES/73/8).
    """
    squeezed = "".join(words.split())
    pages = _totals(lines)
    bulleted = sum(line.text[0] in BULLETS for line in lines) * 2 >= len(lines)
    first = next((index for index, line in enumerate(lines) if title(line)), 0)
    kept: list[Line] = []
    ledger: list[LedgerEntry] = []
    heads: list[tuple[str, int]] = []
    before: list[LedgerReason] = []
    turns = 0
    for index, line in enumerate(lines):
        reason: LedgerReason | None = None
        if _may_be_furniture(line, before):
            following = lines[index + 1] if index + 1 < len(lines) else None
            place = Place(line, before, kept[-1] if kept else None, following, index < first, squeezed, pages)
            reason = next((reason for reason, rule in RULES if rule(place)), None)
        if reason is None:
            fed = bool(kept) and line.page != lines[index - 1].page
            turns += not TURNING.isdisjoint(before) or (fed and not before)
            ruled = line.ruled or "rule" in before
            before = []
            whole = _without_bullet(line, ledger) if bulleted else line
            same = whole.ruled == ruled and whole.page == turns
            kept.append(
                whole if same else Line(whole.start, whole.end, whole.text, line.indent, line.gap, ruled, turns)
            )
            continue
        before.append(reason)
        if reason == "running-head":
            heads += [(cell[0], line.start + cell.start()) for cell in RUNNING_HEAD.finditer(line.text)]
        ledger.append(LedgerEntry(reason, line.text, ((line.start, line.end),)))
    ledger += [LedgerEntry("control-character", f"U+{ord(sign):04X}", ((at, at + 1),)) for at, sign in source.holes]
    return Clean(kept, ledger, heads)


TURNING: frozenset[LedgerReason] = frozenset({"running-head", "page-number", "job-number"})
"""Furniture that stands only where a page ends or begins."""


def _running_head(place: Place) -> bool:
    """A symbol alone, below the masthead; beside a page's other furniture where columns were kept."""
    cells = COLUMN_GAP.split(place.line.text)
    heads = [cell for cell in cells if RUNNING_HEAD.fullmatch(cell)]
    return bool(heads) and not place.masthead and all(_is_furniture_cell(cell) for cell in cells)


def _page_number(place: Place) -> bool:
    """`2/5`; or a lone number right below a running head (all four seeds: the head, then the page)."""
    cells = COLUMN_GAP.split(place.line.text)
    if all(_is_furniture_cell(cell) for cell in cells) and any(PAGE_NUMBER.fullmatch(cell) for cell in cells):
        return len(cells) > 1 or _at_a_turn(place)
    return bool(LONE_NUMBER.fullmatch(place.line.text)) and bool(place.before) and place.before[-1] in TURNING


def _at_a_turn(place: Place) -> bool:
    """Whether other furniture stands next to the line, or a page or the text ends there."""
    after = place.following
    if place.before or after is None or after.page != place.line.page:
        return True
    if place.line.text.partition("/")[2] in place.pages or _is_last_page(place.line.text):
        return True
    return any(pattern.fullmatch(after.text) for pattern in (RUNNING_HEAD, JOB_NUMBER))


def _totals(lines: Sequence[Line]) -> frozenset[str]:
    """The totals of pages that are printed on several lines: the 3 of `1/3`, `2/3`, `3/3`."""
    found = [line.text.split("/") for line in lines if "/" in line.text and PAGE_NUMBER.fullmatch(line.text)]
    totals = Counter(
        total for number, total in {(number, total) for number, total in found} if int(number) <= int(total)
    )
    return frozenset(total for total, count in totals.items() if count > 1)


def _is_last_page(text: str) -> bool:
    """`2/2`: no number of a resolution reads so by chance."""
    number, slash, pages = text.partition("/")
    return bool(slash) and number == pages


def _job_number(place: Place) -> bool:
    """`20-17648`, the printer's number, with or without the date and the bar code beside it."""
    if place.line.text.isdigit() and not place.before:
        return False
    return all(JOB_NUMBER.fullmatch(cell) for cell in COLUMN_GAP.split(place.line.text))


def _rule(place: Place) -> bool:
    return bool(RULE.fullmatch(place.line.text))


def _running_title(place: Place) -> bool:
    """A line of the title again, beside the symbol, or above it after the foot of a page (A/RES/73/8)."""
    if place.masthead or not (place.title and place.previous):
        return False
    cells = COLUMN_GAP.split(place.line.text)
    others = [cell for cell in cells if not _repeats(cell, place.title)]
    if len(others) == len(cells):
        return False
    if others:
        return all(RUNNING_HEAD.fullmatch(cell) for cell in others)
    below = place.following.text if place.following else ""
    return "job-number" in place.before and bool(RUNNING_HEAD.fullmatch(below) or _repeats(below, place.title))


def _repeats(text: str, title: str) -> bool:
    """Whether a text is a good part of the title, or a word or more at its end."""
    squeezed = "".join(text.split())
    return squeezed in title if len(text) >= SHORTEST_TITLE else len(text) >= SHORTEST_END and title.endswith(squeezed)


SHORTEST_END = 4
"""Characters of the title's last word from which on it is known again."""

SHORTEST_TITLE = 12
"""Characters from which a line that repeats the title's words is no chance."""


RULES: tuple[tuple[LedgerReason, Callable[[Place], bool]], ...] = (
    ("running-head", _running_title),
    ("rule", _rule),
    ("running-head", _running_head),
    ("page-number", _page_number),
    ("job-number", _job_number),
)


def _may_be_furniture(line: Line, before: Sequence[LedgerReason]) -> bool:
    """Whether a line need be looked at closely: nearly all have signs that no furniture has."""
    return FURNITURE_SIGNS.fullmatch(line.text) is not None or "job-number" in before or "   " in line.text


def _is_furniture_cell(cell: str) -> bool:
    return any(pattern.fullmatch(cell) for pattern in (RUNNING_HEAD, JOB_NUMBER, PAGE_NUMBER, LONE_NUMBER))


def _without_bullet(line: Line, ledger: list[LedgerEntry]) -> Line:
    """The line without a bullet at its head, which stands for nothing that the United Nations printed."""
    bullet = BULLET.match(line.text)
    if bullet is None:
        return line
    ledger.append(LedgerEntry("bullet", bullet[0].strip(), ((line.start, line.start + 1),)))
    return line._replace(start=line.start + bullet.end(), text=line.text[bullet.end() :])
