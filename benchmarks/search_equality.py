"""Whether the shards give what Lunr gives, at a size that the tests have no time for.

    python benchmarks/search_equality.py [--texts 1000] [--queries 560] [--digits 4] [--corpus DIR]

Three questions, with real texts in six languages where the corpus is at hand, filled up with made-up ones:

1. Do queries of all kinds find the same texts with the same scores in the shards as in lunr.js's whole index?
2. Does lunr.py's index of the same terms give the same?
3. Where lengths are rounded, as they are where texts are many (to 4 binary digits at 20,000), does 1 hold, and the
   first ten with it? The first ten are held against lunr.py's, whose lengths are not rounded.

And whether Python and JavaScript cut every text of the corpus, and every spelling of every symbol in it, into the same
terms. The browser is Chromium, as for the tests; nothing here needs Node.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from operator import itemgetter
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from lunr.index import Index
from lunr.query import Query, QueryPresence
from playwright.sync_api import Page

from benchmarks import corpus, search_corpus
from benchmarks.search_browser import browsing
from tests.search_equality import (
    ASK,
    RANK,
    build_whole,
    conjunctions,
    demands,
    lunr_in_python,
)
from tests.search_index import FieldTerms, field_terms
from tests.search_pages import bench_page, write_search
from tests.spellings import spellings
from unres_site.loader import load
from unres_site.records import Resolution
from unres_site.search.documents import Document, make_document
from unres_site.search.index import fields, lengths
from unres_site.search.index.slots import assign_slots, find_place
from unres_site.search.terms.tokens import tokenize
from unres_site.symbols import parse

CORPUS = ROOT.parent / "shared" / "corpus"
FOLDERS = (
    "seedlike/zh",
    "seedlike/zh-76",
    "seedlike/en",
    "seedlike/fr",
    "seedlike/es",
    "seedlike/ru",
    "seedlike/ar",
)
NEAR = 1e-6
"""Scores that differ by less are the same: lunr.py rounds where lunr.js does not."""

FIRST = 10
BATCH = 40
"""Texts whose terms are compared at a time."""


def records(wanted: int, corpus_folder: Path) -> Sequence[Resolution]:
    """So many different resolutions, real ones first, in the order in which the index numbers them."""
    found: dict[tuple[str, str], Resolution] = {}
    for content, name in _sources(wanted, corpus_folder):
        for one in load(content, name).resolutions:
            found.setdefault((one.symbol, one.language), one)
        if len(found) >= wanted:
            break
    places = {symbol: find_place(symbol) for symbol, _ in found}
    numbered = zip(assign_slots(places, list(found)), found.values(), strict=True)
    return [one for _, one in sorted(numbered, key=itemgetter(0))]


def _sources(wanted: int, corpus_folder: Path) -> Iterator[tuple[bytes, str]]:
    for folder in FOLDERS:
        for path in sorted((corpus_folder / folder).glob("*.txt")):
            yield path.read_bytes(), path.name
    for number in range(wanted):
        text = search_corpus.make(number, wanted)
        yield (
            corpus.write_seed(text).encode(),
            f"{text.number.session}-{text.number.number}.txt",
        )


def compare(page: Page, texts: Sequence[FieldTerms], queries: int) -> None:
    """Queries of all kinds in the shards and in lunr.js's whole index."""
    build_whole(page, texts)
    asked, found, differing = Counter[str](), 0, 0
    for demand in demands(texts, queries):
        part, whole = page.evaluate(ASK, [demand.parts, demand.every_text])
        asked[demand.kind] += 1
        found += len(whole)
        differing += part != whole
    kinds = ", ".join(f"{count} {kind}" for kind, count in asked.items())
    print(
        f"shards and lunr.js: {sum(asked.values())} queries ({kinds}), {found:,} results: {differing} differences"
    )


def compare_first(page: Page, texts: Sequence[FieldTerms], queries: int) -> None:
    """What a reader's queries find first, in the shards and in lunr.js's whole index."""
    differing = 0
    for terms in conjunctions(texts, queries):
        count, best, whole = page.evaluate(RANK, [terms, FIRST])
        differing += (
            count != len(whole)
            or best != whole[: len(best)]
            or len(best) < min(FIRST, count)
        )
    print(
        f"shards and lunr.js: {queries} queries as a page asks them: {differing} differences"
    )


