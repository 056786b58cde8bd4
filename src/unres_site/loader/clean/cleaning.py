"""Takes page furniture out of the text and into the ledger: running heads, page numbers, job numbers, rules, bullets.

Furniture has its shapes (see `furniture`) and its places: a lone number is a page number only beside other furniture
or at a page's turn. Each rule of `RULES` is a small function, and the first that takes a line decides.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from msgspec.structs import replace

from unres_site.deferred import deferred
from unres_site.loader.clean.page_heads import find_page_heads
from unres_site.loader.clean.page_numbers import find_page_numbers
from unres_site.loader.decode.source import Line, SourceText
from unres_site.loader.front import furniture
from unres_site.loader.front.furniture import (
    BULLET,
    BULLETS,
    COLUMN_GAP,
    CONTINUATION,
    CONTINUATION_AT_END,
    LONE_NUMBER,
    PAGE_NUMBER,
    RULE,
    Kind,
)
from unres_site.loader.front.heading import Front
from unres_site.records import LedgerEntry, LedgerReason, Span

# matches: - 3 -
# matches: Page 3
# rejects: 3/5
# rejects: 第 3
# rejects: 2 of 9
PAGE_BEYOND_DOUBT = deferred(r"[-–—A-ZА-Я]|第.{1,8}[页頁]")
"""The head of a page's number that can be nothing else on a line of its own."""


class Clean(NamedTuple):
    """The lines that are text, and the ledger of the others."""

    lines: list[Line]
    ledger: list[LedgerEntry]


class LinePlace(NamedTuple):
    """A line among its neighbours.

    kinds     the cells of furniture that it is made of; empty for words
    before    why the lines just above were taken out, the nearest last
    masthead  whether it is above the title
    own       whether it has the text's own symbol
    pages     the totals of page numbers that the text prints (the 3 of `1/3`)
    """

    line: Line
    kinds: tuple[Kind, ...]
    before: Sequence[LedgerReason]
    following: Line | None
    masthead: bool
    own: bool
    pages: frozenset[str]


def clean(source: SourceText, lines: Sequence[Line], front: Front) -> Clean:
    """Divide the lines into text and furniture. `front` has the end of the masthead and the title that pages repeat."""
    finder = _FurnitureFinder(lines, front)
    candidates = {*finder.titles, *front.symbols, *finder.volume_heads}
    candidates.update(index - 1 for index in finder.volume_heads)
    candidates.update(finder.added, finder.page_numbers)
    candidates.update(
        [index for index, line in enumerate(lines) if furniture.may_be(line.text)]
    )
    overleaf = _has_continuations(source, lines)
    bulleted = _is_bulleted(lines)
    plain = not overleaf and not bulleted
    kept: list[Line] = []
    ledger: list[LedgerEntry] = []
    before: list[LedgerReason] = []
    turns = 0
    page = 0
    for index, line in enumerate(lines):
        may_be_furniture = bool(before) or index in candidates
        if plain and not may_be_furniture and line.page == page == turns:
            # nearly all lines of a first page, and of all pages that form feeds tell
            kept.append(line)
            continue
        page = line.page
        reason = finder.find_reason(index, before) if may_be_furniture else None
        if reason is not None:
            before.append(reason)
            ledger.append(LedgerEntry(reason, line.text, ((line.start, line.end),)))
            continue
        fed = bool(kept) and line.page != lines[index - 1].page
        turns += not TURNING.isdisjoint(before) or (fed and not before)
        ruled = line.ruled or "rule" in before
        before = []
        whole = _remove_bullet(line, ledger) if bulleted else line
        whole = _remove_continuation(whole, ledger) if overleaf else whole
        kept.append(_place_words(whole, line, ruled=ruled, page=turns))

    return Clean(kept, ledger)


def _has_continuations(source: SourceText, lines: Sequence[Line]) -> bool:
    """Whether a sign that the text goes on overleaf is anywhere among the lines."""
    start = lines[0].start
    end = lines[-1].end
    for sign in ("/...", "/…"):
        if source.text.find(sign, start, end) >= 0:
            return True

    return False


def _is_bulleted(lines: Sequence[Line]) -> bool:
    """Whether half of the lines or more begin with a bullet."""
    marked = sum(line.text[0] in BULLETS for line in lines)
    return marked * 2 >= len(lines)


def _place_words(words: Line, line: Line, *, ruled: bool, page: int) -> Line:
    """The words of a line on their page, as far from the margin and the line above as the whole line is."""
    if words.ruled == ruled and words.page == page:
        return words

    return replace(
        words,
        indent=line.indent,
        gap=line.gap,
        ruled=ruled,
        page=page,
    )


def list_controls(source: SourceText, start: int, end: int) -> Iterator[LedgerEntry]:
    """The control characters between two offsets, one entry for each kind: there may be thousands."""
    places: dict[str, list[Span]] = {}
    for at, sign in source.list_holes(start, end):
        places.setdefault(sign, []).append((at, at + 1))

    for sign, spans in places.items():
        yield LedgerEntry("control-character", f"U+{ord(sign):04X}", tuple(spans))


