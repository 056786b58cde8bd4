"""The site on this machine while one works on it: built when anything changes, and reloaded in the browser.

Each build is a process of its own, the same that `unres-site build` is: it may fail, and the server lives on and shows
why. Pages are served as they are published, with one script more; as their policy allows scripts of the site and no
requests, that script waits for the next build by loading another, which is answered when there is something new. It
begins when the page has been loaded, which it would hold up.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import NoReturn

import watchfiles

from unres_site.errors import UsageError
from unres_site.messages import say
from unres_site.pipeline.commands.server import Server, State
from unres_site.pipeline.configuring.folders import PACKAGE, find_config, list_folders
from unres_site.pipeline.report import Options

LOOK = 100
"""Milliseconds between two looks at what a watch over files does not tell."""


def serve(options: Options, port: int, notice: Callable[[str], None]) -> NoReturn:
    """Build, serve on the loopback address and watch, until interrupted; port 0 is any that is free.

    Raises `UsageError` where the port is taken. `notice` is called with what is to be read in the terminal.
    """
    state = State()
    try:
        server = Server(port, options.output, state, notice)
    except OSError as error:
        raise UsageError("port-taken", port=port, problem=error.strerror) from None

    with server:
        for _ in watch_changes(options):
            state.end_build(rebuild(options, notice))
            if state.build == 1:
                threading.Thread(target=server.serve_forever, daemon=True).start()
                notice(
                    say(
                        "notice.serving",
                        address=f"http://localhost:{server.server_port}/",
                    )
                )

    raise KeyboardInterrupt


def rebuild(options: Options, notice: Callable[[str], None]) -> str:
    """Build in a process of its own; what it said where there is nothing to be shown, else nothing."""
    done = _run_build(options)
    notice((done.stderr + done.stdout).rstrip("\n"))
    is_shown = done.returncode == 0 or (done.returncode == 1 and not options.strict)
    if is_shown and Path(options.output, "index.html").is_file():
        return ""
    return done.stderr or done.stdout


def _run_build(options: Options) -> subprocess.CompletedProcess[str]:
    """Run a build, which has a pipe for its input: however this process ends, the pipe closes, and the build ends."""
    command = [sys.executable, "-m", "unres_site", "build", "--end-with-input"]
    paths = [str(PACKAGE.parent), os.environ.get("PYTHONPATH", "")]
    reading, writing = os.pipe()
    try:
        return subprocess.run(  # noqa: S603 - the project's own command
            [*command, *list_arguments(options)],
            check=False,
            stdin=reading,
            capture_output=True,
            text=True,
            encoding="utf-8",
            errors="replace",
            env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)},
        )
    finally:
        os.close(reading)
        os.close(writing)


def list_arguments(options: Options) -> Iterator[str]:
    """The options as the command line has them."""
    yield from (
        "--source",
        options.source,
        "--output",
        options.output,
        "--jobs",
        str(options.jobs),
    )
    yield from ("--config", options.config) if options.config else ()
    yield from ("--cache", options.cache) if options.cache else ("--no-cache",)
    yield from ("--strict",) if options.strict else ()
    yield from ("--no-search",) if not options.search else ()


def watch_changes(options: Options) -> Iterator[object]:
    """An item at once, and whenever texts, templates, style, content or configuration have changed; ends at Ctrl-C.

    The first item comes when the files are being watched, so no change after it is lost. Ten times a second this looks
    at the configuration, and whether a folder has come, gone or been replaced: a watch over files would lose that.
    """
    missed = True
    config = _read_identity(find_config(options))
    while True:
        watched = _list_watched(options)
        for found in watchfiles.watch(
            *watched, step=50, debounce=200, rust_timeout=LOOK, yield_on_timeout=True
        ):
            if _list_watched(options) != watched:
                missed = True
                break

            before = config
            config = _read_identity(find_config(options))
            if found or missed or config != before:
                missed = False
                yield found


def _list_watched(options: Options) -> dict[Path, tuple[int, int]]:
    """The folders that are there, and which ones they are; with none of them there is the current one."""
    paths = [Path(options.source)]
    with suppress(UsageError):
        paths.extend(list_folders(options))

    return {path: _read_identity(path)[1:] for path in paths if path.is_dir()} or {
        Path(): (0, 0)
    }


def _read_identity(path: Path) -> tuple[int, int, int]:
    """What can't stay the same when another file is put in the place of this one, or it is written over."""
    try:
        status = path.stat()
    except OSError:
        return 0, 0, 0

    return status.st_mtime_ns, status.st_ino, status.st_dev
