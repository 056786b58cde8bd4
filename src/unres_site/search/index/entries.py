"""Where a term stands, as the text that a shard holds for it. `static/search/40-index.js` reads it.

    TERM TEXT[ TITLE[ SYMBOL]]      parted by spaces; fields at the end that are empty are left out

In the text field, each text that has the term is a number, twice the texts between it and the one before, plus 1 if the
term stands there more than once; after all of these, how often beyond twice, for each that is so marked. A term that is
in many texts is `#`, their number, and for each 4,096 texts up to its last `#` and layers: how often it stands in each.

In the other fields, three lists of the same length: the texts between, how often beyond once, and the field's length.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from unres_site.search.index.fields import TEXT, Integers, Standings, Stretch
from unres_site.search.index.numbers import read, read_layers, spell, spell_layers

DENSE = "#"
MANY = 64
"""Texts: fewer are never written as layers."""

BLOCK = 4096
"""Texts whose counts are in layers together."""

RATIO = 8
"""So many texts without the term for each that has it, at most, where it is written as layers."""

NOWHERE: tuple[Integers, Integers] = (np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64))
"""Where a term stands that is in no text."""


def entries(stretch: Stretch, lengths: Sequence[Integers]) -> Iterator[tuple[str, str]]:
    """Each term of a stretch with its entry; `lengths` are those of the fields."""
    return ((term, entry_of(term, fields)) for term, fields in spelled_fields(stretch, lengths))


def entry_of(term: str, fields: Sequence[str]) -> str:
    """The entry of a term; empty where it is in no text."""
    return " ".join((term, *fields)).rstrip(" ") if any(fields) else ""


def spelled_fields(stretch: Stretch, lengths: Sequence[Integers]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Each term of a stretch with its fields as an entry has them: text, title, symbol."""
    text = _text_field(stretch.fields[TEXT], stretch.numbers)
    others = [
        _short_field(field, stretch.numbers, lengths[place]) if len(field.terms) else [""] * len(stretch.names)
        for place, field in reversed(list(enumerate(stretch.fields)))
        if place != TEXT
    ]
    return zip(stretch.names, zip(text, *others, strict=True), strict=True)


def split_entry(entry: str) -> tuple[str, str, str]:
    """The fields of an entry: text, title, symbol."""
    _, text, title, symbol = [*entry.split(" "), "", "", "", ""][:4]
    return text, title, symbol


def read_fields(fields: tuple[str, str, str]) -> tuple[tuple[Integers, Integers], ...]:
    """The texts that have a term, and how often, for each field of `FIELDS`."""
    text, title, symbol = fields
    return _read_short(symbol), _read_short(title), _read_text(text)


def edit_dense_field(text: str, changes: Iterable[tuple[int, int]]) -> str | None:
    """A dense text field with other counts (text number, count); None if it is no longer dense with them.

    Only the blocks of these texts are decoded. A field of 20,000 texts has five blocks.
    """
    _, encoded_total, *blocks = text.split(DENSE)
    total = int(read(encoded_total)[0])
    for number, count in changes:
        place, offset = divmod(number, BLOCK)
        blocks += [_empty_block()] * (place + 1 - len(blocks))
        counts = read_layers(read(blocks[place]), BLOCK)
        total += bool(count) - bool(counts[offset])
        counts[offset] = count
        blocks[place] = spell_layers(counts)
    while blocks and blocks[-1] == _empty_block():
        blocks.pop()
    if not blocks:
        return None
    last_counts = read_layers(read(blocks[-1]), BLOCK)
    last_text = BLOCK * (len(blocks) - 1) + int(np.flatnonzero(last_counts)[-1])
    return _in_layers(total, blocks) if _is_dense(total, last_text) else None


@cache
def _empty_block() -> str:
    return spell_layers(np.zeros(BLOCK, dtype=np.int64))


def _is_dense(total: int, last: int) -> bool:
    return total >= MANY and total * (RATIO + 1) > last + 1


