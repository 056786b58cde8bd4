"""Style and scripts: small files by concern, served as one file each, so that a page asks for little.

The numbered files `static/css/10-tokens.css` … become `assets/site.css`, `static/js/*.js` become `assets/site.js`,
`static/search/*.js` become `assets/search.js`, `static/snippets/*.js` become `assets/snippets.js`, each in the order of
the names; some of these with `static/endpoint/*.js` become `assets/endpoint.js`; every other file of `static/` keeps
its path below `assets/`. So what only one kind of page needs weighs on no other: `static/css/search.css` is
`assets/css/search.css`. Style and scripts lose their comments and needless white space on the way.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
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
"""What is served as one file: address → patterns below `static/`. A search that an endpoint answers has no index."""

MINIFIERS: Mapping[str, Callable[[str], str]] = {".css": rcssmin.cssmin, ".js": rjsmin.jsmin}
"""By the end of a file's name."""


def asset_files(static: Path) -> Iterator[tuple[str, bytes]]:
    """All files made from the folder `static`, in a fixed order: address, content.

    Raises OutputError where a file can't be read.
    """
    try:
        bundled = set[Path]()
        for address, patterns in BUNDLES.items():
            paths = [path for pattern in patterns for path in sorted(static.glob(pattern))]
            yield address, b"".join(map(_content, paths))
            bundled.update(paths)
        for path in sorted(path for path in static.rglob("*") if path.is_file() and path not in bundled):
            yield f"assets/{path.relative_to(static).as_posix()}", _content(path)
    except (OSError, UnicodeDecodeError) as error:
        raise OutputError("static-unreadable", problem=error) from error


def _content(path: Path) -> bytes:
    minify = MINIFIERS.get(path.suffix)
    return f"{minify(path.read_text('utf-8'))}\n".encode() if minify else path.read_bytes()
