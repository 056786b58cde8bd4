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
        edited = (
            edit_dense_field(text, counts[TEXT][term])
            if text.startswith(DENSE)
            else None
        )
        if edited:
            dense[term] = edited
        for place, postings in enumerate(
            decode_fields(("" if edited else text, title, symbol))
        ):
            is_done = place == TEXT and edited
            fields[place].append(
                postings if is_done else _replace_counts(*postings, counts[place][term])
            )
    encoded = encode_fields(_make_range(terms, fields, table.slots), table)
    return {
        term: make_entry(term, (dense.get(term) or text, *others))
        for term, (text, *others) in encoded
    }


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
    own_slots, new_counts = np.array(changed, dtype=np.int64).reshape(-1, 2).T
    kept = ~np.isin(slots, own_slots)
    has_term = new_counts > 0
    all_slots = np.concatenate([slots[kept], own_slots[has_term]])
    all_counts = np.concatenate([counts[kept], new_counts[has_term]])
    order = np.argsort(all_slots)
    return all_slots[order], all_counts[order]


def _make_range(
    terms: Sequence[str], fields: Sequence[Sequence[TermPostings]], slots: Integers
) -> TermRange:
    """The postings of some terms as a range, in which a term's number is its place. `slots` are those of all texts."""
    numbers = np.arange(len(terms), dtype=np.uint32)
    return TermRange(
        list(terms), numbers, tuple(_join_postings(field, slots) for field in fields)
    )


def _join_postings(postings: Sequence[TermPostings], slots: Integers) -> Postings:
    nothing = np.zeros(0, dtype=np.int64)
    places = np.arange(len(postings), dtype=np.uint32)
    terms = np.repeat(places, [len(own) for own, _ in postings])
    own_slots = np.concatenate([nothing, *(one for one, _ in postings)])
    counts = np.concatenate([nothing, *(one for _, one in postings)])
    texts = np.searchsorted(slots, own_slots)
    if len(texts) and not np.array_equal(slots.take(texts, mode="clip"), own_slots):
        raise ValueError("an entry has a text that the index lacks")
    return Postings(
        terms=terms,
        texts=texts.astype(np.uint32),
        counts=counts.astype(np.uint16),
    )
