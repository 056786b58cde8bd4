"""The web server of `unres-site serve`: the published files, one more script on each page, or the failed build's words.

The server is for one person on one machine. So it answers only this machine, only under its own name, and no request
that a page of another site makes: what is not published yet stays private.
"""

from __future__ import annotations

import html
import mimetypes
import os
import socket
import sys
import threading
from collections import OrderedDict
from collections.abc import Callable
from contextlib import suppress
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, quote, unquote, urlsplit

from unres_site.files import FileRefused, open_root, read_file
from unres_site.messages import get_catalogue, list_interface_languages, say
from unres_site.pipeline.publishing.manifest import is_safe

LOOPBACK = "127.0.0.1"
NAMES = frozenset({LOOPBACK, "localhost"})
"""Hosts that a browser may ask for: a page elsewhere can't reach this server under a name of its own."""

ORIGINS = frozenset({None, "none", "same-origin"})
"""Values of `Sec-Fetch-Site`: `none` is a typed address, `cross-site` a request that a page of another site makes."""

THREADS = 64
"""Connections that are open at once. A browser opens six."""

TIMEOUT = 10.0
"""Seconds that the server waits for the next bytes of a request, or until the browser takes more of an answer."""

LINGER, PIECE, LONGEST_REST = 0.5, 65_536, 1_000_000
"""Seconds and bytes for the rest of a request that is answered before its end."""

LARGEST = 1_000_000_000
"""Bytes of the largest file that is served."""

LONGEST_WAIT = 25.0
"""Seconds after which a browser is told to ask again."""

OWN = "/-/"
"""Addresses below this are the server's; no address of a site begins so."""

SCRIPT = f'<script src="{OWN}reload.js"></script>'
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
<html lang="en"><head><meta charset="utf-8"><title>{title}</title></head>
<body><h1>{heading}</h1><pre>{said}</pre></body></html>
"""


class State:
    """How the last build ended: its number, and what it said if nothing could be built."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self.build = 0
        self.failure = ""

    def end_build(self, failure: str) -> None:
        """Tell all who wait."""
        with self._changed:
            self.build += 1
            self.failure = failure
            self._changed.notify_all()

    def wake(self) -> None:
        """Let all who wait look whether their connection is still open."""
        with self._changed:
            self._changed.notify_all()

    def wait(
        self,
        after: int,
        seconds: float = LONGEST_WAIT,
        is_closed: Callable[[], bool] = lambda: False,
    ) -> bool:
        """Whether another build than that has ended, now or within some seconds."""
        with self._changed:
            self._changed.wait_for(lambda: self.build != after or is_closed(), seconds)
            return self.build != after


