"""What an archive says in `site.yml` of its look and its words is on its pages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.building import ROOT, english, text, write
from unres_site.errors import ConfigError, list_severities
from unres_site.pipeline.build import build
from unres_site.pipeline.report import Options
from unres_site.settings.colours import (
    ENOUGH,
    PAPERS,
    SCHEMES,
    Scheme,
    complete_accent,
    find_readable,
    measure_contrast,
)

CONFIG = """
language: en
base_address: https://example.org/harbours/
logo: marks/harbour.svg
icon: harbour.png
accent: "#7a1f3d"
home: |
  Texts of the **harbours**, [about](about.html).

  - <script>alert(1)</script>
footer: {en: "Kept by the [Library](https://library.example.org/).", zh: 由图书馆维护。}
edit_address: https://code.example.org/edit/{path}?title={symbol}
"""

ACCENT = ":root{--accent:light-dark(#7a1f3d,#b48091)}\n"
COLOURS = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of an archive that uses every key of its look."""
    folder = tmp_path_factory.mktemp("look")
    write(
        folder,
        {
            "site.yml": CONFIG,
            "static/marks/harbour.svg": "<svg/>",
            "static/harbour.png": b"\0",
            "resolutions/en/a b.txt": english(7, "Harbours"),
            "resolutions/zh/8.txt": text(8),
        },
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        report = build(Options(cache=None, check=True, search=False), lambda _: None)
    assert report.broken == ()
    assert [one for one in report.diagnostics if one.code == "override-unused"] == []
    return folder / "site"


def read(site: Path, address: str) -> str:
    return (site / address).read_text("utf-8")


def test_every_page_has_logo_icon_and_footer_of_its_own(site: Path) -> None:
    page = read(site, "A/RES/99/7.html")
    assert 'src="../../../assets/marks/harbour.svg" alt=""' in page
    assert '<link rel="icon" href="../../../assets/harbour.png">' in page
    kept = 'Kept by the <a href="https://library.example.org/">Library</a>.'
    assert kept in page
    assert "official documents of the United Nations" in page
    assert "由图书馆维护。" in read(site, "zh/A/RES/99/8.html")
    opensearch = read(site, "opensearch.xml")
    assert "https://example.org/harbours/assets/harbour.png" in opensearch
    assert 'type="image/png"' in opensearch


def test_the_first_page_has_words_in_markdown_without_markup_of_their_own(
    site: Path,
) -> None:
    page = read(site, "index.html")
    words = '<strong>harbours</strong>, <a href="about.html">about</a>'
    assert words in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<strong>harbours</strong>" not in read(site, "sessions.html")
    chinese = read(site, "zh/index.html")
    assert '<a href="../zh/about.html">about</a>' in chinese
    assert '<div class="own-words prose" dir="auto">' in chinese


def test_the_site_says_what_its_diagnostics_mean(site: Path) -> None:
    page = read(site, "diagnostics.html")
    anchors = set(re.findall(r'<h3 id="([a-z-]+)">', page))
    assert anchors == set(list_severities())
    assert "Two Chinese characters have a space between them" in page
    assert "<strong>What to do:</strong> Compare the PDF" in page
    assert '<div lang="en"' not in page
    assert "The explanations are in English." not in page
    assert "汉字之间" in read(site, "zh/diagnostics.html")
    assert 'href="diagnostics.html#symbol-inferred"' in read(site, "quality.html")


def test_each_diagnostic_leads_to_what_it_means(site: Path) -> None:
    page = read(site, "A/RES/99/7.html")
    code = '<a class="code" href="../../../diagnostics.html#symbol-inferred" lang="en">'
    assert code in page


def test_the_page_for_missing_addresses_asks_for_little(site: Path) -> None:
    page = read(site, "404.html")
    asked = re.findall(r'(?:<script.* src|rel="stylesheet" href)="(.*?)"', page)
    names = {one.removeprefix("/harbours/assets/") for one in asked}
    assert {"missing/missing.css", "missing/guess.js"} <= names
    assert not names & {"site.css", "site.js", "css/browse.css"}
    assert len(names) <= 3, "with the page itself four requests"
    style = read(site, "assets/missing/missing.css")
    assert style.endswith(read(site, "assets/css/browse.css") + ACCENT)
    script = read(site, "assets/missing/guess.js")
    assert read(site, "assets/site.js") in script


def test_a_text_leads_to_where_it_is_mended(site: Path) -> None:
    link = "https://code.example.org/edit/en/a%20b.txt?title=A/RES/99/7"
    assert f'<a href="{link}">' in read(site, "A/RES/99/7.html")


def test_the_style_ends_with_the_accent_in_both_schemes(site: Path) -> None:
    style = read(site, "assets/site.css")
    assert style.endswith(ACCENT)


@pytest.mark.parametrize("key", ["logo", "icon"])
def test_an_image_that_is_not_there_is_named(
    key: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    write(
        tmp_path,
        {"resolutions/1.txt": text(1), "site.yml": f"title: x\n{key}: mine.svg\n"},
    )
    sentence = (
        "there is no file mine.svg in static/; put it there, or take the key away."
    )
    with pytest.raises(ConfigError, match=rf"^site\.yml:2:7: {re.escape(sentence)}$"):
        build(Options(cache=None), lambda _: None)


def test_the_papers_are_those_of_the_style() -> None:
    style = (ROOT / "static/css/10-tokens.css").read_text("utf-8")
    for place, name in enumerate(("paper", "tint")):
        said = " ".join(re.findall(rf"--{name}:([^;]*);", style))
        colours = re.findall(r"#[0-9a-f]{6}", said)
        assert colours == [PAPERS[scheme][place] for scheme in SCHEMES]


@given(colour=COLOURS, scheme=st.sampled_from(SCHEMES))
def test_the_nearest_colour_can_be_read(colour: str, scheme: Scheme) -> None:
    near = find_readable(colour, scheme)
    assert measure_contrast(near, scheme) >= ENOUGH
    assert (near == colour) == (measure_contrast(colour, scheme) >= ENOUGH)


def test_one_colour_gives_the_other() -> None:
    assert complete_accent("#1c5587") == ("#1c5587", "#6e93b3")
    assert complete_accent({"dark": "#92c1e8"}) == ("#567289", "#92c1e8")
    both: dict[Scheme, str] = {"light": "#000000", "dark": "#ffffff"}
    assert complete_accent(both) == ("#000000", "#ffffff")