class _FurnitureFinder:
    """Decides for each line of a text whether it is furniture."""

    def __init__(self, lines: Sequence[Line], front: Front) -> None:
        self.lines = lines
        self.front = front
        self.titles = find_page_heads(lines, front)
        self.pages = _find_totals(lines)
        self.page_numbers = find_page_numbers(lines)
        texts = [line.text for line in lines]
        self.added = furniture.find_web_copies(texts)
        self.volume_heads = furniture.find_volume_heads(texts)

    def find_reason(
        self, index: int, before: Sequence[LedgerReason]
    ) -> LedgerReason | None:
        """Why a line is furniture; None if it is text. `before` are the reasons of the lines just above."""
        if index in self.titles or index in self.volume_heads:
            return "running-head"
        if index in self.added:
            return "web-copy"
        if index in self.page_numbers:
            return "page-number"

        text = self.lines[index].text
        if index + 1 in self.volume_heads and LONE_NUMBER.fullmatch(text):
            return "page-number"

        place = LinePlace(
            line=self.lines[index],
            kinds=furniture.find_kinds(text),
            before=before,
            following=self.lines[index + 1] if index + 1 < len(self.lines) else None,
            masthead=index < self.front.title,
            own=index in self.front.symbols and self.front.is_own(text),
            pages=self.pages,
        )
        return next((reason for reason, rule in RULES if rule(place)), None)


TURNING: frozenset[LedgerReason] = frozenset(
    {"running-head", "page-number", "job-number", "continuation"}
)
"""Furniture that is only where a page ends or begins."""


def _is_address(place: LinePlace) -> bool:
    """The text's own address, which browsers print at the foot of each page, with or without the page's number."""
    return "address" in place.kinds and place.own


def _is_running_head(place: LinePlace) -> bool:
    """A symbol below the masthead: alone, or beside other furniture if columns were kept or it is the text's own."""
    if "head" not in place.kinds or place.masthead:
        return False

    return (
        len(place.kinds) == 1
        or place.own
        or COLUMN_GAP.search(place.line.text) is not None
    )


def _is_page_number(place: LinePlace) -> bool:
    """`2/5`, `Page 2`; or a lone number right below a running head (all four seeds: the head, then the page).

    If pages print their totals, too, a lone number there is the number of a note that opens the page.
    """
    if not {"page", "number"}.issuperset(place.kinds):
        return False
    if "page" in place.kinds:
        return len(place.kinds) > 1 or _is_at_turn(place)

    return (
        len(place.kinds) == 1
        and bool(place.before)
        and place.before[-1] in TURNING
        and not place.pages
    )


def _is_at_turn(place: LinePlace) -> bool:
    """Whether other furniture is next to the line, or a page or the text ends there. `- 3 -`, `Page 3` need neither.

    Below a page's number, `74/166` is not a second page number: the page begins with the number of a resolution.
    """
    if PAGE_BEYOND_DOUBT.match(place.line.text):
        return True

    after = place.following
    told = "page-number" in place.before and "/" in place.line.text
    if (place.before and not told) or after is None or after.page != place.line.page:
        return True
    if place.line.text.partition("/")[2] in place.pages or _is_last_page(
        place.line.text
    ):
        return True

    return not {"head", "job", "address"}.isdisjoint(furniture.find_kinds(after.text))


def _find_totals(lines: Sequence[Line]) -> frozenset[str]:
    """The totals of pages that are printed on several lines: the 3 of `1/3`, `2/3`, `3/3`, alone or in a column."""
    found: set[tuple[str, str]] = set()
    for line in lines:
        if "/" in line.text:
            in_last_column = line.text.rpartition("   ")[2].lstrip()
            number, slash, total = in_last_column.partition("/")
            is_page = slash and PAGE_NUMBER.fullmatch(in_last_column)
            if is_page and int(number) <= int(total):
                found.add((number, total))

    counts = Counter([total for _, total in found])
    return frozenset([total for total, count in counts.items() if count > 1])


def _is_last_page(text: str) -> bool:
    """`2/2`: no number of a resolution has this form by chance."""
    number, slash, pages = text.partition("/")
    return bool(slash) and number == pages


def _is_job_number(place: LinePlace) -> bool:
    """`20-17648`, the printer's number, with or without the date, the bar code and the page's number beside it."""
    if "job" not in place.kinds or not {"job", "page", "number"}.issuperset(
        place.kinds
    ):
        return False
    return bool(place.before) or not place.line.text.isdigit()


def _is_rule(place: LinePlace) -> bool:
    return bool(RULE.fullmatch(place.line.text))


def _is_continuation(place: LinePlace) -> bool:
    """`/...` at the foot of a page: the text continues overleaf (documents before 1998)."""
    return bool(CONTINUATION.fullmatch(place.line.text))


RULES: tuple[tuple[LedgerReason, Callable[[LinePlace], bool]], ...] = (
    ("running-head", _is_address),
    ("rule", _is_rule),
    ("continuation", _is_continuation),
    ("running-head", _is_running_head),
    ("page-number", _is_page_number),
    ("job-number", _is_job_number),
)


def _remove_bullet(line: Line, ledger: list[LedgerEntry]) -> Line:
    """The line without a bullet at its head, which the United Nations did not print."""
    bullet = BULLET.match(line.text)
    if bullet is None:
        return line

    ledger.append(
        LedgerEntry("bullet", bullet[0].strip(), ((line.start, line.start + 1),))
    )
    return replace(
        line, start=line.start + bullet.end(), text=line.text[bullet.end() :]
    )


def _remove_continuation(line: Line, ledger: list[LedgerEntry]) -> Line:
    """The line without the sign at its end that says that the text continues overleaf."""
    overleaf = CONTINUATION_AT_END.search(line.text)
    if overleaf is None:
        return line

    ledger.append(
        LedgerEntry(
            "continuation", overleaf[0], ((line.end - len(overleaf[0]), line.end),)
        )
    )
    text = line.text[: overleaf.start()].rstrip()
    return replace(line, end=line.start + len(text), text=text)
