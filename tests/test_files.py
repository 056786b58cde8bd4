"""Reading files: what is regular, inside and bounded is read; everything else is refused at once, in words."""

from __future__ import annotations

import os
import socket
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.building import write
from unres_site.files import (
    FileRefused,
    Root,
    is_ignored,
    open_own,
    open_root,
    read_file,
    read_own,
    read_text,
    walk,
)

LIMIT = 1000

pytestmark = pytest.mark.skipif(
    sys.platform == "win32", reason="Windows has no pipes with names, and links for few"
)


@pytest.fixture
def root(tmp_path: Path) -> Root:
    write(
        tmp_path,
        {
            "root/a.txt": "inside",
            "root/deep/b.txt": "deep",
            "outside/secret.txt": "secret",
        },
    )
    return open_root(str(tmp_path / "root"))


def link(path: Path, target: str | Path) -> None:
    path.symlink_to(target)


def make_socket(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as made:
        before = Path.cwd()
        os.chdir(path.parent)  # the path of a socket may have 108 bytes
        made.bind(path.name)
        os.chdir(before)


def link_twice(path: Path) -> None:
    link(path.with_name("1"), "../outside")
    link(path, "1/secret.txt")


def make_sparse(path: Path) -> None:
    path.touch()
    os.truncate(path, 1 << 40)


REFUSED: dict[str, tuple[Callable[[Path], object], str]] = {
    "missing": (lambda _: None, "reason.ENOENT"),
    "folder": (lambda path: path.mkdir(), "reason.folder"),
    "pipe": (os.mkfifo, "reason.device"),
    "socket": (make_socket, "reason.device"),
    "link to a device": (lambda path: path.symlink_to("/dev/zero"), "reason.device"),
    "link to a pipe outside": (lambda path: path.symlink_to("/dev/stdin"), "reason."),
    "link outside": (
        lambda path: path.symlink_to("../outside/secret.txt"),
        "reason.link-outside",
    ),
    "link of links": (link_twice, "reason.link-outside"),
    "absolute link": (
        lambda path: path.symlink_to(path.parents[1] / "outside/secret.txt"),
        "reason.link-outside",
    ),
    "link to this process": (
        lambda path: path.symlink_to("/proc/self/environ"),
        "reason.link-outside",
    ),
    "link by way of this process": (
        lambda path: path.symlink_to("/proc/self/root/etc/passwd"),
        "reason.link-outside",
    ),
    "link to itself": (lambda path: path.symlink_to(path.name), "reason.ELOOP"),
    "link to nowhere": (lambda path: path.symlink_to("nowhere"), "reason.ENOENT"),
    "too large": (
        lambda path: path.write_bytes(b"x" * (LIMIT + 1)),
        "reason.too-large",
    ),
    "sparse": (make_sparse, "reason.too-large"),
}


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="the system has no /proc")
@pytest.mark.parametrize("kind", REFUSED)
def test_what_is_no_plain_file_inside_is_refused(root: Root, kind: str) -> None:
    make, reason = REFUSED[kind]
    path = Path(root.path, "x.txt")
    make(path)
    with pytest.raises(FileRefused) as refused:
        read_file(str(path), root, LIMIT)
    assert str(refused.value.explain()["reason"]).startswith(reason)


def test_what_is_inside_is_read(root: Root) -> None:
    link(Path(root.path, "file"), "deep/b.txt")
    link(Path(root.path, "folder"), "deep")
    found = [
        read_file(str(Path(root.path, name)), root, LIMIT)
        for name in ("a.txt", "file", "folder/b.txt")
    ]
    assert found == [b"inside", b"deep", b"deep"]


def test_links_may_lead_into_places_that_are_allowed(
    root: Root, tmp_path: Path
) -> None:
    link(Path(root.path, "x.txt"), "../outside/secret.txt")
    allowed = open_root(root.path, [str(tmp_path / "outside")])
    assert read_file(str(Path(root.path, "x.txt")), allowed, LIMIT) == b"secret"
    beside = open_root(root.path, [str(tmp_path / "out")])
    with pytest.raises(FileRefused, match="link-outside"):
        read_file(str(Path(root.path, "x.txt")), beside, LIMIT)


def test_a_root_may_be_a_link_itself(root: Root, tmp_path: Path) -> None:
    link(tmp_path / "link", root.path)
    assert (
        read_file(
            str(tmp_path / "link" / "a.txt"), open_root(str(tmp_path / "link")), LIMIT
        )
        == b"inside"
    )


