"""Numbers before paragraphs: what label a line opens with, and whether it comes next.

Position and numbering decide what a paragraph is, so a label counts only where it stands in a sequence: `(i)` follows
`(h)`
or opens a list of roman numbers, and a line that a break tore off at `5. ` opens nothing unless paragraph 4 came
before.
"""

from __future__ import annotations

import functools
import re
from typing import Literal

import msgspec

from unres_site.deferred import deferred
from unres_site.languages import Language

Family = Literal["operative", "decimal", "letter", "roman", "number", "native", "circled", "ideograph"]


class Label(msgspec.Struct, frozen=True, gc=False):
    """A label at the head of a line.

    text     as printed, `3.`, `(a)`, `1 -`; `length` characters of the line with the space after it
    number   the number itself: `3`, `(a)`, `㈠`
    readings the sequences it may belong to, each with its place from 1 (`(i)` is the ninth letter, the first roman)
    """

    text: str
    number: str
    length: int
    readings: tuple[tuple[Family, int], ...]


# matches: 12. 请秘书长
# matches: 1 - تحيط علما
# matches: 3．
# matches: 3、重申
# rejects: 3、4 段
# rejects: 12.5 亿
# rejects: 12 月
OPERATIVE = deferred(r"(?P<number>\d{1,3})(?:\s?[.．](?!\d)|、(?!\s?\d)|\s{0,2}[-‐‑–—](?=\s))(?:\s+|(?=\D)|$)")

# matches: 1.1 联合国
# rejects: 1. 联合国
DECIMAL = deferred(r"(?P<number>\d{1,3}(?:\.\d{1,3}){1,3})\.?(?:\s+|$)")

# matches: (a) 回顾
# matches: (ii) Termination
# matches: （b）
# matches: b) Восстановить
# rejects: (a 回顾
# rejects: (联合国)
ALPHABETIC = deferred(r"(?P<open>[(（])?\s?(?P<number>[a-zа-яё]{1,4}|[A-Z])\s?(?P<close>[)）])\s*")

# matches: (1) Withdrawal
# matches: ’1‘ إعداد
# matches: 1) решает
# rejects: 1. решает
NUMERIC = deferred(r"(?P<open>[(（’‘'])?\s?(?P<number>\d{1,2})\s?[)）‘’']\s*")

# matches: ㈠ 审议
# rejects: 一、
CIRCLED = deferred(r"(?P<number>[㈠-㈩①-⑳])\s*")

# matches: (十一) 审议
# matches: 七、所有国家
# matches: 一.断定
# rejects: 一切国家
IDEOGRAPH = deferred(
    r"(?:[(（](?P<inner>[一二三四五六七八九十]{1,3})[)）]|(?P<number>[一二三四五六七八九十]{1,3})[.．、])\s*"
)

# matches: (أ) وضع
# rejects: أ وضع
NATIVE = deferred(r"[(（]\s?(?P<number>[^\W\d_]{1,2})\s?[)）]\s*")

