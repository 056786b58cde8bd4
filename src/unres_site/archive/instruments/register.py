"""The register of instruments: which names mean one instrument, in all texts and languages together.

A name is in the register if a note mark follows it in some text, or if some texts have it without one. A name that is
short for a longer one in its own text (`the Convention`) is not: it means the only longer name of that text that fits,
else what it means in all other texts that tell, if that is one instrument; else nothing.

Names of two languages mean one instrument if the same note of a resolution defines both, or if their notes cite the
same treaty.

All of it follows from four tallies, one after the other: how many texts have each name, which names are at one place,
what each name means by the texts that tell, and how many resolutions name each instrument. So texts can be exchanged
without a look at the others, as long as what follows from the first three tallies stays the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from typing import NamedTuple

import msgspec

from unres_site.archive.instruments.choosing import Names, Rules, choose_names
from unres_site.archive.instruments.forms import Key, choose_form, choose_most
from unres_site.archive.instruments.named import (
    Definition,
    Instrument,
    Invocation,
    Keyed,
    Named,
    Versions,
    group_by_symbol,
    make_invocation,
)
from unres_site.archive.instruments.namings import Naming, fold_name
from unres_site.archive.instruments.tallies import (
    NameTally,
    PairTally,
    add,
    count_names,
)


class RegisterState(msgspec.Struct, array_like=True):
    """What a register has counted, and what follows from that.

    tallies   how many texts have each name
    names     the names of the register
    pairs     which names of two languages are at one place
    joined    names that mean one instrument: each with one that is nearer to that which represents it
    meanings  what each name means by the texts that tell, and how many of them
    general   what short names mean in all texts that tell, if that is one instrument
    invoked   how many resolutions name each instrument
    """

    tallies: dict[Key, NameTally] = {}
    names: Names = msgspec.field(default_factory=Names)
    pairs: PairTally = msgspec.field(default_factory=PairTally)
    joined: dict[Key, Key] = {}
    meanings: dict[Key, dict[Key, int]] = {}
    general: dict[Key, Key] = {}
    invoked: dict[Key, int] = {}


class _Resolved(NamedTuple):
    """A text, and what its names mean, as printed."""

    keyed: Keyed
    meanings: dict[str, Key]

    def group(self) -> dict[Key, list[Naming]]:
        """The names of each instrument."""
        found: dict[Key, list[Naming]] = {}
        for naming in self.keyed.text.namings:
            if naming.name in self.meanings:
                found.setdefault(self.meanings[naming.name], []).append(naming)
        return found


class Register:
    """All instruments that texts name.

    `given` are names that an archivist gives, by language, each list for one instrument: the first name of a language
    is the whole one, the others are short for it or are other names. Names of two such lists never mean one instrument.
    `rejected` are names by language that an archivist takes for none. `state` is that of another register, which is
    used up; the texts are those that it has not counted.
    """

    def __init__(
        self,
        texts: Iterable[Named],
        given: Iterable[Mapping[str, tuple[str, ...]]] = (),
        rejected: Mapping[str, tuple[str, ...]] = {},
        state: RegisterState | None = None,
    ) -> None:
        self._rules = Rules(given, rejected)
        self.state = state or RegisterState()
        self._invoked: list[_Resolved] = []
        if state is None:
            self._exchange((), group_by_symbol(texts), is_first=True)

    def exchange(self, gone: Iterable[Named], new: Iterable[Named]) -> bool:
        """Take all texts of some symbols away, and add others of them.

        False if other texts may mean something else then: this register is of no more use.
        """
        return self._exchange(group_by_symbol(gone), group_by_symbol(new))

    def _exchange(
        self,
        gone: Sequence[Versions],
        new: Sequence[Versions],
        *,
        is_first: bool = False,
    ) -> bool:
        state = self.state
        count_names(state.tallies, gone, -1)
        count_names(state.tallies, new, 1)
        names = choose_names(state.tallies, self._rules)
        if is_first:
            state.names = names
        if state.names != names:
            return False

        self._count_pairs(gone, -1)
        self._count_pairs(new, 1)
        joined = self._join_languages(names.known)
        if is_first:
            state.joined = joined
        if state.joined != joined:
            return False

        self._count_meanings(gone, -1)
        self._count_meanings(new, 1)
        general = self._learn_short()
        if is_first:
            state.general = general
        if state.general != general:
            return False

        self._count_invoked(gone, -1)
        self._invoked = self._count_invoked(new, 1)
        return True

    # --- languages

    def _count_pairs(self, texts: Iterable[Versions], by: int) -> None:
        """Which names of two languages are at one place."""
        names = self.state.names
        for versions in texts:
            self.state.pairs.add(versions, names.known, names.noted, by)

    def _join_languages(self, known: set[Key]) -> dict[Key, Key]:
        """Find the names of several languages that mean one instrument: those first for which most notes speak."""
        joined = dict(self._rules.joined)
        languages: dict[Key, set[str]] = {key: {key[0]} for key in known}
        given: set[Key] = set()
        for key in self._rules.names.keys() & known:
            root = _find_root(key, joined)
            languages[root].add(key[0])
            given.add(root)
        for one, other in self.state.pairs.list_in_order():
            root, second = sorted((_find_root(one, joined), _find_root(other, joined)))
            if root == second or {root, second} <= given:
                continue
            if not languages[root] & languages[second]:
                joined[second] = root
                languages[root] |= languages[second]
                if second in given:
                    given.add(root)
        return joined

    def _find_root(self, key: Key) -> Key:
        """The name that represents an instrument."""
        return _find_root(key, self.state.joined)

    # --- meanings

    def _count_meanings(self, texts: Iterable[Versions], by: int) -> None:
        """What names mean by what their texts say."""
        meanings = self.state.meanings
        for one in chain(*texts):
            for key, meaning in zip(one.keys, self._resolve_own(one), strict=True):
                if meaning:
                    counts = meanings.setdefault(key, {})
                    add(counts, meaning, by)
                    if not counts:
                        del meanings[key]

    def _learn_short(self) -> dict[Key, Key]:
        """What short names mean in all texts that tell, if that is one instrument."""
        found: dict[Key, Key] = {}
        for key, counts in self.state.meanings.items():
            if len(counts) == 1:
                (found[key],) = counts
        return found

    def _resolve_own(self, one: Keyed) -> list[Key | None]:
        """What each name of a text means by what that text says; None for a short one that it does not explain."""
        found: list[Key | None] = []
        for key, naming in one.rows:
            longer = [one.keys[place] for place in naming.longer]
            found.append(self._resolve_key(key, naming.whole, longer))
        return found

    def _resolve_key(self, key: Key, whole: str, longer: list[Key]) -> Key | None:
        known, inner = self.state.names.known, self.state.names.inner
        if key in self._rules.given:
            return self._find_root(self._rules.given[key])
        if key in known:
            return self._find_root(key)
        if key in inner:
            return self._resolve_key(inner[key], "", [])
        if whole:
            code, _ = key
            named = code, fold_name(whole, code)
            return self._find_root(named) if named in known else None
        roots = {self._find_root(other) for other in longer}
        if len(roots) == 1:
            (root,) = roots
            return root if root in known else None
        return None

    def resolve(self, text: Named) -> dict[str, Key]:
        """The instruments that a text names, by the names as printed."""
        return self._resolve(Keyed(text, text.keys))

    def _resolve(self, one: Keyed) -> dict[str, Key]:
        """The same.

        What a short name means elsewhere counts only if the text has no longer name: one of several is not known.
        """
        general = self.state.general
        found: dict[str, Key] = {}
        for (key, naming), meaning in zip(
            one.rows, self._resolve_own(one), strict=True
        ):
            known = meaning
            if not meaning and not naming.longer:
                known = general.get(key)
            if known:
                found[naming.name] = known
        return found

    # --- instruments

    def _count_invoked(self, texts: Iterable[Versions], by: int) -> list[_Resolved]:
        """How many resolutions name each instrument in any language; gives what the names of each text mean."""
        found: list[_Resolved] = []
        for versions in texts:
            resolved = [_Resolved(one, self._resolve(one)) for one in versions]
            for key in set(
                chain.from_iterable(one.meanings.values() for one in resolved)
            ):
                add(self.state.invoked, key, by)
            found += resolved
        return found

    def list_invocations(self) -> dict[Key, list[Invocation]]:
        """The texts that name each instrument, of those that were given last, in their order."""
        found: dict[Key, list[Invocation]] = {}
        for one in self._invoked:
            for key, namings in one.group().items():
                invocation = make_invocation(one.keyed.text, namings)
                found.setdefault(key, []).append(invocation)
        return found

    @property
    def instruments(self) -> dict[Key, Instrument]:
        """All instruments, by the key of the name that represents each."""
        groups: dict[Key, list[Key]] = {}
        for key in sorted(self.state.names.known):
            groups.setdefault(self._find_root(key), []).append(key)
        return {root: self._describe(keys) for root, keys in groups.items()}

    def _describe(self, keys: Iterable[Key]) -> Instrument:
        names: list[tuple[str, str]] = []
        definitions: list[Definition] = []
        for key in keys:
            tally = self.state.tallies.get(key, NameTally())
            given = self._rules.names.get(key)
            names.append((key[0], given or choose_form(tally.printed, key[0])))
            if key in self.state.names.noted:
                definitions.append(Definition(key[0], choose_most(tally.notes)))
        return Instrument(tuple(names), tuple(definitions))


def _find_root(key: Key, joined: Mapping[Key, Key]) -> Key:
    while joined.get(key, key) != key:
        key = joined[key]
    return key
