r"""Every regular expression has a name, real examples and counter-examples, and runs in linear time.

The comment right above a pattern gives them, one a line. Quotes keep white space at the ends; `\n`, `\t`, `\x00` and
`\u200d` are the characters that they are in Python:

    # matches: 第 58/58 号决议
    # rejects: 第五章\n
    # rejects: " 58"
    NAME = deferred(r"…")

They are tried the way the program uses the pattern: with `fullmatch` or `match` where it uses nothing else, else with
`search`.
"""

from __future__ import annotations

import ast
import importlib
import re
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import NamedTuple

import pytest

SOURCE = Path(__file__).parent.parent / "src"
FUNCTIONS = {"compile", "search", "match", "fullmatch", "sub", "subn", "split", "findall", "finditer"}
ESCAPE = re.compile(r"\\(?:[nt]|x[0-9a-f]{2}|u[0-9a-f]{4})")
QUOTED = re.compile(r"\"[^\"]+\"|'[^']+'")
LONG, SECONDS = 100_000, 1.0


class Pattern(NamedTuple):
    """A pattern where it is written: its module, its name, its examples and its counter-examples."""

    module: str
    name: str
    matches: tuple[str, ...]
    rejects: tuple[str, ...]

    def compiled(self) -> re.Pattern[str]:
        """The pattern itself, as the program uses it."""
        pattern: re.Pattern[str] = getattr(importlib.import_module(self.module), self.name)
        return pattern

    def tried(self) -> Callable[[str], re.Match[str] | None]:
        """The strictest way in which every use of the pattern finds what it finds."""
        own = TEXTS[self.module]
        others = (text for text in TEXTS.values() if text is not own and re.search(rf"import.*\b{self.name}\b", text))
        used = {way for text in (own, *others) for way in re.findall(rf"\b{self.name}\.(\w+)", text)} & FUNCTIONS
        if used == {"fullmatch"}:
            return self.compiled().fullmatch
        return self.compiled().match if used and used <= {"match", "fullmatch"} else self.compiled().search


CALLS = {"deferred", *(f"re.{function}" for function in FUNCTIONS)}


def is_call_of_re(node: ast.AST | None) -> bool:
    """`deferred(…)`, `re.compile(…)` and its like."""
    return isinstance(node, ast.Call) and ast.unparse(node.func) in CALLS


def examples(lines: list[str], line: int, word: str) -> tuple[str, ...]:
    """What the comment lines above a line (counted from 1) say after `# WORD:`."""
    above = []
    for text in reversed(lines[: line - 1]):
        if not text.startswith("#"):
            break
        above.append(text)
    found = (text.removeprefix(f"# {word}:").strip() for text in reversed(above) if text.startswith(f"# {word}:"))
    return tuple(ESCAPE.sub(unescaped, text[1:-1] if QUOTED.fullmatch(text) else text) for text in found)


def unescaped(found: re.Match[str]) -> str:
    """The character that an escape stands for."""
    return found[0].encode("ascii").decode("unicode_escape")


def named(module: str, text: str) -> Iterator[Pattern]:
    """The patterns that are constants of a module."""
    lines = text.splitlines()
    for node in ast.parse(text).body:
        if not isinstance(node, ast.Assign | ast.AnnAssign) or not is_call_of_re(node.value):
            continue
        target = node.targets[0] if isinstance(node, ast.Assign) else node.target
        assert isinstance(target, ast.Name), f"{module}:{node.lineno}: a pattern has one name"
        yield Pattern(
            module, target.id, examples(lines, node.lineno, "matches"), examples(lines, node.lineno, "rejects")
        )


def nameless(module: str, text: str) -> Iterator[str]:
    """The places where a pattern is written as a literal inside other code."""
    tree = ast.parse(text)
    constants = {id(node.value) for node in tree.body if isinstance(node, ast.Assign | ast.AnnAssign)}
    for node in ast.walk(tree):
        if is_call_of_re(node) and id(node) not in constants:
            assert isinstance(node, ast.Call)
            if node.args and isinstance(node.args[0], ast.Constant):
                yield f"{module}:{node.lineno}"


TEXTS = {
    path.relative_to(SOURCE).as_posix().removesuffix(".py").removesuffix("/__init__").replace("/", "."): path.read_text(
        encoding="utf-8"
    )
    for path in sorted(SOURCE.rglob("*.py"))
}
PATTERNS = [pattern for module, text in TEXTS.items() for pattern in named(module, text)]


def test_every_pattern_has_a_name() -> None:
    assert not [place for module, text in TEXTS.items() for place in nameless(module, text)]


@pytest.mark.parametrize("pattern", PATTERNS, ids=lambda pattern: f"{pattern.module}.{pattern.name}")
def test_patterns_take_their_examples_and_refuse_the_others(pattern: Pattern) -> None:
    assert pattern.matches, "no comment line `# matches: …` stands above it"
    assert pattern.rejects, "no comment line `# rejects: …` stands above it"
    tried = pattern.tried()
    assert [text for text in pattern.matches if not tried(text)] == []
    assert [text for text in pattern.rejects if tried(text)] == []


@contextmanager
def time_limit(seconds: float, what: str) -> Iterator[None]:
    """Fail, rather than wait, where the body takes more of the processor's time; the matcher heeds signals."""

    def stop(_signal: int, _frame: FrameType | None) -> None:
        pytest.fail(f"takes over {seconds} s on {what}")

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def hostile(pattern: Pattern) -> Iterator[str]:
    """Long lines that a pattern nearly takes: its examples' beginnings over and over, then a stranger."""
    seeds = {text[:end] for text in pattern.matches for end in (1, 2, 3, len(text) - 1, len(text)) if text[:end]}
    seeds |= {char for text in pattern.matches for char in text} | {" ", "1", "(", "a", "第", "\n"}
    for seed in sorted(seeds):
        yield (seed * LONG)[:LONG] + "\0"


@pytest.mark.skipif(not hasattr(signal, "SIGVTALRM"), reason="this system has no such signal")
@pytest.mark.parametrize("pattern", PATTERNS, ids=lambda pattern: f"{pattern.module}.{pattern.name}")
def test_patterns_run_in_linear_time(pattern: Pattern) -> None:
    tried = pattern.tried()
    for line in hostile(pattern):
        with time_limit(SECONDS, f"{line[:12]!r} repeated"):
            tried(line)
