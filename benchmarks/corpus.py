"""Made-up resolutions in the layout of the project's own four texts: as many as wanted, the same ones each time.

    python benchmarks/corpus.py 20000 FOLDER     FOLDER/texts/58/58-1.txt …, FOLDER/pages/A/RES/58/1.md … (for Hugo)

A text has about 4,000 characters: 14 preambular and 16 operative paragraphs, 8 notes, some ten citations. Both files
say the same; one has the lines, marks, notes and running heads of an extracted PDF, the other is Markdown with
front matter.
"""

from __future__ import annotations

import argparse
import json
import random
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

FIRST_SESSION, A_SESSION = 31, 350
"""The first session whose symbols have a slash, and how many texts each has here."""

PREAMBLE, OPERATIVE, NOTES = 14, 16, 8
WIDTH, PAGE = 36, 34
"""Characters of a line, and lines of a page."""

RULE = " " * 59
IN_SYMBOLS = "0123456789/A"
OFTEN, SELDOM = 0.4, 0.35
"""How often a paragraph has a note, and a citation."""

with (Path(__file__).parent / "words.toml").open("rb") as words:
    WORDS = {name: row.split() for name, row in tomllib.load(words).items()}


class Number(NamedTuple):
    """A text's session and number, as in A/RES/58/58."""

    session: int
    number: int

    @property
    def short(self) -> str:
        """As people say it."""
        return f"{self.session}/{self.number}"


Piece = str | int | Number
"""Words, the mark of a note, or the number of a cited resolution."""


class Text(NamedTuple):
    """A made-up resolution: paragraphs are rows of pieces, notes are words."""

    number: Number
    title: str
    preamble: list[list[Piece]]
    operative: list[list[Piece]]
    notes: list[str]
    date: tuple[int, int, int]
    meeting: int


