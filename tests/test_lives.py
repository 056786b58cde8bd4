"""The lives of paragraphs through a series, and the page that shows them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import pytest
from msgspec.structs import replace

from unres_site.archive import Archive
from unres_site.comparison.aligning.paragraphs import make_compared
from unres_site.comparison.comparing import compare_lists
from unres_site.comparison.lives import Member, trace
from unres_site.loader import load
from unres_site.records import Resolution
from unres_site.settings import SiteConfig
from unres_site.site.pages import plan
from unres_site.site.rendering.render import Renderer

ROOT = Path(__file__).parent.parent
FOLDERS = (ROOT / "templates", ROOT / "static", ROOT / "content")

A = "Recalling its resolution on small arms in the Sahel,"
B = "Welcoming the report of the Secretary-General on assistance,"
C = "Invites Governments to give technical and financial support;"
D = "Decides to include the item in the provisional agenda;"


def list_lives(*texts: Sequence[str]) -> list[str]:
    """The lives of a series of texts, each as the kinds of its steps with the places of their texts."""
    listed = [
        [
            make_compared(f"pp{at}", "preambular", words, "en")
            for at, words in enumerate(text)
        ]
        for text in texts
    ]
    members = [Member(listed[0])]
    for at in range(1, len(listed)):
        found, _ = compare_lists(listed[at - 1], listed[at], "en")
        members.append(Member(listed[at], at - 1, found))
    return [
        " ".join(f"{step.text}{step.kind}" for step in life) for life in trace(members)
    ]


def test_a_paragraph_is_followed_from_its_first_text_to_its_last() -> None:
    changed = B.replace("assistance", "assistance to States")
    assert list_lives([A, B], [A, changed, C], [A, changed]) == [
        "0first 1kept 2kept",
        "0first 1changed 2kept",
        "1new",
    ]


def test_a_paragraph_that_comes_back_goes_on_with_its_life() -> None:
    assert list_lives([A, B, C], [A, C], [A, C], [A, B, C]) == [
        "0first 1kept 2kept 3kept",
        "0first 3new",
        "0first 1kept 2kept 3kept",
    ]


def test_of_a_merged_paragraph_the_longest_part_goes_on() -> None:
    merged = list_lives([A, C, D], [A, C[:-1] + ", and " + D])
    assert merged == ["0first 1kept", "0first 1merged", "0first"]


def test_two_paragraphs_with_the_same_words_have_two_lives() -> None:
    assert list_lives([A, A], [A, A], [A]) == ["0first 1kept 2kept", "0first 1kept"]


@pytest.fixture(scope="module")
def series(seed_texts: dict[str, bytes]) -> list[Resolution]:
    """Three texts of a series: two of the project's own, and the second one once more as of a later session."""
    found: dict[str, Resolution] = {}
    for name, content in seed_texts.items():
        for record in load(content, Path(name).name).resolutions:
            found[record.symbol] = record
    old, new = found["A/RES/58/58"], found["A/RES/62/22"]
    return [old, new, replace(new, symbol="A/RES/63/22")]


def make_lives_pages(texts: list[Resolution]) -> dict[str, str]:
    renderer = Renderer(SiteConfig(), *FOLDERS)
    pages = plan(Archive(texts), SiteConfig())
    return {
        page.address: renderer.render(page).decode()
        for page in pages
        if page.kind == "lives"
    }


def test_a_series_has_a_page_of_its_paragraphs(series: list[Resolution]) -> None:
    pages = make_lives_pages(series)
    assert list(pages) == ["series/A-RES-58-58.paragraphs.html"]
    page = pages["series/A-RES-58-58.paragraphs.html"]
    # matches: <td class="kept" id="63/22:op9"><a href="../A/RES/63/22.since.html#op9">9</a></td>
    # rejects: <td></td>
    row = re.search(r'<tr>(?:(?!</tr>).){0,900}id="63/22:op9".{0,90}', page)
    assert row
    assert 'class="first" id="58/58:op10"' in row[0]
    assert 'href="../A/RES/58/58.html#op10"' in row[0]
    assert 'class="changed" id="62/22:op9"' in row[0]
    assert 'href="../A/RES/62/22.since.html#op9"' in row[0]
    assert 'class="kept" id="63/22:op9"' in row[0]
    assert '<path class="kept"' in page


def test_a_text_alone_in_its_language_has_no_such_page(
    series: list[Resolution],
) -> None:
    assert make_lives_pages([series[0]]) == {}
    english = replace(series[0], language="en")
    assert make_lives_pages([english, series[1]]) == {}
