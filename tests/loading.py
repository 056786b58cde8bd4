"""Short texts for the loader, and what a test asks of their records."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from unres_site.citations import find_citations, find_instruments
from unres_site.languages import get_language
from unres_site.loader import load
from unres_site.loader.clean.page_numbers import find_page_numbers
from unres_site.loader.decode.source import Line, SourceText, read_lines
from unres_site.loader.pieces import BodyLine, Words
from unres_site.records import Paragraph, Reading, Resolution

ENGLISH = get_language("en")
CLOSING = "60th plenary meeting\n1 December 2044\n"
CHINESE_CLOSING = "2044 年 12 月 1 日 \n\n第 60 次全体会议 \n"


def chinese(
    *paragraphs: str, title: str = " 99/1. 测试决议 \n", closing: str = CHINESE_CLOSING
) -> str:
    """A text in the seeds' layout: a space opens a paragraph, and blank lines are everywhere."""
    body = "".join(f" {paragraph} \n\n" for paragraph in paragraphs)
    return f"{title}\n\n 大会， \n\n{body}\n{closing}"


def english(
    *paragraphs: str, title: str = "99/1. Records\n", closing: str = CLOSING
) -> str:
    """A text without indents, in which blank lines part nothing."""
    body = "".join(f"{paragraph}\n" for paragraph in paragraphs)
    return f"{title}The General Assembly,\n{body}{closing}"


def passages(resolution: Resolution) -> Iterator[Paragraph]:
    """All paragraphs of a record, those of its annexes too."""
    waiting = [
        *resolution.body,
        *(one for annex in resolution.annexes for one in annex.body),
    ]
    while waiting:
        paragraph = waiting.pop(0)
        yield paragraph
        waiting[:0] = paragraph.children


def words(paragraph: Paragraph) -> str:
    return "".join(run.text or "" for run in paragraph.runs)


def read(text: str | bytes) -> Reading:
    return load(text.encode() if isinstance(text, str) else text, "99-1.txt")


def only(text: str | bytes) -> Resolution:
    (resolution,) = read(text).resolutions
    return resolution


def has_marks(text: str) -> bool:
    return any(run.note for paragraph in only(text).body for run in paragraph.runs)


def codes(text: str | bytes) -> list[str]:
    return [one.code for one in read(text).diagnostics]


def cites(text: str, code: str) -> list[str]:
    """The symbols that words cite."""
    return [
        symbol
        for one in find_citations(text, get_language(code), "A")
        for symbol in one.symbols
    ]


def line_of(text: str, gap: int = 0, indent: int = 0) -> BodyLine:
    place = Line(0, len(text), text, indent=indent, gap=gap, ruled=False, page=0)
    return BodyLine(place, [Words(0, len(text), text)])


def lines_of(*texts: str) -> list[Line]:
    """Lines below each other, each with its offsets."""
    return read_lines(SourceText("\n".join(texts), "99-1.txt", "", "utf-8"))


def name_of_an_instrument(text: str, code: str, *marks: int) -> str | None:
    """The first name of an instrument in words; `marks` are the offsets of note marks."""
    for start, end in find_instruments(text, code, marks):
        return text[start:end]
    return None


def pages_of(*lengths: int, first: int = 1) -> bool:
    """Lone numbers from `first` on divide a text into pages of so many lines, and are those of its pages."""
    rows = []
    numbered = []
    for number, length in enumerate(lengths, first):
        rows += [*["records,"] * (length - 1), str(number)]
        numbered.append(len(rows) - 1)
    lines = [replace(line, gap=1) for line in lines_of(*rows, "records,")]
    return find_page_numbers(lines) == frozenset(numbered)
