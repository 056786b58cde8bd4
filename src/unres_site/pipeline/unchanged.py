"""Whether anything has changed since the last build. No file is opened: sizes and times tell.

This module imports neither the loader nor templates: an unchanged site needs neither.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path

import msgspec

from unres_site.errors import Diagnostic
from unres_site.files import FileRefused, open_root, walk
from unres_site.pipeline.configuring.folders import (
    CHECKOUT,
    PACKAGE,
    find_addresses,
    find_config,
    list_folders,
)
from unres_site.pipeline.publishing.states import TreeState, read_published_state
from unres_site.pipeline.report import Changes, Options, Report
from unres_site.pipeline.sources.scanning import Sources, is_settled
from unres_site.pipeline.store.cache import Cache
from unres_site.pipeline.store.versions import hash_parts, list_distributions

Status = tuple[str, int, int, int, int]
"""A file: its path, size in bytes, times in nanoseconds, inode."""


def find_unchanged(options: Options, inputs: bytes) -> Report | None:
    """The report of the last build, if this build would do the same; None if that is not certain.

    `inputs` is what `hash_inputs` gave for this build.
    """
    if not inputs or options.strict or options.check:
        return None

    notes = Cache(options.cache, lambda _: None).notes
    if notes.get("inputs") != inputs:
        return None
    if "report" not in notes or not is_last_build(options, notes):
        return None

    report = msgspec.msgpack.decode(notes["report"], type=Report)
    files = report.changes.written + report.changes.unchanged if report.changes else 0

    return msgspec.structs.replace(
        report,
        changes=Changes(0, files, 0),
        times={},
        before=list_last_diagnostics(notes),
    )


def list_last_diagnostics(notes: Mapping[str, bytes]) -> tuple[Diagnostic, ...]:
    """The diagnostics of the last build, also of files that it skipped or did not use; none without a last build."""
    if "report" not in notes or "skipped" not in notes:
        return ()

    report = msgspec.msgpack.decode(notes["report"], type=Report)
    skipped = msgspec.msgpack.decode(notes["skipped"], type=tuple[Diagnostic, ...])
    return report.diagnostics + report.unused + skipped


def is_last_build(options: Options, notes: Mapping[str, bytes]) -> bool:
    """Whether the published site is the one that the cache's notes are about."""
    published = read_published_state(options.output)
    if published is None:
        return False

    return notes.get("published") == encode_marker(published)


def encode_marker(state: TreeState) -> bytes:
    """What tells the published site from every other that this program made."""
    return msgspec.msgpack.encode(state.marker)


def hash_inputs(options: Options, sources: Sources) -> bytes:
    """A hash that changes with any file that a build reads; empty if a file is too fresh for its times to tell.

    It is made before the build reads them. A file that changes while it is read is then seen by the next build.
    """
    try:
        beside = [find_config(options), find_addresses(options)]
        read = [*beside, *list_folders(options), PACKAGE]
        read.append(CHECKOUT / "docs")  # pages show the guide
        others = [*_list_statuses(read)]
    except FileRefused:
        return b""

    newest = max(
        sources.newest,
        *(max(modified, changed) for _, _, modified, changed, _ in others),
    )
    if not is_settled((0, newest, newest)):
        return b""

    program = (*list_distributions(), repr(sys.version_info).encode())
    told = (options, sources.diagnostics, others, program)
    return hash_parts(msgspec.msgpack.encode(told), sources.states)


def _list_statuses(paths: Iterable[Path]) -> Iterator[Status]:
    """The status of files, and of all files below folders. A missing file has none. Raises `FileRefused`."""
    for path in map(str, paths):
        for file in walk(open_root(path)) if os.path.isdir(path) else [path]:
            with suppress(OSError):
                yield _make_status(file, os.stat(file))


def _make_status(path: str, status: os.stat_result) -> Status:
    return path, status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino
