"""What a build is asked for, and what it says that it did."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Protocol

import msgspec

from unres_site.errors import Diagnostic, Severity

Progress = Callable[[str, int, int, str], None]
"""Told of each step: the stage, how many are done, of how many, and what is worked on (empty if that is many)."""


class Step(Protocol):
    """Told of each step of one stage."""

    def __call__(self, done: int, total: int, item: str = "") -> None:
        """`done` of `total` are done, and `item` is worked on."""


class Options(msgspec.Struct, frozen=True):
    """What a build is asked for. Folders are paths as the user wrote them; `cache` None keeps nothing.

    register  whether published addresses are kept: not in builds that are only looked at (see `permanence`)
    """

    source: str = "resolutions"
    output: str = "site"
    config: str | None = None
    cache: str | None = ".cache"
    jobs: int = 1
    strict: bool = False
    check: bool = False
    search: bool = True
    register: bool = True


class Changes(msgspec.Struct, frozen=True):
    """What a publication did to the site: numbers of files, and whether the swap was one step."""

    written: int
    unchanged: int
    removed: int
    atomic: bool = True
    notices: tuple[str, ...] = ()


class Report(msgspec.Struct, frozen=True):
    """What a build did.

    changes  None if nothing was published
    broken   sentences about links
    unused   warnings of the archive's own files that change nothing; pages do not show them
    times    the seconds of each stage, in their order
    before   the diagnostics of the build before, as far as the cache has them
    """

    texts: int
    published: int
    pages: int
    diagnostics: tuple[Diagnostic, ...]
    changes: Changes | None
    broken: tuple[str, ...] = ()
    unused: tuple[Diagnostic, ...] = ()
    times: dict[str, float] = {}
    before: tuple[Diagnostic, ...] = ()

    def list_new(self) -> tuple[Diagnostic, ...]:
        """The diagnostics that the build before did not have. One whose line has only moved is not new."""
        before = Counter(map(_identify, self.before))
        new: list[Diagnostic] = []
        for found in self.diagnostics:
            key = _identify(found)
            if before[key]:
                before[key] -= 1
            else:
                new.append(found)

        return tuple(new)

    def count(self, severity: Severity) -> int:
        """How many diagnostics of that severity there are."""
        severities = [found.severity for found in self.diagnostics]
        return severities.count(severity)

    @property
    def is_sound(self) -> bool:
        """Whether every text was published, and no link is broken."""
        return not self.count("error") and not self.broken


def _identify(found: Diagnostic) -> tuple[str, str, str]:
    return found.file, found.code, found.message


class Stages:
    """The stages of a build as they pass: how long each took, and who is told how far it is."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self.times: dict[str, float] = {}

    @contextmanager
    def begin(self, name: str) -> Iterator[Step]:
        """A stage of that name; what it yields is told how many steps are done, of how many."""

        def step(done: int, total: int, item: str = "") -> None:
            self._progress(name, done, total, item)

        started = time.monotonic()
        step(0, 0)
        yield step
        seconds = time.monotonic() - started
        self.times[name] = self.times.get(name, 0.0) + seconds
