"""Two trees of one site, hard-linked where they are equal: the published one, and the one that was published before.

A build brings the other tree up to date, and swaps the two (see `swap`). Where the output is a link, readers may hold
the other tree: then each build makes a new one, of hard links, and removes those that are older than the last.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager, suppress
from itertools import chain

from unres_site.errors import OutputError
from unres_site.messages import say
from unres_site.pipeline.publishing.durability import sync_meanwhile, sync_tree
from unres_site.pipeline.publishing.journal import Journal, read_journal
from unres_site.pipeline.publishing.manifest import (
    MARKER,
    FileMark,
    Manifest,
    compare,
    hash_file,
    list_folders,
    read_manifest,
)
from unres_site.pipeline.publishing.packed import (
    KnownManifest,
    encode_files,
    read_known_manifest,
)
from unres_site.pipeline.publishing.states import (
    TreeStates,
    read_states,
    take_state,
    write_states,
)
from unres_site.pipeline.publishing.swap import put_back, swap, sync_swap
from unres_site.pipeline.publishing.tree import (
    TreeCheck,
    check_tree,
    link_new,
    make_folder,
    remove,
    remove_tree,
    write_new,
)
from unres_site.pipeline.publishing.workspace import GENERATION, Workspace
from unres_site.pipeline.report import Changes


class TreePair:
    """The published tree and the other one. `write` adds files to the other tree; `publish` completes and swaps it.

    If it is `trusting`, a tree that is as the last build left it is not looked at file by file. Raises `OutputError`
    if a tree has files that this program did not make.
    """

    def __init__(
        self, workspace: Workspace, *, trusting: bool = False, stamp: str = ""
    ) -> None:
        self._workspace = workspace
        self._stamp = stamp
        self._notices: list[str] = []
        self._journal = Journal(workspace.journal)
        put_back(workspace)
        self._recover()
        states = read_states(workspace) if trusting else TreeStates()
        is_known = states.published is not None and states.published.is_state_of(
            workspace.output
        )
        self._state = states.published if is_known else None
        self._published, self._check = self._look_at_published()
        self._differing, self._other_check = self._look_at_other(states)
        self._refuse_foreign()
        self.is_swapped = False
        """Whether the new site is published. Nothing that fails from then on can change that."""

    # --- what is published

    @property
    def published(self) -> Mapping[str, FileMark]:
        """The published files by address, those that have been touched included."""
        return self._published.files

    @property
    def touched(self) -> frozenset[str]:
        """The addresses of published files that are not as they were published."""
        return self._check.touched

    def has_published(self, address: str, content: FileMark) -> bool:
        """Whether the published tree has that file."""
        is_same = self.published.get(address) == content
        return is_same and address not in self.touched

    def find_path(self, address: str, content: FileMark) -> str:
        """The path of a file that one of the trees has."""
        tree = (
            self._workspace.output
            if self.has_published(address, content)
            else self._workspace.tree
        )
        return f"{tree}/{address}"

    # --- changes

    def announce(self, addresses: Iterable[str]) -> None:
        """Note addresses for which `write` may be called, perhaps in other processes."""
        if self._journal.is_open:
            self._journal.note(addresses)
        else:
            self._begin(addresses)

    def has(self, address: str, content: FileMark) -> bool:
        """Whether one of the trees has that file."""
        if self.has_published(address, content):
            return True
        return self._has_other(address, content)

    def write(self, address: str, data: bytes) -> FileMark:
        """Make the file of an announced address, if none of the trees has it.

        Nothing else is changed, so that forked processes may do it.
        """
        content = hash_file(data)
        if not self.has(address, content):
            write_new(self._workspace.tree, address, data)

        return content

    def sync_meanwhile(self) -> AbstractContextManager[None]:
        """A context in which many files are written, and the disk does not wait for the last one."""
        return sync_meanwhile(self._workspace.tree)

    def publish(
        self, files: Mapping[str, FileMark], among: Iterable[str] | None = None
    ) -> Changes:
        """Publish these files. Each of them was written, or is published.

        Only addresses `among` these are not as they are published; any address may be, if they are None.
        """
        changes = compare(self.published, files, among)
        new = sum(address in files for address in changes.keys() | self.touched)
        removed = sum(address not in files for address in changes)
        is_one_step = True
        if new or removed or self._check.litter or self._must_swap():
            self._complete(files, changes)
            is_one_step = self._swap()
            self._finish_swap(files, changes)
        else:
            self._end_unchanged()

        return Changes(
            new, len(files) - new, removed, is_one_step, tuple(self._notices)
        )

    def abandon(self) -> None:
        """Give up. The published tree stays as it is; what was begun is removed as far as possible."""
        with suppress(OSError, OutputError):
            self._journal.close()

        with suppress(OSError, OutputError):
            self._recover()

    # --- a look at both

    def _must_swap(self) -> bool:
        """Whether the output is not there, is of another stamp, or is a folder instead of a link, or a link."""
        output = self._workspace.output
        is_other_kind = os.path.islink(output) != self._workspace.by_link
        is_other_stamp = self._published.stamp != self._stamp
        is_missing = not os.path.lexists(f"{output}/{MARKER}")
        return is_other_kind or is_other_stamp or is_missing

    def _look_at_published(self) -> tuple[Manifest | KnownManifest, TreeCheck]:
        known = read_known_manifest(self._workspace.output) if self._state else None
        if known is not None:
            return known, TreeCheck()
        self._state = None
        return _look(self._workspace.output)

    def _look_at_other(
        self, states: TreeStates
    ) -> tuple[Mapping[str, FileMark | None], TreeCheck]:
        """How the other tree differs. If that is noted, its long manifest need not be read."""
        if (
            self._state
            and states.other
            and states.other.is_state_of(self._workspace.tree)
        ):
            return states.differing, TreeCheck()

        other, found = _look(self._workspace.tree)
        return compare(other.files, self.published), found

    def _refuse_foreign(self) -> None:
        if self._check.foreign:
            raise OutputError(
                "file-not-ours",
                file=f"{self._workspace.output}/{self._check.foreign[0]}",
            )

        if self._other_check.foreign:
            self._set_aside()
            self._differing = dict.fromkeys(self.published)
            self._other_check = TreeCheck()

    def _has_other(self, address: str, content: FileMark) -> bool:
        is_same = self._find_other(address) == content
        return is_same and address not in self._other_check.touched

    def _find_other(self, address: str) -> FileMark | None:
        """What the other tree had at that address when this build began."""
        if address in self._differing:
            return self._differing[address]
        return self.published.get(address)

    def _list_other(self) -> list[str]:
        """The addresses of all files that the other tree had when this build began."""
        found: list[str] = []
        files: dict[str, FileMark | None] = {**self.published, **self._differing}
        for address, mark in files.items():
            if mark is not None:
                found.append(address)

        return found

    # --- the other tree

    def _begin(self, addresses: Iterable[str] = ()) -> None:
        """Mark the other tree as incomplete, before anything in it changes. A power cut can't undo the mark."""
        self._journal.begin(chain(self._differing, addresses))
        make_folder(self._workspace.tree)

    def _complete(self, files: Mapping[str, FileMark], changes: Iterable[str]) -> None:
        """Link into the other tree what it lacks, remove what it has too much, and write its manifest."""
        if not self._journal.is_open:
            self._begin()

        doubtful = dict.fromkeys(
            chain(changes, self._differing, self._other_check.touched)
        )
        missing = [
            address
            for address in doubtful
            if self._is_missing(address, files.get(address))
        ]
        for address in missing:
            link_new(
                f"{self._workspace.output}/{address}", self._workspace.tree, address
            )

        stale = (
            address
            for address in doubtful
            if address not in files and self._find_other(address)
        )
        remove(self._workspace.tree, chain(stale, self._other_check.litter))
        write_new(self._workspace.tree, MARKER, encode_files(files, self._stamp))
        sync_tree(self._workspace.tree)
        self._journal.finish()

    def _is_missing(self, address: str, content: FileMark | None) -> bool:
        """Whether a file of the new site is in the published tree alone."""
        if content is None:
            return False

        return self.has_published(address, content) and not self._has_other(
            address, content
        )

    def _end_unchanged(self) -> None:
        """End a build that changes nothing: all that it announced is published already."""
        if self._journal.is_open:
            self._journal.finish()

        if not self._state:
            published = take_state(self._workspace.output, list_folders(self.published))
            is_other_sound = not self._other_check.touched
            other = (
                take_state(self._workspace.tree, list_folders(self._list_other()))
                if is_other_sound
                else None
            )
            write_states(self._workspace, TreeStates(published, other, self._differing))

    def _note_states(
        self, files: Mapping[str, FileMark], changes: Mapping[str, FileMark | None]
    ) -> None:
        """Note how both trees are left after the swap: the other one is what was published before."""
        before = self._state.folders if self._state else list_folders(self.published)
        folders = set(before) | list_folders(
            address for address in changes if address in files
        )
        left = list_folders(address for address in changes if address not in files)
        for folder in left:
            if not os.path.isdir(f"{self._workspace.output}/{folder}"):
                folders.discard(folder)
        published = take_state(self._workspace.output, folders)
        is_kept = not self._workspace.by_link and not self.touched
        other = take_state(self._workspace.tree, before) if is_kept else None

        write_states(self._workspace, TreeStates(published, other, changes))

    def _recover(self) -> None:
        """Remove a tree that a stopped build left incomplete."""
        if os.path.lexists(self._workspace.journal):
            known = list_tree(self._workspace.tree) | list_tree(self._workspace.output)
            known.update(read_journal(self._workspace.journal))
            if not remove_tree(self._workspace.tree, known):
                self._set_aside()
            os.unlink(self._workspace.journal)

    def _set_aside(self) -> None:
        """Rename the other tree, which has files of somebody else."""
        number = 1
        while os.path.lexists(f"{self._workspace.folder}/kept-{number}"):
            number += 1

        folder = f"{self._workspace.folder}/kept-{number}"
        os.rename(self._workspace.tree, folder)
        self._notices.append(say("notice.set-aside", folder=folder))

    # --- the swap

    def _swap(self) -> bool:
        """Publish the other tree; whether that was done in one step."""
        is_one_step = swap(self._workspace)
        self.is_swapped = True
        if not is_one_step:
            self._notices.append(
                say("notice.swapped-in-two-steps", output=self._workspace.output)
            )

        return is_one_step

    def _finish_swap(
        self, files: Mapping[str, FileMark], changes: Mapping[str, FileMark | None]
    ) -> None:
        """Sync, note and tidy up after the swap. If something of this fails, the next build does it."""
        try:
            sync_swap(self._workspace)
            _remove_old_trees(self._workspace)
            self._note_states(files, changes)
        except (OSError, OutputError) as error:
            self._notices.append(
                say("notice.after-swap", output=self._workspace.output, problem=error)
            )


def _remove_old_trees(workspace: Workspace) -> None:
    """Remove the trees that were published before the last one, and what a change between folder and link left."""
    if os.path.islink(workspace.tree):
        os.unlink(workspace.tree)

    if workspace.by_link and os.path.lexists(workspace.link):
        os.rename(workspace.link, workspace.name_generation(workspace.generation))

    kept = {
        workspace.tree,
        workspace.published,
        workspace.name_generation(workspace.generation),
    }
    for name in os.listdir(workspace.folder):
        path = f"{workspace.folder}/{name}"
        if (name == "tree" or GENERATION.fullmatch(name)) and path not in kept:
            remove_tree(path, list_tree(path))


def list_tree(tree: str) -> set[str]:
    """The addresses of a tree's manifest; none if it can't be read."""
    try:
        return set((read_manifest(tree) or Manifest()).files)
    except OutputError:  # a build was stopped while it wrote the manifest: the journal has the same addresses
        return set()


def _look(tree: str) -> tuple[Manifest, TreeCheck]:
    """The manifest of a tree, and how its files are."""
    manifest = read_manifest(tree) or Manifest()
    if not os.path.isdir(tree):
        return manifest, TreeCheck()
    return manifest, check_tree(tree, manifest)
