"""What lies below the source folder: texts, and beside them sidecars and remarks.

    62-22.txt   a text
    62-22.yml   its sidecar: symbol, corrections, supplied notes …
    62-22.md    its remark, in Markdown

Folders are for people: any depth, any name. Every other file is skipped, and a diagnostic says why.
"""

from __future__ import annotations

import os
import time
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from itertools import chain
from operator import attrgetter

import msgspec

from unres_site.errors import (
    Diagnostic,
    UsageError,
    diagnose,
    explain_refusal,
    make_visible,
)
from unres_site.files import (
    FileRefused,
    Root,
    is_folder,
    is_ignored,
    leads_outside,
    open_root,
    read_file,
)

ROLES = {".txt": "text", ".yml": "sidecar", ".yaml": "sidecar", ".md": "remark"}
FOR_PEOPLE = "readme.md"
UNREADABLE = (0, 0, 0, 0, 0)
"""The status of a file that can't be read: a link that leads nowhere, or out of the folder."""


FRESH = 2_000_000_000
"""Nanoseconds. A file that was changed so shortly before it was read may change again while its times stay."""


class Beside(msgspec.Struct, frozen=True):
    """A file on the disk. `name` is its path below the source folder, fit to be printed; the status changes with it."""

    name: str
    path: str
    status: tuple[int, ...]


class TextFiles(msgspec.Struct, frozen=True):
    """A text, and what lies beside it under its stem; a second sidecar or remark is `surplus`."""

    text: Beside
    sidecar: Beside | None = None
    remark: Beside | None = None
    surplus: tuple[Beside, ...] = ()

    @property
    def files(self) -> tuple[Beside, ...]:
        """All that there are."""
        if self.sidecar is None and self.remark is None:
            return (self.text,)

        return (
            self.text,
            *(file for file in (self.sidecar, self.remark) if file),
            *self.surplus,
        )

    @property
    def state(self) -> tuple[str | int, ...]:
        """What changes when any of the files does, for a text of that name."""
        if self.sidecar is None and self.remark is None:
            return self.text.status

        return tuple(
            chain.from_iterable((file.name, *file.status) for file in self.files)
        )


class Sources(msgspec.Struct, frozen=True):
    """All texts below a folder, ordered by name, and what is wrong with other files.

    root         the folder
    diagnostics  files that are wrong
    skipped      files that are not read, and why; this is for the archivist, not for pages
    states       of all files, encoded: what changes when any of them does
    newest       when any of them was changed last, in nanoseconds
    """

    root: Root
    texts: tuple[TextFiles, ...]
    diagnostics: tuple[Diagnostic, ...]
    skipped: tuple[Diagnostic, ...]
    states: bytes
    newest: int


class Bytes(msgspec.Struct, frozen=True):
    """What the files of one text hold; the sidecar and the remark are empty if there is none."""

    text: bytes
    sidecar: bytes = b""
    remark: bytes = b""


class Unreadable(Exception):  # noqa: N818 - it carries a diagnostic, and is not a failure of the program
    """A file of a text can't be read; `diagnostic` says which and why."""

    def __init__(self, diagnostic: Diagnostic) -> None:
        super().__init__(str(diagnostic))
        self.diagnostic = diagnostic


def scan(source: str, allowed: Callable[[], Iterable[str]] = tuple) -> Sources:
    """Look at every name below a folder; no file is opened. Raises `UsageError` if there is no such folder.

    `allowed` gives the folders that links may also lead into. It is called only if there is a link to the outside.
    """
    if not os.path.isdir(source):
        raise UsageError("source-missing", source=source)

    found = _Walk(source, allowed)
    found.run()
    texts, *rest = (
        sorted(found.files[role], key=attrgetter("name"))
        for role in ("text", "sidecar", "remark")
    )
    sidecars, remarks = map(_group_by_stem, rest)
    stems = [_cut_ending(text.name) for text in texts]
    alone = (
        file.name
        for role in (sidecars, remarks)
        for stem in role.keys() - set(stems)
        for file in role[stem]
    )
    unused = [diagnose("remark-unused", name) for name in sorted(alone)]
    together = tuple(
        map(_add_beside, texts, map(sidecars.get, stems), map(remarks.get, stems))
    )
    every = [*texts, *chain.from_iterable(rest)]
    names = [file.name for file in every]
    statuses = [file.status for file in every]
    newest = max(chain.from_iterable([status[1:3] for status in statuses]), default=0)
    states = msgspec.msgpack.encode((names, statuses))
    return Sources(
        found.root,
        together,
        (*found.diagnostics, *unused),
        tuple(found.skipped),
        states,
        newest,
    )


def _group_by_stem(files: Iterable[Beside]) -> dict[str, list[Beside]]:
    found: dict[str, list[Beside]] = {}
    for file in files:
        found.setdefault(_cut_ending(file.name), []).append(file)

    return found


def _cut_ending(name: str) -> str:
    """A name without its ending. Some systems write é as one character, others as two; both are one name."""
    stem, _, _ = name.rpartition(".")
    return unicodedata.normalize("NFC", stem)


def _add_beside(
    text: Beside, sidecars: Sequence[Beside] | None, remarks: Sequence[Beside] | None
) -> TextFiles:
    if not sidecars and not remarks:
        return TextFiles(text)

    sidecar, remark = (beside[0] if beside else None for beside in (sidecars, remarks))
    return TextFiles(
        text, sidecar, remark, (*(sidecars or ())[1:], *(remarks or ())[1:])
    )


