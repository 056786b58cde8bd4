"""What the pages of instruments show: `views` for these pages."""

from __future__ import annotations

import msgspec

from unres_site.archive import Definition
from unres_site.site.views import Card


class InstrumentCard(msgspec.Struct, frozen=True, array_like=True):
    """An instrument as lists name it: its name and the language of that, how many resolutions name it, and when."""

    address: str
    name: str
    language: str
    count: int
    years: tuple[int, int] | None


class InstrumentsView(msgspec.Struct, frozen=True):
    """The instruments that most resolutions name."""

    instruments: tuple[InstrumentCard, ...]


class YearCount(msgspec.Struct, frozen=True, array_like=True):
    """How many resolutions of a year name an instrument."""

    year: int
    count: int


class NamingText(msgspec.Struct, frozen=True, array_like=True):
    """A resolution that names an instrument: anchors and numbers of the passages in which it does."""

    card: Card
    passages: tuple[tuple[str, str], ...]


class InstrumentView(msgspec.Struct, frozen=True):
    """An instrument: its names and definitions by language, how many resolutions of a year name it, the latest ones."""

    card: InstrumentCard
    names: tuple[tuple[str, str], ...]
    definitions: tuple[Definition, ...]
    years: tuple[YearCount, ...]
    texts: tuple[NamingText, ...]
