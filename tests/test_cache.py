"""What the cache takes for the same program must be the same program, and what is harmed there does no harm."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

import unres_site
from tests.building import Workshop, text, tree_of, write
from unres_site.loader import load
from unres_site.pipeline.sources import scanning
from unres_site.pipeline.store import cache
from unres_site.pipeline.store.versions import LOADER_CODE
from unres_site.records import Reading
from unres_site.settings import Sidecar

PACKAGE = Path(unres_site.__file__).parent
LIST = (
    "import sys, unres_site.loader; print(*(m.__file__ for n, m in sys.modules.items() if n.startswith('unres_site.')))"
)


def test_readings_are_kept_under_all_the_code_that_makes_them() -> None:
    listed = subprocess.run([sys.executable, "-c", LIST], capture_output=True, text=True, check=True)
    read = {Path(file).relative_to(PACKAGE).parts[0] for file in listed.stdout.split()}
    assert read == set(LOADER_CODE)


def harm_seals(workshop: Workshop) -> None:
    seals = workshop.folder / ".site.unres-site" / "seals"
    seals.write_bytes(seals.read_bytes().replace(b"marker", b"m\xe1rker").replace(b"A/RES", b"A/RE\xff"))


def harm_summary(workshop: Workshop) -> None:
    with closing(sqlite3.connect(workshop.folder / ".cache" / cache.FILE)) as connection, connection:
        connection.execute("update notes set value = x'9105' where name = 'report'")


def harm_reading(workshop: Workshop) -> None:
    readings = workshop.folder / ".cache" / "readings.0"
    readings.write_bytes(readings.read_bytes().replace("测试决议".encode(), "测试夬议".encode()))


def harm_format(workshop: Workshop) -> None:
    with closing(sqlite3.connect(workshop.folder / ".cache" / cache.FILE)) as connection, connection:
        connection.execute("pragma user_version = 99")


def cut_database(workshop: Workshop) -> None:
    database = workshop.folder / ".cache" / cache.FILE
    database.write_bytes(database.read_bytes()[:5000])


@pytest.mark.parametrize("harm", [harm_seals, harm_summary, harm_reading, harm_format, cut_database])
@pytest.mark.parametrize("change", [{}, {"site.yml": "title: 新\n"}], ids=["unchanged", "all pages"])
def test_what_is_harmed_costs_time_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, harm: Callable[[Workshop], None], change: dict[str, str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(scanning, "FRESH", 0)
    workshop = Workshop(tmp_path)
    for title in ("测试决议", "测试标题"):  # twice, so that there is another tree
        write(workshop.texts, {"99-1.txt": text(1), "99-2.txt": text(2, title)})
        workshop.build(search=False)
    harm(workshop)
    write(workshop.folder, change)
    workshop.build(search=False)
    assert workshop.notices == []
    found = tree_of(workshop.site)
    workshop.build(search=False, output="anew", cache=None)
    assert found == tree_of(workshop.folder / "anew")


def test_a_shelf_that_is_mostly_waste_is_written_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(cache, "TOLERATED_WASTE", 0)
    workshop = Workshop(tmp_path)
    loaded: list[str] = []

    def loader(data: bytes, file: str, sidecar: Sidecar | None, remark: str) -> Reading:
        loaded.append(file)
        return load(data, file, sidecar, remark)

    shelves = set[str]()
    for number in range(1, 9):
        write(workshop.texts, {"99-1.txt": text(1), "99-2.txt": text(2, f"标题{number}" * 50)})
        write(workshop.texts, {f"99-{10 + number % 2}.txt": text(10 + number % 2, f"标题{number}")})
        workshop.build(loader=loader)
        shelves |= {path.name for path in (tmp_path / ".cache").glob("readings.*")}
        assert len(list((tmp_path / ".cache").glob("readings.*"))) == 1
    assert len(shelves) > 1
    assert loaded.count("99-1.txt") == 1, "its reading came along"
    assert tree_of(workshop.site) == workshop.build_anew()
    assert workshop.notices == []
