"""Style and scripts: small files by concern, served as one file each, so that a page asks for little.

`static/css/*.css` become `assets/site.css`, `static/js/*.js` become `assets/site.js`, each in the order of the names;
every other file of `static/` keeps its path below `assets/`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from unres_site.errors import OutputError
from unres_site.site import addresses

# matches: /* Paper and ink. */
# rejects: a { color: red }
COMMENT = re.compile(r"/\*[^*]*\*+(?:[^/*][^*]*\*+)*/")

# matches: a {
# rejects: a{b:c}
LOOSE = re.compile(r"\s*([{};,>])\s*|(?<=[a-z]):\s+|\s+")

BUNDLES = {"css": (addresses.STYLE, "*.css"), "js": (addresses.SCRIPT, "*.js")}


def asset_files(static: Path) -> Iterator[tuple[str, bytes]]:
    """All files made from the folder `static`: address, content; in a fixed order. Raises OutputError where it can't be read."""
    try:
        for folder, (address, pattern) in BUNDLES.items():
            pieces = [path.read_text("utf-8") for path in sorted((static / folder).glob(pattern))]
            yield address, (compact_css if folder == "css" else compact_js)("\n".join(pieces)).encode()
        for path in sorted(static.rglob("*")):
            inside = path.relative_to(static)
            if path.is_file() and inside.parts[0] not in BUNDLES:
                yield f"assets/{inside.as_posix()}", path.read_bytes()
    except (OSError, UnicodeDecodeError) as error:
        raise OutputError(f"The static files can't be read: {error}.") from error


def compact_css(style: str) -> str:
    """Style without comments and needless white space. It may hold no string with blanks or comment signs within."""
    return LOOSE.sub(_tight, COMMENT.sub("", style)).replace(";}", "}").strip() + "\n"


def compact_js(script: str) -> str:
    """Script without lines that are comments, blank lines and indentation. It may hold no string of several lines."""
    lines = (line.strip() for line in script.splitlines())
    return "\n".join(line for line in lines if line and not line.startswith(("//", "/*", "* ", "*/"))) + "\n"


def _tight(found: re.Match[str]) -> str:
    return found[1] or (":" if found[0].startswith(":") else " ")
