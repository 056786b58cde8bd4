"""The published files of the search, read back for an update."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import msgspec

from unres_site.search.index.sharding import ShardDirectory, shard_of

Value = TypeVar("Value")

Read = Callable[[str], bytes]
"""The content of a published file by its address."""


class PublishedIndex:
    """The published files. Each shard is read once.

    `directory` says which shard a term is in.
    """

    def __init__(self, directory: ShardDirectory, read: Read) -> None:
        self.directory, self._read = directory, read
        self._shards: dict[str, dict[str, str]] = {}

    def value(self, name: str, kind: type[Value]) -> Value:
        """The value of a file (see `script`). Raises OSError, or ValueError if it is of another kind."""
        content = self._read(f"search/{name}.js")
        value = content[content.index(b",") + 1 : -len(b");\n")]
        return msgspec.json.decode(value, type=kind)

    def shard(self, name: str) -> dict[str, str]:
        """The entries of a shard by their terms."""
        if name not in self._shards:
            entries = filter(None, self.value(f"terms/{name}", str).split("!"))
            self._shards[name] = {entry.partition(" ")[0]: entry for entry in entries}
        return self._shards[name]

    def entry(self, term: str) -> str:
        """The entry of a term; empty if no text has it."""
        return self.shard(shard_of(term, self.directory)).get(term, "")
