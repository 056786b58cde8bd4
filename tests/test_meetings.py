"""Meetings as closings print them (data/meetings.toml), in figures and in words of six languages."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from unres_site.languages import get_language, patterns
from unres_site.languages.numerals import read_number

MEETINGS = tomllib.loads(
    (Path(__file__).parent / "data" / "meetings.toml").read_text(encoding="utf-8")
)
LINES = [
    (code, line, number)
    for code, lines in MEETINGS.items()
    for line, number in lines.items()
]


@pytest.mark.parametrize(("code", "line", "number"), LINES, ids=str)
def test_a_meeting_is_read(code: str, line: str, number: int) -> None:
    of = get_language(code)
    found = patterns.find(of, of.meetings, line)
    assert found
    assert read_number(of, found["number"]) == number


@pytest.mark.parametrize("code", MEETINGS)
def test_words_that_are_no_numerals_are_no_number(code: str) -> None:
    assert read_number(get_language(code), "lighthouse second") is None
