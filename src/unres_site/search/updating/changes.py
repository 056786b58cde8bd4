"""Changed texts, and the terms whose entries change with them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from unres_site.search.documents import SearchCard
from unres_site.search.index.fields import TEXT, FieldCounts
from unres_site.search.terms.counting import TermCounts, map_words, name_grams
from unres_site.search.updating.state import NO_COUNTS, SearchState, make_table

FEW = 64
"""Changed texts: if there are more, all files are built."""

CHEAP = 200
"""Changed entries: up to this number, an update never takes longer than building all files."""

TERMS_PER_CHANGE = 4_000
"""Terms in all texts for each changed entry: if there are fewer, building all files takes less time."""


class TextChange(NamedTuple):
    """A change of the text with a symbol in a language.

    before  its terms before; None if there was no such text
    card    None if there is no such text now
    now     its terms now; None as for `card`
    slot    of the text (`index.slots`), once it is known
    """

    symbol: str
    language: str
    before: FieldCounts | None
    card: SearchCard | None
    now: FieldCounts | None
    slot: int = 0


def is_update_cheaper(state: SearchState, changes: Sequence[TextChange]) -> bool:
    """Whether it takes less time to bring a search up to date than to build all its files."""
    entries = sum(1 for change in changes for _ in find_changed_terms(change))
    terms = int(make_table(state).lengths[TEXT].sum())
    return entries <= max(CHEAP, terms // TERMS_PER_CHANGE)


def find_changed_terms(change: TextChange) -> Iterator[str]:
    """The terms whose entries a change touches. A term may come twice.

    An entry holds the length of the title and of the symbol, so all terms of these fields change with their lengths.
    """
    fields = zip(change.before or NO_COUNTS, change.now or NO_COUNTS, strict=True)
    for place, (before, now) in enumerate(fields):
        counts_before = map_counts(before)
        counts_now = map_counts(now)
        same_length = place == TEXT or before.length == now.length
        for term in counts_before.keys() | counts_now.keys():
            if not same_length or counts_before.get(term) != counts_now.get(term):
                yield term


def map_counts(counts: TermCounts) -> dict[str, int]:
    """How often each term of a field occurs."""
    grams = name_grams(np.frombuffer(counts.grams, "<u4"))
    gram_counts = np.frombuffer(counts.gram_counts, "<u2").tolist()
    found = dict(zip(grams, gram_counts, strict=True))
    found.update(map_words(counts))
    return found
