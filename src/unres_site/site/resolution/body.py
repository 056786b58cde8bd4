"""The body of a resolution as HTML.

Everything that comes from a text passes through `escape_words` on its way into the markup. Anchors are the record's own
(`op3`, `pp1`, `fn9`); a note's marks are `fnref9`, `fnref9-2`, so that each has its link back.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

import msgspec
from markupsafe import Markup

from unres_site.deferred import deferred
from unres_site.languages import get_language, get_primary_code
from unres_site.languages.openings import find_opening_length
from unres_site.messages import Catalogue
from unres_site.records import (
    Annex,
    Note,
    Paragraph,
    Resolution,
    Run,
    list_passages,
)
from unres_site.search.terms.simplified import simplify
from unres_site.site.html.links import link_addresses
from unres_site.site.html.markup import (
    RIGHT_TO_LEFT,
    break_title,
    escape_words,
    mark_written,
)
from unres_site.site.resolution.contents import find_operative_start
from unres_site.site.resolution.instrument_links import LinkedWords, link_names
from unres_site.site.resolution.reference_links import ReferenceLinks, Surroundings

EMPTY_BRACKETS = "()"
"""What an Arabic note begins with if its number was in brackets: part of the source, but of no use to a reader."""

# matches: pp3
# matches: op1
# rejects: op2-a
# rejects: annex1-pp3
PART_ANCHOR = deferred(r"(pp|op)(\d+)")
"""The anchor of a paragraph of the preamble or the operative part."""

# matches: 以十二票对零票通过。1
# matches: Adopted by 9 votes to none. 12
# rejects: 第 71 次全体会议
# rejects: 2010th meeting, 26 May 1977
CLOSING_MARK = deferred(r"(?<=[.。)]) ?(\d{1,3})$")
"""A number behind the last sentence of a closing."""

OPENED = ("preambular", "operative")
"""The kinds of paragraphs whose opening words are set apart."""


class Insertion(NamedTuple):
    """What an editor supplied: the words, the reason, and the anchor of the paragraph that has them."""

    words: str
    reason: str
    anchor: str


class Body(NamedTuple):
    """The markup of a resolution's parts; a part that the text does not have is empty.

    `insertions` is what an editor supplied, in the order of reading.
    """

    title: Markup
    text: Markup
    meeting: Markup
    annexes: Markup
    notes: Markup
    insertions: tuple[Insertion, ...]


def render_body(record: Resolution, around: Surroundings) -> Body:
    """The markup of a record. Notes are written last: each has a link back to every mark written before it."""
    writer = _BodyWriter(record, around)
    title = (
        writer.write_title(record.title_runs)
        if record.title_runs
        else break_title(around.language, record.title)
    )
    text = writer.write_parts(record.body)
    meeting = record.get_field("meeting") or ""
    annexes = map(writer.write_annex, record.annexes)
    return Body(
        title=mark_written(title),
        text=_join(text),
        meeting=mark_written(writer.write_closing(meeting)),
        annexes=_join(annexes),
        notes=_join(map(writer.write_note, record.notes)),
        insertions=tuple(_find_insertions(record)) if writer.has_insertions else (),
    )


def _join(elements: Iterable[str]) -> Markup:
    """Elements of HTML, each on a line of its own."""
    return mark_written("\n".join(elements))


def _find_opening_length(language: str, words: str) -> int:
    """How many characters of a paragraph open it; the openings of Chinese are known in simplified characters."""
    if language != get_primary_code(language):
        words = simplify(words)
    return find_opening_length(language, words)


def _find_insertions(record: Resolution) -> Iterator[Insertion]:
    """All that an editor supplied to a text, in the order of reading."""
    for passage in list_passages(record):
        for run in passage.runs:
            if run.insert is not None:
                yield Insertion(run.insert, run.reason or "", passage.anchor)


class _BodyWriter:
    """Writes the markup of one record, and counts the marks of each note as it writes them.

    anchors   of the notes by their number; the first note where a number is given twice
    marks     how many marks of a note are written, by the note's anchor
    """

    def __init__(self, record: Resolution, around: Surroundings) -> None:
        self.around = around
        self._links = ReferenceLinks(record, around)
        self.anchors: dict[str, str] = {}
        for note in record.notes:
            self.anchors.setdefault(note.number, note.anchor)
        self.marks: dict[str, int] = {}
        self.has_insertions = False

    def write_title(self, runs: Iterable[Run]) -> str:
        """The words of a title, with the places where a line may end."""
        found = [
            break_title(self.around.language, run.words)
            if run.is_plain
            else self.write_runs([run])
            for run in runs
        ]
        return "".join(found)

    def write_parts(self, body: Sequence[Paragraph]) -> Iterator[str]:
        """The preamble and the operative part, each below a heading for those who listen."""
        start = find_operative_start(body)
        parts = {"preamble": body[:start], "operative": body[start:]}
        for key, paragraphs in parts.items():
            if paragraphs:
                yield _write_part_heading(self.around.words, key, self.around.language)
                yield from map(self.write_paragraph, paragraphs)

    def write_paragraph(self, paragraph: Paragraph) -> str:
        """A paragraph with all that is below it."""
        if paragraph.kind in ("table", "preformatted"):
            return self._write_table(paragraph)

        printed = paragraph.label or paragraph.number
        if not paragraph.children:
            tag = "h3" if paragraph.kind == "heading" else "p"
            opening = self._write_opening(tag, paragraph, printed)
            return f"{opening}{self._write_words(paragraph)}</{tag}>"

        opening = self._write_opening("div", paragraph, printed)
        words = self._write_words(paragraph)
        children = "\n".join(map(self.write_paragraph, paragraph.children))
        return f"{opening}{words}</p>\n{children}</div>"

    def _write_words(self, paragraph: Paragraph) -> str:
        """The words of a paragraph; those that open one of the preamble or the operative part are set apart."""
        first = paragraph.runs[0] if paragraph.runs else None
        if paragraph.kind not in OPENED or first is None or not first.is_plain:
            return self.write_runs(self._link_names(paragraph.runs))

        text = first.words
        length = _find_opening_length(self.around.language, text)
        if not length:
            return self.write_runs(self._link_names(paragraph.runs))
        rest = msgspec.structs.replace(first, text=text[length:])
        written = self.write_runs(self._link_names([rest, *paragraph.runs[1:]]))
        return f"<i>{escape_words(text[:length])}</i>{written}"

    def _link_names(self, runs: Sequence[Run]) -> Sequence[Run | LinkedWords]:
        """The runs, with the names of instruments that have pages."""
        pages = self.around.instruments
        return link_names(runs, self.around.language, pages) if pages else runs

    def _write_opening(
        self, tag: str, paragraph: Paragraph, printed: str | None
    ) -> str:
        words = self.around.words
        return _write_opening(words, tag, paragraph.kind, paragraph.anchor, printed)

    def _write_table(self, table: Paragraph) -> str:
        """A table, whose header rows and first column are header cells; or its lines as they are printed."""
        words = self.write_runs(table.runs)
        if table.kind == "preformatted":
            opening = self._write_opening("pre", table, None)
            return f"{opening}{words}</pre>"

        rows = words.removesuffix("\n").split("\n")
        head = "".join(map(_write_header_row, rows[: table.head]))
        body = "\n".join(map(_write_row, rows[table.head :]))
        if head:
            head = f"<thead>{head}</thead>\n"
        opening = self._write_opening("figure", table, None)
        return f"{opening}<table>\n{head}<tbody>\n{body}\n</tbody></table></figure>"

    def write_closing(self, words: str) -> str:
        """A line of the closing. A number at its end is the mark of a note that has no other, as in S/RES/408(1977)."""
        found = CLOSING_MARK.search(words)
        anchor = self.anchors.get(found[1]) if found else None
        if found is None or anchor is None or anchor in self.marks:
            return escape_words(words)
        return escape_words(words[: found.start()]) + self._write_mark(
            found[1], found[1]
        )

    def write_annex(self, annex: Annex) -> str:
        """An annex as a section; its heading has its label and its title."""
        heading = escape_words(annex.label)
        if annex.title_runs:
            heading += f"<br>{self.write_runs(annex.title_runs)}"
        body = "\n".join(map(self.write_paragraph, annex.body))
        opening = f'<section class="annex" id="{escape_words(annex.anchor)}">'
        return f"{opening}\n<h2>{heading}</h2>\n{body}\n</section>"

    def write_note(self, note: Note) -> str:
        """A note, what the source has done to it, and a link back to each of its marks."""
        messages = self.around.words
        words = self.write_runs(note.runs)
        if words.startswith(EMPTY_BRACKETS):
            rest = words.removeprefix(EMPTY_BRACKETS)
            words = f'<span class="quiet">{EMPTY_BRACKETS}</span>{rest}'

        if note.condition != "complete":
            words += f" <em>{escape_words(messages(f'note.{note.condition}'))}</em>"
        is_first = self.anchors[note.number] == note.anchor
        marks = self.marks.get(note.anchor, 0) if is_first else 0
        direction = self._find_direction(note)
        opening, end = _write_note_frame(
            messages, note.anchor, note.number, marks, direction
        )
        return f"{opening}{words}{end}"

    def _find_direction(self, note: Note) -> str:
        """`ltr` for a note without a letter of a text that is written from right to left; else nothing."""
        if get_language(self.around.language).direction == "ltr":
            return ""
        words = "".join(run.words for run in note.runs)
        return "" if RIGHT_TO_LEFT.search(words) else "ltr"

    def write_runs(self, runs: Iterable[Run | LinkedWords]) -> str:
        """The words of runs one after the other."""
        found = []
        for run in runs:
            if isinstance(run, LinkedWords):
                found.append(self._links.write_instrument(run))
            elif run.is_plain:  # most runs are: they take no further call
                found.append(link_addresses(run.text or ""))
            else:
                found.append(self._write_special(run))

        return "".join(found)

    def _write_special(self, run: Run) -> str:
        """A run that is more than words: a mark, a citation, an insertion or struck words."""
        if run.note is not None:
            return self._write_mark(run.note, run.text or run.note)

        words = escape_words(run.text or "")
        if run.cites:
            return self._links.write_citation(run.cites, words)
        if run.refers:
            return self._links.write_reference(run.refers, words)

        if run.insert:
            self.has_insertions = True
            reason = f' title="{escape_words(run.reason)}"' if run.reason else ""
            return f'<ins class="insertion"{reason}>[{escape_words(run.insert)}]</ins>'

        return f'<del class="struck">{words}</del>' if words else ""

    def _write_mark(self, number: str, printed: str) -> str:
        """A mark, which leads to its note; a mark without a note is plain."""
        anchor = self.anchors.get(number)
        if anchor is None:
            return f"<sup>{escape_words(printed)}</sup>"
        nth = self.marks.get(anchor, 0) + 1
        self.marks[anchor] = nth
        return _write_linked_mark(self.around.words, anchor, nth, printed)


def _write_header_row(row: str) -> str:
    """A row of header cells; a cell above nothing is empty."""
    cells = [
        f'<th scope="col">{cell}</th>' if cell else "<td></td>"
        for cell in row.split("\t")
    ]
    return f"<tr>{''.join(cells)}</tr>"


def _write_row(row: str) -> str:
    """A row of a table; its first cell names it."""
    first, *others = row.split("\t")
    named = f'<th scope="row">{first}</th>' if first else "<td></td>"
    cells = "".join([f"<td>{cell}</td>" for cell in others])
    return f"<tr>{named}{cells}</tr>"


# --- pieces that many texts share: the same anchors, numbers and marks. Each cache takes 4 to 10 % off a page's time.


@lru_cache(maxsize=64)
def _write_part_heading(words: Catalogue, key: str, language: str) -> str:
    """The heading of a part: it is not printed, so it is hidden from the eye, and in the interface's language."""
    frame = get_language(words.language)
    spoken = f' lang="{frame.tag}" dir="{frame.direction}"'
    attributes = "" if language == words.language else spoken
    name = escape_words(words(f"resolution.{key}"))
    return f'<h2 class="unseen"{attributes}>{name}</h2>'


