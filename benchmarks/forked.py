"""Builds in forked processes, for benchmarks that make hundreds of them.

A forked process begins with what this one has: the modules, the package's own data, compiled patterns and templates.
"""

from __future__ import annotations

import contextlib
import io
import os
import sys
import traceback
from collections.abc import Callable
from pathlib import Path

import jinja2

from benchmarks.compiled import remember_compiled
from unres_site import cli

COMMAND = ("build", "--jobs", "1")
"""A build in one process."""


def build_here(place: Path, *options: str) -> int:
    """Build in this process, so that those forked from it find all compiled; the exit status."""
    jinja2.Environment.compile = remember_compiled()  # type: ignore[method-assign,assignment]
    before = Path.cwd()
    os.chdir(place)
    try:
        with (
            contextlib.redirect_stdout(io.StringIO()),
            contextlib.redirect_stderr(io.StringIO()),
        ):
            return cli.main([*COMMAND, *options])
    finally:
        os.chdir(before)


def start_build(
    place: Path, said: Path, *options: str, prepare: Callable[[], object]
) -> int:
    """Start a build in a forked process, which writes its words to a file; the number of the process.

    `prepare` is called in it before the build. What a build raises is a mistake of the program: it goes to the file.
    """
    sys.stdout.flush()
    child = os.fork()
    if child:
        return child
    try:
        os.chdir(place)
        output = os.open(said, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(output, 1)
        os.dup2(output, 2)
        sys.argv = ["unres-site", *COMMAND, *options]
        prepare()
        cli.run()
    except BaseException:  # noqa: BLE001 - this process ends here
        traceback.print_exc()
    finally:
        os._exit(1)
