"""Hostile files in the folders that a build reads: some of the cases of `benchmarks/hostile_files.py`."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.hostile_files import FOLDERS, KINDS, PLACES, Workbench, cases

STEP = 17
"""One case in this many is tried here; the step goes through all kinds and all places."""


def test_the_benchmark_has_a_hundred_kinds_of_input() -> None:
    assert len(KINDS) * len(PLACES) >= 100
    assert {place.split("/")[0] for place in PLACES.values()} >= {
        folder.split("/")[0] for folder in FOLDERS
    }


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="the system has no /proc")
def test_no_kind_of_file_leads_outside_hangs_or_stops_what_does_not_read_it(
    tmp_path: Path,
) -> None:
    bench = Workbench(tmp_path)
    chosen = list(cases())[::STEP]
    outcomes = [
        bench.try_out(name, place, make, is_read=is_read)
        for name, place, make, is_read in chosen
    ]
    # a machine that runs other tests may take longer: the benchmark holds the time
    faults = {
        one.case: [fault for fault in one.faults if not fault.startswith("took")]
        for one in outcomes
    }
    assert {case: found for case, found in faults.items() if found} == {}
    assert {one.status for one in outcomes} == {0, 1, 2}
