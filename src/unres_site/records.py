"""The records: what a text is, once it has been read. Frozen, typed, no input or output.

The public JSON of a resolution is `Resolution`, encoded as it is; its JSON Schema is derived from these classes.

    Resolution
    ├── title_runs, body, notes, annexes     what is read, as runs of text
    ├── fields                               what is printed around it: masthead, title's number, closing
    ├── ledger                               what was taken out: running heads, page numbers, rules
    └── diagnostics                          what an archivist should look at

Spans are half-open intervals `(start, end)` of characters in the decoded source. Over the whole of one source they are
disjoint, and together they cover every character that is not white space: nothing is lost, and nothing is read twice.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Literal

import msgspec
from msgspec.structs import replace

from unres_site.errors import Diagnostic

Span = tuple[int, int]
"""Characters `start` to `end` (exclusive) of the decoded source.

A byte order mark counts as one, and so does a letter with its accents.
"""

ParagraphKind = Literal[
    "preambular",
    "operative",
    "subparagraph",
    "quotation",
    "heading",
    "table",
    "preformatted",
    "unread",
]
NoteCondition = Literal["complete", "truncated", "missing", "unnumbered", "supplied"]
PassagePlace = Literal[
    "title", "preambular", "operative", "heading", "unread", "annex", "note"
]
PassageKind = Literal[ParagraphKind, "title", "note"]
VoteSide = Literal["for", "against", "abstaining", "not_participating"]
ReferenceKind = Literal["place", "own", "repeat", "treaty", "record", "other"]
LedgerReason = Literal[
    "running-head",
    "page-number",
    "job-number",
    "rule",
    "bullet",
    "continuation",
    "control-character",
    "distribution",
    "web-copy",
]


class Reference(msgspec.Struct, frozen=True, omit_defaults=True, gc=False):
    """What words refer to that name no document by its symbol.

    kind    place: a place in a document (`annex II`); own: this resolution; repeat: what the note before cites
            (`Ibid.`); treaty: an entry of the United Nations' Treaty Series; record: a supplement of the Official
            Records; other: a resolution or decision of a body whose resolutions have no symbol of their own
    of      symbols of the documents: those that a place is in, that a repeat repeats, that a record is
    places  where in them, the largest first: `annex2`, `chapter4-paragraph24`, `paragraph5` and `paragraph6`
    name    of a treaty its volume and number (`2149/37517`), of another body's resolution its number (`X/3`)
    own     whether a place is in this resolution
    note    the anchor of the note that is repeated
    """

    kind: ReferenceKind
    of: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    name: str = ""
    own: bool = False
    note: str = ""


class Run(msgspec.Struct, frozen=True, omit_defaults=True, gc=False):
    """A stretch of a paragraph that is of one kind; exactly one kind holds.

    text                 words, as printed (white space in canonical form)
    text and cites       words that name documents: their symbols
    text and refers      words that refer to a place, a treaty, a note …: see `Reference`
    note                 a note mark: the number of the note it calls; `text` where it is printed otherwise, as `1/`
    insert and reason    what an editor adds; it has no spans, for it is not in the source
    text and struck      words that an editor replaces by the `insert` that follows; they stay in the record
    """

    text: str | None = None
    note: str | None = None
    cites: tuple[str, ...] = ()
    insert: str | None = None
    reason: str | None = None
    struck: bool = False
    spans: tuple[Span, ...] = ()
    refers: Reference | None = None

    @property
    def is_plain(self) -> bool:
        """Whether it has nothing but words of the source."""
        is_more = self.note or self.cites or self.struck or self.refers
        return bool(self.text) and not is_more

    @property
    def words(self) -> str:
        """The words as they are read: what an editor inserts counts, struck words and note marks do not."""
        if self.struck or self.note:
            return ""
        return self.insert or self.text or ""


class Paragraph(msgspec.Struct, frozen=True, omit_defaults=True, gc=False):
    """A preambular or operative paragraph, a sub-paragraph, a quoted one, a heading, a table, or a line of no kind.

    `number` is the number itself (`3`, `(a)`, `㈠`, `I`), `label` what is printed (`3.`, `1 -`), null where there is
    none.
    `anchor` is the address within the page: `pp1`, `op3`, `op3-a`, `h1`, and is unique there.
    The runs of a table have a tab between two cells and a line feed after each row; its first `head` rows are headers.
    If its columns can't be told, it is of kind `preformatted`, and its lines are as printed.
    """

    kind: ParagraphKind
    anchor: str
    number: str | None
    runs: tuple[Run, ...]
    children: tuple[Paragraph, ...] = ()
    label: str | None = None
    label_spans: tuple[Span, ...] = ()
    head: int = 0


class Note(msgspec.Struct, frozen=True, omit_defaults=True, gc=False):
    """A note below the text. `condition` says what the source has done to it; a missing note has no runs.

    unnumbered: its number is lost and was inferred from the notes beside it. supplied: its text is from a sidecar.
    """

    number: str
    anchor: str
    runs: tuple[Run, ...]
    condition: NoteCondition
    label: str | None = None
    label_spans: tuple[Span, ...] = ()


class Field(msgspec.Struct, frozen=True, omit_defaults=True, gc=False):
    """A line around the text, as printed.

    Names: symbol, distribution, date-issued, organ, session, agenda-item, adoption, report, sponsors,
    other (the masthead), number, general-title, part, enacting-formula, date, meeting. A title or a paragraph is not
    repeated here.
    """

    name: str
    text: str
    spans: tuple[Span, ...]


class LedgerEntry(msgspec.Struct, frozen=True, gc=False):
    """Characters of the source that are not part of the text, and why."""

    reason: LedgerReason
    text: str
    spans: tuple[Span, ...]


class Annex(msgspec.Struct, frozen=True, omit_defaults=True):
    """An annex: its own title and body.

    `label` is as printed (`附件`, `Annex II`), `anchor` is `annex1`, `annex2`, …
    """

    anchor: str
    label: str
    label_spans: tuple[Span, ...]
    title_runs: tuple[Run, ...]
    body: tuple[Paragraph, ...]


class Source(msgspec.Struct, frozen=True, omit_defaults=True):
    """Where a record was read from: the file below the source folder, its SHA-256, its encoding, its characters."""

    file: str
    sha256: str
    encoding: str
    characters: int


class Vote(msgspec.Struct, frozen=True):
    """A vote by numbers: how many States voted for a text, voted against it, abstained or did not participate.

    `states` has their names as printed, by the same keys, where the text gives them.
    """

    in_favour: int = msgspec.field(name="for")
    against: int = 0
    abstaining: int = 0
    not_participating: int = 0
    states: dict[VoteSide, tuple[str, ...]] = {}


class Resolution(msgspec.Struct, frozen=True, omit_defaults=True, dict=True):
    """One resolution in one language.

    symbol            canonical (`A/RES/49/75G`)
    title             words alone, without note marks; `title_runs` has the marks
    general_title     the title that all parts of a resolution share (`49/75 A`, `49/75 B`); empty where it has no parts
    adopted_on        ISO date, or null where the text has none
    meeting           number of the plenary meeting, or null
    enacting_formula  as printed (`大会，`), empty where there is none
    """

    symbol: str
    language: str
    title: str
    adopted_on: str | None
    meeting: int | None
    enacting_formula: str
    title_runs: tuple[Run, ...]
    body: tuple[Paragraph, ...]
    notes: tuple[Note, ...]
    fields: tuple[Field, ...]
    source: Source
    ledger: tuple[LedgerEntry, ...] = ()
    annexes: tuple[Annex, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    topics: tuple[str, ...] = ()
    vote: Vote | Literal["unanimous", "without-vote"] | None = None
    """How it was adopted, where the closing says so."""

    remark: str = ""
    """An editor's remark in Markdown, from `62-22.md` beside `62-22.txt`."""

    general_title: str = ""
    series: str = ""
    """The series that an editor says it is of, from its sidecar."""

    def get_field(self, name: str) -> str | None:
        """The words of the first field of that name, or None."""
        for field in self.fields:
            if field.name == name:
                return field.text

        return None

    @cached_property
    def passages(self) -> tuple[Passage, ...]:
        """All passages in reading order: title, body, annexes, notes. Every run is in exactly one of them."""
        return tuple(_list_passages(self))


