"""The languages of resolutions: one data file each, named by its code. These files are the registry of languages.

A file whose name has a script too (`zh-Hant.toml`) is a variant of the language before the hyphen: the same language in
other characters. Its texts are read by the rules of the language, and published under the variant's code.

Patterns are written as people write the words, with `{placeholders}` and `[optional parts]`; see `patterns`. What a
language calls the organs is in the organs' files, or, for a language that they do not have yet, in its own.
"""

from __future__ import annotations

import functools
from itertools import chain
from pathlib import Path
from typing import Literal

import msgspec
from msgspec.structs import replace

from unres_site.languages.citation_words import CitationWords
from unres_site.languages.instrument_words import InstrumentWords
from unres_site.languages.reference_words import ReferenceWords
from unres_site.organs import OrganWords, list_data, list_organs, read_data
from unres_site.records import VoteSide

FOLDER = Path(__file__).parent


DivisionLevel = Literal["part", "chapter", "section", "article"]
"""Divisions of a statute, the largest first."""


class MastheadWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Patterns of the lines above the title, by the field they give; each must match a whole line.

    In a language's file `adoption` and `organ` have only what is said of no organ, or of every one. Lines of `sponsors`
    and `report` may also be below the title.
    """

    session: tuple[str, ...]
    agenda_item: tuple[str, ...]
    distribution: tuple[str, ...]
    organ: tuple[str, ...]
    adoption: tuple[str, ...] = ()
    sponsors: tuple[str, ...] = ()
    report: tuple[str, ...] = ()


class VoteWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Patterns within the closing sentence that tell how a text was adopted.

    `{count}` is a number of States, in digits or in words (`counts`); `{states}` are their names. One of the `joins`
    may precede the last name. `roll_call` has what heads the names in a roll call, by side. `abstention` are
    beginnings of that word: where one is without a count, no vote is read.
    """

    unanimous: tuple[str, ...]
    without: tuple[str, ...]
    in_favour: tuple[str, ...]
    against: tuple[str, ...]
    abstaining: tuple[str, ...]
    not_participating: tuple[str, ...] = ()
    counts: dict[str, int] = {}
    abstention: tuple[str, ...] = ()
    joins: tuple[str, ...] = ()
    roll_call: dict[VoteSide, tuple[str, ...]] = {}


class OpeningWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Patterns of the words that open a paragraph and are set apart from the rest; see `openings`.

    words   openings besides the language's openers
    before  what may come before one
    after   what may follow one
    plain   openers that are not set apart
    """

    words: tuple[str, ...]
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    plain: tuple[str, ...] = ()


class OtherDocuments(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Patterns of lines at the head of documents that are not resolutions, by the kind of document.

    provisional  a resolution whose text is not final yet
    """

    draft: tuple[str, ...]
    statement: tuple[str, ...]
    press_release: tuple[str, ...]
    extract: tuple[str, ...]
    provisional: tuple[str, ...]


