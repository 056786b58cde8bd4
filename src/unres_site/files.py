"""The one way in which the program reads files that people provide.

A file is read if it

- is a regular file: not a folder, a device, a pipe or a socket;
- lies inside its root, or in a place that the owner allows, after all links are resolved;
- has at most a given number of bytes;
- does not change while it is read.

Each check looks at the open file. So nobody can replace the file between the check and the reading. Opening never waits
for another program.
"""

from __future__ import annotations

import errno
import os
import stat
import sys
from collections.abc import Iterable, Iterator
from operator import attrgetter
from typing import Literal

import msgspec

from unres_site.deferred import deferred
from unres_site.errors import explain_refusal

Problem = Literal["link-outside", "too-large", "unreadable"]

ATTEMPTS = 3
"""How often a file is read if it changes while it is read: an editor may be saving it."""

LARGEST_OWN = 1_000_000_000
"""Bytes of the largest file that the program writes: the manifest of a million pages."""

_READ = os.O_RDONLY | sum(
    getattr(os, flag, 0) for flag in ("O_NONBLOCK", "O_NOCTTY", "O_CLOEXEC", "O_BINARY")
)

# matches: .DS_Store
# matches: .#base.html
# matches: notes.js~
# matches: #notes.js#
# matches: notes.js.swp
# matches: Thumbs.db
# matches: __pycache__
# rejects: notes.js
# rejects: 62-22.txt
IGNORED = deferred(
    r"\..*|.*~|#.*#|.*\.sw[a-p]|.*___jb_(?:tmp|old)___|__pycache__|(?i:thumbs\.db|desktop\.ini)"
)
"""Names of hidden files, and of what editors, file managers and Python leave behind."""


class FileRefused(Exception):  # noqa: N818 - it describes a file, not a failure of the program
    """A file can't be read.

    path     the file
    problem  the code of a diagnostic
    words    what fills it in
    """

    def __init__(self, path: str, problem: Problem, **words: object) -> None:
        super().__init__(path, problem, words)
        self.path = path
        self.problem = problem
        self.words = words

    def explain(self) -> dict[str, object]:
        """Why the file can't be read, as words of any message that has `{reason:message}`."""
        return {"reason": f"reason.{self.problem}", **self.words}


class Root(msgspec.Struct, frozen=True):
    """A folder that files are read from. Make it with `open_root`.

    path     the folder as the user wrote it
    allowed  the folders in which its files may lie, itself included; all links are resolved, each ends in a separator
    """

    path: str
    allowed: tuple[str, ...]

    def contains(self, real: str) -> bool:
        """Whether a path without links lies inside the root or an allowed place."""
        folder = os.path.normcase(os.path.join(real, ""))
        return folder.startswith(self.allowed)


def open_root(path: str, allowed: Iterable[str] = ()) -> Root:
    """The root at that path; links may also lead into the `allowed` folders."""
    places = []
    for place in (path, *allowed):
        real = os.path.join(os.path.realpath(place), "")
        places.append(os.path.normcase(real))

    return Root(path, tuple(places))


def is_ignored(name: str) -> bool:
    """Whether files and folders of that name are left out in every folder."""
    return IGNORED.fullmatch(name) is not None


def read_file(path: str, root: Root, limit: int) -> bytes:
    """The content of a file below a root. Raises `FileRefused`, also if it has more than `limit` bytes."""
    for _ in range(ATTEMPTS):
        content = _read_once(path, root, limit)
        if content is not None:
            return content

    raise FileRefused(path, "unreadable", reason="reason.changing")


def read_text(path: str, root: Root, limit: int) -> str:
    """The text of a file in UTF-8; a line ends in a line feed alone. Raises `FileRefused`."""
    try:
        text = read_file(path, root, limit).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise FileRefused(path, "unreadable", reason="reason.not-utf-8") from None

    return text.replace("\r\n", "\n").replace("\r", "\n")


def _read_once(path: str, root: Root, limit: int) -> bytes | None:
    """The content of a file; None if it changed while it was read."""
    try:
        _check_kind(path, os.stat(path))  # opening some devices has effects of its own
        descriptor = os.open(path, _READ)
    except OSError as error:
        raise FileRefused(path, "unreadable", **explain_refusal(error)) from None

    try:
        return _read_open(descriptor, path, root, limit)
    except OSError as error:
        raise FileRefused(path, "unreadable", **explain_refusal(error)) from None
    finally:
        os.close(descriptor)


