"""What it costs to plan a build: seconds of processor of each stage, for one change at a time.

    python benchmarks/planning.py [--sizes 5000,20000] [--rounds 3] [--before CHECKOUT] [--real FOLDER …]

All builds are without search. `--before` is another version of the project, which builds the same texts in turn. The
texts are made up (`corpus.py`). With `--real` they are those of folders, again and again, each time in other sessions
of the Assembly: they name as many instruments as real texts do, and the made-up ones name none.

    cold             nothing is there, so `read` is to read all texts
    paragraph        a word of one paragraph changed
    title            a word of one title changed, which other pages show
    one text more    which sorts in the middle of the archive
    one text less    the same text is taken away
    nothing          nothing changed

The table has medians. `read`, `plan` and `pages` are seconds of processor of these stages, `all` is that of the whole
command with all its processes, and `wall` its time by the clock. The view of a text's page is made where it is first
asked for: in `plan`, where a published page is compared, else in `pages`. The last columns have the other version's.
"""

from __future__ import annotations

import argparse
import compileall
import gc
import json
import os
import re
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))
from benchmarks import corpus

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
SETTLED = 3.0
"""Seconds until the times of a changed file tell the next change."""

STAGES = ("texts", "plan", "pages")
COLUMNS = ("read", "plan", "pages", "all", "wall")
FIRST_SESSION, LAST_SESSION = 31, 74
"""Sessions of the Assembly that copies of real texts are put into."""

# matches: 75/12
# rejects: /12
NUMBER = re.compile(r"(?P<session>\d+)/\d+")

Seconds = dict[str, float]
"""What a build took, by column."""


def build_once(source: str, place: str) -> Seconds:
    """Build in this process, and read the processor's clock where stages begin."""
    from unres_site.pipeline.build import build  # noqa: PLC0415 - its import is part of the cost
    from unres_site.pipeline.report import Options  # noqa: PLC0415

    begun: dict[str, float] = {}

    def note(stage: str, *_: object) -> None:
        begun.setdefault(stage, _read_processor())

    options = Options(
        source=source,
        output=f"{place}/site",
        config=str(HERE / "site.yml"),
        cache=f"{place}/cache",
        jobs=2,
        search=False,
    )
    gc.disable()  # as the command does
    build(options, lambda _: None, progress=note)
    end = _read_processor()
    starts = [begun.get(stage, end) for stage in STAGES]
    ends = [*starts[1:], begun.get("search", end)]
    taken = [end - start for start, end in zip(starts, ends, strict=True)]
    return dict(zip(COLUMNS, [*taken, end], strict=False))


def _read_processor() -> float:
    """Seconds of processor of this process, and of its children that have ended."""
    total = 0.0
    for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN):
        usage = resource.getrusage(who)
        total += usage.ru_utime + usage.ru_stime
    return total


def run(checkout: Path, source: Path, place: Path) -> Seconds:
    """One build by a version of the project, in a process of its own."""
    environment = {**os.environ, "PYTHONPATH": str(checkout / "src")}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    command = [sys.executable, __file__, "--once", str(source), str(place)]
    started = time.perf_counter()
    made = subprocess.run(  # noqa: S603 - this script
        command, env=environment, check=True, capture_output=True, text=True
    )
    wall = time.perf_counter() - started
    found: Seconds = json.loads(made.stdout)
    return {**found, "wall": wall}


