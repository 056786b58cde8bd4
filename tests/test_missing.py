"""What is missing of the archive: each gap is found, and none that is none."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.texts import resolution
from unres_site.archive import Archive, summarize
from unres_site.archive.missing import SessionGaps, find_missing_languages
from unres_site.settings import SiteConfig
from unres_site.site.pages import plan
from unres_site.site.reports.inbox import write_numbers
from unres_site.site.reports.inbox_views import InboxView
from unres_site.site.views import SessionView

FILE = Path(__file__).parent / "data" / "archive" / "gaps.toml"
CASES = tomllib.loads(FILE.read_text("utf-8"))["case"]


def name_gaps(gaps: SessionGaps) -> list[str]:
    """What is missing of a session, as the cases have it."""
    ranges = [f"{first}-{last}" for first, last in gaps.ranges]
    return [*ranges, *gaps.parts, *gaps.cited]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_what_is_missing(case: dict[str, Any]) -> None:
    first, *others = case["held"]
    texts = [resolution(first, *case.get("cited", ())), *map(resolution, others)]
    unused = case.get("unused", ())
    gaps = Archive([summarize(text) for text in texts], unused=unused).gaps
    found = {one.address: name_gaps(one) for one in gaps if one.count}
    assert found == case["missing"]


ONE_SESSION = st.sets(st.integers(1, 300), min_size=2, max_size=40)


@given(ONE_SESSION, st.data())
def test_each_text_that_is_taken_out_is_a_gap(
    numbers: set[int], data: st.DataObject
) -> None:
    """The highest number must stay: that there is a higher one, no text says."""
    highest = max(numbers)
    gone = data.draw(st.sets(st.sampled_from(sorted(numbers - {highest}))))
    held = sorted(numbers - gone)
    texts = [summarize(resolution(f"A/RES/98/{number}")) for number in held]
    (gaps,) = Archive(texts).gaps
    missing: set[int] = set()
    for first, last in gaps.ranges:
        missing.update(range(first, last + 1))
    assert missing == set(range(1, highest)) - set(held)
    assert gone <= missing
    assert gaps.count == len(missing)


def test_numbers_are_written_as_ranges() -> None:
    gaps = SessionGaps("A/RES/98", 3, ((57, 57), (59, 240)), ("A/RES/98/245B",))
    shown = [one.shown for one in write_numbers(gaps)]
    assert shown == ["57", "59–240", "245 B"]


def test_a_language_is_missing_where_half_of_a_session_have_it() -> None:
    held = {"1": ("zh", "en"), "2": ("zh", "en", "ru"), "3": ("zh",), "4": ("zh",)}
    assert find_missing_languages(held) == {"en": ("3", "4")}


def test_the_inbox_has_all_that_is_missing() -> None:
    texts = [
        resolution("A/RES/98/2", "A/RES/97/5"),
        resolution("A/RES/98/2", language="en"),
        resolution("A/RES/98/3", "A/RES/97/5", "A/52/871"),
    ]
    pages = {
        page.address: page.view
        for page in plan(Archive(map(summarize, texts)), SiteConfig())
    }
    view = pages["inbox.html"]
    assert isinstance(view, InboxView)
    assert [(one.symbol, one.count.texts) for one in view.cited] == [("A/RES/97/5", 2)]
    assert [name_gaps(row.gaps) for row in view.gaps] == [["1-1"]]
    lacking = [
        (row.language, [card.short for card in row.cards]) for row in view.languages
    ]
    assert lacking == [("en", ["98/3"])]
    session = pages["A/RES/98/index.html"]
    assert isinstance(session, SessionView)
    assert session.gaps == view.gaps[0].gaps
