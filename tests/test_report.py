"""What a build prints: errors and what is new since the last build; the rest is counted."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.building import Workshop, text, write
from unres_site.errors import Diagnostic, diagnose
from unres_site.pipeline.report import Report
from unres_site.terminal import show_diagnostics


def infer(number: int, line: int = 1) -> Diagnostic:
    return diagnose("symbol-inferred", f"{number}.txt", line, 1, symbol="A/RES/1/1")


def warn(number: int) -> Diagnostic:
    return diagnose("closing-missing", f"{number}.txt", 2, 1)


def refuse(number: int) -> Diagnostic:
    return diagnose("empty", f"{number}.txt")


def report(found: Sequence[Diagnostic], before: Sequence[Diagnostic] = ()) -> Report:
    return Report(1, 1, 1, tuple(found), None, before=tuple(before))


def printed(
    capsys: pytest.CaptureFixture[str],
    shown: Report,
    *,
    quiet: bool = False,
    whole: bool = False,
) -> list[str]:
    """The lines of a report: the file of each diagnostic, and the sentence about the rest."""
    show_diagnostics(shown, "texts", quiet=quiet, whole=whole)
    lines = capsys.readouterr().err.splitlines()
    return [line.removeprefix("texts/").partition(".txt")[0] for line in lines]


def test_a_build_prints_errors_and_what_is_new_and_counts_the_rest(
    capsys: pytest.CaptureFixture[str],
) -> None:
    known = [infer(1), warn(2), refuse(3)]
    shown = report([*known, warn(4)], before=known)
    rest = (
        "Not printed: 1 warning, 1 info, known from the last build or beyond the first"
        " hundred; `--all` prints them."
    )
    assert printed(capsys, shown) == ["3", "4", rest]
    assert printed(capsys, shown, whole=True) == ["1", "2", "3", "4"]
    assert printed(capsys, shown, quiet=True) == ["3"]


def test_a_first_build_prints_warnings_before_infos_where_there_are_too_many(
    capsys: pytest.CaptureFixture[str],
) -> None:
    found = [*map(infer, range(100, 250)), *map(warn, range(300, 340))]
    lines = printed(capsys, report(found))
    assert lines[:-1] == [*map(str, range(100, 160)), *map(str, range(300, 340))]
    assert "90 info," in lines[-1]


def test_a_diagnostic_whose_line_has_moved_is_not_new_but_a_second_one_is() -> None:
    before = [infer(1, 1)]
    assert report([infer(1, 5)], before).list_new() == ()
    assert report([infer(1, 5), infer(1, 9)], before).list_new() == (infer(1, 9),)


def test_a_build_knows_what_the_build_before_has_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    workshop = Workshop(tmp_path)
    write(workshop.texts, {"1.txt": text(1), "2.txt": text(2), "scan.pdf": "%PDF-"})
    first = workshop.build()
    assert {one.file for one in first.list_new()} == {"1.txt", "2.txt", "scan.pdf"}
    assert workshop.build().list_new() == ()
    write(workshop.texts, {"2.txt": "\n" + text(2), "3.txt": text(3)})
    assert {one.file for one in workshop.build().list_new()} == {"3.txt"}
    assert workshop.build().list_new() == ()
