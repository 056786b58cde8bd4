"""Whether the search page ever answers from two builds at a time.

    python benchmarks/search_builds.py [--texts 300] [--mixed 50] [--cached 200] [--corpus DIR]

Two builds of the search are made of real texts in six languages. Between them a fifth of the texts is removed, a fifth
is added, a fifth is renamed, and a fifth has other words.

    mixed    a host serves some kinds of files from the newer build, and all others from the older one, in every mix.
             Each answer must be that of one of the builds, or say that the search has failed
    cached   a browser keeps the files of the older build for ten minutes. Then the newer one is published, and then the
             older one again. Each answer must be that of a fresh browser
"""

from __future__ import annotations

import argparse
import random
import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from itertools import combinations
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote

ROOT = Path(__file__).resolve().parent.parent
sys.path += [str(ROOT), str(ROOT / "src")]

import msgspec
from playwright.sync_api import Browser, BrowserContext

from benchmarks.build import run
from benchmarks.search_browser import browsing
from benchmarks.search_counts import HAN
from benchmarks.search_host import Host
from benchmarks.search_words import LETTERS
from tests.search_pages import SEEN, serving, write_search
from tests.search_texts import read_corpus
from unres_site.records import Resolution
from unres_site.search.documents import Document, make_document

CORPUS = ROOT.parent / "shared" / "corpus"
LANGUAGES = ("zh", "en", "fr", "es", "ru", "ar")

KINDS = ("header.js", "build.js", "lengths/", "terms/", "words/", "texts/", "passages/")
"""What is mixed, below `search/`. All other files are those of the first build."""

KEEP = "max-age=600"
"""What hosts of static files say."""

ANSWERS = f"""async (queries) => {{
  const [form, list] = ['search-form', 'results'].map((name) => document.getElementById(name));
  const found = [];
  for (const query of queries) {{
    form.elements.q.value = query;
    await new Promise((resolve) => {{
      const observer = new MutationObserver(() => {{
        if (list.dataset.state === 'loading') return;
        observer.disconnect();
        resolve();
      }});
      observer.observe(list, {{ attributes: true, attributeFilter: ['data-state'] }});
      form.requestSubmit();
    }});
    found.push(({SEEN})());
  }}
  return found;
}}"""
"""What the page shows for each query."""

Answer = dict[str, Any]
"""What the page shows for a query (`SEEN`)."""


class MixSample(NamedTuple):
    """How many texts there are, and how many queries are asked of each mix, and of a browser with an older build."""

    texts: int = 300
    mixed: int = 50
    cached: int = 200


class Builds(NamedTuple):
    """The folders of two builds, and the answers of each."""

    folders: tuple[Path, Path]
    queries: list[str]
    answers: tuple[list[Answer], list[Answer]]


def read_records(corpus: Path, wanted: int) -> list[Resolution]:
    """So many texts, as many of each language."""
    each = wanted // len(LANGUAGES)
    return [
        record
        for language in LANGUAGES
        for record in read_corpus(corpus, f"seedlike/{language}", 1)[:each]
    ]


def make_builds(
    records: Sequence[Resolution],
) -> tuple[list[Document], list[Document]]:
    """The texts of the older and of the newer build."""
    older, newer = list[Document](), list[Document]()
    for at, record in enumerate(records):
        renamed = msgspec.structs.replace(record, symbol=f"A/RES/70/{at + 400}")
        other = msgspec.structs.replace(records[at - 1], symbol=record.symbol)
        kept_in_newer = [[], [record], [renamed], [other], [record]][at % 5]
        if at % 5 != 1:
            older.append(make_document(record, "zh"))
        newer += [make_document(one, "zh") for one in kept_in_newer]
    return older, newer


def draw_queries(records: Sequence[Resolution], wanted: int) -> list[str]:
    """Pieces of Chinese texts, words of the others, and symbols, one in eight."""
    dice = random.Random("builds")  # noqa: S311 - dice, no secrets
    found: list[str] = []
    while len(found) < wanted:
        record = dice.choice(records)
        passage = dice.choice(make_document(record, "zh").passages).text
        pattern = HAN if record.language == "zh" else LETTERS
        words = [word for word in pattern.findall(passage) if len(word) > 1]
        if dice.random() < 1 / 8:
            found.append(record.symbol)
        elif words:
            word = dice.choice(words)
            found.append(word[: dice.randint(2, 5)] if pattern is HAN else word)
    return found


