"""Streams that are closed, full or left by their reader: the site and the exit status are those of any other build."""

from __future__ import annotations

import errno
import io
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.building import ROOT, Workshop, text, tree_of, write
from unres_site.streams import LenientFile, make_streams_lenient

STREAMS = [
    "2>&-",
    ">&-",
    ">&- 2>&-",
    "<&- >&- 2>&-",
    ">/dev/full",
    "2>/dev/full",
    ">/dev/full 2>&1",
    "2>&1 | head -c 0",
]


@pytest.fixture
def workshop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workshop:
    monkeypatch.chdir(tmp_path)
    made = Workshop(tmp_path)
    write(made.texts, {"zh/99-50.txt": text(50), "zh/99-51.txt": ""})
    return made


def status_of(arguments: str, streams: str) -> int:
    """The exit status of the command, if a shell gives it these streams."""
    command = f"set -o pipefail; {sys.executable} -m unres_site {arguments} {streams}"
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    return subprocess.run(
        ["/bin/bash", "-c", command], env=environment, check=False, timeout=60
    ).returncode


@pytest.mark.unmeasured
@pytest.mark.parametrize("streams", STREAMS)
def test_streams_change_neither_status_nor_site(
    workshop: Workshop, streams: str
) -> None:
    assert status_of("build --no-search --jobs 1", streams) == 1, "one text is empty"
    found = tree_of(workshop.site)
    workshop.build(search=False, output="full", cache=None)
    assert found == tree_of(workshop.folder / "full")


@pytest.mark.unmeasured
@pytest.mark.parametrize("streams", STREAMS)
def test_streams_do_not_change_the_status_of_wrong_use(streams: str) -> None:
    assert status_of("build --source nowhere", streams) == 2
    assert status_of("build --nonsense", streams) == 2
    assert status_of("--help", streams) == 0


def test_the_system_is_not_asked_for_the_place_in_a_stream(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse(*_: object) -> int:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    monkeypatch.setattr(LenientFile, "tell", refuse)
    monkeypatch.setattr(LenientFile, "seek", refuse)
    with Path(os.devnull).open("w", encoding="utf-8") as before:
        monkeypatch.setattr(sys, "stdout", before)
        monkeypatch.setattr(sys, "stderr", before)
        make_streams_lenient()
        assert isinstance(sys.stdout, io.TextIOWrapper)
        assert sys.stdout is not before
