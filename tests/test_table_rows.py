"""The rows of the loader's tables, each held by a short text that is read otherwise without it.

`benchmarks/mutation.py` tells which rows no test holds.
"""

from __future__ import annotations

import re

import pytest

from tests.loading import (
    CLOSING,
    chinese,
    cites,
    codes,
    english,
    lines_of,
    name_of_an_instrument,
    only,
    pages_of,
    passages,
    read,
    words,
)
from unres_site.citations import find_citations
from unres_site.citations.phrases import match_phrase
from unres_site.languages import get_language
from unres_site.loader.assemble.printed.vote import read_vote
from unres_site.loader.front.masthead import read_masthead
from unres_site.records import Vote
from unres_site.text.labels import ROMAN


@pytest.mark.parametrize(
    ("code", "text", "name"),
    [
        ("zh", "回顾《行动纲领》，", "《行动纲领》"),
        ("en", "the Convention on the Sea and", "Convention on the Sea"),
        ("fr", "la Convention sur la mer, et", "Convention sur la mer"),
    ],
)
def test_each_style_of_instruments_has_its_finder(
    code: str, text: str, name: str
) -> None:
    assert name_of_an_instrument(text, code) == name


@pytest.mark.parametrize("ending", ["’s", "'s", "’", "'"])
def test_an_organ_before_the_word_resolution_may_have_each_ending(ending: str) -> None:
    text = f"recalling the Human Rights Council{ending} resolution 54/21"
    assert cites(text, "en") == ["A/HRC/RES/54/21"]


NOBODY = [
    ("en", "In favour: Chad. Against: {}", ["None", "none"]),
    ("fr", "Ont voté pour : Chad. Ont voté contre : {}", ["Néant"]),
    ("es", "Votos a favor: Chad. Votos en contra: {}", ["Ninguno"]),
    ("ru", "Голосовали за: Чад. Голосовали против: {}", ["нет", "Нет"]),
    ("zh", "赞成：乍得。反对：{}", ["无", "無"]),
    ("ar", "المؤيدون: تشاد. المعارضون: {}", ["لا أحد"]),
]


@pytest.mark.parametrize(("code", "closing", "nobody"), NOBODY)
def test_a_side_of_nobody_has_no_states(
    code: str, closing: str, nobody: list[str]
) -> None:
    for said in nobody:
        vote = read_vote([closing.format(said)], [], get_language(code))
        assert isinstance(vote, Vote)
        assert (vote.in_favour, vote.against) == (1, 0)


def test_a_space_of_a_phrase_may_be_missing_and_a_comma_is_of_any_script() -> None:
    phrase = re.compile(match_phrase("see, a b"))
    assert all(map(phrase.fullmatch, ("see, a b", "see،a b", "see， ab")))


@pytest.mark.parametrize(
    ("number", "is_misread"), [("999 9th", True), ("i0000th", False)]
)
def test_a_misread_number_of_a_meeting_has_four_digits_at_most(
    number: str, *, is_misread: bool
) -> None:
    text = "Resolution 978 (1984)\nof 4 April 1984\n\nThe Security Council,\n\n"
    text += "Recalling the letter of the keeper,\n\nDecides to light the lamp.\n\n"
    text += f"Adopted unanimously at the\n{number} meeting.\n"
    assert ("meeting-misread" in codes(text)) == is_misread


def test_a_special_session_is_named_by_seven_signs_before_the_number() -> None:
    assert cites("القرار د إ ط -10/1", "ar") == ["A/RES/ES-10/1"]


def test_roman_numerals_have_their_values() -> None:
    numerals = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xxix")
    assert [ROMAN[numeral] for numeral in numerals] == [*range(1, 11), 29]


@pytest.mark.parametrize(
    "encoding", ["utf-32-le", "utf-32-be", "utf-16-le", "utf-16-be"]
)
def test_a_text_with_a_byte_order_mark_is_read_in_any_language(encoding: str) -> None:
    reading = read(
        ("\ufeff" + english("1. Decides to keep its records.")).encode(encoding)
    )
    assert (reading.source.encoding, reading.resolutions[0].title) == (
        encoding,
        "Records",
    )


@pytest.mark.parametrize("furniture", ["2/2", "27-17868 (E)", "/...", "A/RES/99/1"])
def test_a_note_ends_with_its_page(furniture: str) -> None:
    note = "1 See the report of the archive\n"
    text = english(
        "1. Decides to keep the records1", note + furniture, "and to count them."
    )
    assert words(only(text).body[0]).endswith("and to count them.")


