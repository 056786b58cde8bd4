"""How much larger the pages of a site's first language are because of the archive's other languages.

    python benchmarks/language_weight.py [CORPUS] [--folder DIR]

CORPUS has a folder for each language (`zh`, `en`, …; `zh-76` is Chinese, too). Builds the texts of the first language
(Chinese) alone, and all texts; then compares the pages that are in both sites, compressed as hosts do it (gzip). Prints
a row for each kind of page: sizes and growth in bytes, and of the page that has grown most its growth and the entries
that its lists have more (badges are not counted). What grows is the switch of languages, the links to versions, the
badges of lists, and what only texts in other languages name. Ends with 1 if a page without more entries has grown by
more than the limit.
"""

from __future__ import annotations

import argparse
import gzip
import shutil
import statistics
import subprocess
import sys
import tempfile
from itertools import chain
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).parent.parent))
from benchmarks.kinds import group_pages

ROOT = Path(__file__).resolve().parent.parent
CORPUS = ROOT.parent / "shared" / "corpus" / "seedlike"
FIRST = "zh"
LIMIT = 1536
"""Bytes by which a page may grow."""


class Growth(NamedTuple):
    """A page of the first language: its address, and its compressed bytes alone and among all languages.

    entries  how many entries more its lists have among all languages
    """

    address: str
    alone: int
    among: int
    entries: int

    @property
    def grown(self) -> int:
        """Bytes that the other languages cost."""
        return self.among - self.alone


def copy_texts(corpus: Path, folder: Path, language: str) -> None:
    """The texts of a language, all of them if none is named, in a folder for each language."""
    for path in sorted(corpus.glob("*/*.txt")):
        code = path.parent.name.partition("-")[0]
        if code == language or not language:
            target = folder / code / path.name
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(path, target)


def build(texts: Path, site: Path) -> None:
    """A site without its search. Raises CalledProcessError if the build fails."""
    command = [sys.executable, "-m", "unres_site", "build", "--no-search", "--quiet"]
    places = ["--source", texts, "--output", site, "--no-cache"]
    settings = ["--config", ROOT / "benchmarks" / "site.yml"]
    whole = [*command, *map(str, places + settings)]
    subprocess.run(whole, cwd=ROOT, check=True)  # noqa: S603 - our own program


def compare(alone: Path, among: Path) -> dict[str, list[Growth]]:
    """The pages that both sites have, by kind."""
    kinds: dict[str, list[Growth]] = {}
    for kind, pages in group_pages(alone).items():
        for page in pages:
            address = page.relative_to(alone).as_posix()
            other = among / address
            if other.is_file():
                kinds.setdefault(kind, []).append(weigh(address, page, other))
    return kinds


def weigh(address: str, alone: Path, among: Path) -> Growth:
    """How much larger a page is, in bytes as hosts send it."""
    before, after = alone.read_bytes(), among.read_bytes()
    entries = count_entries(after) - count_entries(before)
    return Growth(address, measure_packed(before), measure_packed(after), entries)


def measure_packed(page: bytes) -> int:
    """Bytes of a page as hosts send it."""
    return len(gzip.compress(page, 9, mtime=0))


def count_entries(page: bytes) -> int:
    """The entries of lists in a page, without those of its header."""
    return page.partition(b"<main")[2].count(b"<li")


def write_row(kind: str, pages: list[Growth]) -> str:
    """A row of the table: sizes and growth in the middle, and the page that has grown most."""
    alone = statistics.median(page.alone for page in pages)
    among = statistics.median(page.among for page in pages)
    middle = statistics.median(page.grown for page in pages)
    worst = max(pages, key=lambda page: page.grown)
    most = f"{worst.grown:+d} | {worst.entries:+d} | {worst.address}"
    return f"| {kind} | {len(pages)} | {alone:.0f} | {among:.0f} | {middle:+.0f} | {most} |"


def main() -> int:
    """Print a table in Markdown."""
    parser = argparse.ArgumentParser(description="Weigh what languages cost a page.")
    parser.add_argument("corpus", nargs="?", type=Path, default=CORPUS)
    parser.add_argument("--folder", type=Path, help="where to build; kept")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="unres-weight-") as temporary:
        folder = asked.folder or Path(temporary)
        for name, language in (("alone", FIRST), ("among", "")):
            copy_texts(asked.corpus, folder / f"{name}-texts", language)
            build(folder / f"{name}-texts", folder / name)
        kinds = compare(folder / "alone", folder / "among")
    print("| kind | pages | alone | among | growth | most | entries | where |")
    print("|---|---|---|---|---|---|---|---|")
    for kind, pages in kinds.items():
        print(write_row(kind, pages))
    pages = list(chain.from_iterable(kinds.values()))
    return any(page.grown > LIMIT and not page.entries for page in pages)


if __name__ == "__main__":
    sys.exit(main())
