"""Whether anything has changed since the last build, without a look into any file.

This room imports neither loader nor templates: where nothing has changed, neither is needed.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

import msgspec

from unres_site.files import FileRefused, open_root, walk
from unres_site.pipeline.folders import PACKAGE, config_path, folders
from unres_site.pipeline.publishing.tree import Seal
from unres_site.pipeline.publishing.workspace import seal_of_published
from unres_site.pipeline.report import Changes, Options, Summary
from unres_site.pipeline.sources.scanning import Sources
from unres_site.pipeline.store.cache import Store, digest, is_settled

Status = tuple[str, int, int, int, int]
"""A file: its path, size, times and inode."""


def standing_site(options: Options, sources: Sources) -> Summary | None:
    """What the last build said, if this one would do the same; None where that is not certain."""
    if options.cache is None or options.strict or options.check:
        return None
    published = seal_of_published(options.output)
    if published is None:
        return None
    notes = Store(options.cache, lambda _: None).notes
    if "summary" not in notes or notes.get("published") != marker_of(published):
        return None
    known = notes.get("standing")
    if not known or known != standing_of(options, sources):
        return None
    summary = msgspec.msgpack.decode(notes["summary"], type=Summary)
    files = summary.changes.written + summary.changes.unchanged if summary.changes else 0
    return msgspec.structs.replace(summary, changes=Changes(0, files, 0), times={})


def standing_of(options: Options, sources: Sources) -> bytes:
    """A digest that changes with anything that a build reads; empty where a file is too fresh for its times to tell."""
    try:
        others = [*_statuses([config_path(options), *folders(), PACKAGE])]
    except FileRefused:
        return b""
    newest = max(sources.newest, *(max(modified, changed) for _, _, modified, changed, _ in others))
    if not is_settled((0, newest, newest)):
        return b""
    libraries = os.stat(Path(msgspec.__file__).parent.parent).st_mtime_ns
    beside = (options, sources.diagnostics, others, libraries, sys.version_info[:3])
    return digest(msgspec.msgpack.encode(beside), sources.states)


def marker_of(seal: Seal) -> bytes:
    """What tells the published site from every other that this program made."""
    return msgspec.msgpack.encode(seal.marker)


def _statuses(paths: Iterable[Path]) -> Iterator[Status]:
    """The status of files, and of all files below folders; what is not there has none. Raises `FileRefused`."""
    for path in map(str, paths):
        for file in walk(open_root(path)) if os.path.isdir(path) else [path]:
            with suppress(OSError):
                yield _status(file, os.stat(file))


def _status(path: str, status: os.stat_result) -> Status:
    return path, status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino
