"""How the last build left both trees. As long as that is so, a build need not look at each of their files."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Mapping
from contextlib import suppress

import msgspec

from unres_site.files import read_own
from unres_site.pipeline.publishing.durability import read_boot_id
from unres_site.pipeline.publishing.manifest import MARKER, FileMark
from unres_site.pipeline.publishing.tree import write_new
from unres_site.pipeline.publishing.workspace import Workspace, find_workspace

FORMAT = 2
"""The version of `TreeStates`; another one is not read."""

CHECKSUM_SIZE = 16
"""Bytes of the checksum at the head of the file."""


class TreeState(msgspec.Struct, frozen=True):
    """What can't all stay the same if a name in a tree appears, vanishes, or is given to another file.

    marker   inode, size and time of the manifest's file
    folders  time of each folder in nanoseconds, by its path below the root (empty for the root)

    A file that is overwritten in place can't be seen here; `check_tree` sees it.
    """

    marker: tuple[int, int, int]
    folders: dict[str, int]

    def is_state_of(self, tree: str) -> bool:
        """Whether the tree is still in this state."""
        try:
            return _identify(tree) == self.marker and all(
                _read_time(tree, folder) == time
                for folder, time in self.folders.items()
            )
        except OSError:
            return False


class TreeStates(msgspec.Struct, frozen=True):
    """How both trees were left. A state is None if it is not known.

    differing  what the other tree has at each address at which the published one has something else; None for nothing
    """

    published: TreeState | None = None
    other: TreeState | None = None
    differing: Mapping[str, FileMark | None] = {}


def take_state(tree: str, folders: Iterable[str]) -> TreeState | None:
    """The state of a tree that has these folders, the root included; None if there is no tree."""
    try:
        return TreeState(
            _identify(tree),
            {folder: _read_time(tree, folder) for folder in sorted(folders)},
        )
    except OSError:
        return None


def read_states(workspace: Workspace) -> TreeStates:
    """How both trees were left. Nothing is known if the file was damaged, or the machine started again since."""
    try:
        content = read_own(workspace.states)
    except OSError:
        return TreeStates()

    head = content[:CHECKSUM_SIZE]
    body = content[CHECKSUM_SIZE:]
    if _is_valid(head, body):
        return msgspec.msgpack.decode(body, type=TreeStates)

    return TreeStates()


def write_states(workspace: Workspace, states: TreeStates) -> None:
    """Note how both trees are left. If this fails, the next build looks at every file."""
    body = msgspec.msgpack.encode(states)
    folder, name = os.path.split(workspace.states)
    with suppress(OSError):
        write_new(folder, name, _compute_checksum(body) + body)


def read_published_state(output: str) -> TreeState | None:
    """How the published site was left, if it is still so, and no build works on it."""
    workspace = find_workspace(output)
    state = read_states(workspace).published
    is_valid = (
        state
        and state.is_state_of(workspace.output)
        and not os.path.lexists(workspace.journal)
    )
    return state if is_valid else None


def _is_valid(head: bytes, body: bytes) -> bool:
    """Whether a body is as this version wrote it, since the machine was started."""
    if not read_boot_id():
        return False
    return head == _compute_checksum(body)


def _compute_checksum(content: bytes) -> bytes:
    """A checksum that another format, and another start of the machine, change: a power cut may have torn the trees."""
    salted = b"%d %s %s" % (FORMAT, read_boot_id().encode(), content)
    return hashlib.sha256(salted).digest()[:CHECKSUM_SIZE]


def _identify(tree: str) -> tuple[int, int, int]:
    status = os.stat(f"{tree}/{MARKER}", follow_symlinks=False)
    return status.st_ino, status.st_size, status.st_mtime_ns


def _read_time(tree: str, folder: str) -> int:
    status = os.stat(f"{tree}/{folder}", follow_symlinks=False)
    return status.st_mtime_ns