class Server(ThreadingHTTPServer):
    """A thread for each connection. When all threads are in use, the newest connection replaces the oldest."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(
        self, port: int, output: str, state: State, notice: Callable[[str], None]
    ) -> None:
        self.output = output
        self.state = state
        self._notice = notice
        self._connections: OrderedDict[socket.socket, None] = OrderedDict()
        self._free = threading.Semaphore(THREADS)
        super().__init__((LOOPBACK, port), Handler)

    def process_request(self, request: Any, client_address: Any) -> None:  # noqa: ANN401 - as the base class has it
        """Start a thread for a connection."""
        if not self._free.acquire(blocking=False):
            self._close_oldest()
            self._free.acquire()

        self._connections[request] = None
        try:
            super().process_request(request, client_address)
        except RuntimeError:  # the system gives no more threads
            self._forget(request)
            self.shutdown_request(request)

    def process_request_thread(self, request: Any, client_address: Any) -> None:  # noqa: ANN401 - see above
        """Answer one connection, in its thread."""
        try:
            super().process_request_thread(request, client_address)
        finally:
            self._forget(request)

    def shutdown_request(self, request: Any) -> None:  # noqa: ANN401 - as the base class has it
        """Close a connection once the browser has the answer: a close before the whole request is read destroys it."""
        with suppress(OSError):
            request.shutdown(socket.SHUT_WR)
            request.settimeout(LINGER)
            for _ in range(LONGEST_REST // PIECE):
                if not request.recv(PIECE):
                    break

        self.close_request(request)

    def is_closed(self, request: socket.socket) -> bool:
        """Whether the connection had to make room for a newer one."""
        return request not in self._connections

    def handle_error(self, request: object, client_address: object) -> None:  # noqa: ARG002 - see above
        """Say in one sentence what went wrong. A browser that goes away is not a fault."""
        error = sys.exception()
        if not isinstance(error, OSError):
            self._notice(
                say("notice.request-failed", kind=type(error).__name__, problem=error)
            )

    def _close_oldest(self) -> None:
        with suppress(KeyError, OSError):
            oldest, _ = self._connections.popitem(last=False)
            oldest.shutdown(socket.SHUT_RDWR)

        self.state.wake()

    def _forget(self, request: socket.socket) -> None:
        self._connections.pop(request, None)
        self._free.release()


class Handler(BaseHTTPRequestHandler):
    """Answers one request: a page with the script, another file, or the failure of the last build."""

    server: Server
    raw_requestline: bytes
    timeout = TIMEOUT

    def parse_request(self) -> bool:
        """Whether the request can be answered; the base class says nothing to an empty one."""
        if self.raw_requestline.decode("iso-8859-1").split():
            return super().parse_request()

        self.command = ""
        self.requestline = ""
        self.request_version = self.default_request_version
        self.send_error(HTTPStatus.BAD_REQUEST)
        return False

    def do_HEAD(self) -> None:
        """Say that pages are to be asked for whole."""
        self.send_error(HTTPStatus.METHOD_NOT_ALLOWED)

    def do_GET(self) -> None:
        """Answer a request."""
        try:
            path, _, query = self.path.partition("#")[0].partition("?")
            address = unquote(path, errors="strict")
            after = parse_qs(query).get("after", [""])[0]
            host = urlsplit(f"//{self.headers.get('Host', '')}").hostname
        except ValueError:
            self.send_error(HTTPStatus.BAD_REQUEST)
            return

        if not address.startswith("/"):
            self.send_error(HTTPStatus.BAD_REQUEST)
        elif host not in NAMES:
            self.send_error(HTTPStatus.MISDIRECTED_REQUEST)
        elif self.headers.get("Sec-Fetch-Site") not in ORIGINS:
            self.send_error(HTTPStatus.FORBIDDEN)
        elif address.startswith(OWN):
            self._send(self._write_script(address, after).encode(), "text/javascript")
        else:
            self._send_file(address.lstrip("/"))

    def _write_script(self, address: str, after: str) -> str:
        """The script that waits for builds, or its answer when one has ended."""
        state = self.server.state
        if address == f"{OWN}reload.js":
            return RELOAD.format(own=OWN, build=state.build)

        build = (
            int(after) if after.isdecimal() and len(after) < len(str(LARGEST)) else -1
        )

        is_new = state.wait(
            build, is_closed=lambda: self.server.is_closed(self.connection)
        )
        return BUILT if is_new else ""

    def _send_file(self, address: str) -> None:
        """Send the file at an address below the root; the site's own page if there is none."""
        if not address or address.endswith("/"):
            address += "index.html"
        elif os.path.isdir(os.path.join(self.server.output, address)):
            self._redirect(f"/{address}/")
            return

        content = self._read(address)
        if content is not None and not address.endswith(".html"):
            self._send(
                content, mimetypes.guess_type(address)[0] or "application/octet-stream"
            )
        else:
            self._send_page(content)

    def _send_page(self, content: bytes | None) -> None:
        """Send a page with the script; None is for a page that is missing."""
        failure = self.server.state.failure
        if failure:
            page = _make_failure_page(failure)
            self._send(
                _add_script(page),
                "text/html",
                HTTPStatus.INTERNAL_SERVER_ERROR,
                POLICY,
            )
        elif content is None:
            missing = self._read("404.html") or _make_failure_page(
                HTTPStatus.NOT_FOUND.phrase
            )
            self._send(_add_script(missing), "text/html", HTTPStatus.NOT_FOUND)
        else:
            self._send(_add_script(content), "text/html")

    def _read(self, address: str) -> bytes | None:
        """The published file at an address; None if there is none, or if it is a link out of the site."""
        if not is_safe(address):
            return None

        output = self.server.output
        with suppress(FileRefused):
            return read_file(os.path.join(output, address), open_root(output), LARGEST)

        return None

    def _redirect(self, address: str) -> None:
        self.send_response(HTTPStatus.MOVED_PERMANENTLY)
        self.send_header("Location", quote(address))
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _send(
        self,
        content: bytes,
        kind: str,
        status: HTTPStatus = HTTPStatus.OK,
        policy: str = "",
    ) -> None:
        """Send an answer. All texts of a site are in UTF-8."""
        is_text = kind.startswith("text/") or kind == "application/json"
        self.send_response(status)
        self.send_header("Content-Type", f"{kind}; charset=utf-8" if is_text else kind)
        self.send_header("Content-Length", str(len(content)))
        if policy:
            self.send_header("Content-Security-Policy", policy)

        self.end_headers()
        self.wfile.write(content)

    def end_headers(self) -> None:
        """Nothing is kept by the browser, and no other site may use it."""
        self.send_header("Cache-Control", "no-store")
        self.send_header("Cross-Origin-Resource-Policy", "same-origin")
        super().end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing of requests: the terminal shows what the builds say."""


def _add_script(page: bytes) -> bytes:
    script = SCRIPT.encode()
    head, end, rest = page.rpartition(b"</body>")
    if end:
        return head + script + end + rest
    return page + script


def _make_failure_page(said: str) -> bytes:
    """A page in place of the site: its title in every language of the interface, and what the build said."""
    titles: list[str] = []
    headings: list[str] = []
    for code in list_interface_languages():
        title = html.escape(get_catalogue(code)("serve.failed"))
        titles.append(title)
        headings.append(f'<span lang="{code}">{title}</span>')

    return FAILED.format(
        title=" ".join(titles), heading=" ".join(headings), said=html.escape(said)
    ).encode()
