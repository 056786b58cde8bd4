"""What the search page asks for, and in which order: a reader on a slow connection waits for each step."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Request, Route

from tests.search_pages import search, serving, settled, write_search
from tests.texts import resolution
from unres_site.search.documents import Document, SearchPassage, make_document

pytestmark = pytest.mark.browser

WORDS = "小武器"
TEXTS = 12
"""Two files hold their cards: the first has those of the titles that are shown first."""

RESULTS = 10
"""The first ones that are shown."""

SCREEN = 5
"""Titles that are shown without waiting for the others."""

FILES = 2
"""Of cards, for these results."""

CARDS = "**/search/texts/*"


def make_text(number: int) -> Document:
    symbol = f"A/RES/58/{number}"
    document = make_document(resolution(symbol), "zh")
    card = document.card._replace(title=f"第{number}个{WORDS}问题")
    return Document(card, (SearchPassage("", "title", "", card.title),))


@pytest.fixture(scope="module")
def base(
    site: tuple[Path, str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """The address of a site whose search has a few texts."""
    folder = tmp_path_factory.mktemp("loading") / "site"
    shutil.copytree(site[0], folder)
    shutil.rmtree(folder / "search")
    write_search(folder, [make_text(1 + place) for place in range(TEXTS)])
    with serving(folder) as address:
        yield address


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context()
    yield context.new_page()
    context.close()


def is_shard(request: Request) -> bool:
    return "/search/terms/" in request.url


def test_shards_are_loaded_while_the_scripts_that_rank_are_on_their_way(
    page: Page, base: str
) -> None:
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/assets/results.js", hold)
    with page.expect_request_finished(is_shard):
        page.goto(f"{base}search.html?q={WORDS}", wait_until="commit")
    [waiting] = held
    waiting.continue_()
    assert len(settled(page).items) == RESULTS


def test_the_first_titles_are_shown_before_the_last_have_come(
    page: Page, base: str
) -> None:
    held: list[Route] = []
    released = False

    def let_some_through(route: Route) -> None:
        held.append(route)
        if released or len(held) == 1:
            route.continue_()

    page.route(CARDS, let_some_through)
    page.goto(f"{base}search.html?q={WORDS}", wait_until="commit")
    symbols = page.locator("#results .symbol")
    symbols.first.wait_for()
    first = symbols.all_inner_texts()
    assert len(first) == SCREEN
    released = True
    assert len(held) == FILES
    held[1].continue_()
    found = settled(page)
    assert len(found.items) == RESULTS
    assert found.symbols[:SCREEN] == first


def test_a_header_that_did_not_come_is_asked_for_again(page: Page, base: str) -> None:
    page.route("**/search/header.js", lambda route: route.abort())
    found = search(page, base, WORDS)
    assert found.state == "done"
    assert len(found.items) == RESULTS


@pytest.mark.parametrize("query", ["", f"?q={WORDS}"])
def test_the_script_of_all_pages_is_loaded_once(
    page: Page, base: str, query: str
) -> None:
    page.goto(f"{base}search.html{query}")
    settled(page)
    page.locator("button.scheme").wait_for()
    assert page.locator("script[src$='assets/site.js']").count() == 1


def test_lunr_is_there_before_a_reader_types(page: Page, base: str) -> None:
    page.goto(f"{base}search.html")
    page.wait_for_function("Boolean(globalThis.lunr)", timeout=3000)
