"""The fields of a text and the terms in each, counted. The data are Lunr's; scores come later, in the browser."""

from __future__ import annotations

import msgspec
import numpy as np
from numpy.typing import NDArray

from unres_site.search.documents import Document, spell_symbol
from unres_site.search.terms.characters import find_units
from unres_site.search.terms.counting import (
    TermCounts,
    add_terms,
    count_terms,
    count_units,
)
from unres_site.search.terms.phrases import mark_places
from unres_site.search.terms.tokens import list_symbol_terms, normalize, tokenize

FIELDS = {"symbol": 10, "title": 5, "text": 1}
"""The fields of a text, in order, with the weight that a term's score has in each."""

TEXT = 2
"""The place of the text field. Its lengths are rounded (`lengths`)."""

Integers = NDArray[np.int64]

FieldCounts = tuple[TermCounts, ...]
"""The counted terms of one text for each of `FIELDS`."""

BREAK = "\n\0\n"
"""Separates two passages, so that no term has characters of both."""


def count_fields(document: Document) -> FieldCounts:
    """The counted terms of a text for each field.

    The symbol field has the symbol and the facts. Each of its terms counts once, though several spellings have it. The
    text field has the passages and the symbols that they cite in other words.
    """
    card = document.card
    symbol = [
        term for spelling in spell_symbol(card.symbol) for term in tokenize(spelling)
    ]
    text = BREAK.join(
        passage.text for passage in document.passages if passage.place != "title"
    )
    cited: list[str] = []
    for passage in document.passages:
        for citation in passage.cited:
            cited += list_symbol_terms(normalize(citation.symbol))

    title_units = find_units(card.title)
    text_units = find_units(text)
    in_title = count_units(title_units, card.language)
    in_text = add_terms(count_units(text_units, card.language), cited)
    if in_title.grams or in_text.grams:
        phrases = mark_places([title_units, text_units])
        in_text = msgspec.structs.replace(in_text, phrases=phrases)

    in_symbol = count_terms(dict.fromkeys([*symbol, *document.facts]))
    return in_symbol, in_title, in_text
