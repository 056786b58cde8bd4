"""Reads a site through a mount while it is built again and again: no reader may see a mixture, or an old site for long.

    python benchmarks/readers.py [--builds 50]     # as root, for the mounts; they are in a namespace of their own

The folder of a site that is published by a link is mounted elsewhere, as containers have it. A reader opens the site
there, holds its folder, and reads all pages of it one by one. They must be of one build: of the last one, or of the one
before. Then the site itself is mounted, and a build into the mount must be refused and change nothing.
"""

from __future__ import annotations

import argparse
import os
import re
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from benchmarks.faults import Faults
from benchmarks.kill import tree_of, write_text

TEXTS = 8
INSIDE = "UNRES_IN_NAMESPACE"

# matches: 标题 17
# rejects: 标题
NUMBER = re.compile("标题 ([0-9]+)")


class Reading(NamedTuple):
    """The builds that a reader has seen pages of, and the last build that had ended before it began."""

    seen: frozenset[int]
    ended: int


class Mounted(Faults):
    """A small site that is published by a link, and a mount of the folder that it is in."""

    def __init__(self, folder: Path) -> None:
        self.mount = folder / "mount"
        self.mount.mkdir()
        super().__init__(folder, TEXTS, "publish_by_link: true\n")
        self.ended = folder / "ended"
        self.ended.write_text("0")
        self.build_number(0)
        subprocess.run(["mount", "--bind", self.place, self.mount], check=True)  # noqa: S603, S607 - no words of others

    def build_number(self, number: int) -> None:
        """Build the site with that number in all titles."""
        for text in range(1, TEXTS + 1):
            write_text(self.place, text, f"标题{number}")
        child = self._start(self.temporary.parent / "plain", is_waiting=False)
        os.waitpid(child, 0)
        self.ended.write_text(str(number))

    def read_once(self) -> Reading:
        """Read all pages of texts by the folder that the link leads to now."""
        ended = int(self.ended.read_text() or 0)
        folder = os.open(self.mount / "site", os.O_RDONLY | os.O_DIRECTORY)
        seen: set[int] = set()
        try:
            for text in range(1, TEXTS + 1):
                page = os.open(f"A/RES/99/{text}.html", os.O_RDONLY, dir_fd=folder)
                with os.fdopen(page, encoding="utf-8") as file:
                    seen.update(map(int, NUMBER.findall(file.read())))
        finally:
            os.close(folder)
        return Reading(frozenset(seen), ended)

    def read_all(self, log: Path) -> Iterator[None]:
        """Read until a signal comes; a line for each time."""
        with log.open("w", buffering=1) as file:
            while True:
                reading = self.read_once()
                file.write(
                    f"{reading.ended}: {' '.join(map(str, sorted(reading.seen)))}\n"
                )
                yield

    def is_refused(self) -> bool:
        """Whether a build into a site that is itself a mount point is refused and changes nothing."""
        (self.place / "site.yml").write_text("")
        self.build_number(1000)  # now a folder
        before = tree_of(self.place / "site")
        subprocess.run(  # noqa: S603
            ["mount", "--bind", self.place / "site", self.place / "site"],  # noqa: S607
            check=True,
        )
        self.build_number(1001)
        said = (self.temporary.parent / "plain").read_text()
        return "is a mount point" in said and tree_of(self.place / "site") == before


def run(folder: Path, builds: int) -> int:
    """Build and read; the number of mistakes."""
    mounted = Mounted(folder)
    log = folder / "readings"
    reader = os.fork()
    if not reader:
        for _ in mounted.read_all(log):
            pass
    for number in range(1, builds + 1):
        mounted.build_number(number)
    os.kill(reader, signal.SIGTERM)
    os.waitpid(reader, 0)
    lines = [line.partition(": ") for line in log.read_text().splitlines()[:-1]]
    readings = [
        Reading(frozenset(map(int, seen.split())), int(ended))
        for ended, _, seen in lines
    ]
    mixed = sum(len(reading.seen) != 1 for reading in readings)
    old = sum(min(reading.seen, default=0) < reading.ended - 1 for reading in readings)
    print(
        f"{builds} builds, {len(readings)} readings of {TEXTS} pages: {mixed} mixed, {old} older than one build"
    )
    refused = mounted.is_refused()
    print(f"a build into a mount point: {'refused' if refused else 'NOT REFUSED'}")
    return mixed + old + (not readings) + (not refused)


def main() -> int:
    """Read during builds; the exit status says whether all was well."""
    parser = argparse.ArgumentParser(
        description="Read a site through a mount during builds."
    )
    parser.add_argument("--builds", type=int, default=50)
    asked = parser.parse_args()
    if INSIDE not in os.environ:
        command = ["unshare", "--mount", sys.executable, *sys.argv]
        return subprocess.run(  # noqa: S603
            command, env={**os.environ, INSIDE: "1"}, check=False
        ).returncode
    with tempfile.TemporaryDirectory(prefix="unres-readers-") as folder:
        try:
            return int(run(Path(folder), asked.builds) > 0)
        finally:
            for mount in (f"{folder}/place/site", f"{folder}/mount"):
                subprocess.run(  # noqa: S603
                    ["umount", "--lazy", mount],  # noqa: S607
                    check=False,
                    capture_output=True,
                )


if __name__ == "__main__":
    sys.exit(main())
