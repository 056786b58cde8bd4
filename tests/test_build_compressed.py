"""Compressed copies: beside each file of words, true to it, made only where the file changed, gone with it."""

from __future__ import annotations

import gzip
import importlib
import sys
import zlib
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from tests.building import Workshop, text, tree_of, write
from unres_site.errors import ConfigError, UsageError
from unres_site.pipeline.outputs import compressing
from unres_site.pipeline.outputs.compressing import COMPRESSORS

BOTH = "compressed: [gzip, brotli]\n"
UNPACK: dict[str, Callable[[bytes], bytes]] = {
    ".gz": gzip.decompress,
    ".br": importlib.import_module("brotli").decompress,
}


@pytest.fixture
def workshop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workshop:
    monkeypatch.chdir(tmp_path)
    made = Workshop(tmp_path)
    write(made.texts, {f"99-{number}.txt": text(number) for number in range(1, 5)})
    write(made.folder, {"site.yml": BOTH})
    return made


def without_copies(tree: dict[str, bytes]) -> dict[str, bytes]:
    return {
        address: content
        for address, content in tree.items()
        if not address.endswith(tuple(UNPACK))
    }


def test_each_file_of_words_has_copies_that_hold_it(workshop: Workshop) -> None:
    workshop.build()
    tree = tree_of(workshop.site)
    for address, content in without_copies(tree).items():
        copied = (
            len(content) >= compressing.WORTH
            and address.endswith(compressing.ENDINGS)
            and address[0] != "."
        )
        for ending, unpack in UNPACK.items():
            assert (address + ending in tree) == copied, address
            if copied:
                assert unpack(tree[address + ending]) == content
    assert tree["index.html.gz"][:8] == b"\x1f\x8b\x08\x00\x00\x00\x00\x00", (
        "no time and no name"
    )
    assert len(tree["A/RES/99/1.html.gz"]) < len(tree["A/RES/99/1.html"]) / 2


@pytest.mark.unmeasured
def test_after_edits_they_are_those_of_a_full_build(
    workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    # the same file is compressed once, though thirteen builds ask for it
    once = {name: cache(function) for name, function in COMPRESSORS.items()}
    monkeypatch.setattr(compressing, "COMPRESSORS", once)
    workshop.build()
    edits: tuple[Callable[[], object], ...] = (
        lambda: write(workshop.texts, {"99-2.txt": text(2).replace("铭记", "回顾")}),
        lambda: write(workshop.texts, {"99-2.txt": text(2, "另一标题", (1,))}),
        (workshop.texts / "99-3.txt").unlink,
        lambda: write(workshop.folder, {"site.yml": "compressed: [gzip]\n"}),
        lambda: write(workshop.folder, {"site.yml": ""}),
        lambda: write(workshop.folder, {"site.yml": BOTH}),
    )
    for edit in edits:
        edit()
        workshop.build()
        assert tree_of(workshop.site) == workshop.build_full()


def test_only_copies_of_what_changed_are_made(
    workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    workshop.build(search=False)
    made: list[bytes] = []

    def counted(data: bytes) -> bytes:
        made.append(data)
        return compressing.compress_gzip(data)

    monkeypatch.setattr(
        compressing,
        "COMPRESSORS",
        {"gzip": counted, "brotli": compressing.compress_brotli},
    )
    write(workshop.texts, {"99-2.txt": text(2).replace("铭记", "回顾")})
    workshop.build(search=False)
    assert sorted(made) == sorted(
        (workshop.site / f"A/RES/99/2.{kind}").read_bytes() for kind in ("html", "json")
    )
    made.clear()
    monkeypatch.setattr(zlib, "ZLIB_RUNTIME_VERSION", "another")
    write(workshop.texts, {"99-2.txt": text(2)})
    workshop.build(search=False)
    assert len(made) > 10, "another version may compress otherwise"


@pytest.mark.unmeasured
def test_the_same_in_processes(
    workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    alone = workshop.build_full()
    monkeypatch.setattr(compressing, "WORTH_WORKERS", 1)
    workshop.build(jobs=2)
    assert tree_of(workshop.site) == alone


def test_a_compressor_that_is_not_there_is_one_sentence(
    workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "brotli", None)
    with pytest.raises(
        UsageError,
        match=r"^Brotli is not installed; pip install 'unres-site\[brotli\]', or drop it",
    ):
        workshop.build()
    assert not workshop.site.exists()
    write(workshop.folder, {"site.yml": "compressed: [zip]\n"})
    with pytest.raises(ConfigError, match="the value of compressed does not fit"):
        workshop.build()
