"""The vote: what the closing sentence, and the notes that it calls, say of how a text was adopted."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from unres_site.deferred import deferred
from unres_site.languages import Language, patterns
from unres_site.languages.numerals import read_number
from unres_site.records import Vote, VoteSide

# matches: Chad, Fiji
# matches: 甲國、乙國
# rejects: Chad
BETWEEN_STATES = deferred(r"[,，、;；]")

MOST_STATES = 193
"""Members of the United Nations: a larger sum is no vote."""

LONGEST_SENTENCE = 2000
"""Characters of the longest closing in which a vote is looked for."""


def read_vote(
    closing: Sequence[str], notes: Sequence[str], language: Language
) -> Vote | Literal["unanimous", "without-vote"] | None:
    """The vote that the closing sentences tell; None if they tell none.

    `notes` may tell who did not participate, or that there was no vote.
    """
    text = " ".join(closing)[:LONGEST_SENTENCE]
    words = language.vote
    if _search(words.without, text, language) or any(
        _search(words.without, note, language) for note in notes
    ):
        return "without-vote"
    in_favour = _search(words.in_favour, text, language)
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
    named = {side: names for side, names in states.items() if names}
    return Vote(
        counts["for"],
        counts["against"],
        counts["abstaining"],
        counts["not_participating"],
        named,
    )


def _search(
    known: Sequence[str], text: str, language: Language
) -> re.Match[str] | None:
    """The first place in a text that one of the patterns takes."""
    for pattern in known:
        match = patterns.compile_pattern(language.code, pattern).search(text)
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
    return tuple(names) if len(names) == count else ()
