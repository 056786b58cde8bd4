"""Texts to search in: the project's own four, and a part of the corpus where it is at hand."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np

from unres_site.loader import load
from unres_site.records import Resolution
from unres_site.search.documents import Document, make_document
from unres_site.search.index.slots import assign_slots, find_place
from unres_site.settings import parse_sidecar

ROOT = Path(__file__).parent.parent
VECTORS = ROOT / "tests" / "data" / "search" / "tokens.json"


class Vector(NamedTuple):
    """One example of the specification of terms."""

    about: str
    text: str
    tokens: list[str]


def vectors() -> list[Vector]:
    """The specification of terms, example by example."""
    groups = json.loads(VECTORS.read_text("utf-8"))
    return [
        Vector(group["about"], one["text"], one["tokens"])
        for group in groups
        for one in group["texts"]
    ]


@cache
def seeds() -> tuple[Resolution, ...]:
    """The project's own four, as the build reads them."""
    folder = ROOT / "resolutions"
    return tuple(_read(sorted(folder.rglob("*.txt"))))


def read_corpus(corpus: Path, folder: str, step: int) -> tuple[Resolution, ...]:
    """Every `step`-th text of a folder of the corpus."""
    return tuple(_read(sorted((corpus / folder).glob("*.txt"))[::step]))


def documents(resolutions: Iterable[Resolution]) -> list[Document]:
    """What is searched of them, in the order of the index."""
    found = [make_document(resolution, "zh") for resolution in resolutions]
    cards = [document.card for document in found]
    places = {card.symbol: find_place(card.symbol) for card in cards}
    slots = assign_slots(places, [(card.symbol, card.language) for card in cards])
    return [found[at] for at in np.argsort(slots)]


def raw_texts(corpus: Path, step: int) -> list[str]:
    """Every `step`-th text of the whole corpus, unchanged."""
    return [
        path.read_text("utf-8", errors="replace")
        for path in sorted(corpus.rglob("*.txt"))[::step]
    ]


def _read(paths: list[Path]) -> Iterator[Resolution]:
    for path in paths:
        beside = path.with_suffix(".yml")
        sidecar = (
            parse_sidecar(beside.read_text("utf-8"), beside.name)
            if beside.is_file()
            else None
        )
        yield from load(path.read_bytes(), path.name, sidecar).resolutions
