"""Cuts the power of a machine at every moment of a build: the site must be the old one or the new one.

    python benchmarks/power.py [--cuts 1000] [--seed 1] [--link]     # needs strace

All changes that a build makes on the disk are logged with their bytes, and its syncs. Then a disk is made as a cut may
leave it:

- names (made, renamed, removed) come to the disk in their order, as in a journal; after the last sync any number of
  them may be lost;
- each piece of data that was written to a file and not synced is there, lost, cut off, or zeros.

On each disk the published tree must be the old one or the new one, and the next plain build, after another start of the
machine, must bring it to its new state.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from benchmarks.faults import Faults
from benchmarks.kill import tree_of
from unres_site.pipeline.publishing import states

CALLS = (
    "openat,write,pwrite64,ftruncate,lseek,close,fsync,fdatasync,syncfs,"
    "mkdir,rmdir,link,symlink,unlink,rename,renameat2"
)
SYNCS = {"fsync", "fdatasync", "syncfs"}
FATES = ("kept", "lost", "cut", "zeros")

# matches: 12 mkdir("\x61", 0777) = 0
# rejects: 12 +++ exited with 0 +++
CALL = re.compile(r"^\d+ +(\w+)\((.*)\) += (\d+)")
# matches: "\x61"
# matches: <\x2f\x74>
# rejects: 0644
PART = re.compile(r'["<]((?:\\x[0-9a-f]{2})*)[">]')
# matches: 3<\x2f>, "", 5
# rejects: "\x61", 0777
DESCRIPTOR = re.compile(r"^(\d+)<")


@dataclass
class Write:
    """Bytes at an offset of a file, or for None a new length of it; and the number of the step."""

    step: int
    offset: int
    data: bytes | None


@dataclass
class Node:
    """A file with its first content and all that was written since; a folder (content None) or a link (target)."""

    content: bytes | None = None
    target: str = ""
    entries: dict[str, Node] = field(default_factory=dict)
    writes: list[Write] = field(default_factory=list)
    syncs: list[int] = field(default_factory=list)
    modified: int = 0

    @property
    def is_folder(self) -> bool:
        """Whether it is a folder."""
        return self.content is None and not self.target

    def read(self, step: int, dice: random.Random) -> bytes:
        """The content after a cut at that step."""
        synced = max((sync for sync in self.syncs if sync <= step), default=-1)
        content = bytearray(self.content or b"")
        for write in self.writes:
            if write.step <= synced:
                _apply(content, write, "kept")
            elif write.step <= step:
                _apply(content, write, dice.choice(FATES))
        return bytes(content)


def _apply(content: bytearray, write: Write, fate: str) -> None:
    """Write something to a content as that fate wants it."""
    if fate == "lost":
        return
    if write.data is None:
        del content[write.offset :]
        return
    data = write.data[: len(write.data) // 2] if fate == "cut" else write.data
    data = bytes(len(data)) if fate == "zeros" else data
    content.extend(bytes(max(0, write.offset - len(content))))
    content[write.offset : write.offset + len(data)] = data


@dataclass
class Change:
    """A change of names at a step: `put` and `drop` are a folder's path with a name; `swap` has two of them."""

    step: int
    kind: str
    path: str
    node: Node | None = None
    other: str = ""


