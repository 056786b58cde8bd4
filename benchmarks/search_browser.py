"""What a reader waits for and loads: searches of this project's page and of Pagefind, in Chromium.

Every cold query has a fresh context of the browser, with nothing in its cache. Bytes are bodies as they are sent, all
but pages, style and fonts; times are the browser's own, from the start of the navigation.
"""

from __future__ import annotations

import gzip
import json
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks.search_host import Host, hosting

NAMES = (
    "chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "chrome"
)  # fmt: skip
FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip
PATIENCE = 120_000
"""Milliseconds that a query may take."""

TASKS = """
performance.setResourceTimingBufferSize(5000);
globalThis.tasks = [];
new PerformanceObserver((list) => tasks.push(...list.getEntries().map(({ duration }) => duration)))
  .observe({ type: 'longtask', buffered: true });
"""

WATCH = (
    TASKS
    + """
addEventListener('DOMContentLoaded', () => {
  const results = document.querySelector('#results');
  globalThis.times = {};
  new MutationObserver(() => {
    if (results.children.length && !times.first) times.first = performance.now();
    if (results.dataset.state === 'done' && !times.done) times.done = performance.now();
  }).observe(results, { childList: true, attributes: true });
});
"""
)
"""Notes when the page first shows results, and when it has looked at them."""

SEEN = """() => ({
  times, tasks,
  bytes: performance.getEntriesByType('resource').map((one) => [one.name, one.encodedBodySize, one.responseEnd]),
  shown: [...document.querySelectorAll('#results li[data-symbol]')].map((item) => item.dataset.symbol),
})"""

AGAIN = """async (query) => {
  const [form, list] = ['search-form', 'results'].map((name) => document.getElementById(name));
  performance.clearResourceTimings();
  tasks.length = 0;
  form.elements.q.value = query;
  const started = performance.now();
  const times = await new Promise((resolve) => {
    let first;
    const observer = new MutationObserver((changes) => {
      if (changes.some(({ type }) => type === 'childList')) first ??= performance.now() - started;
      if (list.dataset.state !== 'done') return;
      observer.disconnect();
      const done = performance.now() - started;
      resolve({ first: first ?? done, done });
    });
    observer.observe(list, { childList: true, attributes: true, attributeFilter: ['data-state'] });
    form.requestSubmit();
  });
  await new Promise((resolve) => setTimeout(resolve));
  return {
    times, tasks, bytes: performance.getEntriesByType('resource').map((one) => [one.name, one.encodedBodySize, 0]),
  };
}"""
"""The same reader asks for something else, or for the same again: from the key to titles, and to snippets."""

FOUND = """async (query) => {
  const { query: queries, looks } = unresSearch;
  const found = await looks.prove(await queries.find(await queries.understandInEitherScript(query)));
  return Array.from(found.ranked.texts);
}"""
"""All texts that a reader gets to who asks for more again and again, by their numbers."""

PAGEFIND = """<!doctype html><meta charset="utf-8"><title>Pagefind</title><script type="module">
const started = performance.now();
globalThis.pagefind = await import('/pagefind/pagefind.js');
globalThis.ask = async (query) => {
  const begun = performance.now();
  const { results } = await pagefind.search(query);
  return { ms: performance.now() - begun, results };
};
const query = new URLSearchParams(location.search).get('q');
const { results } = await ask(query);
globalThis.answer = { first: performance.now(), ids: results.map(({ id }) => id), tasks };
globalThis.look = async () => {
  await Promise.all(results.slice(0, 10).map((one) => one.data()));
  return performance.now();
};
</script>"""

INDEX = ("terms/", "lengths/", "header", "words/", "dates", "topics", "simplified")
"""The index among the files below `search/`: without the cards of texts and the texts themselves."""

FRAGMENT = b"pagefind_dcd"


class Asked(NamedTuple):
    """One first query.

    first    milliseconds and bytes to ranked results (of this project with titles), `done` to ten with snippets
    longest  milliseconds of the longest task, 0 where none took 50
    shown    numbers of the texts that are shown
    """

    first_ms: float
    first_bytes: float
    done_ms: float
    done_bytes: float
    longest: float
    shown: list[int]


class Again(NamedTuple):
    """A query on a page that has answered others: as before, but of bytes those of the index alone.

    warm_ms  milliseconds to titles, when the same is asked again
    found    numbers of all texts that it finds
    """

    first_ms: float
    done_ms: float
    index_bytes: float
    warm_ms: float
    longest: float
    found: list[int]


