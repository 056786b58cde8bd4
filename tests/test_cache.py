"""What the cache takes for the same program must be the same program, and what is harmed there does no harm."""

from __future__ import annotations

import hashlib
import itertools
import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from itertools import pairwise
from pathlib import Path

import msgspec
import pytest

from tests.building import Workshop, text, tree_of, write
from unres_site.errors import UsageError
from unres_site.loader import load
from unres_site.pipeline import unchanged
from unres_site.pipeline.outputs import indexing, rendering
from unres_site.pipeline.publishing.manifest import MARKER
from unres_site.pipeline.sources import scanning
from unres_site.pipeline.store import cache, versions
from unres_site.pipeline.store.cache import Cache
from unres_site.pipeline.store.entries import CacheUpdate, PageMark
from unres_site.records import Reading
from unres_site.settings import Sidecar


def harm_seals(workshop: Workshop) -> None:
    seals = workshop.folder / ".site.unres-site" / "seals"
    seals.write_bytes(
        seals.read_bytes()
        .replace(b"marker", b"m\xe1rker")
        .replace(b"A/RES", b"A/RE\xff")
    )


def harm_summary(workshop: Workshop) -> None:
    with (
        closing(sqlite3.connect(workshop.folder / ".cache" / cache.FILE)) as connection,
        connection,
    ):
        connection.execute("update notes set value = x'9105' where name = 'report'")


def harm_reading(workshop: Workshop) -> None:
    readings = workshop.folder / ".cache" / "readings.0"
    readings.write_bytes(
        readings.read_bytes().replace("测试决议".encode(), "测试夬议".encode())
    )


def harm_format(workshop: Workshop) -> None:
    with (
        closing(sqlite3.connect(workshop.folder / ".cache" / cache.FILE)) as connection,
        connection,
    ):
        connection.execute("pragma user_version = 99")


def cut_database(workshop: Workshop) -> None:
    database = workshop.folder / ".cache" / cache.FILE
    database.write_bytes(database.read_bytes()[:5000])


def tear_seals_of_another_version(workshop: Workshop) -> None:
    seals = workshop.folder / ".site.unres-site" / "seals"
    body = msgspec.msgpack.encode({"version": 99})
    seals.write_bytes(hashlib.sha256(body).digest()[:16] + body)


def change_stamp_of_site(workshop: Workshop) -> None:
    manifest = workshop.site / MARKER
    content = json.loads(manifest.read_bytes())
    manifest.write_text(json.dumps({**content, "stamp": "another"}))


def write_manifest_of_another_version(workshop: Workshop) -> None:
    manifest = workshop.site / MARKER
    files = {
        address: {"sha3": "0"} for address in json.loads(manifest.read_bytes())["files"]
    }
    content = {"program": "unres-site", "format": 99, "files": files}
    manifest.write_text(json.dumps(content))


def change_stamp_of_cache(workshop: Workshop) -> None:
    cached = Cache(str(workshop.folder / ".cache"), pytest.fail)
    cached.save(CacheUpdate(notes={"stamp": b"another"}))


HARM = [
    harm_seals,
    harm_summary,
    harm_reading,
    harm_format,
    cut_database,
    tear_seals_of_another_version,
    change_stamp_of_site,
    write_manifest_of_another_version,
    change_stamp_of_cache,
]


@pytest.mark.parametrize("harm", HARM)
@pytest.mark.parametrize(
    "change", [{}, {"site.yml": "title: 新\n"}], ids=["unchanged", "all pages"]
)
def test_what_is_harmed_costs_time_alone(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    harm: Callable[[Workshop], None],
    change: dict[str, str],
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
    workshop.build(search=False, output="full", cache=None)
    assert found == tree_of(workshop.folder / "full")


def test_a_shelf_that_is_mostly_waste_is_written_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(cache, "TOLERATED_WASTE", 0)
    workshop = Workshop(tmp_path)
    loaded: list[str] = []

    def loader(data: bytes, file: str, sidecar: Sidecar | None, remark: str) -> Reading:
        loaded.append(file)
        return load(data, file, sidecar, remark)

    shelves = set[str]()
    for number in range(1, 9):
        write(
            workshop.texts,
            {"99-1.txt": text(1), "99-2.txt": text(2, f"标题{number}" * 50)},
        )
        write(
            workshop.texts,
            {f"99-{10 + number % 2}.txt": text(10 + number % 2, f"标题{number}")},
        )
        workshop.build(loader=loader)
        shelves |= {path.name for path in (tmp_path / ".cache").glob("readings.*")}
        assert len(list((tmp_path / ".cache").glob("readings.*"))) == 1
    assert len(shelves) > 1
    assert loaded.count("99-1.txt") == 1, "its reading came along"
    assert tree_of(workshop.site) == workshop.build_full()
    assert workshop.notices == []


def test_many_pages_are_asked_for_in_one_connection(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = Cache(str(tmp_path), pytest.fail)
    pages = {
        f"{name}.html": PageMark(name, "", "source", b"", b"inputs", "digest")
        for name in "abc"
    }
    kept.save(CacheUpdate(pages=pages))
    opened: list[str] = []
    connect = sqlite3.connect

    def count(file: str, timeout: float) -> sqlite3.Connection:
        opened.append(file)
        return connect(file, timeout=timeout)

    monkeypatch.setattr(sqlite3, "connect", count)
    assert kept.read_pages("abcd") == pages
    assert len(opened) == 1


def test_long_values_are_read_apart_from_notes(tmp_path: Path) -> None:
    kept = Cache(str(tmp_path), pytest.fail)
    kept.save(CacheUpdate(notes={"stamp": b"1"}, facts={"series": b"2"}))
    again = Cache(str(tmp_path), pytest.fail)
    assert again.notes == {"stamp": b"1"}
    assert again.read_fact("series") == b"2"
    assert again.read_fact("others") == b""
    again.begin(b"another stamp")
    assert again.read_fact("series") == b""


def test_a_page_is_found_by_each_of_its_texts(tmp_path: Path) -> None:
    kept = Cache(str(tmp_path), pytest.fail)
    alone = PageMark("a", "", "source", b"", b"inputs", "digest")
    of_two = PageMark("a", "b\nc", "since", b"", b"inputs", "digest")
    kept.save(CacheUpdate(pages={"1.html": alone, "2.html": of_two}))
    assert kept.read_pages("a") == {"1.html": alone, "2.html": of_two}
    assert kept.read_pages("c") == {"2.html": of_two}
    assert kept.list_pages() == {"1.html", "2.html"}
    now = PageMark("a", "b", "since", b"", b"inputs", "digest")
    kept.save(CacheUpdate(pages={"2.html": now}))
    assert kept.read_pages("c") == {}, "it is not made from that text any more"


@pytest.mark.parametrize("processes", [1, 2, 3])
def test_processes_take_batches_of_different_places(processes: int) -> None:
    batches = [range(at, at + 10) for at in range(0, 70, 10)]
    spread = rendering.spread_batches(batches, processes)
    assert sorted(spread, key=lambda one: one.start) == batches
    apart = {abs(one.start - other.start) for one, other in pairwise(spread)}
    assert min(apart) >= (10 if processes == 1 else 20)


# --- one stamp of the program


@pytest.fixture
def workshop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workshop:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(scanning, "FRESH", 0)
    made = Workshop(tmp_path)
    write(made.texts, {"99-1.txt": text(1), "99-2.txt": text(2)})
    return made


def use_stamp(patch: pytest.MonkeyPatch, installed: tuple[bytes, ...]) -> None:
    """Let the program find these distributions installed."""
    versions.compute_stamp.cache_clear()
    for module in (versions, unchanged):
        patch.setattr(module, "list_distributions", lambda: installed)


def test_each_distribution_is_in_the_stamp(monkeypatch: pytest.MonkeyPatch) -> None:
    installed = tuple(versions.list_distributions())
    names = {name.partition(b"-")[0].decode().lower() for name in installed}
    assert {"pystemmer", "msgspec", "jinja2", "charset_normalizer"} <= names
    found = set()
    for changed in range(len(installed)):
        others = list(installed)
        others[changed] = others[changed].replace(b"-", b"-1")
        use_stamp(monkeypatch, tuple(others))
        found.add(versions.compute_stamp())
    versions.compute_stamp.cache_clear()
    assert len(found) == len(installed)


def test_another_version_of_a_library_makes_everything_again(
    workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    loaded: list[str] = []

    def loader(data: bytes, file: str, sidecar: Sidecar | None, remark: str) -> Reading:
        loaded.append(file)
        return load(data, file, sidecar, remark)

    try:
        for version in (
            b"stemmer-1.dist-info",
            b"stemmer-2.dist-info",
            b"stemmer-1.dist-info",
        ):
            loaded.clear()
            use_stamp(monkeypatch, (version,))
            workshop.build(loader=loader)
            assert sorted(loaded) == ["99-1.txt", "99-2.txt"], version
            assert tree_of(workshop.site) == workshop.build_full()
    finally:
        versions.compute_stamp.cache_clear()


# --- the folder of the cache


def test_a_cache_has_its_marker(workshop: Workshop) -> None:
    workshop.build()
    marker = workshop.folder / ".cache" / cache.MARKER
    assert marker.read_text().startswith("Signature: 8a477f597d28d172789f06886806bc55")


@pytest.mark.parametrize("name", [cache.FILE, "readings.3", "notes.txt"])
def test_files_of_others_in_the_cache_s_folder_are_kept(
    workshop: Workshop, name: str
) -> None:
    write(workshop.folder, {f".cache/{name}": "years of work"})
    for _ in range(2):
        workshop.build()
    assert (workshop.folder / ".cache" / name).read_text() == "years of work"
    is_taken = name != "notes.txt"
    assert (
        any("may be another program's" in notice for notice in workshop.notices)
        is is_taken
    )
    assert tree_of(workshop.site) == workshop.build_full()


DISK_ERROR = sqlite3.OperationalError("disk I/O error")
DAMAGE = sqlite3.DatabaseError("a row is not as it was written")


@pytest.mark.parametrize(
    ("error", "is_removed"),
    [
        pytest.param(DISK_ERROR, True, id="removed"),
        pytest.param(DISK_ERROR, False, id="changed", marks=pytest.mark.unmeasured),
        pytest.param(DAMAGE, True, id="damaged", marks=pytest.mark.unmeasured),
    ],
)
def test_a_cache_that_fails_while_it_is_read_makes_no_other_site(
    workshop: Workshop,
    monkeypatch: pytest.MonkeyPatch,
    error: Exception,
    is_removed: bool,  # noqa: FBT001 - a parameter of the test
) -> None:
    stays, before = {"99-51.txt": text(51)}, {"99-52.txt": text(52)}
    after = {} if is_removed else {"99-52.txt": text(52).replace("列入", "不列入")}
    write(workshop.texts, {**stays, **after})
    expected = workshop.build_full()
    for number in itertools.count(1):
        write(workshop.texts, before)
        workshop.build()
        (workshop.texts / "99-52.txt").unlink()
        write(workshop.texts, after)
        connections = FailingConnections(number, error)
        with monkeypatch.context() as patched:
            patched.setattr(sqlite3, "connect", connections.connect)
            workshop.build()
        assert tree_of(workshop.site) == expected, f"connection {number} fails"
        if connections.count < number:
            break


class FailingConnections:
    """Connections to the cache, of which the one of a number fails."""

    def __init__(self, number: int, error: Exception) -> None:
        self.count = 0
        self._connect, self._number, self._error = sqlite3.connect, number, error

    def connect(self, path: str, timeout: float) -> sqlite3.Connection:
        """What takes the place of `sqlite3.connect`."""
        self.count += 1
        if self.count == self._number:
            raise self._error
        return self._connect(path, timeout=timeout)


@pytest.mark.parametrize("name", [cache.FILE, f"{cache.FILE}-journal", "readings.0"])
def test_no_link_in_the_cache_is_followed(workshop: Workshop, name: str) -> None:
    outside = workshop.folder / "outside"
    outside.write_bytes(b"years of work")
    workshop.build()
    link = workshop.folder / ".cache" / name
    link.unlink(missing_ok=True)
    link.symlink_to(outside)
    write(workshop.texts, {"99-2.txt": text(2, "测试标题")})
    workshop.build()
    assert outside.read_bytes() == b"years of work"
    assert tree_of(workshop.site) == workshop.build_full()


def test_a_cache_that_is_a_link_out_of_its_folder_is_refused(
    workshop: Workshop, tmp_path_factory: pytest.TempPathFactory
) -> None:
    outside = tmp_path_factory.mktemp("outside")
    (workshop.folder / ".cache").symlink_to(outside)
    with pytest.raises(UsageError, match=r"^The cache \.cache is a link that leads"):
        workshop.build()
    assert list(outside.iterdir()) == []
    write(workshop.folder, {"site.yml": f"linked_folders: [{outside}]\n"})
    workshop.build()
    assert (outside / cache.MARKER).exists(), "the owner allows the place"


@pytest.mark.parametrize(
    "folder", ["static/cache", "resolutions/cache", "templates", "content/x/y"]
)
def test_a_cache_in_a_folder_that_is_read_is_refused(
    workshop: Workshop, folder: str
) -> None:
    with pytest.raises(
        UsageError, match=r"which the build reads; name another folder with --cache\."
    ):
        workshop.build(cache=folder)


def test_a_cache_in_the_output_is_refused(workshop: Workshop) -> None:
    with pytest.raises(UsageError, match="holds the cache"):
        workshop.build(cache="site/cache")


def test_a_text_that_the_cache_has_lost_is_never_left_out_of_the_search(
    workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    workshop.build()
    before = tree_of(workshop.site)
    write(workshop.texts, {"99-3.txt": text(3)})
    monkeypatch.setattr(indexing.IndexBuild, "_fetch", lambda *_: None)
    with pytest.raises(
        UsageError, match=r"can't be read from the cache; the site is as it was\."
    ):
        workshop.build()
    assert tree_of(workshop.site) == before


def test_an_index_whose_rare_phrases_are_lost_is_built_again(
    workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(workshop.texts, {f"99-{number}.txt": text(number) for number in range(1, 30)})
    workshop.build()
    write(workshop.texts, {"99-2.txt": text(2).replace("保存", "保管")})
    with monkeypatch.context() as patch:
        patch.setattr(indexing, "RARE", "another name")
        workshop.build()
    assert tree_of(workshop.site) == workshop.build_full()


@pytest.mark.parametrize(
    "change",
    [{"99-2.txt": text(2, "测试标题")}, {"99-2.txt": text(2).replace("保存", "保管")}],
)
def test_the_index_of_the_last_build_is_updated(
    workshop: Workshop, monkeypatch: pytest.MonkeyPatch, change: dict[str, str]
) -> None:
    write(workshop.texts, {f"99-{number}.txt": text(number) for number in range(1, 30)})
    workshop.build()
    write(workshop.texts, change)
    with monkeypatch.context() as patch:
        patch.setattr(
            indexing.IndexBuild,
            "_build",
            lambda *_: pytest.fail("the whole index is built"),
        )
        workshop.build()
    assert tree_of(workshop.site) == workshop.build_full()
