"""Two languages of a resolution beside each other, paragraph by paragraph."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import ROOT, Site, serve
from tests.browser.test_accessibility import violations
from unres_site.pipeline.build import build
from unres_site.pipeline.report import Options

pytestmark = pytest.mark.browser

TEXTS = ROOT / "tests" / "data" / "agreement"
PAGE = "A/RES/99/90.html"

Open = Callable[..., tuple[Page, list[str]]]


@pytest.fixture(scope="module")
def languages(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """One resolution in Chinese, English and French; the English text has a paragraph less."""
    folder = tmp_path_factory.mktemp("languages")
    for path in TEXTS.glob("*.txt"):
        target = folder / "texts" / path.stem / "99-90.txt"
        target.parent.mkdir(parents=True)
        shutil.copy(path, target)
    english = folder / "texts" / "en" / "99-90.txt"
    words = english.read_text("utf-8")
    lost = " Bearing in mind article 20 of the Convention on Lighthouses,\n\n"
    assert lost in words
    english.write_text(words.replace(lost, ""), "utf-8")
    options = Options(
        source=str(folder / "texts"),
        output=str(folder / "site"),
        config=str(ROOT / "site.yml"),
        cache=None,
    )
    assert build(options, lambda _: None).is_sound
    yield from serve(folder / "site")


def rows(page: Page) -> list[tuple[str, str]]:
    """The first characters of the two cells of each row."""
    found: list[tuple[str, str]] = []
    for row in page.locator(".parallel tbody tr").all():
        own, other = row.locator("td").all_inner_texts()
        found.append((" ".join(own.split())[:12], " ".join(other.split())[:12]))
    return found


def test_paragraphs_are_beside_each_other_by_their_anchors(
    languages: Site, open_page: Open
) -> None:
    page, complaints = open_page(languages.address + PAGE)
    page.locator("a[data-beside]", has_text="English").click()
    expect(page.locator(".parallel")).to_be_visible()
    expect(page.locator(".facts a[aria-current]")).to_have_css("font-weight", "600")
    assert page.url.endswith("?with=en")
    found = rows(page)
    assert ("1. 决定设立灯塔基金；", "1. Decides t") in found
    assert ("铭记《灯塔公约》第二十条", "") in found
    assert any(
        own.startswith("(a)") and other.startswith("(a)") for own, other in found
    )
    assert found[-1] == ("2 见 A/99/52。", "2 See A/99/5")
    assert complaints == []


def test_the_choice_is_in_the_address_and_back_undoes_it(
    languages: Site, open_page: Open
) -> None:
    page, complaints = open_page(f"{languages.address}{PAGE}?with=fr#op3")
    expect(page.locator(".parallel th").last).to_have_text("Français")
    page.locator("a[data-beside]", has_text="English").click()
    expect(page.locator(".parallel th").last).to_have_text("English")
    page.go_back()
    expect(page.locator(".parallel th").last).to_have_text("Français")
    page.locator("a[data-beside][aria-current]").click()
    expect(page.locator(".parallel")).to_have_count(0)
    expect(page.locator(".text #op3")).to_be_visible()
    assert complaints == []


def test_the_language_chosen_last_is_shown(languages: Site, open_page: Open) -> None:
    page, complaints = open_page(f"{languages.address}{PAGE}?with=fr")
    expect(page.locator(".parallel")).to_be_visible()
    waiting: list[Route] = []

    def hold(route: Route) -> None:
        waiting.append(route)

    page.route(f"**/en/{PAGE}", hold)
    with page.expect_request(f"**/en/{PAGE}"):
        page.locator("a[data-beside]", has_text="English").click()
    page.locator("a[data-beside]", has_text="Français").click()
    expect(page.locator(".parallel th").last).to_have_text("Français")
    with page.expect_event("requestfinished"):
        waiting[0].continue_()
    page.wait_for_timeout(100)
    expect(page.locator(".parallel th").last).to_have_text("Français")
    assert page.locator("a[data-beside][aria-current]").all_inner_texts() == [
        "Français"
    ]
    assert complaints == []


def test_a_link_to_a_note_leaves_the_texts_as_they_are(
    languages: Site, open_page: Open
) -> None:
    page, _ = open_page(f"{languages.address}{PAGE}?with=fr")
    page.locator(".parallel").evaluate("(table) => { table.dataset.kept = 'yes'; }")
    page.locator(".parallel sup a").first.click()
    page.wait_for_timeout(200)
    expect(page.locator(".parallel[data-kept]")).to_be_visible()


def test_anchors_stay_unique_and_links_lead_where_they_led(
    languages: Site, open_page: Open
) -> None:
    page, complaints = open_page(f"{languages.address}en/{PAGE}?with=zh")
    expect(page.locator(".parallel")).to_be_visible()
    doubled = page.evaluate(
        "() => { const all = [...document.querySelectorAll('[id]')].map((one) => one.id);"
        " return all.filter((id, place) => all.indexOf(id) !== place); }"
    )
    assert doubled == []
    cell = page.locator(".parallel td:lang(zh)", has_text="座灯塔")
    mark = cell.locator("sup a")
    note = page.locator(f"[id='{(mark.get_attribute('href') or '')[1:]}']")
    expect(note).to_contain_text("见 A/99/41")
    assert complaints == []


def test_each_language_is_marked_as_such(languages: Site, open_page: Open) -> None:
    page, _ = open_page(f"{languages.address}fr/{PAGE}?with=en")
    own, other = page.locator(".parallel tbody tr").first.locator("td").all()
    assert (own.get_attribute("lang"), other.get_attribute("lang")) == ("fr", "en")
    assert other.get_attribute("dir") == "ltr"


@pytest.mark.parametrize("width", [320, 768])
def test_on_a_phone_one_is_above_the_other(
    languages: Site, open_page: Open, width: int
) -> None:
    page, _ = open_page(f"{languages.address}{PAGE}?with=fr", width=width)
    expect(page.locator(".parallel")).to_be_visible()
    own, other = page.locator(".parallel tbody tr").nth(1).locator("td").all()
    first, second = own.bounding_box(), other.bounding_box()
    assert first is not None
    assert second is not None
    assert (second["y"] >= first["y"] + first["height"]) == (width == 320)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_axe_finds_nothing(languages: Site, open_page: Open, axe: str) -> None:
    page, _ = open_page(f"{languages.address}en/{PAGE}?with=zh")
    expect(page.locator(".parallel")).to_be_visible()
    assert violations(page, axe) == {}


def test_from_a_disk_a_sentence_says_what_to_do(
    languages: Site, open_page: Open
) -> None:
    page, _ = open_page(Path(languages.folder, PAGE).as_uri())
    page.locator("a[data-beside]", has_text="English").click()
    expect(page.locator(".parallel-failed")).to_contain_text(
        "从磁盘上打开时读不到另一页"
    )
    expect(page.locator(".text #op1")).to_be_visible()


def test_without_scripts_the_text_is_read_as_before(
    languages: Site, open_page: Open
) -> None:
    page, _ = open_page(f"{languages.address}{PAGE}?with=en", java_script_enabled=False)
    expect(page.locator(".text #op1")).to_be_visible()
