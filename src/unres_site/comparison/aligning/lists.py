"""Paragraphs that introduce a list (`Decides that:`), which belong together if their lists do.

Their words are few and the same for many lists, so they say little.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from unres_site.comparison.aligning.paragraphs import ComparedParagraph

COLONS = (":", "：")

Lists = Mapping[int, Sequence[int]]
"""The items of each paragraph that introduces a list, by their indexes."""


def find_lists(paragraphs: Sequence[ComparedParagraph]) -> Lists:
    """The lists of a text: sub-paragraphs, or paragraphs without a number behind one that ends with a colon."""
    lists: dict[int, list[int]] = {}
    open_list = -1
    for index, paragraph in enumerate(paragraphs):
        if paragraph.kind == "note":
            continue
        if paragraph.parent >= 0:
            lists.setdefault(paragraph.parent, []).append(index)
            continue

        is_item = paragraph.kind == "operative" and not paragraph.number
        if is_item and open_list >= 0:
            lists.setdefault(open_list, []).append(index)
        elif paragraph.text.endswith(COLONS):
            open_list = index
        else:
            open_list = -1

    return {
        index: items
        for index, items in lists.items()
        if paragraphs[index].text.endswith(COLONS)
    }
