"""Search: from records to the files with which a browser finds them, with no server."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from importlib import resources

import msgspec

from unres_site.errors import InstallationError
from unres_site.records import Resolution
from unres_site.search.documents import Card, Document, document_of
from unres_site.search.files.scripts import passage_file, script
from unres_site.search.index.fields import FieldCounts, field_counts
from unres_site.search.terms.simplified import simplified
from unres_site.search.updating.update import whole

LUNR = "search/lunr.js"


class Searched(msgspec.Struct, frozen=True, array_like=True):
    """All that the search needs of one text; worth keeping between builds, for it depends on the record alone.

    passages   the address and content of its own file
    """

    card: Card
    counts: FieldCounts
    passages: tuple[str, bytes]


def searched(resolution: Resolution, first_language: str) -> Searched:
    """What the search needs of a record. `first_language` is the one whose pages stand at the root. Pure."""
    return searched_document(document_of(resolution, first_language))


def searched_document(document: Document) -> Searched:
    """The same of what is searched of it."""
    return Searched(document.card, field_counts(document), passage_file(document))


def files_of(texts: Sequence[Searched]) -> Iterator[tuple[str, bytes]]:
    """All files of the search over texts in the archive's order."""
    _, files = whole([text.card for text in texts], [text.counts for text in texts])
    yield from constant_files()
    yield from files
    yield from (text.passages for text in texts)


def constant_files() -> Iterator[tuple[str, bytes]]:
    """The files that are the same for every archive."""
    yield LUNR, lunr_script()
    yield script("simplified", simplified())


def lunr_script() -> bytes:
    """The script of lunr.js, which is brought in when the package is built."""
    path = resources.files("unres_site") / "vendor" / "lunr.min.js"
    try:
        return path.read_bytes()
    except OSError as error:
        raise InstallationError("lunr-missing") from error


__all__ = ["LUNR", "Searched", "files_of", "lunr_script", "searched", "searched_document"]
