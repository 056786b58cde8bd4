"""A page of the search answers from one build, also if a host or a browser has files of two."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request, Route

from tests.search_pages import Found, ask, search, serving, settled, write_search
from tests.texts import resolution
from unres_site.search.documents import Document, SearchPassage, make_document

pytestmark = pytest.mark.browser

KINDS = (
    "header.js",
    "build.js",
    "lengths",
    "directory",
    "terms",
    "words",
    "texts",
    "passages",
)
WORDS = ["集束弹药", "海洋法", "小武器", "裁军", "核武器", "气候变化", "人权", "和平"]
QUERIES = [*WORDS, "集束", "海洋", "58/3", "small arms", "arms"]


def make_text(number: int, words: str) -> Document:
    """A text with a title and one paragraph."""
    symbol = f"A/RES/58/{number}"
    document = make_document(resolution(symbol), "zh")
    card = document.card._replace(title=f"{words}问题")
    passages = [
        SearchPassage("", "title", "", card.title),
        SearchPassage("op1", "operative", "1", f"请各国重视{words}，并报告 small arms"),
    ]
    return Document(card, tuple(passages))


def make_texts(step: int) -> list[Document]:
    """Some texts. Another step leaves out others of them, gives some other words, and every fifth another symbol."""
    found = []
    for number in range(1, 40):
        if number % 5 == 0:
            found.append(make_text(number + 40 * step, WORDS[number % len(WORDS)]))
        elif number % step:
            found.append(make_text(number, WORDS[number * step % len(WORDS)]))
    return found


@pytest.fixture(scope="module")
def builds(
    site: tuple[Path, str], tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, Path]:
    """Two builds of a site, the older one first. Texts were added, removed, changed and renamed between them."""
    folder = tmp_path_factory.mktemp("builds")
    for name, step in (("old", 4), ("new", 3)):
        shutil.copytree(site[0], folder / name)
        shutil.rmtree(folder / name / "search")
        write_search(folder / name, make_texts(step))
    return folder / "old", folder / "new"


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A browser with an empty cache."""
    found = browser.new_context()
    yield found
    found.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


def ask_all(page: Page, base: str) -> list[Found]:
    """Open the page for the first query; the others are typed into it."""
    first, *others = QUERIES
    return [search(page, base, first), *(ask(page, base, query) for query in others)]


@pytest.fixture(scope="module")
def right(
    browser: Browser, builds: tuple[Path, Path]
) -> tuple[list[Found], list[Found]]:
    """The answers of each build."""
    page = browser.new_page()
    old, new = (ask_all(page, f"{folder.as_uri()}/") for folder in builds)
    page.close()
    return old, new


def test_the_two_builds_answer_otherwise(
    right: tuple[list[Found], list[Found]],
) -> None:
    differing = [one for one, other in zip(*right, strict=True) if one != other]
    assert len(differing) > len(QUERIES) // 2
    assert all(found.state == "done" for answers in right for found in answers)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("swapped", [False, True])
def test_of_two_builds_files_none_are_mixed(
    page: Page,
    builds: tuple[Path, Path],
    right: tuple[list[Found], list[Found]],
    tmp_path: Path,
    kind: str,
    *,
    swapped: bool,
) -> None:
    one, other = builds[::-1] if swapped else builds
    mixed = tmp_path / "site"
    shutil.copytree(one, mixed)
    path, source = mixed / "search" / kind, other / "search" / kind
    if source.is_dir():
        shutil.rmtree(path)
        shutil.copytree(source, path)
    else:
        shutil.copy(source, path)
    found = ask_all(page, f"{mixed.as_uri()}/")
    for query, answer, *allowed in zip(QUERIES, found, *right, strict=True):
        assert answer.state == "failed" or answer in allowed, query


@pytest.fixture
def host(builds: tuple[Path, Path], tmp_path: Path) -> Iterator[tuple[Path, str]]:
    """A folder with the older build, and its address on a host whose files browsers keep for ten minutes."""
    folder = tmp_path / "site"
    shutil.copytree(builds[0], folder)
    with serving(folder, "max-age=600") as base:
        yield folder, base


def publish(folder: Path, build: Path) -> None:
    shutil.rmtree(folder / "search")
    shutil.copytree(build / "search", folder / "search")


def test_a_browser_with_files_of_an_older_build_answers_as_a_fresh_one(
    context: BrowserContext,
    host: tuple[Path, str],
    builds: tuple[Path, Path],
    right: tuple[list[Found], list[Found]],
) -> None:
    folder, base = host
    page = context.new_page()
    assert ask_all(page, base) == right[0]
    publish(folder, builds[1])
    assert ask_all(page, base) == right[1]
    publish(folder, builds[0])
    assert ask_all(page, base) == right[0]


def test_a_page_that_is_open_while_a_build_is_published_goes_on_with_the_new_one(
    context: BrowserContext,
    host: tuple[Path, str],
    builds: tuple[Path, Path],
    right: tuple[list[Found], list[Found]],
) -> None:
    folder, base = host
    page = context.new_page()
    search(page, base, QUERIES[0])
    publish(folder, builds[1])
    page.fill("#q", "small arms")  # needs files that the page has not loaded
    page.press("#q", "Enter")
    assert settled(page) == right[1][QUERIES.index("small arms")]


class Gate:
    """Requests that wait until it is opened."""

    def __init__(self) -> None:
        self._is_open = False
        self._waiting: list[Route] = []

    def let_through(self, route: Route) -> None:
        if self._is_open:
            route.continue_()
        else:
            self._waiting.append(route)

    def open(self) -> None:
        self._is_open = True
        while self._waiting:
            self._waiting.pop().continue_()


def test_a_shard_of_an_older_build_that_comes_late_is_not_used(
    page: Page,
    builds: tuple[Path, Path],
    right: tuple[list[Found], list[Found]],
) -> None:
    old, new = builds
    late: list[Route] = []
    gate = Gate()
    renewed: list[Request] = []

    def give(route: Route) -> None:
        route.fulfill(path=old / urlsplit(route.request.url).path.removeprefix("/"))

    def give_as_a_cache_would(route: Route) -> None:
        path, _, digest = route.request.url.rpartition("?v=")
        file = old / urlsplit(path).path.removeprefix("/")
        is_old = file.exists() and f'"{digest}"' in file.read_text("utf-8")
        if is_old and file.parent.name == "terms" and not renewed:
            late.append(route)
            gate.open()
        elif is_old:
            give(route)
        else:
            route.continue_()

    def give_late_ones(request: Request) -> None:
        if "header.js?t=" in request.url and not renewed:
            renewed.append(request)
            for route in late:
                give(route)

    page.route("**/search/header.js", give)
    page.route("**/search/build.js?*", gate.let_through)  # shards are asked for before
    page.route("**/search/*/*", give_as_a_cache_would)
    page.on("requestfinished", give_late_ones)
    with serving(new) as base:
        found = ask_all(page, base)
    assert late
    assert found == right[1]
