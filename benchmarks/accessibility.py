"""What axe finds on a built site: all kinds of pages, in each language, light and dark, at three widths.

    python benchmarks/accessibility.py site
    python benchmarks/accessibility.py site "search.html?q=小武器" A/RES/76/72.html

Looks at a page of each kind in each language, one of middle size, or at the pages that are named; all folds are open.
The rules are those of `tests/browser/test_accessibility.py`: WCAG 2.2 AA, best practice, and the size of targets. A row
for each kind is printed, and what is wrong with the first element of which rule. Ends with 1 if something is.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib.resources import files
from itertools import product
from pathlib import Path
from urllib.parse import quote

from kinds import group_pages
from lighthouse import serving
from pages import opening
from playwright.sync_api import Page

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.browser.test_accessibility import Scheme, violations  # noqa: E402 - from a checkout, wherever it is run

SCHEMES: tuple[Scheme, ...] = ("light", "dark")
WIDTHS = (320, 768, 1440)
LOOKS = tuple(product(SCHEMES, WIDTHS))

UNFOLD = "document.querySelectorAll('details').forEach((one) => { one.open = true; })"
FOUND = "#results[data-state=done]"
"""The results of a search, once they are there."""


def choose_pages(folder: Path) -> dict[str, list[str]]:
    """The addresses of a page of each kind in each language, by the kind."""
    kinds: dict[str, list[str]] = {}
    for kind, pages in group_pages(folder).items():
        languages: dict[str, list[str]] = {}
        for page in sorted(pages, key=lambda page: page.stat().st_size):
            address = page.relative_to(folder).as_posix()
            languages.setdefault(find_language(folder, address), []).append(address)
        kinds[kind] = [found[len(found) // 2] for found in languages.values()]
    return kinds


def find_language(folder: Path, address: str) -> str:
    """The folder of a language that a page is in; empty for the first language, which is at the root."""
    first = address.partition("/")[0]
    return first if Path(folder, first, "404.html").is_file() else ""


def look_at(page: Page, address: str, axe: str) -> dict[str, list[list[str]]]:
    """What is wrong with a page in all looks: rule and first element."""
    page.goto(address)
    if "?q=" in address:
        page.wait_for_selector(FOUND)
    page.evaluate(UNFOLD)
    return violations(page, axe, LOOKS)


def report_kind(page: Page, root: str, kind: str, addresses: Sequence[str]) -> bool:
    """Print a row, and what is wrong. True if nothing is."""
    axe = (files("axe_playwright_python") / "axe.min.js").read_text("utf-8")
    wrong = 0
    for address in addresses:
        for look, rules in look_at(page, root + quote(address, "/?=&"), axe).items():
            wrong += len(rules)
            print(f"{address}, {look}: {rules}")
    looks = len(addresses) * len(LOOKS)
    print(f"| {kind} | {len(addresses)} | {looks} | {wrong} |", flush=True)
    return not wrong


def main(site: str, *names: str) -> int:
    """Print the table; 1 if something is wrong."""
    folder = Path(site).resolve()
    kinds = {name: [name] for name in names} or choose_pages(folder)
    print("| kind | pages | looks | wrong |", "|---|---:|---:|---:|", sep="\n")
    with serving(str(folder)) as root, opening() as browser:
        page = browser.new_page()
        done = [report_kind(page, root, *one) for one in kinds.items()]
    return int(not all(done))


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
