"""The files of a manifest as they are written, in order: a few of them are found, and changed, without reading all.

    "404.html":[9398,"6f1c…"],"A/RES/58/58.html":[10211,"03ab…"]

To read 172,000 entries takes a tenth of a second, and few builds ask for more than a hundred.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, MutableMapping
from typing import Literal, NamedTuple

import msgspec

from unres_site.files import read_own
from unres_site.pipeline.publishing.manifest import (
    MARKER,
    FileMark,
    encode_manifest,
)

BYTES_PER_QUESTION = 2_500
"""To find one entry takes as long as to read so many bytes. After more questions all are read."""

_NEXT = b'],"'
"""What is between two entries, and nowhere in one: no address has a quotation mark."""

_encode = msgspec.json.Encoder().encode
_decode_mark = msgspec.json.Decoder(FileMark).decode
_decode_files = msgspec.json.Decoder(dict[str, FileMark]).decode
_decode_names = msgspec.json.Decoder(dict[str, msgspec.Raw]).decode


class _PackedManifest(msgspec.Struct, frozen=True):
    """A manifest whose files are not read."""

    program: Literal["unres-site"]
    format: Literal[1]
    stamp: str
    files: msgspec.Raw


class PackedFiles(Mapping[str, FileMark]):
    """The entries of a manifest that this program has written; `body` is what is between the braces."""

    def __init__(self, body: bytes) -> None:
        self._body = body
        self._left = len(body) // BYTES_PER_QUESTION
        self._files: dict[str, FileMark] | None = None

    def __getitem__(self, address: str) -> FileMark:
        self._left -= 1
        if self._files is not None or self._left < 0:
            return self._read_all()[address]

        start, end = self._find(address)
        if start == end:
            raise KeyError(address)
        _, _, mark = self._body[start:end].partition(b'":')
        return _decode_mark(mark)

    def __iter__(self) -> Iterator[str]:
        return iter(self._read_all())

    def __len__(self) -> int:
        if self._files is not None:
            return len(self._files)
        return self._body.count(_NEXT) + bool(self._body)

    def __bool__(self) -> bool:
        return bool(self._body)

    def list_below(self, folder: str) -> list[str]:
        """The addresses below a folder (`search/`), in order."""
        start, _ = self._find(folder)
        end, _ = self._find(folder.rstrip("/") + chr(ord("/") + 1))
        found = self._body[start:end].rstrip(b",")
        return list(_decode_names(b"{" + found + b"}"))

    def list_with_endings(self, endings: Iterable[str]) -> list[str]:
        """The addresses that end so."""
        sought = tuple(endings)
        if not any(f'{ending}":'.encode() in self._body for ending in sought):
            return []
        return [address for address in self if address.endswith(sought)]

    def change(self, changes: Mapping[str, FileMark | None]) -> bytes:
        """The entries with these changes; None for one that is removed."""
        chunks: list[bytes] = []
        done = 0
        for address in sorted(changes):
            start, end = self._find(address)
            if start > done:
                chunks.append(self._body[done:start].removesuffix(b","))
            mark = changes[address]
            if mark is not None:
                chunks.append(_encode(address) + b":" + _encode(mark))
            done = start if start == end else end + 1

        if done < len(self._body):
            chunks.append(self._body[done:])
        return b",".join(chunks)

    def _find(self, address: str) -> tuple[int, int]:
        """Where the entry of an address begins and ends; twice the place where it would begin, if there is none."""
        body = self._body
        wanted = address.encode()
        low, high = 0, len(body)
        while low < high:
            before = body.rfind(_NEXT, low, (low + high) // 2)
            start = low if before < 0 else before + 2
            name_end = body.index(b'":', start)
            following = body.find(_NEXT, name_end)
            end = len(body) if following < 0 else following + 1
            name = body[start + 1 : name_end]
            if name == wanted:
                return start, end
            if wanted < name:
                high = start
            else:
                low = min(end + 1, len(body))

        return low, low

    def _read_all(self) -> dict[str, FileMark]:
        if self._files is None:
            self._files = _decode_files(b"{" + self._body + b"}")
        return self._files


class ChangedFiles(MutableMapping[str, FileMark]):
    """Packed files with some changes; None for one that is removed."""

    def __init__(
        self, files: PackedFiles, changes: Mapping[str, FileMark | None]
    ) -> None:
        self._before = files
        self._changes = dict(changes)

    def __getitem__(self, address: str) -> FileMark:
        if address not in self._changes:
            return self._before[address]
        mark = self._changes[address]
        if mark is None:
            raise KeyError(address)
        return mark

    def __setitem__(self, address: str, mark: FileMark) -> None:
        self._changes[address] = mark

    def __delitem__(self, address: str) -> None:
        self._changes[address] = None

    def __iter__(self) -> Iterator[str]:
        for address in self._before:
            if address not in self._changes:
                yield address
        for address, mark in self._changes.items():
            if mark is not None:
                yield address

    def __len__(self) -> int:
        count = len(self._before)
        for address, mark in self._changes.items():
            count += (mark is not None) - (address in self._before)
        return count

    def encode(self) -> bytes:
        """The entries as they are written."""
        return self._before.change(self._changes)


class KnownManifest(NamedTuple):
    """A manifest that is known to be as this program wrote it."""

    stamp: str
    files: Mapping[str, FileMark]


def read_known_manifest(tree: str) -> KnownManifest | None:
    """The manifest of a tree; None if it can't be read so."""
    try:
        content = read_own(f"{tree}/{MARKER}")
        manifest = msgspec.json.decode(content, type=_PackedManifest)
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError):
        return None

    return KnownManifest(manifest.stamp, PackedFiles(bytes(manifest.files)[1:-1]))


def encode_files(files: Mapping[str, FileMark], stamp: str) -> bytes:
    """The content of a manifest's file. The same files give the same bytes, packed or not."""
    if not isinstance(files, ChangedFiles):
        return encode_manifest(files, stamp)
    head = encode_manifest({}, stamp).removesuffix(b"}}")
    return head + files.encode() + b"}}"
