"""Terms are simplified, so that a query in either Chinese script finds texts in the other.

The table is OpenCC's; nothing else of it is used. If a character has several simplified ones, the first counts. A
simplified character is never simplified further.
"""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from pathlib import Path

TABLE = "dictionary/TSCharacters.txt"
LAST = "\uffff"
"""The last character of one UTF-16 unit. Others are not simplified, so that the places in a text stay the same."""


@cache
def load_table() -> dict[int, str]:
    """The code points of traditional characters with their simplified ones, for `str.translate`."""
    found = find_spec("opencc")  # only looked up, never run
    assert found is not None  # noqa: S101 - a requirement of this package
    assert found.origin  # noqa: S101 - it is not a namespace package
    lines = (Path(found.origin).parent / TABLE).read_text("utf-8").splitlines()
    simplified: dict[str, str] = {}
    for line in lines:
        traditional, tab, others = line.partition("\t")
        if tab:
            simplified[traditional] = others.split(" ")[0]

    table: dict[int, str] = {}
    for traditional, other in simplified.items():
        last = simplified.get(other, other)
        if traditional != other and max(traditional + last) <= LAST:
            table[ord(traditional)] = last

    return table


def simplify(normal: str) -> str:
    """A normal form in simplified characters. Its length stays the same."""
    if normal.isascii():
        return normal
    return normal.translate(load_table())


def join_table() -> tuple[str, str]:
    """Two texts of the same length: all traditional characters, and their simplified ones."""
    return "".join(map(chr, load_table())), "".join(load_table().values())


def find_pairs(normal: str) -> str:
    """The traditional characters of a normal form, each followed by its simplified one."""
    table = load_table()
    codes = sorted(table.keys() & set(map(ord, normal)))
    return "".join(chr(code) + table[code] for code in codes)
