"""Python and JavaScript cut any text into the same terms, and the shards answer as Lunr's whole index does."""

from __future__ import annotations

import functools
import itertools
import json
import random
import shutil
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.search_equality import (
    ASK,
    RANK,
    ask_all,
    build_whole,
    conjunctions,
    demands,
    lunr_in_python,
)
from tests.search_index import field_terms
from tests.search_pages import bench_page, write_search
from tests.search_texts import documents, raw_texts, read_corpus, seeds, vectors
from tests.spellings import spellings
from unres_site.archive import Archive
from unres_site.search.documents import Document
from unres_site.search.index.vocabulary import strip_accents
from unres_site.search.terms.tokens import tokenize
from unres_site.symbols import parse

pytestmark = pytest.mark.browser


@functools.cache
def list_four() -> list[Document]:
    """The documents of the project's own four texts."""
    return documents(Archive(seeds()).ordered)


QUERIES = 240
ALPHABET = (
    "小武器 第号/()ab/RESxi158.-\u0301\u200d\u064e\u0640\u0130\u03a3\u00df\uff21"
    "\ufb01\u3248\U00020000\u3007é٥\u202e"
)


@pytest.fixture(scope="module")
def bench(
    browser: Browser, site: tuple[Path, str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Page]:
    folder = tmp_path_factory.mktemp("four") / "site"
    shutil.copytree(site[0], folder)
    page = bench_page(browser, folder)
    yield page
    page.close()


def differences(page: Page, texts: list[str]) -> list[tuple[str, list[str], list[str]]]:
    """The texts whose terms are not the same on both sides."""
    # As one string: Playwright wraps each of many strings by itself.
    found = json.loads(
        page.evaluate(
            "texts => JSON.stringify(texts.map(unresSearch.tokens.tokenize))", texts
        )
    )
    both = zip(texts, map(tokenize, texts), found, strict=True)
    return [(text, here, there) for text, here, there in both if here != there]


def test_letters_lose_the_same_accents_on_both_sides(bench: Page) -> None:
    letters = "".join(
        char
        for char in map(chr, range(0x10000))
        if unicodedata.category(char)[0] == "L"
    )
    assert bench.evaluate(
        "text => unresSearch.tokens.stripAccents(text)", letters
    ) == strip_accents(letters)


def test_terms_are_as_specified(bench: Page) -> None:
    found = bench.evaluate(
        "texts => texts.map(unresSearch.tokens.tokenize)",
        [one.text for one in vectors()],
    )
    assert found == [one.tokens for one in vectors()]


def test_every_character_is_the_same_term_on_both_sides(bench: Page) -> None:
    codes = (code for code in range(0x110000) if not 0xD800 <= code < 0xE000)
    known = [char for char in map(chr, codes) if unicodedata.category(char) != "Cn"]
    alone = " ".join(
        f"{char} x{char}x"
        for char in known
        if unicodedata.category(char) not in {"Co", "Lo"}
    )
    assert differences(bench, [alone, "".join(known)]) == []


def test_texts_by_chance_have_the_same_terms_on_both_sides(bench: Page) -> None:
    chance = random.Random(58)  # noqa: S311  (the same texts in every run)
    texts = [
        "".join(chance.choices(ALPHABET, k=chance.randint(1, 24))) for _ in range(4000)
    ]
    assert differences(bench, texts) == []


def test_spellings_of_symbols_have_the_same_terms_on_both_sides(bench: Page) -> None:
    sessions = ["1", "58", "75", "S-10", "ES-10"]
    held = [
        f"A/RES/{session}/{number}{part}"
        for session in sessions
        for number in (1, 58, 241)
        for part in ("", "A", "G")
    ]
    held += ["A/RES/2758(XXVI)", "A/RES/217(III)A", "S/RES/1325(2000)", "A/DEC/60/519"]
    assert (
        differences(
            bench,
            [spelling for symbol in held for spelling in spellings(parse(symbol))],
        )
        == []
    )


def test_the_four_have_the_same_terms_on_both_sides(
    bench: Page, seed_texts: dict[str, bytes]
) -> None:
    assert differences(bench, [text.decode() for text in seed_texts.values()]) == []


def test_real_texts_in_six_languages_have_the_same_terms_on_both_sides(
    bench: Page, corpus: Path
) -> None:
    assert differences(bench, raw_texts(corpus, 12)) == []


# --- the index


def check_equal(page: Page, found: list[Document]) -> None:
    texts = [field_terms(document) for document in found]
    build_whole(page, texts)
    asked = list(demands(texts, QUERIES))
    answers = ask_all(page, ASK, [[one.parts, one.every_text] for one in asked])
    for demand, (part, whole) in zip(asked, answers, strict=True):
        assert part == whole, json.dumps(demand, ensure_ascii=False)
    assert sum(bool(part) for part, _ in answers) > QUERIES / 2


def check_best(page: Page, found: list[Document]) -> None:
    """The first texts of a query for all of some terms are the first of the whole index."""
    asked = list(conjunctions([field_terms(document) for document in found], QUERIES))
    answers = ask_all(page, RANK, [[terms, 5] for terms in asked])
    for terms, (count, best, whole) in zip(asked, answers, strict=True):
        assert count == len(whole)
        assert best == whole[: len(best)], terms
        assert len(best) >= min(5, count)


def test_the_shards_of_the_four_answer_as_the_whole_index(bench: Page) -> None:
    check_equal(bench, list_four())


def test_the_shards_of_the_four_answer_as_the_index_of_lunr_in_python(
    bench: Page,
) -> None:
    texts = [field_terms(document) for document in list_four()]
    serialized = lunr_in_python(texts).build().serialize() | {"pipeline": []}
    # lunr.py sorts terms by code point; the scripts' lunr.js wants them by UTF-16 unit.
    serialized["invertedIndex"].sort(key=lambda entry: entry[0].encode("utf-16-be"))
    bench.evaluate(
        "index => { globalThis.whole = lunr.Index.load(index); }", serialized
    )
    asked = [[one.parts, one.every_text] for one in demands(texts, 120)]
    for answer in ask_all(bench, ASK, asked):
        part, whole = (dict(found) for found in answer)
        assert part.keys() == whole.keys()
        assert all(abs(score - whole[number]) < 1e-6 for number, score in part.items())


@pytest.fixture(scope="module")
def many(corpus: Path) -> list[Document]:
    read = [
        read_corpus(corpus, f"seedlike/{language}", 6 if language == "zh" else 12)
        for language in ("zh", "en", "ru", "ar")
    ]
    return documents(itertools.chain.from_iterable(read))


@pytest.fixture(scope="module")
def many_bench(
    browser: Browser,
    site: tuple[Path, str],
    many: list[Document],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Page]:
    folder = tmp_path_factory.mktemp("many") / "site"
    shutil.copytree(site[0], folder)
    write_search(folder, many)
    page = bench_page(browser, folder)
    yield page
    page.close()


def test_the_shards_of_many_answer_as_the_whole_index(
    many_bench: Page, many: list[Document]
) -> None:
    check_equal(many_bench, many)
    check_best(many_bench, many)