class Disk:
    """The folders of a site with all that a build changed in them, step by step."""

    def __init__(self, place: Path) -> None:
        self.place = place
        self.seen: dict[int, Node] = {}
        self.root = self._scan(place)
        self.step = 0
        self.changes: list[Change] = []
        self.barriers = [0]
        self.nodes: list[Node] = []
        self._opened: dict[int, tuple[Node, int]] = {}

    def _scan(self, path: Path) -> Node:
        status = path.lstat()
        if status.st_ino in self.seen:
            return self.seen[status.st_ino]
        if path.is_symlink():
            node = Node(target=str(path.readlink()))
        elif path.is_dir():
            node = Node(
                entries={entry.name: self._scan(entry) for entry in path.iterdir()}
            )
        else:
            node = Node(content=path.read_bytes())
        node.modified = status.st_mtime_ns
        self.seen[status.st_ino] = node
        return node

    # --- the log of a build

    def follow(self, log: str) -> None:
        """Follow the log of a build; each call is a step."""
        tree = _copy(self.root)
        for line in log.splitlines():
            if found := CALL.match(line):
                self.step += 1
                self._take(tree, found[1], found[2], int(found[3]))

    def _take(self, tree: Node, call: str, words: str, result: int) -> None:
        parts = [bytes.fromhex(part.replace("\\x", "")) for part in PART.findall(words)]
        number = DESCRIPTOR.match(words)
        if call == "openat":
            self._open(tree, str(Path(*map(os.fsdecode, parts[:2]))), words, result)
        elif number:
            self._use(call, int(number[1]), words, parts, result)
        elif call in {
            "mkdir",
            "rmdir",
            "link",
            "symlink",
            "unlink",
            "rename",
            "renameat2",
        }:
            paths = [str(self.place / os.fsdecode(part)) for part in parts]
            if call == "renameat2":
                paths = paths[1::2]  # the others are the folders that they start from
            self._change_names(tree, call, paths, parts)

    def _open(self, tree: Node, path: str, words: str, number: int) -> None:
        self._opened.pop(number, None)
        inner = self._inner(path)
        if inner is None:
            return
        node = _find(tree, inner)
        if node is None and "O_CREAT" in words:
            node = Node(content=b"", modified=self._now())
            self._note(tree, Change(self.step, "put", inner, node))
        if node is None:
            return
        if "O_TRUNC" in words:
            self._write(node, 0, None)
        self._opened[number] = node, (-1 if "O_APPEND" in words else 0)

    def _use(
        self, call: str, number: int, words: str, parts: list[bytes], result: int
    ) -> None:
        """A call with an open file."""
        node, offset = self._opened.get(number, (Node(), 0))
        if call in SYNCS:
            self.barriers.append(self.step)
            for synced in self.nodes if call == "syncfs" else [node]:
                synced.syncs.append(self.step)
        elif call == "close":
            self._opened.pop(number, None)
        elif number in self._opened and call in {"ftruncate", "pwrite64"}:
            data = parts[1] if call == "pwrite64" else None
            self._write(node, int(words.rpartition(",")[2]), data)
        elif number in self._opened and call == "write":
            start = _length(node) if offset < 0 else offset
            self._write(node, start, parts[1][:result])
            self._opened[number] = node, offset if offset < 0 else offset + result

    def _write(self, node: Node, offset: int, data: bytes | None) -> None:
        node.writes.append(Write(self.step, offset, data))
        node.modified = self._now()
        if node not in self.nodes:
            self.nodes.append(node)

    def _change_names(
        self, tree: Node, call: str, paths: list[str], parts: list[bytes]
    ) -> None:
        inner = [self._inner(path) for path in paths]
        if call == "symlink":
            target = inner[1]
            if target:
                self._note(
                    tree,
                    Change(
                        self.step, "put", target, Node(target=os.fsdecode(parts[0]))
                    ),
                )
            return
        first = inner[0]
        if first is None:
            return
        if call == "mkdir":
            self._note(tree, Change(self.step, "put", first, Node()))
        elif call in {"unlink", "rmdir"}:
            self._note(tree, Change(self.step, "drop", first))
        elif call == "link":
            self._note(
                tree, Change(self.step, "put", str(inner[1]), _find(tree, first))
            )
        else:
            kind = "swap" if call == "renameat2" else "move"
            self._note(tree, Change(self.step, kind, first, other=str(inner[1])))

    def _note(self, tree: Node, change: Change) -> None:
        self.changes.append(change)
        _alter(tree, change)

    def _inner(self, path: str) -> str | None:
        """The path below the place; None if it is elsewhere."""
        path = os.path.normpath(self.place / path)
        start = f"{self.place}/"
        return path[len(start) :] if path.startswith(start) else None

    def _now(self) -> int:
        return 2 * 10**18 + self.step * 10**6

    # --- cuts

    def cut(self, step: int, dice: random.Random, place: Path) -> None:
        """Make the disk of a cut after that step in an empty folder."""
        barrier = max(barrier for barrier in self.barriers if barrier <= step)
        named = dice.randint(barrier, step)
        tree = _copy(self.root)
        for change in self.changes:
            if change.step <= named:
                _alter(tree, change)
        _make(tree, place, step, dice, {})


def _copy(node: Node) -> Node:
    """The same tree with entries of its own; files are shared, because their changes are noted in them."""
    if not node.is_folder:
        return node
    return Node(
        entries={name: _copy(one) for name, one in node.entries.items()},
        modified=node.modified,
    )


def _length(node: Node) -> int:
    """The length of a file if nothing is lost."""
    content = bytearray(node.content or b"")
    for write in node.writes:
        _apply(content, write, "kept")
    return len(content)


