"""How well comparisons find the paragraphs that belong together, beside another method, as a table.

    python benchmarks/comparison.py [--show]     --show prints each wrong and each missing pair, too

The truth are the alignments of `tests/gold/`; its README defines the scores. The other method is that of undifferent, a
service of the United Nations, made again from its description: the lines of the old text in their order, each with the
first line of the new one that has no mate yet and is more than .8 like it by Levenshtein's distance.
"""

from __future__ import annotations

import argparse
import math
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from itertools import combinations, groupby
from pathlib import Path
from typing import NamedTuple

from msgspec.structs import replace
from rapidfuzz.distance import Levenshtein

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.alignments import (
    GoldAlignment,
    list_gold_files,
    read_gold_alignment,
)
from unres_site.comparison.aligning.paragraphs import fold_form, list_compared
from unres_site.comparison.comparing import compare
from unres_site.comparison.rows import arrange
from unres_site.comparison.wording.marking import mark_rows
from unres_site.comparison.wording.words import Piece
from unres_site.languages import get_language
from unres_site.loader import load
from unres_site.records import Resolution

SEEDLIKE = ROOT.parent / "shared" / "corpus" / "seedlike"
SEEDS = {("A/RES/58/58", "A/RES/62/22"), ("A/RES/58/241", "A/RES/64/50")}

LINE_RATIO = 0.8
"""The ratio above which undifferent takes two lines for the same."""

AnchorPair = tuple[str, str]


class FoundPairs(NamedTuple):
    """The pairs of anchors that a method finds, and those of them that it calls kept, changed or moved."""

    pairs: set[AnchorPair]
    single: set[AnchorPair]


