"""The languages of a resolution are compared: what differs is reported where it is, and what is equal is not."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.building import Workshop, tree_of, write
from unres_site.archive.languages.agreement import Disagreement, find_disagreements
from unres_site.archive.languages.differences import find_deviating
from unres_site.archive.languages.outline import make_outline
from unres_site.languages import get_language
from unres_site.languages.quantities import read_digits, read_words
from unres_site.loader import load
from unres_site.messages import Message, get_catalogue
from unres_site.records import Resolution

DATA = Path(__file__).parent / "data" / "agreement"
TEXTS = {path.stem: path.read_text("utf-8") for path in sorted(DATA.glob("*.txt"))}
CASES = tomllib.loads((DATA / "cases.toml").read_text("utf-8"))["case"]


class Found(NamedTuple):
    """A disagreement that is expected: language, code, and some of its details."""

    language: str
    code: str
    details: Mapping[str, str]

    def is_in(self, found: list[Disagreement]) -> bool:
        return any(
            (one.language, one.code) == (self.language, f"languages-{self.code}")
            and self.details.items() <= one.details.items()
            for one in found
        )


def read(text: str, name: str = "x.txt") -> Resolution:
    (resolution,) = load(text.encode(), name).resolutions
    return resolution


def compare(texts: Mapping[str, str]) -> list[Disagreement]:
    outlines = {language: make_outline(read(text)) for language, text in texts.items()}
    return list(find_disagreements(outlines))


def change(case: Mapping[str, str]) -> dict[str, str]:
    """The texts with the change of a case."""
    changed = TEXTS[case["language"]]
    for name in ("from", "also_from"):
        assert case.get(name, "") in changed
        changed = changed.replace(
            case.get(name, ""), case["to"] if name == "from" else "", 1
        )
    return {**TEXTS, case["language"]: changed}


def test_the_languages_agree_before_they_are_changed() -> None:
    assert TEXTS.keys() == {"en", "fr", "zh"}
    assert compare(TEXTS) == []


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_what_differs_is_reported_and_nothing_else(case: Mapping[str, str]) -> None:
    found = compare(change(case))
    expected = [Found(*one) for one in case["found"]]
    assert len(found) == len(expected), found
    for one in expected:
        assert one.is_in(found), found


def test_of_two_languages_both_are_reported_each_at_its_place() -> None:
    texts = {
        "en": TEXTS["en"].replace("in 2040", "in 2041"),
        "zh": TEXTS["zh"],
    }
    english, chinese = compare(texts)
    assert texts["en"][english.offset :].startswith("Noting")
    assert texts["zh"][chinese.offset :].startswith("注意到")
    assert english.details["extra"] == chinese.details["missing"] == "2041"


def test_the_majority_is_not_reported() -> None:
    assert find_deviating({"ar": 1, "en": 1, "fr": 2}) == ["fr"]
    assert find_deviating({"ar": 1, "en": 2, "fr": 3}) == ["ar", "en", "fr"]
    assert find_deviating({"ar": 1, "en": 1}) == []


def test_a_number_that_all_others_say_twice_is_missed_once() -> None:
    texts = {one: text.replace("2040", "2040 (2040)") for one, text in TEXTS.items()}
    texts["fr"] = TEXTS["fr"]
    (found,) = compare(texts)
    assert (found.language, found.details["missing"]) == ("fr", "2040 ×2")


def test_a_phrase_with_several_numbers_may_be_said_once() -> None:
    texts = {
        one: text.replace("2040", "2040–2045 (2040–2045)")
        for one, text in TEXTS.items()
    }
    texts["fr"] = TEXTS["fr"].replace("2040", "2040–2045")
    assert compare(texts) == []


HOURS = {"en": "9 to 11 (1 to 9)", "fr": "9 à 11 (13 à 21)", "zh": "9 至 11 (13 至 21)"}


@pytest.mark.parametrize(("hours", "count"), [("1 to 9", 0), ("2 to 9", 1)])
def test_hours_may_be_counted_from_noon(hours: str, count: int) -> None:
    texts = {one: text.replace("2040", HOURS[one]) for one, text in TEXTS.items()}
    texts["en"] = texts["en"].replace("1 to 9", hours)
    assert len(compare(texts)) == count


def test_languages_that_agree_with_the_reported_one_are_not_named() -> None:
    lost = TEXTS["zh"].replace(" 铭记《灯塔公约》第二十条， \n\n", "")
    texts = {"en": TEXTS["en"], "fr": TEXTS["fr"], "zh": lost, "zh-Hant": lost}
    others = {one.language: one.details["others"] for one in compare(texts)}
    assert others == {
        "en": "zh, zh-Hant: 2",
        "fr": "zh, zh-Hant: 2",
        "zh": "en, fr: 3",
        "zh-Hant": "en, fr: 3",
    }


NUMBERS = {
    "en": ("34.4 million, 1,250 and 9.1 per cent in 2020", "34400000 1250 9 1 2020"),
    "fr": ("687,8 millions et 1 012 252 800 dollars", "687800000 1012252800"),
    "es": (
        "628,9 millones, 1.265.500 y 3.000 millones",
        "628900000 1265500 3000000000",
    ),
    "ru": ("628,9 миллиона и 8,5 трлн, EB 136/8", "628900000 8500000000000 8"),
    "ar": (
        "٢٠٢٠ و 115 مليون و كوفيد-19 و 300 724 45 دولار و 45 724 300 و 900 352",
        "2020 115000000 45724300 45724300 352900",
    ),
    "zh": (
        "6.289 亿人、3 440 万美元、560 多万、12 月、COVID-19",
        "628900000 34400000 5600000",
    ),
}


@pytest.mark.parametrize("code", NUMBERS)
def test_numbers_are_read_as_their_language_writes_them(code: str) -> None:
    text, values = NUMBERS[code]
    assert " ".join(read_digits(get_language(code), text)) == values


WORDS = {
    "en": ("88 to 115 million and a thousand", {"88000000", "1000"}),
    "zh": ("第一百零四条", {"104"}),
    "es": ("2019/20", {"2020"}),
}


@pytest.mark.parametrize("code", WORDS)
def test_numbers_that_may_be_meant_excuse_missing_digits(code: str) -> None:
    text, values = WORDS[code]
    assert values <= read_words(get_language(code), text)


@pytest.fixture
def workshop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workshop:
    monkeypatch.chdir(tmp_path)
    return Workshop(tmp_path)


def test_a_changed_number_is_shown_on_all_pages_that_it_concerns(
    workshop: Workshop,
) -> None:
    files = {f"{language}/99-90.txt": text for language, text in TEXTS.items()}
    write(workshop.texts, files)
    assert workshop.build().count("warning") == 0
    write(
        workshop.texts,
        {"fr/99-90.txt": TEXTS["fr"].replace("en 2040,", "en 2041,")},
    )
    report = workshop.build()
    (warning,) = [one for one in report.diagnostics if one.severity == "warning"]
    assert (warning.code, warning.file) == ("languages-numbers", "fr/99-90.txt")
    assert (warning.line, warning.column) == (7, 2)
    page = (workshop.site / "fr" / "A" / "RES" / "99" / "90.html").read_text("utf-8")
    assert "2041" in page.partition('id="quality"')[2]
    assert tree_of(workshop.site) == workshop.build_full()


def test_a_sentence_says_only_what_differs() -> None:
    words = {"passage": "op1", "difference": "difference.marks-extra", "extra": "3"}
    message = Message("diagnostic.warning.languages-marks.sentence", words)
    said = get_catalogue("en").sentence(message)
    assert said == "In op1 this language alone calls the notes 3; compare the PDFs."
