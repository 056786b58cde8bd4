"""Regular expressions that are compiled when they are first used.

To compile all patterns of texts takes 90 ms, and the texts of one language use half of them.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, cast

_METHODS = ("search", "match", "fullmatch", "finditer", "findall", "sub", "subn", "split")


class _Deferred:
    """Has the methods of the compiled pattern as its own, from the first use of any on."""

    __slots__ = ("_flags", "pattern", *_METHODS)

    def __init__(self, pattern: str, flags: int) -> None:
        self.pattern = pattern
        self._flags = flags

    def __getattr__(self, name: str) -> Callable[..., Any]:
        if name not in _METHODS:
            raise AttributeError(name)
        compiled = re.compile(self.pattern, self._flags)
        for one in _METHODS:
            setattr(self, one, getattr(compiled, one))
        method: Callable[..., Any] = getattr(compiled, name)
        return method


def deferred(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """What `re.compile` makes of the pattern, but later. A wrong one raises `re.error` at its first use."""
    return cast("re.Pattern[str]", _Deferred(pattern, flags))
