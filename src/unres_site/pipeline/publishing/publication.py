"""Publishing a site: all its files or none. A build that is stopped at any moment leaves the old site or the new one.

A build puts each file of the new site, or keeps the published one; then it commits. `TreePair` has the files on the
disk, and `workspace` the folder in which a build works.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, MutableMapping
from collections.abc import Set as AbstractSet
from contextlib import AbstractContextManager, contextmanager
from itertools import islice

from unres_site.errors import OutputError, UsageError, explain_failure
from unres_site.files import read_own
from unres_site.pipeline.publishing.manifest import (
    MARKER,
    FileMark,
    Manifest,
    hash_file,
    is_safe,
)
from unres_site.pipeline.publishing.packed import ChangedFiles, PackedFiles
from unres_site.pipeline.publishing.swap import MOUNT_POINT
from unres_site.pipeline.publishing.tree import check_tree, make_folder
from unres_site.pipeline.publishing.trees import TreePair
from unres_site.pipeline.publishing.workspace import Workspace, find_workspace, lock
from unres_site.pipeline.report import Changes

BATCH = 1000
"""Files that are put together. All of them are in memory, and the disk is waited for once."""

COPIES = {"gzip": ".gz", "brotli": ".br"}
"""The endings of compressed copies, by their kind. No address of a page ends so."""


class Publication:
    """The files of a new site. They are put or kept in any order; `commit` publishes them."""

    def __init__(self, trees: TreePair) -> None:
        self._trees = trees
        self._files: MutableMapping[str, FileMark] = {}
        self._put: set[str] = set()
        self._dropped: set[str] = set()
        self._has_rest = False

    # --- what is published

    def find_digest(self, address: str) -> str | None:
        """The hash of the published file; None if there is none, or it has been touched."""
        content = self._trees.published.get(address)
        if content and address not in self._trees.touched:
            return content.digest
        return None

    @property
    def is_first(self) -> bool:
        """Whether nothing is published yet."""
        return not self._trees.published

    def list_published(self) -> list[str]:
        """The addresses of the published files that have a `digest`, without compressed copies, in order."""
        return self._choose(sorted(self._trees.published))

    def list_below(self, folder: str) -> list[str]:
        """The same of the files below a folder (`search/`)."""
        published = self._trees.published
        if isinstance(published, PackedFiles):
            return self._choose(published.list_below(folder))
        return self._choose(sorted(one for one in published if one.startswith(folder)))

    def _choose(self, addresses: Iterable[str]) -> list[str]:
        """Those of published files that have a `digest`, without compressed copies."""
        copies = tuple(COPIES.values())
        touched = self._trees.touched
        return [
            address
            for address in addresses
            if not address.endswith(copies) and address not in touched
        ]

    def read_published(self, address: str) -> bytes:
        """The content of a published file. Raises OSError, or KeyError if it has no `digest`."""
        if self.find_digest(address) is None:
            raise KeyError(address)
        return read_own(self._trees.find_path(address, self._trees.published[address]))

    # --- the new site

    @property
    def files(self) -> Mapping[str, FileMark]:
        """All files that were put or kept so far, by address."""
        return self._files

    def read(self, address: str) -> bytes:
        """The content of a file that was put or kept."""
        mark = self._files[address]
        path = self._trees.find_path(address, mark)
        return read_own(path)

    def read_written(self, address: str, content: FileMark) -> bytes:
        """The content of a file that was written."""
        return read_own(self._trees.find_path(address, content))

    def has_copy(self, address: str, copy: str) -> bool:
        """Whether that compressed copy is published beside the same file as was put or kept."""
        is_same_file = self._trees.has_published(address, self._files[address])
        return is_same_file and self.find_digest(copy) is not None

    def keep(self, addresses: Iterable[str]) -> None:
        """Keep published files. Raises KeyError if one has no `digest`.

        They are taken in the order of the manifest, in which they are in memory. In any other order, this and all
        that follows takes three times as long.
        """
        wanted = addresses if isinstance(addresses, AbstractSet) else set(addresses)

        kept = {
            address: content
            for address, content in self._trees.published.items()
            if address in wanted
        }
        if len(kept) < len(wanted):
            raise KeyError(min(wanted - kept.keys()))

        twice = kept.keys() & self._files.keys()
        if twice:
            raise OutputError("address-twice", address=repr(min(twice)))

        self._files.update(kept)

    def drop(self, addresses: Iterable[str]) -> None:
        """Say which published files the new site does not have; see `keep_rest`."""
        self._dropped.update(addresses)

    def keep_rest(self) -> None:
        """Keep all published files that were neither put nor dropped, but for compressed copies and touched ones.

        It takes less time than to name all of them, where few files have changed.
        """
        published = self._trees.published
        copies = tuple(COPIES.values())
        if isinstance(published, PackedFiles):
            self.drop(published.list_with_endings(copies))
            changes = {**dict.fromkeys(self._dropped), **self._files}
            self._files = ChangedFiles(published, changes)
        else:
            self.drop([address for address in published if address.endswith(copies)])
            self.drop(self._trees.touched)
            rest = dict(published)
            for address in self._dropped:
                rest.pop(address, None)
            self._files = {**rest, **self._files}
        self._has_rest = True

    def put(self, address: str, data: bytes) -> FileMark:
        """Put a file with that content. It is not written if it is published already."""
        self.announce((address,))
        content = self.write(address, data)
        self.add(address, content)
        return content

    def put_all(self, files: Iterable[tuple[str, bytes]]) -> None:
        """Put files. New ones are announced together, because each announcement waits for the disk."""
        rest = iter(files)
        while batch := list(islice(rest, BATCH)):
            self.announce(
                address
                for address, data in batch
                if not self._trees.has(address, hash_file(data))
            )
            for address, data in batch:
                self.add(address, self.write(address, data))

    def announce(self, addresses: Iterable[str]) -> None:
        """Announce addresses for which `write` may be called, perhaps in other processes. Raises `OutputError`."""
        announced = list(addresses)
        for address in announced:
            if not is_safe(address):
                raise OutputError("address-invalid", address=repr(address))

        if announced:
            self._trees.announce(announced)

    def write(self, address: str, data: bytes) -> FileMark:
        """Write the file of an announced address. Forked processes may do it; `add` must follow in this one."""
        return self._trees.write(address, data)

    def sync_meanwhile(self) -> AbstractContextManager[None]:
        """A context in which many files are written, and the disk does not wait for the last one.

        It has a thread of its own, so all processes must have been forked before.
        """
        return self._trees.sync_meanwhile()

    def add(self, address: str, content: FileMark) -> None:
        """Put a file that was written."""
        if address in self._files:
            raise OutputError("address-twice", address=repr(address))
        self._files[address] = content
        self._put.add(address)

    def commit(self) -> Changes:
        """Publish the new site."""
        among = self._put | self._dropped if self._has_rest else None
        return self._trees.publish(self._files, among)


@contextmanager
def open_publication(
    output: str, *, trusting: bool = False, by_link: bool = False, stamp: str = ""
) -> Iterator[Publication]:
    """A publication into a folder; no other build can enter it meanwhile.

    If it is `trusting`, a tree that is as the last build left it is not looked at file by file. With `by_link` the
    output is a link to the tree, and a published tree is never changed. A site of another `stamp` is
    swapped in any case.

    Raises `OutputError` if the folder is not ours, another build works there, or the disk refuses. Then, and on any
    other way out but `commit`, the published site stays as it is.
    """
    workspace = find_workspace(output, by_link=by_link)
    check_output(output, workspace)
    trees: TreePair | None = None
    try:
        make_folder(workspace.folder)
        with lock(workspace, output):
            trees = TreePair(workspace, trusting=trusting, stamp=stamp)
            try:
                yield Publication(trees)
            finally:
                trees.abandon()
    except OSError as error:
        if trees is None or not trees.is_swapped:
            raise _explain(error, workspace, output) from error


def check_output(output: str, workspace: Workspace) -> None:
    """Raises `OutputError` if the output can't be swapped, is not a folder, or has files that are not this program's.

    The workspace beside it may not be a link: a build would write and remove files where the link leads.
    """
    if os.path.islink(workspace.folder):
        raise OutputError("output-not-a-folder", output=workspace.folder)
    if not os.path.lexists(workspace.published):
        return
    if not os.path.isdir(workspace.published):
        raise OutputError("output-not-a-folder", output=output)
    if is_mount_point(workspace.output):
        raise OutputError("output-is-mount-point", output=output)

    if not os.path.lexists(f"{workspace.published}/{MARKER}"):
        found = check_tree(workspace.published, Manifest())
        if found.foreign:
            raise OutputError("output-not-ours", output=output, found=found.foreign[0])


def is_mount_point(path: str) -> bool:
    """Whether a file system begins at a path, also if it is another folder of the same disk (Linux lists those)."""
    if os.path.ismount(path):
        return True

    try:
        with open("/proc/self/mountinfo", "rb") as file:
            return os.fsencode(path) in {
                _unescape(line.split(b" ")[4]) for line in file
            }
    except OSError:
        return False


def _unescape(path: bytes) -> bytes:
    """A path of that list, in which blanks and backslashes are octal numbers."""
    for sign in b" \t\n\\":
        path = path.replace(b"\\%03o" % sign, bytes([sign]))

    return path


def _explain(error: OSError, workspace: Workspace, output: str) -> UsageError:
    """What an error of the system means for the output, which is as it was. Other files have sentences of their own."""
    file = str(error.filename or "")
    if not file.startswith((workspace.folder, workspace.output)):
        return explain_failure(error)
    if error.errno in MOUNT_POINT:
        return OutputError("output-is-mount-point", output=output)

    return OutputError(
        "output-unwritable", output=output, problem=f"{error.strerror} ({file})"
    )
