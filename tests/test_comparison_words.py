"""Which words of a paragraph are marked as new and as dropped."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unres_site.comparison.aligning.paragraphs import fold_form
from unres_site.comparison.wording.marking import split_side
from unres_site.comparison.wording.vocabulary import Vocabulary
from unres_site.comparison.wording.words import BOUNDARY, Piece, compare_words
from unres_site.languages import get_language

CASES = tomllib.loads(
    (Path(__file__).parent / "data/comparison/words.toml").read_text("utf-8")
)["case"]
SIGNS = {"same": "{}", "old": "[-{}-]", "new": "{{+{}+}}"}

# matches: [-old-]
# rejects: {+new+}
DROPPED = re.compile(r"\[-(.*?)-\]")
# matches: {+new+}
# rejects: [-old-]
ADDED = re.compile(r"\{\+(.*?)\+\}")
# matches: 58/58
# rejects: a
NUMBER = re.compile(r"\d[\d/.]*\d|\d")


def mark(old: str, new: str, language: str) -> list[Piece]:
    forms = [fold_form(text, get_language(language)) for text in (old, new)]
    return compare_words(old, new, language, Vocabulary(forms))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["why"])
def test_words_are_marked_as_an_editor_would(case: dict[str, str]) -> None:
    marked = case["marked"]
    old = case.get("old") or ADDED.sub("", DROPPED.sub(r"\1", marked))
    new = DROPPED.sub("", ADDED.sub(r"\1", marked))
    pieces = mark(old, new, case["language"])
    assert "".join(SIGNS[one.kind].format(one.text) for one in pieces) == marked


def test_changed_punctuation_is_shown_as_it_is_in_the_new_text() -> None:
    assert mark("请秘书长，", "请秘书长；", "zh") == [Piece("same", "请秘书长；")]


@given(
    st.lists(
        st.sampled_from(["2003 年", "第五十九届", "会", "，", "58/58 ", "大", "《甲》"])
    ),
    st.lists(
        st.sampled_from(["2004 年", "第六十届", "会", "；", "58/58 ", "大", "乙"])
    ),
)
def test_no_word_is_lost_and_no_number_is_cut(old: list[str], new: list[str]) -> None:
    pieces = mark("".join(old), "".join(new), "zh")
    for side, text in (("old", "".join(old)), ("new", "".join(new))):
        shown = [one.text for one in pieces if one.kind in ("same", side)]
        if side == "new":
            assert "".join(shown) == text
        ends = {len("".join(shown[:at])) for at in range(len(shown))}
        joined = "".join(shown)
        for number in NUMBER.finditer(joined):
            assert ends.isdisjoint(range(number.start() + 1, number.end()))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (
            ["请秘书长提出报告，并请各国合作；"],
            ["请秘书长提出报告；", "又请各国合作；"],
        ),
        (["请秘书长提出报告；", "请各国合作；"], ["请秘书长提出报告，并请各国合作；"]),
        (["甲乙；", "丙丁；"], ["甲乙；", "丙戊；"]),
    ],
    ids=["split", "merged", "both"],
)
def test_marked_words_stay_in_their_paragraphs(old: list[str], new: list[str]) -> None:
    pieces = mark(BOUNDARY.join(old), BOUNDARY.join(new), "zh")
    for side, texts in (("old", old), ("new", new)):
        shown = [
            "".join(one.text for one in paragraph if one.kind in ("same", side))
            for paragraph in split_side(pieces, side)
        ]
        assert [fold_form(text, get_language("zh")) for text in shown] == [
            fold_form(text, get_language("zh")) for text in texts
        ]
