"""Style and scripts: small files by concern, served as one file each, so that a page asks for little.

The numbered files `static/css/10-tokens.css` … become `assets/site.css`, `static/js/*.js` become `assets/site.js`,
`static/search/*.js` become `assets/search.js`, `static/snippets/*.js` become `assets/snippets.js`, each in the order of
the names. `assets/endpoint.js` has some of these and `static/endpoint/*.js`. Every other file of `static/` keeps its
path below `assets/`, and is loaded only by the pages that need it: `static/css/search.css` is `assets/css/search.css`.
Comments and needless white space are taken out of style and scripts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

import rcssmin
import rjsmin

from unres_site.errors import OutputError
from unres_site.site import addresses

BUNDLES = {
    addresses.STYLE: ("css/[0-9]*.css",),
    addresses.SCRIPT: ("js/*.js",),
    "assets/search.js": ("search/*.js",),
    "assets/snippets.js": ("snippets/*.js",),
    "assets/endpoint.js": (
        *("search/10-tokens.js", "search/55-understanding.js", "search/70-results.js", "search/80-view.js"),
        *("snippets/10-passages.js", "snippets/40-view.js", "endpoint/*.js", "search/90-page.js"),
    ),
}
"""What is served as one file: address → patterns below `static/`. A page that asks an endpoint loads no index."""

MINIFIERS: Mapping[str, Callable[[str], str]] = {".css": rcssmin.cssmin, ".js": rjsmin.jsmin}
"""By the end of a file's name."""


def asset_files(static: Path) -> Iterator[tuple[str, bytes]]:
    """All files made from the folder `static`, in a fixed order: address, content.

    Raises OutputError where a file can't be read.
    """
    try:
        bundled = set[Path]()
        for address, patterns in BUNDLES.items():
            paths = _find_files(static, patterns)
            yield address, b"".join(map(_content, paths))
            bundled.update(paths)
        for path in sorted(static.rglob("*")):
            if path.is_file() and path not in bundled:
                yield f"assets/{path.relative_to(static).as_posix()}", _content(path)
    except (OSError, UnicodeDecodeError) as error:
        raise OutputError("static-unreadable", problem=error) from error


def _find_files(static: Path, patterns: Iterable[str]) -> list[Path]:
    """The files of each pattern, in the order of their names."""
    found: list[Path] = []
    for pattern in patterns:
        found += sorted(static.glob(pattern))
    return found


def _content(path: Path) -> bytes:
    """The bytes of a file as it is served."""
    minify = MINIFIERS.get(path.suffix)
    if minify is None:
        return path.read_bytes()
    return f"{minify(path.read_text('utf-8'))}\n".encode()
