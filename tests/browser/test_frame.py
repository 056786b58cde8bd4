"""The frame of a page and the contents of a text: the bar, the column, the menus, light and dark, the keyboard."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

Open = Callable[..., tuple[Page, list[str]]]
RICH = "zh/A/RES/75/1.html"
MOST_STOPS = 8
"""Places where Tab stops before the text of a page, the skip link among them."""

IS_PAST = """(selector) => {
    const text = document.querySelector(selector);
    return text.contains(document.activeElement) || Boolean(4 & text.compareDocumentPosition(document.activeElement));
}"""
"""Whether the focus is in a text or behind it."""

IS_AT_START = """(document.querySelector('#text') ?? document.querySelector('main')).contains(document.activeElement)"""
"""Whether the skip link has led to the text, or to the main part of a page without one."""

SOMETHING = re.compile(".")
COLOUR = "getComputedStyle(document.body).backgroundColor"
LIGHT, DARK = "rgb(253, 252, 249)", "rgb(24, 23, 21)"


def test_on_narrow_screens_a_bar_has_symbol_and_contents(
    everything: tuple[object, str], open_page: Open
) -> None:
    page, complaints = open_page(everything[1] + RICH, width=320, height=500)
    bar, fold = page.locator(".contents"), page.locator(".contents > details")
    expect(bar.locator(".top")).to_be_hidden()
    fold.locator("> summary").click()
    expect(fold.get_by_role("link", name="序言部分")).to_be_visible()
    page.keyboard.press("Escape")
    expect(fold).not_to_have_attribute("open", "")
    expect(fold.locator("> summary")).to_be_focused()
    page.locator("#op2").scroll_into_view_if_needed()
    page.mouse.wheel(0, 300)
    expect(bar.locator(".top")).to_contain_text("75/1")
    expect(bar).to_be_in_viewport()
    fold.locator("> summary").click()
    fold.get_by_role("link", name="序言部分").click()
    expect(fold).not_to_have_attribute("open", "")
    top = page.locator("#pp1").evaluate("one => one.getBoundingClientRect().top")
    assert top >= page.evaluate(
        "document.querySelector('.contents').getBoundingClientRect().bottom"
    )
    assert complaints == []


def test_on_wide_screens_contents_are_a_column_that_marks_what_is_read(
    everything: tuple[object, str], open_page: Open
) -> None:
    page, complaints = open_page(f"{everything[1]}{RICH}#op1", width=1440, height=400)
    expect(page.locator(".contents > details")).to_have_attribute("open", "")
    current = page.locator(".contents [aria-current]")
    expect(current).to_have_attribute("href", "#h1")
    page.locator(".contents summary", has_text="1–2").click()
    numbers = page.locator(".contents li p a")
    assert numbers.all_inner_texts() == ["1", "文字"]
    numbers.first.click()
    expect(page).to_have_url(f"{everything[1]}{RICH}#op1")
    assert complaints == []


STOPS = """[...document.querySelectorAll('.contents ol :is(a, summary)')]
    .filter((one) => one.tabIndex === 0 && one.checkVisibility()).length"""
"""Entries of the contents at which the Tab key stops."""

FOCUS = "one => { one.tabIndex = -1; one.focus({ preventScroll: true }); }"


def test_the_contents_beside_a_text_are_one_stop_of_the_keyboard(
    everything: tuple[object, str], open_page: Open
) -> None:
    page, complaints = open_page(f"{everything[1]}{RICH}#op1", width=1440, height=400)
    current = page.locator(".contents [aria-current]")
    expect(current).to_have_attribute("href", "#h1")
    page.locator("#text").evaluate(FOCUS)
    page.keyboard.press("Shift+Tab")
    expect(current).to_be_focused()
    assert page.evaluate(STOPS) == 1
    page.keyboard.press("ArrowDown")
    expect(page.locator(".contents summary", has_text="1–2")).to_be_focused()
    page.keyboard.press("Enter")
    number = page.locator(".contents li p a").first
    expect(number).to_be_visible()
    page.keyboard.press("ArrowDown")
    expect(number).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator(".contents :focus")).to_have_count(0)
    assert page.evaluate(STOPS) == 1
    page.set_viewport_size({"width": 1024, "height": 400})
    expect(page.locator(".contents > details")).not_to_have_attribute("open", "")
    page.keyboard.press("Tab")
    page.locator(".contents > details > summary").click()
    assert page.evaluate(STOPS) > 1
    assert complaints == []


def test_contents_are_links_without_scripts(
    everything: tuple[object, str], open_page: Open
) -> None:
    page, _ = open_page(everything[1] + RICH, width=320, java_script_enabled=False)
    page.locator(".contents > details > summary").click()
    expect(page.locator(".contents .range")).to_have_text("1–2")
    page.locator(".contents").get_by_role("link", name="一、 文字").click()
    expect(page.locator("#h1")).to_be_in_viewport()
    page.set_viewport_size({"width": 1440, "height": 800})
    expect(page.locator(".contents").get_by_role("link", name="注")).to_be_visible()


def test_the_colours_that_a_reader_chose_stay(
    site: tuple[object, str], open_page: Open
) -> None:
    page, _ = open_page(f"{site[1]}A/RES/58/58.html", color_scheme="light")
    switch = page.locator(".scheme")
    expect(switch).to_have_attribute("aria-pressed", "false")
    assert page.evaluate(COLOUR) == LIGHT
    switch.click()
    expect(switch).to_have_attribute("aria-pressed", "true")
    page.goto(f"{site[1]}about.html")
    assert page.evaluate(COLOUR) == DARK
    page.locator(".scheme").click()
    page.emulate_media(color_scheme="dark")
    assert page.evaluate(COLOUR) == DARK, "the choice of the system is no choice"
    assert page.evaluate("localStorage.length") == 0


def test_the_header_and_the_footer_are_at_the_same_place_on_every_page(
    site: tuple[object, str], open_page: Open
) -> None:
    page, _ = open_page(site[1], width=1440)
    places = set[tuple[float, ...]]()
    for address in ("index.html", "sessions.html", "A/RES/58/58.html", "search.html"):
        page.goto(site[1] + address)
        places.add(
            tuple(
                page.locator(one).first.evaluate("one => one.getBoundingClientRect().x")
                for one in (".site-title", ".site-header nav a", ".site-footer p")
            )
        )
    assert len(places) == 1


@pytest.mark.parametrize(
    ("address", "text"),
    [
        ("index.html", ".cards"),
        ("A/RES/58/index.html", ".cards"),
        ("zh/A/RES/75/1.html", "#text"),
        ("zh/A/RES/62/22.since.html", ".comparison section"),
        ("zh/series/A-RES-58-58.paragraphs.html", ".lives-table"),
    ],
)
def test_few_stops_of_the_keyboard_are_before_the_text(
    everything: tuple[object, str], open_page: Open, address: str, text: str
) -> None:
    page, _ = open_page(everything[1] + address, width=1440)
    stops = 0
    page.keyboard.press("Tab")
    while not page.evaluate(IS_PAST, text):
        stops += 1
        assert stops <= MOST_STOPS
        page.keyboard.press("Tab")
    page.goto(everything[1] + address)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate(IS_AT_START)


@pytest.mark.parametrize(
    ("address", "on", "back"),
    [
        ("zh/A/RES/75/1.html", "ArrowRight", "ArrowLeft"),
        ("ar/A/RES/75/2.html", "ArrowLeft", "ArrowRight"),
    ],
)
def test_arrow_keys_lead_through_the_links_above_a_text(
    everything: tuple[object, str],
    open_page: Open,
    address: str,
    on: str,
    back: str,
) -> None:
    page, complaints = open_page(everything[1] + address, width=1440)
    page.locator(".site-header [name=q]").focus()
    page.keyboard.press("Tab")
    first = page.locator(".trail a").first
    expect(first).to_be_focused()
    expect(first).to_have_attribute("aria-description", SOMETHING)
    page.keyboard.press(on)
    expect(page.locator(".resolution-header :focus, .facts :focus")).to_have_count(1)
    page.keyboard.press(back)
    expect(first).to_be_focused()
    page.keyboard.press("Alt+" + on)
    expect(first).to_be_focused()
    page.locator(".languages > summary").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.locator(".languages nav a").first).to_be_focused()
    assert complaints == []


def test_esc_closes_a_note_and_returns_to_its_mark(
    site: tuple[object, str], open_page: Open
) -> None:
    page, _ = open_page(f"{site[1]}A/RES/58/58.html", width=320)
    mark = page.locator("#fnref9")
    expect(mark).to_have_accessible_name("注 9")
    expect(mark).to_have_attribute("aria-expanded", "false")
    mark.click()
    expect(mark).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("Escape")
    expect(page.locator(".note-here")).to_have_count(0)
    expect(mark).to_be_focused()
    page.set_viewport_size({"width": 1440, "height": 800})
    expect(mark).not_to_have_attribute("aria-expanded", "false")
