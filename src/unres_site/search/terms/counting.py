"""How often each term stands in a text: `tokens`, simplified and counted.

It is done by arrays of characters, which takes a tenth of the time.
A term of one or two Han characters is a number, its gram: the UTF-16 units of both, the second 0 where there is none.
So grams sort as their terms do. All other terms are words here: symbols, words, and Han beyond the basic plane.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from functools import cache, lru_cache
from itertools import chain

import msgspec
import numpy as np
from numpy.typing import NDArray

from unres_site.search.terms.simplified import simplify, table
from unres_site.search.terms.stems import stem
from unres_site.search.terms.tokens import BLANKS, IDLE, item_terms, items, normalize

Units = NDArray[np.uint16]
"""UTF-16 units of a text."""

HAN_RANGES = ((0x3005, 0x3005), (0x3007, 0x3007), (0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF))
"""The Han characters of the basic plane, as in `tokens.HAN`; first and last."""

COMPATIBLE = ((0x2E80, 0x2FDF), (0x3190, 0x319F), (0x3200, 0x33FF), (0xD800, 0xDFFF), (0xF900, 0xFAFF))
"""Units that a normal form may make a Han character of: radicals, enclosed ones, doubles; first and last."""

_UNSEEN, _MANIFOLD = 0, 0xFFFF
_MATCHES, _DIFFERS = 1, 2
_BREAK = 1
"""A control character, which parts terms and is in none, not even as white space."""

_HANGUL = "HANGUL "


class Counts(msgspec.Struct, frozen=True, array_like=True):
    """The terms of one field of one text.

    grams   numbers (see above), ascending, 32 bits each in the order of little ends; `gram_counts` how often each
            stands there, 16 bits (no text that the loader accepts has so many of one)
    words   the other terms, in the order of Python's strings, and how often each stands there
    length  of the field: the number of all its terms
    stems   the words whose term is another one, their stem, with it
    """

    grams: bytes
    gram_counts: bytes
    words: tuple[str, ...]
    word_counts: tuple[int, ...]
    length: int
    stems: tuple[tuple[str, str], ...] = ()


def count_text(text: str, language: str = "") -> Counts:
    """The terms of a text, as often as `tokens` has them: simplified; in a language that has stems, words as these."""
    units = normal_units(text)
    if units is None:
        found = list(items(simplify(normalize(text))))
        grams, words = _parted(chain.from_iterable(item_terms(*one) for one in found if one[0] == "han"))
        rest: Iterable[tuple[str, str]] = (one for one in found if one[0] != "han")
    else:
        han = _is_han()[units]
        grams, words, rest = _grams(units, han), Counter[str](), items(_without_han(units, han))
    stems: dict[str, str] = {}
    for kind, word in rest:
        terms = _terms(kind, word, language)
        words.update(terms)
        if kind == "word" and terms[0] != word:
            stems[word] = terms[0]
    return _packed(grams, words, stems)


def count_terms(terms: Iterable[str]) -> Counts:
    """The same for terms that are at hand already."""
    return _packed(*_parted(terms), {})


def _parted(terms: Iterable[str]) -> tuple[NDArray[np.uint32], Counter[str]]:
    words, grams = Counter[str](), list[int]()
    for term in terms:
        gram = gram_of(term)
        if gram is None:
            words[term] += 1
        else:
            grams.append(gram)
    return np.array(grams, dtype=np.uint32), words


def add_terms(counts: Counts, terms: Iterable[str]) -> Counts:
    """Counts with a few more words."""
    words = Counter(dict(zip(counts.words, counts.word_counts, strict=True)))
    more = list(terms)
    words.update(more)
    found = sorted(words)
    return msgspec.structs.replace(
        counts,
        words=tuple(found),
        word_counts=tuple(words[word] for word in found),
        length=counts.length + len(more),
    )


def gram_of(term: str) -> int | None:
    """The number of a term of one or two Han characters of the basic plane, else None."""
    if len(term) > 2 or not all(ord(char) < 0x10000 and is_han_unit(ord(char)) for char in term):  # noqa: PLR2004 - two
        return None
    return ord(term[0]) << 16 | (ord(term[1]) if term[1:] else 0)


def term_of(gram: int) -> str:
    """The term of a gram."""
    return chr(gram >> 16) + (chr(gram & 0xFFFF) if gram & 0xFFFF else "")


def suspects(text: str) -> str:
    """The characters of a text that may be traditional, each once; the others' normal forms have none."""
    units = np.frombuffer(text.encode("utf-16-le", "surrogatepass"), dtype="<u2")
    found = units[_is_suspect()[units]]
    chars = sorted(set(found.tobytes().decode("utf-16-le", "surrogatepass")))
    return "".join(chars)


@cache
def _is_suspect() -> NDArray[np.bool_]:
    """Traditional characters, and what may become one: compatibility forms, and units beyond the basic plane."""
    suspect = np.zeros(0x10000, dtype=np.bool_)
    suspect[list(table())] = True
    for first, last in COMPATIBLE:
        suspect[first : last + 1] = True
    return suspect


