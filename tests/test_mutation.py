"""The mutants that `benchmarks/mutation.py` makes: every constant and every row, and nothing else."""

from __future__ import annotations

import ast

from benchmarks import mutation

MODULE = """
NEAR = 40
SHORT: float = 0.5
FIRST, LAST = 1, 99
LOWEST = -1
WORDS = "a word is not a number"
RULES = (("a", 1), *((CLOSE, 2), (FAR, 3)))
NAMES = frozenset({"x", "y"})
VALUES = {"k": 1, "l": 2}
ONE = (1,)
__all__ = ["load", "save"]

def inner():
    LIMIT = 3
"""


def test_each_constant_is_moved_and_each_row_deleted() -> None:
    made = mutation.list_mutants(mutation.PACKAGE / "module.py", MODULE)
    assert [f"{one.name} {one.change}" for one in made] == [
        "NEAR = 30",
        "NEAR = 50",
        "SHORT = 0.375",
        "SHORT = 0.625",
        "FIRST = 0",
        "FIRST = 2",
        "LAST = 74",
        "LAST = 124",
        "LOWEST = -2",
        "LOWEST = 0",
        "RULES without ('a', 1)",
        "RULES without (CLOSE, 2)",
        "RULES without (FAR, 3)",
        "NAMES without 'x'",
        "NAMES without 'y'",
        "VALUES without 'k'",
        "VALUES without 'l'",
    ]


def test_a_mutant_differs_in_its_one_change() -> None:
    changed = {}
    for mutant in mutation.list_mutants(mutation.PACKAGE / "module.py", MODULE):
        before, after = (
            ast.unparse(tree).split("\n")
            for tree in (ast.parse(MODULE), mutant.tree(MODULE))
        )
        (changed[f"{mutant.name} {mutant.change}"],) = [
            new for old, new in zip(before, after, strict=True) if old != new
        ]
    assert changed["LAST = 124"] == "FIRST, LAST = (1, 124)"
    assert changed["RULES without (FAR, 3)"] == "RULES = (('a', 1), *((CLOSE, 2),))"
    assert changed["NAMES without 'x'"] == "NAMES = frozenset({'y'})"
    assert changed["VALUES without 'k'"] == "VALUES = {'l': 2}"


def test_a_sample_is_drawn_from_all_and_is_the_same_for_the_same_seed() -> None:
    made = mutation.list_asked(["refusals.py"])
    assert {one.file.name for one in made} == {"refusals.py"}
    drawn = mutation.draw(made, 5, seed=1)
    assert drawn == mutation.draw(made, 5, seed=1) != mutation.draw(made, 5, seed=2)
    assert set(map(str, drawn)) < set(map(str, made))
    assert len(mutation.draw(made, 10_000, seed=1)) == len(made)


def test_the_tests_of_the_loader_are_found() -> None:
    names = [path.rsplit("/", 1)[-1] for path in mutation.list_tests()]
    assert {"test_loader.py", "test_layout.py", "test_citations.py"} <= set(names)
    assert set(names[:3]) == set(mutation.FIRST)
    assert "test_build.py" not in names
