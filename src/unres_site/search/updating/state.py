"""What a build leaves for the next one, so that the next can bring the search up to date."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

import msgspec
import numpy as np

from unres_site.search.documents import CardColumns
from unres_site.search.index.fields import FieldCounts, Integers
from unres_site.search.index.slots import TextTable
from unres_site.search.terms.counting import TermCounts
from unres_site.search.terms.stems import make_term
from unres_site.search.updating.phrases import PhraseState


class SearchState(msgspec.Struct, array_like=True):
    """What the next build needs to know of the texts, in the order of their slots, and of their terms.

    places    of the texts' symbols (`index.slots`): int32, little-endian
    slots     of the texts: int32, little-endian
    lengths   of each field in all texts: int32, little-endian
    sizes     the size of each group of terms, in bytes
    stems     word, its term, and the number of texts that have both; sorted
    accented  the words and stems that have accents; sorted
    pieces    the first word of each piece of the vocabulary
    digests   of the files that the header leads to, joined, by kind
    phrases   what an update of the table of counts needs to know
    """

    texts: CardColumns
    places: bytes
    slots: bytes
    lengths: tuple[bytes, ...]
    sizes: dict[str, int]
    stems: list[tuple[str, str, int]]
    accented: list[str]
    pieces: list[str]
    digests: dict[str, str]
    phrases: PhraseState


def pack_numbers(numbers: Sequence[int] | Integers) -> bytes:
    """Numbers as `SearchState` has them."""
    return np.asarray(numbers, dtype="<i4").tobytes()


def unpack_numbers(packed: bytes) -> Integers:
    """Packed numbers as an array."""
    return np.frombuffer(packed, dtype="<i4").astype(np.int64)


def make_table(state: SearchState) -> TextTable:
    """The slots and lengths of all texts."""
    lengths = [unpack_numbers(field) for field in state.lengths]
    return TextTable(unpack_numbers(state.slots), lengths)


def list_texts(state: SearchState) -> list[tuple[str, str]]:
    """The symbol and the language of each text."""
    return list(zip(state.texts.symbols, state.texts.languages, strict=True))


def list_stems(fields: Iterable[TermCounts]) -> set[tuple[str, str]]:
    """The words of one text that are not their own terms, each with its term."""
    found = set[tuple[str, str]]()
    for counts in fields:
        for word in counts.list_words():
            term = make_term(word, counts.language)
            if term != word:
                found.add((word, term))

    return found


def count_stems(texts: Iterable[FieldCounts]) -> list[tuple[str, str, int]]:
    """The stems of all texts, as `SearchState` has them."""
    counts = defaultdict[str, Counter[str]](Counter)
    for fields in texts:
        words = defaultdict[str, set[str]](set)
        for one in fields:
            words[one.language].update(one.list_words())
        for language, different in words.items():
            counts[language].update(different)

    stems: list[tuple[str, str, int]] = []
    for language, counted in counts.items():
        for word, count in counted.items():
            term = make_term(word, language)
            if term != word:
                stems.append((word, term, count))

    return sorted(stems)


def change_stem(
    stems: list[tuple[str, str, int]], pair: tuple[str, str], difference: int
) -> None:
    """Change the number of texts that have a word and its term, in the list of a state. It has no row for none."""
    place = _find_stem(stems, pair)
    count = difference
    if has_stem(stems, pair):
        _, _, before = stems.pop(place)
        count += before
    if count:
        stems.insert(place, (*pair, count))


def has_stem(stems: Sequence[tuple[str, str, int]], pair: tuple[str, str]) -> bool:
    """Whether a text has a word and its term, by the list of a state."""
    place = _find_stem(stems, pair)
    return place < len(stems) and stems[place][:2] == pair


def _find_stem(stems: Sequence[tuple[str, str, int]], pair: tuple[str, str]) -> int:
    return bisect_left(stems, pair, key=lambda row: row[:2])


NO_COUNTS: FieldCounts = (TermCounts(),) * 3
"""The terms of a text that does not exist, for each field."""
