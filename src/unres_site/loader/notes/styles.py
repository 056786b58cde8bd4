"""How a text prints the numbers of its notes: bare, raised by their very signs (¹), in brackets, with a stroke (1/).

Bare digits are told from other numbers by their order and place (`marks`, `torn`). The other styles tell their numbers
themselves; a text has one of them if its marks and its notes agree.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from unres_site.deferred import Pattern, deferred
from unres_site.loader.decode.source import Line
from unres_site.loader.front.furniture import LONE_NUMBER
from unres_site.loader.pieces import NOTE_START
from unres_site.text.canonical import HAN

AFTER_MARK = r"，。；：、,.;:)\]）》」』”’»؛،—–?!《（“「"
"""Signs that may follow a mark; a class of a pattern."""

RAISED_DIGITS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")

# matches: ¹ A/75/345。
# matches: ²³A/75/345.
# rejects: 2 A/75/345
RAISED_LABEL = deferred(r"[⁰¹²³⁴-⁹]{1,3}\s*(?=\S)")

# matches: report,¹
# rejects: report,1
# rejects: 12 km² of
RAISED = deferred(r"(?<!\bm)(?<!\bkm)(?<!\bм)(?<!\bкм)[⁰¹²³⁴-⁹]{1,3}")

# matches: [12] 同上。
# rejects: [未经发交
BRACKET_LABEL = deferred(r"\[\d{1,3}\]\s*(?=\S)")

# matches: report,[1] and
# rejects: [A/58/462]
BRACKET = deferred(r"\[\d{1,3}\]")

# matches: 2/   Resolution 60/1.
# matches: 1/ A/52/456。
# rejects: 2/5 of
# rejects: 2 See
STROKE_LABEL = deferred(r"\[?\d{1,3}\]?/\s+(?=\S)")

# matches: at that meeting, 2/ takes note
# matches: d’un conflit, [7]/, y compris
# matches: 报告1/并
# rejects: 2/5
# rejects: A/2/
# rejects: 1/CP.21
STROKE = deferred(
    rf"(?<![A-Za-z/\d])\[?\d{{1,3}}\]?/(?=[\s{AFTER_MARK}{HAN}]|$)", re.ASCII
)

# matches: (3) A/75/284.
# matches: (٣) القرار
# rejects: (3)A
ROUND_LABEL = deferred(r"\(\d{1,3}\)\s+(?=\S)")

# matches: Outcome,(1) and
# matches: Women (4)
# rejects: 1540(2004)
# rejects: (3) See
ROUND = deferred(r"\((?:(?<=\S\()|(?<=\S \())\d{1,3}\)")


# matches: * A/75/284.
# rejects: * * *
STAR_LABEL = deferred(r"\*{1,3}\s*(?=[^\s*])")

# matches: report,* and
# matches: Force,**
# rejects: * * *
STAR = deferred(r"(?<=[^\s*])\*{1,3}(?![*\w])")

LETTERS = "abcdefgh"
RAISED_LETTERS = "ᵃᵇᶜᵈᵉᶠᵍʰ"

# matches: ᵃ A/75/284.
# rejects: a A/75/284.
LETTER_LABEL = deferred(rf"[{RAISED_LETTERS}]\s*(?=\S)")

# matches: report,ᵃ and
# rejects: report,a
LETTER = deferred(rf"[{RAISED_LETTERS}]")

# matches: a/ A/52/456.
# rejects: and/or
STROKE_LETTER_LABEL = deferred(rf"[{LETTERS}]/\s+(?=\S)")

# matches: at that meeting, a/ takes note
# rejects: and/or
# rejects: c/o
STROKE_LETTER = deferred(rf"(?<![\w/])[{LETTERS}]/(?=[\s{AFTER_MARK}]|$)")


class Style(NamedTuple):
    """A way to print the numbers of notes.

    signs  of which a text in that style has one at least
    label  such a number at the head of a note's first line
    lone   one alone on its line; None where such a sign alone is something else
    call   one in the text; None where bare digits are
    enough marks that tell the style without notes, at least; 0 if marks alone never do
    shown  the signs for 1, 2, 3 … in the record; digits if it is empty
    """

    signs: tuple[str, ...]
    label: Pattern
    lone: Pattern | None
    call: Pattern | None
    enough: int
    shown: tuple[str, ...] = ()

    def read_alone(self, text: str) -> int | None:
        """The number of a note that is all of a line; None for other lines."""
        if (
            self.lone is None
            or len(text) > LONGEST_NUMBER
            or not self.lone.fullmatch(text)
        ):
            return None
        return read_value(text)

    def read_each_alone(self, lines: Sequence[Line]) -> list[int | None]:
        """The same for each of the lines."""
        return [
            self.read_alone(line.text) if len(line.text) <= LONGEST_NUMBER else None
            for line in lines
        ]

    def read_number(self, text: str) -> int | None:
        """The number that opens a line, or is all of it; None where there is none."""
        match = self.label.match(text)
        if match:
            return read_value(match[0])
        return self.read_alone(text)

    def may_open(self, text: str) -> bool:
        """Whether a line may open a note; most lines begin with a letter, and few styles have letters."""
        has_letters = bool(self.shown)
        return has_letters or not text[0].isalpha()

    def show(self, number: str) -> str:
        """A note's number as it is printed: `*` for 1 in a style of stars."""
        if not number:
            return number

        value = int(number)
        has_sign = 1 <= value <= len(self.shown)
        if has_sign:
            return self.shown[value - 1]

        return number

    def find_calls(self, text: str, start: int = 0) -> Iterator[re.Match[str]]:
        """The marks of a text, in a style that tells them."""
        if self.call is None:
            return iter(())
        return self.call.finditer(text, start)


