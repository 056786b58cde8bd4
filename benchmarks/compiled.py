"""Templates that are compiled once in a process, for tests and benchmarks that build hundreds of sites."""

from __future__ import annotations

import types
from collections.abc import Callable

import jinja2

Compile = Callable[[jinja2.Environment, str, str, str], types.CodeType]


def remember_compiled() -> Compile:
    """Jinja's function that compiles a template, with a memory.

    What is compiled depends on the source, the path, and the messages, which are compiled in.
    """
    compile_template = jinja2.Environment.compile
    known: dict[object, types.CodeType] = {}

    def compile_once(
        self: jinja2.Environment, source: str, name: str, filename: str
    ) -> types.CodeType:
        key = (source, name, filename, self.filters["t"])
        if key not in known:
            known[key] = compile_template(self, source, name, filename)
        return known[key]

    return compile_once
