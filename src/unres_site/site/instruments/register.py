"""Which instruments have pages, at which addresses, and where texts name them.

A page keeps the address at which it was first published. `addresses.txt` has the names of the instrument with it, each
as a language and a mark: an instrument that has one of these names is the same one. So the address stays when the
archive gets another first language, when names are joined, and when others are named more often.
"""

from __future__ import annotations

import base64
import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from typing import NamedTuple

import msgspec

from unres_site.archive import Archive, Change, Text, may_change_languages
from unres_site.archive.instruments.forms import Key
from unres_site.archive.instruments.invocations import (
    Invocations,
    KnownRegister,
    find_renaming,
    group_invocations,
    hash_namings,
    keep_register,
    make_register,
    rank_instruments,
    update_register,
)
from unres_site.archive.instruments.named import Instrument
from unres_site.archive.instruments.namings import fold_name
from unres_site.archive.instruments.register import Register
from unres_site.settings import SiteConfig
from unres_site.site import addresses
from unres_site.site.editions import DEFAULT_ORDER

LEAST_NAMED = 3
"""Resolutions that name an instrument which is listed."""

MOST_INSTRUMENTS = 300
"""Instruments that are listed: those that most resolutions name, and those that have been published."""

Published = Mapping[str, Mapping[str, str]]
"""The published addresses, with what is noted of each: of an instrument the marks of its names by language."""


class ListedInstrument(NamedTuple):
    """An instrument with a page.

    texts   where resolutions name it
    page    its address below the folder of a language
    former  other addresses at which it was published, because it was several instruments then
    key     the name that represents it in the register
    """

    instrument: Instrument
    texts: Invocations
    page: str
    former: tuple[str, ...]
    key: Key


def _choose_pages(
    register: Register, config: SiteConfig, published: Published
) -> Iterator[ListedInstrument]:
    """The instruments that have pages, without the texts that name them."""
    known: dict[tuple[str, str], str] = {}
    for address, marks in published.items():
        if address.startswith(addresses.INSTRUMENT_FOLDER):
            known |= dict.fromkeys(marks.items(), address)

    listed = 0
    taken = set(known.values())
    for key, instrument, count in rank_instruments(register):
        names = mark_names(instrument).items()
        counts = Counter([known.pop(name) for name in names if name in known])
        if counts:
            page, *former = sorted(counts, key=lambda one: (-counts[one], one))
        elif count >= LEAST_NAMED and listed < MOST_INSTRUMENTS:
            page = _make_address(instrument, config.language, taken)
            former = []
        else:
            continue

        listed += 1
        taken.add(page)
        yield ListedInstrument(instrument, {}, page, tuple(former), key)


def mark_names(instrument: Instrument) -> dict[str, str]:
    """The marks of an instrument's names, by language: eight signs that depend on the folded name."""
    marks: dict[str, str] = {}
    for code, name in instrument.names:
        folded = " ".join(fold_name(name, code))
        digest = hashlib.blake2b(folded.encode(), digest_size=6).digest()
        marks[code] = base64.urlsafe_b64encode(digest).decode()

    return marks


def choose_name(instrument: Instrument, language: str) -> tuple[str, str]:
    """The name in a language, else in the first one that it has; and the language of that name."""
    names = dict(instrument.names)
    for code in (language, *DEFAULT_ORDER):
        if code in names:
            return names[code], code

    code, name = instrument.names[0]
    return name, code


def _make_address(instrument: Instrument, language: str, taken: set[str]) -> str:
    """An address that no other instrument has or had."""
    name, _ = choose_name(instrument, language)
    address = addresses.make_instrument_address(name)
    while address in taken:
        name += "-2"
        address = addresses.make_instrument_address(name)

    return address


class KeptPages(NamedTuple):
    """What depends on the pages that were published before: the instruments that have pages, and all addresses.

    `same` are the pages of instruments that show nothing else than in the last build.
    """

    instruments: tuple[ListedInstrument, ...]
    published: Published
    same: AbstractSet[str] = frozenset()


class LastInstruments(msgspec.Struct, frozen=True, array_like=True):
    """What the last build listed: the addresses that it found published, the instruments, and their register."""

    published: dict[str, dict[str, str]] = {}
    listed: tuple[ListedInstrument, ...] = ()
    known: KnownRegister = KnownRegister()


def keep_pages(
    archive: Archive[Text], config: SiteConfig, published: Published
) -> KeptPages:
    """The instruments that have pages, with the addresses that were published before."""
    found = update_instruments(archive, config, published, None, LastInstruments())
    return KeptPages(found.listed, published)


