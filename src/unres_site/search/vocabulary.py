"""The words of the archive in order, with what stands for them: to look up beginnings and stems in.

A piece is text, its entries parted by spaces:

    resolut                 a word that is a term by itself
    resolution>resolut      a word, and the stem that stands for it
    resolucion>resolu       the same without its accents, where no word is spelled so
    resolv<resueltas        a stem with those of its words that do not begin with it

"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import accumulate

PIECE = 12_000
"""Characters of a piece, about a third of that when compressed."""

# A letter that may have an accent, a diaeresis or a hamza; й is a letter of its own.
# matches: é
# matches: أ
# rejects: й
ACCENTED = re.compile("[À-ɏЀ-ик-ӿؠ-ۓḀ-\u1fff]")


def pieces(words: Iterable[str], stems: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """The pieces, in the order of UTF-16 units, which is JavaScript's: the first word of each, and its text."""
    entries = _entries(words, stems)
    ordered = sorted(entries, key=_utf16)
    texts = [" ".join(entries[word]) for word in ordered]
    ends = list(accumulate(len(text) + 1 for text in texts))
    start = size = 0
    while start < len(texts):
        end = bisect_right(ends, size + PIECE, lo=start) + 1
        yield ordered[start], " ".join(texts[start:end])
        start, size = end, ends[min(end, len(ends)) - 1]


def plain(word: str) -> str:
    """A word in normal form without accents, letter for letter, as `plain` in `static/search/10-tokens.js` has it."""
    return word if word.isascii() else ACCENTED.sub(_bare, word)


def _entries(words: Iterable[str], stems: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    terms: defaultdict[str, list[str]] = defaultdict(list, {word: [word] for word in words})
    others = defaultdict[str, list[str]](list)
    for word, term in stems:
        terms[word].append(term)
        if not word.startswith(term):
            others[term].append(word)
    bare = defaultdict[str, dict[str, None]](dict)
    for word, found in terms.items():
        if plain(word) not in terms:
            bare[plain(word)].update(dict.fromkeys(found))
    entries: defaultdict[str, list[str]] = defaultdict(list)
    for word, targets in [*terms.items(), *bare.items()]:
        entries[word] = [word if term == word else f"{word}>{term}" for term in targets]
    for term, found in others.items():
        entries[term].append("<".join([term, *found]))
    return entries


def _bare(match: re.Match[str]) -> str:
    letters = [char for char in unicodedata.normalize("NFKD", match[0]) if unicodedata.category(char)[0] != "M"]
    return letters[0] if len(letters) == 1 else match[0]


def _utf16(word: str) -> bytes:
    return word.encode("utf-16-be", "surrogatepass")
