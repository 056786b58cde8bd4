"""The entries of changed terms: the published ones, with the changed counts."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

import numpy as np

from unres_site.search.index.entries import (
    DENSE,
    SlotPostings,
    decode_short_fields,
    decode_text_fields,
    edit_dense_field,
    encode_fields,
    make_entry,
    split_entry,
)
from unres_site.search.index.fields import FIELDS, TEXT, Integers
from unres_site.search.index.postings import Postings, TermRange
from unres_site.search.index.slots import TextTable
from unres_site.search.updating.changes import TextChange, map_counts
from unres_site.search.updating.published import PublishedIndex
from unres_site.search.updating.state import NO_COUNTS

SLOT_BITS = 32
"""More than a slot has."""

Edits = list[tuple[int, int]]
"""The slots of changed texts, ascending, and how often a term occurs in each."""


def update_entries(
    terms: Sequence[str],
    changes: Sequence[TextChange],
    before: PublishedIndex,
    table: TextTable,
) -> dict[str, str]:
    """The entries of some terms with the changed texts; an entry is empty if no text has its term.

    `table` has all texts as they are now. Raises ValueError if an entry has a text that is not among them.
    """
    edits = [_list_edits(terms, changes, place) for place in range(len(FIELDS))]
    texts: list[str] = []
    titles: list[str] = []
    symbols: list[str] = []
    dense: dict[str, str] = {}
    for number, term in enumerate(terms):
        text, title, symbol = split_entry(before.entry(term))
        if text.startswith(DENSE):
            edited = edit_dense_field(text, edits[TEXT][number])
            if edited:
                dense[term] = edited
                edits[TEXT][number] = []
                text = ""

        texts.append(text)
        titles.append(title)
        symbols.append(symbol)

    decoded = (
        decode_short_fields(symbols),
        decode_short_fields(titles),
        decode_text_fields(texts),
    )
    fields: list[Postings] = []
    for postings, edits_of_field in zip(decoded, edits, strict=True):
        now = _replace_counts(postings, _join_edits(edits_of_field))
        fields.append(_name_texts(now, table.slots))

    entries: dict[str, str] = {}
    numbers = np.arange(len(terms), dtype=np.uint32)
    changed = TermRange(list(terms), numbers, tuple(fields))
    for term, (text, *others) in encode_fields(changed, table):
        entries[term] = make_entry(term, (dense.get(term, text), *others))

    return entries


def _list_edits(
    terms: Sequence[str], changes: Sequence[TextChange], place: int
) -> list[Edits]:
    """For each term its counts in one field of the changed texts."""
    found: list[Edits] = [[] for _ in terms]
    for change in changes:
        counts = map_counts((change.now or NO_COUNTS)[place])
        for edits, term in zip(found, terms, strict=True):
            edits.append((change.slot, counts.get(term, 0)))

    return found


def _join_edits(edits: Sequence[Edits]) -> SlotPostings:
    """The edits of all terms as postings. Some may have a count of 0."""
    terms = np.repeat(np.arange(len(edits)), [len(own) for own in edits])
    pairs = np.array([*chain.from_iterable(edits)], dtype=np.int64).reshape(-1, 2)
    slots, counts = pairs.T
    return SlotPostings(terms, slots, counts)


def _replace_counts(found: SlotPostings, changed: SlotPostings) -> SlotPostings:
    """The postings with other counts for some texts. A count of 0 removes the text."""
    keys = _make_keys(found)
    new_keys = _make_keys(changed)
    places = np.searchsorted(keys, new_keys)
    is_held = np.append(keys, -1)[places] == new_keys
    places_now = places - np.cumsum(is_held) + is_held
    has_term = changed.counts > 0

    columns: list[Integers] = []
    for old, new in zip(found, changed, strict=True):
        kept = np.delete(old, places[is_held])
        columns.append(np.insert(kept, places_now[has_term], new[has_term]))

    return SlotPostings(*columns)


def _make_keys(postings: SlotPostings) -> Integers:
    """Numbers in the order of postings."""
    return postings.terms << SLOT_BITS | postings.slots


def _name_texts(postings: SlotPostings, slots: Integers) -> Postings:
    """The postings with the numbers of texts. `slots` are those of all texts."""
    texts = np.searchsorted(slots, postings.slots)
    found = np.append(slots, -1)[texts]
    if not np.array_equal(found, postings.slots):
        raise ValueError("an entry has a text that the index lacks")

    return Postings(
        terms=postings.terms.astype(np.uint32),
        texts=texts.astype(np.uint32),
        counts=postings.counts.astype(np.uint16),
    )
