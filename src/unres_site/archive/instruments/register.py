"""The register of instruments: which names mean one instrument, in all texts and languages together.

A name is in the register if a note mark follows it in some text, or if some texts have it without one. A name that is
short for a longer one in its own text (`the Convention`) is not: it means the only longer name of that text that fits,
else what it means in all other texts that tell, if that is one instrument; else nothing.

Names of two languages mean one instrument if the same note of a resolution defines both, or if their notes cite the
same treaty.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from functools import lru_cache
from itertools import chain, combinations
from typing import NamedTuple

import msgspec

from unres_site.archive.instruments.forms import Key, choose_form, choose_most, is_bare
from unres_site.archive.instruments.namings import Naming, fold_name
from unres_site.languages import get_language, get_primary_code

LEAST_TEXTS = 2
"""The least number of texts that have a name which no note defines; with fewer it is not a name."""

LEAST_DEFINED = 0.1
"""The share of the texts with a name that define it. A note behind a longer name seems to be one of its last words."""

MOST_DOCUMENTS = 2
"""Documents in which a name is defined, if it is that of one instrument: the annex of a resolution, and a treaty."""

LEAST_SAME = 0.7
"""The share of a name's definitions in one document, from which those in others do not matter."""

LEAST_SHARED = 3
"""Passages that have two names in two languages, and no others, so that they mean one instrument."""

LONGEST_SHORT = 9
"""Words of a name that may be short for another; Han characters count as words."""

LEAST_WORDS = 2
"""Words of a name that no note defines."""


class Named(NamedTuple):
    """The instruments that a text names."""

    symbol: str
    language: str
    namings: tuple[Naming, ...]

    @property
    def keys(self) -> list[Key]:
        """The names in their order, folded."""
        return [_fold(self.language, naming.name) for naming in self.namings]


class Definition(NamedTuple):
    """The words of the note that defines an instrument most often in a language."""

    language: str
    words: str


class Instrument(NamedTuple):
    """An instrument.

    names        by language, as they are printed most often
    definitions  where it is printed, by language
    """

    names: tuple[tuple[str, str], ...]
    definitions: tuple[Definition, ...]


