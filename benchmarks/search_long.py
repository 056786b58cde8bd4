"""Prints how long the search page blocks its reader with an address of 1 MB, for several kinds of text.

The browser itself takes time for such an address, so the same page without its scripts is beside it. What the scripts
add may take 50 ms; the exit status says whether it does not take longer. The site has the four texts and is read from
the disk, for few hosts take such an address.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

from playwright.sync_api import Browser

sys.path.insert(0, str(Path(__file__).parent.parent))
from benchmarks.search_browser import browsing
from benchmarks.search_tasks import bare_page, load
from benchmarks.usage import read_names

ROOT = Path(__file__).parent.parent
LENGTH = 110_000
"""UTF-16 units, of which each takes up to nine bytes in an address."""

KINDS = {
    "a short query": "小武器",
    "a letter with accents": "e" + "\u0301" * LENGTH,
    "Han": "小武器" * LENGTH,
    "symbols": "58/58 " * LENGTH,
    "punctuation": "，" * LENGTH,
    "characters of two units": "𠀀" * (LENGTH // 2),
}


FILTER = "a letter with accents"
"""The kind that a filter has, too."""

LONGEST = 50
"""Milliseconds of the page's thread that the scripts may add."""


class Folder(NamedTuple):
    """A site on the disk, in the place of a host."""

    address: str


def measure(browser: Browser, host: Folder, kind: str, *, is_filter: bool) -> bool:
    """Print a line for a kind of text, as the query or as a filter; whether the scripts are quick enough."""
    text = KINDS[kind][:LENGTH]
    query = "a" if is_filter else text
    more = f"&organ={quote(text, safe='')}" if is_filter else ""
    page = load(browser, host, query, more=more).processor
    bare = load(browser, host, query, more=more, bare=True).processor
    name = f"{kind}, as a filter" if is_filter else kind
    print(
        f"{name}: longest task {page:.0f} ms of the thread, without scripts {bare:.0f}"
    )
    return page - bare <= LONGEST


def main() -> int:
    """Build the site and print a line for each kind."""
    with tempfile.TemporaryDirectory() as folder:
        site = Path(folder) / "site"
        command = [
            sys.executable,
            str(ROOT / "build.py"),
            "--output",
            str(site),
            "--no-cache",
        ]
        subprocess.run(command, check=True, capture_output=True)  # noqa: S603 - the project's own build
        bare_page(site)
        with browsing(site) as (browser, _):
            host = Folder(f"{site.as_uri()}/")
            done = [measure(browser, host, kind, is_filter=False) for kind in KINDS]
            done.append(measure(browser, host, FILTER, is_filter=True))
    return int(not all(done))


if __name__ == "__main__":
    read_names(__doc__)
    sys.exit(main())
