"""axe finds nothing on any kind of page, light or dark, wide or narrow; and nothing once a note is open.

No kind of page is too wide for a narrow screen in letters of twice the size.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

import pytest
from playwright.sync_api import Page

pytestmark = pytest.mark.browser

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN = """(options) => axe.run(document, {...options, resultTypes: ['violations']}).then(
    (found) => found.violations.map((one) => [one.id, one.nodes[0].html]))"""
BESIDES = {
    rule: {"enabled": True} for rule in ("label-content-name-mismatch", "target-size")
}
"""Rules that axe does not run by itself, because they are new."""

WHOLE = {"runOnly": TAGS, "rules": BESIDES}
COLOURS = {"runOnly": ["color-contrast"]}

Scheme = Literal["light", "dark"]
Looks = tuple[tuple[Scheme, int], ...]
EACH: Looks = (("light", 1280), ("dark", 320))
"""Each scheme and each width once."""

OTHERS: Looks = (("light", 320), ("dark", 1280))
"""The other pairs of them. Colours, in this place or that, are all that is new there."""

RICHEST = ("index.html", "A/RES/58/58.html")
"""Pages that have all colours, and are looked at in all pairs; `benchmarks/accessibility.py` does so with each kind."""

KINDS = (
    "index.html", "sessions.html", "A/RES/58/index.html", "years/index.html", "years/2003.html", "A/RES/58/58.html",
    "A/RES/62/22.html", "search.html", "search.html?q=小武器", "about.html", "quality.html",
    "A/RES/62/quality.html", "404.html",
)  # fmt: skip
RICH = (
    "zh/A/RES/75/1.html",
    "ar/A/RES/75/2.html",
    "A/RES/58/100.html",
    "sessions.html",
    "quality.html",
    "zh/A/RES/75/quality.html",
    "A/RES/58/58.html",
    "zh/index.html",
    "zh/topics/文字.html",
    "ar/topics/index.html",
    "ar/years/index.html",
    "zh/A/RES/58/index.html",
    "ar/index.html",
    "ar/A/RES/58/index.html",
    "ar/quality.html",
    "ar/search.html",
    "ar/404.html",
    "ar/diagnostics.html",
    "zh/A/RES/62/22.since.html",
    "zh/series/index.html",
    "zh/series/A-RES-58-58.html",
    "zh/series/A-RES-58-58.paragraphs.html",
    "ar/inbox.html",
    "zh/cited.html",
    "zh/instruments/index.html",
)

Open = Callable[..., tuple[Page, list[str]]]


def violations(
    page: Page, axe: str, others: Looks = OTHERS
) -> dict[str, list[list[str]]]:
    """What axe finds in schemes and at widths: rule and first element."""
    page.evaluate(axe)
    found = {}
    for scheme, width in (*EACH, *others):
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=scheme)
        options = COLOURS if (scheme, width) in others else WHOLE
        found[f"{scheme} {width}"] = page.evaluate(RUN, options)
    return {where: rules for where, rules in found.items() if rules}


@pytest.mark.parametrize("address", KINDS)
def test_axe_finds_nothing(
    site: tuple[object, str], open_page: Open, axe: str, address: str
) -> None:
    page, _ = open_page(site[1] + address)
    if "?q=" in address:
        page.wait_for_selector("#results[data-state=done]")
    others = OTHERS if address in RICHEST else ()
    assert violations(page, axe, others) == {}


@pytest.mark.parametrize("address", RICH)
def test_axe_finds_nothing_on_pages_with_one_of_everything(
    everything: tuple[object, str], open_page: Open, axe: str, address: str
) -> None:
    page, _ = open_page(everything[1] + address)
    page.evaluate(
        "document.querySelectorAll('details').forEach((one) => { one.open = true; })"
    )
    assert violations(page, axe, others=()) == {}
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_axe_finds_nothing_where_a_note_is_open(
    site: tuple[object, str], open_page: Open, axe: str
) -> None:
    page, _ = open_page(f"{site[1]}A/RES/58/58.html", width=320)
    page.locator("#fnref9").click()
    assert page.locator(".note-here").count() == 1
    assert violations(page, axe) == {}
