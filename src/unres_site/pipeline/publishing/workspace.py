"""The workspace beside an output: the folder in which a build works, its lock, and the swap of two folders.

    .site.unres-site/
        lock      held while a build works here; the system frees it when the build ends, however it ends
        journal   exists while the tree is being changed: each address is noted before its file is made
        tree      the tree that is not published; if there is a journal, it is incomplete and is removed
        seals     how both trees were left (see `states`)
        kept-1    a tree with a file that this program did not make; it is not touched again

If the output is a mount point, the workspace is within it.
"""

from __future__ import annotations

import ctypes
import errno
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import msgspec

from unres_site.errors import OutputError
from unres_site.pipeline.publishing.tree import WORKSPACE

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2
_NO_EXCHANGE = {errno.ENOSYS, errno.EINVAL, errno.EOPNOTSUPP, errno.EBUSY, errno.EXDEV, errno.EPERM}
_NO_RENAME = {errno.ENOTEMPTY, errno.EEXIST, errno.EBUSY, errno.EXDEV}


class Workspace(msgspec.Struct, frozen=True):
    """The folder of an output, and the folder in which builds work."""

    output: str
    folder: str

    @property
    def tree(self) -> str:
        """The tree that is not published."""
        return f"{self.folder}/tree"

    @property
    def journal(self) -> str:
        """The list of the addresses that an incomplete tree may have."""
        return f"{self.folder}/journal"

    @property
    def states(self) -> str:
        """How the published tree and the other one were left."""
        return f"{self.folder}/seals"

    @property
    def is_beside(self) -> bool:
        """Whether the workspace is beside the output, so that a tree can be swapped with it."""
        parent = os.path.dirname(self.output)
        return os.path.dirname(self.folder) == parent


def find_workspace(output: str) -> Workspace:
    """The workspace of an output; links are resolved."""
    real = os.path.realpath(output)
    if os.path.ismount(real):
        return Workspace(real, f"{real}/{WORKSPACE}")
    parent, name = os.path.split(real)
    return Workspace(real, os.path.join(parent, f".{name}{WORKSPACE}"))


def rename_first(source: str, target: str) -> bool:
    """Rename a folder if nothing is at the target, or an empty folder; False otherwise."""
    try:
        os.rename(source, target)
    except OSError as error:
        if error.errno not in _NO_RENAME:
            raise
        return False
    return True


def exchange(one: str, other: str) -> bool:
    """Swap two folders in one step; False if the system can't (Linux has renameat2 since 3.15)."""
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
def lock(workspace: Workspace, output: str) -> Iterator[None]:
    """Hold the lock of a workspace. Raises `OutputError` if another build holds it."""
    with open(f"{workspace.folder}/lock", "a", encoding="utf-8") as file:
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
