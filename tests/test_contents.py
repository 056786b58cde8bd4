"""The contents of a resolution: parts, sections with the range of their paragraphs, annexes with their headings."""

from __future__ import annotations

import pytest

from tests.texts import resolution, words
from unres_site.messages import get_catalogue
from unres_site.records import Annex, Paragraph, ParagraphKind, Resolution
from unres_site.site.resolution.contents import (
    Section,
    find_operative_start,
    list_sections,
    write_contents,
)

MANY: tuple[ParagraphKind, ...] = ("operative",) * 41


def body(*kinds: ParagraphKind) -> tuple[Paragraph, ...]:
    """Paragraphs of these kinds; operative ones are numbered."""
    found: list[Paragraph] = []
    for place, kind in enumerate(kinds):
        number = kinds[: place + 1].count("operative")
        anchor = f"{kind[0]}{place}"
        label = str(number) if kind == "operative" else None
        found.append(Paragraph(kind, anchor, label, words(f"words {place}")))
    return tuple(found)


def contents(
    paragraphs: tuple[Paragraph, ...], annexes: tuple[Annex, ...] = ()
) -> list[str]:
    """The lines of the contents of a text that has these."""
    base = resolution("A/RES/1/1")
    values = {name: getattr(base, name) for name in base.__struct_fields__}
    record = Resolution(**{**values, "body": paragraphs, "annexes": annexes})
    return str(write_contents(get_catalogue("en"), record, "")).split("\n")


@pytest.mark.parametrize(
    ("kinds", "start"),
    [
        (("preambular", "operative"), 1),
        (("preambular", "heading", "operative"), 1),
        (("heading", "preambular", "heading", "heading", "operative"), 2),
        (("preambular", "table"), 2),
        (("operative",), 0),
        ((), 0),
    ],
)
def test_headings_before_the_first_operative_paragraph_belong_to_its_part(
    kinds: tuple[ParagraphKind, ...], start: int
) -> None:
    assert find_operative_start(body(*kinds)) == start


def test_sections_have_the_numbers_below_their_headings() -> None:
    found = list_sections(body("operative", "heading", "operative", "operative"))
    assert found == (
        Section("o0", "", [("o0", "1")]),
        Section("h1", "words 1", [("o2", "2"), ("o3", "3")]),
    )


def test_a_section_is_a_link_with_the_range_of_its_paragraphs() -> None:
    lines = contents(body("preambular", "heading", "operative", "operative"))
    assert lines == [
        '<li><a href="#p0">Preamble</a></li>',
        '<li><a href="#h1">Operative part</a>',
        "<ol>",
        '<li><a href="#h1">words 1</a> <span class="range">1–2</span></li>',
        "</ol>",
        "</li>",
    ]


def test_a_short_text_without_sections_links_each_number() -> None:
    (line,) = contents(body("operative", "operative"))
    numbers = '<p><a href="#o0">1</a> <a href="#o1">2</a></p>'
    assert line == f'<li><a href="#o0">Operative part</a> {numbers}</li>'


def test_a_long_text_without_sections_has_its_range() -> None:
    (line,) = contents(body(*MANY))
    assert line.endswith('Operative part</a> <span class="range">1–41</span></li>')


def test_no_line_of_a_heading_ends_within_a_chinese_word() -> None:
    heading = Paragraph("heading", "h1", None, words("海洋生物多样性"), label="十四")
    base = resolution("A/RES/1/1", language="zh")
    values = {name: getattr(base, name) for name in base.__struct_fields__}
    record = Resolution(**{**values, "body": (heading, *body("operative"))})
    written = str(write_contents(get_catalogue("zh"), record, ""))
    assert "十四 海洋<wbr>生物<wbr>多样性</a>" in written


def test_the_headings_of_an_annex_are_folded_behind_their_range() -> None:
    articles = tuple(
        Paragraph("heading", f"a{n}", str(n), words("Title"), label=f"Article {n}.")
        for n in (1, 2)
    )
    annex = Annex("annex1", "Annex", (), words("Statute"), articles)
    (line,) = contents((), (annex,))
    assert "<summary>Article 1–Article 2</summary>" in line
    assert '<li><a href="#a2">Article 2. Title</a></li>' in line
