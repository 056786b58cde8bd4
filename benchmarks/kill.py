"""Kills builds at random moments: each time the published site must be the old one or the new one, whole.

    python benchmarks/kill.py [--moments 100] [--seed 1] [--no-search] [--texts 210]

A site of some two hundred texts is brought from one state to another: texts come, go and change, and so does a
template, so that several processes write all pages again. Half of the builds are killed (SIGKILL) after a
random time, the others before a random step that the build takes on the disk; the first step and those around the swap
are always among them. After each kill the next build must bring the site to its new state.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from benchmarks.forked import build_here, start_build
from unres_site import loader  # noqa: F401 - so that no build imports it
from unres_site.pipeline import builder  # noqa: F401 - see above
from unres_site.pipeline.outputs import indexing, rendering
from unres_site.pipeline.sources import library

TEXTS = 210
"""So many that they are read, and their pages rendered, by processes beside the first; fewer are made worth them."""

Tree = dict[str, bytes]

CHANGES = frozenset(
    {"os.remove", "os.link", "os.rename", "os.rmdir", "os.mkdir", "ctypes.dlsym"}
)
"""Python's names for steps on the disk, besides a file that is opened for writing."""


def watch_steps(last: int, report: Path | None) -> None:
    """From now on kill this process before its step of that number; with -1 let it live. A report lists its steps."""
    first, left = os.getpid(), last
    written = os.open(report, os.O_WRONLY | os.O_CREAT) if report else -1

    def step(event: str, arguments: tuple[object, ...]) -> None:
        nonlocal left
        if os.getpid() != first or not is_step(event, arguments):
            return
        if report:
            os.write(written, f"{event}\n".encode())
        left -= 1
        if left == -1:
            os.kill(first, signal.SIGKILL)

    sys.addaudithook(step)


def is_step(event: str, arguments: tuple[object, ...]) -> bool:
    """Whether something that Python announces changes the disk."""
    if event != "open":
        return event in CHANGES
    flags = arguments[2]
    return isinstance(flags, int) and bool(flags & (os.O_WRONLY | os.O_RDWR))


class Moment(NamedTuple):
    """When a build is killed: before a step on the disk, or after a number of seconds."""

    step: int = -1
    seconds: float | None = None


class Outcome(NamedTuple):
    """What a kill left: did it come in time, is `nothing`, `old`, `new` or `mixed` left, did the next build heal it."""

    killed: bool
    left: str
    healed: bool