class Language(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A language of resolutions.

    code       two letters (ISO 639-1): the file's name
    name       the language's name for itself
    badge      its sign in lists, of one or two letters
    tag        tag for HTML (BCP 47), where it says more than the code
    direction  of its script: `ltr` or `rtl`
    stemmer    name of its stemmer in PyStemmer; empty if there is none
    spaced     whether words are parted by spaces (a line break is then a space)
    organs     what it calls the organs, by the head of their symbols
    series     what people call a resolution and a decision before or after its number alone
    common     words that hardly any text of the language lacks
    closings   beginnings of a sentence that tells how and at which meeting the text was adopted
    vote       how a closing sentence tells the vote
    references  how it refers to places, treaties, records, and what the note before cites
    instruments  what treaties, declarations and programmes of action are called
    divisions  what heads the parts, chapters, sections and articles of an annexed statute; a rule or a principle with a
               number counts as an article
    note_words  beginnings of notes (`Ibid.`, 同上); they prove a note that no mark calls
    pages      words beside a page's number at its head or foot
    volume_heads  running heads of the volumes in which organs print their resolutions
    web_copies  lines that web copies add: where the text is from, rights, a request to recycle
    reissues   what a star behind a symbol calls: a note on the reissue of the document
    openers    words that often open a paragraph without a number; they settle what layout leaves open, nothing else
    opening    what more a page sets apart where a paragraph opens
    unbroken   words within which no line of a title ends, with spaces between them, in a language without spaces
    opener_endings  ends of such words, where they open with a capital
    opener_refusals  ends of the next word with which one of them opens nothing (вновь подтвердить, с целью)
    opener_adverbs  words that may come before an opener, in a language without spaces (又, 还)
    opener_links  the same, for words that come before one within a sentence more often; below a full line they open
                  nothing
    numerals   numbers written as words or signs, to their values (old meetings, dates and paragraph numbers)
    numeral_joins  what is between the words of such a number
    abbreviations  words that end with a point within a sentence
    decimal_sign  what decimal places follow
    multipliers   words after digits that multiply them, to their values (`million`)
    named_numbers  digits that are part of a name, with its words; other languages write the name without them
    markers    letters of sub-paragraphs in their order, beside the Latin ones
    sections   words that number sections, in their order
    part_letters  words for the letters of parts, in their order
    """

    name: str
    badge: str
    direction: Literal["ltr", "rtl"]
    spaced: bool
    dates: tuple[str, ...]
    months: dict[str, int]
    meetings: tuple[str, ...]
    closings: tuple[str, ...]
    annexes: tuple[str, ...]
    divisions: dict[DivisionLevel, tuple[str, ...]]
    pages: tuple[str, ...]
    title_numbers: tuple[str, ...]
    volume_heads: tuple[str, ...]
    web_copies: tuple[str, ...]
    reissues: tuple[str, ...]
    series: dict[Literal["RES", "DEC"], tuple[str, ...]]
    masthead: MastheadWords
    openers: tuple[str, ...]
    opening: OpeningWords
    citations: CitationWords
    references: ReferenceWords
    instruments: InstrumentWords
    vote: VoteWords
    common: tuple[str, ...]
    other_documents: OtherDocuments
    code: str = ""
    tag: str = ""
    stemmer: str = ""
    organs: dict[str, OrganWords] = {}
    numerals: dict[str, int] = {}
    numeral_joins: tuple[str, ...] = ()
    decimal_sign: str = ","
    multipliers: dict[str, int] = {}
    named_numbers: tuple[str, ...] = ()
    markers: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    part_letters: tuple[str, ...] = ()
    abbreviations: tuple[str, ...] = ()
    note_words: tuple[str, ...] = ()
    opener_endings: tuple[str, ...] = ()
    opener_adverbs: tuple[str, ...] = ()
    opener_links: tuple[str, ...] = ()
    opener_refusals: dict[str, tuple[str, ...]] = {}
    unbroken: str = ""

    @property
    def formulas(self) -> dict[str, tuple[str, ...]]:
        """Enacting formulas by the head of the organ's symbols, without their closing comma."""
        return {
            head: words.formulas
            for head, words in self.organs.items()
            if words.formulas
        }


class Variant(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A language in another script: its name for itself, and the characters that tell the two scripts apart.

    badge    its sign in lists
    own      characters that only the variant has, the most frequent ones
    instead  the same characters in the script of the language itself, in the same order
    """

    name: str
    badge: str
    own: str
    instead: str


CODES = list_data(FOLDER)
"""The codes of all languages and their variants, in alphabetical order."""


def get_primary_code(code: str) -> str:
    """The code of the language itself: `zh` for its variant `zh-Hant`, and for `zh`."""
    return code.partition("-")[0]


@functools.cache
def get_language(code: str) -> Language:
    """The language of that code, or the variant; KeyError if there is none."""
    if code not in CODES:
        raise KeyError(code)

    primary = get_primary_code(code)
    if code != primary:
        variant = _read_variant(code)
        named = replace(get_language(primary), name=variant.name, badge=variant.badge)
        return replace(named, tag=code, code=code)

    found = replace(read_data(FOLDER / f"{code}.toml", Language), code=code)
    return _add_organs(replace(found, tag=found.tag or code))


@functools.cache
def list_languages() -> tuple[Language, ...]:
    """All languages without their variants, in the order of `CODES`."""
    primary = {get_primary_code(code): None for code in CODES}
    return tuple([get_language(code) for code in primary])


def find_variant(code: str, text: str) -> str:
    """The code of the variant in whose script a text of that language is; the code itself if that is in none."""
    for variant in _list_variants(code):
        signs = _read_variant(variant)
        own = sum(map(text.count, signs.own))
        if own and own > sum(map(text.count, signs.instead)):
            return variant

    return code


@functools.cache
def _list_variants(code: str) -> tuple[str, ...]:
    others = [one for one in CODES if one != code]
    return tuple([one for one in others if get_primary_code(one) == code])


@functools.cache
def _read_variant(code: str) -> Variant:
    return read_data(FOLDER / f"{code}.toml", Variant)


def get_organ_name(head: str, code: str) -> str:
    """The full name of the organ with that head of symbols, in a language, else in English, else empty."""
    for one in (code, "en"):
        words = get_language(one).organs.get(head)
        if words:
            return words.name

    return ""


def _add_organs(own: Language) -> Language:
    """The language with what it calls the organs among its own words."""
    said = {
        head: organ.words[own.code]
        for head, organ in list_organs().items()
        if own.code in organ.words
    }
    if twice := said.keys() & own.organs.keys():
        raise ValueError(
            f"What {own.name} calls {', '.join(sorted(twice))} is in two files; keep it in one."
        )

    said |= own.organs
    words = said.values()
    masthead = replace(
        own.masthead,
        organ=(
            *own.masthead.organ,
            *chain.from_iterable(one.masthead for one in words),
        ),
        adoption=(
            *own.masthead.adoption,
            *chain.from_iterable(one.adoption for one in words),
        ),
    )
    headings = (*own.title_numbers, *chain.from_iterable(one.headings for one in words))
    closings = (*own.closings, *chain.from_iterable(one.closings for one in words))
    cited = tuple((head, words.cited) for head, words in said.items())
    return replace(
        own,
        organs=said,
        masthead=masthead,
        title_numbers=headings,
        closings=closings,
        citations=replace(own.citations, organs=cited),
    )