def is_han_unit(unit: int) -> bool:
    """Whether a UTF-16 unit is a Han character by itself."""
    return _han_units()[unit] == 1


def normal_units(text: str) -> Units | None:
    """The units of `normalize(text)`, simplified; None where these need more than a look at each character by itself.

    Normal forms join characters only where marks or Hangul letters stand, and units stand for characters only in the
    basic plane. Characters whose form has several, or none, are few, and replaced one kind at a time.
    """
    normal = _mapped(text)
    manifold = {text[at] for at in np.flatnonzero(normal == _MANIFOLD)} if len(normal) == len(text) else None
    if manifold is None or any(map(_is_joining, manifold)):
        return None
    if not manifold:
        return normal
    for char in manifold:
        text = text.replace(char, normalize(char))
    normal = _mapped(text)
    return None if _MANIFOLD in normal else normal


def _mapped(text: str) -> Units:
    units = np.frombuffer(text.encode("utf-16-le", "surrogatepass"), dtype="<u2")
    table = _normal_form()
    normal: Units = table[units]
    unseen = units[normal == _UNSEEN]
    if len(unseen):
        for unit in np.unique(unseen):
            table[unit] = _normal_unit(chr(unit))
        normal = table[units]
    return normal


def _normal_unit(char: str) -> int:
    """The one unit that a character becomes; `_MANIFOLD` where it is none or several, or joins its neighbours."""
    if char == "\0":
        return _BREAK
    normal = simplify(normalize(char))
    alone = len(normal) == 1 and _UNSEEN < ord(normal) < _MANIFOLD and not _is_joining(char)
    return ord(normal) if alone else _MANIFOLD


def _is_joining(char: str) -> bool:
    return unicodedata.category(char) in {"Mn", "Mc", "Me", "Cs"} or unicodedata.name(char, "").startswith(_HANGUL)


@cache
def _normal_form() -> Units:
    return np.zeros(0x10000, dtype=np.uint16)


@cache
def _is_han() -> NDArray[np.bool_]:
    table = np.zeros(0x10000, dtype=np.bool_)
    for first, last in HAN_RANGES:
        table[first : last + 1] = True
    return table


@cache
def _han_units() -> bytes:
    """The same as bytes, which are quicker to ask about one unit."""
    return _is_han().tobytes()


def _grams(units: Units, han: NDArray[np.bool_]) -> NDArray[np.uint32]:
    """Each Han character, and each two that are neighbours but for white space."""
    firm = ~_is_in(units, BLANKS)
    places = np.flatnonzero(han[firm])
    alone = units[firm][places].astype(np.uint32) << 16
    both = np.flatnonzero(places[1:] - places[:-1] == 1)
    return np.concatenate([alone, alone[both] | alone[both + 1] >> 16])


def _without_han(units: Units, han: NDArray[np.bool_]) -> str:
    """The rest of a text, a break for each run of Han and of what is in no term."""
    idle = han | _is_in(units, IDLE)
    kept = ~idle
    kept[1:] |= ~idle[:-1]
    rest: bytes = np.where(idle, _BREAK, units)[kept].astype("<u2").tobytes()
    return rest.decode("utf-16-le", "surrogatepass")


def _is_in(units: Units, pattern: re.Pattern[str]) -> NDArray[np.bool_]:
    """Which units a pattern for one character or more matches, each by itself."""
    table = _matching(pattern)
    unseen = units[table[units] == _UNSEEN]
    for unit in np.unique(unseen) if len(unseen) else ():
        table[unit] = _MATCHES if pattern.match(chr(unit)) else _DIFFERS
    found: NDArray[np.bool_] = table[units] == _MATCHES
    return found


@cache
def _matching(_: re.Pattern[str]) -> NDArray[np.uint8]:
    """Whether a pattern matches each unit, as far as texts had it."""
    return np.zeros(0x10000, dtype=np.uint8)


@lru_cache(maxsize=1 << 16)
def _terms(kind: str, found: str, language: str) -> tuple[str, ...]:
    terms = tuple(item_terms(kind, found))
    return terms if kind != "word" else (stem(terms[0], language), *terms[1:])


def _packed(grams: NDArray[np.uint32], words: Counter[str], stems: dict[str, str]) -> Counts:
    ordered = np.sort(grams)
    starts = np.flatnonzero(np.concatenate([ordered[:1] == ordered[:1], ordered[1:] != ordered[:-1]]))
    counts = np.diff(starts, append=len(ordered))
    found = sorted(words)
    return Counts(
        grams=ordered[starts].astype("<u4").tobytes(),
        gram_counts=np.minimum(counts, 0xFFFF).astype("<u2").tobytes(),
        words=tuple(found),
        word_counts=tuple(words[word] for word in found),
        length=len(grams) + words.total(),
        stems=tuple(sorted(stems.items())),
    )