def compare_python(
    page: Page, whole: Index, texts: Sequence[FieldTerms], queries: int, *, exact: bool
) -> None:
    """The same in the shards and in lunr.py's index."""
    differing, shared = 0, []
    for terms in conjunctions(texts, queries):
        _, best, _ = page.evaluate(RANK, [terms, FIRST])
        scores = {found["ref"]: found["score"] for found in _ask(whole, terms)}
        differing += any(
            abs(scores.get(number, 0) - score) > NEAR for number, score in best
        )
        first = sorted(
            scores, key=lambda number: (-round(scores[number], 6), int(number))
        )[:FIRST]
        if first:
            shared.append(
                len(set(first) & {number for number, _ in best[:FIRST]}) / len(first)
            )
    differences = f"{differing} with other scores; " if exact else ""
    print(
        f"shards and lunr.py: {queries} queries: {differences}the first ten overlap {sum(shared) / len(shared):.4f}",
        flush=True,
    )


def _ask(whole: Index, terms: Sequence[str]) -> list[dict[str, float]]:
    query = Query(list(fields.FIELDS))
    for term in terms:
        query.term(term, presence=QueryPresence.REQUIRED, use_pipeline=False)
    found: list[dict[str, float]] = whole.query(query)
    return found


def compare_terms(page: Page, corpus_folder: Path, held: Sequence[Resolution]) -> None:
    """Terms in Python and in JavaScript, of all texts of the corpus and of all spellings of symbols."""
    raw = [
        path.read_text("utf-8", errors="replace")
        for path in sorted(corpus_folder.rglob("*.txt"))
    ]
    symbols = sorted(
        {one.symbol for one in held} | {run for one in held for run in _cited(one)}
    )
    spelled = sorted(
        {spelling for symbol in symbols for spelling in spellings(parse(symbol))}
    )
    for name, texts in (
        ("texts of the corpus", raw),
        (f"spellings of {len(symbols):,} symbols", spelled),
    ):
        count = differing = 0
        for first in range(0, len(texts), BATCH):
            batch = texts[first : first + BATCH]
            for here, there in zip(
                map(tokenize, batch),
                page.evaluate("texts => texts.map(unresSearch.tokens.tokenize)", batch),
                strict=True,
            ):
                count += len(here)
                differing += here != there
        print(
            f"Python and JavaScript: {len(texts):,} {name}, {count:,} terms: {differing} differ",
            flush=True,
        )


def _cited(resolution: Resolution) -> Iterator[str]:
    notes = (run for note in resolution.notes for run in note.runs)
    body = (run for paragraph in resolution.body for run in paragraph.runs)
    for run in (*notes, *body):
        yield from run.cites


def _compare_all(
    held: Sequence[Resolution], asked: argparse.Namespace, folder: Path
) -> None:
    found: list[Document] = [make_document(one, "zh") for one in held]
    texts = [field_terms(document) for document in found]
    print(
        f"{len(texts):,} texts in {len({one.language for one in held})} languages",
        flush=True,
    )
    whole = lunr_in_python(texts).build()
    for digits in (None, asked.digits):
        if digits:
            lengths.BITS = digits * len(texts)
            print(f"with lengths rounded to {digits} digits:", flush=True)
        site = folder / f"site-{digits}"
        site.mkdir()
        write_search(site, found)
        with browsing(site) as (browser, _):
            page = bench_page(browser, site)
            compare(page, texts, asked.queries)
            compare_first(page, texts, asked.queries)
            compare_python(page, whole, texts, asked.queries, exact=not digits)
            if not digits:
                compare_terms(page, asked.corpus, held)


def main() -> None:
    """Compare, and print what was found."""
    parser = argparse.ArgumentParser(description="Hold the shards against Lunr.")
    parser.add_argument("--texts", type=int, default=1000)
    parser.add_argument("--queries", type=int, default=560)
    parser.add_argument("--digits", type=int, default=4)
    parser.add_argument("--corpus", type=Path, default=CORPUS)
    asked = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="unres-equality-"))
    try:
        _compare_all(records(asked.texts, asked.corpus), asked, folder)
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
