"""Who cites a text, in which passage and how; and what is cited and not held."""

from __future__ import annotations

import functools

import pytest

from unres_site.archive import (
    Archive,
    Mention,
    Text,
    find_anchor,
    summarize,
    summary,
)
from unres_site.archive.mentions import cut_out, find_act
from unres_site.archive.summary import list_mentions
from unres_site.loader import load
from unres_site.messages import get_catalogue
from unres_site.records import Resolution
from unres_site.settings import SiteConfig
from unres_site.site.machines.views import FeedView
from unres_site.site.names import name_passage, rank_passage
from unres_site.site.pages import KINDS, plan
from unres_site.site.resolution.body import render_body
from unres_site.site.resolution.reference_links import Surroundings
from unres_site.site.views import CitedView, Page, ResolutionView

CITED = """98/1. Lamps

The General Assembly,

Recalling its resolution 97/9 of 4 December 2042,

1. Decides that lamps burn at night;

2. Decides also that they do not burn by day.

                                                                    60th plenary meeting
                                                                       1 December 2043
"""
CITING = """99/2. Lamps and keepers

The General Assembly,

Recalling paragraph 2 of its resolution 98/1 of 1 December 2043,¹ and its resolution 97/9 of 4 December 2042,

1. Reaffirms resolution 98/1;

2. Requests keepers to apply section III of resolution 98/1.

                                                                    61st plenary meeting
                                                                       1 December 2044

________________
¹ See resolution 98/1, annex.
"""

LINKING = """99/3. More lamps

The General Assembly,

Recalling paragraph 2 of resolution 98/1 and resolutions 51/211 A to C,¹

1. Decides to apply paragraph 1 above, but not paragraph 9 above;²

2. Requests keepers to implement the present resolution.

                                                                    61st plenary meeting
                                                                       1 December 2044

________________
¹ See A/97/7, annex.
² Ibid., para. 3.
"""


@pytest.mark.parametrize(
    ("code", "anchor", "number", "name"),
    [
        ("en", "op3-a", "3(a)", "para. 3(a)"),
        ("en", "pp37", "", "preambular para. 37"),
        ("en", "fn9", "9", "Note 9"),
        ("en", "x1", "", "Note"),
        ("en", "s2-op1", "1", "para. 1"),
        ("en", "sB", "B", "B"),
        ("en", "h2", "", "Heading"),
        ("en", "u1", "", "Unclassified paragraph"),
        ("en", "annex2-op4", "4", "Annex: para. 4"),
        ("en", "annex1", "", "Annex"),
        ("zh", "pp37", "", "序言部分第 37 段"),
        ("fr", "pp37", "", "alinéa 37 du préambule"),
        ("es", "pp37", "", "párrafo 37 del preámbulo"),
        ("ru", "pp37", "", "пункт 37 преамбулы"),
        ("ar", "pp37", "", "الفقرة 37 من الديباجة"),
    ],
)
def test_a_passage_is_called_in_words(
    code: str, anchor: str, number: str, name: str
) -> None:
    assert name_passage(get_catalogue(code), anchor, number) == name


def test_passages_come_in_the_order_of_reading() -> None:
    anchors = ["pp1", "pp9", "pp10", "op1", "op1-a", "op2", "op10", "annex1-op1", "fn2"]
    mixed = anchors[::-1]
    assert sorted(mixed, key=rank_passage) == anchors


def read(text: str) -> Resolution:
    (resolution,) = load(text.encode(), "text.txt").resolutions
    return resolution


@functools.cache
def list_texts() -> tuple[Resolution, ...]:
    return read(CITED), read(CITING)


@functools.cache
def list_pages() -> dict[str, Page]:
    archive = Archive(tuple(map(summarize, list_texts())))
    return {page.address: page for page in plan(archive, SiteConfig(language="en"))}


