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
from unres_site.search.updating.changes import TextChange, counts_by_term
from unres_site.search.updating.published import PublishedIndex
from unres_site.search.updating.state import NO_COUNTS

Counts = list[tuple[int, int]]
"""Changed texts, ascending, and how often a term occurs in each."""


def update_entries(
    terms: Sequence[str],
    changes: Sequence[TextChange],
    before: PublishedIndex,
    lengths: Sequence[Integers],
) -> dict[str, str]:
    """The entries of some terms with the changed texts; an entry is empty if no text has its term.

    `lengths` are those of each field in all texts, as they are now.
    """
    counts = [_changed_counts(terms, changes, place) for place in range(len(FIELDS))]
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
                postings if is_done else _with_counts(*postings, counts[place][term])
            )
    encoded = encode_fields(_term_range(terms, fields), lengths)
    return {
        term: make_entry(term, (dense.get(term) or text, *others))
        for term, (text, *others) in encoded
    }


def _changed_counts(
    terms: Sequence[str], changes: Sequence[TextChange], place: int
) -> Mapping[str, Counts]:
    """For each term its counts in one field of the changed texts."""
    found: dict[str, Counts] = {term: [] for term in terms}
    for change in changes:
        counts = counts_by_term((change.now or NO_COUNTS)[place])
        for term in terms:
            found[term].append((change.number, counts.get(term, 0)))
    return found


def _with_counts(texts: Integers, counts: Integers, changed: Counts) -> TermPostings:
    """The postings of a term with other counts for some texts. A count of 0 removes the text."""
    numbers, new_counts = np.array(changed, dtype=np.int64).reshape(-1, 2).T
    kept = ~np.isin(texts, numbers)
    has_term = new_counts > 0
    all_texts = np.concatenate([texts[kept], numbers[has_term]])
    all_counts = np.concatenate([counts[kept], new_counts[has_term]])
    order = np.argsort(all_texts)
    return all_texts[order], all_counts[order]


def _term_range(
    terms: Sequence[str], fields: Sequence[Sequence[TermPostings]]
) -> TermRange:
    """The postings of some terms as a range, in which a term's number is its place."""
    numbers = np.arange(len(terms), dtype=np.uint32)
    return TermRange(
        list(terms), numbers, tuple(_join_postings(field) for field in fields)
    )


def _join_postings(postings: Sequence[TermPostings]) -> Postings:
    nothing = np.zeros(0, dtype=np.int64)
    places = np.arange(len(postings), dtype=np.uint32)
    terms = np.repeat(places, [len(texts) for texts, _ in postings])
    texts = np.concatenate([nothing, *(one for one, _ in postings)])
    counts = np.concatenate([nothing, *(one for _, one in postings)])
    return Postings(
        terms=terms,
        texts=texts.astype(np.uint32),
        counts=counts.astype(np.uint16),
    )
