"""A language in two scripts: both texts are read, kept under addresses of their own, and linked with each other."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.building import Workshop, text, write
from unres_site.languages import (
    find_variant,
    get_language,
    get_primary_code,
    list_languages,
)
from unres_site.loader import load
from unres_site.settings import parse_sidecar
from unres_site.symbols import make_official_link

SIMPLIFIED = text(1, "关于港口会议的决议")
TRADITIONAL = (
    " 99/1. 關於港口會議的決議 \n\n\n 大會， \n\n 銘記各國須保存文書， \n\n"
    " 1. 請秘書長就此提出報告； \n\n 2. 決定將本項目列入臨時議程。 \n\n\n"
    "2044 年 12 月 1 日 \n\n第 60 次全體會議 \n"
)


@pytest.mark.parametrize(
    ("words", "code"),
    [(SIMPLIFIED, "zh"), (TRADITIONAL, "zh-Hant"), ("一、九、十", "zh")],
)
def test_the_script_tells_the_variant(words: str, code: str) -> None:
    assert find_variant("zh", words) == code


def test_a_language_in_one_script_has_no_variant() -> None:
    assert find_variant("en", "The General Assembly, 大會") == "en"


def test_a_variant_is_its_language_in_other_characters() -> None:
    traditional, chinese = get_language("zh-Hant"), get_language("zh")
    assert (traditional.tag, chinese.tag) == ("zh-Hant", "zh-Hans")
    assert traditional.months == chinese.months
    assert traditional.name != chinese.name
    assert traditional not in list_languages()
    assert get_primary_code("zh-Hant") == get_primary_code("zh") == "zh"


def test_the_record_names_the_variant() -> None:
    (read,) = load(TRADITIONAL.encode(), "99-1.txt").resolutions
    assert (read.language, read.symbol) == ("zh-Hant", "A/RES/99/1")
    assert (read.adopted_on, read.meeting) == ("2044-12-01", 60)


def test_a_sidecar_overrules_the_script() -> None:
    for given in ("zh", "zh-Hant"):
        sidecar = parse_sidecar(f"language: {given}\n", "99-1.yml")
        for words in (SIMPLIFIED, TRADITIONAL):
            (read,) = load(words.encode(), "99-1.txt", sidecar).resolutions
            assert read.language == given


def test_the_official_document_is_asked_for_in_the_language_itself() -> None:
    pattern = "https://undocs.org/{language}/{symbol}"
    address = make_official_link("A/RES/99/1", pattern, "zh-Hant")
    assert address == "https://undocs.org/zh/A/RES/99/1"


def test_both_scripts_are_published_and_linked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    workshop = Workshop(tmp_path)
    write(workshop.texts, {"a.txt": SIMPLIFIED, "b.txt": TRADITIONAL})
    summary = workshop.build()
    assert (summary.published, summary.count("error")) == (2, 0)
    for address, own, other in (
        ("A/RES/99/1", "zh-Hans", "zh-Hant"),
        ("zh-Hant/A/RES/99/1", "zh-Hant", "zh-Hans"),
    ):
        page = (workshop.site / f"{address}.html").read_text("utf-8")
        record = json.loads((workshop.site / f"{address}.json").read_bytes())
        assert record["language"] == ("zh" if own == "zh-Hans" else own)
        assert f'lang="{own}"' in page
        assert f'hreflang="{other}"' in page
        assert "https://undocs.org/zh/A/RES/99/1" in page
        assert {"zh-Hans": "<i>决定</i>", "zh-Hant": "<i>決定</i>"}[own] in page
