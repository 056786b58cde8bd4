"""Texts, sidecars and settings that were harmed at random: what comes of it is said, and no more."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.fuzz import Fuzzing

ROUNDS = 30


@pytest.fixture
def fuzzing(tmp_path: Path) -> Iterator[Fuzzing]:
    before = Path.cwd()
    yield Fuzzing(tmp_path, seed=1)
    os.chdir(before)


def test_harm_is_said_in_sentences(fuzzing: Fuzzing) -> None:
    rounds = [fuzzing.round() for _ in range(ROUNDS)]
    assert [one for one in rounds if one.faults] == []
    assert {one.status for one in rounds} == {0, 1, 2}, "some harm is not seen, some costs a text, some a build"
