"""A page of the search answers from one build, also if a host or a browser has files of two."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
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

    def __init__(self, answer: Callable[[Route], None] = Route.continue_) -> None:
        self._is_open, self._answer = False, answer
        self._waiting: list[Route] = []

    def let_through(self, route: Route) -> None:
        if self._is_open:
            self._answer(route)
        else:
            self._waiting.append(route)

    def open(self) -> None:
        self._is_open = True
        while self._waiting:
            self._answer(self._waiting.pop())


def is_of(build: Path, request: Request) -> bool:
    """Whether a build has the file that is asked for, with this digest."""
    path, _, digest = request.url.rpartition("?v=")
    file = build / urlsplit(path).path.removeprefix("/")
    return file.exists() and f'"{digest}"' in file.read_text("utf-8")


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
        is_old = is_of(old, route.request)
        if is_old and "/terms/" in route.request.url and not renewed:
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


def test_what_asks_for_files_of_an_older_build_late_gives_the_new_one_none(
    page: Page,
    builds: tuple[Path, Path],
    right: tuple[list[Found], list[Found]],
) -> None:
    """A browser may have them all. They come while the header of the new build is on its way."""
    old, new = builds
    came: list[str] = []

    def give(route: Route) -> None:
        route.fulfill(path=old / urlsplit(route.request.url).path.removeprefix("/"))

    of_build, of_header, late = Gate(), Gate(), Gate(give)

    def give_as_a_cache_would(route: Route) -> None:
        is_old = is_of(old, route.request)
        if is_old and "/directory/" in route.request.url:
            late.let_through(route)
            of_build.open()
        elif is_old:
            give(route)
        else:
            route.continue_()

    def give_late_ones(route: Route) -> None:
        of_header.let_through(route)
        late.open()

    def note(request: Request) -> None:
        if "/terms/" in request.url:
            came.append(request.url)
            of_header.open()

    page.route("**/search/header.js", give)
    page.route("**/search/header.js?*", give_late_ones)
    page.route("**/search/build.js?*", of_build.let_through)
    page.route("**/search/*/*", give_as_a_cache_would)
    page.on("requestfinished", note)
    with serving(new) as base:
        found = ask_all(page, base)
    assert came
    assert found == right[1]


def test_a_file_that_a_cache_has_in_a_wrong_form_is_asked_past_it(
    page: Page, builds: tuple[Path, Path], right: tuple[list[Found], list[Found]]
) -> None:
    """A host may answer a missing file with a page, or cut one off, while it publishes."""
    wrong = iter(("<!doctype html><title>404</title>", 'unresSearch.receive("te'))

    def give_wrong(route: Route) -> None:
        if "&t=" in route.request.url:
            route.continue_()
        else:
            route.fulfill(body=next(wrong, ""), content_type="text/javascript")

    page.route("**/search/terms/*", give_wrong)
    with serving(builds[0]) as base:
        assert search(page, base, QUERIES[0]) == right[0][0]
