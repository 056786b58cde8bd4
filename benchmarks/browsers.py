"""Whether Firefox and WebKitGTK do with a built site what Chromium does: reading, notes, copying, searching.

    python benchmarks/browsers.py site

Each task is done by hand as it were, with keys and the pointer, over http and from the disk. It answers with what a
reader then sees. The answers must be Chromium's, and some of them are checked by themselves. A browser that is not
installed is left out, and the last lines say what to install. `make audit` runs it on the four texts of the project.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

from playwright.sync_api import Error

sys.path.insert(0, str(Path(__file__).parent.parent))
from benchmarks.drivers import BROWSERS, Driver, Json, Missing
from benchmarks.lighthouse import serving
from benchmarks.usage import read_names

WIDE, NARROW, HEIGHT = 1400, 640, 1000
"""CSS pixels of a window that has notes in its margin, and of one that has not."""

PAGE = "A/RES/62/22.html"
QUERIES = ("小武器", "58/58", "轻武器 非法贩运", "贩运阻碍发展")
LINE = 24
"""Pixels of a line of text: a note is that near to its mark."""

WAIT = 30.0
"""Seconds to wait for what a script does."""

STOPS = 8
"""Of the Tab key before the text of the page."""


class Outcome(NamedTuple):
    """What a task found: what the browsers must agree in, and what is wrong by itself."""

    seen: Any
    wrong: list[str]


class Reader:
    """A reader of the site at a window of a browser."""

    def __init__(self, driver: Driver, address: str) -> None:
        self._driver = driver
        self.address = address
        self.run = driver.run
        self.press = driver.press
        self.resize = driver.resize

    def visit(self, page: str) -> None:
        """Open a page of the site, in full."""
        self._driver.visit(self.address + page)

    def wait_until(self, expression: str) -> None:
        """Return when an expression is true. A page that is just left has no answer, and is asked again."""
        end = time.monotonic() + WAIT
        while time.monotonic() < end:
            with suppress(Error, RuntimeError):
                if self.run(f"Boolean({expression})"):
                    return
            time.sleep(0.05)
        raise RuntimeError(f"never came true: {expression}")

    def point(self, selector: str, *, click: bool = True) -> None:
        """Bring an element into the middle of the view, move the pointer to it, and click."""
        element = f"document.querySelector({selector!r})"
        self.wait_until(element)
        self.run(f"{element}.scrollIntoView({{block: 'center'}}) || null")
        x, y = self.run(
            f"(box => [box.left + box.width / 2, box.top + box.height / 2])({element}.getClientRects()[0])"
        )
        self._driver.point(x, y, click=click)

    def type_words(self, words: str) -> None:
        """Press the key of each letter."""
        for letter in words:
            self.press(letter)


def read(reader: Reader) -> Outcome:
    """A page is set as it should be; the scheme that a reader chooses is kept on the next page."""
    reader.resize(WIDE, HEIGHT)
    reader.visit(PAGE)
    seen = reader.run("""{
        title: document.title,
        text: document.querySelector('#text').textContent.length,
        links: document.querySelectorAll('main a[href]').length,
        contents: document.querySelector('.contents ol').checkVisibility(),
        hanging: document.querySelector('#op1 > .number').getBoundingClientRect().left
            < document.querySelector('#op1').getBoundingClientRect().left,
        overflow: document.documentElement.scrollWidth - document.documentElement.clientWidth,
    }""")
    before = reader.run("getComputedStyle(document.body).backgroundColor")
    reader.point(".scheme")
    reader.visit("sessions.html")
    after = reader.run("getComputedStyle(document.body).backgroundColor")
    reader.point(".scheme")
    seen |= {"is_kept": before != after}
    wrong = [] if seen["overflow"] == 0 else ["the page is wider than the window"]
    return Outcome(seen, wrong if seen["is_kept"] else [*wrong, "the scheme is lost"])


def follow_keys(reader: Reader) -> Outcome:
    """The first stop of the Tab key leads to the text; the others before the text are in the same order.

    Those in the text are not compared: Firefox without a window tells a page of no focus, so it shows nothing there.
    """
    reader.resize(WIDE, HEIGHT)
    reader.visit(PAGE)
    reader.press("Tab")
    reader.press("Enter")
    reader.wait_until("location.hash === '#text'")
    reader.visit(PAGE + "?again")
    stops: list[str] = []
    for _ in range(STOPS):
        reader.press("Tab")
        stops.append(
            reader.run("document.activeElement.textContent.trim().slice(0, 12)")
        )
    return Outcome(stops, [])


def open_notes(reader: Reader) -> Outcome:
    """Notes are beside their marks in a wide window; in a narrow one a mark opens its note, and Escape closes it."""
    reader.resize(WIDE, HEIGHT)
    reader.visit(PAGE)
    reader.wait_until("document.querySelector('.text.beside')")
    distances = reader.run("""[...document.querySelectorAll('.notes li')].map((note) => {
        const back = note.querySelector('[role=doc-backlink]');
        const mark = back && document.getElementById(back.hash.slice(1));
        return mark ? Math.round(note.getBoundingClientRect().top - mark.getBoundingClientRect().top) : null;
    })""")
    reader.resize(NARROW, HEIGHT)
    reader.wait_until("innerWidth < 1024")
    reader.point("[role=doc-noteref]")
    reader.wait_until("document.querySelector('.note-here')")
    note = reader.run("document.querySelector('.note-here').textContent.trim()")
    said = reader.run("document.querySelector('[role=doc-noteref]').ariaExpanded")
    reader.press("Escape")
    reader.wait_until("!document.querySelector('.note-here')")
    focused = reader.run("document.activeElement.id")
    first = next(found for found in distances if found is not None)
    wrong = (
        [] if abs(first) < LINE else [f"the first note is {first} pixels from its mark"]
    )
    return Outcome([len(distances), note, said, focused], wrong)


def copy_paragraph(reader: Reader) -> Outcome:
    """Each button of a paragraph copies; what is copied can be pasted into the search box."""
    reader.resize(WIDE, HEIGHT)
    pasted: list[str] = []
    for nth in (1, 2, 3):
        reader.visit(PAGE)
        reader.point("#op3", click=False)
        reader.point(f".copying button:nth-of-type({nth})")
        reader.wait_until(
            "document.querySelector('.copying [role=status]').textContent"
        )
        reader.run("document.querySelector('.search input').focus() || null")
        reader.run("document.querySelector('.search input').value = ''")
        reader.press("Control", "v")
        reader.wait_until("document.querySelector('.search input').value")
        pasted.append(reader.run("document.querySelector('.search input').value"))
    seen = [words.replace(reader.address, "") for words in pasted]
    # a site that knows its address has that one in its links
    is_link = seen[0].endswith(f"{PAGE}#op3")
    wrong = [] if is_link else [f"the link is {seen[0]}"]
    return Outcome(seen, wrong)


def search(reader: Reader) -> Outcome:
    """Queries in the address and typed in the box of another page have the same answers."""
    reader.resize(WIDE, HEIGHT)
    seen: list[Any] = []
    for query in QUERIES:
        reader.visit(f"search.html?q={query}")
        seen.append(read_results(reader))
    reader.visit(PAGE)
    reader.point(".search input")
    reader.type_words("64/50")
    reader.press("Enter")
    reader.wait_until("location.pathname.endsWith('search.html')")
    seen.append(read_results(reader))
    return Outcome(seen, [] if all(row[1] for row in seen) else ["nothing is found"])


def read_results(reader: Reader) -> list[Any]:
    """The state of the answer, the number found, and symbols and passages of what is shown."""
    reader.wait_until(
        "/done|failed/.test(document.querySelector('#results')?.dataset.state)"
    )
    reader.wait_until("!document.querySelector('#results .pending')")
    found: list[Any] = (
        reader.run("""(list => [list.dataset.state, Number(list.dataset.count),
        [...list.querySelectorAll('li')].map((one) => [one.dataset.symbol, one.textContent.trim()])])(
        document.querySelector('#results'))""")
    )
    return found


TASKS: dict[str, Callable[[Reader], Outcome]] = {
    "reading": read,
    "keyboard": follow_keys,
    "notes": open_notes,
    "copying": copy_paragraph,
    "searching": search,
}


def do_tasks(reader: Reader) -> dict[str, Outcome]:
    """What comes of each task; a task that can't be done says why."""
    found: dict[str, Outcome] = {}
    for name, task in TASKS.items():
        try:
            found[name] = task(reader)
        except (RuntimeError, TypeError, TimeoutError, Error) as error:
            found[name] = Outcome(None, [str(error)])
    return found


