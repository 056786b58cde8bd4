"""Resolutions on one item of the agenda, session after session.

Texts belong to a series if they name the same item of a later agenda (`决定将题为“…”的项目列入…临时议程`), if they have
the same title, if one recalls the other in its preamble and their titles are alike, or if their titles begin alike and
are nearly the same. An editor may name a series in a sidecar. Of each session there is one resolution in a series, with
its parts; texts that would give it two are left out. Where one of these texts recalls another, or both name one item,
the two series branch.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import chain, combinations, groupby, permutations
from typing import Literal, NamedTuple, cast

import msgspec

from unres_site.deferred import deferred
from unres_site.symbols import Symbol, parse
from unres_site.symbols.value import SortKey

SeriesReason = Literal["editor", "title", "item", "recall", "alike"]
"""Why a text is in a series: an editor says so, it has the same title or the same item, one recalls the other, or its
title was reworded."""

REASONS: tuple[SeriesReason, ...] = ("editor", "title", "item", "recall", "alike")
"""In the order in which they count."""

MOST_BRANCHES = 12
"""Texts with one item that are shown as branches. An item with more is a whole part of the agenda."""

ALIKE, NEARLY_SAME = 0.6, 0.8
"""How alike titles must be: the share of pairs of characters that they have in common (Dice's coefficient)."""

BEGINNING, BEGINNING_HAN = 20, 6
"""Characters with which titles must begin alike; fewer where they are Han."""

MOST_ALIKE = 40
"""If more titles than this begin alike, that is not a sign of a series."""

# matches: “
# matches: " "
# rejects: a
UNLIKE = deferred(r"[\W_]+")
"""What may differ between two titles that are the same: blanks and punctuation."""


class Branch(msgspec.Struct, frozen=True, array_like=True):
    """A text outside of a series that is near to a member: `reason` is `editor`, `recall` or `item`."""

    member: str
    other: str
    reason: SeriesReason


class Series(msgspec.Struct, frozen=True, array_like=True):
    """The members of a series in order, each with why it is there, and the branches by their members."""

    members: tuple[tuple[str, SeriesReason], ...]
    branches: tuple[Branch, ...] = ()

    @property
    def symbols(self) -> tuple[str, ...]:
        """The symbols of the members."""
        found = [symbol for symbol, _ in self.members]
        return tuple(found)

    @property
    def first(self) -> str:
        """The symbol of the first member, by which the series is known."""
        symbol, _ = self.members[0]
        return symbol

    def may_lack(self, text: str) -> bool:
        """Whether a text may be a member that is not held: of its session no other resolution is a member."""
        session, number = _find_place(text)
        numbers = dict(map(_find_place, self.symbols))
        return numbers.get(session, number) == number

    @property
    def predecessors(self) -> dict[str, tuple[str, ...]]:
        """The members of the last session before that of each member; several, if they are parts."""
        found: dict[str, tuple[str, ...]] = {}
        before: tuple[str, ...] = ()
        for _, same in groupby(self.symbols, key=_find_session_address):
            members = tuple(same)
            found |= dict.fromkeys(members, before)
            before = members
        return found


class SeriesFacts(NamedTuple):
    """What a text says of its series.

    symbol       its own
    language     its code
    title        its title
    item         the item that it asks to include in a later agenda
    recalled     the resolutions that it recalls, a likely predecessor first
    name         the series that an editor says it is of
    predecessor  the one of the recalled that seems to be its predecessor; empty if none does
    """

    symbol: Symbol
    language: str
    title: str
    item: str
    recalled: tuple[str, ...]
    name: str = ""
    predecessor: str = ""


def make_series_keys(text: SeriesFacts) -> tuple[str, ...]:
    """The keys under which the texts of a series meet, within an organ and a language; each begins with the reason."""
    keys = _make_keys(text.symbol.organ, text.language, text.title, text.item)
    if not text.name:
        return keys
    return (*keys, f"editor:{text.name}")


@lru_cache(maxsize=1 << 15)  # each text is compared with all that it is near to
def _make_keys(organ: str, language: str, title: str, item: str) -> tuple[str, ...]:
    scope = f"{organ}:{language}"
    title = fold_title(title)
    item = fold_title(item)
    keys: list[str] = []
    if title:
        beginning = title[: count_beginning(title)]
        keys += [f"title:{scope}:{title}", f"alike:{scope}:{beginning}"]

    if item:
        keys.append(f"item:{scope}:{item}")
    return tuple(keys)


@lru_cache(maxsize=1 << 15)
def fold_title(title: str) -> str:
    """A title without blanks and punctuation, in small letters."""
    return UNLIKE.sub("", title).casefold()


def count_beginning(title: str) -> int:
    """With how many characters a folded title must begin as another one to be like it."""
    is_han = "\u3400" <= title[:1] <= "\u9fff"
    return BEGINNING_HAN if is_han else BEGINNING


def are_alike(one: str, other: str, share: float = ALIKE) -> bool:
    """Whether two titles have that share of their pairs of characters in common: one may have been reworded."""
    pairs = _list_pairs(one)
    other_pairs = _list_pairs(other)
    return _have_in_common(pairs, other_pairs, share)


def _have_in_common(one: frozenset[str], other: frozenset[str], share: float) -> bool:
    """Whether two sets have that share in common. Sets of very different sizes need not be compared."""
    least = share * (len(one) + len(other)) / 2
    smaller = min(len(one), len(other))
    if not least or smaller < least:
        return False
    return len(one & other) >= least


@lru_cache(maxsize=1 << 15)  # each text is compared with all that it recalls
def _list_pairs(title: str) -> frozenset[str]:
    folded = fold_title(title)
    pairs = map(str.__add__, folded, folded[1:])
    return frozenset(pairs)


def is_series(texts: Iterable[str]) -> bool:
    """Whether symbols can be one series: they are of several sessions, and of each there is one resolution."""
    numbers: dict[str, int | None] = {}
    for text in texts:
        session, number = _find_place(text)
        if numbers.setdefault(session, number) != number:
            return False
    return len(numbers) > 1


@lru_cache(maxsize=1 << 15)
def _find_place(text: str) -> tuple[str, int | None]:
    """The session of a symbol, and its number there."""
    symbol = parse(text)
    return symbol.session_address, symbol.number


def _find_session_address(text: str) -> str:
    session, _ = _find_place(text)
    return session


@lru_cache(maxsize=1 << 15)
def _rank(member: tuple[str, SeriesReason]) -> SortKey:
    """The place of a member in the order of symbols."""
    return parse(member[0]).sort_key


def find_series(texts: Iterable[SeriesFacts]) -> tuple[Series, ...]:
    """The series of texts, by their first members.

    What an editor says counts first, then titles, items, recalls, and titles that are nearly the same. A group that
    would give a session two resolutions is left out, and so is one that has two names. Of two that an editor gives one
    name in one session, the second is a branch.
    """
    linked = {(text.symbol.text, text.language): text for text in texts}
    groups = _group_texts(linked)
    joining = _Joining({text.symbol.text: text.name for text in linked.values()})
    for reason in REASONS:
        for symbols in groups[reason]:
            joining.join(symbols, reason)

    branches = joining.list_branches()
    found: list[Series] = []
    for members in joining.list_joined():
        ordered = sorted(members.items(), key=_rank)
        near = chain.from_iterable(branches.get(symbol, ()) for symbol, _ in ordered)
        found.append(Series(tuple(ordered), tuple(near)))

    return tuple(sorted(found, key=rank_series))


def rank_series(series: Series) -> SortKey:
    """The place of a series in the order of all: that of its first member."""
    return _rank(series.members[0])


Groups = dict[SeriesReason, list[list[str]]]
"""Groups of symbols, by the reason for which they may be a series."""


def _group_texts(texts: Mapping[tuple[str, str], SeriesFacts]) -> Groups:
    """The groups of texts by what they have in common. A text that shares nothing is in none."""
    by_key: dict[str, list[SeriesFacts]] = {}
    recalls: list[list[str]] = []
    for (symbol, language), text in texts.items():
        for key in make_series_keys(text):
            by_key.setdefault(key, []).append(text)
        for recalled in text.recalled:
            other = texts.get((recalled, language))
            if other and are_alike(text.title, other.title):
                recalls.append([recalled, symbol])

    groups: Groups = {reason: [] for reason in REASONS}
    groups["recall"] = recalls
    for key, members in by_key.items():
        if len(members) < 2:  # noqa: PLR2004
            continue

        reason = cast("SeriesReason", key.partition(":")[0])
        if reason == "alike":
            groups[reason] += _pair_alike(members)
        else:
            groups[reason].append([text.symbol.text for text in members])

    groups["editor"] = list(chain.from_iterable(map(_divide_named, groups["editor"])))
    return groups


def _divide_named(symbols: Iterable[str]) -> list[list[str]]:
    """The first resolution of each session that an editor gives a name, then each other one, for a branch, with it."""
    chosen: dict[str, int | None] = {}
    first: list[str] = []
    others: list[str] = []
    for symbol in sorted(set(symbols), key=lambda text: parse(text).sort_key):
        session, number = _find_place(symbol)
        is_first = chosen.setdefault(session, number) == number
        (first if is_first else others).append(symbol)

    return [first, *([first[0], other] for other in others)]


def _pair_alike(texts: list[SeriesFacts]) -> Iterator[list[str]]:
    """The pairs of texts whose titles are nearly the same, and not the same."""
    if len(texts) > MOST_ALIKE:
        return

    listed = [(text, _list_pairs(text.title)) for text in texts]
    for (one, pairs), (other, others) in combinations(listed, 2):
        if not _have_in_common(pairs, others, NEARLY_SAME):
            continue
        if fold_title(one.title) != fold_title(other.title):
            yield [one.symbol.text, other.symbol.text]


class _Joining:
    """Groups that become series, one after another. `names` has the name that an editor gives a text."""

    def __init__(self, names: Mapping[str, str]) -> None:
        self._names = dict(names)
        self._series: dict[str, dict[str, SeriesReason]] = {}
        self._refused: list[tuple[SeriesReason, list[str]]] = []

    def join(self, symbols: list[str], reason: SeriesReason) -> None:
        """Make one series of a group and of the series that its members are in already, if that can be one."""
        members: dict[str, SeriesReason] = {}
        for symbol in symbols:
            members |= self._series.get(symbol, {symbol: reason})
        names = {self._names[symbol] for symbol in members} - {""}
        if is_series(members) and len(names) <= 1:
            self._series |= dict.fromkeys(members, members)
        elif reason in ("editor", "item", "recall") and len(symbols) <= MOST_BRANCHES:
            self._refused.append((reason, symbols))

    def list_joined(self) -> Iterable[dict[str, SeriesReason]]:
        """The members of each series with their reasons."""
        different = {id(members): members for members in self._series.values()}
        return different.values()

    def list_branches(self) -> dict[str, list[Branch]]:
        """The branches of each member of a series: the texts of its refused groups that are in another one."""
        branches: dict[str, dict[Branch, None]] = {}
        for reason, symbols in self._refused:
            for own, other in permutations(symbols, 2):
                series = self._series.get(own)
                if series and other not in series:
                    found = Branch(own, other, reason)
                    branches.setdefault(own, {})[found] = None

        return {own: list(found) for own, found in branches.items()}


__all__ = ["Branch", "Series", "SeriesFacts", "SeriesReason", "find_series"]
