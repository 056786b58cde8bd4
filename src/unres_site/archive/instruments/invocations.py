"""The instruments that resolutions of an archive name, and where they do."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from typing import NamedTuple

import msgspec

from unres_site.archive.archive import Archive, Change
from unres_site.archive.instruments.forms import Key
from unres_site.archive.instruments.named import Instrument, Invocation, Named
from unres_site.archive.instruments.register import Register, RegisterState
from unres_site.archive.summary import Summary, Text, list_namings

Invocations = dict[str, dict[str, Invocation]]
"""Where resolutions name an instrument, by symbol and language."""

Given = Iterable[Mapping[str, tuple[str, ...]]]
Rejected = Mapping[str, tuple[str, ...]]
"""What an archivist says of names; see `Register`."""

_encode = msgspec.msgpack.Encoder().encode
_decode_state = msgspec.msgpack.Decoder(RegisterState).decode


class FoundInstrument(NamedTuple):
    """An instrument, the name that represents it, and how many resolutions name it."""

    key: Key
    instrument: Instrument
    texts: int


class KnownRegister(msgspec.Struct, frozen=True, array_like=True):
    """What a build keeps of the register, so that the next one need not look at texts that name what they named.

    hashes  those of the names in each text that has any, by symbol and language
    state   the state of the register, encoded
    """

    hashes: dict[str, dict[str, bytes]] = {}
    state: bytes = b""


class Renaming(NamedTuple):
    """The symbols whose texts name others than before, and all texts of these symbols as they were and as they are.

    `hashes` are those of all texts (`KnownRegister`).
    """

    hashes: dict[str, dict[str, bytes]]
    symbols: set[str]
    gone: list[Text]
    new: list[Text]


def make_register(archive: Archive[Text], given: Given, rejected: Rejected) -> Register:
    """The register of an archive's instruments."""
    return Register(_list_named(archive.ordered), given, rejected)


def keep_register(
    hashes: dict[str, dict[str, bytes]], register: Register
) -> KnownRegister:
    """What the next build need not find again."""
    return KnownRegister(hashes, _encode(register.state))


def update_register(
    known: KnownRegister,
    renaming: Renaming,
    given: Given,
    rejected: Rejected,
) -> Register | None:
    """The register after some texts have changed; None if other texts may mean something else then."""
    register = Register((), given, rejected, _decode_state(known.state))
    gone, new = _list_named(renaming.gone), _list_named(renaming.new)
    if register.exchange(gone, new):
        return register
    return None


def find_renaming(
    archive: Archive[Text], change: Change, known: KnownRegister
) -> Renaming | None:
    """What texts name otherwise than before; None if not all of these texts are known as they were."""
    if not known.state:
        return None
    now = hash_namings(archive)
    symbols = {
        symbol
        for symbol in now.keys() | known.hashes.keys()
        if now.get(symbol) != known.hashes.get(symbol)
    }
    new = list(archive.list_versions(archive.by_symbol.keys() & symbols))
    earlier = {
        (text.symbol, text.language, _hash_namings_of(text)): text
        for text in chain(change.before, new)
    }
    gone: list[Text] = []
    for symbol in symbols:
        for language, digest in known.hashes.get(symbol, {}).items():
            key = symbol, language, digest
            if key not in earlier:
                return None
            gone.append(earlier[key])
    return Renaming(now, symbols, gone, new)


def hash_namings(archive: Archive[Text]) -> dict[str, dict[str, bytes]]:
    """A hash of the names in each text that has any, by symbol and language."""
    found: dict[str, dict[str, bytes]] = {}
    for text in archive.ordered:
        digest = _hash_namings_of(text)
        if digest:
            found.setdefault(text.symbol, {})[text.language] = digest
    return found


def _hash_namings_of(text: Text) -> bytes:
    """A hash of the names in a text; empty if it has none."""
    namings = text.namings if isinstance(text, Summary) else _encode(list_namings(text))
    if len(namings) <= 1:  # an empty list is one byte
        return b""
    return hashlib.blake2b(namings, digest_size=16).digest()


def rank_instruments(register: Register) -> list[FoundInstrument]:
    """The instruments that resolutions name, the one that most name first."""
    instruments = register.instruments
    found = [
        FoundInstrument(key, instruments[key], count)
        for key, count in register.state.invoked.items()
    ]
    return sorted(found, key=lambda one: (-one.texts, one.instrument.names))


def group_invocations(register: Register) -> dict[Key, Invocations]:
    """Where the texts that the register was given last name each instrument."""
    found: dict[Key, Invocations] = {}
    for key, invocations in register.list_invocations().items():
        by_symbol = found.setdefault(key, {})
        for one in invocations:
            by_symbol.setdefault(one.symbol, {})[one.language] = one
    return found


def _list_named(texts: Iterable[Text]) -> Iterator[Named]:
    for text in texts:
        yield Named(text.symbol, text.language, list_namings(text))
