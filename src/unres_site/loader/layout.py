"""What a text's layout tells before a word is read: where paragraphs are indented, and how wide a full line is."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from typing import NamedTuple

from unres_site.loader.pieces import BodyLine

# matches: 大
# matches: ，
# matches: “
# rejects: a
# rejects: é
WIDE = re.compile(
    "[\u1100-\u115f\u2010-\u2027\u2030-\u205e\u2460-\u24ff\u2600-\u27bf\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\U00020000-\U0003fffd]"
)


class Layout(NamedTuple):
    """What a text's layout tells.

    indent   columns at which paragraphs open, 0 where none does
    measure  how the width of a line is told: by columns, or by the weights of letters in a book face
    full     the width of a full line in that measure
    """

    indent: int
    measure: Callable[[str], float]
    full: float


def columns(text: str) -> float:
    """Width of a text in columns; wide characters, and quotation marks among them, have two."""
    return float(len(text) + len(WIDE.findall(text)))


def letters(text: str) -> float:
    """Width of a text in middling letters of a book face."""
    return sum(WEIGHTS.get(sign, 1.0) for sign in text)


WEIGHTS = (
    dict.fromkeys("iljtfrI.,;:'’|!()[]/- ", 0.6)
    | dict.fromkeys("mwMWQOGD@%—", 1.35)
    | dict.fromkeys("ABCEHKNPRSTUVXYZАБВГДЕЗИКЛНОПРСТУХЦЧЭЯмыюфжшщ", 1.2)
)
"""Widths of letters, in parts of a middling one: enough to tell a full line from a short one."""

SAMPLE = 60
"""So many lines of a text are measured to learn its layout."""


def layout(lines: Sequence[BodyLine], *, spaced: bool) -> Layout:
    """The layout of the lines of a text, after its formula.

    Of two ways to measure a line the one under which full lines agree better is right: a text set in columns was
    wrapped
    by counting, one from a PDF by the face's widths.
    """
    indents = Counter(line.line.indent for line in lines)
    margin = min((indent for indent, count in indents.items() if count * 10 >= len(lines)), default=0)
    step = 2 if margin else 1  # where columns were kept the margin wavers by one from page to page
    deeper = Counter({indent: count for indent, count in indents.items() if indent >= margin + step})
    opening = deeper.most_common(1)[0][0] if deeper.total() >= max(2, len(lines) // 12) else 0
    sample = [line.line.text for line in lines[:: 1 + len(lines) // SAMPLE]]
    measures = (columns, letters) if spaced else (columns,)
    full, measure = min(((_full(sample, measure), measure) for measure in measures), key=lambda pair: pair[0][1])
    return Layout(margin + (opening - margin + 1) // 2 if opening else 0, measure, full[0])


def _full(sample: Sequence[str], measure: Callable[[str], float]) -> tuple[float, float]:
    """The width of full lines, and how far the upper half of the lines spreads below it (a share of it)."""
    widths = sorted(map(measure, sample))
    if not widths:
        return 0.0, 0.0
    full, middle = widths[int(len(widths) * 0.9)], widths[len(widths) // 2]
    return full, (full - middle) / full
