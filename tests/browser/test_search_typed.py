"""The search answers as people type: with errors, as sentences, in other words, and with what leads back."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.search_pages import ask, settled, write_search
from tests.texts import resolution
from unres_site.search.documents import Document, SearchPassage, make_document

pytestmark = pytest.mark.browser

Open = Callable[..., tuple[Page, list[str]]]

TYPED = Path(__file__).parent.parent / "data" / "search" / "typed.json"

RECALLS = (
    "Recalls its resolutions {}/31, {}/48 and {}/41 and its decisions on this matter"
)

TEXTS = (
    ("75/1", "zh", "2020-09-21", "集束弹药公约", "请各国销毁集束弹药，并报告第七十五届会议。"),
    ("75/2", "zh", "2020-10-13", "雇佣军问题", "谴责招募雇佣军的一切行为，并帮助难民。"),
    ("75/3", "zh", "2020-11-02", "难民署的工作", "感谢联合国难民事务高级专员公署开展的工作，反对雇佣军。"),
    ("75/3", "en", "2020-11-02", "Work of the Office", "Thanks the High Commissioner; condemns mercenaries."),
    ("75/4", "zh", "2020-11-05", "谴责雇佣军", "谴责雇佣军，又欢迎其他国家采取的措施。"),
    ("75/4", "en", "2020-11-05", "Condemnation",
     "Condemns mercenaries and welcomes the measures of others, and their reports."),
    ("75/5", "en", "2020-11-06", "Climate and refugees", "Asks for the protection of women and of the climate."),
    ("75/6", "zh", "2020-11-07", "粮食安全", "回顾第75/1号决议，又关注难民、粮食安全与疫苗，包括covid。"),
    ("75/7", "zh", "2020-11-08", "蒙古的地位", "欢迎蒙古就此发表的声明。"),
    ("75/8", "zh", "2020-11-09", "海洋法", "注意到海洋法。"),
    ("74/8", "zh", "2019-11-09", "海洋法", "注意到海洋法。"),
    ("75/9", "en", "2020-11-10", "Budget", f"{RECALLS.format(72, 73, 74)}, and takes note of reports by its Board."),
    ("74/9", "en", "2019-11-10", "Budget", f"{RECALLS.format(71, 70, 69)}, 7 in all."),
    ("73/8", "zh", "2018-11-09", "海洋法", "注意到海洋法。"),
)  # fmt: skip
"""Number, language, date, title and one paragraph."""


TOP = """() => {
  globalThis.tops = new Set();
  const [search, list] = ['#search', '#results'].map((one) => document.querySelector(one));
  new MutationObserver(() => tops.add(list.offsetTop)).observe(search, { childList: true, subtree: true });
}"""
"""Notes how far from the top the results are, whenever something is shown."""

FORMULA = (
    "请秘书长就本决议的执行情况向大会提出报告，"
    "并在报告中说明会员国采取的各项措施以及遇到的困难和今后的打算，"
    "并就如何改进提出建议，供大会审议。"
)
OFTEN = 20
"""Texts that have the paragraph above, more than are compared with a passage."""

ALL_TEXTS = (
    *TEXTS,
    *((f"60/{number}", "zh", "2005-12-08", f"专题 {number}", FORMULA) for number in range(1, OFTEN + 1)),
)  # fmt: skip


def make_text(
    number: str, language: str, date: str, title: str, words: str
) -> Document:
    record = resolution(
        f"A/RES/{number}", language=language, title=title, adopted_on=date
    )
    document = make_document(record, "zh")
    passage = SearchPassage("op1", "operative", "1", words)
    return document._replace(passages=(document.passages[0], passage))


@pytest.fixture(scope="module")
def base(site: tuple[Path, str], tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of a site whose search knows a few small texts."""
    folder = tmp_path_factory.mktemp("typed") / "site"
    shutil.copytree(site[0], folder)
    write_search(folder, [make_text(*text) for text in ALL_TEXTS])
    return f"{folder.as_uri()}/"


def test_what_people_type_is_found(open_page: Open, base: str) -> None:
    page, complaints = open_page(f"{base}search.html")
    for group in json.loads(TYPED.read_text("utf-8")):
        for query, *wanted in group["queries"]:
            found = ask(page, base, query)
            symbols = [f"A/RES/{number}" for number in wanted]
            assert found.symbols[: len(wanted)] == symbols, (group["about"], query)
            assert found.state == "done"
            assert bool(found.symbols) == bool(wanted), query
    assert complaints == []


