"""The archive written for other programs: texts are read as a build reads them, and their records handed on."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from unres_site.archive import Archive
from unres_site.deferred import deferred
from unres_site.errors import OutputError, UsageError
from unres_site.pipeline.configuring.configuration import (
    list_linked_folders,
    read_config,
)
from unres_site.pipeline.report import Options, Step
from unres_site.pipeline.sources.library import Library
from unres_site.pipeline.sources.reading import load_text
from unres_site.pipeline.sources.scanning import scan
from unres_site.pipeline.sources.together import drop_duplicates
from unres_site.pipeline.store.cache import Cache
from unres_site.pipeline.store.records import open_spare_file
from unres_site.records import Resolution
from unres_site.search.opensearch import index_definition, write_bulk_files

INDEX = "index.json"
BULK = "bulk-{:04}.ndjson"

# matches: bulk-0001.ndjson
# rejects: notes.ndjson
BULK_NAME = deferred(r"^bulk-\d{4,}\.ndjson$")

# matches: un-resolutions
# rejects: Resolutions
# rejects: _all
INDEX_NAME = deferred(r"^[a-z0-9][a-z0-9_.-]{0,200}$")


def export_opensearch(
    options: Options, index: str, progress: Step
) -> tuple[int, list[str]]:
    """Write `index.json` and `bulk-0001.ndjson` … into the folder `options.output`: the number of texts, and the paths.

    Texts that can't be published are left out. Files that only an earlier export has are removed, and no others.
    Raises `UsageError` if there is nothing to export, if the index can't have that name, or the folder can't be
    written to.
    """
    if not INDEX_NAME.match(index):
        raise UsageError("index-name", name=index)

    config = read_config(options)
    sources = scan(options.source, lambda: list_linked_folders(options, config))
    _make_folder(options.output)
    with open_spare_file(f"{options.output}/.records") as spare:
        cache = Cache(None, lambda _: None)
        records = cache.open_records(spare)
        library = Library(sources, load_text, cache, records)
        library.load(options.jobs, progress)
        chosen, _ = drop_duplicates(library.list_entries(), library.get_record)
        texts = Archive(chosen).ordered
        if not texts:
            raise UsageError("nothing-to-export", source=options.source)

        resolutions: Iterator[Resolution] = map(library.get_record, texts)
        written = _write(
            Path(options.output), write_bulk_files(resolutions, config.language, index)
        )
        records.close()

    return len(texts), written


def _make_folder(folder: str) -> None:
    try:
        os.makedirs(folder, exist_ok=True)
    except OSError as error:
        raise OutputError(
            "export-unwritable", folder=folder, problem=error.strerror
        ) from None


def _write(folder: Path, files: Iterator[bytes]) -> list[str]:
    try:
        _put(folder / INDEX, index_definition())
        names = [INDEX]
        for number, content in enumerate(files, 1):
            names.append(BULK.format(number))
            _put(folder / names[-1], content)

        for path in folder.iterdir():
            if BULK_NAME.match(path.name) and path.name not in names:
                path.unlink()
    except OSError as error:
        raise OutputError(
            "export-unwritable", folder=folder, problem=error.strerror
        ) from None

    return [str(folder / name) for name in names]


def _put(path: Path, content: bytes) -> None:
    """Write a file beside its place first, so that none is ever half there."""
    fresh = path.with_name(f".{path.name}.new")
    fresh.write_bytes(content)
    os.replace(fresh, path)
