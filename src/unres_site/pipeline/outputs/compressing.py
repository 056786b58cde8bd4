"""Compressed copies beside the files of a site, for hosts that send them to browsers that accept them.

A copy is made only if its file has changed. The same bytes give the same copy, at any time. Another version of a
compressor may give other bytes: then all copies are made.
"""

from __future__ import annotations

import importlib
import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from unres_site.errors import UsageError
from unres_site.pipeline.publishing.manifest import FileMark
from unres_site.pipeline.publishing.publication import COPIES, Publication
from unres_site.workers import map_in_processes

ENDINGS = (".html", ".json", ".js", ".css", ".svg", ".xml", ".txt")
"""Files of text. Others are compressed already."""

WORTH = 256
"""Bytes below which a copy saves nothing."""

BATCH = 64
WORTH_WORKERS = 400
GZIP_LEVEL, BROTLI_QUALITY = 9, 9


def compress_gzip(data: bytes) -> bytes:
    """The bytes compressed with gzip. They hold no time, so that the same data give the same bytes."""
    from gzip import compress  # noqa: PLC0415 - few sites have copies

    return compress(data, GZIP_LEVEL, mtime=0)


def compress_brotli(data: bytes) -> bytes:
    """The bytes as Brotli has them."""
    return bytes(_import_brotli().compress(data, quality=BROTLI_QUALITY))


def _import_brotli() -> Any:  # noqa: ANN401 - an extra, which has no types
    try:
        return importlib.import_module("brotli")
    except ModuleNotFoundError:
        raise UsageError("brotli-missing") from None


COMPRESSORS: Mapping[str, Callable[[bytes], bytes]] = {
    "gzip": compress_gzip,
    "brotli": compress_brotli,
}


def name_versions(kinds: Iterable[str]) -> bytes:
    """The compressors and their versions, which copies depend on. Raises `UsageError` if one is not installed."""
    versions = {
        "gzip": lambda: zlib.ZLIB_RUNTIME_VERSION,
        "brotli": lambda: str(_import_brotli().__version__),
    }
    return " ".join(f"{kind} {versions[kind]()}" for kind in kinds).encode()


class CopyTask(NamedTuple):
    """A copy to be made: the address of its file, the kind of compression, its own address."""

    address: str
    kind: str
    copy: str


class Compression(NamedTuple):
    """Makes copies of these kinds beside the files of a publication."""

    publication: Publication
    kinds: Sequence[str]

    def run(
        self, jobs: int, progress: Callable[[int, int], None], *, reuse: bool
    ) -> None:
        """Put all copies. If it may `reuse` them, those that are published already are kept."""
        tasks = self._list_copies()
        kept = {
            task.copy
            for task in tasks
            if reuse and self.publication.has_copy(task.address, task.copy)
        }
        stale = [task for task in tasks if task.copy not in kept]
        self.publication.announce(task.copy for task in stale)
        batches = [
            stale[start : start + BATCH] for start in range(0, len(stale), BATCH)
        ]
        jobs = jobs if len(stale) >= WORTH_WORKERS else 1
        done = 0
        for found in map_in_processes(self._make_copies, batches, jobs):
            for copy, content in found:
                self.publication.add(copy, content)
            done += len(found)
            progress(done, len(stale))

        self.publication.keep(kept)

    def _list_copies(self) -> list[CopyTask]:
        tasks: list[CopyTask] = []
        for address, content in self.publication.files.items():
            if address.endswith(ENDINGS) and content.size >= WORTH:
                tasks += [
                    CopyTask(address, kind, address + COPIES[kind])
                    for kind in self.kinds
                ]

        return tasks

    def _make_copies(self, batch: Sequence[CopyTask]) -> list[tuple[str, FileMark]]:
        """Write the copies of a batch."""
        made = []
        for task in batch:
            content = COMPRESSORS[task.kind](self.publication.read(task.address))
            made.append((task.copy, self.publication.write(task.copy, content)))

        return made
