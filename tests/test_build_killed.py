"""A build that is stopped from outside: killed, out of disk, out of memory, locked out. The old site stays whole."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType

import pytest

from tests.building import ROOT, Workshop, text, tree_of, write
from unres_site import cli
from unres_site.errors import UsageError
from unres_site.pipeline.outputs import rendering
from unres_site.pipeline.publishing import trees
from unres_site.search.files import terms
from unres_site.search.updating import building


@pytest.mark.unmeasured
def test_killed_at_ten_moments() -> None:
    benchmark = ROOT / "benchmarks" / "kill.py"
    arguments = ["--moments", "10", "--seed", "5", "--texts", "24"]
    command = [sys.executable, str(benchmark), *arguments]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "mixed 0\nnot healed by the next build: 0" in done.stdout


@pytest.fixture
def workshop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workshop:
    monkeypatch.chdir(tmp_path)
    made = Workshop(tmp_path)
    write(made.texts, {f"99-{number}.txt": text(number) for number in range(1, 30)})
    return made


def kill_worker(function: Callable[..., object]) -> Callable[..., object]:
    """The function, which kills its process if that is a worker."""
    parent = os.getpid()

    def die(*arguments: object) -> object:
        if os.getpid() != parent:
            os.kill(os.getpid(), signal.SIGKILL)
        return function(*arguments)

    return die


@pytest.mark.parametrize(
    ("stage", "module", "function"),
    [(rendering, trees, "write_new"), (building, terms, "make_portion")],
    ids=["of pages", "of the index"],
)
def test_a_process_that_is_ended_from_outside(
    workshop: Workshop,
    monkeypatch: pytest.MonkeyPatch,
    stage: ModuleType,
    module: ModuleType,
    function: str,
) -> None:
    workshop.build()
    before = tree_of(workshop.site)
    write(workshop.folder, {"site.yml": "title: 新\n"})
    write(
        workshop.texts,
        {f"99-{number}.txt": text(number, "新") for number in range(1, 30)},
    )
    with monkeypatch.context() as patch:
        patch.setattr(stage, "WORTH_WORKERS", 1)
        patch.setattr(module, function, kill_worker(getattr(module, function)))
        with pytest.raises(
            UsageError, match=r"A process of the build was ended from outside.*--jobs 1"
        ):
            workshop.build(jobs=2)
    assert tree_of(workshop.site) == before
    workshop.build(jobs=2)
    assert tree_of(workshop.site) == workshop.build_full()


def test_a_small_archive_starts_no_process(
    workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "concurrent.futures.ProcessPoolExecutor",
        lambda *_, **__: pytest.fail("a process"),
    )
    workshop.build(jobs=2)
    assert (workshop.site / "search" / "header.js").is_file()


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A folder on a disk of its own with little room."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["/bin/mount", "-t", "tmpfs", "-o", "size=900k", "small", str(disk)]
    if (
        os.geteuid() != 0
        or subprocess.run(mount, check=False, capture_output=True).returncode
    ):
        pytest.skip("only the superuser can make a small disk")
    yield disk
    subprocess.run(["/bin/umount", "--lazy", disk], check=True)


def fill(disk: Path) -> None:
    """Leave 40 kilobytes of a disk."""
    state = os.statvfs(disk)
    (disk / "filler").write_bytes(b"x" * (state.f_bavail * state.f_frsize - 40_000))


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_disk_that_is_full(
    workshop: Workshop,
    small_disk: Path,
    capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    jobs: str,
) -> None:
    monkeypatch.setattr(rendering, "WORTH_WORKERS", 1)
    output = str(small_disk / "site")
    write(workshop.texts, {f"99-{number}.txt": "" for number in range(2, 30)})
    assert (
        cli.main(
            ["build", "--quiet", "--no-search", "--output", output, "--jobs", jobs]
        )
        == 1
    )
    before = tree_of(small_disk / "site")
    fill(small_disk)
    write(workshop.texts, {f"99-{number}.txt": text(number) for number in range(2, 30)})
    capfd.readouterr()
    assert cli.main(["build", "--quiet", "--output", output, "--jobs", jobs]) == 2
    err = capfd.readouterr().err
    assert err.startswith(f"{output} can't be written: No space left on device")
    assert err.count("\n") == 1
    assert tree_of(small_disk / "site") == before


def test_a_cache_on_a_full_disk_costs_time_alone(
    workshop: Workshop, small_disk: Path
) -> None:
    fill(small_disk)
    workshop.build(cache=str(small_disk / "cache"))
    assert "can't be used" in workshop.notices[0]
    assert tree_of(workshop.site) == workshop.build_full()


def test_an_output_that_is_read_only(
    workshop: Workshop, small_disk: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    output = str(small_disk / "site")
    write(workshop.texts, {f"99-{number}.txt": "" for number in range(2, 30)})
    cli.main(["build", "--quiet", "--no-search", "--output", output])
    before = tree_of(small_disk / "site")
    subprocess.run(["/bin/mount", "-o", "remount,ro", small_disk], check=True)
    write(workshop.texts, {"99-2.txt": text(2)})
    capfd.readouterr()
    assert cli.main(["build", "--quiet", "--output", output]) == 2
    assert "can't be written: Read-only file system" in capfd.readouterr().err
    assert tree_of(small_disk / "site") == before


def test_two_builds_at_once_end_with_one_site(workshop: Workshop) -> None:
    command = [sys.executable, "-m", "unres_site", "build", "--quiet", "--no-cache"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    builds = [
        subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True)
        for _ in range(3)
    ]
    said = [build.communicate()[1] for build in builds]
    assert {build.returncode for build in builds} <= {0, 2}
    assert 0 in {build.returncode for build in builds}
    for build, sentence in zip(builds, said, strict=True):
        assert (
            build.returncode == 0
            or sentence == "Another build is writing site; wait until it has ended.\n"
        )
    assert tree_of(workshop.site) == workshop.build_full()
