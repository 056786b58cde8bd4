"""What a reader's browser has to do for the pages of a built site, and how they fit on a small screen.

    python benchmarks/pages.py site
    python benchmarks/pages.py site A/RES/58/58.html

Prints a row for each kind of page (the worst of a few pages of the kind), or for each page that is named; then the
weight of all pages of resolutions, and the length of the style. Ends with 1 if a figure is worse than its limit.

    KB        all files that the page loads, compressed as hosts do it (gzip)
    requests  the files that it loads, itself among them
    shift     how far things move while it loads (cumulative layout shift), wide and narrow
    over      pixels by which it is wider than a screen of 320, in letters of once and of twice the size
    stops     of the Tab key before the title of the page
    to text   stops before what one reads there (a text, a list, a table) for who does not use the one that skips
"""

from __future__ import annotations

import gzip
import re
import statistics
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

from playwright.sync_api import Browser, Page, sync_playwright

sys.path.insert(0, str(Path(__file__).parent.parent))
from benchmarks.drivers import CHROMIUM, find_program
from benchmarks.kinds import group_pages, spread
from benchmarks.lighthouse import serving
from benchmarks.usage import read_names

EACH = 4
"""Pages that are measured of each kind."""

WIDE, NARROW, HEIGHT = 1440, 320, 800
MOST_BYTES, MOST_REQUESTS, MOST_STOPS = 25 * 1024, 5, 8
MOST_REQUESTS_OF = {"missing": 6, "search": 7}
"""A page 404 of a site without an address looks for its files at several places; the search has scripts of its own."""

TEXTS = {
    "resolution": "#text",
    "session": ".cards",
    "year": ".cards",
    "topic": ".cards",
    "series-page": ".cards",
    "series-list": ".cards",
    "instruments": ".cards",
    "instrument": ".cards",
    "since": ".comparison section",
    "lives": ".lives-table",
    "home": ".cards",
    "search": "#q",
}
"""Where what one reads begins, by the kind of the page; elsewhere it is below the title."""

MOST_TRIED = 200
MOST_LINES = 800
"""Lines of all style sheets."""

# matches: <link rel="stylesheet" href="../assets/site.css">
# matches: <script defer src="../assets/site.js"></script>
# matches: <link rel="icon" href="../icon.svg">
# rejects: <link rel="alternate" href="58.json">
LOADED = re.compile(
    r'<(?:link rel="(?:stylesheet|icon)" href|script(?: defer)? src)="([^"]+)"'
)

SHIFT = """() => new Promise((done) => {
    let sum = 0;
    new PerformanceObserver((list) => {
        for (const one of list.getEntries()) sum += one.hadRecentInput ? 0 : one.value;
    }).observe({type: 'layout-shift', buffered: true});
    setTimeout(() => done(sum), 250);
})"""
OVER = """() => document.documentElement.scrollWidth - document.documentElement.clientWidth"""
DOUBLE = "document.documentElement.style.fontSize = '200%'"
IS_PAST = """(selector) => {
    const place = document.querySelector(selector) ?? document.querySelector('h1');
    const stop = document.activeElement;
    return stop === document.body || place.contains(stop) || Boolean(place.compareDocumentPosition(stop) & 4);
}"""
"""Whether the stop of the Tab key is in or behind an element, or behind the title where there is no such element."""


class Row(NamedTuple):
    """The figures of a page, or the worst of several."""

    weight: int
    requests: int
    shift: float
    over: int
    stops: int
    to_text: int


def list_excesses(name: str, row: Row) -> list[str]:
    """The figures of a row that are beyond their limits."""
    most = {
        "requests": MOST_REQUESTS_OF.get(name, MOST_REQUESTS),
        "shift": 0,
        "over": 0,
        "stops": MOST_STOPS,
        "to_text": MOST_STOPS,
    }
    figures = row._asdict()
    return [key for key, limit in most.items() if round(figures[key], 3) > limit]


@cache
def weigh_file(path: Path) -> int:
    """The bytes of a file, compressed."""
    return len(gzip.compress(path.read_bytes(), 9, mtime=0))


def list_files(page: Path) -> list[Path]:
    """A page and the files that its head loads. A page 404 names some at several places: the missing are left out."""
    names = LOADED.findall(page.read_text("utf-8"))
    files = [(page.parent / name).resolve() for name in names]
    return [page, *filter(Path.is_file, files)]


def weigh_page(page: Path) -> int:
    """The bytes of all files of a page, compressed."""
    return sum(map(weigh_file, list_files(page)))


