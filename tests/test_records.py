"""One walk of a record gives every passage, in reading order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import msgspec
import pytest

from tests.texts import SMALL, resolution, rich, words
from unres_site.records import Annex, Paragraph, Resolution, Run, list_passages


def runs_anywhere(value: object) -> Iterator[Run]:
    """All runs that a record holds, wherever."""
    if isinstance(value, Run):
        yield value
    elif isinstance(value, msgspec.Struct):
        for name in value.__struct_fields__:
            yield from runs_anywhere(getattr(value, name))
    elif isinstance(value, tuple):
        for one in value:
            yield from runs_anywhere(one)


@pytest.mark.parametrize(
    "record", [*SMALL, rich("字")], ids=lambda record: record.symbol
)
def test_each_run_of_a_record_is_in_exactly_one_passage(record: Resolution) -> None:
    walked = [id(run) for passage in list_passages(record) for run in passage.runs]
    assert Counter(walked) == Counter(map(id, runs_anywhere(record)))


def test_passages_come_in_reading_order_each_with_its_place_number_and_depth() -> None:
    found = [
        (one.anchor, one.place, one.number, one.depth)
        for one in list_passages(rich("字"))
    ]
    assert found == [
        ("title", "title", "", 0),
        ("pp1", "preambular", "", 0),
        ("h1", "heading", "一", 0),
        ("op1", "operative", "1", 0),
        ("op2", "operative", "2", 0),
        ("op2-a", "operative", "2(a)", 1),
        ("op2-a-i", "operative", "2(a)(i)", 2),
        ("u1", "unread", "", 0),
        ("annex1", "annex", "", 0),
        ("annex1-op1", "annex", "1", 0),
        *((f"fn{number}", "note", str(number), 0) for number in range(1, 6)),
    ]


def test_a_passage_of_an_annex_says_which_and_keeps_its_own_number() -> None:
    item = Paragraph("subparagraph", "annex2-op3-a", "(a)", words("项目。"))
    body = (
        Paragraph("operative", "annex2-op3", "3", words("如下："), (item,), label="3."),
    )
    annex = Annex("annex2", "附件二", ((5, 8),), words("章程"), body)
    record = msgspec.structs.replace(
        resolution("A/RES/58/1"), annexes=(annex,), notes=()
    )
    inside = [one for one in list_passages(record) if one.annex]
    assert [(one.anchor, one.annex, one.number, one.label) for one in inside] == [
        ("annex2", "附件二", "", "附件二"),
        ("annex2-op3", "附件二", "3", "3."),
        ("annex2-op3-a", "附件二", "3(a)", ""),
    ]
    assert inside[0].label_spans == ((5, 8),)


def test_the_text_of_a_passage_is_what_is_read() -> None:
    runs = (
        Run(text="秘书长"), Run(text=" 近", struck=True), Run(insert="最近", reason="缺字"), Run(note="6", text="(6)"),
        Run(text="的报告"),
    )  # fmt: skip
    record = msgspec.structs.replace(
        resolution("A/RES/58/1"), body=(Paragraph("preambular", "pp1", None, runs),)
    )
    assert (
        next(one.text for one in list_passages(record) if one.anchor == "pp1")
        == "秘书长最近的报告"
    )