def read(files: TextFiles, root: Root, limit: int) -> Bytes:
    """The bytes of a text and what lies beside it. Raises `Unreadable`, also for a text of more than `limit` bytes."""
    for file in files.surplus:
        raise Unreadable(diagnose("beside-twice", file.name))

    return Bytes(
        _read_content(files.text, root, limit),
        _read_content(files.sidecar, root, limit) if files.sidecar else b"",
        _read_content(files.remark, root, limit) if files.remark else b"",
    )


def _read_content(file: Beside, root: Root, limit: int) -> bytes:
    try:
        return read_file(file.path, root, limit)
    except FileRefused as refused:
        raise Unreadable(
            diagnose(refused.problem, file.name, 0, 0, **refused.words)
        ) from None


def is_settled(status: tuple[int, ...]) -> bool:
    """Whether a file was changed long enough ago for its times to tell the next change."""
    _, modified, changed, *_ = status
    return max(modified, changed) < time.time_ns() - FRESH


class _Walk:
    """A walk over the names below a folder: files by role, and what is said of the others.

    A folder is entered once. Links to folders come last, so a folder keeps its own name.
    """

    def __init__(self, source: str, allowed: Callable[[], Iterable[str]]) -> None:
        self.root = open_root(source)
        self.files: dict[str, list[Beside]] = {role: [] for role in ROLES.values()}
        self.diagnostics: list[Diagnostic] = []
        self.skipped: list[Diagnostic] = []
        self._allowed: Callable[[], Iterable[str]] | None = allowed
        self._entered: set[tuple[int, int]] = set()
        self._folders = [("", source)]
        self._links: list[tuple[str, str]] = []

    def run(self) -> None:
        """Look at all names."""
        while self._folders or self._links:
            inner, path = self._folders.pop() if self._folders else self._links.pop(0)
            for entry in self._list_entries(inner, path):
                name = inner + _make_printable(entry.name)
                if is_ignored(entry.name):
                    self._skip(name, "reason.hidden")
                elif entry.is_symlink():
                    self._add_link(name, entry)
                elif entry.is_dir():
                    self._folders.append((f"{name}/", entry.path))
                    self._add_folder(name, entry)
                else:
                    self._add_file(name, entry)

    def _add_link(self, name: str, entry: os.DirEntry[str]) -> None:
        role = _find_role(entry.name)
        if self._leads_outside(entry.path):
            self.diagnostics.append(diagnose("link-outside", name))
            if role:  # so that a text is not published without what lies beside it
                self.files[role].append(Beside(name, entry.path, UNREADABLE))
        elif is_folder(entry):
            self._links.append((f"{name}/", entry.path))
            self._add_folder(name, entry)
        elif role or os.path.exists(entry.path):
            self._add_file(name, entry)
        else:  # perhaps it led to a folder of texts
            self.diagnostics.append(
                diagnose("unreadable", name, reason="reason.dangling")
            )

    def _add_folder(self, name: str, entry: os.DirEntry[str]) -> None:
        """A folder that is named like a text is an error; one that is named like a sidecar is only a folder."""
        if _find_role(entry.name) == "text":
            self.files["text"].append(Beside(name, entry.path, _read_status(entry)))

    def _add_file(self, name: str, entry: os.DirEntry[str]) -> None:
        role = _find_role(entry.name)
        if role:
            self.files[role].append(Beside(name, entry.path, _read_status(entry)))
        else:
            self._skip(
                name,
                "reason.readme" if entry.name.lower() == FOR_PEOPLE else "reason.kind",
            )

    def _skip(self, name: str, reason: str) -> None:
        found = diagnose("file-skipped", name, reason=reason)
        self.skipped.append(found)

    def _leads_outside(self, path: str) -> bool:
        """Whether a link leads outside. The folders that are allowed are asked for at the first one that seems to."""
        if leads_outside(path, self.root) and self._allowed is not None:
            self.root = open_root(self.root.path, self._allowed())
            self._allowed = None

        return leads_outside(path, self.root)

    def _list_entries(self, inner: str, path: str) -> list[os.DirEntry[str]]:
        """The entries of a folder by name; none if the folder was entered before."""
        try:
            status = os.stat(path)
            if (status.st_dev, status.st_ino) in self._entered:
                return []
            self._entered.add((status.st_dev, status.st_ino))
            with os.scandir(path) as entries:
                return sorted(entries, key=attrgetter("name"))
        except OSError as error:
            folder = inner.rstrip("/") or "."
            self.diagnostics.append(
                diagnose("unreadable", folder, 0, 0, **explain_refusal(error))
            )
            return []


def _find_role(name: str) -> str:
    """What a file of that name is: `text`, `sidecar`, `remark`, or empty for none of them."""
    role = ROLES.get(name[name.rfind(".") :].lower(), "")
    if name.lower() == FOR_PEOPLE:
        return ""
    return role


def _read_status(entry: os.DirEntry[str]) -> tuple[int, ...]:
    """Size, times, inode, mode: what can't all stay the same while a file changes."""
    try:
        return _fields(entry.stat())
    except OSError:
        return UNREADABLE


_fields: Callable[[os.stat_result], tuple[int, ...]] = attrgetter(
    "st_size", "st_mtime_ns", "st_ctime_ns", "st_ino", "st_mode"
)


def _make_printable(name: str) -> str:
    """A name as it can be shown; no two names are shown alike."""
    if name.isascii() and name.isprintable() and "\\" not in name:
        return name

    doubled = name.replace("\\", "\\\\")
    return make_visible(
        doubled
        if name.isascii()
        else os.fsencode(doubled).decode("utf-8", "backslashreplace")
    )
