"""The journal of a tree that is being changed: after a build was stopped, it tells which files may be removed.

It does not name the files of the published tree. The tree may have all of them, and their manifest names them.
"""

from __future__ import annotations

import os
from collections.abc import Iterable

from unres_site.files import read_own
from unres_site.pipeline.publishing.durability import sync_path, write_all
from unres_site.pipeline.publishing.manifest import is_safe


class Journal:
    """The journal at a path. As long as its file exists, the tree is incomplete."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._descriptor: int | None = None

    @property
    def is_open(self) -> bool:
        """Whether this build has begun to change the tree."""
        return self._descriptor is not None

    def begin(self, addresses: Iterable[str]) -> None:
        """Begin the journal, and note addresses."""
        flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND
        self._descriptor = os.open(self._path, flags, 0o644)
        self.note(addresses)
        sync_path(os.path.dirname(self._path))

    def note(self, addresses: Iterable[str]) -> None:
        """Note addresses, before their files are made; they are on the disk then. The journal must be open."""
        assert self._descriptor is not None  # noqa: S101 - a mistake of the program
        write_all(self._descriptor, "\n".join([*addresses, ""]).encode(), self._path)
        os.fsync(self._descriptor)

    def finish(self) -> None:
        """End the journal: the tree is complete."""
        self.close()
        os.unlink(self._path)

    def close(self) -> None:
        """Close the file, and leave it there."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None


def read_journal(path: str) -> list[str]:
    """The noted addresses.

    A line that was cut off is not one: its file was not made, and it may be the name of a folder.
    """
    try:
        lines = read_own(path).decode(errors="replace").split("\n")[:-1]
        return [line for line in lines if is_safe(line)]
    except FileNotFoundError:
        return []
