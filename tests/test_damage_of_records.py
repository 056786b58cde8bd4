"""Damage is found in any records; no loader is used here."""

from __future__ import annotations

import msgspec
import pytest

from tests.texts import resolution
from unres_site.damage import find_damage
from unres_site.languages import get_language
from unres_site.records import (
    Field,
    LedgerEntry,
    Note,
    Paragraph,
    ParagraphKind,
    Resolution,
    Run,
    Span,
)

SOURCE = "关于港口的决议\n秘书长 近的报告，\n1. 请各国,\n2. 重申承诺，敦促\n4. 决定继续审议。\n3 见文件\nA/RES/58/2"


def spans(words: str) -> tuple[Span, ...]:
    """Where the words are in the source."""
    start = SOURCE.index(words)
    return ((start, start + len(words)),)


def printed(words: str) -> Run:
    return Run(text=words, spans=spans(words))


def unnumbered(*runs: Run) -> Paragraph:
    return Paragraph("preambular", "pp1", None, runs)


def numbered(label: str, words: str, number: str | None = None) -> Paragraph:
    """An operative paragraph with its label as printed, and perhaps another number than that."""
    shown = f"{number}." if number else label
    return Paragraph(
        "operative",
        "op1",
        shown[:-1],
        (printed(words),),
        label=shown,
        label_spans=spans(label),
    )


SOUND = numbered("4.", "决定继续审议。", number="1")


def record(
    *body: Paragraph, notes: tuple[Note, ...] = (), ledger: tuple[LedgerEntry, ...] = ()
) -> Resolution:
    """A record of the source with that body."""
    return msgspec.structs.replace(
        resolution("A/RES/58/1"),
        title_runs=(printed("关于港口的决议"),),
        body=body,
        notes=notes,
        fields=(Field("number", "58/1", ()), Field("enacting-formula", "大会，", ())),
        ledger=ledger,
    )


def found(made: Resolution) -> list[tuple[str, int, int]]:
    """Codes of damage, each with its line and column from 1."""
    places = []
    for code, offset, _ in find_damage(made, made, SOURCE, get_language("zh")):
        above = SOURCE[:offset].split("\n")
        places.append((code, len(above), len(above[-1]) + 1))
    return places


def test_a_sound_record_shows_nothing() -> None:
    assert found(record(SOUND)) == []


def test_characters_are_found_by_the_spans_of_words() -> None:
    body = (unnumbered(printed("秘书长 近的报告，")), numbered("1.", "请各国,"))
    expected = [("lost-glyph", 2, 4), ("mixed-width", 3, 7), ("text-unfinished", 3, 7)]
    assert found(record(*body)) == expected


def test_what_an_editor_corrects_is_not_reported() -> None:
    runs = (printed("秘书长"), Run(insert="最", reason="缺字"), printed("近的报告，"))
    assert found(record(unnumbered(*runs), SOUND)) == []


def test_numbers_that_skip_and_paragraphs_without_end_are_found() -> None:
    body = (SOUND, numbered("2.", "重申承诺，敦促"), numbered("4.", "决定继续审议。"))
    assert found(record(*body)) == [("number-gap", 5, 1), ("paragraph-open", 4, 10)]


@pytest.mark.parametrize(
    ("anchors", "gaps"),
    [
        (["s11", "s12", "s14", "s15"], ["s14"]),
        (["s1", "s1-A", "s1-B", "s2", "s2-A", "s2-C"], ["s2-C"]),
        (["s1", "s2", "s1.2", "s2.2"], []),
        (["sA", "sD"], ["sD"]),
        (["annex1-art1", "annex1-art3", "annex2-art1"], ["annex1-art3"]),
        (["s4", "s5", "s1", "s2"], []),
    ],
)
def test_headings_whose_numbers_skip_are_found(
    anchors: list[str], gaps: list[str]
) -> None:
    headings = [
        Paragraph("heading", anchor, anchor, (printed("重申承诺"),))
        for anchor in anchors
    ]
    text = record(*headings)
    damage = find_damage(text, text, SOURCE, get_language("zh"))
    found = [one.details["number"] for one in damage if one.code == "section-gap"]
    assert found == gaps


def test_a_note_that_nothing_calls_and_a_page_of_another_text_are_found() -> None:
    note = Note("3", "fn3", (printed("见文件"),), "truncated", "3", spans("3 见")[:1])
    head = LedgerEntry("running-head", "A/RES/58/2", spans("A/RES/58/2"))
    codes = [("note-truncated", 6, 5), ("note-unmarked", 6, 1), ("head-differs", 7, 1)]
    assert found(record(SOUND, notes=(note,), ledger=(head,))) == codes


def test_a_record_whose_source_prints_no_labels_is_checked_by_its_numbers() -> None:
    bare = [
        Paragraph("operative", f"op{n}", n, (printed("决定继续审议。"),))
        for n in ("1", "3")
    ]
    assert found(record(*bare)) == [("number-gap", 5, 4)]


@pytest.mark.parametrize("name", ["number", "adoption"])
def test_a_date_above_the_text_that_is_another_than_below(name: str) -> None:
    fields = (
        Field(name, "Resolution 1 of 2 May 1998", spans("重申承诺")),
        Field("date", "3 May 1998", spans("见文件")),
    )
    sound = msgspec.structs.replace(
        record(SOUND), fields=fields, adopted_on="1998-05-03", language="en"
    )
    found = find_damage(sound, sound, SOURCE, get_language("en"))
    assert "date-differs" in [one.code for one in found]


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        ("operative", ["unread-line"]),
        ("table", []),
        ("preformatted", []),
        ("unread", []),
    ],
)
def test_a_number_alone_on_its_line_is_unread_but_in_a_table(
    kind: ParagraphKind, code: list[str]
) -> None:
    source = "灯塔\n12\n钟。"
    run = Run(text=source, spans=((0, len(source)),))
    text = record(Paragraph(kind, "t1", None, (run,)))
    found = find_damage(text, text, source, get_language("zh"))
    assert [one.code for one in found if one.code == "unread-line"] == code


@pytest.mark.parametrize("name", ["adoption", "meeting"])
def test_a_meeting_that_is_another_than_that_of_the_record(name: str) -> None:
    field = Field(name, "Adopted at its 12th meeting", spans("重申承诺"))
    text = msgspec.structs.replace(record(SOUND), fields=(field,), language="en")
    assert text.meeting not in (None, 12)
    found = find_damage(text, text, SOURCE, get_language("en"))
    assert "meeting-differs" in [one.code for one in found]
