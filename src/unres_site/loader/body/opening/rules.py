"""The rules by which lines open blocks: `RULES`, at the end, in the one order in which they are asked.

Layout (an indent) comes first, numbering next. Only where both are silent (below a page's turn whose head was lost, or
in a text without indents) do the ends of lines and sentences decide. A line that no rule takes continues the block
before it.
"""

from __future__ import annotations

from unres_site.languages import patterns
from unres_site.loader.body.blocks import (
    GO_ON,
    Opening,
    list_words_from_end,
)
from unres_site.loader.body.context import BodyContext, Rules
from unres_site.loader.body.opening.closings import (
    POINTS,
    continue_closing,
    open_below_closing,
    read_closing,
    read_reissue,
    read_vote_line,
)
from unres_site.loader.body.opening.divisions import (
    read_annex_head,
    read_annex_heading,
    read_division_head,
)
from unres_site.loader.body.opening.headings import (
    is_first_heading,
    open_around_heading,
    open_first_heading,
    open_heading_above_number,
    reads_as_heading,
)
from unres_site.loader.body.opening.old_forms import (
    open_inserted,
    read_misread_number,
    read_number_too_high,
)
from unres_site.loader.body.opening.openers import opens_with_opener
from unres_site.loader.body.opening.set_apart import (
    ends_with_abbreviation,
    is_set_apart,
    open_set_apart,
)
from unres_site.loader.front.formula import read_formula
from unres_site.loader.pieces import BodyLine, Words
from unres_site.text.labels import Label, read_label
from unres_site.text.punctuation import (
    COLONS,
    COMMAS,
    ENDS,
    SEMICOLONS,
    find_ending,
    is_among,
)

QUOTATION_OPENS = ("“", "«", "「", "『", "„")
QUOTATION_CLOSES = ("”", "»", "」", "』")
"""The last paragraph of a quotation ends with one of them, or with a sign behind one."""

MAXIMUM_GAP = 30
"""Operative numbers that may be lost at once, with a page. One number may also come twice, or too late."""

QUOTATION_SIGNS = (("“", "”"), ("《", "》"), ("«", "»"))

LONGEST_QUOTING = 500
"""Pieces of a paragraph, at most, whose quotation marks are counted at each line. No paragraph has as many."""

OPENING_QUOTES = "“《«"
"""Signs around quotations and titles. Straight ones don't tell whether they open or close."""


def _open_formula(context: BodyContext, line: BodyLine) -> Opening | None:
    """A second enacting formula; `parts` decides whether it opens a resolution of its own.

    It may be the end of a sentence (`…提交⏎大会，`): then it had no room on the line above.
    """
    if context.last is None or read_formula(line.line.text) is None:
        return None

    apart = line.line.gap > 0 and context.was_left_short(line)
    opens = apart or context.is_closed(POINTS) or context.last.is_heading
    if opens:
        return Opening("formula")

    return None


def _open_asterisks(context: BodyContext, line: BodyLine) -> Opening | None:  # noqa: ARG001  (all rules have one signature)
    """`* * *` between two sections."""
    is_row = patterns.ASTERISKS.fullmatch(line.line.text)
    if is_row:
        return Opening("heading")
    return None


def _open_below_asterisks(context: BodyContext, line: BodyLine) -> Opening | None:
    if context.last and context.last.kind in ("heading", "formula"):
        return Opening("paragraph", read_label(line.line.text, context.language))
    return None


def _open_stacked(context: BodyContext, line: BodyLine) -> Opening | None:
    """Numbers in a column of their own, `2.` above `3.`: the later ones wait for the paragraphs that follow."""
    above = _read_number_above(context)
    found = read_label(line.line.text, context.language)
    if (
        above is None
        or found is None
        or found.length < len(line.line.text)
        or len(line.pieces) > 1
    ):
        return None

    (family, place), (family_above, place_above) = found.readings[0], above.readings[0]
    comes_next = (family, place) == (family_above, place_above + 1)
    if comes_next:
        return Opening("paragraph", found, waits=True)

    return None


def _read_number_above(context: BodyContext) -> Label | None:
    """The number on the line above, if it has no words yet."""
    if context.waiting:
        return context.waiting[-1][0]

    last = context.last
    if last is not None and not last.pieces:
        return last.label
    return None


def _open_quotation(context: BodyContext, line: BodyLine) -> Opening | None:
    """Paragraphs in quotation marks below a colon, each with a mark at its head: `…the following text:⏎“The Port`.

    The quotation is over where a paragraph of it ends with the closing mark.
    """
    last = context.last
    if last is None:
        return None

    opens = line.line.text.startswith(QUOTATION_OPENS)
    if last.kind != "quotation":
        if opens and context.chapeau and context.layout.apart:
            return Opening("quotation")
        return None

    if last.tail.rstrip(",.;，。；").endswith(QUOTATION_CLOSES):
        return None
    if opens or line.line.gap:
        return Opening("quotation")

    return GO_ON


def _open_at_margin(context: BodyContext, line: BodyLine) -> Opening | None:
    """In an indented text a line at the margin continues the paragraph, unless a blank line sets it apart."""
    if context.last is None or is_set_apart(context, line):
        return None

    at_margin = context.indent_says(line) is False
    return GO_ON if at_margin else None


