"""Texts and queries are cut into the same terms: what a text says is found by any spelling of it."""

from __future__ import annotations

import re
import sys
import unicodedata
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.search_texts import Vector, raw_texts, vectors
from tests.spellings import spellings
from unres_site.search.terms.characters import (
    VOWELS,
    find_normal_units,
    find_suspects,
)
from unres_site.search.terms.counting import (
    MOST,
    count_terms,
    count_text,
    find_gram,
    map_words,
)
from unres_site.search.terms.simplified import find_pairs, join_table, simplify
from unres_site.search.terms.stems import make_term
from unres_site.search.terms.tokens import (
    HAN,
    list_date_terms,
    list_item_terms,
    list_symbol_terms,
    normalize,
    scan,
    tokenize,
)
from unres_site.search.updating.changes import map_counts
from unres_site.symbols import parse

# matches: 器
# rejects: a
HAN_CHARACTER = re.compile(f"[{HAN}]")

HELD = [
    "A/RES/58/58",
    "A/RES/49/75G",
    "A/RES/2758(XXVI)",
    "A/RES/217(III)A",
    "S/RES/1325(2000)",
    "A/RES/S-10/2",
    "A/RES/ES-10/15",
]


@pytest.mark.parametrize(
    "vector", vectors(), ids=lambda vector: f"{vector.about}: {vector.text!r}"
)
def test_terms_are_as_specified(vector: Vector) -> None:
    assert tokenize(vector.text) == vector.tokens


@given(st.text())
@example("\ufada")
def test_terms_hold_no_blanks_marks_or_capitals(text: str) -> None:
    """Signs of the Han blocks are terms, also those that Unicode has not assigned yet (U+FADA)."""
    for term in tokenize(text):
        assert term == normalize(term) or not term.isascii()
        assert not any(
            char.isspace() or unicodedata.category(char)[0] in "MZC"
            for char in term
            if not HAN_CHARACTER.match(char)
        )


@given(st.text(alphabet=st.sampled_from("小武器各国第号ab1/ ，")))
def test_each_two_neighbours_are_a_term(text: str) -> None:
    found = set(tokenize(text))
    for one, other in pairwise(text):
        if HAN_CHARACTER.match(one) and HAN_CHARACTER.match(other):
            assert one + other in found


@given(
    st.lists(
        st.sampled_from(
            ["第", "号决议", "57/72", "49/75g", "A/CONF.192/15", "2003", "年"]
        ),
        max_size=8,
    )
)
def test_white_space_beside_han_does_not_matter(pieces: list[str]) -> None:
    alternating = [
        piece
        for place, piece in enumerate(pieces)
        if place == 0 or _is_han(piece) != _is_han(pieces[place - 1])
    ]
    assert tokenize(" ".join(alternating)) == tokenize("".join(alternating))


def _is_han(piece: str) -> bool:
    return bool(HAN_CHARACTER.match(piece))


@pytest.mark.parametrize("symbol", HELD)
def test_every_spelling_of_a_symbol_has_the_term_that_a_query_asks_for(
    symbol: str,
) -> None:
    asked = list_symbol_terms(normalize(symbol))[0]
    without = {
        spelling
        for spelling in spellings(parse(symbol))
        if spelling.startswith(("ARES", "SRES"))
    }
    for spelling in set(spellings(parse(symbol))) - without:
        assert asked in tokenize(spelling), spelling


def test_a_symbol_is_not_found_in_a_longer_one() -> None:
    assert "58/5" not in tokenize("A/RES/58/58 58/58 第 58/58 号")
    assert "a/conf.192/1" not in tokenize("A/CONF.192/15")


@pytest.mark.parametrize(
    "piece", ["a/1", "1/", "(1)", "器 ", "1 (i", "a.", "é", "\u0301", "s-1/", "1/1 a"]
)
def test_terms_are_at_most_twenty_times_as_long_as_their_text(piece: str) -> None:
    text = piece * 20_000
    assert sum(map(len, tokenize(text))) <= 20 * len(text)


