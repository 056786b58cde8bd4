"""How well comparisons do on pairs of texts that their limits were not chosen by, as a table.

    python benchmarks/left_out.py

Each pair of texts is left out in turn, in all its languages. Of several settings of the limits in `aligning/fit.py`,
the one that does best on all other pairs is taken for it. `chosen` are the limits as they are, chosen with all pairs.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from itertools import product
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.comparison import GoldScore, find, list_gold, name_group, score
from benchmarks.usage import read_names
from tests.alignments import GoldAlignment
from unres_site.comparison.aligning import fit


class Limits(NamedTuple):
    """What is added to the limits as they are."""

    counted: float = 0.0
    one_name: float = 0.0
    besides: float = 0.0


STEPS = (0.0, -0.03, 0.03)
"""What is tried for each limit; what comes first is kept if another is not better."""

SETTINGS = [Limits(*steps) for steps in product(STEPS, repeat=len(Limits._fields))]

Scored = list[tuple[GoldAlignment, GoldScore]]
"""Each gold alignment with its score."""


def score_with(limits: Limits, gold: Iterable[GoldAlignment]) -> Scored:
    """Score all alignments with other limits."""
    before = fit.COUNTED, fit.ONE_NAME, fit.BESIDES
    fit.COUNTED += limits.counted
    fit.ONE_NAME += limits.one_name
    first, second = ((least, rest + limits.besides) for least, rest in fit.BESIDES)
    fit.BESIDES = first, second
    try:
        return [(one, score(one, find("unres-site", one))) for one in gold]
    finally:
        fit.COUNTED, fit.ONE_NAME, fit.BESIDES = before


def choose(scored: dict[Limits, Scored], without: GoldAlignment) -> Limits:
    """The limits that do best on all pairs of texts but one."""

    def add_up(limits: Limits) -> float:
        total = GoldScore()
        for one, counts in scored[limits]:
            if _name(one) != _name(without):
                total = total.add(counts)
        return total.strict.f1

    return max(scored, key=add_up)


def _name(one: GoldAlignment) -> tuple[str, str]:
    """The two texts, whose alignments in several languages are one pair."""
    return one.older, one.newer


def add_by_group(
    scored: Iterable[tuple[GoldAlignment, GoldScore]],
) -> dict[str, GoldScore]:
    """The scores by group."""
    groups: dict[str, GoldScore] = {}
    for one, counts in scored:
        group = name_group(one)
        groups[group] = groups.get(group, GoldScore()).add(counts)
    return groups


def main() -> int:
    """Print the table, and how often the limits as they are were taken."""
    gold = list_gold()
    scored = {limits: score_with(limits, gold) for limits in SETTINGS}
    taken = [choose(scored, one) for one in gold]
    left_out = add_by_group(scored[limits][at] for at, limits in enumerate(taken))
    chosen = add_by_group(scored[Limits()])
    print(f"{'':16}{'chosen':>8}{'precision':>11}{'left out':>10}{'precision':>11}")
    for group, own in sorted(chosen.items()):
        other = left_out[group]
        print(
            f"{group:16}{own.strict.f1:>8.3f}{own.single.precision:>11.3f}"
            f"{other.strict.f1:>10.3f}{other.single.precision:>11.3f}"
        )
    same = taken.count(Limits())
    print(f"{len(SETTINGS)} settings; as they are for {same} of {len(gold)} alignments")
    return 0


if __name__ == "__main__":
    read_names(__doc__)
    sys.exit(main())
