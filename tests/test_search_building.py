"""An updated search index equals one that is built from nothing, byte for byte."""

from __future__ import annotations

import functools
import random
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.search_index import check_digests, make_card
from tests.search_texts import documents, read_corpus
from unres_site.search.documents import Document, SearchCard
from unres_site.search.files.constant import make_constant_files
from unres_site.search.files.texts import CARDS
from unres_site.search.index.fields import FieldCounts, count_fields
from unres_site.search.index.sharding import ROOM
from unres_site.search.terms.counting import count_terms, count_text
from unres_site.search.updating.building import build_index
from unres_site.search.updating.changes import TextChange, is_update_cheaper
from unres_site.search.updating.phrases import PhraseState
from unres_site.search.updating.state import SearchState
from unres_site.search.updating.update import update_index

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
    "naïve",
    "naive",
    "naïf",
    "été",
    "ete",
    "étés",
    "武𠀀",
    "z",
]
Files = dict[str, bytes]


def text(words: Sequence[str], title: str = "") -> FieldCounts:
    return count("，".join(words), title)


@functools.cache
def count(words: str, title: str) -> FieldCounts:
    """What is counted of a text; thousands have the same words."""
    return count_terms(["58/1"]), count_text(title, "en"), count_text(words, "en")


TEXTS = st.builds(
    text, st.lists(st.sampled_from(WORDS), max_size=30), st.sampled_from(["", *WORDS])
)


NUMBERS = st.integers(0, 20) | st.integers(290, 310) | st.integers(1000, 1004)
"""Numbers of texts that share a file of symbols and titles, and of texts of other sessions."""


class Built(NamedTuple):
    """A search index that was built from nothing."""

    texts: Mapping[int, FieldCounts]
    state: SearchState
    files: Files


def built(texts: Sequence[FieldCounts]) -> Built:
    return built_by_number(dict(enumerate(texts)))


def built_by_number(texts: Mapping[int, FieldCounts]) -> Built:
    cards = [card(number, fields) for number, fields in texts.items()]
    state, files = build_index(cards, list(texts.values()))
    found = dict(files)
    check_digests(found | dict(make_constant_files()))
    return Built(texts, state, found)


def card(number: int, fields: FieldCounts) -> SearchCard:
    """A card that is another one where the title is."""
    words = fields[1].list_words()
    return make_card(number)._replace(
        title=" ".join(words),
        adopted_on=f"2003-12-{10 + len(words)}",
        topics=tuple(words[:1]),
    )


def comparable(state: SearchState) -> SearchState:
    """A state without what an update notes of rare phrases."""
    phrases = PhraseState(state.phrases.total)
    return msgspec.structs.replace(state, phrases=phrases)


def check_update(before: Built, after: Built) -> None:
    """An update gives what a full build gives, whichever texts change, are added or removed."""
    changes = []
    for number in sorted(before.texts.keys() | after.texts.keys()):
        old, now = before.texts.get(number), after.texts.get(number)
        if old != now:
            symbol = make_card(number).symbol
            new_card = card(number, now) if now else None
            changes.append(TextChange(symbol, "zh", old, new_card, now))
    found = update_index(before.state, changes, before.files.__getitem__)
    assert found.gone <= before.files.keys()
    kept = {
        address: content
        for address, content in before.files.items()
        if address not in found.gone
    }
    assert comparable(found.state) == comparable(after.state)
    assert kept | dict(found.files) == after.files


@pytest.fixture
def tiny(monkeypatch: pytest.MonkeyPatch) -> None:
    """Shards and pieces of some bytes, so that a few terms move from pools to shards of their own and back."""
    monkeypatch.setattr("unres_site.search.index.sharding.ROOM", 40)
    monkeypatch.setattr("unres_site.search.index.sharding.POOLED", 16)
    monkeypatch.setattr("unres_site.search.index.sharding.LONG", 18)
    monkeypatch.setattr("unres_site.search.files.terms.POOLED", 16)
    monkeypatch.setattr("unres_site.search.index.sharding.PAGE", 120)
    monkeypatch.setattr("unres_site.search.index.vocabulary.PIECE", 20)


@pytest.mark.usefixtures("tiny")
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.dictionaries(NUMBERS, TEXTS, min_size=1, max_size=6),
    st.dictionaries(NUMBERS, st.none() | TEXTS, max_size=4),
)
def test_any_texts_may_change(
    before: dict[int, FieldCounts], changed: dict[int, FieldCounts | None]
) -> None:
    after = {number: found for number, found in (before | changed).items() if found}
    check_update(built_by_number(before), built_by_number(after))


