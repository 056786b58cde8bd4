"""Style and scripts: small files by concern, served as one file each, so that a page asks for little.

The numbered files `static/css/10-tokens.css` … become `assets/site.css`, `static/js/*.js` become `assets/site.js`,
`static/search/*.js` become `assets/search.js`, which loads what a query needs, and `assets/results.js`, which ranks and
shows. So do the scripts of `grammar`, `snippets` and `fallback`, each in the order of the names. `assets/endpoint.js`
has some of these and `static/endpoint/*.js`. Every other file of `static/`
keeps its path below `assets/`, and is loaded only by the pages that need it: `static/css/search.css` is
`assets/css/search.css`.
The page for missing addresses asks for one style and one script, because it may have to ask for them at several depths.
Scripts that must know languages, organs or symbols find them in a script that comes first in their file (`facts`).
Comments and needless white space are taken out of style and scripts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from fnmatch import fnmatchcase
from itertools import chain
from pathlib import PurePath

import rcssmin
import rjsmin

from unres_site.errors import OutputError
from unres_site.files import FileRefused
from unres_site.site import addresses
from unres_site.site.rendering.facts import write_facts_script, write_words_script
from unres_site.site.rendering.layers import (
    LayerFile,
    Layers,
    read_found_file,
    read_found_text,
)

FACTS, WORDS = "facts", "words"
"""Among the patterns of a bundle: the scripts of facts, and of the words around a symbol."""

MISSING_STYLE = "assets/missing/missing.css"
"""All style of the page for missing addresses; other pages load the same files apart."""

BUNDLES = {
    addresses.STYLE: ("css/[0-9]*.css",),
    addresses.SCRIPT: ("js/*.js",),
    "assets/search.js": (FACTS, "search/[1-6]*.js"),
    "assets/results.js": ("search/[7-9]*.js",),
    "assets/grammar.js": (WORDS, "grammar/*.js"),
    "assets/snippets.js": ("snippets/*.js",),
    "assets/fallback.js": ("fallback/*.js",),
    "assets/topics.js": ("topics/*.js",),
    "assets/touched.js": ("touched/*.js",),
    "assets/missing/guess.js": (FACTS, "js/*.js", "missing/guess.js"),
    MISSING_STYLE: ("css/[0-9]*.css", "css/browse.css"),
    "assets/endpoint.js": (
        FACTS,
        WORDS,
        *(
            "search/10-tokens.js",
            "search/50-plain.js",
            "grammar/*.js",
            "search/55-understanding.js",
            "search/76-results.js",
            "search/80-view.js",
        ),
        *(
            "snippets/10-passages.js",
            "snippets/40-view.js",
            "snippets/60-leave.js",
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

WRITTEN: Mapping[str, Callable[[], bytes]] = {
    FACTS: write_facts_script,
    WORDS: write_words_script,
}
"""The scripts that have no file of their own, by their names among the patterns."""

LARGEST = 64_000_000
"""Bytes of a file; a Chinese typeface has twenty million."""


def make_assets(static: Layers, style: str = "") -> Iterator[tuple[str, bytes]]:
    """All files made from the folders `static`, in a fixed order: address, content.

    `style` is put at the end of the style that all pages load.
    Raises OutputError where a file can't be read.
    """
    try:
        files = static.list_files()
        bundled = set[str]()
        for address, patterns in BUNDLES.items():
            names = _select(files, patterns)
            pieces = [WRITTEN[one]() for one in patterns if one in WRITTEN]
            pieces += [_read_content(files[name]) for name in names]
            if address in (addresses.STYLE, MISSING_STYLE):
                pieces.append(style.encode())
            yield address, b"".join(pieces)
            if address != MISSING_STYLE:
                bundled.update(names)
        for name in sorted(files.keys() - bundled):
            yield f"assets/{name}", _read_content(files[name])
    except FileRefused as refused:
        raise OutputError(
            "static-unreadable", file=refused.path, **refused.explain()
        ) from refused


def is_bundled(name: str) -> bool:
    """Whether a file of `static/` becomes part of a file that pages load."""
    patterns = chain.from_iterable(BUNDLES.values())
    return any(_fits(name, pattern) for pattern in patterns)


def _select(names: Iterable[str], patterns: Iterable[str]) -> list[str]:
    """The names that fit the patterns, by pattern and then by name."""
    selected: list[str] = []
    for pattern in patterns:
        selected += sorted(name for name in names if _fits(name, pattern))

    return selected


def _fits(name: str, pattern: str) -> bool:
    """Whether a name fits a pattern, in which `*` is any text without `/`."""
    if name.count("/") != pattern.count("/"):
        return False

    return fnmatchcase(name, pattern)


def _read_content(file: LayerFile) -> bytes:
    """The bytes of a file as it is served."""
    minify = MINIFIERS.get(PurePath(file.path).suffix)
    if minify is None:
        return read_found_file(file, LARGEST)
    return f"{minify(read_found_text(file, LARGEST))}\n".encode()
