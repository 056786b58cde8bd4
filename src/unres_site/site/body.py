"""The body of a resolution as HTML.

Everything that comes from a text passes through `escaped` on its way into the markup. Anchors are the record's own
(`op3`, `pp1`, `fn9`); a note's marks are `fnref9`, `fnref9-2`, so that each has its link back.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from markupsafe import Markup

from unres_site.messages import Catalogue
from unres_site.records import Annex, Note, Paragraph, Resolution, Run, passages
from unres_site.site.addresses import official
from unres_site.site.markup import escaped, written

EMPTY_BRACKETS = "()"
"""Left at the head of an Arabic note whose number stood in brackets: part of the source, of no use to a reader."""


class Surroundings(NamedTuple):
    """What a body needs to know besides its record.

    link       the link from this page to an address of the site
    held       addresses of the cited symbols that the site has
    official   pattern of addresses for those that it has not
    language   of the text, which the official documents are asked for in
    words      the interface's words
    """

    link: Callable[[str], str]
    held: Mapping[str, str]
    official: str
    language: str
    words: Catalogue


class Insertion(NamedTuple):
    """What an editor supplied: the words, the reason, and the anchor of the paragraph that they stand in."""

    words: str
    reason: str
    anchor: str


class Body(NamedTuple):
    """The markup of a resolution's parts, and what an editor supplied to them; `notes` is empty where there are none.

    `operative` are links to the operative paragraphs by their numbers.
    """

    title: Markup
    text: Markup
    annexes: Markup
    notes: Markup
    operative: Markup
    insertions: tuple[Insertion, ...]


def render_body(record: Resolution, around: Surroundings) -> Body:
    """The markup of a record. Marks are numbered in the order of reading, so notes come last."""
    writer = _Writer(record.notes, around)
    title = writer.runs(record.title_runs) if record.title_runs else escaped(record.title)
    text = "\n".join(map(writer.paragraph, record.body))
    annexes = "\n".join(map(writer.annex, record.annexes))
    notes = "\n".join(map(writer.note, record.notes))
    numbered = [(one.anchor, one.number) for one in record.body if one.kind == "operative" and one.number]
    operative = " ".join([_number(anchor, number) for anchor, number in numbered])
    supplied = tuple(_insertions(record)) if writer.has_insertions else ()
    return Body(written(title), written(text), written(annexes), written(notes), written(operative), supplied)


def _insertions(record: Resolution) -> Iterator[Insertion]:
    """All that an editor supplied to a text, in the order of reading."""
    for passage in passages(record):
        for run in passage.runs:
            if run.insert is not None:
                yield Insertion(run.insert, run.reason or "", passage.anchor)


class _Writer:
    """Writes markup, and counts the marks of each note while it does."""

    def __init__(self, notes: Iterable[Note], around: Surroundings) -> None:
        self.around = around
        self.anchors: dict[str, str] = {}
        for note in notes:
            self.anchors.setdefault(note.number, note.anchor)
        self.marks: dict[str, int] = {}
        self.has_insertions = False

    def paragraph(self, paragraph: Paragraph) -> str:
        kind, children = paragraph.kind, paragraph.children
        tag = "div" if children else "h2" if kind == "heading" else "p"
        opening, closing, end = _frame(tag, kind, paragraph.anchor, paragraph.label or paragraph.number)
        words = self.runs(paragraph.runs)
        if not children:
            return f"{opening}{words}{closing}"
        below = "\n".join(map(self.paragraph, children))
        return f"{opening}{words}{closing}\n{below}{end}"

    def annex(self, annex: Annex) -> str:
        """An annex is a section of its own, titled by its label and its title."""
        title = f"<br>{self.runs(annex.title_runs)}" if annex.title_runs else ""
        body = "\n".join(map(self.paragraph, annex.body))
        anchor, label = escaped(annex.anchor), escaped(annex.label)
        return f'<section class="annex" id="{anchor}">\n<h2>{label}{title}</h2>\n{body}\n</section>'

    def note(self, note: Note) -> str:
        """A note says what the source has done to it, and leads back to each of its marks.

        Where a number is given twice, the marks belong to the first note.
        """
        words = self.around.words
        said = "" if note.condition == "complete" else f" <em>{escaped(words(f'note.{note.condition}'))}</em>"
        count = self.marks.get(note.anchor, 0) if self.anchors[note.number] == note.anchor else 0
        opening, end = _note_frame(words, note.anchor, note.number, count)
        told = self.runs(note.runs)
        if told.startswith(EMPTY_BRACKETS):
            told = f'<span class="quiet">{EMPTY_BRACKETS}</span>{told.removeprefix(EMPTY_BRACKETS)}'
        return f"{opening}{told}{said}{end}"

    def runs(self, runs: Iterable[Run]) -> str:
        """The words of runs one after the other. Most runs are plain words: they take no call of their own."""
        special = self._special
        return "".join(
            [
                escaped(run.text)
                if run.text and run.note is None and not run.cites and not run.struck
                else special(run)
                for run in runs
            ]
        )

    def _special(self, run: Run) -> str:
        """A run that is more than words."""
        if run.note is not None:
            return self._mark(run.note, run.text or run.note)
        if run.cites:
            return f'<a href="{escaped(self._cited(run.cites[0]))}">{escaped(run.text or "")}</a>'
        if run.insert:
            self.has_insertions = True
            reason = f' title="{escaped(run.reason)}"' if run.reason else ""
            return f'<ins class="insertion"{reason}>[{escaped(run.insert)}]</ins>'
        return f'<del class="struck">{escaped(run.text)}</del>' if run.struck and run.text else ""

    def _cited(self, symbol: str) -> str:
        held = self.around.held.get(symbol)
        return self.around.link(held) if held else official(symbol, self.around.official, self.around.language)

    def _mark(self, number: str, printed: str) -> str:
        anchor = self.anchors.get(number)
        if anchor is None:
            return f"<sup>{escaped(printed)}</sup>"
        self.marks[anchor] = nth = self.marks.get(anchor, 0) + 1
        return _mark(anchor, nth, printed)


# --- what texts have in common: the same anchors, numbers and marks come again and again


@lru_cache(maxsize=8192)
def _frame(tag: str, kind: str, anchor: str, printed: str | None) -> tuple[str, str, str]:
    """What stands before a paragraph's words, after them, and after the paragraphs below it.

    A paragraph opens with the link to itself: its printed number, or a mark in the margin that shows on demand.
    """
    name = escaped(anchor)
    if printed:
        link = f'<a class="number" href="#{name}">{escaped(printed)}</a> '
    else:
        link = f'<a class="permalink" href="#{name}" aria-label="#{name}"></a>'
    opening = f'<{tag} class="{kind}" id="{name}">'
    return (f"{opening}<p>{link}", "</p>", "</div>") if tag == "div" else (f"{opening}{link}", f"</{tag}>", "")


@lru_cache(maxsize=8192)
def _number(anchor: str, number: str) -> str:
    return f'<a href="#{escaped(anchor)}">{escaped(number)}</a>'


@lru_cache(maxsize=8192)
def _mark(anchor: str, nth: int, printed: str) -> str:
    name = escaped(_mark_anchor(anchor, nth))
    return f'<sup><a id="{name}" href="#{escaped(anchor)}" role="doc-noteref">{escaped(printed)}</a></sup>'


@lru_cache(maxsize=8192)
def _note_frame(words: Catalogue, anchor: str, number: str, marks: int) -> tuple[str, str]:
    """What stands before a note's words and after them, where so many marks call it."""
    back = "".join(_back(words, anchor, number, nth, marks) for nth in range(1, marks + 1))
    return f'<li id="{escaped(anchor)}"><span class="number">{escaped(number)}</span> <span>', f"{back}</span></li>"


def _back(words: Catalogue, anchor: str, number: str, nth: int, marks: int) -> str:
    """The link from a note to its nth mark; their numbers stand only where there are several."""
    label = words("note.back" if marks == 1 else "note.back_nth", number=number, nth=nth)
    sign = "↩\ufe0e" if marks == 1 else f"↩\ufe0e{nth}"
    name = escaped(_mark_anchor(anchor, nth))
    return f' <a href="#{name}" role="doc-backlink" aria-label="{escaped(label)}">{sign}</a>'


def _mark_anchor(note: str, nth: int) -> str:
    """`fn9` → `fnref9`, `fnref9-2`; a note in an annex, `annex1-fn9` → `annex1-fnref9`."""
    head, _, number = note.rpartition("fn")
    return f"{head}fnref{number}-{nth}" if nth > 1 else f"{head}fnref{number}"
