"""How many names of instruments that were read by hand the archive knows, and as what.

    python benchmarks/instruments.py FOLDER

The folder has a folder of texts for each language (`zh`, `en` …). The names are those of `tests/data/instruments`.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from unres_site.archive import Named, Register
from unres_site.archive.instruments.namings import find_namings, fold_name
from unres_site.loader import load

DATA = ROOT / "tests" / "data" / "instruments"
LANGUAGES = ("ar", "en", "es", "fr", "ru", "zh")


class Case(NamedTuple):
    """A name in a passage, and the whole name of what it means."""

    language: str
    symbol: str
    anchor: str
    name: str
    whole: str


def read_cases(language: str) -> Iterator[Case]:
    """The names of a language that were read by hand."""
    blocks = (DATA / f"{language}.txt").read_text(encoding="utf-8").split("\n\n")[1:]
    for block in blocks:
        place, _, *names = block.strip().splitlines()
        _, symbol, anchor = place.split()
        for line in names:
            name, _, whole = line[2:].partition(" | ")
            yield Case(language, symbol, anchor, name, whole or name)


def read_texts(folder: Path) -> Iterator[Named]:
    """What all texts of a folder say of instruments."""
    for language in LANGUAGES:
        for path in sorted((folder / language).glob("*.txt")):
            for one in load(path.read_bytes(), path.name).resolutions:
                yield Named(one.symbol, one.language, find_namings(one))


def find_meaning(case: Case, text: Named, register: Register) -> str:
    """The name, in its language, of what the words of a case mean; empty if they are not known."""
    meanings = register.resolve(text)
    for naming in text.namings:
        is_there = any(anchor == case.anchor for anchor, _ in naming.passages)
        is_same = fold(naming.name, case) == fold(case.name, case)
        if is_there and is_same and naming.name in meanings:
            instrument = register.instruments[meanings[naming.name]]
            return dict(instrument.names).get(case.language, "")
    return ""


def fold(name: str, case: Case) -> tuple[str, ...]:
    """A name by which it is compared."""
    return fold_name(name, case.language)


def main() -> None:
    """Print the figures by language, and what is wrong."""
    parser = argparse.ArgumentParser(description="Look at names of instruments.")
    parser.add_argument("folder", type=Path)
    texts = list(read_texts(parser.parse_args().folder))
    register = Register(texts)
    by_place = {(text.symbol, text.language): text for text in texts}
    for language in LANGUAGES:
        cases = list(read_cases(language))
        right = 0
        for case in cases:
            text = by_place[case.symbol, language]
            meaning = find_meaning(case, text, register)
            if meaning and fold(meaning, case) == fold(case.whole, case):
                right += 1
            elif meaning:
                print(
                    f"  {case.symbol} {case.anchor}: {case.name} is read as {meaning}"
                )
        print(f"{language}: {len(cases)} names, {right} known as what they mean")


if __name__ == "__main__":
    main()
