"""A reader searches: every query finds exactly the resolutions that have its words, and shows where."""

from __future__ import annotations

import random
import re
import shutil
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser.conftest import PagePool
from tests.search_pages import Found, ask, search, serving, settled, write_search
from tests.search_texts import documents, read_corpus
from tests.texts import resolution
from unres_site.search.documents import Document, SearchPassage, make_document

pytestmark = pytest.mark.browser

SEEDS = {
    "58/58": "A/RES/58/58",
    "58/241": "A/RES/58/241",
    "62/22": "A/RES/62/22",
    "64/50": "A/RES/64/50",
}
FOUND = {
    "小武器": "58/58 58/241 62/22 64/50",
    "行动纲领": "58/58 58/241 62/22 64/50",
    "第五十九届会议": "58/58 58/241",
    "第五十八届会议": "58/241",
    "49/75 G": "58/58 62/22",
    "49/75g": "58/58 62/22",
    "第 49/75 G 号决议": "58/58 62/22",
    "A/RES/49/75G": "58/58 62/22",
    "A/CONF.192/15": "58/58 58/241 64/50",
    "Ａ／ＣＯＮＦ．１９２／１５": "58/58 58/241 64/50",
    "a/conf.192/15": "58/58 58/241 64/50",
    "A/CONF.192": "58/58 58/241 62/22 64/50",
    "CONF.192/BMS": "58/241 64/50",
    "58/241": "58/241",
    "A/RES/62/22": "62/22",
    "ARES5858": "58/58",
    "第58/58号": "58/58",
    "第 58/58 号决议": "58/58",
    "大会第 64/50 号决议": "64/50",
    "resolution 64/50": "64/50",
    "résolution 64/50": "64/50",
    "резолюция 64/50": "64/50",
    "القرار 64/50": "64/50",
    "G.A. Res. 64/50": "64/50",
    "U.N. Doc. A/RES/64/50": "64/50",
    "res/64/50": "64/50",
    "A_RES_64_50-ZH.pdf": "64/50",
    "https://undocs.org/zh/A/RES/64/50": "64/50",
    "https://example.org/archive/A/RES/64/50.html#op3": "64/50",
    "https://undocs.org/A/CONF.192/15": "58/58 58/241 64/50",
    "第 57/72 号": "58/241",
    "第57/72号": "58/241",
    "小武器，": "58/58 58/241 62/22 64/50",
    "第57/72号决议执行情况": "58/241",
    "第 57/72 号 决议执行情况": "58/241",
    "S/PRST/1999/28": "58/58",
    "A/52/871-S/1998/318": "58/58",
    "S/1998/318": "58/58",
    "A/60/88/Corr.2": "64/50",
    "AHG/Decl.1(XXXV)": "58/58",
    "第 60/519 号决定": "64/50",
    "秘书长最近": "62/22",
    "裁": "58/58 62/22 64/50",
    "小武器 巴马科": "58/58 62/22",
    "輕武器": "58/58 58/241 62/22 64/50",
    "行動綱領": "58/58 58/241 62/22 64/50",
    "從各個方面防止、打擊和消除小武器和輕武器非法貿易的行動綱領": "58/58 58/241 62/22 64/50",
    "第五十九屆會議": "58/58 58/241",
    "2003 小武器": "58/241",
    "4 日": "58/241",
    "2003 年 6 月": "",
    "2006 年 6 月": "58/241 62/22",
    "“今后方针”": "64/50",
    '"今后方针"': "64/50",
    "《行动纲领》": "58/58 58/241 62/22 64/50",
    "《行动纲领》，": "58/58 58/241 62/22 64/50",
    "；欣见及早指定墨西哥为": "64/50",
    "主要框架，着重指出": "64/50",
    "Decl": "58/58",
    "dec": "58/58",
    "58/5": "",
    "58/24": "",
    "A/CONF.192/1": "",
    "小武器不存在": "",
    "第四十九届会议": "",
    "，": "",
    "小武器*": "58/58 58/241 62/22 64/50",
    "\U0001f600裁": "58/58 62/22 64/50",
    "\x00裁\ufffd": "58/58 62/22 64/50",
    "\u0410/RES/64/50": "64/50",
    "A\u2215RES\u221564\u221550": "64/50",
}
"""Query → the resolutions that have its words, in any order."""

