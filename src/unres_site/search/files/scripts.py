"""A file of the search: a script that hands a value over by its name."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

import msgspec

_encode = msgspec.json.encode


def script(name: str, value: object) -> tuple[str, bytes]:
    """The address of a file below the site's root and its content."""
    content = b"unresSearch.receive(%b,%b);\n" % (_encode(name), _encode(value))
    return f"search/{name}.js", content


def make_runs(values: Iterable[str]) -> list[tuple[str, int]]:
    """Each value with the number of times that it comes in a row."""
    runs = []
    for value, group in groupby(values):
        runs.append((value, len(list(group))))
    return runs
