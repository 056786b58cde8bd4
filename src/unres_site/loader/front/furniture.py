"""What page furniture looks like: running heads, page numbers, job numbers, addresses, rules, bullets.

A line of furniture is a row of cells, each of one kind. If columns were lost, one space separates the cells. The words
beside a page's number, and the names of the organs, come from the data of all languages: at this stage the language of
the text is not known yet.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterable, Sequence
from typing import Literal

from unres_site.deferred import Pattern, deferred
from unres_site.languages import list_languages, patterns
from unres_site.symbols.heads import RUNNING_HEAD

Kind = Literal["head", "address", "job", "page", "organ", "number"]
"""A symbol, a web address, a printer's number, a page's number, an organ's name, a number that says no more."""

# matches: 20-17648
# matches: 18-18418 (E)     071118
# matches: *1818418*
# matches: 03-45678
# rejects: 2015-2030
JOB_NUMBER = deferred(
    r"\d{2}-\d{5}(?:\s*\([A-Z]\))?(?:\s+\d{6})?|\*\d{7}\*|\d{6}", re.ASCII
)

# matches: 2/5
# matches: - 3 -
# matches: ٢/٥
# rejects: 58/241.
PAGE_NUMBER = deferred(r"(?:\d{1,3}/\d{1,3}|[-–—]\s?\d{1,3}\s?[-–—])(?!\S)")

# matches: 3
# matches: ٣
# rejects: III
LONE_NUMBER = deferred(r"\d{1,3}")

# matches: https://undocs.org/en/A/RES/75/141
# rejects: undocs
ADDRESS = deferred(r"(?:https?://|www\.)\S+")

# matches: __________________
# matches: ─────
# matches: -----
# matches: - - - - - -
# rejects: * * *
# rejects: - - -
RULE = deferred(r"[_‗―─—=]{4,}|(?:[-–_]\s?){5,}")

# matches: /...
# matches: /…
# matches: .../
# rejects: 和/或……
CONTINUATION = deferred(r"/\s?(?:\.{3}|…{1,2})|(?:\.{3}|…{1,2})\s?/")

# matches: calling upon States   /...
# rejects: and/...
CONTINUATION_AT_END = deferred(r"(?<=\s)/(?:\.{3}|…)$")

# matches: - 回顾以往
# matches: • Recalling
# rejects: -3
BULLET = deferred(r"[-•·▪‣]\s+(?=\S)")
BULLETS = "-•·▪‣"

# matches: 20-17700      1/4
# rejects: 20-17700 1/4
COLUMN_GAP = deferred(r"\s{2,}")

# matches: 18-18418 (E)     071118
# matches: A/RES/58/241
# matches: /...
# rejects: 大会，
# rejects: 1. Takes note
SIGNS = deferred(r"[A-Z\d\s/().*_‗―─—=–…-]+")
"""The signs of furniture without words."""

LONGEST_VOLUME_HEAD = 100
"""Characters of the longest running head of a volume, and of the longest line of a web copy."""

LONGEST_WORDS = 24
"""Characters of the longest line whose furniture may be words: `Page 2 of 5`, `第 2 页，共 5 页`."""

# matches: the inter‐ national
# rejects: international
LOOSE = deferred(r"[\s\u00ad‐‑-]+")


def may_be(text: str) -> bool:
    """Whether a line must be looked at closely; nearly all lines have signs that no furniture has."""
    is_han = "\u3400" <= text[0] <= "\u9fff"
    if not is_han and SIGNS.fullmatch(text):
        return not text.isdigit()
    if "   " in text:
        return True

    if len(text) > LONGEST_WORDS or (
        is_han and text[0] not in _list_han_before_pages()
    ):
        return False

    return _compile_page_words().fullmatch(text) is not None


def find_kinds(text: str) -> tuple[Kind, ...]:
    """The kinds of the cells that a line is made of; empty if it is not furniture."""
    found: list[Kind] = []
    at = len(text) if len(text) > patterns.LONGEST_LINE else 0
    while at < len(text):
        cell = _compile_cell().match(text, at)
        if cell is None:
            return ()
        found.append(cell.lastgroup)  # type: ignore[arg-type]  # the groups are named by the kinds
        at = cell.end()

    return tuple(found)


