"""Which resolutions are of one series, and what a page shows of it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unres_site.archive import (
    Archive,
    Branch,
    Series,
    find_series,
    make_link,
    summarize,
)
from unres_site.archive.connections import find_connected, update_series
from unres_site.archive.recalled import find_item
from unres_site.archive.series import (
    SeriesFacts,
    are_alike,
    is_series,
)
from unres_site.loader import load
from unres_site.records import Resolution
from unres_site.settings import Sidecar, SiteConfig
from unres_site.site.pages import KINDS, plan
from unres_site.site.series.plans import list_rows, make_timeline
from unres_site.site.series.views import (
    SeriesListView,
    SeriesView,
)
from unres_site.site.views import ResolutionView
from unres_site.symbols import parse
from unres_site.symbols.value import SortKey

TEXT = """{number}. {title}

The General Assembly,

Recalling its resolution {recalled},

1. Decides that lamps burn at night;

2. Decides also to include in the provisional agenda of its next session the item entitled “{item}”.

                                                                    60th plenary meeting
                                                                       1 December 2043
"""


def read(
    number: str, title: str, recalled: str = "97/9", item: str = "", series: str = ""
) -> Resolution:
    text = TEXT.format(
        number=number, title=title, recalled=recalled, item=item or title
    )
    sidecar = Sidecar(series=series)
    (resolution,) = load(text.encode(), "text.txt", sidecar).resolutions
    return resolution


def list_series(*texts: Resolution) -> list[list[tuple[str, str]]]:
    """The members of all series with their reasons."""
    links = [make_link(text, parse(text.symbol)) for text in texts]
    return [list(series.members) for series in find_series(links)]


def test_the_same_title_makes_a_series() -> None:
    texts = read("98/1", "Lamps at sea"), read("99/2", "Lamps at  sea")
    assert list_series(*texts) == [[("A/RES/98/1", "title"), ("A/RES/99/2", "title")]]


def test_the_same_item_makes_a_series() -> None:
    texts = (
        read("98/1", "Lamps at sea", item="Light"),
        read("99/2", "Oil for keepers", item="Light"),
    )
    assert list_series(*texts) == [[("A/RES/98/1", "item"), ("A/RES/99/2", "item")]]


def test_a_text_that_is_recalled_is_of_the_series_if_its_title_is_alike() -> None:
    first = read("98/1", "Lamps at sea and on land")
    again = read("99/2", "New lamps at sea and on land", "98/1")
    other = read("99/3", "Whales", "98/1")
    assert list_series(first, again, other) == [
        [("A/RES/98/1", "recall"), ("A/RES/99/2", "recall")]
    ]


@pytest.mark.parametrize(
    ("recalled", "found"),
    [
        ("90/1, 97/9 and 95/2", "97/9 95/2 90/1"),
        ("217 A (III) and S-10/2", "217(III)A S-10/2"),
        (
            "60/1,\n\nReaffirming its resolution 98/4,\n\nRecalling resolution 96/3",
            "96/3 60/1 98/4",
        ),
        ("60/1,\n\nReaffirming its resolution 98/4", "60/1 98/4"),
    ],
)
def test_the_likely_predecessor_is_the_first_of_those_that_are_recalled(
    recalled: str, found: str
) -> None:
    text = read("99/2", "Lamps", recalled)
    link = make_link(text, parse(text.symbol))
    assert link.recalled == tuple(f"A/RES/{one}" for one in found.split())


@pytest.mark.parametrize(
    ("recalled", "found"),
    [
        ("90/1, 97/9 and 95/2", "97/9"),
        ("97/9 A, 97/9 B and 95/2", "97/9A"),
        ("97/9 and 97/10", ""),
        ("99/1 and 97/9", ""),
        ("97/9 on oil,\n\nRecalling also resolution 96/3", "97/9"),
        (
            "97/9 on oil,\n\nRecalling also resolution 96/3 on lamps at sea and their keepers",
            "96/3",
        ),
        ("60/1,\n\nReaffirming its resolution 98/4", ""),
    ],
)
def test_a_paragraph_names_one_predecessor_or_none(recalled: str, found: str) -> None:
    text = read("99/2", "Lamps at sea and their keepers", recalled)
    for version in (text, summarize(text)):
        link = make_link(version, parse(text.symbol))
        assert link.predecessor == (f"A/RES/{found}" if found else "")


def test_what_a_preamble_only_reaffirms_may_be_its_predecessor() -> None:
    text = load(
        TEXT.format(number="99/2", title="Lamps", recalled="97/9", item="Lamps")
        .replace("Recalling", "Reaffirming")
        .encode(),
        "text.txt",
    ).resolutions[0]
    assert make_link(text, parse(text.symbol)).predecessor == "A/RES/97/9"


@pytest.mark.parametrize(
    ("other", "near"),
    [
        (read("99/2", "Lamps at  sea"), True),
        (read("99/2", "Oil for keepers", item="Lamps at sea"), False),
        (read("99/2", "New lamps at sea", "98/1"), True),
        (read("99/2", "Lamps at sea, and oil for those who keep them"), False),
        (read("99/2", "Whales", "98/1"), False),
    ],
)
def test_only_texts_that_are_near_are_joined(other: Resolution, *, near: bool) -> None:
    """The item of a text and the title of another are different keys."""
    text = read("98/1", "Lamps at sea", item="Light")
    assert bool(list_series(text, other)) == near


def test_a_session_has_one_resolution_of_a_series_with_its_parts() -> None:
    assert is_series(["A/RES/98/1A", "A/RES/98/1B", "A/RES/99/2"])
    assert not is_series(["A/RES/98/1", "A/RES/98/2", "A/RES/99/2"])
    assert not is_series(["A/RES/98/1A", "A/RES/98/1B"])


def test_an_editor_names_a_series() -> None:
    lamps, whales = (
        read("98/1", "Lamps", series="x"),
        read("99/2", "Whales", series="x"),
    )
    assert list_series(lamps, whales) == [
        [("A/RES/98/1", "editor"), ("A/RES/99/2", "editor")]
    ]


def test_of_two_texts_that_an_editor_names_in_one_session_one_is_a_branch() -> None:
    texts = [
        read(number, title, series="x")
        for number, title in (("98/1", "Lamps"), ("98/7", "Oil"), ("99/2", "Whales"))
    ]
    (series,) = find_series(make_link(text, parse(text.symbol)) for text in texts)
    assert series.symbols == ("A/RES/98/1", "A/RES/99/2")
    assert series.branches == (Branch("A/RES/98/1", "A/RES/98/7", "editor"),)


def test_texts_with_two_names_are_never_one_series() -> None:
    one, other = read("98/1", "Lamps", series="x"), read("99/2", "Lamps", series="y")
    third = read("97/3", "Lamps")
    assert list_series(one, other) == []
    assert list_series(one, other, third) == []


def test_a_resolution_that_two_take_up_is_where_a_series_branches() -> None:
    first = read("98/1", "Lamps at sea and on land")
    title, item = "Lamps at sea and on land at night", "Night"
    again = read("99/2", "Lamps at sea and on land", "98/1")
    other = read("99/3", title, "98/1", item)
    links = [make_link(text, parse(text.symbol)) for text in (first, again, other)]
    (series,) = find_series(links)
    assert series.symbols == ("A/RES/98/1", "A/RES/99/2")
    assert series.branches == (Branch("A/RES/98/1", "A/RES/99/3", "recall"),)


def test_the_predecessors_are_all_parts_of_the_session_before() -> None:
    symbols = ("A/RES/97/1", "A/RES/98/1A", "A/RES/98/1B", "A/RES/99/2A", "A/RES/99/2B")
    series = Series(tuple((symbol, "title") for symbol in symbols))
    assert series.predecessors["A/RES/97/1"] == ()
    for part in "AB":
        before = series.predecessors[f"A/RES/99/2{part}"]
        assert before == ("A/RES/98/1A", "A/RES/98/1B")


def test_the_seeds_are_two_series_though_their_titles_are_alike(root: Path) -> None:
    texts: list[Resolution] = []
    for path in sorted((root / "resolutions" / "zh").glob("*.txt")):
        texts += load(path.read_bytes(), path.name).resolutions
    assert [[symbol for symbol, _ in one] for one in list_series(*texts)] == [
        ["A/RES/58/58", "A/RES/62/22"],
        ["A/RES/58/241", "A/RES/64/50"],
    ]


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("巴勒斯坦人民自决的权利", "巴勒斯坦人民的自决权利", True),
        ("小武器和轻武器非法贸易的各方面问题", "海洋和海洋法", False),
        ("", "海洋和海洋法", False),
    ],
)
def test_titles_are_alike_if_they_share_most_pairs(
    one: str,
    other: str,
    alike: bool,  # noqa: FBT001
) -> None:
    assert are_alike(one, other) is alike


def test_the_item_is_the_last_title_in_the_paragraph_about_the_agenda() -> None:
    assert find_item(read("98/1", "Lamps", item="Light")) == "Light"


TEXTS = read("98/1", "Lamps at sea"), read("99/2", "Lamps at sea", "97/9")
ARCHIVE = Archive(tuple(map(summarize, TEXTS)))
PAGES = {page.address: page for page in plan(ARCHIVE, SiteConfig(language="en"))}


def test_a_page_shows_the_series_and_what_is_not_held_of_it() -> None:
    view = PAGES["A/RES/99/2.html"].view
    assert isinstance(view, ResolutionView)
    assert [one.card.symbol for one in view.series] == ["A/RES/98/1", "A/RES/99/2"]
    assert view.gap == "A/RES/97/9"


def test_what_is_recalled_of_a_session_of_which_a_member_is_held_is_no_gap() -> None:
    (series,) = find_series(make_link(text, parse(text.symbol)) for text in TEXTS)
    assert series.may_lack("A/RES/97/9")
    assert series.may_lack("A/RES/98/1A"), "a part of a member"
    assert not series.may_lack("A/RES/98/9")
    old = read("99/5", "Lamps at sea", "60/1")
    assert not make_link(old, parse(old.symbol)).predecessor, "a founding text"
    texts = TEXTS[0], read("99/2", "Lamps at sea", "98/9")
    archive = Archive(tuple(map(summarize, texts)))
    pages = {
        page.address: page.view for page in plan(archive, SiteConfig(language="en"))
    }
    view = pages["A/RES/99/2.html"]
    assert isinstance(view, ResolutionView)
    assert not view.gap
    listed = pages["series/A-RES-98-1.html"]
    assert isinstance(listed, SeriesView)
    assert "A/RES/98/9" not in [gap.symbol for gap in listed.gaps]


def test_series_are_data_too() -> None:
    encode = KINDS["series"].encode
    assert encode
    assert json.loads(encode(PAGES["series.json"])) == [
        {
            "title": "Lamps at sea",
            "members": [
                {"symbol": "A/RES/98/1", "reason": "title"},
                {"symbol": "A/RES/99/2", "reason": "title"},
            ],
            "gaps": ["A/RES/97/9"],
        }
    ]


def test_a_series_has_a_page_with_members_and_gaps_in_order() -> None:
    view = PAGES["series/A-RES-98-1.html"].view
    assert isinstance(view, SeriesView)
    rows = list_rows(view)
    points = [(one.left, one.name, one.address) for one in make_timeline(rows).points]
    assert points == [
        (0, "97/9", ""),
        (12, "98/1", "A/RES/98/1.html"),
        (24, "99/2", "A/RES/99/2.html"),
    ]
    assert [gap.recalled_by for gap in view.gaps] == ["98/1"]


def test_all_series_are_listed() -> None:
    view = PAGES["series/index.html"].view
    assert isinstance(view, SeriesListView)
    (card,) = view.series
    assert (card.last.symbol, card.count, card.years) == ("A/RES/99/2", 2, (2043, 2043))
    assert "series/index.html" not in {
        page.address
        for page in plan(Archive([ARCHIVE.ordered[0]]), SiteConfig(language="en"))
    }


TITLES = ["Lamps at sea", "Lamps at sea and ashore", "Lamps ashore", "Report", ""]
SYMBOLS = [f"A/RES/{session}/{number}" for session in (98, 99) for number in (1, 2, 3)]
ANY_LINKS = st.lists(
    st.builds(
        SeriesFacts,
        symbol=st.sampled_from(SYMBOLS).map(parse),
        language=st.sampled_from(["en", "fr"]),
        title=st.sampled_from(TITLES),
        item=st.sampled_from(["", *TITLES[-2:]]),
        recalled=st.lists(st.sampled_from(SYMBOLS), max_size=3).map(tuple),
        name=st.sampled_from(["", "", "x"]),
    ),
    min_size=3,
    max_size=8,
    unique_by=lambda link: (link.symbol.text, link.language),
)


@given(ANY_LINKS, st.sampled_from(SYMBOLS))
def test_texts_that_are_not_connected_make_no_difference(
    links: list[SeriesFacts], symbol: str
) -> None:
    connected = find_connected(links, {symbol})
    own = [link for link in links if link.symbol.text in connected]
    expected = [
        series
        for series in find_series(links)
        if not connected.isdisjoint(series.symbols)
    ]
    assert list(find_series(own)) == expected


@settings(max_examples=200)
@given(ANY_LINKS, ANY_LINKS, st.sampled_from(SYMBOLS))
def test_series_are_brought_up_to_date_from_those_before_a_change(
    before: list[SeriesFacts], other: list[SeriesFacts], edited: str
) -> None:
    before = sorted(before, key=_rank_link)
    now = [link for link in before if link.symbol.text != edited]
    now += [link for link in other if link.symbol.text == edited]
    now.sort(key=_rank_link)
    known = find_series(before)
    assert update_series(known, now, {*before} ^ {*now}) == find_series(now)


def _rank_link(link: SeriesFacts) -> tuple[SortKey, str]:
    """The place of a text in an archive."""
    return link.symbol.sort_key, link.language
