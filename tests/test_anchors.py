"""Addresses of paragraphs are the same in every language of a resolution."""

from __future__ import annotations

import functools
import re
from collections import defaultdict
from pathlib import Path

from unres_site.loader import load
from unres_site.records import Resolution, list_passages

TEXTS = Path(__file__).parent / "data" / "texts"
COMPARED_AT_LEAST = 90
ONE_TEXT_LACKS_A_POINT = {"A/RES/75/68"}
"""The English text numbers its third paragraph `3`, without a point."""

ONE_TEXT_LACKS_ITS_LETTERS = {"A/RES/75/295"}
"""The Arabic text has lost the letters of three sub-paragraphs."""

VERSIONS_AT_LEAST = 350

# matches: op3
# matches: op3-a-1
# matches: annex1-op2
# rejects: pp3
# rejects: u1
NUMBER_ADDRESS = re.compile(r"(?:annex\d+-|s[\dA-Z-]+-)?op\d+(?:-[a-z\d]+)*")


def read(path: Path) -> Resolution:
    return load(path.read_bytes(), path.name).resolutions[0]


@functools.cache
def read_versions(corpus: Path) -> dict[str, list[Resolution]]:
    """The resolutions of the corpus by their symbols, in all languages that it has."""
    versions: defaultdict[str, list[Resolution]] = defaultdict(list)
    for path in sorted((corpus / "seedlike").glob("??/*.txt")):
        resolution = read(path)
        versions[resolution.symbol].append(resolution)
    return versions


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
    versions = read_versions(corpus)
    compared, differing = 0, []
    for symbol, texts in versions.items():
        alike = [one for one in texts if kinds(one) == kinds(texts[0])]
        compared += len(alike) > 1
        if any(anchors(one) != anchors(alike[0]) for one in alike):
            differing.append(symbol)
    assert not set(differing) - ONE_TEXT_LACKS_A_POINT
    assert compared >= COMPARED_AT_LEAST


def number_addresses(resolution: Resolution) -> set[str]:
    """The addresses that printed numbers give: `op3`, `op3-a`, `annex1-op2`."""
    return {one for one in anchors(resolution) if NUMBER_ADDRESS.fullmatch(one)}


def test_a_printed_number_gives_the_same_address_in_all_languages(corpus: Path) -> None:
    """Texts whose headings or unnumbered paragraphs differ are compared, too."""
    versions = read_versions(corpus)
    several = {symbol: texts for symbol, texts in versions.items() if len(texts) > 1}
    differing = {
        symbol
        for symbol, texts in several.items()
        if any(number_addresses(one) != number_addresses(texts[0]) for one in texts)
    }
    assert differing == ONE_TEXT_LACKS_A_POINT | ONE_TEXT_LACKS_ITS_LETTERS
    assert sum(map(len, several.values())) >= VERSIONS_AT_LEAST
