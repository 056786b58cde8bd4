"""The search page asks an OpenSearch endpoint, if the configuration names one. A fake server answers locally."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import PagePool
from tests.browser.test_search import FOUND, SEEDS
from tests.building import text, write
from tests.opensearch import Index, Server, serving_index
from tests.search_pages import Found, search, serving, settled
from tests.search_pages import ask as type_query
from unres_site import cli

pytestmark = pytest.mark.browser

ROOT = Path(__file__).parent.parent.parent
MADE_UP = 24
"""Texts beside the four, so that results fill more than a page."""


class Site(NamedTuple):
    """A site that asks an endpoint: its folder, its address, and the endpoint."""

    folder: Path
    address: str
    server: Server


@pytest.fixture(scope="module")
def asking(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("asking")
    shutil.copytree(ROOT / "resolutions", folder / "texts")
    cites = {1: (7, 7), 2: (7,)}
    texts = {
        number: text(number, f"文书的保存{number}", cites.get(number, ()))
        for number in range(1, MADE_UP + 1)
    }
    write(
        folder, {f"texts/99-{number}.txt": content for number, content in texts.items()}
    )
    with serving_index() as server:
        (folder / "site.yml").write_text(
            f"search_endpoint: {server.endpoint}\n", "utf-8"
        )
        read = ["--source", str(folder / "texts"), "--config", str(folder / "site.yml")]
        assert (
            cli.main(
                [
                    "build",
                    *read,
                    "--output",
                    str(folder / "site"),
                    "--no-cache",
                    "--quiet",
                ]
            )
            == cli.OK
        )
        assert (
            cli.main(["export", "opensearch", *read, "--output", str(folder / "out")])
            == cli.OK
        )
        server.index = Index(folder / "out")
        with serving(folder / "site") as address:
            yield Site(folder / "site", address, server)


@pytest.fixture
def page(pool: PagePool, asking: Site) -> Iterator[Page]:
    asking.server.mood = ""
    asking.server.asked.clear()
    watch = pool.take()
    yield watch.watched.page
    pool.give_back(watch)


def ask(page: Page, asking: Site, query: str, **filters: str) -> Found:
    return search(page, asking.address, query, **filters)


def test_what_the_own_index_finds_is_found(page: Page, asking: Site) -> None:
    for query, expected in FOUND.items():
        found = type_query(page, asking.address, query)
        assert found.state == "done"
        assert set(found.symbols) >= {SEEDS[short] for short in expected.split()}, query


@pytest.mark.parametrize(
    "query",
    [
        "58/241",
        "A/RES/62/22",
        "ARES5858",
        "第 58/58 号决议",
        "大会第 64/50 号决议",
        "99/7",
    ],
)
def test_a_symbol_puts_its_own_resolution_first(
    page: Page, asking: Site, query: str
) -> None:
    first = ask(page, asking, query).symbols[0]
    assert first.removeprefix("A/RES/") in query.replace("5858", "58/58")


def test_words_are_marked_where_they_stand_and_linked(page: Page, asking: Site) -> None:
    [found] = ask(page, asking, "秘书长最近").items
    assert found.symbol == "A/RES/62/22"
    assert found.links == ["A/RES/62/22.html#" + found.links[0].partition("#")[2]]
    assert "".join(found.marks) == "秘书长最近"
    assert page.locator("#results a").first.get_attribute("href") == found.links[0]


def test_a_symbol_is_marked_where_it_is_cited(page: Page, asking: Site) -> None:
    found = ask(page, asking, "49/75 G")
    assert all(item.marks for item in found.items)
    assert all("#" in item.links[0] for item in found.items)


def test_traditional_characters_find_simplified_ones(page: Page, asking: Site) -> None:
    found = ask(page, asking, "輕武器")
    assert found.number == 4
    assert {mark for item in found.items for mark in item.marks} >= {"轻武器"}


def test_filters_have_counts_that_the_other_filters_leave(
    page: Page, asking: Site
) -> None:
    assert ask(page, asking, "报告").number == MADE_UP + 4
    sessions = page.locator("select[name=session] option").all_inner_texts()
    assert [one.rpartition(" ")[2] for one in sessions[1:]] == [
        "(2)",
        "(1)",
        "(1)",
        f"({MADE_UP})",
    ]
    page.select_option("select[name=session]", "58")
    found = settled(page)
    assert found.number == 2
    assert "session=58" in page.url
    assert page.locator("select[name=session] option").count() == 5
    assert [
        one.rpartition(" ")[2]
        for one in page.locator("select[name=year] option").all_inner_texts()[1:]
    ] == ["(2)"]


def test_results_sort_by_date(page: Page, asking: Site) -> None:
    found = ask(page, asking, "小武器", sort="date")
    assert found.symbols == [
        "A/RES/64/50",
        "A/RES/62/22",
        "A/RES/58/241",
        "A/RES/58/58",
    ]


def test_more_results_come_ten_at_a_time(page: Page, asking: Site) -> None:
    found = ask(page, asking, "须保存文书")
    assert (found.number, len(found.items), found.exact) == (MADE_UP, 10, True)
    for shown in (20, MADE_UP):
        page.click("#more")
        page.wait_for_function(
            "count => document.querySelectorAll('#results li').length === count",
            arg=shown,
        )
    assert page.locator("#more").is_hidden()
    assert len({item.symbol for item in settled(page).items}) == MADE_UP


def test_where_nothing_is_found_the_nearest_are_shown(page: Page, asking: Site) -> None:
    found = ask(page, asking, "58/242")
    assert (found.number, found.near[0]) == (0, "A/RES/58/241")
    assert "相近的文号" in page.locator("#advice").inner_text()
    partly = ask(page, asking, "轻武器不存在")
    assert partly.number == 0
    assert "A/RES/58/58" in partly.near
    marked = (
        page.locator("#near li", has_text="A/RES/58/58")
        .locator("mark")
        .all_inner_texts()
    )
    assert any("武器" in mark for mark in marked)


def test_words_of_a_query_are_no_markup_and_no_question(
    page: Page, asking: Site
) -> None:
    for query in ('<img src=x onerror="alert(1)">', '"}]}', "*", "\\", "a" * 200, "，"):
        assert ask(page, asking, query).state == "done", query
    assert page.locator("#results img, #near img").count() == 0


@pytest.mark.parametrize(
    ("mood", "sentence"),
    [
        ("refusing", "503"),
        ("mumbling", "无法读取"),
        ("stopped", "http://127.0.0.1:"),
        ("", ""),
    ],
)
def test_what_goes_wrong_is_told(
    page: Page, asking: Site, mood: str, sentence: str
) -> None:
    asking.server.mood = mood
    found = ask(page, asking, "小武器")
    assert found.state == ("failed" if mood else "done")
    assert sentence in found.status
    assert page.locator("#browse").is_visible() == bool(mood)
    asking.server.mood = ""
    page.click("#search-form button")
    page.wait_for_selector("#results[data-state=done] li")


def test_only_the_search_page_may_ask_and_only_the_endpoint(
    page: Page, asking: Site
) -> None:
    origin = asking.server.endpoint.removesuffix("/resolutions/_search")
    policies = {}
    for name in ("search.html", "index.html", "A/RES/58/58.html"):
        page.goto(f"{asking.address}{name}")
        policies[name] = (
            page.get_attribute("meta[http-equiv=Content-Security-Policy]", "content")
            or ""
        )
    asked = f"connect-src 'self' {origin};"
    assert asked in policies.pop("search.html")
    assert all("connect-src 'self';" in policy for policy in policies.values())
    fetch = "address => fetch(address).then(() => 'asked', () => 'not asked')"
    assert page.evaluate(fetch, asking.server.endpoint) == "not asked"
    assert page.evaluate(fetch, f"{asking.address}index.html") == "asked"
    assert asked in (asking.folder / "_headers").read_text("utf-8")


def test_such_a_site_has_no_index_of_its_own(asking: Site) -> None:
    assert not (asking.folder / "search").exists()


def test_the_endpoint_is_asked_once_for_a_query_that_is_found(
    page: Page, asking: Site
) -> None:
    ask(page, asking, "小武器")
    assert len(asking.server.asked) == 1