def test_a_page_says_where_and_how_others_cite_its_text() -> None:
    view = list_pages()["A/RES/98/1.html"].view
    assert isinstance(view, ResolutionView)
    (citer,) = view.citers
    assert citer.card.symbol == "A/RES/99/2"
    assert [(one.anchor, one.kind, one.places) for one in citer.mentions] == [
        ("pp1", "recalls", ("paragraph2",)),
        ("op1", "reaffirms", ()),
        ("op2", "requests", ("section3",)),
        ("fn1", "note", ("annex",)),
    ]
    assert citer.mentions[1].words == "Reaffirms resolution 98/1;"


def test_a_summary_has_the_mentions_of_its_record() -> None:
    for text in list_texts():
        assert list_mentions(summarize(text)) == list_mentions(text)


def test_a_place_in_a_held_text_has_an_address_where_it_is_there() -> None:
    view = list_pages()["A/RES/99/2.html"].view
    assert isinstance(view, ResolutionView)
    assert view.places == {"A/RES/98/1#paragraph2": "A/RES/98/1.html#op2"}


def make_around() -> Surroundings:
    """What the body of a text that cites 98/1 needs to know."""
    return Surroundings(
        lambda address: f"../{address}",
        {"A/RES/98/1": "A/RES/98/1.html"},
        "https://example.net/{language}/{symbol}",
        "en",
        get_catalogue("en"),
        {"A/RES/98/1#paragraph2": "A/RES/98/1.html#op2"},
        {"A/RES/98/1": "98/1 Lamps"},
    )


def test_words_for_a_place_a_note_or_the_text_itself_are_links() -> None:
    body = render_body(read(LINKING), make_around())
    text = body.text + body.notes
    assert '<a href="../A/RES/98/1.html#op2" title="98/1 Lamps">paragraph 2</a>' in text
    assert '<a href="../A/RES/98/1.html" title="98/1 Lamps">98/1</a>' in text
    assert '<a href="https://example.net/en/A/97/7">annex</a>' in text
    assert 'href="#op1">Paragraph 1</a>' in text.replace("paragraph 1", "Paragraph 1")
    assert '<a href="#title">the present resolution</a>' in text
    assert '<a href="#fn1">Ibid.</a>' in text
    assert 'A/RES/51/211B">B</a> <a' in text
    assert "paragraph 9 above" in text


def test_an_entry_of_the_treaty_series_is_a_link_where_its_address_is_set() -> None:
    text = LINKING.replace(
        "Ibid.", "United Nations, Treaty Series, vol. 2149, No. 37517."
    )
    record = read(text)
    assert "2149" in render_body(record, make_around()).notes
    assert 'href="https://example.net/v' not in render_body(record, make_around()).notes
    linked = make_around()._replace(treaties="https://example.net/v{volume}#{number}")
    notes = render_body(record, linked).notes
    assert 'href="https://example.net/v2149#37517">' in notes
    assert "vol. 2149, No. 37517</a>" in notes


def test_cited_documents_are_counted_by_resolutions() -> None:
    view = list_pages()["cited.html"].view
    assert isinstance(view, CitedView)
    assert [(one.symbol, one.count) for one in view.not_held] == [
        ("A/RES/97/9", (2, 2043, 2044))
    ]
    assert [(one.symbol, one.count.texts) for one in view.held] == [("A/RES/98/1", 1)]
    assert (view.total, view.missing) == (2, 1)
    encode = KINDS["cited-list"].encode
    assert encode
    assert encode(list_pages()["cited.csv"]).decode() == (
        "symbol,held,texts,first_year,last_year\n"
        "A/RES/97/9,0,2,2043,2044\n"
        "A/RES/98/1,1,1,2044,2044\n"
    )


def test_the_most_cited_documents_have_feeds_of_what_cites_them() -> None:
    config = SiteConfig(language="en", base_address="https://example.org/")
    pages = {page.address: page for page in plan(Archive(list_texts()), config)}
    view = pages["cited.html"].view
    assert isinstance(view, CitedView)
    assert [one.feed for one in view.not_held] == ["feeds/cited-A-RES-97-9.xml"]
    feed = pages["feeds/cited-A-RES-97-9.xml"].view
    assert isinstance(feed, FeedView)
    assert feed.title.endswith(": New texts that cite 97/9")
    assert [card.short for card, _ in feed.entries] == ["99/2", "98/1"]
    assert not any("feeds/cited" in address for address in list_pages())


