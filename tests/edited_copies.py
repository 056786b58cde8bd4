"""Copies of texts with known edits: what an alignment has to find is known without reading."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from unres_site.comparison.aligning.paragraphs import ComparedParagraph, make_compared
from unres_site.comparison.links import LinkKind

# matches: "，"
# matches: ", "
# rejects: a
BREAK = re.compile(r"(?<=[，；、])|(?<=[,;،] )")
"""Where a sentence may be split, unless it is within a quoted name."""

FARTHEST = 4
"""A paragraph that moves goes at least this many places away, so that it is clear which one has moved."""

Truth = set[tuple[str, str, LinkKind]]
"""Old anchor, new anchor, kind of their link."""


@dataclass
class EditedCopy:
    """Paragraphs of a text, those of its edited copy, and the links between them."""

    old: list[ComparedParagraph]
    new: list[ComparedParagraph] = field(default_factory=list)
    links: Truth = field(default_factory=set)
    dropped: set[str] = field(default_factory=set)


@dataclass(frozen=True)
class _Item:
    """A paragraph of the copy: its words, the old paragraphs that it comes from, and what was done."""

    text: str
    kind: str
    sources: tuple[str, ...]
    edit: LinkKind


def edit(
    paragraphs: Sequence[ComparedParagraph], language: str, seed: int
) -> EditedCopy:
    """A copy with 10 % of the paragraphs dropped, 10 % moved, 5 split, 5 merged, 20 % reworded; none twice."""
    chance = random.Random(seed)  # noqa: S311 - a test's
    copy = EditedCopy(list(paragraphs))
    rest = list(range(len(paragraphs)))
    chance.shuffle(rest)
    tenth = len(paragraphs) // 10
    dropped, moved = _take(rest, tenth), _take(rest, tenth)
    split = _take(rest, 5, lambda index: bool(find_middle(paragraphs[index].text)))
    merged = _take(rest, 5, lambda index: index + 1 in rest)
    rest = [index for index in rest if index - 1 not in merged]
    reworded = _take(rest, 2 * tenth)
    items: list[_Item] = []
    for index, one in enumerate(paragraphs):
        sources = (one.anchor,)
        if index in dropped:
            copy.dropped.add(one.anchor)
        elif index in split:
            middle = find_middle(one.text)
            items += [
                _Item(part, one.kind, sources, "split")
                for part in (one.text[:middle], one.text[middle:])
            ]
        elif index in merged:
            after = paragraphs[index + 1]
            both = f"{one.text} {after.text}"
            items.append(_Item(both, one.kind, (one.anchor, after.anchor), "merged"))
        elif index in reworded:
            text = reword(one.text, language, chance)
            items.append(_Item(text, one.kind, sources, "changed"))
        elif index - 1 not in merged:
            kind: LinkKind = "moved" if index in moved else "kept"
            items.append(_Item(one.text, one.kind, sources, kind))
    _write(copy, _move(items, chance), language)
    return copy


def _take(rest: list[int], count: int, fits: object = None) -> set[int]:
    """Some of the indexes that are left, which are then left no more."""
    test = fits if callable(fits) else bool
    taken: set[int] = set()
    for index in list(rest):
        if len(taken) < count and (fits is None or test(index)):
            if fits is not None and {index - 1, index + 1} & taken:
                continue
            taken.add(index)
    rest[:] = [index for index in rest if index not in taken]
    return taken


def find_middle(text: str) -> int:
    """The place between two parts of a sentence that is nearest to its middle; 0 if a part would be short."""
    places = [
        found.start()
        for found in BREAK.finditer(text)
        if text.count("《", 0, found.start()) == text.count("》", 0, found.start())
    ]
    least = max(14, len(text) // 4)
    fitting = [place for place in places if least <= place <= len(text) - least]
    return min(fitting, key=lambda place: abs(2 * place - len(text)), default=0)


def reword(text: str, language: str, chance: random.Random) -> str:
    """The text with a fifth of its words in another order, and another year."""
    spaced = language not in ("zh", "zh-Hant")
    pieces = text.split(" ") if spaced else list(text)
    length = max(1, len(pieces) // 5)
    start = chance.randrange(len(pieces) - length + 1)
    middle = pieces[start : start + length]
    chance.shuffle(middle)
    changed = [*pieces[:start], *middle, *pieces[start + length :], "2031"]
    return (" " if spaced else "").join(changed)


def _move(items: list[_Item], chance: random.Random) -> list[_Item]:
    """The paragraphs that are to be moved, far from where they were."""
    placed = list(items)
    for item in [one for one in items if one.edit == "moved"]:
        at = placed.index(item)
        places = [place for place in range(len(placed)) if abs(place - at) >= FARTHEST]
        placed.remove(item)
        placed.insert(chance.choice(places), item)
    return placed


def _write(copy: EditedCopy, items: Sequence[_Item], language: str) -> None:
    """The paragraphs of the copy, with anchors of their own."""
    for number, item in enumerate(items, 1):
        anchor = f"new{number}"
        copy.new.append(make_compared(anchor, item.kind, item.text, language))
        for source in item.sources:
            copy.links.add((source, anchor, item.edit))
