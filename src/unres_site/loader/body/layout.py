"""What a text's layout tells before a word is read: where paragraphs are indented, and how wide a full line is."""

from __future__ import annotations

import functools
import itertools
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from importlib import resources
from typing import NamedTuple

import msgspec

from unres_site.deferred import deferred
from unres_site.loader.body.numbering import OPERATIVE
from unres_site.loader.canonical import HAN
from unres_site.loader.pieces import BodyLine

# matches: 大会
# rejects: A/RES
HAN_SIGN = deferred(rf"[{HAN}]")

# matches: территории,
# matches: оружием2,
# matches: оружием,2
# rejects: территории
COMMA_END = deferred(r"[,，،]\d{0,3}$")

NARROW = bytes(set(range(256)) - set(range(0xE2, 0xF5)))
"""Bytes of UTF-8 that do not open a character from U+2000 on: what is left when they are taken out counts as wide."""

Measure = Callable[[str], float]
"""The width of a text: in columns, or in middling letters (half of the type's height) of a face."""


class Layout(NamedTuple):
    """What a text's layout tells.

    margin   columns at which lines go on
    indent   columns at which paragraphs open, 0 where none does
    measure  how the width of a line is told: by columns, or by the letters of a face
    full     the width of a full line in that measure
    spread   whether blank lines stand between most lines
    first    that of a full line that opens a paragraph, where indents were lost and widths still show them
    """

    margin: int
    indent: int
    measure: Measure
    full: float
    spread: bool
    first: float | None = None


def columns(text: str) -> float:
    """Width of a text in columns; wide characters have two, and so has all punctuation from U+2000 on."""
    return float(len(text) + len(text.encode("utf-8", "replace").translate(None, NARROW)))


class _Widths(dict[str, float]):
    def __missing__(self, sign: str) -> float:
        return 1.0


@functools.cache
def faces() -> tuple[Measure, ...]:
    """The measures by letters, a face each."""
    data = resources.files(__package__).joinpath("faces.toml").read_bytes()
    return tuple(
        functools.partial(_width, _Widths({sign: int(width) / 50 for width, signs in face.items() for sign in signs}))
        for face in msgspec.toml.decode(data, type=dict[str, dict[str, str]]).values()
    )


def _width(widths: _Widths, text: str) -> float:
    return sum(map(widths.__getitem__, text))


SAMPLE = 120
"""So many lines of a text are measured to learn its layout."""

FEW = 8
"""With fewer lines that certainly go on, their widths tell nothing."""

HANGING = 3
"""Columns by which the lines of a paragraph at least stand behind its number where that hangs out."""

SHORT = 14.0
"""A line that falls so far short of the full one, in middling letters, ended a paragraph."""

NEAR = 0.5
"""Widths that differ by less are the same: faces kern, and marks are small."""


