"""The layout of a text: where paragraphs are indented, and how wide a full line is. No word is read for it."""

from __future__ import annotations

import functools
import itertools
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec

from unres_site.deferred import deferred
from unres_site.loader.pieces import BodyLine
from unres_site.text.canonical import HAN
from unres_site.text.labels import OPERATIVE

# matches: 大会
# rejects: A/RES
HAN_SIGN = deferred(rf"[{HAN}]")

# matches: территории,
# matches: оружием2,
# matches: оружием,2
# rejects: территории
COMMA_END = deferred(r"[,，،]\d{0,3}$")

NARROW = bytes(set(range(256)) - set(range(0xE2, 0xF5)))
"""Bytes of UTF-8 that do not begin a character from U+2000 on. The bytes that remain are counted as wide characters."""

Measure = Callable[[str], float]
"""The width of a text: in columns, or in average letters of a typeface (half of its height)."""


class Layout(NamedTuple):
    """The layout of a text.

    margin   column at which the second line of a paragraph begins
    indent   column from which a line opens a paragraph; 0 in a text without indents
    measure  measures the width of a line, in columns or in letters of a typeface
    full     width of a full line
    spread   whether most lines have a blank line above them
    apart    whether blank lines set off nearly all paragraphs, and hardly anything else
    first    width of a full line that opens a paragraph; known if indents were lost and widths still show them
    """

    margin: int
    indent: int
    measure: Measure
    full: float
    spread: bool
    apart: bool = False
    first: float | None = None


def count_columns(text: str) -> float:
    """Width of a text in columns. Wide characters have two, and so does all punctuation from U+2000 on."""
    return float(
        len(text) + len(text.encode("utf-8", "replace").translate(None, NARROW))
    )


class _Widths(dict[str, float]):
    def __missing__(self, sign: str) -> float:
        return 1.0


@functools.cache
def list_faces() -> tuple[Measure, ...]:
    """The measures by letters, one for each typeface."""
    file = Path(__file__).parent / "faces.toml"
    faces = msgspec.toml.decode(file.read_bytes(), type=dict[str, dict[str, str]])
    return tuple([_make_measure(face) for face in faces.values()])


def _make_measure(face: dict[str, str]) -> Measure:
    """The measure of a typeface whose letters are listed by their width."""
    widths = _Widths()
    for width, signs in face.items():
        widths.update(dict.fromkeys(signs, int(width) / 50))

    return functools.partial(_measure_width, widths)


def _measure_width(widths: _Widths, text: str) -> float:
    return sum(map(widths.__getitem__, text))


SAMPLE = 120
"""Lines of a text that are measured to learn its layout, at most."""

FEW = 8
"""With fewer lines that certainly continue, widths tell nothing."""

PARAGRAPH_ENDS = ";.；。؛"
MOST_WITHIN = 4
"""If more blank lines are within sentences, and many of all are, the lines below are not looked at."""

FEWEST_BLANK = 2
"""Blank lines that set off paragraphs, at least."""

HANGING = 3
"""Columns between a number that hangs out to the left and the lines of its paragraph, at least."""

DEEPEST = 30
"""Columns of the deepest indent of a paragraph; a closing at the right is deeper."""

FULL_SHARE = 0.8
"""The share of a full line from which a line may end because there was no more room."""

SHORT = 14.0
"""Width by which the last line of a paragraph is shorter than a full one, at least, in average letters."""

NEAR = 0.5
"""Widths that differ by less are equal: typefaces kern, and note marks are small."""


