"""The folders that pages are made from, file by file: a file of the archive's own folder replaces the program's.

An archive that wants another footer has `templates/footer.html` and nothing else; all other templates are the
program's. A file of a name that the program does not have is added, such as `static/css/95-mine.css`.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec

from unres_site.files import Root, open_root, read_file, read_text, walk

Folders = Path | Sequence[Path]
"""A folder, or several of which the first that has a file gives it."""


class LayerFile(NamedTuple):
    """A file of a layer: its path, and the folder that it is read from."""

    path: str
    root: Root


class Layers(msgspec.Struct, frozen=True):
    """Folders in the order in which they are asked for a file: the archive's own, then the program's."""

    roots: tuple[Root, ...]

    def find(self, name: str) -> LayerFile | None:
        """The file of that name; None if no folder has it."""
        for root in self.roots:
            path = os.path.join(root.path, name)  # noqa: PTH118 - 20,000 pages ask
            if os.path.lexists(path):
                return LayerFile(path, root)

        return None

    def name_file(self, name: str) -> str:
        """The path of a file, whether or not it is there: where a message says that it is expected."""
        found = self.find(name)
        if found:
            return found.path

        last = Path(self.roots[-1].path)
        return str(last / name)

    def list_files(self) -> dict[str, LayerFile]:
        """All files by their names, with `/` between folders. Raises `FileRefused`."""
        files: dict[str, LayerFile] = {}
        for root in reversed(self.roots):
            for path in walk(root):
                name = os.path.relpath(path, root.path)
                files[name.replace(os.sep, "/")] = LayerFile(path, root)

        return files

    def split(self) -> Iterator[Layers]:
        """Each folder alone, in their order."""
        for root in self.roots:
            yield Layers((root,))

    def has_file(self, path: str) -> bool:
        """Whether a path lies in one of the folders."""
        file = Path(path)
        return any(file.is_relative_to(root.path) for root in self.roots)


def open_layers(folders: Folders, allowed: Sequence[str] = ()) -> Layers:
    """The layers of folders; links may also lead into the `allowed` ones."""
    if isinstance(folders, Path):
        folders = [folders]

    roots = [open_root(str(folder), allowed) for folder in folders]
    return Layers(tuple(roots))


def read_found_text(found: LayerFile, limit: int) -> str:
    """The text of a file, of at most `limit` bytes. Raises `FileRefused`."""
    return read_text(found.path, found.root, limit)


def read_found_file(found: LayerFile, limit: int) -> bytes:
    """The content of a file, of at most `limit` bytes. Raises `FileRefused`."""
    return read_file(found.path, found.root, limit)
