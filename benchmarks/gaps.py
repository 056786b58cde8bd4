"""Whether texts that are taken out of an archive are found to be missing, and nothing else is.

    python benchmarks/gaps.py FOLDER [FOLDER ...] [--out 30] [--times 3]

The texts of the folders are taken for a whole archive. A seeded draw takes some out, several times; each time the gaps
of the rest are compared with those of the whole. A text may be found under another name: of a resolution that is held
without a letter and with `B`, the missing one is called `A`.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from benchmarks.chains import read_archive
from unres_site.archive import Archive, Text
from unres_site.symbols import parse


def list_gaps(archive: Archive[Text]) -> Iterator[str]:
    """The missing numbers and parts: `A/RES/75/3`, `A/RES/75/245A`."""
    for gaps in archive.gaps:
        for first, last in gaps.ranges:
            for number in range(first, last + 1):
                yield f"{gaps.address}/{number}"
        yield from gaps.parts
        yield from gaps.cited


def is_found(symbol: str, gaps: set[str]) -> bool:
    """Whether a text is among the gaps: itself, its number, or its number with the letter A."""
    parsed = parse(symbol)
    number = f"{parsed.session_address}/{parsed.number}"
    return bool(gaps & {symbol, number, f"{number}A"})


def measure(archive: Archive[Text], out: int, seed: int) -> tuple[list[str], set[str]]:
    """The texts that were taken out and not found, and the gaps that are none of them."""
    symbols = list(archive.by_symbol)
    gone = set(random.Random(seed).sample(symbols, out))  # noqa: S311 - no secret
    rest = Archive([text for text in archive.ordered if text.symbol not in gone])
    new = set(list_gaps(rest)) - set(list_gaps(archive))
    lost = [symbol for symbol in sorted(gone) if not is_found(symbol, new)]
    explained = {gap for gap in new if any(is_found(symbol, {gap}) for symbol in gone)}
    return lost, new - explained


def main(arguments: Sequence[str] | None = None) -> None:
    """Print a line for each draw."""
    parser = argparse.ArgumentParser(description="Take texts out and find them.")
    parser.add_argument("folders", nargs="+", metavar="FOLDER")
    parser.add_argument("--out", type=int, default=30)
    parser.add_argument("--times", type=int, default=3)
    asked = parser.parse_args(arguments)
    archive = read_archive(asked.folders)
    print(
        f"{len(archive.ordered)} texts; gaps of the whole: {len(set(list_gaps(archive)))}"
    )
    for seed in range(asked.times):
        lost, false = measure(archive, asked.out, seed)
        print(
            f"draw {seed}: {asked.out} out, {asked.out - len(lost)} found, {len(false)} false",
            *(f"lost {symbol}" for symbol in lost),
            *(f"false {symbol}" for symbol in sorted(false)),
        )


if __name__ == "__main__":
    main()
