"""Encoded readings in one file, which several processes add to at once: each adds whole batches at the file's end.

A reading is found by its place and must bear its key and its sum, so that a file that was damaged, cut off or changed
for another costs time, never a wrong page. Who knows the places (the cache) knows what of the file is still of use.
"""

from __future__ import annotations

import os
import zlib
from collections.abc import Iterable, Sequence
from contextlib import suppress

import msgspec

from unres_site.files import open_own

KEY = 16
"""Bytes of a key."""

HEAD = KEY + 4
"""Bytes before a reading: its key, and a sum of the reading."""

WASTE = 32_000_000
"""Bytes that are of no use before it is worth to write the rest anew."""

_APPEND = os.O_RDWR | os.O_CREAT | os.O_APPEND


class Place(msgspec.Struct, frozen=True, array_like=True):
    """Where a reading stands: the file's number, the first byte, and how many; its key is before it."""

    volume: int
    start: int
    length: int


NOWHERE = Place(-1, 0, 0)
"""Where a reading stands that is lost."""

SPARE = -2
"""The number of the spare file, which no later build has."""


class Shelf:
    """The file of that number below a folder. Safe to inherit by a fork: each process opens it for itself.

    What can't be written there (the disk is full, the folder read-only) is written to a file in the folder `spare`.
    """

    def __init__(self, folder: str, volume: int, spare: str) -> None:
        self.folder, self.volume, self._spare = folder, volume, spare
        self._opened: dict[int, tuple[int, int]] = {}

    def add(self, readings: Sequence[tuple[bytes, bytes]]) -> list[Place]:
        """Write keys and readings at the end, in one step; where each stands. Raises OSError."""
        batch = b"".join(part for key, reading in readings for part in (key, _sum(reading), reading))
        try:
            volume, start = self.volume, self._append(self.volume, batch)
        except OSError:
            volume, start = SPARE, self._append(SPARE, batch)
        places: list[Place] = []
        for _, reading in readings:
            places.append(Place(volume, start, len(reading)))
            start += HEAD + len(reading)
        return places

    def get(self, key: bytes, place: Place) -> bytes | None:
        """The reading of that key, or None where the file does not have it there."""
        if place.volume not in {self.volume, SPARE}:
            return None
        try:
            os.lseek(self._descriptor(place.volume), place.start, os.SEEK_SET)
            found = os.read(self._descriptor(place.volume), HEAD + place.length)
        except OSError:
            return None
        reading = found[HEAD:]
        return reading if len(reading) == place.length and found[:HEAD] == key + _sum(reading) else None

    def size(self) -> int:
        """Bytes of the file."""
        return os.fstat(self._descriptor(self.volume)).st_size

    def rewritten(self, kept: Iterable[tuple[bytes, Place]]) -> tuple[Shelf, dict[bytes, Place]]:
        """A shelf of the next number with those readings alone, and their places there."""
        following = Shelf(self.folder, self.volume + 1, self._spare)
        with suppress(FileNotFoundError):
            os.unlink(following.path)
        places: dict[bytes, Place] = {}
        for key, place in kept:
            reading = self.get(key, place)
            if reading is not None:
                places[key] = following.add([(key, reading)])[0]
        return following, places

    def close(self) -> None:
        """Close the files of this process."""
        for process, descriptor in self._opened.values():
            if process == os.getpid():
                os.close(descriptor)
        self._opened.clear()

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

    def _append(self, volume: int, batch: bytes) -> int:
        """Where a batch begins that was written at the end."""
        descriptor = self._descriptor(volume)
        rest = memoryview(batch)
        while rest:
            rest = rest[os.write(descriptor, rest) :]
        return os.lseek(descriptor, 0, os.SEEK_CUR) - len(batch)

    def _descriptor(self, volume: int) -> int:
        """The open file of this process: with one that a fork inherited, the ends of two batches would be confused."""
        process, descriptor = self._opened.get(volume, (0, 0))
        if process != os.getpid():
            path = os.path.join(self._spare, "readings") if volume == SPARE else self.path
            descriptor = open_own(path, _APPEND)
            self._opened[volume] = os.getpid(), descriptor
        return descriptor


def _sum(reading: bytes) -> bytes:
    return zlib.crc32(reading).to_bytes(4, "little")


def _is_volume(name: str) -> bool:
    stem, _, number = name.partition(".")
    return stem == "readings" and number.isdecimal()
