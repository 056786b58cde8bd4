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
from typing import NamedTuple

from unres_site.archive import Archive, Instrument, Invocations, Text, list_instruments
from unres_site.archive.instruments.namings import fold_name
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
            page, former = _make_address(instrument, config.language, taken), []
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
    """What depends on the pages that were published before: the instruments that have pages, and all addresses."""

    instruments: tuple[ListedInstrument, ...]
    published: Published


def keep_pages(
    archive: Archive[Text], config: SiteConfig, published: Published
) -> KeptPages:
    """The instruments that have pages, with the addresses that were published before."""
    return KeptPages(list_instrument_pages(archive, config, published), published)


TextNames = dict[tuple[str, str], dict[str, str]]
"""The names of instruments in each text, by symbol and language: folded name → page."""


def list_text_names(listed: Iterable[ListedInstrument]) -> TextNames:
    """The names by which each text names instruments that have pages."""
    found: TextNames = {}
    for one in listed:
        for versions in one.texts.values():
            for invocation in versions.values():
                place = invocation.symbol, invocation.language
                names = dict.fromkeys(invocation.names, one.page)
                found.setdefault(place, {}).update(names)
    return found


def hash_text_names(found: TextNames) -> dict[str, bytes]:
    """A hash of the names in the texts of each symbol: if it is another one, pages are stale."""
    named: dict[str, list[str]] = {}
    for symbol, language in sorted(found):
        pages = sorted(found[symbol, language].items())
        named.setdefault(symbol, []).append(f"{language} {pages}")
    return {
        symbol: hashlib.blake2b("\n".join(texts).encode(), digest_size=8).digest()
        for symbol, texts in named.items()
    }
