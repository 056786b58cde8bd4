"""Which instruments a text names: treaties, declarations, programmes of action, by the words that name them.

A note mark behind a name shows that it is a whole name; the note says where the instrument is printed. Brackets behind
a name have a short one: 《…国际文书》(《国际追查文书》).
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import msgspec

from unres_site.citations import find_instruments, may_name_instruments
from unres_site.deferred import deferred
from unres_site.languages import get_language, get_primary_code
from unres_site.records import Note, Passage, Resolution, Run, list_passages

MOST_WORDS = 160
"""Characters of a note that are kept."""

LEAST_LETTERS = 3
"""Letters of a word that are never part of its ending."""

# matches: Программа
# matches: 2030
# matches: 纲
# rejects: " "
# rejects: 、
WORD = deferred(r"[\u3400-\u9fff]|[^\W\u3400-\u9fff]+")

# matches: ", "
# matches: "）"
# rejects: which
BEFORE_MARK = deferred(r"[\s,，、()（）“”«»\"]+")

# matches: "("
# matches: " (“"
# matches: "（以下称"
# rejects: " and "
OPENING = deferred(r"\s?[(（](?:以下称|下称)?[“«\"]?")

SIGNS = "《》 "
"""What is around a name and does not belong to it."""

Name = tuple[str, ...]
"""The words of a name in small letters, without endings that depend on the case; each Han character is a word."""


class Naming(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A name of an instrument in a text.

    name      as the text has it first
    passages  anchors and numbers of the passages that have it
    mark      the number of the note behind it; empty if there is none
    note      the words of that note, cut at their end
    document  what that note cites: its treaty (`2149/37517`), if it is one, else its first symbol
    whole     the name that it is short for, as brackets show; empty if they do not
    longer    the places of the names in its text that have all its words, in their order, and others
    """

    name: str
    passages: tuple[tuple[str, str], ...]
    mark: str = ""
    note: str = ""
    document: str = ""
    whole: str = ""
    longer: tuple[int, ...] = ()

    @property
    def treaty(self) -> str:
        """The treaty that the note cites; no symbol begins with a digit."""
        if self.document[:1].isdecimal():
            return self.document
        return ""


class _Found(NamedTuple):
    """A name at its first place, the mark behind it, and the name that it is short for."""

    name: str
    mark: str
    whole: str


def find_namings(resolution: Resolution) -> tuple[Naming, ...]:
    """The names of instruments in the paragraphs of a resolution, each once, in reading order."""
    code = resolution.language
    first: dict[Name, _Found] = {}
    places: dict[Name, dict[tuple[str, str], None]] = {}
    for passage in list_passages(resolution):
        if passage.kind in ("title", "note", "table"):
            continue

        for found in _find_in_passage(passage, code):
            key = fold_name(found.name, code)
            known = first.get(key)
            if known is None or _says_more(found, known):
                first[key] = found
            places.setdefault(key, {})[passage.anchor, passage.number] = None

    notes = {note.number: note for note in resolution.notes}
    names = [fold_name(found.name, get_primary_code(code)) for found in first.values()]
    return tuple(
        [
            _make_naming(found, tuple(places[key]), notes, find_longer(name, names))
            for (key, found), name in zip(first.items(), names, strict=True)
        ]
    )


def find_longer(words: Name, names: Sequence[Name]) -> tuple[int, ...]:
    """The places of those names for which a name may be short."""
    longer: list[int] = []
    for place, name in enumerate(names):
        if is_short(words, name):
            longer.append(place)

    return tuple(longer)


def is_short(words: Name, whole: Name) -> bool:
    """Whether all words of a name are in a longer one, in their order."""
    if not words or len(words) >= len(whole) or words[-1] not in whole:
        return False

    rest = iter(whole)
    return all(word in rest for word in words)


def _says_more(found: _Found, known: _Found) -> bool:
    """Whether a name has a mark here, or is said to be short for another one, and was not where it was found before."""
    if found.whole:
        return not known.whole
    return bool(found.mark) and not known.mark and not known.whole


def _make_naming(
    found: _Found,
    passages: tuple[tuple[str, str], ...],
    notes: dict[str, Note],
    longer: tuple[int, ...],
) -> Naming:
    note = notes.get(found.mark)
    words = "".join(run.words for run in note.runs) if note else ""
    document = _find_document(note) if note else ""
    words = words[:MOST_WORDS].removeprefix("()").strip()
    return Naming(
        found.name, passages, found.mark, words, document, found.whole, longer
    )


def _find_document(note: Note) -> str:
    """The treaty that a note cites, if it cites one alone; else the first symbol, also one that it repeats."""
    refers = [run.refers for run in note.runs if run.refers]
    treaties = [one.name for one in refers if one.kind == "treaty"]
    if len(treaties) == 1:
        return treaties[0]

    for run in note.runs:
        if run.cites:
            return run.cites[0]
        if run.refers and run.refers.kind == "repeat" and run.refers.of:
            return run.refers.of[0]

    return ""


def find_names(runs: Sequence[Run], code: str) -> Iterator[tuple[int, int, str]]:
    """Where the words of a paragraph name instruments: start, end and the folded name, as `join_name` gives it."""
    text = "".join(run.words for run in runs)
    if not may_name_instruments(text, code):
        return

    marks = tuple(_list_marks(runs))
    for start, end in find_instruments(text, code, marks):
        printed = text[start:end].strip(SIGNS)
        yield start, end, join_name(printed, code)


def _find_in_passage(passage: Passage, code: str) -> Iterator[_Found]:
    """The names in a passage, with the mark behind each."""
    text = passage.text
    if not may_name_instruments(text, code):
        return

    marks = _list_marks(passage.runs)
    before = _Found("", "", "")
    end = 0
    for start, stop in find_instruments(text, code, tuple(marks)):
        found = _Found(text[start:stop].strip(SIGNS), _find_mark(text, stop, marks), "")
        if before.name and OPENING.fullmatch(text, end, start):
            yield before._replace(mark=before.mark or found.mark)
            found = _Found(found.name, "", before.name)
        elif before.name:
            yield before

        before = found
        end = stop

    if before.name:
        yield before


def _list_marks(runs: Iterable[Run]) -> dict[int, str]:
    """The numbers of the note marks in a paragraph, by their offset in its words."""
    marks: dict[int, str] = {}
    at = 0
    for run in runs:
        if run.note:
            marks[at] = run.note
        at += len(run.words)

    return marks


def _find_mark(text: str, end: int, marks: dict[int, str]) -> str:
    """The mark behind a name, with punctuation between them at most; empty if there is none."""
    match = BEFORE_MARK.match(text, end)
    last = match.end() if match else end
    for at, number in marks.items():
        if end <= at <= last:
            return number

    return ""


@functools.lru_cache(maxsize=65536)
def fold_name(name: str, code: str) -> Name:
    """A name by which it is compared."""
    words = WORD.findall(name.lower())
    if not get_language(code).instruments.endings:
        return tuple(words)
    return tuple([cut_ending(word, code) for word in words])


@functools.lru_cache(maxsize=65536)  # names have few words that no other name has
def cut_ending(word: str, code: str) -> str:
    """A word without the longest ending that depends on its case; some letters of it stay."""
    endings = get_language(code).instruments.endings
    found = [one for one in endings if word.endswith(one, LEAST_LETTERS)]
    if found:
        return word.removesuffix(max(found, key=len))
    return word


def join_name(name: str, code: str) -> str:
    """A folded name as one text."""
    return " ".join(fold_name(name, code))
