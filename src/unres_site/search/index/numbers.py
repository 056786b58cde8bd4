"""Lists of numbers as text: a number is a character. `static/search/20-numbers.js` reads them.

Scripts hold text, and hosts compress text by the frequency of its bytes; so small numbers are ASCII, and what is
frequent in a list costs few bits. No character needs an escape in a script's string; the first ones (space, `!`, `#`)
are free for other use.

    0 … 89        $ … [  ]  …  ~        one byte
    90 …          from U+00A0 on        two bytes, from 1,886 three; no surrogates
    60,000 …      three characters: the largest, then quotient and remainder by 60,000
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.int64]

FIRST = 36
"""The code point of 0."""

SKIPS = ((92, 1), (127, 33), (0xD800, 0x800))
"""From this code point on, so many are left out: the backslash, control characters, surrogates."""

LIMIT = 60_000

TWO_BYTES, THREE_BYTES = 90, 1886
"""The first numbers that take so many."""

PLAIN = 0
LAYERS = ((0, 1), (2, 6), (3, 4), (4, 3), (9, 2))
"""How a layer is written: the base of its digits, and how many digits make a number; 0 is the list as it stands."""

SIZES = (0, TWO_BYTES, THREE_BYTES)
"""The first numbers that take a byte more."""

LEAST_BEYOND = [max(0, base - 1) for base, _ in LAYERS]
"""The first number that is beyond each layer."""


def spell(numbers: Numbers) -> tuple[str, Numbers]:
    """The text of a list, and the place in it where each number ends."""
    ends = np.arange(1, len(numbers) + 1)
    if not len(numbers) or numbers.max() < LIMIT:
        return _characters(numbers), ends
    widths = np.where(numbers < LIMIT, 1, 3)
    ends = np.cumsum(widths)
    wide = np.flatnonzero(widths == 3)  # noqa: PLR2004 - three, as above
    spread = np.zeros(ends[-1], dtype=np.int64)
    spread[ends - widths] = np.minimum(numbers, LIMIT)
    spread[ends[wide] - 2] = numbers[wide] // LIMIT
    spread[ends[wide] - 1] = numbers[wide] % LIMIT
    return _characters(spread), ends


def spell_layers(numbers: Numbers) -> str:
    """A list of mostly small numbers: several to a character, as digits of a base.

    A number that is no digit leaves the largest digit; what is beyond it stands in the next layer, and so on. Each
    layer begins with its place in `LAYERS`, the one that seems shortest.
    """
    text = ""
    reach = np.cumsum(np.bincount(numbers)[::-1])[::-1].tolist()
    offset = 0
    while len(numbers):
        kind = cheapest(reach, offset)
        base, together = LAYERS[kind]
        if kind == PLAIN:
            return text + spell(np.concatenate([[PLAIN], numbers]))[0]
        text += spell(np.concatenate([[kind], _packed(np.minimum(numbers, base - 1), base, together)]))[0]
        numbers = numbers[numbers >= base - 1] - (base - 1)
        offset += base - 1
    return text


def cheapest(reach: Sequence[int], offset: int) -> int:
    """The place in `LAYERS` of what seems shortest for numbers of which so many are as large as each, from 0 on.

    Layers before have what is below `offset`. What is beyond a layer compresses better than the layer does.
    """
    sizes = [size for size in SIZES if offset + size < len(reach)]
    padded = [*reach[offset:], *[0] * max(LEAST_BEYOND)]
    beyond = [sum([padded[least + size] for size in sizes]) for least in LEAST_BEYOND]
    layers = zip(LAYERS[1:], beyond[1:], strict=True)
    costs = [10 * beyond[0], *(10 * -(-reach[offset] // together) + 6 * more for (_, together), more in layers)]
    return costs.index(min(costs))


def read(text: str) -> Numbers:
    """The list that a text is."""
    codes = np.frombuffer(text.encode("utf-32-le"), dtype="<u4").astype(np.int64)
    for start, skipped in reversed(SKIPS):
        codes -= skipped * (codes >= start + skipped)
    numbers = codes - FIRST
    wide = np.flatnonzero(numbers == LIMIT)
    if len(wide):
        numbers[wide] = LIMIT * numbers[wide + 1] + numbers[wide + 2]
        numbers = np.delete(numbers, np.concatenate([wide + 1, wide + 2]))
    return numbers


def read_layers(numbers: Numbers, length: int) -> Numbers:
    """The list of that length that stands in layers."""
    base, together = LAYERS[numbers[0]]
    if base == 0:
        return numbers[1:]
    packed = -(-length // together)
    found = digits_of(base, together)[numbers[1 : 1 + packed]].reshape(-1)[:length]
    beyond = np.flatnonzero(found == base - 1)
    if len(beyond):
        found[beyond] += read_layers(numbers[1 + packed :], len(beyond))
    return found


def _packed(digits: Numbers, base: int, together: int) -> Numbers:
    """Numbers of so many digits each, the first digit the least; the last number is filled with zeros."""
    filled = np.concatenate([digits, np.zeros(-len(digits) % together, dtype=np.int64)])
    numbers = filled[together - 1 :: together]
    for place in reversed(range(together - 1)):  # a tenth of the time of a product of matrices, which integers lack
        numbers = numbers * base + filled[place::together]
    return numbers


def _characters(numbers: Numbers) -> str:
    return _codes()[numbers].tobytes().decode("utf-32-le")


@cache
def digits_of(base: int, together: int) -> Numbers:
    """The digits of each number that so many of them make, the first digit the least."""
    digits: Numbers = np.arange(base**together)[:, None] // base ** np.arange(together) % base
    return digits


@cache
def _codes() -> NDArray[np.uint32]:
    """The code points of all numbers that are one character."""
    codes = np.arange(LIMIT + 1) + FIRST
    for start, skipped in SKIPS:
        codes = codes + skipped * (codes >= start)
    return codes.astype("<u4")
