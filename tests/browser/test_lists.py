"""A long list in a real browser: the box that filters it, with and without scripts."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import ROOT
from tests.texts import resolution
from unres_site.archive import Archive
from unres_site.settings import SiteConfig
from unres_site.site.pages import plan
from unres_site.site.rendering.render import Renderer

pytestmark = pytest.mark.browser

Open = Callable[..., tuple[Page, list[str]]]
SESSION = "A/RES/75/index.html"


@pytest.fixture(scope="module")
def listed(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of the list of a session of forty resolutions, in two months, on the disk."""
    folder = tmp_path_factory.mktemp("listed")
    texts = [
        resolution(
            f"A/RES/75/{number}",
            title="Économie" if number == 7 else f"Lighthouse {number}",
            language="en",
            adopted_on="2020-12-07" if number < 30 else "2021-04-16",
        )
        for number in range(1, 41)
    ]
    config = SiteConfig(language="en")
    renderer = Renderer(config, ROOT / "templates", ROOT / "static", ROOT / "content")
    for page in plan(Archive(texts), config):
        if page.address == SESSION:
            write(folder, page.address, renderer.render(page))
    for address, content in renderer.make_assets():
        write(folder, address, content)
    return f"file://{folder}/{SESSION}"


def write(folder: Path, address: str, content: bytes) -> None:
    """A file of the site."""
    path = folder / address
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def test_a_long_list_is_filtered_by_words_and_symbols(
    listed: str, open_page: Open
) -> None:
    page, complaints = open_page(listed)
    box, rows = page.locator("#filter input"), page.locator(".cards li:visible")
    for words, symbols in (
        ("economie", ["75/7"]),
        ("LIGHT 75/3", [f"75/{number}" for number in (3, *range(30, 40))]),
        ("nothing of it", []),
    ):
        box.fill(words)
        expect(rows.locator("b")).to_have_text(symbols)
        expect(page.locator("#filter output")).to_have_text(f"{len(symbols)} of 40")
    box.fill("40")
    expect(page.locator("h2:visible")).to_have_text(["April 2021"])
    expect(page.locator("h3:visible")).to_have_text(["16 April 2021"])
    box.fill("")
    expect(rows).to_have_count(40)
    expect(page.locator("#filter output")).to_have_text("")
    assert complaints == []


def test_a_long_list_needs_no_script(listed: str, open_page: Open) -> None:
    page, _ = open_page(listed, width=320, java_script_enabled=False)
    expect(page.locator("#filter")).to_be_hidden()
    expect(page.locator(".cards li:visible")).to_have_count(40)
    page.get_by_role("link", name="April 2021").click()
    expect(page.locator("#m2021-04")).to_be_in_viewport()


def test_a_list_with_large_letters_fits_a_phone(listed: str, open_page: Open) -> None:
    page, _ = open_page(listed, width=360)
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
