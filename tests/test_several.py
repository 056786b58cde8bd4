"""Several resolutions of one file, and what is alone on a line: how far the rules for them reach."""

from __future__ import annotations

import pytest

from tests.loading import CLOSING, codes, english, line_of, lines_of, only, read
from unres_site.languages import get_language, patterns
from unres_site.loader.body.layout import find_layout
from unres_site.loader.clean.page_numbers import find_page_numbers
from unres_site.loader.front.formula import find_opening
from unres_site.loader.front.several import find_text_above
from unres_site.pipeline.sources.reading import make_entry
from unres_site.text.labels import read_label

FIRST = english("1. Decides to keep its records.")


def masthead(*above: str) -> list[str]:
    """The agenda items of a second resolution, below lines that may be of its masthead."""
    rows = [*above, "99/2. Lamps", "The General Assembly,", "1. Decides.", CLOSING]
    _, second = read(FIRST + "\n".join(rows)).resolutions
    return [field.text for field in second.fields if field.name == "agenda-item"]


def test_a_symbol_that_a_file_has_twice_is_said_where_it_comes_again() -> None:
    rows = ["99/1. Lamps", "The General Assembly,", "1. Decides.", CLOSING]
    text = FIRST + "\n".join(rows)
    entry = make_entry(read(text))
    (again,) = [one for one in entry.diagnostics if one.severity == "error"]
    assert text.splitlines()[again.line - 1][again.column - 1 :] == "99/1. Lamps"
    assert again.code == "duplicate-symbol"
    assert [one.title for one in entry.summaries] == [read(FIRST).resolutions[0].title]


@pytest.mark.parametrize(("count", "found"), [(23, 23), (24, 23)])
def test_a_masthead_within_a_file_has_so_many_lines(count: int, found: int) -> None:
    assert len(masthead(*[f"Agenda item {n}" for n in range(count)])) == found


@pytest.mark.parametrize(("count", "found"), [(3, 1), (4, 0)])
def test_lines_that_are_no_field_may_be_within_a_masthead(
    count: int, found: int
) -> None:
    assert len(masthead("Agenda item 1", *["of lamps (A/99/2)"] * count)) == found


@pytest.mark.parametrize(("count", "found"), [(20, True), (21, False)])
def test_paragraph_1_above_a_title_is_of_another_resolution(
    count: int, *, found: bool
) -> None:
    rows = lines_of("99/1. Records", "1. Decides", *["to keep"] * (count - 2), "them.")
    assert (find_text_above(rows, len(rows), get_language("en")) is not None) == found


@pytest.mark.parametrize(("word", "at"), [("Distribution", 0), ("Distributio", 4)])
def test_a_formula_without_comma_is_one_if_text_is_below_it(word: str, at: int) -> None:
    rows = ("The General Assembly", "Lamps that burn.", f"{word}.", "99/2. Lamps")
    opening = find_opening(lines_of(*rows, "The General Assembly,", "Noting"))
    assert opening is not None
    assert opening.at == at


@pytest.mark.parametrize(("deepest", "opens"), [(30, 15), (31, 0)])
def test_an_indent_opens_paragraphs_up_to_a_column(deepest: int, opens: int) -> None:
    rows = [line_of("records,", indent=at) for at in (0, deepest, 0, deepest)]
    assert find_layout(rows, spaced=True).indent == opens


def pages(*lengths: int) -> list[int]:
    """The numbers found below pages of so many lines, a last page of ten lines below them."""
    rows: list[str] = []
    for number, length in enumerate(lengths, 1):
        rows += [*["of the lamps"] * (length - 1), "", str(number), ""]
    lines = lines_of(*rows, *["of the lamps"] * 10)
    return [int(lines[index].text) for index in sorted(find_page_numbers(lines))]


@pytest.mark.parametrize(
    ("lengths", "found"),
    [
        ((15, 15), [1, 2]),
        ((14, 14), []),
        ((16,), [1]),
        ((20, 20, 32), [1, 2, 3]),
        ((20, 20, 20, 33), []),
        ((30, 48, 30, 30), [1, 2, 3, 4]),
    ],
)
def test_lone_numbers_at_like_distances_are_pages(
    lengths: tuple[int, ...], found: list[int]
) -> None:
    assert pages(*lengths) == found


@pytest.mark.parametrize(
    "text",
    [
        english("1. Decides to go to", "", "17", "", "lamps and to light them."),
        english("", "Noting all lamps,", "", "1 bis. Decides to light them.", ""),
        english("", "1. Decides:", "", "(a) To light;", "", "(xz) To keep.", ""),
    ],
)
def test_what_may_be_a_number_of_something_is_reported(text: str) -> None:
    assert "unread-line" in codes(text)


def test_a_heading_is_not_taken_for_that_of_a_text_whose_symbol_begins_alike() -> None:
    rows = ["A/RES/99/1", "Records", "The General Assembly,", "1. Decides.", CLOSING]
    other = ["A/RES/99/10", "Lamps", *rows[2:]]
    found = read("\n".join([*rows, *other])).resolutions
    assert [one.symbol for one in found] == ["A/RES/99/1", "A/RES/99/10"]


def test_letters_behind_z_begin_with_a_letter_twice_or_with_a() -> None:
    for second in ("bb", "ab"):
        letters = [*"abcdefghijklmnopqrstuvwxyz", "aa", second]
        rows = [f"({letter}) To light lamp {n};" for n, letter in enumerate(letters)]
        (_, list_of_lamps) = only(english("Noting,", "1. Decides:", *rows)).body
        assert len(list_of_lamps.children) == len(letters)


@pytest.mark.parametrize(
    ("code", "line"),
    [
        ("ru", "1 декабря 2044 г."),
        ("es", "1 de diciembre del 2044"),
        ("fr", "1ᵉʳ décembre 2044"),
        ("fr", "1 er décembre 2044"),
        ("ar", "1 ديسمبر 2044"),
        ("ar", "1 كانون الأول 2044"),
        ("zh", "２０４４年１２月１日"),
    ],
)
def test_a_date_is_read_in_each_of_its_spellings(code: str, line: str) -> None:
    assert patterns.read_date(get_language(code), line) == (2044, 12, 1)


@pytest.mark.parametrize("text", ["1° Prend note", "２．　决定", "(ab) To light"])
def test_a_label_is_read_in_each_of_its_spellings(text: str) -> None:
    assert read_label(text, get_language("fr")) is not None
