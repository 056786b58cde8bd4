"""The files of a manifest, found and changed as they are written: the same as if all of them were read."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from unres_site.pipeline.publishing import packed
from unres_site.pipeline.publishing.manifest import (
    MARKER,
    FileMark,
    encode_manifest,
    is_safe,
)
from unres_site.pipeline.publishing.packed import (
    ChangedFiles,
    PackedFiles,
    encode_files,
    read_known_manifest,
)

NAMES = st.text("ab/0.z裁é", min_size=1, max_size=6).filter(is_safe)
MARKS = st.builds(FileMark, st.integers(0, 99999), st.text("0f", max_size=3))
FILES = st.dictionaries(NAMES, MARKS, max_size=12)
CHANGES = st.dictionaries(NAMES, st.none() | MARKS, max_size=6)


@pytest.fixture(autouse=True, scope="module")
def _ask_without_limit() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(packed, "BYTES_PER_QUESTION", 1)
        yield


def pack(files: dict[str, FileMark]) -> PackedFiles:
    ordered = {address: files[address] for address in sorted(files)}
    return PackedFiles(msgspec.json.encode(ordered)[1:-1])


@given(FILES, CHANGES)
def test_what_is_found_and_written_is_that_of_all_files(
    files: dict[str, FileMark], changes: dict[str, FileMark | None]
) -> None:
    before = pack(files)
    for address in {*files, *changes}:
        assert before.get(address) == files.get(address)
    assert (len(before), bool(before)) == (len(files), bool(files))
    now = {**files, **changes}
    expected = {address: mark for address, mark in now.items() if mark is not None}
    changed = ChangedFiles(before, changes)
    assert encode_files(changed, "x") == encode_manifest(expected, "x")
    assert (dict(changed), len(changed)) == (expected, len(expected))


@given(FILES)
def test_the_files_below_a_folder_are_found(files: dict[str, FileMark]) -> None:
    below = [address for address in sorted(files) if address.startswith("a/")]
    assert pack(files).list_below("a/") == below


def test_files_are_found_by_their_endings() -> None:
    files = dict.fromkeys(["a.gz", "a.html", "b.gz.html"], FileMark(1, "f"))
    assert pack(files).list_with_endings([".gz", ".br"]) == ["a.gz"]
    assert pack(files).list_with_endings([".br"]) == []


def test_after_many_questions_all_files_are_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(packed, "BYTES_PER_QUESTION", 10)
    files = pack({"a": FileMark(1, "f"), "b": FileMark(2, "0")})
    assert len('"a":[1,"f"],"b":[2,"0"]') // 10 == 2
    assert (files["a"], files.get("c")) == (FileMark(1, "f"), None)
    monkeypatch.delattr(PackedFiles, "_find")
    assert (files["b"], files.get("c")) == (FileMark(2, "0"), None)
    assert len(files) == 2


def test_a_later_change_of_changed_files_counts() -> None:
    files = ChangedFiles(pack({"a": FileMark(1, "f")}), {"a": None})
    files["b"] = FileMark(2, "0")
    assert dict(files) == {"b": FileMark(2, "0")}
    del files["b"]
    assert (len(files), files.encode()) == (0, b"")


@pytest.mark.parametrize("content", [b"{", b"\xff", b'{"program":"other"}', None])
def test_what_is_no_manifest_is_not_one(tmp_path: Path, content: bytes | None) -> None:
    if content is not None:
        (tmp_path / MARKER).write_bytes(content)
    assert read_known_manifest(str(tmp_path)) is None
