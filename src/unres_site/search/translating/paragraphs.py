"""Paragraphs that an archive has in several languages: the same resolution, the same anchor.

One language is the hub. The words of each other language are compared with those of the hub; from there a query goes on
to a third language. Chinese is the hub where the archive has it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from typing import NamedTuple

from unres_site.search.index.hashing import hash_text

TextKey = tuple[str, str]
"""The symbol and the language of a text."""

FIRST_HUB = "zh"

MOST = 100
"""Resolutions that are compared. More would take time and teach little."""


class ParallelText(NamedTuple):
    """A text of a resolution that the archive has in several languages.

    passages  the anchor and the words of each
    """

    symbol: str
    language: str
    passages: list[tuple[str, str]]


NumberedParagraphs = dict[int, str]
"""The paragraphs of a language by number. Paragraphs with the same number say the same."""


def choose_hub(texts: Iterable[TextKey]) -> str:
    """The language with which all others are compared."""
    counts = Counter(language for _, language in texts)
    if FIRST_HUB in counts or not counts:
        return FIRST_HUB
    return min(counts, key=lambda language: (-counts[language], language))


def choose_texts(texts: Collection[TextKey]) -> list[TextKey]:
    """The texts that are compared: of resolutions in the hub and in other languages, those in most languages."""
    hub = choose_hub(texts)
    languages = defaultdict[str, list[str]](list)
    for symbol, language in texts:
        languages[symbol].append(language)

    parallel = [
        symbol for symbol, held in languages.items() if hub in held and len(held) > 1
    ]
    parallel.sort(key=lambda one: (-len(languages[one]), hash_text(one), one))
    return [
        (symbol, language)
        for symbol in parallel[:MOST]
        for language in sorted(languages[symbol])
    ]


def number_paragraphs(texts: Iterable[ParallelText]) -> dict[str, NumberedParagraphs]:
    """The paragraphs of each language.

    Their numbers are in the order of a hash, so that the first ones are a sample.
    """
    by_place = {
        (text.symbol, anchor, text.language): words
        for text in texts
        for anchor, words in text.passages
    }
    places = {(symbol, anchor) for symbol, anchor, _ in by_place}
    ordered = sorted(places, key=lambda place: (hash_text(" ".join(place)), place))
    numbers = {place: number for number, place in enumerate(ordered)}
    found = defaultdict[str, NumberedParagraphs](dict)
    for (symbol, anchor, language), words in sorted(by_place.items()):
        found[language][numbers[symbol, anchor]] = words

    return dict(found)
