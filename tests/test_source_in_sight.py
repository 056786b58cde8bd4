"""The source of a text is in sight: beside its page, and around the place of each diagnostic."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.building import Workshop, parts, text, write
from unres_site.errors import Diagnostic, Severity, diagnose
from unres_site.messages import get_catalogue
from unres_site.site.html.diagnostics import (
    MOST,
    keep_lines,
    split_reports,
    write_diagnostics,
)
from unres_site.site.views import TextQuality

WORDS = get_catalogue("en")
LINES = "\n".join(f"line {number}" for number in range(1, 10))
WARNING = "unread-line"
INFO = "symbol-inferred"


def found(line: int, column: int = 1, code: str = WARNING) -> Diagnostic:
    return diagnose(code, "1.txt", line, column, symbol="A/RES/1/1", text="x")


def test_a_place_opens_its_line_between_those_around_it() -> None:
    written = write_diagnostics(WORDS, [found(5, 3)], LINES)
    pre = written.partition("<pre>")[2].partition("</pre>")[0]
    assert [line.strip() for line in pre.split("\n")] == [
        "3  line 3",
        "4  line 4",
        '<mark id="source-5-3">    5  line 5</mark>',
        "6  line 6",
        "7  line 7",
    ]
    assert "<summary" in written


def test_a_place_leads_to_the_page_that_opens_it() -> None:
    written = write_diagnostics(WORDS, [found(5, 3)], page="58.html")
    assert 'href="58.html#source-5-3"' in written
    assert "<pre>" not in written


def test_blank_lines_around_a_place_are_left_out() -> None:
    written = write_diagnostics(WORDS, [found(4)], "a\n\n \nb\n\nc")
    pre = written.partition("<pre>")[2].partition("</pre>")[0]
    assert [line.split()[-1] for line in pre.split("\n")] == ["a", "b</mark>", "c"]


@pytest.mark.parametrize("line", [0, 10])
def test_a_place_without_a_line_of_the_source_is_plain(line: int) -> None:
    assert "<details" not in write_diagnostics(WORDS, [found(line)], LINES)


def test_places_are_opened_once_and_not_without_end() -> None:
    twice = write_diagnostics(WORDS, [found(2), found(2)], LINES)
    assert twice.count("<pre>") == 2
    assert twice.count('id="source-2-1"') == 1
    many = [found(1, column) for column in range(1, 100)]
    assert write_diagnostics(WORDS, many, LINES).count("<pre>") == MOST


def test_a_wide_line_is_cut_around_the_column() -> None:
    line = "a" * 5_000 + "here" + "b" * 5_000
    written = write_diagnostics(WORDS, [found(1, 5_001)], line)
    assert "…aaa" in written
    assert "here" in written
    assert "bbb…" in written
    assert len(written) < 1_000


@given(st.text(st.sampled_from("<>&\"'\n\t中")), st.integers(1, 5), st.integers(1, 9))
def test_a_source_never_becomes_markup(source: str, line: int, column: int) -> None:
    written = write_diagnostics(WORDS, [found(line, column)], source)
    pre = written.partition("<pre>")[2].partition("</pre>")[0]
    assert pre.count("<") in {0, 2}  # the mark alone


def test_grave_diagnostics_come_first() -> None:
    shown = [found(1, 1, INFO), found(2), diagnose("empty", "1.txt")]
    written = write_diagnostics(WORDS, shown, guide="../diagnostics.html")
    assert 'href="../diagnostics.html#empty"' in written
    places = [written.index(f'class="{one}"') for one in ("error", "warning", "info")]
    assert places == sorted(places)


def test_infos_are_listed_by_kind_apart_from_what_is_damaged() -> None:
    both = TextQuality("1.txt", (), (found(1, 1, INFO), found(2)))
    info = TextQuality("2.txt", (), (found(1, 1, INFO), found(3, 1, INFO)))
    damaged, inferred = split_reports([both, info])
    severities: list[Severity] = [one.severity for one in damaged[0].diagnostics]
    assert (len(damaged), severities) == (1, ["warning"])
    assert [(one.code, one.texts) for one in inferred] == [(INFO, [both, info])]


@pytest.fixture
def workshop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workshop:
    monkeypatch.chdir(tmp_path)
    return Workshop(tmp_path)


def test_the_source_of_a_text_is_beside_its_page_as_it_was_read(
    workshop: Workshop,
) -> None:
    legacy = text(2, "港口").replace("\n", "\r\n").encode("gb18030")
    write(workshop.texts, {"1.txt": text(1), "2.txt": legacy})
    workshop.build(search=False)
    folder = workshop.site / "A/RES/99"
    for number in (1, 2):
        source = (folder / f"{number}.txt").read_text("utf-8-sig")
        record = json.loads((folder / f"{number}.json").read_text("utf-8"))
        assert len(source) == record["source"]["characters"]
        start, end = record["body"][0]["runs"][0]["spans"][0]
        assert source[start:end].startswith("铭记")
        assert f'href="{number}.txt"' in (folder / f"{number}.html").read_text("utf-8")


def test_a_text_that_is_refused_shows_its_lines_in_the_report_of_quality(
    workshop: Workshop,
) -> None:
    refused = f"{text(2)} 99/3. 另一决议 \n\n\n 1. 又请<b>秘书长</b>报告。\n"
    write(workshop.texts, {"1.txt": text(1), "2.txt": refused})
    report = workshop.build(search=False)
    error = next(one for one in report.diagnostics if one.severity == "error")
    page = (workshop.site / "quality.html").read_text("utf-8")
    assert f'<mark id="source-{error.line}-{error.column}">' in page
    assert "<b>" not in page.partition("<pre>")[2].partition("</pre>")[0]
    assert "又请&lt;b&gt;秘书长" in page
    assert "测试决议" not in page.partition("<pre>")[2]  # a line far away
    write(workshop.texts, {"2.txt": text(2)})
    workshop.build(search=False)
    workshop.build(search=False, output="full", cache=None)
    full = (workshop.folder / "full" / "quality.html").read_text("utf-8")
    assert (workshop.site / "quality.html").read_text("utf-8") == full


def test_the_lines_that_are_kept_of_a_source_show_the_same_as_all_of_it() -> None:
    source = "\n".join(f"line {number}" if number % 3 else "" for number in range(200))
    shown = [found(20), found(24), found(90)]
    kept = keep_lines(source, shown)
    assert write_diagnostics(WORDS, shown, kept) == write_diagnostics(
        WORDS, shown, source
    )
    assert kept.count("line") < 20


def list_sources(workshop: Workshop) -> set[str]:
    """The names of the source texts of a site, which is the same as if it was built from nothing."""
    workshop.build(search=False)
    workshop.build(search=False, output="full", cache=None)
    folders = [workshop.folder / name / "A/RES/99" for name in ("site", "full")]
    site, full = (
        {one.name: one.read_bytes() for one in folder.glob("*.*")} for folder in folders
    )
    assert site == full
    return {name for name in site if name.endswith(".txt")}


def test_resolutions_of_one_file_share_its_source(workshop: Workshop) -> None:
    both = parts(5, ["灯塔", "港口"])
    write(workshop.texts, {"b.txt": both})
    assert list_sources(workshop) == {"5A.txt"}
    page = workshop.site / "A/RES/99/5B.html"
    assert 'href="5A.txt"' in page.read_text("utf-8")
    # another file takes the place of the first part: the second one is now the first of its file
    write(workshop.texts, {"a.txt": text(5), "a.yml": "symbol: A/RES/99/5A\n"})
    assert list_sources(workshop) == {"5A.txt", "5B.txt"}
    (workshop.texts / "a.yml").unlink()
    (workshop.texts / "a.txt").unlink()
    assert list_sources(workshop) == {"5A.txt"}
