"""References that were read by hand from real texts in six languages (data/references), and how many are found."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import NamedTuple

import pytest

from unres_site.citations import find_citations, resolve_repeats
from unres_site.languages import get_language
from unres_site.records import Note, Run

DATA = Path(__file__).parent / "data" / "references"
LANGUAGES = ("ar", "en", "es", "fr", "ru", "zh")
PRECISION = 0.99
RECALL = {
    "symbol": 0.99,
    "other": 0.95,
    "repeat": 0.98,
    "treaty": 0.98,
    "record": 0.98,
    "place": 0.95,
    "own": 0.95,
}
"""What is to be found of each kind."""

Found = tuple[str, str, str]
"""Words, the kind of reference, and its value."""


class Case(NamedTuple):
    """A passage, the notes before it if it repeats them, and its references."""

    language: str
    place: str
    before: tuple[str, ...]
    text: str
    refers: tuple[Found, ...]


def read_cases(language: str) -> list[Case]:
    """The cases of a language."""
    blocks = (DATA / f"{language}.txt").read_text(encoding="utf-8").split("\n\n")[1:]
    return [read_case(language, block.strip().splitlines()) for block in blocks]


def read_case(language: str, lines: list[str]) -> Case:
    """The case of a block of lines."""
    before = tuple(line[2:] for line in lines if line.startswith("< "))
    refers = []
    for line in lines:
        if line.startswith("= "):
            words, kind, value = line[2:].split(" | ")
            refers.append((words, kind, value))
    (text,) = (line for line in lines[1:] if line[:2] not in ("< ", "= "))
    return Case(language, lines[0][2:], before, text, tuple(refers))


def list_found(case: Case) -> list[Found]:
    """The references that the program finds in a case."""
    notes = []
    for number, text in enumerate((*case.before, case.text), 1):
        notes.append(make_note(case, number, text))
    last = list(resolve_repeats(notes))[-1]
    return [describe(run) for run in last.runs if run.cites or run.refers]


def make_note(case: Case, number: int, text: str) -> Note:
    """A note whose runs are the citations of a text."""
    organ, has_organ, _ = case.place.partition("/RES/")
    speaker = organ if has_organ else "A"
    is_note = " fn" in case.place
    language = get_language(case.language)
    found = find_citations(text, language, speaker, in_note=is_note)
    runs: list[Run] = []
    at = 0
    for one in found:
        if at < one.start:
            runs.append(Run(text=text[at : one.start]))
        words = text[one.start : one.end]
        runs.append(Run(text=words, cites=one.symbols, refers=one.refers))
        at = one.end
    return Note(str(number), f"fn{number}", tuple(runs), "complete")


def describe(run: Run) -> Found:
    """The words of a run, the kind of what it refers to, and the value."""
    words, refers = (run.text or "").strip(), run.refers
    if refers is None:
        return words, "symbol", " ".join(run.cites)
    holder = "self" if refers.own else "".join(refers.of[-1:])
    value = {
        "place": " ".join(f"{holder}#{one}" for one in refers.places),
        "repeat": refers.name or " ".join(refers.of) or refers.note,
        "own": "self",
        "record": " ".join(refers.of[:1]),
    }
    return words, refers.kind, value.get(refers.kind, refers.name)


CASES = [case for language in LANGUAGES for case in read_cases(language)]


def test_references_are_enough() -> None:
    kinds = Counter(kind for case in CASES for _, kind, _ in case.refers)
    assert kinds.total() >= 300
    assert all(kinds[kind] for kind in RECALL)
    languages = Counter(case.language for case in CASES for _ in case.refers)
    assert min(languages[code] for code in LANGUAGES) >= 20


@pytest.mark.parametrize("kind", RECALL)
def test_references_of_a_kind_are_found(kind: str) -> None:
    found = wanted = right = false = 0
    wrong = []
    for case in CASES:
        got = Counter(one for one in list_found(case) if one[1] == kind)
        want = Counter(one for one in case.refers if one[1] == kind)
        found, wanted = found + got.total(), wanted + want.total()
        right += (got & want).total()
        false += sum(is_false(one, want) for one in (got - want).elements())
        if got != want:
            wrong.append((case.place, dict(want - got), dict(got - want)))
    assert false <= (1 - PRECISION) * found, wrong
    assert right >= RECALL[kind] * wanted, wrong


def is_false(found: Found, wanted: Counter[Found]) -> bool:
    """Whether a reference says something wrong; a place that only lacks its document is missed, not wrong."""
    words, kind, value = found
    lacks = kind == "place" and value.startswith("#")
    return not (lacks and any(one[0] == words for one in wanted))


INVENTED = (DATA / "invented.txt").read_text(encoding="utf-8").split("\n\n")[1:]


@pytest.mark.parametrize(
    "block", INVENTED, ids=lambda block: block.partition("\n")[0][2:]
)
def test_words_that_lead_astray_are_read(block: str) -> None:
    lines = block.strip().splitlines()
    case = read_case(lines[0][2:4], lines)
    assert list_found(case) == list(case.refers)
