"""The paragraphs of a text as hashes, so that those of all texts can be compared without their words."""

from __future__ import annotations

import sys
from array import array
from collections.abc import Iterable, Iterator, Mapping
from hashlib import blake2b
from itertools import chain

import msgspec

from unres_site.deferred import deferred
from unres_site.languages import get_language
from unres_site.records import Resolution, list_passages

SHORTEST, SHORTEST_UNSPACED = 20, 12
"""The letters and digits that a paragraph must have, also in a language without spaces. Many have a shorter one."""

SIZE = 8
"""Bytes of a hash. Among a million paragraphs two others have the same one with a chance of 1 to 37 million."""

LEFT_OUT = frozenset(["title", "heading", "note"])
"""The kinds of passages that are not paragraphs."""

# matches: ，
# matches: " "
# rejects: 一a1
SIGNS = deferred(r"[\W_]+")
"""White space and punctuation: they make no paragraph another one."""


class ParagraphHashes(msgspec.Struct, frozen=True, array_like=True):
    """The paragraphs of a text that are long enough, in reading order.

    hashes   the hash of each, one after the other; two are equal if the paragraphs have the same letters and digits
    anchors  their addresses on the page, with a space between
    """

    symbol: str
    language: str
    hashes: bytes = b""
    anchors: str = ""

    @property
    def values(self) -> array[int]:
        """The hashes as numbers."""
        return array("Q", self.hashes)

    def list_paragraphs(self) -> Iterator[tuple[int, str]]:
        """Hash and anchor of each paragraph."""
        return zip(self.values, self.anchors.split(), strict=True)

    def list_keys(self) -> Iterator[tuple[str, str, int, str]]:
        """Symbol, language, hash and anchor of each paragraph."""
        for value, anchor in self.list_paragraphs():
            yield self.symbol, self.language, value, anchor


HashesByFile = Mapping[str, tuple[ParagraphHashes, ...]]
"""The paragraphs of the texts of each file, by the name of the file."""


def hash_paragraphs(resolution: Resolution) -> ParagraphHashes:
    """The hashes of the paragraphs of a record, annexes included. Texts in two languages never have the same ones."""
    language = resolution.language
    shortest = SHORTEST if get_language(language).spaced else SHORTEST_UNSPACED

    salt = language.encode()
    hashes: list[bytes] = []
    anchors: list[str] = []
    for passage in list_passages(resolution):
        if passage.kind in LEFT_OUT:
            continue

        form = SIGNS.sub("", passage.text).casefold()
        if len(form) >= shortest:
            hashed = blake2b(form.encode(), digest_size=SIZE, salt=salt)
            hashes.append(hashed.digest())
            anchors.append(passage.anchor)

    return ParagraphHashes(
        resolution.symbol, language, b"".join(hashes), " ".join(anchors)
    )


def find_changed(
    before: Iterable[ParagraphHashes], now: Iterable[ParagraphHashes]
) -> set[tuple[str, bytes]]:
    """Symbol and hash of each paragraph that is new, gone or at another address."""
    old = set(chain.from_iterable(one.list_keys() for one in before))
    new = set(chain.from_iterable(one.list_keys() for one in now))
    return {
        (symbol, value.to_bytes(SIZE, sys.byteorder))
        for symbol, _, value, _ in old ^ new
    }
