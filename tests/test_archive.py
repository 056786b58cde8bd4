"""The archive answers what no record knows alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.texts import SMALL, resolution, rich
from unres_site import symbols
from unres_site.archive import Archive, Change
from unres_site.archive.summary import list_runs
from unres_site.records import Resolution
from unres_site.symbols import Symbol, parse

ARCHIVE = Archive(SMALL)


def test_order_is_by_organ_session_and_number() -> None:
    assert list(ARCHIVE.by_symbol) == [
        "A/RES/217(III)A",
        "A/RES/58/58",
        "A/RES/58/100",
        "A/RES/58/241",
        "A/RES/62/22",
        "A/RES/75/1",
        "A/RES/75/2",
        "A/RES/S-10/2",
        "S/RES/1325(2000)",
    ]


@given(st.permutations(SMALL))
def test_order_does_not_depend_on_the_order_of_reading(
    records: list[Resolution],
) -> None:
    shuffled = Archive(records)
    assert shuffled.ordered == ARCHIVE.ordered
    assert shuffled.sessions == ARCHIVE.sessions
    assert dict(shuffled.years) == dict(ARCHIVE.years)


PLACES = st.sets(st.sampled_from(range(len(SMALL))))


@given(PLACES, PLACES)
def test_order_does_not_depend_on_what_is_known_of_another_build(
    before: set[int], now: set[int]
) -> None:
    gone = tuple(SMALL[place] for place in sorted(before - now))
    new = tuple(SMALL[place] for place in sorted(now - before))
    change = Change(gone, new, Archive(SMALL[place] for place in before).known)
    texts = [SMALL[place] for place in now]
    archive = Archive(texts, change)
    assert archive.ordered == Archive(texts).ordered
    assert archive.known.symbols == Archive(texts).known.symbols


def test_what_is_known_is_not_parsed_again(monkeypatch: pytest.MonkeyPatch) -> None:
    new = resolution("A/RES/60/7")
    parsed: list[str] = []

    def note(text: str) -> Symbol:
        parsed.append(text)
        return parse(text)

    monkeypatch.setattr(symbols, "parse", note)
    Archive([*SMALL, new], Change((), (new,), ARCHIVE.known))
    assert parsed == ["A/RES/60/7"]


def test_one_symbol_in_one_language_is_held_once() -> None:
    with pytest.raises(ValueError, match=r"A/RES/58/58 \(zh\)"):
        Archive([*SMALL, resolution("A/RES/58/58")])


def test_languages_of_a_symbol_are_held_side_by_side() -> None:
    assert [*ARCHIVE.by_symbol["A/RES/58/58"]] == ["en", "zh"]


def test_sessions_hold_each_resolution_once() -> None:
    found = {session.address: session.symbols for session in ARCHIVE.sessions}
    assert found["A/RES/58"] == ("A/RES/58/58", "A/RES/58/100", "A/RES/58/241")
    assert sorted(symbol for symbols in found.values() for symbol in symbols) == sorted(
        ARCHIVE.by_symbol
    )


def test_years_are_by_date_and_leave_out_what_has_none() -> None:
    assert ARCHIVE.years[2003] == ("A/RES/58/58", "A/RES/58/241")
    assert list(ARCHIVE.years) == sorted(ARCHIVE.years)
    assert "A/RES/58/100" not in {
        symbol for symbols in ARCHIVE.years.values() for symbol in symbols
    }


def test_runs_are_those_of_title_body_annexes_and_notes() -> None:
    record = rich("字")
    # Title 1, preambular 3, heading 1, operative 2, sub-paragraphs 2, unread 1, annex title 1 and paragraph 1, notes 4.
    assert [run.text for run in list_runs(record)].count("字") == 16
    assert {run.note for run in list_runs(record) if run.note} == {"1", "2", "9"}
