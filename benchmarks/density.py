"""How dense the code is: lines, and syntax nodes a line of the bodies of functions, package by package.

    python benchmarks/density.py [FOLDER...]        FOLDER: a folder of Python files; without one, this package

A line of code has something besides a comment and a docstring. The nodes of a function are those of `ast`, without its
docstring, and its lines are those of its body, blank ones and comments included.
"""

from __future__ import annotations

import ast
import statistics
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).parent.parent))
from benchmarks.usage import read_names

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "src" / "unres_site"


class Module(NamedTuple):
    """What is counted in a file: lines, lines of code, lines of docstrings, and the nodes a line of each function."""

    package: str
    lines: int
    code: int
    docstrings: int
    densities: list[float]


def is_docstring(node: ast.AST) -> bool:
    """Whether a statement is a text alone, below a definition or a constant."""
    if not isinstance(node, ast.Expr) or not isinstance(node.value, ast.Constant):
        return False

    return isinstance(node.value.value, str)


def measure_densities(tree: ast.Module) -> Iterator[float]:
    """The syntax nodes a line of each function that has a body."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            continue

        body = [one for one in node.body if not is_docstring(one)]
        if body:
            nodes = sum(len(list(ast.walk(one))) for one in body)
            lines = (body[-1].end_lineno or 0) - body[0].lineno + 1
            yield nodes / lines


def measure_module(path: Path, folder: Path) -> Module:
    """What is counted in a file of a folder."""
    text = path.read_text(encoding="utf-8")
    tree = ast.parse(text)
    of_docstrings: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and is_docstring(node):
            of_docstrings.update(range(node.lineno, (node.end_lineno or 0) + 1))

    code = 0
    for number, line in enumerate(text.splitlines(), 1):
        is_blank = not line.strip() or line.lstrip().startswith("#")
        code += not is_blank and number not in of_docstrings

    parts = path.relative_to(folder).parts
    package = parts[0] if len(parts) > 1 else "."
    densities = list(measure_densities(tree))
    return Module(package, text.count("\n"), code, len(of_docstrings), densities)


def write_row(name: str, modules: Sequence[Module]) -> str:
    """A row of the table: the modules of a package, or of all."""
    densities = sorted(density for one in modules for density in one.densities)
    if not densities:
        return f"| {name} | {len(modules)} | no functions |"

    counts = [
        sum(one.lines for one in modules),
        sum(one.code for one in modules),
        sum(one.docstrings for one in modules),
        len(densities),
    ]
    median = statistics.median(densities)
    high = densities[len(densities) * 9 // 10]
    numbers = " | ".join(f"{count:,}" for count in counts)
    return f"| {name} | {len(modules)} | {numbers} | {median:.1f} | {high:.1f} |"


def main(folders: Sequence[str]) -> None:
    """Print a table for each folder."""
    for folder in map(Path, folders or [str(PACKAGE)]):
        paths = sorted(folder.rglob("*.py"))
        modules = [measure_module(path, folder) for path in paths]
        packages: dict[str, list[Module]] = {}
        for one in modules:
            packages.setdefault(one.package, []).append(one)

        print(
            f"{folder.name}: nodes a line of a function, the median and the highest of nine in ten\n"
        )
        print(
            "| package | modules | lines | code | docstrings | functions | median | 90 % |"
        )
        print("|---|---|---|---|---|---|---|---|")
        print(write_row("all", modules))
        for name in sorted(packages):
            print(write_row(name, packages[name]))


if __name__ == "__main__":
    main(read_names(__doc__))
