"""The table of counts: in how many texts each phrase of three to five Han characters is."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.search_phrases import fields, mark_text, run
from unres_site.search.files.phrases import (
    choose_files,
    count_files,
    pack_phrases,
    unpack_phrases,
)
from unres_site.search.index.hashing import hash_text
from unres_site.search.index.phrases import (
    FEW,
    KNOWN,
    PhraseCounts,
    count_phrases,
)
from unres_site.search.index.sharding import ShardDirectory
from unres_site.search.terms.phrases import (
    ALPHABET,
    LONGEST,
    SHORTEST,
    list_keys,
    read_phrase,
)
from unres_site.search.updating.phrases import (
    PhraseState,
    build_phrases,
    update_phrases,
)
from unres_site.search.updating.published import PublishedIndex

TEXTS = st.text("小武器和的 \n，x5〇鬱𠀀é\u0301", max_size=40)


def phrases_in(text: str) -> set[str]:
    """The phrases of a text, read one by one."""
    found = set[str]()
    squeezed = text.translate({ord(char): "" for char in " \n\u0301"})
    squeezed = squeezed.replace("鬱", "郁").replace("é", "e")
    for start in range(len(squeezed)):
        for length in range(SHORTEST, LONGEST + 1):
            phrase = squeezed[start : start + length]
            if len(phrase) == length and all(
                char in "小武器和的〇郁" for char in phrase
            ):
                found.add(phrase)
    return found


def counted(found: PhraseCounts) -> dict[str, int]:
    keys = map(read_phrase, found.keys.tolist())
    return dict(zip(keys, found.counts.tolist(), strict=True))


def test_the_alphabet_is_that_of_the_scripts() -> None:
    assert ALPHABET[:4] == "\0〇啊阿"
    assert len(set(ALPHABET)) == len(ALPHABET) == 1 << 12


@given(TEXTS)
def test_a_text_has_each_phrase_once(text: str) -> None:
    keys = list_keys(mark_text(text)).tolist()
    assert sorted(map(read_phrase, keys)) == sorted(phrases_in(text))


def test_a_text_without_han_keeps_nothing() -> None:
    assert mark_text("Small arms, 58/58") == b""


@given(st.lists(TEXTS, min_size=KNOWN, max_size=8), st.integers(1, 8))
def test_phrases_are_counted_in_all_texts(texts: list[str], repeat: int) -> None:
    texts = texts * repeat
    truth = Counter(phrase for text in texts for phrase in phrases_in(text))
    known = {phrase: count for phrase, count in truth.items() if count >= KNOWN}
    assert counted(count_phrases(list(map(mark_text, texts)), run)) == known


def test_portions_and_chunks_change_no_count(monkeypatch: pytest.MonkeyPatch) -> None:
    chance = random.Random(58)  # noqa: S311 - the same texts in every run
    texts = ["".join(chance.choices("小武器和的，", k=60)) for _ in range(40)]
    places = list(map(mark_text, texts))
    whole = counted(count_phrases(places, run))
    monkeypatch.setattr("unres_site.search.index.phrases.PORTION", 300)
    monkeypatch.setattr("unres_site.search.index.phrases.CHUNK", 7)
    assert counted(count_phrases(places, run)) == whole
    assert len(whole) > 100


@given(
    st.sets(st.text("小武器和的", min_size=3, max_size=5), min_size=1),
    st.integers(1, 70_000),
)
def test_a_file_gives_its_phrases_back(words: set[str], most: int) -> None:
    beginnings = {word[:end] for word in words for end in range(3, len(word) + 1)}
    keys = np.unique([key_of(word) for word in beginnings]).astype(np.uint64)
    lengths = np.array([len(read_phrase(key)) for key in keys.tolist()])
    held = PhraseCounts(keys, most * 10 - lengths * most)
    assert counted(unpack_phrases(pack_phrases(held))) == counted(held)


def key_of(word: str) -> int:
    key = 0
    for place in range(LONGEST):
        number = ALPHABET.index(word[place]) if place < len(word) else 0
        key = key << 12 | number
    return key


@given(st.text("小武器和的", min_size=3, max_size=5))
def test_the_first_three_characters_choose_the_file(word: str) -> None:
    keys = np.array([key_of(word)], dtype=np.uint64)
    assert choose_files(keys, 64).tolist() == [hash_text(word[:3]) % 64]


# --- updates


class Built:
    """The table of some texts, and what an update of it needs."""

    def __init__(self, texts: Sequence[str]) -> None:
        self.texts = [fields(text) for text in texts]
        self.state, files = build_phrases(self.texts, run)
        self.files = dict(files)

    def update(self, texts: Sequence[str]) -> None:
        """Change the texts by an update. Raises LookupError if all has to be built."""
        now = [fields(text) for text in texts]
        pairs = [
            (old, new) for old, new in zip(self.texts, now, strict=True) if old != new
        ]
        found = update_phrases(self.state, pairs, self.published())
        self.files |= dict(found.files)
        self.texts, self.state = now, found.state

    def published(self) -> PublishedIndex:
        read: Callable[[str], bytes] = self.files.__getitem__
        return PublishedIndex(ShardDirectory({}, [1]), read)


@settings(max_examples=20)  # each builds up to thirty tables
@given(
    st.lists(
        st.sampled_from(["小武器", "小武器和", "武器和的", "和的小武器", "x"]),
        min_size=30,
        max_size=40,
    ),
    st.lists(
        st.tuples(
            st.integers(0, 29), st.sampled_from(["小武器和的", "小武器", "和的小", ""])
        ),
        max_size=30,
    ),
)
def test_updates_give_what_a_build_gives(
    texts: list[str], changes: list[tuple[int, str]]
) -> None:
    table = Built(texts)
    for number, text in changes:
        texts = [*texts[:number], text, *texts[number + 1 :]]
        whole = Built(texts)
        try:
            table.update(texts)
        except LookupError:
            table = whole
        assert table.files == whole.files
        assert table.state.total == whole.state.total


def test_a_new_phrase_is_followed_until_its_count_is_open() -> None:
    texts = ["小武器"] * (FEW + 1) + [""] * FEW
    table = Built(texts)
    texts[FEW + 1] = "和的小"
    for number in range(FEW - KNOWN + 1):
        texts[FEW + 1 + number] = "和的小"
        table.update(texts)
    assert table.files == Built(texts).files
    texts[-2] = "和的小"
    with pytest.raises(LookupError):
        table.update(texts)


def test_a_rare_phrase_comes_into_the_table_and_leaves_it() -> None:
    texts = ["小武器"] * (FEW + 1) + ["和的小"] * FEW + ["", ""]
    table = Built(texts)
    for text in ("和的小", "", "和的小"):
        texts[-1] = text
        table.update(texts)
        assert table.files == Built(texts).files
        assert ("和的小" in str(table.files["search/phrases/0.js"], "utf-8")) == bool(
            text
        )


def test_the_number_of_files_grows_by_doubling() -> None:
    found = [count_files(total) for total in (0, 1, 2_000, 2_001, 5_000, 9_000)]
    assert found == [0, 1, 1, 2, 4, 8]


def test_the_state_of_no_texts_is_empty() -> None:
    state, files = build_phrases([], run)
    assert state == PhraseState()
    assert not list(files)
