"""Settings: valid ones are read as written; every mistake is one sentence with its place."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from unres_site import settings
from unres_site.errors import ConfigError
from unres_site.settings import (
    Correction,
    Sidecar,
    SiteConfig,
    SuppliedNote,
    parse_sidecar,
    parse_site_config,
    reading,
)

ROOT = Path(__file__).parent.parent
CASES = tomllib.loads((ROOT / "tests/data/settings/errors.toml").read_text("utf-8"))[
    "case"
]
KINDS = {
    "site": (parse_site_config, "site.yml"),
    "sidecar": (parse_sidecar, "zh/1.yml"),
}


@pytest.mark.parametrize(
    "case", CASES, ids=[case["error"].partition(": ")[2] for case in CASES]
)
def test_a_mistake_is_named_with_its_place(case: dict[str, str]) -> None:
    parse, file = KINDS[case["kind"]]
    with pytest.raises(ConfigError) as caught:
        parse(case["text"], file)
    assert str(caught.value) == case["error"]
    assert (caught.value.file, caught.value.line > 0, caught.value.column > 0) == (
        file,
        True,
        True,
    )


@pytest.mark.parametrize("text", ["", "# nothing yet", "---\n", "null"])
def test_an_empty_file_is_all_defaults(text: str) -> None:
    assert parse_site_config(text, "site.yml") == SiteConfig()
    assert parse_sidecar(text, "1.yml") == Sidecar()


def test_all_keys_of_a_site() -> None:
    text = """
        title: {zh: 文库, en: Archive}
        description: &words One sentence
        base_address: https://example.org/un/
        language: en
        official_address: https://example.org/{language}/{symbol}
        organs: {A: {zh: 大会}, S: Council}
        license: *words
        contact: mailto:archive@example.org
    """
    expected = SiteConfig(
        title={"zh": "文库", "en": "Archive"},
        description="One sentence",
        base_address="https://example.org/un/",
        language="en",
        official_address="https://example.org/{language}/{symbol}",
        organs={"A": {"zh": "大会"}, "S": "Council"},
        license="One sentence",
        contact="mailto:archive@example.org",
    )
    assert parse_site_config(text, "site.yml") == expected


def test_all_keys_of_a_sidecar_and_numbers_as_they_are_written() -> None:
    text = """
        symbol: 62/22
        language: zh
        topics: [裁军, 2007]
        corrections:
          - {line: 53, find: 58.10, replace: "", why: 2007-12-05}
        notes:
          - number: 1
            text: 见 A/62/163。
    """
    assert parse_sidecar(text, "1.yml") == Sidecar(
        symbol="62/22",
        language="zh",
        topics=("裁军", "2007"),
        corrections=(Correction(53, "58.10", "", "2007-12-05"),),
        notes=(SuppliedNote("1", "见 A/62/163。"),),
    )


def test_words_by_language_fall_back() -> None:
    assert settings.choose_words("words", "zh") == "words"
    assert settings.choose_words({"zh": "甲", "en": "a"}, "zh") == "甲"
    assert settings.choose_words({"zh": "甲", "en": "a"}, "fr") == "a"
    assert settings.choose_words({"zh": "甲"}, "fr") == "甲"
    assert settings.choose_words({}, "fr") == ""


def test_a_language_without_messages_is_refused_and_those_there_are_are_named(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(reading, "list_interface_languages", lambda: ("en", "ru"))
    with pytest.raises(ConfigError) as caught:
        parse_site_config("title: a\nlanguage: zh", "site.yml")
    assert (
        str(caught.value)
        == "site.yml:2:11: there are no messages of the interface in zh; there are in en, ru."
    )


def test_a_bomb_of_aliases_is_refused_at_once() -> None:
    rows = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    rows += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 3)}]" for n in range(1, 10)]
    with pytest.raises(
        ConfigError, match="more than 20000 values, counting each use of an alias"
    ):
        parse_site_config("\n".join(rows), "site.yml")
    with pytest.raises(ConfigError, match="more than 32 aliases"):
        parse_site_config(f"a: &a x\nb: [{', '.join(['*a'] * 33)}]", "site.yml")


def test_a_file_that_is_too_long_is_refused_unread() -> None:
    with pytest.raises(
        ConfigError,
        match=r"^site.yml: the file has 256,003 characters; the limit is 256,000\.$",
    ):
        parse_site_config(f"#{'x' * 256_000}\n\n", "site.yml")


def test_the_project_s_own_files_are_read() -> None:
    config = parse_site_config((ROOT / "site.yml").read_text("utf-8"), "site.yml")
    assert config.language == "zh"
    lines = (ROOT / "resolutions/zh/62-22.txt").read_text("utf-8").split("\n")
    (correction,) = parse_sidecar(
        (ROOT / "resolutions/zh/62-22.yml").read_text("utf-8"), "62-22.yml"
    ).corrections
    assert correction.find in lines[correction.line - 1]
    assert correction.replace == "秘书长最近"


@pytest.mark.parametrize(
    "schema", [settings.make_site_schema(), settings.make_sidecar_schema()]
)
def test_every_key_is_described_in_the_schema_and_no_other_is_allowed(
    schema: dict[str, dict[str, dict[str, object]]],
) -> None:
    for record in schema["$defs"].values():
        assert record["additionalProperties"] is False
        properties = record["properties"]
        assert isinstance(properties, dict)
        assert all(key["description"] for key in properties.values())


@given(st.text() | st.text(alphabet="ab:-[]{}*&!?|>'\"#% \n\t,"))
@example("title: \ud800")
@example("\ufefftitle: a")
@example("[" * 5000)
@example("? " * 5000)
@example("- " * 5000)
@example("a: 0x\nb: 1e999\nc: .nan\nd: 2001-99-99")
def test_any_text_gives_settings_or_one_sentence(text: str) -> None:
    for parse, file in KINDS.values():
        said = complaint(parse, text, file)
        assert said is None or (said.startswith(f"{file}:") and "\n" not in said)


def complaint(parse: Callable[[str, str], object], text: str, file: str) -> str | None:
    """What is wrong with a file, None where nothing is."""
    try:
        parse(text, file)
    except ConfigError as error:
        return str(error)
    return None


words = st.text(st.characters(exclude_categories=["C"]), min_size=1, max_size=40)
sidecars = st.builds(
    Sidecar,
    symbol=st.none() | st.sampled_from(["A/RES/62/22", "2758 (XXVI)", "第58/58号"]),
    language=st.none() | st.sampled_from(["zh", "ar"]),
    topics=st.lists(words, max_size=3).map(tuple),
    corrections=st.lists(
        st.builds(Correction, st.integers(1, 10**6), words, words, words), max_size=3
    ).map(tuple),
    notes=st.lists(
        st.builds(SuppliedNote, words.map(lambda number: number[:16]), words),
        max_size=3,
        unique_by=lambda note: note.number,
    ).map(tuple),
)


@given(sidecars)
def test_what_a_sidecar_can_say_is_read_back(sidecar: Sidecar) -> None:
    assert parse_sidecar(msgspec.json.encode(sidecar).decode(), "1.yml") == sidecar


SCHEMAS = (
    "import sys; from unres_site.site.machines import exports; "
    "made = [exports.encode_resolution_schema(None), exports.encode_site_schema(None), "
    "exports.encode_sidecar_schema(None)]; sys.stdout.buffer.write(b''.join(made))"
)


def test_a_python_that_drops_docstrings_makes_the_same_schemas() -> None:
    plain, optimized = (
        subprocess.run(
            [sys.executable, *options, "-c", SCHEMAS], check=True, capture_output=True
        ).stdout
        for options in ([], ["-OO"])
    )
    assert b"description" in plain
    assert optimized == plain
