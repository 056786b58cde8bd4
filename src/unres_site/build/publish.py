"""Publishing: a build that is stopped at any moment leaves the old site or the new one, never a mixture.

Two trees are kept, hard-linked where equal: the published one (`site`) and the one before, in a room beside it
(`.site.unres-site/tree`). A build brings the older one up to date by its manifest, then swaps the two in one step of
the kernel. Within the room:

    lock      held while a build works there; the system frees it when the build ends, however it ends
    journal   there while the tree is under work: each address is noted before its file is made
    tree      the other tree; one whose journal is there was left half done, and is removed
    kept-1    a tree in which something stood that this program did not make; nothing touches it again

Where the two can't be swapped in one step (other systems; an output that is a mount point, whose room then stands
within), the files that differ are moved one by one, each whole, and one sentence says so.
"""

from __future__ import annotations

import ctypes
import errno
import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress

import msgspec

from unres_site.build.tree import (
    MARKER,
    ROOM,
    FileMark,
    Manifest,
    Survey,
    is_safe,
    link_new,
    mark,
    read_manifest,
    remove,
    remove_tree,
    survey,
    write_manifest,
    write_new,
)
from unres_site.errors import OutputError

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2
_NO_EXCHANGE = {errno.ENOSYS, errno.EINVAL, errno.EOPNOTSUPP, errno.EBUSY, errno.EXDEV, errno.EPERM}


class Changes(msgspec.Struct, frozen=True):
    """What a publication did to the site: numbers of files, and whether the swap was one step."""

    written: int
    unchanged: int
    removed: int
    atomic: bool = True
    notices: tuple[str, ...] = ()


class Place(msgspec.Struct, frozen=True):
    """The folders of one output: the site itself, and the room of the work (see the module's text)."""

    output: str
    room: str

    @property
    def tree(self) -> str:
        """The tree that is not published."""
        return f"{self.room}/tree"

    @property
    def journal(self) -> str:
        """The list of addresses that a tree under work may hold."""
        return f"{self.room}/journal"


def place_of(output: str) -> Place:
    """Where an output and its room lie, links resolved."""
    real = os.path.realpath(output)
    if os.path.ismount(real):
        return Place(real, f"{real}/{ROOM}")
    parent, name = os.path.split(real)
    return Place(real, os.path.join(parent, f".{name}{ROOM}"))


def check_output(output: str) -> None:
    """Raises `OutputError` where the output is no folder, or holds anything that this program did not make."""
    place = place_of(output)
    if not os.path.lexists(place.output):
        return
    if not os.path.isdir(place.output):
        raise OutputError(f"The output {output} is not a folder; name another with --output.")
    if read_manifest(place.output) is None:
        found = survey(place.output, Manifest(), _left_over(place))
        if found.foreign:
            raise OutputError(
                f"The folder {output} is not empty and was not made by this program ({found.foreign[0]} is there); "
                "empty it, or name another with --output."
            )


def _left_over(place: Place) -> set[str]:
    """Addresses that the other tree may hold, or a stopped swap, file by file, may have moved into the output."""
    try:
        manifest = read_manifest(place.tree) or Manifest()
    except OutputError:  # the build was stopped while it sealed the tree: the journal has all that its manifest has
        manifest = Manifest()
    return {*manifest.files, *_journalled(place)}


