"""Notes whose numbers are on lines of their own, while the marks follow their words directly (pdftotext).

A raised number is above or beside the text that it opens. If the next note follows closely, several numbers are above
as many texts, or one comes at the end of the page: `1`, `Resolution 70/1.`,
`Resolution 69/313, annex.`, `3`, `A/C.2/71/6, annex.`, `2`.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from itertools import dropwhile, groupby, pairwise

from msgspec.structs import replace

from unres_site.loader.decode.source import Line
from unres_site.loader.notes import shapes
from unres_site.loader.notes.feet import goes_on
from unres_site.loader.notes.styles import BARE
from unres_site.loader.pieces import DATE_START, RawNote, is_date, take_words
from unres_site.text.labels import OPERATIVE

LINES_A_NOTE = 4
"""Lines of a foot for each of its notes, as many at most as tell notes from the text that goes on below marks."""

Numbers = Sequence[int | None]
"""The number that is all of a line, line by line."""


def is_raised(lines: Sequence[Line], numbers: Numbers) -> bool:
    """Whether the numbers alone on their lines open nothing else, and most are called above; or may be, but at feet."""
    lone = [number for number in numbers if number is not None]
    if (
        not lone
        or len(set(lone) - _list_opening_numbers(lines)) * 4 < len(lone) * 3
        or open_lines(lines, lone)
    ):
        return False

    sure: set[int] = set()
    possible: set[int] = set()
    called = 0
    likely = 0
    below = 0
    for line, number in zip(lines, numbers, strict=True):
        if number is None:
            sure |= shapes.find_sure_calls(line)
            possible |= shapes.find_possible_calls(line)
        else:
            called += number in sure
            likely += number in possible

    for _, page in groupby(
        zip(lines, numbers, strict=True), key=lambda row: row[0].page
    ):
        below += sum(1 for _ in dropwhile(lambda row: row[1] is None, page))

    return called * 4 >= len(lone) * 3 or (
        likely * 4 >= len(lone) * 3 and below <= len(lone) * LINES_A_NOTE
    )


def open_lines(lines: Sequence[Line], lone: Collection[int]) -> bool:
    """Whether many numbers open the lines of their notes: those alone on their lines are marks or went astray."""
    opening = _list_opening_numbers(lines)
    highest = max(lone)
    found = opening.intersection(range(1, highest + 1))
    return len(found) * 5 > highest * 2


def _list_opening_numbers(lines: Sequence[Line]) -> set[int | None]:
    """The numbers that open lines as a note's does, with words behind them; not those of paragraphs (`4 - تطلب`)."""
    numbered = [
        line.text
        for line in lines
        if line.text[0].isdecimal() and not OPERATIVE.match(line.text)
    ]
    return {
        BARE.read_number(text)
        for text in numbered
        if BARE.label.match(text) and not is_date(text)
    }


def divide(
    lines: Sequence[Line], numbers: Numbers, formula: int
) -> tuple[list[Line], list[RawNote]]:
    """The text of the pages and the notes at their feet. No note is above the offset `formula`."""
    body: list[Line] = []
    notes: list[RawNote] = []
    called: set[int] = set()
    rows = _list_rows(lines, numbers)
    for _, group in groupby(rows, key=lambda row: row[0].page):
        page = list(group)
        if notes and not notes[-1].pieces:
            page = _complete_note(notes[-1], page)
        noted = {int(note.number) for note in notes}
        foot = _find_foot(page, called, noted, formula)
        above = [line for line, _ in page[:foot]]
        body += above
        called.update(*map(shapes.find_possible_calls, above))
        notes += _read_notes(page[foot:])

    return body, notes


def _list_rows(lines: Sequence[Line], numbers: Numbers) -> Iterator[Row]:
    """The lines; one that opens with the next number of a note is split behind it, if the number is nowhere alone."""
    alone_somewhere = set(numbers)
    opened: set[int | None] = {0}
    called: set[int] = set()
    for line, alone in zip(lines, numbers, strict=True):
        label = None
        if alone is None and line.text[0].isdecimal():
            label = BARE.label.match(line.text)
        number = int(label["number"]) if label else 0
        is_next = number in called - alone_somewhere - opened and number - 1 in opened
        rest = line
        if label and is_next and not DATE_START.match(line.text):
            opened.add(number)
            head, rest = _split_behind(line, label)
            yield head, number

        yield rest, alone
        opened.add(alone)
        called |= shapes.find_possible_calls(rest)


