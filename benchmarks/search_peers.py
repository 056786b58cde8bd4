"""The typed queries with MiniSearch and Pagefind over the same texts, beside what `search_typed.py` prints.

    python benchmarks/search_peers.py SITE [--queries benchmarks/typed*.txt] [--minisearch 7.1.2]

MiniSearch is asked with its prefixes and with a fifth of a word's letters wrong, its titles count double, and its words
are those of its own tokenizer, but for Chinese, where each two neighbouring characters are one, as its users advise.
Deno loads it from npm, which only this benchmark does. Of several texts of one resolution the best counts.

Pagefind reads the same pages. It is asked on a page of the query's language, and so searches the texts in that language
alone: it has an index for each.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from deno import find_deno_bin
from playwright.sync_api import Page

sys.path.insert(0, str(Path(__file__).parent.parent))
from benchmarks.search_bench import MARKS, TEXT
from benchmarks.search_browser import PATIENCE, browsing
from benchmarks.search_typed import (
    QUERIES,
    Answer,
    TypedQuery,
    read_queries,
    write_table,
)

ASK = """
import MiniSearch from 'npm:minisearch@VERSION';
const HAN = /^[\\u4e00-\\u9fff]+$/;
const WORDS = /[\\u4e00-\\u9fff]+|(?:(?![\\u4e00-\\u9fff])[\\p{L}\\p{N}])+/gu;
const pairs = (run) => run.length < 2 ? [run] : [...run].slice(1).map((char, at) => run[at] + char);
const tokenize = (text) => (text.match(WORDS) ?? []).flatMap((word) => HAN.test(word) ? pairs(word) : [word]);
const { texts, queries } = JSON.parse(await new Response(Deno.stdin.readable).text());
const index = new MiniSearch({ fields: ['symbol', 'title', 'text'], storeFields: ['symbol'], tokenize });
index.addAll(texts);
const options = { prefix: true, fuzzy: 0.2, boost: { title: 2 } };
console.log(JSON.stringify(queries.map((query) => {
  const started = performance.now();
  const found = index.search(query, { ...options, combineWith: 'AND' });
  const results = found.length ? found : index.search(query, options);
  return [performance.now() - started, [...new Set(results.slice(0, 60).map(({ symbol }) => symbol))].slice(0, 10)];
})));
"""

ALL_PAGES = "**/RES/**/*.html"
"""What Pagefind reads of a site."""

PAGE = """<!doctype html><html lang="LANGUAGE"><meta charset="utf-8"><title>Pagefind</title><script type="module">
globalThis.pagefind = await import('/pagefind/pagefind.js');
globalThis.ask = async (query) => {
  const started = performance.now();
  const { results } = await pagefind.search(query);
  const first = await Promise.all(results.slice(0, 30).map((one) => one.data()));
  const symbols = first.map(({ url }) => url.slice(url.indexOf('A/RES/')).replace('.html', ''));
  return [performance.now() - started, [...new Set(symbols)].slice(0, 10)];
};
</script>"""


def list_texts(site: Path) -> Iterator[dict[str, Any]]:
    """All texts of a site, from the JSON beside their pages."""
    for number, path in enumerate(sorted(site.rglob("RES/*/*.json"))):
        record = json.loads(path.read_text("utf-8"))
        if "body" in record:
            text = "\n".join(
                [*collect_texts(record["body"]), *collect_texts(record["notes"])]
            )
            yield {
                "id": number,
                "symbol": record["symbol"],
                "title": record.get("title") or "",
                "text": text,
            }


def collect_texts(value: object) -> Iterator[str]:
    """The words of all paragraphs and notes within a value."""
    if isinstance(value, list):
        for inner in value:
            yield from collect_texts(inner)
    elif isinstance(value, dict):
        yield "".join(run.get("text", "") for run in value.get("runs", ()))
        for inner in value.values():
            yield from collect_texts(inner)


def ask_minisearch(
    site: Path, queries: Sequence[TypedQuery], version: str
) -> Iterator[Answer]:
    """The answers of MiniSearch."""
    texts = list(list_texts(site))
    asked = {"texts": texts, "queries": [query.text for query in queries]}
    done = subprocess.run(  # noqa: S603 - the engine that the project's tests run
        [find_deno_bin(), "eval", "--quiet", ASK.replace("VERSION", version)],
        input=json.dumps(asked).encode(),
        stdout=subprocess.PIPE,
        check=True,
    )
    for query, (milliseconds, found) in zip(
        queries, json.loads(done.stdout), strict=True
    ):
        yield Answer(query, milliseconds, found)


def index_pages(site: Path, folder: Path, languages: set[str]) -> None:
    """Write Pagefind's index of a site into a folder, and a page for each language that asks it."""
    command = [sys.executable, "-m", "pagefind", "--silent", "--site", str(site)]
    parts = ["--root-selector", TEXT, "--exclude-selectors", MARKS]
    where = ["--glob", ALL_PAGES, "--output-path", str(folder / "pagefind")]
    subprocess.run([*command, *parts, *where], check=True)  # noqa: S603 - the program that is compared
    for language in languages:
        (folder / f"ask-{language}.html").write_text(PAGE.replace("LANGUAGE", language))


def ask_pagefind(site: Path, queries: Sequence[TypedQuery]) -> Iterator[Answer]:
    """The answers of Pagefind, one page for each language."""
    languages = {query.language for query in queries}
    pages: dict[str, Page] = {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        index_pages(site, folder, languages)
        with browsing(folder) as (browser, host):
            for query in queries:
                if query.language not in pages:
                    page = browser.new_page()
                    page.goto(f"{host.address}ask-{query.language}.html")
                    page.wait_for_function("globalThis.ask", timeout=PATIENCE)
                    pages[query.language] = page
                asked = pages[query.language].evaluate(
                    "(query) => ask(query)", query.text
                )
                yield Answer(query, *asked)


def main() -> None:
    """Ask, and print a table in Markdown."""
    parser = argparse.ArgumentParser(description="Ask other programs typed queries.")
    parser.add_argument("site", type=Path)
    parser.add_argument("--queries", type=Path, nargs="+", default=[QUERIES])
    parser.add_argument("--minisearch", default="7.1.2")
    asked = parser.parse_args()
    samples = {path.name: list(read_queries(path)) for path in asked.queries}
    queries = [query for sample in samples.values() for query in sample]
    programs = {
        "MiniSearch": ask_minisearch(asked.site, queries, asked.minisearch),
        "Pagefind": ask_pagefind(asked.site, queries),
    }
    for program, asking in programs.items():
        answers = iter([*asking])  # to its end, where its browser is closed
        for name, sample in samples.items():
            table = write_table(list(islice(answers, len(sample))))
            print(f"{program}, {name}:", *table, sep="\n", flush=True)


if __name__ == "__main__":
    main()