class Reading(msgspec.Struct, frozen=True):
    """All that one source text gave. Where a diagnostic is an error there are no resolutions.

    `text` is the decoded source, as it was read: spans count its characters. It is empty where nothing could be read.
    """

    source: Source
    resolutions: tuple[Resolution, ...]
    diagnostics: tuple[Diagnostic, ...]
    text: str = ""


class Passage(msgspec.Struct, frozen=True, gc=False):
    """A stretch of a resolution that is read and addressed as one: its title, a paragraph, an annex's title, a note.

    anchor   its address within the page: `op3-a`, `fn9`; `title` for the title
    kind     what it is: a paragraph of some kind, a note, or the title of the resolution or of an annex
    place    where it is read: a sub-paragraph is where the paragraph above it is, all of an annex is in `annex`
    number   what it is called there: `3`, `3(a)`, a note's number; empty where it has no number
    depth    0, or how many paragraphs it is below
    annex    the label of its annex; empty outside of annexes
    label    what is printed before its runs, and where; empty where nothing is
    """

    anchor: str
    kind: PassageKind
    place: PassagePlace
    number: str
    runs: tuple[Run, ...]
    depth: int = 0
    annex: str = ""
    label: str = ""
    label_spans: tuple[Span, ...] = ()

    @property
    def text(self) -> str:
        """Its words as they are read: with what an editor inserts, without struck words and note marks."""
        return "".join([run.words for run in self.runs])