def _read_open(descriptor: int, path: str, root: Root, limit: int) -> bytes | None:
    """The content of an open file; None if it changed while it was read. Raises `FileRefused`."""
    before = os.fstat(descriptor)
    _check_kind(path, before)
    if not root.contains(_resolve(descriptor, path)):
        raise FileRefused(path, "link-outside")
    if before.st_size > limit:
        raise FileRefused(path, "too-large", size=before.st_size, limit=limit)

    content = _read_bytes(descriptor, before.st_size + 1)
    after = os.fstat(descriptor)
    is_same_size = before.st_size == after.st_size == len(content)
    if not is_same_size or before.st_mtime_ns != after.st_mtime_ns:
        return None

    return content


def _read_bytes(descriptor: int, limit: int) -> bytes:
    """Up to `limit` bytes: one call is enough for most files, but some file systems return less at once."""
    content = os.read(descriptor, limit)
    while len(content) < limit:
        more = os.read(descriptor, limit - len(content))
        if not more:
            break
        content += more

    return content


def _check_kind(path: str, status: os.stat_result) -> None:
    """Raises `FileRefused` for all but regular files."""
    if stat.S_ISDIR(status.st_mode):
        raise FileRefused(path, "unreadable", reason="reason.folder")
    if not stat.S_ISREG(status.st_mode):
        raise FileRefused(path, "unreadable", reason="reason.device")


def _resolve(descriptor: int, path: str) -> str:
    """The real path of an open file. Linux tells it. Elsewhere the path is resolved, and both files are compared."""
    if sys.platform == "linux":
        try:
            return os.readlink(f"/proc/self/fd/{descriptor}")
        except OSError:
            pass  # /proc is not mounted

    real = os.path.realpath(path)
    if not os.path.samestat(os.lstat(real), os.fstat(descriptor)):
        raise FileRefused(path, "unreadable", reason="reason.changing")

    return real


def open_own(path: str, flags: int = os.O_RDONLY) -> int:
    """The descriptor of a file that the program itself wrote. Raises OSError, also for a link or a device."""
    descriptor = os.open(path, _READ | flags | getattr(os, "O_NOFOLLOW", 0), 0o644)
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise OSError(errno.EINVAL, "it is not a regular file", path)

    return descriptor


def read_own(path: str) -> bytes:
    """The content of a file that the program itself wrote. Raises OSError, also for a link or a device."""
    descriptor = open_own(path)
    try:
        size = os.fstat(descriptor).st_size
        if size > LARGEST_OWN:
            raise OSError(errno.EFBIG, os.strerror(errno.EFBIG), path)
        return _read_bytes(descriptor, size + 1)
    finally:
        os.close(descriptor)


def leads_outside(path: str, root: Root) -> bool:
    """Whether a link, resolved to its end, leads out of the root."""
    return not root.contains(os.path.realpath(path))


def walk(root: Root) -> Iterator[str]:
    """The paths of all files below a root, in a fixed order. Ignored names are left out.

    Links to folders are followed. A folder is entered once, so links in a ring do no harm. Raises `FileRefused` for a
    folder that can't be read, and for a link to a folder outside.
    """
    entered: set[tuple[int, int]] = set()
    waiting = [root.path]
    while waiting:
        path = waiting.pop()
        if _enter(path, entered):
            for entry in list_folder(path):
                if not is_folder(entry):
                    yield entry.path
                elif entry.is_symlink() and leads_outside(entry.path, root):
                    raise FileRefused(entry.path, "link-outside")
                else:
                    waiting.append(entry.path)


def _enter(path: str, entered: set[tuple[int, int]]) -> bool:
    """Whether a folder was not entered before. Raises `FileRefused`."""
    try:
        status = os.stat(path)
    except OSError as error:
        raise FileRefused(path, "unreadable", **explain_refusal(error)) from None

    folder = (status.st_dev, status.st_ino)
    is_new = folder not in entered
    entered.add(folder)
    return is_new


def list_folder(path: str) -> list[os.DirEntry[str]]:
    """The entries of a folder that are not ignored, by name. Raises `FileRefused`."""
    try:
        with os.scandir(path) as entries:
            return sorted(
                (entry for entry in entries if not is_ignored(entry.name)),
                key=attrgetter("name"),
            )
    except OSError as error:
        raise FileRefused(path, "unreadable", **explain_refusal(error)) from None


def is_folder(entry: os.DirEntry[str]) -> bool:
    """Whether an entry is a folder, or a link to one. A link to itself is not."""
    try:
        return entry.is_dir()
    except OSError:
        return False
