"""The file of one text: its paragraphs and notes, for checks and snippets."""

from __future__ import annotations

from typing import Any

import msgspec

from unres_site.search.documents import Document, SearchPassage
from unres_site.search.files.scripts import make_script, read_value
from unres_site.search.terms.characters import find_suspects
from unres_site.search.terms.simplified import find_pairs
from unres_site.search.terms.tokens import normalize


def make_passage_file(document: Document) -> tuple[str, bytes]:
    """The passages of a text and, if it has traditional characters, these with their simplified ones at the end."""
    text = "\n".join(passage.text for passage in document.passages)
    values: list[object] = [_list_values(passage) for passage in document.passages]
    pairs = find_pairs(normalize(find_suspects(text)))
    if pairs:
        values.append(pairs)

    return make_script(name_passages(document.card.address), values)


def read_passages(content: bytes) -> list[tuple[str, str]]:
    """The anchor and the words of each passage of a file."""
    values: list[Any] = msgspec.json.decode(read_value(content))
    return [(value[0], value[3]) for value in values if isinstance(value, list)]


def name_passages(page: str) -> str:
    """The name of the file, from the address of the text's page."""
    return f"passages/{page.removesuffix('.html')}"


def _list_values(passage: SearchPassage) -> list[object]:
    """What the file has of a passage. An empty list of citations is left out."""
    return list(passage if passage.cited else passage[:-1])
