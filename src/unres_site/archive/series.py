"""Resolutions on one item of the agenda, session after session.

Texts belong to a series if they name the same item of a later agenda (`决定将题为“…”的项目列入…临时议程`), if they have
the same title, if one recalls the other in its preamble and their titles are alike, or if their titles begin alike and
are nearly the same. Of each session there is one resolution in a series, with its parts; texts that would give it two
are left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import combinations
from typing import Literal, NamedTuple

import msgspec

from unres_site.archive.mentions import Mention
from unres_site.deferred import deferred
from unres_site.languages import get_language
from unres_site.records import Resolution, list_passages
from unres_site.symbols import Symbol, parse
from unres_site.symbols.value import SortKey

SeriesReason = Literal["title", "item", "recall", "alike"]
"""Why a text is in a series: the same title, the same item, one recalls the other, or a title that was reworded."""

MOST_RECALLED = 6
"""Texts recalled in the opening that are looked at."""

ALIKE, NEARLY_SAME = 0.6, 0.8
"""How alike titles must be: the share of pairs of characters that they have in common (Dice's coefficient)."""

BEGINNING, BEGINNING_HAN = 20, 6
"""Characters with which titles must begin alike; fewer where they are Han."""

MOST_ALIKE = 40
"""If more titles begin alike, they are no sign of a series."""

# matches: “2030 Agenda”
# matches: 《行动纲领》
# rejects: “2030 Agenda
QUOTED = deferred("[“”«《]([^“”«»《》]{2,300})[”“»》]")

# matches: “
# matches: " "
# rejects: a
UNLIKE = deferred(r"[\W_]+")
"""What may differ between two titles that are the same: blanks and punctuation."""


class Series(msgspec.Struct, frozen=True, array_like=True):
    """The members of a series in order, each with why it is there."""

    members: tuple[tuple[str, SeriesReason], ...]


def find_item(resolution: Resolution) -> str:
    """The item that a text asks to include in a later agenda: the last title quoted in that paragraph; else empty."""
    words = get_language(resolution.language).references.agenda
    item = ""
    for passage in list_passages(resolution):
        if passage.place == "operative" and any(word in passage.text for word in words):
            quoted = QUOTED.findall(passage.text)
            item = quoted[-1] if quoted else item
    return item


def find_recalled(own: str, mentions: Iterable[Mention]) -> tuple[str, ...]:
    """The first resolutions of its own organ that a text recalls in its preamble."""
    organ = f"{own.partition('/RES/')[0]}/RES/"
    found: dict[str, None] = {}
    for mention in mentions:
        if not mention.anchor.startswith("pp") or len(found) == MOST_RECALLED:
            break
        if mention.symbol.startswith(organ) and mention.symbol != own:
            found[mention.symbol] = None
    return tuple(found)


class Link(NamedTuple):
    """What a text says of its series: its symbol, its language, its title, its item, what it recalls."""

    symbol: Symbol
    language: str
    title: str
    item: str
    recalled: tuple[str, ...]


def make_series_keys(text: Link) -> tuple[str, ...]:
    """The keys under which the texts of a series meet, within an organ and a language; each begins with the reason."""
    return _make_keys(text.symbol.organ, text.language, text.title, text.item)


@lru_cache(maxsize=1 << 15)  # each text is compared with all that it is near to
def _make_keys(organ: str, language: str, title: str, item: str) -> tuple[str, ...]:
    scope = f"{organ}:{language}"
    title, item = fold_title(title), fold_title(item)
    keys: list[str] = []
    if title:
        is_han = "\u3400" <= title[0] <= "\u9fff"
        beginning = title[: BEGINNING_HAN if is_han else BEGINNING]
        keys += [f"title:{scope}:{title}", f"alike:{scope}:{beginning}"]
    if item:
        keys.append(f"item:{scope}:{item}")
    return tuple(keys)


@lru_cache(maxsize=1 << 15)
def fold_title(title: str) -> str:
    """A title without blanks and punctuation, in small letters."""
    return UNLIKE.sub("", title).casefold()


def are_alike(one: str, other: str, share: float = ALIKE) -> bool:
    """Whether two titles have that share of their pairs of characters in common: one may have been reworded."""
    return _have_in_common(_list_pairs(one), _list_pairs(other), share)


def _have_in_common(one: frozenset[str], other: frozenset[str], share: float) -> bool:
    """Whether two sets have that share in common. Sets of very different sizes need not be compared."""
    least = share * (len(one) + len(other)) / 2
    return min(len(one), len(other)) >= least > 0 and len(one & other) >= least


@lru_cache(maxsize=1 << 15)  # each text is compared with all that it recalls
def _list_pairs(title: str) -> frozenset[str]:
    folded = fold_title(title)
    return frozenset(folded[at : at + 2] for at in range(len(folded) - 1))


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


@lru_cache(maxsize=1 << 15)
def _rank(member: tuple[str, SeriesReason]) -> SortKey:
    """The place of a member in the order of symbols."""
    return parse(member[0]).sort_key


def are_near(one: Link, other: Link) -> bool:
    """Whether two texts have a reason to be in one series: a common key, or a recall between titles that are alike."""
    is_recalled = one.symbol.text in other.recalled or other.symbol.text in one.recalled
    if is_recalled and are_alike(one.title, other.title):
        return True
    return not set(make_series_keys(one)).isdisjoint(make_series_keys(other))


def find_series(texts: Iterable[Link]) -> Iterator[Series]:
    """The series of texts. Titles count first, then items, recalls, and titles that are nearly the same.

    A group that would give a session two resolutions is left out.
    """
    groups = _group_texts({(text.symbol.text, text.language): text for text in texts})
    joined: dict[str, dict[str, SeriesReason]] = {}
    reasons: tuple[SeriesReason, ...] = ("title", "item", "recall", "alike")
    for reason in reasons:
        for symbols in groups[reason]:
            _join_group(joined, symbols, reason)
    for members in {id(one): one for one in joined.values()}.values():
        ordered = sorted(members.items(), key=_rank)
        yield Series(tuple(ordered))


Groups = dict[SeriesReason, list[list[str]]]
"""Groups of symbols, by the reason for which they may be a series."""


def _group_texts(texts: Mapping[tuple[str, str], Link]) -> Groups:
    """The groups of texts by what they have in common. A text that shares nothing is in none."""
    by_key: dict[str, list[Link]] = {}
    recalls: list[list[str]] = []
    for (symbol, language), text in texts.items():
        for key in make_series_keys(text):
            by_key.setdefault(key, []).append(text)
        for recalled in text.recalled:
            other = texts.get((recalled, language))
            if other and are_alike(text.title, other.title):
                recalls.append([recalled, symbol])
    groups: Groups = {"title": [], "item": [], "recall": recalls, "alike": []}
    for key, members in by_key.items():
        if len(members) < 2:  # noqa: PLR2004
            continue
        if key.startswith("alike:"):
            groups["alike"] += _pair_alike(members)
        else:
            reason: SeriesReason = "item" if key.startswith("item:") else "title"
            groups[reason].append([text.symbol.text for text in members])
    return groups


def _pair_alike(texts: list[Link]) -> Iterator[list[str]]:
    """The pairs of texts whose titles are nearly the same, and not the same."""
    if len(texts) > MOST_ALIKE:
        return
    listed = [(text, _list_pairs(text.title)) for text in texts]
    for (one, pairs), (other, others) in combinations(listed, 2):
        if not _have_in_common(pairs, others, NEARLY_SAME):
            continue
        if fold_title(one.title) != fold_title(other.title):
            yield [one.symbol.text, other.symbol.text]


def _join_group(
    joined: dict[str, dict[str, SeriesReason]],
    symbols: Iterable[str],
    reason: SeriesReason,
) -> None:
    """Make one series of a group and of the series that its members are in already."""
    members: dict[str, SeriesReason] = {}
    for symbol in symbols:
        members |= joined.get(symbol, {symbol: reason})
    if is_series(members):
        joined |= dict.fromkeys(members, members)
