"""Pieces of lines to runs of a record: words in canonical form, note marks, citations, an editor's corrections.

Each with its spans.
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
from unres_site.records import Run, Span
from unres_site.text.canonical import canonical

HOLD = "\x00"
"""Stands for a mark or a correction while the words around it are brought into canonical form.

No text of the corpus has it.
"""

# matches: 58/58
# rejects: \u3000
STRETCH = deferred(r"\S+")

CLOSING_SIGNS = ",.;:!?)]»”’،؛؟%"


class Context(msgspec.Struct, frozen=True):
    """What runs are made with: the text, its language and organ, and its sidecar's corrections by place."""

    source: SourceText
    language: Language
    organ: str
    edits: Sequence[Edit] = ()

    def citations(self, text: str) -> Sequence[Citation]:
        """What words of the text cite."""
        return find_citations(text, self.language.citations, self.organ)


class _Segment(msgspec.Struct, frozen=True):
    text: str
    words: Sequence[Words]


def plain(pieces: Sequence[Piece]) -> str:
    """The words of the pieces in canonical form, without marks."""
    return canonical("\n".join(piece.text for piece in pieces if isinstance(piece, Words)))


def printed(pieces: Sequence[Piece], source: SourceText) -> str:
    """The pieces in canonical form, marks as the source shows them: `1`, `¹`, `[1]`."""
    shown = (piece.text if isinstance(piece, Words) else source.text[piece.start : piece.end] for piece in pieces)
    return canonical("\n".join(shown))


def make_runs(pieces: Sequence[Piece], context: Context) -> tuple[Run, ...]:
    """The runs of a paragraph, a title or a note."""
    parts = list(_corrected(pieces, context.edits)) if context.edits else pieces
    words = [part for part in parts if isinstance(part, Words)]
    if len(words) < len(parts):
        return tuple(_parted_runs(parts, context))
    text = canonical("\n".join([part.text for part in words]) if len(words) > 1 else words[0].text if words else "")
    return tuple(_words_runs(text, words, context.citations(text), context.source))


def _parted_runs(parts: Sequence[Piece | Edit], context: Context) -> list[Run]:
    """The runs where marks or corrections stand between words."""
    segments, holds = _segments(parts, spaced=context.language.spaced)
    citations = context.citations("".join([segment.text for segment in segments]))
    runs: list[Run] = []
    at, index = 0, 0
    for segment, hold in zip(segments, [*holds, None], strict=True):
        end = at + len(segment.text)
        inside = []
        while index < len(citations) and citations[index].start < end:
            one = citations[index]
            if at <= one.start and one.end <= end:
                inside.append(replace(one, start=one.start - at, end=one.end - at))
            index += 1
        runs += _words_runs(segment.text, segment.words, inside, context.source)
        if hold is not None:
            runs += _held_runs(hold, context.source)
        at = end
    return runs


def spans(words: Sequence[Words | Mark], source: SourceText) -> tuple[Span, ...]:
    """The spans of stretches of the text, joined where only white space parts them, without the source's holes."""
    if len(words) == 1 and not source.holes:
        start, end = words[0].start, words[0].end
        return ((start, end),) if end > start else ()
    return _joined([(piece.start, piece.end) for piece in words], source)


def _joined(stretches: Sequence[Span], source: SourceText) -> tuple[Span, ...]:
    found: list[Span] = []
    for start, end in stretches:
        if found and (found[-1][1] == start or not source.text[found[-1][1] : start].strip()):
            found[-1] = (found[-1][0], end)
        elif end > start:
            found.append((start, end))
    return source.visible(found)


def _segments(parts: Sequence[Piece | Edit], *, spaced: bool) -> tuple[list[_Segment], list[Mark | Edit]]:
    """The stretches of words between marks and corrections, in canonical form, and those marks and corrections."""
    groups: list[list[Words]] = [[]]
    holds: list[Mark | Edit] = []
    for part in parts:
        if isinstance(part, Words):
            groups[-1].append(part)
        else:
            holds.append(part)
            groups.append([])
    texts = canonical(_raw(parts)).split(HOLD)
    joined = [_beside_hold(text, index, spaced=spaced) for index, text in enumerate(texts)]
    return [_Segment(text, words) for text, words in zip(joined, groups, strict=True)], holds


