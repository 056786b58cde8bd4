"""The registries of organs and languages: what each data file must hold for the rest to work."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from itertools import chain
from pathlib import Path

import msgspec
import pytest

from unres_site import languages as registry
from unres_site.languages import (
    CODES,
    Language,
    get_language,
    get_organ_name,
    list_languages,
    patterns,
)
from unres_site.organs import (
    OTHER,
    Organ,
    OrganWords,
    get_organ,
    list_organs,
    read_data,
)
from unres_site.symbols import make_symbol, parse

ORGANS = [*list_organs().values()]
OFFICIAL = {"ar", "en", "es", "fr", "ru", "zh"}


def sample(organ: Organ, form: str) -> str:
    """A session or year of an organ, for numbers in that form."""
    by = organ.slashed if form == "slashed" else organ.bracketed
    return {"year": "1999", "session": "40" if form == "slashed" else "XL"}[
        by or "session"
    ]


@pytest.mark.parametrize("organ", ORGANS, ids=lambda organ: organ.head)
def test_an_organ_s_own_numbers_are_read_back(organ: Organ) -> None:
    assert organ.slashed or organ.bracketed or organ.numbered_head
    assert organ.sessions or organ.slashed != "session", (
        "citations tell organs apart by the years of their sessions"
    )
    for form in ("slashed", "bracketed"):
        if getattr(organ, form):
            symbol = make_symbol(organ.head, "RES", sample(organ, form), 12)
            assert parse(symbol.text) == symbol
            assert symbol.is_numbered


@pytest.mark.parametrize("organ", ORGANS, ids=lambda organ: organ.head)
def test_every_language_names_every_organ(organ: Organ) -> None:
    named = {code for code in CODES if organ.head in get_language(code).organs}
    assert named >= OFFICIAL
    assert len({get_organ_name(organ.head, code) for code in OFFICIAL}) == len(OFFICIAL)


def test_no_two_organs_own_the_same_bare_number() -> None:
    for first, last in ((1, 120), (1946, 2099)):
        for value in range(first, last):
            assert sum(organ.owns_slashed(value) for organ in ORGANS) <= 1
            assert sum(organ.owns_bracketed(value) for organ in ORGANS) <= 1


def test_a_body_without_a_file_is_the_united_nations_in_citations() -> None:
    assert get_organ("CD") is OTHER
    assert get_organ_name("CD", "en") == ""


def test_no_formula_means_two_organs() -> None:
    found: dict[str, str] = {}
    for one in list_languages():
        for head, formulas in one.formulas.items():
            for formula in formulas:
                assert found.setdefault(formula, head) == head, (
                    f"{formula} is a formula of two organs"
                )


@pytest.mark.parametrize("of", list_languages(), ids=lambda of: of.code)
def test_patterns_of_a_language_can_be_compiled(of: Language) -> None:
    lists = (
        of.dates,
        of.meetings,
        of.annexes,
        *of.divisions.values(),
        of.pages,
        of.title_numbers,
    )
    for pattern in chain.from_iterable((*lists, *msgspec.structs.astuple(of.masthead))):
        assert patterns.compile_pattern(of.code, pattern).fullmatch("") is None, (
            f"{pattern} takes an empty line"
        )


def test_words_for_an_organ_are_kept_in_one_file() -> None:
    """A new language has what it calls the organs in its own file; a language that organs know has not."""
    english = get_language("en")
    new = msgspec.structs.replace(
        english, code="xx", organs={"A": OrganWords("Assembly", ("The Assembly",))}
    )
    assert registry._add_organs(new).formulas == {"A": ("The Assembly",)}  # noqa: SLF001 - the join itself is tried
    with pytest.raises(ValueError, match="English calls A "):
        registry._add_organs(msgspec.structs.replace(new, code="en"))  # noqa: SLF001


def test_an_unknown_language_is_refused() -> None:
    with pytest.raises(KeyError):
        get_language("xx")


def test_a_data_file_that_does_not_fit_is_named(tmp_path: Path) -> None:
    file = tmp_path / "organs" / "X.toml"
    file.parent.mkdir()
    file.write_text("slashed = 'week'\n", "utf-8")
    with pytest.raises(ValueError, match=r"^organs/X\.toml: "):
        read_data(file, Organ)


NEW_ORGAN = """
bracketed = "session"
titled = true
abbreviations = ["LC"]

[cited_as]
apa = "UN Lighthouse Commission"
oscola = "UNLC"
bluebook = "L.C."

[words.es]
name = "Comisión de Faros de las Naciones Unidas para los Mares del Norte"
formulas = ["La Comisión de Faros de las Naciones Unidas para los Mares del Norte"]
"""

TRY = """
from unres_site.loader import load
text = "751(XXXIX) Calendario\\n\\n"
text += "La Comisión de Faros de las Naciones Unidas para los Mares del Norte,\\n\\n"
text += "Recordando su resolución 700(XXXVI),\\n\\n1. Aprueba el calendario.\\n"
(read,) = load(text.encode(), "751.txt").resolutions
print(read.symbol, [one.kind for one in read.body])
"""


def run_with_organ(folder: Path, data: str) -> subprocess.CompletedProcess[str]:
    """Read a text of a new organ, with a copy of the package that has the organ's file."""
    package = Path(registry.__file__).parent.parent
    ignored = shutil.ignore_patterns("vendor", "__pycache__")
    shutil.copytree(package, folder / "unres_site", ignore=ignored)
    (folder / "unres_site" / "organs" / "E-LC.toml").write_text(data, "utf-8")
    variables = {**os.environ, "PYTHONPATH": str(folder), "PYTHONUTF8": "1"}
    return subprocess.run(
        [sys.executable, "-c", TRY],
        env=variables,
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_new_organ_is_one_file(tmp_path: Path) -> None:
    done = run_with_organ(tmp_path, NEW_ORGAN)
    found = done.stdout.strip()
    assert found == "E/LC/RES/751(XXXIX) ['preambular', 'operative']", done.stderr


def test_an_organ_that_numbers_by_sessions_says_when_they_are(tmp_path: Path) -> None:
    done = run_with_organ(tmp_path, NEW_ORGAN.replace("bracketed", "slashed"))
    assert "organs/E-LC.toml: an organ that numbers by sessions" in done.stderr
