"""The typed queries with MiniSearch over the same texts, beside what `search_typed.py` prints of this project's pages.

    python benchmarks/search_peers.py SITE [--queries benchmarks/typed_later.txt] [--minisearch 7.1.2]

MiniSearch is asked with its prefixes and with a fifth of a word's letters wrong, its titles count double, and its words
are those of its own tokenizer, but for Chinese, where each two neighbouring characters are one, as its users advise.
Deno loads it from npm, which only this benchmark does. Of several texts of one resolution the best counts.
"""

from __future__ import annotations

import argparse
import json
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from deno import find_deno_bin
from search_typed import QUERIES, Answer, TypedQuery, read_queries, write_table

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


def main() -> None:
    """Ask, and print a table in Markdown."""
    parser = argparse.ArgumentParser(description="Ask MiniSearch typed queries.")
    parser.add_argument("site", type=Path)
    parser.add_argument("--queries", type=Path, default=QUERIES)
    parser.add_argument("--minisearch", default="7.1.2")
    asked = parser.parse_args()
    queries = list(read_queries(asked.queries))
    answers = list(ask_minisearch(asked.site, queries, asked.minisearch))
    for line in write_table(answers):
        print(line)


if __name__ == "__main__":
    main()
