"""The body of a resolution as HTML: the one room that writes markup in Python.

Everything that comes from a text passes through `escape` on its way into the markup; nothing else is put together here.
Anchors are the record's own (`op3`, `pp1`, `fn9`); a note's marks are `fnref9`, `fnref9-2`, so that each
has its link back.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from markupsafe import Markup, escape

from unres_site.records import Annex, Note, Paragraph, Resolution, Run
from unres_site.site.addresses import official, relative
from unres_site.site.catalogue import Catalogue


class Surroundings(NamedTuple):
    """What a body needs to know besides its record.

    origin     the address of the page
    held       addresses of the cited symbols that the site has
    official   pattern of addresses for those that it has not
    language   of the text, which the official documents are asked for in
    words      the interface's words
    """

    origin: str
    held: Mapping[str, str]
    official: str
    language: str
    words: Catalogue


class Body(NamedTuple):
    """The markup of a resolution's parts; `notes` is empty where there are none."""

    title: Markup
    text: Markup
    annexes: Markup
    notes: Markup


class Insertion(NamedTuple):
    """What an editor supplied: the words, the reason, and the anchor of the paragraph that they stand in."""

    words: str
    reason: str
    anchor: str


def render_body(record: Resolution, around: Surroundings) -> Body:
    """The markup of a record. Marks are numbered in the order of reading, so notes come last."""
    writer = _Writer(record.notes, around)
    title = writer.runs(record.title_runs) if record.title_runs else str(escape(record.title))
    text = "\n".join(map(writer.paragraph, record.body))
    annexes = "\n".join(map(writer.annex, record.annexes))
    notes = "\n".join(map(writer.note, record.notes))
    return Body(Markup(title), Markup(text), Markup(annexes), Markup(notes))  # noqa: S704 - each piece was escaped as it was written


def insertions(record: Resolution) -> Iterator[Insertion]:
    """All that an editor supplied to a text, in the order of reading."""
    for anchor, runs in _anchored(record):
        for run in runs:
            if run.insert is not None:
                yield Insertion(run.insert, run.reason or "", anchor)


class _Writer:
    """Writes markup, and counts the marks of each note while it does."""

    def __init__(self, notes: Iterable[Note], around: Surroundings) -> None:
        self.around = around
        self.anchors: dict[str, str] = {}
        for note in notes:
            self.anchors.setdefault(note.number, note.anchor)
        self.marks: dict[str, int] = defaultdict(int)

    def paragraph(self, paragraph: Paragraph) -> str:
        head = f'class="{paragraph.kind}" id="{_safe(paragraph.anchor)}"'
        words = self._opening(paragraph) + self.runs(paragraph.runs)
        if paragraph.kind == "heading":
            return f"<h2 {head}>{words}</h2>"
        if not paragraph.children:
            return f"<p {head}>{words}</p>"
        below = "\n".join(map(self.paragraph, paragraph.children))
        return f"<div {head}><p>{words}</p>\n{below}</div>"

    def annex(self, annex: Annex) -> str:
        title = f"<br>{self.runs(annex.title_runs)}" if annex.title_runs else ""
        body = "\n".join(map(self.paragraph, annex.body))
        anchor = _safe(annex.anchor)
        return f'<section class="annex" id="{anchor}">\n<h2>{escape(annex.label)}{title}</h2>\n{body}\n</section>'

    def note(self, note: Note) -> str:
        words = self.around.words
        said = "" if note.condition == "complete" else f" <em>{escape(words(f'note.{note.condition}'))}</em>"
        return (
            f'<li id="{_safe(note.anchor)}"><span class="number">{_safe(note.number)}</span> '
            f"<span>{self.runs(note.runs)}{said}{''.join(self._back(note))}</span></li>"
        )

    def runs(self, runs: Iterable[Run]) -> str:
        return "".join(map(self._run, runs))

    def _opening(self, paragraph: Paragraph) -> str:
        """The link to the paragraph: its printed number, or where it has none a mark in the margin."""
        anchor, printed = _safe(paragraph.anchor), paragraph.label or paragraph.number
        if printed:
            return f'<a class="number" href="#{anchor}">{_safe(printed)}</a> '
        return f'<a class="permalink" href="#{anchor}" aria-label="#{anchor}"></a>'

    def _run(self, run: Run) -> str:
        if run.note is not None:
            return self._mark(run.note, run.text or run.note)
        if run.insert is not None:
            reason = f' title="{escape(run.reason)}"' if run.reason else ""
            return f'<ins class="insertion"{reason}>[{escape(run.insert)}]</ins>' if run.insert else ""
        text = escape(run.text or "")
        if run.cites:
            return self._citation(run.cites[0], text)
        return f'<del class="struck">{text}</del>' if run.struck else str(text)

    def _citation(self, symbol: str, text: Markup) -> str:
        held = self.around.held.get(symbol)
        if held:
            address = relative(self.around.origin, held)
        else:
            address = official(symbol, self.around.official, self.around.language)
        return f'<a href="{escape(address)}">{text}</a>'

    def _mark(self, number: str, printed: str) -> str:
        anchor = self.anchors.get(number)
        if anchor is None:
            return f"<sup>{_safe(printed)}</sup>"
        self.marks[anchor] += 1
        name = _mark_anchor(anchor, self.marks[anchor])
        return f'<sup><a id="{_safe(name)}" href="#{_safe(anchor)}" role="doc-noteref">{_safe(printed)}</a></sup>'

    def _back(self, note: Note) -> Iterator[str]:
        count = self.marks[note.anchor] if self.anchors[note.number] == note.anchor else 0
        for nth in range(1, count + 1):
            key = "note.back" if count == 1 else "note.back_nth"
            label = escape(self.around.words(key, number=note.number, nth=nth))
            sign = "↩\ufe0e" if count == 1 else f"↩\ufe0e{nth}"
            name = escape(_mark_anchor(note.anchor, nth))
            yield f' <a href="#{name}" role="doc-backlink" aria-label="{label}">{sign}</a>'


def _safe(words: str) -> str:
    """`escape` for anchors and numbers: most are letters and digits alone, which it need not look at."""
    return words if words.isalnum() else str(escape(words))


def _mark_anchor(note: str, nth: int) -> str:
    """`fn9` → `fnref9`, `fnref9-2`; a note in an annex, `annex1-fn9` → `annex1-fnref9`."""
    head, _, number = note.rpartition("fn")
    return f"{head}fnref{number}" + (f"-{nth}" if nth > 1 else "")


def _anchored(record: Resolution) -> Iterator[tuple[str, tuple[Run, ...]]]:
    yield "title", record.title_runs
    yield from _below(record.body)
    for annex in record.annexes:
        yield annex.anchor, annex.title_runs
        yield from _below(annex.body)
    for note in record.notes:
        yield note.anchor, note.runs


def _below(paragraphs: Iterable[Paragraph]) -> Iterator[tuple[str, tuple[Run, ...]]]:
    for paragraph in paragraphs:
        yield paragraph.anchor, paragraph.runs
        yield from _below(paragraph.children)
