"""Hashes of the program itself: what the cache keeps is good only for the code that made it."""

from __future__ import annotations

import hashlib
import os
import struct
import sys
from collections.abc import Iterator
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from unres_site.files import open_root, read_file, walk

PACKAGE = Path(__file__).resolve().parents[2]

LOADER_CODE = (
    "deferred.py", "messages", "errors.py", "records.py",
    "organs", "languages", "symbols", "settings", "text", "citations", "damage", "loader",
)  # fmt: skip
"""Files and folders of the package that the records of texts depend on."""

FACTS_CODE = ("archive/summary.py",)
"""What the facts of texts depend on besides."""

LARGEST = 4_000_000
"""Bytes of a file of the package."""

LIBRARIES = {
    "jinja2": "jinja2",
    "markdown_it": "markdown_it_py",
    "markupsafe": "markupsafe",
    "msgspec": "msgspec",
}
"""Modules that pages depend on; and the beginning of the name of the folder that says their version."""


def hash_parts(*parts: bytes) -> bytes:
    """A hash of 16 bytes. It depends on where one part ends and the next begins."""
    lengths = struct.pack(f">{len(parts)}Q", *map(len, parts))
    count = b"%d" % len(parts)
    return hashlib.blake2b(lengths + b"".join(parts), digest_size=16, salt=count).digest()


@cache
def loader_version() -> bytes:
    """A hash of the code that records and facts of texts depend on."""
    return _hash_code(*LOADER_CODE, *FACTS_CODE)


@cache
def site_version() -> bytes:
    """A hash of all code and libraries that pages depend on."""
    libraries = [name.encode() for name in _library_versions()]
    python = repr(sys.version_info[:2]).encode()
    return hash_parts(_hash_code(), *libraries, python)


def _library_versions() -> Iterator[str]:
    """`jinja2-3.1.6.dist-info` and so on. This takes 15 ms less than to import importlib.metadata and to ask that."""
    for module, name in LIBRARIES.items():
        spec = find_spec(module)
        beside = Path(spec.origin).parents[1] if spec and spec.origin else PACKAGE
        yield from sorted(one for one in os.listdir(beside) if one.lower().startswith(f"{name}-"))


def _hash_code(*names: str) -> bytes:
    """A hash of these files of the package, and of all files in these folders of it; of all its files for no names."""
    beginnings = tuple(f"{name}/" for name in names)
    parts: list[bytes] = []
    for name, content in _read_package().items():
        if not names or name in names or name.startswith(beginnings):
            parts += [name.encode(), content]
    return hash_parts(*parts)


@cache
def _read_package() -> dict[str, bytes]:
    """The content of all files of the package by name, sorted; also of links, because some installers make them."""
    root = open_root(str(PACKAGE), allowed=[os.sep])
    start = len(root.path) + 1
    return {path[start:].replace(os.sep, "/"): read_file(path, root, LARGEST) for path in sorted(walk(root))}
