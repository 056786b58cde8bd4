"""Each benchmark starts from any folder and says how it is used; what it measures is not measured here."""

from __future__ import annotations

import ast
import runpy
import sys
from pathlib import Path

import pytest

FOLDER = Path(__file__).parent.parent / "benchmarks"
SCRIPTS = [
    path
    for path in sorted(FOLDER.glob("*.py"))
    if '__name__ == "__main__"' in path.read_text("utf-8")
]
CHECKOUT = {"benchmarks", "tests"}
"""What can be imported only after a script has said where the checkout is."""


@pytest.mark.unmeasured
@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.stem)
def test_a_benchmark_says_how_it_is_used(
    path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    text = path.read_text("utf-8")
    assert "ArgumentParser(" in text or "read_names(__doc__)" in text
    monkeypatch.setattr(sys, "argv", [path.name, "--help"])
    monkeypatch.setattr(sys, "path", [*sys.path])
    with pytest.raises(SystemExit) as ended:
        runpy.run_path(str(path), run_name="__main__")
    assert ended.value.code == 0
    assert f"usage: {path.name}" in capsys.readouterr().out


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.stem)
def test_a_benchmark_says_first_where_the_checkout_is(path: Path) -> None:
    is_said = False
    for statement in ast.parse(path.read_text("utf-8")).body:
        is_said |= "sys.path" in ast.unparse(statement)
        if isinstance(statement, ast.ImportFrom) and statement.module:
            first = statement.module.partition(".")[0]
            assert is_said or first not in CHECKOUT, statement.lineno
