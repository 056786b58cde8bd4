"""How well references are read, by kind: those of `tests/data/references`, which a person read in six languages.

    python benchmarks/references.py

A reference is right if its words, its kind and its value are those that the person wrote down.
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "src")]
from benchmarks.usage import read_names
from tests.test_references import CASES, RECALL, is_false, list_found


def main() -> None:
    """Print a row for each kind, and the references that were missed or are wrong."""
    wanted, right, false = Counter[str](), Counter[str](), Counter[str]()
    for case in CASES:
        got, want = Counter(list_found(case)), Counter(case.refers)
        for counter, found in ((wanted, want), (right, got & want)):
            counter.update(kind for _, kind, _ in found.elements())
        for one in (got - want).elements():
            same = Counter(other for other in want if other[1] == one[1])
            false[one[1]] += is_false(one, same)
        if got != want:
            print(case.place, "missed", dict(want - got), "instead", dict(got - want))
    print(f"{len(CASES)} passages, {wanted.total()} references")
    for kind in RECALL:
        print(
            f"{kind}: {wanted[kind]}, found {right[kind]}, wrong {false[kind]}; "
            f"recall {right[kind] / wanted[kind]:.3f}, to reach {RECALL[kind]}"
        )


if __name__ == "__main__":
    read_names(__doc__)
    main()
