"""Compressed copies beside the files of a site, for hosts that send them where a browser takes them.

A copy is made anew only where its file is: what stands in the published site beside the same file is kept. The same
bytes give the same copy, whatever the clock; another version of a compressor may give others: all are made anew then.
"""

from __future__ import annotations

import importlib
import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from gzip import compress
from typing import Any, NamedTuple

from unres_site.errors import UsageError
from unres_site.pipeline.publishing.publication import COPIES, Publication
from unres_site.pipeline.publishing.tree import FileMark
from unres_site.workers import can_fork, each_in_turn

ENDINGS = (".html", ".json", ".js", ".css", ".svg", ".xml", ".txt")
"""Files that are words; any other is compressed already."""

WORTH = 256
"""Bytes below which a copy saves nothing."""

BATCH = 64
WORTH_WORKERS = 400
GZIP_LEVEL, BROTLI_QUALITY = 9, 9


def gzip(data: bytes) -> bytes:
    """The bytes compressed with gzip. They hold no time, so that the same data give the same bytes."""
    return compress(data, GZIP_LEVEL, mtime=0)


def brotli(data: bytes) -> bytes:
    """The bytes as Brotli has them."""
    return bytes(_brotli().compress(data, quality=BROTLI_QUALITY))


def _brotli() -> Any:  # noqa: ANN401 - an extra, which has no types
    try:
        return importlib.import_module("brotli")
    except ModuleNotFoundError:
        raise UsageError("brotli-missing") from None


COMPRESSORS: Mapping[str, Callable[[bytes], bytes]] = {"gzip": gzip, "brotli": brotli}


def standing(kinds: Iterable[str]) -> bytes:
    """What copies depend on besides their files. Raises `UsageError` where a compressor is not there."""
    versions = {"gzip": lambda: zlib.ZLIB_RUNTIME_VERSION, "brotli": lambda: str(_brotli().__version__)}
    return " ".join(f"{kind} {versions[kind]()}" for kind in kinds).encode()


class Copying(NamedTuple):
    """Makes copies of these kinds beside the files of a publication."""

    publication: Publication
    kinds: Sequence[str]

    def run(self, jobs: int, progress: Callable[[int, int], None], *, anew: bool) -> None:
        """Put all copies; where nothing is to be made `anew`, those that are published already are kept."""
        files = self.publication.planned()
        wanted = [one for one, content in files.items() if one.endswith(ENDINGS) and content.size >= WORTH]
        copies = [(one, kind, one + COPIES[kind]) for one in wanted for kind in self.kinds]
        kept = set() if anew else {copy for one, _, copy in copies if self.publication.has_copy(one, copy)}
        stale = [(one, kind, copy) for one, kind, copy in copies if copy not in kept]
        self.publication.announce(copy for _, _, copy in stale)
        batches = [stale[start : start + BATCH] for start in range(0, len(stale), BATCH)]
        done = 0
        for found in each_in_turn(self._copied, batches, jobs if len(stale) >= WORTH_WORKERS and can_fork() else 1):
            for copy, content in found:
                self.publication.add(copy, content)
            done += len(found)
            progress(done, len(stale))
        self.publication.keep(kept)

    def _copied(self, batch: Sequence[tuple[str, str, str]]) -> list[tuple[str, FileMark]]:
        made = []
        for address, kind, copy in batch:
            content = COMPRESSORS[kind](self.publication.planned_bytes(address))
            made.append((copy, self.publication.write(copy, content)))
        return made