def find_layout(lines: Sequence[BodyLine], *, spaced: bool) -> Layout:
    """The layout of the lines of a text, after its formula.

    The right measure is the one under which full lines agree best: a text in columns was wrapped by counting
    characters, a text from a PDF by the widths of its typeface.
    """
    apart = _sets_apart(lines)
    spread = not apart and len([line for line in lines if line.line.gap]) * 2 > len(
        lines
    )
    margin, indent = _list_indents(lines, spread=spread)
    texts = [line.line.text for line in lines]
    if indent:
        full = _measure_longest(texts)
        return Layout(margin, indent, count_columns, full, spread, apart)

    middle = list(_list_middle_lines(texts))
    if len(middle) < FEW:
        return Layout(margin, 0, count_columns, _measure_longest(texts), spread, apart)

    ways = (count_columns, *list_faces()) if spaced else (count_columns,)
    sample = middle[:: 1 + len(middle) // SAMPLE]
    (full, _), measure = min(
        ((_measure_full(sample, way), way) for way in ways), key=lambda pair: pair[0][1]
    )
    return Layout(
        margin, 0, measure, full, spread, apart, _measure_first(texts, measure, full)
    )


def find_annex_layout(lines: Sequence[BodyLine], whole: Layout) -> Layout:
    """The layout of an annex: indents and blank lines are its own, widths those of the whole text.

    It has headings, so a blank line below a line without a sign need not be within a sentence. It is if a small letter
    follows; in scripts without small letters, if the line above is full.
    """
    gaps = [
        (above.line.text, at.line.text)
        for above, at in itertools.pairwise(lines)
        if at.line.gap
    ]
    within = [pair for pair in gaps if _is_torn(*pair, whole)]
    apart = len(gaps) > len(within) * 10
    spread = not apart and len(gaps) * 2 > len(lines)
    margin, indent = _list_indents(lines, spread=spread)
    return whole._replace(
        margin=margin,
        indent=indent,
        spread=spread,
        apart=apart,
    )


def _is_torn(above: str, below: str, whole: Layout) -> bool:
    """Whether a blank line is within a sentence."""
    if not above[-1].isalpha():
        return False
    if below[0].islower() or below[0].isupper():
        return below[0].islower()
    return whole.measure(above) > whole.full * FULL_SHARE


def _sets_apart(lines: Sequence[BodyLine]) -> bool:
    """Whether blank lines set off paragraphs: nearly all follow the end of one, and nearly all ends have one."""
    after_end = within = ends = parted = 0
    for above, at in itertools.pairwise(lines):
        over = not above.line.text[-1].isalpha()
        if at.line.gap:
            after_end += over
            within += not over
            if within > MOST_WITHIN and within * 5 > after_end:
                return False  # as most texts in the seeds' layout tell soon
        if above.line.text[-1] in PARAGRAPH_ENDS and not at.line.text[0].islower():
            ends += 1
            parted += at.line.gap > 0

    return (
        after_end >= FEWEST_BLANK
        and within * 10 <= after_end
        and parted * 4 >= ends * 3
    )


def _list_indents(lines: Sequence[BodyLine], *, spread: bool) -> tuple[int, int]:
    """The margin, and the column from which a line opens a paragraph (halfway to the usual indent); 0 if none does.

    Indents open no paragraphs if most numbered paragraphs begin at the margin, or their numbers hang out to the left:
    then what is indented is a list, a quotation or the closing. Nor do they if most indented lines continue a sentence.
    """
    indents = Counter([line.line.indent for line in lines])
    margin = min(
        (indent for indent, count in indents.items() if count * 10 >= len(lines)),
        default=0,
    )
    step = 2 if margin and not spread else 1

    deeper = Counter(
        {
            indent: count
            for indent, count in indents.items()
            if margin + step <= indent <= margin + DEEPEST
        }
    )
    numbered = [
        at.line.indent < margin + step or below.line.indent >= at.line.indent + HANGING
        for at, below in itertools.pairwise(lines)
        if at.line.text[0].isdecimal() and OPERATIVE.match(at.line.text)
    ]
    outside = sum(numbered) * 2 > len(numbered) > 1
    if outside or deeper.total() < max(2, len(lines) // 12):
        return margin, 0

    opening = margin + (deeper.most_common(1)[0][0] - margin + 1) // 2
    above = [
        over.line.text
        for over, at in itertools.pairwise(lines)
        if at.line.indent >= opening
    ]
    return margin, opening if sum(map(_goes_on, above)) * 2 <= len(above) else 0


def _goes_on(text: str) -> bool:
    """Whether a line ends within a sentence: its last sign is a letter, note marks apart."""
    without_number = text.rstrip("0123456789 ")
    return without_number[-1:].isalpha()


def _measure_longest(texts: Sequence[str]) -> float:
    """The width of full lines in columns: at most one line in ten is longer."""
    if not texts:
        return 0.0

    step = 1 + len(texts) * 2 // SAMPLE
    widths = sorted(map(count_columns, texts[::step]))
    return widths[len(widths) * 9 // 10]


class _Going(msgspec.Struct, frozen=True, gc=False):
    """A line that certainly continues; `wanted` is the line with the next word, which had no room."""

    text: str
    wanted: str


def _find_continued(text: str, below: str) -> _Going | None:
    """The line, if it certainly continues: it ends with a letter, and the next begins with a small or a Chinese one."""
    if not (text[-1:].isalpha() and below[:1].isalpha()):
        return None
    if HAN_SIGN.match(below):
        return _Going(text, text + below[0])

    word, hyphen, _ = below.split(" ", 1)[0].partition("-")
    if word[:1].islower():
        return _Going(text, f"{text} {word}{hyphen}")

    return None


def _list_middle_lines(texts: Sequence[str]) -> Iterator[_Going]:
    """Lines from the middle of paragraphs that certainly continue; a first line may be indented."""
    for above, text, below in zip(texts, texts[1:], texts[2:], strict=False):
        if (
            above[-1:].isalpha()
            and not OPERATIVE.match(text)
            and (line := _find_continued(text, below))
        ):
            yield line


def _measure_first(texts: Sequence[str], measure: Measure, full: float) -> float | None:
    """The width of a full line that opens a paragraph; None if too few lines certainly open one.

    A line opens one if the line above is short and ends with a comma. Lines with a number do not count, for there is a
    gap behind the number. None of these lines had room for its next word, so the width of the narrowest line with that
    word is the bound.
    """
    lines = [
        line
        for above, text, below in zip(texts, texts[1:], texts[2:], strict=False)
        if COMMA_END.search(above)
        and full - measure(above) > SHORT
        and not OPERATIVE.match(text)
        if (line := _find_continued(text, below))
    ]
    if len(lines) < FEW:
        return None

    held, _ = _measure_full(lines, measure)
    return min(width for line in lines if (width := measure(line.wanted)) >= held)


def _measure_full(lines: Sequence[_Going], measure: Measure) -> tuple[float, int]:
    """The width of a full line that fits most lines, and how many lines contradict it.

    A line contradicts it if it is wider, or if its next word had room.
    """
    held = sorted(measure(line.text) for line in lines)
    wanted = sorted(measure(line.wanted) for line in lines)
    wrong = [
        len(held) - 1 - index + bisect_left(wanted, width)
        for index, width in enumerate(held)
    ]
    least = min(wrong)
    last_least = len(wrong) - 1 - wrong[::-1].index(least)
    return held[last_least], least
