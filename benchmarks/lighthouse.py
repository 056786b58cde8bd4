"""What Lighthouse says of a built site: four scores a page, and layout shift. `make audit` runs it; it needs Node.

    python benchmarks/lighthouse.py site

Lighthouse is fetched by `npx` and is no requirement of the project. The scores but that of speed do not depend on the
machine; speed is as on a slow phone, so a busy machine lowers it.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

VERSION = "12"
LEAST = {"performance": 98, "accessibility": 100, "best-practices": 98, "seo": 98}
PAGES = (
    "index.html",
    "sessions.html",
    "A/RES/58/58.html",
    "A/RES/64/50.html",
    "search.html",
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


def main(folder: str) -> int:
    """Print a row a page; 1 if a score is too low."""
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    if not shutil.which("npx") or not browser:
        print("Lighthouse is left out: it needs Node (npx) and an installed Chromium.")
        return 0
    is_low = False
    with serving(folder) as address:
        for page in PAGES:
            scores = measure(address + page, browser)
            low = [name for name, least in LEAST.items() if scores[name] < least]
            is_low = is_low or bool(low)
            print(f"{page}: {scores}{' too low: ' + ', '.join(low) if low else ''}")
    return int(is_low)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
