"""A file of the search: a script that hands a value over by its name.

    unresSearch.receive("terms/5c0f-3","k3x9a",…);

The second argument is the digest of the value. The file that leads to this one has it, too: the browser asks for
`search/terms/5c0f-3.js?v=k3x9a` and takes no other value. So a page never mixes two builds, though a browser or a host
may keep files of an older one.
"""

from __future__ import annotations

from base64 import b32encode
from collections.abc import Iterable
from hashlib import blake2b
from itertools import groupby

import msgspec

_encode = msgspec.json.encode

DIGEST = 5
"""Characters of a digest, of 5 bits each."""

NO_FILE = "-" * DIGEST
"""In a list of digests: there is no file, because it would be empty."""


def make_script(name: str, value: object, digest: str = "") -> tuple[str, bytes]:
    """The address of a file below the site's root and its content. Without a digest it has that of the value."""
    encoded = _encode(value)
    digest = digest or make_digest(encoded)
    content = b"unresSearch.receive(%b,%b,%b);\n" % (
        _encode(name),
        _encode(digest),
        encoded,
    )
    return make_address(name), content


def make_address(name: str) -> str:
    """The address of a file below the site's root."""
    return f"search/{name}.js"


def make_digest(content: bytes) -> str:
    """The digest of bytes."""
    return (
        b32encode(blake2b(content, digest_size=DIGEST).digest())[:DIGEST]
        .decode()
        .lower()
    )


def make_listing(name: str, digests: Iterable[str]) -> tuple[str, bytes]:
    """The file of the digests of some files, in their order."""
    return make_script(name, "".join(digests))


def read_digest(content: bytes) -> str:
    """The digest that a file says."""
    return content.split(b'"', 4)[3].decode()


def read_value(content: bytes) -> bytes:
    """The value of a file, encoded as JSON."""
    *_, value = content.split(b",", 2)
    return value[: -len(b");\n")]


def split_digests(digests: str) -> list[str]:
    """The digests of a list that is written without separators."""
    starts = range(0, len(digests), DIGEST)
    return [digests[start : start + DIGEST] for start in starts]


def make_runs(values: Iterable[str]) -> list[tuple[str, int]]:
    """Each value with the number of times that it comes in a row."""
    runs = []
    for value, group in groupby(values):
        runs.append((value, len(list(group))))

    return runs
