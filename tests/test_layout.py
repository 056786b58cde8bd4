"""What a text without its indents still tells by the widths of its lines, on paragraphs that are set here."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest

from unres_site.loader.body.layout import (
    NEAR,
    Layout,
    Measure,
    count_columns,
    find_layout,
    list_faces,
)
from unres_site.loader.decode.source import Line
from unres_site.loader.pieces import BodyLine, Words

WORDS = (
    "государства сотрудничества об и в развития осуществления мер доклад прав которые для всех Организации "
    "Объединенных Наций человека том числе укрепления международного мира безопасности между странами"
)
FULL = 80.0
INDENT = 4.0


def wrapped(words: list[str], measure: Measure, indent: float) -> Iterator[str]:
    """A paragraph's lines, the first by so much shorter."""
    line, room = words[0], FULL - indent
    for word in words[1:]:
        if measure(f"{line} {word}") > room:
            yield line
            line, room = word, FULL
        else:
            line = f"{line} {word}"
    yield line


def paragraphs(measure: Measure, indent: float, seed: int = 1) -> list[str]:
    """Lines of many paragraphs, all at the margin as an extractor gives them."""
    chance = random.Random(seed)  # noqa: S311  (no secret)
    lines: list[str] = []
    for _ in range(80):
        words = ["отмечая", *chance.choices(WORDS.split(), k=chance.randint(25, 70))]
        words[-1] += ","
        lines += wrapped(words, measure, indent)
    return lines


def laid_out(texts: list[str]) -> Layout:
    lines, start = [], 0
    for text in texts:
        end = start + len(text)
        lines.append(
            BodyLine(
                Line(start, end, text, 0, 0, ruled=False, page=0),
                [Words(start, end, text)],
            )
        )
        start = end + 1
    return find_layout(lines, spaced=True)


@pytest.mark.parametrize("measure", [count_columns, *list_faces()])
@pytest.mark.parametrize("seed", range(5))
def test_full_lines_tell_the_face_and_their_width(measure: Measure, seed: int) -> None:
    found = laid_out(paragraphs(measure, INDENT, seed))
    assert found.measure is measure
    assert found.full == pytest.approx(FULL, abs=1.0)


@pytest.mark.parametrize("measure", [count_columns, *list_faces()])
@pytest.mark.parametrize("indent", [0.0, INDENT])
def test_first_lines_show_an_indent_that_was_lost(
    measure: Measure, indent: float
) -> None:
    found = laid_out(paragraphs(measure, indent))
    assert found.first is not None
    assert FULL - indent - NEAR <= found.first <= FULL - indent + 2.0


def test_few_lines_show_none() -> None:
    found = laid_out(paragraphs(count_columns, INDENT)[:6])
    assert (found.measure, found.first) == (count_columns, None)
