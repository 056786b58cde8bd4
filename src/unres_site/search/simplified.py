"""Traditional characters with their simplified ones, for queries: a file of its own, which few queries need.

The table is OpenCC's; nothing else of it is used. Where a character has several simplified ones, its first holds.
"""

from __future__ import annotations

from pathlib import Path

from unres_site.search.counting import is_han_unit

TABLE = "dictionary/TSCharacters.txt"


def simplified() -> tuple[str, str]:
    """Two texts of the same length: at each place a traditional character and its simplified one."""
    # a build that finds the search as it was needs no table
    import opencc  # noqa: PLC0415

    lines = (Path(opencc.__file__).parent / TABLE).read_text("utf-8").splitlines()
    rows = (line.split("\t") for line in lines if "\t" in line)
    pairs = [(one, others.split(" ")[0]) for one, others in rows]
    kept = [pair for pair in pairs if pair[0] != pair[1] and all(map(_is_basic, pair))]
    return "".join(one for one, _ in kept), "".join(other for _, other in kept)


def _is_basic(char: str) -> bool:
    return len(char) == 1 and is_han_unit(min(ord(char), 0xFFFF))
