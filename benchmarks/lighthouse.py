"""What Lighthouse says of a built site: a row for each page. `make audit` runs it; it needs Node.

    python benchmarks/lighthouse.py site
    python benchmarks/lighthouse.py site "A/RES/75/100.html?with=en"

Lighthouse is fetched by `npx`; the project does not require it. The files are sent compressed, as hosts send them.
The score of speed is as on a slow phone: what the processor does beside it counts as the page's work. So a page with a
low score is measured again, and its best scores hold. Beside the scores are, of the fastest measurement, the seconds to
the largest piece of the first screen (LCP), the milliseconds in which the page answers to nobody (TBT), how far things
move (CLS) and the kilobytes that it loads.
"""

from __future__ import annotations

import gzip
import json
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, NamedTuple

sys.path.insert(0, str(Path(__file__).parent.parent))
from benchmarks.usage import read_names

VERSION = "12"
MILLISECONDS, KILOBYTE = 1000, 1024
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
    "A/RES/76/72.html",
    "A/RES/75/100.html?with=en",
)
"""A home, lists, short and long texts, a search, a text in two languages. Of these a site may lack some."""

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")


class Measurement(NamedTuple):
    """What Lighthouse says of a page.

    scores   in hundredths, by category
    audits   the audits whose numbers are shown, by name; empty if the browser gave up
    """

    scores: Mapping[str, int]
    audits: Mapping[str, float]


SHOWN = {
    "largest-contentful-paint": MILLISECONDS,
    "total-blocking-time": 1,
    "cumulative-layout-shift": 1,
    "total-byte-weight": KILOBYTE,
}
"""The audits whose numbers are shown, and by what they are divided."""


class Host(SimpleHTTPRequestHandler):
    """Serves files compressed, as hosts do it, and says nothing."""

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class names it so
        """Nothing is logged."""

    def do_GET(self) -> None:
        """A file; what is none is answered as by the base class."""
        path = Path(self.translate_path(self.path))
        if not path.is_file():
            super().do_GET()
            return
        content = gzip.compress(path.read_bytes(), mtime=0)
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", self.guess_type(path))
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)


@contextmanager
def serving(folder: str) -> Iterator[str]:
    """The address of the folder on a free port of the loopback."""
    handler = partial(Host, directory=folder)
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


def measure(address: str, browser: str) -> Measurement:
    """A page, measured once; all scores are 0 if the browser gave up, as on a busy machine."""
    command = [
        *("npx", "--yes", f"lighthouse@{VERSION}", address),
        *("--quiet", "--output=json", f"--only-categories={','.join(LEAST)}"),
        "--chrome-flags=--headless=new --no-sandbox --disable-gpu",
    ]
    environment = {**os.environ, "CHROME_PATH": browser}
    done = subprocess.run(  # noqa: S603 - the command is of this file
        command, env=environment, capture_output=True, check=False
    )
    if done.returncode:
        print(f"{address}: {done.stderr.decode().strip()[-200:]}")
        return Measurement(dict.fromkeys(LEAST, 0), {})
    return read_report(json.loads(done.stdout))


def read_report(report: Mapping[str, Any]) -> Measurement:
    """The scores and the shown numbers of a report."""
    categories, audits = report["categories"], report["audits"]
    scores = {name: round(100 * categories[name]["score"]) for name in LEAST}
    shown = {name: audits[name]["numericValue"] / unit for name, unit in SHOWN.items()}
    return Measurement(scores, shown)


def list_low(scores: Mapping[str, int]) -> list[str]:
    """The categories whose score is too low."""
    return [name for name, least in LEAST.items() if scores[name] < least]


def measure_best(address: str, browser: str) -> Measurement:
    """The best scores of a page, which is measured again as long as one is too low."""
    best = dict.fromkeys(LEAST, 0)
    fastest: Mapping[str, float] = {}
    for _ in range(TRIES):
        scores, audits = measure(address, browser)
        if scores["performance"] > best["performance"]:
            fastest = audits
        best = {name: max(best[name], scores[name]) for name in LEAST}
        if not list_low(best):
            break
    return Measurement(best, fastest)


def write_row(page: str, found: Measurement) -> str:
    """A row of the table, and what is too low."""
    low = list_low(found.scores)
    figures = [str(found.scores[name]) for name in LEAST]
    figures += [f"{found.audits.get(name, 0):.2f}" for name in SHOWN]
    line = f"| {page} | {' | '.join(figures)} |"
    return f"{line} too low: {', '.join(low)}" if low else line


def main(folder: str, *pages: str) -> int:
    """Print a row a page; 1 if a score is too low."""
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    if not shutil.which("npx") or not browser:
        print("Lighthouse is left out: it needs Node (npx) and an installed Chromium.")
        return 0
    is_low = False
    print(f"| page | {' | '.join(LEAST)} | LCP s | TBT ms | CLS | KB |")
    print("|---|" + "---:|" * (len(LEAST) + len(SHOWN)))
    with serving(folder) as address:
        for page in pages or PAGES:
            if not Path(folder, page.partition("?")[0]).is_file():
                print(f"{page}: not in this site")
                continue
            found = measure_best(address + page, browser)
            is_low = is_low or bool(list_low(found.scores))
            print(write_row(page, found), flush=True)
    return int(is_low)


if __name__ == "__main__":
    sys.exit(main(*read_names(__doc__)))
