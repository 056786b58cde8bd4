"""What a reader's first query loads: requests and bytes of each kind of file.

    python benchmarks/search_loads.py SITE TEXTS [--queries 100] [--scripts OTHER_SITE]
    python benchmarks/search_loads.py SITE --typed benchmarks/typed*.txt [--kinds sentences,cites]

SITE is a built site of TEXTS made-up texts (`search.py --folder` keeps one). Queries are pieces of texts, each in a
fresh browser, on a host that compresses. Counted is what is loaded until titles are shown. With `--scripts` the search
page and the scripts of another site are served for its own: a change of scripts is compared over the same index.

With `--typed` SITE is that of `search_typed.py`, and its queries are asked, or those of some kinds. Counted is all that
is loaded until the search is done: words in other languages are looked up after titles are shown. Files of terms are
asked in the same way.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path
from statistics import mean
from urllib.parse import quote, urlsplit

from playwright.sync_api import Browser

sys.path.insert(0, str(Path(__file__).parent.parent))
from benchmarks import search_queries
from benchmarks.search_browser import PATIENCE, SEEN, WATCH, browsing
from benchmarks.search_host import UNCOUNTED
from benchmarks.search_typed import read_queries

SCRIPTS = ("assets/", "search.html")
NAMED = 2
"""Parts of an address that name a kind of file: `search/terms`, `assets/search.js`."""

Loads = Counter[str]
"""Bytes or requests of each kind of file."""


def measure_loads(browser: Browser, address: str, until: str) -> tuple[Loads, Loads]:
    """The requests and the bytes of one first query, of each kind, until the first titles or until all is `done`."""
    context = browser.new_context()
    context.add_init_script(WATCH)
    page = context.new_page()
    page.goto(address)
    page.wait_for_selector(
        "#results[data-state=done]", state="attached", timeout=PATIENCE
    )
    seen = page.evaluate(SEEN)
    context.close()
    shown = seen["times"].get(until, seen["times"]["done"])
    requests, sizes = Loads(), Loads()
    for name, size, end in seen["bytes"]:
        path = urlsplit(name).path.removeprefix("/")
        if end <= shown and not path.endswith(UNCOUNTED):
            kind = "/".join(path.split("/")[:NAMED])
            requests[kind] += 1
            sizes[kind] += size
    return requests, sizes


def list_addresses(
    paths: Sequence[Path], kinds: set[str], texts: int, count: int
) -> Iterator[str]:
    """The addresses of the queries of some files; without files, of pieces of made-up texts."""
    for query in chain.from_iterable(map(read_queries, paths)):
        if not kinds or query.kind in kinds:
            folder = "" if query.language == "zh" else f"{query.language}/"
            yield f"{folder}search.html?q={quote(query.text, safe='')}"
    for piece in [] if paths else search_queries.draw(texts, count)[:count]:
        yield f"search.html?q={quote(piece.text, safe='')}"


def list_rows(loads: Sequence[tuple[Loads, Loads]]) -> Iterator[str]:
    """A table in Markdown: the means over all queries, the largest kinds first."""
    requests = sum((one for one, _ in loads), Loads())
    sizes = sum((one for _, one in loads), Loads())
    yield "| file | requests | KB | most, KB |"
    yield "|---|---:|---:|---:|"
    for kind, size in sizes.most_common():
        most = max(one[kind] for _, one in loads) / 1000
        mean_size, count = size / len(loads) / 1000, requests[kind] / len(loads)
        yield f"| {kind} | {count:.2f} | {mean_size:.1f} | {most:.1f} |"
    totals = sorted(one.total() / 1000 for _, one in loads)
    count = requests.total() / len(loads)
    yield f"| all | {count:.2f} | {mean(totals):.1f} | {totals[-1]:.1f} |"
    yield f"{len(loads)} queries: mean {mean(totals):.1f} KB, median {totals[len(totals) // 2]:.1f} KB"


def main() -> None:
    """Ask the queries, and print the table."""
    parser = argparse.ArgumentParser(description="What a first query loads.")
    parser.add_argument("site", type=Path)
    parser.add_argument("texts", type=int, nargs="?", default=0)
    parser.add_argument("--queries", type=int, default=100)
    parser.add_argument("--scripts", type=Path, help="a site with other scripts")
    parser.add_argument("--typed", type=Path, nargs="*", default=[])
    parser.add_argument("--kinds", default="")
    asked = parser.parse_args()
    if not asked.texts and not asked.typed:
        parser.error("say how many texts SITE has, or --typed with files of queries")
    kinds = set(filter(None, asked.kinds.split(",")))
    queries = list_addresses(asked.typed, kinds, asked.texts, asked.queries)
    until = "done" if asked.typed else "first"
    with browsing(asked.site) as (browser, host):
        if asked.scripts:
            host.serve(asked.site, dict.fromkeys(SCRIPTS, asked.scripts))
        loads = [
            measure_loads(browser, host.address + query, until) for query in queries
        ]
    for line in list_rows(loads):
        print(line)


if __name__ == "__main__":
    main()
