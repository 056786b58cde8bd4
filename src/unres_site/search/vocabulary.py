"""The words of the archive in order, with what stands for them: to look up beginnings and stems in.

A piece is text, its words parted by spaces: `resolut resolution>resolut`. A word without `>` is a term by itself.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from itertools import accumulate

PIECE = 12_000
"""Characters of a piece, about a third of that when compressed."""


def pieces(words: Iterable[str], stems: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """The pieces, in the order of UTF-16 units, which is JavaScript's: the first word of each, and its text."""
    entries = {word: word for word in words}
    for word, term in stems:
        entries[word] = f"{entries[word]} {word}>{term}" if word in entries else f"{word}>{term}"
    ordered = sorted(entries, key=_utf16)
    texts = [entries[word] for word in ordered]
    ends = list(accumulate(len(text) + 1 for text in texts))
    start = size = 0
    while start < len(texts):
        end = bisect_right(ends, size + PIECE, lo=start) + 1
        yield ordered[start], " ".join(texts[start:end])
        start, size = end, ends[min(end, len(ends)) - 1]


def _utf16(word: str) -> bytes:
    return word.encode("utf-16-be", "surrogatepass")
