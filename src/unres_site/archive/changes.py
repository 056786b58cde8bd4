"""What has changed between two states of an archive: which texts are new, changed or gone, and what follows."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from typing import Literal, NamedTuple

from unres_site.archive.archive import Archive
from unres_site.archive.mentions import find_anchor
from unres_site.archive.series import SeriesReason
from unres_site.archive.summary import (
    Text,
    get_anchors,
    list_cited,
    list_mentions,
    make_full_title,
)

ChangeKind = Literal["new", "changed", "removed"]


class ChangedText(NamedTuple):
    """A text that is new, changed or gone.

    title      with the general title; of a text that is gone, the one that it had
    file       its file, as it is now or was
    cites      the symbols that it cites and did not cite before
    not_held   those of them that are not held
    cited_by   the symbols that cite it
    continues  its predecessors in its series, with why it is there, if it had others before
    lost       the anchors that it had and has no more, which others refer to by their places
    former     its file before, if that was another one
    """

    kind: ChangeKind
    symbol: str
    language: str
    title: str
    file: str
    cites: tuple[str, ...] = ()
    not_held: tuple[str, ...] = ()
    cited_by: tuple[str, ...] = ()
    continues: tuple[tuple[str, SeriesReason], ...] = ()
    lost: tuple[str, ...] = ()
    former: str = ""


def compare_archives(
    before: Archive[Text], now: Archive[Text], touched: AbstractSet[str]
) -> Iterator[ChangedText]:
    """What has changed, in the order of kinds, then of symbols. `touched` has the files that were edited."""
    old = {(text.symbol, text.language): text for text in before.ordered}
    new = {(text.symbol, text.language): text for text in now.ordered}
    for key, text in new.items():
        if key not in old:
            yield _describe(text, None, before, now)

    for key, text in new.items():
        if key in old and (text != old[key] or text.source.file in touched):
            yield _describe(text, old[key], before, now)

    for key, text in old.items():
        if key not in new:
            yield _describe_removed(text, now)


def _describe(
    text: Text, old: Text | None, before: Archive[Text], now: Archive[Text]
) -> ChangedText:
    """A text that is new, or is not as it was."""
    cited_before = set(list_cited(old)) if old else set[str]()
    cites = tuple(symbol for symbol in list_cited(text) if symbol not in cited_before)
    continues = _find_predecessors(now, text.symbol)
    if old and continues == _find_predecessors(before, text.symbol):
        continues = ()

    former = old.source.file if old else text.source.file
    return ChangedText(
        "changed" if old else "new",
        text.symbol,
        text.language,
        make_full_title(text),
        text.source.file,
        cites,
        tuple(symbol for symbol in cites if symbol not in now.by_symbol),
        () if old else _find_citers(now, text.symbol),
        continues,
        tuple(_find_lost(text, old, now)) if old else (),
        former if former != text.source.file else "",
    )


def _describe_removed(text: Text, now: Archive[Text]) -> ChangedText:
    """A text that is gone. If it is held in another language, its citers still lead to it."""
    is_held = text.symbol in now.by_symbol
    return ChangedText(
        "removed",
        text.symbol,
        text.language,
        make_full_title(text),
        text.source.file,
        cited_by=() if is_held else _find_citers(now, text.symbol),
    )


def _find_citers(archive: Archive[Text], own: str) -> tuple[str, ...]:
    """The symbols of the texts that cite a symbol, itself not counted."""
    citing = [
        text.symbol
        for text in archive.ordered
        if text.symbol != own and own in list_cited(text)
    ]
    return tuple(dict.fromkeys(citing))


def _find_predecessors(
    archive: Archive[Text], own: str
) -> tuple[tuple[str, SeriesReason], ...]:
    """The predecessors of a text in its series, with the reason for which it is there."""
    series = archive.series_of.get(own)
    if not series:
        return ()

    reason = dict(series.members)[own]
    return tuple((symbol, reason) for symbol in series.predecessors[own])


def _find_lost(text: Text, old: Text, now: Archive[Text]) -> Iterator[str]:
    """The anchors to which other texts refer, and which only the old text has."""
    anchors = get_anchors(text)
    before = get_anchors(old)
    gone = set(before.split()) - set(anchors.split())
    if not gone:
        return

    referred = [find_anchor(path, before) for path in _list_places(now, text.symbol)]
    for anchor in dict.fromkeys(referred):
        if anchor in gone:
            yield anchor


def _list_places(archive: Archive[Text], symbol: str) -> Iterator[str]:
    """The places of a text to which the texts of the archive refer, as paths."""
    for other in archive.ordered:
        if symbol in list_cited(other):
            for mention in list_mentions(other):
                if mention.symbol == symbol:
                    yield from mention.places


__all__ = ["ChangeKind", "ChangedText", "compare_archives"]
