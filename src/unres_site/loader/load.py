"""The whole way of a text, stage by stage."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from unres_site.damage import find_damage
from unres_site.errors import Diagnostic, diagnose
from unres_site.languages import Language, find_variant, get_language, get_primary_code
from unres_site.loader.assemble.resolution import (
    Shared,
    assemble,
    shorten,
    sort_diagnostics,
)
from unres_site.loader.assemble.runs import Context
from unres_site.loader.body.parts import Part, read_parts
from unres_site.loader.clean.cleaning import Clean, clean, list_controls
from unres_site.loader.decode.corrections import Edit, find_edits
from unres_site.loader.decode.source import Line, SourceText, decode, read_lines
from unres_site.loader.front.columns import find_second_column
from unres_site.loader.front.formula import FormulaPlace, find_opening, is_backwards
from unres_site.loader.front.heading import Front, read_front
from unres_site.loader.front.masthead import read_masthead
from unres_site.loader.front.refusals import explain_refusal
from unres_site.loader.front.several import find_text_above, split_at_headings
from unres_site.loader.notes import set_apart
from unres_site.loader.refusal import RefusalError
from unres_site.loader.supplied import (
    find_conflicts,
    find_supplied_formula,
    open_without_formula,
    replace_organ,
)
from unres_site.records import Field, LedgerEntry, Reading, Resolution
from unres_site.settings import Sidecar
from unres_site.symbols import find_heads, strip_head
from unres_site.text.canonical import make_canonical

UNKNOWN = ("not-a-resolution", "symbol-missing")
"""Refusals of what may be a document of another kind."""


def load(
    data: bytes, file: str, sidecar: Sidecar | None = None, remark: str = ""
) -> Reading:
    """What a text holds.

    `file` is its path below the source folder; it names the text in diagnostics and decides nothing.
    Never raises: if the text can't be read, the reading has no resolutions and a diagnostic of severity error says why.
    """
    source, diagnostics = decode(data, file)
    if any(one.severity == "error" for one in diagnostics):
        return Reading(source.describe(), (), diagnostics, source.text)

    try:
        resolutions = _read(source, sidecar or Sidecar(), remark, diagnostics)
    except RefusalError as refusal:
        told = refusal.diagnostic
        if told.code in UNKNOWN:
            told = explain_refusal(source, read_lines(source)) or told
        return Reading(source.describe(), (), (*diagnostics, told), source.text)

    found = [one for resolution in resolutions for one in resolution.diagnostics]
    return Reading(source.describe(), tuple(resolutions), tuple(found), source.text)


def _read(
    source: SourceText,
    sidecar: Sidecar,
    remark: str,
    diagnostics: tuple[Diagnostic, ...],
) -> Sequence[Resolution]:
    """The resolutions of a text, which may be several under headings of their own."""
    whole = _open(source, sidecar)
    language = (
        get_language(get_primary_code(sidecar.language))
        if sidecar.language
        else whole.formula.language
    )

    if mixed := find_second_column(whole.lines):
        diagnostics = (*diagnostics, source.diagnose("two-columns", mixed.start))

    if whole.at is None and not sidecar.organ:
        diagnostics = (
            *diagnostics,
            source.diagnose("formula-lost", whole.lines[0].start),
        )

    diagnostics = (*diagnostics, *_report_conflicts(source, sidecar))
    edits = _find_edits(source, sidecar)
    made: list[Resolution] = []
    for opening in split_at_headings(whole):
        own = language if sidecar.language else opening.formula.language
        context = Context(source, own, opening.formula.organ, edits)
        made += _read_one(
            opening, context, sidecar, remark, () if made else diagnostics
        )

    made = _tell_variants(made, source, sidecar)
    return _report_unneeded_notes(made, sidecar, source.file)


def _tell_variants(
    made: list[Resolution], source: SourceText, sidecar: Sidecar
) -> list[Resolution]:
    """The resolutions with the variant of their language: that of the sidecar, or that of the text's script."""
    codes = {one.language for one in made}
    variants = {code: find_variant(code, source.text) for code in codes}
    if sidecar.language:
        variants = dict.fromkeys(codes, sidecar.language)

    if all(code == variant for code, variant in variants.items()):
        return made

    return [replace(one, language=variants[one.language]) for one in made]


def _read_one(
    opening: FormulaPlace,
    context: Context,
    sidecar: Sidecar,
    remark: str,
    diagnostics: tuple[Diagnostic, ...],
) -> list[Resolution]:
    """The resolution below one heading, or its parts with letters."""
    source = context.source
    language = context.language
    front = read_front(opening, language)
    if above := find_text_above(opening.lines, front.title, language):
        raise RefusalError(
            source.diagnose("second-heading", above.start, text=shorten(above.text))
        )

    cleaned = clean(source, opening.lines, front)
    fields = _read_fields(source, opening, front, cleaned, language)
    parts = _read_body(opening, front, cleaned, fields, language)
    shared = Shared(context, _find_heads(fields, cleaned), diagnostics, sidecar, remark)
    ledgers = _divide_ledger(source, cleaned, parts, opening.end)
    made = [
        assemble(part, shared, ledger)
        for part, ledger in zip(parts, ledgers, strict=True)
    ]
    general = made[0].get_field("general-title")
    if general:
        made = [replace(one, general_title=make_canonical(general)) for one in made]

    return [_add_damage(one, made[0], context) for one in made]


