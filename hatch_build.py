"""Brings lunr.js into the package when it is built: third-party code that the project uses, but does not keep.

It is taken from a pinned build requirement (mkdocs carries lunr.js 2.3.9), held against its known SHA-256, minified,
and written to `src/unres_site/vendor/lunr.min.js`, which git ignores. So nobody needs Node, and every build has the
same bytes. The parts that make an index or read a query's syntax are left out: the program makes the index, and the
search page has its own syntax.
"""

from __future__ import annotations

import hashlib
import importlib.util
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

CARRIER = "mkdocs"
INSIDE = "contrib/search/templates/search/lunr.js"
SHA256 = "c1a28d9e95163292fbcc07ff794f1f0e1ade8741c513afe96d5b1046a18110bc"
TARGET = "src/unres_site/vendor/lunr.min.js"
UNUSED = (
    ("lunr.idf=", "lunr.Pipeline="),
    ("lunr.Pipeline.registerFunction=", "lunr.Pipeline.load="),
    ("lunr.Pipeline.prototype.add=", "lunr.Vector="),
    ("lunr.Vector.prototype.toArray=", "lunr.TokenSet="),
    ("lunr.Index.prototype.search=", "lunr.Index.prototype.query="),
    ("lunr.Index.prototype.toJSON=", "lunr.Index.load="),
    ("lunr.Builder=", "lunr.MatchData="),
    ("lunr.Query.prototype.term=", ";(function(root,factory){"),
)
"""The parts of lunr.js that no page uses: how each begins, and what comes after it. In order: terms and their
weights, functions of a pipeline (twice), vectors as lists, stems and stop words, queries as text, an index as JSON, the
builder of an index, the parser of queries."""

GUIDE = ("docs/archivist.en.md", "docs/archivist.zh.md")
"""The archivist's guide, from which a site has what its diagnostics mean."""

FOLDERS = ("templates", "static", "content")
"""In a checkout they lie at the root, where people look for them; an installed package carries them itself."""

SAMPLE = ("resolutions/zh/62-22.txt", "resolutions/zh/62-22.yml")
"""The text that a new archive begins with."""


class BuildError(SystemExit):
    """The script can't be brought in. Its sentence ends the build, and the installer shows it unchanged."""


class VendorScript(BuildHookInterface[Any]):
    """The hook that hatchling runs before it builds a wheel, be it for an installation in place or for a package."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Write the minified script, and add the folders to all but an installation in place (`editable`).

        Raises BuildError where the script's source is missing or is not the known one.
        """
        if version == "standard":
            build_data["force_include"] |= {
                name: f"unres_site/{name}" for name in (*FOLDERS, *SAMPLE, *GUIDE)
            }
        target = Path(self.root) / TARGET
        source = check_source(read_carried_script())
        script = shorten(minify(source)).encode()
        if not target.is_file() or target.read_bytes() != script:
            target.parent.mkdir(exist_ok=True)
            target.write_bytes(script)


def read_carried_script() -> bytes:
    """Read lunr.js as its carrier ships it. The carrier is only looked up, never run."""
    spec = importlib.util.find_spec(CARRIER)
    if spec is None or spec.origin is None:
        raise BuildError(
            f"lunr.js is missing because {CARRIER} is not installed here: "
            "install the hashed requirements/site.txt first, or build without --no-build-isolation."
        )
    try:
        return Path(spec.origin).parent.joinpath(INSIDE).read_bytes()
    except OSError as error:
        raise BuildError(
            f"lunr.js can't be read from {CARRIER} ({error}): install {CARRIER} as pinned."
        ) from error


def check_source(source: bytes) -> str:
    """Give the script as text, if its SHA-256 is the one above."""
    found = hashlib.sha256(source).hexdigest()
    if found != SHA256:
        raise BuildError(
            f"lunr.js of {CARRIER} has SHA-256 {found}, not {SHA256}: install {CARRIER} as pinned."
        )
    return source.decode("utf-8")


def minify(source: str) -> str:
    """Leave out comments and needless white space; the opening comment, the licence, stays."""
    # Imported here, for hatchling loads this file also where it only reads the project's version.
    import rjsmin  # noqa: PLC0415

    licence, rest = source.split("*/", 1)
    return f"{licence}*/\n{rjsmin.jsmin(rest).strip()}\n"


def shorten(script: str) -> str:
    """Leave the unused parts out of the minified script. Raises ValueError if it has no such part."""
    for start, end in UNUSED:
        before = script.index(start)
        after = script.index(end)
        script = script[:before] + script[after:]
    return script
