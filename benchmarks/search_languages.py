"""The index of real texts in six languages: what it costs, and what one text more costs, wherever it sorts.

    python benchmarks/search_languages.py CORPUS [--texts 10714] [--places 5]

The texts of CORPUS/seedlike are repeated under other numbers, as many as are wanted of each language. Each is prepared
once; a copy differs by its symbol alone. Measured are this process and its children: the index of all texts, and then
updates by one text that is new, first to last in the order of symbols.
"""

from __future__ import annotations

import argparse
import os
import resource
import time
from collections.abc import Iterator, Sequence
from itertools import cycle, islice
from pathlib import Path
from typing import NamedTuple

import msgspec

from unres_site.loader import load
from unres_site.records import Resolution
from unres_site.search.documents import make_document
from unres_site.search.index.fields import count_fields
from unres_site.search.texts import SearchedText, prepare_document
from unres_site.search.updating.building import build_index
from unres_site.search.updating.changes import TextChange
from unres_site.search.updating.state import SearchState
from unres_site.search.updating.update import update_index
from unres_site.workers import map_in_processes

LANGUAGES = ("zh", "en", "fr", "es", "ru", "ar")
FIRST_SESSION, A_SESSION = 31, 320
"""The first session, and how many texts each has."""

TEXTS = 10_714
"""How many texts there are in all."""

MEGABYTE = 1_000_000


class Cost(NamedTuple):
    """Seconds by the clock and of the processors, and megabytes of the largest process."""

    wall: float
    processor: float
    memory: float


class Watch:
    """Measures from its making on."""

    def __init__(self) -> None:
        self._wall, self._processor = time.monotonic(), _find_processor_time()

    def read(self) -> Cost:
        """The cost so far."""
        peaks = [
            resource.getrusage(who).ru_maxrss
            for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
        ]
        wall = time.monotonic() - self._wall
        return Cost(wall, _find_processor_time() - self._processor, max(peaks) / 1000)


def _find_processor_time() -> float:
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def prepare_file(path: Path) -> list[tuple[Resolution, SearchedText]]:
    """The texts of a file, and what they add to the index."""
    return [
        (record, prepare_document(make_document(record, "zh")))
        for record in load(path.read_bytes(), path.name).resolutions
    ]


def repeat_texts(
    prepared: Sequence[tuple[Resolution, SearchedText]], wanted: int
) -> Iterator[SearchedText]:
    """Copies of the texts under other numbers."""
    for number, (record, text) in enumerate(islice(cycle(prepared), wanted)):
        session, place = divmod(number, A_SESSION)
        symbol = f"A/RES/{FIRST_SESSION + session}/{place + 1}"
        empty = msgspec.structs.replace(record, symbol=symbol, body=(), notes=())
        document = make_document(empty, "zh")
        own, _, _ = count_fields(document)
        card = document.card._replace(passages=text.card.passages)
        _, *others = text.counts
        yield SearchedText(card, (own, *others), text.passages)


def measure_change(
    state: SearchState, published: dict[str, bytes], text: SearchedText
) -> tuple[Cost, int]:
    """The cost of a new text, and the number of changed files, with that of its passages."""
    watch = Watch()
    card = text.card
    change = TextChange(card.symbol, card.language, None, card, text.counts)
    found = update_index(state, [change], published.__getitem__)
    changed = [
        address for address, content in found.files if published.get(address) != content
    ]
    return watch.read(), len(changed) + len(found.gone) + 1


def measure(corpus: Path, wanted: int = TEXTS, places: int = 5, jobs: int = 2) -> None:
    """Measure, and print."""
    watch = Watch()
    texts: list[SearchedText] = []
    files = 0
    for language in LANGUAGES:
        paths = sorted((corpus / "seedlike" / language).glob("*.txt"))
        found = map_in_processes(prepare_file, paths, jobs)
        prepared = [one for batch in found for one in batch]
        files += len(prepared)
        texts += repeat_texts(prepared, wanted // len(LANGUAGES))
    cost = watch.read()
    print(
        f"reading and preparing {files} texts: {cost.processor:.1f} CPU-s, "
        f"{1000 * cost.processor / files:.1f} ms a text"
    )
    _print_index(texts, places, jobs)


def _print_index(texts: Sequence[SearchedText], places: int, jobs: int) -> None:
    watch = Watch()
    new = {int(len(texts) * (2 * at + 1) / (2 * places)) for at in range(places)}
    others = [text for at, text in enumerate(texts) if at not in new]
    state, files = build_index(
        [text.card for text in others], [text.counts for text in others], jobs
    )
    published = dict(files)
    cost = watch.read()
    number = len(published) + len(others)
    size = sum(map(len, published.values()))
    size += sum(len(text.passages[1]) for text in others)
    print(
        f"index of {len(others)} texts: {cost.wall:.1f} s, {cost.processor:.1f} CPU-s, "
        f"{cost.memory:.0f} MB; {number} files, {number / len(others):.2f} a text, "
        f"{size / MEGABYTE:.0f} MB"
    )
    for at in sorted(new):
        cost, changed = measure_change(state, published, texts[at])
        card = texts[at].card
        print(
            f"one text more, {card.symbol} ({card.language}): {cost.wall:.2f} s, "
            f"{cost.processor:.2f} CPU-s, {changed} files"
        )


def main() -> None:
    """Read the command line, and measure."""
    parser = argparse.ArgumentParser(description="Measure the index of six languages.")
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--texts", type=int, default=TEXTS)
    parser.add_argument("--places", type=int, default=5)
    parser.add_argument("--jobs", type=int, default=2)
    asked = parser.parse_args()
    measure(asked.corpus, asked.texts, asked.places, asked.jobs)


if __name__ == "__main__":
    main()
