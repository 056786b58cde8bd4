"""Where a build works: the room beside an output, with its lock and its seals, and the swap of two folders."""

from __future__ import annotations

import ctypes
import errno
import hashlib
import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress

import msgspec

from unres_site.errors import OutputError
from unres_site.files import read_own
from unres_site.pipeline.publishing.tree import ROOM, FileMark, Seal

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

PROOF = 16
"""Bytes of the digest that the file of the seals begins with."""

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2
_NO_EXCHANGE = {errno.ENOSYS, errno.EINVAL, errno.EOPNOTSUPP, errno.EBUSY, errno.EXDEV, errno.EPERM}


class Place(msgspec.Struct, frozen=True):
    """The folders of one output: the site itself, and the room of the work (see the module's text)."""

    output: str
    room: str

    @property
    def tree(self) -> str:
        """The tree that is not published."""
        return f"{self.room}/tree"

    @property
    def journal(self) -> str:
        """The list of addresses that a tree under work may hold."""
        return f"{self.room}/journal"

    @property
    def seals(self) -> str:
        """How the published tree and the other one were left."""
        return f"{self.room}/seals"


def place_of(output: str) -> Place:
    """Where an output and its room lie, links resolved."""
    real = os.path.realpath(output)
    if os.path.ismount(real):
        return Place(real, f"{real}/{ROOM}")
    parent, name = os.path.split(real)
    return Place(real, os.path.join(parent, f".{name}{ROOM}"))


class Seals(msgspec.Struct, frozen=True):
    """How the published tree and the other one were left; a seal is None where that is not known.

    differing   what the other tree has at each address where it has not what the published one has; None for nothing
    """

    published: Seal | None = None
    other: Seal | None = None
    differing: Mapping[str, FileMark | None] = {}


def read_seals(place: Place) -> Seals:
    """How both trees were left; nothing of it is believed where a byte is not as it was written."""
    try:
        content = read_own(place.seals)
    except OSError:
        return Seals()
    if content[:PROOF] != _proof(content[PROOF:]):
        return Seals()
    seals: Seals = msgspec.msgpack.decode(content[PROOF:], type=Seals)
    return seals


def write_seals(place: Place, seals: Seals) -> None:
    """Note how both trees are left. It is no loss if this fails, for then the next build looks at every file."""
    with suppress(OSError), open(place.seals, "wb") as file:
        content = msgspec.msgpack.encode(seals)
        file.write(_proof(content) + content)


def _proof(content: bytes) -> bytes:
    return hashlib.sha256(content).digest()[:PROOF]


def seal_of_published(output: str) -> Seal | None:
    """How the published site was left, if it is so still, and no build works on it."""
    place = place_of(output)
    seal = read_seals(place).published
    return seal if seal and seal.holds(place.output) and not os.path.lexists(place.journal) else None


def exchange(one: str, other: str) -> bool:
    """Swap two folders in one step; False where the system can't (Linux has renameat2 since 3.15)."""
    if not sys.platform.startswith("linux"):
        return False
    try:
        renameat2 = ctypes.CDLL(None, use_errno=True).renameat2
    except (OSError, AttributeError):
        return False
    if renameat2(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _RENAME_EXCHANGE) == 0:
        return True
    number = ctypes.get_errno()
    if number in _NO_EXCHANGE:
        return False
    raise OSError(number, os.strerror(number), other)


@contextmanager
def lock(place: Place, output: str) -> Iterator[None]:
    """Hold the lock of a room. Raises `OutputError` where another build holds it."""
    with open(f"{place.room}/lock", "a", encoding="utf-8") as file:
        try:
            _take(file.fileno())
        except OSError:
            raise OutputError("other-build", output=output) from None
        yield


def _take(descriptor: int) -> None:
    """Take the lock of a file, or raise OSError; it is freed when the file is closed."""
    if sys.platform == "win32":
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
    else:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
