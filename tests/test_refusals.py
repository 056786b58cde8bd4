"""Documents that are not resolutions, or can't be read: each is refused by the name of what it is."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from unres_site.loader import load
from unres_site.loader.assemble.printed.symbol import make_example
from unres_site.messages import get_catalogue
from unres_site.organs import list_organ_heads
from unres_site.settings import parse_sidecar
from unres_site.symbols import parse

DATA = Path(__file__).parent / "data" / "refusals.toml"
TEXTS = [
    pytest.param(code, text, id=f"{code}-{number}")
    for code, texts in tomllib.loads(DATA.read_text("utf-8")).items()
    for number, text in enumerate(texts, 1)
]
EXTRACT = (
    "[...]\n\nNoting that the lamps of the coasts are lit,\n\n1. Keeps them lit.\n"
)


@pytest.mark.parametrize(("code", "text"), TEXTS)
def test_a_text_is_refused_by_its_kind(code: str, text: str) -> None:
    reading = load(text.encode("utf-8", "surrogatepass"), "99-1.txt")
    errors = [one.code for one in reading.diagnostics if one.severity == "error"]
    assert (errors, reading.resolutions) == ([code], ())


@pytest.mark.parametrize("code", sorted({str(param.values[0]) for param in TEXTS}))
def test_a_refusal_says_what_a_sidecar_can_do(code: str) -> None:
    sentence = get_catalogue("en").messages[f"diagnostic.error.{code}.sentence"]
    assert "sidecar" in str(sentence)


def test_an_extract_is_published_if_a_sidecar_asks_for_it() -> None:
    sidecar = parse_sidecar("symbol: A/RES/99/1\norgan: A\n", "99-1.yml")
    (read,) = load(EXTRACT.encode(), "99-1.txt", sidecar).resolutions
    assert "closing-missing" in {one.code for one in read.diagnostics}


@pytest.mark.parametrize("head", list_organ_heads())
def test_the_example_of_a_missing_symbol_is_one_of_the_organ(head: str) -> None:
    assert parse(make_example(head)).organ.startswith(head)
