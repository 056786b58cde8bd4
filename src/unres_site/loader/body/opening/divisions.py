"""Annexes and their divisions: the rules for the heads of annexes, parts, chapters and articles."""

from __future__ import annotations

from unres_site.languages import Language, patterns
from unres_site.languages.numerals import read_number
from unres_site.languages.spelling import find_unfolded_length, fold_spelling
from unres_site.loader.body.blocks import Opening
from unres_site.loader.body.context import BodyContext
from unres_site.loader.body.opening.closings import POINTS
from unres_site.loader.pieces import BodyLine
from unres_site.text.labels import ROMAN, Label, read_label
from unres_site.text.punctuation import COMMAS, ENDS, is_among

LONGEST_HEAD = 90
"""Characters of the longest head of an article, with its title on the same line."""

LONGEST_ANNEX_HEAD = 16
"""Characters of the longest head of an annex above the closing."""

LONGEST_HEADING = 60
"""Characters of the longest heading in an annex that has no number of an article."""


def opens_annex(context: BodyContext, line: BodyLine) -> bool:
    """Whether a line is the head of an annex (`附件`, `ANNEX II`).

    It is below the closing, or below another annex. In the volumes of an organ, whose closing is below the annex, it is
    below the end of a sentence and a blank line.
    """
    last = context.last
    below = context.annexed or (last is not None and last.kind in ("date", "meeting"))
    text = line.line.text
    alone = (
        line.line.gap > 0
        and len(text) <= LONGEST_ANNEX_HEAD
        and context.is_closed(".。")
    )
    return (below or alone) and _is_annex_head(context.language, line)


def _is_annex_head(language: Language, line: BodyLine) -> bool:
    text = line.line.text
    return patterns.find(language, language.annexes, text, capitals=True) is not None


def read_annex_head(context: BodyContext, line: BodyLine) -> Opening | None:
    """The head of the annex, in its first line."""
    if (
        context.last is None
        and context.annexed
        and _is_annex_head(context.language, line)
    ):
        return Opening("annex")
    return None


def read_division_head(context: BodyContext, line: BodyLine) -> Opening | None:
    """The head of an article or a chapter in an annex: `第一条`, `Article 2`, `Article 3 Purpose`."""
    last = context.last
    if not context.annexed or last is None or len(line.line.text) > LONGEST_HEAD:
        return None
    if not _is_over(context) and not line.line.gap:
        return None

    found = read_division_label(line.line.text, context.language)
    if found:
        return Opening("heading")

    return None


def _is_over(context: BodyContext) -> bool:
    """Whether the last block is the end of a sentence, or the head of an annex or of a section."""
    last = context.last
    if last is None or last.kind == "annex" or last.is_heading:
        return True

    is_numbered = last.label is not None and last.label.family == "ideograph"
    return context.is_closed(POINTS) or (
        is_numbered and not context.is_closed(ENDS + COMMAS)
    )


def read_annex_heading(context: BodyContext, line: BodyLine) -> Opening | None:
    """A heading in an annex, wherever it is indented: blank lines are around a short line without a sign at its end."""
    below = context.following
    if not context.annexed or context.last is None or not line.line.gap:
        return None

    text = line.line.text
    if (
        not _is_over(context)
        or len(text) > LONGEST_HEADING
        or is_among(text[-1], ENDS + COMMAS)
    ):
        return None

    if below is not None and not below.line.gap:
        return None

    return Opening("paragraph", read_label(text, context.language))


def read_division_label(text: str, of: Language) -> Label | None:
    """The head of a division that a line begins with, as its label; None for other lines."""
    if text[0].islower():
        return None

    folded = fold_spelling(text)
    for level, heads in of.divisions.items():
        for head in heads:
            pattern = patterns.compile_pattern(of.code, head, capitals=True)
            match = pattern.match(folded)
            if match is None or folded[match.end() : match.end() + 1].isalnum():
                continue

            number = _read_number(match["division"], of)
            if number:
                length = find_unfolded_length(text, match.end())
                return Label(text[:length], text[:length], length, ((level, number),))

    return None


def _read_number(printed: str, of: Language) -> int | None:
    """The value of a division's number: in digits, Roman, native, a letter or a word."""
    if printed in of.vote.counts:
        return of.vote.counts[printed]
    if printed.lower() in ROMAN:
        return ROMAN[printed.lower()]
    if len(printed) == 1 and "A" <= printed <= "Z":
        return ord(printed) - ord("A") + 1

    return read_number(of, printed)
