"""The loader against the seeds, which are golden, and against short texts that each show one thing."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from unres_site.languages import get_language
from unres_site.loader import load
from unres_site.records import Paragraph, Reference, Resolution, Run
from unres_site.settings import parse_sidecar
from unres_site.text.labels import read_ideographs, read_label

SEEDS = ("58-58", "58-241", "62-22", "64-50")
CASES = sorted((Path(__file__).parent / "data" / "texts").glob("*.txt"))


def outline(resolution: Resolution) -> dict[str, object]:
    """What a person compares with the text: everything but spans and digests."""
    return {
        "symbol": resolution.symbol,
        "language": resolution.language,
        "title": resolution.title,
        "adopted_on": resolution.adopted_on,
        "meeting": resolution.meeting,
        **({"vote": msgspec.to_builtins(resolution.vote)} if resolution.vote else {}),
        "fields": [f"{field.name}: {field.text}" for field in resolution.fields],
        "body": [
            line for paragraph in resolution.body for line in _lines(paragraph, "")
        ],
        "annexes": [
            [
                annex.anchor,
                annex.label,
                words(annex.title_runs),
                *(line for one in annex.body for line in _lines(one, "")),
            ]
            for annex in resolution.annexes
        ],
        "notes": [
            f"{note.number} {note.condition}: {words(note.runs)}"
            for note in resolution.notes
        ],
        "ledger": [f"{entry.reason}: {entry.text}" for entry in resolution.ledger],
        "diagnostics": [str(diagnostic) for diagnostic in resolution.diagnostics],
    }


def _lines(paragraph: Paragraph, indent: str) -> list[str]:
    label = f" {paragraph.label}" if paragraph.label else ""
    head = (
        f"{indent}{paragraph.kind} #{paragraph.anchor}{label} | {words(paragraph.runs)}"
    )
    return [
        head,
        *(
            line
            for child in paragraph.children
            for line in _lines(child, indent + "  ")
        ),
    ]


def words(runs: tuple[Run, ...]) -> str:
    """Runs as one line: marks as [1], citations as {words→symbols}, other references as <words→…>, an editor's words
    as [+…], struck ones as [-…].
    """
    return "".join(_word(run) for run in runs)


def _word(run: Run) -> str:
    if run.note is not None:
        return f"[{run.note}]"
    if run.insert is not None:
        return f"[+{run.insert}]"
    if run.struck:
        return f"[-{run.text}]"
    if run.refers:
        return f"<{run.text}→{tell_reference(run.refers)}>"
    return f"{{{run.text}→{' '.join(run.cites)}}}" if run.cites else run.text or ""


def tell_reference(refers: Reference) -> str:
    """`place A/RES/97/12#annex1`, `treaty 2149/37517`, `repeat A/97/53 fn4`, `own`."""
    of = "self" if refers.own else " ".join(refers.of)
    places = "#" + " ".join(refers.places) if refers.places else ""
    told = (refers.kind, of + places, refers.name, refers.note)
    return " ".join(filter(None, told))


@pytest.mark.parametrize("name", SEEDS)
def test_seed_is_read_as_its_golden_file_says(
    name: str, root: Path, golden: Callable[[str, str], None]
) -> None:
    folder = root / "resolutions" / "zh"
    beside = folder / f"{name}.yml"
    sidecar = (
        parse_sidecar(beside.read_text("utf-8"), beside.name)
        if beside.exists()
        else None
    )
    reading = load((folder / f"{name}.txt").read_bytes(), f"zh/{name}.txt", sidecar)
    (resolution,) = reading.resolutions
    golden(
        f"records/{name}.json",
        json.dumps(outline(resolution), ensure_ascii=False, indent=1) + "\n",
    )


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_text_is_read_as_its_golden_file_says(
    path: Path, golden: Callable[[str, str], None]
) -> None:
    beside = path.with_suffix(".yml")
    sidecar = (
        parse_sidecar(beside.read_text("utf-8"), beside.name)
        if beside.exists()
        else None
    )
    reading = load(path.read_bytes(), path.name, sidecar)
    found: list[object] = [
        outline(resolution) for resolution in reading.resolutions
    ] or [str(one) for one in reading.diagnostics]
    golden(
        f"texts/{path.stem}.json",
        json.dumps(found, ensure_ascii=False, indent=1) + "\n",
    )


def test_each_part_knows_the_title_that_all_parts_share(root: Path) -> None:
    text = (root / "tests/data/texts/parts-with-titles.txt").read_bytes()
    parts = load(text, "parts.txt").resolutions
    titles = [(one.general_title, one.title) for one in parts]
    shared = "审查灯塔会议的决定"
    assert titles == [(shared, "灯塔会议的报告"), (shared, "灯塔周")]


def test_damages_of_62_22_are_reported_where_they_are(root: Path) -> None:
    bare = load((root / "resolutions/zh/62-22.txt").read_bytes(), "62-22.txt")
    found = {(one.code, one.line) for one in bare.diagnostics}
    assert found == {
        ("note-missing", 20),
        ("note-missing", 24),
        ("note-missing", 34),
        ("lost-glyph", 53),
        ("note-number-inferred", 92),
        ("note-truncated", 143),
    }
    glyph = next(one for one in bare.diagnostics if one.code == "lost-glyph")
    line = (
        (root / "resolutions/zh/62-22.txt")
        .read_text("utf-8")
        .split("\n")[glyph.line - 1]
    )
    assert line[glyph.column - 2 : glyph.column + 1] == "长 近"


def test_sidecar_inserts_the_lost_character_and_nothing_else(root: Path) -> None:
    data = (root / "resolutions/zh/62-22.txt").read_bytes()
    beside = root / "resolutions/zh/62-22.yml"
    (bare,) = load(data, "62-22.txt").resolutions
    (mended,) = load(
        data, "62-22.txt", parse_sidecar(beside.read_text("utf-8"), "62-22.yml")
    ).resolutions
    inserted = [
        run
        for paragraph in mended.body
        for run in paragraph.runs
        if run.insert is not None
    ]
    assert [run.insert for run in inserted] == ["最"]
    assert all(run.reason for run in inserted)
    assert [words(p.runs) for p in bare.body] == [
        words(p.runs).replace("[+最]", "") for p in mended.body
    ]
    assert bare.notes == mended.notes
    assert {one.code for one in bare.diagnostics} - {
        one.code for one in mended.diagnostics
    } == {"lost-glyph"}


def test_record_survives_json_and_messagepack(seed_texts: dict[str, bytes]) -> None:
    for file, data in seed_texts.items():
        (resolution,) = load(data, file).resolutions
        assert (
            msgspec.json.decode(msgspec.json.encode(resolution), type=Resolution)
            == resolution
        )
        assert (
            msgspec.msgpack.decode(msgspec.msgpack.encode(resolution), type=Resolution)
            == resolution
        )


def test_file_name_decides_nothing(seed_texts: dict[str, bytes]) -> None:
    for file, data in seed_texts.items():
        (one,), (other,) = (
            load(data, file).resolutions,
            load(data, "A_RES_1_1.txt").resolutions,
        )
        assert one.symbol == other.symbol
        assert one.body == other.body


@pytest.mark.parametrize(
    ("printed", "value"),
    [("十", 10), ("十二", 12), ("三十", 30), ("九十九", 99), ("十十", 0), ("一二", 0)],
)
def test_han_numerals_that_are_no_number_have_no_value(
    printed: str, value: int
) -> None:
    assert read_ideographs(printed) == value


def test_a_line_with_malformed_numerals_has_no_label() -> None:
    assert read_label("十十、决定", get_language("zh")) is None
    assert read_label("十二、决定", get_language("zh")) is not None
