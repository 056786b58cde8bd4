"""How often two languages of a resolution cite the same documents, paragraph by paragraph.

    python benchmarks/cited_alike.py [CORPUS] [--list]

CORPUS has a folder for each language (`zh`, `en`, …) with texts of the same names. Prints three figures for each pair
of languages and for all:

as printed   passages of the same anchor, symbol by symbol
paired       a corrigendum counts as the document that it corrects, for many are issued in some languages only;
             paragraphs without a printed number are paired one to one, or two to one, where the languages have
             different numbers of them; two notes that changed places are paired
read         the same, without the faults of texts that a person has read: `faults_of_texts.toml`

Then it prints in how many paragraphs all languages that cite resolutions there do the same with them: recall, welcome …

With --list it prints each difference between paired passages that the file does not have.
"""

from __future__ import annotations

import argparse
import sys
import tomllib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import chain, combinations
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.agreement import CORPUS, Versions, read_corpus
from unres_site.archive.languages.agreement import COUNTED, NOTE
from unres_site.archive.languages.outline import CORRIGENDUM
from unres_site.archive.mentions import find_mentions
from unres_site.records import Resolution, list_passages

FAULTS = Path(__file__).with_name("faults_of_texts.toml")

DIFFERENCE_COST = 10
"""What a pair that differs costs when paragraphs are paired; joining two, or leaving one alone, costs 1."""

Symbols = frozenset[str]
Cited = dict[str, Symbols]
"""The symbols that each passage cites, by its anchor."""


class Unit(NamedTuple):
    """Passages that correspond in two languages: the anchor of the first one, and what they cite."""

    anchor: str
    one: Symbols
    other: Symbols


class Fault(NamedTuple):
    """What one language cites otherwise than all others by a fault of its text; either side may be empty."""

    symbol: str
    language: str
    printed: Symbols
    meant: Symbols


# --- passages


def list_cited(record: Resolution) -> Cited:
    """The symbols that each paragraph and note cites, by its anchor."""
    cited: Cited = {}
    for passage in list_passages(record):
        symbols = chain.from_iterable(run.cites for run in passage.runs)
        cited[passage.anchor] = frozenset(symbols)
    return cited


def pair_anchors(one: Cited, other: Cited) -> Iterator[Unit]:
    """The passages that have the same anchor."""
    for anchor, symbols in one.items():
        if anchor in other:
            yield Unit(anchor, symbols, other[anchor])


def pair_passages(one: Cited, other: Cited) -> Iterator[Unit]:
    """The passages that correspond; a corrigendum is the document that it corrects."""
    one, other = join_corrigenda(one), join_corrigenda(other)
    for series in sorted(list_series(one) | list_series(other)):
        ours, theirs = choose_series(one, series), choose_series(other, series)
        if len(ours) != len(theirs):
            yield from pair_divided(tuple(ours.items()), tuple(theirs.items()))
            one = leave_out(one, ours)
            other = leave_out(other, theirs)

    yield from pair_exchanged(pair_anchors(one, other))


def join_corrigenda(cited: Cited) -> Cited:
    """The same passages, with documents instead of their corrigenda."""
    return {
        anchor: frozenset(CORRIGENDUM.sub("", symbol) for symbol in symbols)
        for anchor, symbols in cited.items()
    }


def list_series(cited: Iterable[str]) -> set[str]:
    """The series of anchors that are counted, not printed: `pp`, `annex1-pp`."""
    matches = map(COUNTED.fullmatch, cited)
    return {match["series"] for match in matches if match}


def leave_out(cited: Cited, others: Cited) -> Cited:
    """The passages in order without others."""
    return {name: symbols for name, symbols in cited.items() if name not in others}


def choose_series(cited: Cited, series: str) -> Cited:
    """The passages of a series, in order."""
    chosen: Cited = {}
    for anchor, symbols in cited.items():
        match = COUNTED.fullmatch(anchor)
        if match and match["series"] == series:
            chosen[anchor] = symbols
    return chosen


Passages = tuple[tuple[str, Symbols], ...]


def pair_divided(one: Passages, other: Passages) -> Sequence[Unit]:
    """Paragraphs in order, paired so that the fewest pairs differ; two may be one in the other language."""

    @cache
    def pair_from(at: int, there: int) -> tuple[int, tuple[Unit, ...]]:
        if at == len(one) and there == len(other):
            return 0, ()
        choices: list[tuple[int, tuple[Unit, ...]]] = []
        for ours, theirs in ((1, 1), (1, 0), (0, 1), (1, 2), (2, 1)):
            if at + ours > len(one) or there + theirs > len(other):
                continue
            unit = join(one[at : at + ours], other[there : there + theirs])
            cost, units = pair_from(at + ours, there + theirs)
            cost += (ours != theirs) + DIFFERENCE_COST * (unit.one != unit.other)
            choices.append((cost, (unit, *units)))
        return min(choices, key=lambda choice: choice[0])

    _, units = pair_from(0, 0)
    return units


def join(one: Passages, other: Passages) -> Unit:
    """Passages of two languages as one unit; at least one of the two has any."""
    anchor, _ = (one or other)[0]
    ours = frozenset(chain.from_iterable(symbols for _, symbols in one))
    theirs = frozenset(chain.from_iterable(symbols for _, symbols in other))
    return Unit(anchor, ours, theirs)


