"""Three browsers behind one small interface: Chromium, Firefox and WebKitGTK, each by the protocol that it speaks.

    Chromium   Playwright
    Firefox    WebDriver BiDi: JSON over a WebSocket that Firefox itself opens
    WebKitGTK  WebDriver: JSON over HTTP, by `WebKitWebDriver`; its window is on a virtual screen (`Xvfb`)

Firefox and WebKitGTK are Debian's packages `firefox-esr`, `webkit2gtk-driver` and `xvfb`.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path
from typing import IO, Any, Protocol

from playwright.sync_api import Page, sync_playwright
from websockets.sync.client import ClientConnection, connect

PATIENCE = 60.0
"""Seconds to wait for a browser."""

CHROMIUM = (
    "chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "chrome"
)  # fmt: skip
FIREFOX = ("firefox-esr", "firefox")
WEBKIT = "webkit2gtk-4.*/MiniBrowser"
"""The browser that `WebKitWebDriver` opens; it lies below a folder of libraries."""

LIBRARIES = (Path("/usr/lib"), Path("/usr/libexec"))

# matches: WebDriver BiDi listening on ws://127.0.0.1:40123
# rejects: Marionette listening on 2828
LISTENING = re.compile(r"BiDi listening on (ws://\S+)")

# matches: 99
# rejects: :99
NUMBER = re.compile(r"^(\d+)$")
"""The number of a screen, as Xvfb prints it."""

KEYS = {
    "Control": "\ue009", "Enter": "\ue007", "Escape": "\ue00c", "Tab": "\ue004"
}  # fmt: skip
"""Keys without a letter, by their names, as WebDriver writes them."""


Json = Any
"""A value that JSON can hold."""


class Missing(Exception):  # noqa: N818 - it is not a fault
    """A browser that this machine does not have; the words say what to install."""


class Driver(Protocol):
    """One window of a browser."""

    def visit(self, address: str) -> None:
        """Open an address and wait until the page is loaded."""

    def resize(self, width: int, height: int) -> None:
        """Give the window about that size, in CSS pixels."""

    def run(self, expression: str) -> Json:
        """The value of a JavaScript expression on the page, which JSON can hold."""

    def press(self, *keys: str) -> None:
        """Press the keys together: letters, or names such as `Enter`."""

    def point(self, x: float, y: float, *, click: bool) -> None:
        """Move the pointer there, in CSS pixels of the view, and click if asked."""


class ChromiumDriver:
    """A page of Playwright."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def visit(self, address: str) -> None:
        """Open an address."""
        self.page.goto(address)

    def resize(self, width: int, height: int) -> None:
        """Set the view's size."""
        self.page.set_viewport_size({"width": width, "height": height})

    def run(self, expression: str) -> Json:
        """Evaluate an expression."""
        return self.page.evaluate(f"({expression})")

    def press(self, *keys: str) -> None:
        """Press keys together."""
        self.page.keyboard.press("+".join(keys))

    def point(self, x: float, y: float, *, click: bool) -> None:
        """Move the pointer, and click."""
        self.page.mouse.move(x, y)
        if click:
            self.page.mouse.click(x, y)


