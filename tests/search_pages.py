"""A server for a site with a search, and what its search page shows, for tests that search as a reader does."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote

from playwright.sync_api import Browser, Page

from unres_site.search.documents import Document
from unres_site.search.files.constant import LUNR
from unres_site.search.texts import make_files, prepare_document
from unres_site.site.rendering.facts import write_facts_script, write_words_script

STATIC = Path(__file__).parent.parent / "static"
SCRIPTS = sorted((STATIC / "search").glob("[1-7]*.js"))
GRAMMAR = "assets/grammar.js"
"""The scripts that search; those after them show what they find."""

SEEN = """() => ({
  ...document.querySelector('#results').dataset,
  items: [...document.querySelectorAll('#results li[data-symbol]')].map((item) => ({
    symbol: item.dataset.symbol, links: [...item.querySelectorAll('a[href]')].map((link) => link.getAttribute('href')),
    place: item.querySelector('.place').innerText, snippet: item.querySelector('.snippet')?.innerText ?? '',
    marks: [...item.querySelectorAll('.snippet mark')].map((mark) => mark.innerText),
  })),
  near: [...document.querySelectorAll('#near:not([hidden]) li')].map((item) => item.dataset.symbol),
  status: document.querySelector('#status').innerText,
})"""

SETTLED = f"""(seconds) => new Promise((resolve, reject) => {{
  const results = document.querySelector('#results');
  const look = () => {{ if (results.dataset.state !== 'loading') resolve(({SEEN})()); }};
  new MutationObserver(look).observe(results, {{ attributes: true }});
  setTimeout(reject, 1000 * seconds, new Error(`no answer within ${{seconds}} s`));
  look();
}})"""
"""What the page shows once it has an answer: one question to the browser, for each takes as long as a short search."""

TYPED = f"""([query, seconds]) => {{
  const box = document.querySelector('#q');
  box.value = query;
  box.dispatchEvent(new InputEvent('input', {{ bubbles: true }}));
  box.form.requestSubmit();
  return ({SETTLED})(seconds);
}}"""
"""The same after a query and Enter, all in one question."""

PATIENCE = 10
"""Seconds until an answer must be there."""


class Item(NamedTuple):
    """One result as it is shown."""

    symbol: str
    links: list[str]
    place: str
    snippet: str
    marks: list[str]


class Found(NamedTuple):
    """What the page shows for a query."""

    state: str
    number: int
    exact: bool
    items: list[Item]
    near: list[str]
    status: str

    @property
    def symbols(self) -> list[str]:
        """The symbols of the results, in their order."""
        return [item.symbol for item in self.items]


class _Quiet(SimpleHTTPRequestHandler):
    cache_control = ""

    def end_headers(self) -> None:
        """Say how long a file may be kept."""
        if self.cache_control:
            self.send_header("Cache-Control", self.cache_control)
        super().end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def serving(folder: Path, cache_control: str = "") -> Iterator[str]:
    """Serve a folder on the loopback; gives its address, with a stroke at the end."""
    handler = type("_Host", (_Quiet,), {"cache_control": cache_control})
    with ThreadingHTTPServer(
        ("127.0.0.1", 0), partial(handler, directory=str(folder))
    ) as server:
        thread = threading.Thread(
            target=server.serve_forever, kwargs={"poll_interval": 0.05}
        )
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/"
        finally:
            server.shutdown()
            thread.join()


def write_search(site: Path, documents: Sequence[Document]) -> None:
    """Put the search of other texts into a site."""
    for address, content in make_files(
        [prepare_document(document) for document in documents]
    ):
        path = site / address
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def bench_page(browser: Browser, site: Path) -> Page:
    """A bare page with the scripts that search, for questions to these alone."""
    for script in SCRIPTS:
        shutil.copy(script, site)
    (site / "facts.js").write_bytes(write_facts_script())
    grammar = sorted((STATIC / "grammar").glob("*.js"))
    (site / "assets").mkdir(exist_ok=True)
    (site / GRAMMAR).write_bytes(
        b"\n".join([write_words_script(), *(script.read_bytes() for script in grammar)])
    )
    scripts = [LUNR, "facts.js", *(script.name for script in SCRIPTS), GRAMMAR]
    tags = "".join(f'<script src="{script}"></script>' for script in scripts)
    (site / "bench.html").write_text(
        f"<!doctype html><meta charset=utf-8><title>Bench</title>{tags}", "utf-8"
    )
    page = browser.new_page()
    page.goto((site / "bench.html").as_uri())
    return page


def settled(page: Page) -> Found:
    """What the page shows once it has an answer."""
    return _make_found(page.evaluate(SETTLED, PATIENCE))


def _make_found(seen: dict[str, Any]) -> Found:
    items = [Item(**item) for item in seen["items"]]
    return Found(
        seen["state"],
        int(seen["count"]),
        seen["countExact"] == "true",
        items,
        seen["near"],
        seen["status"],
    )


def search(page: Page, base: str, query: str, **filters: str) -> Found:
    """Open the search page with a query, and wait for what it finds."""
    said = "".join(f"&{name}={quote(value)}" for name, value in filters.items())
    page.goto(f"{base}search.html?q={quote(query, safe='')}{said}")
    return settled(page)


def ask(page: Page, base: str, query: str) -> Found:
    """Put a query into the box of the search page, opened where it is not, and send it: no load for each of many."""
    if not page.url.startswith(f"{base}search.html"):
        return search(page, base, query)
    return _make_found(page.evaluate(TYPED, [query, PATIENCE]))
