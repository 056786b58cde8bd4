"""The index is Lunr's own, split by term; its files hold what the records hold, the same bytes for the same archive."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import msgspec
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.search_equality import lunr_in_python
from tests.search_index import (
    FieldTerms,
    ReadIndex,
    field_terms,
    files_of_archive,
    index_of_terms,
    numbers,
    read_index,
    value_of,
)
from tests.search_texts import documents, read_corpus, seeds
from tests.texts import resolution, rich
from unres_site.archive import Archive
from unres_site.errors import InstallationError
from unres_site.records import Note, Paragraph, Run
from unres_site.search.documents import Cited, make_document
from unres_site.search.files.constant import LUNR, NOTICE, read_lunr_script
from unres_site.search.files.texts import CARDS, SEGMENT, choose_blocks
from unres_site.search.index.entries import (
    decode_short_fields,
    decode_text_fields,
    encode_fields,
)
from unres_site.search.index.fields import FIELDS
from unres_site.search.index.lengths import round_lengths
from unres_site.search.index.numbers import (
    PLAIN,
    decode_layers,
    decode_numbers,
    encode_layers,
    encode_numbers,
)
from unres_site.search.index.postings import Postings, TermRange
from unres_site.search.index.slots import LANGUAGE, TextTable, find_place
from unres_site.search.index.vocabulary import find_accented, make_pieces
from unres_site.search.terms.counting import MOST

TERMS = st.lists(
    st.sampled_from(["小武", "武器", "small", "58/58", "𠀀", "\uf900", "z"]),
    max_size=12,
)


def check_against_lunr(index: ReadIndex, texts: Sequence[FieldTerms]) -> None:
    builder = lunr_in_python(texts)
    assert index.postings.keys() == builder.inverted_index.keys()
    for place, field in enumerate(FIELDS):
        for term, found in index.postings.items():
            assert list(map(str, found[place])) == list(
                builder.inverted_index[term][field]
            )
            for number, count in found[place].items():
                assert (
                    builder.field_term_frequencies[f"{field}/{number}"][term] == count
                )
        lengths = [
            builder.field_lengths[f"{field}/{number}"] for number in range(len(texts))
        ]
        assert index.header["averages"][place] == sum(lengths) / max(1, len(lengths))
        if place in index.lengths:
            assert all(
                lengths[number] == length
                for number, length in index.lengths[place].items()
            )
        else:
            levels = np.cumsum(numbers(index.header["levels"])).tolist()
            assert [levels[number] for number in index.levels] == lengths


@given(st.lists(st.dictionaries(st.integers(0, 12 * LANGUAGE), st.integers(1, 9))))
def test_entries_of_terms_can_be_read_back_together(
    counts: list[dict[int, int]],
) -> None:
    terms = [term for term, found in enumerate(counts) for _ in found]
    pairs = [pair for found in counts for pair in sorted(found.items())]
    slots = np.unique([slot for slot, _ in pairs]).astype(np.int64)
    postings = Postings(
        terms=np.array(terms, dtype=np.uint32),
        texts=np.searchsorted(slots, [slot for slot, _ in pairs]).astype(np.uint32),
        counts=np.array([count for _, count in pairs], dtype=np.uint16),
    )
    names = list(map(str, range(len(counts))))
    numbers = np.arange(len(counts), dtype=np.uint32)
    lengths = [np.full(len(slots), 9)] * len(FIELDS)
    encoded = encode_fields(
        TermRange(names, numbers, (postings,) * 3), TextTable(slots, lengths)
    )
    texts, titles, _ = [*zip(*[f for _, f in encoded], strict=True)] or [()] * 3
    for found in (decode_text_fields(texts), decode_short_fields(titles)):
        assert found.terms.tolist() == terms
        assert [*zip(found.slots.tolist(), found.counts.tolist(), strict=True)] == pairs


@given(st.lists(st.tuples(TERMS, TERMS, TERMS), max_size=9))
def test_any_index_is_what_lunr_builds(
    texts: list[tuple[list[str], list[str], list[str]]],
) -> None:
    check_against_lunr(index_of_terms(texts), texts)


@pytest.mark.unmeasured
@settings(max_examples=50)  # each builds an index of hundreds of texts twice
@given(
    st.lists(st.sampled_from([0, 0, 0, 1, 1, 2, 9]), min_size=64, max_size=400),
    st.integers(0, 300),
)
def test_a_term_of_many_texts_is_what_lunr_builds(
    counts: list[int], before: int
) -> None:
    texts: list[FieldTerms] = [
        ([], [], ["小武"] * count) for count in (*[0] * before, *counts)
    ]
    check_against_lunr(index_of_terms(texts), texts)


def test_the_index_of_the_four_is_what_lunr_builds() -> None:
    four = documents(Archive(seeds()).ordered)
    check_against_lunr(read_index(four), [field_terms(document) for document in four])


def test_the_index_of_real_texts_is_what_lunr_builds(corpus: Path) -> None:
    chinese = read_corpus(corpus, "seedlike/zh", 8)
    found = documents([*chinese, *read_corpus(corpus, "seedlike/en", 40)])
    index = read_index(found)
    check_against_lunr(index, [field_terms(document) for document in found])
    assert len(index.shards) > 60


@given(st.lists(st.integers(0, 200_000), max_size=40))
def test_numbers_can_be_read_back(found: list[int]) -> None:
    text, ends = encode_numbers(np.array(found, dtype=np.int64))
    assert numbers(text) == found
    assert [numbers(text[:end]) for end in ends] == [
        found[: place + 1] for place in range(len(found))
    ]
    assert not set(text) & set('"\\ !#\x7f\x85')


def test_layers_take_less_room_than_the_list_where_numbers_are_small() -> None:
    assert len(encode_layers(np.array([0, 1, 0, 2, 0, 0] * 100))) < 220


def test_layers_are_not_packed_where_that_saves_nothing() -> None:
    found = np.random.default_rng(58).poisson(15, 4096)
    assert decode_numbers(encode_layers(found))[0] == PLAIN


@pytest.mark.parametrize("large", [1, 100, 5000])
def test_large_numbers_take_few_layers(large: int) -> None:
    found = np.array([66_000] * large + [0] * 200)
    text = encode_layers(found)
    assert len(text) < 6 * len(found)
    assert decode_layers(decode_numbers(text), len(found)).tolist() == found.tolist()


@given(st.lists(st.integers(1, 50_000), min_size=1, max_size=300))
def test_few_lengths_are_kept(lengths: list[int]) -> None:
    assert round_lengths(np.array(lengths)).tolist() == lengths


@pytest.mark.parametrize(
    ("length", "rounded"),
    [(0, 0), (1, 1), (15, 15), (17, 18), (31, 32), (6_762, 6_656), (7_000, 7_168)],
)
def test_lengths_of_many_texts_have_four_digits(length: int, rounded: int) -> None:
    assert set(round_lengths(np.full(20_000, length)).tolist()) == {rounded}


@given(st.integers(1, 2**31 - 1), st.integers(1, 100_000))
def test_a_rounded_length_is_near(length: int, texts: int) -> None:
    [found] = np.unique(round_lengths(np.full(texts, length)))
    assert abs(found - length) * 16 <= length


def test_high_numbers_of_two_sessions_have_places_of_their_own() -> None:
    decisions = [
        f"A/DEC/{session}/{number}"
        for session in range(60, 80)
        for number in range(401, 560)
    ]
    places = set(map(find_place, decisions))
    assert len(places) > 0.95 * len(decisions)
    assert find_place("A/RES/75/1") + 1 == find_place("A/RES/75/2")
    assert find_place("S/RES/1325(2000)") + 1 == find_place("S/RES/1326(2001)")


def test_sessions_and_years_are_runs_of_texts() -> None:
    archive = Archive(
        [
            resolution("A/RES/58/2"),
            resolution("A/RES/58/1", adopted_on=None),
            resolution("A/RES/60/1", adopted_on="2005-10-24"),
        ]
    )
    about = read_index(documents(archive.ordered)).header
    assert about["sessions"] == [["58", 2], ["60", 1]]
    assert about["years"] == [["", 1], ["2003", 1], ["2005", 1]]
    assert about["organs"] == [["A", 3]]


def test_passages_are_all_that_is_read_each_with_its_address() -> None:
    found = make_document(rich("文字"), "zh").passages
    assert [(one.anchor, one.place, one.number) for one in found][:8] == [
        ("", "title", ""),
        ("pp1", "preambular", ""),
        ("h1", "heading", "一"),
        ("op1", "operative", "1"),
        ("op2", "operative", "2"),
        ("op2-a", "operative", "2(a)"),
        ("op2-a-i", "operative", "2(a)(i)"),
        ("u1", "unread", ""),
    ]
    assert all(one.text for one in found)
    assert next(one.number for one in found if one.place == "note") == "1"


def test_what_is_struck_or_a_mark_is_not_searched_and_what_is_supplied_is() -> None:
    runs = (
        Run(text="秘书长"), Run(text=" 近", struck=True), Run(insert="最近", reason="缺字"), Run(note="5"),
        Run(note="6", text="(6)"), Run(text="的报告"),
    )  # fmt: skip
    body = (Paragraph("preambular", "pp1", None, runs),)
    changed = make_document(
        msgspec.structs.replace(resolution("A/RES/58/1"), body=body), "zh"
    )
    assert changed.passages[1].text == "秘书长最近的报告"


def test_a_symbol_cited_in_other_words_is_found_where_they_stand() -> None:
    runs = (
        Run(text="𠀀 "),
        Run(text="A/60/88", cites=("A/60/88",)),
        Run(text=" 和 "),
        Run(text="Corr.2", cites=("A/60/88/Corr.2",)),
    )
    notes = (Note("1", "fn1", runs, "complete"),)
    document = make_document(
        msgspec.structs.replace(resolution("A/RES/58/1"), notes=notes), "zh"
    )
    assert document.passages[-1].cited == (Cited("A/60/88/Corr.2", 13, 19),)
    assert {"a/60/88/corr.2", "a/60/88"} <= set(field_terms(document)[2])


def test_texts_in_other_languages_than_the_first_stand_in_their_folder() -> None:
    record = resolution("A/RES/58/1", language="en")
    assert make_document(record, "zh").card.address == "en/A/RES/58/1.html"
    assert make_document(record, "en").card.address == "A/RES/58/1.html"


def test_files_of_cards_have_as_many_slots_as_some_texts_take() -> None:
    dense = np.arange(SEGMENT)
    far_apart = LANGUAGE + 4 * dense
    assert choose_blocks(np.concatenate([dense, far_apart])) == {
        0: CARDS,
        1: 4 * CARDS,
    }


def test_each_file_hands_over_its_value_by_its_name() -> None:
    archive = Archive(
        [resolution(f"A/RES/58/{number}") for number in range(1, CARDS + 2)]
    )
    files = files_of_archive(archive)
    assert files.keys() > {
        f"search/{name}.js"
        for name in ("header", "dates", "words/0", "lengths/0", "directory/0")
    }
    assert "search/passages/A/RES/58/1.js" in files
    for address, content in files.items():
        if address != LUNR:
            name = address.removeprefix("search/").removesuffix(".js")
            assert (
                content.removeprefix(NOTICE)
                .decode()
                .startswith(f'unresSearch.receive("{name}","')
            )
            assert value_of(content) is not None


def test_topics_are_there_where_a_text_has_one() -> None:
    plain, about_arms = resolution("A/RES/58/1"), resolution("A/RES/58/2")
    files = files_of_archive(
        Archive([plain, msgspec.structs.replace(about_arms, topics=("裁军",))])
    )
    [[topic, gaps, page]] = value_of(files["search/topics.js"])
    assert (topic, numbers(gaps), page) == ("裁军", [1], "裁军")
    assert "search/topics.js" not in files_of_archive(Archive([plain]))


def test_words_have_their_stems_beside_them() -> None:
    body = (
        Paragraph(
            "operative", "op1", "1", (Run(text="The resolutions of nations 58/58"),)
        ),
    )
    record = msgspec.structs.replace(resolution("A/RES/58/1", language="en"), body=body)
    words = value_of(
        files_of_archive(Archive([record]), "en")["search/words/0.js"]
    ).split(" ")
    assert {
        "resolutions>resolut~en",
        "nations>nation~en",
        "the>~en",
        "58/58",
    } <= set(words)
    assert "resolutions" not in words


def test_words_are_listed_without_their_accents_and_stems_with_words_that_begin_otherwise() -> (
    None
):
    words = [
        "été",
        "peche",
        "pêche",
        "мой",
        "naïf",
        "naïf",
        "country",
        "countri",
        "de",
        "dé",
    ]
    stems = [("country", "countri"), ("études", "étud")]
    accented = find_accented([*words, *dict(stems)])
    [(first, text)] = make_pieces(words, stems, accented)
    entries = text.split(" ")
    assert first == "countri"
    assert {
        "ete>été",
        "etudes>étud",
        "countri<country",
        "country>countri",
        "naif>naïf",
    } <= set(entries)
    assert [entry for entry in entries if entry.startswith(("peche", "de", "мо"))] == [
        "de",
        "peche",
        "мой",
    ]


def test_the_same_archive_gives_the_same_files_in_any_order() -> None:
    forward, backward = Archive(seeds()), Archive(reversed(seeds()))
    assert files_of_archive(forward) == files_of_archive(backward)


def test_an_empty_archive_has_an_index_too() -> None:
    assert "search/header.js" in files_of_archive(Archive([]))


def test_a_package_without_lunr_says_what_to_do(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(
        "unres_site.search.files.constant.LUNR_SCRIPT", tmp_path / "lunr.min.js"
    )
    with pytest.raises(InstallationError, match="install unres-site again"):
        read_lunr_script()


def test_a_term_that_a_text_has_too_often_for_its_number_counts_as_often_as_that_holds() -> (
    None
):
    index = index_of_terms([(["58/1"], [], ["arms"] * 70_000 + ["小武"] * 70_000)])
    assert index.postings["arms"][2] == index.postings["小武"][2] == {0: MOST}
    assert index.header["averages"][2] == 140_000


def test_a_conference_is_a_session_of_its_own_in_the_filter() -> None:
    assert (
        make_document(resolution("A/CONF.224/RES/1"), "zh").card.session == "A/CONF.224"
    )
    assert make_document(resolution("A/RES/58/1"), "zh").card.session == "58"
