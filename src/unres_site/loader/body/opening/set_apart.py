"""Paragraphs that blank lines set apart, in texts where these do so for nearly all."""

from __future__ import annotations

from unres_site.loader.body.blocks import GO_ON, Opening
from unres_site.loader.body.context import BodyContext
from unres_site.loader.body.opening.openers import is_opener, opens_with_opener
from unres_site.loader.pieces import BodyLine, Words
from unres_site.text.labels import read_label
from unres_site.text.punctuation import COMMAS, ENDS


def is_set_apart(context: BodyContext, line: BodyLine) -> bool:
    """Whether an opener follows a sign and a blank line, in a text that sets off its paragraphs by blank lines.

    Such a text may have indents only before its numbers.
    """
    if not context.layout.apart or not line.line.gap:
        return False

    is_short = context.language.spaced or context.was_left_short(line)
    return (
        is_short
        and context.is_closed(ENDS + COMMAS)
        and opens_with_opener(context, line)
    )


def open_set_apart(context: BodyContext, line: BodyLine) -> Opening | None:
    """In a text that sets off its paragraphs by blank lines: one opens a paragraph, if no word goes on below it."""
    layout = context.layout
    if not layout.apart or layout.indent:
        return None
    if context.previous is None or not context.flows:
        return None

    above = context.previous.line.text
    text = line.line.text
    if line.line.gap:
        if text[0].islower():
            goes_on = _goes_on_small(context, line)
        else:
            goes_on = above[-1].isalpha() and _is_cut_paragraph(context, line)
        if goes_on or _is_cut_at_turn(context, line):
            return None
        return Opening("paragraph", read_label(text, context.language))

    over = context.is_closed(ENDS + COMMAS) and not ends_with_abbreviation(context)
    ends = context.language.spaced or context.was_left_short(line)
    opens = over and ends and opens_with_opener(context, line)
    return None if opens else GO_ON


def _goes_on_small(context: BodyContext, line: BodyLine) -> bool:
    """Whether a small letter continues the paragraph: behind a word, or behind a comma where openers are capitals.

    Russian paragraphs begin with a small letter. `i. Condemns` is a misread number, and `faking note` below a short
    line a misread opener.
    """
    if context.previous is None:
        return False
    if context.previous.line.text[-1].isalpha():
        return True

    language = context.language
    capitals = language.spaced and language.openers[0][0].isupper()
    if not (capitals and context.is_closed(COMMAS)):
        return False

    word = line.line.text.split(None, 1)[0].rstrip(",")
    is_opener_misread = word.endswith(
        language.opener_endings
    ) and context.was_left_short(line)
    return word.isalpha() and not is_opener_misread


def _is_cut_paragraph(context: BodyContext, line: BodyLine) -> bool:
    """Whether a preambular paragraph is open above a blank line, and the next words open nothing: a page turned."""
    last = context.last
    if last is None or last.label is not None or not isinstance(last.pieces[0], Words):
        return False

    return (
        is_opener(last.pieces[0].text, context.language)
        and read_label(line.line.text, context.language) is None
        and not opens_with_opener(context, line)
    )


def _is_cut_at_turn(context: BodyContext, line: BodyLine) -> bool:
    """Whether a page turned within a paragraph: a full line that ends with a comma is above, and no opener follows."""
    previous = context.previous
    if previous is None or previous.line.page == line.line.page:
        return False

    return (
        context.is_closed(COMMAS)
        and not context.was_left_short(line)
        and read_label(line.line.text, context.language) is None
        and not opens_with_opener(context, line)
    )


def ends_with_abbreviation(context: BodyContext) -> bool:
    """Whether the point above is that of an abbreviation: `Mr.⏎John Doe`."""
    above = context.previous.line.text if context.previous else ""
    return above.endswith(context.language.abbreviations) and bool(
        context.language.abbreviations
    )
