"""Marks whose notes are lost: only digits that can be nothing else are taken for one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from unres_site.deferred import deferred
from unres_site.loader.decode.source import Line
from unres_site.loader.notes.shapes import Stretch, find_candidates, find_stuck
from unres_site.loader.notes.styles import AFTER_MARK
from unres_site.text.canonical import HAN

# matches: 宣言》1
# rejects: 约8
# rejects: A/AC.292/INF/5/Rev.1 号
# rejects: 第4、5 段
# rejects: 3,5 %
UNNOTED_MARK = deferred(
    rf"(?:(?<=[；;，。》」』”’»\"!?؛])|(?<=[^\W\d][,:)،])|(?<=[^\W\d_]{{4}}\.)|(?<=[^\W\d_A-Z{HAN}]))(?P<number>[1-9]\d{{0,2}})(?=$|[\s{AFTER_MARK}])(?![.,]\d)"
)
"""A mark beyond doubt: the only shape in which one is read whose note is lost."""

SENTENCE_SIGNS = "，；。,;.،؛》”»"
"""Signs after which a number alone on the next line is a mark, if it comes next."""


def find_all_unnoted(lines: Sequence[Line]) -> list[tuple[int, Stretch]]:
    """Marks beyond doubt in a text that has lost all its notes, with their lines.

    The first may be in doubt, `2020,1`: it is one if several come after it.
    """
    found = list(find_unnoted(lines, (0, 0), 0))
    if found:
        return found

    found = list(find_unnoted(lines, (0, 0), 1))
    if len(found) < SEVERAL:
        return []

    above = (
        (index, match)
        for index in range(found[0][0] + 1)
        for match in find_candidates(lines[index])
    )
    ones = [(index, match) for index, match in above if match["number"] == "1"]
    first = [
        (index, ("1", match.start(), match.end()))
        for index, match in ones
        if (index, match.start()) < (found[0][0], found[0][1][1])
    ]
    return [*first[-1:], *found]


SEVERAL = 3
"""The least number of marks in a row that are not there by chance."""


def find_unnoted(
    lines: Sequence[Line], above: tuple[int, int], number: int
) -> Iterator[tuple[int, Stretch]]:
    """Marks that go on from a number below the place `above`, though no notes have theirs; with their lines."""
    at, start = above
    for index in range(at, len(lines)):
        text = lines[index].text
        begin = start if index == at else 0
        if (
            begin == 0
            and text == str(number + 1)
            and index
            and lines[index - 1].text[-1] in SENTENCE_SIGNS
        ):
            number += 1
            yield index, (text, 0, len(text))

        while found := _find_beyond_doubt(text, number + 1, begin):
            number = number + 1
            begin = found[1]
            yield index, (str(number), *found)


def _find_beyond_doubt(text: str, number: int, begin: int) -> tuple[int, int] | None:
    """Start and end of the first digits from `begin` on that can only be a mark of that number."""
    sign = str(number)
    if sign not in text or len(text) > LONGEST_LINE:
        return None

    found = [
        (match.start(), match.end())
        for match in UNNOTED_MARK.finditer(text, begin)
        if match["number"] == sign
    ]
    found += [
        (start, end) for _, start, end in find_stuck(text, number) if start >= begin
    ]
    return min(found, default=None)


LONGEST_LINE = 2000
"""Characters of the longest line in which marks without notes are looked for."""