def update_instruments(
    archive: Archive[Text],
    config: SiteConfig,
    published: Published,
    change: Change | None,
    last: LastInstruments,
) -> LastInstruments:
    """The instruments that have pages. If few texts name others than in the last build, only these are looked at."""
    before = choose_published(published)
    renaming = find_renaming(archive, change, last.known) if change else None
    if renaming and not renaming.symbols and before == last.published:
        return last

    rules = config.instruments, config.not_instruments
    register = update_register(last.known, renaming, *rules) if renaming else None
    if renaming and register:
        chosen = list(_choose_pages(register, config, published))
        if {one.key for one in chosen} <= {one.key for one in last.listed}:
            texts = _update_texts(archive, register, renaming.symbols, last)
            known = keep_register(renaming.hashes, register)
            return LastInstruments(before, _add_texts(chosen, texts), known)

    register = make_register(archive, *rules)
    chosen = list(_choose_pages(register, config, published))
    listed = _add_texts(chosen, group_invocations(register))
    known = keep_register(hash_namings(archive), register)
    return LastInstruments(before, listed, known)


def _add_texts(
    chosen: Iterable[ListedInstrument], texts: Mapping[Key, Invocations]
) -> tuple[ListedInstrument, ...]:
    return tuple([one._replace(texts=texts[one.key]) for one in chosen])


def _update_texts(
    archive: Archive[Text],
    register: Register,
    symbols: AbstractSet[str],
    last: LastInstruments,
) -> dict[Key, Invocations]:
    """Where texts name the instruments of the last build: those of the symbols by the register, others as before."""
    places = {symbol: place for place, symbol in enumerate(archive.by_symbol)}
    new = group_invocations(register)
    found: dict[Key, Invocations] = {}
    for one in last.listed:
        found[one.key] = one.texts
        if one.key in new or not symbols.isdisjoint(one.texts):
            kept = {
                symbol: texts
                for symbol, texts in one.texts.items()
                if symbol not in symbols
            }
            kept |= new.get(one.key, {})
            ordered = sorted(kept, key=places.__getitem__)
            found[one.key] = {symbol: kept[symbol] for symbol in ordered}
    return found


def update_pages(
    archive: Archive[Text],
    config: SiteConfig,
    published: Published,
    change: Change | None,
    last: LastInstruments,
) -> tuple[KeptPages, LastInstruments]:
    """The instruments that have pages: for the pages of this build, and for the next build."""
    now = update_instruments(archive, config, published, change, last)
    same: set[str] = set()
    if change is not None and not may_change_languages(archive, change):
        symbols = {text.symbol for text in change.texts}
        same = find_same(last.listed, now.listed, symbols)

    return KeptPages(now.listed, published, same), now


def find_same(
    before: Iterable[ListedInstrument],
    now: Iterable[ListedInstrument],
    symbols: AbstractSet[str],
) -> set[str]:
    """The pages of instruments that are as they were, and that no text of these symbols, which changed, names."""
    earlier = {one.page: one for one in before}
    return {
        one.page
        for one in now
        if symbols.isdisjoint(one.texts) and earlier.get(one.page) == one
    }


def choose_published(published: Published) -> dict[str, dict[str, str]]:
    """The published addresses of instruments, with the marks of their names."""
    return {
        address: dict(marks)
        for address, marks in published.items()
        if address.startswith(addresses.INSTRUMENT_FOLDER)
    }


def find_renamed(
    before: Iterable[ListedInstrument], now: Iterable[ListedInstrument]
) -> set[str]:
    """The symbols whose texts name an instrument that has another page than before, or has one only before or now."""
    earlier = {one.page: one.texts for one in before}
    later = {one.page: one.texts for one in now}
    found: set[str] = set()
    for page in earlier.keys() | later.keys():
        old = earlier.get(page, {})
        new = later.get(page, {})
        if old is not new:
            found |= {
                symbol
                for symbol in old.keys() | new.keys()
                if old.get(symbol) != new.get(symbol)
            }

    return found


TextNames = dict[tuple[str, str], dict[str, str]]
"""The names of instruments in each text, by symbol and language: folded name → page."""


def list_text_names(
    listed: Iterable[ListedInstrument], symbols: AbstractSet[str]
) -> TextNames:
    """The names by which the texts of symbols name instruments that have pages."""
    found: TextNames = {}
    for one in listed:
        for symbol in symbols & one.texts.keys():
            for language, invocation in one.texts[symbol].items():
                names = dict.fromkeys(invocation.names, one.page)
                found.setdefault((symbol, language), {}).update(names)

    return found
