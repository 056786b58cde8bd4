"""Comparisons against the alignments made by reading (`tests/gold/`), beside the method of undifferent.

`python benchmarks/comparison.py --show` prints the figures, and what is wrong.
"""

from __future__ import annotations

from pathlib import Path

from benchmarks.comparison import (
    SEEDS,
    GoldScore,
    list_gold,
    measure_agreement,
    score_method,
)
from unres_site.comparison.comparing import compare
from unres_site.comparison.rows import arrange
from unres_site.comparison.wording.marking import mark_rows
from unres_site.loader import load
from unres_site.messages import get_catalogue
from unres_site.pipeline.commands.links import read_outline
from unres_site.site.since.rows import RowWriter, make_sides

FLOORS = {"neighbours": 0.99, "far": 0.96, "seeds": 0.97}
"""The lowest F1 of pairs; a little below what is measured."""

PRECISE = {"neighbours": 0.99, "far": 0.985, "seeds": 0.99}
"""The lowest share of true pairs among those that are called kept or changed."""


def check(ours: dict[str, GoldScore], theirs: dict[str, GoldScore]) -> None:
    for group, found in ours.items():
        assert found.strict.f1 >= FLOORS[group.split()[-1]], group
        assert found.strict.f1 > theirs[group].strict.f1, group
        assert found.lax.f1 > theirs[group].lax.f1, group
        assert found.single.precision >= PRECISE[group.split()[-1]], group


def test_the_project_s_own_texts_are_aligned() -> None:
    gold = [one for one in list_gold() if (one.older, one.newer) in SEEDS]
    assert len(gold) == len(SEEDS)
    check(*(score_method(method, gold) for method in ("unres-site", "undifferent")))


def test_texts_of_the_corpus_are_aligned(corpus: Path) -> None:
    assert corpus.is_dir()
    gold = [one for one in list_gold() if (one.older, one.newer) not in SEEDS]
    check(*(score_method(method, gold) for method in ("unres-site", "undifferent")))


def test_two_languages_agree(corpus: Path) -> None:
    assert corpus.is_dir()
    assert min(one.f1 for one in measure_agreement(list_gold())) >= 0.98


def test_links_between_rows_have_their_targets(corpus: Path) -> None:
    """In 76/98 a paragraph that may belong to another one is merged into a third: it has no row of a dropped one."""
    folder = corpus / "seedlike"
    old, new = folder / "zh" / "A_RES_75_115.txt", folder / "zh-76" / "A_RES_76_98.txt"
    earlier, later = (
        load(path.read_bytes(), path.name).resolutions[0] for path in (old, new)
    )
    found = compare(earlier, later)
    for part in found:
        rows = arrange(part)
        pieces = mark_rows(part, rows, "zh")
        sides = make_sides(found.notes, "old.html", "new.html")
        page = RowWriter(get_catalogue("zh"), part, pieces, sides).write(rows)
        outline = read_outline(page)
        targets = [link for _, link in outline.links if link.startswith("#old-")]
        assert {target[1:] for target in targets} <= set(outline.anchors)