def _open_numbered(context: BodyContext, line: BodyLine) -> Opening | None:
    """A label: indented, or next in its list after a sentence that may end there, or a little further on."""
    found = read_label(line.line.text, context.language)
    if found is None or not isinstance(line.pieces[0], Words):
        return None

    fits = context.sequences.fits(found, chapeau=context.chapeau)
    if (
        context.indent_says(line)
        or (fits and _may_end_here(context, line, found))
        or (context.is_closed(POINTS) and _is_near(context, found))
    ):
        return Opening("paragraph", found)

    return None


def _is_near(context: BodyContext, found: Label) -> bool:
    """Whether a label is an operative number not far from the last one."""
    family, place = found.readings[0]
    return (
        family == "operative"
        and -1 <= place - context.sequences.operative <= MAXIMUM_GAP
    )


def _may_end_here(context: BodyContext, line: BodyLine, found: Label) -> bool:
    """Whether the text before a label that comes next may be complete.

    The next item of a list may follow any end. The next operative number may follow none: the end before it is lost.
    A list may open after a short line, as in S/RES/242 (1967), paragraph 2.
    """
    last = context.last
    if last is None or context.is_closed(ENDS + COMMAS) or reads_as_heading(context):
        return True
    if last.kind == "table":
        return True

    family, place = found.readings[0]
    if place == 1:
        below_heading = line.line.gap > 0 and is_first_heading(context)
        return below_heading or context.was_left_short(line, share=0.2)

    return last.depth > 0 or (family, place) == (
        "operative",
        context.sequences.operative + 1,
    )


def _open_indented(context: BodyContext, line: BodyLine) -> Opening | None:
    if context.indent_says(line):
        return Opening("paragraph")
    return None


def _open_after_sentence(context: BodyContext, line: BodyLine) -> Opening | None:
    """The sentence before is complete, and its line is short or the next begins as paragraphs without a number do.

    Among numbered paragraphs only a semicolon or a colon ends one; a point may be the end of a sentence in it. There a
    paragraph without a number is the item of a list, and ends with a semicolon.
    After a comma the next word decides in languages with spaces (a thousand preambular paragraphs of the corpus against
    twenty commas at the end of a line inside one); in Chinese a short line does.
    """
    if (
        not context.is_closed(ENDS + COMMAS)
        or ends_with_abbreviation(context)
        or _is_quoting(context, line)
    ):
        return None
    if not _opens_after_sign(context, line):
        return None

    return Opening("paragraph", read_label(line.line.text, context.language))


def _is_quoting(context: BodyContext, line: BodyLine) -> bool:
    """Whether a quotation or a title in brackets is open; a line that opens a quotation too is a quoted paragraph."""
    if context.last is None or line.line.text[0] in OPENING_QUOTES:
        return False
    if len(context.last.pieces) > LONGEST_QUOTING:
        return False

    words = "".join(list_words_from_end(context.last.pieces))
    return any(
        words.count(sign) > words.count(closing) for sign, closing in QUOTATION_SIGNS
    )


def _opens_after_sign(context: BodyContext, line: BodyLine) -> bool:
    numbered = context.sequences.operative > 0
    if context.is_closed(SEMICOLONS + COLONS):
        if context.was_left_short(line):
            return True
        begins = not context.chapeau and opens_with_opener(context, line)
        return _is_item(context) if numbered else begins

    if numbered:
        return context.is_closed("。.") and context.was_left_short(line, share=0.2)

    opener = opens_with_opener(context, line)
    if not context.language.spaced:
        return opener or (
            not context.broken_at_mark and context.was_left_short(line, share=0.08)
        )

    capital = line.line.text.lstrip("“«\"'([ ")[:1].isupper()
    if opener and (capital or not context.is_too_wide(line)):
        return True

    return capital and not context.is_closed(COMMAS) and context.was_left_short(line)


def _is_item(context: BodyContext) -> bool:
    """Whether a line below a full one is the item of a list without numbers, as in A/RES/75/294, paragraph 7.

    The block before is an item, too, or opens the list. In that case at least two items end before the next number.
    """
    if not context.chapeau:
        return context.last is not None and context.last.label is None

    items = 0
    for ahead in context.ahead:
        if read_label(ahead.line.text, context.language) is not None:
            break
        items += context.is_left_short(ahead) and is_among(
            find_ending(list_words_from_end(ahead.pieces)), SEMICOLONS
        )

    return items > 1


RULES: Rules = (
    ("closing goes on", continue_closing, "after"),
    ("closing", read_closing, "special"),
    ("annex", read_annex_head, "special"),
    ("division head", read_division_head, "special"),
    ("formula", _open_formula, "special"),
    ("asterisks", _open_asterisks, "special"),
    ("vote", read_vote_line, "after"),
    ("reissue", read_reissue, "after"),
    ("after closing", open_below_closing, "after"),
    ("annex heading", read_annex_heading, ""),
    ("below asterisks", _open_below_asterisks, "after"),
    ("stacked", _open_stacked, "after"),
    ("quotation", _open_quotation, ""),
    ("at the margin", _open_at_margin, ""),
    ("first heading", open_first_heading, ""),
    ("number too high", read_number_too_high, ""),
    ("numbered", _open_numbered, ""),
    ("inserted number", open_inserted, ""),
    ("misread number", read_misread_number, ""),
    ("indented", _open_indented, ""),
    ("heading above a number", open_heading_above_number, ""),
    ("set apart", open_set_apart, ""),
    ("around headings", open_around_heading, ""),
    ("sentence over", _open_after_sentence, ""),
)
