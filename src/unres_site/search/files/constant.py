"""The files that are the same for every archive: lunr.js and the table of traditional characters."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from unres_site.errors import InstallationError
from unres_site.search.files.scripts import make_script
from unres_site.search.terms.simplified import join_table

LUNR = "search/lunr.js"
"""The address of lunr.js."""

LUNR_SCRIPT = Path(__file__).parents[2] / "vendor" / "lunr.min.js"
"""Is brought in when the package is built. To find it by `importlib.resources` would take 19 ms to import that."""

NOTICE = b"/* From OpenCC's TSCharacters, changed. Apache License 2.0; https://github.com/BYVoid/OpenCC */\n"
"""What the licence of OpenCC asks for where its table is published."""


def make_constant_files() -> Iterator[tuple[str, bytes]]:
    """The files: addresses and contents. Raises InstallationError if the package has no lunr.js."""
    yield LUNR, read_lunr_script()
    address, table = make_simplified_file()
    yield address, NOTICE + table


def make_simplified_file() -> tuple[str, bytes]:
    """The table of traditional characters, without the notice."""
    return make_script("simplified", join_table())


def read_lunr_script() -> bytes:
    """The script of lunr.js. Raises InstallationError if the package has none."""
    try:
        return LUNR_SCRIPT.read_bytes()
    except OSError as error:
        raise InstallationError("lunr-missing") from error
