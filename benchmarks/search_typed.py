"""Queries as people type them, on a built site of real texts, and whether the first three results have what they want.

    python benchmarks/search_typed.py SITE [--kinds symbols,dates] [--missed] [--passages 300] [--titles]
    python benchmarks/search_typed.py SITE --queries benchmarks/typed*.txt
    python benchmarks/search_typed.py SITE --queries --terms 200
    python benchmarks/search_typed.py SITE --queries --subjects benchmarks/terms*.txt

SITE is a site that was built from all of `../shared/corpus/seedlike`. The queries and what they want are in
`typed.txt`, written before any result was seen, and in `typed_later.txt`, `typed_third.txt`, `typed_fourth.txt`,
`typed_fifth.txt` and `typed_sixth.txt`, each written before any of its own results was. Each is typed into the search
page of its language; each file has a table. With `--passages` so many passages of the texts are pasted, too, as a PDF
has them: in lines, after a number; each wants its own text.
With `--titles` the titles in English, French, Spanish, Russian and Arabic are asked, too, of resolutions that SITE has
only in Chinese: they are in `pdftotext` and `ar-no-notes`, of which SITE is not made.
With `--subjects` the terms of files are asked that were written for titles which SITE has only in Chinese. Wanted is
each resolution whose Chinese title has the words that are written beside a term.
With `--terms` so many terms are asked that are made of these titles by rule: two neighbouring words of five letters and
more with what is between them, of each title the two pairs that are in the fewest texts of their language. Wanted is
each resolution whose title has both, and each with the same title in Chinese.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import statistics
import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import chain, pairwise
from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import Page

from unres_site.loader import load
from unres_site.records import Resolution, list_passages

sys.path.insert(0, str(Path(__file__).parent.parent))
from benchmarks.search_browser import browsing

QUERIES = Path(__file__).parent / "typed.txt"
CORPUS = Path(__file__).resolve().parents[2] / "shared" / "corpus" / "seedlike"
OTHERS = CORPUS.parent / "pdftotext"
ARABIC = CORPUS.parents[1] / "outside" / "ar-no-notes"
"""Titles in languages of which SITE is not made, beside `OTHERS`."""

FIRST, TEN = 3, 10
FOLDERS = ("zh", "zh-76", "en", "fr", "es", "ru", "ar")
"""What passages are taken from, below the corpus."""

LINE = 46
"""Characters of a line of a pasted passage."""

SHORTEST = 60
"""Characters of a passage that is pasted, at least."""

ASK = """async (query) => {
  const box = document.querySelector('#q');
  const list = document.querySelector('#results');
  box.value = query;
  box.dispatchEvent(new InputEvent('input'));
  box.form.requestSubmit();
  const started = performance.now();
  while (list.dataset.state === 'loading' && performance.now() - started < 20000) {
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  const items = [...document.querySelectorAll('#results > li, #near:not([hidden]) li')];
  return [performance.now() - started, items.map((item) => item.dataset.symbol)];
}"""

# matches: [symbols]
# rejects: symbols
KIND = re.compile(r"\[(.+)\]")


# matches: désarmement
# rejects: 75/40
TITLE_WORD = re.compile(r"[^\W\d_]+")
LONG = 5
"""Letters of a word of a term, at least."""

GAP = 8
"""Characters between two words of a term, at most: a space, or short words."""

PAIRS = 2
"""Terms of one title."""

SUBJECT = 24
"""Texts that have a word which says what a title is about, at most: a fifth of those in a language."""


class TypedQuery(NamedTuple):
    """A query, the language of the page, and the symbols of which one is wanted."""

    kind: str
    language: str
    text: str
    wanted: frozenset[str]


class Answer(NamedTuple):
    """Milliseconds to the answer, and the symbols of the results."""

    query: TypedQuery
    milliseconds: float
    found: list[str]

    def is_among(self, first: int) -> bool:
        """Whether a wanted resolution is among the first results."""
        return not self.query.wanted.isdisjoint(self.found[:first])


def read_queries(path: Path) -> Iterator[TypedQuery]:
    """The queries of a file: kinds in brackets; language, query and wanted numbers between tabs."""
    kind = ""
    for line in path.read_text("utf-8").splitlines():
        heading = KIND.fullmatch(line)
        if heading:
            kind = heading[1]
        elif line and not line.startswith("#"):
            language, text, wanted = line.split("\t")
            symbols = frozenset(f"A/RES/{number}" for number in wanted.split())
            yield TypedQuery(kind, language, text, symbols)


def read_records() -> dict[str, list[Resolution]]:
    """The records of the corpus, by folder."""
    records: dict[str, list[Resolution]] = {}
    for folder in FOLDERS:
        records[folder] = []
        for path in sorted((CORPUS / folder).glob("*.txt")):
            records[folder] += load(path.read_bytes(), path.name).resolutions
    return records


def list_holders(
    records: Mapping[str, Sequence[Resolution]],
) -> dict[str, frozenset[str]]:
    """By passage, the symbols of the texts that have it word for word."""
    holders: dict[str, set[str]] = {}
    for record in chain.from_iterable(records.values()):
        for passage in list_passages(record):
            holders.setdefault(passage.text, set()).add(record.symbol)
    return {text: frozenset(symbols) for text, symbols in holders.items()}


def draw_passages(count: int) -> Iterator[TypedQuery]:
    """Passages of texts by chance, the same each time, as they are pasted from a PDF; any that has one is right."""
    dice = random.Random("pasted passages")  # noqa: S311 - dice, no secrets
    records = read_records() if count else {}
    holders = list_holders(records)
    for number in range(count):
        record = dice.choice(records[FOLDERS[number % len(FOLDERS)]])
        texts = [passage.text for passage in list_passages(record)]
        long = [text for text in texts if len(text) >= SHORTEST]
        if long:
            text = dice.choice(long)
            lines = [text[at : at + LINE] for at in range(0, len(text), LINE)]
            pasted = f"{dice.randint(1, 9)}. " + "\n".join(lines)
            yield TypedQuery("passages", record.language, pasted, holders[text])


def draw_titles() -> Iterator[TypedQuery]:
    """The titles in other languages of what SITE has only in Chinese.

    Wanted is also what has the same title in Chinese.
    """
    translated = {
        name.stem for name in CORPUS.glob("*/*.txt") if name.parts[-2][:2] != "zh"
    }
    chinese = read_titles("zh*/*.json")
    folders = {language: OTHERS / language for language in ("en", "fr", "es", "ru")}
    for language, folder in {**folders, "ar": ARABIC}.items():
        for path in sorted(folder.glob("*.json")):
            facts = json.loads(path.read_text("utf-8"))
            if facts["symbol"] in chinese and path.stem not in translated:
                title = chinese[facts["symbol"]]
                wanted = frozenset(one for one in chinese if chinese[one] == title)
                yield TypedQuery(f"titles {language}", language, facts["title"], wanted)


def read_titles(pattern: str) -> dict[str, str]:
    """The titles of some texts of the corpus by their symbols."""
    records = (json.loads(path.read_text("utf-8")) for path in CORPUS.glob(pattern))
    return {record["symbol"].replace(" ", ""): record["title"] for record in records}


def read_terms(path: Path) -> Iterator[TypedQuery]:
    """The written terms of a file; wanted is what has the words in its Chinese title."""
    titles = read_titles("zh*/*.json")
    for line in path.read_text("utf-8").splitlines():
        if not line.startswith("#"):
            language, term, words = line.split("\t")
            wanted = frozenset(one for one in titles if _has_words(titles[one], words))
            yield TypedQuery(f"subjects {language}", language, term, wanted)


def _has_words(title: str, words: str) -> bool:
    """Whether a title has all words of one of the alternatives."""
    return any(all(word in title for word in some.split()) for some in words.split("|"))


def draw_terms(count: int) -> Iterator[TypedQuery]:
    """Pairs of words from the titles of what SITE has only in Chinese, the same each time."""
    titles = list(draw_titles()) if count else []
    pairs: dict[tuple[str, str], frozenset[str]] = {}
    for title in titles:
        often = count_texts(title.language)
        for pair in _list_pairs(title.text, often)[:PAIRS]:
            key = title.language, pair
            pairs[key] = pairs.get(key, frozenset()) | title.wanted
    chosen = random.Random("terms").sample(sorted(pairs), min(count, len(pairs)))  # noqa: S311 - dice
    for language, pair in sorted(chosen):
        wanted = pairs[language, pair]
        yield TypedQuery(f"terms {language}", language, pair, wanted)


@cache
def count_texts(language: str) -> Counter[str]:
    """In how many texts of the corpus each word of a language is."""
    counts = Counter[str]()
    for path in CORPUS.glob(f"{language}/*.txt"):
        counts.update(set(TITLE_WORD.findall(path.read_text("utf-8").casefold())))
    return counts


def _list_pairs(title: str, often: Mapping[str, int]) -> list[str]:
    """Two neighbouring long words and what is between them, first the pairs whose words are in few texts."""
    words = [word for word in TITLE_WORD.finditer(title) if len(word[0]) >= LONG]
    pairs = [
        (max(often[one[0].casefold()], often[other[0].casefold()]), one, other)
        for one, other in pairwise(words)
        if other.start() - one.end() <= GAP
    ]
    pairs = sorted(
        (pair for pair in pairs if pair[0] <= SUBJECT), key=lambda pair: pair[0]
    )
    return [title[one.start() : other.end()] for _, one, other in pairs]


def ask_all(site: Path, queries: Sequence[TypedQuery]) -> Iterator[Answer]:
    """The answers of this project's pages, one page for each language."""
    pages: dict[str, Page] = {}
    with browsing(site) as (browser, host):
        for query in queries:
            if query.language not in pages:
                page = browser.new_page()
                folder = "" if query.language == "zh" else f"{query.language}/"
                page.goto(f"{host.address}{folder}search.html")
                pages[query.language] = page
            milliseconds, found = pages[query.language].evaluate(ASK, query.text)
            yield Answer(query, milliseconds, found)


def write_table(answers: Sequence[Answer]) -> Iterator[str]:
    """The share of each kind, and of all."""
    yield "| kind | queries | in the first three | in the first ten | nothing found | ms, median |"
    yield "|---|---|---|---|---|---|"
    kinds = dict.fromkeys(answer.query.kind for answer in answers)
    for kind in (*kinds, ""):
        some = [one for one in answers if kind in ("", one.query.kind)]
        three = sum(one.is_among(FIRST) for one in some)
        ten = sum(one.is_among(TEN) for one in some)
        nothing = sum(not one.found for one in some)
        median = statistics.median(one.milliseconds for one in some)
        cells = (kind or "all", len(some), three, ten, nothing, round(median))
        yield f"| {' | '.join(map(str, cells))} |"


def write_missed(answer: Answer) -> str:
    """A line about a query whose wanted text is not among the first results."""
    query = answer.query
    text = query.text[:60].replace("\n", " ")
    wanted = " ".join(sorted(query.wanted))
    return f"{query.kind}: {text!r} wants {wanted}: {answer.found[:4]}"


def main() -> None:
    """Ask, and print a table in Markdown."""
    parser = argparse.ArgumentParser(description="Ask typed queries.")
    parser.add_argument("site", type=Path)
    parser.add_argument("--queries", type=Path, nargs="*", default=[QUERIES])
    parser.add_argument("--kinds", default="")
    parser.add_argument("--missed", action="store_true", help="list what is not found")
    parser.add_argument("--passages", type=int, default=0)
    parser.add_argument("--titles", action="store_true", help="titles held in Chinese")
    parser.add_argument("--terms", type=int, default=0)
    parser.add_argument("--subjects", type=Path, nargs="*", default=[])
    asked = parser.parse_args()
    kinds = set(filter(None, asked.kinds.split(",")))
    samples = {path.name: list(read_queries(path)) for path in asked.queries}
    samples["passages"] = list(draw_passages(asked.passages))
    samples["titles"] = list(draw_titles()) if asked.titles else []
    samples |= {path.name: list(read_terms(path)) for path in asked.subjects}
    samples["terms"] = list(draw_terms(asked.terms))
    started = time.monotonic()
    for name, queries in samples.items():
        some = [query for query in queries if not kinds or query.kind in kinds]
        answers = list(ask_all(asked.site, some)) if some else []
        missed = [answer for answer in answers if not answer.is_among(FIRST)]
        lines = [write_missed(answer) for answer in missed] if asked.missed else []
        table = [f"{name}:", *write_table(answers)] if answers else []
        print(*lines, *table, sep="\n", end="\n" if table else "", flush=True)
    print(f"{time.monotonic() - started:.0f} s")


if __name__ == "__main__":
    main()
