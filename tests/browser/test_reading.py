"""Reading in a real browser: from home to a note and back, on wide and narrow screens, on paper, from a disk."""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable, Iterator
from itertools import pairwise

import pytest
from playwright.sync_api import Browser, FloatRect, Page, expect

pytestmark = pytest.mark.browser

KINDS = (
    "index.html", "sessions.html", "A/RES/58/index.html", "years/index.html", "years/2003.html", "A/RES/58/58.html",
    "A/RES/62/22.html", "A/RES/64/50.html", "search.html", "about.html", "quality.html",
    "A/RES/62/quality.html", "404.html",
)  # fmt: skip
RICH = ("zh/A/RES/75/1.html", "ar/A/RES/75/2.html", "A/RES/58/100.html")
WEIGHT = 18_600
"""Bytes of a short resolution with all its files, each compressed as hosts send them."""

SHIFTS = """() => new Promise((done) => {
    new PerformanceObserver((list) => done(list.getEntries().map((one) => one.value)))
        .observe({type: 'layout-shift', buffered: true});
    setTimeout(() => done([]), 100);
})"""
"""How far what is seen has moved by itself: nothing on any page."""

Open = Callable[..., tuple[Page, list[str]]]


def box(page: Page, selector: str) -> FloatRect:
    """The place of an element in the window."""
    found = page.locator(selector).bounding_box()
    assert found is not None, f"{selector} is not shown"
    return found


def test_from_home_to_a_note_and_back(
    site: tuple[object, str], open_page: Open
) -> None:
    page, complaints = open_page(site[1])
    page.get_by_role("link", name="第 58 届会议").click()
    page.get_by_role("link", name="58/58").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "协助各国制止小武器非法贩运并加以收集"
    )
    page.locator("#fnref9").click()
    expect(page).to_have_url(f"{site[1]}A/RES/58/58.html#fn9")
    note = page.locator("#fn9")
    expect(note).to_be_in_viewport()
    expect(note).to_contain_text("A/CONF.192/15")
    note.locator("[role=doc-backlink]").last.click()
    expect(page.locator("#fnref9-2")).to_be_in_viewport()
    expect(page).to_have_url(f"{site[1]}A/RES/58/58.html#fnref9-2")
    assert complaints == []


def test_a_link_to_a_held_text_shows_what_it_leads_to(
    everything: tuple[object, str], open_page: Open
) -> None:
    page, complaints = open_page(f"{everything[1]}zh/A/RES/58/241.html")
    link = page.locator(".preambular a:not(.permalink)")
    title = link.get_attribute("title")
    preview = page.get_by_role("tooltip")
    link.hover()
    expect(preview).to_contain_text("A/RES/58/58 · 2003 年 12 月 8 日")
    expect(preview).to_contain_text("标题")
    assert link.get_attribute("title") is None
    preview.hover()
    page.keyboard.press("Escape")
    expect(preview).to_have_count(0)
    assert link.get_attribute("title") == title
    link.evaluate("one => { one.hash = '#op1'; }")
    page.keyboard.press("Tab")
    link.focus()
    expect(preview).to_contain_text("决定。")
    expect(link).to_have_attribute("aria-describedby", "preview")
    page.keyboard.press("Tab")
    expect(preview).to_have_count(0)
    assert complaints == []


@pytest.mark.parametrize("number", ["3", "9"])
def test_a_note_marked_twice_leads_back_to_both_marks(
    site: tuple[object, str], open_page: Open, number: str
) -> None:
    page, _ = open_page(f"{site[1]}A/RES/58/58.html")
    assert page.locator(f"a[role=doc-noteref][href='#fn{number}']").count() == 2
    links = page.locator(f"#fn{number} [role=doc-backlink]")
    assert [link.get_attribute("href") for link in links.all()] == [
        f"#fnref{number}",
        f"#fnref{number}-2",
    ]


def test_notes_without_marks_stand_below_the_others(
    everything: tuple[object, str], open_page: Open
) -> None:
    page, _ = open_page(f"{everything[1]}zh/A/RES/75/1.html", width=1440)
    boxes = [box(page, f"#fn{number}") for number in range(1, 6)]
    assert all(after["y"] >= one["y"] + one["height"] for one, after in pairwise(boxes))


