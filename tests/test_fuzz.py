"""Texts, sidecars and settings that were harmed at random: what comes of it is said, and no more."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from benchmarks.fuzz import Fuzzing
from benchmarks.fuzz_loader import make_check

ROOT = Path(__file__).parent.parent
ROUNDS = 30


@pytest.fixture
def fuzzing(tmp_path: Path) -> Iterator[Fuzzing]:
    before = Path.cwd()
    yield Fuzzing(tmp_path, seed=1)
    os.chdir(before)


def test_harm_is_said_in_sentences(fuzzing: Fuzzing) -> None:
    rounds = [fuzzing.round() for _ in range(ROUNDS)]
    assert [one for one in rounds if one.faults] == []
    assert {one.status for one in rounds} == {0, 1, 2}, (
        "some harm is not seen, some costs a text, some a build"
    )


FOUND = sorted((ROOT / "tests/data/fuzz").iterdir())
"""Inputs that failed once, and inputs that together reach what the fuzzer has reached (`benchmarks/fuzz_loader.py`)."""


@pytest.mark.parametrize("path", FOUND, ids=lambda path: path.name)
def test_inputs_of_the_fuzzer_lose_nothing(
    path: Path, check: Callable[[bytes], None]
) -> None:
    check(path.read_bytes())


@pytest.fixture(scope="module")
def check() -> Callable[[bytes], None]:
    return make_check()