class FirefoxDriver:
    """A tab of Firefox, by WebDriver BiDi."""

    def __init__(self, connection: ClientConnection) -> None:
        self._connection = connection
        self._numbers = count(1)
        self._ask("session.new", {"capabilities": {}})
        tree = self._ask("browsingContext.getTree", {})
        self._tab = {"context": tree["contexts"][0]["context"]}

    def _ask(self, method: str, parameters: dict[str, Any]) -> Json:
        """The result of a command. Messages about other things are passed over."""
        number = next(self._numbers)
        asked = {"id": number, "method": method, "params": parameters}
        self._connection.send(json.dumps(asked))
        while True:
            answer = json.loads(self._connection.recv(timeout=PATIENCE))
            if answer.get("id") == number:
                break
        if answer["type"] == "error":
            raise RuntimeError(f"{method}: {answer['message']}")
        return answer["result"]

    def visit(self, address: str) -> None:
        """Open an address."""
        self._ask(
            "browsingContext.navigate",
            {**self._tab, "url": address, "wait": "complete"},
        )

    def resize(self, width: int, height: int) -> None:
        """Set the view's size."""
        size = {"width": width, "height": height}
        self._ask("browsingContext.setViewport", {**self._tab, "viewport": size})

    def run(self, expression: str) -> Json:
        """Evaluate an expression."""
        parameters = {
            "expression": f"JSON.stringify({expression})",
            "target": self._tab,
            "awaitPromise": False,
        }
        done = self._ask("script.evaluate", parameters)
        if done["type"] != "success":
            raise RuntimeError(f"{expression}: {done['exceptionDetails']['text']}")
        return json.loads(done["result"].get("value", "null"))

    def press(self, *keys: str) -> None:
        """Press keys together."""
        self._ask("input.performActions", {**self._tab, **make_key_actions(keys)})

    def point(self, x: float, y: float, *, click: bool) -> None:
        """Move the pointer, and click."""
        actions = make_pointer_actions(x, y, click=click)
        self._ask("input.performActions", {**self._tab, **actions})


class WebKitDriver:
    """A window of WebKitGTK's MiniBrowser, by WebDriver over HTTP."""

    def __init__(self, address: str, binary: Path) -> None:
        options = {"binary": str(binary), "args": ["--automation"]}
        wanted = {"alwaysMatch": {"webkitgtk:browserOptions": options}}
        self._address = address
        session = self._ask("POST", "", {"capabilities": wanted})
        self._address = f"{address}/{session['sessionId']}"

    def _ask(
        self, method: str, path: str, parameters: dict[str, Any] | None = None
    ) -> Json:
        """The value that a command answers with."""
        request = urllib.request.Request(  # noqa: S310 - the driver is on the loopback
            self._address + path,
            None if parameters is None else json.dumps(parameters).encode(),
            {"Content-Type": "application/json"},
            method=method,
        )
        try:
            with urllib.request.urlopen(request, timeout=PATIENCE) as answer:  # noqa: S310
                return json.load(answer)["value"]
        except urllib.error.HTTPError as error:
            raise RuntimeError(f"{path}: {error.read().decode()}") from error

    def visit(self, address: str) -> None:
        """Open an address."""
        self._ask("POST", "/url", {"url": address})

    def resize(self, width: int, height: int) -> None:
        """Set the window's size; the view is a little smaller."""
        self._ask("POST", "/window/rect", {"width": width, "height": height})

    def run(self, expression: str) -> Json:
        """Evaluate an expression."""
        script = f"return JSON.stringify({expression})"
        found = self._ask("POST", "/execute/sync", {"script": script, "args": []})
        return json.loads(found or "null")

    def press(self, *keys: str) -> None:
        """Press keys together."""
        self._ask("POST", "/actions", make_key_actions(keys))

    def point(self, x: float, y: float, *, click: bool) -> None:
        """Move the pointer, and click."""
        self._ask("POST", "/actions", make_pointer_actions(x, y, click=click))

    def close(self) -> None:
        """Close the window."""
        self._ask("DELETE", "")


def make_key_actions(keys: Sequence[str]) -> dict[str, Any]:
    """The keys pressed in their order and released in the opposite one, as both protocols write it."""
    signs = [KEYS.get(key, key) for key in keys]
    steps = [{"type": "keyDown", "value": sign} for sign in signs]
    steps += [{"type": "keyUp", "value": sign} for sign in reversed(signs)]
    return {"actions": [{"type": "key", "id": "keyboard", "actions": steps}]}


