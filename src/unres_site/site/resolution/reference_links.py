"""The links of words that cite documents, or refer to places, notes or the text itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

from unres_site.archive import find_anchor, list_anchors
from unres_site.messages import Catalogue
from unres_site.records import Reference, Resolution
from unres_site.site.addresses import link_official, link_treaty
from unres_site.site.html.markup import NO_BREAK, escape_words
from unres_site.site.resolution.instrument_links import LinkedWords
from unres_site.symbols import parse_or_none

LONGEST_UNBROKEN = 16
"""Signs of a symbol in which no line ends, `1998 (2011)`: more do not fit a phone in letters of twice the size."""


class Surroundings(NamedTuple):
    """What a body needs to know besides its record.

    link       gives the link from this page to an address of the site
    held       addresses of the cited documents that the site has, by symbol
    official   pattern of the addresses of all other documents
    language   language of the text, in which the official documents are asked for
    words      messages of the interface
    places     addresses of places in cited texts, by symbol and path
    titles     what a link to a cited text that is held says of it, by symbol
    treaties   pattern of the addresses of volumes of the Treaty Series; empty if they are not linked
    instruments  the pages of instruments, by the folded names that the text has
    """

    link: Callable[[str], str]
    held: Mapping[str, str]
    official: str
    language: str
    words: Catalogue
    places: Mapping[str, str] = {}
    titles: Mapping[str, str] = {}
    treaties: str = ""
    instruments: Mapping[str, str] = {}


class ReferenceLinks:
    """Writes the links of one record. Words are given as HTML."""

    def __init__(self, record: Resolution, around: Surroundings) -> None:
        self.around = around
        self._record = record

    @cached_property
    def own_anchors(self) -> str:
        """The addresses of the record's own passages; few texts refer to them."""
        return list_anchors(self._record)

    def write_citation(self, symbols: Sequence[str], words: str) -> str:
        """Words that cite documents. They lead to the first; links to the others follow in brackets."""
        first, *others = symbols
        written = self._write_link(first, words)
        if not others:
            return written

        links = [
            self._write_link(one, escape_words(_get_part(one) or one)) for one in others
        ]
        return f'{written} <span class="insertion">[{" ".join(links)}]</span>'

    def _write_link(self, symbol: str, words: str) -> str:
        link = escape_words(self._link_to(symbol))
        if len(words) <= LONGEST_UNBROKEN:
            words = words.replace(" ", NO_BREAK)

        return f'<a href="{link}"{self._write_title(symbol)}>{words}</a>'

    def write_instrument(self, linked: LinkedWords) -> str:
        """Words that name an instrument."""
        link = escape_words(self.around.link(linked.address))
        words = escape_words(linked.words)
        return f'<a class="name" href="{link}">{words}</a>'

    def write_reference(self, refers: Reference, words: str) -> str:
        """Words that refer to something: a link if it is known where to."""
        link = self._find_reference(refers)
        if not link:
            return words

        is_elsewhere = refers.kind == "place" and not refers.own
        title = self._write_title(refers.of[-1]) if is_elsewhere else ""
        return f'<a href="{escape_words(link)}"{title}>{words}</a>'

    def _write_title(self, symbol: str) -> str:
        """What a link to a cited text that is held says of it."""
        title = self.around.titles.get(symbol)
        if title:
            return f' title="{escape_words(title)}"'
        return ""

    def _find_reference(self, refers: Reference) -> str:
        """The link of words that refer to something; empty if it is not known."""
        match refers.kind:
            case "own":
                return "#title"
            case "repeat":
                return f"#{refers.note}" if refers.note else ""
            case "treaty":
                return link_treaty(refers.name, self.around.treaties)
            case "place":
                return self._find_place(refers)
        return ""

    def _find_place(self, refers: Reference) -> str:
        """The link of words that refer to a place in a text."""
        path = refers.places[0]
        if refers.own:
            anchor = find_anchor(path, self.own_anchors)
            return f"#{anchor}" if anchor else ""

        if not refers.of:
            return ""

        symbol = refers.of[-1]
        place = self.around.places.get(f"{symbol}#{path}")
        if place:
            return self._link_to_place(place)

        return self._link_to(symbol)

    def _link_to_place(self, place: str) -> str:
        """The link to a passage of another page."""
        address, _, anchor = place.partition("#")
        link = self.around.link(address)
        return f"{link}#{anchor}"

    def _link_to(self, symbol: str) -> str:
        """The link to a cited document: its page here, or the official document."""
        around = self.around
        held = around.held.get(symbol)
        if held:
            return around.link(held)
        return link_official(symbol, around.official, around.language)


def _get_part(symbol: str) -> str:
    """The letter of a resolution's part: of a list of parts only that is shown."""
    found = parse_or_none(symbol)
    return found.part if found else ""