def change(folder: Path) -> Iterator[str]:
    """Change a text in one way after another, and name each change; at last all is as it was."""
    texts = sorted(folder.rglob("*.txt"))
    path = texts[len(texts) // 2]
    words = path.read_text("utf-8")
    yield "cold"
    half = len(words) // 2
    _put(path, words[:half] + words[half:].replace("的", "之", 1))
    yield "first change"  # makes the other tree of the site, too
    _put(path, words[:half] + words[half:].replace("的", "与", 1))
    yield "paragraph"
    title, _, rest = words.partition("\n")
    _put(path, f"{title.rstrip()}之报告\n{rest}")
    yield "title"
    _put(path, words)
    yield "title back"
    more = path.with_name("more.txt")
    _put(more, renumber(words, 999))
    yield "one text more"
    time.sleep(SETTLED)
    more.unlink()
    yield "one text less"
    time.sleep(SETTLED)
    yield "settled"  # notes that no file is too fresh any more
    yield "nothing"


def _put(path: Path, words: str) -> None:
    time.sleep(SETTLED)
    path.write_text(words, "utf-8", newline="\n")


def measure(source: Path, place: Path, checkouts: Sequence[Path]) -> list[Rows]:
    """One round: each version of the project makes the same builds in turn."""
    found: list[Rows] = [{} for _ in checkouts]
    for kind in change(source):
        for number, checkout in enumerate(checkouts):
            found[number][kind] = run(checkout, source, place / str(number))
    return found


Rows = dict[str, Seconds]
"""What builds took, by the kind of change."""

SHOWN = ("cold", "paragraph", "title", "one text more", "one text less", "nothing")


def write_table(size: int, rounds: Sequence[list[Rows]]) -> Iterator[str]:
    """A row for each kind of change and each version, with medians."""
    for kind in SHOWN:
        medians: list[Seconds] = []
        for number in range(len(rounds[0])):
            costs = [one[number][kind] for one in rounds]
            medians.append(
                {
                    name: statistics.median(one[name] for one in costs)
                    for name in COLUMNS
                }
            )
        cells = [f"{medians[0][name]:.2f}" for name in COLUMNS]
        if len(medians) > 1:
            plans = [one["plan"] for one in medians]
            cells.append(f"{plans[1]:.2f}, {plans[0] / max(plans[1], 0.01):.2f}")
            cells.append(f"{medians[1]['read']:.2f}, {medians[1]['all']:.2f}")
        yield f"| {size:,} | {kind} | {' | '.join(cells)} |"


def make_up(size: int, folder: Path) -> Path:
    """A folder of made-up texts."""
    if not folder.is_dir():
        corpus.write(size, folder)
    return folder / "texts"


def copy_real(size: int, folder: Path, sources: Sequence[Path]) -> Path:
    """A folder with that many copies of real texts, each with a number of its own."""
    if folder.is_dir():
        return folder
    real = [path.read_text("utf-8") for one in sources for path in one.glob("*.txt")]
    each = size // (LAST_SESSION - FIRST_SESSION + 1) + 1
    for index in range(size):
        session, number = divmod(index, each)
        words = real[index % len(real)]
        path = folder / str(session) / f"{number + 1}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        copied = renumber(words, number + 1, str(FIRST_SESSION + session))
        path.write_text(copied, "utf-8", newline="\n")
    return folder


def renumber(words: str, number: int, session: str = "") -> str:
    """A text with another number of its own, wherever it has it; in the same session, if none is given."""
    own = NUMBER.search(words)
    if own is None:
        return words
    return words.replace(own[0], f"{session or own['session']}/{number}")


def main() -> None:
    """Measure, and print a table in Markdown."""
    parser = argparse.ArgumentParser(description="Measure the planning of builds.")
    parser.add_argument("--sizes", default="5000,20000")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--before", type=Path)
    parser.add_argument("--real", type=Path, nargs="+", default=[])
    parser.add_argument("--folder", type=Path, help="where to build; kept")
    parser.add_argument("--once", nargs=2, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.once:
        print(json.dumps(build_once(*asked.once)))
        return
    checkouts = [ROOT, *([asked.before.resolve()] if asked.before else [])]
    for checkout in checkouts:
        compileall.compile_dir(checkout / "src", quiet=1)
    print(
        "| texts | change | read | plan | pages | all | wall | plan before, ratio | read, all before |"
    )
    print("|---|---|---|---|---|---|---|---|---|", flush=True)
    with tempfile.TemporaryDirectory(prefix="unres-plan-") as temporary:
        folder = asked.folder or Path(temporary)
        for size in map(int, asked.sizes.split(",")):
            rounds: list[list[Rows]] = []
            for _ in range(asked.rounds):
                if asked.real:
                    source = copy_real(size, folder / f"real-{size}", asked.real)
                else:
                    source = make_up(size, folder / f"texts-{size}")
                place = Path(tempfile.mkdtemp(prefix=f"{size}-", dir=folder))
                rounds.append(measure(source, place, checkouts))
                shutil.rmtree(place)
            print(*write_table(size, rounds), sep="\n", flush=True)


if __name__ == "__main__":
    main()
