"""What a build keeps of the search for the next one: what each text adds, and the state of the index."""

from __future__ import annotations

from typing import NamedTuple

import msgspec

from unres_site.archive import Summary
from unres_site.search.documents import SearchCard
from unres_site.search.files.passages import name_passages
from unres_site.search.files.scripts import make_address
from unres_site.search.index.fields import FieldCounts
from unres_site.search.updating.state import SearchState


class Addition(msgspec.Struct, frozen=True, array_like=True):
    """What a text adds to the index."""

    card: SearchCard
    counts: FieldCounts


class IndexState(msgspec.Struct, frozen=True, array_like=True):
    """What the next build has to know of the index.

    version  a hash of the code and of the first language
    state    without the rare phrases, which are a record of their own: they are large, and few builds need them
    rare     the key of that record
    """

    version: bytes
    state: SearchState
    rare: bytes


class IndexRow(NamedTuple):
    """A text of the search: the address of its page, its summary, and the key of its addition."""

    page: str
    summary: Summary
    key: bytes

    @property
    def passages(self) -> str:
        """The address of the file of its passages."""
        return locate_passages(self.page)


def decode_state(noted: bytes, version: bytes) -> IndexState | None:
    """The state of the published index; None if there is none, or it was made by other code, or can't be read."""
    try:
        found = msgspec.msgpack.decode(noted, type=IndexState) if noted else None
    except msgspec.MsgspecError:
        return None

    if found and found.version == version:
        return found

    return None


def locate_passages(page: str) -> str:
    """The address of the file of a page's passages."""
    return make_address(name_passages(page))
