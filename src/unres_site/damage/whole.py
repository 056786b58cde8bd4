"""Damage to a text as a whole: no paragraphs, a lost end, no closing, another language than that of its formula."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence

from unres_site.citations.phrases import has_any
from unres_site.damage.evidence import Damage, Evidence, PrintedPassage
from unres_site.languages import get_language, list_languages
from unres_site.records import Span
from unres_site.text.punctuation import COLONS, COMMAS, SEMICOLONS

UNFINISHED = SEMICOLONS + COMMAS + COLONS
"""Signs that end paragraphs above others."""

FEWEST_FOREIGN = 3
"""Common words of another language that tell it, where its own language has none."""


def find_missing_body(text: Evidence) -> Iterator[Damage]:
    """A text that ends at its enacting formula, or has headings alone below it."""
    formula = _list_formula_spans(text)
    if formula and not any(one.kind != "heading" for one in _list_body(text)):
        yield Damage("body-missing", text.find_last_sign(formula)[0], {})


def _list_formula_spans(text: Evidence) -> Sequence[Span]:
    fields = text.resolution.fields
    found = [field.spans for field in fields if field.name == "enacting-formula"]
    return found[-1] if found else ()


def find_other_language(text: Evidence) -> Iterator[Damage]:
    """Paragraphs that follow each other and have no common word of their language, but several of another one."""
    code = text.language.code
    first: PrintedPassage | None = None
    counts = dict.fromkeys(_list_other_codes(code), 0)
    for paragraph in _list_body(text):
        if not paragraph.is_paragraph:
            continue

        words = f" {paragraph.text} "
        if has_any(words, _list_common(code)):
            first = None
            counts = dict.fromkeys(counts, 0)
            continue

        for other in counts:
            counts[other] += sum(map(words.count, _list_common(other)))
        most = max(counts.values())
        if most and first is None:
            first = paragraph
        if first and most >= FEWEST_FOREIGN:
            yield Damage("language-differs", first.start, {})
            return


@functools.cache
def _list_other_codes(code: str) -> tuple[str, ...]:
    return tuple(one.code for one in list_languages() if one.code != code)


@functools.cache
def _list_common(code: str) -> tuple[str, ...]:
    """The common words of a language as texts have them: between spaces, if the language has spaces."""
    language = get_language(code)
    if language.spaced:
        return tuple(f" {word} " for word in language.common)
    return language.common


def find_lost_end(text: Evidence) -> Iterator[Damage]:
    """A last paragraph that ends as those before the last do, with a semicolon: what followed it is lost."""
    last = _list_body(text)[-1:]
    for paragraph in last:
        if paragraph.is_paragraph and paragraph.ends_with(UNFINISHED):
            offset, end = text.find_last_sign(paragraph.spans)
            yield Damage("text-unfinished", offset, {"end": f"“{end}”"})


def _list_body(text: Evidence) -> Sequence[PrintedPassage]:
    """The passages above the closing, which annexes follow."""
    return [
        one for one in text.paragraphs if not one.passage.annex and one.kind != "unread"
    ]


def find_missing_closing(text: Evidence) -> Iterator[Damage]:
    """No date or no meeting: where the other one is, else below the last paragraph, which the closing follows."""
    resolution = text.resolution
    if resolution.adopted_on and resolution.meeting:
        return

    closing = [
        field for field in resolution.fields if field.name in ("date", "meeting")
    ]
    body = _list_body(text)
    formula = _list_formula_spans(text)
    if closing:
        spans = closing[0].spans
    elif body:
        spans = tuple(body[-1].spans)
    elif formula:
        spans = tuple(formula)
    else:  # a heading alone
        spans = ()

    yield Damage("closing-missing", text.find_last_sign(spans)[0] if spans else 0, {})
