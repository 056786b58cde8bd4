"""Rules for old prints and for what optical recognition makes of them. They have the signature of those in `rules`."""

from __future__ import annotations

from unres_site.deferred import Match, deferred
from unres_site.loader.body.blocks import Opening
from unres_site.loader.body.context import BodyContext
from unres_site.loader.body.opening.openers import begins_with_opener
from unres_site.loader.pieces import BodyLine, Words
from unres_site.text.labels import Label, read_label
from unres_site.text.punctuation import COMMAS, ENDS

# matches: 3, Requests the Secretary-General
# matches: 2Also reaffirms
# matches: I. Takes note
# matches: ll. Calls once again
# matches: l Calls
# matches: S. Appeals
# matches: L. Strongly condemns
# rejects: 2 Requests
# rejects: In the area
MISREAD = deferred(
    r"(?P<number>[\dIlLOSB]{1,3})(?:(?P<sign>\s?[,.;:'_-]{1,2}|\s?_)\s*|(?<=\d)|(?<=[IlSB])\s+)(?=[“\"]?[^\W\d_a-z])"
)
"""A paragraph's number with a wrong sign or none behind it, or with letters that look like digits."""

# matches: 2 Requests the Secretary-General
# rejects: 2 requests
# rejects: 2. Requests
UNSIGNED = deferred(r"(?P<number>\d{1,3})\s+(?=[“\"]?[^\W\d_a-z])")
"""A number without a sign behind it: only the word that follows tells it from a note's."""

# matches: 1 bis. Takes note
# matches: 12 ter) Decides
# rejects: 1 bis of the annex
# rejects: 2. Requests
INSERTED = deferred(r"(?P<number>\d{1,3})\s?(?:bis|ter|quater)\s?[.)．、]")
"""The number of a paragraph that was put between two."""

LIKE_DIGITS = str.maketrans("IlLOSB", "111058")


def read_misread_number(context: BodyContext, line: BodyLine) -> Opening | None:
    """`3, Requests`, `2Also`, `I. Takes note`, `ll. Calls`: read as a paragraph's number if that number comes next."""
    match = MISREAD.match(line.line.text) or _match_unsigned(context, line)
    if (
        match is None
        or not isinstance(line.pieces[0], Words)
        or not _may_open(context, line)
    ):
        return None

    digits = match["number"].translate(LIKE_DIGITS)
    number = context.sequences.operative + 1
    if int(digits) != number:
        return None

    found = Label(match[0].strip(), str(number), match.end(), (("operative", number),))
    if not context.sequences.fits(found, chapeau=False):
        return None

    return Opening("paragraph", found)


def _match_unsigned(context: BodyContext, line: BodyLine) -> Match | None:
    """`2 Requests`: among numbered paragraphs, below a blank line, with a word behind it that opens paragraphs.

    Where most lines have a blank one above them, it tells nothing.
    """
    text = line.line.text
    if not (text[0].isdecimal() and line.line.gap and context.sequences.operative):
        return None

    over = context.is_closed(ENDS) and not context.layout.spread
    match = UNSIGNED.match(text) if over else None
    if match is None or not begins_with_opener(text[match.end() :], context.language):
        return None

    return match


def read_number_too_high(context: BodyContext, line: BodyLine) -> Opening | None:
    """`8. Requests` between 4 and 6: read as 5, for the next operative number below goes on from 5."""
    text = line.line.text
    number = context.sequences.operative + 1
    if number == 1 or not text[0].isdigit() or not isinstance(line.pieces[0], Words):
        return None

    found = read_label(text, context.language)
    if found is None or found.family != "operative" or found.readings[0][1] <= number:
        return None
    if not _may_open(context, line) or _find_next_operative(context) != number + 1:
        return None

    label = Label(found.text, str(number), found.length, (("operative", number),))
    return Opening("paragraph", label)


def open_inserted(context: BodyContext, line: BodyLine) -> Opening | None:
    """`1 bis. Decides` below paragraph 1: a paragraph whose number is in no list."""
    text = line.line.text
    match = INSERTED.match(text) if text[0].isdigit() else None
    if match is None or int(match["number"]) != context.sequences.operative:
        return None
    return Opening("paragraph") if _may_open(context, line) else None


def _find_next_operative(context: BodyContext) -> int | None:
    """The next operative number on the lines below."""
    for ahead in context.ahead:
        found = read_label(ahead.line.text, context.language)
        if found is not None and found.family == "operative":
            return found.readings[0][1]

    return None


def _may_open(context: BodyContext, line: BodyLine) -> bool:
    is_apart = context.layout.apart and line.line.gap > 0
    return is_apart or context.is_closed(ENDS + COMMAS)
