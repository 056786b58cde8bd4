"""Agreed language: paragraphs that texts with other titles have word for word."""

from __future__ import annotations

import json
from pathlib import Path

import msgspec
import pytest

from tests.building import Workshop
from tests.texts import resolution, words
from unres_site.archive import Archive, Change, find_agreed, hash_paragraphs
from unres_site.archive.agreed import finding
from unres_site.archive.agreed.hashes import SHORTEST, SHORTEST_UNSPACED
from unres_site.pipeline import planning
from unres_site.records import Paragraph, Resolution
from unres_site.settings import SiteConfig
from unres_site.site.pages import plan
from unres_site.site.rendering.render import Renderer
from unres_site.site.since.data import encode_comparison_schema
from unres_site.site.views import NoView, Page

ROOT = Path(__file__).parent.parent
AGREED = "请秘书长就本决议的执行情况提出报告"
OTHER = "请会员国在自愿的基础上向基金捐款"


def make(symbol: str, title: str, *paragraphs: str, language: str = "zh") -> Resolution:
    """A resolution with these operative paragraphs."""
    body = tuple(
        Paragraph("operative", f"op{number}", str(number), words(f"{one}；"))
        for number, one in enumerate(paragraphs, 1)
    )
    made = resolution(symbol, language=language, title=title)
    return msgspec.structs.replace(made, body=body)


TEXTS = [
    make("A/RES/58/1", "灯塔的保存", AGREED, OTHER),
    make("A/RES/59/1", "灯塔的保存", OTHER, AGREED),
    make("A/RES/59/7", "港口的安全", "决定不再审议", AGREED),
]


def find(texts: list[Resolution], symbol: str) -> list[tuple[str, tuple[str, ...]]]:
    """What `find_agreed` finds in one text: anchors, and the places as symbol and anchor."""
    found = find_agreed(Archive(texts), texts).get((symbol, "zh"), ())
    return [
        (one.anchor, tuple(f"{other}#{anchor}" for other, anchor in one.places))
        for one in found
    ]


def test_a_paragraph_that_stands_under_another_title_is_found_with_its_place() -> None:
    assert find(TEXTS, "A/RES/59/1") == [("op2", ("A/RES/59/7#op2",))]
    assert find(TEXTS, "A/RES/58/1") == [("op1", ("A/RES/59/7#op2",))]


def test_a_text_of_no_series_has_them_too() -> None:
    places = ("A/RES/58/1#op1", "A/RES/59/1#op2")
    assert find(TEXTS, "A/RES/59/7") == [("op2", places)]
    untitled = [make(one.symbol, "", AGREED) for one in TEXTS[1:]]
    assert find(untitled, "A/RES/59/7") == [("op1", ("A/RES/59/1#op1",))]
    twice = make("A/RES/59/7", "", AGREED, AGREED)
    assert find([twice], "A/RES/59/7") == []


def test_punctuation_makes_no_other_paragraph_and_a_word_does() -> None:
    (*series, other) = TEXTS
    wide = make("A/RES/59/7", other.title, AGREED.replace("就", "，就"))
    assert find([*series, wide], "A/RES/59/1") == [("op2", ("A/RES/59/7#op1",))]
    changed = make("A/RES/59/7", other.title, AGREED.replace("报告", "意见"))
    assert find([*series, changed], "A/RES/59/1") == []


@pytest.mark.parametrize(
    ("symbol", "title"),
    [("A/RES/59/9", "灯塔的保存"), ("A/RES/60/1", "灯塔的保存")],
    ids=["the same title", "the same series"],
)
def test_the_same_title_is_not_elsewhere(symbol: str, title: str) -> None:
    texts = [*TEXTS[:2], make(symbol, title, AGREED)]
    assert find(texts, "A/RES/59/1") == []


def test_another_language_is_not_elsewhere() -> None:
    english = make("A/RES/59/7", "Ports", AGREED, language="en")
    assert find([*TEXTS[:2], english], "A/RES/59/1") == []


@pytest.mark.parametrize(
    ("language", "shortest"), [("zh", SHORTEST_UNSPACED), ("en", SHORTEST)]
)
def test_a_short_paragraph_is_not_looked_for(language: str, shortest: int) -> None:
    texts = ["a" * (shortest - 1), "a" * shortest]
    record = make("A/RES/58/1", "", *texts, language=language)
    assert hash_paragraphs(record).anchors == "op2"


def test_the_places_of_a_common_formula_are_not_listed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    texts = [*TEXTS, make("A/RES/59/8", "河流", AGREED)]
    monkeypatch.setattr(finding, "MOST", 4)
    assert len(find(texts, "A/RES/59/1")[0][1]) == 2
    monkeypatch.setattr(finding, "MOST", 3)
    (one,) = find_agreed(Archive(texts), texts)["A/RES/59/1", "zh"]
    assert one.is_common
    assert one.places == ()


