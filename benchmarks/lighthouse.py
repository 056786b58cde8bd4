"""What Lighthouse says of a built site: four scores a page. `make audit` runs it; it needs Node.

    python benchmarks/lighthouse.py site
    python benchmarks/lighthouse.py site "A/RES/75/235.html?with=en"

Lighthouse is fetched by `npx` and is no requirement of the project. Its score of speed is as on a slow phone: what the
processor does beside it counts as the page's work. So a page with a low score is measured again, and its best scores
hold.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

VERSION = "12"
LEAST = {"performance": 98, "accessibility": 100, "best-practices": 98, "seo": 98}
TRIES = 3
"""Measurements of a page with a low score; noise only lowers one."""

PAGES = (
    "index.html",
    "sessions.html",
    "A/RES/58/index.html",
    "A/RES/58/58.html",
    "A/RES/64/50.html",
    "search.html",
    "search.html?q=小武器",
)
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")


class Quiet(SimpleHTTPRequestHandler):
    """Serves files and says nothing."""

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class names it so
        """Nothing is logged."""


@contextmanager
def serving(folder: str) -> Iterator[str]:
    """The address of the folder on a free port of the loopback."""
    handler = partial(Quiet, directory=folder)
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


def measure(address: str, browser: str) -> dict[str, int]:
    """The scores of a page, in hundredths, by category."""
    command = [
        *("npx", "--yes", f"lighthouse@{VERSION}", address),
        *("--quiet", "--output=json", f"--only-categories={','.join(LEAST)}"),
        "--chrome-flags=--headless=new --no-sandbox --disable-gpu",
    ]
    environment = {**os.environ, "CHROME_PATH": browser}
    done = subprocess.run(  # noqa: S603 - the command is of this file
        command, env=environment, capture_output=True, check=True
    )
    categories = json.loads(done.stdout)["categories"]
    return {name: round(100 * categories[name]["score"]) for name in LEAST}


def list_low(scores: Mapping[str, int]) -> list[str]:
    """The categories whose score is too low."""
    return [name for name, least in LEAST.items() if scores[name] < least]


def measure_best(address: str, browser: str) -> dict[str, int]:
    """The best scores of a page, which is measured again as long as one is too low."""
    best = dict.fromkeys(LEAST, 0)
    for _ in range(TRIES):
        scores = measure(address, browser)
        best = {name: max(best[name], scores[name]) for name in LEAST}
        if not list_low(best):
            break
    return best


def main(folder: str, *pages: str) -> int:
    """Print a row a page; 1 if a score is too low."""
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    if not shutil.which("npx") or not browser:
        print("Lighthouse is left out: it needs Node (npx) and an installed Chromium.")
        return 0
    is_low = False
    with serving(folder) as address:
        for page in pages or PAGES:
            scores = measure_best(address + page, browser)
            low = list_low(scores)
            is_low = is_low or bool(low)
            print(f"{page}: {scores}{' too low: ' + ', '.join(low) if low else ''}")
    return int(is_low)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
