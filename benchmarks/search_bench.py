"""What both benches of the search do: build a site with its search, Pagefind's over its pages, and one text more.

Figures are written down after each step, so that a run that was stopped continues.
"""

from __future__ import annotations

import hashlib
import json
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks import search_browser
from benchmarks.build import Cost, run

PAGES = "**/A/RES/*/[0-9]*.html"
TEXT = "article.resolution"
MARKS = "sup, .permalink, .number"
"""What of a page Pagefind is told to read, and what of that to leave out: a mark would part the words around it."""

BATCH = 40
"""Queries after which their figures are noted."""

PATIENCE = 1200
"""Seconds that Pagefind may take for its index; at 20,000 texts it needs 11 GB, too."""

Figures = dict[str, Any]


class Change(NamedTuple):
    """The cost of a build after one text changed, and how many files of the search it made, changed or removed."""

    about: str
    cost: Cost
    files: int


class Step(NamedTuple):
    """What is done for an archive, and the figure that says that it was; empty for a step that sees that itself."""

    run: Callable[[], None]
    noted: str


class Bench:
    """An archive: its folder with the texts in `texts`, and its figures."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.folder.mkdir(parents=True, exist_ok=True)
        self.notes = self.folder / "figures.json"
        self.figures = self._noted()

    def _noted(self) -> Figures:
        found: Figures = (
            json.loads(self.notes.read_text()) if self.notes.is_file() else {}
        )
        return found

    def note(self, **figures: object) -> None:
        """Keep what was measured, beside what other runs have noted since."""
        self.figures = self._noted() | figures
        self.notes.write_text(json.dumps(self.figures, default=list))

    @property
    def site(self) -> Path:
        """The site that was built last."""
        return Path(self.figures["site"])

    def build(self) -> None:
        """The pages from nothing, without the search; then the search of that site, its pages and records at hand."""
        place = Path(tempfile.mkdtemp(prefix="built-", dir=self.folder))
        pages = self._build(place, "--no-search")
        search = self._build(place)
        self.note(
            pages=pages,
            search=search,
            site=str(place / "site"),
            size=_weigh(place / "site" / "search"),
        )

    def _build(self, place: Path, *flags: str) -> Cost:
        command = [sys.executable, "-m", "unres_site", "build", "--quiet"]
        where = [
            f"--source={self.folder / 'texts'}",
            f"--output={place / 'site'}",
            f"--cache={place / 'cache'}",
        ]
        return run([*command, *where, *flags])

    def pagefind(self) -> None:
        """Pagefind's index of the same pages; where it is not ready in time, its other figures are left out."""
        command = [sys.executable, "-m", "pagefind", "--silent"]
        pages = ["--site", str(self.site), "--glob", PAGES]
        parts = ["--root-selector", TEXT, "--exclude-selectors", MARKS]
        try:
            cost = run([*command, *pages, *parts], PATIENCE)
        except subprocess.CalledProcessError as error:
            if error.returncode != -signal.SIGKILL:
                raise
            self.note(pagefind=None, asked=[])
            return
        (self.site / "pagefind.html").write_text(search_browser.PAGEFIND, "utf-8")
        self.note(pagefind=cost, pagefind_size=_weigh(self.site / "pagefind"))

    def change(self, changes: Mapping[str, tuple[Path, str]]) -> None:
        """Write the texts one after the other, and build after each; then take them back, and build again.

        `changes` says for each the path below the texts and the text. The first build after a build of all makes the
        other tree of the site, of links, and is not noted.
        """
        folder = self.folder / "texts"
        paths = [folder / path for path, _ in changes.values()]
        kept = {path: path.read_bytes() for path in paths if path.is_file()}
        made = {path.parent for path in paths if not path.parent.is_dir()}
        measured = []
        try:
            for about, (path, text) in changes.items():
                (folder / path).parent.mkdir(exist_ok=True)
                (folder / path).write_text(text, "utf-8")
                measured.append(Change(about, *self._measure_build()))
        finally:
            for path in paths:
                path.unlink(missing_ok=True)
            for parent in made:
                parent.rmdir()
            for path, content in kept.items():
                path.write_bytes(content)
        self._build(self.site.parent)
        self.note(changes=measured[1:])

    def _measure_build(self) -> tuple[Cost, int]:
        """What a build costs, and how many files of the search it makes, changes or removes."""
        before = _list_digests(self.site / "search")
        cost = self._build(self.site.parent)
        after = _list_digests(self.site / "search")
        return cost, len({path for path, _ in before.items() ^ after.items()})

    def ask_each(
        self, key: str, queries: Sequence[str], ask: Callable[[str], object]
    ) -> None:
        """Ask each query, and note the answers now and then, so that a stopped run can continue."""
        while waiting := queries[len(self.figures.get(key, [])) :][:BATCH]:
            self.note(**{key: [*self.figures.get(key, []), *map(ask, waiting)]})


def _list_digests(folder: Path) -> dict[Path, bytes]:
    """The files of a folder, each with the hash of its content."""
    return {
        path: hashlib.blake2b(path.read_bytes()).digest()
        for path in folder.rglob("*")
        if path.is_file()
    }


def _weigh(folder: Path) -> tuple[int, int]:
    """Files of a folder, and their bytes."""
    sizes = [path.stat().st_size for path in folder.rglob("*") if path.is_file()]
    return len(sizes), sum(sizes)
