"""What is written, and must be on the disk before a build goes on, so that a power cut leaves the old site or the new.

A build syncs at three points: the journal before the tree is changed, the whole tree before the swap, and the folders
that were swapped after it. While many files are made, the tree is synced again and again, so that the disk works at the
same time, and little is left for the sync before the swap.
"""

from __future__ import annotations

import ctypes
import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

PAUSE = 0.4
"""Seconds between two syncs while files are made."""

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


@contextmanager
def sync_meanwhile(tree: str) -> Iterator[None]:
    """Write a tree to the disk while its files are made in this context. Raises OSError if the disk refuses.

    The system tells of a refusal once. So one that is told here can't be left to the sync before the swap.
    """
    ended = threading.Event()
    refused = list[OSError]()

    def work() -> None:
        try:
            while not ended.wait(PAUSE):
                sync_tree(tree)
        except OSError as error:
            refused.append(error)

    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()

    if refused:
        raise refused[0]


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
