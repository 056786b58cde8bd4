"""Patterns of languages: the word without which a pattern is not tried."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from unres_site.languages import Language, list_languages
from unres_site.languages.patterns import compile_pattern, find, find_needed_word
from unres_site.languages.spelling import fold_spelling

TEXTS = Path(__file__).parent / "data" / "texts"
ENDS = " .,，。،"


@pytest.mark.parametrize(
    ("pattern", "needed"),
    [
        ("第{symbol}号决议", "号决议"),
        ("[联合国]大会第{symbol}号决议", "大会第"),
        ("[the] session[s] of {year}", "session"),
        ("one|another", ""),
        ("[one|another]", ""),
        ("{any}", ""),
        ("Agenda/item (a)", ""),
    ],
)
def test_the_word_that_all_matches_have(pattern: str, needed: str) -> None:
    assert find_needed_word(pattern) == needed


def list_patterns(language: Language) -> Iterator[tuple[str, ...]]:
    yield language.title_numbers
    yield language.closings
    yield language.meetings
    yield language.volume_heads
    yield language.masthead.organ
    yield language.masthead.adoption
    yield language.masthead.session


def try_all(
    language: Language, patterns: tuple[str, ...], line: str, *, capitals: bool
) -> str:
    """What the first pattern finds if all are tried in turn."""
    text = fold_spelling(line.rstrip(ENDS))
    if "(" not in text:
        text = text.rstrip(")")
    for pattern in patterns:
        expression = compile_pattern(language.code, pattern, capitals=capitals)
        if match := expression.fullmatch(text):
            return match[0]
    return ""


@pytest.mark.parametrize("language", list_languages(), ids=lambda one: one.code)
def test_no_match_is_missed(language: Language) -> None:
    lines: set[str] = set()
    for path in TEXTS.glob("*.txt"):
        lines.update(path.read_text("utf-8", "replace").split("\n"))
    lines |= {line.upper() for line in lines}
    short = sorted(line.strip() for line in lines if 0 < len(line) <= 100)
    matches = 0
    for patterns in list_patterns(language):
        for line in short:
            for capitals in (False, True):
                found = find(language, patterns, line, capitals=capitals)
                expected = try_all(language, patterns, line, capitals=capitals)
                assert (found[0] if found else "") == expected
                matches += found is not None
    assert matches > 10
