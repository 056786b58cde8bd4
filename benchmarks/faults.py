"""Lets one system call of a build fail, each in turn, and holds what the build says against what it did.

    python benchmarks/faults.py [--every 1] [--first 0] [--calls write,rename]     # needs strace

A small site is brought from one state to another. In each build one system call fails: the n-th of its name, for every
n, with EIO, ENOSPC, EMFILE, ENOMEM or EINTR in turn. Then

- the site must be the old one or the new one, whole; or, if a text could not be read and an error names it, the new one
  without it;
- the last sentence must be true: "as it was" if and only if the bytes are;
- the exit status must be 2 for the old site, 0 or 1 for the new one;
- no process, temporary folder or file of the workspace may be left;
- the next build must bring the site to its new state.

The modules are imported before: what fails then is a fault of Python's start. A call that a library tries again, or
whose failure makes no difference, ends in an ordinary build.
"""

from __future__ import annotations

import argparse
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

import numpy as np  # noqa: E402, F401 - so that no build imports it

from benchmarks.kill import tree_of, write_text  # noqa: E402 - from a checkout, wherever it is run
from unres_site import cli, loader  # noqa: E402, F401 - so that no build imports it
from unres_site.pipeline import builder  # noqa: E402, F401 - see above
from unres_site.pipeline.outputs import indexing  # noqa: E402, F401 - see above
from unres_site.pipeline.publishing.manifest import MARKER, hash_file, read_manifest  # noqa: E402 - see above

ERRORS = ("EIO", "ENOSPC", "EMFILE", "ENOMEM", "EINTR")
CALLS = (
    "openat", "read", "write", "pread64", "pwrite64", "close", "newfstatat", "fstat", "getdents64", "lseek", "fchmod",
    "chmod", "mkdir", "rmdir", "rename", "renameat2", "link", "symlink", "unlink", "ftruncate", "fsync", "fdatasync",
    "syncfs", "flock", "fcntl", "readlink", "statx", "mmap", "munmap",
)  # fmt: skip
"""System calls that a build makes. Where another machine makes others, the count of its calls shows it."""

WORKSPACE = {"lock", "seals", "tree"}


class Outcome(NamedTuple):
    """How a build ended: the tree that it left, its exit status, all that it said."""

    left: str
    status: int
    said: str


class Faults:
    """Two states of a small site in a folder, and builds between them in which a system call fails."""

    def __init__(self, folder: Path, texts: int = 3, settings: str = "") -> None:
        self.place, self.temporary = folder / "place", folder / "temporary"
        self.texts = texts
        self.temporary.mkdir()
        for part in ("templates", "static", "content"):
            shutil.copytree(ROOT / part, self.place / part)
        (self.place / "site.yml").write_text(settings)
        self.new = self._reach("标题乙")
        self.old = self._go_back()

    def count_calls(self) -> Counter[str]:
        """How often a build makes each system call."""
        log = self.temporary.parent / "log"
        self._write("标题乙")
        self.build(["-e", f"trace={','.join('?' + call for call in CALLS)}"], log)
        self._go_back()
        lines = log.read_text(errors="replace").splitlines()
        names = (line.partition("(")[0].split()[-1] for line in lines if "(" in line)
        return Counter(name for name in names if name in CALLS)

    def fail(self, call: str, number: int, error: str) -> tuple[Outcome, list[str]]:
        """Let that call of a build fail; how it ended, and what is wrong about that."""
        self._write("标题乙")
        options = [
            "-e",
            f"trace={call}",
            "-e",
            f"inject={call}:error={error}:when={number}",
        ]
        outcome = self.build(options, Path(os.devnull))
        wrong = list(self.find_mistakes(outcome))
        for left in self.temporary.iterdir():
            shutil.rmtree(left)
        if self._reach("标题乙") != self.new:
            wrong.append("not healed")
        self._go_back()
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
        child = os.fork()
        if child:
            if is_waiting:
                os.waitpid(child, os.WUNTRACED)
            return child
        os.setsid()
        os.chdir(self.place)
        tempfile.tempdir = str(self.temporary)
        output = os.open(said, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(output, 1)
        os.dup2(output, 2)
        sys.argv = ["unres-site", "build", "--jobs", "1"]
        if is_waiting:
            os.kill(os.getpid(), signal.SIGSTOP)
        return cli.run()

    def _write(self, title: str) -> None:
        """Write the texts; the last one comes and goes."""
        for number in range(1, self.texts + 1):
            write_text(self.place, number, title)
        last = self.place / f"resolutions/99-{self.texts}.txt"
        if title == "标题甲":
            last.unlink()

    def _go_back(self) -> dict[str, bytes]:
        """Build the old state; its files. The tree that is not published has files that are neither old nor new."""
        self._reach("标题丙")
        return self._reach("标题甲")

    def _reach(self, title: str) -> dict[str, bytes]:
        """Build the state of that title without a fault; its files."""
        self._write(title)
        child = self._start(self.temporary.parent / "plain", is_waiting=False)
        os.waitpid(child, 0)
        return tree_of(self.place / "site")


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
    calls: Counter[str], every: int, first: int, names: Collection[str] = CALLS
) -> Iterator[tuple[str, int, str]]:
    """Each call of these names with its number and an error; each `every`-th, from the one of number `first` on."""
    cases = ((call, number) for call in names for number in range(1, calls[call] + 1))
    for at, (call, number) in enumerate(cases):
        if at % every == first % every:
            yield call, number, ERRORS[(number + at // every) % len(ERRORS)]


def main() -> int:
    """Let calls fail, and print what is wrong; the exit status says whether nothing is."""
    parser = argparse.ArgumentParser(description="Let system calls of a build fail.")
    parser.add_argument(
        "--every", type=int, default=1, help="let one of so many calls fail"
    )
    parser.add_argument(
        "--first", type=int, default=0, help="the number of the first one"
    )
    parser.add_argument(
        "--calls", default=",".join(CALLS), help="names of the calls that fail"
    )
    asked = parser.parse_args()
    if not shutil.which("strace"):
        sys.exit("strace is not installed")
    with tempfile.TemporaryDirectory(prefix="unres-faults-") as folder:
        faults = Faults(Path(folder))
        calls = faults.count_calls()
        print(
            ", ".join(f"{call} {count}" for call, count in calls.most_common()),
            flush=True,
        )
        left, mistakes = Counter[str](), Counter[str]()
        for call, number, error in choose(
            calls, asked.every, asked.first, asked.calls.split(",")
        ):
            outcome, wrong = faults.fail(call, number, error)
            left[outcome.left] += 1
            mistakes.update(wrong)
            if wrong:
                last = outcome.said.rstrip("\n").rpartition("\n")[2]
                print(
                    f"{call} {number} {error}: {', '.join(wrong)}: {outcome.status}, {outcome.left}, {last}",
                    flush=True,
                )
    print(
        f"{left.total()} faults; left: "
        + ", ".join(f"{name} {count}" for name, count in left.items())
    )
    print(
        "mistakes: "
        + (", ".join(f"{name} {count}" for name, count in mistakes.items()) or "0")
    )
    return int(bool(mistakes))


if __name__ == "__main__":
    sys.exit(main())