def test_links_are_resolved_where_the_system_does_not_name_open_files(
    root: Root, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", "another")
    link(Path(root.path, "x.txt"), "../outside/secret.txt")
    assert read_file(str(Path(root.path, "a.txt")), root, LIMIT) == b"inside"
    with pytest.raises(FileRefused, match="link-outside"):
        read_file(str(Path(root.path, "x.txt")), root, LIMIT)


def test_a_file_that_is_replaced_between_opening_and_looking_is_refused(
    root: Root, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = Path(root.path, "a.txt")
    opened = os.open

    def replace_and_open(name: str, flags: int) -> int:
        path.unlink()
        link(path, "../outside/secret.txt")
        return opened(name, flags)

    monkeypatch.setattr(os, "open", replace_and_open)
    with pytest.raises(FileRefused, match="link-outside"):
        read_file(str(path), root, LIMIT)


@pytest.mark.parametrize("size", [0, 1, LIMIT // 2])
def test_a_file_that_never_stays_as_it_is_is_refused(
    root: Root, monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    path, read = Path(root.path, "a.txt"), os.read
    path.write_bytes(b"y" * LIMIT)

    def read_and_change(descriptor: int, count: int) -> bytes:
        content = read(descriptor, count)
        path.write_bytes(b"x" * size if path.stat().st_size != size else b"z" * LIMIT)
        return content

    monkeypatch.setattr(os, "read", read_and_change)
    with pytest.raises(FileRefused) as refused:
        read_file(str(path), root, LIMIT)
    assert refused.value.explain()["reason"] == "reason.changing"


def test_a_file_that_is_just_being_saved_is_read_again(
    root: Root, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, read, changes = Path(root.path, "a.txt"), os.read, ["second"]

    def read_and_change(descriptor: int, count: int) -> bytes:
        content = read(descriptor, count)
        if changes:
            path.write_text(changes.pop() + " edition", "utf-8")
        return content

    monkeypatch.setattr(os, "read", read_and_change)
    assert read_file(str(path), root, LIMIT) == b"second edition"


def test_a_pipe_without_a_writer_keeps_nobody_waiting(root: Root) -> None:
    path = Path(root.path, "x.txt")
    os.mkfifo(path)

    def read() -> None:
        with pytest.raises(FileRefused):
            read_file(str(path), root, LIMIT)

    reading = threading.Thread(target=read, daemon=True)
    reading.start()
    reading.join(10)
    assert not reading.is_alive()


def test_a_text_has_line_feeds_alone(root: Root) -> None:
    Path(root.path, "a.txt").write_bytes(b"\xef\xbb\xbfone\r\ntwo\rthree\n")
    assert read_text(str(Path(root.path, "a.txt")), root, LIMIT) == "one\ntwo\nthree\n"
    Path(root.path, "a.txt").write_bytes(b"\xff")
    with pytest.raises(FileRefused) as refused:
        read_text(str(Path(root.path, "a.txt")), root, LIMIT)
    assert refused.value.explain()["reason"] == "reason.not-utf-8"


def test_a_walk_passes_over_what_editors_leave_and_enters_each_folder_once(
    root: Root,
) -> None:
    base = Path(root.path)
    write(
        base,
        dict.fromkeys(
            (".DS_Store", "a.txt~", "#a.txt#", ".a.txt.swp", "deep/.hidden/x.txt"), ""
        ),
    )
    link(base / ".#a.txt", "somebody@host.1")
    link(base / "deep" / "up", "..")
    link(base / "zz", "deep")
    assert [os.path.relpath(path, base) for path in walk(root)] in (
        ["a.txt", "zz/b.txt"],
        ["a.txt", "deep/b.txt"],
    )
    link(base / "out", "../outside")
    with pytest.raises(FileRefused, match="out'"):
        list(walk(root))


@pytest.mark.parametrize(
    "name", ["a.txt", "notes.js", "#1.txt", "a~b.txt", "swp", "x.swift", "a.#b"]
)
def test_other_names_are_not_passed_over(name: str) -> None:
    assert not is_ignored(name)


def test_the_program_s_own_files_are_no_links(tmp_path: Path) -> None:
    (tmp_path / "own").write_bytes(b"own")
    (tmp_path / "link").symlink_to("own")
    os.mkfifo(tmp_path / "pipe")
    make_sparse(tmp_path / "sparse")
    assert read_own(str(tmp_path / "own")) == b"own"
    with pytest.raises(OSError, match="too large"):
        read_own(str(tmp_path / "sparse"))
    for name in ("link", "pipe"):
        with pytest.raises(OSError, match=r"symbolic|regular"):
            read_own(str(tmp_path / name))
        with pytest.raises(OSError, match=r"symbolic|regular|exists"):
            os.close(open_own(str(tmp_path / name), os.O_RDWR | os.O_CREAT))
