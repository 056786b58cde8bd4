"""The paragraphs of a resolution as they are compared: in reading order, with their words folded."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache
from operator import add
from typing import NamedTuple

from unres_site.comparison.recent import keep_recent
from unres_site.deferred import deferred
from unres_site.languages import Language, get_language
from unres_site.languages.openings import find_opening_length
from unres_site.languages.spelling import fold_spelling
from unres_site.records import Paragraph, Resolution, Run

# matches: ，
# matches: " "
# rejects: 一a1
UNCOMPARED = deferred(r"[\W_]+")
"""White space and punctuation: they make no paragraph another one."""

PUNCTUATION = tuple(zip("，；。：（）", ",;.:()", strict=True))
"""Wide signs and plain ones. Unicode's own folding is ten times as fast if a text has none of the wide ones."""

KEPT = 16
"""Records whose paragraphs are kept: a text is compared with the one before and with the one after."""

HEAD = 4
"""Characters that count as the opening of a paragraph that opens with no known word, in a language without spaces."""


class ComparedParagraph(NamedTuple):
    """A paragraph to be compared.

    anchor   its address on the page
    kind     preambular, operative, ...; `note` for a note
    parent   the index of the paragraph above it in its list, or -1; of a note: of the paragraph that marks it first
    text     its words as they are read
    form     its letters and digits, folded: paragraphs of equal form are the same
    opening  the words that open it, folded: `回顾`
    notes    the numbers of the notes that it marks
    number   what is printed before it: `3.`, `(a)`; empty if it has no number
    """

    anchor: str
    kind: str
    parent: int
    text: str
    form: str
    opening: str
    notes: tuple[str, ...] = ()
    number: str = ""


@keep_recent(KEPT)
def list_compared(resolution: Resolution) -> tuple[ComparedParagraph, ...]:
    """The paragraphs of a resolution and of its annexes, in reading order, without headings and empty ones."""
    code = resolution.language
    bodies = [resolution.body, *(annex.body for annex in resolution.annexes)]
    found: list[ComparedParagraph] = []
    for body in bodies:
        _add_paragraphs(found, body, -1, code)

    return tuple(found)


@keep_recent(KEPT)
def list_compared_notes(
    resolution: Resolution, paragraphs: Iterable[ComparedParagraph]
) -> tuple[ComparedParagraph, ...]:
    """The notes of a resolution that have words, in their order; `paragraphs` are its compared paragraphs."""
    marked: dict[str, int] = {}
    for index, paragraph in enumerate(paragraphs):
        for number in paragraph.notes:
            marked.setdefault(number, index)

    found: list[ComparedParagraph] = []
    for note in resolution.notes:
        text = _join_words(note.runs)
        if not text:
            continue
        made = make_compared(note.anchor, "note", text, resolution.language)
        parent = marked.get(note.number, -1)
        found.append(made._replace(parent=parent, number=note.number))

    return tuple(found)


def _add_paragraphs(
    found: list[ComparedParagraph],
    paragraphs: Sequence[Paragraph],
    parent: int,
    code: str,
) -> None:
    for paragraph in paragraphs:
        place = parent
        text = _join_words(paragraph.runs)
        if text and paragraph.kind != "heading":
            place = len(found)
            form, opening = _fold_words(text, code)
            notes = [run.note for run in paragraph.runs if run.note]
            found.append(
                ComparedParagraph(
                    anchor=paragraph.anchor,
                    kind=paragraph.kind,
                    parent=parent,
                    text=text,
                    form=form,
                    opening=opening,
                    notes=tuple(notes),
                    number=paragraph.label or paragraph.number or "",
                )
            )

        _add_paragraphs(found, paragraph.children, place, code)


def make_compared(
    anchor: str, kind: str, text: str, language: str
) -> ComparedParagraph:
    """A paragraph with nothing above it and without note marks; `language` is the code of its language."""
    form, opening = _fold_words(text, language)
    return ComparedParagraph(anchor, kind, -1, text, form, opening)


@lru_cache(maxsize=1 << 12)  # the text before and the text after have most of them
def _fold_words(text: str, language: str) -> tuple[str, str]:
    """The form of a paragraph, and its opening."""
    form = fold_form(text, get_language(language))
    length = find_opening_length(language, text)
    opening = _fold_opening(text[:length], language)
    return form, opening or _cut_head(form)


@lru_cache(maxsize=1 << 12)  # a few hundred openings are those of most paragraphs
def _fold_opening(words: str, language: str) -> str:
    return fold_form(words, get_language(language))


def _cut_head(form: str) -> str:
    """The first word of a form, or its first characters if it has no spaces."""
    first, space, _ = form.partition(" ")
    return first if space else form[:HEAD]


def _join_words(runs: Iterable[Run]) -> str:
    """The words of runs as they are read, without note marks."""
    return "".join(run.words for run in runs).strip()


def fold_form(text: str, language: Language) -> str:
    """Letters and digits of a text, folded; words are parted by one space if the language has spaces."""
    for wide, plain in PUNCTUATION:
        text = text.replace(wide, plain)

    folded = fold_spelling(unicodedata.normalize("NFKC", text)).casefold()
    return UNCOMPARED.sub(" " if language.spaced else "", folded).strip()


def list_terms(form: str, *, spaced: bool) -> list[str]:
    """What a form is made of: words and pairs of words, or pairs of characters in a language without spaces."""
    if spaced:
        words = form.split()
        followers = [f" {word}" for word in words[1:]]
        return [*words, *map(add, words, followers)]

    return list(map(add, form, form[1:])) or [form]
