"""The index is Lunr's own, split by term; its files hold what the records hold, the same bytes for the same archive."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lunr.builder import Builder

from tests.search_texts import documents, read_corpus, seeds
from tests.texts import resolution, rich
from unres_site import search
from unres_site.archive import Archive
from unres_site.errors import InstallationError
from unres_site.records import Note, Paragraph, Run
from unres_site.search.documents import Cited, document_of
from unres_site.search.index import FIELDS, FieldTerms, Index, build_index, field_terms, utf16
from unres_site.search.shards import BLOCK, header, shard_files, term_shards

TERMS = st.lists(st.sampled_from(["小武", "武器", "small", "58/58", "𠀀", "\uf900", "z"]), max_size=12)


def reference(texts: Sequence[FieldTerms]) -> Builder:
    """What lunr.py builds of the same terms."""
    builder = Builder()
    builder.ref("number")
    for field, boost in FIELDS.items():
        builder.field(field, boost)
    for number, fields in enumerate(texts):
        builder.add({"number": str(number), **dict(zip(FIELDS, fields, strict=True))})
    return builder


def check_against_lunr(texts: Sequence[FieldTerms]) -> None:
    index, builder = build_index(texts), reference(texts)
    assert list(index.postings) == sorted(builder.inverted_index, key=utf16)
    for place, field in enumerate(FIELDS):
        for number in range(len(texts)):
            reference_field = f"{field}/{number}"
            assert index.lengths[place][number] == builder.field_lengths[reference_field]
            held = {term: found[place][number] for term, found in index.postings.items() if number in found[place]}
            assert held == builder.field_term_frequencies[reference_field]
        for term, found in index.postings.items():
            assert [str(number) for number in found[place]] == list(builder.inverted_index[term][field])


def unpacked(index: Index) -> dict[str, tuple[dict[int, int], ...]]:
    """The postings as a browser reads them from the shards."""
    found = {}
    rank = 0
    for first, terms in term_shards(index):
        assert first == rank
        rank += len(terms)
        for term, *fields in json.loads(json.dumps(terms)):
            found[term] = tuple(map(_with_numbers, fields))
    return found


def _with_numbers(pairs: list[int]) -> dict[int, int]:
    number, found = 0, {}
    for gap, count in zip(pairs[::2], pairs[1::2], strict=True):
        number += gap
        found[number] = count
    return found


@given(st.lists(st.tuples(TERMS, TERMS, TERMS), max_size=9))
def test_any_index_is_what_lunr_builds(texts: list[tuple[list[str], list[str], list[str]]]) -> None:
    check_against_lunr(texts)
    index = build_index(texts)
    assert unpacked(index) == index.postings


def test_the_index_of_the_four_is_what_lunr_builds() -> None:
    check_against_lunr([field_terms(document) for document in documents(seeds())])


def test_the_index_of_real_texts_is_what_lunr_builds(corpus: Path) -> None:
    texts = [field_terms(document) for document in documents(read_corpus(corpus, "seedlike/zh", 15))]
    check_against_lunr(texts)
    index = build_index(texts)
    assert unpacked(index) == index.postings
    assert len(list(term_shards(index))) > 5


def test_shards_follow_the_order_of_javascript() -> None:
    index = build_index([(["\uffee", "𠀀", "a", "器"], [], [])])
    assert list(index.postings) == ["a", "器", "𠀀", "\uffee"]


def test_sessions_and_years_are_runs_of_texts() -> None:
    archive = Archive(
        [
            resolution("A/RES/58/2"),
            resolution("A/RES/58/1", adopted_on=None),
            resolution("A/RES/60/1", adopted_on="2005-10-24"),
        ]
    )
    found = documents(archive.ordered)
    about = header(build_index(map(field_terms, found)), found, [])
    assert (about["sessions"], about["years"]) == ([("58", 2), ("60", 1)], [("", 1), ("2003", 1), ("2005", 1)])


def test_passages_are_all_that_is_read_each_with_its_address() -> None:
    found = document_of(rich("文字"), "zh").passages
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
    changed = document_of(msgspec.structs.replace(resolution("A/RES/58/1"), body=body), "zh")
    assert changed.passages[1].text == "秘书长最近的报告"


def test_a_symbol_cited_in_other_words_is_found_where_they_stand() -> None:
    runs = (
        Run(text="𠀀 "),
        Run(text="A/60/88", cites=("A/60/88",)),
        Run(text=" 和 "),
        Run(text="Corr.2", cites=("A/60/88/Corr.2",)),
    )
    notes = (Note("1", "fn1", runs, "complete"),)
    document = document_of(msgspec.structs.replace(resolution("A/RES/58/1"), notes=notes), "zh")
    assert document.passages[-1].cited == (Cited("A/60/88/Corr.2", 13, 19),)
    assert {"a/60/88/corr.2", "a/60/88"} <= set(field_terms(document)[2])


def test_texts_in_other_languages_than_the_first_stand_in_their_folder() -> None:
    record = resolution("A/RES/58/1", language="en")
    assert document_of(record, "zh").address == "en/A/RES/58/1.html"
    assert document_of(record, "en").address == "A/RES/58/1.html"


def test_each_file_hands_over_its_value_by_its_name() -> None:
    found = documents([resolution(f"A/RES/58/{number}") for number in range(1, BLOCK + 2)])
    files = dict(shard_files(build_index(map(field_terms, found)), found))
    assert {"search/header.js", "search/dates.js", "search/terms/0.js", "search/texts/0.js", "search/texts/1.js"} < set(
        files
    )
    for address, content in files.items():
        start = f'unresSearch.receive("{address.removeprefix("search/").removesuffix(".js")}",'
        text = content.decode()
        assert text.startswith(start)
        json.loads(text.removeprefix(start).removesuffix(");\n"))


def test_the_same_archive_gives_the_same_files_in_any_order() -> None:
    forward, backward = Archive(seeds()), Archive(reversed(seeds()))
    files = list(search.index_files(forward))
    assert files == list(search.index_files(backward))
    assert [address for address, count in Counter(address for address, _ in files).items() if count > 1] == []


def test_an_empty_archive_has_an_index_too() -> None:
    assert "search/header.js" in dict(search.index_files(Archive([])))


def test_a_package_without_lunr_says_what_to_do(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("unres_site.search.resources.files", lambda _package: tmp_path)
    with pytest.raises(InstallationError, match="install unres-site again"):
        search.lunr_script()