def _add_damage(
    resolution: Resolution, first: Resolution, context: Context
) -> Resolution:
    """The resolution with the damage that it shows among its diagnostics."""
    source = context.source
    found = [
        source.diagnose(code, offset, **details)
        for code, offset, details in find_damage(
            resolution, first, source.text, context.language
        )
    ]
    if found:
        return replace(
            resolution, diagnostics=sort_diagnostics([*resolution.diagnostics, *found])
        )

    return resolution


def _open(source: SourceText, sidecar: Sidecar) -> FormulaPlace:
    """The place of the enacting formula. If the text has lost it, the heading or the sidecar must tell the organ."""
    raw = read_lines(source)
    opening = (
        find_supplied_formula(raw, sidecar)
        or find_opening(raw)
        or open_without_formula(raw, sidecar)
    )
    if opening:
        return replace_organ(opening, sidecar)

    for line in raw:
        if is_backwards(line.text):
            raise RefusalError(source.diagnose("visual-order", line.start))

    raise RefusalError(
        source.diagnose("not-a-resolution", 0, formula="大会， / The General Assembly,")
    )


def _report_conflicts(source: SourceText, sidecar: Sidecar) -> Iterator[Diagnostic]:
    """Where the sidecar and the formula of the text disagree."""
    if not (sidecar.organ or sidecar.language or sidecar.formula):
        return

    for start, details in find_conflicts(read_lines(source), sidecar):
        yield source.diagnose("sidecar-conflict", start, **details)


def _find_edits(source: SourceText, sidecar: Sidecar) -> Sequence[Edit]:
    """What the sidecar corrects, by place; it must be found in the text."""
    edits, wrong = find_edits(sidecar.corrections, source)
    if wrong:
        raise RefusalError(wrong[0])
    return edits


def _find_title_start(opening: FormulaPlace, front: Front) -> int:
    """The offset at which the title begins; the masthead ends there."""
    return opening.lines[front.title].start


def _read_fields(
    source: SourceText,
    opening: FormulaPlace,
    front: Front,
    cleaned: Clean,
    language: Language,
) -> tuple[Field, ...]:
    """The fields of the masthead."""
    start = _find_title_start(opening, front)
    above = [line for line in cleaned.lines if line.start < start]
    return tuple(
        replace(field, spans=source.list_visible(field.spans))
        for field in read_masthead(above, language)
    )


def _read_body(
    opening: FormulaPlace,
    front: Front,
    cleaned: Clean,
    fields: tuple[Field, ...],
    language: Language,
) -> list[Part]:
    """The resolutions of a text, from the title on; the first has the masthead's fields."""
    start = _find_title_start(opening, front)
    below: list[Line] = [line for line in cleaned.lines if line.start >= start]
    formula = None if opening.at is None else opening.lines[opening.at].start

    apart = set_apart(below, language, start if formula is None else formula)
    parts = read_parts(apart, language, formula, front.number)
    parts[0] = parts[0]._replace(
        fields=(*fields, *parts[0].fields), start=opening.start
    )
    return parts


def _find_heads(fields: Sequence[Field], cleaned: Clean) -> tuple[tuple[str, int], ...]:
    """The symbols of masthead and running heads, with their offsets."""
    found = [
        (strip_head(field.text), field.spans[0][0])
        for field in fields
        if field.name == "symbol"
    ]
    for entry in cleaned.ledger:
        if entry.reason == "running-head":
            start = entry.spans[0][0]
            found += [(head, start + at) for head, at in find_heads(entry.text)]

    return tuple(found)


def _divide_ledger(
    source: SourceText, cleaned: Clean, parts: Sequence[Part], last: int | None
) -> Iterator[Sequence[LedgerEntry]]:
    """The ledger of each part: what was removed between its start and the start of the next."""
    starts = [part.start for part in parts]
    for start, end in zip(
        starts, [*starts[1:], len(source.text) if last is None else last], strict=True
    ):
        removed = [
            replace(entry, spans=source.list_visible(entry.spans))
            for entry in cleaned.ledger
            if start <= entry.spans[0][0] < end
        ]
        yield (*removed, *list_controls(source, start, end))


def _report_unneeded_notes(
    made: list[Resolution], sidecar: Sidecar, file: str
) -> Sequence[Resolution]:
    """The resolutions; the first one reports the sidecar's notes that no page needs."""
    unneeded = tuple(_find_unneeded_notes(made, sidecar, file))
    if not unneeded:
        return made

    first = replace(made[0], diagnostics=(*made[0].diagnostics, *unneeded))
    return [first, *made[1:]]


def _find_unneeded_notes(
    made: Sequence[Resolution], sidecar: Sidecar, file: str
) -> Iterator[Diagnostic]:
    needed = {
        note.number
        for resolution in made
        for note in resolution.notes
        if note.condition == "supplied"
    }
    for note in sidecar.notes:
        if note.number in needed:
            needed.remove(note.number)
        else:
            yield diagnose("note-unneeded", file, number=note.number)
