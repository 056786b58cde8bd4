"""Large hostile texts: no kind of text takes more time than its length explains."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from benchmarks.large_texts import KINDS, LONGEST, make_text, measure, prepare
from unres_site.loader import load

SIZE = 20_000
"""Bytes of a text that is read here."""

TRIES = 4
"""How often the times are taken until they fit. Other work of the machine may spoil one, but not all."""

RATIO = 9
"""How much longer a text of four times the size may take. The square of four is sixteen."""

START = 0.1
"""Seconds that do not depend on the size: a garbage collection, a pattern that is compiled."""


@pytest.mark.unmeasured
@pytest.mark.parametrize("kind", KINDS)
def test_a_text_of_any_kind_is_read_in_linear_time(kind: str) -> None:
    load(make_text(kind, 500), "99-1.txt")  # patterns are compiled when they are used
    quarter, whole = (make_text(kind, SIZE // part) for part in (4, 1))
    times: list[tuple[float, float]] = []
    while len(times) < TRIES:
        times.append((time_to_load(quarter), time_to_load(whole)))
        if times[-1][1] < RATIO * times[-1][0] + START:
            return
    pytest.fail(f"seconds for a quarter and for the whole text: {times}")


def time_to_load(text: bytes) -> float:
    """Seconds of processor time that reading takes."""
    start = time.process_time()
    load(text, "99-1.txt")
    return time.process_time() - start


@pytest.mark.unmeasured
@pytest.mark.parametrize("kind", ["resolutions", "page heads of many documents"])
def test_a_large_text_passes_all_stages_in_time(tmp_path: Path, kind: str) -> None:
    prepare(tmp_path)
    outcome = measure(tmp_path, make_text(kind, SIZE))
    assert outcome.status == 0
    assert outcome.longest <= LONGEST


@pytest.mark.unmeasured
def test_a_text_of_too_many_different_words_is_refused(tmp_path: Path) -> None:
    prepare(tmp_path)
    outcome = measure(tmp_path, make_text("random words", 2_000_000))
    assert outcome.status == 1
    assert "too-slow" in outcome.codes
    assert outcome.longest <= LONGEST
