r"""Every regular expression has a name, real examples and counter-examples, and runs in linear time.

The comment right above a pattern gives them, one a line. Quotes keep white space at the ends; `\n`, `\t`, `\x00` and
`\u200d` are the characters that they are in Python:

    # matches: 第 58/58 号决议
    # rejects: 第五章\n
    # rejects: " 58"
    NAME = deferred(r"…")

They are tried the way the program uses the pattern: with `fullmatch` or `match` where it uses nothing else, else with
`search`.

A pattern that is built at run time, of a language's words for example, has the same comment above the call that builds
it. All patterns that are built there while short texts of all languages are read are tried: one of them must take each
example, none a counter-example. `# longest: NAME` names the constant that bounds the text that the program tries.
"""

from __future__ import annotations

import ast
import functools
import importlib
import re
import signal
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import NamedTuple

import pytest

from tests.modules import MODULES, ROOT, list_nodes, parse, read
from unres_site.archive.instruments.namings import find_namings
from unres_site.archive.languages.outline import make_outline
from unres_site.comparison.wording.words import split_into_units
from unres_site.languages.line_breaks import split_at_breaks
from unres_site.languages.openings import find_opening_length
from unres_site.loader import load

PACKAGE = "unres_site"
TEXTS_OF_ALL_LANGUAGES = (
    *(ROOT / "resolutions").rglob("*.txt"),
    *(ROOT / "tests" / "data" / "texts").glob("*.txt"),
)
FUNCTIONS = {
    "compile",
    "search",
    "match",
    "fullmatch",
    "sub",
    "subn",
    "split",
    "findall",
    "finditer",
}
ESCAPE = re.compile(r"\\(?:[nt]|x[0-9a-f]{2}|u[0-9a-f]{4})")
QUOTED = re.compile(r"\"[^\"]+\"|'[^']+'")
LONG, SECONDS = 20_000, 0.15
SECONDS_BOUNDED = 0.1
"""Seconds for a text of the length that bounds a pattern's time, where it does not grow with the text alone."""


class Pattern(NamedTuple):
    """A pattern where it is written: its module, its name, its examples and its counter-examples."""

    module: str
    name: str
    matches: tuple[str, ...]
    rejects: tuple[str, ...]

    def compiled(self) -> re.Pattern[str]:
        """The pattern itself, as the program uses it."""
        pattern: re.Pattern[str] = getattr(
            importlib.import_module(self.module), self.name
        )
        return pattern

    def tried(self) -> Callable[[str], re.Match[str] | None]:
        """The pattern as the program uses it."""
        used: set[str] = set()
        for module, text in TEXTS.items():
            if module == self.module or self.name in imported_names(text):
                used |= methods_by_name(text).get(self.name, set())
        return way_of(self.compiled(), used & FUNCTIONS)


@functools.cache
def imported_names(text: str) -> frozenset[str]:
    """All words behind `import` in a module: to the end of the line, or in brackets over several lines."""
    names = re.findall(r"import\b(?: \([^)]*\)|.*)", text)
    return frozenset(re.findall(r"\w+", "\n".join(names)))


@functools.cache
def methods_by_name(text: str) -> dict[str, set[str]]:
    """For each name in a module what follows it after a dot."""
    found: dict[str, set[str]] = defaultdict(set)
    for name, method in re.findall(r"\b(\w+)\.(?=(\w+))", text):
        found[name].add(method)
    return found


def way_of(
    pattern: re.Pattern[str], used: set[str]
) -> Callable[[str], re.Match[str] | None]:
    """The strictest method with which every use of the pattern finds what it finds."""
    if used == {"fullmatch"}:
        return pattern.fullmatch
    return pattern.match if used and used <= {"match", "fullmatch"} else pattern.search


CALLS = {"deferred", *(f"re.{function}" for function in FUNCTIONS)}


def is_call_of_re(node: ast.AST | None) -> bool:
    """`deferred(…)`, `re.compile(…)` and similar calls."""
    return isinstance(node, ast.Call) and ast.unparse(node.func) in CALLS


def examples(lines: list[str], line: int, word: str) -> tuple[str, ...]:
    """What the comment lines above a line (counted from 1) say after `# WORD:`."""
    above = []
    for text in reversed(lines[: line - 1]):
        if not text.lstrip().startswith("#"):
            break
        above.append(text.strip())
    found = (
        text.removeprefix(f"# {word}:").strip()
        for text in reversed(above)
        if text.startswith(f"# {word}:")
    )
    return tuple(
        ESCAPE.sub(unescaped, text[1:-1] if QUOTED.fullmatch(text) else text)
        for text in found
    )


