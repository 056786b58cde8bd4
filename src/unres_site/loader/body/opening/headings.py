"""Headings in a text without indents: the rules that tell them from paragraphs by what is around them."""

from __future__ import annotations

from unres_site.deferred import deferred
from unres_site.loader.body.blocks import SECTION_NUMBER, Block, Opening
from unres_site.loader.body.context import BodyContext
from unres_site.loader.body.opening.closings import POINTS
from unres_site.loader.body.opening.divisions import LONGEST_HEADING
from unres_site.loader.body.opening.openers import opens_with_opener
from unres_site.loader.pieces import BodyLine, Words
from unres_site.text.labels import read_label
from unres_site.text.punctuation import COMMAS, ENDS, is_among

# matches: B. Plebiscite
# matches: II. General provisions
# rejects: B. Requests the Commission to report.
# rejects: A cease-fire
NUMBERED_HEADING = deferred(
    r"(?:[A-Z]|[IVX]{1,5})\.\s{1,3}[A-Z](?:[^,;:.]|\.(?=\S)){2,58}"
)
"""A section's number with its title."""

FIRST_SECTIONS = frozenset(("A", "I", "一"))
"""The numbers of first sections."""


def open_first_heading(context: BodyContext, line: BodyLine) -> Opening | None:
    """A heading of one or two lines between the comma that ends the preamble and paragraph 1: `Capacity-building`.

    It has no sign at its end, and blank lines are around it.
    """
    if (
        context.sequences.operative
        or not line.line.gap
        or not context.is_closed(COMMAS)
    ):
        return None

    for heading in (line, *context.ahead[:2]):
        text = heading.line.text
        label = read_label(text, context.language)
        if label and ("operative", 1) in label.readings:
            below = heading is not line and heading.line.gap > 0
            return Opening("paragraph") if below else None
        if not _may_be_heading(text):
            return None

    return None


def is_first_heading(context: BodyContext) -> bool:
    """Whether the last block is the heading that the rule above opened: a line or two below the preamble's comma."""
    last = context.last
    if last is None or len(context.blocks) == 1 or len(last.pieces) > 2:  # noqa: PLR2004
        return False
    above = context.blocks[-2]
    return last.is_heading and above.kind == "paragraph" and above.ends_with(COMMAS)


def _may_be_heading(text: str) -> bool:
    return (
        len(text) <= LONGEST_HEADING
        and not text[0].islower()
        and not is_among(text[-1], ENDS + COMMAS)
    )


def open_heading_above_number(context: BodyContext, line: BodyLine) -> Opening | None:
    """A heading between the end of a sentence and the next operative number: `Towers`, `三. 塔楼`.

    Blank lines are around it. In S/RES/47 (1948) none is above `B. Plebiscite`, but its letter tells it.
    """
    text, below = line.line.text, context.following
    if below is None or not below.line.gap or not context.sequences.operative:
        return None
    if not text[0].isalpha() or not _may_be_heading(text):
        return None
    if not line.line.gap and not NUMBERED_HEADING.fullmatch(text):
        return None

    label = read_label(below.line.text, context.language)
    following = ("operative", context.sequences.operative + 1)
    opens = label is not None and following in label.readings
    return Opening("paragraph") if opens and context.is_closed(POINTS) else None


def open_around_heading(context: BodyContext, line: BodyLine) -> Opening | None:
    """In a text without indents: a section's number alone on its line, and what follows a heading."""
    below_heading = reads_as_heading(context)
    if SECTION_NUMBER.fullmatch(line.line.text):
        opens = below_heading or context.is_closed(POINTS)
        opens = opens or _is_first_section(context, line)
        return Opening("paragraph") if opens else None

    if not below_heading or context.last is None:
        return None

    opens = context.last.is_number_alone or opens_with_opener(context, line)
    if opens:
        return Opening("paragraph")

    return None


def _is_first_section(context: BodyContext, line: BodyLine) -> bool:
    """Whether a number is that of the first section, below the comma that ends the preamble and a blank line."""
    is_first = line.line.text.rstrip(".．、") in FIRST_SECTIONS
    apart = line.line.gap > 0 and context.is_closed(COMMAS)
    below = context.following
    if not is_first or not apart or below is None:
        return False

    return not below.line.text[0].islower()


def reads_as_heading(context: BodyContext) -> bool:
    """Whether the last block reads as a heading: one or two lines without a sign, after a sentence or a heading.

    The number of a section is one wherever it is.
    """
    last = context.last
    if (
        last is None
        or len(last.pieces) > 2  # noqa: PLR2004
        or not last.is_heading
        or len(context.blocks) == 1
    ):
        return False

    if last.is_number_alone:
        return True
    if not _may_precede_heading(context.blocks[-2]):
        return False

    for piece in last.pieces:
        if not isinstance(piece, Words) or any(
            sign in piece.text for sign in COMMAS + "；;。؛"
        ):
            return False

    return True


def _may_precede_heading(block: Block) -> bool:
    return (
        block.kind in ("date", "meeting", "annex")
        or block.ends_with(POINTS)
        or block.is_heading
    )
