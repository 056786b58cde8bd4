"""What the tests of `unres-site serve` share: a server at work on a workshop, as a process of its own."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.building import ROOT, Workshop, text, write
from unres_site.pipeline.commands.server import BUILT

# matches: Open http://localhost:40123/ (Ctrl-C ends it).
# rejects: Open file:///site/index.html
OPEN = re.compile(r"http://localhost:([0-9]+)/")

# matches: script.src = "/-/wait.js?after=3&at=" + Date.now();
# rejects: after=
AFTER = re.compile(r"after=([0-9]+)")


class Served:
    """A server at work on a workshop."""

    def __init__(self, workshop: Workshop, process: subprocess.Popen[str]) -> None:
        self.workshop, self.process = workshop, process
        assert process.stdout is not None
        found = next(match for line in process.stdout if (match := OPEN.search(line)))
        self.port = int(found[1])
        self.address = f"http://localhost:{self.port}/"

    def get(self, path: str, host: str = "", method: str = "GET") -> tuple[int, str]:
        """Status and text of an answer."""
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}/{path}", method=method
        )
        request.add_header("Host", host or f"localhost:{self.port}")
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:  # noqa: S310 - the address above
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read().decode()

    def build(self) -> int:
        """The number of the last build."""
        found = AFTER.search(self.get("-/reload.js")[1])
        assert found
        return int(found[1])

    def wait(self, after: int) -> None:
        """Until another build has ended."""
        while self.get(f"-/wait.js?after={after}")[1] != BUILT:
            pass


@contextmanager
def serving(folder: Path) -> Iterator[Served]:
    """A server of one text in that folder, which must be empty; it ends cleanly at Ctrl-C."""
    workshop = Workshop(folder)
    write(workshop.texts, {"99-1.txt": text(1, "标题甲")})
    command = [
        sys.executable,
        "-u",
        "-m",
        "unres_site",
        "serve",
        "--port",
        "0",
        "--no-search",
    ]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    with subprocess.Popen(
        command,
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            yield Served(workshop, process)
        finally:
            process.send_signal(signal.SIGINT)
            _, err = process.communicate(timeout=60)
    assert process.returncode == 130, err
    assert err.strip() == "Interrupted; the published site is whole."
