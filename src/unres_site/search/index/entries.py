"""A term's postings as the text that a shard holds for it. `static/search/70-postings.js` decodes it.

    TERM TEXT[ TITLE[ SYMBOL]]      separated by spaces; empty fields at the end are left out

Title and symbol are three lists of the same length: gaps (the number of slots between a text that has the term and the
one before), counts minus 1, and the lengths of the field.

The text field has two forms:

- Sparse: for each text that has the term 2 × gap, plus 1 if the term occurs more than once. Then, for each text with
  this 1, count minus 2.
- Dense: `#`, the number of texts that have the term, and for each block of 4,096 slots with such a text `#`, the number
  of blocks that are left out before it, and layers (`numbers`): the term's count in the text of each slot.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from unres_site.search.index.fields import Integers
from unres_site.search.index.numbers import (
    count_numbers,
    decode_layers,
    decode_numbers,
    encode_layers,
    encode_numbers,
)
from unres_site.search.index.postings import Postings, TermNumbers, TermRange
from unres_site.search.index.slots import TextTable

DENSE = "#"
MANY = 64
"""Texts: a term that fewer have is never dense."""

BLOCK = 4096
"""Slots in a block of a dense field."""

RATIO = 5
"""Slots without a dense term for each text with it, up to its last text, at most."""

KNOWN_NUMBERS = 1 << 12
"""Numbers of texts and blocks that are kept in memory with their characters. Terms mostly have the same ones."""

Choice = NDArray[np.bool_]
"""Which of some items are meant."""

Blocks = dict[int, str]
"""The encoded layers of a dense field by the numbers of their blocks, ascending."""


class SlotPostings(NamedTuple):
    """One field of some terms, sorted by term and slot: arrays of the same length.

    terms   the place of the term among them
    slots   of the text that has it
    counts  how often the text has it
    """

    terms: Integers
    slots: Integers
    counts: Integers


def make_entries(terms: TermRange, table: TextTable) -> Iterator[tuple[str, str]]:
    """Each term of a range with its entry."""
    for term, fields in encode_fields(terms, table):
        yield term, make_entry(term, fields)


def make_entry(term: str, fields: Sequence[str]) -> str:
    """The entry of a term from its encoded fields: text, title, symbol. It is empty if no text has the term."""
    if not any(fields):
        return ""
    return " ".join((term, *fields)).rstrip(" ")


def split_entry(entry: str) -> tuple[str, str, str]:
    """The encoded fields of an entry: text, title, symbol."""
    fields = entry.split(" ")[1:]
    fields += [""] * (3 - len(fields))
    text, title, symbol = fields
    return text, title, symbol


def encode_fields(
    terms: TermRange, table: TextTable
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Each term of a range with its encoded fields: text, title, symbol."""
    symbol, title, text = terms.fields
    in_symbols, in_titles, _ = table.lengths
    numbers = terms.numbers
    slots = table.slots
    encoded = zip(
        _encode_text_field(text, numbers, slots),
        _encode_short_field(title, numbers, slots, in_titles),
        _encode_short_field(symbol, numbers, slots, in_symbols),
        strict=True,
    )
    return zip(terms.names, encoded, strict=True)


def decode_text_fields(fields: Sequence[str]) -> SlotPostings:
    """The postings of some terms from their encoded text fields."""
    sparse: list[str] = []
    dense: list[SlotPostings] = []
    for place, field in enumerate(fields):
        if field.startswith(DENSE):
            dense.append(_decode_dense(field, place))
        sparse.append("" if field.startswith(DENSE) else field)

    parts = zip(_decode_sparse_fields(sparse), *dense, strict=True)
    terms, slots, counts = map(np.concatenate, parts)
    order = np.argsort(terms, kind="stable")
    return SlotPostings(terms[order], slots[order], counts[order])


def decode_short_fields(fields: Sequence[str]) -> SlotPostings:
    """The postings of some terms from their encoded fields of titles, or of symbols."""
    numbers, sizes = _decode_all(fields)
    terms = np.repeat(np.arange(len(fields)), sizes)
    places = np.arange(len(numbers)) - (np.cumsum(sizes) - sizes)[terms]
    lists = places * 3 // sizes[terms]
    is_gap = lists == 0
    slots = _sum_gaps(numbers[is_gap], terms[is_gap])
    return SlotPostings(terms[is_gap], slots, numbers[lists == 1] + 1)


