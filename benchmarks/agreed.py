"""Whether sentences find agreed language that whole paragraphs do not, in texts of the corpus.

    python benchmarks/agreed.py

A sentence ends with a full stop or a semicolon. It is long enough if a paragraph of its length is, and agreed if texts
with two titles or more have it. `alone` are agreed sentences whose whole paragraph only one title has.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from unres_site.archive.agreed.hashes import (
    LEFT_OUT,
    SHORTEST,
    SHORTEST_UNSPACED,
    SIGNS,
)
from unres_site.languages import get_language
from unres_site.loader import load
from unres_site.records import list_passages

sys.path.insert(0, str(Path(__file__).parent.parent))
from benchmarks.usage import read_names

ROOT = Path(__file__).resolve().parent.parent
SEEDLIKE = ROOT.parent / "shared" / "corpus" / "seedlike"

FOLDERS = {"zh": ("zh", "zh-76"), "en": ("en",), "fr": ("fr",)}
"""The folders of the corpus that are read, by language."""

# matches: ；
# matches: ". "
# rejects: ，
# rejects: 12.5
END = re.compile(r"[。；;]|\.\s")


class Held(NamedTuple):
    """A paragraph: the title of its text, its folded words, and its folded sentences that are long enough."""

    title: str
    words: str
    sentences: tuple[str, ...]


def list_held(language: str) -> Iterator[Held]:
    """The paragraphs of a language in the corpus."""
    shortest = SHORTEST if get_language(language).spaced else SHORTEST_UNSPACED
    folders = (SEEDLIKE / name for name in FOLDERS[language])
    files = chain.from_iterable(sorted(folder.glob("*.txt")) for folder in folders)
    for file in files:
        for text in load(file.read_bytes(), file.name).resolutions:
            title = _fold(text.title) or text.symbol
            for passage in list_passages(text):
                if passage.kind in LEFT_OUT:
                    continue

                cut = map(_fold, END.split(passage.text))
                sentences = tuple(one for one in cut if len(one) >= shortest)
                yield Held(title, _fold(passage.text), sentences)


def _fold(text: str) -> str:
    return SIGNS.sub("", text).casefold()


def collect_titles(pairs: Iterable[tuple[str, str]]) -> dict[str, set[str]]:
    """The titles under which each of some words stand."""
    titles: dict[str, set[str]] = {}
    for words, title in pairs:
        titles.setdefault(words, set()).add(title)
    return titles


def main() -> int:
    """Print a line for each language."""
    for language in FOLDERS:
        held = list(list_held(language))
        whole = collect_titles((one.words, one.title) for one in held)
        parts = collect_titles(
            (sentence, one.title) for one in held for sentence in one.sentences
        )
        agreed = alone = total = 0
        for one in held:
            for sentence in one.sentences:
                total += 1
                agreed += len(parts[sentence]) > 1
                alone += len(parts[sentence]) > 1 == len(whole[one.words])
        print(
            f"{language}: {len(held)} paragraphs, {total} sentences, {agreed} of them agreed, {alone} of these alone"
        )
    return 0


if __name__ == "__main__":
    read_names(__doc__)
    sys.exit(main())
