"""A real browser on a real site: the four texts built as a user builds them, and a site with one of everything."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable, Iterator
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Dialog,
    Page,
    Request,
    ViewportSize,
    sync_playwright,
)

from tests.texts import SMALL
from unres_site.archive import Archive
from unres_site.pipeline.build import build
from unres_site.pipeline.report import Options
from unres_site.settings import SiteConfig
from unres_site.site.pages import plan
from unres_site.site.rendering.render import Renderer

ROOT = Path(__file__).parent.parent.parent
NAMES = (
    "chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "chrome"
)  # fmt: skip
FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip


class Site(NamedTuple):
    """A built site: its folder, and its address on the loopback."""

    folder: Path
    address: str


class Watched(NamedTuple):
    """A page, and all that went wrong on it: console errors, exceptions, requests to other hosts, failed requests."""

    page: Page
    complaints: list[str]


class Quiet(SimpleHTTPRequestHandler):
    """Serves files and says nothing."""

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class names it so
        """Nothing is logged: pytest shows what matters."""


class Host(Quiet):
    """Has the site in its folder `archive`, and shows `404.html` for addresses that are none, as hosts do."""

    def translate_path(self, path: str) -> str:
        """The file for a path below `/archive/`; for any other, one that is not there."""
        within = path.startswith("/archive/")
        return (
            super().translate_path(path.removeprefix("/archive"))
            if within
            else str(Path(self.directory, "no", "file"))
        )

    def send_error(
        self, code: int, message: str | None = None, explain: str | None = None
    ) -> None:
        """The site's own page 404, if there is no file."""
        if code != HTTPStatus.NOT_FOUND:
            super().send_error(code, message, explain)
            return
        content = Path(self.directory, "404.html").read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)


def serve(folder: Path, handler: type[Quiet] = Quiet) -> Iterator[Site]:
    """The folder on a free port of the loopback."""
    with ThreadingHTTPServer(
        ("127.0.0.1", 0), partial(handler, directory=str(folder))
    ) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield Site(folder, f"http://127.0.0.1:{server.server_port}/")
        server.shutdown()
        thread.join()


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The project's own four texts."""
    folder = tmp_path_factory.mktemp("built") / "site"
    options = Options(
        source=str(ROOT / "resolutions"),
        output=str(folder),
        config=str(ROOT / "site.yml"),
        cache=None,
    )
    assert build(options, lambda _: None).is_sound
    yield from serve(folder)


@pytest.fixture(scope="session")
def hosted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the four texts on a host that shows the site's own 404.html, in a folder."""
    folder = tmp_path_factory.mktemp("hosted")
    config = folder / "site.yml"
    config.write_text("base_address: http://localhost/archive/\n", "utf-8")
    options = Options(
        source=str(ROOT / "resolutions"),
        output=str(folder / "site"),
        config=str(config),
        cache=None,
    )
    assert build(options, lambda _: None).is_sound
    for site in serve(folder / "site", Host):
        yield f"{site.address}archive/"


@pytest.fixture(scope="session")
def unhosted(site: Site) -> Iterator[str]:
    """The same, of a site that does not know its address."""
    for found in serve(site.folder, Host):
        yield f"{found.address}archive/"


@pytest.fixture(scope="session")
def everything(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Texts made by hand that hold one of everything, without a search index."""
    folder = tmp_path_factory.mktemp("everything")
    renderer = Renderer(
        SiteConfig(language="en"), ROOT / "templates", ROOT / "static", ROOT / "content"
    )
    pages = plan(Archive(SMALL), renderer.config)
    for address, content in [
        *((page.address, renderer.render(page)) for page in pages),
        *renderer.make_assets(),
    ]:
        path = folder / address
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    yield from serve(folder)


@pytest.fixture(scope="session")
def axe() -> str:
    """The script of axe, as its Python package carries it."""
    return (files("axe_playwright_python") / "axe.min.js").read_text("utf-8")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """An installed Chromium, else Playwright's own."""
    installed = next(filter(None, map(shutil.which, NAMES)), None)
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=installed, args=[*FLAGS])
        yield launched
        launched.close()


