"""Nothing is lost and nothing is read twice, in any text."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from msgspec.structs import replace

from tests import conservation
from unres_site.loader import load
from unres_site.records import Resolution
from unres_site.settings import parse_sidecar

SEEDS = sorted((Path(__file__).parent.parent / "resolutions").rglob("*.txt"))

SHORT_TEXTS = sorted((Path(__file__).parent / "data" / "texts").glob("*.txt"))

HEADS = st.sampled_from(
    [
        " 58/58. 标题 \n\n 大会， \n\n",
        "A/RES/75/1\n75/1. Title\nThe General Assembly,\n",
        "UNITED NATIONS A/RES/75/1\nGeneral Assembly Distr.: General\n75/1. Title\nThe General Assembly,\n",
    ]
)
LINES = st.sampled_from(
    [
        " 1. 请秘书长提出报告；",
        " (a) 甲；",
        "2. Decides to remain seized;",
        "回顾其第 57/72 号决议，",
        "1",
        "2 ",
        " 3 ",
        "                                                           ",
        "A/RES/58/58 ",
        " 见 A/58/1。",
        "  4. 又鼓励",
        "A",
        "2003 年 12 月 8 日",
        "第 71 次全体会议",
        "附件",
        "* * *",
        "一、 总则",
        "20-17648",
        "1/4",
        "_______",
        "大会，",
        "- 条目",
        "\x0c",
        "1 A/75/345。",
        "报告，1",
        "报告，[1] 和 2/ 又 ¹",
        "[1] A/75/345。",
        "1/   A/52/456.",
        "¹ 同上。",
        "2",
        "Resolution 70/1.",
        "or that goes on      2  here",
        "A/RES/58/58 标题",
        "Title",
        "Title A/RES/",
        "75/1",
        "A/ RES/ 75/ 1 (E) 4",
        "第 2 页",
        "https://undocs.org/en/A/RES/75/1 1/3",
        "calling /...",
        "/...",
        "- 2 - 20-17648",
        "\u202b报告\u202c",
        "Non\ufffeproliferation\ufffe",
    ]
)
SIGNS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=30)


@given(
    HEADS, st.lists(LINES | SIGNS, max_size=40), st.sampled_from(["\n", "\n\n", "\r\n"])
)
@example(" 58/58. 标题 \n\n 大会， \n\n", ["¹", " 1. 请秘书长提出报告；"], "\n\n")
def test_any_text(head: str, lines: list[str], glue: str) -> None:
    text = head + glue.join(lines)
    reading = load(text.encode(), "any.txt")
    if {one.code for one in reading.diagnostics} & {"second-formula", "second-heading"}:
        return  # the text may be two resolutions, which are refused
    assert reading.resolutions, [str(one) for one in reading.diagnostics]
    conservation.check(text, reading)


EDITS = st.lists(
    st.tuples(st.floats(0, 1), st.integers(0, 3), st.lists(LINES, max_size=2)),
    min_size=1,
    max_size=6,
)


@given(st.integers(0, 3), EDITS)
def test_a_seed_with_lines_lost_and_doubled(
    which: int, edits: list[tuple[float, int, list[str]]]
) -> None:
    lines = SEEDS[which].read_text("utf-8").split("\n")
    for place, lost, added in edits:
        at = int(place * (len(lines) - 1))
        lines[at : at + lost] = added
    damaged = "\n".join(lines)
    reading = load(damaged.encode(), "damaged.txt")
    if reading.resolutions:
        conservation.check(damaged, reading)
    else:
        assert any(one.severity == "error" for one in reading.diagnostics)


def test_the_seeds(seed_texts: dict[str, bytes]) -> None:
    for file, data in seed_texts.items():
        conservation.check(data.decode(), load(data, file))


@pytest.mark.parametrize("path", SHORT_TEXTS, ids=lambda path: path.stem)
def test_the_short_texts(path: Path) -> None:
    data, beside = path.read_bytes(), path.with_suffix(".yml")
    # Corrections change what is printed; a formula that a sidecar gives does not.
    sidecar = (
        parse_sidecar(beside.read_text("utf-8"), beside.name)
        if path.stem.startswith("formula-") and beside.exists()
        else None
    )
    conservation.check(data.decode(), load(data, path.name, sidecar))


def test_the_texts_of_other_bodies(corpus: Path) -> None:
    """They have no truth. `test_corpus_score.py` reads the other folders of the corpus, and holds them to the same."""
    paths = sorted((corpus / "other-bodies").glob("*.txt"))
    assert paths
    for path in paths:
        data = path.read_bytes()
        reading = load(data, path.name)
        if reading.resolutions:
            conservation.check(data.decode(), reading)


HEAD_AND_LIST = (
    " 58/58. 标题 \n\n 大会， \n\n 1. 请秘书长提出报告； \n\n 2. 决定再次开会。 \n"
)


def test_words_that_the_source_has_once_are_not_read_twice() -> None:
    text = HEAD_AND_LIST
    reading = load(text.encode(), "58-58.txt")
    conservation.check(text, reading)
    doubled = replace(reading, resolutions=tuple(map(_double, reading.resolutions)))
    with pytest.raises(AssertionError, match="the record says"):
        conservation.check(text, doubled)


def _double(resolution: Resolution) -> Resolution:
    """The resolution with a second copy of its last paragraph, which has no spans."""
    last = resolution.body[-1]
    runs = tuple(replace(run, spans=()) for run in last.runs)
    copy = replace(last, anchor="op3", label=None, label_spans=(), runs=runs)
    return replace(resolution, body=(*resolution.body, copy))
