"""How often each term occurs in a text: the terms of `tokens`, simplified, counted.

A term of one or two Han characters of the basic plane is a gram, a number of 32 bits: the UTF-16 units of both, the
second 0 if there is none. Grams sort as their terms do.

Words are counted as they are spelled. An archive has each word in many texts, so the index finds its stem once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

import msgspec
import numpy as np
from numpy.typing import NDArray

from unres_site.deferred import deferred
from unres_site.search.terms.characters import (
    BREAK,
    Units,
    are_different,
    decode,
    drop_han,
    find_grams,
    find_traits,
    find_units,
    has_pairs,
    is_han_unit,
    order_numbers,
)
from unres_site.search.terms.stems import make_term
from unres_site.search.terms.tokens import (
    count_items,
    list_date_terms,
    list_item_terms,
    list_known_terms,
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

SIGNS_OF_SYMBOLS = "/("
"""Each symbol has one of these."""

# A word that may be a symbol without its slashes (`tokens.COMPACT`).
# matches: ares5858
# rejects: resolution
COMPACT = deferred("res[0-9]{3}")

Item = tuple[str, str, int]
"""An item of `tokens.scan`: its kind, its text, and how often it occurs."""

WordCounts = dict[str, int]
"""How often each word or term occurs, in any order."""

Grams = NDArray[np.uint32]


class TermCounts(msgspec.Struct, frozen=True, array_like=True):
    """The terms of one field of one text.

    grams         ascending: uint32, little-endian
    gram_counts   how often each occurs: uint16, little-endian, at most `MOST`
    words         as they are spelled, separated by spaces; the term of each is its stem in `language` (`make_term`)
    word_counts   how often each occurs, as `gram_counts`
    others        the other terms, separated by spaces: of symbols and dates, Han characters beyond the basic plane
    other_counts  how often each occurs, as `gram_counts`
    length        of the field: the number of all its terms, each as often as it occurs
    language      of the words
    phrases       of the text field, the characters of title and text (`phrases.mark_places`), for the table of counts

    No word has white space. An archive has millions of words, so they are kept as one string of each text.
    """

    grams: bytes = b""
    gram_counts: bytes = b""
    words: str = ""
    word_counts: bytes = b""
    others: str = ""
    other_counts: bytes = b""
    length: int = 0
    language: str = ""
    phrases: bytes = b""

    def list_words(self) -> list[str]:
        """The words as they are spelled."""
        return self.words.split(" ") if self.words else []

    def list_others(self) -> list[str]:
        """The terms that are neither grams nor those of words."""
        return self.others.split(" ") if self.others else []


def count_text(text: str, language: str = "") -> TermCounts:
    """The counted terms of a text in a language; in none if that is empty."""
    return count_units(find_units(text), language)


def count_units(units: Units, language: str = "") -> TermCounts:
    """The same for the units of a text (`characters.find_units`)."""
    words = WordCounts()
    if has_pairs(units):
        normal = decode(units)
        items = list(count_items(normal))
        grams, others = _split_terms(_list_han_terms(items))
        _add_items([item for item in items if item[0] != "han"], words, others)
        _add_dates(normal, others)
    else:
        others = WordCounts()
        traits = find_traits(units)
        grams = find_grams(units, traits)
        _add_rest(drop_han(units, traits), words, others)
        if len(grams):
            _add_dates(decode(units), others)

    _add_compact(words, others)
    return _pack(grams, words, others, language)


def _add_dates(normal: str, others: WordCounts) -> None:
    """Count the terms of dates. A text without Han has none."""
    for term in list_date_terms(normal):
        others[term] = others.get(term, 0) + 1


def _add_items(items: Iterable[Item], words: WordCounts, others: WordCounts) -> None:
    """Count the words among items that are not Han, and the terms of the other ones."""
    for kind, found, count in items:
        if kind == "word":
            words[found] = words.get(found, 0) + count
        else:
            for term in list_known_terms(kind, found):
                others[term] = others.get(term, 0) + count


def _add_rest(rest: str, words: WordCounts, others: WordCounts) -> None:
    """Count the words and the other terms of a text without Han (`characters.drop_han`).

    Symbols are looked for only around their signs: that takes ten times as long as to split a text at its blanks.
    """
    plain, windows = _cut_windows(rest.replace(chr(BREAK), f" {chr(BREAK)} "))
    for sign in (chr(BREAK), *SIGNS_BETWEEN_WORDS):
        plain = plain.replace(sign, " ")

    words.update(Counter(plain.split()))
    _add_items(count_items(windows), words, others)


def _add_compact(words: WordCounts, others: WordCounts) -> None:
    """Count the terms that a word has as a symbol without its slashes."""
    if COMPACT.search(" ".join(words)):
        for word, count in words.items():
            _, *terms = list_item_terms("word", word)
            for term in terms:
                others[term] = others.get(term, 0) + count


def _cut_windows(text: str) -> tuple[str, str]:
    """The tokens that can't be in a symbol, and those that may be, with a break between runs of neighbours.

    Tokens are what is between two spaces.
    """
    plain: list[str] = []
    windows: list[str] = []
    done = 0
    for at in _list_signs(text):
        start = _find_start(text, done, at) if at > done else done
        if start > done:
            plain.append(text[done:start])
            windows.append(chr(BREAK))
        end = _find_end(text, at)
        windows.append(text[start:end])
        done = end

    plain.append(text[done:])
    return " ".join(plain), "".join(windows)


def _list_signs(text: str) -> list[int]:
    """The places of the signs of symbols in a text. To look for each takes less time than a pattern for both."""
    places: list[int] = []
    for sign in SIGNS_OF_SYMBOLS:
        at = text.find(sign)
        while at >= 0:
            places.append(at)
            at = text.find(sign, at + 1)

    return sorted(places)


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
    grams, others = _split_terms(terms)
    return _pack(grams, {}, others, "")


def add_terms(counts: TermCounts, terms: list[str]) -> TermCounts:
    """Counts to which a few terms are added, none of them a gram or a word."""
    if not terms:
        return counts

    others = Counter(_map(counts.list_others(), counts.other_counts))
    others.update(terms)
    names, other_counts = _join(others)
    return msgspec.structs.replace(
        counts,
        others=names,
        other_counts=other_counts,
        length=counts.length + len(terms),
    )


def map_words(counts: TermCounts) -> WordCounts:
    """How often each term other than a gram occurs. Words with the same stem count as one term."""
    found = _map(counts.list_others(), counts.other_counts)
    for word, count in _map(counts.list_words(), counts.word_counts).items():
        term = make_term(word, counts.language)
        found[term] = min(found.get(term, 0) + count, MOST)

    return found


def find_gram(term: str) -> int | None:
    """The gram of a term; None if it is a word."""
    if len(term) > LONGEST_GRAM:
        return None

    units = [ord(char) for char in term]
    if max(units, default=0) > LAST_UNIT:
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


def _pack(
    grams: Grams, words: WordCounts, others: WordCounts, language: str
) -> TermCounts:
    different, gram_counts = _count_grams(grams)
    word_names, word_counts = _join(words)
    other_names, other_counts = _join(others)
    return TermCounts(
        grams=different,
        gram_counts=gram_counts,
        words=word_names,
        word_counts=word_counts,
        others=other_names,
        other_counts=other_counts,
        length=len(grams) + sum(words.values()) + sum(others.values()),
        language=language,
    )


def _count_grams(grams: Grams) -> tuple[bytes, bytes]:
    """The different grams, and how often each occurs, as `TermCounts` has them."""
    if not len(grams):
        return b"", b""

    ordered = grams[order_numbers(grams)]
    starts = np.flatnonzero(are_different(ordered))
    counts = np.diff(starts, append=len(ordered))
    return ordered[starts].astype("<u4").tobytes(), _pack_counts(counts)


def _join(words: WordCounts) -> tuple[str, bytes]:
    """The words as one string, and how often each occurs."""
    if not words:
        return "", b""

    counts = np.fromiter(words.values(), dtype=np.int64, count=len(words))
    return " ".join(words), _pack_counts(counts)


def _map(names: list[str], counts: bytes) -> WordCounts:
    """How often each word occurs: the inverse of `_join`."""
    return dict(zip(names, np.frombuffer(counts, "<u2").tolist(), strict=True))


def _pack_counts(counts: NDArray[np.int64]) -> bytes:
    """Counts as `TermCounts` has them."""
    return np.minimum(counts, MOST).astype("<u2").tobytes()
