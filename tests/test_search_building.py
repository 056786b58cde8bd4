"""A search that is brought up to date is the one that is built anew, byte for byte."""

from __future__ import annotations

import random
from collections.abc import Sequence
from itertools import zip_longest
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.search_texts import documents, read_corpus
from tests.texts import resolution
from unres_site.search.building import Change, Standing, update, whole
from unres_site.search.counting import count_terms, count_text
from unres_site.search.documents import Document, document_of
from unres_site.search.index import FieldCounts, field_counts

WORDS = [
    "小武器",
    "轻武器",
    "行动纲领",
    "裁军",
    "small arms",
    "58/58",
    "A/RES/49/75G",
    "𠀀武𠀀",
    "resolutions",
    "武𠀀",
    "z",
]
CARD = document_of(resolution("A/RES/58/1"), "zh").card

Files = dict[str, bytes]


def text(words: Sequence[str], title: str = "") -> FieldCounts:
    return count_terms(["58/1"]), count_text(title, "en"), count_text("，".join(words), "en")


TEXTS = st.builds(text, st.lists(st.sampled_from(WORDS), max_size=30), st.sampled_from(["", *WORDS]))


def built(texts: Sequence[FieldCounts]) -> tuple[Standing, Files]:
    standing, files = whole([CARD] * len(texts), texts)
    return standing, dict(files)


def brought_up_to_date(before: Sequence[FieldCounts], after: Sequence[FieldCounts]) -> Files:
    """The files of a search after its texts have changed: some of them, or new ones after all others, or fewer."""
    standing, files = built(before)
    changes = [
        Change(number, old, CARD if now else None, now)
        for number, (old, now) in enumerate(zip_longest(before, after))
        if old != now
    ]
    found = update(standing, changes, files.__getitem__)
    assert found.gone <= files.keys()
    assert found.standing == built(after)[0]
    kept = {address: content for address, content in files.items() if address not in found.gone}
    return kept | dict(found.files)


@pytest.fixture
def tiny(monkeypatch: pytest.MonkeyPatch) -> None:
    """Shards of some bytes, so that a few terms move from pools to shards of their own and back."""
    monkeypatch.setattr("unres_site.search.grouping.ROOM", 40)
    monkeypatch.setattr("unres_site.search.grouping.POOLED", 16)
    monkeypatch.setattr("unres_site.search.shards.POOLED", 16)


@pytest.mark.usefixtures("tiny")
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(TEXTS, TEXTS), min_size=1, max_size=6), st.lists(TEXTS, max_size=2), st.data())
def test_any_texts_may_change(
    pairs: list[tuple[FieldCounts, FieldCounts]], more: list[FieldCounts], data: st.DataObject
) -> None:
    before = [one for one, _ in pairs]
    chosen = data.draw(st.sets(st.integers(0, len(pairs) - 1)))
    after = [other if number in chosen else one for number, (one, other) in enumerate(pairs)] + more
    assert brought_up_to_date(before, after) == built(after)[1]


def test_real_texts_may_change(corpus: Path) -> None:
    found = documents(read_corpus(corpus, "seedlike/zh", 2))
    texts = [field_counts(document) for document in found]
    chance = random.Random(58)  # noqa: S311 - the same texts in every run
    for number in chance.sample(range(len(texts)), 3):
        changed = [*texts[:number], field_counts(without_a_passage(found[number])), *texts[number + 1 :]]
        assert brought_up_to_date(texts, changed) == built(changed)[1]
    assert brought_up_to_date(texts[:-2], texts) == built(texts)[1]


def without_a_passage(document: Document) -> Document:
    return document._replace(passages=document.passages[:3] + document.passages[4:])


@settings(max_examples=25)  # each builds an index of thousands of texts twice
@given(
    st.lists(st.sampled_from([0, 0, 1, 1, 2, 9]), min_size=70, max_size=140),
    st.sampled_from([0, 300, 4000, 4200]),
    st.data(),
)
def test_a_term_of_many_texts_may_change(counts: list[int], before: int, data: st.DataObject) -> None:
    texts = [text(["小武"] * count) for count in (*[0] * before, *counts)]
    number = data.draw(st.integers(0, len(texts)))
    changed = [*texts[:number], text(["小武"] * data.draw(st.integers(0, 3))), *texts[number + 1 :]]
    assert brought_up_to_date(texts, changed) == built(changed)[1]
