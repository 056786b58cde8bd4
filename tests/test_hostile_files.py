"""Hostile files in the folders that a build reads: some of the cases of `benchmarks/hostile_files.py`."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.hostile_files import FOLDERS, KINDS, PLACES
from tests.building import ROOT

EVERY = "17"
"""One case in this many is tried here; the step goes through all kinds and all places."""

LONGEST = "60"
"""Seconds of one build: a machine that runs other tests takes long. The benchmark itself holds the time."""


def test_the_benchmark_has_a_hundred_kinds_of_input() -> None:
    assert len(KINDS) * len(PLACES) >= 100
    assert {place.split("/")[0] for place in PLACES.values()} >= {
        folder.split("/")[0] for folder in FOLDERS
    }


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="the system has no /proc")
@pytest.mark.unmeasured
def test_no_kind_of_file_leads_outside_hangs_or_stops_what_does_not_read_it() -> None:
    benchmark = ROOT / "benchmarks" / "hostile_files.py"
    command = [sys.executable, str(benchmark), "--every", EVERY, "--longest", LONGEST]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 faults" in done.stdout
    # builds that succeed, that report errors in texts, and that refuse their settings
    for status in (0, 1, 2):
        assert f"{status}: " in done.stdout.partition("exit statuses")[2]
