"""Files of one tree on the disk: written, linked, removed, checked.

A file may share its disk blocks with the same file of the other tree (a hard link). So no file is ever opened to be
changed: it is unlinked and made again. And only files that a manifest or a journal names are removed.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from typing import TypeVar

import msgspec

from unres_site.files import read_own
from unres_site.pipeline.publishing.durability import write_all
from unres_site.pipeline.publishing.manifest import (
    MARKER,
    FileMark,
    Manifest,
    list_parents,
)

T = TypeVar("T")

LITTER = frozenset({".DS_Store", "Thumbs.db", "desktop.ini"})
"""Files that file managers leave in folders that they show. They may be removed."""

FILE_MODE, FOLDER_MODE = 0o644, 0o755
"""Web servers read a site as another user than its builder."""

_CAN_SET_MODE = os.chmod in os.supports_fd
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
_NO_LINKS = {errno.EPERM, errno.EOPNOTSUPP, errno.EMLINK, errno.EXDEV, errno.ENOSYS}
_NOT_EMPTY = {errno.ENOTEMPTY, errno.EEXIST, errno.ENOENT, errno.ENOTDIR}


class TreeCheck(msgspec.Struct, frozen=True):
    """What a look at a tree found.

    touched  addresses of the manifest whose file is missing, differs in size, or was changed after the manifest
    litter   files that file managers left
    foreign  files, links and folders that this program did not make
    """

    touched: frozenset[str] = frozenset()
    litter: tuple[str, ...] = ()
    foreign: tuple[str, ...] = ()


def write_new(tree: str, address: str, data: bytes) -> None:
    """Write a new file. If there is a file of that name, it is unlinked first."""
    path = f"{tree}/{address}"
    descriptor = _make_file(path, lambda path: os.open(path, _NEW, FILE_MODE))
    try:
        if _CAN_SET_MODE:
            os.chmod(descriptor, FILE_MODE)
        write_all(descriptor, data, path)
    finally:
        os.close(descriptor)


def link_new(source: str, tree: str, address: str) -> None:
    """Link the file at the path `source` into a tree; copy it if the file system has no hard links."""
    try:
        _make_file(f"{tree}/{address}", lambda path: os.link(source, path))
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        write_new(tree, address, read_own(source))


def _make_file(path: str, make: Callable[[str], T]) -> T:
    """Make a file. Only if that fails, the old file is unlinked, or the folder is made, and it is tried again."""
    try:
        return make(path)
    except FileExistsError:
        os.unlink(path)
    except FileNotFoundError:
        make_folder(os.path.dirname(path))

    return make(path)


def make_folder(path: str) -> None:
    """Make a folder, and those around it, if they are not there. Their modes do not depend on the user's umask."""
    try:
        os.mkdir(path)
    except FileExistsError:
        return
    except FileNotFoundError:
        make_folder(os.path.dirname(path))
        make_folder(path)
        return

    os.chmod(path, FOLDER_MODE)


def remove(tree: str, addresses: Iterable[str]) -> None:
    """Remove files, and the folders that are empty then. A file that does not exist is not an error."""
    folders: set[str] = set()
    for address in addresses:
        with suppress(FileNotFoundError, NotADirectoryError):
            os.unlink(f"{tree}/{address}")
        folders.update(list_parents(address))

    for folder in sorted(folders, key=lambda name: name.count("/"), reverse=True):
        _remove_if_empty(f"{tree}/{folder}")


def remove_tree(tree: str, addresses: Iterable[str]) -> bool:
    """Remove a tree of these files. If it has any other file, nothing is removed, and False is given."""
    if not os.path.lexists(tree):
        return True

    known = set(addresses)
    found = check_tree(tree, Manifest(), known)
    if found.foreign:
        return False

    remove(tree, {*known, *found.litter})
    remove(
        tree, [MARKER]
    )  # the last one: as long as it is there, it says which files are this program's
    _remove_if_empty(tree)
    return not os.path.lexists(tree)


def _remove_if_empty(folder: str) -> None:
    try:
        os.rmdir(folder)
    except OSError as error:
        if error.errno not in _NOT_EMPTY:
            raise


def check_tree(tree: str, manifest: Manifest, known: Iterable[str] = ()) -> TreeCheck:
    """Look at every name in a tree. `known` are addresses that may be there besides those of the manifest.

    A file is sound if it has its size and was not changed after the manifest, the last file of a tree, was written.
    """
    finished = _read_time(f"{tree}/{MARKER}")
    ours = {*manifest.files, *known, MARKER}
    folders = {folder for address in ours for folder in list_parents(address)}
    sound: set[str] = set()
    litter: list[str] = []
    foreign: list[str] = []
    for entry, address, is_folder in _walk(tree, folders):
        if not is_folder and address in ours:
            expected = manifest.files.get(address)
            if expected and _is_sound(entry, expected, finished):
                sound.add(address)
        elif not is_folder and entry.name in LITTER:
            litter.append(address)
        elif not (is_folder and address in folders):
            foreign.append(address)

    return TreeCheck(
        frozenset(manifest.files.keys() - sound),
        tuple(sorted(litter)),
        tuple(sorted(foreign)),
    )


def _walk(tree: str, folders: set[str]) -> Iterator[tuple[os.DirEntry[str], str, bool]]:
    """Each name in a tree with its address, and whether it is a folder. Only these `folders` are entered."""
    waiting = [""]
    while waiting:
        inner = waiting.pop()
        with os.scandir(f"{tree}/{inner}") as entries:
            for entry in entries:
                address = f"{inner}{entry.name}"
                is_folder = entry.is_dir(follow_symlinks=False)
                if is_folder and address in folders:
                    waiting.append(f"{address}/")
                yield entry, address, is_folder


def _is_sound(entry: os.DirEntry[str], expected: FileMark, finished: int) -> bool:
    status = entry.stat(follow_symlinks=False)
    return (
        entry.is_file(follow_symlinks=False)
        and status.st_size == expected.size
        and status.st_mtime_ns <= finished
    )


def _read_time(path: str) -> int:
    """When a file was changed, in nanoseconds; 0 if there is none."""
    try:
        return os.stat(path, follow_symlinks=False).st_mtime_ns
    except FileNotFoundError:
        return 0