def unescaped(found: re.Match[str]) -> str:
    """The character of an escape."""
    return found[0].encode("ascii").decode("unicode_escape")


def named(module: str, path: Path) -> Iterator[Pattern]:
    """The patterns that are constants of a module."""
    lines = read(path).splitlines()
    for node in parse(path).body:
        if not isinstance(node, ast.Assign | ast.AnnAssign) or not is_call_of_re(
            node.value
        ):
            continue
        target = node.targets[0] if isinstance(node, ast.Assign) else node.target
        assert isinstance(target, ast.Name), (
            f"{module}:{node.lineno}: a pattern has one name"
        )
        yield Pattern(
            module,
            target.id,
            examples(lines, node.lineno, "matches"),
            examples(lines, node.lineno, "rejects"),
        )


def find_calls_elsewhere(path: Path) -> Iterator[ast.Call]:
    """The calls that make a pattern, but not as the value of a constant."""
    constants = {
        id(node.value)
        for node in parse(path).body
        if isinstance(node, ast.Assign | ast.AnnAssign)
    }
    for node in list_nodes(path):
        if is_call_of_re(node) and id(node) not in constants:
            assert isinstance(node, ast.Call)
            yield node


def nameless(module: str, path: Path) -> Iterator[str]:
    """The places where a pattern is written as a literal inside other code."""
    for node in find_calls_elsewhere(path):
        if node.args and isinstance(node.args[0], ast.Constant):
            yield f"{module}:{node.lineno}"


class Building(NamedTuple):
    """A call that builds patterns at run time: its module, its lines, and what the comment above it says."""

    module: str
    first: int
    last: int
    matches: tuple[str, ...]
    rejects: tuple[str, ...]
    longest: tuple[str, ...]

    def length(self) -> int | None:
        """Characters of the longest text that the program tries; None where any text is tried."""
        return (
            getattr(importlib.import_module(self.module), self.longest[0])
            if self.longest
            else None
        )


def buildings(module: str, path: Path) -> Iterator[Building]:
    """The calls in a module that build patterns at run time."""
    lines = read(path).splitlines()
    for node in find_calls_elsewhere(path):
        assert node.end_lineno is not None
        said = (
            examples(lines, node.lineno, word)
            for word in ("matches", "rejects", "longest")
        )
        yield Building(module, node.lineno, node.end_lineno, *said)


class Watched:
    """A pattern that notes which of its methods the program uses."""

    def __init__(self, compiled: re.Pattern[str]) -> None:
        self.compiled, self.pattern = compiled, compiled.pattern
        self.ways: set[str] = set()

    def __getattr__(self, name: str) -> object:
        self.ways |= {name} & FUNCTIONS
        return getattr(self.compiled, name)


PATHS = {
    file.removesuffix(".py").removesuffix("/__init__").replace("/", "."): path
    for file, path in MODULES.items()
}
TEXTS = {module: read(path) for module, path in PATHS.items()}


@functools.cache
def list_patterns() -> list[Pattern]:
    """The patterns that are constants of the package."""
    return [one for module, path in PATHS.items() for one in named(module, path)]


@functools.cache
def list_buildings() -> list[Building]:
    """The calls of the package that build patterns at run time."""
    return [
        one
        for module, path in PATHS.items()
        if module != f"{PACKAGE}.deferred"
        for one in buildings(module, path)
    ]


@functools.cache
def built() -> dict[Building, list[Watched]]:
    """The patterns that each call builds while texts of all languages are read."""
    found: dict[Building, list[Watched]] = defaultdict(list)
    with pytest.MonkeyPatch.context() as patch:
        for module in {building.module for building in list_buildings()}:
            patch.setattr(
                f"{module}.deferred", functools.partial(_watched, module, found)
            )
            _forget(module)
        for path in TEXTS_OF_ALL_LANGUAGES:
            for resolution in load(path.read_bytes(), path.name).resolutions:
                pieces = split_at_breaks(resolution.language, resolution.title)
                assert "".join(pieces) == resolution.title
                assert find_opening_length(resolution.language, "") == 0
                units = split_into_units("朝鲜的", resolution.language)
                assert "".join(units.texts) == "朝鲜的"
                assert isinstance(find_namings(resolution), tuple)
                for passage in make_outline(resolution).passages:
                    assert isinstance(passage.numbers, tuple)
                    assert isinstance(passage.words, frozenset)
    for module in {building.module for building in list_buildings()}:
        _forget(module)
    return found


