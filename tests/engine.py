"""The site's scripts in a JavaScript engine without a page, called from Python."""

from __future__ import annotations

import json
import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from deno import find_deno_bin

ROOT = Path(__file__).parent.parent
STATIC = ROOT / "static"
ENGINE = ROOT / "tests" / "scripts" / "engine.js"

# A constant of a script: its comment lines, its name and its value.
# matches: "  const LIMIT = 60000;\n"
# rejects: "  let LIMIT = 60000;\n"
CONSTANT = re.compile(
    r"(?P<comments>(?:^ *//.*\n)*)^ *const (?P<name>[A-Z][A-Z0-9_]*) = (?P<value>.*(?:\n {4,}.*)*?);(?: *//.*)?$",
    re.MULTILINE,
)


class ScriptPattern(NamedTuple):
    """A regular expression of a script, with the examples of its comment lines.

    constants   the declarations of its script's constants, up to its own: what it is built of
    """

    script: str
    name: str
    constants: str
    matches: tuple[str, ...]
    rejects: tuple[str, ...]


class Engine:
    """A process that evaluates code in one global scope. Ends with `close`."""

    def __init__(self) -> None:
        command = [
            find_deno_bin(),
            "run",
            "--no-config",
            "--no-prompt",
            "--quiet",
            str(ENGINE),
        ]
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=os.environ | {"DENO_NO_UPDATE_CHECK": "1"},
        )

    def call(self, code: str, *values: object) -> Any:  # noqa: ANN401 - any JSON value
        """What a function gives for these values, which are JSON. Raises AssertionError if it fails."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps([code, values]).encode() + b"\n")
        self._process.stdin.flush()
        value, *errors = json.loads(self._process.stdout.readline())
        assert not errors, errors[0]
        return value

    def load(self, path: Path) -> None:
        """Run a classic script."""
        self.call(path.read_text("utf-8"))

    def close(self) -> None:
        """End the process, even if it is busy."""
        self._process.kill()
        self._process.communicate()


def script_patterns(path: Path) -> Iterator[ScriptPattern]:
    """The regular expressions that are constants of a script."""
    constants = ""
    for found in CONSTANT.finditer(path.read_text("utf-8")):
        name, value = found["name"], found["value"]
        constants += f"const {name} = {value};\n"
        if value.startswith(("/", "new RegExp(")):
            examples = [line.strip() for line in found["comments"].splitlines()]
            yield ScriptPattern(
                path.relative_to(STATIC).as_posix(),
                name,
                constants,
                tuple(_read_examples(examples, "// matches:")),
                tuple(_read_examples(examples, "// rejects:")),
            )


def _read_examples(lines: list[str], word: str) -> Iterator[str]:
    """The examples behind a word; one in double quotes is a JSON string."""
    for line in lines:
        if line.startswith(word):
            example = line.removeprefix(word).strip()
            yield json.loads(example) if example.startswith('"') else example
