"""A file of the search: a script that hands a value over by its name."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

import msgspec

_encode = msgspec.json.encode


def script(name: str, value: object) -> tuple[str, bytes]:
    """The address of a file below the site's root and its content."""
    return f"search/{name}.js", b"unresSearch.receive(%b,%b);\n" % (_encode(name), _encode(value))


def make_runs(values: Iterable[str]) -> list[tuple[str, int]]:
    """Each value with the number of times that it comes in a row."""
    return [(value, len(list(group))) for value, group in groupby(values)]
