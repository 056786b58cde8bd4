"""The benchmarks of faults, of power cuts and of readers, each at a small size."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys

import pytest

from tests.building import ROOT

pytestmark = pytest.mark.unmeasured

needs_strace = pytest.mark.skipif(not shutil.which("strace"), reason="needs strace")


def run(benchmark: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """A benchmark in a process of its own: it forks builds, and imports what they need."""
    command = [sys.executable, str(ROOT / "benchmarks" / benchmark), *arguments]
    return subprocess.run(
        command, check=False, capture_output=True, text=True, timeout=300
    )


@needs_strace
def test_a_system_call_that_fails_leaves_a_whole_site_and_a_true_sentence() -> None:
    first = random.randrange(400)  # noqa: S311 - dice, no secrets
    done = run("faults.py", "--every", "400", "--first", str(first))
    assert done.returncode == 0, f"--first {first}: {done.stdout}{done.stderr}"
    assert "mistakes: 0" in done.stdout


@needs_strace
@pytest.mark.parametrize("options", [(), ("--link",)], ids=["folder", "link"])
def test_a_power_cut_leaves_the_old_site_or_the_new(options: tuple[str, ...]) -> None:
    seed = random.randrange(10**6)  # noqa: S311 - dice, no secrets
    done = run("power.py", "--cuts", "12", "--seed", str(seed), *options)
    assert done.returncode == 0, f"--seed {seed}: {done.stdout}{done.stderr}"


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() != 0,
    reason="only the superuser can mount",
)
def test_a_reader_through_a_mount_sees_one_build() -> None:
    done = run("readers.py", "--builds", "4")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 mixed, 0 older than one build" in done.stdout
