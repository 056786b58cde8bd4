"""Words that open a paragraph without a number (回顾, Recalling, Rappelant), as the languages’ data give them."""

from __future__ import annotations

import functools

from unres_site.languages import Language, get_language
from unres_site.languages.spelling import fold_spelling
from unres_site.loader.body.context import BodyContext
from unres_site.loader.pieces import BodyLine

LONGEST_OPENER = 16
"""Characters of the longest opening words in a language without spaces."""


def opens_with_opener(context: BodyContext, line: BodyLine) -> bool:
    """Whether a line begins with a word that often opens a paragraph."""
    text = line.line.text
    if context.language.spaced:
        return _begins_with_word(text, context.language)

    head = fold_spelling(text[:LONGEST_OPENER])
    if head.startswith(context.language.opener_links) and not context.fits(line):
        return False

    return _begins_with_signs(head, context.language)


def begins_with_opener(text: str, language: Language) -> bool:
    """Whether a text begins with a word that often opens a paragraph in a language; its layout is not looked at."""
    if language.spaced:
        return _begins_with_word(text, language)
    return _begins_with_signs(fold_spelling(text[:LONGEST_OPENER]), language)


def is_opener(text: str, language: Language) -> bool:
    """Whether a text begins with an opener from the language's list. The endings of openers do not count here."""
    if not language.spaced:
        beginning = fold_spelling(text[:LONGEST_OPENER])
        return _begins_with_signs(beginning, language)

    words = text.split(None, 1)
    if not words:
        return False

    first = words[0].rstrip(",:")
    return fold_spelling(first) in _fold_openers(language.code)


@functools.cache
def _fold_openers(code: str) -> frozenset[str]:
    return frozenset(map(fold_spelling, get_language(code).openers))


def _begins_with_signs(head: str, language: Language) -> bool:
    """In a language without spaces: an opener, with or without adverbs (又, 还) before it."""
    for adverb in (*language.opener_links, *language.opener_adverbs):
        head = head.removeprefix(adverb)

    return head.startswith(language.openers)


def _begins_with_word(text: str, language: Language) -> bool:
    """In a language with spaces: a word that is an opener or ends as openers do."""
    words = text.split(None, 2)
    word = words[0].rstrip(",:")
    following = words[1] if len(words) > 1 else ""
    if word[:1].isupper() and word.endswith(language.opener_endings):
        return True

    refusals = language.opener_refusals.get(word, ())
    return fold_spelling(word) in _fold_openers(
        language.code
    ) and not following.endswith(refusals)