def test_files_of_cards_may_become_smaller_and_larger_again() -> None:
    """The files of a session in which no text changes do so, too."""
    numbers = [*range(CARDS), *range(300, 300 + CARDS)]
    few = built_by_number(dict.fromkeys(numbers, text(WORDS)))
    more = built_by_number({**few.texts, 300 + CARDS: text(WORDS)})
    cards = [name for name in few.files if name.startswith("search/texts/")]
    assert len(cards) == 2
    check_update(few, more)
    check_update(more, few)


@pytest.fixture(scope="module")
def real(corpus: Path) -> dict[int, Document]:
    """Real texts, each with a number. Between two of them there is a number that none has."""
    found = documents(read_corpus(corpus, "seedlike/zh", 2))
    return {2 * at + 2: document for at, document in enumerate(found)}


@pytest.fixture(scope="module")
def real_index(real: dict[int, Document]) -> Built:
    return built_by_number(
        {number: count_fields(document) for number, document in real.items()}
    )


def test_real_texts_may_change(real: dict[int, Document], real_index: Built) -> None:
    texts = dict(real_index.texts)
    chance = random.Random(58)  # noqa: S311 - the same texts in every run
    for number in chance.sample(sorted(texts), 3):
        changed = count_fields(without_a_passage(real[number]))
        check_update(real_index, built_by_number(texts | {number: changed}))
    fewer = {number: one for number, one in texts.items() if number not in (8, 402)}
    check_update(real_index, built_by_number(fewer))
    check_update(built_by_number(fewer), real_index)


@pytest.mark.parametrize("number", [0, 151, 2000])
def test_one_text_more_changes_files_of_its_terms_alone(
    real_index: Built, number: int
) -> None:
    few = text(["小武器", "z"])
    new = card(number, few)
    change = TextChange(new.symbol, "zh", None, new, few)
    found = update_index(real_index.state, [change], real_index.files.__getitem__)
    kept = real_index.files
    changed = [name for name, content in found.files if kept.get(name) != content]
    shards = [name for name in changed if name.startswith("search/terms/")]
    assert len(kept) > 10 * len(shards)
    assert not found.gone
    check_update(real_index, built_by_number({**real_index.texts, number: few}))


def test_an_index_has_few_files_because_its_shards_are_large(real_index: Built) -> None:
    """At 20,000 texts the search has 1.6 files a text, of which 1 is that of the text's passages."""
    shards = [name for name in real_index.files if name.startswith("search/terms/")]
    size = sum(len(real_index.files[name]) for name in shards)
    assert size / len(shards) >= ROOM / 2
    assert len(real_index.files) - len(shards) <= 0.4 * len(real_index.texts)


def without_a_passage(document: Document) -> Document:
    return document._replace(passages=document.passages[:3] + document.passages[4:])


@pytest.mark.unmeasured
@settings(max_examples=25)  # each builds an index of thousands of texts twice
@given(
    st.lists(st.sampled_from([0, 0, 1, 1, 2, 9]), min_size=70, max_size=140),
    st.sampled_from([0, 300, 4000, 4200]),
    st.data(),
)
def test_a_term_of_many_texts_may_change(
    counts: list[int], before: int, data: st.DataObject
) -> None:
    texts = [text(["小武"] * count) for count in (*[0] * before, *counts)]
    number = data.draw(st.integers(0, len(texts)))
    changed = [
        *texts[:number],
        text(["小武"] * data.draw(st.integers(0, 3))),
        *texts[number + 1 :],
    ]
    check_update(built(texts), built(changed))


def test_an_update_that_would_take_longer_than_the_whole_is_known() -> None:
    before = built([text([f"w{number}"]) for number in range(300)])
    further = []
    for number in range(300, 600):
        new = make_card(number)
        further.append(TextChange(new.symbol, "zh", None, new, text([f"x{number}"])))
    assert is_update_cheaper(before.state, further[:100])
    assert not is_update_cheaper(before.state, further)


@pytest.mark.parametrize("word", ["small ", "小武，"])
@pytest.mark.parametrize("others", [0, 100])
def test_a_term_may_occur_more_often_than_its_type_can_count(
    word: str, others: int
) -> None:
    more = [text([word])] * others  # with these the field of the term is dense
    large, larger = text([word * 66_000]), text([word * 66_001, "z"])
    check_update(built([text(["z"]), *more]), built([large, *more]))
    check_update(built([large, *more]), built([larger, *more]))