def measure_over(page: Page) -> int:
    """Pixels by which an opened page is too wide for a narrow screen."""
    page.set_viewport_size({"width": NARROW, "height": HEIGHT})
    once = page.evaluate(OVER)
    page.evaluate(DOUBLE)
    return int(max(once, page.evaluate(OVER)))


def count_stops(page: Page, place: str) -> int:
    """Stops of the Tab key in a page, just opened, before a place."""
    for stops in range(MOST_TRIED):
        page.keyboard.press("Tab")
        if page.evaluate(IS_PAST, place):
            return stops
    raise RuntimeError(f"{page.url}: the Tab key does not reach {place}")


def measure_load(page: Page, address: str, width: int) -> tuple[int, float]:
    """How many files a page of that width loads, and how far things move."""
    page.set_viewport_size({"width": width, "height": HEIGHT})
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.goto(address)
    return len(requests), page.evaluate(SHIFT)


def measure_page(browser: Browser, address: str, file: Path) -> Row:
    """The figures of a page, in a window of its own."""
    page = browser.new_page()
    _, narrow_shift = measure_load(page, address, NARROW)
    over = measure_over(page)
    page.close()
    page = browser.new_page()
    requests, wide_shift = measure_load(page, address, WIDE)
    stops = count_stops(page, "h1")
    page.reload()
    kind = page.evaluate("document.body.className").removesuffix("-page")
    to_text = count_stops(page, TEXTS.get(kind, "h1"))
    page.close()
    shift = max(narrow_shift, wide_shift)
    return Row(weigh_page(file), requests, shift, over, stops, to_text)


def find_worst(rows: Sequence[Row]) -> Row:
    """The worst of each figure."""
    return Row(*map(max, zip(*rows, strict=True)))


def write_row(name: str, row: Row) -> str:
    """A line of the table."""
    figures = (
        f"{row.requests} | {row.shift:.3f} | {row.over} | {row.stops} | {row.to_text}"
    )
    excesses = ", ".join(list_excesses(name, row))
    line = f"| {name} | {row.weight / 1024:.1f} | {figures} |"
    return f"{line} too much: {excesses}" if excesses else line


def report_weight(pages: Sequence[Path]) -> bool:
    """Print what pages of resolutions weigh. True if it is little enough."""
    weights = sorted(map(weigh_page, pages))
    median = statistics.median(weights)
    print(
        f"{len(pages)} resolutions: {median / 1024:.1f} KB median, {weights[-1] / 1024:.1f} KB at most"
    )
    return median <= MOST_BYTES


def report_style(folder: Path) -> bool:
    """Print how long the style is. True if it is short enough."""
    sheets = [path.read_text("utf-8") for path in folder.rglob("*.css")]
    lines = sum(len(sheet.splitlines()) for sheet in sheets)
    important = sum(sheet.count("!important") for sheet in sheets)
    print(f"style: {lines} lines in {len(sheets)} files, {important} !important")
    return lines <= MOST_LINES and not important


def choose_rows(folder: Path, names: Sequence[str]) -> dict[str, list[Path]]:
    """The pages to measure by the names of their rows."""
    if names:
        return {name: [folder / name] for name in names}
    kinds: dict[str, list[Path]] = {}
    for kind, pages in group_pages(folder).items():
        kinds[kind] = spread(pages, EACH)
    return kinds


def report_rows(folder: Path, rows: Mapping[str, Sequence[Path]]) -> bool:
    """Print the table. True if every figure is within its limit."""
    print(
        "| page | KB | requests | shift | over | stops | to text |",
        "|---|---:|---:|---:|---:|---:|---:|",
        sep="\n",
    )
    is_well = True
    with serving(str(folder)) as root, opening() as browser:
        for name, pages in rows.items():
            found = [
                measure_page(browser, root + quote(str(page.relative_to(folder))), page)
                for page in pages
            ]
            worst = find_worst(found)
            is_well = is_well and not list_excesses(name, worst)
            print(write_row(name, worst), flush=True)
    return is_well


@contextmanager
def opening() -> Iterator[Browser]:
    """Chromium without a window."""
    binary = find_program(CHROMIUM, "chromium-headless-shell")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=binary, args=["--no-sandbox", "--disable-gpu"]
        )
        yield browser
        browser.close()


def main(site: str, *names: str) -> int:
    """Print the figures; 1 if one is beyond its limit."""
    folder = Path(site).resolve()
    done = [report_rows(folder, choose_rows(folder, names))]
    done.append(report_weight(group_pages(folder).get("resolution", [])))
    done.append(report_style(Path(__file__).parent.parent / "static"))
    return int(not all(done))


if __name__ == "__main__":
    sys.exit(main(*read_names(__doc__)))
