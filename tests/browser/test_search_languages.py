"""A word is found in the texts of the languages that have it, and in no others."""

from __future__ import annotations

import itertools
import random
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from benchmarks.search_first import FIRST_TEN
from tests.search_pages import bench_page, search, write_search
from tests.search_texts import documents, read_corpus
from tests.texts import resolution
from unres_site.search.documents import Document
from unres_site.search.terms.tokens import normalize, scan

pytestmark = pytest.mark.browser

LANGUAGES = ("en", "fr", "es", "ru", "ar")
WORDS = 40
"""Words of each language."""

SET_LANGUAGE = """language => {
  document.body.innerHTML = `<div id="search" data-language="${language}"></div>`;
}"""
"""Makes the bench a page in a language."""


@pytest.fixture(scope="module")
def many(corpus: Path) -> list[Document]:
    read = [read_corpus(corpus, f"seedlike/{one}", 6) for one in LANGUAGES]
    variant = resolution("A/RES/60/1", language="zh-Hant", title="裁減小武器")
    return documents(itertools.chain(*read, [variant]))


@pytest.fixture(scope="module")
def bench(
    browser: Browser,
    site: tuple[Path, str],
    many: list[Document],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Page]:
    folder = tmp_path_factory.mktemp("languages") / "site"
    shutil.copytree(site[0], folder)
    write_search(folder, many)
    page = bench_page(browser, folder)
    yield page
    page.close()


def list_words(texts: list[Document], language: str) -> set[str]:
    """The words of the texts of a language."""
    found = set[str]()
    for card, passages, _ in texts:
        if card.language == language:
            for passage in passages:
                items = scan(normalize(passage.text))
                found.update(text for kind, text in items if kind == "word")
    return {word for word in found if word.isalpha() and len(word) > 1}


def test_the_first_ten_are_in_a_language_that_has_the_word(
    bench: Page, many: list[Document]
) -> None:
    held = {language: list_words(many, language) for language in LANGUAGES}
    chance = random.Random(13)  # noqa: S311 - the same words in every run
    for language in LANGUAGES:
        words = chance.sample(sorted(held[language]), WORDS)
        bench.evaluate(SET_LANGUAGE, language)
        answers = bench.evaluate(FIRST_TEN, words)
        for word, found in zip(words, answers, strict=True):
            allowed = {one for one in LANGUAGES if word in held[one]}
            assert found, word
            assert set(found) <= allowed, word
            own = found.count(language)
            assert found[:own] == [language] * own, (word, found)
            assert own, word


def test_numbers_dates_and_symbols_are_found_in_the_language_of_the_page_first(
    bench: Page,
) -> None:
    queries = ["2020", "75", "2030", "75/1", "A/RES/60/1", "58 2015", '"2030"']
    for language in LANGUAGES:
        bench.evaluate(SET_LANGUAGE, language)
        for query, found in zip(
            queries, bench.evaluate(FIRST_TEN, queries), strict=True
        ):
            own = found.count(language)
            assert found[:own] == [language] * own, (language, query, found)
            assert own or "/" in query, (language, query)


def test_a_number_beside_a_word_does_not_mix_languages(bench: Page) -> None:
    bench.evaluate(SET_LANGUAGE, "ru")
    [found] = bench.evaluate(FIRST_TEN, ["development 2030"])
    assert set(found) == {"en"}


def test_a_result_names_its_versions_in_the_order_of_the_site(
    browser: Browser, bench: Page
) -> None:
    base = bench.url.removesuffix("bench.html")
    page = browser.new_page()
    search(page, base, "75/10")
    versions = page.locator("#results li").first.locator(".languages a")
    found = versions.evaluate_all("links => links.map(link => link.hreflang)")
    page.close()
    assert found == ["fr", "es", "ru"]


@pytest.mark.parametrize("query", ["小武器", "lang:zh-hant 裁減"])
def test_a_text_in_a_variant_of_a_language_is_shown(
    browser: Browser, bench: Page, query: str
) -> None:
    page = browser.new_page()
    found = search(page, bench.url.removesuffix("bench.html"), query)
    language = page.locator("#results [lang]").first.get_attribute("lang")
    page.close()
    assert (found.state, found.symbols[0]) == ("done", "A/RES/60/1")
    assert language == "zh-Hant"
