"""Pairs of paragraphs to links: what became of each old paragraph, and where each new one comes from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Literal, NamedTuple

from unres_site.comparison.aligning.pairs import Pair
from unres_site.comparison.aligning.paragraphs import ComparedParagraph
from unres_site.text.increasing import find_longest_increasing

LinkKind = Literal["kept", "changed", "moved", "split", "merged", "perhaps"]

Paragraphs = Sequence[ComparedParagraph]


class Link(NamedTuple):
    """Paragraphs that belong together.

    old, new  their indexes
    kind      kept: the same words; changed: other words; moved: the same words in another place; split: one became
              several; merged: several became one; perhaps: too little alike to be counted
    likeness  how alike they are, 0 to 1; the least of several
    is_moved  whether one paragraph is in another place; it may be changed, too
    """

    old: tuple[int, ...]
    new: tuple[int, ...]
    kind: LinkKind
    likeness: float
    is_moved: bool = False


def make_links(old: Paragraphs, new: Paragraphs, pairs: Iterable[Pair]) -> list[Link]:
    """The links of pairs, in the order of the new text."""
    counted: list[Pair] = []
    links: list[Link] = []
    for pair in pairs:
        if pair.counts:
            counted.append(pair)
        else:
            links.append(Link((pair.old,), (pair.new,), "perhaps", pair.likeness))

    groups = _group_pairs(counted)
    links += [_join_group(group) for group in groups if len(group) > 1]
    singles = [group[0] for group in groups if len(group) == 1]
    moved = set(_find_moved(old, new, singles))
    for pair in singles:
        is_same = old[pair.old].form == new[pair.new].form
        links.append(_make_link(pair, is_same, pair in moved))

    return sorted(links, key=lambda link: (link.new, link.old))


def _make_link(pair: Pair, is_same: bool, is_moved: bool) -> Link:  # noqa: FBT001
    kind: LinkKind = "changed"
    if is_same:
        kind = "moved" if is_moved else "kept"

    return Link((pair.old,), (pair.new,), kind, pair.likeness, is_moved)


def _join_group(group: Sequence[Pair]) -> Link:
    """The link of a group that has more than one paragraph of a text."""
    old = {pair.old for pair in group}
    new = {pair.new for pair in group}
    least = min(pair.likeness for pair in group)
    kind: LinkKind = "split" if len(new) >= len(old) else "merged"
    return Link(tuple(sorted(old)), tuple(sorted(new)), kind, least)


def _group_pairs(pairs: Sequence[Pair]) -> list[list[Pair]]:
    """The pairs in groups; two pairs that have a paragraph in common are in one group."""
    times_old = Counter(pair.old for pair in pairs)
    times_new = Counter(pair.new for pair in pairs)
    alone: list[list[Pair]] = []
    joined: list[list[Pair]] = []
    for pair in pairs:
        if times_old[pair.old] == times_new[pair.new] == 1:
            alone.append([pair])
        else:
            joined = _add_to_groups(joined, pair)

    return alone + joined


def _add_to_groups(groups: Iterable[list[Pair]], pair: Pair) -> list[list[Pair]]:
    """The groups with one more pair, which joins all groups that have one of its paragraphs."""
    own = [pair]
    others: list[list[Pair]] = []
    for group in groups:
        if any(one.old == pair.old or one.new == pair.new for one in group):
            own += group
        else:
            others.append(group)

    return [*others, own]


def _find_moved(
    old: Paragraphs, new: Paragraphs, pairs: Sequence[Pair]
) -> Iterable[Pair]:
    """The pairs that are not in the order of the others.

    A sub-paragraph is compared with those beside it. So it did not move if it moved with the paragraph above it; it did
    if the paragraphs above it do not belong together.
    """
    new_of = {pair.old: pair.new for pair in pairs}
    siblings: dict[tuple[int, int], list[Pair]] = {}
    for pair in pairs:
        parents = (_get_parent(old[pair.old]), _get_parent(new[pair.new]))
        siblings.setdefault(parents, []).append(pair)

    moved: list[Pair] = []
    for (parent_old, parent_new), group in siblings.items():
        have_no_parents = parent_old == parent_new == -1
        if have_no_parents or new_of.get(parent_old) == parent_new:
            moved += _list_out_of_order(group)
        else:
            moved += group

    return moved


def _get_parent(paragraph: ComparedParagraph) -> int:
    """The index of the paragraph above it; a note has its place among all notes."""
    if paragraph.kind == "note":
        return -1
    return paragraph.parent


def _list_out_of_order(pairs: Sequence[Pair]) -> list[Pair]:
    """The fewest pairs without which the others are in the same order in both texts."""
    ordered = sorted(pairs, key=lambda pair: pair.old)
    in_order = set(find_longest_increasing([pair.new for pair in ordered]))
    return [pair for index, pair in enumerate(ordered) if index not in in_order]
