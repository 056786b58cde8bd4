"""This project's search against Pagefind's, side by side: the same texts, the same pages, the same queries.

    python benchmarks/search.py [--sizes 1000,5000,20000] [--queries 500] [--theirs 60] [--folder DIR] [--steps …]

For each size: the build of the site with its search, and Pagefind's over the same pages; then in Chromium, each query
cold in a context of its own: bytes and time to ranked results and to ten snippets; further queries on one page, and the
same asked again; what is found against what the texts hold. Queries are pieces of texts of 2 to 8 Han characters, and
symbols. Pagefind is asked the first `--theirs` of each, for it takes seconds for one.

With `--folder` texts, sites and figures are kept there, and a run that was stopped continues; what is noted is not
measured again. Steps can be run one by one: `texts`, `build`, `cold`, `warm`, `tasks`, `counts`, `pagefind`, `theirs`,
`table`. Last comes the index of real texts in six languages, if these are at hand.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import corpus
import search_browser
import search_corpus
import search_counts
import search_languages
import search_queries
import search_table
import search_tasks

import build

PAGES = "A/RES/*/[0-9]*.html"
TEXT = "article.resolution"
MARKS = "sup, .permalink, .number"
"""What of a page Pagefind is told to read, and what of that to leave out: a mark would part the words around it."""

CORPUS = Path(__file__).resolve().parents[2] / "shared" / "corpus"
"""Where real texts are, beside the checkout."""

BATCH = 40
"""Queries after which their figures are noted."""

PATIENCE = 1200
"""Seconds that Pagefind may take for its index; at 20,000 texts it needs 11 GB, too."""

Figures = dict[str, Any]


class Bench:
    """One size: its folder, and its figures, which are written down after each step."""

    def __init__(self, size: int, queries: int, theirs: int, folder: Path) -> None:
        self.size, self.theirs, self.folder = size, theirs, folder / f"search-{size}"
        self.folder.mkdir(parents=True, exist_ok=True)
        self.queries = search_queries.draw(size, queries)
        self.notes = self.folder / "figures.json"
        self.figures = self._noted()
        symbols = [f"A/RES/{corpus.make_number(index).short}" for index in range(size)]
        self.numbers = {symbol: number for number, symbol in enumerate(symbols)}

    def _noted(self) -> Figures:
        found: Figures = (
            json.loads(self.notes.read_text()) if self.notes.is_file() else {}
        )
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
        self.note(
            truth=held, own=own, symbols=[bool(query.symbol) for query in self.queries]
        )

    def build(self) -> None:
        """The pages from nothing, without the search; then the search of that site, its pages and records at hand."""
        place = Path(tempfile.mkdtemp(prefix="built-", dir=self.folder))
        where = [
            f"--source={self.folder / 'texts'}",
            f"--output={place / 'site'}",
            f"--cache={place / 'cache'}",
        ]
        command = [sys.executable, "-m", "unres_site", "build", "--quiet", *where]
        pages, search = build.run([*command, "--no-search"]), build.run(command)
        self.note(
            pages=pages,
            search=search,
            site=str(place / "site"),
            size=_weight(place / "site" / "search"),
        )

    def pagefind(self) -> None:
        """Pagefind's index of the same pages; where it is not ready in time, its other figures are left out."""
        command = [
            sys.executable,
            "-m",
            "pagefind",
            "--silent",
            "--site",
            str(self.site),
            "--glob",
            PAGES,
        ]
        try:
            cost = build.run(
                [*command, "--root-selector", TEXT, "--exclude-selectors", MARKS],
                PATIENCE,
            )
        except subprocess.CalledProcessError:
            self.note(pagefind=None, asked=[])
            return
        (self.site / "pagefind.html").write_text(search_browser.PAGEFIND, "utf-8")
        self.note(pagefind=cost, pagefind_size=_weight(self.site / "pagefind"))

    def cold(self) -> None:
        """First queries of this project's page."""
        with search_browser.browsing(self.site) as (browser, host):
            self._each(
                "cold",
                [query.text for query in self.queries],
                lambda query: search_browser.cold(browser, host, query, self.numbers),
            )

    def warm(self) -> None:
        """Further queries of this project's page."""
        with search_browser.browsing(self.site) as (browser, host):
            self.note(
                warm=list(
                    search_browser.warm(
                        browser, host, [query.text for query in self.queries]
                    )
                )
            )

    def tasks(self) -> None:
        """The longest task of first queries, and of the page without its scripts, by processor time."""
        search_tasks.bare_page(self.site)
        asked = [self.queries[one].text for one in self._some()]
        with search_browser.browsing(self.site) as (browser, host):
            self._each(
                "bare_tasks",
                [""] * len(asked),
                lambda query: search_tasks.load(browser, host, query),
            )
            self._each(
                "tasks", asked, lambda query: search_tasks.load(browser, host, query)
            )

    def theirs_(self) -> None:
        """First and further queries of Pagefind, for some of the queries."""
        if self.figures["pagefind"] is None:
            return
        addresses = {
            f"/{symbol}.html": number for symbol, number in self.numbers.items()
        }
        texts = search_browser.pagefind_texts(self.site, addresses)
        asked = self._some()
        queries = [self.queries[one].text for one in asked]
        with search_browser.browsing(self.site) as (browser, host):
            self._each(
                "their_asked",
                queries,
                lambda query: search_browser.pagefind_cold(browser, host, query, texts),
            )
            again = list(search_browser.pagefind_warm(browser, host, queries))
        found = self.figures["their_asked"]
        self.note(
            asked=asked,
            their_cold=[one for one, _ in found],
            their_warm=[
                one._replace(found=texts)
                for one, (_, texts) in zip(again, found, strict=True)
            ],
        )

    def counts(self) -> None:
        """What the page counts, and what it loads for phrases that no text has."""
        texts = [search_corpus.make(index, self.size) for index in range(self.size)]
        passages = [list(search_corpus.passages(text)) for text in texts]
        self.note(counts=search_counts.measure(self.site, passages))

    def _each(
        self, key: str, queries: Sequence[str], ask: Callable[[str], object]
    ) -> None:
        """Ask each query, and note the answers now and then, so that a stopped run can continue."""
        while waiting := queries[len(self.figures.get(key, [])) :][:BATCH]:
            self.note(**{key: [*self.figures.get(key, []), *map(ask, waiting)]})

    def _some(self) -> list[int]:
        """The first queries for words, and the first for symbols."""
        words = [place for place, query in enumerate(self.queries) if not query.symbol]
        symbols = [place for place, query in enumerate(self.queries) if query.symbol]
        return [*words[: self.theirs], *symbols[: self.theirs // 5]]


class Step(NamedTuple):
    """What is done for a size, and the figure that says that it was."""

    run: Callable[[Bench], None]
    noted: str


STEPS = {
    "texts": Step(Bench.texts, "truth"),
    "build": Step(Bench.build, "size"),
    "cold": Step(Bench.cold, ""),
    "warm": Step(Bench.warm, "warm"),
    "tasks": Step(Bench.tasks, ""),
    "counts": Step(Bench.counts, "counts"),
    "pagefind": Step(Bench.pagefind, "pagefind"),
    "theirs": Step(Bench.theirs_, "asked"),
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
            if step in STEPS and STEPS[step].noted not in bench.figures:
                STEPS[step].run(bench)
        measured.append((size, bench.figures))
    if "table" in asked.steps:
        _print(search_table.lines(measured))
        _print(_list_counts(measured))


def _list_counts(measured: Sequence[tuple[int, Figures]]) -> Iterator[str]:
    """Each size whose counts were measured, and what they are."""
    for size, figures in measured:
        for line in search_counts.lines(figures.get("counts", {})):
            yield f"{size:,} texts: {line}"


def _print(lines: Iterable[str]) -> None:
    for line in lines:
        print(line)


def main() -> None:
    """Measure, and print tables in Markdown."""
    parser = argparse.ArgumentParser(description="Measure searches.")
    parser.add_argument("--sizes", default="1000,5000,20000")
    parser.add_argument(
        "--queries",
        type=int,
        default=500,
        help="pieces of texts; a fifth as many symbols come with them",
    )
    parser.add_argument(
        "--theirs", type=int, default=60, help="how many of them Pagefind is asked"
    )
    parser.add_argument("--steps", default=",".join([*STEPS, "table"]))
    parser.add_argument(
        "--folder",
        type=Path,
        help="where to build; kept [default: one that is removed at the end]",
    )
    parser.add_argument(
        "--corpus",
        type=Path,
        default=CORPUS,
        help="real texts in six languages [default: ../shared/corpus]",
    )
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="unres-search-") as temporary:
        _run(
            [int(size) for size in asked.sizes.split(",")],
            asked,
            asked.folder or Path(temporary),
        )
    if asked.corpus.is_dir():
        search_languages.measure(asked.corpus)


if __name__ == "__main__":
    main()
