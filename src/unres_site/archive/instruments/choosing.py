"""Which names are in the register: from how many texts have each, and what an archivist says."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec

from unres_site.archive.instruments.forms import Key, choose_most, is_bare
from unres_site.archive.instruments.namings import fold_name
from unres_site.archive.instruments.tallies import NameTally
from unres_site.languages import get_language

LEAST_TEXTS = 2
"""The least number of texts that have a name which no note defines; with fewer it is not a name."""

LEAST_DEFINED = 0.1
"""The share of the texts with a name that define it. A note behind a longer name seems to be one of its last words."""

MOST_DOCUMENTS = 2
"""Documents in which a name is defined, if it is that of one instrument: the annex of a resolution, and a treaty."""

LEAST_SAME = 0.7
"""The share of a name's definitions in one document, from which those in others do not matter."""

LEAST_WORDS = 2
"""Words of a name that no note defines."""


class Rules:
    """What an archivist says of names; see `Register`.

    given     each given name, and the first one of its language that means the same
    names     those first ones, as they are given
    joined    those first ones, and the first of all languages
    rejected  what is no name
    """

    def __init__(
        self,
        given: Iterable[Mapping[str, tuple[str, ...]]],
        rejected: Mapping[str, tuple[str, ...]],
    ) -> None:
        self.given: dict[Key, Key] = {}
        self.names: dict[Key, str] = {}
        self.joined: dict[Key, Key] = {}
        self.rejected = {
            (code, fold_name(name, code))
            for code, names in rejected.items()
            for name in names
        }
        for one in given:
            self._give(one)

    def _give(self, names: Mapping[str, tuple[str, ...]]) -> None:
        """Take in the names of one instrument."""
        heads: list[Key] = []
        for code, listed in names.items():
            keys = [(code, fold_name(name, code)) for name in listed]
            self.given |= dict.fromkeys(keys, keys[0])
            heads.append(keys[0])
            self.names[keys[0]] = listed[0]
        self.joined |= dict.fromkeys(heads, heads[0])


class Names(msgspec.Struct, frozen=True, array_like=True):
    """The names of the register.

    known  all of them
    noted  the names that notes define, whether or not they are known
    inner  names that end with a known one and mean the same
    """

    known: set[Key] = set()
    noted: set[Key] = set()
    inner: dict[Key, Key] = {}


def choose_names(tallies: Mapping[Key, NameTally], rules: Rules) -> Names:
    """The names of the register."""
    return _Choice(tallies, rules).choose()


class _Choice:
    def __init__(self, tallies: Mapping[Key, NameTally], rules: Rules) -> None:
        self._tallies = tallies
        self._rules = rules
        self._noted = {
            key
            for key, one in tallies.items()
            if one.notes and one.defined >= LEAST_DEFINED * one.total
        }

    def choose(self) -> Names:
        """The names of the register."""
        short = {key for key, one in self._tallies.items() if self._is_short(key, one)}
        known = {key for key in self._noted if not is_bare(key)} - short
        often = {key for key, one in self._tallies.items() if _is_often(key, one)}
        general = {key for key, one in self._tallies.items() if _means_several(one)}
        names = (often - short | known) - general
        going_on = {key for key in names - known if _goes_on(key, names)}
        whole = names - going_on
        inner = {key: found for key in whole if (found := self._find_inner(key, whole))}
        given = self._rules.names.keys()
        others = self._rules.given.keys() - given
        chosen = (whole - inner.keys() | given) - others - self._rules.rejected
        return Names(chosen, self._noted, inner)

    def _is_short(self, key: Key, tally: NameTally) -> bool:
        """Whether a name without a note is short for a longer one, in most of the texts that have it."""
        if not tally.short:
            return False
        total = tally.total
        defined = tally.defined if key in self._noted else 0
        return defined * 2 < total and tally.short * 2 >= total

    def _find_inner(self, key: Key, names: set[Key]) -> Key | None:
        """The name with which a longer one ends, if texts define both in one document: only other words are before it.

        A protocol to a convention ends with the name of the convention, too, but has a document of its own.
        """
        code, words = key
        if get_language(code).instruments.style == "marks":
            return None
        for first in range(1, len(words)):
            inner = code, words[first:]
            if inner in names and self._find_document(key) == self._find_document(
                inner
            ):
                return inner
        return None

    def _find_document(self, key: Key) -> str:
        """The document in which most texts define a name; a name without one is its own."""
        documents = self._tallies[key].documents
        if documents:
            return choose_most(documents)
        return " ".join(key[1])


def _is_often(key: Key, tally: NameTally) -> bool:
    """Whether enough texts have a name to take it for one, though no note defines it."""
    is_often = len(key[1]) >= LEAST_WORDS and tally.total >= LEAST_TEXTS
    return is_often and not is_bare(key)


def _means_several(tally: NameTally) -> bool:
    """Whether texts define a name in several documents: each Final Document is another one."""
    counts = tally.documents.values()
    return len(counts) > MOST_DOCUMENTS and max(counts) < LEAST_SAME * sum(counts)


def _goes_on(key: Key, names: set[Key]) -> bool:
    """Whether a name is another one with words behind it that do not belong to it."""
    code, words = key
    if get_language(code).instruments.style == "marks":
        return False
    return any((code, words[:length]) in names for length in range(1, len(words)))
