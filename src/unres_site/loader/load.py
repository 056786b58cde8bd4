"""The whole way of a text, stage by stage."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

import msgspec

from unres_site.errors import Diagnostic, diagnose
from unres_site.languages import language as language_of
from unres_site.loader.assemble.resolution import Reader, assemble
from unres_site.loader.assemble.runs import Context
from unres_site.loader.body.parts import parts
from unres_site.loader.clean.cleaning import clean, unseen
from unres_site.loader.decode.corrections import edits
from unres_site.loader.decode.source import Line, SourceText, decode, lines
from unres_site.loader.front import frame
from unres_site.loader.front.furniture import symbol
from unres_site.loader.notes import set_apart
from unres_site.records import Field, LedgerEntry, Reading, Resolution, Span
from unres_site.settings import Sidecar


def load(data: bytes, file: str, sidecar: Sidecar | None = None, remark: str = "") -> Reading:
    """What a text holds.

    `file` is its path below the source folder; it names the text in diagnostics and decides nothing.
    Never raises: where the text can't be read the reading has no resolutions, and a diagnostic of severity error says
    why.
    """
    sidecar = sidecar or Sidecar()
    source, diagnostics = decode(data, file)
    if any(one.severity == "error" for one in diagnostics):
        return Reading(source.record(), (), diagnostics)
    found = _resolutions(source, sidecar, remark, diagnostics)
    if isinstance(found, Diagnostic):
        return Reading(source.record(), (), (*diagnostics, found))
    return Reading(source.record(), tuple(found), tuple(one for part in found for one in part.diagnostics))


def _resolutions(
    source: SourceText, sidecar: Sidecar, remark: str, diagnostics: tuple[Diagnostic, ...]
) -> list[Resolution] | Diagnostic:
    raw = lines(source)
    at = frame.formula_index(raw)
    if at is None:
        raw = frame.formula_apart(raw)
        at = frame.formula_index(raw)
    if at is None:
        return _no_formula(source, raw)
    formula = frame.formula(raw[at].text)
    assert formula is not None  # noqa: S101  (the line was found by it)
    language = language_of(sidecar.language) if sidecar.language else formula.language
    changes, wrong = edits(sidecar.corrections, source)
    if wrong:
        return wrong[0]
    if mixed := frame.two_columns(raw):
        diagnostics = (*diagnostics, source.diagnose("two-columns", mixed.start))
    front = frame.front(raw, language, at)
    first = raw[front.title].start
    cleaned = clean(source, raw, front)
    above = [line for line in cleaned.lines if line.start < first]
    apart = set_apart(
        [line for line in cleaned.lines if line.start >= first], language.citations.signs_before, raw[at].start
    )
    context = Context(source, language, changes)
    fields = tuple(
        Field(field.name, field.text, _around_holes(field.spans, source)) for field in frame.masthead(above, language)
    )
    heads = [(symbol(field.text), field.spans[0][0]) for field in fields if field.name == "symbol"] + cleaned.heads
    reader = Reader(context, formula.organ, tuple(heads), diagnostics, sidecar, remark)
    found = parts(apart.body, apart.notes, language, raw[at].start)
    found[0] = found[0]._replace(fields=(*fields, *found[0].fields), start=0)
    made: list[Resolution] = []
    for part, end in zip(found, [*(part.start for part in found[1:]), len(source.text)], strict=True):
        ledger = [
            LedgerEntry(entry.reason, entry.text, _around_holes(entry.spans, source))
            for entry in cleaned.ledger
            if part.start <= entry.spans[0][0] < end
        ]
        resolution = assemble(part, reader, (*ledger, *unseen(source, part.start, end)))
        if isinstance(resolution, Diagnostic):
            return resolution
        made.append(resolution)
    if sidecar.notes:
        unneeded = _unneeded_notes(sidecar, made, source.file)
        made[0] = msgspec.structs.replace(made[0], diagnostics=(*made[0].diagnostics, *unneeded))
    return made


def _unneeded_notes(sidecar: Sidecar, made: Sequence[Resolution], file: str) -> Iterator[Diagnostic]:
    """What is said of notes that the sidecar supplies, and that stand on no page."""
    needed = {note.number for resolution in made for note in resolution.notes if note.condition == "supplied"}
    for note in sidecar.notes:
        if note.number in needed:
            needed.remove(note.number)
        else:
            yield diagnose("note-unneeded", file, number=note.number)


def _around_holes(spans: Sequence[Span], source: SourceText) -> tuple[Span, ...]:
    """The spans without the control characters within them, which the ledger has."""
    if not source.holes:
        return tuple(spans)
    found: list[Span] = []
    for start, end in spans:
        first, last = (bisect_left(source.holes, (edge, "")) for edge in (start, end))
        edges = [start, *(edge for at, _ in source.holes[first:last] for edge in (at, at + 1)), end]
        found += [(left, right) for left, right in zip(edges[::2], edges[1::2], strict=True) if left < right]
    return tuple(found)


def _no_formula(source: SourceText, raw: Sequence[Line]) -> Diagnostic:
    if backwards := next((line for line in raw if frame.is_backwards(line.text)), None):
        return source.diagnose("visual-order", backwards.start)
    return source.diagnose("not-a-resolution", 0, formula="大会， / The General Assembly,")
