"""How long the search page blocks its reader, apart from what else the machine does.

The browser's own long tasks are seconds of the wall: on a busy machine most of one is other processes' time. A trace
says beside it how much processor time the page's thread had within each task. The same page without its scripts is
what a browser takes for any page here.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple, Protocol
from urllib.parse import quote

from playwright.sync_api import Browser

from benchmarks.search_browser import PATIENCE

Event = dict[str, Any]

CATEGORIES = ("toplevel", "devtools.timeline", "disabled-by-default-devtools.timeline")
TASK = "RunTask"
MAIN = "CrRendererMain"
BARE = "search-bare.html"
SETTLED = 300
"""Milliseconds after the last result, for what the browser still lays out and paints."""

# matches: <script defer src="assets/search.js"></script>
# rejects: <script type="application/ld+json">{}</script>
SCRIPT = re.compile(r"<script[^>]*></script>")


class Addressed(Protocol):
    """A host, or a site on the disk in its place."""

    @property
    def address(self) -> str:
        """With a stroke at its end."""


class Longest(NamedTuple):
    """Of one load: milliseconds of the longest task by the clock, and of the one with most processor time."""

    wall: float
    processor: float


def bare_page(site: Path) -> None:
    """The page of the search without its scripts, beside it."""
    (site / BARE).write_text(
        SCRIPT.sub("", (site / "search.html").read_text("utf-8")), "utf-8"
    )


def load(
    browser: Browser, host: Addressed, query: str, *, bare: bool = False, more: str = ""
) -> Longest:
    """A reader's first query; the page without its scripts if there is no query or `bare`.

    `more` follows the query in the address.
    """
    context = browser.new_context()
    page = context.new_page()
    session = context.new_cdp_session(page)
    events: list[Event] = []
    ended: list[bool] = []
    session.on("Tracing.dataCollected", lambda found: events.extend(found["value"]))
    session.on("Tracing.tracingComplete", lambda _: ended.append(True))
    session.send(
        "Tracing.start", {"traceConfig": {"includedCategories": [*CATEGORIES]}}
    )
    name = "search.html" if query and not bare else BARE
    page.goto(
        f"{host.address}{name}?q={quote(query, safe='')}{more}"
        if query
        else f"{host.address}{name}"
    )
    if name != BARE:
        page.wait_for_selector(
            "#results[data-state=done]", state="attached", timeout=PATIENCE
        )
    page.wait_for_timeout(SETTLED)
    session.send("Tracing.end")
    while not ended:
        page.wait_for_timeout(SETTLED)
    context.close()
    return longest(events, host.address)


def longest(events: Sequence[Event], address: str) -> Longest:
    """The longest tasks of the thread that laid out the page of that address."""
    mains = {
        _thread(one)
        for one in events
        if one["name"] == "thread_name" and one["args"]["name"] == MAIN
    }
    pages = {
        _thread(one)
        for one in events
        if one["name"] == "ParseHTML" and address in str(one["args"])
    }
    tasks = [
        one
        for one in events
        if one["name"].endswith(TASK) and _thread(one) in mains & pages
    ]
    most = [
        max((one.get(key, 0) for one in tasks), default=0) / 1000
        for key in ("dur", "tdur")
    ]
    return Longest(*most)


def _thread(event: Event) -> tuple[int, int]:
    return event["pid"], event["tid"]
