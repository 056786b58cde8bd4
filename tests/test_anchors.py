"""Addresses of paragraphs are the same in every language of a resolution."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

from unres_site.loader import load
from unres_site.records import Resolution, list_passages

TEXTS = Path(__file__).parent / "data" / "texts"
COMPARED_AT_LEAST = 90
ONE_TEXT_LACKS_A_POINT = {"A/RES/75/68"}
"""The English text numbers its third paragraph `3`, without a point."""


def read(path: Path) -> Resolution:
    return load(path.read_bytes(), path.name).resolutions[0]


def anchors(resolution: Resolution) -> list[str]:
    return [one.anchor for one in list_passages(resolution) if one.kind != "note"]


def kinds(resolution: Resolution) -> tuple[tuple[str, int], ...]:
    """Kinds and depths of all paragraphs: translations that differ in them have been set in other ways."""
    return tuple(
        (one.kind, one.depth) for one in list_passages(resolution) if one.kind != "note"
    )


def test_sections_and_lists_have_the_same_addresses_in_arabic_and_chinese() -> None:
    arabic, chinese = (
        read(TEXTS / "sections-arabic.txt"),
        read(TEXTS / "sections-spaced.txt"),
    )
    assert anchors(arabic) == anchors(chinese)
    assert {"s1", "op2-a-1", "s2", "s2-op1"} <= set(anchors(arabic))


def test_the_corpus_has_the_same_addresses_in_all_languages(corpus: Path) -> None:
    versions: defaultdict[str, list[Resolution]] = defaultdict(list)
    for path in sorted((corpus / "seedlike").glob("??/*.txt")):
        resolution = read(path)
        versions[resolution.symbol].append(resolution)
    compared, differing = 0, []
    for symbol, texts in versions.items():
        alike = [one for one in texts if kinds(one) == kinds(texts[0])]
        compared += len(alike) > 1
        if any(anchors(one) != anchors(alike[0]) for one in alike):
            differing.append(symbol)
    assert not set(differing) - ONE_TEXT_LACKS_A_POINT
    assert compared >= COMPARED_AT_LEAST
