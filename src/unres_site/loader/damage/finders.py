"""Damage that a text shows: lost characters, notes and pages, numbers that skip, what stands twice or comes from afar.

`FINDERS` is the table of them. Each looks for one kind of damage and says where it shows; what is sound in the corpus
must stay silent, for an archivist who is warned in vain stops reading warnings.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from unres_site.deferred import deferred
from unres_site.errors import Diagnostic
from unres_site.loader.damage import gaps
from unres_site.loader.damage.evidence import Find, Finder, Text
from unres_site.loader.front.furniture import COLUMN_GAP, LONE_NUMBER
from unres_site.loader.pieces import RawNote, Words
from unres_site.organs import organ_of
from unres_site.records import NoteCondition
from unres_site.symbols import parse_or_none
from unres_site.text.canonical import HAN
from unres_site.text.punctuation import COMMAS, ENDS

# matches: 秘书长 近关于
# rejects: 秘书长最近
# rejects: 第 58
LOST_GLYPH = deferred(rf"[ \u00a0](?<=[{HAN}].)[ \u00a0]*(?=[{HAN}])")

# matches: 秘书长�近
# matches: □
# rejects: 秘书长
UNSHOWN = deferred("[\ufffd\ue000-\uf8ff\u25a1]")

# matches: 十二
# matches: 第二条
# matches: 附件
# rejects: 总则
SECTION_HEAD = deferred(r"第?[一二三四五六七八九十]{1,3}[条條章节]?|附件|附录")

# matches: 宣言,
# rejects: 宣言，
# rejects: S/1998/318,
MIXED_WIDTH = deferred(rf"[,;?!](?<=[{HAN}》”].)")

# matches: 秘书长 近关于
# matches: 宣言,
# matches: □
# rejects: 第 58 号，宣言，“
SUSPECT = deferred(
    f"[ \u00a0,;?!\ufffd\ue000-\uf8ff\u25a1]"
    f"(?:(?<=[{HAN}][ \u00a0])[ \u00a0]*(?=[{HAN}])|(?<=[{HAN}》”][,;?!])|(?<=[^ \u00a0,;?!]))"
)
"""Any of the three; to look once, from sign to sign that may be one."""

# matches: 2/5
# rejects: 58-241
PAGE_OF = deferred(r"(?P<page>\d{1,3})/(?P<total>\d{1,3})", re.ASCII)

MOST_LOST = 2
"""Characters that one line may have lost; more gaps in it have another cause."""

NOTE_ENDS = "。．.!?？！”»）)؟’"


def find_damage(text: Text) -> Iterator[Diagnostic]:
    """All damage of a resolution."""
    for finder in FINDERS:
        for code, offset, details in finder(text):
            yield text.context.source.diagnose(code, offset, **details)


def note_condition(note: RawNote) -> NoteCondition:
    """What the source has done to a note: cut off where it ends without a sign, unnumbered where its number is lost."""
    if not note.number:
        return "unnumbered"
    text = note.pieces[-1].text.rstrip() if note.pieces else ""
    return "complete" if text.endswith(tuple(NOTE_ENDS)) else "truncated"


# --- characters


def _signs(text: Text) -> Iterator[Find]:
    """Lost and half-width signs, in the few texts that have any."""
    spaced = text.context.language.spaced
    words = _words_with(UNSHOWN if spaced else SUSPECT, text)
    if words:
        yield from _unshown(text, words)
        if not spaced:
            yield from _lost_glyphs(text, words)
            yield from _mixed_width(text, words)


def _words_with(pattern: re.Pattern[str], text: Text) -> list[Words]:
    """The words that may have what a pattern matches: the part's own stretch of the source is searched in one go."""
    part, source = text.part, text.context.source.text
    groups = [part.title, *[block.pieces for block in part.blocks]]
    end = max((pieces[-1].end for pieces in groups if pieces), default=0)
    found: list[Words] = []
    if places := [match.start() for match in pattern.finditer(source, part.start, end)]:
        words = (piece for pieces in groups for piece in pieces if isinstance(piece, Words))
        found += [piece for piece in words if _has_any(piece, places)]
    return found + [piece for note in part.notes for piece in note.pieces if pattern.search(piece.text)]


def _has_any(piece: Words, places: Sequence[int]) -> bool:
    """Whether one of the places, which rise, is in the words."""
    at = bisect_left(places, piece.start)
    return at < len(places) and places[at] < piece.start + len(piece.text)


def _lost_glyphs(text: Text, words: Sequence[Words]) -> Iterator[Find]:
    """A space between two Han characters, where the extractor had no glyph: `秘书长 近` in A/RES/62/22.

    A line that has many was spread out to the margin, and its extractor took the gaps for spaces.
    """
    heads = {block.pieces[0].start for block in text.part.blocks if block.pieces and not block.ends_with(ENDS + COMMAS)}
    for piece in words:
        found = list(LOST_GLYPH.finditer(piece.text))
        for match in found if len(found) <= MOST_LOST else ():
            numbered = piece.start in heads and SECTION_HEAD.fullmatch(piece.text, 0, match.start())
            if not numbered and text.untouched(piece.start + match.start(), piece.start + match.end()):
                yield _lost_between(piece, match)