class Invocation(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A text that names an instrument.

    passages  where it does: anchors and numbers
    names     by which, folded (`namings.join_name`)
    """

    symbol: str
    language: str
    passages: tuple[tuple[str, str], ...]
    names: tuple[str, ...] = ()


class _Places:
    """The names at places that languages have in common."""

    def __init__(self) -> None:
        self._places: dict[tuple[str, str], dict[str, set[Key]]] = {}

    def add(self, place: tuple[str, str], key: Key) -> None:
        """Note a name at a place."""
        names = self._places.setdefault(place, {})
        names.setdefault(key[0], set()).add(key)

    def list_pairs(self, least: int = 1) -> list[tuple[Key, Key]]:
        """The pairs of names that are the only ones of their language at a place, the most frequent first."""
        pairs: Counter[tuple[Key, Key]] = Counter()
        for by_language in self._places.values():
            single = [
                *chain.from_iterable(
                    one for one in by_language.values() if len(one) == 1
                )
            ]
            pairs.update(combinations(sorted(single), 2))
        often = sorted(pair for pair, count in pairs.items() if count >= least)
        return sorted(often, key=lambda pair: -pairs[pair])


class Register:
    """All instruments that texts name.

    `given` are names that an archivist gives, by language, each list for one instrument: the first name of a language
    is the whole one, the others are short for it or are other names. Names of two such lists never mean one instrument.
    `rejected` are names by language that an archivist takes for none.
    """

    def __init__(
        self,
        texts: Iterable[Named],
        given: Iterable[Mapping[str, tuple[str, ...]]] = (),
        rejected: Mapping[str, tuple[str, ...]] = {},
    ) -> None:
        self._rejected = {
            (code, fold_name(name, code))
            for code, names in rejected.items()
            for name in names
        }
        self._texts = [(text, text.keys) for text in texts]
        self._given: dict[Key, Key] = {}
        self._joined: dict[Key, Key] = {}
        self._given_names: dict[Key, str] = {}
        self._inner: dict[Key, Key] = {}
        for one in given:
            self._give(one)
        self._uses: dict[Key, Counter[str]] = defaultdict(Counter)
        self._notes: dict[Key, Counter[str]] = defaultdict(Counter)
        self._documents: dict[Key, Counter[str]] = defaultdict(Counter)
        self._count()
        self._short = self._find_short()
        self._known = self._choose_names()
        if len({text.language for text, _ in self._texts}) > 1:
            self._join_languages()
        self._meanings = [self._resolve_own(*one) for one in self._texts]
        self._general = self._learn_short()

    # --- names

    def _give(self, names: Mapping[str, tuple[str, ...]]) -> None:
        """Take in the names of one instrument that an archivist gives."""
        heads: list[Key] = []
        for code, listed in names.items():
            keys = [(code, fold_name(name, code)) for name in listed]
            self._given |= dict.fromkeys(keys, keys[0])
            heads.append(keys[0])
            self._given_names[keys[0]] = listed[0]
        self._joined |= dict.fromkeys(heads, heads[0])

    def _count(self) -> None:
        """How many texts have each name, as printed, and which notes define it."""
        for text, keys in self._texts:
            for key, naming in zip(keys, text.namings, strict=True):
                self._uses[key][naming.name] += 1
                if naming.mark and naming.note:
                    self._notes[key][naming.note] += 1
                    if naming.document:
                        self._documents[key][naming.document] += 1
        for key, notes in list(self._notes.items()):
            if notes.total() < LEAST_DEFINED * self._uses[key].total():
                del self._notes[key]

    def _find_short(self) -> set[Key]:
        """The names without a note that are short for a longer one, in most of the texts that have them."""
        short: Counter[Key] = Counter()
        for text, keys in self._texts:
            for key, naming in zip(keys, text.namings, strict=True):
                if naming.mark or len(key[1]) > LONGEST_SHORT:
                    continue
                if naming.whole or naming.longer:
                    short[key] += 1
        found: set[Key] = set()
        for key, count in short.items():
            total = self._uses[key].total()
            defined = self._notes[key].total() if key in self._notes else 0
            if defined * 2 < total and count * 2 >= total:
                found.add(key)
        return found

    def _choose_names(self) -> set[Key]:
        """The names of the register."""
        known = {key for key in self._notes if not is_bare(key)} - self._short
        often: set[Key] = set()
        for key, printed in self._uses.items():
            is_often = printed.total() >= LEAST_TEXTS and len(key[1]) >= LEAST_WORDS
            if is_often and not is_bare(key) and key not in self._short:
                often.add(key)
        general = {key for key in self._documents if self._means_several(key)}
        names = (often | known) - general
        going_on = {key for key in names - known if self._goes_on(key, names)}
        whole = names - going_on
        for key in whole:
            inner = self._find_inner(key, whole)
            if inner:
                self._inner[key] = inner
        whole -= self._inner.keys()
        others = self._given.keys() - self._given_names.keys()
        return (whole | self._given_names.keys()) - others - self._rejected

    def _means_several(self, key: Key) -> bool:
        """Whether texts define a name in several documents: each Final Document is another one."""
        documents = self._documents[key]
        most = max(documents.values(), default=0)
        return len(documents) > MOST_DOCUMENTS and most < LEAST_SAME * documents.total()

    def _goes_on(self, key: Key, names: set[Key]) -> bool:
        """Whether a name is another one with words behind it that do not belong to it."""
        code, words = key
        if get_language(code).instruments.style == "marks":
            return False
        return any((code, words[:length]) in names for length in range(1, len(words)))

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
        documents = self._documents[key]
        if documents:
            return choose_most(documents)
        return " ".join(key[1])

    # --- languages

    def _join_languages(self) -> None:
        """Find the names of several languages that mean one instrument: those first for which most notes speak."""
        languages: dict[Key, set[str]] = {key: {key[0]} for key in self._known}
        given: set[Key] = set()
        for key in self._given_names.keys() & self._known:
            root = self._find_root(key)
            languages[root].add(key[0])
            given.add(root)
        for one, other in self._list_pairs():
            root, second = sorted((self._find_root(one), self._find_root(other)))
            if root == second or {root, second} <= given:
                continue
            if not languages[root] & languages[second]:
                self._joined[second] = root
                languages[root] |= languages[second]
                if second in given:
                    given.add(root)

    def _list_pairs(self) -> list[tuple[Key, Key]]:
        """The pairs of names of two languages that are defined alike, then those in the same passages; by frequency."""
        defined = _Places()
        shared = _Places()
        for text, keys in self._texts:
            for key, naming in zip(keys, text.namings, strict=True):
                if key not in self._known:
                    continue
                if key not in self._notes:
                    for anchor, _ in naming.passages:
                        shared.add((text.symbol, anchor), key)
                elif naming.mark:
                    defined.add((text.symbol, naming.mark), key)
                    if naming.treaty:
                        defined.add(("", naming.treaty), key)
        return [*defined.list_pairs(), *shared.list_pairs(LEAST_SHARED)]

    def _find_root(self, key: Key) -> Key:
        """The name that represents an instrument."""
        while self._joined.get(key, key) != key:
            key = self._joined[key]
        return key

    # --- short names

    def _learn_short(self) -> dict[Key, Key]:
        """What short names mean in all texts that tell, if that is one instrument."""
        meanings: dict[Key, set[Key]] = defaultdict(set)
        for (_, keys), own in zip(self._texts, self._meanings, strict=True):
            for key, meaning in zip(keys, own, strict=True):
                if meaning:
                    meanings[key].add(meaning)
        return {key: one.pop() for key, one in meanings.items() if len(one) == 1}

    def _resolve_own(self, text: Named, keys: list[Key]) -> list[Key | None]:
        """What each name of a text means by what that text says; None for a short one that it does not explain."""
        found: list[Key | None] = []
        for key, naming in zip(keys, text.namings, strict=True):
            longer = [keys[place] for place in naming.longer]
            found.append(self._resolve_key(key, naming.whole, longer))
        return found

    def _resolve_key(self, key: Key, whole: str, longer: list[Key]) -> Key | None:
        if key in self._given:
            return self._find_root(self._given[key])
        if key in self._known:
            return self._find_root(key)
        if key in self._inner:
            return self._resolve_key(self._inner[key], "", [])
        if whole:
            code, _ = key
            named = code, fold_name(whole, code)
            return self._find_root(named) if named in self._known else None
        roots = {self._find_root(other) for other in longer}
        if len(roots) == 1:
            (root,) = roots
            return root if root in self._known else None
        return None

    def resolve(self, text: Named) -> dict[str, Key]:
        """The instruments that a text names, by the names as printed."""
        keys = text.keys
        return self._resolve(text, keys, self._resolve_own(text, keys))

    def _resolve(
        self, text: Named, keys: list[Key], own: list[Key | None]
    ) -> dict[str, Key]:
        """The same of a text whose names mean `own` by what it says itself.

        What a short name means elsewhere counts only if the text has no longer name: one of several is not known.
        """
        found: dict[str, Key] = {}
        for key, naming, meaning in zip(keys, text.namings, own, strict=True):
            known = meaning
            if not meaning and not naming.longer:
                known = self._general.get(key)
            if known:
                found[naming.name] = known
        return found

    # --- instruments

    def list_invocations(self) -> dict[Key, list[Invocation]]:
        """The texts that name each instrument, in the order of the archive."""
        found: dict[Key, list[Invocation]] = {}
        for (text, keys), own in zip(self._texts, self._meanings, strict=True):
            meanings = self._resolve(text, keys, own)
            namings: dict[Key, list[Naming]] = {}
            for naming in text.namings:
                if naming.name in meanings:
                    namings.setdefault(meanings[naming.name], []).append(naming)
            for key, listed in namings.items():
                found.setdefault(key, []).append(_make_invocation(text, listed))
        return found

    @property
    def instruments(self) -> dict[Key, Instrument]:
        """All instruments, by the key of the name that represents each."""
        groups: dict[Key, list[Key]] = {}
        for key in sorted(self._known):
            groups.setdefault(self._find_root(key), []).append(key)
        return {root: self._describe(keys) for root, keys in groups.items()}

    def _describe(self, keys: Iterable[Key]) -> Instrument:
        names: list[tuple[str, str]] = []
        definitions: list[Definition] = []
        for key in keys:
            name = self._given_names.get(key) or choose_form(self._uses[key], key[0])
            names.append((key[0], name))
            if key in self._notes:
                definitions.append(Definition(key[0], choose_most(self._notes[key])))
        return Instrument(tuple(names), tuple(definitions))


def _make_invocation(text: Named, namings: Iterable[Naming]) -> Invocation:
    """A text that names an instrument in these ways."""
    passages: dict[tuple[str, str], None] = {}
    names: list[str] = []
    for naming in namings:
        passages |= dict.fromkeys(naming.passages)
        _, name = _fold(text.language, naming.name)
        names.append(" ".join(name))
    return Invocation(text.symbol, text.language, tuple(passages), tuple(names))


@lru_cache(maxsize=65536)
def _fold(language: str, name: str) -> Key:
    code = get_primary_code(language)
    return code, fold_name(name, code)
