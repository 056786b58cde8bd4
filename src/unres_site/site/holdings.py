"""How many resolutions and texts are held: of each organ, in each language."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from unres_site.archive import Archive, Text
from unres_site.site import addresses
from unres_site.site.editions import choose_frame
from unres_site.site.views import Holdings, LanguageCount, OrganCount


def count_holdings(
    archive: Archive[Text], languages: Iterable[str], first: str
) -> Holdings:
    """The counts of each organ, in the order of lists, and of each of the site's languages; `first` is the first."""
    return Holdings(
        _count_organs(archive),
        _count_languages(archive, languages, first),
    )


def _count_organs(archive: Archive[Text]) -> tuple[OrganCount, ...]:
    """How many resolutions of each organ are held."""
    counts: list[OrganCount] = []
    for organ, symbols in archive.organs.items():
        days: list[str] = []
        for symbol in symbols:
            versions = archive.by_symbol[symbol].values()
            days += [text.adopted_on for text in versions if text.adopted_on]

        years = (int(min(days)[:4]), int(max(days)[:4])) if days else None
        counts.append(OrganCount(organ, len(symbols), years))

    return tuple(counts)


def _count_languages(
    archive: Archive[Text], languages: Iterable[str], first: str
) -> tuple[LanguageCount, ...]:
    """How many texts are read in the frame of each language."""
    held = Counter(text.language for text in archive.ordered)
    frames = Counter[str]()
    for code, count in held.items():
        frames[choose_frame(code, first)] += count

    counts: list[LanguageCount] = []
    for code in languages:
        home = addresses.make_folder(code, first) + addresses.HOME
        counts.append(LanguageCount(code, frames[code], home))

    return tuple(counts)
