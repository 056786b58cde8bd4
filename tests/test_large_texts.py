"""Large hostile texts: no kind of text takes more time than its length explains."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from benchmarks.large_texts import KINDS, LONGEST, make_text, measure, prepare
from unres_site.loader import load

SIZE = 25_000
"""Bytes of a text that is read here."""

SECONDS = 1.0
"""Seconds of processor time for such a text. A loader whose time grows with the square takes three or more."""


@pytest.mark.parametrize("kind", KINDS)
def test_a_text_of_any_kind_is_read_in_linear_time(kind: str) -> None:
    text = make_text(kind, SIZE)
    load(make_text(kind, 500), "99-1.txt")  # patterns are compiled when they are used
    start = time.process_time()
    load(text, "99-1.txt")
    assert time.process_time() - start < SECONDS


@pytest.mark.parametrize("kind", ["resolutions", "page heads of many documents"])
def test_a_large_text_passes_all_stages_in_time(tmp_path: Path, kind: str) -> None:
    prepare(tmp_path)
    outcome = measure(tmp_path, make_text(kind, 2 * SIZE))
    assert outcome.status == 0
    assert outcome.longest <= LONGEST


def test_a_text_of_too_many_different_words_is_refused(tmp_path: Path) -> None:
    prepare(tmp_path)
    outcome = measure(tmp_path, make_text("random words", 2_000_000))
    assert outcome.status == 1
    assert "too-slow" in outcome.codes
    assert outcome.longest <= LONGEST
