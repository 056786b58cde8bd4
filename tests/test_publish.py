"""Publishing: the site is the old one or the new one, whole; nothing is removed that the program did not make."""

from __future__ import annotations

import errno
import json
import os
import shutil
import signal
import stat
import sys
import tempfile
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import NoReturn

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unres_site.errors import OutputError
from unres_site.pipeline.publishing import durability, swap, trees
from unres_site.pipeline.publishing.manifest import (
    MARKER,
    hash_file,
    is_safe,
    list_folders,
    read_manifest,
)
from unres_site.pipeline.publishing.publication import open_publication
from unres_site.pipeline.publishing.states import read_published_state
from unres_site.pipeline.publishing.workspace import find_workspace
from unres_site.pipeline.report import Changes

OLD = {"index.html": b"old", "A/RES/58/58.html": b"same", "A/RES/58/gone.html": b"gone"}
NEW = {"index.html": b"new", "A/RES/58/58.html": b"same", "A/RES/59/1.html": b"more"}
ROOT = Path(__file__).parent.parent


def put_all(output: Path, files: Mapping[str, bytes]) -> Changes:
    with open_publication(str(output)) as publication:
        for address, content in files.items():
            publication.put(address, content)
        return publication.commit()


def files_of(folder: Path) -> dict[str, bytes]:
    """Every file below a folder but the manifest, whose own truth is checked by the way."""
    found = {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if not path.is_dir()
    }
    manifest = json.loads(found.pop(MARKER))
    assert {address: size for address, (size, _) in manifest["files"].items()} == {
        address: len(content) for address, content in found.items()
    }
    return found


@pytest.fixture
def output(tmp_path: Path) -> Path:
    return tmp_path / "site"


