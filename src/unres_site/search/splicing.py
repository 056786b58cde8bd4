"""One number of a list in layers (`numbers`) replaced, without a look at most of the others.

Where all of a list is ASCII, so many digits are one byte. How many of them are the largest, with which the next layer
goes on, is how many bits are set in what the bytes are translated to: that takes a fifth of the time that it takes to
read thousands of numbers and to spell them anew.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import numpy as np

from unres_site.search.numbers import (
    LAYERS,
    PLAIN,
    TWO_BYTES,
    Numbers,
    cheapest,
    digits_of,
    read,
    read_layers,
    spell,
    spell_layers,
)

_ASCII = spell(np.arange(TWO_BYTES))[0].encode()
_CHARACTERS = _ASCII.ljust(256, b"\0")
_ZERO = chr(_ASCII[0])
_NUMBERS = bytes(max(0, _ASCII.find(bytes([code]))) for code in range(256))


class _Layer(NamedTuple):
    """A layer: its place in `LAYERS`, its bytes, how many digits these are, and the place of the one in question."""

    kind: int
    packed: bytes
    length: int
    at: int


def replaced(text: str, length: int, at: int, number: int) -> tuple[str, int]:
    """The layers of a list of that length with that number at a place, as `spell_layers` has them; and the one before.

    Raises ValueError or LookupError where the text is not such a list.
    """
    if not text.isascii():
        numbers = read_layers(read(text), length)
        before = int(numbers[at])
        return spell_layers(_edited(numbers, at, before, number)), before
    layers, reach, before = _parted(text.encode().translate(_NUMBERS), length, at)
    kept, anew = _respelled(layers, _moved(reach, before, number), before, number)
    return b"".join(kept).translate(_CHARACTERS).decode() + anew, before


def last_place(text: str, length: int) -> int:
    """The last place of a list in layers where the number is not 0; -1 where there is none."""
    kind = _NUMBERS[ord(text[0])]
    if kind == PLAIN:
        found = np.flatnonzero(read(text[1:]))
        return int(found[-1]) if len(found) else -1
    together = LAYERS[kind][1]
    packed = text[1 : 1 + -(-length // together)].rstrip(_ZERO)
    last = _digits(kind)[_NUMBERS[ord(packed[-1])]] if packed else []
    return together * (len(packed) - 1) + max(
        (place for place, digit in enumerate(last) if digit), default=together - 1
    )


def _parted(numbers: bytes, length: int, at: int) -> tuple[list[_Layer], list[int], int]:
    """The layers; how many numbers are as large as each, from 0 on; and the number in question."""
    layers: list[_Layer] = []
    reach, value, is_known = [length], 0, False
    while length:
        kind = numbers[0]
        base, together = LAYERS[kind]
        packed, numbers = numbers[1 : 1 + -(-length // together)], numbers[1 + -(-length // together) :]
        layers.append(_Layer(kind, packed, length, at))
        first, rest = divmod(at, together)
        if not is_known:
            digit = _digits(kind)[packed[first]][rest] if base else packed[first]
            value, is_known = value + digit, digit < base - 1
        if kind == PLAIN:
            reach += [sum(one >= least for one in packed) for least in range(1, max(packed) + 1)]
            break
        reach += [_bits(packed, table) for table in _tables(kind)]
        largest = _tables(kind)[-1]
        at = reach[-1] - _bits(packed[first:], largest)
        if rest:
            at += (largest[packed[first]] & (1 << rest) - 1).bit_count()
        length = reach[-1]
    return layers, reach, value


def _respelled(layers: list[_Layer], reach: list[int], before: int, number: int) -> tuple[list[bytes], str]:
    """The layers as they are now: the bytes of those that are of the same kind, and the rest, which is spelled anew."""
    kept: list[bytes] = []
    old: int | None = before
    new: int | None = number
    offset = 0
    for place, layer in enumerate(layers):
        if offset >= len(reach):
            return kept, ""
        if layer.kind == PLAIN or cheapest(reach, offset) != layer.kind:
            return kept, spell_layers(_edited(_read(layers[place:]), layer.at, old, new))
        kept += (bytes([layer.kind]), _digit_replaced(layer, old, new))
        largest = LAYERS[layer.kind][0] - 1
        old, new = _beyond(old, largest), _beyond(new, largest)
        if old is None and new is None:
            kept += map(_bytes, layers[place + 1 :])
            return kept, ""
        offset += largest
    return kept, "" if new is None else spell_layers(np.array([new]))


def _moved(reach: list[int], before: int, number: int) -> list[int]:
    """How many numbers are as large as each, where one of them is another."""
    moved = reach + [0] * (number + 1 - len(reach))
    for least in range(min(before, number) + 1, max(before, number) + 1):
        moved[least] += 1 if number > before else -1
    while not moved[-1]:
        moved.pop()
    return moved


def _digit_replaced(layer: _Layer, old: int | None, new: int | None) -> bytes:
    """A layer in which another digit stands at the place in question; None is a number that is not in it."""
    base, together = LAYERS[layer.kind]
    first, rest = divmod(layer.at, together)
    end = len(layer.packed) if old is None or new is None else first + 1
    digits = [digit for one in layer.packed[first:end] for digit in _digits(layer.kind)[one]]
    digits = digits[: layer.length - first * together]
    digits[rest : rest + (old is not None)] = [] if new is None else [min(new, base - 1)]
    parts = (digits[start : start + together] for start in range(0, len(digits), together))
    packed = bytes(sum(digit * base**place for place, digit in enumerate(part)) for part in parts)
    return layer.packed[:first] + packed + layer.packed[end:]


def _beyond(number: int | None, largest: int) -> int | None:
    return None if number is None or number < largest else number - largest


def _edited(numbers: Numbers, at: int, old: int | None, new: int | None) -> Numbers:
    found = np.array([] if new is None else [new], dtype=np.int64)
    return np.concatenate([numbers[:at], found, numbers[at + (old is not None) :]])


def _read(layers: list[_Layer]) -> Numbers:
    packed = b"".join(map(_bytes, layers))
    return read_layers(np.frombuffer(packed, dtype=np.uint8).astype(np.int64), layers[0].length)


def _bytes(layer: _Layer) -> bytes:
    return bytes([layer.kind]) + layer.packed


def _bits(packed: bytes, table: bytes) -> int:
    """How many digits there are of those that a table has bits for."""
    return int.from_bytes(packed.translate(table), "little").bit_count()


@cache
def _digits(kind: int) -> list[list[int]]:
    found: list[list[int]] = digits_of(*LAYERS[kind]).tolist()
    return found


@cache
def _tables(kind: int) -> list[bytes]:
    """For each digit but 0: for each byte a bit for each of its digits that is as large."""
    base, _ = LAYERS[kind]
    return [
        bytes(sum((digit >= least) << place for place, digit in enumerate(digits)) for digits in _digits(kind)).ljust(
            256, b"\0"
        )
        for least in range(1, base)
    ]
