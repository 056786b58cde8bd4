"""This project's search against Pagefind's, side by side: the same texts, the same pages, the same queries.

    python benchmarks/search.py [--sizes 1000,5000,20000] [--queries 500] [--theirs 60] [--folder DIR] [--steps …]

For each size: the build of the site with its search, and Pagefind's over the same pages; then in Chromium, each query
cold in a context of its own: bytes and time to ranked results and to ten snippets; further queries on one page, and the
same asked again; what is found against what the texts hold. Queries are pieces of texts of 2 to 8 Han characters, and
symbols. Pagefind is asked the first `--theirs` of each, for it takes seconds for one.

Then real texts in six languages, repeated under other numbers: both builds, counts, and words of each language.

For all: in how many texts the page says that a phrase is, what a phrase costs that no text has, and what a build costs
after one text changed, or with one more. At last two builds of the search are mixed (`search_builds.py`).

With `--folder` texts, sites and figures are kept there, and a run that was stopped continues; what is noted is not
measured again. Steps can be run one by one: `texts`, `build`, `cold`, `warm`, `tasks`, `counts`, `words`, `pagefind`,
`theirs`, `changes`, `table`, `mixed`.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))
from benchmarks import search_builds, search_counts, search_table
from benchmarks.search_bench import Figures
from benchmarks.search_made_up import MadeUpBench
from benchmarks.search_real import RealBench

STEPS = (
    "texts", "build", "cold", "warm", "tasks", "counts", "words", "pagefind", "theirs", "changes", "table", "mixed"
)  # fmt: skip

CORPUS = Path(__file__).resolve().parents[2] / "shared" / "corpus"
"""Where real texts are, beside the checkout."""

REAL = 10_714
"""Real texts of a mixed archive."""


def _measure(bench: MadeUpBench | RealBench, wanted: Sequence[str]) -> Figures:
    """Run the steps that are wanted and not done; gives the figures."""
    for name, step in bench.steps().items():
        if name in wanted and step.noted not in bench.figures:
            step.run()
    return bench.figures


def _measure_all(asked: argparse.Namespace, folder: Path) -> Iterator[str]:
    """All benches, and then their tables."""
    steps = asked.steps.split(",")
    sizes = [int(size) for size in asked.sizes.split(",") if size]
    measured = []
    for size in sizes:
        bench = MadeUpBench(size, asked.queries, asked.theirs, folder)
        measured.append((size, _measure(bench, steps)))
    if "table" in steps and sizes:
        yield from search_table.lines(measured)
        for size, figures in measured:
            yield from _list_counts(f"{size:,} made-up texts", figures)
    if asked.real and asked.corpus.is_dir():
        figures = _measure(RealBench(asked.real, folder, asked.corpus), steps)
        if "table" in steps:
            yield from search_table.real_lines(asked.real, figures)
            yield from _list_counts(f"{asked.real:,} real texts", figures)
    if "mixed" in steps and asked.corpus.is_dir():
        yield from search_builds.measure(asked.corpus, search_builds.MixSample())


def _list_counts(name: str, figures: Figures) -> Iterator[str]:
    """What the page counts in an archive."""
    for line in search_counts.lines(figures.get("counts", {})):
        yield f"{name}: {line}"


def main() -> None:
    """Measure, and print tables in Markdown."""
    parser = argparse.ArgumentParser(description="Measure searches.")
    parser.add_argument("--sizes", default="1000,5000,20000", help="made-up texts")
    parser.add_argument(
        "--real", type=int, default=REAL, help="real texts in six languages; 0: none"
    )
    parser.add_argument(
        "--queries",
        type=int,
        default=500,
        help="pieces of texts; a fifth as many symbols come with them",
    )
    parser.add_argument(
        "--theirs", type=int, default=60, help="how many of them Pagefind is asked"
    )
    parser.add_argument("--steps", default=",".join(STEPS))
    parser.add_argument(
        "--folder",
        type=Path,
        help="where to build; kept [default: one that is removed at the end]",
    )
    parser.add_argument(
        "--corpus",
        type=Path,
        default=CORPUS,
        help="where the real texts are [default: ../shared/corpus]",
    )
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="unres-search-") as temporary:
        for line in _measure_all(asked, asked.folder or Path(temporary)):
            print(line, flush=True)


if __name__ == "__main__":
    main()
