"""What the page of a text shows of other texts, declared once, as a table.

Each text is found under keys, and its page shows the texts that are found under certain keys. Both follow from the
facts of that one text. So a row says two things: what a page shows (`Relations.find`), and which pages are stale when
texts have changed (`find_stale`). A page knows of other texts only what a row gives it.

    relation    keys of a text          its page shows what is found under
    cited_by    the symbols it cites    its own symbol
    cites       its own symbol          the symbols it cites
    next        its session             its session; of these, the text after it

The languages of one symbol are related together: a text is found under the keys that it has in any language.

A series follows from all texts together (`series`), so it is not a row: `find_stale` compares those before a change
with those after it. What texts have in common word for word is not a row either (`agreed.finding.find_sharing`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain
from typing import NamedTuple

from unres_site.archive.agreed.finding import find_sharing
from unres_site.archive.archive import Archive, Change
from unres_site.archive.summary import Text, list_cited
from unres_site.symbols import Symbol, parse

Keys = Callable[[Text, Symbol], Iterable[str]]
"""Keys that follow from the facts of one text and its parsed symbol."""


Group = list[str]
"""The symbols that are found under one key, in the order of the archive."""


class Relation(NamedTuple):
    """A row of the table.

    name       what pages call the texts that are found
    keys       what a text is found under
    shows      the keys under which the texts are found that its page shows
    choose     those of a group that the page of a symbol shows
    languages  whether each text is shown in all its languages, not only in the one that suits the page
    by_place   whether the choice depends on where the symbol is in the group
    """

    name: str
    keys: Keys
    shows: Keys
    choose: Callable[[Group, str], Iterable[str]]
    languages: bool = False
    by_place: bool = False


def list_own_symbol(text: Text, _: Symbol) -> tuple[str, ...]:
    """The symbol of the text."""
    return (text.symbol,)


def list_cited_symbols(text: Text, _: Symbol) -> tuple[str, ...]:
    """The symbols that the text cites."""
    return list_cited(text)


def list_session(_: Text, symbol: Symbol) -> tuple[str, ...]:
    """The session of the text, if its symbol has one."""
    if symbol.session:
        return (symbol.session_address,)
    return ()


def choose_all(group: Group, _: str) -> Iterable[str]:
    """The whole group."""
    return group


def choose_others(group: Group, own: str) -> Iterable[str]:
    """The group without the page's own symbol."""
    return [symbol for symbol in group if symbol != own]


def choose_before(group: Group, own: str) -> Sequence[str]:
    """The symbol before, as a list of one or none."""
    place = group.index(own)
    if place == 0:
        return []
    return group[place - 1 : place]


def choose_after(group: Group, own: str) -> Sequence[str]:
    """The symbol after, as a list of one or none."""
    place = group.index(own)
    return group[place + 1 : place + 2]


RELATIONS: tuple[Relation, ...] = (
    Relation("languages", list_own_symbol, list_own_symbol, choose_all, languages=True),
    Relation("previous", list_session, list_session, choose_before, by_place=True),
    Relation("next", list_session, list_session, choose_after, by_place=True),
    Relation("cited_by", list_cited_symbols, list_own_symbol, choose_others),
    Relation("cites", list_own_symbol, list_cited_symbols, choose_others),
)
"""All that pages of texts show of other texts."""


class Relations:
    """The relations of an archive, for the pages of certain texts."""

    def __init__(self, archive: Archive[Text], texts: Iterable[Text]) -> None:
        self.rows = RELATIONS
        self._archive = archive
        planned = tuple(texts)
        self._groups: dict[tuple[Keys, Keys], dict[str, Group]] = {}
        for relation in self.rows:
            rules = relation.keys, relation.shows
            if rules not in self._groups:
                wanted = self._list_keys(relation.shows, planned)
                self._groups[rules] = self._group(relation.keys, wanted)

    def find(self, relation: Relation, text: Text) -> Iterable[str]:
        """The symbols that the page of one of the texts shows by a relation, each once."""
        groups = self._groups[relation.keys, relation.shows]
        keys = relation.shows(text, self._archive.get_symbol(text.symbol))
        found: dict[str, None] = {}
        for key in keys:
            if key in groups:
                for symbol in relation.choose(groups[key], text.symbol):
                    found[symbol] = None

        return found

    def _group(self, rule: Keys, wanted: set[str]) -> dict[str, Group]:
        """The symbols that are found under each of the wanted keys."""
        archive = self._archive
        texts: Iterable[Text] = archive.ordered
        if rule is list_own_symbol:  # no other text has such a key
            texts = archive.list_versions(wanted & archive.by_symbol.keys())
        groups: dict[str, Group] = {}
        for text in texts:
            own = text.symbol
            keys = rule(text, self._archive.get_symbol(own))
            for key in wanted.intersection(keys):
                group = groups.setdefault(key, [])
                if (
                    not group or group[-1] != own
                ):  # else it is there in another language
                    group.append(own)

        return groups

    def _list_keys(self, rule: Keys, texts: Iterable[Text]) -> set[str]:
        """All keys that a rule gives for the texts."""
        keys: set[str] = set()
        for text in texts:
            keys.update(rule(text, self._archive.get_symbol(text.symbol)))

        return keys