LONGEST_NUMBER = 6
"""Signs of the longest number of a note with what is printed about it: `[123]/`."""

BARE = Style((), NOTE_START, LONE_NUMBER, None, 0)

SIGNED_STYLES = (
    Style(("¹", "²", "³"), RAISED_LABEL, RAISED, RAISED, 1),
    Style(
        tuple(f"{sign}/{white}" for sign in "123" for white in " \n"),
        STROKE_LABEL,
        STROKE,
        STROKE,
        2,
    ),
    Style(
        ("[1]", "[2]", "[3]", "[١]", "[٢]", "[٣]"), BRACKET_LABEL, BRACKET, BRACKET, 1
    ),
    Style(("(1)", "(2)", "(3)", "(١)", "(٢)", "(٣)"), ROUND_LABEL, ROUND, ROUND, 0),
    Style(("ᵃ", "ᵇ"), LETTER_LABEL, None, LETTER, 1, tuple(LETTERS)),
    Style(("a/ ", "a/\n"), STROKE_LETTER_LABEL, None, STROKE_LETTER, 0, tuple(LETTERS)),
    Style(("*",), STAR_LABEL, None, STAR, 0, ("*", "**", "***")),
)
"""In the order in which they are looked for."""


# matches: 报告¹
# matches: report[1]
# matches: report, 2/ and
# matches: (3) A/75/284.
# rejects: 报告1 （A/75/284）
SIGNED = deferred(
    "|".join([re.escape(sign) for style in SIGNED_STYLES for sign in style.signs])
)
"""A sign of any of them; most texts have none."""


def read_value(text: str) -> int:
    """The number that a mark or a label prints."""
    if text.isdecimal():
        return int(text)

    digits = "".join(sign for sign in text.translate(RAISED_DIGITS) if sign.isdecimal())
    if digits:
        return int(digits)

    letter = text[0]
    return max(
        text.count("*"), LETTERS.find(letter) + 1, RAISED_LETTERS.find(letter) + 1
    )


def find_style(lines: Sequence[Line]) -> Style:
    """The style in which a text prints the numbers of its notes."""
    text = "\n".join([line.text for line in lines])
    if not SIGNED.search(text):
        return BARE

    for style in SIGNED_STYLES:
        if any(map(text.__contains__, style.signs)):
            # The marks may be raised or in brackets while the notes have plain numbers.
            plain = style._replace(label=NOTE_START, lone=LONE_NUMBER)
            for way in (style, plain) if not style.shown else (style,):
                if _has_notes(way, lines):
                    return way

            if _has_marks_alone(style, lines):
                return style

    return BARE


class _Use(NamedTuple):
    """How a style is used.

    called  the numbers of its marks, each once, in order
    labels  for each number that opens a line, whether it was called above
    """

    called: Sequence[int]
    labels: Sequence[bool]

    @property
    def rises(self) -> bool:
        """Whether most first calls rise."""
        count = len(self.called)
        rising = len(
            [True for before, after in pairwise(self.called) if before < after]
        )
        return 0 < count <= MOST_NOTES and rising * 4 >= (count - 1) * 3


def _has_notes(style: Style, lines: Sequence[Line]) -> bool:
    """Whether the marks rise, and most numbers that open lines were called above."""
    use = _find_use(style, lines)
    called = sum(use.labels)
    is_called = called > 0 and called * 2 > len(use.labels)
    return is_called and use.rises


def _has_marks_alone(style: Style, lines: Sequence[Line]) -> bool:
    """Whether there are no notes, but enough marks, which count from 1."""
    use = _find_use(style, lines)
    count = len(use.called)
    return (
        use.rises
        and not any(use.labels)
        and 0 < style.enough <= count
        and use.called == list(range(1, count + 1))
    )


def _find_use(style: Style, lines: Sequence[Line]) -> _Use:
    called: list[int] = []
    labels: list[bool] = []
    for line in lines:
        label = style.read_number(line.text)
        if label is not None and called:
            labels.append(label in called)
        found = (read_value(match[0]) for match in style.find_calls(line.text))
        called += [number for number in dict.fromkeys(found) if number not in called]

    return _Use(called, labels)


MOST_NOTES = 500
"""No text has more marks."""