def _split_behind(line: Line, label: re.Match[str]) -> tuple[Line, Line]:
    """A line as its label, with the stroke that it may have (`2/`), and the words behind it."""
    text = label[0].rstrip()
    words = label.end()
    head = replace(line, end=line.start + len(text), text=text)
    rest = replace(
        line, start=line.start + words, text=line.text[words:], gap=0, ruled=False
    )
    return head, rest


def _complete_note(note: RawNote, page: Sequence[Row]) -> list[Row]:
    """The page without its first lines, if they are the text of a note whose number is above the furniture."""
    rest = list(page)
    while rest and rest[0][1] is None and len(note.pieces) < LINES_A_NOTE:
        line = rest.pop(0)[0]
        note.pieces.append(take_words(line))
        if rest and not goes_on(line.text, rest[0][0].text):
            break

    return rest


Row = tuple[Line, int | None]
"""A line, and the number that is all of it."""


def _find_foot(
    page: Sequence[Row], called: set[int], known: set[int], formula: int
) -> int:
    """Index of the first number that is called above and opens no note yet; the page's length where there is none.

    A number that is alone again on the page is a mark the first time.
    """
    above = set(called)
    latest = {number: index for index, (_, number) in enumerate(page)}
    for index, (line, number) in enumerate(page):
        if number is None:
            above |= shapes.find_possible_calls(line)
        elif (
            line.start > formula and number in above - known and latest[number] == index
        ):
            return index

    return len(page)


class _Group:
    """Numbers that follow each other, and the texts below them."""

    def __init__(self) -> None:
        self.labels: dict[int, Line] = {}
        self.texts: list[Line] = []


def _read_notes(rows: Sequence[Row]) -> Iterator[RawNote]:
    """The notes of a foot, in the order of their numbers."""
    rows = list(_drop_repeats(rows))
    labels = {number: line for line, number in rows if number is not None}
    if not labels:
        return

    groups = _list_groups(rows)
    firsts = [min(group.labels) for group in groups]
    firsts[0] = min(labels)  # a late number may be lower than all before it
    ranges = pairwise([*firsts, max(labels) + 1])
    for group, (first, below) in zip(groups, ranges, strict=True):
        own = sorted([number for number in labels if first <= number < below])
        for number, texts in zip(own, _share_lines(group.texts, len(own)), strict=True):
            label = labels[number]
            words = [take_words(line) for line in texts]
            yield RawNote(str(number), take_words(label), words)


def _drop_repeats(rows: Sequence[Row]) -> Iterator[Row]:
    """The rows; a number that comes again is text of the note above it, so that it is not lost."""
    seen: set[int] = set()
    for line, number in rows:
        yield line, None if number in seen else number
        if number is not None:
            seen.add(number)


def _list_groups(rows: Sequence[Row]) -> list[_Group]:
    """The numbers that rise, with the texts below them. A number that is put off, or has no text, opens no group."""
    groups: list[_Group] = []
    highest = 0
    for line, number in rows:
        if number is None:
            groups[-1].texts.append(line)
        elif number > highest:
            highest = number
            if not groups or groups[-1].texts:
                groups.append(_Group())
            groups[-1].labels[number] = line

    if len(groups) > 1 and not groups[-1].texts:
        groups.pop()

    return groups


def _share_lines(texts: Sequence[Line], count: int) -> list[Sequence[Line]]:
    """The lines divided among that many notes: one ends where its sentence does, best above a blank line."""
    cuts = [
        at
        for at in range(1, len(texts))
        if not goes_on(texts[at - 1].text, texts[at].text)
    ]
    best = sorted(cuts, key=lambda at: (texts[at].gap == 0, len(texts[at - 1].text)))[
        : count - 1
    ]
    shares = [
        texts[start:end] for start, end in pairwise([0, *sorted(best), len(texts)])
    ]
    return [*shares, *([()] * (count - len(shares)))]