class Publication:
    """A site that is being brought up to date. Files are put or kept, in any order; `commit` publishes them."""

    def __init__(self, place: Place) -> None:
        self._place = place
        self._notices: list[str] = []
        self._recover()
        self._published, self._published_survey = self._look(place.output)
        self._older, self._older_survey = self._look(place.tree)
        self._refuse_foreign()
        self._files: dict[str, FileMark] = {}
        self._journal: int | None = None
        self.is_moving = False
        """Whether files are being replaced one by one: what stops the build now leaves some old, some new."""

    def digest(self, address: str) -> str | None:
        """The digest of the published file, None where there is none or it has been touched."""
        return self._published.files[address].digest if address in self._published_survey.sound else None

    def keep(self, address: str) -> None:
        """Publish the file of that address as it is published now; its `digest` must not be None."""
        self._add(address, self._published.files[address])

    def put(self, address: str, data: bytes) -> FileMark:
        """Publish these bytes at that address; nothing is written where they stand there already."""
        content = mark(data)
        self._add(address, content)
        if not (self._is_published(address, content) or self._is_older(address, content)):
            self._open()
            self._note((address,))
            write_new(self._place.tree, address, data)
        return content

    def commit(self) -> Changes:
        """Make the new site the published one."""
        manifest = Manifest(files=self._files)
        removed = len(self._published.files.keys() - self._files.keys())
        new = sum(not self._is_published(*item) for item in self._files.items())
        atomic = True
        if new or removed or self._published_survey.droppings or not os.path.lexists(f"{self._place.output}/{MARKER}"):
            self._complete(manifest)
            atomic = self._swap(manifest)
        return Changes(new, len(self._files) - new, removed, atomic, tuple(self._notices))

    def abandon(self) -> None:
        """Give up: the published site stays as it is, and what was begun is removed as far as it can be."""
        self._close()
        with suppress(OSError, OutputError):
            self._recover()

    # --- the two trees

    def _look(self, tree: str) -> tuple[Manifest, Survey]:
        manifest = read_manifest(tree) or Manifest()
        known = _left_over(self._place) if tree == self._place.output else ()
        return manifest, survey(tree, manifest, known) if os.path.isdir(tree) else Survey()

    def _refuse_foreign(self) -> None:
        if self._published_survey.foreign:
            raise OutputError(
                f"{self._place.output}/{self._published_survey.foreign[0]} was not made by this program, "
                "and would be lost; move it elsewhere, or name another folder with --output."
            )
        if self._older_survey.foreign:
            self._set_aside()
            self._older, self._older_survey = Manifest(), Survey()

    def _is_published(self, address: str, content: FileMark) -> bool:
        return self._published.files.get(address) == content and address in self._published_survey.sound

    def _is_older(self, address: str, content: FileMark) -> bool:
        return self._older.files.get(address) == content and address in self._older_survey.sound

    def _add(self, address: str, content: FileMark) -> None:
        if not is_safe(address) or address in self._files:
            raise OutputError(f"{address!r} can't be the address of a page, or is the address of two.")
        self._files[address] = content

    def _complete(self, manifest: Manifest) -> None:
        """Bring the other tree up to date with all that was put and kept, and seal it."""
        self._open()
        missing = [
            address
            for address, content in manifest.files.items()
            if self._is_published(address, content) and not self._is_older(address, content)
        ]
        self._note(missing)
        for address in missing:
            link_new(f"{self._place.output}/{address}", self._place.tree, address)
        remove(self._place.tree, (self._older.files.keys() - manifest.files.keys()) | set(self._older_survey.droppings))
        write_manifest(self._place.tree, manifest)
        self._close()
        os.unlink(self._place.journal)

    # --- the journal

    def _open(self) -> None:
        """Mark the other tree as under work, before anything in it changes."""
        if self._journal is None:
            flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND
            self._journal = os.open(self._place.journal, flags, 0o644)
            self._note(self._older.files)
            os.makedirs(self._place.tree, exist_ok=True)

    def _note(self, addresses: Iterable[str]) -> None:
        if self._journal is not None:
            rest = memoryview("".join(f"{address}\n" for address in addresses).encode())
            while rest:
                rest = rest[os.write(self._journal, rest) :]

    def _close(self) -> None:
        if self._journal is not None:
            os.close(self._journal)
            self._journal = None

    def _recover(self) -> None:
        """Remove a tree that was left half done."""
        if os.path.lexists(self._place.journal):
            if not remove_tree(self._place.tree, _left_over(self._place)):
                self._set_aside()
            os.unlink(self._place.journal)

    def _set_aside(self) -> None:
        number = 1
        while os.path.lexists(f"{self._place.room}/kept-{number}"):
            number += 1
        os.rename(self._place.tree, f"{self._place.room}/kept-{number}")
        self._notices.append(
            f"{self._place.room}/kept-{number} holds files that this program did not make; look, and remove it."
        )

    # --- the swap

    def _swap(self, manifest: Manifest) -> bool:
        place = self._place
        beside = os.path.dirname(place.room) == os.path.dirname(place.output)
        if beside and (_rename_first(place) or exchange(place.tree, place.output)):
            return True
        self._notices.append(
            f"{place.output} can't be swapped in one step here, so its files were replaced one by one: "
            "a build that is stopped meanwhile may leave old pages beside new ones."
        )
        self._move_one_by_one(manifest)
        return False

    def _move_one_by_one(self, manifest: Manifest) -> None:
        """Put each file that differs in its place whole, the manifest last; the other tree keeps a link to it."""
        self.is_moving = True
        differing = [address for address, content in manifest.files.items() if not self._is_published(address, content)]
        for address in [*differing, MARKER]:
            target = f"{self._place.output}/{address}"
            link_new(f"{self._place.tree}/{address}", self._place.room, "moving")
            os.makedirs(os.path.dirname(target), exist_ok=True)
            os.replace(f"{self._place.room}/moving", target)
        stale = self._published.files.keys() - manifest.files.keys()
        remove(self._place.output, stale | set(self._published_survey.droppings))
        self.is_moving = False


def _journalled(place: Place) -> list[str]:
    """The addresses that the journal notes; a line that was cut off when the build died had no file yet."""
    try:
        with open(place.journal, encoding="utf-8", errors="replace") as file:
            return [line for line in file.read().split("\n") if is_safe(line)]
    except FileNotFoundError:
        return []


def _rename_first(place: Place) -> bool:
    """The first build: a plain rename, if nothing stands at the output (or an empty folder)."""
    try:
        os.rename(place.tree, place.output)
    except OSError as error:
        if error.errno not in {errno.ENOTEMPTY, errno.EEXIST, errno.EBUSY, errno.EXDEV}:
            raise
        return False
    return True


def exchange(one: str, other: str) -> bool:
    """Swap two folders in one step; False where the system can't (Linux has renameat2 since 3.15)."""
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
def publishing(output: str) -> Iterator[Publication]:
    """A publication into that folder, which no other build can enter meanwhile.

    Raises `OutputError` where the folder is not ours, another build works there, or the disk refuses: in each case, and
    on any other way out but `commit`, the published site stays as it is.
    """
    check_output(output)
    place = place_of(output)
    publication: Publication | None = None
    try:
        os.makedirs(place.room, exist_ok=True)
        with _lock(place, output):
            publication = Publication(place)
            try:
                yield publication
            finally:
                publication.abandon()
    except OSError as error:
        moving = publication is not None and publication.is_moving
        state = "some of its files are new already, so build again" if moving else "the site is as it was"
        raise OutputError(f"{output} can't be written: {_reason(error)}; {state}.") from error


@contextmanager
def _lock(place: Place, output: str) -> Iterator[None]:
    with open(f"{place.room}/lock", "a", encoding="utf-8") as file:
        try:
            _take(file.fileno())
        except OSError:
            raise OutputError(f"Another build is writing {output}; wait until it has ended.") from None
        yield


def _take(descriptor: int) -> None:
    """Take the lock of a file, or raise OSError; it is freed when the file is closed."""
    if sys.platform == "win32":
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
    else:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _reason(error: OSError) -> str:
    return f"{error.strerror or error} ({error.filename})" if error.filename else str(error.strerror or error)
