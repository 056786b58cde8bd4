"""The entries of the cache: what it keeps of each text, page, view, and text of the search."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec

from unres_site.pipeline.store.records import Location

NO_TEXT = ""
"""Pages that are made from no text are found under this name."""


class TextMark(msgspec.Struct, frozen=True):
    """A text that was read.

    key       a hash of all that its record depends on; empty if the text could not be read
    location  of its record
    entry     what a build has to know of it, encoded
    hashes    its paragraphs as hashes, encoded: not among the facts, for other pages show a few of them at most
    """

    key: bytes
    location: Location
    entry: bytes
    hashes: bytes = b""


class PageMark(msgspec.Struct, frozen=True, array_like=True):
    """A page that was made.

    owner    the file of the text that the page is about
    others   the files of the other texts that it is made from, a line each
    kind     names its row of `site.pages.KINDS`
    records  the file, the symbol and the language of each of these texts, encoded
    inputs   a hash of all that it is made from
    digest   the hash of its file
    """

    owner: str
    others: str
    kind: str
    records: bytes
    inputs: bytes
    digest: str

    @property
    def files(self) -> list[str]:
        """The files of the texts that the page is made from, the owner first."""
        if self.others:
            return [self.owner, *self.others.split("\n")]
        return [self.owner]


def list_owned(known: Mapping[str, PageMark], files: set[str] | None) -> set[str]:
    """The addresses of pages that are about a text of these files; of all pages for None."""
    if files is None:
        return set(known)
    return {address for address, mark in known.items() if mark.owner in files}


class SearchMark(msgspec.Struct, frozen=True, array_like=True):
    """What a text adds to the search: its key, the location of the addition, and the hash of its passages' file."""

    key: bytes
    location: Location
    digest: str


class IndexUpdate(msgspec.Struct, frozen=True):
    """What the next build has to know of the search: marks of new and changed texts by page; the index's state."""

    marks: Mapping[str, SearchMark]
    state: bytes


class CacheUpdate(msgspec.Struct, frozen=True):
    """What a build changes in the cache: new and changed entries by name or address, and names of those to remove.

    views  the encoded views of pages of texts; pages that show nothing of other texts have none
    facts  values that are long and that few builds read
    """

    texts: Mapping[str, TextMark] = {}
    pages: Mapping[str, PageMark] = {}
    views: Mapping[str, bytes] = {}
    searched: Mapping[str, SearchMark] = {}
    gone_texts: Iterable[str] = ()
    gone_pages: Iterable[str] = ()
    notes: Mapping[str, bytes] = {}
    facts: Mapping[str, bytes] = {}
