"""The workspace beside an output: the folder in which a build works, and its lock.

Beside a published folder `site`, or a link of that name to a generation, is its workspace:

    .site.unres-site/
        lock             held while a build works here; the system frees it when the build ends, however it ends
        journal          exists while a tree is being changed: each address is noted before its file is made
        tree             the tree that is not published; if there is a journal, it is incomplete and is removed
        generation-7     where the output is a link: the tree that it leads to, the one before, and the next one
        seals            how both trees were left (see `states`)
        kept-1           a tree with a file that this program did not make; it is not touched again
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import msgspec

from unres_site.deferred import deferred
from unres_site.errors import OutputError

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

SUFFIX = ".unres-site"
"""The end of the name of a workspace."""

# matches: generation-0
# matches: generation-12
# rejects: generation-
# rejects: generation-1a
GENERATION = deferred(r"generation-([0-9]{1,9})")


class Workspace(msgspec.Struct, frozen=True):
    """The folder in which builds of an output work.

    output     the path that readers open
    folder     the workspace
    published  the folder that the output leads to; the output itself if it is not a link of this program
    by_link    whether the output is to be a link to a generation
    """

    output: str
    folder: str
    published: str
    by_link: bool = False

    @property
    def generation(self) -> int:
        """The number of the published generation; 0 if the output is not a link."""
        name = os.path.basename(self.published)
        found = GENERATION.fullmatch(name)
        return int(found[1]) if found else 0

    @property
    def tree(self) -> str:
        """The tree that is not published. Where readers may hold a generation, each build makes a new one."""
        if self.by_link:
            return self.name_generation(self.generation + 1)
        return f"{self.folder}/tree"

    def name_generation(self, generation: int) -> str:
        """The path of the generation of that number."""
        return f"{self.folder}/generation-{generation}"

    @property
    def journal(self) -> str:
        """The list of the addresses that an incomplete tree may have."""
        return f"{self.folder}/journal"

    @property
    def states(self) -> str:
        """How the published tree and the other one were left."""
        return f"{self.folder}/seals"

    @property
    def link(self) -> str:
        """A new link, before it takes the place of the output."""
        return f"{self.folder}/link"

    @property
    def aside(self) -> str:
        """The published tree between the two steps of a swap, on systems that can't swap in one."""
        return f"{self.folder}/aside"


def find_workspace(output: str, *, by_link: bool = False) -> Workspace:
    """The workspace of an output. Links are resolved, but not the one that leads to a generation."""
    published = os.path.realpath(output)
    folder, name = os.path.split(published)
    parent, workspace = os.path.split(folder)
    if (
        GENERATION.fullmatch(name)
        and workspace.startswith(".")
        and workspace.endswith(SUFFIX)
    ):
        real = os.path.join(parent, workspace[1 : -len(SUFFIX)])
        return Workspace(real, folder, published, by_link)

    return Workspace(
        published, os.path.join(folder, f".{name}{SUFFIX}"), published, by_link
    )


@contextmanager
def lock(workspace: Workspace, output: str) -> Iterator[None]:
    """Hold the lock of a workspace. Raises `OutputError` if another build holds it."""
    with open(f"{workspace.folder}/lock", "a", encoding="utf-8") as file:
        try:
            _take(file.fileno())
        except BlockingIOError:
            raise OutputError("other-build", output=output) from None
        yield


def _take(descriptor: int) -> None:
    """Take the lock of a file, or raise OSError; it is freed when the file is closed."""
    if sys.platform == "win32":
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError as error:
            raise BlockingIOError(*error.args) from None
    else:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
