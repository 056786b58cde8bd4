"""Style and scripts: small files by concern, served as one file each, so that a page asks for little.

The numbered files `static/css/10-tokens.css` … become `assets/site.css`, `static/js/*.js` become `assets/site.js`,
`static/search/*.js` become `assets/search.js`, `static/snippets/*.js` become `assets/snippets.js`, each in the order of
the names. `assets/endpoint.js` has some of these and `static/endpoint/*.js`. Every other file of `static/` keeps its
path below `assets/`, and is loaded only by the pages that need it: `static/css/search.css` is `assets/css/search.css`.
Scripts that must know languages, organs or symbols find them in a script that comes first in their file (`facts`).
Comments and needless white space are taken out of style and scripts.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from fnmatch import fnmatchcase
from pathlib import PurePath

import rcssmin
import rjsmin

from unres_site.errors import OutputError
from unres_site.files import FileRefused, Root, read_file, read_text, walk
from unres_site.site import addresses
from unres_site.site.facts import write_facts_script

FACTS = "facts"
"""Among the patterns of a bundle: the script of facts."""

BUNDLES = {
    addresses.STYLE: ("css/[0-9]*.css",),
    addresses.SCRIPT: ("js/*.js",),
    "assets/search.js": (FACTS, "search/*.js"),
    "assets/snippets.js": ("snippets/*.js",),
    "assets/missing/guess.js": (FACTS, "missing/guess.js"),
    "assets/endpoint.js": (
        FACTS,
        *(
            "search/10-tokens.js",
            "search/55-understanding.js",
            "search/70-results.js",
            "search/80-view.js",
        ),
        *(
            "snippets/10-passages.js",
            "snippets/40-view.js",
            "endpoint/*.js",
            "search/90-page.js",
        ),
    ),
}
"""What is served as one file: address → patterns below `static/`. A page that asks an endpoint loads no index."""

MINIFIERS: Mapping[str, Callable[[str], str]] = {
    ".css": rcssmin.cssmin,
    ".js": rjsmin.jsmin,
}
"""By the end of a file's name."""

LARGEST = 64_000_000
"""Bytes of a file; a Chinese typeface has twenty million."""


def make_assets(static: Root) -> Iterator[tuple[str, bytes]]:
    """All files made from the folder `static`, in a fixed order: address, content.

    Raises OutputError where a file can't be read.
    """
    try:
        paths = _find_files(static)
        bundled = set[str]()
        for address, patterns in BUNDLES.items():
            names = _select(paths, patterns)
            pieces = [write_facts_script()] if FACTS in patterns else []
            pieces += [_read_content(paths[name], static) for name in names]
            yield address, b"".join(pieces)
            bundled.update(names)
        for name in sorted(paths.keys() - bundled):
            yield f"assets/{name}", _read_content(paths[name], static)
    except FileRefused as refused:
        raise OutputError(
            "static-unreadable", file=refused.path, **refused.explain()
        ) from refused


def _find_files(static: Root) -> dict[str, str]:
    """The paths of all files, by their names below the folder."""
    found: dict[str, str] = {}
    for path in walk(static):
        name = os.path.relpath(path, static.path)
        found[name.replace(os.sep, "/")] = path
    return found


def _select(names: Iterable[str], patterns: Iterable[str]) -> list[str]:
    """The names that fit the patterns, by pattern and then by name."""
    selected: list[str] = []
    for pattern in patterns:
        selected += sorted(name for name in names if _fits(name, pattern))
    return selected


def _fits(name: str, pattern: str) -> bool:
    """Whether a name fits a pattern, in which `*` is any text without `/`."""
    return name.count("/") == pattern.count("/") and fnmatchcase(name, pattern)


def _read_content(path: str, static: Root) -> bytes:
    """The bytes of a file as it is served."""
    minify = MINIFIERS.get(PurePath(path).suffix)
    if minify is None:
        return read_file(path, static, LARGEST)
    text = read_text(path, static, LARGEST)
    return f"{minify(text)}\n".encode()
