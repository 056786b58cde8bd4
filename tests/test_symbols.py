"""Symbols: the spellings of data/symbols, and what holds for every symbol and for every text."""

from __future__ import annotations

import re
import time
import tomllib
from pathlib import Path

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from tests.spellings import spellings
from unres_site import symbols
from unres_site.errors import SymbolError
from unres_site.symbols import (
    OFFICIAL_PATTERN,
    Symbol,
    make_official_link,
    make_symbol,
    parse,
)

DATA = Path(__file__).parent / "data" / "symbols"
SPELLINGS = tomllib.loads((DATA / "spellings.toml").read_text(encoding="utf-8"))
WAYS = [
    (text, way)
    for rows in SPELLINGS.values()
    for text, ways in rows.items()
    for way in ways
]
REFUSED = (DATA / "refused.txt").read_text(encoding="utf-8").splitlines()
CANONICAL = {text: kind for kind, rows in SPELLINGS.items() for text in rows}

SESSIONS = st.integers(31, 120).map(str) | st.builds(
    "{}-{}".format, st.sampled_from(["S", "ES"]), st.integers(1, 40)
)
ROMAN = st.sampled_from(
    [
        "I",
        "II",
        "III",
        "IV",
        "V",
        "IX",
        "XIV",
        "XIX",
        "XXIV",
        "XXX",
        "S-I",
        "S-VI",
        "ES-I",
    ]
)
NUMBERS, PARTS = st.integers(1, 9999), st.sampled_from(["", "A", "G", "Z", "AA", "DD"])
SERIES = st.sampled_from(["RES", "DEC"])
RESOLUTIONS = st.one_of(
    st.builds(make_symbol, st.just("A"), SERIES, SESSIONS | ROMAN, NUMBERS, PARTS),
    st.builds(
        make_symbol,
        st.just("A/HRC"),
        SERIES,
        st.integers(1, 99).map(str),
        NUMBERS,
        st.just(""),
    ),
    st.builds(
        make_symbol,
        st.just("E"),
        SERIES,
        st.integers(1978, 2099).map(str),
        NUMBERS,
        PARTS,
    ),
    st.builds(
        make_symbol, st.just("S"), SERIES, st.integers(1946, 2099).map(str), NUMBERS
    ),
)
COMPONENT = st.from_regex(r"\A[A-Z0-9]{1,5}(\.[0-9]{1,3})?\Z")
DOCUMENT = st.builds(
    "{}/{}/{}{}".format,
    st.sampled_from(["A", "S", "E", "CD", "ST", "FCCC"]),
    COMPONENT,
    st.integers(1, 99999),
    st.sampled_from(
        ["", "/Add.1", "/Corr.2", "/Rev.1/Add.3", "-S/1998/318", "(Vol.I)"]
    ),
)
PARTS_OF_SYMBOLS = (DATA / "pieces.txt").read_text(encoding="utf-8").splitlines()
PIECES = st.sampled_from([*PARTS_OF_SYMBOLS, " ", "\0"])
TEXTS = st.text(max_size=100) | st.lists(PIECES, max_size=12).map("".join) | DOCUMENT


def symbol_of(text: str) -> Symbol:
    """The symbol of a text that has one."""
    try:
        return parse(text)
    except SymbolError:
        assume(condition=False)
        raise


SYMBOLS = RESOLUTIONS | DOCUMENT.map(symbol_of)


@pytest.mark.parametrize(("text", "spelling"), WAYS)
def test_spellings_are_read_as_one_symbol(text: str, spelling: str) -> None:
    assert parse(spelling).text == text


@pytest.mark.parametrize(("text", "kind"), CANONICAL.items())
def test_resolutions_are_told_from_decisions_and_other_documents(
    text: str, kind: str
) -> None:
    symbol = parse(text)
    assert symbol.is_numbered == (kind != "documents")
    assert (symbol.is_numbered and symbol.series == "RES") == (kind == "resolutions")


@pytest.mark.parametrize("text", [*REFUSED, "", " ", "58/58" * 20])
def test_what_is_no_symbol_is_refused_in_one_sentence(text: str) -> None:
    with pytest.raises(SymbolError) as refusal:
        parse(text)
    assert re.fullmatch(r"[^\n]+\.", str(refusal.value))


