"""Ways to damage a sound text on purpose, and where each damage then shows.

A way takes a text that was read and gives the damaged text with the places where the damage shows: a code and a line
each, of which one must be reported. It gives None where the text has nothing to damage in that way.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from unres_site.records import Paragraph, Resolution, Run, Span

# matches: 大会
# rejects: 大 会
HAN_PAIR = re.compile("[\u4e00-\u9fff]{5}")

# matches: 大会，
# rejects: 大会,
HAN_COMMA = re.compile("(?<=[\u4e00-\u9fff])，(?=[\u4e00-\u9fff])")


# matches: 20-17658      1/3
# matches: 2
# rejects: A/RES/75/86
# rejects: 20-17658
PRINTED_NUMBER = re.compile(r"(?:^|\s)\d{1,3}(?:/\d{1,3})?(?:$|\s)", re.ASCII)


class Sound(NamedTuple):
    """A text and what was read of it."""

    text: str
    resolution: Resolution

    @property
    def spaced(self) -> bool:
        """Whether its words are parted by spaces."""
        return self.resolution.language != "zh"


class Damaged(NamedTuple):
    """A damaged text, and where that shows: codes and lines (from 1), of which one must be reported."""

    text: str
    shows: tuple[tuple[str, int], ...]


def _at(text: str, line: int, *codes: str) -> Damaged:
    return Damaged(text, tuple((code, line) for code in codes))


Way = Callable[[Sound], Damaged | None]


def _cut(sound: Sound, start: int, end: int, insert: str = "") -> str:
    return sound.text[:start] + insert + sound.text[end:]


def _line(text: str, offset: int) -> int:
    return text.count("\n", 0, offset) + 1


def _whole_lines(text: str, start: int, end: int) -> tuple[int, int]:
    """The stretch widened to whole lines."""
    stop = text.find("\n", end)
    return text.rfind("\n", 0, start) + 1, len(text) if stop < 0 else stop + 1


def _ends(spans: Sequence[Span]) -> tuple[int, int]:
    return min(start for start, _ in spans), max(end for _, end in spans)


def _paragraph(paragraph: Paragraph) -> tuple[int, int]:
    """Where a paragraph's own words begin and end, its label with them."""
    return _ends(
        [
            *paragraph.label_spans,
            *(span for run in paragraph.runs for span in run.spans),
        ]
    )


def _operative(sound: Sound) -> list[Paragraph]:
    """The numbered operative paragraphs of the first section."""
    found: list[Paragraph] = []
    for one in sound.resolution.body:
        if one.kind == "operative" and one.label and one.number == str(len(found) + 1):
            found.append(one)
    return found


def _marks(sound: Sound) -> Iterator[tuple[Run, Paragraph]]:
    for paragraph in sound.resolution.body:
        for one in (paragraph, *paragraph.children):
            for run in one.runs:
                if run.note is not None:
                    yield run, one


def _middle(found: Sequence[Paragraph]) -> int:
    return len(found) // 2


def _page_lines(sound: Sound) -> list[tuple[int, int]]:
    """The page furniture of each turn, as stretches from the first line of it to the last."""
    turns: list[tuple[int, int]] = []
    for entry in sound.resolution.ledger:
        if entry.reason not in ("running-head", "page-number", "job-number"):
            continue
        start, end = _ends(entry.spans)
        if turns and not sound.text[turns[-1][1] : start].strip():
            turns[-1] = (turns[-1][0], end)
        else:
            turns.append((start, end))
    return turns


# --- notes and marks