def test_a_reader_who_types_sees_titles_and_the_first_passages(
    open_page: Open, base: str
) -> None:
    page, _ = open_page(f"{base}search.html")
    settled(page)
    page.fill("#q", "th")
    assert settled(page).items == []
    page.fill("#q", "the")
    page.wait_for_selector("#results li:nth-child(2) .snippet")
    assert page.locator("#results > li").count() == 3
    typed = settled(page)
    assert (typed.number, len(typed.items)) == (3, 3)
    assert all(item.snippet for item in typed.items)
    page.fill("#q", "th")
    page.press("#q", "Enter")
    assert settled(page).items


def test_a_series_is_one_card_with_its_years(open_page: Open, base: str) -> None:
    page, _ = open_page(f"{base}search.html")
    found = ask(page, base, "海洋法")
    assert found.symbols == ["A/RES/75/8", "A/RES/74/8", "A/RES/73/8"]
    assert page.locator("#results > li").count() == 1
    assert [item.place for item in found.items][1:] == ["2019", "2018"]
    assert found.items[1].links == ["A/RES/74/8.html#op1"]
    assert found.number == 3


def test_other_words_are_said_and_can_be_left_out(open_page: Open, base: str) -> None:
    page, _ = open_page(f"{base}search.html")
    found = ask(page, base, "mercenaries")
    assert set(found.symbols) == {"A/RES/75/2", "A/RES/75/3", "A/RES/75/4"}
    assert "雇佣军" in page.inner_text("#advice")
    page.click("#advice button")
    assert set(settled(page).symbols) == {"A/RES/75/3", "A/RES/75/4"}


def test_results_stay_where_they_are_while_more_is_known(
    open_page: Open, base: str
) -> None:
    page, _ = open_page(f"{base}search.html")
    page.set_viewport_size({"width": 390, "height": 844})
    page.evaluate("document.querySelector('#advice').className = 'spare'")
    page.evaluate(TOP)
    found = ask(page, base, "mercenaries")
    assert "雇佣军" in page.inner_text("#advice")
    assert len(found.symbols) == 3
    assert len(page.evaluate("[...tops]")) == 1


def test_words_that_ask_for_nothing_are_not_marked(open_page: Open, base: str) -> None:
    page, _ = open_page(f"{base}search.html")
    for query, marked in (("of the climate", {"climate"}), ("of the", {"of", "the"})):
        ask(page, base, query)
        marks = page.locator("#results mark").all_inner_texts()
        assert {mark.lower() for mark in marks} == marked


def test_a_paragraph_that_a_query_names_is_linked(open_page: Open, base: str) -> None:
    page, _ = open_page(f"{base}search.html")
    for query in ("A/RES/75/1, para. 1", "75/1#op1"):
        [item, *_] = ask(page, base, query).items
        assert item.links[0] == "A/RES/75/1.html#op1"
        assert "第 1 段" in item.place
        assert item.snippet.startswith("请各国销毁")


def test_texts_with_a_part_of_a_passage_are_no_results(
    open_page: Open, base: str
) -> None:
    page, _ = open_page(f"{base}search.html")
    asked = "Condemns mercenaries and welcomes the measures, and says what no other text says of lighthouses"
    found = ask(page, base, asked)
    assert (found.number, found.exact, found.symbols) == (0, True, [])
    assert found.near[0] == "A/RES/75/4"
    translated = ask(page, base, "Mongolia forthwith")
    assert (translated.number, translated.near[0]) == (0, "A/RES/75/7")


def test_the_count_of_a_passage_is_said_to_be_the_least_if_more_texts_may_have_it(
    open_page: Open, base: str
) -> None:
    page, complaints = open_page(f"{base}search.html")
    asked = FORMULA.replace("遇到的困难", "所遇困难")
    found = ask(page, base, asked)
    assert len(found.symbols) == 10
    assert 10 < found.number < OFTEN
    assert not found.exact
    assert page.inner_text("#status") == f"至少找到 {found.number} 份决议"
    page.click("#more")
    assert len(settled(page).symbols) == found.number
    assert complaints == []


def test_words_are_marked_in_the_resolution_and_the_way_back_is_kept(
    open_page: Open, site: tuple[Path, str]
) -> None:
    base = f"{site[0].as_uri()}/"
    page, complaints = open_page(f"{base}search.html")
    ask(page, base, "小武器")
    page.click("#results li > a")
    page.wait_for_selector(".marks-bar")
    place = page.inner_text(".marks-bar span")
    assert place.startswith("小武器 · ")
    page.click(".marks-bar button:last-child")
    assert page.locator(".marks-bar").count() == 0
    page.go_back()
    assert settled(page).symbols
    assert page.input_value("#q") == "小武器"
    assert complaints == []
