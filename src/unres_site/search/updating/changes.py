"""Changed texts, and the terms whose entries change with them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from unres_site.search.documents import SearchCard
from unres_site.search.index.fields import TEXT, FieldCounts
from unres_site.search.terms.counting import TermCounts, term_of
from unres_site.search.updating.state import NO_COUNTS, SearchState, unpack_lengths

FEW = 64
"""Changed texts: if there are more, all files are built."""

CHEAP = 200
"""Changed entries: up to this number, an update never takes longer than building all files."""

TERMS_PER_CHANGE = 4_000
"""Terms in all texts for each changed entry: if there are fewer, building all files takes less time."""


class TextChange(NamedTuple):
    """A change of the text with a number.

    before  its terms before; None if there was no text with this number
    card    None if there is no text with this number now. Then there is none with a higher number.
    now     its terms now; None as for `card`
    """

    number: int
    before: FieldCounts | None
    card: SearchCard | None
    now: FieldCounts | None


def is_update_cheaper(state: SearchState, changes: Sequence[TextChange]) -> bool:
    """Whether it takes less time to bring a search up to date than to build all its files."""
    entries = sum(1 for change in changes for _ in changed_terms(change))
    terms = int(unpack_lengths(state)[TEXT].sum())
    return entries <= max(CHEAP, terms // TERMS_PER_CHANGE)


def changed_terms(change: TextChange) -> Iterator[str]:
    """The terms whose entries a change touches. A term may come twice.

    An entry holds the length of the title and of the symbol, so all terms of these fields change with their lengths.
    """
    fields = zip(change.before or NO_COUNTS, change.now or NO_COUNTS, strict=True)
    for place, (before, now) in enumerate(fields):
        counts_before, counts_now = counts_by_term(before), counts_by_term(now)
        same_length = place == TEXT or before.length == now.length
        for term in counts_before.keys() | counts_now.keys():
            if not same_length or counts_before.get(term) != counts_now.get(term):
                yield term


def counts_by_term(counts: TermCounts) -> dict[str, int]:
    """How often each term of a field occurs."""
    grams = np.frombuffer(counts.grams, "<u4").tolist()
    gram_counts = np.frombuffer(counts.gram_counts, "<u2").tolist()
    found = dict(zip(map(term_of, grams), gram_counts, strict=True))
    found.update(zip(counts.words, counts.word_counts, strict=True))
    return found
