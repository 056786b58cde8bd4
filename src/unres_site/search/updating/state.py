"""What a build leaves for the next one, so that the next can bring the search up to date."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec
import numpy as np

from unres_site.search.documents import CardColumns
from unres_site.search.index.fields import FieldCounts, Integers
from unres_site.search.terms.counting import TermCounts
from unres_site.search.updating.phrases import PhraseState


class SearchState(msgspec.Struct, array_like=True):
    """What the next build needs to know of the texts, in the archive's order, and of their terms.

    lengths   of each field in all texts: int32, little-endian
    sizes     the size of each group of terms, in bytes
    stems     word, its stem, and the number of texts that have both; sorted
    accented  the words and stems that have accents; sorted
    pieces    the first word of each piece of the vocabulary
    phrases   what an update of the table of counts needs to know
    """

    texts: CardColumns
    lengths: tuple[bytes, ...]
    sizes: dict[str, int]
    stems: list[tuple[str, str, int]]
    accented: list[str]
    pieces: list[str]
    phrases: PhraseState


def pack_lengths(fields: Iterable[Sequence[int] | Integers]) -> tuple[bytes, ...]:
    """The lengths of each field as `SearchState` has them."""
    arrays = [np.asarray(field, dtype="<i4") for field in fields]
    return tuple(array.tobytes() for array in arrays)


def unpack_lengths(state: SearchState) -> list[Integers]:
    """For each field an array of its length in each text, int64 of shape (texts,)."""
    found: list[Integers] = []
    for field in state.lengths:
        packed = np.frombuffer(field, dtype="<i4")
        found.append(packed.astype(np.int64))
    return found


def stems_of(fields: Iterable[TermCounts]) -> set[tuple[str, str]]:
    """The words of one text that have a stem, each with it."""
    return {pair for counts in fields for pair in counts.stems}


NO_COUNTS: FieldCounts = (TermCounts(b"", b"", (), (), 0),) * 3
"""The terms of a text that does not exist, for each field."""