def _find(tree: Node, path: str) -> Node | None:
    """What is at a path; links on the way are followed."""
    node: Node | None = tree
    names = path.split("/")
    for at, name in enumerate(names):
        node = node.entries.get(name) if node else None
        if node and node.target and at + 1 < len(names):
            linked = [*names[:at], node.target, *names[at + 1 :]]
            return _find(tree, os.path.normpath("/".join(linked)))
    return node


def _folder(tree: Node, path: str) -> tuple[dict[str, Node], str]:
    """The entries of the folder of a path, and its name there."""
    parent, _, name = path.rpartition("/")
    node = _find(tree, parent) if parent else tree
    assert node is not None, path  # noqa: S101 - the log is in order
    return node.entries, name


def _alter(tree: Node, change: Change) -> None:
    """Change the names of a tree."""
    entries, name = _folder(tree, change.path)
    if change.kind == "put":
        assert change.node is not None, change  # noqa: S101 - see above
        entries[name] = _copy(change.node)
    elif change.kind == "drop":
        entries.pop(name, None)
    else:
        others, other = _folder(tree, change.other)
        moved, replaced = entries.pop(name), others.pop(other, None)
        others[other] = moved
        if change.kind == "swap" and replaced:
            entries[name] = replaced


def _make(
    node: Node, path: Path, step: int, dice: random.Random, made: dict[int, Path]
) -> None:
    """Make a tree on the disk, hard links included."""
    if node.target:
        path.symlink_to(node.target)
    elif node.is_folder:
        path.mkdir(exist_ok=True)
        for name, entry in node.entries.items():
            _make(entry, path / name, step, dice, made)
    elif id(node) in made:
        os.link(made[id(node)], path)
    else:
        path.write_bytes(node.read(step, dice))
        os.utime(path, ns=(node.modified, node.modified))
        made[id(node)] = path


class Cuts(Faults):
    """A build between two states of a small site, and the disks that a power cut during it may leave."""

    def __init__(self, folder: Path, texts: int = 3, *, by_link: bool = False) -> None:
        self.folder = folder
        super().__init__(folder, texts, "publish_by_link: true\n" if by_link else "")
        self.changed = [".site.unres-site", ".cache", "site"]
        self.disk = Disk(self.place)
        log = folder / "log"
        self._write(self.following)
        self.build(["-y", "-xx", "-s", "100000000", "-e", f"trace={CALLS}"], log)
        self.disk.follow(log.read_text())
        vars(states)["read_boot_id"] = lambda: "another start"  # for the builds to come

    def cut(self, step: int, dice: random.Random) -> Iterator[str]:
        """What is wrong after a cut at that step."""
        shutil.rmtree(self.place)
        self.disk.cut(step, dice, self.place)
        for path in (self.place / "resolutions").iterdir():
            path.unlink()
        self._write(self.following)
        found = tree_of(self.place / "site")
        if found not in (self.old, self.new):
            yield "neither old nor new"
        if self._reach(self.following) != self.new:
            yield "not healed"
        if list((self.place / ".site.unres-site").glob("kept-*")):
            yield "set aside"


def main() -> int:
    """Cut the power, and print what is wrong; the exit status says whether nothing is."""
    parser = argparse.ArgumentParser(description="Cut the power during a build.")
    parser.add_argument("--cuts", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--link", action="store_true", help="publish by a link to generations"
    )
    asked = parser.parse_args()
    if not shutil.which("strace"):
        sys.exit("strace is not installed")
    dice = random.Random(asked.seed)  # noqa: S311 - dice, no secrets
    mistakes = Counter[str]()
    with tempfile.TemporaryDirectory(prefix="unres-power-") as folder:
        cuts = Cuts(Path(folder), by_link=asked.link)
        last = cuts.disk.step
        print(
            f"{last} steps, {len(cuts.disk.changes)} of names, {len(cuts.disk.barriers) - 1} syncs",
            flush=True,
        )
        for number in range(asked.cuts):
            step = number % (last + 1) if asked.cuts > last else dice.randint(0, last)
            for mistake in cuts.cut(step, dice):
                mistakes[mistake] += 1
                print(f"cut {number} after step {step}: {mistake}", flush=True)
    print(
        f"{asked.cuts} cuts; mistakes: "
        + (", ".join(f"{name} {count}" for name, count in mistakes.items()) or "0")
    )
    return int(bool(mistakes))


if __name__ == "__main__":
    sys.exit(main())