def edit_dense_field(text: str, changes: Iterable[tuple[int, int]]) -> str | None:
    """A dense text field with other counts (slot, count); None if it is no longer dense with them.

    Only the blocks of these texts are decoded. A field of 20,000 texts has six blocks.
    """
    empty = _make_empty_block()
    total, blocks = _split_blocks(text)
    for slot, count in changes:
        place, offset = divmod(slot, BLOCK)
        counts = _decode_block(blocks.get(place, empty))
        total += bool(count) - bool(counts[offset])
        counts[offset] = count
        blocks[place] = encode_layers(counts)

    places = sorted([place for place in blocks if blocks[place] != empty])
    if not places:
        return None

    last = _decode_block(blocks[places[-1]])
    last_offset = np.flatnonzero(last)[-1]
    if not _is_dense(np.array(total), np.array(len(places)), last_offset):
        return None
    return _join_blocks(total, {place: blocks[place] for place in places})


# --- dense text fields


def _is_dense(total: Integers, blocks: Integers, last_offset: Integers) -> Choice:
    """Whether terms are dense: from their texts and blocks, counted, and the place of the last text in its block."""
    slots = BLOCK * (blocks - 1) + last_offset + 1
    chosen: Choice = (total >= MANY) & (total * (RATIO + 1) > slots)
    return chosen


def _encode_dense_terms(
    field: Postings, terms: TermNumbers, slots: Integers
) -> dict[int, str]:
    """The fields of the dense terms, by the places of these among the terms."""
    starts, ends = _find_bounds(field, terms)
    frequent = np.flatnonzero(ends - starts >= MANY)
    starts = starts[frequent]
    ends = ends[frequent]

    own = slots[field.texts]
    numbers = own // BLOCK
    begins = np.ones(len(own), dtype=np.bool_)
    begins[1:] = numbers[1:] != numbers[:-1]
    begins[starts] = True
    before = np.cumsum(begins)
    blocks = 1 + before[ends - 1] - before[starts]

    found: dict[int, str] = {}
    dense = _is_dense(ends - starts, blocks, own[ends - 1] % BLOCK)
    for place in np.flatnonzero(dense).tolist():
        chosen = slice(starts[place], ends[place])
        firsts = np.flatnonzero(begins[chosen])
        text = _encode_dense(own[chosen], field.counts[chosen], firsts)
        found[int(frequent[place])] = text

    return found