def test_on_wide_screens_notes_stand_beside_their_marks(
    site: tuple[object, str], open_page: Open
) -> None:
    page, _ = open_page(f"{site[1]}A/RES/58/58.html", width=1440)
    boxes = [box(page, f"#fn{number}") for number in range(1, 11)]
    text = box(page, "#op1")
    assert all(one["x"] > text["x"] + text["width"] for one in boxes)
    assert all(after["y"] >= one["y"] + one["height"] for one, after in pairwise(boxes))
    mark = box(page, "#fnref1")
    assert abs(boxes[0]["y"] - mark["y"]) < 30
    assert all(one["x"] + one["width"] <= 1440 for one in boxes)


def test_following_a_mark_does_not_move_the_page_where_the_note_is_in_view(
    site: tuple[object, str], open_page: Open
) -> None:
    page, _ = open_page(f"{site[1]}A/RES/58/58.html", width=1440)
    page.locator("#fnref1").scroll_into_view_if_needed()
    before = page.evaluate("scrollY")
    page.locator("#fnref1").click()
    assert page.evaluate("[scrollY, location.hash]") == [before, "#fn1"]


def test_on_narrow_screens_a_note_opens_at_its_mark_and_closes(
    site: tuple[object, str], open_page: Open
) -> None:
    page, complaints = open_page(f"{site[1]}A/RES/58/58.html", width=320)
    mark = page.locator("#fnref9")
    mark.click()
    opened = page.locator("sup:has(#fnref9) + .note-here")
    expect(opened).to_contain_text("A/CONF.192/15")
    expect(mark).to_have_attribute("aria-expanded", "true")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert (
        page.evaluate(
            "new Set([...document.querySelectorAll('[id]')].map((e) => e.id)).size"
        )
        == page.locator("[id]").count()
    )
    mark.click()
    expect(opened).to_have_count(0)
    assert box(page, "#fn9")["y"] > box(page, ".closing")["y"]
    assert complaints == []


def test_notes_leave_the_margin_where_the_window_narrows(
    site: tuple[object, str], open_page: Open
) -> None:
    page, _ = open_page(f"{site[1]}A/RES/58/58.html", width=1440)
    expect(page.locator("#fn1")).to_have_css("position", "absolute")
    page.set_viewport_size({"width": 768, "height": 800})
    expect(page.locator("#fn1")).to_have_css("position", "relative")
    boxes = [
        box(page, "#notes"),
        *(box(page, f"#fn{number}") for number in range(1, 11)),
        box(page, "#cite"),
    ]
    assert all(0 < after["y"] - one["y"] < 150 for one, after in pairwise(boxes))


def test_header_text_and_footer_of_a_page_begin_on_one_line(
    site: tuple[object, str], open_page: Open
) -> None:
    page, _ = open_page(f"{site[1]}A/RES/58/58.html")
    for width in (360, 900, 1280, 1440):
        page.set_viewport_size({"width": width, "height": 800})
        parts = (".site-header", "main", ".site-footer")
        assert len({box(page, selector)["x"] for selector in parts}) == 1, width


def test_operative_numbers_hang_before_their_paragraphs(
    site: tuple[object, str], open_page: Open
) -> None:
    page, _ = open_page(f"{site[1]}A/RES/58/58.html")
    starts = page.evaluate(
        """() => [...document.querySelectorAll('.text > .operative, .text > .preambular')].map((p) => {
            const range = document.createRange();
            const number = p.querySelector('.number');
            range.selectNodeContents(p);
            if (number) range.setStartAfter(number);
            return [Math.round(p.getBoundingClientRect().left), number ? number.getBoundingClientRect().right : 0];
        })"""
    )
    assert len({left for left, _ in starts}) == 1
    assert all(right < left for left, right in starts)


@pytest.fixture(scope="module")
def scriptless(browser: Browser) -> Iterator[Page]:
    """A page that runs no scripts."""
    with browser.new_context(java_script_enabled=False) as context:
        yield context.new_page()


@pytest.mark.parametrize("address", KINDS)
def test_every_page_is_quiet_and_light_and_fits_a_phone_and_paper(
    site: tuple[object, str], open_page: Open, scriptless: Page, address: str
) -> None:
    page, complaints = open_page(site[1] + address, width=320)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert page.evaluate(SHIFTS) == []
    assert complaints == []
    check_weight(page, address)
    check_without_script(page, scriptless)
    check_paper(page)


def check_weight(page: Page, address: str) -> None:
    """Few files for a resolution, and few bytes."""
    if "/58/58" in address or "/22" in address or "/50" in address:
        files = page.evaluate(
            "performance.getEntries().filter((e) => e.decodedBodySize).map((e) => e.name)"
        )
        assert len(files) <= 5
        assert sum(len(compressed(page, name)) for name in files) <= WEIGHT