def note_dropped(sound: Sound) -> Damaged | None:
    """One note in the middle is lost, number and text; its mark remains."""
    notes = [
        note
        for note in sound.resolution.notes
        if note.label_spans and note.condition == "complete"
    ]
    called = [run.note for run, _ in _marks(sound)]
    notes = [note for note in notes if called.count(note.number) == 1]
    if len(notes) < 3:
        return None
    note = notes[len(notes) // 2]
    start, end = _ends(
        [*note.label_spans, *(span for run in note.runs for span in run.spans)]
    )
    text = _cut(sound, *_whole_lines(sound.text, start, end))
    mark = next(run for run, _ in _marks(sound) if run.note == note.number)
    at = mark.spans[0][0]
    return (
        _at(text, _line(text, at - (end - start if at > start else 0)), "note-missing")
        if at < start
        else None
    )


def last_notes_dropped(sound: Sound) -> Damaged | None:
    """The notes of the last page that has notes are lost; the first of their marks remains."""
    notes = [note for note in sound.resolution.notes if note.label_spans and note.runs]
    marks = {run.note: run.spans[0][0] for run, _ in reversed(list(_marks(sound)))}
    if len(notes) < 2:
        return None
    first = notes[-1]
    for note in reversed(notes):
        start, _ = _ends(note.label_spans)
        end = _ends([span for run in note.runs for span in run.spans])[1]
        following = _ends(first.label_spans)[0]
        if note is not first and sound.text[end:following].strip():
            break
        first = note
    start = _ends(first.label_spans)[0]
    end = _ends([span for run in notes[-1].runs for span in run.spans])[1]
    if first.number not in marks or marks[first.number] > start:
        return None
    text = _cut(sound, *_whole_lines(sound.text, start, end))
    return _at(text, _line(text, marks[first.number]), "note-missing")


def all_notes_dropped(sound: Sound) -> Damaged | None:
    """All notes are lost; the first mark remains."""
    notes = [note for note in sound.resolution.notes if note.label_spans and note.runs]
    first = next((run for run, _ in _marks(sound) if run.note == "1"), None)
    if not notes or first is None:
        return None
    text = sound.text
    for note in sorted(notes, key=lambda note: note.label_spans, reverse=True):
        spans = [*note.label_spans, *(span for run in note.runs for span in run.spans)]
        for start, end in sorted(spans, reverse=True):
            text = text[:start] + text[end:]
    at = first.spans[0][0]
    return (
        _at(text, _line(text, at), "note-missing")
        if at < _ends(notes[0].label_spans)[0]
        else None
    )


def note_cut(sound: Sound) -> Damaged | None:
    """A note of two lines has lost its second."""
    for note in sound.resolution.notes:
        if not note.runs or not note.label_spans:
            continue
        start, end = _ends([span for run in note.runs for span in run.spans])
        lines = sound.text[start:end].split("\n")
        if len(lines) > 1 and lines[0].rstrip()[-1] not in ".。；;:：)）”»،؛":
            text = _cut(sound, start + len(lines[0]), end)
            return _at(text, _line(text, start), "note-truncated")
    return None


def mark_without_note(sound: Sound) -> Damaged | None:
    """A mark is added after the last paragraph that has one, and no note has its number."""
    marks = list(_marks(sound))
    notes = [int(note.number) for note in sound.resolution.notes]
    if not marks or len(notes) < 2:
        return None
    run, _ = marks[-1]
    last = _operative(sound)[-2:-1]
    if not last or _paragraph(last[0])[0] < run.spans[0][1]:
        return None
    end = _paragraph(last[0])[1]
    torn = sound.text[: run.spans[0][0]].endswith("\n")
    number = f"\n{max(notes) + 1}\n" if torn else str(max(notes) + 1)
    text = _cut(sound, end, end, number)
    return _at(text, _line(text, end + 1), "note-missing")


def _between(sound: Sound) -> tuple[int, int, tuple[int, int], int] | None:
    """A note in the middle, marked once above it: start and end of its mark, its whole lines, the next mark's start."""
    marks = [run for run, _ in _marks(sound) if run.spans]
    called = [run.note for run in marks]
    if any(note.condition == "missing" for note in sound.resolution.notes):
        return None
    for run, following in pairwise(marks):
        note = next(
            (
                one
                for one in sound.resolution.notes
                if one.number == run.note and one.label_spans
            ),
            None,
        )
        if (
            note is None
            or called.count(run.note) > 1
            or int(following.note or 0) != int(run.note or 0) + 1
        ):
            continue
        (start, end), own = (
            run.spans[0],
            _ends(
                [*note.label_spans, *(span for one in note.runs for span in one.spans)]
            ),
        )
        if int(run.note or 0) > 1 and following.spans[0][0] < own[0]:
            return start, end, _whole_lines(sound.text, *own), following.spans[0][0]
    return None


def mark_lost(sound: Sound) -> Damaged | None:
    """A mark is gone; its note calls from nowhere."""
    found = _between(sound)
    if found is None:
        return None
    start, end, (note, _), _ = found
    text = _cut(sound, start, end)
    return _at(text, _line(text, note - (end - start)), "note-unmarked")


def mark_and_note_lost(sound: Sound) -> Damaged | None:
    """A mark and its note are gone; it shows at the next mark."""
    found = _between(sound)
    if found is None:
        return None
    start, end, note, following = found
    text = _cut(Sound(_cut(sound, *note), sound.resolution), start, end)
    return _at(text, _line(text, following - (end - start)), "note-gap")


def note_number_lost(sound: Sound) -> Damaged | None:
    """A note that is not the first of its page has lost its number."""
    notes = [
        note
        for note in sound.resolution.notes
        if note.label_spans and note.condition == "complete"
    ]
    marks = {run.note: run.spans[0][0] for run, _ in reversed(list(_marks(sound)))}
    for before, note in pairwise(notes):
        start, end = _ends(note.label_spans)
        above = sound.text[
            _ends([span for run in before.runs for span in run.spans])[1] : start
        ]
        if not above.strip() and note.number in marks and marks[note.number] < start:
            text = _cut(sound, start, end)
            words = _ends([span for run in note.runs for span in run.spans])[0] - (
                end - start
            )
            mark = ("note-missing", _line(text, marks[note.number]))
            return Damaged(text, (("note-number-inferred", _line(text, words)), mark))
    return None


# --- paragraphs and their numbers


def end_cut(sound: Sound) -> Damaged | None:
    """The text stops in the middle of the last operative paragraph but one."""
    found = _operative(sound)
    if len(found) < 3:
        return None
    start, end = next(
        (start, end)
        for run in found[-2].runs
        for start, end in run.spans
        if end - start > 5
    )
    at = (start + end) // 2
    while not sound.text[at - 1].isalpha():
        at -= 1
    text = sound.text[:at] + "\n"
    return _at(text, _line(text, at), "paragraph-open", "closing-missing")


def closing_dropped(sound: Sound) -> Damaged | None:
    """Date and meeting, which were below the last paragraph, are lost."""
    spans = [
        span
        for field in sound.resolution.fields
        if field.name in ("date", "meeting")
        for span in field.spans
    ]
    if not spans:
        return None
    text = sound.text
    for start, end in sorted(spans, reverse=True):
        text = text[:start] + text[end:]
    last = sound.resolution.body[-1]
    while last.children:
        last = last.children[-1]
    at = _paragraph(last)[1] - 1
    return _at(text, _line(text, at), "closing-missing") if at < min(spans)[0] else None


def numbers_swapped(sound: Sound) -> Damaged | None:
    """Two neighbouring paragraphs have each other's numbers."""
    found = _operative(sound)
    if len(found) < 5:
        return None
    one, two = found[_middle(found)], found[_middle(found) + 1]
    (first, end), (second, stop) = _ends(one.label_spans), _ends(two.label_spans)
    text = sound.text
    text = (
        text[:first]
        + text[second:stop]
        + text[end:second]
        + text[first:end]
        + text[stop:]
    )
    return _at(text, _line(text, first), "number-gap")


def number_misread(sound: Sound) -> Damaged | None:
    """A paragraph has a number ten too high; it is read as the right one where the next number is near."""
    found = _operative(sound)
    if len(found) < 4:
        return None
    one = found[_middle(found)]
    start, end = _ends(one.label_spans)
    text = _cut(
        sound,
        start,
        end,
        sound.text[start:end].replace(one.number or "", str(int(one.number or 0) + 10)),
    )
    return _at(text, _line(text, start), "number-gap", "number-misread")


def paragraph_dropped(sound: Sound) -> Damaged | None:
    """A paragraph is gone; the next has the next but one number."""
    found = _operative(sound)
    if len(found) < 4:
        return None
    start, end = (
        _paragraph(found[_middle(found)])[0],
        _paragraph(found[_middle(found) + 1])[0],
    )
    if any(run.note for run in found[_middle(found)].runs) or re.search(
        "A/RES", sound.text[start:end]
    ):
        return None
    text = _cut(sound, start, end)
    return _at(text, _line(text, start), "number-gap")


def number_lost(sound: Sound) -> Damaged | None:
    """A paragraph has lost its number; without indents it shows at the next one's, which skips it."""
    found = _operative(sound)
    if len(found) < 4:
        return None
    one, two = found[_middle(found)], found[_middle(found) + 1]
    start, end = _ends(one.label_spans)
    text = _cut(sound, start, end)
    after = _line(text, _ends(two.label_spans)[0] - (end - start))
    return Damaged(text, (("number-lost", _line(text, start)), ("number-gap", after)))


def letter_skipped(sound: Sound) -> Damaged | None:
    """Of sub-paragraphs the second is gone."""
    for paragraph in sound.resolution.body:
        children = paragraph.children
        if (
            len(children) > 2
            and not any(run.note for one in children for run in one.runs)
            and not children[1].children
        ):
            start, end = _paragraph(children[1])[0], _paragraph(children[2])[0]
            if "A/RES" in sound.text[start:end]:
                continue
            text = _cut(sound, start, end)
            return _at(text, _line(text, start), "number-gap")
    return None


def paragraph_doubled(sound: Sound) -> Damaged | None:
    """A paragraph is there twice."""
    found = _operative(sound)
    if len(found) < 4:
        return None
    one, two = found[_middle(found)], found[_middle(found) + 1]
    if any(run.note for run in one.runs) or any(
        entry.spans[0][0] in range(*_paragraph(one))
        for entry in sound.resolution.ledger
    ):
        return None
    at = _paragraph(two)[0]
    text = _cut(sound, at, at, sound.text[_paragraph(one)[0] : at])
    return _at(text, _line(text, at), "number-gap", "paragraph-doubled")


def preambular_doubled(sound: Sound) -> Damaged | None:
    """A preambular paragraph is there twice."""
    found = [one for one in sound.resolution.body if one.kind == "preambular"]
    for one, two in pairwise(found):
        (start, end), at = _paragraph(one), _paragraph(two)[0]
        between = sound.text[end:at].strip()
        if (
            between
            or any(run.note for run in one.runs)
            or len(sound.text[start:end]) < 30
        ):
            continue
        text = _cut(sound, at, at, sound.text[start:at])
        if any(
            entry.spans[0][0] in range(start, end) for entry in sound.resolution.ledger
        ):
            continue
        return _at(text, _line(text, at), "paragraph-doubled")
    return None


def paragraph_end_lost(sound: Sound) -> Damaged | None:
    """An operative paragraph has lost its last line."""
    found = [
        one
        for one in _operative(sound)[:-1]
        if not one.children and not any(run.note for run in one.runs)
    ]
    for one in found:
        start, end = _paragraph(one)
        lines = [line for line in sound.text[start:end].split("\n") if line.strip()]
        if (
            len(lines) < 3
            or "A/RES" in sound.text[start:end]
            or lines[-2].rstrip()[-1] in "；;。.:：，,،؛)）”»’"
        ):
            continue
        at = start + sound.text[start:end].index(lines[-1])
        if sound.text[start:end].count(lines[-1]) > 1:
            continue
        text = _cut(sound, *_whole_lines(sound.text, at, end))
        return _at(
            text,
            _line(text, start + sound.text[start:end].index(lines[-2])),
            "paragraph-open",
        )
    return None


def preambular_end_lost(sound: Sound) -> Damaged | None:
    """A preambular paragraph of a text with indents has lost its last line."""
    found = [
        one
        for one in sound.resolution.body
        if one.kind == "preambular" and not any(r.note for r in one.runs)
    ]
    for one in found:
        start, end = _paragraph(one)
        lines = [line for line in sound.text[start:end].split("\n") if line.strip()]
        at = start + sound.text[start:end].rindex(lines[-1])
        if (
            len(lines) < 3
            or "A/RES" in sound.text[start:end]
            or not sound.text[start - 1].isspace()
        ):
            continue
        if (
            not re.search("[,，،]", "".join(lines[:-1]))
            or lines[-2].rstrip()[-1] in "；;。.:：，,،؛)）”»’"
        ):
            continue
        if sound.text[:start].endswith("\n"):
            return None
        text = _cut(sound, *_whole_lines(sound.text, at, end))
        return _at(
            text,
            _line(text, start + sound.text[start:end].index(lines[-2])),
            "paragraph-open",
        )
    return None


# --- characters


def glyph_lost(sound: Sound) -> Damaged | None:
    """A Han character between others is a space."""
    if sound.spaced:
        return None
    found = _operative(sound) or list(sound.resolution.body)
    start, end = _paragraph(found[_middle(found)])
    match = HAN_PAIR.search(sound.text, start, end)
    if match is None:
        return None
    text = _cut(sound, match.start() + 2, match.start() + 3, " ")
    return _at(text, _line(text, match.start()), "lost-glyph")


def glyph_replaced(sound: Sound) -> Damaged | None:
    """A letter has become the sign for one that can't be shown."""
    found = _operative(sound) or list(sound.resolution.body)
    start, end = _paragraph(found[_middle(found)])
    at = (start + end) // 2
    while not sound.text[at].isalpha():
        at -= 1
    text = _cut(sound, at, at + 1, "\ufffd")
    return _at(text, _line(text, at), "lost-glyph")


def comma_narrow(sound: Sound) -> Damaged | None:
    """A full-width comma has become a half-width one."""
    match = None if sound.spaced else HAN_COMMA.search(sound.text, len(sound.text) // 3)
    if match is None:
        return None
    text = _cut(sound, match.start(), match.end(), ",")
    return _at(text, _line(text, match.start()), "mixed-width")


# --- pages, title


def page_lost(sound: Sound) -> Damaged | None:
    """A page is gone with its number: the next but one number follows, at the page's head or at its foot."""
    turns, entries = _page_lines(sound), sound.resolution.ledger
    numbers = [
        _ends(entry.spans)
        for entry in entries
        if PRINTED_NUMBER.search(entry.text) and entry.reason != "rule"
    ]
    if len(numbers) < 3 or len(turns) < 3:
        return None
    if "/" not in sound.text[slice(*numbers[0])]:
        text = _cut(sound, turns[0][0], turns[1][0])
        return _at(
            text,
            _line(text, numbers[1][0] - (turns[1][0] - turns[0][0])),
            "page-missing",
        )
    text = _cut(sound, *_whole_lines(sound.text, turns[0][1] + 1, turns[1][1]))
    below = numbers[0][1]
    here = below + len(text[below:]) - len(text[below:].lstrip())
    return _at(text, _line(text, here), "page-missing")


def head_of_another(sound: Sound) -> Damaged | None:
    """A running head names another resolution."""
    heads = [
        entry for entry in sound.resolution.ledger if entry.reason == "running-head"
    ]
    if not heads:
        return None
    start, end = _ends(heads[-1].spans)
    text = _cut(
        sound,
        start,
        end,
        re.sub(r"/(\d+)(?=\D*$)", lambda m: f"/{int(m[1]) + 1}", sound.text[start:end]),
    )
    return _at(text, _line(text, start), "head-differs")


def title_number_lost(sound: Sound) -> Damaged | None:
    """The title has lost its number."""
    spans = [
        span
        for field in sound.resolution.fields
        if field.name == "number"
        for span in field.spans
    ]
    heads = [
        entry for entry in sound.resolution.ledger if entry.reason == "running-head"
    ]
    if not spans or not heads:
        return None
    start, end = _ends(spans)
    text = _cut(sound, start, end)
    return _at(text, _line(text, start), "title-unnumbered")


def month_impossible(sound: Sound) -> Damaged | None:
    """The day of the closing's date is the 39th."""
    spans = [
        span
        for field in sound.resolution.fields
        if field.name == "date"
        for span in field.spans
    ]
    if not spans:
        return None
    start, end = _ends(spans)
    printed = sound.text[start:end]
    changed = (
        re.sub(r"(?<!\d)\d{1,2}(?=\s?日)", "39", printed)
        if not sound.spaced
        else re.sub(r"^\d{1,2}", "39", printed)
    )
    text = _cut(sound, start, end, changed)
    return _at(text, _line(text, start), "date-invalid") if changed != printed else None


WAYS: tuple[Way, ...] = (
    note_dropped,
    last_notes_dropped,
    all_notes_dropped,
    note_cut,
    mark_without_note,
    mark_lost,
    mark_and_note_lost,
    note_number_lost,
    end_cut,
    closing_dropped,
    numbers_swapped,
    number_misread,
    paragraph_dropped,
    number_lost,
    letter_skipped,
    paragraph_doubled,
    preambular_doubled,
    paragraph_end_lost,
    preambular_end_lost,
    glyph_lost,
    glyph_replaced,
    comma_narrow,
    page_lost,
    head_of_another,
    title_number_lost,
    month_impossible,
)
