"""The instruments that resolutions name: a list of them, and a page for each that several resolutions name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from unres_site.archive import Instrument, Invocations
from unres_site.site import addresses
from unres_site.site.editions import DEFAULT_ORDER, Edition
from unres_site.site.instrument_views import (
    InstrumentCard,
    InstrumentsView,
    InstrumentView,
    NamingText,
    YearCount,
)
from unres_site.site.survey import Survey
from unres_site.site.views import Page

MOST_TEXTS = 200
"""Resolutions on the page of an instrument, the latest first."""


def plan_instrument_list(survey: Survey) -> Iterator[Page]:
    """The list of instruments in each language."""
    found = survey.instruments
    for edition in survey.editions:
        cards = [_make_card(edition, instrument, texts) for instrument, texts in found]
        address = edition.folder + addresses.INSTRUMENTS
        yield Page(address, "instruments", InstrumentsView(tuple(cards)))


def plan_instrument_pages(survey: Survey) -> Iterator[Page]:
    """The page of each instrument in each language."""
    found = survey.instruments
    for edition in survey.editions:
        for instrument, texts in found:
            view = _make_view(edition, instrument, texts)
            yield Page(view.card.address, "instrument", view)


def _make_card(
    edition: Edition, instrument: Instrument, texts: Iterable[str]
) -> InstrumentCard:
    symbols = tuple(texts)
    dates = edition.archive.dates
    years = [int(dates[symbol][:4]) for symbol in symbols if symbol in dates]
    name, language = _choose_name(instrument, edition.language)
    named, _ = _choose_name(instrument, edition.config.language)
    address = edition.folder + addresses.make_instrument_address(named)
    span = (min(years), max(years)) if years else None
    return InstrumentCard(address, name, language, len(symbols), span)


def _make_view(
    edition: Edition, instrument: Instrument, by_symbol: Invocations
) -> InstrumentView:
    card = _make_card(edition, instrument, by_symbol)
    dates = edition.archive.dates
    counts = Counter(int(dates[one][:4]) for one in by_symbol if one in dates)
    by_year = tuple([YearCount(year, counts[year]) for year in sorted(counts)])
    texts: list[NamingText] = []
    for text in edition.list_newest(by_symbol, MOST_TEXTS):
        found = by_symbol[text.symbol].get(text.language)
        texts.append(NamingText(text, found.passages if found else ()))
    names, definitions = instrument
    return InstrumentView(card, names, definitions, by_year, tuple(texts))


def _choose_name(instrument: Instrument, language: str) -> tuple[str, str]:
    """The name in a language, else in the first one that it has; and the language of that name."""
    names = dict(instrument.names)
    for code in (language, *DEFAULT_ORDER):
        if code in names:
            return names[code], code
    code, name = instrument.names[0]
    return name, code
