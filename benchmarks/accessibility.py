"""What axe finds on a built site: all kinds of pages, in each language, light and dark, at three widths.

    python benchmarks/accessibility.py site
    python benchmarks/accessibility.py site "search.html?q=小武器" A/RES/76/72.html

Looks at a page of each kind in each language, one of middle size, and of resolutions also at the longest, at one beside
another language, and at the results of a search; or at the pages that are named. All folds are open.
The rules are those of `tests/browser/test_accessibility.py`: WCAG 2.2 AA, best practice, and the size of targets. A row
for each kind is printed, and what is wrong with the first element of which rule. Ends with 1 if something is.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence
from importlib.resources import files
from itertools import product
from pathlib import Path
from urllib.parse import quote

from playwright.sync_api import Page

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
from benchmarks.kinds import group_pages
from benchmarks.lighthouse import serving
from benchmarks.pages import opening
from benchmarks.usage import read_names
from tests.browser.test_accessibility import Scheme, violations

SCHEMES: tuple[Scheme, ...] = ("light", "dark")
WIDTHS = (320, 768, 1440)
LOOKS = tuple(product(SCHEMES, WIDTHS))

UNFOLD = "document.querySelectorAll('details').forEach((one) => { one.open = true; })"
MADE = {"?q=": "#results[data-state=done]", "?with=": ".parallel"}
"""What scripts make of a page, by a sign in its address."""

# matches: <a href="?with=en" lang="en">
# rejects: <a href="58.html">
PAIR = re.compile(r'<a href="(\?with=[A-Za-z-]+)"')


def choose_pages(folder: Path) -> dict[str, list[str]]:
    """The addresses of a page of each kind in each language, by the kind."""
    kinds: dict[str, list[str]] = {}
    for kind, pages in group_pages(folder).items():
        languages = group_by_language(folder, pages)
        kinds[kind] = [found[len(found) // 2] for found in languages.values()]
        if kind == "resolution":
            kinds["long resolution"] = [found[-1] for found in languages.values()]
            kinds["side by side"] = list(list_pairs(folder, languages))
            kinds["results"] = list(list_searches(languages))
    return kinds


def group_by_language(folder: Path, pages: Sequence[Path]) -> dict[str, list[str]]:
    """The addresses of pages by the folders of their languages, the longest page last."""
    languages: dict[str, list[str]] = {}
    for page in sorted(pages, key=lambda page: page.stat().st_size):
        address = page.relative_to(folder).as_posix()
        languages.setdefault(find_language(folder, address), []).append(address)
    return languages


def list_pairs(folder: Path, languages: dict[str, list[str]]) -> Iterator[str]:
    """The shortest resolution of each language that is held in another one, beside it."""
    for addresses in languages.values():
        for address in addresses:
            if found := PAIR.search((folder / address).read_text("utf-8")):
                yield address + found[1]
                break


def list_searches(languages: dict[str, list[str]]) -> Iterator[str]:
    """A search in each language, for the number of its longest resolution: its page is `A/RES/58/58.html`."""
    for code, addresses in languages.items():
        session, name = addresses[-1].split("/")[-2:]
        yield f"{code}/search.html?q={session}/{Path(name).stem}".lstrip("/")


def find_language(folder: Path, address: str) -> str:
    """The folder of a language that a page is in; empty for the first language, which is at the root."""
    first = address.partition("/")[0]
    return first if Path(folder, first, "404.html").is_file() else ""


def look_at(page: Page, address: str, axe: str) -> dict[str, list[list[str]]]:
    """What is wrong with a page in all looks: rule and first element."""
    page.goto(address)
    for sign, made in MADE.items():
        if sign in address:
            page.wait_for_selector(made)
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
    sys.exit(main(*read_names(__doc__)))
