"""Lets one system call of a build fail, each in turn, and holds what the build says against what it did.

    python benchmarks/faults.py [--all] [--every 1] [--first 0] [--calls write,rename]     # needs strace

A small site is brought from one state to the next of three, round and round. In each build one system call fails: the
n-th of its name, with EIO, ENOSPC, EMFILE, ENOMEM or EINTR in turn. Every n is tried of the calls that write. A build
asks and reads thousands of times, most of them in the same line of code for one file after another. So of these calls
one is tried of each place: the same call, for the same time, on files of the same kind in the same folder. With --all
every n is tried of all calls. Then

- the site must be the old one or the new one, whole; or, if a text could not be read and an error names it, the new one
  without it;
- the last sentence must be true: "as it was" if and only if the bytes are;
- the exit status must be 2 for the old site, 0 or 1 for the new one;
- no process, temporary folder or file of the workspace may be left;
- the next build must bring the site to its new state.

The first build is made before, in the process from which the others are forked. So the modules and the package's own
data are read, and patterns and templates compiled: what fails then is a fault of Python's start. A call that a library
tries again, or whose failure makes no difference, ends in an ordinary build.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

import numpy as np  # noqa: F401 - so that no build imports it

from benchmarks.forked import build_here, start_build
from benchmarks.kill import tree_of, write_text
from unres_site import loader  # noqa: F401 - so that no build imports it
from unres_site.pipeline import builder  # noqa: F401 - see above
from unres_site.pipeline.outputs import indexing  # noqa: F401 - see above
from unres_site.pipeline.publishing.manifest import MARKER, hash_file, read_manifest

ERRORS = ("EIO", "ENOSPC", "EMFILE", "ENOMEM", "EINTR")
ASKING = (
    "openat",
    "read",
    "pread64",
    "close",
    "newfstatat",
    "fstat",
    "getdents64",
    "readlink",
    "statx",
)
WRITING = (
    "write", "pwrite64", "lseek", "fchmod", "chmod", "mkdir", "rmdir", "rename", "renameat2", "link", "symlink",
    "unlink", "ftruncate", "fsync", "fdatasync", "syncfs", "flock", "fcntl", "mmap", "munmap",
)  # fmt: skip
CALLS = WRITING + ASKING
"""System calls that a build makes. Where another machine makes others, the count of its calls shows it."""

TIMES = 4
"""How often the same call for the same file counts as another place."""

# matches: 512   openat(AT_FDCWD</srv>, "site/index.html", O_RDONLY) = 4
# matches: 512   read(4</srv/site/index.html>, "<html>", 7) = 6
# rejects: 512   +++ exited with 0 +++
TRACED = re.compile(r"\d+ +(\w+)\((.*)")
"""A call in the log of strace: its name, and its arguments."""

# matches: 4</srv/site/index.html>, "", {st_mode=S_IFREG
# rejects: AT_FDCWD</srv>, "site/index.html"
DESCRIPTOR = re.compile(r"\d+<([^>]*)>")
"""The path of an open file among the arguments."""

# matches: "site/index.html"
# rejects: 4</srv/site/index.html>
NAME = re.compile(r'"((?:[^"\\]|\\.)*)"')
"""A path among the arguments."""

WORKSPACE = {"lock", "seals", "tree"}

STATES = ("标题甲", "标题乙", "标题丙")
"""The titles that the texts have in each state; in the first one the last text is missing."""


class Fault(NamedTuple):
    """The n-th call of that name fails, in the build that leaves a state."""

    state: int
    call: str
    number: int


class Outcome(NamedTuple):
    """How a build ended: the tree that it left, its exit status, all that it said."""

    left: str
    status: int
    said: str


class Faults:
    """Three states of a small site in a folder, and builds from each to the next in which a system call fails.

    The tree that is not published is of the state before. So its files are neither the old ones nor the new.
    """

    def __init__(self, folder: Path, texts: int = 3, settings: str = "") -> None:
        self.place, self.temporary = folder / "place", folder / "temporary"
        self.texts = texts
        self.temporary.mkdir()
        for part in ("templates", "static", "content"):
            shutil.copytree(ROOT / part, self.place / part)
        (self.place / "site.yml").write_text(settings)
        self.at = len(STATES) - 1
        self.trees: list[dict[str, bytes]] = []
        self._write(0)
        build_here(self.place)
        for state in range(len(STATES)):
            self.trees.append(self._reach(state))
        if not all(self.trees):
            sys.exit((self.temporary.parent / "plain").read_text())
        self.skip()

    @property
    def old(self) -> dict[str, bytes]:
        """The files of the state that the next build leaves."""
        return self.trees[self.at]

    @property
    def new(self) -> dict[str, bytes]:
        """The files of the state that the next build brings."""
        return self.trees[self.following]

    @property
    def following(self) -> int:
        """The state that the next build brings."""
        return (self.at + 1) % len(STATES)

    def trace(self) -> list[tuple[str, str]]:
        """The system calls of the next build, in order: name and place."""
        log = self.temporary.parent / "log"
        self._write(self.following)
        self.build(["-y", "-e", f"trace={','.join('?' + call for call in CALLS)}"], log)
        self._go_on()
        seen: Counter[tuple[str, str]] = Counter()
        calls = []
        for call, path in _read_log(log.read_text(errors="replace")):
            seen[call, path] += 1
            group = _name_group(path, self.place)
            calls.append((call, f"{group} {min(seen[call, path], TIMES)}"))
        return calls

    def fail(self, fault: Fault, error: str) -> tuple[Outcome, list[str]]:
        """Let a call of the next build fail; how it ended, and what is wrong about that."""
        self._write(self.following)
        options = [
            "-e",
            f"trace={fault.call}",
            "-e",
            f"inject={fault.call}:error={error}:when={fault.number}",
        ]
        outcome = self.build(options, Path(os.devnull))
        wrong = list(self.find_mistakes(outcome))
        for left in self.temporary.iterdir():
            shutil.rmtree(left)
        if self._go_on() != self.old:
            wrong.append("not healed")
        return outcome, wrong

    def find_mistakes(self, outcome: Outcome) -> Iterator[str]:
        """What is wrong about the end of a build."""
        last = outcome.said.rstrip("\n").rpartition("\n")[2]
        says_old = "the site is as it was" in last
        says_new = last.endswith("site/index.html") or "new site is published" in last
        if outcome.left == "mixed":
            yield "mixed"
        if "Traceback" in outcome.said:
            yield "traceback"
        if (says_old and outcome.left != "old") or (says_new and outcome.left == "old"):
            yield "false sentence"
        if not last:
            yield "no sentence"
        expected = {"old": {2}, "new": {0, 1}, "without a text": {1}}.get(
            outcome.left, set()
        )
        if outcome.status not in expected:
            yield "wrong status"
        if any(self.temporary.iterdir()):
            yield "temporary folder left"
        left = {path.name for path in (self.place / ".site.unres-site").iterdir()}
        if left - WORKSPACE:
            yield "file left in the workspace"

    def build(self, options: list[str], log: Path) -> Outcome:
        """A build under strace, with these options of it."""
        said = self.temporary.parent / "said"
        child = self._start(said, is_waiting=True)
        command = ["strace", "-f", "-qq", "-o", str(log), *options, "-p", str(child)]
        with subprocess.Popen(command, stdin=subprocess.DEVNULL) as strace:  # noqa: S603 - no words of others
            _wait_for_tracer(child, strace)
            os.kill(child, signal.SIGCONT)
            status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        if _has_members(child):
            os.killpg(child, signal.SIGKILL)
            return Outcome("orphan", status, said.read_text())
        tree = tree_of(self.place / "site")
        words = said.read_text()
        if tree in (self.old, self.new):
            return Outcome("old" if tree == self.old else "new", status, words)
        is_named = status == 1 and ": error: " in words
        is_third = is_named and is_whole(self.place / "site", tree)
        return Outcome("without a text" if is_third else "mixed", status, words)

    def _start(self, said: Path, *, is_waiting: bool) -> int:
        """Start a build in a forked process of its own group, which waits for a signal if it is to be traced."""

        def prepare() -> None:
            os.setsid()
            tempfile.tempdir = str(self.temporary)
            if is_waiting:
                os.kill(os.getpid(), signal.SIGSTOP)

        child = start_build(self.place, said, prepare=prepare)
        if is_waiting:
            os.waitpid(child, os.WUNTRACED)
        return child

    def skip(self) -> None:
        """Go on to the next state without a fault."""
        self._go_on()

    def _write(self, state: int) -> None:
        for number in range(1, self.texts + 1):
            write_text(self.place, number, STATES[state])
        if state == 0:
            (self.place / f"resolutions/99-{self.texts}.txt").unlink()

    def _go_on(self) -> dict[str, bytes]:
        """Build the next state without a fault; its files."""
        self.at = self.following
        return self._reach(self.at)

    def _reach(self, state: int) -> dict[str, bytes]:
        """Build a state without a fault; its files."""
        self._write(state)
        child = self._start(self.temporary.parent / "plain", is_waiting=False)
        os.waitpid(child, 0)
        return tree_of(self.place / "site")


def _read_log(log: str) -> Iterator[tuple[str, str]]:
    """Each call in a log of strace: its name, and the path that it is about."""
    for line in log.splitlines():
        found = TRACED.match(line)
        if found and found[1] in CALLS:
            path = DESCRIPTOR.match(found[2]) or NAME.search(found[2])
            yield found[1], path[1] if path else ""


def _name_group(path: str, place: Path) -> str:
    """What files of the same kind in the same folder have in common: `static *.js`, `.site.unres-site/tree *.html`."""
    whole = place / path
    ending = whole.suffix
    if whole.is_relative_to(ROOT):
        return f"program *{ending}"
    if not whole.is_relative_to(place):
        return f"elsewhere *{ending}"
    parts = whole.relative_to(place).parts
    depth = 2 if parts[:1] == (".site.unres-site",) else 1
    return f"{'/'.join(parts[:depth])} *{ending}"


def is_whole(site: Path, tree: dict[str, bytes]) -> bool:
    """Whether a site has the files that its manifest names, and no others."""
    manifest = read_manifest(str(site))
    files = {
        address: hash_file(data) for address, data in tree.items() if address != MARKER
    }
    return manifest is not None and files == manifest.files


def _wait_for_tracer(process: int, strace: subprocess.Popen[bytes]) -> None:
    """Wait until strace has attached itself."""
    status = Path(f"/proc/{process}/status")
    while "TracerPid:\t0\n" in status.read_text():
        if strace.poll() is not None:
            sys.exit("strace can't attach to a process here")
        time.sleep(0.002)


def _has_members(group: int) -> bool:
    """Whether a group of processes has members."""
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


def choose(
    traces: Sequence[Sequence[tuple[str, str]]],
    names: Collection[str],
    *,
    everything: bool,
) -> list[Fault]:
    """The faults to try, of calls of these names: every call that writes, and one call of each place of the others.

    `traces` has the calls of the build that leaves each state, with their places. `everything` takes all calls.
    """
    places: defaultdict[tuple[str, str], list[Fault]] = defaultdict(list)
    for state, trace in enumerate(traces):
        numbers: Counter[str] = Counter()
        for call, place in trace:
            numbers[call] += 1
            one = place
            if everything or call in WRITING:
                one = f"{state} {numbers[call]}"
            if call in names:
                places[call, one].append(Fault(state, call, numbers[call]))
    return [random.choice(found) for found in places.values()]  # noqa: S311 - no secret


def order(faults: Sequence[Fault]) -> Iterator[Fault | None]:
    """The faults in an order in which the states go round; None where a state has no more."""
    waiting = [[one for one in faults if one.state == at] for at in range(len(STATES))]
    while any(waiting):
        for found in waiting:
            yield found.pop() if found else None


def try_faults(
    faults: Faults, chosen: Sequence[Fault]
) -> tuple[Counter[str], Counter[str]]:
    """What the builds left, and the mistakes; each mistake is printed."""
    left, mistakes = Counter[str](), Counter[str]()
    for turn, fault in enumerate(order(chosen)):
        if fault is None:
            faults.skip()
            continue
        error = ERRORS[turn % len(ERRORS)]
        outcome, wrong = faults.fail(fault, error)
        left[outcome.left] += 1
        mistakes.update(wrong)
        if wrong:
            last = outcome.said.rstrip("\n").rpartition("\n")[2]
            words = f"{', '.join(wrong)}: {outcome.status}, {outcome.left}, {last}"
            print(f"{fault} {error}: {words}", flush=True)
    return left, mistakes


def list_counts(counts: Counter[str]) -> str:
    """`old 12, new 3`."""
    return ", ".join(f"{name} {count}" for name, count in counts.most_common()) or "0"


def main() -> int:
    """Let calls fail, and print what is wrong; the exit status says whether nothing is."""
    parser = argparse.ArgumentParser(description="Let system calls of a build fail.")
    parser.add_argument("--all", action="store_true", help="try every call")
    parser.add_argument("--every", type=int, default=1, help="try one fault of so many")
    parser.add_argument("--first", type=int, default=0, help="the number of the first")
    parser.add_argument(
        "--calls", default=",".join(CALLS), help="names of the calls that fail"
    )
    asked = parser.parse_args()
    if not shutil.which("strace"):
        sys.exit("strace is not installed")
    random.seed(asked.first)
    with tempfile.TemporaryDirectory(prefix="unres-faults-") as folder:
        faults = Faults(Path(folder))
        traces = [faults.trace() for _ in STATES]
        counts = Counter(call for trace in traces for call, _ in trace)
        print(f"calls of three builds: {list_counts(counts)}", flush=True)
        found = choose(traces, asked.calls.split(","), everything=asked.all)
        chosen = found[asked.first % asked.every :: asked.every]
        left, mistakes = try_faults(faults, chosen)
    print(f"{left.total()} faults of {len(found)}; left: {list_counts(left)}")
    print(f"mistakes: {list_counts(mistakes)}")
    return int(bool(mistakes))


if __name__ == "__main__":
    sys.exit(main())
