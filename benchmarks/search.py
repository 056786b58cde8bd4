"""This project's search against Pagefind's, side by side: the same texts, the same pages, the same queries.

    python benchmarks/search.py [--sizes 1000,5000,20000] [--queries 500] [--theirs 60] [--folder DIR] [--steps …]

For each size: the build of the site with its search, and Pagefind's over the same pages; then in Chromium, each query
cold in a context of its own: bytes and time to ranked results and to ten snippets; further queries on one page, and the
same asked again; what is found against what the texts hold. Queries are pieces of texts of 2 to 8 Han characters, and
symbols. Pagefind is asked the first `--theirs` of each, for it takes seconds for one.

With `--folder` texts, sites and figures are kept there, and steps can be run one by one:
`texts`, `build`, `pagefind`, `cold`, `warm`, `theirs`, `table`.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import corpus
import search_browser
import search_corpus
import search_queries
import search_table

import build

PAGES = "A/RES/*/[0-9]*.html"
TEXT = "article.resolution"
MARKS = "sup, .permalink, .number"
"""What of a page Pagefind is told to read, and what of that to leave out: a mark would part the words around it."""

BATCH = 40
"""Queries after which their figures are noted."""

Figures = dict[str, Any]


class Bench:
    """One size: its folder, and its figures, which are written down after each step."""

    def __init__(self, size: int, queries: int, theirs: int, folder: Path) -> None:
        self.size, self.theirs, self.folder = size, theirs, folder / f"search-{size}"
        self.folder.mkdir(parents=True, exist_ok=True)
        self.queries = search_queries.draw(size, queries)
        self.notes = self.folder / "figures.json"
        self.figures = self._noted()
        symbols = [f"A/RES/{corpus.number_of(index).short}" for index in range(size)]
        self.numbers = {symbol: number for number, symbol in enumerate(symbols)}

    def _noted(self) -> Figures:
        found: Figures = json.loads(self.notes.read_text()) if self.notes.is_file() else {}
        return found

    def note(self, **figures: object) -> None:
        """Keep what was measured, beside what other runs have noted since."""
        self.figures = self._noted() | figures
        self.notes.write_text(json.dumps(self.figures, default=list))

    @property
    def site(self) -> Path:
        """The site that was built last."""
        return Path(self.figures["site"])

    # --- the steps

    def texts(self) -> None:
        """The texts, and what the queries should find."""
        if not (self.folder / "texts").is_dir():
            search_corpus.write(self.size, self.folder / "texts")
        held = search_queries.truth(self.size, self.queries)
        own = [self.numbers.get(f"A/RES/{query.symbol}") for query in self.queries]
        self.note(truth=held, own=own, symbols=[bool(query.symbol) for query in self.queries])

    def build(self) -> None:
        """The pages alone, and with the search; each from nothing, and nothing is deleted (see `build.py`)."""
        for name, options in (("pages", ["--no-search"]), ("search", [])):
            place = Path(tempfile.mkdtemp(prefix=f"{name}-", dir=self.folder))
            where = [f"--source={self.folder / 'texts'}", f"--output={place / 'site'}", f"--cache={place / 'cache'}"]
            cost = build.run([sys.executable, "-m", "unres_site", "build", "--quiet", *options, *where])
            self.note(**{name: cost, "site": str(place / "site")})
        self.note(size=_weight(self.site / "search"))

    def pagefind(self) -> None:
        """Pagefind's index of the same pages."""
        command = [sys.executable, "-m", "pagefind", "--silent", "--site", str(self.site), "--glob", PAGES]
        cost = build.run([*command, "--root-selector", TEXT, "--exclude-selectors", MARKS])
        (self.site / "pagefind.html").write_text(search_browser.PAGEFIND, "utf-8")
        self.note(pagefind=cost, pagefind_size=_weight(self.site / "pagefind"))

    def cold(self) -> None:
        """First queries of this project's page; noted now and then, so that a run that was ended goes on."""
        if self.figures.get("cold_of") != str(self.site):
            self.note(cold=[], cold_of=str(self.site))
        with search_browser.browsing(self.site) as (browser, host):
            while waiting := self.queries[len(self.figures["cold"]) :][:BATCH]:
                found = [search_browser.cold(browser, host, query.text, self.numbers) for query in waiting]
                self.note(cold=[*self.figures["cold"], *found])

    def warm(self) -> None:
        """Further queries of this project's page."""
        with search_browser.browsing(self.site) as (browser, host):
            self.note(warm=list(search_browser.warm(browser, host, [query.text for query in self.queries])))

    def theirs_(self) -> None:
        """The same of Pagefind, for some of the queries."""
        addresses = {f"/{symbol}.html": number for symbol, number in self.numbers.items()}
        texts = search_browser.pagefind_texts(self.site, addresses)
        asked = self._some()
        with search_browser.browsing(self.site) as (browser, host):
            found = [search_browser.pagefind_cold(browser, host, self.queries[one].text, texts) for one in asked]
            again = list(search_browser.pagefind_warm(browser, host, [self.queries[one].text for one in asked]))
        self.note(
            asked=asked,
            their_cold=[one for one, _ in found],
            their_warm=[one._replace(found=texts) for one, (_, texts) in zip(again, found, strict=True)],
        )

    def _some(self) -> list[int]:
        """The first queries for words, and the first for symbols."""
        words = [place for place, query in enumerate(self.queries) if not query.symbol]
        symbols = [place for place, query in enumerate(self.queries) if query.symbol]
        return [*words[: self.theirs], *symbols[: self.theirs // 5]]


STEPS: dict[str, Callable[[Bench], None]] = {
    "texts": Bench.texts,
    "build": Bench.build,
    "pagefind": Bench.pagefind,
    "cold": Bench.cold,
    "warm": Bench.warm,
    "theirs": Bench.theirs_,
}


def _weight(folder: Path) -> tuple[int, int]:
    """Files of a folder, and their bytes."""
    sizes = [path.stat().st_size for path in folder.rglob("*") if path.is_file()]
    return len(sizes), sum(sizes)


def _run(sizes: Sequence[int], asked: argparse.Namespace, folder: Path) -> None:
    measured = []
    for size in sizes:
        bench = Bench(size, asked.queries, asked.theirs, folder)
        for step in asked.steps.split(","):
            if step in STEPS:
                STEPS[step](bench)
        measured.append((size, bench.figures))
    if "table" in asked.steps:
        _print(search_table.lines(measured))


def _print(lines: Iterable[str]) -> None:
    for line in lines:
        print(line)


def main() -> None:
    """Measure, and print tables in Markdown."""
    parser = argparse.ArgumentParser(description="Measure searches.")
    parser.add_argument("--sizes", default="1000,5000,20000")
    parser.add_argument(
        "--queries", type=int, default=500, help="pieces of texts; a fifth as many symbols come with them"
    )
    parser.add_argument("--theirs", type=int, default=60, help="how many of them Pagefind is asked")
    parser.add_argument("--steps", default=",".join([*STEPS, "table"]))
    parser.add_argument("--folder", type=Path, help="where to build; kept [default: one that is removed at the end]")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="unres-search-") as temporary:
        _run([int(size) for size in asked.sizes.split(",")], asked, asked.folder or Path(temporary))


if __name__ == "__main__":
    main()