def list_passages(resolution: Resolution) -> tuple[Passage, ...]:
    """The passages of a resolution. They are made once: half a dozen questions are asked of them."""
    return resolution.passages


def _list_passages(resolution: Resolution) -> Iterator[Passage]:
    yield Passage("title", "title", "title", "", resolution.title_runs)
    yield from _list_body_passages(resolution.body)
    for annex in resolution.annexes:
        yield Passage(
            annex.anchor,
            "title",
            "annex",
            "",
            annex.title_runs,
            0,
            annex.label,
            annex.label,
            annex.label_spans,
        )
        for passage in _list_body_passages(annex.body):
            yield replace(passage, place="annex", annex=annex.label)

    for note in resolution.notes:
        yield Passage(
            note.anchor,
            "note",
            "note",
            note.number,
            note.runs,
            0,
            "",
            note.label or "",
            note.label_spans,
        )


PLACES: dict[ParagraphKind, PassagePlace] = {
    "preambular": "preambular",
    "heading": "heading",
    "unread": "unread",
}
"""The places of paragraphs; those of all other kinds are operative."""


def _list_body_passages(body: Sequence[Paragraph]) -> Iterator[Passage]:
    for paragraph in body:
        place = PLACES.get(paragraph.kind, "operative")
        yield from _list_paragraph_passages(paragraph, place, "", 0)


def _list_paragraph_passages(
    paragraph: Paragraph, place: PassagePlace, above: str, depth: int
) -> Iterator[Passage]:
    """A paragraph and all below it; `above` is the number of the paragraph that it is below."""
    number = above + (paragraph.number or "")
    label = paragraph.label or ""
    yield Passage(
        paragraph.anchor,
        paragraph.kind,
        place,
        number,
        paragraph.runs,
        depth,
        "",
        label,
        paragraph.label_spans,
    )
    for child in paragraph.children:
        yield from _list_paragraph_passages(child, place, number, depth + 1)