LEFT = {
    "-裁": "58/241",
    "-今后方针": "58/58 58/241 62/22",
    "-裁 -今后方针": "58/241",
    "-arms": "58/58 58/241 62/22 64/50",
    "-裁 OR 今后方针": "58/241 64/50",
}
"""Query that only excludes → what is left."""

PAYLOADS = [
    "<img src=x onerror=alert(1)>", "<script>alert(1)</script>", "javascript:alert(1)", '"><svg onload=alert(1)>',
    "'-alert(1)-'", "{{7*7}}", "__proto__", "constructor", "*", "小*", "+小武器 -轻", "a~1", "text:小", "^2",
    "\\", "%", "\u202e小武器", "器" * 200, "((((((((((", "\U0001f600",
]  # fmt: skip


@pytest.fixture(scope="module")
def folder(site: tuple[Path, str]) -> Path:
    """The built site of the four texts."""
    return site[0]


@pytest.fixture(scope="module", params=["http", "file"])
def base(request: pytest.FixtureRequest, folder: Path) -> Iterator[str]:
    """The site in a subfolder of a host, and on a disk."""
    if request.param == "file":
        yield f"{folder.as_uri()}/"
        return
    with serving(folder.parent) as host:
        yield f"{host}{folder.name}/"


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    with browser.new_context() as made:
        yield made


@pytest.fixture
def page(pool: PagePool) -> Iterator[Page]:
    """A page; what it complains of fails the test."""
    watch = pool.take()
    yield watch.watched.page
    complaints = [*watch.watched.complaints]
    pool.give_back(watch)
    assert complaints == []


def full(names: str) -> set[str]:
    return {SEEDS[name] for name in names.split()}


def test_each_query_finds_exactly_the_texts_that_have_its_words(
    page: Page, base: str
) -> None:
    """All of them from a disk; from a host, which only brings the same files in another way, every third."""
    step = 1 if base.startswith("file:") else 3
    for query, names in list(FOUND.items())[::step]:
        found = ask(page, base, query)
        wanted = full(names)
        assert (found.state, found.number, found.exact) == (
            "done",
            len(wanted),
            True,
        ), query
        assert not wanted or set(found.symbols) == wanted, query
        assert not set(found.near) & set(found.symbols), query


def test_a_query_that_only_excludes_finds_what_is_left(
    page: Page, folder: Path
) -> None:
    for query, names in LEFT.items():
        found = ask(page, f"{folder.as_uri()}/", query)
        assert (set(found.symbols), found.number, found.exact) == (
            full(names),
            len(full(names)),
            True,
        ), query


def test_a_result_leads_to_its_paragraph_with_the_words_marked(
    page: Page, base: str
) -> None:
    found = search(page, base, "第五十九届会议")
    assert {
        (item.symbol, *item.links, item.place.split(" · ")[1]) for item in found.items
    } == {
        ("A/RES/58/58", "A/RES/58/58.html#op10", "执行部分第 10 段"),
        ("A/RES/58/241", "A/RES/58/241.html#op11", "执行部分第 11 段"),
    }
    assert [item.marks for item in found.items] == [
        ["第五十九届会议"],
        ["第五十九届会议"],
    ]
    page.click("#results li[data-symbol='A/RES/58/58'] a")
    assert page.url == f"{base}A/RES/58/58.html#op10"
    assert "第五十九届会议" in page.locator("#op10").inner_text()


