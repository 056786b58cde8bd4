"""The whole way of a text, stage by stage."""

from __future__ import annotations

from collections.abc import Sequence

from unres_site.errors import Diagnostic
from unres_site.languages import Language
from unres_site.languages import language as language_of
from unres_site.loader import frame
from unres_site.loader.blocks import Block, layout
from unres_site.loader.blocks import Reader as BlockReader
from unres_site.loader.cleaning import clean
from unres_site.loader.corrections import edits
from unres_site.loader.notes import BodyLine, Words, set_apart
from unres_site.loader.resolution import Part, Reader, assemble
from unres_site.loader.runs import Context
from unres_site.loader.source import Line, SourceText, decode, lines
from unres_site.records import Reading, Resolution
from unres_site.settings import Sidecar


def load(data: bytes, file: str, sidecar: Sidecar | None = None, remark: str = "") -> Reading:
    """What a text holds.

    `file` is its path below the source folder; it names the text in diagnostics and decides nothing.
    Never raises: where the text can't be read the reading has no resolutions, and a diagnostic of severity error says why.
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
    at = next((index for index, line in enumerate(raw) if frame.formula(line.text)), None)
    if at is None:
        return _no_formula(source)
    formula = frame.formula(raw[at].text)
    assert formula is not None  # noqa: S101  (the line was found by it)
    language = language_of(sidecar.language) if sidecar.language else formula.language
    changes, wrong = edits(sidecar.corrections, source)
    if wrong:
        return wrong[0]
    titled = frame.title_index(raw, language, at)
    first = raw[titled if titled is not None else at].start
    cleaned = clean(source, raw, lambda line: line.start == first)
    above = [line for line in cleaned.lines if line.start < first]
    apart = set_apart([line for line in cleaned.lines if line.start >= first], language.citations.signs_before)
    context = Context(source, language, changes)
    fields = frame.masthead(above, language)
    heads = [(field.text, field.spans[0][0]) for field in fields if field.name == "symbol"] + cleaned.heads
    reader = Reader(context, apart.notes, tuple(sorted(cleaned.ledger, key=lambda entry: entry.spans)), diagnostics, sidecar, remark)
    made: list[Resolution] = []
    for part in _parts(apart.body, language, formula.organ, titled is not None):
        resolution = assemble(part._replace(fields=[*fields, *part.fields], heads=heads), reader)
        if isinstance(resolution, Diagnostic):
            return resolution
        made.append(resolution)
    return made


def _no_formula(source: SourceText) -> Diagnostic:
    examples = "、".join(("大会，", "The General Assembly,"))
    return source.diagnose("not-a-resolution", 0, formula=examples)


def _parts(body: Sequence[BodyLine], language: Language, organ: str, titled: bool) -> list[Part]:
    """The resolutions of a text: one, or several where a letter and a formula of its own open each."""
    at = next(index for index, line in enumerate(body) if frame.formula(line.line.text))
    title = list(body[:at]) if titled else []
    number = _number(title[0].line, language) if title else None
    rest = body[at + 1 :]
    blocks = BlockReader(language, layout(rest, spaced=language.spaced)).read(rest)
    return [Part(organ, [], [], number, title, body[at], blocks)]


def _number(line: Line, language: Language) -> tuple[str, Words] | None:
    found = frame.title_number(line.text, language)
    if found is None:
        return None
    return found.symbol, Words(line.start, line.start + found.length, line.text[: found.length].rstrip())
