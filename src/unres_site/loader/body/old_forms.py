"""Rules for old prints and for what optical recognition makes of them. They have the signature of those in `rules`."""

from __future__ import annotations

from unres_site.deferred import deferred
from unres_site.loader.body.blocks import Opening
from unres_site.loader.body.context import BodyContext
from unres_site.loader.pieces import BodyLine, Words
from unres_site.text.labels import Label
from unres_site.text.punctuation import COMMAS, ENDS

# matches: 3, Requests the Secretary-General
# matches: 2Also reaffirms
# matches: I. Takes note
# matches: ll. Calls once again
# matches: l Calls
# matches: S. Appeals
# rejects: 2 Requests
# rejects: In the area
MISREAD = deferred(
    r"(?P<number>[\dIlOSB]{1,3})(?:(?P<sign>\s?[,.;:'_-]{1,2}|\s?_)\s*|(?<=\d)|(?<=[IlSB])\s+)(?=[“\"]?[^\W\d_a-z])"
)
"""A paragraph's number with a wrong sign or none behind it, or with letters that look like digits."""

LIKE_DIGITS = str.maketrans("IlOSB", "11058")


def read_misread_number(context: BodyContext, line: BodyLine) -> Opening | None:
    """`3, Requests`, `2Also`, `I. Takes note`, `ll. Calls`: read as a paragraph's number if that number comes next."""
    match = MISREAD.match(line.line.text)
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


def _may_open(context: BodyContext, line: BodyLine) -> bool:
    return context.closed(ENDS + COMMAS) or (context.layout.apart and line.line.gap > 0)
