"""Which instruments have pages, at which addresses, and where texts name them.

A page keeps the address at which it was first published. `addresses.txt` has the names of the instrument with it, each
as a language and a mark: an instrument that has one of these names is the same one. So the address stays when the
archive gets another first language, when names are joined, and when others are named more often.
"""

from __future__ import annotations

import base64
import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from typing import NamedTuple

import msgspec

from unres_site.archive import (
    Archive,
    Change,
    Instrument,
    Invocations,
    Text,
    list_instruments,
    list_namings,
    may_change_languages,
)
from unres_site.archive.instruments.namings import Naming, fold_name
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
    """

    instrument: Instrument
    texts: Invocations
    page: str
    former: tuple[str, ...] = ()


def list_instrument_pages(
    archive: Archive[Text], config: SiteConfig, published: Published
) -> tuple[ListedInstrument, ...]:
    """The instruments that have pages, the one that most resolutions name first."""
    known: dict[tuple[str, str], str] = {}
    for address, marks in published.items():
        if address.startswith(addresses.INSTRUMENT_FOLDER):
            known |= dict.fromkeys(marks.items(), address)

    listed: list[ListedInstrument] = []
    taken = set(known.values())
    found = list_instruments(archive, config.instruments, config.not_instruments)
    for instrument, texts in found:
        names = mark_names(instrument).items()
        counts = Counter([known.pop(name) for name in names if name in known])
        if counts:
            page, *former = sorted(counts, key=lambda one: (-counts[one], one))
        elif len(texts) >= LEAST_NAMED and len(listed) < MOST_INSTRUMENTS:
            page = _make_address(instrument, config.language, taken)
            former = []
        else:
            continue

        taken.add(page)
        listed.append(ListedInstrument(instrument, texts, page, tuple(former)))

    return tuple(listed)


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
    """What the last build listed: the addresses that it found published, and the instruments."""

    published: dict[str, dict[str, str]] = {}
    listed: tuple[ListedInstrument, ...] = ()


def keep_pages(
    archive: Archive[Text], config: SiteConfig, published: Published
) -> KeptPages:
    """The instruments that have pages, with the addresses that were published before."""
    return KeptPages(list_instrument_pages(archive, config, published), published)


def update_instruments(
    archive: Archive[Text],
    config: SiteConfig,
    published: Published,
    change: Change | None,
    last: LastInstruments,
) -> LastInstruments:
    """The instruments that have pages. Those of the last build are the same ones, if no text names others."""
    before = choose_published(published)
    if change and before == last.published and change.keeps(_list_naming_facts):
        return last
    return LastInstruments(before, list_instrument_pages(archive, config, published))


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


def _list_naming_facts(text: Text) -> tuple[str, str, str, tuple[Naming, ...]]:
    """Symbol, language, file and names of instruments of a text."""
    return text.symbol, text.language, text.source.file, list_namings(text)


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
        if old != new:
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
