"""The words of the archive in order, with what stands for them: to look up beginnings and stems in.

A piece is text, its words parted by spaces: `resolut resolution>resolut`. A word without `>` is a term by itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

PIECE = 12_000
"""Characters of a piece, about a third of that when compressed."""


def pieces(words: Iterable[str], stems: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """The pieces, in the order of UTF-16 units, which is JavaScript's: the first word of each, and its text."""
    by_word: dict[str, list[str]] = {word: [word] for word in words}
    for word, term in stems:
        by_word.setdefault(word, []).append(f"{word}>{term}")
    piece: list[str] = []
    size, first = 0, ""
    for word in sorted(by_word, key=_utf16):
        if size > PIECE:
            yield first, " ".join(piece)
            piece, size = [], 0
        first = first if piece else word
        piece += by_word[word]
        size += sum(len(entry) + 1 for entry in by_word[word])
    if piece:
        yield first, " ".join(piece)


def _utf16(word: str) -> bytes:
    return word.encode("utf-16-be", "surrogatepass")
