"""A site in several languages in a real browser: the switch, lists, badges, and writing from right to left."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import FloatRect, Page, expect

pytestmark = pytest.mark.browser

Open = Callable[..., tuple[Page, list[str]]]
Everything = tuple[object, str]

PAGES = (
    "index.html",
    "sessions.html",
    "A/RES/58/index.html",
    "years/2003.html",
    "about.html",
    "quality.html",
    "cited.html",
)
FRAMES = {"": ("en", "ltr"), "zh/": ("zh-Hans", "ltr"), "ar/": ("ar", "rtl")}


def box(page: Page, selector: str) -> FloatRect:
    """The place of an element in the window."""
    found = page.locator(selector).first.bounding_box()
    assert found is not None, f"{selector} is not shown"
    return found


def left(place: FloatRect) -> float:
    return place["x"]


def right(place: FloatRect) -> float:
    return place["x"] + place["width"]


def frame(page: Page) -> tuple[str | None, str | None]:
    """Language and direction of a page."""
    html = page.locator("html")
    return html.get_attribute("lang"), html.get_attribute("dir")


@pytest.mark.parametrize("address", PAGES)
def test_each_language_has_the_page_in_its_own_frame(
    everything: Everything, open_page: Open, address: str
) -> None:
    page, complaints = open_page(everything[1] + address)
    for folder, expected in FRAMES.items():
        if folder:
            page.goto(everything[1] + folder + address)
        assert frame(page) == expected
        for width in (1440, 320):
            page.set_viewport_size({"width": width, "height": 800})
            assert page.evaluate("document.documentElement.scrollWidth") <= width
        page.locator("nav a").first.evaluate(
            "one => one.textContent = 'Períodos de sesiones'"
        )
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
        assert complaints == []


@pytest.mark.parametrize("address", PAGES)
def test_the_switch_leads_to_the_same_page_and_back(
    everything: Everything, open_page: Open, address: str
) -> None:
    root = everything[1]
    page, _ = open_page(root + address)
    for name, folder in (("中文", "zh/"), ("العربية", "ar/"), ("English", "")):
        page.locator(".languages summary").click()
        page.locator(".languages").get_by_role("link", name=name).click()
        expect(page).to_have_url(root + folder + address)


def test_the_switch_of_a_text_leads_to_the_text_or_to_its_list(
    everything: Everything, open_page: Open
) -> None:
    root = everything[1]
    page, _ = open_page(f"{root}A/RES/58/58.html")
    switch = page.locator(".languages")
    switch.locator("summary").click()
    arabic = switch.get_by_role("link", name="العربية")
    expect(arabic).to_have_attribute(
        "title", "Not held in this language: leads to the list"
    )
    switch.get_by_role("link", name="中文").click()
    expect(page).to_have_url(f"{root}zh/A/RES/58/58.html")
    assert frame(page) == FRAMES["zh/"]
    page.locator(".languages summary").click()
    page.locator(".languages").get_by_role("link", name="العربية").click()
    expect(page).to_have_url(f"{root}ar/A/RES/58/index.html")


def test_a_badge_leads_to_the_text_in_its_language(
    everything: Everything, open_page: Open
) -> None:
    root = everything[1]
    page, _ = open_page(f"{root}zh/A/RES/58/index.html")
    row = page.locator(".cards li").filter(has_text="58/58")
    expect(row.get_by_role("link").first).to_have_text("58/58 标题")
    row.get_by_role("link", name="En", exact=True).click()
    expect(page).to_have_url(f"{root}A/RES/58/58.html")


def test_an_arabic_page_is_read_from_right_to_left(
    everything: Everything, open_page: Open
) -> None:
    page, _ = open_page(f"{everything[1]}ar/A/RES/75/2.html", width=1440)
    text = box(page, ".text")
    assert left(box(page, ".contents")) > right(text)
    assert right(box(page, ".notes li")) < left(text) + 1
    paragraph = box(page, ".operative")
    assert left(box(page, ".operative .number")) > right(paragraph) - 1
    assert left(box(page, ".site-title")) > left(box(page, ".site-header .search"))
    sign = "one => getComputedStyle(one, '::before').content[1]"
    assert page.locator("[role=doc-backlink]").first.evaluate(sign) == "↪"


def test_the_header_of_an_english_page_is_the_mirror_of_an_arabic_one(
    everything: Everything, open_page: Open
) -> None:
    page, _ = open_page(f"{everything[1]}A/RES/58/58.html", width=1440)
    assert left(box(page, ".site-title")) < left(box(page, ".site-header .search"))
