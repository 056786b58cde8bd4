"""The table of translations: what a word of one language is called in others."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from unres_site.languages import get_primary_code
from unres_site.search.translating.glossary import UNSPACED, list_translations
from unres_site.search.translating.matching import (
    TermPairs,
    choose_best,
    list_possible,
    match_terms,
)
from unres_site.search.translating.occurrences import Occurrences
from unres_site.search.translating.paragraphs import (
    NumberedParagraphs,
    ParallelText,
    number_paragraphs,
)
from unres_site.search.translating.pieces import list_pieces
from unres_site.search.translating.words import list_words

Translations = dict[str, dict[str, list[str]]]
"""What is looked up (`small~en arm~en`, `小武器`), with its translations in other languages.

The first translation is the likely one, or empty if all are only possible.
"""


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
            _add_possible(found, terms, list_possible(pairs, own), hub)
            back = TermPairs(pairs.other, pairs.one, pairs.dice)
            _add(found, own, choose_best(back, terms), language)

    for (key, language), words in list_translations(hub).items():
        learned = found[key].get(language, [])
        found[key][language] = _join_ways(words, learned)

    return dict(found)


def _join_ways(written: list[str], learned: list[str]) -> list[str]:
    """The likely translation first: the written one, or the learned one where that is only possible."""
    likely = next(filter(None, (written[0], *learned[:1])), "")
    return list(dict.fromkeys([likely, *filter(None, [*written, *learned])]))


def _list_terms(paragraphs: NumberedParagraphs, language: str) -> Occurrences:
    if get_primary_code(language) == UNSPACED:
        return list_pieces(paragraphs)
    return list_words(paragraphs, language)


def _add(
    found: Translations, terms: Occurrences, best: dict[int, str], language: str
) -> None:
    for place, shown in best.items():
        found[terms.keys[place]][language] = [shown]


def _add_possible(
    found: Translations, terms: Occurrences, possible: dict[int, list[str]], hub: str
) -> None:
    """Adds the possible translations of single words."""
    for place, words in possible.items():
        key = terms.keys[place]
        if " " not in key:
            likely = found[key].get(hub, [""])
            found[key][hub] = list(dict.fromkeys([*likely, *words]))