def test_real_texts_lose_no_han_character(corpus: Path) -> None:
    for text in raw_texts(corpus, 60):
        normal = normalize(text)
        assert set(HAN_CHARACTER.findall(normal)) <= set(tokenize(text))


def has_terms(text: str) -> bool:
    """Whether a text is counted as its tokens are."""
    found = count_text(text)
    wanted = count_terms(map(simplify, tokenize(text)))
    same_length = found.length == wanted.length
    return same_length and map_counts(found) == map_counts(wanted)


@given(st.text())
@example("A/58/58 217 A (III)")  # the tokens of one symbol follow those of another
@example("(iii) of A/RES/49/75 G)/ (a) 1325 (2000) b")
def test_counting_counts_the_terms(text: str) -> None:
    assert has_terms(text)


@given(
    st.text(
        st.sampled_from(
            "小武器 第号年月日/()ab/RESxi158.-\u064eا\u0654\u0653\u0301\u200dİΣﬁ㉈𠀀　é٥\0각ᄀ…\ud800㈠\n"
        )
    )
)
def test_counting_counts_the_terms_of_hard_texts(text: str) -> None:
    assert has_terms(text)


@given(st.text(), st.sampled_from(["en", "fr", "es", "ru", "ar", "zh"]))
@example("resolutions\x85adopted\u2028here\x1cthe\u3000States\u180emembers", "en")
def test_words_are_counted_by_their_stems(text: str, language: str) -> None:
    normal = simplify(normalize(text))
    wanted = Counter(list_date_terms(normal))
    for kind, found in scan(normal):
        terms = list(list_item_terms(kind, found))
        if kind == "word":
            terms[0] = make_term(terms[0], language)
        wanted.update([term for term in terms if find_gram(term) is None])

    assert map_words(count_text(text, language)) == wanted


def test_a_term_that_is_spelled_in_several_ways_is_counted_up_to_the_limit() -> None:
    words = "resolution resolutions " * (MOST // 2 + 1)
    assert map_words(count_text(words, "en")) == {"resolut~en": MOST}


def test_no_mark_that_is_joined_has_the_class_of_a_vowel_mark() -> None:
    vowels = {unicodedata.combining(chr(code)) for code in VOWELS}
    for code in range(sys.maxunicode + 1):
        joined = unicodedata.decomposition(chr(code))
        if joined and not joined.startswith("<"):
            mark = joined.split(" ")[-1]
            assert unicodedata.combining(chr(int(mark, 16))) not in vowels


@pytest.mark.unmeasured
def test_counting_counts_the_terms_of_each_character() -> None:
    """Of Korean syllables, which are composed by one rule, every ninth is enough."""
    codes = [*range(0xAC00), *range(0xAC00, 0xD7A4, 9), *range(0xD7A4, 0x10000)]
    texts = [f"x{chr(code)}武{chr(code)}" for code in codes]
    alone = {
        text for text in texts if find_normal_units(text) is None
    }  # one of these, and all beside it are counted slowly
    others = [text for text in texts if text not in alone]
    for text in (
        *alone,
        *("，".join(others[start : start + 64]) for start in range(0, len(others), 64)),
    ):
        assert has_terms(text), ascii(text)


def test_counting_counts_the_terms_of_real_texts(corpus: Path) -> None:
    for text in raw_texts(corpus, 40):
        assert has_terms(text)


def test_what_is_simplified_stays_so() -> None:
    traditional, simple = join_table()
    assert len(traditional) == len(simple) > 2000
    assert not set(traditional) & set(simple)
    assert simplify("聯合國關於小武器 58/58") == "联合国关于小武器 58/58"


@pytest.mark.unmeasured
def test_all_characters_that_have_traditional_forms_are_simplified() -> None:
    for code in range(0x110000):
        if not 0xD800 <= code < 0xE000 and find_pairs(normalize(chr(code))):
            assert find_suspects(f"第{chr(code)}段{chr(code)}") == chr(code), hex(code)
    assert not find_suspects("第 58/58 号决议，“小武器”")
