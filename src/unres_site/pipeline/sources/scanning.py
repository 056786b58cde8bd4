"""What lies below the source folder: texts, and beside them sidecars and remarks.

    62-22.txt   a text
    62-22.yml   its sidecar: symbol, corrections, supplied notes …
    62-22.md    its remark, in Markdown

Folders are for people: any depth, any name. Hidden names are skipped; so is README.md, which speaks of a folder.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterable, Sequence
from itertools import chain
from operator import attrgetter

import msgspec

from unres_site.errors import Diagnostic, UsageError, diagnose, explain_refusal, seen

ROLES = {".txt": "text", ".yml": "sidecar", ".yaml": "sidecar", ".md": "remark"}
FOR_PEOPLE = "readme.md"


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
        return (self.text, *(file for file in (self.sidecar, self.remark) if file), *self.surplus)

    @property
    def state(self) -> tuple[str | int, ...]:
        """What changes when any of the files does, for a text of that name."""
        if self.sidecar is None and self.remark is None:
            return self.text.status
        return tuple(chain.from_iterable((file.name, *file.status) for file in self.files))


class Sources(msgspec.Struct, frozen=True):
    """All texts below a folder, ordered by name, and what is wrong with other files.

    states   of all files, encoded: what changes when any of them does
    newest   when any of them was changed last, in nanoseconds
    """

    texts: tuple[TextFiles, ...]
    diagnostics: tuple[Diagnostic, ...]
    states: bytes
    newest: int


class Bytes(msgspec.Struct, frozen=True):
    """What the files of one text hold; the sidecar and the remark are empty where there is none."""

    text: bytes
    sidecar: bytes = b""
    remark: bytes = b""


class Unreadable(Exception):  # noqa: N818 - it carries a diagnostic, and is no failure of the program
    """A file of a text can't be read; `diagnostic` says which and why."""

    def __init__(self, diagnostic: Diagnostic) -> None:
        super().__init__(str(diagnostic))
        self.diagnostic = diagnostic


def scan(source: str) -> Sources:
    """Look at every name below a folder; nothing is opened. Raises `UsageError` where there is no such folder."""
    if not os.path.isdir(source):
        raise UsageError("source-missing", source=source)
    found: list[Diagnostic] = []
    files = _files(source, found)
    texts, *rest = (sorted(files[role], key=attrgetter("name")) for role in ("text", "sidecar", "remark"))
    sidecars, remarks = map(_by_stem, rest)
    stems = [text.name.rpartition(".")[0] for text in texts]
    alone = (file.name for role in (sidecars, remarks) for stem in role.keys() - set(stems) for file in role[stem])
    found += [diagnose("remark-unused", name) for name in sorted(alone)]
    together = tuple(map(_with_beside, texts, map(sidecars.get, stems), map(remarks.get, stems)))
    every = [*texts, *chain.from_iterable(rest)]
    names, statuses = [file.name for file in every], [file.status for file in every]
    newest = max(chain.from_iterable([status[1:3] for status in statuses]), default=0)
    return Sources(together, tuple(found), msgspec.msgpack.encode((names, statuses)), newest)


def _by_stem(files: Iterable[Beside]) -> dict[str, list[Beside]]:
    found: dict[str, list[Beside]] = {}
    for file in files:
        found.setdefault(file.name.rpartition(".")[0], []).append(file)
    return found


def _with_beside(text: Beside, sidecars: Sequence[Beside] | None, remarks: Sequence[Beside] | None) -> TextFiles:
    if not sidecars and not remarks:
        return TextFiles(text)
    sidecar, remark = (beside[0] if beside else None for beside in (sidecars, remarks))
    return TextFiles(text, sidecar, remark, (*(sidecars or ())[1:], *(remarks or ())[1:]))


def read(files: TextFiles, limit: int) -> Bytes:
    """The bytes of a text and what lies beside it. Raises `Unreadable`, also for a text of more than `limit` bytes."""
    for file in files.surplus:
        raise Unreadable(diagnose("beside-twice", file.name))
    return Bytes(
        _content(files.text, limit),
        _content(files.sidecar, limit) if files.sidecar else b"",
        _content(files.remark, limit) if files.remark else b"",
    )


def _content(file: Beside, limit: int) -> bytes:
    mode, size = file.status[-1], file.status[0]
    if stat.S_ISDIR(mode):
        raise Unreadable(diagnose("unreadable", file.name, reason="reason.folder"))
    if mode and not stat.S_ISREG(mode):
        raise Unreadable(diagnose("unreadable", file.name, reason="reason.device"))
    if size > limit:
        raise Unreadable(diagnose("too-large", file.name, size=size, limit=limit))
    try:
        with open(file.path, "rb") as opened:
            return opened.read()
    except OSError as error:
        raise Unreadable(diagnose("unreadable", file.name, 0, 0, **explain_refusal(error))) from None


def _files(source: str, found: list[Diagnostic]) -> dict[str, list[Beside]]:
    """All files with a role, by role. A folder is entered once, links to folders last: it keeps its own name."""
    files: dict[str, list[Beside]] = {role: [] for role in ROLES.values()}
    entered: set[tuple[int, int]] = set()
    waiting, links = [("", source)], list[tuple[str, str]]()
    while waiting or links:
        inner, path = waiting.pop() if waiting else links.pop(0)
        for entry in sorted(_entries(inner, path, entered, found), key=attrgetter("name")):
            name, is_folder = inner + _printable(entry.name), _is_folder(entry)
            if is_folder:
                (links if entry.is_symlink() else waiting).append((f"{name}/", entry.path))
            if role := _role(entry.name, is_folder=is_folder):
                files[role].append(Beside(name, entry.path, _status(entry)))
            elif entry.is_symlink() and not os.path.exists(entry.path):  # perhaps to a folder of texts
                found.append(diagnose("unreadable", name, reason="reason.dangling"))
    return files


def _role(name: str, *, is_folder: bool) -> str:
    """A folder named like a text is an error that is said; one named like a sidecar is but a folder. Empty for none."""
    role = ROLES.get(name[name.rfind(".") :].lower(), "")
    if is_folder:
        return role if role == "text" else ""
    return role if role != "remark" or name.lower() != FOR_PEOPLE else ""


def _entries(inner: str, path: str, entered: set[tuple[int, int]], found: list[Diagnostic]) -> list[os.DirEntry[str]]:
    try:
        status = os.stat(path)
        if (status.st_dev, status.st_ino) in entered:
            return []
        entered.add((status.st_dev, status.st_ino))
        with os.scandir(path) as entries:
            return [entry for entry in entries if not entry.name.startswith(".")]
    except OSError as error:
        folder = inner.rstrip("/") or "."
        found.append(diagnose("unreadable", folder, 0, 0, **explain_refusal(error)))
        return []


def _status(entry: os.DirEntry[str]) -> tuple[int, ...]:
    """Size, times, inode, mode: what can't all stay the same while a file changes. Zeros where a link leads nowhere."""
    try:
        return _fields(entry.stat())
    except OSError:
        return (0, 0, 0, 0, 0)


_fields: Callable[[os.stat_result], tuple[int, ...]] = attrgetter(
    "st_size", "st_mtime_ns", "st_ctime_ns", "st_ino", "st_mode"
)


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # links in a ring
        return False


def _printable(name: str) -> str:
    """A name as it can be shown; no two names are shown alike."""
    if name.isascii() and name.isprintable() and "\\" not in name:
        return name
    doubled = name.replace("\\", "\\\\")
    return seen(doubled if name.isascii() else os.fsencode(doubled).decode("utf-8", "backslashreplace"))
