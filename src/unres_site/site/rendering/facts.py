"""What scripts must know of languages, organs and symbols: the same facts as in Python, written as a script.

The scripts set `globalThis.unresFacts`. They come first in each bundle whose other scripts need them (see `assets`).

    languages  name, tag and direction by code, of variants, too
    heads      heads of organs' symbols, in small letters, the longest first
    owner      the head of the organ whose resolutions need no name: 58/58 is A/RES/58/58
    symbols    parts of regular expressions, for texts in the normal form of the search

The second script adds what only the grammar of queries needs:

    words      what people write before a symbol: names and short names of organs, and what a resolution is called
    months     by their names in all languages
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

import msgspec

from unres_site.deferred import deferred
from unres_site.languages import CODES, Language, get_language, list_languages
from unres_site.messages import ENGLISH
from unres_site.organs import fragments, list_organs
from unres_site.search.terms import tokens

SHORT = 3
"""Letters of the short name of a month in English."""

# matches: 联合国
# rejects: united nations
HAN = deferred(f"[{tokens.HAN}]")


def list_facts() -> dict[str, Any]:
    """The facts of the first script, by the names that scripts use."""
    return {
        "languages": {
            one.code: {"name": one.name, "tag": one.tag, "direction": one.direction}
            for one in map(get_language, CODES)
        },
        "heads": fragments.HEADS.lower().split("|"),
        "owner": next(
            head.lower() for head, organ in list_organs().items() if organ.bare_slashed
        ),
        "symbols": {
            "slashed": fragments.FOLDED_SLASHED,
            "bracketed": fragments.FOLDED_BRACKETED,
            "series": fragments.FOLDED_SERIES,
            "document": fragments.FOLDED_DOCUMENT,
            "compact": tokens.COMPACT.pattern,
        },
    }


@cache  # several bundles begin with it
def write_facts_script() -> bytes:
    """The facts as a classic script."""
    facts = msgspec.json.encode(list_facts())
    return b"globalThis.unresFacts=" + facts + b";\n"


@cache
def write_words_script() -> bytes:
    """The words around symbols and the names of months, added to the facts by a classic script."""
    words = {"words": _list_words(), "months": _list_months()}
    encoded = msgspec.json.encode(words)
    return b"Object.assign(globalThis.unresFacts,%b);\n" % encoded


def _list_months() -> dict[str, int]:
    """The months by their names in normal form, and by short ones; Arabic has two names for each."""
    found: dict[str, int] = {}
    for language in list_languages():
        for name, month in language.months.items():
            for one in tokens.normalize(name).split("/"):
                found[one] = month
                if language.code == ENGLISH:
                    found[one[:SHORT]] = month

    return {name: month for name, month in found.items() if not name.isdecimal()}


def _list_words() -> dict[str, list[str]]:
    """Words before a symbol as parts of regular expressions. Those in Han need no space after them."""
    found: dict[str, list[str]] = {"han": [], "other": []}
    words = set(map(tokens.normalize, _find_words_before_symbols()))
    for word in sorted(words):
        kind = "han" if HAN.search(word) else "other"
        found[kind].append(word.replace(".", r"\."))

    return found


def _find_words_before_symbols() -> Iterator[str]:
    """All words that people write before a symbol, in all languages, as they are printed."""
    for organ in list_organs().values():
        yield from organ.abbreviations

    for language in list_languages():
        yield from _find_words_of(language)


def _find_words_of(language: Language) -> Iterator[str]:
    for words in language.series.values():
        yield from words

    yield from language.citations.signs_before
    yield from language.masthead.organ
    for _, cited in language.citations.organs:
        yield from cited
