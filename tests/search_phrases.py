"""Texts for the table of counts, for tests."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from unres_site.search.index.fields import FieldCounts
from unres_site.search.index.phrases import PhraseCounts, Work
from unres_site.search.terms.characters import find_units
from unres_site.search.terms.counting import count_text
from unres_site.search.terms.phrases import mark_places


def mark_text(text: str) -> bytes:
    """The characters of a text as it keeps them."""
    return mark_places([find_units(text)])


def fields(text: str) -> FieldCounts:
    """The fields of a text, of which the table needs the phrases alone."""
    counts = count_text(text)
    return counts, counts, msgspec.structs.replace(counts, phrases=mark_text(text))


def run(work: Work, portions: int) -> Iterable[PhraseCounts]:
    """Count all portions in this process."""
    return map(work, range(portions))