ROMAN = {
    number: place
    for place, number in enumerate(
        tens + units
        for tens in ("", "x", "xx")
        for units in ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")
    )
    if number
}
IDEOGRAPHS = {"一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10}


def label(line: str, language: Language) -> Label | None:
    """The label that a line opens with, or None."""
    first = line[:1]
    if first.isdigit():
        return _decimal(line) or _operative(line) or _numeric(line)
    if first in "(（’‘'":
        return _alphabetic(line, language) or _numeric(line) or _ideograph(line)
    if first in "㈠㈡㈢㈣㈤㈥㈦㈧㈨㈩" or "①" <= first <= "⑳":
        return _circled(line)
    if first in IDEOGRAPHS:
        return _ideograph(line)
    return _alphabetic(line, language) if first < LAST_LETTER else None


LAST_LETTER = "\u0460"
"""Beyond the letters of labels: Latin and Cyrillic ones. Others stand in brackets."""


def _made(match: re.Match[str], number: str, *readings: tuple[Family, int]) -> Label:
    return Label(match[0].strip(), number, match.end(), readings)


def _operative(line: str) -> Label | None:
    match = OPERATIVE.match(line)
    if match is None:
        return None
    number = int(match["number"])
    return _made(match, str(number), ("operative", number))


def _decimal(line: str) -> Label | None:
    match = DECIMAL.match(line)
    return _made(match, match["number"], ("decimal", int(match["number"].rpartition(".")[2]))) if match else None


def _numeric(line: str) -> Label | None:
    match = NUMERIC.match(line)
    return _made(match, match[0].strip(), ("number", int(match["number"]))) if match else None


def _circled(line: str) -> Label | None:
    match = CIRCLED.match(line)
    if match is None:
        return None
    sign = ord(match["number"])
    return _made(match, match["number"], ("circled", sign - (0x3220 if sign > 0x3000 else 0x2460) + 1))  # noqa: PLR2004


def _ideograph(line: str) -> Label | None:
    match = IDEOGRAPH.match(line)
    if match is None:
        return None
    worth = _ideograph_value(match["inner"] or match["number"])
    if match["inner"]:
        return _made(match, match[0].strip(), ("circled", worth))
    return _made(match, match["number"], ("ideograph", worth))


def _ideograph_value(text: str) -> int:
    tens, ten, units = text.rpartition("十")
    return (IDEOGRAPHS.get(tens, 1) * 10 if ten else 0) + IDEOGRAPHS.get(units, 0)


def _alphabetic(line: str, language: Language) -> Label | None:
    match = ALPHABETIC.match(line) or (NATIVE.match(line) if language.markers else None)
    if match is None:
        return None
    text = match["number"]
    readings: list[tuple[Family, int]] = []
    if (place := _letter(text.lower().translate(LOOKALIKES))) is not None:
        readings.append(("letter", place))
    if text in ROMAN:
        readings.append(("roman", ROMAN[text]))
    readings += [("native", order[text]) for order in _native(language.code, language.markers) if text in order]
    return _made(match, match[0].strip(), *readings) if readings else None


def _letter(text: str) -> int | None:
    """`a` is 1, `z` 26, `aa` 27, `bb` 28; None for what is no such label."""
    if not text.isascii() or len(set(text)) != 1:
        return None
    return ord(text[0]) - ord("a") + 1 + 26 * (len(text) - 1)


LOOKALIKES = str.maketrans("асехор", "acexop")
"""Cyrillic letters that texts use for the Latin ones in `а)`, `с)`."""


@functools.cache
def _native(code: str, markers: tuple[str, ...]) -> tuple[dict[str, int], ...]:  # noqa: ARG001  (the code is the key)
    return tuple({sign: place for place, sign in enumerate(order, 1)} for order in markers)


DEEPEST = 6
"""Levels below an operative paragraph; no resolution has more than three."""

Reading = tuple[Family, int]
"""A sequence, and a place in it from 1."""


class Sequences:
    """Which lists are open, innermost last, and how far each has come.

    A list may be read in several ways as long as its labels allow: `a)` with a Cyrillic letter opens both alphabets.
    """

    def __init__(self) -> None:
        self._levels: list[tuple[Reading, ...]] = []
        self._carried = 0
        self._resumed = 0
        """The number that comes next if the last one, which skipped some, was misread."""

    @property
    def operative(self) -> int:
        """The last operative number, 0 before the first."""
        for family, place in self._levels[0] if self._levels else ():
            if family in OUTERMOST:
                return place
        return 0

    def fits(self, label: Label, *, chapeau: bool) -> bool:
        """Whether the label comes next in an open list or opens one; `chapeau`: the text before ends with a colon."""
        return self._place(label, chapeau=chapeau) is not None

    def take(self, label: Label, *, chapeau: bool) -> int:
        """Depth of the label (0 for an operative paragraph); it becomes the last of its list."""
        depth, readings = self._place(label, chapeau=chapeau) or self._forced(label)
        before = self.operative
        above: list[tuple[Reading, ...]] = self._levels[:depth] or [(("operative", 0),)] * bool(depth)
        self._levels = [*above, readings]
        if depth == 0:
            self._resumed = before + 2 if before and self.operative > before + 1 else 0
        return depth

    def restart(self) -> None:
        """A heading or an annex stands here: numbers begin anew, or go on as before it."""
        self._carried = self.operative or self._carried
        self._levels = []

    def _place(self, label: Label, *, chapeau: bool) -> tuple[int, tuple[Reading, ...]] | None:
        if chapeau and (first := self._opening(label)):
            return first
        for depth in reversed(range(len(self._levels))):
            before = self._levels[depth]
            if depth == 0 and self._resumed:
                before = (*before, ("operative", self._resumed - 1))
            if readings := tuple([one for one in label.readings if (one[0], one[1] - 1) in before]):
                return depth, readings
        return self._opening(label)

    def _opening(self, label: Label) -> tuple[int, tuple[Reading, ...]] | None:
        """The place of a label that is the first of a list; an operative one opens the outermost."""
        carried = ("operative", self._carried + 1)
        first = tuple(one for one in label.readings if one[1] == 1 or (one == carried and not self._levels))
        if not first:
            return None
        if first[0][0] in OUTERMOST:
            return (0, first) if not self._levels else None
        return min(max(1, len(self._levels)), DEEPEST), first

    def _forced(self, label: Label) -> tuple[int, tuple[Reading, ...]]:
        """A label out of sequence: the level of its family, where one is open, else by its kind."""
        for depth in reversed(range(len(self._levels))):
            families = {family for family, _ in self._levels[depth]}
            if readings := tuple(reading for reading in label.readings if reading[0] in families):
                return depth, readings
        outer = label.readings[0][0] in (*OUTERMOST, "decimal")
        return (0 if outer else min(max(1, len(self._levels)), DEEPEST)), label.readings


OUTERMOST: tuple[Family, ...] = ("operative", "ideograph")
"""Families whose lists stand in no other."""
