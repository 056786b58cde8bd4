"""The files of one tree on the disk, and the manifest that names them.

A file of a tree may share its disk blocks with the same file of the other tree (a hard link). So no file is ever opened
to be changed: it is unlinked, and made anew. And nothing is ever removed but what a manifest or a journal names.
"""

from __future__ import annotations

import errno
import hashlib
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from itertools import chain, compress
from operator import ne
from typing import Literal, TypeVar

import msgspec

from unres_site.deferred import deferred
from unres_site.errors import OutputError
from unres_site.files import read_own

T = TypeVar("T")

MARKER = ".unres-site.json"
"""The file that says a folder was made by this program; it holds the manifest."""

ROOM = ".unres-site"
"""The folder of the work under way, where it has to stand within the output (see `publish`)."""

DROPPINGS = frozenset({".DS_Store", "Thumbs.db", "desktop.ini"})
"""What file managers leave behind in folders that they show; it may be removed."""

_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
_EDGE = r"""[^\x00-\x20./\\:*?"<>|\x7f\ud800-\udfff]"""
_INNER = r"""[^\x00-\x1f/\\:*?"<>|\x7f\ud800-\udfff]"""
_PART = rf"{_EDGE}(?:{_INNER}{{0,120}}{_EDGE})?"
# matches: A/RES/217(III)A.html
# matches: topics/裁军.html
# rejects: .git
# rejects: C:\temp
SAFE = deferred(rf"{_PART}(?:/{_PART})*")


class FileMark(msgspec.Struct, frozen=True, array_like=True):
    """What a file holds: its size in bytes, and a digest of them."""

    size: int
    digest: str


class Manifest(msgspec.Struct, frozen=True):
    """All files of a tree but the manifest itself, by address (below the root, with `/`)."""

    program: Literal["unres-site"] = "unres-site"
    format: Literal[1] = 1
    files: dict[str, FileMark] = {}


class Survey(msgspec.Struct, frozen=True):
    """What a look at a tree found.

    touched    addresses of the manifest whose file is not there, or not as the manifest says, or was changed since
    droppings  what file managers left
    foreign    what this program did not make: files, links, folders
    """

    touched: frozenset[str] = frozenset()
    droppings: tuple[str, ...] = ()
    foreign: tuple[str, ...] = ()


def mark(data: bytes) -> FileMark:
    """The mark of a file with that content. Processors have instructions for this digest: it is the quickest."""
    return FileMark(len(data), hashlib.sha256(data).hexdigest()[:32])


def is_safe(address: str) -> bool:
    """Whether an address names a file below the root on every system: no way up, nothing hidden, no odd names."""
    return SAFE.fullmatch(address) is not None


def read_manifest(tree: str, *, known: bool = False) -> Manifest | None:
    """The manifest of a tree, None where there is none. Raises `OutputError` where it can't be understood.

    One that is `known` to be as this program wrote it is not looked through for unsafe addresses.
    """
    try:
        manifest = msgspec.json.decode(read_own(f"{tree}/{MARKER}"), type=Manifest)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (msgspec.MsgspecError, UnicodeDecodeError):
        manifest, known = Manifest(files={"": FileMark(0, "")}), False
    if not known and not all(map(SAFE.fullmatch, manifest.files)):
        raise OutputError("manifest-unreadable", file=f"{tree}/{MARKER}", output=tree)
    return manifest


class Seal(msgspec.Struct, frozen=True):
    """What can't stay the same when a name appears in a tree, vanishes, or is given to another file.

    marker   inode, size and time of the manifest's file
    folders  time of each folder, by its path below the root (empty for the root)

    A file that is written over in place does not show here; `survey` sees it.
    """

    marker: tuple[int, int, int]
    folders: dict[str, int]

    def holds(self, tree: str) -> bool:
        """Whether the tree is as it was when the seal was taken."""
        try:
            return _identity(tree) == self.marker and all(
                os.stat(f"{tree}/{folder}", follow_symlinks=False).st_mtime_ns == time
                for folder, time in self.folders.items()
            )
        except OSError:
            return False


def seal_of(tree: str, folders: Iterable[str]) -> Seal | None:
    """The seal of a tree that has these folders, the root included; None where there is no tree."""
    try:
        times = {folder: os.stat(f"{tree}/{folder}", follow_symlinks=False).st_mtime_ns for folder in sorted(folders)}
        return Seal(_identity(tree), times)
    except OSError:
        return None


def folders_of(addresses: Iterable[str]) -> set[str]:
    """The folders that files of those addresses lie in, the root (empty) included."""
    inner = {address.rpartition("/")[0] for address in addresses}
    return {"", *inner, *chain.from_iterable(map(_folders, inner))}


def differing(tree: Mapping[str, FileMark], other: Mapping[str, FileMark]) -> dict[str, FileMark | None]:
    """What a tree has at each address where it has not what the other one has; None for nothing."""
    changed = compress(other, map(ne, map(tree.get, other), other.values()))
    return {address: tree.get(address) for address in chain(changed, sorted(tree.keys() - other.keys()))}


