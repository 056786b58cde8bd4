"""The figures of the search's benchmark as tables in Markdown, and at which size a first query grows too heavy."""

from __future__ import annotations

import statistics
from collections.abc import Iterator, Sequence
from typing import Any

from benchmarks.search_browser import Again, Asked

Figures = dict[str, Any]
Measured = Sequence[tuple[int, Figures]]

KILOBYTE = 1_000
LONG = 50
"""Milliseconds that a task may take before a reader feels it, as browsers count."""

TOO_HEAVY = 250 * KILOBYTE
"""Bytes of a first query that are too many."""

BUILDS_HEAD = "texts | what | wall | CPU | memory | files of the search | on disk"

CHANGES = "texts | the build of pages and search after | wall | CPU | memory | files of the search"

BUILDS = {
    "pages": "unres-site, pages alone",
    "search": "unres-site, the search of these pages",
    "pagefind": "Pagefind, over these pages",
}


def lines(measured: Measured) -> Iterator[str]:
    """All tables that the figures of some sizes fill."""
    yield from _table(BUILDS_HEAD, _builds(measured))
    yield from _table(
        "texts | first query | queries | KB to titles: mean, p95 | KB to snippets: mean, p95 "
        "| ms to titles: median, p95 | ms to snippets: median, p95 | longest task, loads with one over 50 ms",
        _colds(measured),
    )
    yield from _table(
        "texts | further query | KB of index: mean | ms to titles: median, p95 | asked again, ms: median, p95 "
        "| longest task",
        _warms(measured),
    )
    yield from _table(
        "texts | longest task of a load | loads | wall, ms: median, p95 | processor, ms: median, most "
        "| over 50 ms by wall, by processor",
        _tasks(measured),
    )
    yield from _table(
        "texts | program | Han substrings: recall | precision of what is shown | symbols: recall | precision "
        "| own resolution first",
        _finds(measured),
    )
    yield from _table(CHANGES, _changes(measured))
    yield from growth(measured)


def real_lines(size: int, figures: Figures) -> Iterator[str]:
    """The tables of the real texts."""
    measured = [(size, figures)]
    yield from _table(BUILDS_HEAD, _builds(measured))
    yield from _table(CHANGES, _changes(measured))
    yield from _table(
        "words | asked | right", (row.strip("| ") for row in figures.get("words", ()))
    )


def _changes(measured: Measured) -> Iterator[str]:
    for size, figures in measured:
        for about, (wall, processor, memory), files in figures.get("changes", ()):
            cost = f"{wall:.2f} s | {processor:.2f} s | {memory:,.0f} MB"
            yield f"{size:,} | {about} | {cost} | {files}"


def _table(heads: str, rows: Iterator[str]) -> Iterator[str]:
    yield f"| {heads} |"
    yield f"|{'---|' * (heads.count('|') + 1)}"
    yield from (f"| {row} |" for row in rows)
    yield ""


def _builds(measured: Measured) -> Iterator[str]:
    for size, figures in measured:
        weights = {
            "search": figures.get("size"),
            "pagefind": figures.get("pagefind_size"),
        }
        for key, name in BUILDS.items():
            if figures.get(key):
                wall, processor, memory = figures[key]
                files, weight = weights.get(key) or ("", 0)
                disk = f"{weight / 1e6:.0f} MB" if weight else ""
                cells = f"{_speed(size, wall)} | {processor:.1f} s | {memory:,.0f} MB | {files} | {disk}"
                yield f"{size:,} | {name} | {cells}"
            elif key in figures:
                yield f"{size:,} | {name} | not ready in time | | | | "


def _speed(size: int, wall: float) -> str:
    return f"{wall:.1f} s, {size / wall:,.0f} texts/s"


def _programs(
    measured: Measured, *keys: str
) -> Iterator[tuple[str, Figures, list[Any], list[int]]]:
    """Size and program, the figures, those under the key of each program, and which queries they are of."""
    for size, figures in measured:
        for key, name in zip(keys, ("unres-site", "Pagefind"), strict=True):
            if figures.get(key):
                asked = (
                    figures["asked"]
                    if name == "Pagefind"
                    else list(range(len(figures[key])))
                )
                yield f"{size:,} | {name}", figures, figures[key], asked


