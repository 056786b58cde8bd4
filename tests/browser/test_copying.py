"""Copying from a page: citations, and of a paragraph its link, its text, or its text with a citation."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

Open = Callable[..., tuple[Page, list[str]]]
ALLOWED = ["clipboard-read", "clipboard-write"]


def copied(page: Page, button: str) -> str:
    """What a button of the paragraph that shows them copies."""
    page.locator(".copying button", has_text=button).click()
    expect(page.locator(".copying [role=status]")).to_have_text("已复制")
    return str(page.evaluate("navigator.clipboard.readText()"))


def test_a_paragraph_is_copied_as_link_text_and_quotation(
    site: tuple[object, str], open_page: Open
) -> None:
    address = f"{site[1]}A/RES/62/22.html"
    page, complaints = open_page(address, permissions=ALLOWED)
    page.locator("#op3").hover()
    assert copied(page, "链接") == f"{address}#op3"
    words = copied(page, "文字")
    assert words.startswith("3. 鼓励国际社会支持执行")
    assert "\n" not in words
    quotation = copied(page, "引文")
    assert quotation.startswith("“鼓励国际社会")
    assert quotation.endswith(
        f"A/RES/62/22，2007 年 12 月 5 日，第 3 段，{address}#op3）"
    )
    ways = page.locator("#op3 .copying a").evaluate_all(
        "all => all.map(one => one.href)"
    )
    assert ways == [
        f"{site[1]}A/RES/62/22.since.html#op3",
        f"{site[1]}series/A-RES-58-58.paragraphs.html#62/22:op3",
    ]
    page.keyboard.press(
        "Escape"
    )  # the buttons go; the keyboard brings them to another paragraph
    expect(page.locator(".copying")).to_have_count(0)
    page.locator("#pp2 .permalink").focus()
    assert "序言部分第 2 段" in copied(page, "引文")
    assert page.locator("#pp2 .copying").evaluate("one => one.offsetHeight") >= 24
    page.locator("#pp1").click()  # as a tap does
    assert "[最]" not in copied(page, "文字")
    assert complaints == []


def test_each_citation_is_copied_with_the_day_of_reading(
    site: tuple[object, str], open_page: Open
) -> None:
    page, _ = open_page(f"{site[1]}A/RES/62/22.html", permissions=ALLOWED)
    page.locator("#cite").hover()
    expect(page.locator(".citations button")).to_have_count(5)
    lines = page.locator(".citations dd").all()
    for line, button in zip(
        lines, page.locator(".citations button").all(), strict=True
    ):
        button.click()
        expect(
            page.locator(".citations [role=status]", has_text="已复制").first
        ).to_be_visible()
        assert page.evaluate("navigator.clipboard.readText()") == line.text_content()
    expect(lines[0]).not_to_contain_text("{access}")


def test_words_are_copied_where_the_page_has_no_clipboard(
    site: tuple[object, str], open_page: Open
) -> None:
    page, complaints = open_page((Path(str(site[0])) / "A/RES/58/58.html").as_uri())
    page.evaluate(
        "Object.defineProperty(navigator, 'clipboard', {value: undefined});"
        "document.execCommand = () => { globalThis.seen = document.activeElement.value; return true; }"
    )
    page.locator("#op10").click()
    page.locator(".copying button").nth(1).click()
    expect(page.locator(".copying [role=status]")).to_have_text("已复制")
    assert page.evaluate("globalThis.seen").startswith("10.")
    page.evaluate("document.execCommand = () => false")
    page.locator(".copying button").nth(1).click()
    expect(page.locator(".copying [role=status]")).to_have_text("无法复制")
    assert complaints == []


def test_buttons_cover_no_text_and_are_not_there_without_scripts(
    everything: tuple[object, str], open_page: Open
) -> None:
    page, complaints = open_page(f"{everything[1]}ar/A/RES/75/2.html", width=320)
    page.locator(".text p[id]").first.click()
    expect(page.locator(".copying")).to_be_visible()
    wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(wide) <= 0
    assert complaints == []
    page, _ = open_page(f"{everything[1]}ar/A/RES/75/2.html", java_script_enabled=False)
    assert page.locator(".resolution-page main button").count() == 0


def test_a_place_in_the_report_of_quality_opens_its_line(
    site: tuple[object, str], open_page: Open
) -> None:
    page, complaints = open_page(f"{site[1]}A/RES/62/quality.html")
    page.locator(".diagnostics a[href*='#source-92-']").click()
    expect(page.locator("mark[id^=source-92-]")).to_be_in_viewport()
    expect(page.locator("mark[id^=source-92-]")).to_contain_text("见第 60/1 号决议")
    assert complaints == []
