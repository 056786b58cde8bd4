"""A term's postings as the text that a shard holds for it. `static/search/40-index.js` decodes it.

    TERM TEXT[ TITLE[ SYMBOL]]      separated by spaces; empty fields at the end are left out

Title and symbol are three lists of the same length: gaps (the number of texts between a text that has the term and the
one before), counts minus 1, and the lengths of the field.

The text field has two forms:

- Sparse: for each text that has the term 2 × gap, plus 1 if the term occurs more than once. Then, for each text with
  this 1, count minus 2.
- Dense: `#`, the number of texts that have the term, and for each 4,096 texts up to the last of these `#` and layers
  (`numbers`): the term's count in each text.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from unres_site.search.index.fields import Integers
from unres_site.search.index.numbers import (
    decode_layers,
    decode_numbers,
    encode_layers,
    encode_numbers,
)
from unres_site.search.index.postings import Postings, TermNumbers, TermRange

DENSE = "#"
MANY = 64
"""Texts: a term that fewer have is never dense."""

BLOCK = 4096
"""Texts in a block of a dense field."""

RATIO = 8
"""A dense term has at most this many texts without it for each text with it, up to its last text."""

TermPostings = tuple[Integers, Integers]
"""One term in one field: the texts, ascending, and the counts, arrays of the same length."""

NO_POSTINGS: TermPostings = (np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64))


def make_entries(
    terms: TermRange, lengths: Sequence[Integers]
) -> Iterator[tuple[str, str]]:
    """Each term of a range with its entry. `lengths` are those of each field in all texts."""
    for term, fields in encode_fields(terms, lengths):
        yield term, make_entry(term, fields)


def make_entry(term: str, fields: Sequence[str]) -> str:
    """The entry of a term from its encoded fields: text, title, symbol. It is empty if no text has the term."""
    if not any(fields):
        return ""
    return " ".join((term, *fields)).rstrip(" ")


def split_entry(entry: str) -> tuple[str, str, str]:
    """The encoded fields of an entry: text, title, symbol."""
    _, text, title, symbol = [*entry.split(" "), "", "", "", ""][:4]
    return text, title, symbol


def encode_fields(
    terms: TermRange, lengths: Sequence[Integers]
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Each term of a range with its encoded fields: text, title, symbol."""
    symbol, title, text = terms.fields
    columns = (
        _encode_text_field(text, terms.numbers),
        _encode_short_field(title, terms.numbers, lengths[1]),
        _encode_short_field(symbol, terms.numbers, lengths[0]),
    )
    return zip(terms.names, zip(*columns, strict=True), strict=True)


def decode_fields(fields: tuple[str, str, str]) -> tuple[TermPostings, ...]:
    """The postings of a term for each of `FIELDS`, from its encoded fields: text, title, symbol."""
    text, title, symbol = fields
    return (
        _decode_short_field(symbol),
        _decode_short_field(title),
        _decode_text_field(text),
    )


def edit_dense_field(text: str, changes: Iterable[tuple[int, int]]) -> str | None:
    """A dense text field with other counts (text number, count); None if it is no longer dense with them.

    Only the blocks of these texts are decoded. A field of 20,000 texts has five blocks.
    """
    _, encoded_total, *blocks = text.split(DENSE)
    total = int(decode_numbers(encoded_total)[0])
    for number, count in changes:
        place, offset = divmod(number, BLOCK)
        blocks += [_empty_block()] * (place + 1 - len(blocks))
        counts = decode_layers(decode_numbers(blocks[place]), BLOCK)
        total += bool(count) - bool(counts[offset])
        counts[offset] = count
        blocks[place] = encode_layers(counts)
    while blocks and blocks[-1] == _empty_block():
        blocks.pop()
    if not blocks:
        return None
    last_counts = decode_layers(decode_numbers(blocks[-1]), BLOCK)
    last_text = BLOCK * (len(blocks) - 1) + int(np.flatnonzero(last_counts)[-1])
    return _join_blocks(total, blocks) if _is_dense(total, last_text) else None


# --- dense text fields


def _is_dense(total: int, last_text: int) -> bool:
    texts = last_text + 1
    return total >= MANY and total * (RATIO + 1) > texts


def _encode_dense(texts: Integers, counts: Integers) -> str:
    blocks = int(texts[-1]) // BLOCK + 1
    all_counts = np.zeros((blocks, BLOCK), dtype=np.int64)
    all_counts.reshape(-1)[texts] = counts
    return _join_blocks(len(texts), [encode_layers(block) for block in all_counts])


