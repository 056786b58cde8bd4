"""The instruments that resolutions name: a list of them, and a page for each that several resolutions name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import partial

from unres_site.archive import Archive, Text
from unres_site.site import addresses
from unres_site.site.editions import Edition
from unres_site.site.instruments.register import ListedInstrument, choose_name
from unres_site.site.instruments.views import (
    InstrumentCard,
    InstrumentsView,
    InstrumentView,
    NamingText,
    YearCount,
)
from unres_site.site.names import rank_passage
from unres_site.site.survey import Survey
from unres_site.site.views import Page

MOST_TEXTS = 200
"""Resolutions on the page of an instrument, the latest first."""


def plan_instrument_list(survey: Survey) -> Iterator[Page]:
    """The list of instruments in each language."""
    found = survey.kept.instruments
    years = [_list_years(survey.archive, one) for one in found]
    for edition in survey.editions:
        cards = list(map(partial(_make_card, edition), found, years))
        address = edition.folder + addresses.INSTRUMENTS
        yield Page(address, "instruments", InstrumentsView(tuple(cards)))


def plan_instrument_pages(survey: Survey) -> Iterator[Page]:
    """The page of each instrument in each language."""
    for edition in survey.editions:
        for one in survey.kept.instruments:
            view = partial(_make_view, edition, one)
            is_same = one.page in survey.kept.same
            address = edition.folder + one.page
            yield Page(address, "instrument", view, is_same=is_same)


def _make_card(
    edition: Edition, one: ListedInstrument, years: Sequence[int]
) -> InstrumentCard:
    span = (min(years), max(years)) if years else None
    name, language = choose_name(one.instrument, edition.language)
    address = edition.folder + one.page
    return InstrumentCard(address, name, language, len(one.texts), span)


def _list_years(archive: Archive[Text], one: ListedInstrument) -> list[int]:
    """The year of each text that names an instrument, without those that have no date."""
    dates = archive.dates
    return [int(dates[symbol][:4]) for symbol in one.texts if symbol in dates]


def _make_view(edition: Edition, one: ListedInstrument) -> InstrumentView:
    years = _list_years(edition.archive, one)
    counts = Counter(years)
    by_year = [YearCount(year, counts[year]) for year in sorted(counts)]

    texts: list[NamingText] = []
    for text in edition.list_newest(one.texts, MOST_TEXTS):
        found = one.texts[text.symbol].get(text.language)
        passages = found.passages if found else ()
        ordered = sorted(passages, key=lambda passage: rank_passage(passage[0]))
        texts.append(NamingText(text, tuple(ordered)))

    names, definitions = one.instrument
    card = _make_card(edition, one, years)
    return InstrumentView(card, names, definitions, tuple(by_year), tuple(texts))
