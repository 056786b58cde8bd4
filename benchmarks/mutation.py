"""Changes the loader's thresholds and tables one at a time, and counts the changes that no short test notices.

    python benchmarks/mutation.py [PATTERN …] [--first 0] [--sample 40 [--seed 1]] [--jobs 2]

Only mutants whose name holds a PATTERN (blocks.py, RULES) are tried, if there is one; with `--first 200` the 200th of
them and all that follow; with `--sample 40` forty of those, drawn at random, the same for the same seed.

A mutant is one change of a module-level constant of the rooms in `ROOMS`: a number a quarter smaller or greater (by one
at least), or a table without one of its rows. They are found in the syntax tree, so a new constant needs no entry here.
Each mutant runs the tests that import these rooms and no later ones, in a process forked from this one; the changed
module exists in its memory alone. A mutant that passes all tests is a survivor: nothing holds that number or that row.

Printed are the survivors, and how many there are of each kind. The exit status is 1 where more than a tenth survive.
"""

from __future__ import annotations

import argparse
import ast
import copy
import importlib.machinery
import io
import multiprocessing
import os
import random
import resource
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import NamedTuple

import charset_normalizer  # noqa: F401  here, so that each fork has it
import coverage  # noqa: F401
import hypothesis  # noqa: F401
import jinja2  # noqa: F401
import msgspec  # noqa: F401
import pytest
import yaml  # noqa: F401

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "src" / "unres_site"

ROOMS = ("text", "citations", "damage", "loader")
"""Rooms whose constants are changed."""

EARLIER = (
    "deferred",
    "errors",
    "records",
    "messages",
    "symbols",
    "organs",
    "languages",
    "settings",
    "files",
    "workers",
)
"""Rooms that a test of the loader may import as well."""

SLOW = "test_patterns.py"
"""Tries all patterns for a minute, and holds no constant."""

FIRST = ("test_loader.py", "test_thresholds.py", "test_table_rows.py")
"""The tests that notice most are run before all others are loaded."""

SHARE = 0.25
"""How far a number is moved, as a part of it."""

SECONDS = 120
"""Processor time of one mutant's tests; one that takes longer is noticed, too."""

MEMORY = 4_000_000_000
"""Bytes of memory of one mutant's tests."""

OPTIONS = (
    *("-x", "-q", "--assert=plain", "--rootdir", str(ROOT)),
    *("-p", "no:cacheprovider", "-p", "no:xdist"),
    *("-m", "not corpus and not browser and not hypothesis"),
)
"""How the tests run: up to the first failure. Made-up examples hold no constant, and take a third of the time."""

ALLOWED = 0.1
"""The part of the mutants that may survive."""


Place = tuple[str | int, ...]
"""The way from a node to one below it: names of fields, and indices in their lists."""


class Mutant(NamedTuple):
    """One change: the file, the line and name of the constant, what is done to it, and where its new value belongs."""

    file: Path
    line: int
    name: str
    change: str
    place: Place
    value: ast.expr

    def tree(self, text: str) -> ast.Module:
        """The changed syntax of the module with that text."""
        tree = ast.parse(text)
        _replace(tree, self.place, self.value)
        return ast.fix_missing_locations(tree)

    def __str__(self) -> str:
        """Its place and its change: `loader/body/opening/rules.py:143 MAXIMUM_GAP = 37`."""
        return f"{self.file.relative_to(PACKAGE)}:{self.line} {self.name} {self.change}"


def list_mutants(file: Path, text: str) -> Iterator[Mutant]:
    """All mutants of a module."""
    tree = ast.parse(text)
    for statement, node in enumerate(tree.body):
        for name, place in list_constants(node):
            for change, value in list_changes(_find_at(node, place)):
                yield Mutant(
                    file, node.lineno, name, change, ("body", statement, *place), value
                )


def list_asked(patterns: Sequence[str]) -> list[Mutant]:
    """All mutants of the rooms whose name holds one of the patterns; all of them without a pattern."""
    found = list[Mutant]()
    for room in ROOMS:
        for file in sorted((PACKAGE / room).rglob("*.py")):
            found += list_mutants(file, file.read_text("utf-8"))
    if not patterns:
        return found
    return [one for one in found if any(word in str(one) for word in patterns)]


def draw(made: Sequence[Mutant], number: int, seed: int) -> list[Mutant]:
    """So many of the mutants, or all; a part of them says as much, for they come in the order of chance."""
    return random.Random(seed).sample(made, min(number, len(made)))  # noqa: S311


def list_constants(node: ast.stmt) -> Iterator[tuple[str, Place]]:
    """Name and place of each value that a statement assigns; `A, B = 1, 2` assigns two."""
    if isinstance(node, ast.AnnAssign):
        targets: Sequence[ast.expr] = (node.target,)
    elif isinstance(node, ast.Assign):
        targets = node.targets
    else:
        return
    for target in targets:
        if isinstance(target, ast.Name) and not target.id.startswith("__"):
            yield target.id, ("value",)
        elif isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple):
            for index, element in enumerate(target.elts):
                yield ast.unparse(element), ("value", "elts", index)


def list_changes(value: ast.AST | None) -> Iterator[tuple[str, ast.expr]]:
    """What is done to a value, as a person reads it, and the new value."""
    if (
        isinstance(value, ast.Call)
        and ast.unparse(value.func) == "frozenset"
        and len(value.args) == 1
    ):
        for change, argument in list_changes(value.args[0]):
            yield change, ast.Call(value.func, [argument], [])
    elif isinstance(value, ast.Tuple | ast.List | ast.Set) and len(value.elts) > 1:
        yield from _list_shortened(value)
    elif isinstance(value, ast.Dict) and len(value.keys) > 1:
        for index, key in enumerate(value.keys):
            keys = value.keys[:index] + value.keys[index + 1 :]
            values = value.values[:index] + value.values[index + 1 :]
            yield f"without {ast.unparse(key) if key else '**'}", ast.Dict(keys, values)
    elif (number := _read_number(value)) is not None:
        for moved in move(number):
            yield f"= {moved}", ast.parse(repr(moved), mode="eval").body


