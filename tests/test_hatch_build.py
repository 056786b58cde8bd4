"""The build brings in lunr.js: the known one, minified, with its licence."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
import zipfile
from pathlib import Path
from types import ModuleType

import pytest


@pytest.fixture(scope="module")
def hook(root: Path) -> ModuleType:
    """`hatch_build.py`, loaded as hatchling loads it."""
    spec = importlib.util.spec_from_file_location(
        "hatch_build", root / "hatch_build.py"
    )
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_read_carried_script_is_the_known_one_and_keeps_its_licence(
    hook: ModuleType,
) -> None:
    source = hook.check_source(hook.read_carried_script())
    small = hook.minify(source)
    assert small.startswith("/**\n * lunr - ")
    assert "@license MIT" in small.split("*/")[0]
    assert len(small) < len(source) / 2


def test_the_package_holds_that_script(hook: ModuleType, root: Path) -> None:
    script = (root / hook.TARGET).read_text(encoding="utf-8")
    whole = hook.minify(hook.check_source(hook.read_carried_script()))
    assert script == hook.shorten(whole)
    assert whole.startswith(script[:600])
    assert len(script) < 0.6 * len(whole)


def test_a_script_without_a_part_that_is_left_out_is_an_error(hook: ModuleType) -> None:
    with pytest.raises(ValueError, match="not found"):
        hook.shorten("lunr.idf=1")


def test_another_script_is_refused_in_one_sentence(hook: ModuleType) -> None:
    with pytest.raises(
        SystemExit,
        match=r"^lunr\.js of mkdocs has SHA-256 \w{64}, not \w{64}: install mkdocs .*\.$",
    ):
        hook.check_source(b"alert(1)")


def test_a_missing_carrier_is_named_in_one_sentence(
    hook: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hook, "CARRIER", "no_such_package")
    with pytest.raises(
        SystemExit,
        match=r"^lunr\.js is missing because no_such_package is not installed here: .*\.$",
    ):
        hook.read_carried_script()


def test_a_carrier_without_the_script_is_named(
    hook: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hook, "CARRIER", "pytest")
    with pytest.raises(
        SystemExit,
        match=r"^lunr\.js can't be read from pytest \(.*\): install pytest as pinned\.$",
    ):
        hook.read_carried_script()


def test_a_wheel_holds_all_that_a_site_is_made_with(
    hook: ModuleType, root: Path, tmp_path: Path
) -> None:
    command = [
        sys.executable,
        "-m",
        "hatchling",
        "build",
        "--target",
        "wheel",
        "--directory",
        str(tmp_path),
    ]
    subprocess.run(command, cwd=root, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        held = set(archive.namelist())
    code = {
        path.relative_to(root / "src")
        for path in (root / "src" / "unres_site").rglob("*")
        if path.is_file()
    }
    look = {
        Path("unres_site") / path.relative_to(root)
        for folder in hook.FOLDERS
        for path in files_of(root / folder)
    }
    wanted = {
        path.as_posix() for path in code | look if "__pycache__" not in path.parts
    }
    assert look
    assert wanted <= held


def files_of(folder: Path) -> list[Path]:
    """All files below a folder."""
    return [path for path in folder.rglob("*") if path.is_file()]