def try_browser(browser: str, addresses: dict[str, str]) -> dict[str, Outcome]:
    """What comes of all tasks in a browser, by the way in which the site is read and the task."""
    found: dict[str, Outcome] = {}
    for way, address in addresses.items():
        with BROWSERS[browser]() as driver:
            outcomes = do_tasks(Reader(driver, address))
        found |= {f"{name} {way}": outcome for name, outcome in outcomes.items()}
    return found


def tell_difference(seen: Json, expected: Json) -> str:
    """The first difference of two answers; a list is told by its first item that differs."""
    while isinstance(seen, list) and isinstance(expected, list):
        pairs = [
            pair for pair in zip(seen, expected, strict=False) if pair[0] != pair[1]
        ]
        if len(seen) != len(expected) or not pairs:
            break
        seen, expected = pairs[0]
    return f"{seen!r} is not {expected!r}"


def report(browser: str, found: dict[str, Outcome], model: dict[str, Outcome]) -> bool:
    """Print a line for each task that is not as it should be, and one for all. True if there is none."""
    is_well = True
    for task, outcome in found.items():
        faults = list(outcome.wrong)
        if outcome.seen != model[task].seen:
            faults.append(tell_difference(outcome.seen, model[task].seen))
        for fault in faults:
            is_well = False
            print(f"{browser}: {task}: {fault}")
    if is_well:
        print(f"{browser}: {len(found)} tasks as they should be: {', '.join(found)}")
    return is_well


def main(folder: str) -> int:
    """Do all tasks in all browsers; 1 if one is not done as in the first browser."""
    is_well = True
    model: dict[str, Outcome] = {}
    with serving(folder) as address:
        addresses = {
            "over http": address,
            "from the disk": f"{Path(folder).resolve().as_uri()}/",
        }
        for browser in BROWSERS:
            try:
                found = try_browser(browser, addresses)
            except Missing as missing:
                print(f"{browser} is left out: {missing}.")
                continue
            except TimeoutError as error:
                is_well = False
                print(f"{browser} does not answer, as on a busy machine: {error}.")
                continue
            model = model or found
            is_well = report(browser, found, model) and is_well
    return int(not is_well)


if __name__ == "__main__":
    sys.exit(main(*read_names(__doc__)))
