"""The site on this machine while one works on it: built when anything changes, and shown anew in the browser.

Each build is a process of its own, the same that `unres-site build` is: it may fail, and the server lives on and shows
why. Pages are served as they are published, with one script more; as their policy allows scripts of the site and no
requests, that script waits for the next build by loading another, which is answered when there is something new. It
begins when the page has been loaded, which it would hold up.
"""

from __future__ import annotations

import html
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import NoReturn
from urllib.parse import parse_qs, urlsplit

import watchfiles

from unres_site.errors import UsageError
from unres_site.messages import say
from unres_site.pipeline.folders import PACKAGE, config_path, folders
from unres_site.pipeline.report import Options

LOOPBACK = "127.0.0.1"
NAMES = frozenset({LOOPBACK, "localhost"})
"""Hosts that a browser may ask for: a page elsewhere can't reach this server by a name of its own."""

OWN = "/-/"
"""Addresses below this are the server's; no address of a site begins so."""

SCRIPT = f'<script src="{OWN}reload.js"></script>'
LONGEST_WAIT = 25.0
"""Seconds after which a browser is told to ask again."""

BUILT = 'dispatchEvent(new Event("built"));'
"""What a browser is told when another build has ended."""

RELOAD = """(function () {{
  var ended = false;
  function wait() {{
    var script = document.createElement("script");
    script.src = "{own}wait.js?after={build}&at=" + Date.now();
    script.onload = function () {{ script.remove(); if (!ended) wait(); }};
    script.onerror = function () {{ script.remove(); setTimeout(wait, 1000); }};
    document.head.appendChild(script);
  }}
  addEventListener("built", function () {{ ended = true; location.reload(); }});
  addEventListener("load", function () {{ setTimeout(wait); }});
}})();
"""
POLICY = "default-src 'none'; script-src 'self'"
FAILED = """<!doctype html>
<html lang="zh-Hans"><head><meta charset="utf-8"><title>构建失败 Build failed</title></head>
<body><h1>构建失败 <span lang="en">Build failed</span></h1><pre lang="en">{said}</pre></body></html>
"""


class State:
    """How the last build ended: its number, and what it said if nothing could be built."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self.build = 0
        self.failure = ""

    def ended(self, failure: str) -> None:
        """Tell all who wait."""
        with self._changed:
            self.build += 1
            self.failure = failure
            self._changed.notify_all()

    def wait(self, after: int, seconds: float = LONGEST_WAIT) -> bool:
        """Whether another build than that has ended, now or within so many seconds."""
        with self._changed:
            return self._changed.wait_for(lambda: self.build != after, seconds)


class Handler(SimpleHTTPRequestHandler):
    """Serves files of the site, pages with the script more, and the failure of the last build in their place."""

    def __init__(self, state: State, *rest: object, directory: str) -> None:
        self.state = state
        super().__init__(*rest, directory=directory)  # type: ignore[arg-type]

    def do_HEAD(self) -> None:
        """Say that pages are to be asked for whole."""
        self.send_error(HTTPStatus.METHOD_NOT_ALLOWED)

    def do_GET(self) -> None:
        """Answer a request."""
        path = urlsplit(self.path).path
        if urlsplit(f"//{self.headers.get('Host', '')}").hostname not in NAMES:
            self.send_error(HTTPStatus.MISDIRECTED_REQUEST)
        elif path.startswith(OWN):
            self._answer(self._script(path), "text/javascript")
        elif self._is_page(path) and (path.endswith("/") or not Path(self.translate_path(path)).is_dir()):
            self._page()
        else:
            super().do_GET()

    def _script(self, path: str) -> str:
        if path == f"{OWN}reload.js":
            return RELOAD.format(own=OWN, build=self.state.build)
        after = parse_qs(urlsplit(self.path).query).get("after", [""])[0]
        changed = self.state.wait(int(after) if after.isdecimal() else -1)
        return BUILT if changed else ""

    def _page(self) -> None:
        if self.state.failure:
            page = FAILED.format(said=html.escape(self.state.failure))
            self._answer(_with_script(page), "text/html", HTTPStatus.INTERNAL_SERVER_ERROR, POLICY)
            return
        found = Path(self.translate_path(self.path))
        file = found / "index.html" if found.is_dir() else found
        status = HTTPStatus.OK if file.is_file() else HTTPStatus.NOT_FOUND
        try:
            page = (file if status == HTTPStatus.OK else Path(self.directory, "404.html")).read_text("utf-8")
        except OSError:
            page = FAILED.format(said=HTTPStatus.NOT_FOUND.phrase)
        self._answer(_with_script(page), "text/html", status)

    def _is_page(self, path: str) -> bool:
        """A page, a folder, or nothing that is there: for that, too, the site has a page."""
        return path.endswith((".html", "/")) or not Path(self.translate_path(path)).is_file()

    def _answer(self, text: str, kind: str, status: HTTPStatus = HTTPStatus.OK, policy: str = "") -> None:
        content = text.encode()
        self.send_response(status)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        if policy:
            self.send_header("Content-Security-Policy", policy)
        self.end_headers()
        self.wfile.write(content)

    def end_headers(self) -> None:
        """Nothing is kept by the browser: the next build may have it otherwise."""
        self.send_header("Cache-Control", "no-store")
        super().end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing of requests: what the builds say stands in the terminal."""


