"""The entries of changed terms: the published ones, with the changed counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from unres_site.search.index.entries import (
    DENSE,
    TermPostings,
    decode_fields,
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

Counts = list[tuple[int, int]]
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
    counts = [_list_counts(terms, changes, place) for place in range(len(FIELDS))]
    dense: dict[str, str] = {}
    fields: list[list[TermPostings]] = [[] for _ in FIELDS]
    for term in terms:
        text, title, symbol = split_entry(before.entry(term))
        edited = None
        if text.startswith(DENSE):
            edited = edit_dense_field(text, counts[TEXT][term])
        if edited:
            dense[term] = edited
            text = ""

        decoded = decode_fields((text, title, symbol))
        for place, postings in enumerate(decoded):
            is_done = place == TEXT and edited
            now = postings
            if not is_done:
                now = _replace_counts(*postings, counts[place][term])
            fields[place].append(now)

    entries: dict[str, str] = {}
    changed = _make_range(terms, fields, table.slots)
    for term, (text, *others) in encode_fields(changed, table):
        entries[term] = make_entry(term, (dense.get(term, text), *others))

    return entries


def _list_counts(
    terms: Sequence[str], changes: Sequence[TextChange], place: int
) -> Mapping[str, Counts]:
    """For each term its counts in one field of the changed texts."""
    found: dict[str, Counts] = {term: [] for term in terms}
    for change in changes:
        counts = map_counts((change.now or NO_COUNTS)[place])
        for term in terms:
            found[term].append((change.slot, counts.get(term, 0)))

    return found


def _replace_counts(slots: Integers, counts: Integers, changed: Counts) -> TermPostings:
    """The postings of a term with other counts for some texts. A count of 0 removes the text."""
    pairs = np.array(changed, dtype=np.int64).reshape(-1, 2)
    new_slots, new_counts = pairs.T
    is_kept = ~np.isin(slots, new_slots)
    has_term = new_counts > 0
    all_slots = np.concatenate([slots[is_kept], new_slots[has_term]])
    all_counts = np.concatenate([counts[is_kept], new_counts[has_term]])
    order = np.argsort(all_slots)
    return all_slots[order], all_counts[order]


def _make_range(
    terms: Sequence[str], fields: Sequence[Sequence[TermPostings]], slots: Integers
) -> TermRange:
    """The postings of some terms as a range, in which a term's number is its place. `slots` are those of all texts."""
    return TermRange(
        names=list(terms),
        numbers=np.arange(len(terms), dtype=np.uint32),
        fields=tuple([_join_postings(field, slots) for field in fields]),
    )


def _join_postings(postings: Sequence[TermPostings], slots: Integers) -> Postings:
    own_slots = [np.zeros(0, dtype=np.int64)]
    own_counts = [np.zeros(0, dtype=np.int64)]
    for slots_of_term, counts_of_term in postings:
        own_slots.append(slots_of_term)
        own_counts.append(counts_of_term)

    all_slots = np.concatenate(own_slots)
    counts = np.concatenate(own_counts)

    texts = np.searchsorted(slots, all_slots)
    found = slots.take(texts, mode="clip") if len(texts) else all_slots
    if not np.array_equal(found, all_slots):
        raise ValueError("an entry has a text that the index lacks")

    places = np.arange(len(postings), dtype=np.uint32)
    terms = np.repeat(places, [len(own) for own, _ in postings])
    return Postings(
        terms=terms,
        texts=texts.astype(np.uint32),
        counts=counts.astype(np.uint16),
    )
