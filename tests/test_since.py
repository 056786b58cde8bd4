"""What is new in a text since its predecessor: the page, the JSON and the table."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import pytest
from msgspec.structs import replace

from unres_site.archive import Archive
from unres_site.comparison.aligning.paragraphs import make_compared
from unres_site.loader import load
from unres_site.records import Paragraph, Resolution, Run
from unres_site.settings import SiteConfig
from unres_site.site.pages import plan
from unres_site.site.rendering.render import Renderer
from unres_site.site.since.data import FORMULA, encode_comparison_schema
from unres_site.site.since.rows import name_place
from unres_site.site.views import NoView, Page

ROOT = Path(__file__).parent.parent
FOLDERS = (ROOT / "templates", ROOT / "static", ROOT / "content")
KINDS = ("since", "since-data", "since-table")


def make(texts: list[Resolution]) -> dict[str, bytes]:
    """The pages of all comparisons, by address."""
    renderer = Renderer(SiteConfig(), *FOLDERS)
    return {page.address: renderer.render(page) for page in plan_of(texts)}


def plan_of(texts: list[Resolution]) -> list[Page]:
    pages = plan(Archive(texts), SiteConfig())
    return [page for page in pages if page.kind in KINDS]


@pytest.fixture(scope="module")
def seeds(seed_texts: dict[str, bytes]) -> list[Resolution]:
    return [
        record
        for name, content in seed_texts.items()
        for record in load(content, Path(name).name).resolutions
    ]


@pytest.fixture(scope="module")
def pages(seeds: list[Resolution]) -> dict[str, bytes]:
    return make(seeds)


class Ids(HTMLParser):
    """The ids of a page, the targets of its links, and its words."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.words = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if found.get("id"):
            self.ids.append(str(found["id"]))
        if tag == "a":
            self.links.append(str(found["href"]))

    def handle_data(self, data: str) -> None:
        self.words += data


def test_each_text_with_a_predecessor_is_compared_with_it(
    pages: dict[str, bytes],
) -> None:
    endings = (".since.html", ".since.json", ".since.csv")
    texts = ("A/RES/62/22", "A/RES/64/50")
    assert set(pages) == {text + ending for text in texts for ending in endings}


@pytest.mark.parametrize("text", ["62-22", "64-50"])
def test_the_comparison_of_the_project_s_own_texts(
    text: str, pages: dict[str, bytes], golden: Callable[[str, str], None]
) -> None:
    """The golden files were read beside the texts."""
    data = json.loads(pages[f"A/RES/{text.replace('-', '/')}.since.json"])
    lines = [json.dumps(one, ensure_ascii=False) for one in data.pop("links")]
    rest = json.dumps(data, ensure_ascii=False, indent=1)
    golden(f"comparison/{text}.txt", "\n".join([*lines, rest, ""]))


def test_the_table_has_a_row_for_each_row_of_the_page(
    pages: dict[str, bytes],
) -> None:
    text = pages["A/RES/62/22.since.csv"].decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    changed = next(row for row in rows if row["to"] == "op9")
    assert changed["kind"] == "changed"
    assert changed["from"] == "op10"
    assert "第五十九届" in changed["old_text"]
    assert "第六十三届" in changed["new_text"]
    assert {row["kind"] for row in rows} == {"kept", "changed", "new", "dropped"}


def test_every_paragraph_is_on_the_page_and_leads_to_both_texts(
    pages: dict[str, bytes], seeds: list[Resolution]
) -> None:
    page = Ids(pages["A/RES/62/22.since.html"].decode())
    assert len(set(page.ids)) == len(page.ids)
    (record,) = [one for one in seeds if one.symbol == "A/RES/62/22"]
    for paragraph in record.body:
        assert f"22.html#{paragraph.anchor}" in page.links
        assert paragraph.anchor in page.ids
    assert "../58/58.html#op7" in page.links
    within = [link.removeprefix("#") for link in page.links if link[0] == "#"]
    assert set(within) <= {*page.ids, "content"}