@pytest.mark.parametrize(
    "case",
    [
        ("S/PRST/1999/28", "A/RES/58/58", "注 2", "#fn2", ["S/PRST/1999/28"]),
        ("49/75G", "A/RES/58/58", "执行部分第 1 段", "#op1", ["49/75 G"]),
        ("A/60/88/Corr.2", "A/RES/64/50", "注 2", "#fn2", ["Corr.2"]),
        ("千年报告", "A/RES/58/58", "序言部分", "#pp11", ["千年报告"]),
        (
            "第57/72号决议执行",
            "A/RES/58/241",
            "序言部分",
            "#pp7",
            ["第 57/72 号决议执行"],
        ),
        ("A/RES/62/22", "A/RES/62/22", "文号", "", []),
        ("conf.192", "A/RES/62/22", "注 6", "#fn6", ["CONF.192"]),
    ],
)
def test_the_place_is_said(
    page: Page, folder: Path, case: tuple[str, str, str, str, list[str]]
) -> None:
    query, symbol, place, anchor, marks = case
    found = search(page, f"{folder.as_uri()}/", query)
    item = next(item for item in found.items if item.symbol == symbol)
    assert (item.place.split(" · ")[1], item.links, item.marks) == (
        place,
        [f"{symbol}.html{anchor}"],
        marks,
    )


def test_a_long_paragraph_is_shown_around_its_words(page: Page, folder: Path) -> None:
    item = search(page, f"{folder.as_uri()}/", "非法居间转卖").items[0]
    assert item.snippet.startswith("…")
    assert (item.marks, len(item.snippet) < 160) == (["非法居间转卖"], True)


def test_nothing_found_says_what_to_try(page: Page, base: str) -> None:
    found = search(page, base, "58/242")
    assert (found.number, found.near[0], found.status) == (
        0,
        "A/RES/58/241",
        "没有找到决议",
    )
    assert "相近的文号" in page.locator("#advice").inner_text()
    assert search(page, base, "64/500").near[0] == "A/RES/64/50"
    found = search(page, base, "小武器 不存在的词")
    assert (found.number, found.symbols, found.near) == (0, [], ["A/RES/64/50"])
    assert set(page.locator("#near mark").all_inner_texts()) >= {"小武器"}
    assert "最接近的在前" in page.locator("#advice").inner_text()
    found = search(page, base, "鱿鱼 犰狳")
    assert (found.symbols, found.near) == ([], [])
    assert "少用几个词" in page.locator("#advice").inner_text()
    assert page.locator("#browse a").count() == 2
    assert search(page, base, "，。").near == []
    assert (
        page.locator("#advice").inner_text()
        == "请输入词句或文号：标点符号本身无从检索。"
    )


@pytest.mark.parametrize(
    ("asked", "nearest"),
    [
        (
            "2758(XXVI)",
            "A/RES/2610(XXVI)",
        ),  # none of the session has a number that begins like it
        ("1325(2001)", "S/RES/1350(2001)"),
        ("2601(XXVI)", "A/RES/2610(XXVI)"),
    ],
)
def test_the_nearest_of_an_old_session_is_shown(
    page: Page, folder: Path, tmp_path: Path, asked: str, nearest: str
) -> None:
    shutil.copytree(folder, tmp_path, dirs_exist_ok=True)
    held = ("A/RES/2200(XXI)", "A/RES/2610(XXVI)", "S/RES/1350(2001)", "A/RES/58/58")
    write_search(tmp_path, [make_document(resolution(symbol), "zh") for symbol in held])
    assert search(page, f"{tmp_path.as_uri()}/", asked).near[:1] == [nearest]


def test_results_come_as_one_types_and_the_address_says_the_query(
    page: Page, base: str
) -> None:
    page.goto(f"{base}search.html")
    assert settled(page).status == ""
    page.locator("#q").press_sequentially("第五十九届会议")
    assert settled(page).status == "找到 2 份决议"
    assert parse_qs(urlsplit(page.url).query) == {"q": ["第五十九届会议"]}
    page.fill("#q", "小武器")
    assert settled(page).number == 4
    page.fill("#q", "")
    assert (settled(page).number, urlsplit(page.url).query, settled(page).symbols) == (
        0,
        "",
        [],
    )


