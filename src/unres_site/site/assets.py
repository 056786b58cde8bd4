"""Style and scripts: small files by concern, served as one file each, so that a page asks for little.

The numbered files `static/css/10-tokens.css` … become `assets/site.css`, `static/js/*.js` become `assets/site.js`, each
in the order of the names; every other file of `static/` keeps its path below `assets/`. So what only one kind of page
needs weighs on no other: `static/css/search.css` is `assets/css/search.css`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from unres_site.errors import OutputError
from unres_site.site import addresses

# matches: a {
# matches: color: red
# rejects: color
LOOSE = re.compile(r"\s*([{};,>])\s*|(?<=[a-z]):\s+|\s+")

BUNDLES = {"css/[0-9]*.css": addresses.STYLE, "js/*.js": addresses.SCRIPT}
"""What is served as one file: pattern below `static/` → address."""


def asset_files(static: Path) -> Iterator[tuple[str, bytes]]:
    """All files made from the folder `static`, in a fixed order: address, content.

    Raises OutputError where a file can't be read.
    """
    try:
        for pattern, address in BUNDLES.items():
            pieces = [path.read_text("utf-8") for path in sorted(static.glob(pattern))]
            yield address, (compact_css if address == addresses.STYLE else compact_js)("\n".join(pieces)).encode()
        bundled = {path for pattern in BUNDLES for path in static.glob(pattern)}
        for path in sorted(path for path in static.rglob("*") if path.is_file() and path not in bundled):
            yield f"assets/{path.relative_to(static).as_posix()}", _content(path)
    except (OSError, UnicodeDecodeError) as error:
        raise OutputError(f"The static files can't be read: {error}.") from error


def _content(path: Path) -> bytes:
    return compact_css(path.read_text("utf-8")).encode() if path.suffix == ".css" else path.read_bytes()


def compact_css(style: str) -> str:
    """Style without comments and needless white space. It may hold no string with blanks or comment signs within."""
    first, *others = style.split("/*")
    bare = first + "".join(part.partition("*/")[2] for part in others)
    return LOOSE.sub(_tight, bare).replace(";}", "}").strip() + "\n"


def compact_js(script: str) -> str:
    """Script without lines that are comments, blank lines and indentation. It may hold no string of several lines."""
    lines = (line.strip() for line in script.splitlines())
    return "\n".join(line for line in lines if line and not line.startswith(("//", "/*", "* ", "*/"))) + "\n"


def _tight(found: re.Match[str]) -> str:
    return found[1] or (":" if found[0].startswith(":") else " ")
