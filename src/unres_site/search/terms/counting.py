"""How often each term occurs in a text: the terms of `tokens`, simplified and stemmed, counted.

A term of one or two Han characters of the basic plane is a gram, a number of 32 bits: the UTF-16 units of both, the
second 0 if there is none. Grams sort as their terms do. All other terms are called words here: symbols, words, and Han
characters beyond the basic plane.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache

import msgspec
import numpy as np
from numpy.typing import NDArray

from unres_site.deferred import deferred
from unres_site.search.terms.characters import (
    BREAK,
    Units,
    decode,
    drop_han,
    find_grams,
    find_traits,
    find_units,
    has_pairs,
    is_han_unit,
)
from unres_site.search.terms.stems import make_term
from unres_site.search.terms.tokens import (
    count_items,
    list_date_terms,
    list_item_terms,
)

MOST = 0xFFFF
"""The highest count of a term in a text. A term that occurs more often is counted as if it occurred this often."""

LONGEST_GRAM = 2
"""Characters of a gram, at most."""

LAST_UNIT = 0xFFFF
"""The last character of the basic plane."""

SIGNS_BETWEEN_WORDS = ".)-_"
"""What a token without the signs of symbols has between words."""

BEFORE_SIGN, AFTER_SIGN = 2, 1
"""Tokens of a symbol before and after one with `/` or `(`, at most: `217 A (III)`, `49/75 G`."""

# matches: 58/58
# matches: 1325(2000)
# rejects: 58.58
SIGN_OF_SYMBOL = deferred("[/(]")

MOST_KNOWN = 1 << 17
"""Items of a language whose terms are kept in memory."""

Item = tuple[str, str, int]
"""An item of `tokens.scan`: its kind, its text, and how often it occurs."""

WordCounts = dict[str, int]
"""How often each word occurs, in any order."""

WordStems = dict[str, str]
"""The terms of words that are not their own terms."""

Grams = NDArray[np.uint32]


class TermCounts(msgspec.Struct, frozen=True, array_like=True):
    """The terms of one field of one text.

    grams        ascending: uint32, little-endian
    gram_counts  how often each occurs: uint16, little-endian, at most `MOST`
    words        the other terms, sorted as Python sorts strings, separated by spaces
    word_counts  how often each occurs, as `gram_counts`
    length       of the field: the number of all its terms, each as often as it occurs
    stems        the words that are not their own terms, each with a space and its term; sorted, separated by line feeds
    phrases      of the text field, the characters of title and text (`phrases.mark_places`), for the table of counts

    No word has white space. An archive has millions of words, so they are kept as one string of each text.
    """

    grams: bytes
    gram_counts: bytes
    words: str
    word_counts: bytes
    length: int
    stems: str = ""
    phrases: bytes = b""

    def list_words(self) -> list[str]:
        """The words, sorted."""
        return self.words.split(" ") if self.words else []

    def list_stems(self) -> list[str]:
        """The words that are not their own terms, each with a space and its term."""
        return self.stems.split("\n") if self.stems else []


def count_text(text: str, language: str = "") -> TermCounts:
    """The counted terms of a text. Words of a language that has a stemmer are stemmed."""
    return count_units(find_units(text), language)


def count_units(units: Units, language: str = "") -> TermCounts:
    """The same for the units of a text (`characters.find_units`)."""
    if has_pairs(units):
        normal = decode(units)
        items = list(count_items(normal))
        grams, words = _split_terms(_list_han_terms(items))
        others = [item for item in items if item[0] != "han"]
        stems = _add_items(others, language, words)
        _add_dates(normal, words)
    else:
        traits = find_traits(units)
        grams = find_grams(units, traits)
        words = {}
        stems = _add_others(drop_han(units, traits), language, words)
        if len(grams):
            _add_dates(decode(units), words)

    return _pack(grams, words, stems)


def _add_dates(normal: str, words: WordCounts) -> None:
    """Count the terms of dates. A text without Han has none."""
    for term in list_date_terms(normal):
        words[term] = words.get(term, 0) + 1


def _add_items(items: Iterable[Item], language: str, words: WordCounts) -> WordStems:
    """Count the terms of items that are not Han; gives the stems of words."""
    stems: WordStems = {}
    known_words = _get_known_words(language)
    for kind, found, count in items:
        is_word = kind == "word"
        terms = known_words[found] if is_word else _list_known_terms(kind, found)
        for term in terms:
            words[term] = words.get(term, 0) + count
        if is_word and terms[0] != found:
            stems[found] = terms[0]

    return stems


def _add_others(rest: str, language: str, words: WordCounts) -> WordStems:
    """Count the terms of a text without Han (`characters.drop_han`); gives the stems of words.

    Symbols are looked for only around their signs: that takes ten times as long as to split a text at its blanks.
    """
    plain, windows = _cut_windows(rest.replace(chr(BREAK), f" {chr(BREAK)} "))
    stems = _add_items(count_items(windows), language, words)

    for sign in (chr(BREAK), *SIGNS_BETWEEN_WORDS):
        plain = plain.replace(sign, " ")

    known_words = _get_known_words(language)
    for word, count in Counter(plain.split()).items():
        terms = known_words[word]
        for term in terms:
            words[term] = words.get(term, 0) + count
        if terms[0] != word:
            stems[word] = terms[0]

    return stems


def _cut_windows(text: str) -> tuple[str, str]:
    """The tokens that can't be in a symbol, and those that may be, with a break between runs of neighbours.

    Tokens are what is between two spaces.
    """
    plain: list[str] = []
    windows: list[str] = []
    done = 0
    for sign in SIGN_OF_SYMBOL.finditer(text):
        at = sign.start()
        start = _find_start(text, done, at) if at > done else done
        if start > done:
            plain.append(text[done:start])
            windows.append(chr(BREAK))
        end = _find_end(text, at)
        windows.append(text[start:end])
        done = end

    plain.append(text[done:])
    return " ".join(plain), "".join(windows)


def _find_start(text: str, done: int, at: int) -> int:
    """Where the tokens before a sign start that may be in its symbol, from `done` on."""
    for _ in range(BEFORE_SIGN + 1):
        space = text.rfind(" ", done, at)
        if space < 0:
            return done
        at = space

    return at + 1


def _find_end(text: str, at: int) -> int:
    """Where the tokens after a sign end that may be in its symbol."""
    for _ in range(AFTER_SIGN + 1):
        space = text.find(" ", at)
        if space < 0:
            return len(text)
        at = space + 1

    return at


def _list_han_terms(items: Iterable[Item]) -> Iterator[str]:
    """The terms of Han among counted items, each as often as it occurs."""
    for kind, found, count in items:
        if kind == "han":
            for term in list_item_terms(kind, found):
                yield from [term] * count


def count_terms(terms: Iterable[str]) -> TermCounts:
    """The counts of given terms."""
    return _pack(*_split_terms(terms), {})


def add_terms(counts: TermCounts, terms: list[str]) -> TermCounts:
    """Counts with a few more words."""
    if not terms:
        return counts

    words = Counter(map_words(counts))
    words.update(terms)
    names, word_counts = _list_words(words)
    return msgspec.structs.replace(
        counts,
        words=names,
        word_counts=word_counts,
        length=counts.length + len(terms),
    )


def map_words(counts: TermCounts) -> dict[str, int]:
    """How often each word occurs."""
    word_counts = np.frombuffer(counts.word_counts, "<u2").tolist()
    return dict(zip(counts.list_words(), word_counts, strict=True))


def find_gram(term: str) -> int | None:
    """The gram of a term; None if it is a word."""
    units = [ord(char) for char in term]
    if len(units) > LONGEST_GRAM or max(units, default=0) > LAST_UNIT:
        return None
    if not all(is_han_unit(unit) for unit in units):
        return None

    first, second = [*units, 0][:2]
    return first << 16 | second


def name_grams(grams: Grams) -> list[str]:
    """The terms of grams."""
    codes = np.stack([grams >> 16, grams & 0xFFFF], axis=1).astype("<u4")
    names: list[str] = codes.view("<U2")[:, 0].tolist()
    return names


def _split_terms(terms: Iterable[str]) -> tuple[Grams, WordCounts]:
    """All grams among some terms, and the words, counted."""
    words = WordCounts()
    grams = list[int]()
    for term in terms:
        gram = find_gram(term)
        if gram is None:
            words[term] = words.get(term, 0) + 1
        else:
            grams.append(gram)

    return np.array(grams, dtype=np.uint32), words


class _KnownWords(dict[str, tuple[str, ...]]):
    """The terms of words in a language; the first has the stem. They are found once."""

    def __init__(self, language: str) -> None:
        self._language = language

    def __missing__(self, word: str) -> tuple[str, ...]:
        if len(self) >= MOST_KNOWN:
            self.clear()

        first, *others = list_item_terms("word", word)
        self[word] = found = (make_term(first, self._language), *others)
        return found


@cache
def _get_known_words(language: str) -> _KnownWords:
    return _KnownWords(language)


@lru_cache(maxsize=MOST_KNOWN)
def _list_known_terms(kind: str, found: str) -> tuple[str, ...]:
    """The terms of an item that is not a word, such as a number; kept for the next text that has it."""
    return tuple(list_item_terms(kind, found))


def _pack(grams: Grams, words: WordCounts, stems: WordStems) -> TermCounts:
    different, counts = np.unique(grams, return_counts=True)
    names, word_counts = _list_words(words)
    with_stem = [f"{word} {stems[word]}" for word in sorted(stems)]
    return TermCounts(
        grams=different.astype("<u4").tobytes(),
        gram_counts=_pack_counts(counts),
        words=names,
        word_counts=word_counts,
        length=len(grams) + sum(words.values()),
        stems="\n".join(with_stem),
    )


def _list_words(words: WordCounts) -> tuple[str, bytes]:
    """The words, sorted and joined, and how often each occurs."""
    names = sorted(words)
    counts = np.array([words[name] for name in names], dtype=np.int64)
    return " ".join(names), _pack_counts(counts)


def _pack_counts(counts: NDArray[np.int64]) -> bytes:
    """Counts as `TermCounts` has them."""
    return np.minimum(counts, MOST).astype("<u2").tobytes()