class Killing:
    """Two states of a site, and any number of tries to kill a build between them.

    `folder` must be empty.
    """

    def __init__(
        self, folder: Path, *, texts: int = TEXTS, search: bool = True
    ) -> None:
        self.folder, self.texts, self.search = folder, texts, search
        self.tries = 0
        self.before = self._place("before")
        for number in range(1, texts + 1):
            write_text(self.before, number)
        build_here(self.before)
        write_text(self.before, 1, "标题丙")
        self._build(
            self.before
        )  # twice, so that there is another tree to be brought up to date
        self.old = tree_of(self.before / "site")
        after = self._place("after")
        self._change(after)
        self._build(after)
        self.new = tree_of(after / "site")
        whole = self._copy("whole")
        self._change(whole)
        started = time.monotonic()
        self._build(whole, report=folder / "steps")
        self.seconds = time.monotonic() - started
        self.steps = (folder / "steps").read_text().splitlines()

    def moments(self, count: int, seed: int) -> Iterator[Moment]:
        """So many moments: the first step, those around the swap, random others and random times."""
        dice = random.Random(seed)  # noqa: S311 - dice, no secrets
        swap = self.steps.index("ctypes.dlsym")
        exact = [0, swap - 1, swap, swap + 1]
        exact += [
            dice.randrange(len(self.steps)) for _ in range(count // 2 - len(exact))
        ]
        yield from (Moment(step) for step in exact[:count])
        yield from (
            Moment(seconds=dice.uniform(0.05, self.seconds))
            for _ in range(count - len(exact))
        )

    def kill(self, moment: Moment, number: int) -> Outcome:
        """One try: one in ten where there is no site yet, the others on a copy of the old one.

        Every second one builds once more before, so that it takes the copied trees for its own and looks at no file.
        """
        first = number % 10 == 0
        self.tries += 1
        place = (
            self._place(f"try-{self.tries}")
            if first
            else self._copy(f"try-{self.tries}")
        )
        if number % 2:
            self._build(place)
        self._change(place)
        killed = self._build(place, moment) == -signal.SIGKILL
        found = tree_of(place / "site") if (place / "site").exists() else None
        names = (
            (None, "nothing"),
            (None if first else self.old, "old"),
            (self.new, "new"),
        )
        left = next((name for tree, name in names if found == tree), "mixed")
        left = "mixed" if left == "nothing" and not first else left
        healed = self._build(place) == 0 and tree_of(place / "site") == self.new
        healed = healed and not list(place.glob(".site.unres-site/kept-*"))
        shutil.rmtree(place)
        return Outcome(killed, left, healed)

    def _place(self, name: str) -> Path:
        place = self.folder / name
        for part in ("templates", "static", "content"):
            shutil.copytree(ROOT / part, place / part)
        shutil.copy(ROOT / "site.yml", place)
        return place

    def _copy(self, name: str) -> Path:
        return Path(shutil.copytree(self.before, self.folder / name, symlinks=True))

    def _change(self, place: Path) -> None:
        """Change the texts and a template from the old state to the new one."""
        for number in range(1, self.texts + 10):
            write_text(place, number, "标题乙" if number % 7 == 0 else "标题甲")
        for number in range(5, self.texts, 40):
            (place / f"resolutions/99-{number}.txt").unlink()
        page = place / "templates" / "base.html"
        page.write_text(
            page.read_text("utf-8").replace("</body>", "<!-- new --></body>"), "utf-8"
        )

    def _build(
        self, place: Path, moment: Moment | None = None, report: Path | None = None
    ) -> int:
        """The exit status of a build, negative where a signal ended it."""
        moment = moment or Moment()

        def prepare() -> None:
            if self.texts < TEXTS:
                for module in (library, rendering, indexing):
                    module.WORTH_WORKERS = 1  # type: ignore[attr-defined]
            watch_steps(moment.step, report)

        options = [] if self.search else ["--no-search"]
        said = self.folder / "said"
        child = start_build(
            place, said, "--quiet", "--jobs", "2", *options, prepare=prepare
        )
        if moment.seconds is not None:
            time.sleep(moment.seconds)
            os.kill(child, signal.SIGKILL)
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def write_text(place: Path, number: int, title: str = "标题甲") -> None:
    """Write a short resolution of session 99."""
    path = place / f"resolutions/99-{number}.txt"
    path.parent.mkdir(exist_ok=True)
    path.write_text(
        f" 99/{number}. {title} \n\n\n 大会， \n\n 回顾其第 99/{number % 9 + 1} 号决议， \n\n"
        " 1. 请秘书长就此提出报告； \n\n 2. 决定将本项目列入临时议程。 \n\n\n"
        "2044 年 12 月 1 日 \n\n第 60 次全体会议 \n",
        "utf-8",
    )


def tree_of(folder: Path) -> Tree:
    """Every file below a folder."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def main() -> int:
    """Kill builds, and print what came of it; the exit status says whether all was well."""
    parser = argparse.ArgumentParser(description="Kill builds at random moments.")
    parser.add_argument("--moments", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--no-search", action="store_true", help="build without the search"
    )
    parser.add_argument("--texts", type=int, default=TEXTS, help="at the beginning")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="unres-kill-") as folder:
        killing = Killing(Path(folder), texts=asked.texts, search=not asked.no_search)
        print(
            f"{len(killing.steps)} steps on the disk, {killing.seconds:.1f} s",
            flush=True,
        )
        moments = list(killing.moments(asked.moments, asked.seed))
        outcomes = [
            killing.kill(moment, number) for number, moment in enumerate(moments)
        ]
    left = Counter(outcome.left for outcome in outcomes)
    broken = sum(not outcome.healed for outcome in outcomes)
    print(
        f"{len(outcomes)} builds, {sum(outcome.killed for outcome in outcomes)} killed in time"
    )
    print(
        "left: "
        + ", ".join(
            f"{name} {left[name]}" for name in ("nothing", "old", "new", "mixed")
        )
    )
    print(f"not healed by the next build: {broken}")
    return int(bool(left["mixed"] or broken))


if __name__ == "__main__":
    sys.exit(main())