def compressed(page: Page, address: str) -> bytes:
    """The bytes of a file of the site as a host sends them."""
    return gzip.compress(page.request.get(address).body(), 9)


def check_without_script(page: Page, scriptless: Page) -> None:
    """Without scripts a page says as much."""
    scriptless.goto(page.url)
    words = len(scriptless.locator("main").inner_text())
    assert words >= 0.95 * len(page.locator("main").inner_text())
    expect(scriptless.locator("h1")).to_be_visible()


@pytest.mark.parametrize("address", RICH)
def test_pages_with_one_of_everything_fit(
    everything: tuple[object, str], open_page: Open, address: str
) -> None:
    page, complaints = open_page(everything[1] + address)
    for width in (1440, 768, 320):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    for width in (768, 320):  # wider screens would ask for another layout
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert complaints == []


LENGTHEN = """() => {
    const place = document.querySelector('#op1');
    for (let n = 100; n < 200; n++) {
        const copy = place.cloneNode(true);
        copy.id = 'long' + n;
        place.before(copy);
    }
}"""
"""Makes a long text: paragraphs before the first operative one."""

SETTING = "one => getComputedStyle(one).contentVisibility"
TOP = "one => Math.round(one.getBoundingClientRect().top)"


def test_a_long_text_on_a_phone_is_set_when_it_comes_near(
    site: tuple[object, str], open_page: Open
) -> None:
    page, complaints = open_page(f"{site[1]}A/RES/58/58.html", width=360)
    page.evaluate(LENGTHEN)
    first, late = page.locator("#long105"), page.locator("#long190")
    assert (first.evaluate(SETTING), late.evaluate(SETTING)) == ("visible", "auto")
    page.evaluate("location.hash = 'long190'")
    expect(late).to_be_in_viewport()
    page.mouse.wheel(0, -400)
    page.wait_for_timeout(100)
    before = late.evaluate(TOP)
    page.wait_for_timeout(200)
    assert late.evaluate(TOP) == before, "what is read stays where it is"
    late.locator(".number").click()
    late.hover()
    expect(late.locator(".copying")).to_be_visible()
    assert late.evaluate(SETTING) == "visible", "the buttons are above the next one"
    other = page.locator("#long180")
    page.emulate_media(media="print")
    assert other.evaluate(SETTING) == "visible"
    page.emulate_media(media="screen")
    page.set_viewport_size({"width": 1280, "height": 800})
    assert other.evaluate(SETTING) == "visible", "notes are beside their marks"
    assert complaints == []


def test_without_script_a_mark_leads_to_its_note(
    site: tuple[object, str], open_page: Open
) -> None:
    page, _ = open_page(f"{site[1]}A/RES/58/58.html", java_script_enabled=False)
    page.locator("#fnref9").click()
    expect(page.locator("#fn9")).to_be_in_viewport()
    page.locator("#fn9 [role=doc-backlink]").first.click()
    expect(page.locator("#fnref9")).to_be_in_viewport()


def check_paper(page: Page) -> None:
    """Paper shows no navigation."""
    page.emulate_media(media="print")
    shown = "e => e.filter((one) => one.checkVisibility()).map((one) => one.outerHTML.slice(0, 80))"
    assert (
        page.eval_on_selector_all("nav, [role=navigation], form, input, button", shown)
        == []
    )
    expect(page.locator("h1")).to_be_visible()


def test_on_paper_all_notes_are_at_the_end(
    site: tuple[object, str], open_page: Open
) -> None:
    page, _ = open_page(f"{site[1]}A/RES/58/58.html", width=1440)
    expect(page.locator(".printed")).to_be_hidden()
    page.emulate_media(media="print")
    expect(page.locator(".printed")).to_contain_text(f"{site[1]}A/RES/58/58.html")
    expect(page.locator(".quality")).to_be_hidden()
    boxes = [
        box(page, ".closing"),
        *(box(page, f"#fn{number}") for number in range(1, 11)),
        box(page, "#cite"),
    ]
    assert all(after["y"] >= one["y"] + one["height"] for one, after in pairwise(boxes))
    assert all(
        after["y"] - one["y"] - one["height"] < 150 for one, after in pairwise(boxes)
    )


