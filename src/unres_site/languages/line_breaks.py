"""Where a line of a title may end in a language that puts no spaces between its words."""

from __future__ import annotations

import functools

from unres_site.deferred import Pattern, deferred
from unres_site.languages import get_language

HAN = "\u4e00-\u9fff"


def split_at_breaks(code: str, words: str) -> list[str]:
    """The words in pieces between which a line may end: never within a word that the language's data know.

    Beside other characters than Han the browser's own rules are right, so there is no break of ours.
    """
    pattern = _compile_words(code)
    if pattern is None:
        return [words]

    pieces = [""]
    end = 0
    for match in pattern.finditer(words):
        is_after_word = end > 0 and match.start() == end
        if is_after_word:
            pieces.append("")
        pieces[-1] += words[end : match.end()]
        end = match.end()

    pieces[-1] += words[end:]
    return pieces


@functools.cache
def _compile_words(code: str) -> Pattern | None:
    """A known word or another Han character; None for a language whose data tell no words."""
    known = sorted(get_language(code).unbroken.split(), key=len, reverse=True)
    if not known:
        return None
    # matches: 朝鲜
    # rejects: A/RES/58/58
    return deferred(rf"{'|'.join(known)}|[{HAN}]")
