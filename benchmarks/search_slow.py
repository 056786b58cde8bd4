"""A first query on a slow connection, with a phone's screen: when titles and passages are there, and what moves.

    python benchmarks/search_slow.py SITE [--queries 30] [--kilobits 400] [--latency 400]

Each query is a piece of a title of SITE by chance, the same in each run, and is asked in a browser with an empty cache.
Chromium holds back what it loads to so many kilobits a second, and each answer by so many milliseconds. Times are the
browser's own, from the start of the navigation. The sum of layout shifts is what the browser itself calls unexpected.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

from playwright.sync_api import Browser, ViewportSize

sys.path.insert(0, str(Path(__file__).parent.parent))
from benchmarks.search_browser import PATIENCE, WATCH, browsing
from benchmarks.search_host import Host

PHONE = ViewportSize(width=390, height=844)

SHIFTS = """
globalThis.shifts = [];
new PerformanceObserver((list) => {
  for (const { value, hadRecentInput } of list.getEntries()) if (!hadRecentInput) shifts.push(value);
}).observe({ type: 'layout-shift', buffered: true });
"""

SEEN = "() => [times.first ?? times.done, times.done, shifts.reduce((sum, one) => sum + one, 0)]"

SETTLED = 500
"""Milliseconds after the answer in which something may still move."""

SHORTEST, LONGEST = 2, 6
"""Characters of a piece of a Chinese title."""


class Load(NamedTuple):
    """Milliseconds to titles and to passages, and the sum of the layout shifts."""

    titles: float
    passages: float
    shift: float


def draw_queries(site: Path, count: int) -> Iterator[str]:
    """Pieces of titles by chance; of a title in letters a word."""
    dice = random.Random("slow")  # noqa: S311 - dice, no secrets
    paths = sorted(site.glob("A/RES/*/*.json"))
    while count:
        record = json.loads(dice.choice(paths).read_text("utf-8"))
        title = record.get("title") or ""
        length = dice.randint(SHORTEST, LONGEST)
        if "body" in record and len(title) > length:
            start = dice.randrange(len(title) - length)
            words = [word for word in title.split() if len(word) > LONGEST]
            yield (
                dice.choice(words)
                if words and title.isascii()
                else title[start : start + length]
            )
            count -= 1


def load(
    browser: Browser, host: Host, query: str, kilobits: float, latency: float
) -> Load:
    """A first query of a reader with this connection."""
    context = browser.new_context(viewport=PHONE)
    context.add_init_script(WATCH + SHIFTS)
    page = context.new_page()
    rate = kilobits * 1000 / 8
    context.new_cdp_session(page).send(
        "Network.emulateNetworkConditions",
        {
            "offline": False,
            "latency": latency,
            "downloadThroughput": rate,
            "uploadThroughput": rate,
        },
    )
    page.goto(f"{host.address}search.html?q={quote(query, safe='')}")
    page.wait_for_selector(
        "#results[data-state=done]", state="attached", timeout=PATIENCE
    )
    page.wait_for_timeout(SETTLED)
    found = Load(*page.evaluate(SEEN))
    context.close()
    return found


def write_rows(loads: list[Load]) -> Iterator[str]:
    """A table in Markdown."""
    yield "| what | median | most |"
    yield "|---|---|---|"
    for name, values, unit in (
        ("to titles", [one.titles / 1000 for one in loads], " s"),
        ("to passages", [one.passages / 1000 for one in loads], " s"),
        ("layout shift", [one.shift for one in loads], ""),
    ):
        median, most = statistics.median(values), max(values)
        yield f"| {name} | {median:.2f}{unit} | {most:.2f}{unit} |"


def main() -> None:
    """Ask, and print."""
    parser = argparse.ArgumentParser(description="Ask on a slow connection.")
    parser.add_argument("site", type=Path)
    parser.add_argument("--queries", type=int, default=30)
    parser.add_argument("--kilobits", type=float, default=400)
    parser.add_argument("--latency", type=float, default=400)
    asked = parser.parse_args()
    with browsing(asked.site) as (browser, host):
        loads = [
            load(browser, host, query, asked.kilobits, asked.latency)
            for query in draw_queries(asked.site, asked.queries)
        ]
    print("\n".join(write_rows(loads)))


if __name__ == "__main__":
    main()
