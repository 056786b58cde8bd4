"""An archive's own templates, style and content replace the program's file by file, and add to them."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.building import ROOT, text, write
from unres_site import cli
from unres_site.pipeline import unchanged
from unres_site.pipeline.build import build
from unres_site.pipeline.report import Options, Report
from unres_site.pipeline.sources.scanning import scan

OWN: dict[str, str | bytes] = {
    "templates/footer.html": "<p>Library of Harbours</p>{% include 'stamp.html' %}",
    "templates/stamp.html": "<p>open on Mondays</p>",
    "static/css/95-mine.css": "h1 { letter-spacing: 1px; }",
    "static/icon.svg": '<svg xmlns="http://www.w3.org/2000/svg"/>',
    "static/fonts/harbour.woff2": b"\0",
    "static/css/90-print.css": "/* nothing is printed */ @import '../fonts/harbour.woff2';",
    "content/about.md": "# Harbours\n",
    "content/about.en.md": "# Harbours in English\n",
}
WITHOUT_EFFECT: dict[str, str | bytes] = {
    "templates/fotter.html": "<p>x</p>",
    "static/css/mine.css": "h2 { margin: 0; }",
    "static/holiday.jpg": b"\0",
    "content/abuot.md": "# Harbours\n",
}


@pytest.fixture
def archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with one text and nothing else."""
    monkeypatch.chdir(tmp_path)
    write(tmp_path, {"resolutions/99-50.txt": text(50)})
    return tmp_path


def run(**options: str | None) -> Report:
    return build(Options(cache=None, search=False, **options), lambda _: None)  # type: ignore[arg-type]


def list_unused(report: Report) -> list[str]:
    return [str(one) for one in report.diagnostics if one.code == "override-unused"]


def test_own_files_replace_and_add_one_by_one(archive: Path) -> None:
    run(output="plain")
    write(archive, OWN)
    report = run()
    assert list_unused(report) == []
    page = (archive / "site/A/RES/99/50.html").read_text("utf-8")
    assert "<p>Library of Harbours</p><p>open on Mondays</p>" in page
    assert "official documents" not in page
    style = (archive / "site/assets/site.css").read_text("utf-8")
    plain = (archive / "plain/assets/site.css").read_text("utf-8")
    assert style.index("--paper") < style.index("letter-spacing:1px")
    assert "@media print" in plain
    assert "@media print" not in style
    scripts = [Path(name, "assets/site.js").read_bytes() for name in ("plain", "site")]
    assert scripts[0] == scripts[1] != b""
    assert (archive / "site/assets/fonts/harbour.woff2").read_bytes() == b"\0"
    assert "<h1>Harbours</h1>" in (archive / "site/about.html").read_text("utf-8")


def test_files_without_effect_are_named_with_what_was_meant(archive: Path) -> None:
    write(archive, WITHOUT_EFFECT)
    said = list_unused(run())
    assert [one.split(": ")[0] for one in said] == [
        "../templates/fotter.html",
        "../static/css/mine.css",
        "../static/holiday.jpg",
        "../content/abuot.md",
    ]
    assert "(did you mean footer.html?)" in said[0]
    assert "(call it css/95-mine.css, and it is added to the style)" in said[1]
    assert "(" not in said[2]
    assert "(did you mean about." in said[3]


def test_the_terminal_names_files_without_effect_where_they_are(
    archive: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(archive, WITHOUT_EFFECT)
    assert cli.main(["build", "--no-search", "--no-cache"]) == 0
    said = capsys.readouterr().err.splitlines()
    places = [line.split(": ")[0] for line in said if "override-unused" in line]
    assert places == list(WITHOUT_EFFECT)


def test_own_files_are_beside_the_configuration(
    archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(archive, {f"harbours/{name}": content for name, content in OWN.items()})
    write(archive, {"harbours/site.yml": "language: en\n"})
    (archive / "elsewhere").mkdir()
    monkeypatch.chdir(archive / "elsewhere")
    run(source="../resolutions", config="../harbours/site.yml")
    about = (archive / "elsewhere/site/about.html").read_text("utf-8")
    assert "<h1>Harbours in English</h1>" in about
    assert "Library of Harbours" in about


def test_an_unchanged_site_says_again_what_has_no_effect(archive: Path) -> None:
    write(archive, {**WITHOUT_EFFECT, "site.yml": "language: en\n"})
    options = Options(search=False)
    first = build(options, lambda _: None)
    again = build(options, lambda _: None)
    assert list_unused(first) == list_unused(again) != []


def test_a_change_of_the_guide_is_a_change_of_the_site(
    archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(unchanged, "CHECKOUT", archive)
    monkeypatch.setattr(unchanged, "is_settled", lambda _: True)
    write(archive, {"docs/archivist.en.md": "a"})
    options, sources = Options(), scan("resolutions")
    before = unchanged.hash_inputs(options, sources)
    assert before == unchanged.hash_inputs(options, sources) != b""
    write(archive, {"docs/archivist.en.md": "ab"})
    assert unchanged.hash_inputs(options, sources) != before


def test_a_checkout_has_one_layer(archive: Path) -> None:
    for name in ("templates", "static", "content"):
        shutil.copytree(ROOT / name, archive / name)
    assert list_unused(run()) == []