def _join_blocks(total: int, blocks: Sequence[str]) -> str:
    encoded_total, _ = encode_numbers(np.array([total]))
    return DENSE + DENSE.join([encoded_total, *blocks])


@cache
def _empty_block() -> str:
    return encode_layers(np.zeros(BLOCK, dtype=np.int64))


def _decode_dense(text: str) -> TermPostings:
    _, _, *blocks = text.split(DENSE)
    counts = np.concatenate(
        [decode_layers(decode_numbers(block), BLOCK) for block in blocks]
    )
    texts = np.flatnonzero(counts)
    return texts, counts[texts]


# --- text fields


def _encode_text_field(field: Postings, terms: TermNumbers) -> list[str]:
    starts, ends = _bounds(field, terms)
    counts = field.counts.astype(np.int64)
    is_repeated = counts > 1
    main, main_ends = encode_numbers(2 * _gaps(field) + is_repeated)
    rest, rest_ends = encode_numbers(counts[is_repeated] - 2)
    main_at = np.concatenate([[0], main_ends])  # where each posting begins in `main`
    repeated_before = np.concatenate([[0], np.cumsum(is_repeated)])  # of each posting
    rest_at = np.concatenate([[0], rest_ends])[
        repeated_before
    ]  # where its further count would begin in `rest`
    found = [
        main[start:end] + rest[rest_start:rest_end]
        for start, end, rest_start, rest_end in zip(
            *(
                cuts.tolist()
                for cuts in (
                    main_at[starts],
                    main_at[ends],
                    rest_at[starts],
                    rest_at[ends],
                )
            ),
            strict=True,
        )
    ]
    for place in np.flatnonzero(ends - starts >= MANY).tolist():
        texts = field.texts[starts[place] : ends[place]].astype(np.int64)
        if _is_dense(len(texts), int(texts[-1])):
            found[place] = _encode_dense(texts, counts[starts[place] : ends[place]])
    return found


def _decode_text_field(text: str) -> TermPostings:
    if text.startswith(DENSE):
        return _decode_dense(text)
    if not text:
        return NO_POSTINGS
    numbers = decode_numbers(text)
    # n texts take n numbers and one more for each repeated one: n is where this sum reaches the length of the list
    taken = np.arange(1, len(numbers) + 1) + np.cumsum(numbers & 1)
    texts = int(np.searchsorted(taken, len(numbers), "left")) + 1
    main, rest = numbers[:texts], numbers[texts:]
    counts = 1 + (main & 1)
    counts[counts > 1] += rest
    return _texts_from_gaps(main >> 1), counts


# --- title and symbol


def _encode_short_field(
    field: Postings, terms: TermNumbers, lengths: Integers
) -> list[str]:
    starts, ends = _bounds(field, terms)
    found = [""] * len(terms)
    if not len(field.terms):
        return found
    for column in (
        _gaps(field),
        field.counts.astype(np.int64) - 1,
        lengths[field.texts],
    ):
        text, character_ends = encode_numbers(column)
        at = np.concatenate([[0], character_ends])
        for place, (start, end) in enumerate(
            zip(at[starts].tolist(), at[ends].tolist(), strict=True)
        ):
            found[place] += text[start:end]
    return found


def _decode_short_field(text: str) -> TermPostings:
    if not text:
        return NO_POSTINGS
    gaps, counts, _ = decode_numbers(text).reshape(3, -1)
    return _texts_from_gaps(gaps), counts + 1


# --- both


def _bounds(
    field: Postings, terms: TermNumbers
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Where the postings of each term start and end in a sorted field."""
    starts = np.searchsorted(field.terms, terms, "left")
    ends = np.searchsorted(field.terms, terms, "right")
    return starts, ends


def _gaps(field: Postings) -> Integers:
    """For each posting the number of texts since the term's text before; for a term's first text, since the start."""
    texts = field.texts.astype(np.int64)
    before = np.zeros_like(texts)  # the number of texts up to the one before
    before[1:] = texts[:-1] + 1
    is_same_term = field.terms[1:] == field.terms[:-1]
    before[1:] *= is_same_term
    return texts - before


def _texts_from_gaps(gaps: Integers) -> Integers:
    return np.cumsum(gaps + 1) - 1
