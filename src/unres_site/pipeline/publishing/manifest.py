"""The manifest of a tree: all its files, by address, with size and hash. A tree that has one is whole.

An address is the path of a file below the root of its tree, with `/`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from itertools import compress
from operator import ne
from typing import Literal

import msgspec

from unres_site.deferred import deferred
from unres_site.errors import OutputError
from unres_site.files import read_own

MARKER = ".unres-site.json"
"""The file of the manifest. It also says that a folder was made by this program."""

_EDGE = r"""[^\x00-\x20./\\:*?"<>|\x7f\ud800-\udfff]"""
_INNER = r"""[^\x00-\x1f/\\:*?"<>|\x7f\ud800-\udfff]"""
_PART = rf"{_EDGE}(?:{_INNER}{{0,120}}{_EDGE})?"
# matches: A/RES/217(III)A.html
# matches: topics/裁军.html
# rejects: .git
# rejects: C:\temp
SAFE = deferred(rf"{_PART}(?:/{_PART})*")


class FileMark(msgspec.Struct, frozen=True, array_like=True):
    """What a file holds: its size in bytes, and a hash of them."""

    size: int
    digest: str


class Manifest(msgspec.Struct, frozen=True):
    """All files of a tree but the manifest itself, by address.

    stamp  of the program that made the tree
    """

    program: Literal["unres-site"] = "unres-site"
    format: Literal[1] = 1
    stamp: str = ""
    files: dict[str, FileMark] = {}


class ForeignManifest(msgspec.Struct, frozen=True):
    """What this program must understand of a manifest of any other version: the addresses."""

    program: Literal["unres-site"]
    files: dict[str, msgspec.Raw]


UNKNOWN = FileMark(-1, "")
"""The mark of a file whose mark another version has written."""


def hash_file(data: bytes) -> FileMark:
    """The mark of a file with that content. SHA-256 is the fastest choice, because processors have it built in."""
    digest = hashlib.sha256(data).hexdigest()
    return FileMark(len(data), digest[:32])


def is_safe(address: str) -> bool:
    """Whether an address names a file below the root on every system: no way up, nothing hidden, no odd names."""
    return SAFE.fullmatch(address) is not None


def read_manifest(tree: str, *, known: bool = False) -> Manifest | None:
    """The manifest of a tree; None if there is none. Raises `OutputError` if it can't be understood.

    If it is `known` to be as this program wrote it, its addresses are not checked.
    """
    try:
        content = read_own(f"{tree}/{MARKER}")
    except (FileNotFoundError, NotADirectoryError):
        return None

    manifest = _decode_manifest(content)
    is_safe_tree = known or (manifest and all(map(SAFE.fullmatch, manifest.files)))
    if not manifest or not is_safe_tree:
        raise OutputError("manifest-unreadable", file=f"{tree}/{MARKER}", output=tree)

    return manifest


def _decode_manifest(content: bytes) -> Manifest | None:
    """The manifest of any version; None if the content is damaged."""
    try:
        return msgspec.json.decode(content, type=Manifest)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        pass

    try:
        foreign = msgspec.json.decode(content, type=ForeignManifest)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return None

    return Manifest(files=dict.fromkeys(foreign.files, UNKNOWN))


def encode_manifest(files: Mapping[str, FileMark], stamp: str) -> bytes:
    """The content of a manifest's file. The same files give the same bytes."""
    ordered = dict(files)
    addresses = sorted(ordered)
    if addresses != list(ordered):  # few files are new, so most often they are in order
        ordered = {address: files[address] for address in addresses}
    return msgspec.json.encode(Manifest(stamp=stamp, files=ordered))


def list_folders(addresses: Iterable[str]) -> set[str]:
    """The folders that these files are in, the root (empty) included."""
    inner = {address.rpartition("/")[0] for address in addresses}
    found = {""} | inner
    for folder in inner:
        found.update(list_parents(folder))

    return found


def list_parents(address: str) -> Iterator[str]:
    """The folders that an address is in, innermost first, without the root."""
    while "/" in address:
        address = address.rpartition("/")[0]
        yield address


def compare(
    tree: Mapping[str, FileMark],
    other: Mapping[str, FileMark],
    among: Iterable[str] | None = None,
) -> dict[str, FileMark | None]:
    """What a tree has at each address at which the other one has something else; None for nothing.

    Only addresses `among` these may differ; any address, if they are None.
    """
    addresses = tree.keys() | other.keys() if among is None else set(among)
    here = map(tree.get, addresses)
    there = map(other.get, addresses)
    changed = compress(addresses, map(ne, here, there))
    return {address: tree.get(address) for address in sorted(changed)}
