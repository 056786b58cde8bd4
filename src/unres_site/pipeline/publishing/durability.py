"""What is written, and must be on the disk before a build goes on, so that a power cut leaves the old site or the new.

A build syncs at three points: the journal before the tree is changed, the whole tree before the swap, and the folders
that were swapped after it.
"""

from __future__ import annotations

import ctypes
import os
import sys
from functools import cache

BOOT_ID = "/proc/sys/kernel/random/boot_id"


def write_all(descriptor: int, data: bytes, path: str) -> None:
    """Write all of it to an open file. Raises OSError, which names the file."""
    rest = memoryview(data)
    try:
        while rest:
            rest = rest[os.write(descriptor, rest) :]
    except OSError as error:
        error.filename = path
        raise


def sync_tree(tree: str) -> None:
    """Write all files of a tree to the disk. Raises OSError if the disk refuses.

    One call writes the whole file system: for each of 60,000 files the disk would be waited for in turn.
    """
    if not sys.platform.startswith("linux"):
        if hasattr(os, "sync"):
            os.sync()
        return
    descriptor = os.open(tree, os.O_RDONLY)
    try:
        if ctypes.CDLL(None, use_errno=True).syncfs(descriptor):
            number = ctypes.get_errno()
            raise OSError(number, os.strerror(number), tree)
    finally:
        os.close(descriptor)


def sync_path(path: str) -> None:
    """Write one file, or the names in one folder, to the disk. Windows can't open a folder, and needs no such step."""
    if sys.platform == "win32" and os.path.isdir(path):
        return
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@cache
def read_boot_id() -> str:
    """What tells this start of the machine from all others; empty if the system does not say it."""
    try:
        with open(BOOT_ID, encoding="ascii") as file:
            return file.read().strip()
    except OSError:
        return ""
