"""Style and scripts: small files by concern, served as one file each, so that a page asks for little.

The numbered files `static/css/10-tokens.css` … become `assets/site.css`, `static/js/*.js` become `assets/site.js`,
`static/search/*.js` become `assets/search.js`, `static/snippets/*.js` become `assets/snippets.js`, each in the order of
the names; every other file of `static/` keeps its path below `assets/`. So what only one kind of page needs weighs on
no other: `static/css/search.css` is `assets/css/search.css`. Style and scripts lose their comments and needless white
space on the way.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import rcssmin
import rjsmin

from unres_site.errors import OutputError
from unres_site.site import addresses

BUNDLES = {
    "css/[0-9]*.css": addresses.STYLE,
    "js/*.js": addresses.SCRIPT,
    "search/*.js": "assets/search.js",
    "snippets/*.js": "assets/snippets.js",
}
"""What is served as one file: pattern below `static/` → address."""

MINIFIERS: Mapping[str, Callable[[str], str]] = {".css": rcssmin.cssmin, ".js": rjsmin.jsmin}
"""By the end of a file's name."""


def asset_files(static: Path) -> Iterator[tuple[str, bytes]]:
    """All files made from the folder `static`, in a fixed order: address, content.

    Raises OutputError where a file can't be read.
    """
    try:
        for pattern, address in BUNDLES.items():
            yield address, b"".join(_content(path) for path in sorted(static.glob(pattern)))
        bundled = {path for pattern in BUNDLES for path in static.glob(pattern)}
        for path in sorted(path for path in static.rglob("*") if path.is_file() and path not in bundled):
            yield f"assets/{path.relative_to(static).as_posix()}", _content(path)
    except (OSError, UnicodeDecodeError) as error:
        raise OutputError(f"The static files can't be read: {error}.") from error


def _content(path: Path) -> bytes:
    minify = MINIFIERS.get(path.suffix)
    return f"{minify(path.read_text('utf-8'))}\n".encode() if minify else path.read_bytes()
