"""Terms that took the place of others from one text to the next."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from unres_site.comparison.aligning.paragraphs import make_compared
from unres_site.comparison.comparing import compare_lists
from unres_site.comparison.rows import arrange
from unres_site.comparison.wording.marking import mark_rows
from unres_site.comparison.wording.shifts import list_shifts


def list_named(old: Sequence[str], new: Sequence[str], language: str) -> list[str]:
    """The shifts between two texts, with the places of the new paragraphs."""
    before, after = (
        [
            make_compared(f"op{at}", "operative", words, language)
            for at, words in enumerate(text)
        ]
        for text in (old, new)
    )
    found, _ = compare_lists(before, after, language)
    marked = mark_rows(found, arrange(found), language)
    changed = [(row.new[0], pieces) for row, pieces in marked.items()]
    return [
        f"{one.old} → {one.new} {one.places}"
        for one in list_shifts(changed, found.old, found.new)
    ]


ZH = [
    "请分区域各国加强在小武器方面的合作；",
    "鼓励各国支持分区域的民间组织参加各项活动；",
]


@pytest.mark.parametrize(
    ("language", "old", "new", "expected"),
    [
        ("zh", ZH, [one.replace("分", "次") for one in ZH], ["分区域 → 次区域 (0, 1)"]),
        ("zh", ZH, [ZH[0].replace("分", "次"), ZH[1]], []),
        ("zh", ["1999 年甲", "1999 年乙"], ["2001 年甲", "2001 年乙"], []),
        (
            "en",
            [
                "Requests the Mission to report on arms;",
                "Invites the Mission to visit;",
            ],
            ["Requests the Office to report on arms;", "Invites the Office to visit;"],
            ["Mission → Office (0, 1)"],
        ),
    ],
)
def test_shifts(
    language: str, old: list[str], new: list[str], expected: list[str]
) -> None:
    assert list_named(old, new, language) == expected