def _list_shortened(
    table: ast.Tuple | ast.List | ast.Set,
) -> Iterator[tuple[str, ast.expr]]:
    """The table without each of its rows; a row `*(…)` is a table of its own."""
    for index, row in enumerate(table.elts):
        shorter = copy.deepcopy(table)
        if isinstance(row, ast.Starred):
            for change, value in list_changes(row.value):
                shorter.elts[index] = ast.Starred(value, ast.Load())
                yield change, copy.deepcopy(shorter)
        else:
            del shorter.elts[index]
            yield f"without {ast.unparse(row)[:60]}", shorter


def move(number: float) -> tuple[float, float]:
    """The number less and more a quarter; a whole number stays whole and moves by one at least."""
    step = abs(number) * SHARE or 1
    if isinstance(number, int):
        step = max(1, round(step))
    return number - step, number + step


def _read_number(node: ast.AST | None) -> float | None:
    try:
        value = (
            ast.literal_eval(node)
            if isinstance(node, ast.Constant | ast.UnaryOp | ast.BinOp)
            else None
        )
    except ValueError:
        return None
    return (
        value
        if isinstance(value, int | float) and not isinstance(value, bool)
        else None
    )


def _find_at(node: ast.AST, place: Place) -> ast.AST:
    for step in place:
        node = node[step] if isinstance(step, int) else getattr(node, step)  # type: ignore[index]
    return node


def _replace(node: ast.AST, place: Place, value: ast.expr) -> None:
    *way, last = place
    above = _find_at(node, tuple(way))
    if isinstance(last, int):
        above[last] = value  # type: ignore[index]
    else:
        setattr(above, last, value)


def list_tests() -> list[str]:
    """The test files that import one of the rooms, and of the package nothing later; `FIRST` of them first."""
    allowed = {"tests", *EARLIER, *ROOMS}
    found = []
    for path in sorted((ROOT / "tests").glob("test_*.py")):
        rooms = _list_rooms(path)
        if rooms & set(ROOMS) and rooms <= allowed and path.name != SLOW:
            found.append(str(path))
    return sorted(found, key=lambda path: Path(path).name not in FIRST)


def _list_rooms(path: Path) -> set[str]:
    """The rooms of the package that a file imports; also by way of the helpers of the tests."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            first, *others = node.module.split(".")
            if first == "benchmarks":
                names.add("benchmarks")
            elif first == "tests" and others:
                names |= _list_rooms(ROOT / "tests" / f"{others[0]}.py")
            elif first == "unres_site":
                names |= {others[0]} if others else {alias.name for alias in node.names}
    return names


def survives(mutant: Mutant | None) -> bool:
    """Whether all tests pass with the mutant. Called in a process of its own, which ends afterwards."""
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    if mutant:
        _install(mutant)
    files = list_tests()
    first, others = files[: len(FIRST)], files[len(FIRST) :]
    with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
        ends = (pytest.main([*OPTIONS, *files]) for files in (first, others))
        return all(end == pytest.ExitCode.OK for end in ends)


def _install(mutant: Mutant) -> None:
    """From now on the import system gives the mutant for its file."""
    given = importlib.machinery.SourceFileLoader.get_code

    def get_code(self: importlib.machinery.SourceFileLoader, fullname: str) -> object:
        if Path(self.path) == mutant.file:
            return compile(
                mutant.tree(mutant.file.read_text("utf-8")), self.path, "exec"
            )
        return given(self, fullname)

    importlib.machinery.SourceFileLoader.get_code = get_code  # type: ignore[method-assign,assignment]


def _run_apart(mutant: Mutant | None) -> bool:
    """`survives` in a forked process; one that is killed or crashes has noticed the mutant."""
    child = os.fork()
    if child == 0:
        status = 1
        try:
            status = int(not survives(mutant))
        finally:
            os._exit(status)
    return os.waitpid(child, 0)[1] == 0


def main() -> int:
    """Try all mutants and print those that survive."""
    parser = argparse.ArgumentParser(
        description="Change the loader's constants one at a time."
    )
    parser.add_argument("pattern", nargs="*", help="only mutants whose name holds it")
    parser.add_argument("--first", type=int, default=0, help="from this one on")
    parser.add_argument("--sample", type=int, help="how many, drawn at random")
    parser.add_argument("--seed", type=int, default=1, help="what chance begins with")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    asked = parser.parse_args()
    os.chdir(ROOT)
    sys.path[:0] = [str(ROOT / "src"), str(ROOT)]
    made = list_asked(asked.pattern)[asked.first :]
    if asked.sample is not None:
        made = draw(made, asked.sample, asked.seed)
    started = time.monotonic()
    if not _run_apart(None):
        print("the tests fail without any change")
        return 2
    with multiprocessing.get_context("fork").Pool(asked.jobs) as pool:
        survivors = 0
        for mutant, alive in zip(made, pool.imap(_run_apart, made), strict=True):
            survivors += alive
            if alive:
                print(f"survives: {mutant}", flush=True)
    print(
        f"{len(made)} mutants, {survivors} survive, {time.monotonic() - started:.0f} s"
    )
    return int(survivors > ALLOWED * len(made))


if __name__ == "__main__":
    sys.exit(main())