class Counts(NamedTuple):
    """What is found, what is true, and what is both."""

    found: int = 0
    true: int = 0
    both: int = 0

    def add(self, other: Counts) -> Counts:
        """The sum of two counts."""
        return Counts(*map(sum, zip(self, other, strict=True)))

    @property
    def precision(self) -> float:
        """The share of what is found that is true; 1 if nothing is found."""
        return self.both / self.found if self.found else 1.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall; 1 if there is nothing to be found and nothing is."""
        total = self.found + self.true
        return 2 * self.both / total if total else 1.0


class GoldScore(NamedTuple):
    """The counts of pairs (strict), of paragraphs (lax), and of the pairs that are called kept, changed or moved."""

    strict: Counts = Counts()
    lax: Counts = Counts()
    single: Counts = Counts()

    def add(self, other: GoldScore) -> GoldScore:
        """The sum of two scores."""
        return GoldScore(
            *(one.add(more) for one, more in zip(self, other, strict=True))
        )


# --- methods


def align_as_the_site(old: Resolution, new: Resolution) -> FoundPairs:
    """The pairs that the site shows."""
    found = compare(old, new).paragraphs
    pairs: set[AnchorPair] = set()
    single: set[AnchorPair] = set()
    for link in found.links:
        if link.kind == "perhaps":
            continue
        named = {
            (found.old[one].anchor, found.new[other].anchor)
            for one in link.old
            for other in link.new
        }
        pairs |= named
        if link.kind in ("kept", "changed", "moved"):
            single |= named
    return FoundPairs(pairs, single)


def align_as_undifferent(old: Resolution, new: Resolution) -> FoundPairs:
    """The pairs that undifferent finds, whose lines are paragraphs here."""
    free = list(list_compared(new))
    pairs: set[AnchorPair] = set()
    for one in list_compared(old):
        for other in free:
            if Levenshtein.normalized_similarity(one.text, other.text) > LINE_RATIO:
                pairs.add((one.anchor, other.anchor))
                free.remove(other)
                break
    return FoundPairs(pairs, pairs)


METHODS: dict[str, Callable[[Resolution, Resolution], FoundPairs]] = {
    "unres-site": align_as_the_site,
    "undifferent": align_as_undifferent,
}


# --- scores


def score(gold: GoldAlignment, found: FoundPairs) -> GoldScore:
    """The score of the pairs that were found."""
    true: set[AnchorPair] = set()
    left_out: set[AnchorPair] = set()
    doubtful: set[tuple[str, str]] = set()
    for link in gold.links:
        named = {(one, other) for one in link.older for other in link.newer}
        if link.kind == "perhaps":
            left_out |= named
            doubtful |= {("old", one) for one in link.older}
            doubtful |= {("new", one) for one in link.newer}
        else:
            true |= named
    old = {one for link in gold.links for one in link.older}
    new = {one for link in gold.links for one in link.newer}
    counted = {
        pair for pair in found.pairs - left_out if pair[0] in old and pair[1] in new
    }
    single = counted & found.single
    both = counted & true
    lax = [_list_paragraphs(pairs) - doubtful for pairs in (counted, true, both)]
    return GoldScore(
        Counts(len(counted), len(true), len(both)),
        Counts(*map(len, lax)),
        Counts(len(single), len(true), len(single & true)),
    )


def _list_paragraphs(pairs: Iterable[AnchorPair]) -> set[tuple[str, str]]:
    """The paragraphs of both sides that pairs have."""
    old = {("old", one) for one, _ in pairs}
    return old | {("new", other) for _, other in pairs}


def name_group(gold: GoldAlignment) -> str:
    """The group of a pair: seeds, neighbours (of sessions that follow each other) or far, with its language."""
    if (gold.older, gold.newer) in SEEDS:
        return f"{gold.language} seeds"
    sessions = [int(one.split("/")[2]) for one in (gold.older, gold.newer)]
    is_next = sessions[1] == sessions[0] + 1
    return f"{gold.language} {'neighbours' if is_next else 'far'}"


@cache
def read_text(symbol: str, language: str) -> Resolution | None:
    """A text of the project, or of the corpus; None if it is not at hand."""
    session, _, number = symbol.removeprefix("A/RES/").partition("/")
    folder = f"{language}-{session}" if session == "76" else language
    for path in (
        ROOT / "resolutions" / language / f"{session}-{number}.txt",
        SEEDLIKE / folder / f"A_RES_{session}_{number}.txt",
    ):
        if path.exists():
            return load(path.read_bytes(), path.name).resolutions[0]
    return None


def list_gold() -> list[GoldAlignment]:
    """The gold alignments whose texts are at hand."""
    found = map(read_gold_alignment, list_gold_files())
    return [
        one
        for one in found
        if read_text(one.older, one.language) and read_text(one.newer, one.language)
    ]


def score_method(method: str, gold: Sequence[GoldAlignment]) -> dict[str, GoldScore]:
    """The scores of a method by group."""
    scores: dict[str, GoldScore] = {}
    for one in gold:
        group = name_group(one)
        scores[group] = scores.get(group, GoldScore()).add(
            score(one, find(method, one))
        )
    return scores


def find(method: str, gold: GoldAlignment) -> FoundPairs:
    """What a method finds in the texts of a gold alignment."""
    return METHODS[method](*read_both(gold))


def read_both(gold: GoldAlignment) -> tuple[Resolution, Resolution]:
    """The two texts of a gold alignment."""
    old = read_text(gold.older, gold.language)
    new = read_text(gold.newer, gold.language)
    if old is None or new is None:
        raise FileNotFoundError(f"{gold.older} or {gold.newer} is not at hand")
    return old, new


# --- the table


def print_words(gold: Sequence[GoldAlignment]) -> None:
    """Print how changed words are marked: the edits of a paragraph, and how many are one character."""
    for language in sorted({one.language for one in gold}):
        paragraphs = edits = single = 0
        for one in gold:
            if one.language == language:
                for pieces in list_marked(one):
                    found = [*list_edits(pieces, language)]
                    paragraphs += 1
                    edits += len(found)
                    single += found.count(1)
        print(
            f"{language} {paragraphs:>4} changed paragraphs, {edits / paragraphs:.2f} edits each, "
            f"{single / edits:.1%} of one character"
        )


def list_marked(gold: GoldAlignment) -> Iterable[Sequence[Piece]]:
    """The pieces of each row whose words changed."""
    found = compare(*read_both(gold)).paragraphs
    return mark_rows(found, arrange(found), gold.language).values()


def list_edits(pieces: Sequence[Piece], language: str) -> Iterator[int]:
    """The letters of each edit: of its old side or of its new one, of which there are more."""
    for is_same, group in groupby(pieces, key=lambda piece: piece.kind == "same"):
        if not is_same:
            forms = [fold_form(one.text, get_language(language)) for one in group]
            yield max(map(len, forms))


def print_agreement(gold: Sequence[GoldAlignment]) -> None:
    """Print how far the links of the same pairs in two languages agree."""
    every, comparable = measure_agreement(gold)
    print(
        f"the same pair in two languages: {every.f1:.3f} of the links agree, "
        f"{comparable.f1:.3f} where both texts have the paragraphs"
    )


def measure_agreement(gold: Sequence[GoldAlignment]) -> tuple[Counts, Counts]:
    """Count which links of the same pairs in two languages are the same, by anchor.

    Where a text lacks a paragraph, the alignments made by reading differ, too: such links are left out of the second
    counts.
    """
    pairs: dict[tuple[str, str], list[GoldAlignment]] = {}
    for one in gold:
        pairs.setdefault((one.older, one.newer), []).append(one)
    every, comparable = Counts(), Counts()
    for languages in pairs.values():
        for first, second in combinations(languages, 2):
            found = [find("unres-site", one).pairs for one in (first, second)]
            every = every.add(_count_same(*found))
            differing = _list_true(first) ^ _list_true(second)
            found = [one - differing for one in found]
            comparable = comparable.add(_count_same(*found))
    return every, comparable


def _count_same(first: set[AnchorPair], second: set[AnchorPair]) -> Counts:
    return Counts(len(first), len(second), len(first & second))


def _list_true(gold: GoldAlignment) -> set[AnchorPair]:
    """The pairs of an alignment made by reading, those that may belong together among them."""
    return {
        (one, other)
        for link in gold.links
        for one in link.older
        for other in link.newer
    }


def main() -> int:
    """Print the table, how words are marked, and the time that a pair takes."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--show", action="store_true", help="print what is wrong")
    arguments = parser.parse_args()
    gold = list_gold()
    print(f"{'':22}{'pairs':>6}{'F1 strict':>11}{'lax':>7}{'precision':>11}")
    for method in METHODS:
        for group, found in sorted(score_method(method, gold).items()):
            print(
                f"{method:12}{group:16}"
                f"{sum(name_group(one) == group for one in gold):>4}"
                f"{found.strict.f1:>9.3f}{found.lax.f1:>9.3f}{found.single.precision:>9.3f}"
            )
    if arguments.show:
        for one in gold:
            show(one)
    if gold:
        print_words(gold)
        print_agreement(gold)
        near = [one for one in gold if "neighbours" in name_group(one)]
        print_times("pair", gold)
        print_times("pair of neighbours", near)
    return 0


def print_times(name: str, gold: Sequence[GoldAlignment]) -> None:
    """Print the processor time of comparisons, without words and pages."""
    times = sorted(map(measure_time, gold))
    middle = times[len(times) // 2]
    print(f"ms a {name}: median {middle:.1f}, most {times[-1]:.1f}")


def show(gold: GoldAlignment) -> None:
    """Print the pairs of a gold alignment that the site misses, and those that it has beyond it."""
    found = find("unres-site", gold).pairs
    known: dict[AnchorPair, str] = {}
    for link in gold.links:
        for one in link.older:
            known |= {(one, other): link.kind for other in link.newer}
    for pair in sorted(found ^ known.keys()):
        kind = known.get(pair, "")
        if kind != "perhaps":
            print(gold.language, gold.older, gold.newer, *pair, kind or "WRONG")


def measure_time(gold: GoldAlignment) -> float:
    """The milliseconds that a comparison takes: the least of three, each of records that were not compared before."""
    least = math.inf
    for _ in range(3):
        texts = [replace(one) for one in read_both(gold)]
        start = time.process_time()
        compare(*texts)
        least = min(least, time.process_time() - start)
    return least * 1000


if __name__ == "__main__":
    sys.exit(main())
