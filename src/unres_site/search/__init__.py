"""Search: from records to the files with which a browser finds them, without a server.

The folders are the stages: `terms` (a text to its terms), `index` (terms to postings, vocabulary and shards), `files`
(these to scripts), `updating` (all files, or those that change).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from importlib import resources

import msgspec

from unres_site.errors import InstallationError
from unres_site.records import Resolution
from unres_site.search.documents import Card, Document, document_of
from unres_site.search.files.passages import passage_file
from unres_site.search.files.scripts import script
from unres_site.search.index.fields import FieldCounts, field_counts
from unres_site.search.terms.simplified import table_as_texts
from unres_site.search.updating.building import build_index

LUNR = "search/lunr.js"


class Searched(msgspec.Struct, frozen=True, array_like=True):
    """What the search needs of one text. It depends on the record alone, so builds keep it.

    passages   address and content of the text's own file
    """

    card: Card
    counts: FieldCounts
    passages: tuple[str, bytes]


def searched(resolution: Resolution, first_language: str) -> Searched:
    """What the search needs of a record. `first_language` is the one whose pages are at the root."""
    return searched_document(document_of(resolution, first_language))


def searched_document(document: Document) -> Searched:
    """What the search needs of a document."""
    return Searched(document.card, field_counts(document), passage_file(document))


def files_of(texts: Sequence[Searched]) -> Iterator[tuple[str, bytes]]:
    """All files of the search, for texts in the archive's order: addresses and contents."""
    _, files = build_index([text.card for text in texts], [text.counts for text in texts])
    yield from constant_files()
    yield from files
    yield from (text.passages for text in texts)


def constant_files() -> Iterator[tuple[str, bytes]]:
    """The files that are the same for every archive."""
    yield LUNR, lunr_script()
    yield script("simplified", table_as_texts())


def lunr_script() -> bytes:
    """The script of lunr.js, which is brought in when the package is built."""
    path = resources.files("unres_site") / "vendor" / "lunr.min.js"
    try:
        return path.read_bytes()
    except OSError as error:
        raise InstallationError("lunr-missing") from error


__all__ = ["LUNR", "Searched", "files_of", "lunr_script", "searched", "searched_document"]
