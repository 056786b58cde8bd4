"""What a reader's first query loads until titles are shown: requests and bytes of each kind of file.

    python benchmarks/search_loads.py SITE TEXTS [--queries 100] [--scripts OTHER_SITE]

SITE is a built site of TEXTS made-up texts (`search.py --folder` keeps one). Queries are pieces of texts, each in a
fresh browser, on a host that compresses. With `--scripts` the search page and the scripts of another site are served
for its own, so that a change of scripts is compared over the same index.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import mean
from urllib.parse import quote, urlsplit

from playwright.sync_api import Browser

sys.path.insert(0, str(Path(__file__).parent.parent))
from benchmarks import search_queries
from benchmarks.search_browser import PATIENCE, SEEN, WATCH, browsing
from benchmarks.search_host import UNCOUNTED, Host

SCRIPTS = ("assets/", "search.html")
NAMED = 2
"""Parts of an address that name a kind of file: `search/terms`, `assets/search.js`."""

Loads = Counter[str]
"""Bytes or requests of each kind of file."""


def measure_loads(browser: Browser, host: Host, query: str) -> tuple[Loads, Loads]:
    """The requests and the bytes of one first query, of each kind, until titles are shown."""
    context = browser.new_context()
    context.add_init_script(WATCH)
    page = context.new_page()
    page.goto(f"{host.address}search.html?q={quote(query, safe='')}")
    page.wait_for_selector(
        "#results[data-state=done]", state="attached", timeout=PATIENCE
    )
    seen = page.evaluate(SEEN)
    context.close()
    shown = seen["times"].get("first", seen["times"]["done"])
    requests, sizes = Loads(), Loads()
    for address, size, end in seen["bytes"]:
        path = urlsplit(address).path.removeprefix("/")
        if end <= shown and not path.endswith(UNCOUNTED):
            kind = "/".join(path.split("/")[:NAMED])
            requests[kind] += 1
            sizes[kind] += size
    return requests, sizes


def list_rows(loads: Sequence[tuple[Loads, Loads]]) -> Iterator[str]:
    """A table in Markdown: the means over all queries, the largest kinds first."""
    requests = sum((one for one, _ in loads), Loads())
    sizes = sum((one for _, one in loads), Loads())
    yield "| file | requests | KB |"
    yield "|---|---:|---:|"
    rows = [*sizes.most_common(), ("all", sizes.total())]
    requests["all"] = requests.total()
    for kind, size in rows:
        count = requests[kind] / len(loads)
        yield f"| {kind} | {count:.2f} | {size / len(loads) / 1000:.1f} |"
    totals = sorted(one.total() / 1000 for _, one in loads)
    yield f"{len(loads)} queries: mean {mean(totals):.1f} KB, median {totals[len(totals) // 2]:.1f} KB"


def main() -> None:
    """Ask the queries, and print the table."""
    parser = argparse.ArgumentParser(description="What a first query loads.")
    parser.add_argument("site", type=Path)
    parser.add_argument("texts", type=int)
    parser.add_argument("--queries", type=int, default=100)
    parser.add_argument("--scripts", type=Path, help="a site with other scripts")
    asked = parser.parse_args()
    queries = search_queries.draw(asked.texts, asked.queries)[: asked.queries]
    with browsing(asked.site) as (browser, host):
        if asked.scripts:
            host.serve(asked.site, dict.fromkeys(SCRIPTS, asked.scripts))
        loads = [measure_loads(browser, host, query.text) for query in queries]
    for line in list_rows(loads):
        print(line)


if __name__ == "__main__":
    main()
