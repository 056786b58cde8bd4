"""Lists of numbers as text: a number is a character. `static/search/20-numbers.js` reads them.

Scripts hold text, and hosts compress text by the frequency of its bytes; so small numbers are ASCII, and what is
frequent in a list costs few bits. No character needs an escape in a script's string; the first ones (space, `!`, `#`)
are free for other use.

    0 … 89        $ … [  ]  …  ~        one byte
    90 …          from U+00A0 on        two bytes, from 1,886 three; no surrogates
    60,000 …      three characters: the largest, then quotient and remainder by 60,000
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.int64]

FIRST = 36
"""The code point of 0."""

SKIPS = ((92, 1), (127, 33), (0xD800, 0x800))
"""From this code point on, so many are left out: the backslash, control characters, surrogates."""

LIMIT = 60_000

PLAIN = 0
LAYERS = ((0, 1), (2, 6), (3, 4), (4, 3), (9, 2))
"""How a layer is written: the base of its digits, and how many digits make a number; 0 is the list as it stands."""


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
    while len(numbers):
        chosen = min(range(len(LAYERS)), key=lambda option: _cost(numbers, *LAYERS[option]))
        base, together = LAYERS[chosen]
        if chosen == PLAIN:
            return text + spell(np.concatenate([[PLAIN], numbers]))[0]
        digits = np.minimum(numbers, base - 1)
        digits = np.concatenate([digits, np.zeros(-len(digits) % together, dtype=np.int64)]).reshape(-1, together)
        text += spell(np.concatenate([[chosen], digits @ base ** np.arange(together)]))[0]
        numbers = numbers[numbers >= base - 1] - (base - 1)
    return text


def _cost(numbers: Numbers, base: int, together: int) -> int:
    """About ten times the bytes that a layer and the ones after it take; these compress better than it does."""
    if base == 0:
        return 10 * _bytes(numbers)
    return 10 * -(-len(numbers) // together) + 6 * _bytes(numbers[numbers >= base - 1] - (base - 1))


def _bytes(numbers: Numbers) -> int:
    return len(numbers) + int((numbers >= 90).sum()) + int((numbers >= 1886).sum())  # noqa: PLR2004 - see the module's text


def _characters(numbers: Numbers) -> str:
    codes = numbers + FIRST
    for start, skipped in SKIPS:
        codes = codes + skipped * (codes >= start)
    return codes.astype("<u4").tobytes().decode("utf-32-le")
