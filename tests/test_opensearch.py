"""The archive for a search server: an index that fits its documents, the same bytes each time."""

from __future__ import annotations

import json
from pathlib import Path

import msgspec
import pytest

from tests.building import text, write
from tests.opensearch import Index
from tests.search_texts import seeds
from unres_site import cli
from unres_site.archive import Archive
from unres_site.search import opensearch
from unres_site.search.opensearch import index_definition, write_bulk_files


def exported(folder: Path, *options: str) -> int:
    return cli.main(
        [
            "export",
            "opensearch",
            "--source",
            str(folder / "texts"),
            "--output",
            str(folder / "out"),
            *options,
        ]
    )


def test_a_document_has_what_a_result_shows_and_is_filtered_by() -> None:
    [content] = write_bulk_files(Archive(seeds()).ordered, "zh", "un")
    rows = [json.loads(row) for row in content.splitlines()]
    assert rows[0] == {"index": {"_index": "un", "_id": "A/RES/58/58"}}
    first = rows[1]
    assert first["own"] == ["58/58", "a/res/58/58", "a/res/58", "ares5858"]
    assert (first["session"], first["year"], first["organ"], first["adopted"]) == (
        "58",
        "2003",
        "A",
        "2003-12-08",
    )
    [tenth] = [passage for passage in first["passages"] if passage["anchor"] == "op10"]
    assert (tenth["place"], tenth["number"]) == ("operative", "10")
    assert any("s/prst/1999/28" in passage["symbols"] for passage in first["passages"])
    assert [row["order"] for row in rows[1::2]] == [0, 1, 2, 3]


def test_a_text_without_a_date_has_none() -> None:
    record = msgspec.structs.replace(seeds()[0], adopted_on=None)
    [content] = write_bulk_files([record], "zh", "un")
    document = json.loads(content.splitlines()[1])
    assert document["adopted"] is document["year"] is None


def test_the_index_has_a_field_for_all_that_documents_hold(tmp_path: Path) -> None:
    write(tmp_path, {"texts/1.txt": text(1), "texts/2.txt": text(2, cites=(1,))})
    assert exported(tmp_path) == 0
    index = Index(tmp_path / "out")
    assert list(index.documents) == ["A/RES/99/1", "A/RES/99/2"]


def test_characters_pairs_and_scripts_are_read_as_the_page_asks(tmp_path: Path) -> None:
    write(tmp_path, {"texts/1.txt": text(1)})
    exported(tmp_path)
    index = Index(tmp_path / "out")
    assert [one.term for one in index.tokens("title", "輕武器，Ａ 58")] == [
        "轻",
        "武",
        "器",
        "a",
        "58",
    ]
    assert [one.term for one in index.tokens("title.pairs", "輕武器，Ａ 58 器")] == [
        "轻武",
        "武器",
        "a",
        "58",
        "器",
    ]


def test_the_same_texts_give_the_same_files(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(tmp_path, {f"texts/{number}.txt": text(number) for number in (1, 2, 3)})
    assert exported(tmp_path) == 0
    before = {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()}
    assert exported(tmp_path, "--jobs", "1") == 0
    assert {
        path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()
    } == before
    assert sorted(before) == ["bulk-0001.ndjson", "index.json"]
    assert capsys.readouterr().out.startswith("3 texts; ")


def test_files_are_of_a_size_that_servers_take(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opensearch, "FULL", 2_000)
    write(tmp_path, {f"texts/{number}.txt": text(number) for number in range(1, 6)})
    exported(tmp_path)
    files = sorted((tmp_path / "out").glob("bulk-*"))
    assert len(files) > 1
    assert all(path.read_bytes().endswith(b"\n") for path in files)
    assert len(Index(tmp_path / "out").documents) == 5


def test_files_of_a_larger_export_are_removed_and_others_stay(tmp_path: Path) -> None:
    write(
        tmp_path,
        {"texts/1.txt": text(1), "out/bulk-0002.ndjson": "", "out/notes.ndjson": ""},
    )
    exported(tmp_path)
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        "bulk-0001.ndjson",
        "index.json",
        "notes.ndjson",
    ]


@pytest.mark.parametrize(
    ("files", "options", "sentence"),
    [
        (
            {"texts/1.txt": text(1)},
            ["--index", "Resolutions"],
            "An index can't be called Resolutions",
        ),
        ({"texts/1.txt": "nothing\n"}, [], "There is no text in the folder"),
        ({"texts/1.txt": text(1), "out": ""}, [], "The export can't be written to"),
    ],
)
def test_what_goes_wrong_is_one_sentence(
    files: dict[str, str],
    options: list[str],
    sentence: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    write(tmp_path, files)
    assert exported(tmp_path, *options) == cli.WRONG_USE
    said = capsys.readouterr().err
    assert sentence in said
    assert said.count("\n") == 1


def test_the_definition_is_json_of_one_line() -> None:
    assert index_definition().count(b"\n") == 1
    assert json.loads(index_definition())["mappings"]["dynamic"] == "strict"