@pytest.mark.parametrize("sign", ["。", ".", ";", "；", "؛", "，"])
def test_notes_whose_rule_and_first_mark_are_lost_are_below_the_end_of_a_sentence(
    sign: str,
) -> None:
    marks = "".join(f"表示注意到报告， \n{number} \n" for number in (1, 2, 3))
    text = chinese(
        "回顾其决定，",
        f"1. {marks}并决定如下{sign}\n2 \n 见 A/99/2。 \n3 \n 见 A/99/3。 ",
        closing="",
    )
    assert (
        [note.number for note in only(text).notes if note.condition == "complete"]
        == ["2", "3"]
    ) == (sign != "，")


ENCODINGS = [
    *(
        ("utf-32-le", "\ufeff"),
        ("utf-32-be", "\ufeff"),
        ("utf-16-le", "\ufeff"),
        ("utf-16-be", "\ufeff"),
    ),
    *(("gb18030", ""), ("big5", ""), ("utf-16-le", ""), ("utf-16-be", "")),
]


@pytest.mark.parametrize(("encoding", "mark"), ENCODINGS)
def test_a_chinese_text_is_read_in_each_encoding(encoding: str, mark: str) -> None:
    text = "A/RES/99/1\n99/1. 大會的文書\n大會，\n回顧聯合國的決議，\n1. 決定保存文書。\n2044年12月1日\n"
    reading = read((mark + text).encode(encoding))
    assert (reading.source.encoding, reading.resolutions[0].title) == (
        encoding,
        "大會的文書",
    )


QUOTATIONS = ["“”", "«»", "「」", "『』", "„”"]


@pytest.mark.parametrize("signs", QUOTATIONS)
def test_a_quotation_begins_and_ends_with_its_signs(signs: str) -> None:
    opening, closing = signs[0], signs[1]
    body = (
        "1. Decides to adopt the following text:",
        f"{opening}Archives keep all records.",
        f"They count them.{closing}",
        "2. Decides to print it.",
    )
    text = "\n\n".join(("99/1. Records", "The General Assembly,", *body, CLOSING))
    kinds = [one.kind for one in passages(only(text))]
    assert kinds == ["operative", "quotation", "quotation", "operative"]


@pytest.mark.parametrize("signs", ["“”", "《》", "«»"])
def test_an_open_quotation_goes_on_below_a_colon(signs: str) -> None:
    opening, closing = signs[0], signs[1]
    body = (
        f"回顾其题为{opening}海上灯塔：",
        f"重申其作用{closing}的第71/288号决议，",
        "1. 决定出版海图。",
    )
    text = "\n".join(("99/1. 海图", "大会，", *body, "2044年12月1日"))
    assert len(only(text).body) == 2


def test_a_number_at_the_margin_of_an_indented_text_is_none() -> None:
    rows = [f"    {number}. Decides to keep all records." for number in range(1, 9)]
    rows[2] = "    3. Decides to do as is said in rules 1 to 3;\n4. is to be left out."
    text = "\n".join(("99/1. Records", "    The General Assembly,", *rows, CLOSING))
    assert len(only(text).body) == 8


@pytest.mark.parametrize(
    ("symbol", "code"),
    [
        ("A/C.3/99/L.1", "draft"),
        ("S/PRST/2044/1", "statement"),
        ("SC/12345", "press-release"),
    ],
)
@pytest.mark.parametrize("formula", ["", "The General Assembly,\n1. Decides.\n"])
def test_a_document_of_another_kind_is_named(
    symbol: str, code: str, formula: str
) -> None:
    assert codes(f"{symbol}\nRecords and their keeping\n{formula}") == [code]


@pytest.mark.parametrize(
    ("entry", "name"),
    [("General Assembly", "organ"), ("13 December 2044", "date-issued")],
)
def test_a_second_column_is_told_though_one_space_is_left(
    entry: str, name: str
) -> None:
    fields = read_masthead(lines_of(f"A/RES/99/1 {entry}"), get_language("en"))
    assert [(one.name, one.text) for one in fields][1:] == [(name, entry)]


