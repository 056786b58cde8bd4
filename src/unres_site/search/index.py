"""The index: which term stands how often in which field of which document. Lunr's own data, before any score.

Documents are counted from 0 in the archive's order, terms in the order of their UTF-16 units, which is JavaScript's. A
term's rank is its `_index` in Lunr: sums of scores then run in the same order in a whole index and in a part of it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from itertools import chain
from typing import NamedTuple

from unres_site.search.documents import Document, symbol_spellings
from unres_site.search.tokens import normalize, symbol_terms, tokens

FIELDS = {"symbol": 10, "title": 5, "text": 1}
"""The fields of a document, in order, with the weight that a term's score has in each."""

FieldTerms = tuple[list[str], ...]
"""The terms of one document, a list a field of `FIELDS`."""

Postings = tuple[dict[int, int], ...]
"""Where a term stands: for each field, document → how often; documents ascend."""


class Index(NamedTuple):
    """All terms in order with their postings, and for each field the number of terms in each document."""

    postings: dict[str, Postings]
    lengths: tuple[list[int], ...]


def field_terms(document: Document) -> FieldTerms:
    """The terms of a document by field. The symbol's are there once each, however many spellings share them."""
    symbol = chain.from_iterable(map(tokens, symbol_spellings(document.symbol)))
    text = [term for passage in document.passages if passage.place != "title" for term in tokens(passage.text)]
    cited = chain.from_iterable(passage.cited for passage in document.passages)
    text += [term for one in cited for term in symbol_terms(normalize(one.symbol))]
    return list(dict.fromkeys(symbol)), tokens(document.title), text


def build_index(documents: Iterable[FieldTerms]) -> Index:
    """The index over documents in their order."""
    found: dict[str, Postings] = defaultdict(lambda: tuple({} for _ in FIELDS))
    lengths: tuple[list[int], ...] = tuple([] for _ in FIELDS)
    for number, fields in enumerate(documents):
        for place, terms in enumerate(fields):
            lengths[place].append(len(terms))
            for term, count in Counter(terms).items():
                found[term][place][number] = count
    return Index({term: found[term] for term in sorted(found, key=utf16)}, lengths)


def utf16(term: str) -> bytes:
    """The key that sorts as JavaScript compares: astral characters stand before U+E000."""
    return term.encode("utf-16-be")
