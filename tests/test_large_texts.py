"""Large hostile texts: no kind of text takes more time than its length explains."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from benchmarks.large_texts import KINDS, LONGEST, make_text, measure, prepare
from unres_site.loader import load
from unres_site.pipeline.sources import reading

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
    check_linear_time(kind, SIZE, RATIO, START)


@pytest.mark.unmeasured
def test_many_resolutions_of_a_text_are_read_in_linear_time() -> None:
    """What is looked for in the whole text for each of its resolutions costs little, until there are a thousand."""
    check_linear_time("resolutions", 10 * SIZE, ratio=6, start=0)


def check_linear_time(kind: str, size: int, ratio: float, start: float) -> None:
    """Compare a text with its quarter: seconds of the processor may be that many times as many, and the start."""
    load(make_text(kind, 500), "99-1.txt")  # patterns are compiled when they are used
    quarter, whole = (make_text(kind, size // part) for part in (4, 1))
    times: list[tuple[float, float]] = []
    while len(times) < TRIES:
        times.append((time_to_load(quarter), time_to_load(whole)))
        if times[-1][1] < ratio * times[-1][0] + start:
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
def test_a_text_of_too_many_different_words_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The limit is set so low that the fastest machine passes it; on a fast one, 2 MB are counted in time."""
    monkeypatch.setattr(reading, "LONGEST_COUNT", 0.05)
    prepare(tmp_path)
    outcome = measure(tmp_path, make_text("random words", 2_000_000))
    assert outcome.status == 1
    assert "too-slow" in outcome.codes
    assert outcome.longest <= LONGEST
