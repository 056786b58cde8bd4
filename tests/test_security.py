"""What SECURITY.md promises, and the guards of the supply chain."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
WORKFLOWS = sorted((ROOT / ".github/workflows").glob("*.yml"))

# matches: `tests/test_files.py::test_a_walk`
# rejects: `tests/test_files.py`
TEST = re.compile(r"`(tests/[\w/]+\.py)::(test_\w+)`")

# matches: - uses: actions/checkout@de0fac2e4500dabe0009e67214ff5f5447ce83dd # v6.0.2
# rejects: - uses: actions/checkout@v6
PINNED = re.compile(r"uses: [\w./-]+@[0-9a-f]{40} # v[0-9.]+$")


def promises() -> dict[str, list[tuple[str, str]]]:
    """Each promise of SECURITY.md, and the file and name of its tests."""
    text = (ROOT / "SECURITY.md").read_text("utf-8").partition("## What is promised")[2]
    rows = [line.split("|") for line in text.splitlines() if line.startswith("|")][2:]
    return {row[1].strip(): TEST.findall(row[2]) for row in rows}


def test_every_promise_names_its_tests_and_they_exist() -> None:
    assert len(promises()) > 20
    for promise, tests in promises().items():
        assert tests, promise
        for file, name in tests:
            tree = ast.parse((ROOT / file).read_text("utf-8"))
            assert name in {
                node.name for node in tree.body if isinstance(node, ast.FunctionDef)
            }, promise


def git_modes() -> list[str]:
    """Mode and name of each file that git keeps."""
    done = subprocess.run(
        ["git", "ls-files", "--stage"],  # noqa: S607 - git's
        cwd=ROOT,
        capture_output=True,
        check=False,
        text=True,
    )
    if done.returncode:
        pytest.skip("this is not a git checkout")
    return done.stdout.splitlines()


def test_the_repository_has_no_links() -> None:
    assert not [line for line in git_modes() if line.startswith("120000")]


def test_the_check_refuses_links_before_anything_runs() -> None:
    text = (ROOT / ".github/workflows/check.yml").read_text("utf-8")
    steps = text.partition("  check:")[2].partition("  platforms:")[0]
    assert "120000" in steps
    assert steps.index("120000") < steps.index("setup-python") < steps.index(".ci/run")


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_actions_are_pinned_and_rights_are_few(path: Path) -> None:
    text = path.read_text("utf-8")
    assert [
        line
        for line in text.splitlines()
        if "uses:" in line and not PINNED.search(line)
    ] == []
    assert "\npermissions:\n  contents: read\n" in text
    assert text.count("persist-credentials: false") == text.count("actions/checkout@")


def test_notices_name_all_that_is_shipped_of_others() -> None:
    notice = (ROOT / "NOTICE").read_text("utf-8")
    assert "lunr.js 2.3.9" in notice
    assert "OpenCC" in notice


def test_the_packaging_tool_is_not_hidden_by_the_builder(tmp_path: Path) -> None:
    (tmp_path / "build").mkdir()
    (tmp_path / "build" / "__init__.py").touch()
    (tmp_path / "build" / "__main__.py").write_text(
        "import sys; print('packaging', *sys.argv[1:]); sys.exit(3)"
    )
    environment = {**os.environ, "PYTHONPATH": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-m", "build", "--wheel"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        check=False,
        text=True,
    )
    assert (done.returncode, done.stdout) == (3, "packaging --wheel\n"), done.stderr
