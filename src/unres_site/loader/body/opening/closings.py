"""The rules for the closing: date, meeting, vote. They have the signature of those in `rules`."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Literal

from unres_site.languages import patterns
from unres_site.languages.numerals import restore_digits
from unres_site.loader.body.blocks import GO_ON, Opening, join_lines
from unres_site.loader.body.context import BodyContext
from unres_site.loader.pieces import BodyLine
from unres_site.text.labels import read_label
from unres_site.text.punctuation import COMMAS

POINTS = "。.؛;；"
"""Signs that end a paragraph of the operative part."""

MOST_CLOSING_LINES = 12
"""Lines of the longest closing sentence, one that names the States which abstained."""


def read_closing(context: BodyContext, line: BodyLine) -> Opening | None:
    """A date or a meeting on a line of its own: after the end of a sentence, or beside the other of the two.

    A date that ends an open sentence is not a closing: `…not later than⏎30 June 2006.`. A closing with a date of its
    own may follow it.
    """
    last = context.last
    kind = _find_kind(context, line, context.ahead)
    if (
        last is None
        or kind is None
        or (kind == "date" and _is_open_date(context, line))
    ):
        return None

    apart = context.layout.apart and line.line.gap > 0
    if (
        last.kind in ("date", "meeting")
        or context.is_closed(POINTS)
        or apart
        or _is_closing_sentence(context, line, kind)
    ):
        return Opening(kind)

    kinds = _find_kinds_below(context)
    beside = bool(kinds) and kinds[0] != kind
    if beside and not (kind == "date" and _ends_sentence(line, kinds)):
        return Opening(kind)

    return None


def _is_closing_sentence(context: BodyContext, line: BodyLine, kind: str) -> bool:
    """Whether a line opens a whole sentence on the adoption; the paragraph above may have lost its end."""
    language = context.language
    return (
        kind == "meeting"
        and language.spaced
        and patterns.find(language, language.closings, line.line.text) is not None
    )


def _ends_sentence(line: BodyLine, kinds: Sequence[str]) -> bool:
    return "date" in kinds or line.line.text.endswith((".", "。"))


def _find_kinds_below(context: BodyContext) -> list[Literal["date", "meeting"]]:
    """The kinds of the two lines below, as far as they are a closing's."""
    kinds: list[Literal["date", "meeting"]] = []
    ahead = context.ahead
    for index in range(min(2, len(ahead))):
        kind = _find_kind(context, ahead[index], ahead[index + 1 :])
        if kind is None or _is_open_date(context, ahead[index]):
            break
        kinds.append(kind)

    return kinds


def _is_open_date(context: BodyContext, line: BodyLine) -> bool:
    """Whether a comma follows a date, so that its sentence continues; not if a meeting follows it."""
    if not line.line.text.endswith(tuple(COMMAS)):
        return False

    window = context.lines[context.index : context.index + 4]
    for at, below in pairwise(window):
        if at is line:
            return _find_kind(context, below, ()) != "meeting"

    return any(at is line for at in window)


def _find_kind(
    context: BodyContext, line: BodyLine, below: Sequence[BodyLine]
) -> Literal["date", "meeting"] | None:
    text = line.line.text
    language = context.language
    if len(text) > patterns.LONGEST_LINE:
        return None
    if patterns.find(language, language.meetings, text):
        return "meeting"
    if patterns.read_date(language, text):
        return "date"
    if not patterns.find(language, language.closings, text):
        return None
    if _finds_meeting(context, line, below):
        return "meeting"

    return None


def _finds_meeting(
    context: BodyContext, line: BodyLine, below: Sequence[BodyLine]
) -> bool:
    """Whether the beginning of a closing sentence goes on, on the lines below, to the meeting that it names.

    Where blank lines set off paragraphs, such a beginning is enough: the number of the meeting may be misread.
    """
    if context.layout.apart and line.line.gap and context.language.spaced:
        return True

    text = line.line.text
    for index, following in enumerate(below[:MOST_CLOSING_LINES]):
        if following.line.gap and index:
            return False

        text = join_lines([text, following.line.text])
        whole = restore_digits(text)
        if patterns.find(context.language, context.language.meetings, whole):
            return True

    return False


def continue_closing(context: BodyContext, line: BodyLine) -> Opening | None:
    """A later line of a closing sentence: `Adopted at the 642nd meeting⏎by 9 votes to none, with 2⏎abstentions`."""
    last = context.last
    if last is None or last.kind != "meeting":
        return None

    text = last.one_line
    if not patterns.find(context.language, context.language.closings, text):
        return None
    if line.line.gap or last.ends_with("。."):
        return None
    if not patterns.find(context.language, context.language.meetings, text):
        return GO_ON

    if _find_kind(context, line, ()):
        return None

    return GO_ON


def read_vote_line(context: BodyContext, line: BodyLine) -> Opening | None:
    """The vote in square brackets below the closing, as the Human Rights Council prints it."""
    last = context.last
    if last is None or last.kind not in ("date", "meeting", "vote"):
        return None
    if last.kind == "vote" and "]" not in last.tail:
        return GO_ON

    if line.line.text.startswith(("[", "［")) and last.kind != "vote":
        return Opening("vote")

    return None


def read_reissue(context: BodyContext, line: BodyLine) -> Opening | None:
    """The note below the closing that the star of a reissued symbol calls: `* Reissued for technical reasons …`."""
    last = context.last
    text = line.line.text
    if last is None or last.kind not in ("date", "meeting", "vote"):
        return None

    language = context.language
    is_reissue = text.startswith("*") and patterns.find(
        language, language.reissues, text.lstrip("* ")
    )
    if is_reissue:
        return Opening("distribution")

    return None


def open_below_closing(context: BodyContext, line: BodyLine) -> Opening | None:
    """All that follows a line of the closing opens a block of its own."""
    if context.last is None or context.last.kind not in (
        "date",
        "meeting",
        "vote",
        "distribution",
        "annex",
    ):
        return None

    return Opening("paragraph", read_label(line.line.text, context.language))
