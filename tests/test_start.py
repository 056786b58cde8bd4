"""A new archive: what `unres-site init` writes, builds."""

from __future__ import annotations

import re
import subprocess
import sys
import zipfile
from pathlib import Path

import msgspec
import pytest
import yaml

from tests.building import tree_of, write
from unres_site import __version__, cli
from unres_site.pipeline.commands.starting import SKELETON
from unres_site.settings import SiteConfig, parse_site_config

# matches: "# logo: logo.svg"
# matches: "#   What this archive holds."
# rejects: "# The look: files of static/"
SETTING = re.compile(r"^# (?=[a-z_]+:(?: |$)|  )", re.MULTILINE)

EXPECTED = {
    ".github/workflows/publish.yml",
    ".github/workflows/report.yml",
    ".gitignore",
    "content/about.md",
    "resolutions/zh/62-22.txt",
    "resolutions/zh/62-22.yml",
    "site.yml",
}


@pytest.fixture
def archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder of a test, in which an archive is made."""
    monkeypatch.chdir(tmp_path)
    return tmp_path / "mine"


def test_a_new_archive_builds(
    archive: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert cli.main(["init", "mine", "--language", "en"]) == 0
    assert tree_of(archive).keys() == EXPECTED
    out = capsys.readouterr().out.splitlines()
    assert set(out[:-1]) == EXPECTED
    assert out[-1].endswith("cd mine && unres-site build")
    monkeypatch.chdir(archive)
    assert cli.main(["build", "--strict", "--no-search", "--no-cache"]) == 0
    page = (archive / "site/about.html").read_text("utf-8")
    assert '<html lang="en"' in page
    assert "<h1>About this archive</h1>" in page
    assert (archive / "site/zh/A/RES/62/22.html").is_file()


def test_the_command_that_is_named_can_be_copied(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert cli.main(["init", "my own archive"]) == 0
    assert "cd 'my own archive' && unres-site build" in capsys.readouterr().out


def test_a_folder_with_anything_in_it_is_refused(
    archive: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(archive, {"note.txt": "x"})
    assert cli.main(["init", "mine"]) == 2
    sentence = "The folder mine is not empty (note.txt is there); name a new or an empty one.\n"
    assert capsys.readouterr().err == sentence
    assert tree_of(archive).keys() == {"note.txt"}
    assert cli.main(["init", "mine/note.txt"]) == 2
    sentence = "The archive can't be written to mine/note.txt: Not a directory.\n"
    assert capsys.readouterr().err == sentence
    (archive / "note.txt").unlink()
    assert cli.main(["init", "mine"]) == 0
    assert "language: zh" in (archive / "site.yml").read_text("utf-8")


def test_the_settings_show_every_key_and_each_of_them_works() -> None:
    text = (SKELETON / "site.yml").read_text("utf-8").replace("LANGUAGE", "zh")
    one_accent = '# accent: "#1c5587"\n'
    whole = SETTING.sub("", text.replace(one_accent, ""))
    keys = yaml.safe_load(whole).keys()
    assert keys == set(SiteConfig.__struct_fields__)
    given = msgspec.structs.asdict(parse_site_config(whole, "site.yml"))
    default = msgspec.structs.asdict(SiteConfig())
    unset = {key for key in keys if given[key] == default[key]}
    assert unset <= {"language", "official_address"}


def test_the_workflow_runs_what_there_is(archive: Path) -> None:
    cli.main(["init", "mine"])
    flow = yaml.safe_load((archive / ".github/workflows/publish.yml").read_text())
    commands = [step["run"] for step in flow["jobs"]["build"]["steps"] if "run" in step]
    assert commands[0] == f"python -m pip install unres-site=={__version__}"
    command = cli.commands.commands["build"]
    options = {name for one in command.params for name in one.opts}
    program, build, *flags = commands[1].split()
    assert (program, build) == ("unres-site", "build")
    assert set(flags) <= options


def test_the_report_is_a_comment_that_runs_what_there_is(archive: Path) -> None:
    cli.main(["init", "mine"])
    flow = yaml.safe_load((archive / ".github/workflows/report.yml").read_text())
    job = flow["jobs"]["report"]
    commands = [step["run"] for step in job["steps"] if "run" in step]
    assert commands[0] == f"python -m pip install unres-site=={__version__}"
    options = {
        name for one in cli.commands.commands["report"].params for name in one.opts
    }
    program, report, option, *_ = commands[1].split()
    assert (program, report) == ("unres-site", "report")
    assert option in options
    assert not any("${{" in command for command in commands), "words of a pull request"
    assert job["permissions"] == {"contents": "read", "pull-requests": "write"}


def test_a_wheel_alone_makes_an_archive_and_builds_it(
    root: Path, tmp_path: Path
) -> None:
    make = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d"]
    subprocess.run([*make, tmp_path], cwd=root, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as packed:
        packed.extractall(tmp_path / "lib")
    script = (
        "import sys; sys.path.insert(0, sys.argv.pop(1)); import unres_site.cli as cli;"
        "assert cli.__file__.startswith(sys.path[0]); sys.exit(cli.main(sys.argv[1:]))"
    )

    def run(folder: Path, *arguments: str) -> str:
        command = [sys.executable, "-c", script, str(tmp_path / "lib"), *arguments]
        done = subprocess.run(
            command, cwd=folder, check=False, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    run(tmp_path, "init", "mine")
    assert "Lost character" in run(tmp_path, "explain", "lost-glyph")
    write(tmp_path / "mine", {"templates/footer.html": "<p>Harbours</p>"})
    out = run(tmp_path / "mine", "build", "--strict", "--no-search", "--no-cache")
    assert "1 text; 1 published" in out
    page = (tmp_path / "mine/site/A/RES/62/22.html").read_text("utf-8")
    assert "<p>Harbours</p>" in page
    assert (tmp_path / "mine/site/assets/site.css").stat().st_size > 1000
