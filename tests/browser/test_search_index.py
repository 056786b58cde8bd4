"""Python and JavaScript cut any text into the same terms, and the shards answer as Lunr's whole index does."""

from __future__ import annotations

import itertools
import json
import random
import shutil
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from lunr.builder import Builder
from playwright.sync_api import Browser, Page

from tests.search_index import FieldTerms, field_terms
from tests.search_pages import bench_page, write_search
from tests.search_texts import documents, raw_texts, read_corpus, seeds, vectors
from unres_site.archive import Archive
from unres_site.search.documents import Document
from unres_site.search.index import FIELDS
from unres_site.search.tokens import tokens
from unres_site.symbols import parse, spellings

pytestmark = pytest.mark.browser

FOUR = documents(Archive(seeds()).ordered)

QUERIES = 240
ALPHABET = (
    "小武器 第号/()ab/RESxi158.-\u0301\u200d\u064e\u0640\u0130\u03a3\u00df\uff21\ufb01\u3248\U00020000\u3007é٥\u202e"
)

LUNR = """([fields, texts, terms]) => {
  const builder = new lunr.Builder();
  builder.ref('number');
  for (const [name, boost] of Object.entries(fields)) builder.field(name, { boost });
  terms.forEach((term, rank) => {
    const none = Object.keys(fields).map((name) => [name, Object.create(null)]);
    builder.invertedIndex[term] = { _index: rank, ...Object.fromEntries(none) };
  });
  texts.forEach((lists, number) => {
    const named = Object.keys(fields).map((name, place) => [name, lists[place]]);
    builder.add({ number: String(number), ...Object.fromEntries(named) });
  });
  globalThis.whole = builder.build();
}"""
"""lunr.js's own index of the same terms, numbered in the shards' order so that sums of scores run alike."""

ASK = """async ([demands, everyText]) => {
  const words = [...new Set((await unresSearch.files.wordsBetween('', '\\uffff')).map(({ term }) => term))];
  const all = words.sort();
  const builder = new lunr.TokenSet.Builder();
  for (const word of all) builder.insert(word);
  builder.finish();
  const terms = demands.flatMap((demand) => {
    if (!demand.term.endsWith('*') && !demand.editDistance) return [demand.term];
    return builder.root.intersect(lunr.TokenSet.fromClause(demand)).toArray();
  });
  const part = await unresSearch.index.lunrIndex(terms, { everyText });
  const ask = (index) => index.query((query) => {
    for (const demand of demands) query.clause({ ...demand, usePipeline: false });
  }).map(({ ref, score }) => [ref, score]);
  return [ask(part), ask(globalThis.whole)];
}"""

RANK = """async ([terms, wanted]) => {
  const { index } = unresSearch;
  const ranked = await index.rank(terms.map((term) => [term]));
  const asked = await index.ask(terms, index.best(ranked, 0, wanted));
  const best = asked.map(({ number, score }) => [String(number), score]);
  const found = globalThis.whole.query((query) => {
    for (const term of terms) query.clause({ term, presence: lunr.Query.presence.REQUIRED, usePipeline: false });
  }).map(({ ref, score }) => [ref, score]);
  return [ranked.texts.length, best, found];
}"""
"""The best of the texts that have all terms, as the page finds them, and as the whole index does."""


