"""What texts say of instruments, and what is found from that: the values that the register takes and gives."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

import msgspec

from unres_site.archive.instruments.forms import Key
from unres_site.archive.instruments.namings import Naming, fold_name
from unres_site.languages import get_primary_code


class Named(NamedTuple):
    """The instruments that a text names."""

    symbol: str
    language: str
    namings: tuple[Naming, ...]

    @property
    def keys(self) -> list[Key]:
        """The names in their order, folded."""
        return [_fold(self.language, naming.name) for naming in self.namings]


class Keyed(NamedTuple):
    """The same with its names folded: `keys` has as many as the text has namings."""

    text: Named
    keys: list[Key]

    @property
    def rows(self) -> Iterable[tuple[Key, Naming]]:
        """Each naming with its folded name."""
        return zip(self.keys, self.text.namings, strict=True)


Versions = Sequence[Keyed]
"""The texts of one symbol."""


class Definition(NamedTuple):
    """The words of the note that defines an instrument most often in a language."""

    language: str
    words: str


class Instrument(NamedTuple):
    """An instrument.

    names        by language, as they are printed most often
    definitions  where it is printed, by language
    """

    names: tuple[tuple[str, str], ...]
    definitions: tuple[Definition, ...]


class Invocation(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A text that names an instrument.

    passages  where it does: anchors and numbers
    names     by which, folded (`namings.join_name`)
    """

    symbol: str
    language: str
    passages: tuple[tuple[str, str], ...]
    names: tuple[str, ...] = ()


def group_by_symbol(texts: Iterable[Named]) -> list[Versions]:
    """The texts of each symbol together, in the order of their first ones."""
    groups: dict[str, list[Keyed]] = {}
    for text in texts:
        groups.setdefault(text.symbol, []).append(Keyed(text, text.keys))
    return list(groups.values())


def make_invocation(text: Named, namings: Iterable[Naming]) -> Invocation:
    """A text that names an instrument in these ways."""
    passages: dict[tuple[str, str], None] = {}
    names: list[str] = []
    for naming in namings:
        passages |= dict.fromkeys(naming.passages)
        _, name = _fold(text.language, naming.name)
        names.append(" ".join(name))
    return Invocation(text.symbol, text.language, tuple(passages), tuple(names))


@lru_cache(maxsize=65536)
def _fold(language: str, name: str) -> Key:
    code = get_primary_code(language)
    return code, fold_name(name, code)