def test_page_and_data_lead_to_the_places() -> None:
    renderer = Renderer(
        SiteConfig(), *(ROOT / name for name in ("templates", "static", "content"))
    )
    pages = {page.address: page for page in plan(Archive(TEXTS), SiteConfig())}
    html = renderer.render(pages["A/RES/59/1.since.html"]).decode()
    assert (
        '<li><a href="#op2">2</a> <cite>港口的安全</cite> '
        '<span><a href="7.html#op2" dir="ltr">59/7:op2</a></span></li>' in html
    )
    whole = renderer.render(pages["A/RES/59/1.html"]).decode()
    assert "#agreed" not in whole  # the page of what is new has the list
    alone = renderer.render(pages["A/RES/59/7.html"]).decode()
    assert '<a href="#agreed">' in alone
    assert (
        '<li><a href="#op2">2</a> <cite>灯塔的保存</cite> '
        '<span><a href="../58/1.html#op1" dir="ltr">58/1:op1</a> '
        '<a href="1.html#op2" dir="ltr">59/1:op2</a></span></li>' in alone
    )
    data = json.loads(renderer.render(pages["A/RES/59/1.since.json"]))
    places = [{"symbol": "A/RES/59/7", "paragraph": "op2"}]
    assert data["agreed"] == [{"paragraph": "op2", "places": places}]
    page = Page("", "comparison-schema", NoView())
    described = json.loads(encode_comparison_schema(page))["$defs"]
    assert set(data["agreed"][0]) <= set(described["AgreedData"]["properties"])
    assert set(places[0]) == set(described["PlaceData"]["properties"])


@pytest.mark.parametrize("most", [1, 2])
def test_texts_are_stale_that_share_a_paragraph_with_a_changed_one(
    most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """If more texts share it, their pages list no places, and stay as they are."""
    monkeypatch.setattr(finding, "MOST", most)
    (*series, before) = TEXTS
    now = make(before.symbol, before.title, "决定不再审议", OTHER.replace("请", "邀请"))
    known = Archive(TEXTS).known
    hashes = (hash_paragraphs(before), hash_paragraphs(now))
    change = Change((before,), (now,), known, hashes)
    shared = {one.symbol for one in series} if most == 2 else set()
    assert finding.find_sharing(Archive([*series, now]), change) == shared


# --- builds


def write_text(symbol: str, title: str, *paragraphs: str) -> str:
    """A source text with these operative paragraphs."""
    numbered = "".join(
        f" {number}. {one}； \n\n" for number, one in enumerate(paragraphs, 1)
    )
    return (
        f" {symbol}. {title} \n\n\n 大会， \n\n 铭记各国须保存文书， \n\n{numbered}"
        " 99. 决定不再审议。 \n\n\n2044 年 12 月 1 日 \n\n第 60 次全体会议 \n"
    )


@pytest.mark.unmeasured
def test_a_comparison_is_made_again_when_a_paragraph_comes_or_goes_elsewhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No fact of any text changes. If its series alone shares what changed, no page of another text is planned."""
    monkeypatch.chdir(tmp_path)
    workshop = Workshop(tmp_path)
    kept = "请秘书长注意本决议所述的各项事实"
    own = "请各会员国按照本系列的惯例保存灯塔"
    first, second = workshop.texts / "58-1.txt", workshop.texts / "59-1.txt"
    first.write_text(write_text("58/1", "灯塔的保存", AGREED, kept, own), "utf-8")
    second.write_text(write_text("59/1", "灯塔的保存", AGREED, kept, own), "utf-8")
    elsewhere = workshop.texts / "70-7.txt"
    third = "请各区域委员会提供关于港口的资料"
    since = workshop.site / "A" / "RES" / "59" / "1.since.json"
    alone = workshop.site / "A" / "RES" / "70" / "8.html"
    other = workshop.texts / "70-8.txt"
    other.write_text(write_text("70/8", "海上的河流", third), "utf-8")

    def build(*paragraphs: str) -> list[dict[str, object]]:
        elsewhere.write_text(write_text("70/7", "港口的安全", *paragraphs), "utf-8")
        workshop.build(search=False)
        found: list[dict[str, object]] = json.loads(since.read_bytes())["agreed"]
        return found

    def fail(*_: object, **__: object) -> None:
        raise AssertionError("pages were planned")

    assert build(OTHER, kept) == [
        {"paragraph": "op2", "places": [{"symbol": "A/RES/70/7", "paragraph": "op2"}]}
    ]
    for text in (first, second):
        text.touch()  # it is read again, and is the same
    assert [one["paragraph"] for one in build(AGREED, kept)] == ["op1", "op2"]
    assert 'id="agreed"' not in alone.read_text("utf-8")
    assert [one["paragraph"] for one in build(third, kept)] == ["op2"]
    assert "70/7:op1" in alone.read_text("utf-8")  # this text has no predecessor
    assert [one["paragraph"] for one in build(OTHER, kept)] == ["op2"]
    assert 'id="agreed"' not in alone.read_text("utf-8")
    with monkeypatch.context() as patch:
        patch.setattr(planning, "plan", fail)
        changed = first.read_text("utf-8").replace("惯例", "旧例")
        first.write_text(changed, "utf-8")
        assert [one["paragraph"] for one in build(OTHER[1:], kept)] == ["op2"]
        with pytest.raises(AssertionError, match="pages were planned"):
            build(AGREED, kept)
