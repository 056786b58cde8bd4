"""A language's words of reference, as parts of regular expressions.

Alternatives begin with a literal letter each, so that a search skips quickly to the few places where one may begin.
"""

from __future__ import annotations

from collections.abc import Iterable

from unres_site.citations.numbers.grammar import join_words, mark_edges, match_sign

ENDING = "[^\\W\\d_\u3400-\u9fff]{0,4}"
"""The ending of a word: some letters."""

SPECIAL = {" ": " ?", "*": ENDING, ",": "[,，،]"}
"""Signs of a phrase that mean more than themselves."""


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
