"""What has changed since a commit, as Markdown: in a repository of its own."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.building import english, text, write
from unres_site.archive.changes import ChangedText
from unres_site.cli import main
from unres_site.errors import UsageError, diagnose
from unres_site.pipeline.commands.reporting import (
    MOST_TEXTS,
    report_changes,
    write_code,
    write_report,
)
from unres_site.pipeline.report import Options

HOSTILE = "`<img src=x>` [a](https://b.example) @who #1 ![c](d)"

ARTICLE = """98/7. Oil

The General Assembly,

Recalling paragraph 2 of its resolution 99/1 of 1 December 2044,

1. Decides that oil is kept.

                                                                    60th plenary meeting
                                                                       1 December 2043
"""


def git(folder: Path, *arguments: str) -> None:
    named = ("-c", "user.name=a", "-c", "user.email=a@example.org")
    command = ["git", "-C", str(folder), *named, "-c", "commit.gpgsign=false"]
    subprocess.run([*command, *arguments], check=True, capture_output=True)


@pytest.fixture
def texts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of texts of a repository with one commit."""
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "resolutions"
    files = {
        "zh/99-1.txt": text(1, "灯"),
        "zh/99-2.txt": text(2, "油", cites=(1,)),
        "zh/98-4.txt": text(4, "船", session=98),
        "en/98-7.txt": ARTICLE,
        "en/99-1.txt": english(1, "Lamps").replace(
            "1. Decides", "1. Decides to meet;\n\n 2. Decides"
        ),
    }
    write(folder, files)
    git(tmp_path, "init", "--quiet")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "--quiet", "--message", "texts")
    return folder


def report(since: str = "HEAD") -> str:
    return report_changes(Options(cache=None), since, lambda *_: None)


def test_a_report_says_what_new_texts_add_cite_continue_and_break(texts: Path) -> None:
    assert report() == "## Changes since `HEAD`\n\nNo text has changed.\n"
    files = {
        "zh/99-5.txt": text(5, "船", cites=(1, 2, 77)),
        "zh/99-6.txt": text(6, HOSTILE),
        "en/99-1.txt": english(1, "Lamps"),
        "zh/99-9.txt": "no resolution",
    }
    write(texts, files)
    (texts / "zh/99-2.txt").unlink()
    (texts / "zh/99-1.txt").unlink()
    hostile = f"`` {HOSTILE} ``"
    refused = diagnose(
        "not-a-resolution", "zh/99-9.txt", formula="大会， / The General Assembly,"
    ).message
    marked = diagnose("markup", "zh/99-6.txt", text="<img src=x>", count=1).message
    assert report().splitlines() == [
        "## Changes since `HEAD`",
        "",
        "### New: 2",
        "",
        "- **`A/RES/99/5`** (zh) `船`",
        "  - continues `A/RES/98/4` (same title)",
        "  - cites `A/RES/99/1`",
        "  - cites, not held: `A/RES/99/2`, `A/RES/99/77`",
        f"- **`A/RES/99/6`** (zh) {hostile}",
        "",
        "### Changed: 1",
        "",
        "- **`A/RES/99/1`** (en) `Lamps`",
        "  - loses places that others cite: `op2`",
        "",
        "### Removed: 2",
        "",
        "- **`A/RES/99/1`** (zh) `灯`",
        "- **`A/RES/99/2`** (zh) `油`",
        "  - breaks citations of `A/RES/99/5`",
        "",
        "### New errors and warnings: 2",
        "",
        f"- warning `zh/99-6.txt:1:9` {write_code(marked)} [markup]",
        f"- error `zh/99-9.txt:1:1` {write_code(refused)} [not-a-resolution]",
    ]


def test_a_report_knows_a_text_by_its_symbol_and_language(texts: Path) -> None:
    """A file with another name, another language, a sidecar, a second copy, and texts that are gone."""
    (texts / "old").mkdir()
    (texts / "zh/99-2.txt").rename(texts / "old/2.txt")
    (texts / "en/98-7.txt").unlink()
    write(
        texts,
        {
            "en/99-2.txt": english(2, "Oil"),
            "zh/98-4.yml": "symbol: A/RES/98/40\n",
            "zh/copy.txt": text(1, "灯"),
            "zh/other.txt": text(2, "酒"),
        },
    )
    same = diagnose(
        "duplicate-text", "zh/copy.txt", symbol="A/RES/99/1", other="zh/99-1.txt"
    )
    other = diagnose(
        "duplicate-symbol", "zh/other.txt", symbol="A/RES/99/2", other="old/2.txt"
    )
    conflict = diagnose(
        "symbol-conflict", "zh/98-4.txt", found="A/RES/98/4", given="A/RES/98/40"
    )
    assert report().splitlines() == [
        "## Changes since `HEAD`",
        "",
        "### New: 2",
        "",
        "- **`A/RES/98/40`** (zh) `船`",
        "- **`A/RES/99/2`** (en) `Oil`",
        "",
        "### Changed: 1",
        "",
        "- **`A/RES/99/2`** (zh) `油`",
        "  - moved from `zh/99-2.txt` to `old/2.txt`",
        "",
        "### Removed: 2",
        "",
        "- **`A/RES/98/4`** (zh) `船`",
        "- **`A/RES/98/7`** (en) `Oil`",
        "",
        "### New errors and warnings: 3",
        "",
        f"- error `zh/other.txt` {write_code(other.message)} [duplicate-symbol]",
        f"- warning `zh/copy.txt` {write_code(same.message)} [duplicate-text]",
        f"- warning `zh/98-4.txt:1:2` {write_code(conflict.message)} [symbol-conflict]",
    ]
    git(texts.parent, "add", ".")
    git(texts.parent, "commit", "--quiet", "--message", "more")
    assert report() == "## Changes since `HEAD`\n\nNo text has changed.\n"


def test_a_commit_that_git_does_not_know_is_an_error(
    texts: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for since in ("nothing", "--output=x", "HEAD:resolutions"):
        with pytest.raises(UsageError, match="Git knows no commit, branch or tag"):
            report(since)
    assert main(["report", "--since", "HEAD", "--source", str(texts)]) == 0
    assert capsys.readouterr().out.startswith("## Changes since `HEAD`")
    assert main(["report", "--since", "nothing"]) == 2


def test_words_of_texts_are_no_markup() -> None:
    assert write_code("Lamps\n at sea") == "`Lamps at sea`"
    assert write_code("a ``b`` `c`") == "``` a ``b`` `c` ```"
    assert "\x1b" not in write_code("a\x1b[31m")


def test_a_long_report_is_cut() -> None:
    found = [
        ChangedText("removed", f"A/RES/99/{number}", "zh", "", "a.txt")
        for number in range(MOST_TEXTS + 3)
    ]
    lines = write_report("HEAD", found, ()).splitlines()
    assert lines[-1] == "- … +3"
    assert len(lines) == MOST_TEXTS + 5
