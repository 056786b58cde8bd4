"""A host on the loopback that compresses what hosts compress, and keeps count of what it sends."""

from __future__ import annotations

import gzip
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urlsplit

TYPES = {
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".wasm": "application/wasm",
}
"""What is compressed; everything else goes as it is, as `application/octet-stream`."""

LEVEL = 6
"""Of gzip: what hosts use who compress as they send."""

UNCOUNTED = (".html", ".css", ".woff2", ".woff", ".ttf")
"""Pages, style and fonts: what a reader loads with any page."""


class Host(ThreadingHTTPServer):
    """Serves a folder; `sent` is what was sent since it was last emptied: path, bytes of the body."""

    daemon_threads = True

    def __init__(self, folder: Path) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.sent: list[tuple[str, int]] = []
        self.serve(folder)

    def serve(self, folder: Path, others: Mapping[str, Path] | None = None) -> None:
        """Serve this folder from now on; what begins with a path of `others` comes from there."""
        self.folder, self.others = folder.resolve(), others or {}
        self.bodies: dict[str, bytes | None] = {}

    @property
    def address(self) -> str:
        """With a stroke at its end."""
        return f"http://127.0.0.1:{self.server_port}/"

    def counted(self) -> int:
        """The bytes sent since `sent` was emptied, but for what is not counted."""
        return sum(size for path, size in self.sent if not path.endswith(UNCOUNTED))

    def handle_error(self, *_: object) -> None:
        """Say nothing: a page that is closed lets go of what it has not used."""

    def body(self, path: str) -> bytes | None:
        """A file as it is sent; None if there is no such file."""
        if path not in self.bodies:
            self.bodies[path] = self._read(path)
        return self.bodies[path]

    def _read(self, path: str) -> bytes | None:
        starts = [start for start in self.others if path.startswith(start)]
        folder = self.others[starts[0]].resolve() if starts else self.folder
        file = (folder / path).resolve()
        if not file.is_file() or not file.is_relative_to(folder):
            return None
        content = file.read_bytes()
        return (
            gzip.compress(content, LEVEL, mtime=0) if file.suffix in TYPES else content
        )


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Host

    def do_GET(self) -> None:
        path = unquote(urlsplit(self.path).path).removeprefix("/") or "index.html"
        body = self.server.body(path)
        kind = TYPES.get(Path(path).suffix)
        self.send_response(HTTPStatus.NOT_FOUND if body is None else HTTPStatus.OK)
        if body and kind:
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Type", kind or "application/octet-stream")
        self.send_header("Content-Length", str(len(body or b"")))
        self.end_headers()
        self.wfile.write(body or b"")
        self.server.sent.append((path, len(body or b"")))

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def hosting(folder: Path) -> Iterator[Host]:
    """The folder on a free port of the loopback."""
    with Host(folder) as host:
        thread = threading.Thread(
            target=host.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True
        )
        thread.start()
        try:
            yield host
        finally:
            host.shutdown()
            thread.join()
