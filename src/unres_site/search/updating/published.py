"""The published files of the search, read back for an update."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import msgspec

from unres_site.search.files.directory import DirectoryPage, read_digests
from unres_site.search.files.scripts import make_address, read_value
from unres_site.search.index.sharding import (
    ShardDirectory,
    find_page,
    find_shard,
    list_groups,
)

Value = TypeVar("Value")

Read = Callable[[str], bytes]
"""The content of a published file by its address."""


class PublishedIndex:
    """The published files. Each shard and each page of the directory is read once, and each entry is looked up once.

    `directory` says which shard a term is in.
    """

    def __init__(self, directory: ShardDirectory, read: Read) -> None:
        self.directory, self._read = directory, read
        self._shards: dict[str, dict[str, str]] = {}
        self._pages: dict[int, dict[str, str]] = {}
        self._entries: dict[str, str] = {}
        self._groups = list_groups(directory)

    def value(self, name: str, kind: type[Value]) -> Value:
        """The value of a file (see `make_script`). Raises OSError, or ValueError if it is of another kind."""
        content = self._read(make_address(name))
        return msgspec.json.decode(read_value(content), type=kind)

    def digests(self, page: int) -> dict[str, str]:
        """The digests of the shards of a page of the directory; an empty shard has no file, and no digest."""
        if page not in self._pages:
            value = self.value(f"directory/{page}", DirectoryPage)
            groups = self._groups[page]
            self._pages[page] = read_digests(page, groups, self.directory, value)
        return self._pages[page]

    def has_shard(self, name: str, page: int) -> bool:
        """Whether a page has a shard that is not empty."""
        return page < len(self._groups) and name in self.digests(page)

    def shard(self, name: str, page: int) -> dict[str, str]:
        """The entries of a shard of a page by their terms."""
        if name not in self._shards:
            has_file = self.has_shard(name, page)
            content = self.value(f"terms/{name}", str) if has_file else ""
            entries = filter(None, content.split("!"))
            self._shards[name] = {entry.partition(" ")[0]: entry for entry in entries}
        return self._shards[name]

    def entry(self, term: str) -> str:
        """The entry of a term; empty if no text has it."""
        if term not in self._entries:
            page = find_page(term, self.directory)
            shard = self.shard(find_shard(term, self.directory), page)
            self._entries[term] = shard.get(term, "")
        return self._entries[term]
