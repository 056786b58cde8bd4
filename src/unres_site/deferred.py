"""Regular expressions that are compiled when they are first used.

The package has some 300 patterns. To compile all of them takes 0.12 s, longer than a whole build in which nothing has
changed. The texts of one language use four in ten, which take half of that time.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any, Protocol

Match = re.Match[str]


class Pattern(Protocol):
    """The methods of a regular expression that the program uses. Compiled and deferred expressions have them."""

    def __hash__(self) -> int:
        """Patterns may be keys."""

    @property
    def pattern(self) -> str:
        """The expression as it is written."""

    @property
    def search(self) -> Callable[..., Match | None]:
        """Find the first match anywhere."""

    @property
    def match(self) -> Callable[..., Match | None]:
        """Match at the beginning."""

    @property
    def fullmatch(self) -> Callable[..., Match | None]:
        """Match the whole string."""

    @property
    def finditer(self) -> Callable[..., Iterator[Match]]:
        """Find all matches, one after another."""

    @property
    def findall(self) -> Callable[..., list[Any]]:
        """Find the text of all matches."""

    @property
    def sub(self) -> Callable[..., str]:
        """Replace all matches."""

    @property
    def subn(self) -> Callable[..., tuple[str, int]]:
        """Replace all matches, and count them."""

    @property
    def split(self) -> Callable[..., list[str | Any]]:
        """Split at all matches."""


_METHODS = (
    "search",
    "match",
    "fullmatch",
    "finditer",
    "findall",
    "sub",
    "subn",
    "split",
)


class DeferredPattern:
    """A pattern that is compiled when one of its methods is first used. From then on it has the compiled methods."""

    __slots__ = ("flags", "pattern", *_METHODS)

    search: Callable[..., Match | None]
    match: Callable[..., Match | None]
    fullmatch: Callable[..., Match | None]
    finditer: Callable[..., Iterator[Match]]
    findall: Callable[..., list[Any]]
    sub: Callable[..., str]
    subn: Callable[..., tuple[str, int]]
    split: Callable[..., list[str | Any]]

    def __init__(self, pattern: str, flags: int) -> None:
        self.pattern = pattern
        self.flags = flags

    def __getattr__(self, name: str) -> Callable[..., Any]:
        """Compile the pattern. Python calls this for a method that is not set yet."""
        if name not in _METHODS:
            raise AttributeError(name)

        compiled = re.compile(self.pattern, self.flags)
        for method in _METHODS:
            setattr(self, method, getattr(compiled, method))

        found: Callable[..., Any] = getattr(compiled, name)
        return found


def deferred(pattern: str, flags: int = 0) -> Pattern:
    """A pattern that is compiled at its first use. A wrong expression raises `re.error` then."""
    return DeferredPattern(pattern, flags)