def find_stale(archive: Archive[Text], change: Change) -> set[str]:
    """The symbols of the archive whose pages may show something of texts that changed.

    Of a symbol that has several languages, only those that changed need be among the texts of `change`.

    Every page leads to the other languages of the site. So all are stale where a language may be new or gone.
    """
    given = change.texts
    if may_change_languages(archive, change):
        return set(archive.by_symbol)

    symbols = {text.symbol for text in given}
    held = archive.list_versions(symbols & archive.by_symbol.keys())
    texts = [(text, parse(text.symbol)) for text in chain(given, held)]
    reached: dict[Keys, set[str]] = {}  # by what a page shows, the keys that changed
    stale = symbols | _find_stale_series(archive, change)
    stale |= find_sharing(archive, change)
    stale |= _find_beside(archive, texts)
    for relation in RELATIONS:
        if relation.by_place:
            continue
        keys = reached.setdefault(relation.shows, set())
        for text, symbol in texts:
            keys.update(relation.keys(text, symbol))

    for text in archive.ordered:
        symbol = archive.get_symbol(text.symbol)
        for shows, keys in reached.items():
            if not keys.isdisjoint(shows(text, symbol)):
                stale.add(text.symbol)

    return stale & archive.by_symbol.keys()


def _find_beside(
    archive: Archive[Text], changed: Sequence[tuple[Text, Symbol]]
) -> set[str]:
    """The symbols that are chosen by place beside a changed one.

    A text that is new or gone comes between two others. Both have other neighbours then, and no third one has. So the
    choice is made in groups that have the texts of the archive and those that are gone.
    """
    symbols = {text.symbol for text, _ in changed}
    by_place = [relation for relation in RELATIONS if relation.by_place]
    beside: set[str] = set()
    for rule in {relation.keys for relation in by_place}:
        choices = [one.choose for one in by_place if one.keys is rule]
        for group in _group_by_place(archive, rule, changed):
            for own in group:
                if any(
                    not symbols.isdisjoint(choose(group, own)) for choose in choices
                ):
                    beside.add(own)

    return beside


def _group_by_place(
    archive: Archive[Text], rule: Keys, changed: Iterable[tuple[Text, Symbol]]
) -> Iterator[Group]:
    """The groups of changed texts, with all others that are in them, in the order of symbols."""
    groups: dict[str, dict[str, Symbol]] = {}
    for text, symbol in changed:
        for key in rule(text, symbol):
            groups.setdefault(key, {})[text.symbol] = symbol

    for text in archive.ordered:
        symbol = archive.get_symbol(text.symbol)
        for key in rule(text, symbol):
            if key in groups:
                groups[key][text.symbol] = symbol

    for found in groups.values():
        yield sorted(found, key=lambda one: found[one].sort_key)


def _find_stale_series(archive: Archive[Text], change: Change) -> set[str]:
    """The symbols whose series has or had a changed text, or is another one than before."""
    symbols = {text.symbol for text in change.texts}
    stale: set[str] = set()
    before = set(change.known.series)
    now = set(archive.series)
    for one in before | now:
        is_other = one not in before or one not in now
        if is_other or not symbols.isdisjoint(one.symbols):
            stale.update(one.symbols)

    return stale


def may_change_languages(archive: Archive[Text], change: Change) -> bool:
    """Whether the texts that stayed as they are lack a language that the changed ones have or had."""
    given = {(text.symbol, text.language) for text in change.texts}
    stayed = {
        text.language
        for text in archive.ordered
        if (text.symbol, text.language) not in given
    }
    return not {language for _, language in given} <= stayed


__all__ = ["RELATIONS", "Relation", "Relations", "find_stale", "may_change_languages"]