def test_a_composition_is_not_searched_before_it_is_done(page: Page, base: str) -> None:
    search(page, base, "小武器")
    compose = """(value, kind) => { const box = document.querySelector('#q');
      if (kind === 'start') box.dispatchEvent(new CompositionEvent('compositionstart'));
      box.value = value;
      box.dispatchEvent(new InputEvent('input', { isComposing: true }));
      if (kind === 'end') box.dispatchEvent(new CompositionEvent('compositionend')); }"""
    step = f"([value, kind]) => ({compose})(value, kind)"
    for typed, kind in [("qian", "start"), ("qian nian", "more")]:
        page.evaluate(step, [typed, kind])
        page.wait_for_timeout(150)
        assert (settled(page).number, parse_qs(urlsplit(page.url).query)) == (
            4,
            {"q": ["小武器"]},
        )
    page.evaluate(step, ["千年报告", "end"])
    assert settled(page).symbols == ["A/RES/58/58"]


def test_filters_and_order_stand_in_the_address(page: Page, base: str) -> None:
    found = search(page, base, "小武器", sort="date")
    assert found.symbols == [
        "A/RES/64/50",
        "A/RES/62/22",
        "A/RES/58/241",
        "A/RES/58/58",
    ]
    page.select_option("select[name=session]", "58")
    assert set(settled(page).symbols) == full("58/58 58/241")
    assert parse_qs(urlsplit(page.url).query) == {
        "q": ["小武器"],
        "session": ["58"],
        "sort": ["date"],
    }
    options = page.locator("select[name=session] option").all_inner_texts()
    assert options == [
        "全部",
        "第 58 届会议 (2)",
        "第 62 届会议 (1)",
        "第 64 届会议 (1)",
    ]
    assert search(page, base, "小武器", year="2007").symbols == ["A/RES/62/22"]
    assert search(page, base, "小武器", year="2007", session="58").number == 0
    assert "取消届会、年份等限定" in page.locator("#advice").inner_text()


def test_what_was_chosen_can_be_taken_back(page: Page, base: str) -> None:
    search(page, base, "小武器")
    page.press("#q", "End")
    page.locator("#q").press_sequentially(" 巴马科")
    assert settled(page).number == 2
    page.select_option("select[name=session]", "58")
    assert settled(page).symbols == ["A/RES/58/58"]
    assert page.title().startswith("小武器 巴马科 · ")
    for step, number, session in [(page.go_back, 2, ""), (page.go_forward, 1, "58")]:
        step()
        page.wait_for_function(
            "n => document.querySelector('#results').dataset.count === n",
            arg=str(number),
        )
        assert (settled(page).number, page.input_value("select[name=session]")) == (
            number,
            session,
        )
    page.reload()
    assert settled(page).number == 1


def test_what_was_entered_before_is_an_entry_of_the_history(
    page: Page, base: str
) -> None:
    search(page, base, "小武器")
    page.fill("#q", "")
    page.locator("#q").press_sequentially("巴马科")
    assert settled(page).number == 2
    for _ in range(2):
        page.press("#q", "Enter")
        assert settled(page).number == 2
    page.go_back()
    page.wait_for_function(
        "n => document.querySelector('#results').dataset.count === n", arg="4"
    )
    assert page.input_value("#q") == "小武器"


def test_keys_lead_through_the_results(page: Page, base: str) -> None:
    symbols = search(page, base, "小武器").symbols
    focused = "document.activeElement.closest('li')?.dataset.symbol ?? document.activeElement.id"
    page.locator("#q").blur()
    page.keyboard.press("/")
    assert page.evaluate(focused) == "q"
    for symbol in symbols[:2]:
        page.keyboard.press("ArrowDown")
        assert page.evaluate(focused) == symbol
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    assert page.evaluate(focused) == "q"
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Escape")
    assert page.evaluate(focused) == "q"
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(re.escape(symbols[0])))