def test_a_number_alone_on_its_line_is_a_heading() -> None:
    rows = ("99/1. 海图", "大会，", "回顾其决定，", "1. 决定出版。", "二", "2. 决定。")
    body = only("\n".join((*rows, "2044年12月1日"))).body
    assert [one.kind for one in body][2:] == ["heading", "operative"]


def test_letters_are_marks_of_notes() -> None:
    called = "Recalling the reports,ᵃ and the decisions,ᵇ"
    notes = "ᵃ See A/99/1.\nᵇ See A/99/2.\n"
    found = only(english(called, "1. Decides.", closing=CLOSING + notes)).notes
    assert [(one.number, one.condition) for one in found] == [
        ("a", "complete"),
        ("b", "complete"),
    ]


@pytest.mark.parametrize("first", [1, 2, 3])
def test_pages_may_begin_with_each_of_the_first_numbers(first: int) -> None:
    assert pages_of(40, 40, 40, first=first)


@pytest.mark.parametrize(
    ("number", "following"), [("(1)", "(ii)"), ("㈠", "(2)"), ("(一)", "(ii)")]
)
def test_a_list_goes_on_in_other_numerals(number: str, following: str) -> None:
    rows = ("1. 决定：", "(a) 保存：", f"{number} 文书；", f"{following} 灯塔；")
    item = only(chinese(*rows)).body[0].children[0]
    assert [one.label for one in item.children] == [number, following]


@pytest.mark.parametrize("heading", ["B. Plebiscite", "II. Archives"])
def test_a_heading_is_above_the_next_number_though_no_line_is_blank_above_it(
    heading: str,
) -> None:
    """As `B. Plebiscite` in S/RES/47 (1948), below a sentence that fills its line."""
    rows = (
        "1. Decides to keep all records of the archives of lamps and",
        "to count all of them, and to print the records of the lamps.",
        heading,
        "",
        "2. Decides to keep all lamps.",
    )
    kinds = [one.kind for one in only(english(*rows)).body]
    assert kinds == ["operative", "heading", "operative"]


SMALL_ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x")
CIRCLED = [*zip("㈠㈡㈢㈣㈤㈥㈦㈧㈨㈩", SMALL_ROMAN, strict=True)]


@pytest.mark.parametrize(("sign", "number"), CIRCLED)
def test_a_roman_number_is_within_the_letter_before(sign: str, number: str) -> None:
    """Chinese texts print it as one sign."""
    texts = (
        (f"paragraph 1 (a) (i) and ({number}) of resolution 58/58", "en"),
        (f"第58/58号决议第1段(a){sign}分段", "zh"),
    )
    for text, code in texts:
        found = find_citations(text, get_language(code), "A")
        places = [one.refers.places[-1] for one in found if one.refers]
        assert places == [f"paragraph1-a-{number}"]


MASTHEADS = [
    ("organ", "United Nations"),
    ("symbol", "A/RES/99/2"),
    ("distribution", "Distr.: General"),
    ("session", "Ninety-ninth session"),
    ("agenda-item", "Agenda item 5"),
    ("adoption", "Resolution adopted by the General Assembly"),
]


@pytest.mark.parametrize(("name", "line"), MASTHEADS)
def test_a_field_of_a_masthead_opens_the_second_resolution(
    name: str, line: str
) -> None:
    first = english("1. Decides to keep its records.", "Keeping them")
    found = read(first + english("1. Decides.", title=f"{line}\n99/2. Lamps\n"))
    assert name in [one.name for one in found.resolutions[1].fields]


@pytest.mark.parametrize("number", ["A", "I", "一"])
def test_the_first_section_has_its_number_below_the_preamble(number: str) -> None:
    rows = ("99/1. 海图", "大会，", "回顾其决定，", "", number, "", "决定出版海图。")
    kinds = [one.kind for one in only("\n".join((*rows, "2044年12月1日"))).body]
    assert kinds == ["preambular", "heading", "operative"]


LETTERS = [("с", "-c"), ("о", "-o"), ("р", "-p"), ("х", "-x"), ("е", "")]


@pytest.mark.parametrize(("letter", "place"), LETTERS)
def test_a_cyrillic_letter_that_looks_latin_is_the_latin_one(
    letter: str, place: str
) -> None:
    text = f"подпункте ({letter}) пункта 1 резолюции 58/1"
    (found, *_) = find_citations(text, get_language("ru"), "A")
    assert found.refers is not None
    assert found.refers.places == (f"paragraph1{place}",)