def layout(lines: Sequence[BodyLine], *, spaced: bool) -> Layout:
    """The layout of the lines of a text, after its formula.

    Of the ways to measure a line the one under which full lines agree best is right: a text set in columns was wrapped
    by counting, one from a PDF by the widths of its face.
    """
    spread = len([line for line in lines if line.line.gap]) * 2 > len(lines)
    margin, indent = _indents(lines, spread=spread)
    texts = [line.line.text for line in lines]
    if indent:
        return Layout(margin, indent, columns, _longest(texts), spread)
    middle = list(_middle(texts))
    if len(middle) < FEW:
        return Layout(margin, 0, columns, _longest(texts), spread)
    ways = (columns, *faces()) if spaced else (columns,)
    sample = middle[:: 1 + len(middle) // SAMPLE]
    (full, _), measure = min(((_full(sample, way), way) for way in ways), key=lambda pair: pair[0][1])
    return Layout(margin, 0, measure, full, spread, _first(texts, measure, full))


def _indents(lines: Sequence[BodyLine], *, spread: bool) -> tuple[int, int]:
    """The columns at which lines go on and, halfway, those from which on they open a paragraph; 0 where none tells.

    None does where most numbered paragraphs open at the margin, or hang out to the left of their own lines (then what
    is indented is a list, a quotation or the closing), nor where most indented lines go on with a sentence.
    """
    indents = Counter([line.line.indent for line in lines])
    margin = min((indent for indent, count in indents.items() if count * 10 >= len(lines)), default=0)
    step = 2 if margin and not spread else 1  # where columns were kept the margin wavers by one from page to page
    deeper = Counter({indent: count for indent, count in indents.items() if indent >= margin + step})
    numbered = [
        at.line.indent < margin + step or below.line.indent >= at.line.indent + HANGING
        for at, below in itertools.pairwise(lines)
        if at.line.text[0].isdecimal() and OPERATIVE.match(at.line.text)
    ]
    outside = sum(numbered) * 2 > len(numbered) > 1
    if outside or deeper.total() < max(2, len(lines) // 12):
        return margin, 0
    opening = margin + (deeper.most_common(1)[0][0] - margin + 1) // 2
    above = [over.line.text for over, at in itertools.pairwise(lines) if at.line.indent >= opening]
    return margin, opening if sum(map(_goes_on, above)) * 2 <= len(above) else 0


def _goes_on(text: str) -> bool:
    """Whether a line ends within a sentence: with a letter or a digit, but for a mark after a sign."""
    return text.rstrip("0123456789 ")[-1:].isalpha()


def _longest(texts: Sequence[str]) -> float:
    """The columns of full lines: no more than one in ten is longer."""
    widths = sorted(map(columns, texts[:: 1 + len(texts) * 2 // SAMPLE]))
    return widths[int(len(widths) * 0.9)] if widths else 0.0


class _Going(msgspec.Struct, frozen=True, gc=False):
    """A line that certainly goes on, and what would have been too wide for it: itself and the next word."""

    text: str
    wanted: str


def _going_on(text: str, below: str) -> _Going | None:
    """A letter ends the line, and a small or a Chinese one opens the next."""
    if not (text[-1:].isalpha() and below[:1].isalpha()):
        return None
    if HAN_SIGN.match(below):
        return _Going(text, text + below[0])
    word, hyphen, _ = below.split(" ", 1)[0].partition("-")
    return _Going(text, f"{text} {word}{hyphen}") if word[:1].islower() else None


def _middle(texts: Sequence[str]) -> Iterator[_Going]:
    """Lines from the middle of paragraphs: the first may be indented."""
    for above, text, below in zip(texts, texts[1:], texts[2:], strict=False):
        if above[-1:].isalpha() and not OPERATIVE.match(text) and (line := _going_on(text, below)):
            yield line


def _first(texts: Sequence[str], measure: Measure, full: float) -> float | None:
    """The most that a line holds which opens a paragraph, where it is less than others hold.

    Above certain ones a line ends short with a comma; those with a number have a gap behind it besides. None had room
    for the next word, so what the tightest of them lacked for it is a bound.
    """
    lines = [
        line
        for above, text, below in zip(texts, texts[1:], texts[2:], strict=False)
        if COMMA_END.search(above) and full - measure(above) > SHORT and not OPERATIVE.match(text)
        if (line := _going_on(text, below))
    ]
    if len(lines) < FEW:
        return None
    held, _ = _full(lines, measure)
    return min(width for line in lines if (width := measure(line.wanted)) >= held)


def _full(lines: Sequence[_Going], measure: Measure) -> tuple[float, int]:
    """The width that explains most lines, and how many it does not: they hold more, or the next word had room."""
    held = sorted(measure(line.text) for line in lines)
    wanted = sorted(measure(line.wanted) for line in lines)
    wrong = [len(held) - 1 - index + bisect_left(wanted, width) for index, width in enumerate(held)]
    least = min(wrong)
    return held[len(wrong) - 1 - wrong[::-1].index(least)], least
