"""Lists of numbers encoded as text, one character a number. `static/search/20-numbers.js` decodes them.

Scripts hold text, and hosts compress text by the frequency of its bytes. So small numbers are ASCII, and frequent
numbers cost few bits. No character needs an escape in a script's string. Space, `!` and `#` encode nothing: they are
separators.

    0 … 89        $ … [  ]  …  ~        one byte
    90 …          from U+00A0 on        two bytes, from 1,886 three; no surrogates
    60,000 …      three characters: the largest, then quotient and remainder by 60,000
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from math import log2

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.int64]

FIRST = 36
"""The code point of 0."""

SKIPS = ((92, 1), (127, 33), (0xD800, 0x800))
"""Code points that are left out, first and number: the backslash, control characters, surrogates."""

LIMIT = 60_000
"""From this number on, a number takes three characters."""

PLAIN = 0
LAYERS = ((0, 1), (2, 6), (3, 4), (4, 3), (9, 2))
"""The kinds of layers: base of the digits, digits packed into a number. `PLAIN` is the list itself."""

MOST_LAYERS = 16
"""Layers at most; the last of them is `PLAIN`. Without this limit a single large number would have thousands."""

_KINDS = [np.array([kind]) for kind in range(len(LAYERS))]
"""The kinds of layers as arrays."""

WASTE = 0.2
"""Bits of a compressed character beyond its entropy, measured: codes have whole bits, and all layers share them."""


def encode_numbers(numbers: Numbers) -> tuple[str, Numbers]:
    """The text of a list of shape (n,), and the place in the text where each number ends, of the same shape."""
    ends = np.arange(1, len(numbers) + 1)
    if not len(numbers) or numbers.max() < LIMIT:
        return _write_characters(numbers), ends

    is_wide = numbers >= LIMIT
    widths = np.where(is_wide, 3, 1)
    ends = np.cumsum(widths)
    spread = np.zeros(ends[-1], dtype=np.int64)
    spread[ends - widths] = np.minimum(numbers, LIMIT)

    quotients, remainders = np.divmod(numbers[is_wide], LIMIT)
    spread[ends[is_wide] - 2] = quotients
    spread[ends[is_wide] - 1] = remainders
    return _write_characters(spread), ends


def encode_layers(numbers: Numbers) -> str:
    """A list of mostly small numbers, several to a character, as digits of a base.

    If a number is the largest digit or larger, its digit is the largest one, and the next layer holds the difference.
    Each layer begins with its kind, the place in `LAYERS` that is estimated to be shortest.
    """
    at_least, logs = _sum_tails(np.bincount(numbers))
    layers: list[Numbers] = []
    offset = 0
    while len(numbers):
        is_last = len(layers) == 2 * (MOST_LAYERS - 1)
        kind = PLAIN if is_last else _choose_kind(at_least, logs, offset)
        layers.append(_KINDS[kind])
        if kind == PLAIN:
            layers.append(numbers)
            break

        base, digits = LAYERS[kind]
        largest = base - 1
        layers.append(_pack_digits(np.minimum(numbers, largest), base, digits))
        numbers = numbers[numbers >= largest] - largest
        offset += largest

    if layers:
        return encode_numbers(np.concatenate(layers))[0]
    return ""


def _sum_tails(counts: NDArray[np.intp]) -> tuple[list[int], list[float]]:
    """For each number from 0 on: how many numbers are as large or larger, and the sum of n log2 n over their counts n.

    `counts[number]` says how often a number occurs.
    """
    sizes = counts.astype(np.float64)
    logs = sizes * np.log2(np.maximum(sizes, 1))
    beyond = np.zeros(max(base for base, _ in LAYERS))

    def sum_tail(each: NDArray[np.float64]) -> NDArray[np.float64]:
        backwards = np.append(each, beyond)[::-1]
        return np.cumsum(backwards)[::-1]

    at_least = sum_tail(sizes)
    return at_least.astype(int).tolist(), sum_tail(logs).tolist()


def _choose_kind(at_least: Sequence[int], logs: Sequence[float], offset: int) -> int:
    """The kind of layer that is estimated to be shortest for the numbers minus an offset, if the next one is `PLAIN`.

    `at_least` and `logs` are those of `_sum_tails`.
    """
    count = at_least[offset]
    bits = _measure_entropy(count, logs[offset])
    costs = [_estimate_size(count, bits)]
    for base, digits in LAYERS[1:]:
        rest = at_least[offset + base - 1]
        bits_of_rest = _measure_entropy(rest, logs[offset + base - 1])
        layer = _estimate_size(-(-count // digits), bits - bits_of_rest)
        costs.append(layer + _estimate_size(rest, bits_of_rest))

    return costs.index(min(costs))


def _measure_entropy(count: int, logs: float) -> float:
    """The entropy of some numbers, in bits. `logs` is the sum of n log2 n over the counts n of different ones."""
    return count * log2(count) - logs if count else 0.0


def _estimate_size(characters: int, bits: float) -> int:
    """The estimated size of compressed characters, in bits, from their entropy in bits. Each takes at least one."""
    return round(max(characters, bits) + WASTE * characters)


def decode_numbers(text: str) -> Numbers:
    """The numbers of a text, int64 of shape (n,)."""
    codes = np.frombuffer(text.encode("utf-32-le"), dtype="<u4").astype(np.int64)
    for start, skipped in reversed(SKIPS):
        codes -= skipped * (codes >= start + skipped)

    numbers = codes - FIRST
    wide = np.flatnonzero(numbers == LIMIT)
    if len(wide):
        quotients = wide + 1
        remainders = wide + 2
        numbers[wide] = LIMIT * numbers[quotients] + numbers[remainders]
        numbers = np.delete(numbers, np.concatenate([quotients, remainders]))

    return numbers


def count_numbers(text: str) -> int:
    """How many numbers a text has."""
    return len(text) - 2 * text.count(_write_limit())


@cache
def _write_limit() -> str:
    """The first character of a number that takes three."""
    return _write_characters(np.array([LIMIT]))


def decode_layers(numbers: Numbers, length: int) -> Numbers:
    """The numbers of the given length, from decoded layers."""
    base, digits = LAYERS[numbers[0]]
    if base == 0:
        return numbers[1:]

    end = 1 + -(-length // digits)
    unpacked = _list_digits(base, digits)[numbers[1:end]]
    found = unpacked.reshape(-1)[:length]
    beyond = np.flatnonzero(found == base - 1)
    if len(beyond):
        found[beyond] += decode_layers(numbers[end:], len(beyond))

    return found


def _pack_digits(numbers: Numbers, base: int, digits: int) -> Numbers:
    """Digits packed into numbers, the first digit the least. The last number is filled up with zeros."""
    missing = np.zeros(-len(numbers) % digits, dtype=np.int64)
    filled = np.concatenate([numbers, missing])
    packed = filled[digits - 1 :: digits]
    # NumPy has no fast matrix product of integers: this takes a tenth
    for place in reversed(range(digits - 1)):
        packed = packed * base + filled[place::digits]

    return packed


def _write_characters(numbers: Numbers) -> str:
    return _list_code_points()[numbers].tobytes().decode("utf-32-le")


@cache
def _list_digits(base: int, digits: int) -> Numbers:
    """The digits of each packed number, the first digit the least: shape (base ** digits, digits)."""
    packed = np.arange(base**digits)[:, None]
    found: Numbers = packed // base ** np.arange(digits) % base
    return found


@cache
def _list_code_points() -> NDArray[np.uint32]:
    """The code point of each number that is one character, and of the mark of longer ones: shape (LIMIT + 1,)."""
    codes = np.arange(LIMIT + 1) + FIRST
    for start, skipped in SKIPS:
        codes = codes + skipped * (codes >= start)

    return codes.astype("<u4")
