"""The rules by which lines open blocks, in the one order in which they are asked: `RULES`, at the end.

What layout says (an indent) comes first, what numbering says next, and only where both are silent (after a page's turn
whose head was lost, or in a text without indents) the ends of lines and sentences are weighed.
"""

from __future__ import annotations

import functools
import itertools
from typing import Literal

from unres_site.deferred import deferred
from unres_site.languages import patterns
from unres_site.loader.body.blocks import COLONS, COMMAS, ENDS, GO_ON, Opening, Reader, Rules, ends
from unres_site.loader.body.numbering import Label, label
from unres_site.loader.front.formula import read_formula
from unres_site.loader.pieces import BodyLine, Words

# matches: A
# matches: IV
# matches: 十二
# matches: B.
# rejects: AB 类
SECTION_NUMBER = deferred(r"(?:[A-Z]|[IVXL]{1,6}|[一二三四五六七八九十]{1,3})[.．、]?")


def _closing(reader: Reader, line: BodyLine) -> Opening | None:
    """A date or a meeting on a line of its own, after a sentence that is over or beside the other of the two."""
    last = reader.last
    kind = _closing_kind(reader, line)
    if last is None or kind is None:
        return None
    beside = reader.following and _closing_kind(reader, reader.following) not in (None, kind)
    return Opening(kind) if beside or last.kind in ("date", "meeting") or reader.closed("。.؛;；") else None


def _closing_kind(reader: Reader, line: BodyLine) -> Literal["date", "meeting"] | None:
    text = line.line.text
    if len(text) > LONGEST_CLOSING:
        return None
    if patterns.find(reader.language, reader.language.meetings, text):
        return "meeting"
    return "date" if patterns.date(reader.language, text) else None


LONGEST_CLOSING = 120
"""Characters of the longest line that is looked at as a date or a meeting."""


def _annex(reader: Reader, line: BodyLine) -> Opening | None:
    """`附件` alone on a line after the closing."""
    last = reader.last
    if last is None or not patterns.find(reader.language, reader.language.annexes, line.line.text):
        return None
    return Opening("annex") if last.kind in ("date", "meeting") or reader.annexed else None


def _annex_head(reader: Reader, line: BodyLine) -> Opening | None:
    """`第一条`, `Article 2`, `Article 3 Purpose` at the head of an article within an annex: a heading."""
    if len(line.line.text) > LONGEST_ANNEX_HEAD or not reader.annexed:
        return None
    over = reader.closed("。.；;؛") or _reads_as_title(reader)
    found = over and patterns.find(reader.language, reader.language.annex_heads, line.line.text)
    return Opening("heading") if found else None


def _reads_as_title(reader: Reader) -> bool:
    return reader.last is not None and (reader.last.kind == "annex" or reader.last.is_heading)


LONGEST_ANNEX_HEAD = 60
"""Characters of the longest head of an article."""


def _after_closing(reader: Reader, line: BodyLine) -> Opening | None:
    """Whatever follows a closing line opens a block of its own."""
    return (
        Opening("paragraph", label(line.line.text, reader.language))
        if reader.last and reader.last.kind in ("date", "meeting", "annex")
        else None
    )


def _formula(reader: Reader, line: BodyLine) -> Opening | None:
    """An enacting formula that comes again; `parts` tells whether it opens a resolution of its own."""
    if reader.last is None or read_formula(line.line.text) is None:
        return None
    return Opening("formula") if reader.closed("。.؛;；") or reader.last.is_heading else None


def _asterisks(reader: Reader, line: BodyLine) -> Opening | None:  # noqa: ARG001  (all rules have one signature)
    return Opening("heading") if patterns.ASTERISKS.fullmatch(line.line.text) else None


def _below_asterisks(reader: Reader, line: BodyLine) -> Opening | None:
    if reader.last and reader.last.kind in ("heading", "formula"):
        return Opening("paragraph", label(line.line.text, reader.language))
    return None


def _stacked(reader: Reader, line: BodyLine) -> Opening | None:
    """Numbers in a column of their own, `2.` above `3.`: the later ones wait for the paragraphs that follow."""
    last = reader.waiting[-1][0] if reader.waiting else reader.last.label if reader.last else None
    if last is None or (not reader.waiting and reader.last and reader.last.pieces):
        return None
    found = label(line.line.text, reader.language)
    if found is None or found.length < len(line.line.text) or len(line.pieces) > 1:
        return None
    (family, place), (before, number) = found.readings[0], last.readings[0]
    return Opening("paragraph", found, waits=True) if (family, place) == (before, number + 1) else None


def _at_the_margin(reader: Reader, line: BodyLine) -> Opening | None:
    """In an indented text a line at the margin goes on."""
    return GO_ON if reader.last and reader.indent_says(line) is False else None


def _numbered(reader: Reader, line: BodyLine) -> Opening | None:
    """A label that the indent opens, or that comes next in its list after a sentence that could end there."""
    found = label(line.line.text, reader.language)
    if found is None or not isinstance(line.pieces[0], Words):
        return None
    if reader.indent_says(line):
        return Opening("paragraph", found)
    if reader.sequences.fits(found, chapeau=reader.chapeau) and _may_end_here(reader, line, found):
        return Opening("paragraph", found)
    if (
        found.readings[0][0] == "operative"
        and reader.closed("；;؛。.")
        and -1 <= found.readings[0][1] - reader.sequences.operative <= MAXIMUM_GAP
    ):
        return Opening("paragraph", found)
    return None