@pytest.mark.parametrize("host", ["hosted", "unhosted"])
@pytest.mark.parametrize(
    ("asked", "offered"),
    [
        (
            "a_res_58_58.htm",
            ["A/RES/58/58.html", "A/RES/58/index.html", "search.html?q=A/RES/58/58"],
        ),
        ("A/RES/58/59.html", ["A/RES/58/index.html", "search.html?q=A/RES/58/59"]),
        ("58-58", ["A/RES/58/58.html", "A/RES/58/index.html", "search.html?q=58-58"]),
        ("A/RES/59/1.html", ["A/RES/58/index.html", "search.html?q=A/RES/59/1"]),
        ("en/A/RES/90/1.json", ["A/RES/64/index.html", "search.html?q=A/RES/90/1"]),
        ("小武器.html", ["search.html?q=小武器"]),
    ],
)
def test_a_missing_page_offers_what_was_meant(
    request: pytest.FixtureRequest,
    open_page: Open,
    host: str,
    asked: str,
    offered: list[str],
) -> None:
    root = request.getfixturevalue(host)
    page, _ = open_page(root + asked)
    expect(page.locator("h1")).to_have_text("没有这一页")
    links = page.locator("#guess li:visible a")
    found = links.evaluate_all(
        "links => links.map((link) => decodeURIComponent(link.href))"
    )
    assert found == [root + one for one in offered]
    assert (
        page.evaluate("getComputedStyle(document.body).backgroundColor")
        == "rgb(253, 252, 249)"
    )
    sessions = page.get_by_role("link", name="届会", exact=True).first
    assert sessions.evaluate("link => link.href") == f"{root}sessions.html"


def test_a_missing_page_reads_without_script(hosted: str, open_page: Open) -> None:
    page, _ = open_page(f"{hosted}A/RES/58/59.html", java_script_enabled=False)
    expect(page.locator("#guess")).to_be_hidden()
    page.get_by_role("link", name="第 58 届会议").click()
    expect(page).to_have_url(f"{hosted}A/RES/58/index.html")


def test_the_site_works_from_a_disk(site: tuple[object, str], open_page: Open) -> None:
    page, complaints = open_page(f"file://{site[0]}/index.html")
    page.get_by_role("link", name="第 58 届会议").click()
    page.get_by_role("link", name="58/58").first.click()
    page.locator("#fnref9").click()
    expect(page.locator("#fn9")).to_be_in_viewport()
    assert (
        page.evaluate("getComputedStyle(document.body).backgroundColor")
        == "rgb(253, 252, 249)"
    )
    # Firefox sends no form from a disk: the script opens the search page.
    page.locator(".site-header .search input").fill("64/50")
    page.evaluate(
        "document.querySelector('.search').dispatchEvent(new Event('submit', {bubbles: true, cancelable: true}))"
    )
    expect(page).to_have_url(re.compile(r"search\.html\?q=64%2F50$"))
    assert complaints == []


def test_the_day_of_access_is_the_reader_s(
    site: tuple[object, str], open_page: Open
) -> None:
    page, _ = open_page(f"{site[1]}A/RES/58/58.html")
    today = page.evaluate("new Date().toLocaleDateString('sv')")
    for place in page.locator("[data-today]").all():
        expect(place).to_have_text(today)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_paper_and_ink_follow_the_reader_s_scheme(
    site: tuple[object, str], open_page: Open, scheme: str
) -> None:
    page, _ = open_page(f"{site[1]}A/RES/58/58.html", color_scheme=scheme)
    red, green, blue = page.evaluate(
        "getComputedStyle(document.body).backgroundColor.match(/[0-9]+/g).map(Number)"
    )
    assert (red + green + blue > 600) == (scheme == "light")


def test_the_keyboard_reaches_text_search_and_permalinks(
    site: tuple[object, str], open_page: Open
) -> None:
    page, _ = open_page(f"{site[1]}A/RES/58/58.html")
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    expect(page.locator(".skip")).to_be_in_viewport()
    page.locator("#pp1 .permalink").focus()
    assert (
        page.locator("#pp1 .permalink").evaluate("e => getComputedStyle(e).opacity")
        == "1"
    )
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{site[1]}A/RES/58/58.html#pp1")


def test_the_search_box_stands_on_every_page_and_asks_the_search_page(
    site: tuple[object, str], open_page: Open
) -> None:
    page, _ = open_page(f"{site[1]}A/RES/58/58.html")
    page.get_by_role("searchbox").fill("小武器")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search.html?q=*")
    assert page.evaluate("new URL(location.href).searchParams.get('q')") == "小武器"