class Watch:
    """Collects what goes wrong on a page. All its requests must go to the origin of an address."""

    def __init__(self, page: Page, url: str = "") -> None:
        self.watched = Watched(page, [])
        self.set_origin(url)
        page.on("console", self._note_message)
        page.on("dialog", self._note_dialog)
        page.on("pageerror", lambda error: self._note(str(error)))
        page.on("request", self._note_request)
        page.on("requestfailed", self._note_failure)

    def set_origin(self, url: str) -> None:
        """The origin of an address is the one that requests may go to from now on."""
        self._origin = "/".join(url.split("/")[:3])

    def _note(self, complaint: str) -> None:
        self.watched.complaints.append(complaint)

    def _note_message(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self._note(message.text)

    def _note_dialog(self, dialog: Dialog) -> None:
        self._note(dialog.message)
        dialog.dismiss()

    def _note_request(self, request: Request) -> None:
        if not request.url.startswith(self._origin):
            self._note(f"outside: {request.url}")

    def _note_failure(self, request: Request) -> None:
        if is_fault(request):
            self._note(f"failed: {request.url}")


def is_fault(request: Request) -> bool:
    """Whether a request failed; one that the browser cancelled because it left the page did not."""
    return request.failure != "net::ERR_ABORTED"


FORGET = """() => {
    try {
        localStorage.clear();
        sessionStorage.clear();
    } catch {} // an empty page has no storage
}"""


SCREEN = ViewportSize(width=1280, height=800)


def set_size(page: Page, size: ViewportSize) -> None:
    """Give the window a size, if it has another: to ask the browser for what is there takes as long."""
    if page.viewport_size != size:
        page.set_viewport_size(size)


class PagePool:
    """Pages that tests use one after the other.

    A new page in a new context takes the browser three times as long as the next address in a page that is there.
    """

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._free: list[Watch] = []

    def take(self) -> Watch:
        """A page that no other test uses, as if it were new."""
        if self._free:
            return self._free.pop()
        context = self._browser.new_context(viewport=SCREEN)
        return Watch(context.new_page())

    def give_back(self, watch: Watch) -> None:
        """Undo what a test did in the page: what it stored, its media, its pointer. One that was closed is dropped."""
        page = watch.watched.page
        if page.is_closed():
            return
        watch.set_origin("")
        page.evaluate(FORGET)
        page.mouse.move(0, 0)
        page.emulate_media(media="null", color_scheme="null")
        page.unroute_all()
        set_size(page, SCREEN)
        page.goto("about:blank")
        watch.watched.complaints.clear()
        self._free.append(watch)


@pytest.fixture(scope="session")
def pool(browser: Browser) -> PagePool:
    """The pages that tests share."""
    return PagePool(browser)


Open = Callable[..., Watched]


@pytest.fixture
def open_page(browser: Browser, pool: PagePool) -> Iterator[Open]:
    """Open an address in a watched page: `open_page(url, width=320)`.

    With options of a context (`java_script_enabled=False`) the page has a context of its own.
    """
    taken: list[Watch] = []
    contexts: list[BrowserContext] = []

    def opened(
        url: str, width: int = 1280, height: int = 800, **options: object
    ) -> Watched:
        size = ViewportSize(width=width, height=height)
        if options:
            context = browser.new_context(viewport=size, **options)  # type: ignore[arg-type] # passed on
            contexts.append(context)
            watch = Watch(context.new_page())
        else:
            watch = pool.take()
            taken.append(watch)
            set_size(watch.watched.page, size)
        watch.set_origin(url)
        watch.watched.page.goto(url)
        return watch.watched

    yield opened
    for context in contexts:
        context.close()
    for watch in taken:
        pool.give_back(watch)
