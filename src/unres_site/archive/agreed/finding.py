"""Which paragraphs of a text are also in texts with other titles, word for word, and where.

What the page of a text shows of this depends on all texts. After a change only those pages can be others that share a
paragraph with a changed text (`find_sharing`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from unres_site.archive.agreed.hashes import ParagraphHashes
from unres_site.archive.archive import Archive, Change
from unres_site.archive.series import Series
from unres_site.archive.summary import Text, make_full_title

MOST = 100
"""If a paragraph is in more places, they are not listed: it is a common formula."""

TextKey = tuple[str, str]
"""Symbol and language of a text."""


class _HeldPlace(NamedTuple):
    """A paragraph of a text: symbol, title and series of the text, and the anchor of the paragraph."""

    symbol: str
    title: str
    series: Series | None
    anchor: str


class AgreedParagraph(NamedTuple):
    """A paragraph that is also elsewhere.

    anchor     its address on the page of its text
    places     symbol and anchor of the same paragraph in texts with other titles, in the order of the archive
    is_common  whether more than `MOST` places have it, in any text; then none is listed
    """

    anchor: str
    places: tuple[tuple[str, str], ...]
    is_common: bool = False


def find_agreed(
    archive: Archive[Text], texts: Iterable[Text]
) -> dict[TextKey, tuple[AgreedParagraph, ...]]:
    """The paragraphs of each text that texts with other titles also have.

    Two texts without titles count as texts with different titles.
    """
    asked = list(texts)
    if not asked:
        return {}

    own = {(one.symbol, one.language): one for _, one in archive.hashed}
    wanted: set[int] = set()
    for text in asked:
        wanted.update(own[text.symbol, text.language].values)

    places = _list_places(archive, _find_shared(archive, wanted))
    found: dict[TextKey, tuple[AgreedParagraph, ...]] = {}
    for text in asked:
        key = text.symbol, text.language
        found[key] = tuple(_list_agreed(archive, text, own[key], places))

    return found


def _find_shared(archive: Archive[Text], wanted: set[int]) -> set[int]:
    """Those of the hashes that texts of two series have, or of a series and of none."""
    by_series: dict[str, set[int]] = {}
    for text, hashes in archive.hashed:
        held = wanted.intersection(hashes.values)
        if held:
            series = archive.series_of.get(text.symbol)
            name = series.first if series else text.symbol
            by_series.setdefault(name, set()).update(held)

    seen: set[int] = set()
    shared: set[int] = set()
    for held in by_series.values():
        shared |= seen & held
        seen |= held

    return shared


def _list_places(
    archive: Archive[Text], shared: set[int]
) -> dict[int, list[_HeldPlace]]:
    """The places of each of the hashes."""
    places: dict[int, list[_HeldPlace]] = {}
    for text, hashes in archive.hashed:
        if shared.isdisjoint(hashes.values):
            continue
        title = make_full_title(text)
        series = archive.series_of.get(text.symbol)
        for value, anchor in hashes.list_paragraphs():
            if value in shared:
                place = _HeldPlace(text.symbol, title, series, anchor)
                places.setdefault(value, []).append(place)

    return places


def _list_agreed(
    archive: Archive[Text],
    text: Text,
    own: ParagraphHashes,
    places: Mapping[int, list[_HeldPlace]],
) -> Iterator[AgreedParagraph]:
    """The paragraphs of a text that are also elsewhere, in reading order."""
    title = make_full_title(text)
    series = archive.series_of.get(text.symbol)
    for value, anchor in own.list_paragraphs():
        if value not in places:
            continue
        held = places[value]
        if len(held) > MOST:
            yield AgreedParagraph(anchor, (), is_common=True)
            continue

        elsewhere = [
            (other.symbol, other.anchor)
            for other in held
            if not _is_related(other, text.symbol, title, series)
        ]
        if elsewhere:
            yield AgreedParagraph(anchor, tuple(elsewhere))


def _is_related(
    place: _HeldPlace, symbol: str, title: str, series: Series | None
) -> bool:
    """Whether a place is in the same resolution, in the same series, or below the same title."""
    if place.symbol == symbol or (title and place.title == title):
        return True
    return series is not None and place.series is series


def find_sharing(archive: Archive[Text], change: Change) -> set[str]:
    """The symbols whose texts have a paragraph that a changed text has or had, and few others have."""
    touched: set[int] = set()
    for hashes in change.hashes:
        touched.update(hashes.values)

    changed = {text.symbol for text in change.texts}
    holders: dict[int, set[str]] = {}
    for text, hashes in archive.hashed:
        if text.symbol not in changed:
            for value in touched.intersection(hashes.values):
                holders.setdefault(value, set()).add(text.symbol)

    few = [symbols for symbols in holders.values() if len(symbols) <= MOST]
    return set[str]().union(*few)


def are_shared(
    changed: Iterable[tuple[str, bytes]],
    holders: Mapping[bytes, set[str]],
    series: Iterable[Series],
) -> bool:
    """Whether one of the changed paragraphs, which have symbol and hash, is held by others than its text and series."""
    series_of: dict[str, tuple[str, ...]] = {}
    for one in series:
        series_of |= dict.fromkeys(one.symbols, one.symbols)

    for symbol, value in changed:
        own = series_of.get(symbol, (symbol,))
        if not holders.get(value, set()) <= set(own):
            return True

    return False