def test_a_compared_paragraph_has_the_marks_of_its_notes(
    pages: dict[str, bytes],
) -> None:
    page = pages["A/RES/62/22.since.html"].decode()
    assert '<sup><a href="../58/58.html#fn9">9</a></sup>' in page
    assert '<sup><a href="#fn7">7</a></sup>' in page
    assert "fn7" in Ids(page).ids
    assert "<sup>2</sup>" in page  # its note is not in the source


def test_a_term_that_took_the_place_of_another_is_named(
    pages: dict[str, bytes],
) -> None:
    page = pages["A/RES/62/22.since.html"].decode()
    # matches: <del>分区域</del> → <ins>次区域</ins></span> <span><a href="#pp3">pp3</a> <a href="#op4">4</a>
    # rejects: <del>分区域</del>
    assert re.search(
        r'<del>分区域</del> → <ins>次区域</ins></span> <span><a href="#pp3">.{0,40}"#op4"',
        page,
    )


def test_words_are_marked_and_the_change_of_an_opening_is_named(
    pages: dict[str, bytes],
) -> None:
    page = pages["A/RES/62/22.since.html"].decode()
    assert "<del>第五十九</del>" in page
    assert "<ins>第六十三</ins>" in page
    assert "<del>又鼓励</del> → <ins>鼓励</ins>" in page


def test_a_text_without_a_predecessor_has_no_comparison(
    seeds: list[Resolution],
) -> None:
    assert plan_of([one for one in seeds if one.symbol == "A/RES/62/22"]) == []


def test_a_comparison_is_made_within_a_language(seeds: list[Resolution]) -> None:
    texts = {one.symbol: one for one in seeds}
    english = replace(texts["A/RES/58/58"], language="en")
    assert plan_of([english, texts["A/RES/62/22"]]) == []


def test_hostile_words_stay_words(seeds: list[Resolution]) -> None:
    texts = {one.symbol: one for one in seeds}
    earlier, later = texts["A/RES/58/58"], texts["A/RES/62/22"]
    evil = '=1+1"><script>alert(1)</script>'
    paragraph = Paragraph("operative", 'op"1', evil, (Run(evil),), (), evil)
    pages = make(
        [replace(earlier, body=(paragraph,)), replace(later, body=(paragraph,))]
    )
    html = pages["A/RES/62/22.since.html"].decode()
    assert "<script>alert" not in html
    assert 'id="op"' not in html
    table = pages["A/RES/62/22.since.csv"].decode("utf-8-sig")
    cells = [cell for row in csv.reader(io.StringIO(table)) for cell in row]
    assert not [cell for cell in cells if cell.startswith(FORMULA)]


def test_the_schema_describes_the_json(pages: dict[str, bytes]) -> None:
    page = Page("", "comparison-schema", NoView())
    schema = json.loads(encode_comparison_schema(page))
    data = json.loads(pages["A/RES/62/22.since.json"])
    described = schema["$defs"]["ComparisonData"]
    assert set(described["required"]) == set(data)
    assert set(data["links"][0]) <= set(schema["$defs"]["LinkData"]["properties"])


def test_kept_paragraphs_are_folded_and_not_marked(pages: dict[str, bytes]) -> None:
    page = pages["A/RES/62/22.since.html"].decode()
    # matches: <details class="kept">…</details>
    # rejects: <details data-menu>…</details>
    folded = re.search(r'<details class="kept">.*?</details>', page, re.DOTALL)
    assert folded
    assert "<ins>" not in folded[0]
    assert 'id="pp4"' in folded[0]


@pytest.mark.parametrize("number", ["3.", "3 -", "3 –", "3"])
def test_lists_name_a_paragraph_by_its_number_alone(number: str) -> None:
    one = make_compared("op3", "operative", "تقرر", "ar")
    assert name_place(one._replace(number=number)) == "3"
    assert name_place(one) == "op3"
