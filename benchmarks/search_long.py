"""Prints how long the search page blocks its reader with an address of 1 MB, for several kinds of text.

The browser itself takes time for such an address, so the same page without its scripts is beside it. The site has the
four texts and is read from the disk, for few hosts take such an address.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

from search_browser import browsing
from search_tasks import bare_page, load

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


class Folder(NamedTuple):
    """A site on the disk, in the place of a host."""

    address: str


def main() -> None:
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
            for kind, query in KINDS.items():
                page = load(browser, host, query[:LENGTH])
                bare = load(browser, host, query[:LENGTH], bare=True)
                print(
                    f"{kind}: longest task {page.processor:.0f} ms of the thread, without scripts {bare.processor:.0f}"
                )


if __name__ == "__main__":
    main()
