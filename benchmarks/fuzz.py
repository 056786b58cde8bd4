"""Harms the project's texts, sidecars and settings at random, and builds: what comes of it must be said, and no more.

    python benchmarks/fuzz.py [--rounds 2000] [--seed 1]

Each round takes the four texts with what lies beside them, `site.yml` and `content/`, harms one or two of the files
(bytes flipped, cut, spliced with another file, doubled, or words put in that programs trip over) and builds. The build
must end with status 0, 1 or 2 within a time; every text must be published, or have an error; and what is said must be
sentences of this program's own, which no terminal takes for a command.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import os
import random
import re
import shutil
import signal
import sys
import tempfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from unres_site import cli
from unres_site.errors import UNSEEN

ROOT = Path(__file__).resolve().parent.parent
LONGEST = 60
"""Seconds that a build may take; most take a tenth of one."""

TRIPS = (
    *(
        b"\0",
        b"\xef\xbb\xbf",
        b"\xff\xfe",
        b"\xed\xa0\x80",
        b"\x1b[2J",
        b"\xc2\x9b2J",
        b"\r",
        b"\f",
        b"\t",
    ),
    *(
        "\u202e".encode(),
        "\u2028".encode(),
        "\U000e0001".encode(),
        "大会，".encode(),
        "第 99/999 号决议".encode(),
    ),
    *(
        b"<script>alert(1)</script>",
        b"{{ 7 * 7 }}",
        b"%s{0}{x}",
        b"../../x",
        b"A/RES/58/58",
        b"999999999999999999999",
    ),
    *(
        b"&a [*a, *a]",
        b"!!python/name:os.system",
        b"<<: *x",
        b"? ",
        b"- ",
        b": ",
        b"'",
        b'"\\e"',
        b"[[[[",
        b"symbol: ",
    ),
    *(
        b"![x](javascript:alert(1))",
        b"[" * 500,
        b"> " * 300,
        b"`" * 99,
        b"(" * 99,
        b"\n" * 99,
        b" " * 999,
    ),
)

# matches: 4 texts; 3 published, 20 pages; 1 error, 2 warnings, 3 info; 0.20 s
# rejects: Interrupted; the published site is whole.
SUMMARY = re.compile(
    r"^(\d+) texts?; (?:(\d+) published|nothing published).*; (\d+) errors?, ",
    re.MULTILINE,
)
# matches: zh/58-58.txt: error: There is no text in this file
# rejects: zh/58-58.txt:1:2: info: The symbol
ERROR = re.compile(r"^resolutions/(?:.*?): error: ", re.MULTILINE)
# matches: Traceback (most recent call last):
# rejects: The file can't be read: it is a folder.
FAILURE = re.compile(r"Traceback|This should not happen|the loader fails on it")

Files = dict[str, bytes]


class Round(NamedTuple):
    """What came of a round: which files were harmed, the exit status, what was said, and what is wrong with that."""

    harmed: tuple[str, ...]
    status: int
    said: str
    faults: tuple[str, ...]


class Fuzzing:
    """A folder in which harmed texts are built; it becomes the current folder."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.folder, self.dice = folder, random.Random(seed)  # noqa: S311 - dice, no secrets
        for name in ("templates", "static"):
            shutil.copytree(ROOT / name, folder / name)
        names = [
            path
            for part in ("resolutions", "content")
            for path in (ROOT / part).rglob("*")
            if path.is_file()
        ]
        self.files: Files = {
            path.relative_to(ROOT).as_posix(): path.read_bytes()
            for path in [*names, ROOT / "site.yml"]
        }
        os.chdir(folder)
        self._write(self.files)

    def round(self) -> Round:
        """Harm, build, and mend."""
        harmed = self._harmed()
        self._write(harmed)
        try:
            status, said = _built()
        finally:
            self._write({name: self.files[name] for name in harmed})
        return Round(tuple(harmed), status, said, tuple(_faults(status, said)))

    def _harmed(self) -> Files:
        harmed = {}
        for name in self.dice.sample(sorted(self.files), self.dice.choice((1, 1, 2))):
            data = self.files[name]
            for _ in range(self.dice.choice((1, 1, 2, 5))):
                data = self.dice.choice(HARMS)(self, data)
            harmed[name] = data
        return harmed

    def _write(self, files: Files) -> None:
        for name, data in files.items():
            path = self.folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)

    def place(self, data: bytes) -> int:
        """Any place of some bytes, their end included."""
        return self.dice.randint(0, len(data))

    def span(self, data: bytes) -> tuple[int, int]:
        """A piece of some bytes, most often a short one."""
        start = self.place(data)
        return start, min(len(data), start + int(self.dice.expovariate(1 / 80)))


