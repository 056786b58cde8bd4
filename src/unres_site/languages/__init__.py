"""What the loader must know of a language, as data: one file a language.

Patterns are written as people write the words, with `{placeholders}` and `[optional parts]`; see `patterns`.
"""

from __future__ import annotations

import functools
from importlib import resources

import msgspec

from unres_site.languages.citation_words import CitationWords


class MastheadWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Patterns of the lines above the title, by the field they give; each must match a whole line."""

    session: tuple[str, ...]
    agenda_item: tuple[str, ...]
    adoption: tuple[str, ...]
    distribution: tuple[str, ...]
    organ: tuple[str, ...]


class Language(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A language of resolutions.

    spaced     whether words are parted by spaces (a line break is then a space)
    cased      whether an unnumbered paragraph opens with a capital
    formulas   enacting formulas by organ (`A` General Assembly, `S` Security Council), without their closing comma
    annex_heads   heads of the articles of an annexed agreement or statute
    pages      words beside a page's number at its head or foot
    openers    words that often open a paragraph without a number; they settle what layout leaves open, nothing else
    opener_endings  ends of such words, where they open with a capital
    opener_refusals  ends of the next word with which one of them opens nothing (вновь подтвердить, с целью)
    opener_adverbs  words that may stand before an opener, in a language without spaces (又, 还)
    opener_links  the same, which stand before one within a sentence more often; below a full line they open nothing
    numerals   numbers written as words or signs, to their values (old meetings, dates and paragraph numbers)
    markers    letters of sub-paragraphs in their order, beside the Latin ones
    """

    code: str
    name: str
    direction: str
    spaced: bool
    cased: bool
    formulas: dict[str, tuple[str, ...]]
    dates: tuple[str, ...]
    months: dict[str, int]
    meetings: tuple[str, ...]
    annexes: tuple[str, ...]
    annex_heads: tuple[str, ...]
    pages: tuple[str, ...]
    title_numbers: tuple[str, ...]
    masthead: MastheadWords
    openers: tuple[str, ...]
    citations: CitationWords
    numerals: dict[str, int] = {}
    markers: tuple[str, ...] = ()
    opener_endings: tuple[str, ...] = ()
    opener_adverbs: tuple[str, ...] = ()
    opener_links: tuple[str, ...] = ()
    opener_refusals: dict[str, tuple[str, ...]] = {}


CODES = ("zh", "en", "fr", "es", "ru", "ar")
"""The six official languages, in the order of the United Nations' own lists for a Chinese reader."""


@functools.cache
def language(code: str) -> Language:
    """The language of that code; KeyError where there is none."""
    if code not in CODES:
        raise KeyError(code)
    data = resources.files(__name__).joinpath(f"{code}.toml").read_bytes()
    return msgspec.toml.decode(data, type=Language)


@functools.cache
def languages() -> tuple[Language, ...]:
    """All languages, in the order of `CODES`."""
    return tuple(language(code) for code in CODES)
