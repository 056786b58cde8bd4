"""Words of the other languages are found as readers type them, and marked as they are printed."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.search_pages import ask, search, write_search
from tests.texts import resolution
from unres_site.languages import get_language
from unres_site.search.documents import SearchPassage, make_document

pytestmark = pytest.mark.browser

Open = Callable[..., tuple[Page, list[str]]]

LONG = (
    "Requests each country and its partners to co-operate in 2015–2030, recalling Security Council "
    "resolution 1325 (2000); takes note of arrangements that entail considerable expenditure for "
    "administration, accommodation and communication; expects that while these are reviewed other "
    "countries share at the least 10% of costs."
)
TEXTS = {
    "en": LONG,
    "fr": "Prie les réfugiés de faire respecter les droits de l’homme et d’étudier la pêche.",
    "es": "Pide a los niños que estudien el año 1999, y si procede.",
    "ru": "Просит партнёров женщин о развитии; развитие важно.",
    "ar": "تطلب إلى الأمم المتحدة تعزيز التنمية وكل تنمية",
}
FOUND = {
    "réfugié": ["réfugiés"],
    "refugies": ["réfugiés"],
    "réfugies": ["réfugiés"],
    "refug": ["réfugiés"],
    "ninos": ["niños"],
    "ano": ["año"],
    "droits de l'homme": ["droits", "l’homme"],
    "droits de l’homme": ["droits", "l’homme"],
    '"de l\'homme"': ["de l’homme"],
    '"la peche"': ["la pêche"],
    '"la pêché"': [],
    "countries": ["country", "countries"],
    "2015-2030": ["2015–2030"],
    "co‑operate": ["co-operate"],
    "партнеров": ["партнёров"],
    "развитие": ["развитии", "развитие"],
    "تنمية": ["التنمية", "تنمية"],
    "الامم": ["الأمم"],
    "10%": ["10%"],
    "(a)": [],
    '"country"': ["country"],
    '"réfugié"': [],
    '"refug"': [],
    '"developpemen"': [],
}
"""Query → what is marked in the first text, the only one that has it in this language."""


@pytest.fixture(scope="module")
def base(site: tuple[Path, str], tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of a site whose search knows a text in each of five languages; it has no pages for them."""
    folder = tmp_path_factory.mktemp("words") / "site"
    shutil.copytree(site[0], folder)
    found = []
    for number, (language, text) in enumerate(TEXTS.items(), 10):
        document = make_document(
            resolution(f"A/RES/75/{number}", language=language), "zh"
        )
        found.append(
            document._replace(
                passages=(
                    *document.passages,
                    SearchPassage("op9", "operative", "9", text),
                )
            )
        )
    write_search(folder, found)
    return f"{folder.as_uri()}/"


def test_words_are_found_as_they_are_typed_and_marked_as_they_are_printed(
    open_page: Open, base: str
) -> None:
    page, complaints = open_page(f"{base}search.html")
    for query, marks in FOUND.items():
        found = ask(page, base, query)
        shown = [item.marks for item in found.items]
        assert shown[:1] == ([marks] if marks else []), query
    assert complaints == []


def test_a_snippet_cuts_no_word(open_page: Open, base: str) -> None:
    page, _ = open_page(f"{base}search.html")
    [item] = ask(page, base, "costs").items
    words = item.snippet.strip("…").split()
    assert item.snippet.startswith("…")
    assert set(words) <= set(LONG.split())
    assert item.snippet.endswith("of costs.")
    assert len(words) > 30


def test_a_symbol_without_its_year_finds_those_that_have_one(
    open_page: Open, base: str
) -> None:
    page, _ = open_page(f"{base}search.html")
    found = ask(page, base, "S/RES/1325")
    assert (found.number, found.symbols) == (1, ["A/RES/75/10"])


def test_other_signs_may_be_between_the_numbers_of_a_symbol(
    open_page: Open, base: str
) -> None:
    page, _ = open_page(f"{base}search.html")
    found = ask(page, base, "75-10")
    assert (found.number, found.symbols) == (1, ["A/RES/75/10"])


def test_a_language_is_a_filter(open_page: Open, base: str) -> None:
    page, _ = open_page(f"{base}search.html")
    every = ask(page, base, "75")
    assert len(every.items) == len(TEXTS)
    options = page.locator("select[name=language] option").all_inner_texts()
    assert sorted(options[1:]) == sorted(
        f"{get_language(code).name} (1)" for code in TEXTS
    )
    found = search(page, base, "75", language="ru")
    assert [item.symbol for item in found.items] == ["A/RES/75/13"]


def test_a_resolution_is_one_result_with_a_link_for_each_language(
    open_page: Open, site: tuple[Path, str], tmp_path: Path
) -> None:
    """The page's language is first for a symbol, and where scores are equal."""
    shutil.copytree(site[0], tmp_path / "site")
    found = [
        make_document(resolution("A/RES/75/1", language=language), "zh")
        for language in (*TEXTS, "zh")
    ]
    write_search(tmp_path / "site", found)
    base = f"{(tmp_path / 'site').as_uri()}/"
    page, _ = open_page(f"{base}search.html")
    for query in ("75/1", "A/RES/75/1", "75"):
        seen = ask(page, base, query)
        [item] = seen.items
        assert (seen.number, seen.exact) == (1, True)
        assert item.links[0] == "A/RES/75/1.html"
        assert sorted(item.links[1:]) == [
            f"{language}/A/RES/75/1.html" for language in sorted(TEXTS)
        ]
    options = page.locator("select[name=session] option").all_inner_texts()
    assert options[1].endswith("(1)")
    [item] = search(page, base, "75/1", language="fr").items
    assert item.links[0] == "fr/A/RES/75/1.html"
    assert "A/RES/75/1.html" in item.links


def test_of_equal_texts_the_newest_is_first(
    open_page: Open, site: tuple[Path, str], tmp_path: Path
) -> None:
    shutil.copytree(site[0], tmp_path / "site")
    texts = (("54/5", 1999), ("58/5", 2003), ("57/300", 2003), ("58/6", 2003))
    found = [
        make_document(resolution(f"A/RES/{number}", adopted_on=f"{year}-07-08"), "zh")
        for number, year in texts
    ]
    write_search(tmp_path / "site", found)
    base = f"{(tmp_path / 'site').as_uri()}/"
    page, _ = open_page(f"{base}search.html")
    word = found[0].card.title[0]
    seen = ask(page, base, word)
    assert seen.symbols == [
        f"A/RES/{number}" for number in ("58/6", "58/5", "57/300", "54/5")
    ]