@lru_cache(maxsize=8192)
def _write_opening(
    words: Catalogue, tag: str, kind: str, anchor: str, printed: str | None
) -> str:
    """What comes before a paragraph's words: its tag and the link to itself.

    The link is the printed number, or a mark in the margin that shows on demand. A `div` has its words in a `p`.
    """
    name = escape_words(anchor)
    if printed:
        link = f'<a class="number" href="#{name}">{escape_words(printed)}</a> '
    else:
        label = escape_words(_name_permalink(words, anchor))
        link = f'<a class="permalink" href="#{name}" aria-label="{label}"></a>'

    inner = "<p>" if tag == "div" else ""
    return f'<{tag} class="{kind}" id="{name}">{inner}{link}'


def _name_permalink(words: Catalogue, anchor: str) -> str:
    """What the link to an unnumbered paragraph is called: `Link to preambular paragraph 3`."""
    found = PART_ANCHOR.fullmatch(anchor)
    if found is None:
        return words("resolution.link", anchor=anchor)
    return words(f"resolution.link_{found[1]}", number=found[2])


@lru_cache(maxsize=8192)
def _write_linked_mark(words: Catalogue, anchor: str, nth: int, printed: str) -> str:
    name = escape_words(_make_mark_anchor(anchor, nth))
    label = escape_words(words("note.label", number=printed))
    opening = f'<sup><a id="{name}" href="#{escape_words(anchor)}" role="doc-noteref"'
    return f'{opening} aria-label="{label}">{escape_words(printed)}</a></sup>'