def pair_exchanged(units: Iterable[Unit]) -> Iterator[Unit]:
    """The units; of two notes that changed places each is paired with the other."""
    waiting: dict[tuple[Symbols, Symbols], str] = {}
    for unit in units:
        anchor, ours, theirs = unit
        if ours == theirs or not NOTE.fullmatch(anchor):
            yield unit
        elif before := waiting.pop((theirs, ours), None):
            yield Unit(before, theirs, theirs)
            yield Unit(anchor, ours, ours)
        else:
            waiting[ours, theirs] = anchor
    for (ours, theirs), anchor in waiting.items():
        yield Unit(anchor, ours, theirs)


# --- faults of texts


def read_faults() -> list[Fault]:
    """The faults of texts that a person has read; what texts lack comes last."""
    rows = tomllib.loads(FAULTS.read_text(encoding="utf-8"))["fault"]
    faults = [
        Fault(
            row["symbol"],
            row["language"],
            frozenset(row.get("printed", ())),
            frozenset(row.get("meant", ())),
        )
        for row in rows
    ]
    return sorted(faults, key=lambda fault: not fault.printed)


def correct(fault: Fault, symbols: Symbols, others: Symbols) -> Symbols:
    """What a passage would cite without a fault, if it has it; `others` is what the other language cites there."""
    has_it = fault.printed <= symbols if fault.printed else fault.meant <= others
    return symbols - fault.printed | fault.meant if has_it else symbols


def is_read(unit: Unit, languages: tuple[str, str], faults: Iterable[Fault]) -> bool:
    """Whether two passages cite the same as soon as the faults of their texts are corrected."""
    ours, theirs = unit.one, unit.other
    for fault in faults:
        if fault.language == languages[0]:
            ours = correct(fault, ours, theirs)
        if fault.language == languages[1]:
            theirs = correct(fault, theirs, ours)
    return ours == theirs


# --- figures


class Compared(NamedTuple):
    """Two passages that cite anything, in a pair of languages of a resolution.

    is_same  whether they cite the same
    is_read  whether they do when the faults of their texts are corrected
    """

    symbol: str
    languages: str
    unit: Unit
    is_same: bool
    is_read: bool

    def __str__(self) -> str:
        ours = sorted(self.unit.one - self.unit.other)
        theirs = sorted(self.unit.other - self.unit.one)
        return f"{self.symbol} {self.languages} {self.unit.anchor} {ours} {theirs}"


CitedVersions = Mapping[str, Mapping[str, Cited]]
"""What the texts cite, by symbol and language."""

Pairing = Callable[[Cited, Cited], Iterable[Unit]]


def compare(held: CitedVersions, pair: Pairing) -> Iterator[Compared]:
    """The passages that cite anything, as they are paired."""
    faults: defaultdict[str, list[Fault]] = defaultdict(list)
    for fault in read_faults():
        faults[fault.symbol].append(fault)

    for symbol, versions in held.items():
        for one, other in combinations(sorted(versions), 2):
            for unit in pair(versions[one], versions[other]):
                if not unit.one and not unit.other:
                    continue
                is_same = unit.one == unit.other
                read = is_same or is_read(unit, (one, other), faults[symbol])
                yield Compared(symbol, f"{one}-{other}", unit, is_same, read)


class Figures:
    """How many passages there are, and how many cite the same, by the pair of languages."""

    def __init__(self, found: Iterable[tuple[str, bool]]) -> None:
        self._totals, self._same = Counter[str](), Counter[str]()
        for languages, is_same in found:
            for name in (languages, "all"):
                self._totals[name] += 1
                self._same[name] += is_same

    @property
    def names(self) -> list[str]:
        """The pairs of languages, then `all`."""
        return sorted(self._totals, key=lambda name: (name == "all", name))

    def write(self, languages: str) -> str:
        """The figure of a pair of languages, or of all."""
        total, same = self._totals[languages], self._same[languages]
        return f"{same / total:7.2%} of {total:5}"


def compare_acts(held: Mapping[str, Versions]) -> tuple[int, int]:
    """In how many paragraphs all languages do the same with the resolutions that they cite, and how many there are."""
    acts: defaultdict[tuple[str, str], dict[str, str]] = defaultdict(dict)
    for symbol, versions in held.items():
        for language, version in versions.items():
            for mention in find_mentions(version.record):
                if mention.kind != "note":
                    acts[symbol, mention.anchor][language] = mention.kind

    compared = [found for found in acts.values() if len(found) > 1]
    same = [found for found in compared if len(set(found.values())) == 1]
    return len(same), len(compared)


def main() -> None:
    """Print the figures of each pair of languages, then those of all."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", nargs="?", type=Path, default=CORPUS)
    parser.add_argument("--list", action="store_true")
    asked = parser.parse_args()
    read = read_corpus(asked.corpus)
    held = {
        symbol: {
            language: list_cited(version.record)
            for language, version in versions.items()
        }
        for symbol, versions in read.items()
    }
    printed = list(compare(held, pair_anchors))
    paired = list(compare(held, pair_passages))
    if asked.list:
        for one in paired:
            if not one.is_read:
                print(f"  {one}")

    figures = (
        Figures((one.languages, one.is_same) for one in printed),
        Figures((one.languages, one.is_same) for one in paired),
        Figures((one.languages, one.is_read) for one in paired),
    )
    print("pair   as printed            paired                read")
    for name in figures[0].names:
        print(f"{name:6}", *(f"{one.write(name):21}" for one in figures))
    same, compared = compare_acts(read)
    print(f"the same act in all languages: {same / compared:.2%} of {compared}")


if __name__ == "__main__":
    main()
