"""Publishing: a build that is stopped at any moment leaves the old site or the new one, never a mixture.

Two trees are kept, hard-linked where equal: the published one (`site`) and the one before, in a room beside it
(`.site.unres-site/tree`). A build brings the older one up to date by its manifest, then swaps the two in one step of
the kernel. Within the room:

    lock      held while a build works there; the system frees it when the build ends, however it ends
    journal   there while the tree is under work: each address is noted before its file is made
    tree      the other tree; one whose journal is there was left half done, and is removed
    seals     how both trees were left; where they hold, a build need not look at every file of them
    kept-1    a tree in which something stood that this program did not make; nothing touches it again

Where the two can't be swapped in one step (other systems; an output that is a mount point, whose room then stands
within), the files that differ are moved one by one, each whole, and one sentence says so.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from contextlib import contextmanager, suppress
from functools import cached_property
from itertools import chain

from unres_site.errors import OutputError
from unres_site.files import read_own
from unres_site.messages import say
from unres_site.pipeline.publishing.tree import (
    MARKER,
    FileMark,
    Manifest,
    Survey,
    differing,
    folders_of,
    is_safe,
    link_new,
    mark,
    read_manifest,
    remove,
    remove_tree,
    seal_of,
    survey,
    write_manifest,
    write_new,
)
from unres_site.pipeline.publishing.workspace import Place, Seals, exchange, lock, place_of, read_seals, write_seals
from unres_site.pipeline.report import Changes

COPIES = {"gzip": ".gz", "brotli": ".br"}
"""What the names of compressed copies end with, by their kind; no address of a page does."""


def check_output(output: str) -> None:
    """Raises `OutputError` where the output is no folder, or holds anything that this program did not make."""
    place = place_of(output)
    if not os.path.lexists(place.output):
        return
    if not os.path.isdir(place.output):
        raise OutputError("output-not-a-folder", output=output)
    if not os.path.lexists(f"{place.output}/{MARKER}"):
        found = survey(place.output, Manifest(), _left_over(place))
        if found.foreign:
            raise OutputError("output-not-ours", output=output, found=found.foreign[0])


def _left_over(place: Place) -> set[str]:
    """Addresses that the other tree may hold, or a stopped swap, file by file, may have moved into the output."""
    try:
        manifest = read_manifest(place.tree) or Manifest()
    except OutputError:  # the build was stopped while it sealed the tree: the journal has all that its manifest has
        manifest = Manifest()
    return {*manifest.files, *_journalled(place)}


class Publication:
    """A site that is being brought up to date. Files are put or kept, in any order; `commit` publishes them."""

    def __init__(self, place: Place, *, trusting: bool = False) -> None:
        self._place = place
        self._notices: list[str] = []
        self._recover()
        seals = read_seals(place) if trusting else Seals()
        self._seal = seals.published if seals.published and seals.published.holds(place.output) else None
        self._published, self._survey = self._look_at_published()
        self._differing, self._other_survey = self._look_at_other(seals)
        self._refuse_foreign()
        self._files: dict[str, FileMark] = {}
        self._journal: int | None = None
        self.is_moving = False
        """Whether files are being replaced one by one: what stops the build now leaves some old, some new."""

    def digest(self, address: str) -> str | None:
        """The digest of the published file, None where there is none or it has been touched."""
        content = self._published.files.get(address)
        return content.digest if content and address not in self._survey.touched else None

    def path(self, address: str) -> str:
        """Where the file of that address is published."""
        return f"{self._place.output}/{address}"

    @cached_property
    def published(self) -> tuple[str, ...]:
        """The addresses of the published files that have a digest, without their compressed copies."""
        copies, touched = tuple(COPIES.values()), self._survey.touched
        return tuple([one for one in self._published.files if not (one.endswith(copies) or one in touched)])

    def planned(self) -> Mapping[str, FileMark]:
        """All that was put and kept so far, by address."""
        return self._files

    def planned_bytes(self, address: str) -> bytes:
        """What the file of that address will hold: one that was put or kept."""
        is_there = self._is_published(address, self._files[address])
        return read_own(self.path(address) if is_there else f"{self._place.tree}/{address}")

    def has_copy(self, address: str, copy: str) -> bool:
        """Whether the published site has that compressed copy, beside the file as it was put or kept."""
        return self.digest(copy) is not None and self._is_published(address, self._files[address])

    def keep(self, addresses: Iterable[str]) -> None:
        """Publish the files of those addresses as they are published now; their `digest` must not be None.

        They are taken in the manifest's order, in which they lie in memory: in any other this, and all that follows,
        takes three times as long.
        """
        wanted = addresses if isinstance(addresses, AbstractSet) else set(addresses)
        kept = {address: content for address, content in self._published.files.items() if address in wanted}
        if len(kept) < len(wanted):
            raise KeyError(min(wanted - kept.keys()))
        if kept.keys() & self._files.keys():
            raise OutputError("address-twice", address=repr(min(kept.keys() & self._files.keys())))
        self._files |= kept

    def put(self, address: str, data: bytes) -> FileMark:
        """Publish these bytes at that address; nothing is written where they stand there already."""
        self.announce((address,))
        content = self.write(address, data)
        self.add(address, content)
        return content

    def announce(self, addresses: Iterable[str]) -> None:
        """Note addresses that `write` may be called for, perhaps in other processes. Raises `OutputError`."""
        announced = list(addresses)
        for address in announced:
            if not is_safe(address):
                raise OutputError("address-invalid", address=repr(address))
        if announced:
            self._open()
            self._note(announced)

    def write(self, address: str, data: bytes) -> FileMark:
        """Make the file of an address that was announced, where it does not stand in one of the trees already.

        It changes nothing but that file, so that processes that were forked may do it; `add` has to follow here.
        """
        content = mark(data)
        if not (self._is_published(address, content) or self._is_in_other(address, content)):
            write_new(self._place.tree, address, data)
        return content

    def add(self, address: str, content: FileMark) -> None:
        """Publish what was written at that address."""
        if address in self._files:
            raise OutputError("address-twice", address=repr(address))
        self._files[address] = content

    def commit(self) -> Changes:
        """Make the new site the published one."""
        manifest = Manifest(files=self._files)
        changes = differing(self._published.files, self._files)
        new = sum(address in self._files for address in changes.keys() | self._survey.touched)
        removed = sum(address not in self._files for address in changes)
        atomic = True
        if new or removed or self._survey.droppings or not os.path.lexists(f"{self._place.output}/{MARKER}"):
            self._complete(manifest, changes)
            atomic = self._swap(manifest)
            if atomic:
                self._note_seals(changes)
        else:
            if self._journal is not None:
                self._finish()  # nothing was written: all that was announced stands there already
            if not self._seal:
                self._note_seals_again()
        return Changes(new, len(self._files) - new, removed, atomic, tuple(self._notices))

    def abandon(self) -> None:
        """Give up: the published site stays as it is, and what was begun is removed as far as it can be."""
        self._close()
        with suppress(OSError, OutputError):
            self._recover()

    # --- the two trees

    def _look_at_published(self) -> tuple[Manifest, Survey]:
        if self._seal:
            return read_manifest(self._place.output, known=True) or Manifest(), Survey()
        return _look(self._place.output, _left_over(self._place))

    def _look_at_other(self, seals: Seals) -> tuple[Mapping[str, FileMark | None], Survey]:
        """How the other tree differs; its long manifest need not be read where that is noted."""
        if self._seal and seals.other and seals.other.holds(self._place.tree):
            return seals.differing, Survey()
        other, found = _look(self._place.tree)
        return differing(other.files, self._published.files), found

    def _refuse_foreign(self) -> None:
        if self._survey.foreign:
            raise OutputError("file-not-ours", file=f"{self._place.output}/{self._survey.foreign[0]}")
        if self._other_survey.foreign:
            self._set_aside()
            self._differing, self._other_survey = dict.fromkeys(self._published.files), Survey()

    def _is_published(self, address: str, content: FileMark) -> bool:
        return self._published.files.get(address) == content and address not in self._survey.touched

    def _is_in_other(self, address: str, content: FileMark) -> bool:
        return self._other(address) == content and address not in self._other_survey.touched

    def _other(self, address: str) -> FileMark | None:
        """What the other tree had at that address when this build began."""
        return self._differing[address] if address in self._differing else self._published.files.get(address)

    @property
    def _others(self) -> list[str]:
        """The addresses of all files that the other tree had when this build began."""
        files: dict[str, FileMark | None] = {**self._published.files, **self._differing}
        return [address for address, content in files.items() if content]

    def _complete(self, manifest: Manifest, changes: Iterable[str]) -> None:
        """Bring the other tree up to date with all that was put and kept, and seal it."""
        self._open()
        files = manifest.files
        doubtful = dict.fromkeys(chain(changes, self._differing, self._other_survey.touched))
        missing = [
            address
            for address in doubtful
            if address in files
            and not self._is_in_other(address, files[address])
            and self._is_published(address, files[address])
        ]
        self._note(missing)
        for address in missing:
            link_new(f"{self._place.output}/{address}", self._place.tree, address)
        stale = (address for address in doubtful if address not in files and self._other(address))
        remove(self._place.tree, chain(stale, self._other_survey.droppings))
        write_manifest(self._place.tree, manifest)
        self._finish()

    def _note_seals(self, changes: Mapping[str, FileMark | None]) -> None:
        """Note how both trees are left after the swap: the other one is what was published before."""
        before = self._seal.folders if self._seal else folders_of(self._published.files)
        is_same_set = all(address in self._files and content for address, content in changes.items())
        published = seal_of(self._place.output, before if is_same_set else folders_of(self._files))
        other = None if self._survey.touched else seal_of(self._place.tree, before)
        write_seals(self._place, Seals(published, other, changes))

    def _note_seals_again(self) -> None:
        """Note how both trees are, where neither has changed."""
        published = seal_of(self._place.output, folders_of(self._published.files))
        other = None if self._other_survey.touched else seal_of(self._place.tree, folders_of(self._others))
        write_seals(self._place, Seals(published, other, self._differing))

    # --- the journal

    def _open(self) -> None:
        """Mark the other tree as under work, before anything in it changes."""
        if self._journal is None:
            flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND
            self._journal = os.open(self._place.journal, flags, 0o644)
            self._note(self._others)
            os.makedirs(self._place.tree, exist_ok=True)

    def _note(self, addresses: Iterable[str]) -> None:
        if self._journal is not None:
            rest = memoryview("\n".join([*addresses, ""]).encode())
            while rest:
                rest = rest[os.write(self._journal, rest) :]

    def _finish(self) -> None:
        """The other tree is no longer under work."""
        self._close()
        os.unlink(self._place.journal)

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
        self._notices.append(say("notice.set-aside", folder=f"{self._place.room}/kept-{number}"))

    # --- the swap

    def _swap(self, manifest: Manifest) -> bool:
        place = self._place
        beside = os.path.dirname(place.room) == os.path.dirname(place.output)
        if beside and (_rename_first(place) or exchange(place.tree, place.output)):
            return True
        self._notices.append(say("notice.moved-one-by-one", output=place.output))
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
        remove(self._place.output, stale | set(self._survey.droppings))
        self.is_moving = False


def _look(tree: str, known: Iterable[str] = ()) -> tuple[Manifest, Survey]:
    """The manifest of a tree, and how its files are; `known` are addresses that may be there beside its own."""
    manifest = read_manifest(tree) or Manifest()
    return manifest, survey(tree, manifest, known) if os.path.isdir(tree) else Survey()


def _journalled(place: Place) -> list[str]:
    """The addresses that the journal notes; a line that was cut off when the build died had no file yet."""
    try:
        lines = read_own(place.journal).decode(errors="replace").split("\n")
        return [line for line in lines if is_safe(line)]
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


@contextmanager
def publishing(output: str, *, trusting: bool = False) -> Iterator[Publication]:
    """A publication into that folder, which no other build can enter meanwhile.

    Where it is `trusting`, the files of a tree whose seal holds are not looked at one by one.

    Raises `OutputError` where the folder is not ours, another build works there, or the disk refuses: in each case, and
    on any other way out but `commit`, the published site stays as it is.
    """
    check_output(output)
    place = place_of(output)
    publication: Publication | None = None
    try:
        os.makedirs(place.room, exist_ok=True)
        with lock(place, output):
            publication = Publication(place, trusting=trusting)
            try:
                yield publication
            finally:
                publication.abandon()
    except OSError as error:
        moving = publication is not None and publication.is_moving
        name = "output-half-written" if moving else "output-unwritable"
        raise OutputError(name, output=output, problem=_reason(error)) from error


def _reason(error: OSError) -> str:
    return f"{error.strerror or error} ({error.filename})" if error.filename else str(error.strerror or error)
