"""Search: from records to the files with which a browser finds them, with no server."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import resources

from unres_site.archive import Archive
from unres_site.errors import InstallationError
from unres_site.records import Resolution
from unres_site.search.documents import document_of
from unres_site.search.index import build_index, field_terms
from unres_site.search.shards import shard_files

LUNR = "search/lunr.js"


def index_files(archive: Archive[Resolution], first_language: str = "zh") -> Iterator[tuple[str, bytes]]:
    """All files of the search: address below the site's root, content; the same archive gives the same bytes.

    `first_language` is the one whose pages stand at the root. Raises InstallationError where the package lacks lunr.js.
    """
    documents = [document_of(resolution, first_language) for resolution in archive.ordered]
    yield LUNR, lunr_script()
    yield from shard_files(build_index(map(field_terms, documents)), documents)


def lunr_script() -> bytes:
    """The script of lunr.js, which is brought in when the package is built."""
    script = resources.files("unres_site") / "vendor" / "lunr.min.js"
    try:
        return script.read_bytes()
    except OSError as error:
        raise InstallationError(
            "The package lacks its copy of lunr.js (vendor/lunr.min.js): install unres-site again, with pip install ."
        ) from error


__all__ = ["index_files"]