def _encode_dense(
    slots: Integers, counts: NDArray[np.uint16], firsts: NDArray[np.intp]
) -> str:
    """A dense field. `firsts` are the places at which its blocks begin."""
    blocks: Blocks = {}
    offsets = slots % BLOCK
    for start, end in pairwise([*firsts.tolist(), len(slots)]):
        block = np.zeros(BLOCK, dtype=np.int64)
        block[offsets[start:end]] = counts[start:end]
        blocks[int(slots[start]) // BLOCK] = encode_layers(block)

    return _join_blocks(len(slots), blocks)


def _join_blocks(total: int, blocks: Blocks) -> str:
    parts = [_encode_number(total)]
    before = -1
    for number, block in blocks.items():
        parts.append(_encode_number(number - before - 1) + block)
        before = number

    return DENSE + DENSE.join(parts)


def _split_blocks(text: str) -> tuple[int, Blocks]:
    """The number of texts, and the blocks."""
    _, encoded_total, *parts = text.split(DENSE)
    blocks: Blocks = {}
    number = -1
    for part in parts:
        number += 1 + _decode_number(part[0])
        blocks[number] = part[1:]

    return _decode_number(encoded_total), blocks


@lru_cache(maxsize=KNOWN_NUMBERS)
def _decode_number(text: str) -> int:
    return int(decode_numbers(text)[0])


@lru_cache(maxsize=KNOWN_NUMBERS)
def _encode_number(number: int) -> str:
    return encode_numbers(np.array([number]))[0]


@cache
def _make_empty_block() -> str:
    return encode_layers(np.zeros(BLOCK, dtype=np.int64))


def _decode_block(block: str) -> Integers:
    """The counts of the texts of a block's slots."""
    return decode_layers(decode_numbers(block), BLOCK)


def _decode_dense(text: str, term: int) -> SlotPostings:
    _, blocks = _split_blocks(text)
    slots = []
    counts = []
    for number, block in blocks.items():
        found = _decode_block(block)
        offsets = np.flatnonzero(found)
        slots.append(number * BLOCK + offsets)
        counts.append(found[offsets])

    all_slots = np.concatenate(slots)
    return SlotPostings(
        np.full(len(all_slots), term), all_slots, np.concatenate(counts)
    )


# --- text fields


def _encode_text_field(
    field: Postings, terms: TermNumbers, slots: Integers
) -> list[str]:
    dense = _encode_dense_terms(field, terms, slots)
    is_sparse = np.ones(len(terms), dtype=np.bool_)
    is_sparse[list(dense)] = False
    starts, ends = _find_bounds(field, terms)
    chosen = np.repeat(is_sparse, ends - starts)
    sparse = Postings(field.terms[chosen], field.texts[chosen], field.counts[chosen])
    found = _encode_sparse_terms(sparse, terms, slots)
    for place, text in dense.items():
        found[place] = text

    return found


def _encode_sparse_terms(
    field: Postings, terms: TermNumbers, slots: Integers
) -> list[str]:
    """The sparse field of each term; empty for one without postings."""
    starts, ends = _find_bounds(field, terms)
    counts = field.counts.astype(np.int64)
    is_repeated = counts > 1
    gaps = _measure_gaps(field, slots)
    main, main_ends = encode_numbers(2 * gaps + is_repeated)
    rest, rest_ends = encode_numbers(counts[is_repeated] - 2)

    # where each posting begins in `main`, and where its further count would begin in `rest`
    main_at = np.concatenate([[0], main_ends])
    repeated_before = np.concatenate([[0], np.cumsum(is_repeated)])
    rest_at = np.concatenate([[0], rest_ends])[repeated_before]
    heads = _cut(main, main_at[starts], main_at[ends])
    tails = _cut(rest, rest_at[starts], rest_at[ends])
    return list(map(str.__add__, heads, tails))


def _cut(text: str, starts: Integers, ends: Integers) -> Iterator[str]:
    """The parts of a text between these places."""
    for start, end in zip(starts.tolist(), ends.tolist(), strict=True):
        yield text[start:end]


def _decode_sparse_fields(fields: Sequence[str]) -> SlotPostings:
    numbers, sizes = _decode_all(fields)
    ends = np.cumsum(sizes)
    # n texts take n numbers and one more for each repeated one: n is where this sum reaches the length of the list
    taken = np.concatenate([[0], np.cumsum(1 + (numbers & 1))])
    main_ends = np.searchsorted(taken, taken[ends - sizes] + sizes)

    terms = np.repeat(np.arange(len(fields)), sizes)
    is_main = np.arange(len(numbers)) < main_ends[terms]
    main = numbers[is_main]
    counts = 1 + (main & 1)
    counts[counts > 1] += numbers[~is_main]
    slots = _sum_gaps(main >> 1, terms[is_main])
    return SlotPostings(terms[is_main], slots, counts)


# --- title and symbol


def _encode_short_field(
    field: Postings, terms: TermNumbers, slots: Integers, lengths: Integers
) -> list[str]:
    starts, ends = _find_bounds(field, terms)
    found = [""] * len(terms)
    places = np.flatnonzero(ends > starts)  # few terms are in a title
    starts = starts[places]
    ends = ends[places]

    columns = (
        _measure_gaps(field, slots),
        field.counts.astype(np.int64) - 1,
        lengths[field.texts],
    )
    for column in columns:
        text, character_ends = encode_numbers(column)
        at = np.concatenate([[0], character_ends])
        parts = _cut(text, at[starts], at[ends])
        for place, part in zip(places.tolist(), parts, strict=True):
            found[place] += part

    return found


# --- both


def _find_bounds(
    field: Postings, terms: TermNumbers
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Where the postings of each term start and end in a sorted field."""
    starts = np.searchsorted(field.terms, terms, "left")
    ends = np.searchsorted(field.terms, terms, "right")
    return starts, ends


def _measure_gaps(field: Postings, slots: Integers) -> Integers:
    """For each posting the number of slots since the term's text before; for a term's first text, since the start."""
    own = slots[field.texts]
    before = np.zeros_like(own)  # the number of slots up to the one before
    before[1:] = own[:-1] + 1
    is_same_term = field.terms[1:] == field.terms[:-1]
    before[1:] *= is_same_term
    return own - before


def _sum_gaps(gaps: Integers, terms: Integers) -> Integers:
    """The slots of postings from their gaps. The first gap of each term is counted from slot 0."""
    after = np.cumsum(gaps + 1)
    before = after - gaps - 1
    is_first = np.diff(terms, prepend=-1) > 0
    own_start = np.cumsum(is_first) - 1
    slots: Integers = after - 1 - before[is_first][own_start]
    return slots


def _decode_all(texts: Sequence[str]) -> tuple[Integers, Integers]:
    """The numbers of all texts, and how many each text has."""
    sizes = np.array([count_numbers(text) for text in texts], dtype=np.int64)
    return decode_numbers("".join(texts)), sizes