MAXIMUM_GAP = 30
"""Numbers that may be lost at once, with a page; one further on is no paragraph's. One may come twice, or too late."""


def _may_end_here(reader: Reader, line: BodyLine, found: Label) -> bool:
    """Whether the text before a label that comes next may be over.

    Any end will do for the next of a list, none for the next operative number: the end before it is lost. A list may
    open after a short line, as in S/RES/242 (1967), paragraph 2.
    """
    last = reader.last
    if last is None or reader.closed(ENDS + COMMAS):
        return True
    first = found.readings[0][1] == 1
    following = found.readings[0] == ("operative", reader.sequences.operative + 1)
    return (
        (not first and (last.depth > 0 or following))
        or _heading_so_far(reader)
        or (first and reader.short(line, share=0.2))
    )


def _indented(reader: Reader, line: BodyLine) -> Opening | None:
    return Opening("paragraph") if reader.indent_says(line) else None


def _around_headings(reader: Reader, line: BodyLine) -> Opening | None:
    """Without indents: a section's number alone on its line, and what follows a heading."""
    title = _heading_so_far(reader)
    if SECTION_NUMBER.fullmatch(line.line.text) and (reader.closed("；;؛。.") or title):
        return Opening("paragraph")
    if title and reader.last and (SECTION_NUMBER.fullmatch(reader.last.tail) or _is_opener(reader, line)):
        return Opening("paragraph")
    return None


def _heading_so_far(reader: Reader) -> bool:
    """Whether the block before reads like a heading: short, without a sign, after a sentence or a heading."""
    last, before = reader.last, reader.blocks[-2] if len(reader.blocks) > 1 else None
    if last is None or len(last.pieces) > 2 or not last.is_heading:  # noqa: PLR2004  (a heading may wrap once)
        return False
    words = "".join(piece.text if isinstance(piece, Words) else "," for piece in last.pieces)
    after = before is not None and (
        before.kind in ("date", "meeting", "annex") or before.ends_with("；;؛。.") or before.is_heading
    )
    return after and not any(sign in words for sign in COMMAS + "；;。؛")


def _sentence_over(reader: Reader, line: BodyLine) -> Opening | None:
    """The sentence before is over and its line was left short, or the next opens as paragraphs without a number do.

    Within numbered paragraphs only a semicolon or a colon is the end of one; a point may be the end of a sentence.
    There a paragraph without a number is the item of a list, and its semicolon the end of it.
    After a comma the word that follows tells in languages with spaces (a thousand of the corpus's preambular paragraphs
    against twenty commas at the end of a line inside one), the short line in Chinese.
    """
    if not reader.closed(ENDS + COMMAS) or not _opens_after_sign(reader, line):
        return None
    return Opening("paragraph", label(line.line.text, reader.language))


def _opens_after_sign(reader: Reader, line: BodyLine) -> bool:
    numbered = reader.sequences.operative > 0
    if reader.closed("；;؛" + COLONS):
        full = _item(reader) if numbered else not reader.chapeau and _is_opener(reader, line)
        return full or reader.short(line)
    if numbered:
        return reader.closed("。.") and reader.short(line, share=0.2)
    opener = _is_opener(reader, line)
    if reader.language.spaced:
        capital = line.line.text.lstrip("“«\"'([ ")[:1].isupper()
        opens = opener and (capital or not reader.too_wide(line))
        return opens or (capital and not reader.closed(COMMAS) and reader.short(line))
    return opener or (not reader.broken_at_mark and reader.short(line, share=0.08))


def _item(reader: Reader) -> bool:
    """Whether a line below a full one is the item of a list without numbers, as in A/RES/75/294, paragraph 7.

    The one before is an item, too, or opens the list: then at least two are over before the next number.
    """
    if not reader.chapeau:
        return reader.last is not None and reader.last.label is None
    before_number = itertools.takewhile(lambda line: label(line.line.text, reader.language) is None, reader.ahead)
    return sum(reader.left_short(line) and bool(set(ends(line.pieces)) & set("；;؛")) for line in before_number) > 1


RULES: Rules = (
    ("closing", _closing, "special"),
    ("annex", _annex, "special"),
    ("annex head", _annex_head, "special"),
    ("formula", _formula, "special"),
    ("asterisks", _asterisks, "special"),
    ("after closing", _after_closing, "after"),
    ("below asterisks", _below_asterisks, "after"),
    ("stacked", _stacked, "after"),
    ("at the margin", _at_the_margin, ""),
    ("numbered", _numbered, ""),
    ("indented", _indented, ""),
    ("around headings", _around_headings, ""),
    ("sentence over", _sentence_over, ""),
)


LONGEST_OPENER = 16
"""Characters of the longest word that opens a paragraph, in a language without spaces."""


def _is_opener(reader: Reader, line: BodyLine) -> bool:
    text = line.line.text
    if not reader.language.spaced:
        head = patterns.folded(text[:LONGEST_OPENER])
        if head.startswith(reader.language.opener_links) and not reader.fits(line):
            return False
        before = (*reader.language.opener_links, *reader.language.opener_adverbs)
        return functools.reduce(str.removeprefix, before, head).startswith(reader.language.openers)
    words = text.split(None, 2)
    word, following = words[0].rstrip(","), words[1] if len(words) > 1 else ""
    if word[:1].isupper() and word.endswith(reader.language.opener_endings):
        return True
    refused = reader.language.opener_refusals.get(word, ())
    return word in reader.language.openers and not following.endswith(refused)
