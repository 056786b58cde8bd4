"""Compares the languages of real texts, and of texts that were damaged on purpose.

    python benchmarks/agreement.py [CORPUS] [--damages 200] [--list]

CORPUS has a folder for each language (`zh`, `en`, …) with texts of the same names. Prints how many disagreements of
each kind there are; with --list each of them, to be looked at. Then it damages one language of a resolution at a time
(a note, a paragraph, a paragraph's number, or a number in its words is taken out) and prints how many of the damages
were found: reported for that resolution where nothing was before.
"""

from __future__ import annotations

import argparse
import random
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from unres_site.archive.languages.agreement import Disagreement, find_disagreements
from unres_site.archive.languages.outline import make_outline
from unres_site.loader import load
from unres_site.records import Passage, Resolution, list_passages

CORPUS = (
    Path(__file__).resolve().parent.parent.parent / "shared" / "corpus" / "seedlike"
)

LEAST = 101
"""Smaller numbers in words are not compared (see `archive.agreement`)."""


class Version(NamedTuple):
    """One language of a resolution: its source and its record."""

    source: str
    record: Resolution


Versions = dict[str, Version]


def read_corpus(corpus: Path) -> dict[str, Versions]:
    """The resolutions that are held in several languages, by symbol."""
    held: defaultdict[str, Versions] = defaultdict(dict)
    for path in sorted(corpus.glob("*/*.txt")):
        for record in load(path.read_bytes(), path.name).resolutions:
            source = path.read_text(encoding="utf-8-sig")
            held[record.symbol][record.language] = Version(source, record)
    return {symbol: versions for symbol, versions in held.items() if len(versions) > 1}


def compare(versions: Versions) -> list[Disagreement]:
    """The disagreements of a resolution."""
    outlines = {
        language: make_outline(version.record) for language, version in versions.items()
    }
    return list(find_disagreements(outlines))


# --- damages


def find_cuts(record: Resolution, source: str) -> Iterator[tuple[str, int, int]]:
    """What can be taken out of a text: the kind of damage, and the characters."""
    for passage in list_passages(record):
        spans = [span for run in passage.runs for span in run.spans]
        if not spans or passage.kind == "title":
            continue
        start = (passage.label_spans or spans)[0][0]
        if passage.kind == "note":
            yield "note", start, spans[-1][1]
        elif passage.kind in ("preambular", "operative", "subparagraph"):
            yield "paragraph", start, spans[-1][1]
            if passage.label_spans and passage.kind == "operative":
                yield "number of a paragraph", start, passage.label_spans[-1][1]
            yield from find_number_cuts(passage, source)


def find_number_cuts(passage: Passage, source: str) -> Iterator[tuple[str, int, int]]:
    """The numbers in the words of a passage that are compared: plain digits, a year or more."""
    for run in passage.runs:
        if run.note or run.cites:
            continue
        for start, end in run.spans:
            at = start
            for word in source[start:end].split():
                at = source.index(word, at)
                if word.isascii() and word.isdecimal() and int(word) >= LEAST:
                    yield "number in words", at, at + len(word)


def measure_damages(held: dict[str, Versions], count: int) -> Counter[tuple[str, bool]]:
    """Damage texts at random places; how many damages of each kind were found, and not."""
    choice = random.Random(1)  # noqa: S311 - the same places each time
    found: Counter[tuple[str, bool]] = Counter()
    symbols = sorted(held)
    kinds = ("note", "paragraph", "number of a paragraph", "number in words")
    while found.total() < count:
        kind = kinds[found.total() % len(kinds)]
        versions = held[choice.choice(symbols)]
        language = choice.choice(sorted(versions))
        source, record = versions[language]
        cuts = [cut for cut in find_cuts(record, source) if cut[0] == kind]
        if not cuts:
            continue
        _, start, end = choice.choice(cuts)
        damaged = source[:start] + source[end:]
        reading = load(damaged.encode(), record.source.file)
        same = [one for one in reading.resolutions if one.symbol == record.symbol]
        before = {(one.code, str(one.details)) for one in compare(versions)}
        after = (
            [
                one
                for one in compare({**versions, language: Version(damaged, same[0])})
                if (one.code, str(one.details)) not in before
            ]
            if same
            else [None]
        )
        found[kind, bool(after)] += 1
        if not after:
            print(
                f"  not found: {kind} of {record.symbol} ({language}): {source[start:end][:60]!r}"
            )
    return found


def main() -> None:
    """Print all figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", nargs="?", type=Path, default=CORPUS)
    parser.add_argument("--damages", type=int, default=200)
    parser.add_argument("--list", action="store_true")
    asked = parser.parse_args()
    held = read_corpus(asked.corpus)
    start = time.process_time()
    reports = {symbol: compare(versions) for symbol, versions in held.items()}
    took = time.process_time() - start
    kinds = Counter(one.code for found in reports.values() for one in found)
    texts = sum(map(len, held.values()))
    print(
        f"{len(held)} resolutions in {texts} texts; {1000 * took / texts:.2f} ms a text"
    )
    print(f"disagreements: {kinds.total()}; {dict(kinds.most_common())}")
    if asked.list:
        for symbol, found in sorted(reports.items()):
            for one in found:
                print(f"  {symbol} {one.language} {one.code} {dict(one.details)}")
    damages = measure_damages(held, asked.damages)
    for kind in sorted({kind for kind, _ in damages}):
        seen, unseen = damages[kind, True], damages[kind, False]
        print(f"{kind}: {seen} of {seen + unseen} found")


if __name__ == "__main__":
    main()
