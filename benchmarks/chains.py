"""How many texts are chained into series: pairs with the same title, and the texts of the last regular session.

    python benchmarks/chains.py FOLDER [FOLDER ...] [--list 100]

Each folder has texts of one language. With `--list`, as many chains are printed with their titles and reasons, those
first that are not chained by title, so that a person can look for wrong ones.

What a text recalls as its predecessor and the archive does not hold can be judged by a person only:
`tests/data/archive/predecessors.txt` has these judgements for the seventy-sixth session of the Assembly.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from unres_site.archive import Archive, Series, Text, make_link, summarize
from unres_site.archive.series import fold_title
from unres_site.loader import load

JUDGEMENTS = ROOT / "tests/data/archive/predecessors.txt"


def read_archive(folders: Sequence[str]) -> Archive[Text]:
    """All texts of the folders."""
    texts: list[Text] = []
    for folder in folders:
        for path in sorted(Path(folder).glob("*.txt")):
            texts += map(summarize, load(path.read_bytes(), path.name).resolutions)
    return Archive(texts)


def list_same_titles(archive: Archive[Text]) -> Iterator[tuple[str, str]]:
    """The pairs of texts of two sessions with the same title."""
    titles: dict[str, list[str]] = {}
    for text in archive.ordered:
        titles.setdefault(fold_title(text.title), []).append(text.symbol)
    for symbols in titles.values():
        for one, other in combinations(symbols, 2):
            sessions = {archive.get_symbol(symbol).session for symbol in (one, other)}
            if len(sessions) > 1:
                yield one, other


def list_missing(archive: Archive[Text], texts: Iterable[Text]) -> Iterator[str]:
    """What texts recall as their predecessors and the archive does not hold."""
    for text in texts:
        before = make_link(text, archive.get_symbol(text.symbol)).predecessor
        if before and before not in archive.by_symbol:
            yield before


def read_judgements() -> dict[tuple[str, str], bool]:
    """Whether a resolution is the predecessor of another one, by both symbols."""
    judged: dict[tuple[str, str], bool] = {}
    for line in JUDGEMENTS.read_text("utf-8").splitlines():
        if not line.startswith("#"):
            own, before, answer = line.split()
            judged[own, before] = answer == "yes"
    return judged


def print_figures(archive: Archive[Text]) -> None:
    """The pairs that are chained, and the texts of the last regular session that have a predecessor."""
    pairs = list(list_same_titles(archive))
    chained = [
        (one, other)
        for one, other in pairs
        if one in archive.series_of and other in archive.series_of[one].symbols
    ]
    print(f"pairs with the same title: {len(pairs)}, chained: {len(chained)}")
    regular = [one for one in archive.sessions if (one.first.session or "").isdecimal()]
    last = regular[-1]
    held = 0
    missing: list[tuple[str, str]] = []
    for symbol in last.symbols:
        series = archive.series_of.get(symbol)
        if series and series.predecessors.get(symbol):
            held += 1
            continue
        versions = archive.by_symbol[symbol].values()
        missing += [(symbol, one) for one in list_missing(archive, versions)][:1]
    judged = read_judgements()
    right = sum(judged.get(pair, False) for pair in missing)
    unknown = sum(pair not in judged for pair in missing)
    print(
        f"{last.address}: {len(last.symbols)} texts, {held} with a predecessor that is held, "
        f"{len(missing)} more that recall one that is not: {right} right by hand, {unknown} not judged"
    )


def print_chain(archive: Archive[Text], series: Series) -> None:
    """The members of a series with their reasons and titles."""
    for symbol, reason in series.members:
        text = next(iter(archive.by_symbol[symbol].values()))
        print(f"  {symbol} ({reason}) {text.title}")
    print()


def main() -> None:
    """Print the figures, then chains."""
    parser = argparse.ArgumentParser(description="Look at series.")
    parser.add_argument("folders", nargs="+", metavar="FOLDER")
    parser.add_argument("--list", type=int, default=0)
    asked = parser.parse_args()
    archive = read_archive(asked.folders)
    print_figures(archive)
    by_title = [
        all(reason == "title" for _, reason in series.members)
        for series in archive.series
    ]
    ranked = sorted(zip(by_title, archive.series, strict=True), key=lambda one: one[0])
    for _, series in ranked[: asked.list]:
        print_chain(archive, series)


if __name__ == "__main__":
    main()