@contextmanager
def browsing(folder: Path) -> Iterator[tuple[Browser, Host]]:
    """A browser, and a host that serves the folder."""
    installed = next(filter(None, map(shutil.which, NAMES)), None)
    with sync_playwright() as playwright, hosting(folder) as host:
        browser = playwright.chromium.launch(executable_path=installed, args=[*FLAGS])
        yield browser, host
        browser.close()


@contextmanager
def _fresh(browser: Browser, script: str) -> Iterator[Page]:
    context = browser.new_context()
    context.add_init_script(script)
    yield context.new_page()
    context.close()


# --- this project


def cold(browser: Browser, host: Host, query: str, numbers: dict[str, int]) -> Asked:
    """A reader's first query, from an address."""
    with _fresh(browser, WATCH) as page:
        page.goto(f"{host.address}search.html?q={quote(query, safe='')}")
        page.wait_for_selector(
            "#results[data-state=done]", state="attached", timeout=PATIENCE
        )
        seen = page.evaluate(SEEN)
    done = seen["times"]["done"]
    first = seen["times"].get("first", done)
    sizes = [
        (size, end)
        for name, size, end in seen["bytes"]
        if not name.split("?")[0].endswith((".css", ".html"))
    ]
    return Asked(
        first,
        sum(size for size, end in sizes if end <= first),
        done,
        sum(size for size, _ in sizes),
        max(seen["tasks"], default=0),
        [numbers[symbol] for symbol in seen["shown"]],
    )


def warm(browser: Browser, host: Host, queries: Sequence[str]) -> Iterator[Again]:
    """The queries of one reader on one page, each new and then once more."""
    with _fresh(browser, WATCH) as page:
        page.goto(f"{host.address}search.html?q={quote(queries[-1], safe='')}")
        page.wait_for_selector(
            "#results[data-state=done]", state="attached", timeout=PATIENCE
        )
        for query in queries:
            new, again = page.evaluate(AGAIN, query), page.evaluate(AGAIN, query)
            names = (
                (name.partition("/search/")[2], size) for name, size, _ in new["bytes"]
            )
            yield Again(
                new["times"]["first"],
                new["times"]["done"],
                sum(size for name, size in names if name.startswith(INDEX)),
                again["times"]["first"],
                max([*new["tasks"], *again["tasks"]], default=0),
                page.evaluate(FOUND, query),
            )


# --- Pagefind


def pagefind_texts(folder: Path, numbers: dict[str, int]) -> dict[str, int]:
    """The numbers of texts by the names that Pagefind gives to its fragments; `numbers` are by address."""
    found = {}
    for path in (folder / "pagefind" / "fragment").iterdir():
        content = gzip.decompress(path.read_bytes()).removeprefix(FRAGMENT)
        found[path.name.partition(".")[0]] = numbers[json.loads(content)["url"]]
    return found


def pagefind_cold(
    browser: Browser, host: Host, query: str, texts: dict[str, int]
) -> tuple[Asked, list[int]]:
    """A reader's first query of Pagefind, and all that it finds."""
    host.sent.clear()
    with _fresh(browser, TASKS) as page:
        page.goto(f"{host.address}pagefind.html?q={quote(query, safe='')}")
        page.wait_for_function("globalThis.answer", timeout=PATIENCE)
        answer = page.evaluate("answer")
        first = host.counted()
        done = page.evaluate("look()")
        tasks = page.evaluate("tasks")
    found = [texts[one] for one in answer["ids"]]
    return Asked(
        answer["first"], first, done, host.counted(), max(tasks, default=0), found[:10]
    ), found


def pagefind_warm(
    browser: Browser, host: Host, queries: Sequence[str]
) -> Iterator[Again]:
    """The queries of one reader of Pagefind on one page, each new and then once more."""
    with _fresh(browser, TASKS) as page:
        page.goto(f"{host.address}pagefind.html?q={quote(queries[-1], safe='')}")
        page.wait_for_function("globalThis.answer", timeout=PATIENCE)
        for query in queries:
            host.sent.clear()
            first = page.evaluate("async (query) => (await ask(query)).ms", query)
            size = host.counted()
            again = page.evaluate("async (query) => (await ask(query)).ms", query)
            yield Again(
                first,
                first,
                size,
                again,
                max(page.evaluate("tasks.splice(0)"), default=0),
                [],
            )
