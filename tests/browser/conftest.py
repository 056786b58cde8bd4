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
from unres_site.site.render import Renderer

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


Open = Callable[..., Watched]


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Open]:
    """Open an address in a fresh context, watched: `open_page(url, width=320, java_script_enabled=False)`."""
    contexts: list[BrowserContext] = []

    def opened(
        url: str, width: int = 1280, height: int = 800, **options: object
    ) -> Watched:
        size = ViewportSize(width=width, height=height)
        context = browser.new_context(viewport=size, **options)  # type: ignore[arg-type] # passed on
        contexts.append(context)
        watched = Watched(context.new_page(), [])
        watch(watched, url)
        watched.page.goto(url)
        return watched

    yield opened
    for context in contexts:
        context.close()


def is_fault(request: Request) -> bool:
    """Whether a request failed; one that the browser cancelled because it left the page did not."""
    return request.failure != "net::ERR_ABORTED"


def watch(watched: Watched, url: str) -> None:
    """Collect what goes wrong on a page from now on."""
    page, complaints = watched
    origin = "/".join(url.split("/")[:3])
    page.on(
        "console",
        lambda message: (
            complaints.append(message.text) if message.type == "error" else None
        ),
    )
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on(
        "requestfailed",
        lambda request: (
            complaints.append(f"failed: {request.url}") if is_fault(request) else None
        ),
    )
    page.on(
        "request",
        lambda request: (
            complaints.append(f"outside: {request.url}")
            if not request.url.startswith(origin)
            else None
        ),
    )
