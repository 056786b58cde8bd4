"""One stamp of the program: what a cache, a site or its index was made under another one is made again."""

from __future__ import annotations

import hashlib
import os
import struct
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from unres_site.files import open_root, read_file, walk

PACKAGE = Path(__file__).resolve().parents[2]

LARGEST = 4_000_000
"""Bytes of a file of the package."""

DISTRIBUTIONS = (".dist-info", ".egg-info")
"""Ends of the names of folders that say which version of a distribution is installed."""


def hash_parts(*parts: bytes) -> bytes:
    """A hash of 16 bytes. It depends on where one part ends and the next begins."""
    lengths = struct.pack(f">{len(parts)}Q", *map(len, parts))
    count = b"%d" % len(parts)
    return hashlib.blake2b(
        lengths + b"".join(parts), digest_size=16, salt=count
    ).digest()


@cache
def compute_stamp() -> bytes:
    """A hash of the program itself: its code, all installed distributions, Python.

    What was made under another stamp is made again. Templates, style and texts are inputs, and have hashes of their
    own.
    """
    code = _hash_code()
    python = repr((sys.implementation.name, *sys.version_info))
    return hash_parts(code, *list_distributions(), python.encode())


def list_distributions() -> Iterator[bytes]:
    """`jinja2-3.1.6.dist-info` and so on, in the order in which Python searches.

    All that are installed count, not only those that are required: to find out which are takes 30 ms in each build, and
    the only harm is a build of all pages after something else was installed.
    """
    for folder in filter(os.path.isdir, sys.path):
        found = sorted(
            name for name in os.listdir(folder) if name.endswith(DISTRIBUTIONS)
        )
        yield from map(os.fsencode, found)


def _hash_code() -> bytes:
    """A hash of all files of the package: their names and contents. Some installers make links of them."""
    root = open_root(str(PACKAGE), allowed=[os.sep])
    parts: list[bytes] = []
    for path in sorted(walk(root)):
        name = path[len(root.path) + 1 :].replace(os.sep, "/")
        parts += [name.encode(), read_file(path, root, LARGEST)]

    return hash_parts(*parts)
