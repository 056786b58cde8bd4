"""Read the alignments made by hand in `tests/gold/`. The README there says what a file means."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

GOLD = Path(__file__).parent / "gold"
KINDS = frozenset(
    {
        "kept",
        "changed",
        "moved",
        "changed moved",
        "split",
        "merged",
        "new",
        "dropped",
        "perhaps",
    }
)


class GoldLink(NamedTuple):
    """One line of a file: anchors in the older text, anchors in the newer one, and what became of them.

    `older` is empty if the paragraph is new, `newer` if it is dropped.
    """

    older: tuple[str, ...]
    newer: tuple[str, ...]
    kind: str


class GoldAlignment(NamedTuple):
    """One file: two texts in one language, by symbol, and what became of each paragraph of theirs.

    `read` is how many times the pair was read.
    """

    older: str
    newer: str
    language: str
    read: int
    links: tuple[GoldLink, ...]


def list_gold_files() -> list[Path]:
    """All files of the gold set, in a fixed order: by language, then by name."""
    return sorted(GOLD.glob("*/*.txt"))


def read_gold_alignment(path: Path) -> GoldAlignment:
    """Read one file of the gold set. Raise ValueError, with file and line, if the file breaks the format."""
    lines = path.read_text("utf-8").splitlines()
    older, newer, language, read = (
        _read_head(path, lines, index, name)
        for index, name in enumerate(("from", "to", "language", "read"))
    )
    links = [
        _read_link(path, index + 1, lines[index]) for index in range(4, len(lines))
    ]
    return GoldAlignment(older, newer, language, int(read), tuple(links))


def _read_head(path: Path, lines: list[str], index: int, name: str) -> str:
    found, _, value = lines[index].partition(" ")
    if found != name or not value:
        raise ValueError(f"{path.name}:{index + 1}: expected '{name}' and a value")
    return value


def _read_link(path: Path, number: int, line: str) -> GoldLink:
    older, newer, kind = [*line.split(" ", 2), "", ""][:3]
    link = GoldLink(_read_anchors(older), _read_anchors(newer), kind)
    if kind not in KINDS or not _fits(link):
        raise ValueError(f"{path.name}:{number}: {line!r} is not a link")
    return link


def _read_anchors(word: str) -> tuple[str, ...]:
    return () if word == "-" else tuple(word.split("+"))


def _fits(link: GoldLink) -> bool:
    """Whether a link has as many anchors on each side as its kind asks for."""
    older, newer = len(link.older), len(link.newer)
    match link.kind:
        case "new":
            return (older, newer) == (0, 1)
        case "dropped":
            return (older, newer) == (1, 0)
        case "split":
            return older == 1 and newer > 1
        case "merged":
            return older > 1 and newer == 1
        case "perhaps":
            return older > 0 and newer > 0 and min(older, newer) == 1
        case _:
            return (older, newer) == (1, 1)
