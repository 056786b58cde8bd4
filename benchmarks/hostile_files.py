"""Puts hostile files into every folder that a build reads, one at a time, and builds.

    python benchmarks/hostile_files.py [--only WORDS] [--every 1] [--longest 5]

Links out of the folder, pipes, sockets, devices, endless and growing files, loops, odd names, what editors leave: each
kind is put into each place (a text, a sidecar, a remark, a template, style, content, settings, the cache …). Then no
page may hold a byte of the secrets outside, no build may take longer than five seconds, no traceback may be shown, and
no build may be stopped by a file that it does not read.
"""

from __future__ import annotations

import argparse
import contextlib
import itertools
import os
import shutil
import signal
import socket
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from benchmarks.forked import build_here, start_build

SECRET = "S3CRET-0f-the-machine"  # noqa: S105 - what no page may show
LONGEST = 5.0
"""Seconds that a build may take."""

PATIENCE = 60
"""Seconds after which a build counts as hanging."""

LARGEST_PAGE = 100_000_000
"""Bytes; a larger file of a site is the hostile one itself."""

ENDED = threading.Event()
WORKERS: list[threading.Thread] = []
"""Threads that work against a build, and what ends them."""

Make = Callable[[Path, Path], object]
"""Makes a hostile file at a path; the second path is the folder outside, which has the secrets."""


class Outcome(NamedTuple):
    """What came of one case: its name, the status and seconds of the build, and what is wrong with it."""

    case: str
    status: int
    seconds: float
    faults: tuple[str, ...]


def link(target: str) -> Make:
    """A link to a target; `OUT` is the folder outside, relative to the link, and `ABS` its absolute path."""

    def make(path: Path, outside: Path) -> None:
        relative = os.path.relpath(outside, path.parent)
        path.symlink_to(target.replace("OUT", relative).replace("ABS", str(outside)))

    return make


def link_absolute(path: Path, outside: Path) -> None:
    """A link by an absolute path."""
    path.symlink_to(outside / "secret.txt")


def link_by_steps(path: Path, outside: Path) -> None:
    """A link by way of another link."""
    path.with_name("step-1").symlink_to(os.path.relpath(outside, path.parent))
    path.symlink_to("step-1/secret.txt")


def link_ring(path: Path, _: Path) -> None:
    """Two links that lead to each other."""
    path.symlink_to("ring-2")
    path.with_name("ring-2").symlink_to(path.name)


def make_socket(path: Path, _: Path) -> None:
    """A socket."""
    before = Path.cwd()
    os.chdir(path.parent)  # the path of a socket may have 108 bytes
    with contextlib.closing(socket.socket(socket.AF_UNIX)) as made:
        made.bind(path.name)
    os.chdir(before)


def make_sparse(path: Path, _: Path) -> None:
    """A file of four terabytes that takes no room."""
    path.touch()
    os.truncate(path, 1 << 42)


def make_large(path: Path, _: Path) -> None:
    """A file of six megabytes."""
    path.write_bytes(b"x\n" * 3_000_000)


def make_growing(path: Path, _: Path) -> None:
    """A file that another program writes to."""
    path.write_bytes(b"x")
    change(path, lambda file: file.write(b"more\n" * 1000))