def _watched(
    module: str, found: dict[Building, list[Watched]], pattern: str, flags: int = 0
) -> Watched:
    line = sys._getframe(1).f_lineno  # noqa: SLF001 - inspect.stack() reads files and takes a second
    made = Watched(re.compile(pattern, flags))
    (place,) = (
        one
        for one in list_buildings()
        if one.module == module and one.first <= line <= one.last
    )
    found[place].append(made)
    return made


def _forget(module: str) -> None:
    """Empty the caches of a module, so that it builds its patterns again."""
    for value in vars(importlib.import_module(module)).values():
        if hasattr(value, "cache_clear"):
            value.cache_clear()


def test_every_pattern_has_a_name() -> None:
    assert not [
        place for module, path in PATHS.items() for place in nameless(module, path)
    ]


def find_wrong(
    one: Pattern | Building, tried: list[Callable[[str], re.Match[str] | None]]
) -> Iterator[str]:
    """What is wrong with the examples of a pattern, one of whose forms must take them."""
    if not one.matches:
        yield "no comment line `# matches: …` is above it"
    if not one.rejects:
        yield "no comment line `# rejects: …` is above it"
    for text in one.matches:
        if not any(way(text) for way in tried):
            yield f"does not match {text!r}"
    for text in one.rejects:
        if any(way(text) for way in tried):
            yield f"matches {text!r}"


def test_patterns_take_their_examples_and_refuse_the_others() -> None:
    wrong = [
        f"{pattern.module}.{pattern.name}: {reason}"
        for pattern in list_patterns()
        for reason in find_wrong(pattern, [pattern.tried()])
    ]
    assert wrong == []


@pytest.mark.unmeasured
def test_built_patterns_take_their_examples_and_refuse_the_others() -> None:
    wrong = []
    for building in list_buildings():
        place = f"{building.module}:{building.first}"
        if not built()[building]:
            wrong.append(f"{place}: no text of tests/data/texts needs it")
        tried = [way_of(one.compiled, one.ways) for one in built()[building]]
        wrong += [f"{place}: {reason}" for reason in find_wrong(building, tried)]
    assert wrong == []


@contextmanager
def time_limit(seconds: float, what: str) -> Iterator[None]:
    """Fail if the body takes more processor time than this. The matcher can be interrupted by signals."""

    def stop(_signal: int, _frame: FrameType | None) -> None:
        pytest.fail(f"over {seconds} s: {what}")

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def hostile(matches: tuple[str, ...], length: int = LONG) -> Iterator[str]:
    """Long lines that a pattern nearly takes: the beginning of an example repeated, then another character."""
    seeds = {
        text[:end]
        for text in matches
        for end in (1, 2, 3, len(text) - 1, len(text))
        if text[:end]
    }
    seeds |= {char for text in matches for char in text} | {
        " ",
        "1",
        "(",
        "a",
        "第",
        "\n",
    }
    for seed in sorted(seeds):
        yield (seed * length)[:length] + "\0"


needs_timer = pytest.mark.skipif(
    not hasattr(signal, "SIGVTALRM"), reason="this system has no such signal"
)


@needs_timer
@pytest.mark.unmeasured
def test_patterns_run_in_linear_time() -> None:
    for pattern in list_patterns():
        tried = pattern.tried()
        for line in hostile(pattern.matches):
            with time_limit(SECONDS, f"{pattern.name} on {line[:12]!r} repeated"):
                tried(line)


@needs_timer
@pytest.mark.unmeasured
def test_built_patterns_run_in_linear_time() -> None:
    for building in list_buildings():
        longest = building.length()
        lines = list(hostile(building.matches, longest or LONG))
        for one in {watched.pattern: watched for watched in built()[building]}.values():
            tried = way_of(one.compiled, one.ways)
            for line in lines:
                with time_limit(
                    SECONDS_BOUNDED if longest else SECONDS,
                    f"{one.pattern[:60]} with {line[:12]!r} repeated",
                ):
                    tried(line)