def _identity(tree: str) -> tuple[int, int, int]:
    status = os.stat(f"{tree}/{MARKER}", follow_symlinks=False)
    return status.st_ino, status.st_size, status.st_mtime_ns


def write_manifest(tree: str, manifest: Manifest) -> None:
    """Seal a tree: its files are as the manifest says from this moment on."""
    files = {address: manifest.files[address] for address in sorted(manifest.files)}
    write_new(tree, MARKER, msgspec.json.encode(Manifest(files=files)))


def write_new(tree: str, address: str, data: bytes) -> None:
    """A new file with that content; one that has the name is unlinked first."""
    descriptor = _in_place_of(f"{tree}/{address}", lambda path: os.open(path, _NEW, 0o644))
    try:
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(descriptor, rest) :]
    finally:
        os.close(descriptor)


def link_new(source: str, tree: str, address: str) -> None:
    """The file at the path `source`, in this tree too; copied where the file system has no hard links."""
    try:
        _in_place_of(f"{tree}/{address}", lambda path: os.link(source, path))
    except OSError as error:
        if error.errno not in {errno.EPERM, errno.EOPNOTSUPP, errno.EMLINK, errno.EXDEV, errno.ENOSYS}:
            raise
        write_new(tree, address, read_own(source))


def _in_place_of(path: str, make: Callable[[str], T]) -> T:
    """Make a file where one may stand already, in a folder that need not exist yet; most often neither is so."""
    try:
        return make(path)
    except FileExistsError:
        os.unlink(path)
    except FileNotFoundError:
        os.makedirs(os.path.dirname(path), exist_ok=True)
    return make(path)


def remove(tree: str, addresses: Iterable[str]) -> None:
    """Remove those files, and the folders that they leave empty; what is not there is no error."""
    folders: set[str] = set()
    for address in addresses:
        with suppress(FileNotFoundError, NotADirectoryError):
            os.unlink(f"{tree}/{address}")
        folders.update(_folders(address))
    for folder in sorted(folders, key=lambda name: name.count("/"), reverse=True):
        _remove_if_empty(f"{tree}/{folder}")


def remove_tree(tree: str, addresses: Iterable[str]) -> bool:
    """Remove a tree that holds those files, its manifest and droppings alone; else False, and nothing is removed."""
    if not os.path.lexists(tree):
        return True
    known = set(addresses)
    found = survey(tree, Manifest(), known)
    if found.foreign:
        return False
    remove(tree, {*known, *found.droppings, MARKER})
    _remove_if_empty(tree)
    return not os.path.lexists(tree)


def _remove_if_empty(folder: str) -> None:
    try:
        os.rmdir(folder)
    except OSError as error:
        if error.errno not in {errno.ENOTEMPTY, errno.EEXIST, errno.ENOENT, errno.ENOTDIR}:
            raise


def _folders(address: str) -> Iterator[str]:
    """The folders that an address lies in, innermost first."""
    while "/" in address:
        address = address.rpartition("/")[0]
        yield address


def survey(tree: str, manifest: Manifest, known: Iterable[str] = ()) -> Survey:
    """Look at every name below a tree. `known` are addresses that may be there beside those of the manifest.

    A file is sound if it has its size and was not changed after the manifest was written, a tree's last file;
    others of the manifest are touched.
    """
    sealed = _modified(f"{tree}/{MARKER}")
    ours = {*manifest.files, *known, MARKER}
    folders = {folder for address in ours for folder in _folders(address)}
    sound: set[str] = set()
    droppings: list[str] = []
    foreign: list[str] = []
    for entry, address, is_folder in _walk(tree, folders):
        if not is_folder and address in ours:
            expected = manifest.files.get(address)
            if expected and _is_sound(entry, expected, sealed):
                sound.add(address)
        elif not (is_folder and address in folders):
            (droppings if entry.name in DROPPINGS and not is_folder else foreign).append(address)
    return Survey(frozenset(manifest.files.keys() - sound), tuple(sorted(droppings)), tuple(sorted(foreign)))


def _walk(tree: str, folders: set[str]) -> Iterator[tuple[os.DirEntry[str], str, bool]]:
    """Each name below a tree with its address, and whether it is a folder; folders of others are named, not entered."""
    waiting = [""]
    while waiting:
        inner = waiting.pop()
        with os.scandir(f"{tree}/{inner}") as entries:
            for entry in entries:
                address = f"{inner}{entry.name}"
                is_folder = entry.is_dir(follow_symlinks=False)
                if address == ROOM and is_folder:
                    continue
                if is_folder and address in folders:
                    waiting.append(f"{address}/")
                yield entry, address, is_folder


def _is_sound(entry: os.DirEntry[str], expected: FileMark, sealed: int) -> bool:
    status = entry.stat(follow_symlinks=False)
    return entry.is_file(follow_symlinks=False) and status.st_size == expected.size and status.st_mtime_ns <= sealed


def _modified(path: str) -> int:
    try:
        return os.stat(path, follow_symlinks=False).st_mtime_ns
    except FileNotFoundError:
        return 0
