"""The bench of made-up texts: queries cut from these, asked of this project's page and of Pagefind."""

from __future__ import annotations

from pathlib import Path

from benchmarks import (
    corpus,
    search_browser,
    search_corpus,
    search_counts,
    search_queries,
    search_tasks,
)
from benchmarks.search_bench import Bench, Step

BEYOND = 999
"""A number that no text of a session has."""


class MadeUpBench(Bench):
    """Made-up texts, so many."""

    def __init__(self, size: int, queries: int, theirs: int, folder: Path) -> None:
        super().__init__(folder / f"search-{size}")
        self.size, self.theirs = size, theirs
        self.sample = search_counts.Sample()
        self.queries = search_queries.draw(size, queries)
        symbols = [f"A/RES/{corpus.make_number(index).short}" for index in range(size)]
        self.numbers = {symbol: number for number, symbol in enumerate(symbols)}

    def texts(self) -> None:
        """The texts, and what the queries should find."""
        if not (self.folder / "texts").is_dir():
            search_corpus.write(self.size, self.folder / "texts")
        held = search_queries.truth(self.size, self.queries)
        own = [self.numbers.get(f"A/RES/{query.symbol}") for query in self.queries]
        self.note(
            truth=held, own=own, symbols=[bool(query.symbol) for query in self.queries]
        )

    def cold(self) -> None:
        """First queries of this project's page."""
        with search_browser.browsing(self.site) as (browser, host):
            self.ask_each(
                "cold",
                [query.text for query in self.queries],
                lambda query: search_browser.cold(browser, host, query, self.numbers),
            )

    def warm(self) -> None:
        """Further queries of this project's page."""
        with search_browser.browsing(self.site) as (browser, host):
            self.note(
                warm=list(
                    search_browser.warm(
                        browser, host, [query.text for query in self.queries]
                    )
                )
            )

    def tasks(self) -> None:
        """The longest task of first queries, and of the page without its scripts, by processor time."""
        search_tasks.bare_page(self.site)
        asked = [self.queries[one].text for one in self._some()]
        with search_browser.browsing(self.site) as (browser, host):
            self.ask_each(
                "bare_tasks",
                [""] * len(asked),
                lambda query: search_tasks.load(browser, host, query),
            )
            self.ask_each(
                "tasks", asked, lambda query: search_tasks.load(browser, host, query)
            )

    def ask_pagefind(self) -> None:
        """First and further queries of Pagefind, for some of the queries."""
        if self.figures["pagefind"] is None:
            return
        addresses = {
            f"/{symbol}.html": number for symbol, number in self.numbers.items()
        }
        texts = search_browser.pagefind_texts(self.site, addresses)
        asked = self._some()
        queries = [self.queries[one].text for one in asked]
        with search_browser.browsing(self.site) as (browser, host):
            self.ask_each(
                "their_asked",
                queries,
                lambda query: search_browser.pagefind_cold(browser, host, query, texts),
            )
            again = list(search_browser.pagefind_warm(browser, host, queries))
        found = self.figures["their_asked"]
        self.note(
            asked=asked,
            their_cold=[one for one, _ in found],
            their_warm=[
                one._replace(found=texts)
                for one, (_, texts) in zip(again, found, strict=True)
            ],
        )

    def counts(self) -> None:
        """What the page counts, and what it loads for phrases that no text has."""
        texts = [search_corpus.make(index, self.size) for index in range(self.size)]
        passages = [
            [*search_corpus.passages(text), "{}年{}月{}日".format(*text.date)]
            for text in texts
        ]
        self.note(counts=search_counts.measure(self.site, passages, self.sample))

    def changes(self) -> None:
        """One text changed, and one more, wherever it sorts."""
        changed = self._make_other(self.size // 3)
        first, last = (corpus.make_number(at).session for at in (0, self.size - 1))
        sessions = {
            "first": first - 1,
            "in the middle": (first + last) // 2,
            "last": last + 1,
        }
        more = {
            f"one text more that sorts {place}": self._make_more(session)
            for place, session in sessions.items()
        }
        again = self._make_other(self.size // 2)
        self.change({"the other tree": changed, "one text changed": again} | more)

    def _make_other(self, index: int) -> tuple[Path, str]:
        """A text of the archive with another first operative paragraph."""
        text = search_corpus.make(index, self.size)
        first: list[corpus.Piece] = ["请各国重视集束弹药问题；"]
        operative = [first, *text.operative[1:]]
        return _write(text._replace(operative=operative))

    def _make_more(self, session: int) -> tuple[Path, str]:
        """A text of a session that is not in the archive."""
        number = corpus.Number(session, BEYOND)
        return _write(search_corpus.make(BEYOND, self.size)._replace(number=number))

    def steps(self) -> dict[str, Step]:
        """The steps by name."""
        return {
            "texts": Step(self.texts, "truth"),
            "build": Step(self.build, "size"),
            "cold": Step(self.cold, ""),
            "warm": Step(self.warm, "warm"),
            "tasks": Step(self.tasks, ""),
            "counts": Step(self.counts, "counts"),
            "pagefind": Step(self.pagefind, "pagefind"),
            "theirs": Step(self.ask_pagefind, "asked"),
            "changes": Step(self.changes, "changes"),
        }

    def _some(self) -> list[int]:
        """The first queries for words, and the first for symbols."""
        words = [place for place, query in enumerate(self.queries) if not query.symbol]
        symbols = [place for place, query in enumerate(self.queries) if query.symbol]
        return [*words[: self.theirs], *symbols[: self.theirs // 5]]


def _write(text: corpus.Text) -> tuple[Path, str]:
    """The path of a text in the archive, and the text as a file has it."""
    return search_corpus.find_path(text), corpus.write_seed(text)