@lru_cache(maxsize=8192)
def _write_note_frame(
    words: Catalogue, anchor: str, number: str, marks: int, direction: str
) -> tuple[str, str]:
    """What comes before the words of a note that has `marks` marks, and what comes after them."""
    name = escape_words(anchor)
    shown = escape_words(number)
    spoken = f' dir="{direction}"' if direction else ""
    opening = f'<li id="{name}"><span class="number">{shown}</span> <span{spoken}>'
    links = [
        _link_back(words, anchor, number, nth, marks) for nth in range(1, marks + 1)
    ]
    return opening, f"{''.join(links)}</span></li>"


def _link_back(words: Catalogue, anchor: str, number: str, nth: int, marks: int) -> str:
    """The link from a note to its nth mark; it says which one if there are several. The style gives it its sign."""
    shown = ""
    label = words("note.back", number=number)
    if marks > 1:
        shown = str(nth)
        label = words("note.back_nth", number=number, nth=nth)
    name = escape_words(_make_mark_anchor(anchor, nth))
    return f' <a href="#{name}" role="doc-backlink" aria-label="{escape_words(label)}">{shown}</a>'


def _make_mark_anchor(note: str, nth: int) -> str:
    """`fn9` → `fnref9`, `fnref9-2`; a note in an annex, `annex1-fn9` → `annex1-fnref9`."""
    head, _, number = note.rpartition("fn")
    first = f"{head}fnref{number}"
    return first if nth == 1 else f"{first}-{nth}"
