"""Citations: what the words of the six languages cite (data/citations), and what holds for any words."""

from __future__ import annotations

import re
import time
import tomllib
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unres_site import symbols
from unres_site.citations import Citation, find_citations, settle_rivals
from unres_site.citations.phrases import (
    has_any,
    join_words,
    list_needed,
    match_phrases,
    match_sign,
)
from unres_site.citations.references.place_grammar import list_place_words
from unres_site.languages import CODES, get_language
from unres_site.records import Paragraph, Run

DATA = Path(__file__).parent / "data" / "citations"
LONG, SECONDS = 60_000, 2.0
CASES_AT_LEAST = {"zh": 25, "en": 12, "fr": 12, "es": 12, "ru": 12, "ar": 12}


class Case(NamedTuple):
    """A run of words in a language, what it cites (the words, then their symbols), and the organ that speaks."""

    code: str
    text: str
    cites: list[list[str]]
    organ: str = "A"


def cases(code: str) -> list[Case]:
    data = tomllib.loads((DATA / f"{code}.toml").read_text(encoding="utf-8"))
    return [Case(code, **case) for case in data["case"]]


def cited(text: str, code: str, organ: str = "A") -> tuple[Citation, ...]:
    return find_citations(text, get_language(code), organ)


@pytest.mark.parametrize(
    "case",
    [case for code in CASES_AT_LEAST for case in cases(code)],
    ids=lambda case: case.text[:40],
)
def test_words_cite_what_they_name(case: Case) -> None:
    assert [
        [case.text[one.start : one.end], *one.symbols]
        for one in cited(case.text, case.code, case.organ)
        if one.symbols
    ] == case.cites


@pytest.mark.parametrize("code", CASES_AT_LEAST)
def test_each_official_language_has_its_cases(code: str) -> None:
    assert len(cases(code)) >= CASES_AT_LEAST[code]


@pytest.mark.parametrize("code", CODES)
def test_a_run_without_the_words_of_a_language_cites_no_numbers(code: str) -> None:
    assert cited("58/58, 2019/20 (24/7), 3 (IV) 9/11", code) == ()


PIECES = st.sampled_from((DATA / "pieces.txt").read_text(encoding="utf-8").splitlines())
WORDS = (
    st.lists(PIECES, max_size=40).map(" ".join)
    | st.lists(PIECES, max_size=40).map("".join)
    | st.text()
)


@given(WORDS, st.sampled_from(CODES))
def test_citations_are_disjoint_in_order_and_canonical(text: str, code: str) -> None:
    found = cited(text, code)
    assert all(0 <= one.start < one.end <= len(text) for one in found)
    assert all(one.end <= other.start for one, other in pairwise(found))
    for citation in found:
        assert bool(citation.symbols) != bool(citation.refers)
        assert all(symbols.parse(symbol).text == symbol for symbol in citation.symbols)


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize(
    "piece", (DATA / "hostile.txt").read_text(encoding="utf-8").splitlines()
)
def test_hostile_words_take_linear_time(piece: str, code: str) -> None:
    text = "58/58 (" + piece * (LONG // len(piece))
    start = time.process_time()
    cited(text, code)
    assert time.process_time() - start < SECONDS


def test_words_share_their_beginnings_and_the_longest_that_fits_is_taken() -> None:
    words = ["annex", "annexes", "annexed", "article", "an"]
    pattern = join_words(words, match_sign)
    assert pattern == "a(?:rticle|n(?:nex(?:e(?:s|d)|)|))"
    for word in words:
        found = re.match(pattern, f"{word} I")
        assert found is not None
        assert found[0] == word


def test_words_with_a_special_sign_stay_whole() -> None:
    pattern = join_words(["a b", "ab", "abc"], match_sign, " ")
    assert pattern == r"a(?:\ b|bc|b)"


def list_phrases() -> list[str]:
    phrases: list[str] = []
    for code in CODES:
        language = get_language(code)
        of = language.references
        phrases += [*of.own, *of.repeats, *list_place_words(language)]
    return phrases


@given(st.sampled_from(list_phrases()), st.data())
def test_a_text_with_a_phrase_has_a_string_that_the_phrase_needs(
    phrase: str, data: st.DataObject
) -> None:
    pattern = re.compile(match_phrases([phrase]))
    text = data.draw(st.from_regex(pattern, fullmatch=True))
    assert has_any(text, list_needed([phrase]))


def test_a_part_with_a_value_is_not_needed() -> None:
    needed = list_needed(
        ["{year} 年 {months}份补编", "annex*", "вышеупомянутый, тот же"]
    )
    assert needed == ("Annex", "annex", "Вышеупомянутый", "вышеупомянутый", "份补编")


def test_an_undated_number_is_of_the_organ_that_the_text_names_elsewhere() -> None:
    council = Run("34/24", cites=("A/HRC/RES/34/24",))
    bare = Run("34/24", cites=("A/RES/34/24",))
    runs = (Run("pursuant to resolution "), bare, Run(" to the Council;"))
    dated = (Run("its resolution "), bare, Run(" of 15 November 1979,"))
    child = Paragraph("subparagraph", "op10-a", "a", runs)
    body = (
        Paragraph("operative", "op8", "8", (council,)),
        Paragraph("operative", "op9", "9", dated),
        Paragraph("operative", "op10", "10", (), (child,)),
    )
    _, ninth, tenth = settle_rivals(body)
    assert ninth.runs == dated
    assert tenth.children[0].runs[1].cites == ("A/HRC/RES/34/24",)
    assert settle_rivals(body[1:]) == body[1:]
