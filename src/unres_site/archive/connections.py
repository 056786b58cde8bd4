"""Series after a change: those that are connected with a changed text are made again, the others are as they were."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from unres_site.archive.series import (
    Series,
    SeriesFacts,
    are_alike,
    find_series,
    make_series_keys,
    rank_series,
)


def update_series(
    before: Iterable[Series],
    texts: Sequence[SeriesFacts],
    changed: Iterable[SeriesFacts],
) -> tuple[Series, ...]:
    """The series of texts as `find_series` finds them, from the series before some texts changed.

    `changed` has what each changed text said of its series, and what it says now. Only the series that are connected
    with one of them are made again.
    """
    given = tuple(changed)
    symbols = {text.symbol.text for text in given}
    connected = find_connected((*texts, *given), symbols)
    kept = [one for one in before if connected.isdisjoint(one.symbols)]
    members = [text for text in texts if text.symbol.text in connected]
    found = find_series(members)
    return tuple(sorted([*kept, *found], key=rank_series))


def find_connected(texts: Iterable[SeriesFacts], symbols: Iterable[str]) -> set[str]:
    """The symbols whose series may depend on these symbols, themselves among them.

    Texts are connected if they meet under a key, or if one recalls the other and their titles are alike; and so are all
    that are connected with them. No other text makes a difference to their series.
    """
    connections = _Connections(texts)
    found = set(symbols)
    waiting = list(found)
    while waiting:
        new = set(connections.find(waiting.pop())) - found
        found |= new
        waiting += new

    return found


class _Connections:
    """What connects texts: by symbol its texts and those that recall it, and the symbols that meet under each key."""

    def __init__(self, texts: Iterable[SeriesFacts]) -> None:
        self._texts: dict[str, list[SeriesFacts]] = {}
        self._recalling: dict[str, list[SeriesFacts]] = {}
        self._meeting: dict[str, list[str]] = {}
        for text in texts:
            own = text.symbol.text
            self._texts.setdefault(own, []).append(text)
            for recalled in text.recalled:
                self._recalling.setdefault(recalled, []).append(text)
            for key in make_series_keys(text):
                self._meeting.setdefault(key, []).append(own)

    def find(self, symbol: str) -> Iterator[str]:
        """The symbols that are connected with a symbol. Those that meet under a key are given once for all of them."""
        for text in self._texts.get(symbol, ()):
            for key in make_series_keys(text):
                yield from self._meeting.pop(key, ())
            recalled = [self._texts.get(one, ()) for one in text.recalled]
            recalling = self._recalling.get(symbol, ())
            for other in chain(recalling, *recalled):
                is_same = other.language == text.language
                if is_same and are_alike(text.title, other.title):
                    yield other.symbol.text


__all__ = ["find_connected", "update_series"]
