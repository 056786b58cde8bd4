"""Pieces of lines become the runs of a record: words in canonical form, note marks, citations, corrections.

Each run has the spans of its source.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

import msgspec
from msgspec.structs import replace

from unres_site.citations import Citation, find_citations
from unres_site.deferred import deferred
from unres_site.languages import Language
from unres_site.loader.decode.corrections import Edit
from unres_site.loader.decode.source import SourceText
from unres_site.loader.pieces import Mark, Piece, Words
from unres_site.records import Reference, Run, Span
from unres_site.text.canonical import make_canonical

PLACEHOLDER = "\x00"
"""Takes the place of a mark or a correction while the words around it are brought into canonical form.

A decoded text never has it.
"""

# matches: 58/58
# rejects: \u3000
STRETCH = deferred(r"\S+")
"""Characters without white space between them."""

CLOSING_SIGNS = ",.;:!?)]»”’،؛؟%"


class Context(msgspec.Struct, frozen=True):
    """What runs are made with.

    The text, its language and organ, its sidecar's corrections by place, and whether it is a note.
    """

    source: SourceText
    language: Language
    organ: str
    edits: Sequence[Edit] = ()
    in_note: bool = False

    def find_citations(self, text: str) -> Sequence[Citation]:
        """What words of the text cite."""
        return find_citations(text, self.language, self.organ, in_note=self.in_note)


class _Segment(msgspec.Struct, frozen=True):
    """Words between two marks or corrections: in canonical form, and as they are in the source."""

    text: str
    words: Sequence[Words]


def join_words(pieces: Sequence[Piece]) -> str:
    """The words of the pieces in canonical form, without marks."""
    return make_canonical(
        "\n".join(piece.text for piece in pieces if isinstance(piece, Words))
    )


def join_printed(pieces: Sequence[Piece], source: SourceText) -> str:
    """The pieces in canonical form, marks as the source shows them: `1`, `¹`, `[1]`."""
    shown = (
        piece.text if isinstance(piece, Words) else source.text[piece.start : piece.end]
        for piece in pieces
    )
    return make_canonical("\n".join(shown))


def find_spans(pieces: Sequence[Piece], source: SourceText) -> tuple[Span, ...]:
    """The spans of pieces, without control characters; spans that only white space separates are one."""
    if len(pieces) == 1 and not source.holes:
        (piece,) = pieces
        if piece.end <= piece.start:
            return ()
        return ((piece.start, piece.end),)

    spans = [(piece.start, piece.end) for piece in pieces]
    return _join_spans(spans, source)


def _join_spans(spans: Sequence[Span], source: SourceText) -> tuple[Span, ...]:
    found: list[Span] = []
    for start, end in spans:
        if found and (
            found[-1][1] == start or not source.text[found[-1][1] : start].strip()
        ):
            found[-1] = (found[-1][0], end)
        elif end > start:
            found.append((start, end))

    return source.list_visible(found)


def make_runs(pieces: Sequence[Piece], context: Context) -> tuple[Run, ...]:
    """The runs of a paragraph, a title or a note."""
    parts = list(_insert_edits(pieces, context.edits)) if context.edits else pieces

    words = [part for part in parts if isinstance(part, Words)]
    if len(words) < len(parts):
        return tuple(_make_divided_runs(parts, context))

    text = make_canonical(
        words[0].text if len(words) == 1 else "\n".join([part.text for part in words])
    )
    citations = context.find_citations(text)
    if text and not citations:
        return (Run(text=text, spans=find_spans(words, context.source)),)

    return tuple(_make_word_runs(_Segment(text, words), citations, context.source))


def _insert_edits(
    pieces: Sequence[Piece], edits: Sequence[Edit]
) -> Iterator[Piece | Edit]:
    """The pieces and the edits that are in their words, which they divide."""
    for piece in pieces:
        if isinstance(piece, Mark):
            yield piece
            continue

        at = piece.start
        for edit in edits:
            if piece.start <= edit.start and edit.end <= piece.end and edit.start >= at:
                if edit.start > at:
                    yield Words(
                        at,
                        edit.start,
                        piece.text[at - piece.start : edit.start - piece.start],
                    )

                yield edit
                at = edit.end

        if at < piece.end or at == piece.start:
            yield Words(at, piece.end, piece.text[at - piece.start :])


# --- words that marks and corrections divide


def _make_divided_runs(
    parts: Sequence[Piece | Edit], context: Context
) -> Iterator[Run]:
    """The runs of words with marks or corrections between them; a citation is within one stretch of words."""
    segments, between = _divide(parts, spaced=context.language.spaced)
    citations = context.find_citations("".join([segment.text for segment in segments]))
    start = 0
    for segment, divider in zip(segments, [*between, None], strict=True):
        end = start + len(segment.text)
        inside = [
            _move(one, -start)
            for one in citations
            if start <= one.start and one.end <= end
        ]
        yield from _make_word_runs(segment, inside, context.source)
        if divider is not None:
            yield from _make_divider_runs(divider, context.source)
        start = end


def _move(citation: Citation, by: int) -> Citation:
    start = citation.start + by
    end = citation.end + by
    return replace(citation, start=start, end=end)


def _divide(
    parts: Sequence[Piece | Edit], *, spaced: bool
) -> tuple[list[_Segment], list[Mark | Edit]]:
    """The words between marks and corrections, and those marks and corrections."""
    groups: list[list[Words]] = [[]]
    dividers: list[Mark | Edit] = []
    for part in parts:
        if isinstance(part, Words):
            groups[-1].append(part)
        else:
            dividers.append(part)
            groups.append([])

    texts = make_canonical(_insert_placeholders(parts)).split(PLACEHOLDER)
    segments = [
        _Segment(_trim_beside_divider(text, index, spaced=spaced), words)
        for index, (text, words) in enumerate(zip(texts, groups, strict=True))
    ]
    return segments, dividers


def _insert_placeholders(parts: Sequence[Piece | Edit]) -> str:
    """Words and placeholders, with a line break between words of different lines."""
    texts: list[str] = []
    end = None
    for part in parts:
        if end is not None and part.start > end:
            texts.append("\n")
        texts.append(part.text if isinstance(part, Words) else PLACEHOLDER)
        end = part.end

    return "".join(texts)


def _trim_beside_divider(text: str, index: int, *, spaced: bool) -> str:
    """The words without the space before a mark, and without one after it that print does not have."""
    text = text.rstrip() if spaced else text.strip()
    if index == 0:
        return text.lstrip()
    if text[:1] == " " and text[1:2] in CLOSING_SIGNS:
        return text[1:]
    return text


def _make_divider_runs(divider: Mark | Edit, source: SourceText) -> Iterator[Run]:
    """The run of a mark, or the struck words and the insertion of a correction."""
    printed = source.text[divider.start : divider.end]
    if isinstance(divider, Mark):
        number = divider.number
        yield Run(
            note=number,
            text=printed if printed != number else None,
            spans=find_spans([divider], source),
        )
        return

    if printed.strip():
        yield Run(
            text=printed,
            struck=True,
            spans=_join_spans([(divider.start, divider.end)], source),
        )

    if divider.insert:
        yield Run(insert=divider.insert, reason=divider.reason)


# --- words and the citations in them


def _make_word_runs(
    segment: _Segment, citations: Sequence[Citation], source: SourceText
) -> Iterator[Run]:
    """The runs of words; each citation is a run of its own."""
    text = segment.text
    if not text.strip():
        return

    if not citations:
        yield Run(text=text, spans=find_spans(segment.words, source))
        return

    characters = _PrintedCharacters(segment.words, source)
    start = first = 0
    for end, symbols, refers in _cut_at_citations(text, citations):
        words = text[start:end]
        count = len(words) - words.count(" ")
        if count:
            yield Run(
                text=words,
                cites=symbols,
                spans=characters.find_spans(first, first + count),
                refers=refers,
            )

        start = end
        first = first + count


def _cut_at_citations(
    text: str, citations: Sequence[Citation]
) -> Iterator[tuple[int, tuple[str, ...], Reference | None]]:
    """Where each stretch of a text ends, the symbols that it cites, and what else it refers to."""
    for citation in citations:
        yield citation.start, (), None
        yield citation.end, citation.symbols, citation.refers

    yield len(text), (), None


class _PrintedCharacters:
    """The characters of words that are not white space, counted from 0, and their offsets in the source.

    They are in stretches without white space:

    counts   how many characters are before each stretch
    starts   the offset of each stretch
    divided  indices of stretches before which the source has something else than white space
    """

    def __init__(self, words: Sequence[Words], source: SourceText) -> None:
        self.source = source
        self.counts: list[int] = []
        self.starts: list[int] = []
        self.divided: list[int] = []
        total = end = 0
        for word in words:
            for stretch in STRETCH.finditer(word.text):
                start = word.start + stretch.start()
                if total and source.text[end:start].strip():
                    self.divided.append(len(self.counts))
                self.counts.append(total)
                self.starts.append(start)
                total += stretch.end() - stretch.start()
                end = word.start + stretch.end()

    def find_spans(self, first: int, end: int) -> tuple[Span, ...]:
        """The spans of the characters from `first` to before `end`."""
        counts = self.counts
        starts = self.starts
        divided = self.divided
        index = bisect_right(counts, first) - 1
        last = bisect_left(counts, end) - 1
        at = starts[index] + first - counts[index]
        found: list[Span] = []
        first_cut = bisect_right(divided, index)
        last_cut = bisect_right(divided, last)
        for cut in divided[first_cut:last_cut]:
            length = counts[cut] - counts[cut - 1]
            found.append((at, starts[cut - 1] + length))
            at = starts[cut]

        found.append((at, starts[last] + end - counts[last]))
        return self.source.list_visible(found)