def _colds(measured: Measured) -> Iterator[str]:
    for head, _, rows, _ in _programs(measured, "cold", "their_cold"):
        asked = [Asked(*row) for row in rows]
        cells = [
            _spread([one.first_bytes / KILOBYTE for one in asked], statistics.mean),
            _spread([one.done_bytes / KILOBYTE for one in asked], statistics.mean),
            _spread([one.first_ms for one in asked], statistics.median),
            _spread([one.done_ms for one in asked], statistics.median),
            f"{max(one.longest for one in asked):.0f} ms, {sum(one.longest > LONG for one in asked)}",
        ]
        yield f"{head} | {len(asked)} | {' | '.join(cells)}"


def _warms(measured: Measured) -> Iterator[str]:
    for head, _, rows, _ in _programs(measured, "warm", "their_warm"):
        asked = [Again(*row) for row in rows]
        cells = [
            f"{statistics.mean(one.index_bytes for one in asked) / KILOBYTE:.1f}",
            _spread([one.first_ms for one in asked], statistics.median),
            _spread([one.warm_ms for one in asked], statistics.median),
            f"{max(one.longest for one in asked):.0f} ms",
        ]
        yield f"{head} | {' | '.join(cells)}"


def _tasks(measured: Measured) -> Iterator[str]:
    for size, figures in measured:
        for key, name in (
            ("bare_tasks", "the page without its scripts"),
            ("tasks", "first query"),
        ):
            walls, processors = (
                zip(*figures.get(key, ()), strict=True)
                if figures.get(key)
                else ((), ())
            )
            if walls:
                over = (
                    sum(value > LONG for value in values)
                    for values in (walls, processors)
                )
                wall, processor = (
                    _spread([*walls], statistics.median),
                    statistics.median(processors),
                )
                cells = f"{len(walls)} | {wall} | {processor:.1f}, {max(processors):.1f} | {', '.join(map(str, over))}"
                yield f"{size:,} | {name} | {cells}"


def _spread(values: list[float], middle: Any) -> str:  # noqa: ANN401 - a function of the standard library
    ordered = sorted(values)
    high = ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]
    return f"{middle(values):.1f}, {high:.1f}"


def _finds(measured: Measured) -> Iterator[str]:
    for head, figures, rows, asked in _programs(measured, "warm", "their_warm"):
        shown = [
            Asked(*row).shown
            for row in figures["their_cold" if "Pagefind" in head else "cold"]
        ]
        found = [Again(*row).found for row in rows]
        cells = []
        for symbols in (False, True):
            mine = [
                place
                for place, one in enumerate(asked)
                if figures["symbols"][one] == symbols
            ]
            truth = [set(figures["truth"][asked[place]]) for place in mine]
            cells += _recall_and_precision(
                truth,
                [found[place] for place in mine],
                [shown[place] for place in mine],
            )
        yield f"{head} | {' | '.join(cells)} | {_own_first(figures, shown, asked)}"


def _recall_and_precision(
    truth: list[set[int]], found: list[list[int]], shown: list[list[int]]
) -> list[str]:
    recalls = [
        len(held & set(texts)) / len(held)
        for held, texts in zip(truth, found, strict=True)
        if held
    ]
    precisions = [
        len(held & set(texts)) / len(texts)
        for held, texts in zip(truth, shown, strict=True)
        if texts
    ]
    return [
        f"{statistics.mean(values):.4f}" if values else ""
        for values in (recalls, precisions)
    ]


def _own_first(figures: Figures, shown: list[list[int]], asked: list[int]) -> str:
    """Of the queries for a held resolution's symbol, those whose first result is this resolution."""
    owns = [figures["own"][one] for one in asked]
    firsts = [
        texts[:1] == [own]
        for texts, own in zip(shown, owns, strict=True)
        if own is not None
    ]
    return f"{sum(firsts)} of {len(firsts)}"


def growth(measured: Measured) -> Iterator[str]:
    """A line through the sizes' mean bytes of a first query, and where it passes what is too heavy."""
    points = [
        (size, statistics.mean(Asked(*row).first_bytes for row in figures["cold"]))
        for size, figures in measured
        if "cold" in figures
    ]
    if len(points) > 1:
        slope, start = statistics.linear_regression(*zip(*points, strict=True))
        at = (TOO_HEAVY - start) / slope
        yield (
            f"First query to titles: {start / KILOBYTE:.1f} KB and {slope:.2f} bytes a text "
            f"(a line through {len(points)} sizes); it passes 250 KB at {at:,.0f} texts."
        )