def _raw(parts: Sequence[Piece | Edit]) -> str:
    """Words and placeholders, with a line break between words of different lines."""
    text, end = "", None
    for part in parts:
        glue = "\n" if end is not None and part.start > end else ""
        text += glue + (part.text if isinstance(part, Words) else HOLD)
        end = part.end
    return text


def _beside_hold(text: str, index: int, *, spaced: bool) -> str:
    """A segment without the space before a mark, and without the one after it where none is printed."""
    text = text.rstrip() if spaced else text.strip()
    if index and text[:1] == " " and text[1:2] in CLOSING_SIGNS:
        return text[1:]
    return text if index else text.lstrip()


def _words_runs(whole: str, words: Sequence[Words], citations: Sequence[Citation], source: SourceText) -> list[Run]:
    """The runs of words whose canonical form is `whole`: its white space is single blanks."""
    if not whole or whole == " ":
        return []
    if not citations:
        return [Run(text=whole, spans=spans(words, source))]
    printed = _Printed(words, source)
    found: list[Run] = []
    at, taken = 0, 0
    for citation in citations:
        for end, symbols in ((citation.start, ()), (citation.end, citation.symbols)):
            text, at = whole[at:end], end
            if count := len(text) - text.count(" "):
                found.append(Run(text=text, cites=symbols, spans=printed.spans(taken, taken + count)))
                taken += count
    rest = whole[at:]
    if count := len(rest) - rest.count(" "):
        found.append(Run(text=rest, spans=printed.spans(taken, taken + count)))
    return found


class _Printed:
    """Where the signs of words that are not white space stand in the source, counted from 0.

    They stand in stretches; `counts` are the signs before each, `starts` its offset. `parted` are the stretches that
    something else than white space parts from the one before.
    """

    def __init__(self, words: Sequence[Words], source: SourceText) -> None:
        self.source = source
        self.counts: list[int] = []
        self.starts: list[int] = []
        self.parted: list[int] = []
        total = end = 0
        for word in words:
            stretches = [stretch.span() for stretch in STRETCH.finditer(word.text)]
            at = word.start
            if stretches and total and source.text[end : at + stretches[0][0]].strip():
                self.parted.append(len(self.counts))
            for first, last in stretches:
                self.counts.append(total)
                self.starts.append(at + first)
                total += last - first
                end = at + last

    def spans(self, first: int, end: int) -> tuple[Span, ...]:
        """The spans of the signs from one on to before another."""
        counts, starts = self.counts, self.starts
        index, last = bisect_right(counts, first) - 1, bisect_left(counts, end) - 1
        at = starts[index] + first - counts[index]
        found: list[Span] = []
        for cut in self.parted[bisect_right(self.parted, index) : bisect_right(self.parted, last)]:
            found.append((at, starts[cut - 1] + counts[cut] - counts[cut - 1]))
            at = starts[cut]
        found.append((at, starts[last] + end - counts[last]))
        return self.source.visible(found)


def _held_runs(hold: Mark | Edit, source: SourceText) -> Iterator[Run]:
    if isinstance(hold, Mark):
        printed = source.text[hold.start : hold.end]
        yield Run(note=hold.number, text=printed if printed != hold.number else None, spans=spans([hold], source))
        return
    struck = source.text[hold.start : hold.end]
    if struck.strip():
        yield Run(text=struck, struck=True, spans=_joined([(hold.start, hold.end)], source))
    if hold.insert:
        yield Run(insert=hold.insert, reason=hold.reason)


def _corrected(pieces: Sequence[Piece], edits: Sequence[Edit]) -> Iterator[Piece | Edit]:
    """The pieces, their words parted where an edit stands."""
    for piece in pieces:
        if isinstance(piece, Mark):
            yield piece
            continue
        at = piece.start
        for edit in edits:
            if piece.start <= edit.start and edit.end <= piece.end and edit.start >= at:
                if edit.start > at:
                    yield Words(at, edit.start, piece.text[at - piece.start : edit.start - piece.start])
                yield edit
                at = edit.end
        if at < piece.end or at == piece.start:
            yield Words(at, piece.end, piece.text[at - piece.start :])