def _with_script(page: str) -> str:
    head, end, rest = page.rpartition("</body>")
    return f"{head}{SCRIPT}{end}{rest}" if end else page + SCRIPT


def serve(options: Options, port: int, notice: Callable[[str], None]) -> NoReturn:
    """Build, serve on the loopback address and watch, until interrupted; port 0 is any that is free.

    Raises `UsageError` where the port is taken. `notice` is called with what is to be read in the terminal.
    """
    state = State()
    handler = partial(Handler, state, directory=options.output)
    try:
        server = ThreadingHTTPServer((LOOPBACK, port), handler)
    except OSError as error:
        raise UsageError("port-taken", port=port, problem=error.strerror) from None
    server.daemon_threads = True
    with server:
        state.ended(rebuild(options, notice))
        threading.Thread(target=server.serve_forever, daemon=True).start()
        notice(say("notice.serving", address=f"http://localhost:{server.server_port}/"))
        for _ in changes(options):
            state.ended(rebuild(options, notice))
    raise KeyboardInterrupt


def rebuild(options: Options, notice: Callable[[str], None]) -> str:
    """Build in a process of its own; what it said where there is nothing to be shown, else nothing."""
    command = [sys.executable, "-m", "unres_site", "build", *arguments(options)]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(PACKAGE.parent), os.environ.get("PYTHONPATH", "")])}
    done = subprocess.run(  # noqa: S603 - the project's own command
        command, check=False, capture_output=True, text=True, encoding="utf-8", env=environment
    )
    notice((done.stderr + done.stdout).rstrip("\n"))
    is_shown = done.returncode == 0 or (done.returncode == 1 and not options.strict)
    return "" if is_shown and Path(options.output, "index.html").is_file() else done.stderr or done.stdout


def arguments(options: Options) -> Iterator[str]:
    """The options as the command line has them."""
    yield from ("--source", options.source, "--output", options.output, "--jobs", str(options.jobs))
    yield from ("--config", options.config) if options.config else ()
    yield from ("--cache", options.cache) if options.cache else ("--no-cache",)
    yield from ("--strict",) if options.strict else ()
    yield from ("--no-search",) if not options.search else ()


def changes(options: Options) -> Iterator[object]:
    """An item whenever texts, templates, style, content or configuration have changed; ends at Ctrl-C.

    The configuration is looked at once a second, and so is whether a folder has come, gone or been put in the place of
    another: a watch over files would lose them.
    """
    missed = False
    config = _identity(config_path(options))
    while True:
        watched = _watched(options)
        for found in watchfiles.watch(*watched, step=50, debounce=200, rust_timeout=1000, yield_on_timeout=True):
            if _watched(options) != watched:
                missed = True
                break
            before, config = config, _identity(config_path(options))
            if found or missed or config != before:
                missed = False
                yield found


def _watched(options: Options) -> dict[Path, tuple[int, int]]:
    """The folders that are there, and which ones they are; with none of them there is the current one."""
    paths = [Path(options.source)]
    with suppress(UsageError):
        paths.extend(folders())
    return {path: _identity(path)[1:] for path in paths if path.is_dir()} or {Path(): (0, 0)}


def _identity(path: Path) -> tuple[int, int, int]:
    """What can't stay the same when another file is put in the place of this one, or it is written over."""
    try:
        status = path.stat()
    except OSError:
        return 0, 0, 0
    return status.st_mtime_ns, status.st_ino, status.st_dev
