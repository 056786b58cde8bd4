"""The swap: a new tree takes the place of the published one. Before it readers find the old site, after it the new one.

Three systems can do it in one step: Linux and macOS exchange two names, and every system with links replaces a link.
Elsewhere the old tree is renamed, then the new one; a build that is stopped in between leaves no site, and the next
build begins by renaming the old one back.
"""

from __future__ import annotations

import ctypes
import errno
import os
import sys
from contextlib import suppress

from unres_site.errors import OutputError
from unres_site.pipeline.publishing.durability import sync_path
from unres_site.pipeline.publishing.workspace import Workspace

_AT_FDCWD = -100
_EXCHANGE = 2
_NO_EXCHANGE = {
    errno.ENOSYS,
    errno.EINVAL,
    errno.EOPNOTSUPP,
    errno.ENOTSUP,
    errno.EPERM,
}
_NO_RENAME = {errno.ENOTEMPTY, errno.EEXIST, errno.ENOTDIR}
MOUNT_POINT = {errno.EBUSY, errno.EXDEV}
"""Errors of a folder that can't be renamed, because a file system begins there."""


def swap(workspace: Workspace) -> bool:
    """Publish the other tree of a workspace; whether that was done in one step.

    Where it raises OSError, the old tree is published, unless the output is missing.
    """
    if workspace.by_link:
        _make_link(workspace)
        is_one_step = _replace_link(workspace) or exchange(
            workspace.link, workspace.output
        )
        if not is_one_step:
            raise OSError(
                errno.ENOTEMPTY, os.strerror(errno.ENOTEMPTY), workspace.output
            )
    else:
        is_one_step = _rename_first(workspace.tree, workspace.output) or exchange(
            workspace.tree, workspace.output
        )
        if not is_one_step:
            _replace_in_two_steps(workspace)

    return is_one_step


def put_back(workspace: Workspace) -> None:
    """Finish a swap in two steps that was stopped between them: the old tree is published again."""
    if os.path.lexists(workspace.aside):
        os.rename(
            workspace.aside,
            workspace.tree if os.path.lexists(workspace.output) else workspace.output,
        )


def sync_swap(workspace: Workspace) -> None:
    """Write the swapped names to the disk."""
    sync_path(workspace.folder)
    sync_path(os.path.dirname(workspace.output))


def exchange(one: str, other: str) -> bool:
    """Swap two names in one step; False if the system can't. Linux has renameat2 since 3.15, macOS renamex_np."""
    if sys.platform == "win32":
        return False

    library = ctypes.CDLL(None, use_errno=True)
    paths = os.fsencode(one), os.fsencode(other)
    if hasattr(library, "renameat2"):
        failed = bool(
            library.renameat2(_AT_FDCWD, paths[0], _AT_FDCWD, paths[1], _EXCHANGE)
        )
    elif hasattr(library, "renamex_np"):
        failed = bool(library.renamex_np(*paths, _EXCHANGE))
    else:
        return False

    number = ctypes.get_errno()
    if failed and number not in _NO_EXCHANGE:
        raise OSError(number, os.strerror(number), other)

    return not failed


def _make_link(workspace: Workspace) -> None:
    """Make a link to the other tree. It is relative, so that it holds wherever the folder around both is mounted."""
    if os.path.islink(workspace.link):
        os.unlink(workspace.link)

    os.symlink(
        os.path.relpath(workspace.tree, os.path.dirname(workspace.output)),
        workspace.link,
    )


def _replace_link(workspace: Workspace) -> bool:
    """Put the new link in place of the old one, or of nothing; False if a folder is there."""
    if os.path.lexists(workspace.output) and not os.path.islink(workspace.output):
        return False

    os.replace(workspace.link, workspace.output)
    return True


def _rename_first(source: str, target: str) -> bool:
    """Rename a folder if nothing is at the target, or an empty folder; False otherwise."""
    try:
        os.rename(source, target)
    except OSError as error:
        if error.errno not in _NO_RENAME:
            raise
        return False

    return True


def _replace_in_two_steps(workspace: Workspace) -> None:
    os.rename(workspace.output, workspace.aside)
    try:
        os.rename(workspace.tree, workspace.output)
    except OSError as error:
        _undo(workspace, error)
        raise

    with suppress(OSError):  # the next build does it
        os.rename(workspace.aside, workspace.tree)


def _undo(workspace: Workspace, cause: OSError) -> None:
    """Take back the first of two steps. Raises `OutputError` if that fails, too: then there is no site."""
    try:
        os.rename(workspace.aside, workspace.output)
    except OSError:
        words = {
            "output": workspace.output,
            "folder": workspace.aside,
            "problem": cause.strerror,
        }
        raise OutputError("output-aside", **words) from None
