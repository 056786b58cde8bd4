"""Published addresses stay: a build that would lose one says so, and publishes nothing."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from tests.building import Workshop, text, tree_of, write
from unres_site.errors import UsageError
from unres_site.pipeline.permanence import (
    find_lost,
    is_kept,
    make_mark,
    read_addresses,
    write_addresses,
)

FILE = Path(__file__).parent / "data" / "archive" / "places.toml"
CASES = tomllib.loads(FILE.read_text("utf-8"))["case"]


def mark(passages: dict[str, str]) -> dict[str, str]:
    return {anchor: make_mark(words) for anchor, words in passages.items()}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_a_place_is_lost_if_it_is_gone_or_leads_elsewhere(case: dict[str, Any]) -> None:
    known = {"a.html": mark(case["before"])}
    lost = find_lost(known, ["a.html"], {"a.html": mark(case["now"])}, ())
    assert list(lost) == [f"a.html#{place}" for place in case["lost"]]


def test_a_place_with_a_successor_is_not_lost() -> None:
    known = {"a.html": {"op1": "abc"}}
    assert not list(find_lost(known, ["a.html"], {"a.html": {}}, ["a.html#op1"]))
    assert list(find_lost(known, [], {}, ())) == ["a.html"]


def test_the_file_is_read_as_it_was_written(tmp_path: Path) -> None:
    known = {"b.html": {"pp1": "xyz", "op1-a": "-_1"}, "a.html": {}}
    path = tmp_path / "addresses.txt"
    path.write_text(write_addresses(known), "utf-8")
    assert read_addresses(str(path)) == known
    assert read_addresses(str(tmp_path / "none.txt")) is None
    path.write_bytes(b"\xff\xfe\xfa")
    with pytest.raises(UsageError, match=r"addresses\.txt can't be read"):
        read_addresses(str(path))


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("years/2003.html", True),
        ("en/A/RES/58/index.html", True),
        ("A/RES/58/quality.html", False),
        ("series/A-RES-58-58.html", True),
        ("en/instruments/a.html", True),
        ("series/A-RES-58-58.paragraphs.html", False),
        ("search.html", False),
    ],
)
def test_lists_are_kept(address: str, *, kept: bool) -> None:
    assert is_kept(address) is kept


@pytest.fixture
def workshop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workshop:
    monkeypatch.chdir(tmp_path)
    found = Workshop(tmp_path)
    write(found.texts, {"1.txt": text(1), "2.txt": text(2)})
    return found


def build(workshop: Workshop, **changes: Any) -> set[str]:
    """The addresses that are kept after a build."""
    workshop.build(search=False, **changes)
    return set(read_addresses(str(workshop.folder / "addresses.txt")) or ())


@pytest.mark.unmeasured
def test_addresses_are_kept_from_build_to_build(workshop: Workshop) -> None:
    """A lost cache, an edit, a text that is removed, its successor."""
    assert build(workshop) == set(), "without the file nothing is kept"
    assert not (workshop.folder / "addresses.txt").exists()
    write(workshop.folder, {"addresses.txt": ""})
    assert build(workshop, register=False) == set()
    kept = build(workshop)
    pages = {"A/RES/99/1.html", "A/RES/99/2.html", "A/RES/99/index.html"}
    assert pages | {"years/2044.html"} <= kept

    mended = text(1).replace("报告", "详细报告")
    write(workshop.texts, {"1.txt": mended})
    assert build(workshop) == kept, "a corrected word does not matter"
    before = tree_of(workshop.site)
    longer = mended.replace(" 1. ", " 1. 决定开会； \n\n 2. ")
    write(workshop.texts, {"1.txt": longer})
    with pytest.raises(UsageError, match=r"A/RES/99/1\.html#op1 \(#op2\)"):
        build(workshop)
    (workshop.texts / "1.txt").unlink()
    for cache in (".cache", None):
        with pytest.raises(UsageError, match=r"A/RES/99/1\.html are published"):
            build(workshop, cache=cache)
    assert tree_of(workshop.site) == before

    moved = "moved: {A/RES/99/1.html: A/RES/99/2.html#op1}\n"
    write(workshop.folder, {"site.yml": moved})
    assert build(workshop) == kept
    page = (workshop.site / "A/RES/99/1.html").read_text("utf-8")
    assert '<meta http-equiv="refresh" content="0; url=2.html#op1">' in page
    full = Workshop.build_full(workshop)
    assert full["A/RES/99/1.html"] == page.encode()

    places = "moved:\n  A/RES/99/1.html: A/RES/99/2.html#op1\n  A/RES/99/2.html#op9: A/RES/99/2.html#op1\n"
    write(workshop.folder, {"site.yml": places})
    assert build(workshop) == kept
    page = (workshop.site / "A/RES/99/2.html").read_text("utf-8")
    assert '<li id="op9">op9 → <a href="#op1">A/RES/99/2.html#op1</a></li>' in page


@pytest.mark.unmeasured
def test_pages_of_series_and_instruments_keep_their_addresses(
    workshop: Workshop,
) -> None:
    """An earlier member of a series, a new first language of a name, and a name that is rare now."""
    naming = {
        f"{number}.txt": text(number, session=99 - number).replace(
            "各国须保存文书", "《油灯公约》"
        )
        for number in (1, 2, 3)
    }
    write(workshop.texts, naming)
    write(workshop.folder, {"addresses.txt": ""})
    series, instrument = "series/A-RES-96-3.html", "instruments/油灯公约.html"
    assert {series, instrument} <= build(workshop)
    link = '<a class="name" href="../../../instruments/%E6%B2%B9%E7%81%AF%E5%85%AC%E7%BA%A6.html">《油灯公约》</a>'
    assert link in (workshop.site / "A/RES/98/1.html").read_text("utf-8")

    (workshop.texts / "2.txt").unlink()
    write(workshop.texts, {"2.txt": text(2, session=97), "4.txt": text(4, session=95)})
    assert build(workshop) >= {series, instrument, "series/A-RES-95-4.html"}
    assert "url=A-RES-95-4.html" in (workshop.site / series).read_text("utf-8")
    assert link in (workshop.site / "A/RES/98/1.html").read_text("utf-8")
    full = workshop.build_full()
    for name, content in tree_of(workshop.site).items():
        assert name == ".unres-site.json" or full[name] == content

    write(workshop.texts, {"3.txt": text(3, session=96)})
    with pytest.raises(UsageError, match="instruments/油灯公约"):
        build(workshop)
    assert build(workshop, register=False) >= {instrument}
    assert link not in (workshop.site / "A/RES/98/1.html").read_text("utf-8")
