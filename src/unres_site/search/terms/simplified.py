"""Traditional characters as simplified ones, so that either script finds texts in the other: terms are simplified.

The table is OpenCC's; nothing else of it is used. Where a character has several simplified ones, its first holds. What
a character becomes stays as it is.
"""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from pathlib import Path

TABLE = "dictionary/TSCharacters.txt"
LAST = "\uffff"
"""Of the basic plane: a character beyond it is two units, and would move what stands after it."""


@cache
def table() -> dict[int, str]:
    """The code points of traditional characters with their simplified ones, as `str.translate` takes it."""
    found = find_spec("opencc")  # only looked up, never run
    assert found is not None  # noqa: S101 - a requirement of this package
    assert found.origin  # noqa: S101 - it is no namespace
    lines = (Path(found.origin).parent / TABLE).read_text("utf-8").splitlines()
    rows = (line.split("\t") for line in lines if "\t" in line)
    firsts = {one: others.split(" ")[0] for one, others in rows}
    pairs = ((one, firsts.get(other, other)) for one, other in firsts.items() if one != other)
    return {ord(one): other for one, other in pairs if _is_basic(one + other)}


def simplify(normal: str) -> str:
    """A normal form in simplified characters: as long as before."""
    return normal if normal.isascii() else normal.translate(table())


def simplified() -> tuple[str, str]:
    """Two texts of the same length: at each place a traditional character and its simplified one."""
    return "".join(map(chr, table())), "".join(table().values())


def pairs_in(normal: str) -> str:
    """The traditional characters of a normal form, each with its simplified one after it."""
    return "".join(chr(code) + table()[code] for code in sorted(table().keys() & set(map(ord, normal))))


def _is_basic(chars: str) -> bool:
    return all(char <= LAST for char in chars)
