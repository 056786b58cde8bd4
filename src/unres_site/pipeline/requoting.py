"""What a build makes again if texts cite what they cited before, in other words: the pages that quote these words.

Nothing has to be planned for that. The view of such a page is that of the last build, with the new passages.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

import msgspec

from unres_site.archive import Mention, Summary, get_anchors, group_mentions
from unres_site.pipeline.sources.library import Library
from unres_site.pipeline.sources.reading import Entry
from unres_site.site.addresses import make_resolution_address
from unres_site.site.browsing.citers import locate_places, quote_again
from unres_site.site.views import Card, Page, ResolutionView
from unres_site.symbols import parse

_decode_entry = msgspec.msgpack.Decoder(Entry).decode


def has_same_facts(before: bytes, now: bytes) -> bool:
    """Whether two encoded entries differ in the passages that cite texts, if at all."""
    if before == now:
        return True
    return _set_passages_aside(before) == _set_passages_aside(now)


def _set_passages_aside(encoded: bytes) -> Entry:
    entry = _decode_entry(encoded)
    summaries = [msgspec.structs.replace(one, mentions=b"") for one in entry.summaries]
    return Entry(tuple(summaries), entry.diagnostics)


def find_requoted(library: Library, files: Iterable[str]) -> Iterator[Summary]:
    """The texts of files whose passages are others than in the last build; all else must be as it was."""
    for name in files:
        if name in library.opened and name in library.before:
            before = _decode_entry(library.before[name].entry).summaries
            now = _decode_entry(library.opened[name].entry).summaries
            for one, other in zip(before, now, strict=True):
                if one.mentions != other.mentions:
                    yield other


class Requoting:
    """Texts whose passages are others than before. `first` is the site's first language."""

    def __init__(self, texts: Iterable[Summary], first: str) -> None:
        self._first = first
        self._mentions: dict[tuple[str, str], Mapping[str, tuple[Mention, ...]]] = {}
        for text in texts:
            self._mentions[text.symbol, text.language] = group_mentions(text)

    def list_quoting(self, pages: Iterable[Page]) -> set[str]:
        """The addresses of the texts that these texts cite. `pages` has the texts' own, with the views before."""
        found: set[str] = set()
        for page in pages:
            view = page.view
            if isinstance(view, ResolutionView) and self._find(view.card) is not None:
                for card in view.related["cites"]:
                    found.update(self._list_versions(card))

        return found

    def update(self, pages: Iterable[Page]) -> list[Page]:
        """The pages with the new passages. There must be those of the texts themselves, and those that quote them."""
        by_address = {page.address: page for page in pages}

        def read_anchors(card: Card) -> str:
            (text,) = by_address[card.address].records
            return get_anchors(text)

        updated: list[Page] = []
        for page in by_address.values():
            view = page.view
            if isinstance(view, ResolutionView):
                shown = self._update_view(view, read_anchors)
                updated.append(msgspec.structs.replace(page, shown=shown))
            else:
                updated.append(page)

        return updated

    def _update_view(
        self, view: ResolutionView, read_anchors: Callable[[Card], str]
    ) -> ResolutionView:
        """The view of a text's page with the new passages: those that cite it, and its own places in what it cites."""
        citers = quote_again(view.citers, view.card.symbol, self._mentions)
        own = self._find(view.card)
        if own is None:
            return msgspec.structs.replace(view, citers=citers)
        places = locate_places(own, view.related["cites"], read_anchors)
        return msgspec.structs.replace(view, citers=citers, places=places)

    def _find(self, card: Card) -> Mapping[str, tuple[Mention, ...]] | None:
        """The new passages of a text; None if it is none of these."""
        return self._mentions.get((card.symbol, card.language))

    def _list_versions(self, card: Card) -> Iterator[str]:
        """The addresses of a text in all its languages."""
        symbol = parse(card.symbol)
        for language in (card.language, *card.others):
            yield make_resolution_address(symbol, language, self._first)
