"""What `Ibid.` means: that which the note before cites."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import msgspec
from msgspec.structs import replace

from unres_site.citations.references.attaching import REPEATED
from unres_site.deferred import deferred
from unres_site.records import Note, Reference, Run

# matches: ", document "
# matches: ，
# rejects: "; see also "
# rejects: ", vol. 2, "
BEFORE_DOCUMENT = deferred(r"[.,،，]{1,2} ?(?:[^\W\d]{1,12} ?)?")
"""What is between a repeat and a document that is printed in what it repeats."""


class Subject(msgspec.Struct, frozen=True, gc=False):
    """What a note cites last: symbols, or a series (`treaty`, `record`), or neither if it was not recognized."""

    of: tuple[str, ...] = ()
    name: str = ""


def resolve_repeats(notes: Iterable[Note]) -> Iterator[Note]:
    """The notes in their order; each repeat has the symbols, or the series, that it repeats, and the note before."""
    subject = Subject()
    before = ""
    for note in notes:
        runs, subject = _resolve_runs(note.runs, subject, before)
        before = note.anchor
        yield replace(note, runs=runs) if runs is not note.runs else note


def _resolve_runs(
    runs: tuple[Run, ...], before: Subject, anchor: str
) -> tuple[tuple[Run, ...], Subject]:
    """The runs of a note, and its subject. `before` is the subject of the note before, at that anchor."""
    series = _find_series(runs)
    subject: Subject | None = None
    made: list[Run] = []
    for at, run in enumerate(runs):
        refers = run.refers
        if refers and refers.kind == "repeat":
            repeated = subject or before
            if refers.name:  # a meeting: its records are none of the documents before
                repeated = Subject(name=refers.name)
            volume = series or _find_volume(runs[at + 1 : at + 3])
            name = volume or repeated.name
            of = () if volume else repeated.of
            refers = Reference("repeat", of, name=name, note="" if subject else anchor)
            subject = Subject(repeated.of, name)
        elif refers and REPEATED in refers.of:
            refers = replace(refers, of=(subject or before).of)

        subject = _find_subject(run, refers) or subject
        made.append(run if refers is run.refers else replace(run, refers=refers))

    changed = any(one is not other for one, other in zip(made, runs, strict=True))
    return tuple(made) if changed else runs, subject or Subject()


def _find_subject(run: Run, refers: Reference | None) -> Subject | None:
    """What a run makes the subject of its note."""
    if run.cites:
        return Subject(run.cites)
    if refers and refers.kind in ("treaty", "record"):
        return Subject(refers.of, refers.kind)
    if refers and refers.kind == "other":
        return Subject()

    return None


def _find_volume(following: Sequence[Run]) -> str:
    """`record` if the runs behind a repeat name a document that is in it: no document is in another one."""
    if len(following) < 2:  # noqa: PLR2004
        return ""
    between, cited = following
    if cited.cites and between.is_plain and BEFORE_DOCUMENT.fullmatch(between.words):
        return "record"
    return ""


def _find_series(runs: Sequence[Run]) -> str:
    """The series in which a note names an entry: `treaty`, `record`, or an empty string if it names none."""
    for run in runs:
        if run.refers and run.refers.kind in ("treaty", "record"):
            return run.refers.kind

    return ""