def flipped(fuzzing: Fuzzing, data: bytes) -> bytes:
    """One byte is another."""
    at = fuzzing.place(data)
    return data[:at] + bytes([fuzzing.dice.randrange(256)]) + data[at + 1 :]


def cut(fuzzing: Fuzzing, data: bytes) -> bytes:
    """The end is lost."""
    return data[: fuzzing.place(data)]


def gap(fuzzing: Fuzzing, data: bytes) -> bytes:
    """A piece is lost."""
    start, end = fuzzing.span(data)
    return data[:start] + data[end:]


def spliced(fuzzing: Fuzzing, data: bytes) -> bytes:
    """A piece of another file is inserted."""
    other = fuzzing.files[fuzzing.dice.choice(sorted(fuzzing.files))]
    start, end = fuzzing.span(other)
    at = fuzzing.place(data)
    return data[:at] + other[start:end] + data[at:]


def doubled(fuzzing: Fuzzing, data: bytes) -> bytes:
    """A piece is repeated."""
    start, end = fuzzing.span(data)
    return data[:end] + data[start:]


def tripped(fuzzing: Fuzzing, data: bytes) -> bytes:
    """Something is inserted that programs often fail on."""
    at = fuzzing.place(data)
    return data[:at] + fuzzing.dice.choice(TRIPS) + data[at:]


HARMS: tuple[Callable[[Fuzzing, bytes], bytes], ...] = (
    flipped,
    cut,
    gap,
    spliced,
    doubled,
    tripped,
)


def _built() -> tuple[int, str]:
    """Exit status and words of a build in this process; status -1 where it takes too long."""
    said = io.StringIO()

    def stop(*_: object) -> None:
        raise TimeoutError

    signal.signal(signal.SIGALRM, stop)
    signal.alarm(LONGEST)
    try:
        with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
            status = cli.main(["build", "--no-search", "--jobs", "1"])
    finally:
        signal.alarm(0)
    return status, said.getvalue()


def _faults(status: int, said: str) -> list[str]:
    """What is wrong with what a build said."""
    faults = [f"status {status}"] if status not in {0, 1, 2} else []
    faults += ["a failure of the program's own"] if FAILURE.search(said) else []
    faults += (
        ["a sign that no terminal should see"]
        if UNSEEN.search(said.replace("\n", ""))
        else []
    )
    summary = SUMMARY.search(said)
    if status == cli.WRONG_USE:
        return [*faults, *(["not one sentence"] if said.count("\n") != 1 else [])]
    if summary is None:
        return [*faults, "no summary"]
    texts, published, errors = (int(number or 0) for number in summary.groups())
    faults += (
        ["the status does not say whether there are errors"]
        if (status == cli.ERRORS) != bool(errors)
        else []
    )
    faults += (
        ["a text is lost unsaid"]
        if texts - published > len(ERROR.findall(said))
        else []
    )
    return faults


def main() -> int:
    """Fuzz, and print what came of it; the exit status says whether all was well."""
    parser = argparse.ArgumentParser(description="Build harmed texts and settings.")
    parser.add_argument("--rounds", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="unres-fuzz-") as folder:
        fuzzing = Fuzzing(Path(folder), asked.seed)
        rounds = [_shown(number, fuzzing.round()) for number in range(asked.rounds)]
        os.chdir(ROOT)
    status = Counter(one.status for one in rounds)
    faulty = sum(bool(one.faults) for one in rounds)
    print(
        f"{len(rounds)} rounds; "
        + ", ".join(
            f"{count} with status {one}" for one, count in sorted(status.items())
        )
    )
    print(f"{faulty} rounds with a fault")
    return int(bool(faulty))


def _shown(number: int, one: Round) -> Round:
    if one.faults:
        print(
            f"round {number}: {', '.join(one.harmed)}: {'; '.join(one.faults)}\n{one.said!a}",
            flush=True,
        )
    return one


if __name__ == "__main__":
    sys.exit(main())
