"""Encoded readings in one file, which several processes add to at once: each adds whole batches at the file's end.

A reading is found by its place and must bear its key, so that a file that was damaged, cut off or changed for another
costs time, never a wrong page. Who knows the places (the cache) knows what of the file is still of use.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from contextlib import suppress

import msgspec

KEY = 16
"""Bytes of a key."""

WASTE = 32_000_000
"""Bytes that are of no use before it is worth to write the rest anew."""

_APPEND = os.O_RDWR | os.O_CREAT | os.O_APPEND | getattr(os, "O_BINARY", 0)


class Place(msgspec.Struct, frozen=True, array_like=True):
    """Where a reading stands: the file's number, the first byte, and how many; its key is before it."""

    volume: int
    start: int
    length: int


class Shelf:
    """The file of that number below a folder. Safe to inherit by a fork: each process opens it for itself."""

    def __init__(self, folder: str, volume: int = 0) -> None:
        self.folder, self.volume = folder, volume
        self._opened: tuple[int, int] | None = None

    def add(self, readings: Sequence[tuple[bytes, bytes]]) -> list[Place]:
        """Write keys and readings at the end, in one step; where each stands. Raises OSError."""
        batch = b"".join(part for key, reading in readings for part in (key, reading))
        descriptor = self._descriptor()
        rest = memoryview(batch)
        while rest:
            rest = rest[os.write(descriptor, rest) :]
        start = os.lseek(descriptor, 0, os.SEEK_CUR) - len(batch)
        places: list[Place] = []
        for key, reading in readings:
            places.append(Place(self.volume, start, len(reading)))
            start += len(key) + len(reading)
        return places

    def get(self, key: bytes, place: Place) -> bytes | None:
        """The reading of that key, or None where the file does not have it there."""
        if place.volume != self.volume:
            return None
        try:
            os.lseek(self._descriptor(), place.start, os.SEEK_SET)
            found = os.read(self._descriptor(), KEY + place.length)
        except OSError:
            return None
        return found[KEY:] if found[:KEY] == key and len(found) == KEY + place.length else None

    def size(self) -> int:
        """Bytes of the file."""
        return os.fstat(self._descriptor()).st_size

    def rewritten(self, kept: Iterable[tuple[bytes, Place]]) -> tuple[Shelf, dict[bytes, Place]]:
        """A shelf of the next number with those readings alone, and their places there."""
        following = Shelf(self.folder, self.volume + 1)
        with suppress(FileNotFoundError):
            os.unlink(following.path)
        places: dict[bytes, Place] = {}
        for key, place in kept:
            reading = self.get(key, place)
            if reading is not None:
                places[key] = following.add([(key, reading)])[0]
        return following, places

    def close(self) -> None:
        """Close the file of this process."""
        if self._opened and self._opened[0] == os.getpid():
            os.close(self._opened[1])
        self._opened = None

    def tidy(self) -> None:
        """Remove the files of other numbers."""
        with os.scandir(self.folder) as entries:
            others = [entry.path for entry in entries if _is_volume(entry.name) and entry.path != self.path]
        for path in others:
            with suppress(OSError):
                os.unlink(path)

    @property
    def path(self) -> str:
        """The file."""
        return os.path.join(self.folder, f"readings.{self.volume}")

    def _descriptor(self) -> int:
        """The open file of this process: with one that a fork inherited, the ends of two batches would be confused."""
        if self._opened is None or self._opened[0] != os.getpid():
            self._opened = (os.getpid(), os.open(self.path, _APPEND, 0o644))
        return self._opened[1]


def _is_volume(name: str) -> bool:
    stem, _, number = name.partition(".")
    return stem == "readings" and number.isdecimal()
