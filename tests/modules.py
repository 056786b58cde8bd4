"""The package's modules, each parsed once for all tests that look at them."""

from __future__ import annotations

import ast
import functools
from pathlib import Path

ROOT = Path(__file__).parent.parent
SOURCE = ROOT / "src"

MODULES = {
    path.relative_to(SOURCE).as_posix(): path
    for path in sorted((SOURCE / "unres_site").rglob("*.py"))
}
"""The path of each module by its name: `unres_site/site/resolution/body.py`."""


@functools.cache
def read(path: Path) -> str:
    """The text of a module."""
    return path.read_text(encoding="utf-8")


@functools.cache
def parse(path: Path) -> ast.Module:
    """The syntax tree of a module."""
    return ast.parse(read(path))


@functools.cache
def list_nodes(path: Path) -> tuple[ast.AST, ...]:
    """All nodes of the syntax tree of a module."""
    return tuple(ast.walk(parse(path)))