def find_opening(text: str) -> str:
    """The organ's name or the symbol at the head of a line, if something follows it; else empty."""
    cell = _compile_cell().match(text)
    if cell and cell.end() < len(text) and cell.lastgroup in {"organ", "head"}:
        return cell[0].rstrip()
    return ""


def find_volume_heads(lines: Sequence[str]) -> set[int]:
    """Indexes of the lines that are running heads of volumes of resolutions, in any language."""
    return _find_lines(lines, _list_volume_head_beginnings(), is_volume_head)


def find_web_copies(lines: Sequence[str]) -> set[int]:
    """Indexes of the lines that web copies add to a text, in any language."""
    return _find_lines(lines, _list_web_copy_beginnings(), is_web_copy)


def _find_lines(
    lines: Sequence[str], beginnings: Sequence[str], is_one: Callable[[str], bool]
) -> set[int]:
    """Indexes of the lines that `is_one` knows. It is asked only where the first sign is that of a beginning."""
    first_signs = {beginning[0] for beginning in beginnings}
    found: set[int] = set()
    for index, line in enumerate(lines):
        if line[0] in first_signs and is_one(line):
            found.add(index)

    return found


def is_volume_head(text: str) -> bool:
    """Whether a line is the running head of a volume of resolutions, in any language."""
    if not text.startswith(_list_volume_head_beginnings()):
        return False
    if len(text) > LONGEST_VOLUME_HEAD:
        return False
    return any(patterns.find(one, one.volume_heads, text) for one in list_languages())


@functools.cache
def _list_volume_head_beginnings() -> tuple[str, ...]:
    """The first words of such heads, which few other lines begin with."""
    return tuple(
        {
            head[:5].partition("{")[0]
            for one in list_languages()
            for head in one.volume_heads
        }
    )


def is_web_copy(text: str) -> bool:
    """Whether a line is one that web copies add to a text, in any language."""
    if len(text) > LONGEST_VOLUME_HEAD or not text.startswith(
        _list_web_copy_beginnings()
    ):
        return False
    return any(patterns.find(one, one.web_copies, text) for one in list_languages())


@functools.cache
def _list_web_copy_beginnings() -> tuple[str, ...]:
    """The first letters of such lines, which few other lines begin with."""
    beginnings: set[str] = set()
    for language in list_languages():
        beginnings.update([copy[:3] for copy in language.web_copies])

    return tuple(beginnings)


def squeeze(text: str) -> str:
    """The text without white space, hyphens and capitals, in which two printings of the same words are equal."""
    return LOOSE.sub("", text).casefold()


@functools.cache
def _list_han_before_pages() -> frozenset[str]:
    """The first characters of a page's number in words, in a language without spaces: 第, 共."""
    return frozenset(
        words[0] for one in list_languages() if not one.spaced for words in one.pages
    )


@functools.cache
def _compile_page_words() -> Pattern:
    """A page's number with words, in any language."""
    # matches: Page 2 of 5
    # matches: 第 2 页
    # rejects: Page two
    return deferred(
        "|".join(patterns.join_patterns(one, one.pages) for one in list_languages())
    )


@functools.cache
def _compile_cell() -> Pattern:
    """One cell and the white space after it."""
    expressions: dict[Kind, Iterable[str]] = {
        "head": (RUNNING_HEAD.pattern,),
        "address": (ADDRESS.pattern,),
        "job": (JOB_NUMBER.pattern,),
        "page": (PAGE_NUMBER.pattern, _compile_page_words().pattern),
        "organ": (
            f"(?i:{patterns.join_patterns(one, one.masthead.organ)})"
            for one in list_languages()
        ),
        "number": (LONE_NUMBER.pattern,),
    }
    cells = "|".join(
        f"(?P<{kind}>{'|'.join(those)})" for kind, those in expressions.items()
    )
    # matches: A/RES/58/58
    # matches: United Nations
    # matches: 2 03-50309
    # rejects: Recalling its resolution
    return deferred(rf"(?:{cells})(?!\S)\s*")