@pytest.fixture(scope="module")
def bench(browser: Browser, site: tuple[Path, str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    folder = tmp_path_factory.mktemp("four") / "site"
    shutil.copytree(site[0], folder)
    page = bench_page(browser, folder)
    yield page
    page.close()


def differences(page: Page, texts: list[str]) -> list[tuple[str, list[str], list[str]]]:
    """The texts whose terms are not the same on both sides."""
    found = page.evaluate("texts => texts.map(unresSearch.tokens.tokens)", texts)
    both = zip(texts, map(tokens, texts), found, strict=True)
    return [(text, here, there) for text, here, there in both if here != there]


def test_terms_are_as_specified(bench: Page) -> None:
    found = bench.evaluate("texts => texts.map(unresSearch.tokens.tokens)", [one.text for one in vectors()])
    assert found == [one.tokens for one in vectors()]


def test_every_character_is_the_same_term_on_both_sides(bench: Page) -> None:
    codes = (code for code in range(0x110000) if not 0xD800 <= code < 0xE000)
    known = [char for char in map(chr, codes) if unicodedata.category(char) != "Cn"]
    alone = " ".join(f"{char} x{char}x" for char in known if unicodedata.category(char) not in {"Co", "Lo"})
    assert differences(bench, [alone, "".join(known)]) == []


def test_texts_by_chance_have_the_same_terms_on_both_sides(bench: Page) -> None:
    chance = random.Random(58)  # noqa: S311  (the same texts in every run)
    texts = ["".join(chance.choices(ALPHABET, k=chance.randint(1, 24))) for _ in range(4000)]
    assert differences(bench, texts) == []


def test_spellings_of_symbols_have_the_same_terms_on_both_sides(bench: Page) -> None:
    sessions = ["1", "58", "75", "S-10", "ES-10"]
    held = [
        f"A/RES/{session}/{number}{part}" for session in sessions for number in (1, 58, 241) for part in ("", "A", "G")
    ]
    held += ["A/RES/2758(XXVI)", "A/RES/217(III)A", "S/RES/1325(2000)", "A/DEC/60/519"]
    assert differences(bench, [spelling for symbol in held for spelling in spellings(parse(symbol))]) == []


def test_the_four_have_the_same_terms_on_both_sides(bench: Page, seed_texts: dict[str, bytes]) -> None:
    assert differences(bench, [text.decode() for text in seed_texts.values()]) == []


def test_real_texts_in_six_languages_have_the_same_terms_on_both_sides(bench: Page, corpus: Path) -> None:
    assert differences(bench, raw_texts(corpus, 12)) == []


# --- the index


def whole_index(page: Page, found: list[Document]) -> list[FieldTerms]:
    texts = [field_terms(document) for document in found]
    terms = {term for fields in texts for field in fields for term in field}
    page.evaluate(LUNR, [FIELDS, texts, sorted(terms, key=lambda term: term.encode("utf-16-be"))])
    return texts


def demands(texts: list[FieldTerms]) -> Iterator[tuple[list[dict[str, Any]], bool]]:
    """Queries of all kinds that Lunr knows: several terms, required, excluded, by field, boosted, beginnings, fuzzy."""
    chance = random.Random(241)  # noqa: S311  (the same queries in every run)
    terms = [term for fields in texts for field in fields for term in field]
    names = list(FIELDS)
    words = sorted({term for term in terms if term.isascii() and len(term) > 3 and term[0].isalpha()})
    for number in range(QUERIES):
        some = [{"term": term} for term in dict.fromkeys(chance.choices(terms, k=chance.randint(1, 5)))]
        match number % 7:
            case 1:
                yield [one | {"presence": 2} for one in some], False
            case 2:
                yield [*some, {"term": chance.choice(terms), "presence": 3}], False
            case 3:
                yield [one | {"fields": [chance.choice(names)], "boost": chance.randint(1, 9)} for one in some], False
            case 4:
                yield [*some, {"term": f"{chance.choice(words)[:3]}*", "presence": 2}], False
            case 5:
                yield [one | {"presence": 3} for one in some], True
            case 6:
                yield [*some, {"term": chance.choice(words), "editDistance": 1}], False
            case _:
                yield some, False


def check_equal(page: Page, found: list[Document]) -> None:
    texts = whole_index(page, found)
    kinds = []
    for some, every_text in demands(texts):
        part, whole = page.evaluate(ASK, [some, every_text])
        assert part == whole, json.dumps(some, ensure_ascii=False)
        kinds.append(bool(part))
    assert kinds.count(True) > QUERIES / 2


def check_best(page: Page, found: list[Document]) -> None:
    """The first texts of a query for all of some terms are the first of the whole index."""
    texts = [field_terms(document) for document in found]
    chance = random.Random(22)  # noqa: S311  (the same queries in every run)
    for number in range(QUERIES):
        fields = chance.choice(texts)
        terms = list(dict.fromkeys(chance.choices([term for field in fields for term in field], k=1 + number % 4)))
        count, best, whole = page.evaluate(RANK, [terms, 5])
        assert count == len(whole)
        assert best == whole[: len(best)], terms
        assert len(best) >= min(5, count)


def test_the_shards_of_the_four_answer_as_the_whole_index(bench: Page) -> None:
    check_equal(bench, FOUR)


def test_the_shards_of_the_four_answer_as_the_index_of_lunr_in_python(bench: Page) -> None:
    texts = [field_terms(document) for document in FOUR]
    builder = Builder()
    builder.ref("number")
    for field, boost in FIELDS.items():
        builder.field(field, boost)
    for number, lists in enumerate(texts):
        builder.add({"number": str(number), **dict(zip(FIELDS, lists, strict=True))})
    serialized = builder.build().serialize() | {"pipeline": []}
    # lunr.py sorts terms by code point; the scripts' lunr.js wants them by UTF-16 unit.
    serialized["invertedIndex"].sort(key=lambda entry: entry[0].encode("utf-16-be"))
    bench.evaluate("index => { globalThis.whole = lunr.Index.load(index); }", serialized)
    for some, every_text in itertools.islice(demands(texts), 120):
        part, whole = (dict(found) for found in bench.evaluate(ASK, [some, every_text]))
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
    browser: Browser, site: tuple[Path, str], many: list[Document], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Page]:
    folder = tmp_path_factory.mktemp("many") / "site"
    shutil.copytree(site[0], folder)
    write_search(folder, many)
    page = bench_page(browser, folder)
    yield page
    page.close()


def test_the_shards_of_many_answer_as_the_whole_index(many_bench: Page, many: list[Document]) -> None:
    check_equal(many_bench, many)
    check_best(many_bench, many)