def test_only_new_files_make_a_build_wait_for_the_disk(
    output: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = {f"A/RES/58/{number}.html": b"same" for number in range(1, 300)}
    put_all(output, files)
    files["A/RES/58/1.html"] = b"new"
    synced: list[int] = []
    monkeypatch.setattr(os, "fsync", synced.append)
    with open_publication(str(output)) as publication:
        publication.put_all(files.items())
        publication.commit()
    assert files_of(output) == files
    assert len(synced) == 4, "the journal, its folder, and the two that were swapped"


def test_first_build_second_build_and_nothing_new(output: Path) -> None:
    assert put_all(output, OLD) == Changes(written=3, unchanged=0, removed=0)
    assert files_of(output) == OLD
    assert put_all(output, NEW) == Changes(written=2, unchanged=1, removed=1)
    assert files_of(output) == NEW
    before = {path: path.stat().st_ino for path in output.rglob("*")}
    assert put_all(output, NEW) == Changes(written=0, unchanged=3, removed=0)
    assert before == {path: path.stat().st_ino for path in output.rglob("*")}, (
        "nothing new, nothing touched"
    )


def test_equal_files_are_one_on_the_disk(output: Path) -> None:
    put_all(output, OLD)
    put_all(output, NEW)
    other = Path(find_workspace(str(output)).tree)
    assert (output / "A/RES/58/58.html").samefile(other / "A/RES/58/58.html")
    assert files_of(other) == OLD, "the site before is whole, too"


def test_folders_left_empty_are_removed(output: Path) -> None:
    put_all(output, {"a/b/c.html": b"", "d.html": b""})
    put_all(output, {"d.html": b"1"})
    put_all(output, {"d.html": b"2"})
    assert not (output / "a").exists()


@given(
    st.lists(
        st.dictionaries(
            st.sampled_from(["a", "b/c", "b/d", "e/f/g"]), st.binary(max_size=2)
        ),
        max_size=6,
    )
)
def test_any_row_of_builds_gives_what_the_last_one_asked_for(
    rows: list[dict[str, bytes]],
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        output = Path(folder, "site")
        for files in rows:
            put_all(output, files)
            assert files_of(output) == files


def test_a_touched_or_deleted_file_is_put_right(output: Path) -> None:
    put_all(output, OLD)
    put_all(output, NEW)
    (output / "index.html").write_bytes(b"bad")  # same size
    os.utime(output / "index.html", ns=(2**62, 2**62))
    (output / "A/RES/58/58.html").unlink()
    put_all(output, NEW)
    assert files_of(output) == NEW
    put_all(output, OLD)
    assert files_of(output) == OLD, "the edit went through a hard link to neither tree"


def test_what_was_put_is_seen_by_its_digest(output: Path) -> None:
    put_all(output, OLD)
    with open_publication(str(output)) as publication:
        assert publication.find_digest("index.html") == hash_file(b"old").digest
        assert publication.find_digest("nowhere.html") is None
        publication.keep(["index.html"])
        publication.commit()
    assert files_of(output) == {"index.html": b"old"}


def test_the_rest_is_kept_but_for_what_was_dropped_touched_or_is_a_copy(
    output: Path,
) -> None:
    touched = {"about.html": b"about", "index.html.gz": b"copy"}
    put_all(output, {**OLD, **touched})
    (output / "about.html").write_bytes(b"changed by hand")
    with open_publication(str(output)) as publication:
        publication.put("A/RES/59/1.html", b"more")
        publication.drop(["A/RES/58/gone.html"])
        publication.keep_rest()
        publication.put("index.html.br", b"other")
        changes = publication.commit()
    assert files_of(output) == {
        "index.html": b"old",
        "A/RES/58/58.html": b"same",
        "A/RES/59/1.html": b"more",
        "index.html.br": b"other",
    }
    assert changes == Changes(written=2, unchanged=2, removed=3)
    addresses = list(json.loads((output / MARKER).read_bytes())["files"])
    assert addresses == sorted(addresses)


def test_a_tree_is_known_after_folders_came_and_went(output: Path) -> None:
    put_linked(output, OLD, by_link=False)
    for files in (NEW, {"index.html": b"alone"}, OLD, {**NEW, "B/b.html": b"b"}):
        with open_publication(str(output), trusting=True) as publication:
            publication.drop(set(publication.list_published()) - set(files))
            for address, content in files.items():
                if publication.find_digest(address) != hash_file(content).digest:
                    publication.put(address, content)
            publication.keep_rest()
            publication.commit()
        assert files_of(output) == files
        state = read_published_state(str(output))
        assert state is not None, "no look at each file is needed"
        assert set(state.folders) == list_folders(files)


def test_files_below_a_folder_are_listed_without_copies(output: Path) -> None:
    files = ["search.html", "search/a.js", "search/a.js.gz", "search/b/c.js", "search0"]
    put_all(output, dict.fromkeys(files, b"x"))
    with open_publication(str(output)) as publication:
        assert publication.list_below("search/") == ["search/a.js", "search/b/c.js"]
        assert publication.list_published() == [
            "search.html",
            "search/a.js",
            "search/b/c.js",
            "search0",
        ]


# --- what is not ours


def test_a_folder_of_others_is_refused(output: Path) -> None:
    output.mkdir()
    (output / "thesis.doc").write_text("years of work")
    with pytest.raises(OutputError, match=r"not empty .* \(thesis.doc is there\)"):
        put_all(output, NEW)
    assert (output / "thesis.doc").read_text() == "years of work"
    assert sorted(path.name for path in output.parent.iterdir()) == ["site"], (
        "and nothing was made beside it"
    )


@pytest.mark.parametrize(
    "name", ["CNAME", ".git/HEAD", "A/RES/58/mine.txt", "A/mine/x"]
)
def test_a_file_of_others_in_the_site_is_never_lost(output: Path, name: str) -> None:
    put_all(output, OLD)
    (output / name).parent.mkdir(parents=True, exist_ok=True)
    (output / name).write_text("mine")
    with pytest.raises(OutputError, match=r"was not made by this program"):
        put_all(output, NEW)
    assert (output / name).read_text() == "mine"
    (output / name).unlink()


def test_an_empty_folder_is_taken(output: Path) -> None:
    output.mkdir()
    assert put_all(output, NEW).atomic
    assert files_of(output) == NEW


def test_what_file_managers_leave_is_no_obstacle(output: Path) -> None:
    put_all(output, OLD)
    (output / "A" / ".DS_Store").write_bytes(b"x")
    put_all(output, NEW)
    put_all(output, OLD)
    assert files_of(output) == OLD


def test_an_output_that_is_a_file(output: Path) -> None:
    output.write_text("a file")
    with pytest.raises(OutputError, match="is not a folder"):
        put_all(output, NEW)
    assert output.read_text() == "a file"


def test_a_link_in_find_workspace_a_folder_is_not_followed(
    output: Path, tmp_path: Path
) -> None:
    put_all(output, OLD)
    elsewhere = tmp_path / "elsewhere"
    shutil.move(output / "A", elsewhere)
    (output / "A").symlink_to(elsewhere)
    with pytest.raises(OutputError, match="was not made by this program"):
        put_all(output, NEW)
    assert (elsewhere / "RES/58/58.html").read_bytes() == b"same"


def test_a_linked_output_stays_a_link(output: Path, tmp_path: Path) -> None:
    real = tmp_path / "disk" / "site"
    real.mkdir(parents=True)
    output.symlink_to(real)
    put_all(output, OLD)
    put_all(output, NEW)
    assert output.is_symlink()
    assert files_of(real) == NEW


def test_a_manifest_that_names_files_outside_is_refused(
    output: Path, tmp_path: Path
) -> None:
    put_all(output, OLD)
    victim = tmp_path / "victim"
    victim.write_text("precious")
    manifest = json.loads((output / MARKER).read_text())
    manifest["files"]["../victim"] = [8, "00"]
    (output / MARKER).write_text(json.dumps(manifest))
    with pytest.raises(OutputError, match="the next build makes it again"):
        put_all(output, {})
    assert victim.read_text() == "precious"


def test_strange_files_in_the_room_are_set_aside(output: Path) -> None:
    put_all(output, OLD)
    put_all(output, NEW)
    place = find_workspace(str(output))
    Path(place.tree, "mine.txt").write_text("mine")
    changes = put_all(output, OLD)
    assert files_of(output) == OLD
    assert Path(place.folder, "kept-1", "mine.txt").read_text() == "mine"
    assert "kept-1 holds files that this program did not make" in changes.notices[0]


@pytest.mark.parametrize(
    "address",
    [
        "",
        "/etc/passwd",
        "../x",
        "a/../b",
        "a//b",
        ".git",
        "a/.hidden",
        "a\\b",
        "C:x",
        "a\nb",
        "a\0",
        "x.",
        "\ud800",
        "x" * 300,
    ],
)
def test_unsafe_addresses_are_refused(output: Path, address: str) -> None:
    with (
        pytest.raises(OutputError, match="can't be the address"),
        open_publication(str(output)) as publication,
    ):
        publication.put(address, b"")
    assert not output.exists()


@given(st.text())
def test_a_safe_address_never_leaves_the_folder(address: str) -> None:
    if is_safe(address):
        assert os.path.normpath(address) == address
        assert not address.startswith(("/", "."))


def test_two_pages_at_one_address(output: Path) -> None:
    with open_publication(str(output)) as publication:
        publication.put("a", b"1")
        with pytest.raises(OutputError, match="address of two"):
            publication.put("a", b"2")


# --- stopped and failing builds


def test_without_commit_nothing_is_published(output: Path) -> None:
    put_all(output, OLD)
    with open_publication(str(output)) as publication:
        publication.put("index.html", b"new")
    assert files_of(output) == OLD
    assert sorted(
        path.name for path in Path(find_workspace(str(output)).folder).iterdir()
    ) == ["lock", "seals"]


def test_two_builds_at_once(output: Path) -> None:
    with open_publication(str(output)) as publication:
        with pytest.raises(OutputError, match="Another build is writing"):
            put_all(output, OLD)
        publication.put("index.html", b"first")
        publication.commit()
    assert files_of(output) == {"index.html": b"first"}


@pytest.mark.parametrize(
    "number", [errno.ENOSPC, errno.EROFS, errno.EACCES, errno.EDQUOT]
)
def test_a_disk_that_refuses(
    output: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    put_all(output, OLD)

    def refuse(*_: object) -> NoReturn:
        raise OSError(number, os.strerror(number))

    with monkeypatch.context() as patch:
        patch.setattr(os, "write", refuse)
        with pytest.raises(
            OutputError,
            match=f"can't be written: {os.strerror(number)}.*the site is as it was",
        ):
            put_all(output, NEW)
    assert files_of(output) == OLD
    put_all(output, NEW)
    assert files_of(output) == NEW


def test_a_system_that_can_not_exchange_names_swaps_in_two_steps(
    output: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(swap, "exchange", lambda *_: False)
    put_all(output, OLD)
    changes = put_all(output, NEW)
    assert files_of(output) == NEW
    assert not changes.atomic
    assert "can't be swapped in one step" in changes.notices[0]
    put_all(output, OLD)
    assert files_of(output) == OLD


def test_a_swap_in_two_steps_that_fails_is_taken_back(
    output: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(swap, "exchange", lambda *_: False)
    put_all(output, OLD)
    tree = find_workspace(str(output)).tree
    rename = os.rename

    def refuse(source: str, target: str) -> None:
        if source == tree and Path(target) == output:
            raise OSError(errno.EIO, os.strerror(errno.EIO), source)
        rename(source, target)

    with monkeypatch.context() as patch:
        patch.setattr(os, "rename", refuse)
        with pytest.raises(
            OutputError, match=r"Input/output error .*; the site is as it was\."
        ):
            put_all(output, NEW)
    assert files_of(output) == OLD


def test_a_swap_in_two_steps_that_can_not_be_taken_back_says_where_the_site_is(
    output: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(swap, "exchange", lambda *_: False)
    put_all(output, OLD)
    rename = os.rename

    def refuse(source: str, target: str) -> None:
        if Path(target) == output and Path(aside).exists():
            raise OSError(errno.EIO, os.strerror(errno.EIO), source)
        rename(source, target)

    aside = find_workspace(str(output)).aside
    with monkeypatch.context() as patch:
        patch.setattr(os, "rename", refuse)
        with pytest.raises(
            OutputError, match=r"renamed to .*/aside; build again, which puts it back\."
        ):
            put_all(output, NEW)
    assert not output.exists()
    assert files_of(Path(aside)) == OLD
    put_all(output, NEW)
    assert files_of(output) == NEW


def test_a_mount_point_is_refused(
    output: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    output.mkdir()
    monkeypatch.setattr(os.path, "ismount", lambda path: str(path) == str(output))
    with pytest.raises(
        OutputError, match=r"is a mount point, .*; name a folder in it with --output\."
    ):
        put_all(output, OLD)
    assert not list(output.iterdir())


@pytest.mark.parametrize("number", [errno.EIO, errno.ENOSPC, errno.ENOMEM])
@pytest.mark.parametrize("function", ["sync_swap", "_remove_old_trees"])
def test_what_fails_after_the_swap_is_said_to_be_after_it(
    output: Path, monkeypatch: pytest.MonkeyPatch, number: int, function: str
) -> None:
    put_all(output, OLD)

    def refuse(*_: object) -> NoReturn:
        raise OSError(number, os.strerror(number))

    with monkeypatch.context() as patch:
        patch.setattr(trees, function, refuse)
        changes = put_all(output, NEW)
    assert changes.notices[0].startswith("The new site is published in ")
    assert files_of(output) == NEW
    put_all(output, OLD)
    assert files_of(output) == OLD


def test_modes_are_the_same_with_any_umask(output: Path) -> None:
    before = os.umask(0o077)
    try:
        put_all(output, OLD)
        put_all(output, NEW)
    finally:
        os.umask(before)
    modes = {
        path: stat.S_IMODE(path.stat().st_mode) for path in (output, *output.rglob("*"))
    }
    assert {modes[path] for path in modes if path.is_dir()} == {0o755}
    assert {modes[path] for path in modes if path.is_file()} == {0o644}


# --- generations behind a link


def put_linked(
    output: Path, files: Mapping[str, bytes], *, by_link: bool = True
) -> Changes:
    with open_publication(str(output), trusting=True, by_link=by_link) as publication:
        publication.put_all(files.items())
        return publication.commit()


def test_a_generation_is_never_changed_and_the_last_one_is_kept(output: Path) -> None:
    held: list[tuple[Path, dict[str, bytes]]] = []
    for files in (OLD, NEW, OLD, NEW):
        assert put_linked(output, files).atomic
        assert output.is_symlink()
        assert files_of(output) == files
        held.append((output.resolve(), files))
        for generation, content in held[-2:]:
            assert files_of(generation) == content
        assert not any(generation.exists() for generation, _ in held[:-2])
    assert put_linked(output, NEW).written == 0
    assert output.resolve() == held[-1][0], "nothing new, no generation"


def test_a_link_holds_where_its_folder_is_moved(output: Path) -> None:
    put_linked(output, OLD)
    moved = output.parent.rename(output.parent.with_name("moved"))
    assert files_of(moved / "site") == OLD


def test_a_folder_becomes_a_link_and_a_link_a_folder(output: Path) -> None:
    put_linked(output, OLD, by_link=False)
    put_linked(output, NEW)
    assert (output.is_symlink(), files_of(output)) == (True, NEW)
    put_linked(output, OLD)
    put_linked(output, NEW, by_link=False)
    assert (output.is_symlink(), files_of(output)) == (False, NEW)
    put_linked(output, OLD, by_link=False)
    put_linked(output, NEW, by_link=False)
    assert files_of(output) == NEW
    assert names_of(output.parent / ".site.unres-site") == ["lock", "seals", "tree"]


def names_of(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_link_that_leads_nowhere_is_made_again(output: Path) -> None:
    put_linked(output, OLD)
    shutil.rmtree(output.resolve())
    put_linked(output, OLD)
    assert files_of(output) == OLD


STEPS = frozenset(
    f"os.{name}" for name in ("remove", "link", "symlink", "rename", "rmdir", "mkdir")
) | {"open", "ctypes.dlsym"}
"""The events of a build before which it may be killed."""


def killed_after(output: Path, steps: int, *, by_link: bool) -> bool:
    """Run a build that is killed before its step of that number; False if it had fewer."""
    child = os.fork()
    if child == 0:
        try:
            kill_before_step(steps)
            put_linked(output, NEW, by_link=by_link)
        finally:
            os._exit(0)
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL


def kill_before_step(left: int) -> None:
    """From now on count the steps of this process, and kill it when so many are done."""

    def count(event: str, _: object) -> None:
        nonlocal left
        if event in STEPS:
            left -= 1
            if left < 0:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(count)


@pytest.mark.unmeasured
@pytest.mark.parametrize("by_link", [False, True], ids=["folder", "link"])
@pytest.mark.parametrize("before", [{}, OLD], ids=["first", "later"])
def test_killed_at_every_step_it_leaves_the_old_site_or_the_new(
    tmp_path: Path, before: dict[str, bytes], *, by_link: bool
) -> None:
    steps = 0
    while True:
        output = tmp_path / f"{steps}" / "site"
        if before:
            put_linked(output, NEW, by_link=by_link)
            put_linked(output, before, by_link=by_link)
        killed = killed_after(output, steps, by_link=by_link)
        assert (files_of(output) if output.exists() else {}) in (
            (before, NEW) if killed else (NEW,)
        )
        put_linked(output, NEW, by_link=by_link)
        assert files_of(output) == NEW, (
            f"the build after one that was killed at step {steps}"
        )
        put_linked(output, OLD, by_link=by_link)
        left = names_of(output.parent / ".site.unres-site")
        assert {name.partition("-")[0] for name in left} <= {
            "lock",
            "seals",
            "tree",
            "generation",
        }
        assert len(left) <= 4, "the last generation alone is kept"
        if not killed:
            break
        steps += 1
    assert steps > 8


def test_a_tree_left_half_done_with_a_link_in_it_is_set_aside(
    output: Path, tmp_path: Path
) -> None:
    put_all(output, OLD)
    put_all(output, NEW)
    place = find_workspace(str(output))
    elsewhere = tmp_path / "elsewhere"
    shutil.move(f"{place.tree}/A", elsewhere)
    Path(place.tree, "A").symlink_to(elsewhere)
    Path(place.journal).write_text("A/RES/58/58.html\n")
    put_all(output, OLD)
    assert files_of(output) == OLD
    assert (elsewhere / "RES/58/58.html").read_bytes() == b"same", (
        "what a link leads to is not ours"
    )


@pytest.mark.parametrize("cut", ["A/RES/58/ha", "A/RES/58", "A/RES/58/58.html"])
def test_a_tree_whose_seal_was_torn_is_removed_by_its_journal(
    output: Path, cut: str
) -> None:
    put_all(output, OLD)
    put_all(output, NEW)
    place = find_workspace(str(output))
    Path(place.journal).write_text("".join(f"{address}\n" for address in OLD) + cut)
    seal = Path(place.tree, MARKER)
    seal.write_bytes(seal.read_bytes()[:20])
    put_all(output, OLD)
    assert files_of(output) == OLD
    assert not list(Path(place.folder).glob("kept-*"))


def test_a_manifest_is_the_same_whatever_the_order(tmp_path: Path) -> None:
    put_all(tmp_path / "one", NEW)
    put_all(tmp_path / "other", dict(reversed(NEW.items())))
    assert (tmp_path / "one" / MARKER).read_bytes() == (
        tmp_path / "other" / MARKER
    ).read_bytes()
    assert read_manifest(str(tmp_path / "nowhere")) is None


def test_a_link_in_the_workspace_is_not_written_through(
    output: Path, tmp_path: Path
) -> None:
    put_all(output, OLD)
    seals = Path(find_workspace(str(output)).states)
    other = tmp_path / "other"
    other.write_text("of another program")
    seals.unlink()
    seals.symlink_to(other)
    put_all(output, NEW)
    assert files_of(output) == NEW
    assert other.read_text() == "of another program"
    assert not seals.is_symlink()


def test_a_workspace_that_is_a_link_is_refused(output: Path, tmp_path: Path) -> None:
    put_all(output, OLD)
    workspace = Path(find_workspace(str(output)).folder)
    shutil.rmtree(workspace)
    (tmp_path / "other").mkdir()
    workspace.symlink_to(tmp_path / "other")
    with pytest.raises(OutputError, match=r"\.unres-site is not a folder"):
        put_all(output, NEW)
    assert files_of(output) == OLD
    assert list((tmp_path / "other").iterdir()) == []


# --- the disk works while files are made


@pytest.mark.unmeasured
def test_a_tree_is_synced_while_its_files_are_made(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    synced, seen = threading.Event(), list[str]()

    def note(tree: str) -> None:
        seen.append(tree)
        synced.set()

    monkeypatch.setattr(durability, "PAUSE", 0)
    monkeypatch.setattr(durability, "sync_tree", note)
    with durability.sync_meanwhile("tree"):
        assert synced.wait(60)
    assert set(seen) == {"tree"}


@pytest.mark.unmeasured
def test_a_disk_that_refuses_meanwhile_is_not_forgotten(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked = threading.Event()

    def refuse(tree: str) -> NoReturn:
        asked.set()
        raise OSError(errno.EIO, os.strerror(errno.EIO), tree)

    monkeypatch.setattr(durability, "PAUSE", 0)
    monkeypatch.setattr(durability, "sync_tree", refuse)
    with pytest.raises(OSError, match="tree"), durability.sync_meanwhile("tree"):
        assert asked.wait(60)
