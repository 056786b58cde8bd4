"""What each text adds to the search, and all files of the search from it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from unres_site.records import Resolution
from unres_site.search.documents import Document, SearchCard, make_document
from unres_site.search.files.constant import make_constant_files
from unres_site.search.files.passages import make_passage_file
from unres_site.search.files.scripts import read_digest
from unres_site.search.index.fields import FieldCounts, count_fields
from unres_site.search.updating.building import build_index
from unres_site.search.updating.translations import translate_archive


class SearchedText(msgspec.Struct, frozen=True, array_like=True):
    """What the search needs of one text. It depends on the record alone, so builds keep it.

    passages   address and content of the text's own file
    """

    card: SearchCard
    counts: FieldCounts
    passages: tuple[str, bytes]


def prepare_text(resolution: Resolution, first_language: str) -> SearchedText:
    """What the search needs of a record. `first_language` is the one whose pages are at the root."""
    return prepare_document(make_document(resolution, first_language))


def prepare_document(document: Document) -> SearchedText:
    """What the search needs of a document."""
    passages = make_passage_file(document)
    card = document.card._replace(passages=read_digest(passages[1]))
    return SearchedText(card, count_fields(document), passages)


def make_files(texts: Sequence[SearchedText]) -> Iterator[tuple[str, bytes]]:
    """All files of the search, for texts in any order: addresses and contents."""
    cards = [text.card for text in texts]
    counts = [text.counts for text in texts]
    passages = {
        (card.symbol, card.language): text.passages[1]
        for card, text in zip(cards, texts, strict=True)
    }
    translations = translate_archive(passages, passages.__getitem__)
    _, files = build_index(cards, counts, translations=translations)
    yield from make_constant_files()
    yield from files
    for text in texts:
        yield text.passages
