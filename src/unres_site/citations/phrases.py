"""A language's words of citation and reference, as parts of regular expressions.

Alternatives begin with a literal letter each, so that a search skips quickly to the few places where one may begin.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

import msgspec

from unres_site.deferred import Match, Pattern, deferred

TATWEEL = "\u0640"
"""Stretches an Arabic word between any two letters, and means nothing."""

FIRST_ARABIC = "\u0620"
"""The first Arabic letter. Words of other languages have no character from here on, except Han."""

WORD_BEGINS, WORD_ENDS = "\x02", "\x03"
"""Signs within a short form (`GA`, `res.`) for its edges: it must not be part of a longer word."""

_EDGES = {WORD_BEGINS: r"(?<![\w/].)", WORD_ENDS: r"(?![^\W\d_]|/)"}

ENDING = "[^\\W\\d_\u3400-\u9fff]{0,4}"
"""The ending of a word: some letters."""

SPECIAL = {" ": " ?", "*": ENDING, ",": "[,，،]"}
"""Signs of a phrase that mean more than themselves."""


# matches: "{number}"
# matches: "*"
# rejects: Supplement
VARIABLE = deferred(r"\{[a-z]+\}|[ *,]")
"""What may differ between a phrase and the words of a text."""


class Guarded(msgspec.Struct, frozen=True):
    """A pattern that is searched for only in texts with one of the strings that its matches have: a quick look."""

    needed: tuple[str, ...]
    pattern: Pattern

    def finditer(self, text: str) -> Iterator[Match]:
        """All matches in a text, one after another."""
        if has_any(text, self.needed):
            return self.pattern.finditer(text)
        return iter(())


def has_any(text: str, strings: Sequence[str]) -> bool:
    """Whether a text has one of the strings."""
    for string in strings:
        if string in text:
            return True

    return False


def list_needed(phrases: Iterable[str]) -> tuple[str, ...]:
    """The longest fixed part of each phrase, to be looked for before the phrases: a text without any has no phrase.

    A part that opens its phrase is given with a capital, too. The sign that stretches Arabic words is given for phrases
    that may be stretched, for a stretched word lacks its fixed part.
    """
    needed: set[str] = set()
    for phrase in phrases:
        parts = VARIABLE.split(phrase)
        part = max(parts, key=len)
        needed.add(part)
        if part == parts[0]:
            needed.add(capitalize(part))

    if any(map(may_be_stretched, "".join(needed))):
        needed.add(TATWEEL)

    return tuple(sorted(needed))


def match_phrase(phrase: str) -> str:
    """The pattern of a phrase: a space may be missing, `*` is an ending."""
    return "".join(map(_match_sign, phrase))


def _match_sign(sign: str) -> str:
    return SPECIAL.get(sign) or match_sign(sign)


def match_phrases(phrases: Iterable[str]) -> str:
    """Alternatives for phrases, each as it is and with a capital; the longest one that fits is taken.

    If there are none, the pattern never matches.
    """
    groups: dict[str, list[str]] = {}
    for phrase in phrases:
        for form in {phrase, capitalize(phrase)}:
            groups.setdefault(form[:1], []).append(form[1:])

    return (
        "|".join(
            match_phrase(first) + join_words(groups[first], _match_sign, SPECIAL)
            for first in sorted(groups)
        )
        or r"(?!)"
    )


def match_row(lists: Iterable[str]) -> str:
    """A pattern of alternatives: the words that join the items of a list, such as ` and ` and 和, without commas."""
    words = {word.strip() for word in lists}
    without_commas = [word for word in words if not set(word) & set(",،")]
    return match_phrases(without_commas)


def match_names(names: Iterable[str]) -> str:
    """Alternatives for what resolutions, documents and organs are called, also in short (`GA`, `res.`)."""
    marked = {mark_edges(name.strip()) for name in names}
    return match_phrases(marked)


def capitalize(phrase: str) -> str:
    """The phrase with a capital at its beginning."""
    return phrase[:1].upper() + phrase[1:]


def begins_word(text: str, at: int) -> bool:
    """Whether a word may begin at the offset: Arabic writes `and` and `in` together with it, Han has no spaces."""
    before = text[at - 1 : at]
    if not before.isalnum() or "\u3400" <= before <= "\u9fff":
        return True
    return before in "وفبك" and begins_word(text, at - 1)


def join_words(
    words: Iterable[str], match: Callable[[str], str], special: Iterable[str] = ()
) -> str:
    """Alternatives for words, the longest first. Words with the same beginning share it, so a search fails early.

    `match` gives the pattern of a sign. A `special` sign may match what other signs do: words with one stay whole.
    """
    longest_first = sorted(set(words), key=lambda word: (-len(word), word))
    firsts = sorted({word[:1] for word in longest_first}, reverse=True)
    alternatives: list[str] = []
    if len(longest_first) == 1 or not set(firsts).isdisjoint(special):
        alternatives += ["".join(map(match, word)) for word in longest_first]
    else:
        for first in firsts:
            rests = [word[1:] for word in longest_first if word[:1] == first]
            alternatives.append(match(first) + join_words(rests, match, special))
    joined = "|".join(alternatives)
    return f"(?:{joined})" if len(alternatives) > 1 else joined


def mark_edges(word: str) -> str:
    """A word of a language's data; a short form, which has a point or capitals only, with signs for its edges."""
    is_short = word.endswith(".") or word.isupper()
    if is_short:
        return f"{word[0]}{WORD_BEGINS}{word[1:]}{WORD_ENDS}"
    return word


def match_sign(sign: str) -> str:
    """The pattern of one sign; an Arabic letter may be stretched."""
    if sign in _EDGES:
        return _EDGES[sign]
    return re.escape(sign) + (f"{TATWEEL}*" if may_be_stretched(sign) else "")


def may_be_stretched(sign: str) -> bool:
    """Whether a sign is an Arabic letter."""
    return FIRST_ARABIC <= sign < "\u3400"
