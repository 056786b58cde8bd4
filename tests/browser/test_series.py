"""Any two texts of a series beside each other, on the page of its paragraphs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace
from playwright.sync_api import Page, expect

from tests.browser.conftest import ROOT, Site, serve
from unres_site.archive import Archive
from unres_site.loader import load
from unres_site.records import Resolution
from unres_site.settings import SiteConfig
from unres_site.site.pages import plan
from unres_site.site.rendering.render import Renderer

pytestmark = pytest.mark.browser

Open = Callable[..., tuple[Page, list[str]]]
ADDRESS = "series/A-RES-58-58.paragraphs.html"


def read(name: str) -> Resolution:
    content = (ROOT / "resolutions" / "zh" / f"{name}.txt").read_bytes()
    return load(content, f"{name}.txt").resolutions[0]


@pytest.fixture(scope="module")
def series(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Three texts of a series; the last one is the first one again."""
    folder = tmp_path_factory.mktemp("series")
    first, second = read("58-58"), read("62-22")
    archive = Archive([first, second, replace(first, symbol="A/RES/63/22")])
    renderer = Renderer(
        SiteConfig(), ROOT / "templates", ROOT / "static", ROOT / "content"
    )
    files = dict(renderer.make_assets())
    for page in plan(archive, renderer.config):
        if page.kind in ("lives", "resolution"):
            files[page.address] = renderer.render(page)
    for address, content in files.items():
        path = folder / address
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    yield from serve(folder)


def test_any_two_texts_of_a_series_are_compared(series: Site, open_page: Open) -> None:
    page, complaints = open_page(f"{series.address}{ADDRESS}?from=58%2F58&to=62%2F22")
    lead = page.locator(".comparison .lead")
    expect(lead).to_have_text("保留 1 · 修改 12 · 新增 10 · 删去 11")
    changed = page.locator(".row.changed .new", has_text="第六十三届").first
    assert changed.locator("ins").all_text_contents() == ["第六十三届"]
    number = changed.locator(".number")
    assert str(number.get_attribute("href")).endswith("/A/RES/62/22.html#op9")
    assert page.locator(".row.changed .old del").count() > 10
    page.select_option("[name=to]", "63/22")
    page.locator(".two button").click()
    expect(lead).to_have_text("保留 24")
    expect(page.locator(".row")).to_have_count(0)
    assert page.url.endswith("?from=58%2F58&to=63%2F22")
    page.goto(series.address + ADDRESS)
    fold = page.locator("details.compare")
    expect(fold).not_to_have_attribute("open", "")
    fold.locator("summary").click()
    expect(page.locator("[name=from]")).to_be_visible()
    assert complaints == []


def test_on_a_disk_it_says_why_there_is_no_comparison(
    series: Site, open_page: Open
) -> None:
    file = (Path(series.folder) / ADDRESS).as_uri()
    page, _ = open_page(f"{file}?from=58%2F58&to=62%2F22")
    expect(page.locator(".comparison")).to_contain_text("从磁盘打开")