def test_a_stroke_leads_to_the_box_from_any_page(page: Page, base: str) -> None:
    for address in ("A/RES/58/58.html", "index.html", "search.html"):
        page.goto(f"{base}{address}")
        page.locator("[name=q]").blur()
        page.keyboard.press("/")
        assert page.evaluate("document.activeElement.name") == "q"
        page.keyboard.type("58/58")
        assert page.locator("[name=q]").input_value() == "58/58"


@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_query_is_only_ever_text(page: Page, folder: Path, payload: str) -> None:
    found = search(page, f"{folder.as_uri()}/", payload)
    assert found.state == "done"
    assert page.locator("main img, main script, main svg").count() == 0
    assert page.locator("#q").input_value() == payload


def test_a_file_that_does_not_come_is_said_and_asked_for_again(
    context: BrowserContext, folder: Path
) -> None:
    page = context.new_page()
    with serving(folder) as host:
        assert search(page, host, "千年报告").number == 1
        context.route("**/terms/*.js?*", lambda route: route.fulfill(status=404))
        page.fill("#q", "小武器")
        failed = settled(page)
        assert (failed.state, "未能载入" in failed.status) == ("failed", True)
        assert (failed.number, failed.items, failed.near) == (0, [], [])
        assert page.locator("#browse a:visible").count() == 2
        context.unroute("**/terms/*.js?*")
        page.fill("#q", "小武器 ")
        assert settled(page).number == 4


def test_without_scripts_one_can_browse(browser: Browser, folder: Path) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(f"{folder.as_uri()}/search.html")
        assert page.locator("noscript a").count() == 2


def test_a_reading_page_loads_nothing_of_the_index(
    context: BrowserContext, folder: Path
) -> None:
    page, asked = context.new_page(), list[str]()
    page.on("request", lambda request: asked.append(request.url))
    with serving(folder) as host:
        page.goto(f"{host}A/RES/58/58.html", wait_until="networkidle")
    assert [url for url in asked if "search/" in url] == []


def test_filters_count_results_and_nothing_that_is_near(page: Page, base: str) -> None:
    found = ask(page, base, "大象迁徙 小武器")
    assert (found.number, found.exact, found.symbols) == (0, True, [])
    assert found.near
    assert options(page, "year") == options(page, "year")[:1]


@pytest.mark.parametrize(("query", "has_more"), [("小武器", False), ("58/241", True)])
def test_titles_wait_for_the_grammar_if_a_query_has_more_than_words(
    context: BrowserContext, folder: Path, query: str, *, has_more: bool
) -> None:
    page, asked = context.new_page(), list[str]()
    page.on("request", lambda request: asked.append(request.url))
    with serving(folder) as host:
        assert search(page, host, query).symbols
    names = [urlsplit(url).path.rpartition("/")[2] for url in asked]
    before_titles = names[: names.index("snippets.js")]
    assert ("grammar.js" in before_titles) == has_more


