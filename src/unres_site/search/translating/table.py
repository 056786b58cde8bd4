"""The table of translations: what a word of one language is called in others."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from unres_site.languages import get_primary_code
from unres_site.search.translating.glossary import UNSPACED, list_translations
from unres_site.search.translating.matching import TermPairs, choose_best, match_terms
from unres_site.search.translating.occurrences import Occurrences
from unres_site.search.translating.paragraphs import (
    NumberedParagraphs,
    ParallelText,
    number_paragraphs,
)
from unres_site.search.translating.pieces import list_pieces
from unres_site.search.translating.words import list_words

Translations = dict[str, dict[str, str]]
"""What is looked up (`small~en arm~en`, `小武器`), with its translation in other languages."""


def make_translations(hub: str, texts: Iterable[ParallelText]) -> Translations:
    """The table of an archive. What its texts teach is corrected and completed by the written list."""
    paragraphs = number_paragraphs(texts)
    found: Translations = defaultdict(dict)
    if hub in paragraphs:
        own = _list_terms(paragraphs.pop(hub), hub)
        for language, others in sorted(paragraphs.items()):
            terms = _list_terms(others, language)
            pairs = match_terms(terms, own)
            _add(found, terms, choose_best(pairs, own), hub)
            back = TermPairs(pairs.other, pairs.one, pairs.dice)
            _add(found, own, choose_best(back, terms), language)
    for key, language, words in list_translations(hub):
        found[key][language] = words
    return dict(found)


def _list_terms(paragraphs: NumberedParagraphs, language: str) -> Occurrences:
    if get_primary_code(language) == UNSPACED:
        return list_pieces(paragraphs)
    return list_words(paragraphs, language)


def _add(
    found: Translations, terms: Occurrences, best: dict[int, str], language: str
) -> None:
    for place, shown in best.items():
        found[terms.keys[place]][language] = shown
