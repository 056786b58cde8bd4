"""A site in several languages is built from what changed as from nothing, also where a language comes or goes."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.building import Workshop, english, text, tree_of, write


@pytest.fixture
def workshop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workshop:
    monkeypatch.chdir(tmp_path)
    found = Workshop(tmp_path)
    write(found.texts, {"1.txt": text(1, "灯塔"), "2.txt": text(2, "港口", (1,))})
    write(found.texts, {"3.txt": text(3, "航道", session=98)})
    build(found)
    return found


def build(workshop: Workshop) -> dict[str, bytes]:
    """The site, built from what changed; the same as from nothing."""
    workshop.build(search=False)
    workshop.build(search=False, output="full", cache=None)
    built = tree_of(workshop.site)
    assert built == tree_of(workshop.folder / "full")
    return built


def test_a_language_that_comes_or_goes_changes_every_page(workshop: Workshop) -> None:
    write(workshop.texts, {"1-en.txt": english(1, "Lighthouses", ())})
    built = build(workshop)
    for address in ("index.html", "A/RES/98/3.html", "en/A/RES/99/index.html"):
        assert b'class="languages"' in built[address]
    assert b'href="../../../../A/RES/99/1.html"' in built["en/A/RES/99/1.html"]
    (workshop.texts / "1-en.txt").unlink()
    built = build(workshop)
    assert not [address for address in built if address.startswith("en/")]
    assert b'class="languages"' not in built["A/RES/98/3.html"]


def test_an_edited_text_keeps_the_languages_of_its_page(workshop: Workshop) -> None:
    write(workshop.texts, {"1-en.txt": english(1, "Lighthouses", ())})
    build(workshop)
    path = workshop.texts / "2.txt"
    edited = path.read_text("utf-8").replace("提出报告", "提交报告")
    path.write_text(edited, "utf-8")
    built = build(workshop)
    assert "提交报告".encode() in built["A/RES/99/2.html"]
    assert b'href="../../../en/A/RES/99/index.html"' in built["A/RES/99/2.html"]


def test_a_second_language_of_a_text_is_on_the_pages_that_name_it(
    workshop: Workshop,
) -> None:
    write(workshop.texts, {"2-en.txt": english(2, "Harbours", ())})
    build(workshop)
    write(workshop.texts, {"1-en.txt": english(1, "Lighthouses", ())})
    built = build(workshop)
    badge = b'<a href="../../../en/A/RES/99/1.html">En</a>'
    assert badge in built["A/RES/99/index.html"]


def test_the_order_of_languages_is_a_setting(workshop: Workshop) -> None:
    write(workshop.texts, {"1-en.txt": english(1, "Lighthouses", ())})
    build(workshop)
    site = workshop.folder / "site.yml"
    settings = "languages: [en, zh]\nbase_address: https://example.org/\n"
    site.write_text(site.read_text("utf-8") + settings, "utf-8")
    built = build(workshop)
    tags = [b'hreflang="en" href="https:', b'hreflang="zh-Hans" href="https:']
    page = built["en/A/RES/99/1.html"]
    assert page.index(tags[0]) < page.index(tags[1])