@pytest.fixture(scope="module")
def filed_base(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of a site whose search knows texts of two organs, with topics; it has no pages for them."""
    other = tmp_path_factory.mktemp("filed") / "site"
    shutil.copytree(folder, other)
    topics = {
        "A/RES/58/1": ("裁军",),
        "A/RES/59/1": ("裁军", "非洲"),
        "S/RES/1325(2000)": (),
    }
    found = [make_document(resolution(symbol), "zh") for symbol in topics]
    cards = [one.card._replace(topics=topics[one.card.symbol]) for one in found]
    write_search(
        other, [one._replace(card=card) for one, card in zip(found, cards, strict=True)]
    )
    return f"{other.as_uri()}/"


def options(page: Page, name: str) -> list[str]:
    return page.locator(f"select[name={name}] option").all_inner_texts()


def test_organs_and_topics_are_filters_with_counts(page: Page, filed_base: str) -> None:
    assert search(page, filed_base, "标题").number == 3
    assert options(page, "organ") == ["全部", "联合国大会 (2)", "联合国安全理事会 (1)"]
    assert options(page, "topic") == ["全部", "裁军 (2)", "非洲 (1)"]
    page.select_option("select[name=topic]", "裁军")
    assert settled(page).symbols == ["A/RES/59/1", "A/RES/58/1"]
    assert options(page, "session") == ["全部", "第 58 届会议 (1)", "第 59 届会议 (1)"]
    page.select_option("select[name=session]", "59")
    assert settled(page).symbols == ["A/RES/59/1"]
    assert parse_qs(urlsplit(page.url).query) == {
        "q": ["标题"],
        "session": ["59"],
        "topic": ["裁军"],
    }
    assert search(page, filed_base, "标题", organ="S").symbols == ["S/RES/1325(2000)"]


def test_topics_are_suggested_while_a_reader_types(page: Page, filed_base: str) -> None:
    page.goto(f"{filed_base}search.html")
    row = page.locator("#topics")
    assert not row.is_visible()
    page.fill("#q", "非")
    link = row.get_by_role("link")
    link.wait_for()
    assert (link.inner_text(), link.get_attribute("href")) == (
        "非洲",
        "topics/%E9%9D%9E%E6%B4%B2.html",
    )
    page.fill("#q", "标题")
    settled(page)
    link.wait_for(state="detached")


def test_results_fit_the_narrowest_screen_and_their_number_is_announced(
    page: Page, filed_base: str
) -> None:
    page.set_viewport_size({"width": 320, "height": 800})
    search(page, filed_base, "标题", topic="裁军")
    session = page.locator("select[name=session] option").first
    session.evaluate("one => { one.textContent = 'Période '.repeat(9); }")
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    status = page.get_by_role("status")
    assert (status.get_attribute("aria-live"), status.inner_text()) == (
        "polite",
        "找到 2 份决议",
    )


@pytest.fixture(scope="module")
def mixed_base(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of a site whose search knows a text in each script; it has no pages for them."""
    other = tmp_path_factory.mktemp("mixed") / "site"
    shutil.copytree(folder, other)
    texts = {
        "A/RES/1/1": "乾隆以後，關於聯合國的行動綱領",
        "A/RES/1/2": "关于联合国的行动纲领，著名文件",
    }
    found = [make_document(resolution(symbol), "zh") for symbol in texts]
    passages = [
        (*one.passages, SearchPassage("op9", "operative", "9", texts[one.card.symbol]))
        for one in found
    ]
    write_search(
        other,
        [
            one._replace(passages=those)
            for one, those in zip(found, passages, strict=True)
        ],
    )
    return f"{other.as_uri()}/"


@pytest.mark.parametrize(
    ("query", "marks"),
    [
        ("关于联合国", {"关于联合国", "關於聯合國"}),
        ("關於聯合國", {"关于联合国", "關於聯合國"}),
        ("行動纲领", {"行动纲领", "行動綱領"}),
        ("綱", {"纲", "綱"}),
        ("著名", {"著名"}),
        ("乾隆以后", {"乾隆以後"}),
        ("干隆以後", {"乾隆以後"}),
    ],
)
def test_either_script_finds_the_other(
    page: Page, mixed_base: str, query: str, marks: set[str]
) -> None:
    found = search(page, mixed_base, query)
    assert {mark for item in found.items for mark in item.marks} == marks
    assert (found.number, found.exact, found.near) == (len(marks), True, [])
    assert {link.split("#")[1] for item in found.items for link in item.links} == {
        "op9"
    }


# --- many texts


@pytest.fixture(scope="module")
def many(corpus: Path) -> list[Document]:
    return documents(read_corpus(corpus, "seedlike/zh", 3))


@pytest.fixture(scope="module")
def many_base(
    many: list[Document], folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> str:
    """The address of a site whose search knows many texts; it has no pages for them."""
    other = tmp_path_factory.mktemp("many") / "site"
    shutil.copytree(folder, other)
    write_search(other, many)
    return f"{other.as_uri()}/"


def substrings(found: list[Document], count: int) -> Iterator[str]:
    """Words of the texts: stretches of 2 to 8 Han characters, chosen by chance."""
    chance = random.Random(58)  # noqa: S311  (the same words in every run)
    runs = [
        run
        for one in found
        for passage in one.passages
        for run in re.findall("[\u4e00-\u9fff]{8,}", passage.text)
    ]
    for _ in range(count):
        run = chance.choice(runs)
        length = chance.randint(2, 8)
        start = chance.randrange(len(run) - length + 1)
        yield run[start : start + length]


def squeezed(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).lower().split())


def having(found: list[Document], words: str) -> set[str]:
    return {
        one.card.symbol
        for one in found
        if any(squeezed(words) in squeezed(passage.text) for passage in one.passages)
    }


def all_shown(page: Page, found: Found) -> Found:
    """Press for more results until all are shown."""
    while page.locator("#more").is_visible():
        page.click("#more")
        found = settled(page)
    return found


def test_any_substring_finds_all_texts_that_have_it_and_no_other(
    page: Page, many: list[Document], many_base: str
) -> None:
    page.goto(f"{many_base}search.html")
    for words in substrings(many, 30):
        found = ask(page, many_base, words)
        shown = all_shown(page, found)
        assert set(shown.symbols) == having(many, words), words
        assert len(shown.symbols) == len(set(shown.symbols))
        assert not found.exact or found.number == len(shown.symbols)
        assert shown.exact
        assert shown.number == len(shown.symbols)


def test_a_symbol_of_many_comes_first_then_those_that_cite_it(
    page: Page, many: list[Document], many_base: str
) -> None:
    page.goto(f"{many_base}search.html")
    for symbol in [one.card.symbol for one in many][::12]:
        bare = symbol.removeprefix("A/RES/")
        citing = {one.card.symbol for one in many if mentions(one, bare)}
        for spelling in (
            symbol,
            bare,
            f"第 {bare} 号决议",
            f"第{bare}号",
            symbol.replace("/", "").lower(),
        ):
            found = ask(page, many_base, spelling)
            assert found.symbols[0] == symbol, spelling
            assert found.number == len({symbol} | citing)


def mentions(document: Document, bare: str) -> bool:
    whole = re.compile(rf"(?<![\d/]){re.escape(bare)}(?![\d/])")
    return any(whole.search(passage.text) for passage in document.passages)


LONGEST_NORMALIZED = """() => {
  const { normalize } = String.prototype;
  globalThis.longest = 0;
  String.prototype.normalize = function (form) {
    globalThis.longest = Math.max(globalThis.longest, this.length);
    return normalize.call(this, form);
  };
}"""


LONGEST_CHOICE = """() => Math.max(
  ...[...document.querySelectorAll('option')].map((option) => option.value.length)
)"""


@pytest.mark.parametrize(
    "seed", ["e" + "\u0301" * 99, "小武器", "58/58 ", "，", "𠀀"], ids=range(5)
)
def test_a_query_of_any_length_is_cut_first(
    browser: Browser, folder: Path, seed: str
) -> None:
    """To normalize a letter with a million accents takes minutes, in which the page would not answer."""
    long = (seed * 110_000)[:110_000]  # an address of 1 MB
    page = browser.new_page()
    page.add_init_script(f"({LONGEST_NORMALIZED})()")
    address = (folder / "search.html").as_uri()
    page.goto(f"{address}?q={quote(long)}&organ={quote(long[:50_000])}")
    page.wait_for_selector("#results[data-state]", state="attached")
    assert page.evaluate(LONGEST_CHOICE) <= 400
    settled(page)
    page.evaluate(
        "(text) => { document.querySelector('#q').value = text; }", long[:50_000]
    )
    page.evaluate(
        "() => document.querySelector('#q').dispatchEvent(new Event('input', { bubbles: true }))"
    )
    page.wait_for_timeout(100)
    settled(page)
    assert 0 < page.evaluate("globalThis.longest") <= 2000
    assert len(parse_qs(urlsplit(page.url).query).get("q", [""])[0]) <= 2000
    page.close()
