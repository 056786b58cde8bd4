"""Where the processor's time of a build without a page goes: by stage, and by kind of page.

    python benchmarks/stages.py [TEXTS] [--size 1000] [--folder DIR]

The records are in the cache, as in the row **pages cold** of `benchmarks/build.py`. One process makes all pages. TEXTS
is a folder of texts; without it, made-up ones are written, as many as `--size` says. A stage has the time of all that
is listed below it; a row has the milliseconds of processor time for each text.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from contextlib import ExitStack
from operator import itemgetter
from pathlib import Path
from typing import Any
from unittest import mock

from unres_site.cli import main as run
from unres_site.pipeline import builder
from unres_site.pipeline.outputs import rendering
from unres_site.pipeline.planning import Planner
from unres_site.pipeline.publishing.publication import Publication
from unres_site.site.rendering.render import Renderer

sys.path.insert(0, str(Path(__file__).parent.parent))
from benchmarks import corpus

HERE = Path(__file__).parent

LEAST = 0.005
"""Milliseconds for each text; rows of less are added up."""

Times = defaultdict[str, float]
"""Seconds of processor time by the name of a row."""

STAGES: tuple[tuple[str, type, str], ...] = (
    ("all but start and end", builder.Build, "run"),
    ("stage: plan", Planner, "plan"),
    ("stage: pages", rendering.RenderQueue, "run"),
    ("stage: publish", Publication, "commit"),
    ("stage: remember", builder.Build, "_remember"),
    ("records are fetched", rendering.RenderQueue, "_fetch"),
    ("views are encoded", rendering.PageJob, "encode_view"),
    ("inputs are hashed", rendering.PageJob, "hash_inputs"),
    ("files are hashed and written", Publication, "write"),
)
"""The name of each row, and the method whose calls it adds up."""


def build(place: Path, output: str) -> None:
    """A build of pages alone, in this process. The texts and the cache are below `place`."""
    folders = {
        "--config": HERE / "site.yml",
        "--source": place / "texts",
        "--output": place / output,
        "--cache": place / "cache",
    }
    arguments = [str(part) for pair in folders.items() for part in pair]
    run(["build", "--quiet", "--no-search", "--jobs", "1", *arguments])


def measure(place: Path) -> Times:
    """The times of a build whose records are in the cache."""
    times = Times(float)
    with ExitStack() as patches:
        for name, owner, method in STAGES:
            timed = _add_time(times, getattr(owner, method), name)
            patches.enter_context(mock.patch.object(owner, method, timed))
        render = _add_time_by_kind(times, Renderer.render)
        patches.enter_context(mock.patch.object(Renderer, "render", render))
        build(place, "measured")
    return times


def _add_time(
    times: Times, method: Callable[..., Any], name: str
) -> Callable[..., Any]:
    """The method, which adds the time of each call to a row."""

    def timed(*given: Any) -> Any:  # noqa: ANN401 - any method
        started = time.process_time()
        result = method(*given)
        times[name] += time.process_time() - started
        return result

    return timed


def _add_time_by_kind(
    times: Times, method: Callable[..., bytes]
) -> Callable[..., bytes]:
    """The method that renders a page, which adds the time of each call to the row of the page's kind."""

    def timed(renderer: Renderer, page: Any) -> bytes:  # noqa: ANN401 - a page
        started = time.process_time()
        result = method(renderer, page)
        times[f"page: {page.kind}"] += time.process_time() - started
        return result

    return timed


def write_rows(times: Times, count: int) -> list[str]:
    """The rows of the table, the largest first; those of less than `LEAST` are one."""
    rows: list[str] = []
    rest = 0.0
    for name, seconds in sorted(times.items(), key=itemgetter(1), reverse=True):
        each = 1000 * seconds / count
        if each < LEAST:
            rest += each
        else:
            rows.append(f"| {name} | {each:.3f} |")
    return [*rows, f"| pages of other kinds, each less than {LEAST} | {rest:.3f} |"]


def main() -> None:
    """Measure, and print a table in Markdown."""
    parser = argparse.ArgumentParser(description="Measure the stages of a build.")
    parser.add_argument("texts", type=Path, nargs="?")
    parser.add_argument("--size", type=int, default=1000)
    parser.add_argument("--folder", type=Path, help="where to build; kept")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="unres-bench-") as temporary:
        place = asked.folder or Path(temporary)
        texts = place / "texts"
        if asked.texts:
            texts.symlink_to(asked.texts.resolve())
        else:
            corpus.write(asked.size, place, pages=False)
        build(place, "first")
        count = sum(1 for _ in texts.resolve().rglob("*.txt"))
        print("| part of a build | CPU-ms a text |\n|---|---:|")
        print(*write_rows(measure(place), count), sep="\n")


if __name__ == "__main__":
    main()
