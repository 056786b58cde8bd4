"""Sends malformed requests to the development server, and leaves connections idle: it must go on answering.

    python benchmarks/server.py [--requests 10000] [--idle 500] [--seed 1]

Prints how the requests were answered, the largest number of threads, what the server itself said, and how long a page
takes while all the idle connections are open.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import random
import re
import socket
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from unres_site.pipeline.commands.server import LOOPBACK, THREADS, Server, State

PAGE = b"<!doctype html><title>Page</title><body>a page of the site</body>"
SOUND = b"GET /index.html HTTP/1.1\r\nHost: localhost\r\n\r\n"
# matches: HTTP/1.0 404 Not Found
# matches: <p>Error code: 505</p>
# rejects: <p>a page of the site</p>
STATUS = re.compile(rb"(?:^HTTP/1\.[01] |Error code: )([0-9]{3})")

PATIENCE = 20.0
"""Seconds after which a request counts as not answered."""

MALFORMED = (
    *(
        b"\r\n\r\n",
        b"\x1e\n\r\n",
        b"\0\0\0\0\r\n\r\n",
        b"GET\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
        b"GET / HTTP/1.1/1\r\n\r\n",
    ),
    *(
        b"GET / HTTP/-1.x\r\n\r\n",
        b"GET  HTTP/1.1\r\n\r\n",
        b"G\xffT / HTTP/1.1\r\n\r\n",
        b"get / HTTP/1.1\r\n\r\n",
    ),
    *(
        b"POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        b"\x16\x03\x01\x02\r\n\r\n",
    ),
    *(
        b"GET //[ HTTP/1.1\r\nHost: localhost\r\n\r\n",
        b"GET http://[/ HTTP/1.1\r\nHost: localhost\r\n\r\n",
    ),
    *(
        b"GET /%ff HTTP/1.1\r\nHost: localhost\r\n\r\n",
        b"GET /%00 HTTP/1.1\r\nHost: localhost\r\n\r\n",
    ),
    *(
        b"GET /%2e%2e/%2e%2e/etc/passwd HTTP/1.1\r\nHost: localhost\r\n\r\n",
        b"GET * HTTP/1.1\r\nHost: localhost\r\n\r\n",
    ),
    *(
        b"GET / HTTP/1.1\r\nHost: [\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: \xff\xfe\r\n\r\n",
        b"GET / HTTP/1.1\r\n: x\r\n\r\n",
    ),
    *(
        b"GET /-/wait.js?after="
        + b"9" * 5000
        + b" HTTP/1.1\r\nHost: localhost\r\n\r\n",
    ),
    *(
        b"GET /" + b"a" * 70_000 + b" HTTP/1.1\r\n\r\n",
        b"GET /" + b"a/" * 5000 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n",
    ),
    *(
        b"GET / HTTP/1.1\r\n" + b"A: b\r\n" * 200 + b"\r\n",
        b"GET / HTTP/1.1\r\nA: " + b"b" * 70_000 + b"\r\n\r\n",
    ),
)
"""Requests that are wrong, each in its own way."""


class Outcome(NamedTuple):
    """What came of an attack: the status of each answer (0 for none), the most threads, and what the server said."""

    statuses: Counter[int]
    threads: int
    said: str


class Attack:
    """A server at work on one page, and requests that harm it."""

    def __init__(self, port: int, seed: int) -> None:
        self.port, self.dice = port, random.Random(seed)  # noqa: S311 - dice, no secrets
        self.threads = 0

    def harm(self) -> bytes:
        """A request that is wrong, or one whose bytes were changed at random."""
        request = bytearray(self.dice.choice((SOUND, *MALFORMED)))
        for _ in range(self.dice.choice((0, 1, 3))):
            request[self.dice.randrange(len(request))] = self.dice.randrange(256)
        return bytes(request)

    def send(self, request: bytes) -> bytes:
        """The answer to a request after which nothing more is sent; empty for none."""
        with socket.create_connection((LOOPBACK, self.port), PATIENCE) as connection:
            with contextlib.suppress(OSError):
                connection.sendall(request)
                connection.shutdown(socket.SHUT_WR)
            answer = self._receive(connection)
        self.threads = max(self.threads, count_threads())
        return answer

    def open_idle(self, number: int) -> list[socket.socket]:
        """Connections over which nothing, or half a request, is sent."""
        connections = []
        for at in range(number):
            connection = socket.create_connection((LOOPBACK, self.port), PATIENCE)
            connection.sendall(SOUND[: at % len(SOUND)])
            connections.append(connection)
            self.threads = max(self.threads, count_threads())
        return connections

    @staticmethod
    def _receive(connection: socket.socket) -> bytes:
        parts = []
        with contextlib.suppress(ConnectionError):
            while part := connection.recv(65_536):
                parts.append(part)
        return b"".join(parts)


def count_threads() -> int:
    """The threads of the server that answer connections."""
    return sum(
        "process_request_thread" in thread.name for thread in threading.enumerate()
    )


def read_status(answer: bytes) -> int:
    """The status of an answer; 0 if it has none. An answer of the first kind of HTTP has no status line."""
    found = STATUS.search(answer)
    return int(found[1]) if found else 200 * bool(answer)


@contextmanager
def serve_page(said: list[str]) -> Iterator[Server]:
    """A server of one page in this process; what it says goes to `said`."""
    with tempfile.TemporaryDirectory(prefix="unres-server-") as folder:
        Path(folder, "index.html").write_bytes(PAGE)
        with Server(0, folder, State(), said.append) as server:
            threading.Thread(
                target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True
            ).start()
            yield server
            server.shutdown()


def attack(requests: int, idle: int, seed: int) -> tuple[Outcome, float]:
    """Send that many malformed requests, then leave that many connections idle and ask for a page: its seconds."""
    said: list[str] = []
    errors = io.StringIO()
    with serve_page(said) as server, contextlib.redirect_stderr(errors):
        attacker = Attack(server.server_port, seed)
        statuses = Counter(
            read_status(attacker.send(attacker.harm())) for _ in range(requests)
        )
        connections = attacker.open_idle(idle)
        started = time.perf_counter()
        page = attacker.send(SOUND)
        seconds = time.perf_counter() - started
        _close(connections)
    if b"a page of the site" not in page:
        said.append("the page is not served while connections are idle")
    return Outcome(
        statuses, attacker.threads, "\n".join([*said, errors.getvalue()]).strip()
    ), seconds


def _close(connections: Sequence[socket.socket]) -> None:
    for connection in connections:
        connection.close()


def main() -> int:
    """Attack, and print what came of it; the exit status says whether all was well."""
    parser = argparse.ArgumentParser(
        description="Send malformed requests to the development server."
    )
    parser.add_argument("--requests", type=int, default=10_000)
    parser.add_argument("--idle", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    outcome, seconds = attack(asked.requests, asked.idle, asked.seed)
    answers = ", ".join(
        f"{count} with {status or 'no status'}"
        for status, count in sorted(outcome.statuses.items())
    )
    print(f"{asked.requests} requests: {answers}")
    print(
        f"at most {outcome.threads} threads of {THREADS}; {outcome.said.count('Traceback')} tracebacks"
    )
    print(f"{asked.idle} idle connections: a page takes {seconds * 1000:.0f} ms")
    print(outcome.said or "the server said nothing")
    return int(bool(outcome.said) or outcome.threads > THREADS)


if __name__ == "__main__":
    sys.exit(main())