def _unshown(text: Text, words: Sequence[Words]) -> Iterator[Find]:
    """The sign for a character that can't be shown, or one that only a PDF's own face knew."""
    for piece in words:
        for match in UNSHOWN.finditer(piece.text):
            if text.untouched(piece.start + match.start(), piece.start + match.end()):
                yield _lost_between(piece, match)


def _lost_between(piece: Words, match: re.Match[str]) -> Find:
    left, right = piece.text[: match.start()].rstrip()[-1:], piece.text[match.end() :].lstrip()[:1]
    return Find("lost-glyph", piece.start + match.start(), {"left": left or "…", "right": right or "…"})


def _mixed_width(text: Text, words: Sequence[Words]) -> Iterator[Find]:
    """A half-width sign after Han: `宣言,` in A/RES/58/58."""
    for piece in words:
        for match in MIXED_WIDTH.finditer(piece.text):
            if text.untouched(piece.start + match.start(), piece.start + match.end()):
                yield Find("mixed-width", piece.start + match.start(), {"sign": match[0]})


# --- notes


def _cut_notes(text: Text) -> Iterator[Find]:
    """A note that ends without a sign: note 7 of A/RES/62/22 ends with `7 月 9 日至 20 日，纽`."""
    for note in text.part.notes:
        last = note.pieces[-1] if note.pieces else note.label
        if note_condition(note) == "truncated" and last is not None:
            end = last.text.rstrip()
            details = {"number": note.number, "end": f"“{end[-8:] if note.pieces else note.number}”"}
            yield Find("note-truncated", last.start + max(0, len(end) - 1), details)


def _unmarked(text: Text) -> Iterator[Find]:
    """Notes that nothing calls: a mark that the extractor took for a page number, or text lost with its marks."""
    called = {mark.number for mark in text.calls}
    for note in text.part.notes:
        if note.number and note.number not in called and note.label:
            yield Find("note-unmarked", note.label.start, {"number": note.number})


def _note_gaps(text: Text) -> Iterator[Find]:
    """A mark that skips numbers whose notes are lost too: a page, or paragraphs with their marks, as 1–3 of 62/22."""
    known = {note.number for note in text.part.notes}
    last = 0 if not text.symbol.part else None
    for mark in text.calls:
        number = int(mark.number)
        if last is not None and number > last + 1 and any(str(one) not in known for one in range(last + 1, number)):
            yield Find("note-gap", mark.start, {"number": mark.number, "before": str(last)})
        last = max(last or 0, number)


# --- pages, heads, title


def _pages(text: Text) -> Iterator[tuple[int, int | None, int, int]]:
    """The page numbers printed: page, number of pages where it is told, start and end of its line."""
    for entry in text.ledger:
        start, end = entry.spans[0][0], entry.spans[-1][1]
        for match in filter(None, map(PAGE_OF.fullmatch, entry.text.split())):
            if text.symbol.short.startswith(match[0]):  # a head may break its symbol: A/RES/ above, 75/1 below
                continue
            yield int(match["page"]), int(match["total"]), start, end
        for cell in COLUMN_GAP.split(entry.text) if entry.reason == "page-number" else ():
            if lone := LONE_NUMBER.fullmatch(cell.strip("-–— ")):
                yield int(lone[0]), None, start, end


def _lost_pages(text: Text) -> Iterator[Find]:
    """Page numbers that skip. The seeds print them on even pages alone, others on all."""
    pages = list(_pages(text))
    all_printed = any(page % 2 or total for page, total, _, _ in pages)
    step = 1 if all_printed else 2
    last, below = 0 if text.part.start == 0 else None, 0
    for page, total, start, end in pages:
        if last is not None and page > last + (step if last else max(2, page % 2 * 3)):
            here = _next_word(text, below) if total else start
            yield Find("page-missing", here, {"page": str(last + 1 if all_printed else page - 1)})
        last, below = page, end
        if total and (page, total, start, end) == pages[-1] and page < total and not text.part.letter:
            yield Find("page-missing", start, {"page": str(page + 1)})


def _next_word(text: Text, offset: int) -> int:
    source = text.context.source.text
    return offset + len(source[offset:]) - len(source[offset:].lstrip())


def _other_heads(text: Text) -> Iterator[Find]:
    """A running head with the number of another resolution than the title's: its page is not of this text."""
    own = text.symbol
    number = text.part.number[0] if text.part.number else own.short
    expected = parse_or_none(f"{own.organ}/RES/{number}") or parse_or_none(own.text)
    for head, offset in text.heads:
        found = parse_or_none(head)
        if found and expected and (found.session, found.number) != (expected.session, expected.number):
            yield Find("head-differs", offset, {"found": found.text, "symbol": expected.text})


def _title(text: Text) -> Iterator[Find]:
    """A title without its number, or no title; of some organs every resolution has both."""
    if not organ_of(text.symbol.organ).titled:
        return
    words = [piece for piece in text.part.title if isinstance(piece, Words) and piece.text.strip()]
    if not words:
        yield Find("title-missing", text.part.formula[0].start, {})
    elif text.part.number is None:
        yield Find("title-unnumbered", words[0].start, {"number": text.symbol.short})


FINDERS: tuple[Finder, ...] = (
    _signs,
    _cut_notes,
    _unmarked,
    _note_gaps,
    gaps.number_gaps,
    gaps.swallowed,
    gaps.list_gaps,
    gaps.open_paragraphs,
    gaps.doubled,
    gaps.missing_closing,
    _lost_pages,
    _other_heads,
    _title,
)
