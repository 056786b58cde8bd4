"""Search: from records to the files with which a browser finds them, with no server."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from importlib import resources

import msgspec

from unres_site.archive import Archive
from unres_site.errors import InstallationError
from unres_site.records import Resolution
from unres_site.search.building import whole
from unres_site.search.documents import Card, Document, document_of
from unres_site.search.index import FieldCounts, field_counts
from unres_site.search.shards import passage_file, script
from unres_site.search.simplified import simplified
from unres_site.search.spreading import spread

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


def index_files(archive: Archive[Resolution], first_language: str = "zh", jobs: int = 1) -> Iterator[tuple[str, bytes]]:
    """All files of the search: address below the site's root, content; the same archive gives the same bytes.

    Raises InstallationError where the package lacks lunr.js.
    """
    records = archive.ordered
    yield from files_of(
        list(spread(lambda number: searched(records[number], first_language), len(records), jobs)), jobs
    )


def files_of(texts: Sequence[Searched], jobs: int = 1) -> Iterator[tuple[str, bytes]]:
    """All files of the search over texts in the archive's order."""
    _, files = whole([text.card for text in texts], [text.counts for text in texts], jobs)
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
        raise InstallationError(
            "The package lacks its copy of lunr.js (vendor/lunr.min.js): install unres-site again, with pip install ."
        ) from error


__all__ = ["LUNR", "Searched", "files_of", "index_files", "lunr_script", "searched", "searched_document"]
