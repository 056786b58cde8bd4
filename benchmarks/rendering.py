"""What pages cost: planning and rendering on one core, by kind of page, without reading texts or writing files.

    python benchmarks/rendering.py [TEXTS]

All records are made from the project's own four texts: 2,000 (or TEXTS) records have their words, and numbers, dates
and citers of their own. Times are the least of several runs, in CPU time. Compare them with that of the record's JSON,
which depends on the machine alone.
"""

from __future__ import annotations

import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import partial
from itertools import islice
from pathlib import Path

import msgspec

from unres_site.archive import Archive, summarize
from unres_site.loader import load
from unres_site.records import Resolution
from unres_site.settings import SiteConfig
from unres_site.site.pages import plan
from unres_site.site.rendering.render import Renderer
from unres_site.site.views import Page

sys.path.insert(0, str(Path(__file__).parent.parent))
from benchmarks.usage import read_names

ROOT = Path(__file__).parent.parent
FIRST_SESSION, A_SESSION = 31, 350
RUNS, AT_MOST = 7, 2000


def main() -> None:
    """Print the table."""
    names = read_names(__doc__)
    texts = list(make_records(int(names[0]) if names else 2000))
    summaries = [summarize(text) for text in texts]
    print(f"{len(texts)} texts, CPU time, the least of {RUNS} runs")
    _say(
        "archive of summaries",
        len(texts),
        measure_least(lambda: Archive(summaries).ordered),
    )
    archive = Archive(summaries)
    _say(
        "plan from summaries",
        len(texts),
        measure_least(lambda: plan(archive, SiteConfig())),
    )
    renderer = Renderer(
        SiteConfig(), ROOT / "templates", ROOT / "static", ROOT / "content"
    )
    for kind, pages in group_by_kind(texts).items():
        size = sum(len(renderer.render(page)) for page in pages) / len(pages)
        _say(
            kind,
            len(pages),
            measure_least(partial(_render, renderer, pages)),
            f"{size:11,.0f} bytes",
        )


def make_records(count: int) -> Iterator[Resolution]:
    """That many records with the words of the project's own texts."""
    files = sorted((ROOT / "resolutions").rglob("*.txt"))
    own = [
        text
        for file in files
        for text in load(file.read_bytes(), file.name, None, "").resolutions
    ]
    for index in range(count):
        session, number = divmod(index, A_SESSION)
        yield msgspec.structs.replace(
            own[index % len(own)],
            symbol=f"A/RES/{FIRST_SESSION + session}/{number + 1}",
            adopted_on=f"{1976 + session}-12-{index % 28 + 1:02}",
        )


def group_by_kind(texts: list[Resolution]) -> dict[str, list[Page]]:
    """The pages of an archive, at most this many of each kind."""
    found: dict[str, list[Page]] = defaultdict(list)
    for page in plan(Archive(texts), SiteConfig()):
        found[page.kind].append(page)
    return {kind: list(islice(pages, AT_MOST)) for kind, pages in found.items()}


def measure_least(work: Callable[[], object]) -> float:
    """Seconds of CPU time that the work takes where nothing disturbs it."""
    spent = []
    for _ in range(RUNS):
        start = time.process_time()
        work()
        spent.append(time.process_time() - start)
    return min(spent)


def _render(renderer: Renderer, pages: list[Page]) -> None:
    """Each page is let go before the next, as where it is written to a file."""
    for page in pages:
        renderer.render(page)


def _say(what: str, count: int, seconds: float, more: str = "") -> None:
    print(
        f"{what:22}{count:7}{seconds * 1000:10.1f} ms{seconds / count * 1e6:12.1f} µs each{more}"
    )


if __name__ == "__main__":
    main()
