"""What causes each diagnostic, and what to do: read from the archivist's guide, which is where they are written.

An entry of `docs/archivist.en.md` is a heading with the code, and two paragraphs:

    #### lost-glyph

    **Lost character.** Two Chinese characters have a space between them …

    *What to do:* Compare the PDF …

The guide is in Chinese and in English. Other languages show the English one.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import NamedTuple

from unres_site.deferred import deferred
from unres_site.errors import InstallationError
from unres_site.languages import get_primary_code
from unres_site.messages import ENGLISH

PACKAGE = Path(__file__).resolve().parents[2]
FOLDERS = (PACKAGE / "docs", PACKAGE.parent.parent / "docs")
"""Where the guide is: in an installed package, in a checkout."""

LANGUAGES = ("zh", ENGLISH)

# matches: "#### lost-glyph\n\n**Lost character.** A space.\n\n*What to do:* Compare the\nPDF.\n"
# matches: "#### lost-glyph\n\n**缺字。** 有空格。\n\n*处理：* 核对。\n"
# rejects: "#### lost-glyph\n\nLost character.\n"
ENTRY = deferred(
    r"(?m)^#### ([a-z-]+)\n\n\*\*([^*\n]+)[.。]\*\* ((?:.+\n)+)\n\*[^*\n]+\* ((?:.+\n)+)"
)


class Explanation(NamedTuple):
    """A diagnostic in the guide: its code, its name, what causes it and what to do, both in Markdown."""

    code: str
    name: str
    cause: str
    cure: str


def choose_guide_language(language: str) -> str:
    """The language in which the guide speaks to readers of a language."""
    code = get_primary_code(language)
    if code in LANGUAGES:
        return code
    return ENGLISH


@cache
def read_guide(language: str) -> dict[str, Explanation]:
    """The entries of the guide by their codes, in their order. `language` is one of LANGUAGES.

    Raises InstallationError where the package lacks the guide.
    """
    entries = (
        Explanation(*found) for found in ENTRY.findall(read_guide_text(language))
    )
    return {entry.code: entry for entry in entries}


@cache
def read_guide_text(language: str) -> str:
    """The whole guide. Raises InstallationError where the package lacks it."""
    name = f"archivist.{language}.md"
    for folder in FOLDERS:
        if (folder / name).is_file():
            return (folder / name).read_text("utf-8")

    raise InstallationError("guide-missing", file=name)
