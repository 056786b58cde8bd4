"""The vote: what the closing sentence, and the notes that it calls, say of how a text was adopted."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Literal

from unres_site.deferred import deferred
from unres_site.languages import Language, VoteWords, patterns
from unres_site.languages.numerals import read_number
from unres_site.languages.spelling import fold_spelling
from unres_site.records import Vote, VoteSide

# matches: Chad, Fiji
# matches: 甲國、乙國
# rejects: Chad
BETWEEN_STATES = deferred(r"[,，、;；]")

NOBODY = frozenset(
    {"None", "none", "Néant", "Ninguno", "нет", "Нет", "无", "無", "لا أحد"}
)
"""What a roll call says where no State is on a side."""

MOST_STATES = 193
"""Members of the United Nations: a larger sum is not a vote."""

LONGEST_ROLL_CALL = 8000
"""Characters of the longest closing in which the names of a roll call are looked for."""

LONGEST_SENTENCE = 2000
"""Characters of the longest closing in which a vote is looked for."""


def read_vote(
    closing: Sequence[str], notes: Sequence[str], language: Language
) -> Vote | Literal["unanimous", "without-vote"] | None:
    """The vote that the closing sentences tell; None if they tell none.

    `notes` may tell who did not participate, or that there was no vote.
    """
    whole = " ".join(closing)
    text = whole[:LONGEST_SENTENCE]
    words = language.vote
    roll_call = _read_roll_call(whole[:LONGEST_ROLL_CALL], words)
    if _search(words.without, text, language) or any(
        _search(words.without, note, language) for note in notes
    ):
        return "without-vote"

    in_favour = _search(words.in_favour, text, language)
    if in_favour is None and roll_call:
        return _make_vote(
            {side: len(names) for side, names in roll_call.items()}, roll_call
        )

    if in_favour is None:
        return "unanimous" if _search(words.unanimous, text, language) else None

    absent = _search(words.not_participating, " ".join(notes), language)
    abstaining = _search(words.abstaining, text, language)
    if abstaining is None and any(word in text for word in words.abstention):
        return None

    found: dict[VoteSide, re.Match[str] | None] = {
        "for": in_favour,
        "against": _search(words.against, text, language),
        "abstaining": abstaining,
        "not_participating": absent,
    }
    counts = {side: _count(match, language) for side, match in found.items()}
    if sum(counts.values()) > MOST_STATES:
        return None

    states = {
        side: _read_states(match, counts[side], words.joins)
        for side, match in found.items()
        if match
    }
    for side, names in roll_call.items():
        if len(names) == counts[side] and not states.get(side):
            states[side] = names

    return _make_vote(counts, {side: names for side, names in states.items() if names})


def find_miscounted_side(
    closing: Sequence[str], vote: Vote, language: Language
) -> tuple[int, int] | None:
    """How many States a roll call names, and how many the vote counts, for the first side where the two differ."""
    text = " ".join(closing)[:LONGEST_ROLL_CALL]
    counts = {
        "for": vote.in_favour,
        "against": vote.against,
        "abstaining": vote.abstaining,
        "not_participating": vote.not_participating,
    }
    for side, names in _read_roll_call(text, language.vote).items():
        if len(names) != counts[side]:
            return len(names), counts[side]

    return None


def _make_vote(
    counts: Mapping[VoteSide, int], states: dict[VoteSide, tuple[str, ...]]
) -> Vote:
    """The vote by its numbers; sides that are not told are 0."""
    return Vote(
        counts.get("for", 0),
        counts.get("against", 0),
        counts.get("abstaining", 0),
        counts.get("not_participating", 0),
        states,
    )


def _read_roll_call(text: str, words: VoteWords) -> dict[VoteSide, tuple[str, ...]]:
    """The States of a roll call by side: `In favour: Chad, Fiji. Against: Peru`.

    Empty unless it names those in favour.
    """
    places = sorted(_find_heads(text, words))
    found: dict[VoteSide, tuple[str, ...]] = {}
    for index, (_, start, side) in enumerate(places):
        end = places[index + 1][0] if index + 1 < len(places) else len(text)
        found[side] = tuple(_list_states(text[start:end]))

    return found if "for" in found else {}


def _list_states(text: str) -> Iterator[str]:
    """The names of States in one side of a roll call; none if it says `None`."""
    for printed in BETWEEN_STATES.split(text):
        name = printed.strip(" .:：。]］")
        if name and name not in NOBODY:
            yield name


def _find_heads(text: str, words: VoteWords) -> Iterator[tuple[int, int, VoteSide]]:
    """Where the heads of a roll call begin and end, the first of each side."""
    for side, heads in words.roll_call.items():
        starts = [(text.find(head), head) for head in heads if head in text]
        if starts:
            start, head = min(starts)
            yield start, start + len(head), side


def _search(
    known: Sequence[str], text: str, language: Language
) -> re.Match[str] | None:
    """The first place in a text, with its letters folded, that one of the patterns takes."""
    folded = fold_spelling(text)
    for pattern in known:
        match = patterns.compile_pattern(language.code, pattern).search(folded)
        if match:
            return match

    return None


def _count(match: re.Match[str] | None, language: Language) -> int:
    """The number of States that a match tells; 0 without a match."""
    if match is None or "count" not in match.groupdict():
        return 0

    count = match["count"]
    return language.vote.counts.get(count) or read_number(language, count) or 0


def _read_states(
    match: re.Match[str], count: int, joins: Sequence[str]
) -> tuple[str, ...]:
    """The names of the States that a match tells; empty unless they are as many as it counts.

    A word of `joins` may be part of a name, so it divides names only where they are too few without it.
    """
    text = (match.groupdict().get("states") or "").strip()
    names = [name.strip() for name in BETWEEN_STATES.split(text)] if text else []

    for join in joins:
        before, found, last = (
            names[-1].rpartition(f" {join} ") if names else ("", "", "")
        )
        if found and len(names) == count - 1:
            names = [*names[:-1], before, last]

    if len(names) == count:
        return tuple(names)

    return ()