def test_a_citing_text_without_a_date_counts_but_gives_no_year() -> None:
    undated = CITING.replace("1 December 2044\n\n__", "\n\n__").replace("99/2", "99/1")
    cited = Archive([read(text) for text in (undated, CITED, CITING)]).cited
    assert dict(cited) == {"A/RES/97/9": (3, 2043, 2044), "A/RES/98/1": (2, 2044, 2044)}
    alone = Archive([read(undated)]).cited
    assert list(alone) == ["A/RES/97/9", "A/RES/98/1"]  # as often: by symbol
    assert alone["A/RES/98/1"] == (1, None, None)


def test_the_mentions_of_a_text_are_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    read_texts: list[str] = []

    def note(text: Text) -> tuple[Mention, ...]:
        read_texts.append(text.symbol)
        return list_mentions(text)

    monkeypatch.setattr(summary, "list_mentions", note)
    for page in plan(Archive(list_texts()), SiteConfig(language="en")):
        page.complete()
    assert sorted(read_texts) == sorted(text.symbol for text in list_texts())


@pytest.mark.parametrize(
    ("path", "anchor"),
    [
        ("paragraph2", "op2"),
        ("paragraph2-a", "op2-a"),
        ("paragraph2-c", "op2"),
        ("paragraph2-a-ii", "op2-a-2"),
        ("annex", "annex1"),
        ("annex1-paragraph2", "annex1-op2"),
        ("section3-paragraph1", "s3-op1"),
        ("annex4", ""),
        ("chapter2", ""),
    ],
)
def test_a_place_is_found_or_the_one_around_it(path: str, anchor: str) -> None:
    anchors = "op1 op2 op2-a op2-a-2 s3 s3-op1 annex1 annex1-op2"
    assert find_anchor(path, anchors) == anchor


@pytest.mark.parametrize(
    ("code", "text", "act"),
    [
        ("zh", "又回顾其 2042 年 12 月 4 日第 97/9 号决议，", "recalls"),
        ("zh", "请秘书长按照第 97/9 号决议提出报告。", "requests"),
        ("en", "Taking note of the report, and recalling resolution 97/9,", "notes"),
        ("fr", "Réaffirmant sa résolution 97/9,", "reaffirms"),
        ("es", "Acogiendo con beneplácito la resolución 97/9,", "welcomes"),
        ("ru", "руководствуясь резолюцией 97/9,", "follows"),
        ("ar", "تقرر أن تطبق القرار 97/9؛", "decides"),
        ("ar", "تقــرر أن تطبق القرار 97/9؛", "decides"),
        ("en", "The Convention, resolution 97/9,", None),
        ("fr", "les engagements visés dans la résolution 97/9 ;", None),
        ("zh", "满意地注意到第 97/9 号决议，", "notes"),
        ("ru", "с удовлетворением отмечая резолюцию 97/9,", "notes"),
        ("zh", "审议了秘书长按照第 97/9 号决议提交的报告，", "other"),
        ("zh", "会员国依照第 97/9 号决议缴付的现金；", None),
        ("zh", "又按照第 97/9 号决议，", "follows"),
        ("en", "Stressing the urgent need to apply resolution 97/9,", "other"),
    ],
)
def test_the_first_verb_says_what_a_paragraph_does(
    code: str, text: str, act: str | None
) -> None:
    assert find_act(text, code) == act


def test_words_without_spaces_are_cut_anywhere() -> None:
    text = "灯" * 60 + " 98/1 " + "塔" * 60
    start = text.index("98/1")
    found = cut_out(text, start, start + 4)
    assert found == "…" + "灯" * 49 + " 98/1 " + "塔" * 39 + "…"


def test_words_are_cut_between_words() -> None:
    text = "word " * 30 + "resolution 98/1" + " word" * 30
    start = text.index("resolution")
    found = cut_out(text, start, start + 15)
    assert found.startswith("…word ")
    assert found.endswith(" word…")
    assert len(found) < 120