def ask_page(
    context: BrowserContext, base: str, queries: Sequence[str]
) -> list[Answer]:
    """The answers of one page, which is opened with the last query."""
    page = context.new_page()
    page.goto(f"{base}search.html?q={quote(queries[-1], safe='')}")
    page.wait_for_selector("#results:not([data-state=loading])", state="attached")
    found: list[Answer] = page.evaluate(ANSWERS, list(queries))
    page.close()
    return found


def ask_afresh(browser: Browser, base: str, queries: Sequence[str]) -> list[Answer]:
    """The answers of a browser with nothing in its cache."""
    context = browser.new_context()
    found = ask_page(context, base, queries)
    context.close()
    return found


def list_mixes() -> Iterator[tuple[str, ...]]:
    """Every choice of kinds, but none and all."""
    for count in range(1, len(KINDS)):
        yield from combinations(KINDS, count)


def try_mixes(browser: Browser, host: Host, builds: Builds, wanted: int) -> str:
    """Ask of every mix of two builds' files."""
    queries = builds.queries[:wanted]
    asked = failed = wrong = 0
    for kinds in list_mixes():
        host.serve(
            builds.folders[0], {f"search/{kind}": builds.folders[1] for kind in kinds}
        )
        found = ask_afresh(browser, host.address, queries)
        asked += len(found)
        for answer, *right in zip(found, *builds.answers):  # noqa: B905 - the first ones
            failed += answer["state"] == "failed"
            wrong += answer["state"] != "failed" and answer not in right
    return (
        f"mixed: {len(list(list_mixes()))} mixes of {len(KINDS)} kinds, {asked:,} queries: "
        f"{wrong} answers wrong, {failed:,} say that the search has failed"
    )


def try_cached(browser: Browser, builds: Builds, folder: Path) -> str:
    """Ask a browser that has the files of another build."""
    context = browser.new_context()
    differing = asked = 0
    shutil.copytree(builds.folders[0], folder)
    with serving(folder, KEEP) as base:
        for build in (0, 1, 0):
            shutil.rmtree(folder / "search")
            shutil.copytree(builds.folders[build] / "search", folder / "search")
            found = ask_page(context, base, builds.queries)
            asked += len(found)
            right = builds.answers[build]
            differing += sum(map(dict.__ne__, found, right))
    context.close()
    return f"cached: {asked} queries, {differing} answers differ from a fresh browser's"


def measure(corpus: Path, sample: MixSample) -> Iterator[str]:
    """Make both builds, and ask."""
    texts, mixed, cached = sample
    folder = Path(tempfile.mkdtemp(prefix="unres-builds-"))
    records = read_records(corpus, texts)
    queries = draw_queries(records, max(mixed, cached))
    command = [sys.executable, "-m", "unres_site", "build", "--quiet"]
    run([*command, f"--output={folder / 'older'}", f"--cache={folder / 'cache'}"])
    shutil.copytree(folder / "older", folder / "newer")
    folders = folder / "older", folder / "newer"
    for place, documents in zip(folders, make_builds(records), strict=True):
        shutil.rmtree(place / "search")
        write_search(place, documents)
    with browsing(folders[0]) as (browser, host):
        answers = []
        for place in folders:
            host.serve(place)
            answers.append(ask_afresh(browser, host.address, queries))
        builds = Builds(folders, queries, (answers[0], answers[1]))
        differing = sum(map(dict.__ne__, *answers))
        yield f"two builds of {texts} texts: {differing} of {len(queries)} answers are other ones"
        yield try_cached(browser, builds, folder / "published")
        yield try_mixes(browser, host, builds, mixed)
    shutil.rmtree(folder)


def main() -> None:
    """Read the command line, and print."""
    parser = argparse.ArgumentParser(description="Mix two builds of the search.")
    parser.add_argument("--texts", type=int, default=MixSample().texts)
    parser.add_argument("--mixed", type=int, default=MixSample().mixed)
    parser.add_argument("--cached", type=int, default=MixSample().cached)
    parser.add_argument("--corpus", type=Path, default=CORPUS)
    asked = parser.parse_args()
    sample = MixSample(asked.texts, asked.mixed, asked.cached)
    for line in measure(asked.corpus, sample):
        print(line, flush=True)


if __name__ == "__main__":
    main()