def make_number(index: int) -> Number:
    """The number of a text, counted from 0."""
    return Number(FIRST_SESSION + index // A_SESSION, index % A_SESSION + 1)


def make(index: int, total: int) -> Text:
    """Text `index` of a set of `total`. It depends on these two numbers alone."""
    dice = random.Random(f"text {index} of {total}")  # noqa: S311 - dice, no secrets
    notes: list[str] = []
    preamble = [
        make_paragraph(dice, choose(dice, "openers"), total, notes, "，")
        for _ in range(PREAMBLE)
    ]
    operative = [
        make_paragraph(dice, choose(dice, "actions"), total, notes, "；")
        for _ in range(OPERATIVE - 1)
    ]
    operative.append(
        ["决定将题为“", _make_title(dice), "”的项目列入大会下届会议临时议程。"]
    )
    number = make_number(index)
    date = (1945 + number.session, dice.randint(9, 12), dice.randint(1, 28))
    return Text(
        number,
        _make_title(dice),
        preamble,
        operative,
        notes,
        date,
        dice.randint(40, 99),
    )


def make_paragraph(
    dice: random.Random, opener: str, total: int, notes: list[str], end: str
) -> list[Piece]:
    """A paragraph, with a note if there are fewer than `NOTES`; the words of its note are added to them."""
    pieces: list[Piece] = [opener + _make_words(dice, dice.randint(30, 50))]
    if dice.random() < SELDOM:
        pieces += ["，回顾其第 ", make_number(dice.randrange(total)), " 号决议，"]
    if len(notes) < NOTES and dice.random() < OFTEN:
        notes.append(_make_note(dice))
        pieces.append(len(notes))
    return [*pieces, _make_words(dice, dice.randint(40, 70)) + end]


def _make_words(dice: random.Random, length: int) -> str:
    words = ""
    while len(words) < length:
        joined = choose(dice, "joined") if words else ""
        words += _make_phrase(dice, joined)
    return words


def _make_phrase(dice: random.Random, joined: str) -> str:
    kinds = ("who", "does", "subjects", "what")
    who, does, subject, what = [choose(dice, kind) for kind in kinds]
    return f"{joined}{who}{does}{subject}领域的{what}"


def choose(dice: random.Random, kind: str) -> str:
    """A word of a kind."""
    word: str = dice.choice(WORDS[kind])
    return word


def _make_title(dice: random.Random) -> str:
    """A title, of words that are chosen in their order.

    It has three subjects, so that hardly any two of 20,000 titles are alike. Texts of one title are a series, and a
    page for each compares it with the one before it, which takes as long as ten pages of texts. Hugo has no such pages.
    """
    kinds = ("does", "subjects", "subjects", "subjects", "what")
    does, subject, second, third, what = [choose(dice, kind) for kind in kinds]
    return f"{does}{subject}、{second}与{third}领域的{what}"


def _make_note(dice: random.Random) -> str:
    symbol = f"A/{dice.randint(31, 79)}/{dice.randint(1, 990)}"
    return dice.choice(
        [
            f"{symbol}。",
            f"见 {symbol}，附件。",
            f"{symbol}，第 {dice.randint(2, 60)} 段。",
        ]
    )


# --- as an extracted PDF


def write_seed(text: Text) -> str:
    """The text in the layout of the project's own texts: short lines, marks on their own lines, notes below a page."""
    lines = [f" {text.number.short}. {text.title} ", "", "", " 大会， ", ""]
    waiting: list[int] = []
    page, full, indent = 1, PAGE, " "
    numbered = [
        [f"{place}. ", *pieces] for place, pieces in enumerate(text.operative, 1)
    ]
    for pieces in (*text.preamble, *numbered):
        lines += _wrap(pieces, indent)
        waiting += [piece for piece in pieces if isinstance(piece, int)]
        indent = " "
        if len(lines) > full and pieces is not numbered[-1]:
            page, full = page + 1, len(lines) + PAGE
            lines += _write_foot(text, waiting, page)
            waiting, indent = [], "  " if page % 2 else " "
    year, month, day = text.date
    lines += [
        " ",
        f"{year} 年 {month} 月 {day} 日 ",
        "",
        f"第 {text.meeting} 次全体会议 ",
        " ",
    ]
    lines += _write_foot(text, waiting, 0)
    return "".join(f"{line}\n" for line in lines)


def _wrap(pieces: list[Piece], line: str) -> Iterator[str]:
    for piece in pieces:
        if isinstance(piece, int):
            yield from (line, f"{piece} ")
            line = ""
            continue
        line += piece.short if isinstance(piece, Number) else piece
        while len(line) > WIDTH:
            end = _find_end(line)
            yield from (line[:end], "")
            line = line[end:].lstrip(
                " "
            )  # a blank at the head of a line would open a paragraph
    yield from (f"{line} ", "")


def _find_end(line: str) -> int:
    """Where a line that is too long ends: not within a number or a symbol."""
    end = WIDTH
    while line[end - 1] in IN_SYMBOLS and line[end] in IN_SYMBOLS:
        end -= 1
    return end


def _write_foot(text: Text, notes: list[int], page: int) -> Iterator[str]:
    """The notes of a page, and the running head of the next, which has one where its number is even."""
    if notes:
        yield RULE
    for number in notes:
        yield from (
            f"{number}",
            f" {text.notes[number - 1]} ",
            *([""] if number != notes[-1] or page % 2 == 0 else []),
        )
    if page % 2 == 0 and page:
        yield from ("", "", f"A/RES/{text.number.short} ", "", f" {page} ", "")


# --- as Markdown


def write_markdown(text: Text) -> str:
    """The text as a page for Hugo: front matter, headings, a numbered list, notes."""
    year, month, day = text.date
    front = {
        "title": text.title,
        "date": f"{year}-{month:02}-{day:02}",
        "symbol": f"A/RES/{text.number.short}",
        "short": text.number.short,
        "weight": text.number.number,
        "sessions": [str(text.number.session)],
        "years": [str(year)],
        "cites": _list_cited(text),
        "meeting": text.meeting,
    }
    preamble = "".join(f"{_write_marked(pieces)}\n\n" for pieces in text.preamble)
    operative = "".join(
        f"{place}. {_write_marked(pieces)}\n\n"
        for place, pieces in enumerate(text.operative, 1)
    )
    notes = "".join(
        f"[^{number}]: {words}\n\n" for number, words in enumerate(text.notes, 1)
    )
    return f"{json.dumps(front, ensure_ascii=False, indent=1)}\n\n大会，\n\n{preamble}{operative}{notes}"


def _list_cited(text: Text) -> list[str]:
    """The resolutions that a text cites, each once, in the order of reading."""
    cited: dict[str, None] = {}
    for pieces in (*text.preamble, *text.operative):
        for piece in pieces:
            if isinstance(piece, Number):
                cited[piece.short] = None
    return list(cited)


def _write_marked(pieces: list[Piece]) -> str:
    return "".join(
        f"[^{piece}]"
        if isinstance(piece, int)
        else f"[{piece.short}](/A/RES/{piece.short}.html)"
        if isinstance(piece, Number)
        else piece
        for piece in pieces
    )


def write(total: int, folder: Path, *, pages: bool = True) -> None:
    """Write `total` texts below `folder/texts`, and the same as Markdown below `folder/pages`."""
    for index in range(total):
        text = make(index, total)
        session, number = text.number
        files = {
            folder / "texts" / f"{session}/{session}-{number}.txt": write_seed(text)
        }
        if pages:
            files[folder / "pages" / f"A/RES/{session}/{number}.md"] = write_markdown(
                text
            )
        for path, content in files.items():
            if text.number.number == 1:
                path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content, "utf-8", newline="\n")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Write made-up resolutions.")
    parser.add_argument("total", type=int)
    parser.add_argument("folder", type=Path)
    asked = parser.parse_args()
    write(asked.total, asked.folder)