def make_pointer_actions(x: float, y: float, *, click: bool) -> dict[str, Any]:
    """A move of the mouse, and a click, as both protocols write it."""
    steps: list[dict[str, Any]] = [
        {"type": "pointerMove", "x": round(x), "y": round(y), "duration": 0}
    ]
    if click:
        steps += [{"type": kind, "button": 0} for kind in ("pointerDown", "pointerUp")]
    return {"actions": [{"type": "pointer", "id": "mouse", "actions": steps}]}


def find_program(names: Sequence[str], package: str) -> str:
    """The path of the first of these programs that there is."""
    found = next(filter(None, map(shutil.which, names)), None)
    if not found:
        raise Missing(f"install {package}")
    return found


def find_minibrowser() -> Path:
    """WebKitGTK's own small browser."""
    for folder in LIBRARIES:
        for pattern in (WEBKIT, f"*/{WEBKIT}"):
            for path in folder.glob(pattern):
                return path
    raise Missing("install webkit2gtk-driver")


@contextmanager
def running(command: Sequence[str], **options: Any) -> Iterator[subprocess.Popen[str]]:
    """A program that runs as long as it is needed."""
    with subprocess.Popen(command, text=True, **options) as process:  # noqa: S603 - of this file
        try:
            yield process
        finally:
            process.terminate()


def wait_for_line(stream: IO[str] | None, pattern: re.Pattern[str]) -> str:
    """The first group of the first line that matches."""
    for line in stream or ():
        if found := pattern.search(line):
            return found[1]
    raise RuntimeError("the program ended before it was ready")


@contextmanager
def open_chromium() -> Iterator[Driver]:
    """Chromium without a window."""
    binary = find_program(CHROMIUM, "chromium-headless-shell")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=binary, args=["--no-sandbox", "--disable-gpu"]
        )
        yield ChromiumDriver(browser.new_page())
        browser.close()


@contextmanager
def open_firefox() -> Iterator[Driver]:
    """Firefox without a window, with a profile of its own."""
    binary = find_program(FIREFOX, "firefox-esr")
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        command = [
            binary, "--headless", "--no-remote", "--profile", profile, "--remote-debugging-port", "0"
        ]  # fmt: skip
        log = subprocess.DEVNULL
        with running(command, stdout=log, stderr=subprocess.PIPE) as process:
            address = wait_for_line(process.stderr, LISTENING)
            with connect(f"{address}/session", max_size=None) as connection:
                yield FirefoxDriver(connection)


@contextmanager
def open_webkit() -> Iterator[Driver]:
    """WebKitGTK on a virtual screen."""
    driver = find_program(["WebKitWebDriver"], "webkit2gtk-driver")
    screen = find_program(["Xvfb"], "xvfb")
    binary = find_minibrowser()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    shown = [
        screen,
        "-displayfd",
        "1",
        "-screen",
        "0",
        "1600x1200x24",
        "-nolisten",
        "tcp",
    ]
    quiet = {"stderr": subprocess.DEVNULL}
    with running(shown, stdout=subprocess.PIPE, **quiet) as xvfb:
        number = wait_for_line(xvfb.stdout, NUMBER)
        environment = {**os.environ, "DISPLAY": f":{number}"}
        command = [driver, "--host=127.0.0.1", f"--port={port}"]
        with running(command, env=environment, stdout=subprocess.DEVNULL, **quiet):
            wait_for_port(port)
            window = WebKitDriver(f"http://127.0.0.1:{port}/session", binary)
            try:
                yield window
            finally:
                window.close()


def wait_for_port(port: int) -> None:
    """Return when something listens at a port of the loopback."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port)):
            return
        time.sleep(0.1)
    raise RuntimeError("WebKitWebDriver does not listen")


BROWSERS: dict[str, Callable[[], Any]] = {
    "Chromium": open_chromium,
    "Firefox": open_firefox,
    "WebKitGTK": open_webkit,
}
"""How to open each browser: a context that gives a `Driver`. The first is what the others are compared with."""
