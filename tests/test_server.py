"""The development server: nothing that it is sent stops it, and nobody reads through it what is not published."""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks import server as benchmark
from unres_site.pipeline.commands.server import THREADS, Server, State

SECRET = b"a secret beside the site"


@pytest.fixture
def attack() -> Iterator[benchmark.Attack]:
    said: list[str] = []
    with benchmark.serve_page(said) as server:
        yield benchmark.Attack(server.server_port, seed=1)
    assert said == []


def ask(attack: benchmark.Attack, path: str, *headers: str) -> tuple[int, bytes]:
    """Status and bytes of an answer."""
    lines = [f"GET {path} HTTP/1.1", "Host: localhost", *headers, "", ""]
    answer = attack.send("\r\n".join(lines).encode())
    return benchmark.read_status(answer), answer


def test_malformed_requests_are_answered_and_idle_connections_keep_nobody_waiting() -> (
    None
):
    outcome, seconds = benchmark.attack(requests=300, idle=2 * THREADS, seed=1)
    assert outcome.said == "", "no traceback and no failure"
    assert outcome.threads <= THREADS
    assert 0 not in outcome.statuses, "each request is answered"
    assert seconds < benchmark.PATIENCE


@pytest.mark.parametrize(
    "request_", benchmark.MALFORMED, ids=lambda request: ascii(request[:24])
)
def test_what_is_wrong_is_refused(attack: benchmark.Attack, request_: bytes) -> None:
    status = benchmark.read_status(attack.send(request_))
    assert 400 <= status < 600 or b"wait.js" in request_


@pytest.mark.parametrize(
    ("site", "status"),
    [
        ("", 200),
        ("none", 200),
        ("same-origin", 200),
        ("cross-site", 403),
        ("same-site", 403),
    ],
)
def test_pages_of_other_sites_read_nothing(
    attack: benchmark.Attack, site: str, status: int
) -> None:
    headers = [f"Sec-Fetch-Site: {site}"] if site else []
    for path in ("/index.html", "/-/reload.js"):
        assert ask(attack, path, *headers)[0] == status


@pytest.mark.skipif(
    sys.platform == "win32", reason="Windows has no pipes with names, and links for few"
)
def test_links_out_of_the_site_are_not_followed(tmp_path: Path) -> None:
    site, outside = tmp_path / "site", tmp_path / "outside"
    for folder in (site, outside):
        folder.mkdir()
    (site / "index.html").write_bytes(benchmark.PAGE)
    (site / "inside.html").symlink_to("index.html")
    (outside / "secret.txt").write_bytes(SECRET)
    (outside / "index.html").write_bytes(SECRET)
    (site / "file.txt").symlink_to(outside / "secret.txt")
    (site / "folder").symlink_to(outside)
    os.mkfifo(site / "pipe.txt")
    with Server(0, str(site), State(), pytest.fail) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        attack = benchmark.Attack(server.server_port, seed=1)
        for path in (
            "/file.txt",
            "/folder/secret.txt",
            "/folder/",
            "/folder/index.html",
            "/pipe.txt",
        ):
            status, answer = ask(attack, path)
            assert status == 404, path
            assert SECRET not in answer
        assert ask(attack, "/inside.html")[0] == 200
        server.shutdown()


def test_a_connection_that_makes_room_does_not_wait_for_a_build() -> None:
    state = State()
    closed = threading.Event()

    def close() -> None:
        closed.set()
        state.wake()

    threading.Timer(0.05, close).start()
    started = time.monotonic()
    assert not state.wait(0, seconds=30, is_closed=closed.is_set)
    assert time.monotonic() - started < 20