@pytest.mark.parametrize(
    ("text", "short", "session", "number", "part", "folder"),
    [
        ("A/RES/49/75G", "49/75 G", "49", 75, "G", "A/RES/49"),
        ("A/RES/217(III)A", "217 A (III)", "III", 217, "A", "A/RES/III"),
        ("A/RES/2758(XXVI)", "2758 (XXVI)", "XXVI", 2758, "", "A/RES/XXVI"),
        ("A/RES/S-10/2", "S-10/2", "S-10", 2, "", "A/RES/S-10"),
        ("S/RES/1325(2000)", "1325 (2000)", "2000", 1325, "", "S/RES/2000"),
        ("A/DEC/60/519", "60/519", "60", 519, "", "A/DEC/60"),
        ("A/CONF.192/15", "A/CONF.192/15", None, 15, "", "A/CONF.192"),
        ("S/PRST/1999/28", "S/PRST/1999/28", "1999", 28, "", "S/PRST/1999"),
        ("A/52/871-S/1998/318", "A/52/871-S/1998/318", "52", 871, "", "A/52"),
        ("A/60/88/Corr.2", "A/60/88/Corr.2", "60", 88, "Corr.2", "A/60"),
        ("A/75/L.23/Add.1", "A/75/L.23/Add.1", "75", None, "L.23/Add.1", "A/75"),
        ("CD/1556", "CD/1556", None, 1556, "", "CD"),
        ("HRI/GEN/1/Rev.9", "HRI/GEN/1/Rev.9", None, 1, "Rev.9", "HRI/GEN"),
    ],
)
def test_components(
    text: str,
    short: str,
    session: str | None,
    number: int | None,
    part: str,
    folder: str,
) -> None:
    symbol = parse(text)
    assert (symbol.short, symbol.session, symbol.number, symbol.part) == (
        short,
        session,
        number,
        part,
    )
    assert (symbol.session_address, str(symbol)) == (folder, text)


def test_order_is_organ_session_number_part() -> None:
    ordered = (DATA / "order.txt").read_text(encoding="utf-8").splitlines()
    assert [symbol.text for symbol in sorted(map(parse, reversed(ordered)))] == ordered


def test_official_address_is_quoted() -> None:
    symbol = parse("217 A (III)").text
    assert (
        make_official_link(symbol, OFFICIAL_PATTERN, "zh")
        == "https://undocs.org/zh/A/RES/217(III)A"
    )
    assert make_official_link(
        symbol, "https://example.org/?s={symbol}&l={language}&{x}", "a b"
    ) == ("https://example.org/?s=A/RES/217(III)A&l=a%20b&{x}")


@given(SYMBOLS)
def test_canonical_text_is_read_back(symbol: Symbol) -> None:
    assert parse(symbol.text) == symbol == parse(symbol.text.lower())


@given(SYMBOLS)
def test_every_spelling_is_read_back(symbol: Symbol) -> None:
    ways = spellings(symbol)
    assert ways[0] == symbol.text
    assert len(set(ways)) == len(ways)
    assert all(parse(way) == symbol for way in ways)


@given(SYMBOLS)
def test_members_of_a_compound_are_symbols(symbol: Symbol) -> None:
    assert "-".join(symbol.members) == symbol.text
    assert all(parse(member).text == member for member in symbol.members)


@given(SYMBOLS)
def test_an_address_stays_in_its_folder(symbol: Symbol) -> None:
    assert re.fullmatch(r"[A-Za-z0-9().-]+(/[A-Za-z0-9().-]+)+", symbol.address)
    for component in symbol.address.split("/"):
        assert component[0] not in ".-"
        assert component[-1] != "."
        assert not re.search(r"\.(html|json|js|css)$", component, re.IGNORECASE)
    assert symbol.address.rpartition("/")[2].casefold() != "index"
    assert symbol.address.partition("/")[0].casefold() not in {
        "en",
        "zh",
        "ru",
        "assets",
        "schema",
        "years",
    }


@given(SYMBOLS, SYMBOLS)
def test_addresses_of_two_symbols_differ_by_more_than_case(
    one: Symbol, other: Symbol
) -> None:
    assert (one == other) == (one.address.casefold() == other.address.casefold())


@given(DOCUMENT, DOCUMENT)
def test_case_alone_makes_no_other_symbol(one: str, other: str) -> None:
    assert symbol_of(one) == symbol_of(one.swapcase())
    assert (symbol_of(one) == symbol_of(other)) == (one.casefold() == other.casefold())


@given(SYMBOLS, SYMBOLS, SYMBOLS)
@example(parse("A/60/88/Add.1"), parse("A/60/88/Add.01"), parse("A/60/88/Add.001"))
def test_order_is_total(one: Symbol, other: Symbol, third: Symbol) -> None:
    assert (one < other) + (one == other) + (one > other) == 1
    assert (one.sort_key == other.sort_key) == (one == other)
    assert not (one <= other <= third) or one <= third
    assert sorted([one, other, third]) == sorted([third, other, one])


@given(TEXTS)
def test_any_text_is_a_symbol_or_refused(text: str) -> None:
    try:
        symbol = parse(text)
    except SymbolError:
        return
    assert parse(symbol.text) == symbol


@pytest.mark.parametrize(
    "piece", [*PARTS_OF_SYMBOLS, "1(", "A/1-", "A.1", " ", "\u0fd4", "ﷺ"]
)
def test_hostile_texts_take_no_time(piece: str) -> None:
    start = time.process_time()
    for length in (symbols.LONGEST, 10**6):
        with pytest.raises(SymbolError):
            parse((piece * (length // len(piece) + 1))[:length])
    assert time.process_time() - start < 1