def _in_layers(total: int, blocks: Sequence[str]) -> str:
    return DENSE + DENSE.join([spell(np.array([total]))[0], *blocks])


def _read_text(text: str) -> tuple[Integers, Integers]:
    if text.startswith(DENSE):
        each = np.concatenate([read_layers(read(block), BLOCK) for block in text.split(DENSE)[2:]])
        texts = np.flatnonzero(each)
        return texts, each[texts]
    if not text:
        return NOWHERE
    numbers = read(text)
    length = int(np.searchsorted(np.arange(1, len(numbers) + 1) + np.cumsum(numbers & 1), len(numbers), "left")) + 1
    main = numbers[: length if len(numbers) else 0]
    counts = 1 + (main & 1)
    counts[counts > 1] += numbers[len(main) :]
    return np.cumsum((main >> 1) + 1) - 1, counts


def _read_short(text: str) -> tuple[Integers, Integers]:
    if not text:
        return NOWHERE
    numbers = read(text)
    third = len(numbers) // 3
    return np.cumsum(numbers[:third] + 1) - 1, numbers[third : 2 * third] + 1


def _text_field(field: Standings, terms: NDArray[np.uint32]) -> list[str]:
    starts, ends = _stretches(field, terms)
    gaps, counts = _gaps(field), field.counts.astype(np.int64)
    often = counts > 1
    main, main_ends = spell(2 * gaps + often)
    rest, rest_ends = spell(counts[often] - 2)
    places = [np.concatenate([[0], one]) for one in (main_ends, rest_ends)]
    before = np.concatenate([[0], np.cumsum(often)])
    cuts = (places[0][starts], places[0][ends], places[1][before[starts]], places[1][before[ends]])
    found = [main[a:b] + rest[c:d] for a, b, c, d in zip(*(cut.tolist() for cut in cuts), strict=True)]
    for place in _dense_ones(field, starts, ends):
        chosen = slice(starts[place], ends[place])
        found[place] = _dense(field.texts[chosen].astype(np.int64), counts[chosen])
    return found


def _dense_ones(field: Standings, starts: Integers, ends: Integers) -> list[int]:
    many = np.flatnonzero(ends - starts >= MANY).tolist()
    return [place for place in many if _is_dense(int(ends[place] - starts[place]), int(field.texts[ends[place] - 1]))]


def _dense(texts: Integers, counts: Integers) -> str:
    each = np.zeros((texts[-1] // BLOCK + 1) * BLOCK, dtype=np.int64)
    each[texts] = counts
    return _in_layers(len(texts), [spell_layers(block) for block in each.reshape(-1, BLOCK)])


def _short_field(field: Standings, terms: NDArray[np.uint32], lengths: Integers) -> list[str]:
    starts, ends = _stretches(field, terms)
    columns = (_gaps(field), field.counts.astype(np.int64) - 1, lengths[field.texts])
    spelled = [spell(column) for column in columns]
    cuts = [np.concatenate([[0], places]) for _, places in spelled]
    pieces = [
        [text[a:b] for a, b in zip(cut[starts].tolist(), cut[ends].tolist(), strict=True)]
        for (text, _), cut in zip(spelled, cuts, strict=True)
    ]
    return ["".join(chain(parts)) for parts in zip(*pieces, strict=True)]


def _stretches(field: Standings, terms: NDArray[np.uint32]) -> tuple[Integers, Integers]:
    """Where each term begins and ends in a sorted field."""
    return np.searchsorted(field.terms, terms, "left"), np.searchsorted(field.terms, terms, "right")


def _gaps(field: Standings) -> Integers:
    """For each text of a term how many there are between it and the one before, which is -1 at first."""
    texts = field.texts.astype(np.int64)
    first = np.concatenate([[True], field.terms[1:] != field.terms[:-1]])
    return texts - np.where(first, 0, np.concatenate([[0], texts[:-1]]) + 1)
