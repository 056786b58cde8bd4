"""Encoded records in one file, to which several processes append at once: each appends a whole batch.

A record is found by its location, and must have the key and the checksum that are expected there. So a file that was
damaged, cut off or replaced costs time, but never gives a wrong page. The cache knows the locations, and so it knows
which parts of the file are still in use.

    offset  0       16         20
            key     checksum   record
"""

from __future__ import annotations

import os
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress

import msgspec

from unres_site.files import open_own

KEY_SIZE = 16
"""Bytes of a key."""

HEAD_SIZE = KEY_SIZE + 4
"""Bytes before a record: its key, and the checksum of the record."""

TOLERATED_WASTE = 32_000_000
"""Unused bytes at which the file is compacted, if they are more than half of it."""

_APPEND = os.O_RDWR | os.O_CREAT | os.O_APPEND


class Location(msgspec.Struct, frozen=True, array_like=True):
    """Where a record is: the number of the file, the offset of its head, and the length of the record in bytes."""

    volume: int
    start: int
    length: int


LOST = Location(-1, 0, 0)
"""The location of a record that is nowhere."""

SPARE = -2
"""The number of the spare file. No later build reads it."""


@contextmanager
def open_spare_file(path: str) -> Iterator[str]:
    """The path of a spare file, which is removed at the end, and at the beginning if a build was killed."""
    with suppress(FileNotFoundError):
        os.unlink(path)

    try:
        yield path
    finally:
        with suppress(OSError):
            os.unlink(path)


class RecordStore:
    """The file of a number in a folder. It may be inherited by a fork, because each process opens the file itself.

    If the file can't be written to (the disk is full, the folder read-only), the file at the path `spare` is used.
    """

    def __init__(self, folder: str, volume: int, spare: str) -> None:
        self.folder = folder
        self.volume = volume
        self._spare = spare
        self._opened: dict[int, tuple[int, int]] = {}

    def add(self, records: Sequence[tuple[bytes, bytes]]) -> list[Location]:
        """Append keys and records in one step, and give the location of each. Raises OSError."""
        batch = b"".join(
            part
            for key, record in records
            for part in (key, _compute_checksum(record), record)
        )
        try:
            volume = self.volume
            start = self._append(self.volume, batch)
        except OSError:
            volume = SPARE
            start = self._append(SPARE, batch)

        locations: list[Location] = []
        for _, record in records:
            locations.append(Location(volume, start, len(record)))
            start += HEAD_SIZE + len(record)

        return locations

    def get(self, key: bytes, location: Location) -> bytes | None:
        """The record of that key; None if the file does not have it there."""
        if location.volume not in {self.volume, SPARE}:
            return None

        try:
            descriptor = self._open_volume(location.volume)
            os.lseek(descriptor, location.start, os.SEEK_SET)
            found = os.read(descriptor, HEAD_SIZE + location.length)
        except OSError:
            return None

        head = found[:HEAD_SIZE]
        record = found[HEAD_SIZE:]
        is_whole = len(record) == location.length and head == key + _compute_checksum(
            record
        )
        return record if is_whole else None

    def size(self) -> int:
        """Bytes of the file."""
        descriptor = self._open_volume(self.volume)
        return os.fstat(descriptor).st_size

    def copy(
        self, kept: Iterable[tuple[bytes, Location]]
    ) -> tuple[RecordStore, dict[bytes, Location]]:
        """The store of the next number, with these records alone; and their locations in it, by key."""
        following = RecordStore(self.folder, self.volume + 1, self._spare)
        with suppress(FileNotFoundError):
            os.unlink(following.path)

        locations: dict[bytes, Location] = {}
        for key, location in kept:
            record = self.get(key, location)
            if record is not None:
                locations[key] = following.add([(key, record)])[0]

        return following, locations

    def close(self) -> None:
        """Close the files of this process."""
        for process, descriptor in self._opened.values():
            if process == os.getpid():
                os.close(descriptor)

        self._opened.clear()

    def remove_others(self) -> None:
        """Remove the files of other numbers."""
        with os.scandir(self.folder) as entries:
            others = [
                entry.path
                for entry in entries
                if is_volume(entry.name) and entry.path != self.path
            ]

        for path in others:
            with suppress(OSError):
                os.unlink(path)

    @property
    def path(self) -> str:
        """The path of the file."""
        return self._make_path(self.volume)

    def _make_path(self, volume: int) -> str:
        if volume == SPARE:
            return self._spare
        return os.path.join(self.folder, f"readings.{volume}")

    def _append(self, volume: int, batch: bytes) -> int:
        """Append a batch, and give the offset at which it begins."""
        descriptor = self._open_volume(volume)
        rest = memoryview(batch)
        while rest:
            rest = rest[os.write(descriptor, rest) :]

        return os.lseek(descriptor, 0, os.SEEK_CUR) - len(batch)

    def _open_volume(self, volume: int) -> int:
        """The open file of this process. A descriptor that a fork inherits shares its offset with other processes."""
        process, descriptor = self._opened.get(volume, (0, 0))
        if process != os.getpid():
            descriptor = open_own(self._make_path(volume), _APPEND)
            self._opened[volume] = os.getpid(), descriptor

        return descriptor


def _compute_checksum(record: bytes) -> bytes:
    return zlib.crc32(record).to_bytes(4, "little")


def is_volume(name: str) -> bool:
    """Whether a file of that name holds records."""
    stem, _, number = name.partition(".")
    return stem == "readings" and number.isdecimal()
