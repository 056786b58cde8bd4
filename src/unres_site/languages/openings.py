"""The words that open a paragraph (`Recalling also`, 满意地注意到), which are set apart from the rest of it.

    {"before": ["deeply"], "words": ["concerned"], "after": ["also", "with[ deep] concern"], "plain": ["We"]}

An opening is one of the `words`, or one of the language's openers that is not `plain`. Words of `before` may precede
it, words of `after` may follow, several of each. All are written as patterns (see `patterns`).
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable

from unres_site.deferred import Pattern, deferred
from unres_site.languages import get_language
from unres_site.languages.patterns import make_expression
from unres_site.languages.spelling import find_unfolded_length, fold_spelling

LONGEST = 120
"""Characters of the longest opening."""


def find_opening_length(code: str, words: str) -> int:
    """How many characters of a paragraph's words are its opening; 0 if it begins with no known one."""
    head = words[:LONGEST]
    folded = fold_spelling(head)
    found = _compile_opening(code).match(folded)
    if found is None:
        return 0
    if folded == head:
        return found.end()

    return find_unfolded_length(head, found.end())


@functools.cache
def _compile_opening(code: str) -> Pattern:
    language = get_language(code)
    words = language.opening
    known = {*words.words, *language.openers} - {*words.before, *words.plain}
    gap, end = (r"\s+", r"(?!\w)") if language.spaced else ("", "")
    link = _join(code, language.opener_links) if language.opener_links else "(?!)"

    before = _join(code, (*words.before, *language.opener_adverbs))
    after = _join(code, words.after)
    # matches: Recalling also its resolution
    # matches: 又回顾其决议
    # matches: واذ تشير ايضا الى
    # rejects: The Secretary-General
    # longest: LONGEST
    return deferred(
        rf"(?:{link}[，,]?)?(?:{before}{gap})*{_join(code, known)}(?:{gap}{after})*{end}",
        re.IGNORECASE,
    )


def _join(code: str, phrases: Iterable[str]) -> str:
    """A regular expression of any of the phrases, the longest first."""
    longest_first = sorted(phrases, key=lambda phrase: (-len(phrase), phrase))
    language = get_language(code)
    parts = [make_expression(language, phrase) for phrase in longest_first]
    return f"(?:{'|'.join(parts)})"