def make_shrinking(path: Path, _: Path) -> None:
    """A file that another program cuts."""
    path.write_bytes(b"x\n" * 1_000_000)
    change(
        path,
        lambda file: (
            file.seek(0),
            file.truncate(os.fstat(file.fileno()).st_size // 2 + 1),
        ),
    )


def make_turning(path: Path, outside: Path) -> None:
    """A file that becomes a link to a secret, and a file again."""
    secret = outside / "secret.txt"

    def turn() -> None:
        for number in itertools.count():
            fresh = path.with_name(f".turn-{number % 2}")
            with contextlib.suppress(OSError):
                fresh.unlink(missing_ok=True)
                if number % 2:
                    fresh.symlink_to(secret)
                else:
                    fresh.write_bytes(b"x")
                fresh.replace(path)
            if ENDED.wait(0.0001):
                return

    path.write_bytes(b"x")
    start(turn)


def change(path: Path, do: Callable[..., object]) -> None:
    """Change a file again and again for a while."""

    def work() -> None:
        with (
            contextlib.suppress(OSError, ValueError),
            path.open("r+b", buffering=0) as file,
        ):
            file.seek(0, os.SEEK_END)
            while not ENDED.wait(0.0001) and os.fstat(file.fileno()).st_size < 1 << 28:
                do(file)

    start(work)


def start(work: Callable[[], None]) -> None:
    """Start a thread that works against a build until `ENDED` is set."""
    thread = threading.Thread(target=work, daemon=True)
    WORKERS.append(thread)
    thread.start()


def end_workers() -> None:
    """End all threads that work against a build."""
    ENDED.set()
    while WORKERS:
        WORKERS.pop().join()
    ENDED.clear()


KINDS: dict[str, Make] = {
    "link to a file outside": link("OUT/secret.txt"),
    "absolute link outside": link_absolute,
    "link outside in two steps": link_by_steps,
    "link up and down": link("../../../../../../../../../../../..ABS/secret.txt"),
    "link to a folder outside": link("OUT"),
    "link to the environment": link("/proc/self/environ"),
    "link to the command line": link("/proc/self/cmdline"),
    "link to the memory": link("/proc/self/mem"),
    "link to the root by way of the process": link("/proc/self/rootABS/secret.txt"),
    "link to the working folder of the process": link(
        "/proc/self/cwd/../outside/secret.txt"
    ),
    "link to an open file": link("/proc/self/fd/0"),
    "link to nothing": link("nothing-of-that-name"),
    "link to itself": lambda path, _: path.symlink_to(path.name),
    "links in a ring": link_ring,
    "link to its own folder": link("."),
    "link to the folder above": link(".."),
    "link to zeros": link("/dev/zero"),
    "link to random bytes": link("/dev/urandom"),
    "link to a full device": link("/dev/full"),
    "link to the terminal": link("/dev/tty"),
    "link to the standard input": link("/dev/stdin"),
    "pipe": lambda path, _: os.mkfifo(path),
    "socket": make_socket,
    "folder": lambda path, _: path.mkdir(),
    "empty file": lambda path, _: path.touch(),
    "endless sparse file": make_sparse,
    "large file": make_large,
    "bytes that are no text": lambda path, _: path.write_bytes(bytes(range(256)) * 50),
    "growing file": make_growing,
    "shrinking file": make_shrinking,
    "file that turns into a link": make_turning,
}

PLACES = {
    "text": "resolutions/99-9.txt",
    "sidecar": "resolutions/99-1.yml",
    "remark": "resolutions/99-1.md",
    "folder of texts": "resolutions/more",
    "other file": "resolutions/notes.pdf",
    "template": "templates/home.html",
    "template that no page uses": "templates/own.html",
    "style": "static/css/15-own.css",
    "static file": "static/own.txt",
    "static folder": "static/own",
    "content": "content/about.zh.md",
    "settings": "site.yml",
    "cache": ".cache/unres-site.sqlite",
    "records of the cache": ".cache/readings.0",
    "manifest": "site/.unres-site.json",
}
"""Where a hostile file is put; what is there is removed before."""

UNREAD = ("template that no page uses", "other file")
"""Places of files that no build reads, so that none may be stopped by them."""

PASSED_OVER = (
    ".DS_Store",
    ".hidden",
    "notes.js~",
    "#base.html#",
    ".notes.js.swp",
    ".#base.html",
    "Thumbs.db",
    "x.html~",
)
"""Names that are passed over in every folder."""

FOLDERS = ("resolutions", "templates", "static", "static/js", "content")

TEXT = (
    " 99/{0}. 测试决议 \n\n\n 大会， \n\n 铭记各国须保存文书， \n\n 1. 请秘书长就此提出报告； \n\n 2. 决定将本项目列入"
    "临时议程。 \n\n\n2044 年 12 月 1 日 \n\n第 60 次全体会议 \n"
)


class Workbench:
    """A folder with an archive of two texts, which is built once, and secrets beside it.

    `longest` is the number of seconds that a build may take.
    """

    def __init__(self, folder: Path, longest: float) -> None:
        self.longest = longest
        self.folder, self.outside = folder / "archive", folder / "outside"
        for name in ("templates", "static", "content"):
            shutil.copytree(ROOT / name, self.folder / name)
        (self.folder / "resolutions").mkdir()
        for number in (1, 2):
            (self.folder / f"resolutions/99-{number}.txt").write_text(
                TEXT.format(number), "utf-8"
            )
        self.outside.mkdir()
        (self.outside / "secret.txt").write_text(
            f"{TEXT.format(8)}\n{SECRET}\n", "utf-8"
        )
        (self.outside / "99-7.txt").write_text(f"{TEXT.format(7)}\n{SECRET}\n", "utf-8")
        shutil.copy(self.outside / "secret.txt", self.outside / "index.html")
        (self.folder / "site.yml").touch()
        self.said = folder / "said"
        build_here(self.folder, "--no-search")
        self.sound = folder / "sound"
        self.folder.rename(self.sound)
        self._copy()

    def _copy(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)
        shutil.copytree(self.sound, self.folder, symlinks=True)

    def try_out(self, case: str, place: str, make: Make, *, is_read: bool) -> Outcome:
        """Put one hostile file at its place, build, and see what came of it.

        What is slow is tried again, because the machine may be busy; a build that hangs does so each time.
        """
        outcome = self._try_once(case, place, make, is_read=is_read)
        if outcome.seconds <= self.longest:
            return outcome
        again = self._try_once(case, place, make, is_read=is_read)
        return min(outcome, again, key=lambda one: one.seconds)

    def _try_once(self, case: str, place: str, make: Make, *, is_read: bool) -> Outcome:
        path = self.folder / place
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
        make(path, self.outside)
        started = time.monotonic()
        status, said = self.build()
        seconds = time.monotonic() - started
        end_workers()
        faults = tuple(self._find_faults(status, said, seconds, is_read=is_read))
        self._copy()
        return Outcome(case, status, seconds, faults)

    def build(self) -> tuple[int, str]:
        """Status and words of a build in a forked process; a signal ends it where it hangs."""

        def prepare() -> None:
            os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
            signal.alarm(PATIENCE)

        child = start_build(self.folder, self.said, "--no-search", prepare=prepare)
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        return status, self.said.read_text("utf-8", errors="replace")

    def _find_faults(
        self, status: int, said: str, seconds: float, *, is_read: bool
    ) -> Iterator[str]:
        if seconds > self.longest:
            yield f"took {seconds:.1f} s"
        if (
            status not in {0, 1, 2}
            or "Traceback" in said
            or "should not happen" in said
        ):
            yield f"status {status}: {said[-300:]}"
        if not is_read and status == 2:  # noqa: PLR2004 - wrong use
            yield f"stopped by a file that is not read: {said[-300:]}"
        if SECRET in said:
            yield "the secret is said"
        for path in (self.folder / "site").rglob("*"):
            is_page = (
                not path.is_symlink()
                and path.is_file()
                and path.stat().st_size < LARGEST_PAGE
            )
            if is_page and SECRET.encode() in path.read_bytes():
                yield f"the secret is in {path.name}"


def cases() -> Iterator[tuple[str, str, Make, bool]]:
    """Each case: its name, the place of the file, what makes it, and whether a build reads it."""
    for where, place in PLACES.items():
        for kind, make in KINDS.items():
            yield f"{where}: {kind}", place, make, where not in UNREAD
    for folder in FOLDERS:
        for name in PASSED_OVER:
            for kind in (
                "link to the environment",
                "link to nothing",
                "pipe",
                "bytes that are no text",
            ):
                yield f"{folder}/{name}: {kind}", f"{folder}/{name}", KINDS[kind], False


def main() -> int:
    """Try all cases, and print what came of them; the exit status says whether all was well."""
    parser = argparse.ArgumentParser(
        description="Build with hostile files in every folder."
    )
    parser.add_argument("--only", default="", help="words that a case's name must have")
    parser.add_argument("--every", type=int, default=1, help="try one case of so many")
    parser.add_argument("--longest", type=float, default=LONGEST, help="seconds")
    asked = parser.parse_args()
    if os.environ.get("TOKEN") != SECRET:
        # /proc shows the environment that a process has from its start
        known = {**os.environ, "TOKEN": SECRET}
        os.execve(sys.executable, [sys.executable, *sys.argv], known)  # noqa: S606
    with tempfile.TemporaryDirectory(prefix="unres-hostile-") as folder:
        bench = Workbench(Path(folder), asked.longest)
        chosen = [case for case in cases() if asked.only in case[0]][:: asked.every]
        outcomes = [
            bench.try_out(name, place, make, is_read=is_read)
            for name, place, make, is_read in chosen
        ]
    for one in outcomes:
        if one.faults:
            print(f"{one.case}: {'; '.join(one.faults)}")
    faulty = [fault for one in outcomes for fault in one.faults]
    longest = max(one.seconds for one in outcomes)
    print(
        f"{len(outcomes)} cases: {len(KINDS)} kinds in {len(PLACES)} places, {len(PASSED_OVER)} names in {len(FOLDERS)}"
    )
    statuses = Counter(one.status for one in outcomes)
    print(f"exit statuses: {dict(sorted(statuses.items()))}")
    for what, word in (
        ("with bytes from outside", "secret"),
        ("stopped by a file that is not read", "stopped"),
    ):
        print(f"{sum(word in fault for fault in faulty)} {what}")
    print(
        f"{sum('took' in fault for fault in faulty)} took more than {asked.longest:.0f} s; the longest {longest:.1f} s"
    )
    print(f"{len(faulty)} faults")
    return int(bool(faulty))


if __name__ == "__main__":
    sys.exit(main())
